"""Results that are off entry by entry: by a factor of an input's, or on one side of zero."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from descent.diagnosis.causes.cases import Array, Cause, Pair, entrywise, near, telling
from descent.diagnosis.causes.factors import listed, plain_factor
from descent.judging.compare import as_numbers, close

# Of fewer entries, many things are so.
_FEWEST = 6

_POWERS = [(p, q) for p in (-1, 0, 1) for q in (-1, 0, 1) if p or q]


def entry_factor(name: str, pairs: Sequence[Pair]) -> Cause | None:
    """Each entry is off by an entry of an input, a, or by 1 - a; perhaps by a factor besides."""
    if not pairs or not telling(pairs) or not all(pair.wrong for pair in pairs):
        return None
    if any(p.right.shape != p.came.shape or not np.isfinite(p.came).all() for p in pairs):
        return None
    found = []
    for input_name, inputs in entrywise(pairs):
        numbers = [x.astype(float) for x in inputs]
        for powers in _POWERS:
            rest = [_rest(pair, x, powers) for pair, x in zip(pairs, numbers, strict=True)]
            if all(r is not None for r in rest):
                words = plain_factor(pairs, [float(r) for r in rest if r is not None])
                if words is not None:
                    found.append((len(words), input_name, powers, words))
    # Of two that fit as well, neither is more likely.
    fewest = min((item[0] for item in found), default=0)
    best = [item for item in found if item[0] == fewest]
    if len(best) != 1:
        return None
    _, input_name, powers, words = best[0]
    off = [*words, *_said(input_name, powers)]
    few = "" if len(off) == 1 else f"is off by {len(off)} things: "
    sentence = f"Entry by entry, {name} {few}{listed(off)}."
    if len(off) == 1:
        sentence = f"Entry by entry, {off[0]} in {name}."
    return Cause("entry-factor", sentence)


def _rest(pair: Pair, x: Array, powers: tuple[int, int]) -> float | None:
    """Return the factor that is left beside powers of x and 1 - x; None if there is no single."""
    effect = pair.right * x ** float(powers[0]) * (1 - x) ** float(powers[1])
    there = np.isfinite(effect) & (np.abs(effect) > 1e-9)
    if not there.any():
        return None
    ratio = float((pair.came[there] / effect[there])[0])
    known = np.isfinite(effect)
    return ratio if ratio and close(effect[known] * ratio, pair.came[known]).all() else None


def _said(name: str, powers: tuple[int, int]) -> list[str]:
    lacks = [what for what, power in zip((name, f"(1 - {name})"), powers, strict=True) if power < 0]
    more = [what for what, power in zip((name, f"(1 - {name})"), powers, strict=True) if power > 0]
    return [
        *([f"the factor {' '.join(lacks)} is missing"] if lacks else []),
        *([f"there is a factor {' '.join(more)} too many"] if more else []),
    ]


# What each sample has a factor of its own of: how it is written, and the numbers.
_SLOPES: tuple[tuple[str, Callable[[Array], Array]], ...] = (
    ("{x} (1 − {x})", lambda x: x * (1 - x)),
    ("{x}", lambda x: x),
    ("(1 − {x})", lambda x: 1 - x),
)


def one_for_all(name: str, pairs: Sequence[Pair]) -> Cause | None:
    """A factor that each sample has of its own was added up, and multiplies what is left."""
    several = [pair for pair in pairs if pair.wrong and len(np.atleast_1d(pair.came)) > 2]
    if len(several) < 2 or any(p.right.shape != p.came.shape for p in pairs) or not telling(pairs):
        return None
    found = []
    for input_name, inputs in entrywise(pairs):
        for written, slope in _SLOPES:
            slopes = [slope(x.astype(float)) for x in inputs]
            whole = [bool(g.all()) for g in slopes]
            for word, reduce in (("sum", np.sum), ("mean", np.mean)):
                same = (
                    # Where the slope is 0, what it multiplies cannot be seen.
                    near(g * reduce(pair.right / g), pair.came) if seen else _follows(g, pair.came)
                    for pair, g, seen in zip(pairs, slopes, whole, strict=True)
                )
                if sum(whole) > 1 and all(same):
                    found.append((written.format(x=input_name), word))
    if len(found) != 1:
        return None
    written, word = found[0]
    return Cause(
        "one-for-all",
        f"In {name}, {written} of each entry is multiplied by one number that is the same for all: "
        f"the {word} of what every entry should be multiplied by for itself.",
    )


def _follows(slope: Array, came: Array) -> bool:
    there = slope != 0
    if not near(np.zeros_like(came[~there]), came[~there]):
        return False
    ratios = came[there] / slope[there]
    return not ratios.size or near(np.full_like(ratios, ratios[0]), ratios)


# What may come in place of what is right: how it is told, and the numbers.
_Instead = tuple[str, Callable[[Array, Array], Array]]
_INSTEAD: tuple[_Instead, ...] = (
    ("1 divided by what it should be", lambda right, x: 1 / right),
    ("−1 times what it should be", lambda right, x: -right),
    ("1 minus what it should be", lambda right, x: 1 - right),
    ("{x} itself", lambda right, x: x),
    ("−{x}", lambda right, x: -x),
    ("e to the power {x}", lambda right, x: np.exp(x)),
    ("e to the power {x}, minus 1", lambda right, x: np.exp(x) - 1),
)
_SIDES: tuple[tuple[str, Callable[[Array], Array]], ...] = (
    ("is negative", lambda x: x < 0),
    ("is 0", lambda x: x == 0),
    ("is positive", lambda x: x > 0),
)


def by_sign(name: str, pairs: Sequence[Pair]) -> Cause | None:
    """Another thing comes where an input is negative, or 0, or positive."""
    if len(pairs) < 2 or any(p.right.shape != p.came.shape for p in pairs):
        return None
    for input_name, inputs in entrywise(pairs):
        x = np.concatenate([one.ravel() for one in inputs]).astype(float)
        right = np.concatenate([pair.right.ravel() for pair in pairs])
        came = np.concatenate([(p.came if p.wrong else p.right).ravel() for p in pairs])
        whole = np.concatenate([np.full(p.right.size, _is_whole(p, input_name)) for p in pairs])
        usual = np.isfinite(came) & ~whole
        if np.count_nonzero(~close(right, came) & usual) < _FEWEST:
            continue
        told, effect = _by_sides(x, right, came, usual)
        cut = whole & ~close(effect, came)
        if not told or not close(np.trunc(effect[cut]), came[cut]).all():
            continue
        where = "; ".join(f"where {input_name} {side}, {name} is {{}}" for side, _ in told)
        where = f"{where[0].upper()}{where[1:]}."
        exact = [words.format(x=input_name) for _, words in told]
        vague = [_without_number(words) for words in exact]
        besides = " Besides, NaN or infinity comes in some places." * (not np.isfinite(came).all())
        besides += " Besides, where whole numbers come in, decimals are cut off." * bool(cut.any())
        return Cause("by-sign", where.format(*exact) + besides, where.format(*vague) + besides)
    return None


def _without_number(words: str) -> str:
    if words.endswith(" each time"):
        return "the same number each time"
    number, times, of = words.partition(" times ")
    return f"a multiple of {of}" if times and number != "−1" else words


def _is_whole(pair: Pair, name: str) -> bool:
    numbers = as_numbers(pair.inputs[name])
    return numbers is not None and numbers.dtype.kind in "iu"


def _by_sides(
    x: Array, right: Array, came: Array, usual: Array
) -> tuple[list[tuple[str, str]], Array]:
    """Return for each side of zero on which numbers are wrong what comes, and all that comes."""
    told, effect = [], right.copy()
    for side, where in _SIDES:
        there = where(x) & usual
        if close(right[there], came[there]).all():
            continue
        instead = _instead(right[there], came[there], x[there])
        if instead is None:
            return [], right
        told.append((side, instead[0]))
        effect[where(x)] = instead[1](right, x)[where(x)]
    # The same on both sides is no matter of sides.
    return ([], right) if len({words for _, words in told}) < len(told) else (told, effect)


def _instead(right: Array, came: Array, x: Array) -> _Instead | None:
    if came.size > 1 and (came == came[0]).all():
        number = float(came[0]) + 0.0
        return f"{number:.6g} each time", lambda right, x: np.full_like(right, number)
    with np.errstate(all="ignore"):
        for words, numbers in _INSTEAD if came.size >= _FEWEST else ():
            if close(numbers(right, x), came).all():
                return words, numbers
    return _multiple(right, came, x) if came.size >= _FEWEST else None


def _multiple(right: Array, came: Array, x: Array) -> _Instead | None:
    for words, is_right, of in (("what it should be", True, right), ("{x}", False, x)):
        if np.abs(of).min() > 1e-9 and close(of * (came[0] / of[0]), came).all():
            return _times(float(came[0] / of[0]), words, is_right)
    return None


def _times(k: float, words: str, is_right: bool) -> _Instead:
    text = f"{k:.6g} times {words}".replace("-", "−", 1)
    return text, lambda right, x: k * (right if is_right else x)


_PICKED: tuple[tuple[str, Callable[[Array], Array]], ...] = (
    ("negative", lambda x: x < 0),
    ("positive", lambda x: x > 0),
)


def picked(name: str, pairs: Sequence[Pair]) -> Cause | None:
    """There are entries for some numbers of an input alone, as a mask picks them."""
    wrong = [pair for pair in pairs if pair.wrong]
    if any(p.came.ndim != 1 for p in wrong) or sum(p.right.size > p.came.size for p in wrong) < 3:
        return None
    for input_name, inputs in entrywise(wrong):
        for word, where in _PICKED:
            counts = [int(np.count_nonzero(where(x))) for x in inputs]
            if len({*counts}) > 1 and counts == [pair.came.size for pair in wrong]:
                return Cause(
                    "picked",
                    f"{name} has as many entries as {input_name} has {word} numbers, and should "
                    f"have one for every number in {input_name}.",
                )
    return None
