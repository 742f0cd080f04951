"""Results that are something simple of what went in, or of what is right: seen in the numbers."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from descent.diagnosis.causes.cases import Array, Cause, Pair, entrywise, near, telling
from descent.judging.compare import close

# So many results have to tell what an input counts.
_FEWEST = 3

_Value = Callable[[Mapping[str, float]], float]

# The numbers that are passed beside the arrays, and what an input counts there.
_Seen = tuple[Mapping[str, float], float]


@dataclass(frozen=True)
class _Coefficient:
    """What an input counts in a result.

    Attributes:
        text: As it is written before the input, such as ``-(1 - beta)``.
        blind: That without a number that comes of the answer alone.
        of: What it is, by the numbers that are passed.
    """

    text: str
    blind: str
    of: _Value


def combination(name: str, pairs: Sequence[Pair]) -> Cause | None:
    """A sum of inputs comes, each with a number of its own such as 1 - beta."""
    if not telling(pairs, lambda pair: pair.came):
        return None
    if not pairs or any(p.right.shape != p.came.shape for p in pairs):
        return None
    names = [n for n, found in entrywise(pairs) if all(x.dtype.kind in "iuf" for x in found)]
    came = _counts(names, pairs, [p.came if p.wrong else p.right for p in pairs])
    if not came or all(one.text == "0" for one in came):
        return None
    should = _counts(names, pairs, [p.right for p in pairs])
    off = [n for n, one, other in zip(names, came, should, strict=False) if one.text != other.text]
    # What is left at its default may be all that is wrong.
    if should and not off:
        return None
    rest = ""
    if should and len(off) < len(names):
        rest = f": the part of {' and that of '.join(off)} is not what it should be"
    sentence = f"{name} is {_sum([one.text for one in came], names)}{rest}."
    if all(one.text == one.blind for one in came):
        return Cause("combination", sentence)
    blind = f"{name} is {_sum([one.blind for one in came], names)}, with numbers c that are"
    return Cause("combination", sentence, f"{blind} the same each time{rest}.")


def surplus(name: str, pairs: Sequence[Pair]) -> Cause | None:
    """What is right comes, and a multiple of an input besides."""
    if not all(p.wrong and p.right.shape == p.came.shape for p in pairs):
        return None
    if not telling(pairs) or any(p.came.dtype.kind not in "iuf" for p in pairs):
        return None
    names = [n for n, found in entrywise(pairs) if all(x.dtype.kind in "iuf" for x in found)]
    more = _counts(names, pairs, [p.came.astype(float) - p.right for p in pairs])
    if not more or all(one.text == "0" for one in more):
        return None
    told, blind = (_sum([getattr(one, how) for one in more], names) for how in ("text", "blind"))
    beside = "comes beside what it should be."
    number = "" if told == blind else ", with numbers c that are the same each time,"
    return Cause("surplus", f"In {name}, {told} {beside}", f"In {name}, {blind}{number} {beside}")


def _sum(counts: Sequence[str], names: Sequence[str]) -> str:
    terms = [_term(count, of) for count, of in zip(counts, names, strict=True) if count != "0"]
    total = " ".join(terms).removeprefix("+ ")
    return f"−{total[2:]}" if total.startswith("− ") else total


def _counts(
    names: Sequence[str], pairs: Sequence[Pair], results: Sequence[Array]
) -> list[_Coefficient]:
    """Return what each input counts in results; nothing if they are no sum, or that is unsure."""
    solved: list[tuple[Mapping[str, float], Array]] = []
    for pair, result in zip(pairs, results, strict=True):
        table = np.column_stack(
            [np.ravel(np.asarray(pair.inputs[n], dtype=float)) for n in names] or [np.zeros(0)]
        )
        if not names or len(table) <= len(names):
            continue
        total = result.ravel().astype(float)
        if not (np.isfinite(total).all() and np.isfinite(table).all()):
            continue
        if np.linalg.matrix_rank(table) < len(names):
            continue
        numbers = np.linalg.lstsq(table, total, rcond=None)[0]
        if not close(table @ numbers, total).all():
            return []
        solved.append((_scalars(pair, names), numbers))
    found = []
    for place in range(len(names)):
        seen = [(scalars, float(number[place])) for scalars, number in solved]
        known = _coefficients(seen)
        fitting = next((one for one in known if _fits(one.of, seen)), None) or _multiple(seen)
        if fitting is None:
            return []
        found.append(fitting)
    # Of too few entries to solve for, such as single numbers, it has to hold all the same.
    each = zip(pairs, results, strict=True)
    return found if all(_holds(pair, result, names, found) for pair, result in each) else []


def _holds(pair: Pair, result: Array, names: Sequence[str], counts: Sequence[_Coefficient]) -> bool:
    """Return whether a sum gives a result; whatever is passed in another way may be."""
    scalars = _scalars(pair, names)
    try:
        numbers = [one.of(scalars) for one in counts]
    except KeyError:
        return True
    terms = [n * np.asarray(pair.inputs[k], float) for n, k in zip(numbers, names, strict=True)]
    total = np.asarray(sum(terms))
    if not (np.isfinite(result).all() and np.isfinite(total).all()):
        return True
    return total.shape == result.shape and bool(close(total, result.astype(float)).all())


def _multiple(seen: Sequence[_Seen]) -> _Coefficient | None:
    """Return what an input may count, times a number that is the same each time."""
    for one in _coefficients(seen):
        ratio = next((r for scalars, number in seen if (r := _ratio(one, scalars, number))), None)
        # The number may have any sign, and any size.
        if ratio is None or one.text.startswith("-") or one.text == "2":
            continue
        of = _times(ratio, one.of)
        if _fits(of, seen):
            sign, others = "-" * (ratio < 0), "" if one.text == "1" else f" {one.text}"
            return _Coefficient(f"{sign}{abs(ratio):.6g}{others}", f"{sign}c{others}", of)
    return None


def _ratio(one: _Coefficient, scalars: Mapping[str, float], number: float) -> float | None:
    try:
        known = one.of(scalars)
    except KeyError:
        return None
    return number / known if known else None


def _times(number: float, value: _Value) -> _Value:
    return lambda scalars: number * value(scalars)


def _scalars(pair: Pair, names: Sequence[str]) -> dict[str, float]:
    return {
        name: float(item)
        for name, item in pair.inputs.items()
        if name not in names and type(item) in (int, float)
    }


def _fits(value: _Value, seen: Sequence[_Seen]) -> bool:
    counted = 0
    for scalars, number in seen:
        try:
            there = value(scalars)
        except KeyError:
            # What is left at its default tells nothing.
            continue
        if not np.isclose(there, number, rtol=1e-6, atol=1e-8):
            return False
        counted += 1
    return counted >= _FEWEST


def _coefficients(seen: Sequence[_Seen]) -> Iterator[_Coefficient]:
    """Yield what an input may count, the simplest first."""
    names = list(dict.fromkeys(name for scalars, _ in seen for name in scalars))
    factors: list[tuple[str, _Value]] = []
    for name in names:
        factors.append((name, lambda s, n=name: s[n]))  # type: ignore[misc]
        factors.append((f"(1 - {name})", lambda s, n=name: 1 - s[n]))  # type: ignore[misc]
    products: list[tuple[str, _Value]] = [("1", lambda s: 1.0), ("2", lambda s: 2.0), *factors]
    for (one, f), (other, g) in itertools.combinations(factors, 2):
        products.append((f"{one} {other}", lambda s, f=f, g=g: f(s) * g(s)))  # type: ignore[misc]
    yield _Coefficient("0", "0", lambda s: 0.0)
    for text, value in products:
        yield _Coefficient(text, text, value)
        yield _Coefficient(f"-{text}", f"-{text}", _times(-1.0, value))


def _term(count: str, of: str) -> str:
    sign, number = ("−", count[1:]) if count[0] == "-" else ("+", count)
    return f"{sign} {of}" if number == "1" else f"{sign} {number} {of}"


# What adds up to 1 where softmax goes along an axis.
_ADD_UP = (
    ("the numbers of each row", 1),
    ("all numbers", None),
    ("the numbers of each column", 0),
)


def softmax(name: str, pairs: Sequence[Pair]) -> Cause | None:
    """The softmax comes, where each number should have its own sigmoid."""
    wrong = [pair for pair in pairs if pair.wrong]
    # Of one number alone, the share is 1.
    if not any(p.right.ndim == 2 and np.all(p.came < 1) for p in wrong) or not telling(wrong):
        return None
    for words, axis in _ADD_UP:
        if all(_is_softmax(pair, axis) for pair in wrong):
            return Cause(
                "softmax",
                f"{name} is what softmax makes of the weighted sums: {words} add up to 1. Here "
                "each number is the sigmoid of its own weighted sum.",
            )
    return None


def _is_softmax(pair: Pair, axis: int | None) -> bool:
    right = pair.right
    if right.ndim != 2 or not ((right > 0) & (right < 1)).all():
        return False
    odds = right / (1 - right)
    return near(odds / odds.sum(axis=axis, keepdims=True), pair.came)


def not_cut(name: str, pairs: Sequence[Pair]) -> Cause | None:
    """A whole number is asked for, and what comes still has its fraction."""
    wrong = [pair for pair in pairs if pair.wrong]
    if any(p.right.ndim or p.came.ndim or p.came == np.floor(p.came) for p in wrong):
        return None
    if len({float(p.right) for p in wrong}) < _FEWEST:
        return None
    for word, cut in (("down", np.floor), ("up", np.ceil)):
        if all(close(p.right, cut(p.came)).all() for p in wrong):
            return Cause(
                "fraction-kept",
                f"{name} has a fraction. Rounded {word} to a whole number, it is right.",
            )
    return None
