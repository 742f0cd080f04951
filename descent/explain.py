"""General explanations of a wrong result, for what no known mistake foresees.

Each explanation is a function that looks at all cases of one part of a result
and returns a cause only where it holds in every case that is wrong. They are
tried in the order of :data:`EXPLANATIONS`; the first that holds is said.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from descent.compare import MISSING, as_numbers, close
from descent.probes import Probe
from descent.values import Value

Array = np.ndarray[Any, Any]


@dataclass(frozen=True)
class Case:
    """One part of a result for one probe: what is right and what came."""

    probe: Probe
    right: Value
    came: Value
    wrong: bool


@dataclass(frozen=True)
class Cause:
    """Why a part of a result is wrong: an id for people who grade, a sentence for the student.

    ``blind`` is what is said in its place where the probes are hidden: a number
    that comes from the answer could carry one of theirs.
    """

    id: str
    sentence: str
    blind: str = ""

    def told(self, reveal: bool) -> str:
        """Return what may be said."""
        return self.sentence if reveal else self.blind or self.sentence


def explain(part: str, cases: Sequence[Case], whole: bool = True) -> Cause | None:
    """Return the first general explanation that holds in every wrong case of a part.

    Args:
        part: The part of the result, ``""`` for the result as a whole.
        cases: What is right and what came, for each probe.
        whole: Whether these are all the cases there are; not where some were
            cut short by an error: then nothing is said of where else it is right.
    """
    if not any(case.wrong for case in cases):
        return None
    name = part or "the result"
    for explanation in EXPLANATIONS:
        cause = explanation(name, cases)
        if cause and (whole or explanation is not _only_some):
            return cause
    return None


def _pairs(cases: Sequence[Case]) -> list[tuple[Array, Array, Case]]:
    """Return right and given numbers of the wrong cases; nothing if one is not numbers."""
    pairs = []
    for case in cases:
        if case.wrong:
            right = as_numbers(case.right, sequence=True)
            came = None if case.came is MISSING else as_numbers(case.came, sequence=True)
            if right is None or came is None:
                return []
            pairs.append((right, came, case))
    return pairs


def _every(pairs: list[tuple[Array, Array, Case]], test: Callable[[Array, Array], bool]) -> bool:
    return bool(pairs) and all(test(right, came) for right, came, _ in pairs)


def _near(right: Array, came: Array) -> bool:
    return right.shape == came.shape and bool(close(right, came).all())


def quantities(probe: Probe) -> dict[str, float]:
    """Return the quantities of the problem that a wrong factor may equal, by what they are.

    The first array with two axes among the arguments says how many samples
    and features there are.
    """
    found: dict[str, float] = {}
    for step in probe.steps:
        tables = [item for item in (*step.args, *step.kwargs.values()) if _is_table(item)]
        if step.do == "call" and tables:
            found["samples"] = float(tables[0].shape[0])
            found["features"] = float(tables[0].shape[1])
        if "lr" in step.kwargs:
            found["lr"] = float(step.kwargs["lr"])
    return found


def _is_table(item: Value) -> bool:
    return isinstance(item, np.ndarray) and item.ndim == 2


def _transposed(name: str, cases: Sequence[Case]) -> Cause | None:
    def test(right: Array, came: Array) -> bool:
        return right.ndim == 2 and _near(right.T, came)

    pairs = _pairs(cases)
    if not _every(pairs, test) or not any(r.shape[0] != r.shape[1] for r, _, _ in pairs):
        return None
    right, came, _ = next(p for p in pairs if p[0].shape[0] != p[0].shape[1])
    return Cause(
        "transposed",
        f"{name} is transposed: expected shape {right.shape}, got {came.shape}, "
        "with the right numbers in it.",
    )


def _reshaped(name: str, cases: Sequence[Case]) -> Cause | None:
    def test(right: Array, came: Array) -> bool:
        return (
            right.shape != came.shape
            and right.size == came.size
            and _near(right.ravel(), came.ravel())
        )

    pairs = _pairs(cases)
    if not _every(pairs, test):
        return None
    right, came, _ = pairs[0]
    what = "misses an axis" if came.ndim < right.ndim else "has an axis too many"
    if came.ndim == right.ndim:
        what = "has its axes in another order"
    return Cause(
        "missing-axis" if came.ndim < right.ndim else "wrong-axes",
        f"the numbers of {name} are right, but it {what}: "
        f"expected shape {right.shape}, got {came.shape}.",
    )


def _blown_up(name: str, cases: Sequence[Case]) -> Cause | None:
    def test(right: Array, came: Array) -> bool:
        return (
            right.ndim == 2
            and came.ndim == 2
            and right.shape[1] == 1 < right.shape[0]
            and came.shape == (right.shape[0], right.shape[0])
        )

    pairs = [p for p in _pairs(cases) if p[0].shape != p[1].shape]
    if not _every(pairs, test):
        return None
    # Only a column with a row for each sample is known to meet arrays without one.
    if any(quantities(c.probe).get("samples") != r.shape[0] for r, _, c in pairs):
        return None
    right, came, _ = pairs[0]
    return Cause(
        "broadcast",
        f"{name} has shape {came.shape} where {right.shape} is expected: somewhere a column of "
        f"shape {right.shape} met an array of shape ({right.shape[0]},), and NumPy combined "
        "every entry of the one with every entry of the other.",
    )


def _not_summed(name: str, cases: Sequence[Case]) -> Cause | None:
    pairs = _pairs(cases)

    def rows(reduce: Callable[..., Any]) -> bool:
        return _every(
            pairs,
            lambda right, came: (
                came.ndim == right.ndim == 2
                and right.shape[0] == 1 < came.shape[0]
                and _near(right, reduce(came, axis=0, keepdims=True))
            ),
        )

    if rows(np.sum) or rows(np.mean):
        right, came, _ = pairs[0]
        return Cause(
            "sum-missing",
            f"{name} still has one row for each sample: expected shape {right.shape}, "
            f"got {came.shape}. Add the rows up.",
        )
    if _every(
        pairs,
        lambda right, came: (
            came.size == 1 < right.size and bool(close(right.sum(), came.ravel()[0]))
        ),
    ):
        return Cause(
            "summed-too-far",
            f"{name} is a single number: it is the sum over everything where only one axis "
            "should be summed.",
        )
    return None


def _factor(name: str, cases: Sequence[Case]) -> Cause | None:
    pairs = _pairs(cases)
    ratios = []
    for right, came, _ in pairs:
        if right.shape != came.shape or came.dtype.kind == "c":
            return None
        told = np.abs(right) > 1e-12
        if not told.any() or not close(right[~told], came[~told]).all():
            return None
        with np.errstate(all="ignore"):
            ratio = came[told] / right[told]
        if not np.isfinite(ratio).all() or not close(np.full_like(ratio, ratio[0]), ratio).all():
            return None
        # A single number is always a multiple of another: that alone tells nothing.
        ratios.append((float(ratio[0]), int(told.sum())))
    if not ratios or all(abs(ratio - 1) < 1e-6 for ratio, _ in ratios):
        return None
    return _name_factor(name, ratios, [case for _, _, case in pairs])


def _name_factor(name: str, ratios: list[tuple[float, int]], cases: Sequence[Case]) -> Cause | None:
    values = np.array([ratio for ratio, _ in ratios])
    known = [quantities(case.probe) for case in cases]
    entries = sum(count for _, count in ratios)

    def equals(formula: Callable[[dict[str, float]], float]) -> bool:
        try:
            return bool(close(np.array([formula(q) for q in known]), values).all())
        except (KeyError, ZeroDivisionError):
            return False

    if entries < 2:
        return None
    if (close(np.full_like(values, -1.0), values)).all():
        return Cause(
            "sign", f"{name} has the wrong sign: every entry is −1 times what it should be."
        )
    m = int(known[0].get("samples", 0))
    if len({q.get("samples") for q in known}) > 1 or (entries > 1 and m > 2):
        if equals(lambda q: q["samples"]):
            return Cause(
                "missing-mean",
                f"{name} is {m} times too large where there are {m} samples: "
                "the mean over the samples is missing.",
            )
        if equals(lambda q: 1 / q["samples"]):
            return Cause(
                "mean-twice",
                f"{name} is {m} times too small where there are {m} samples: "
                "the mean over the samples is taken twice.",
            )
        if equals(lambda q: q["samples"] / 2):
            return Cause(
                "missing-mean-and-two",
                f"{name} lacks two things: the mean over the samples (division by {m} here) "
                "and the factor 2 of the derivative of a square.",
            )
    if equals(lambda q: 0.5):
        return Cause("missing-two", f"{name} is half of what it should be: a factor 2 is missing.")
    if equals(lambda q: 2.0):
        return Cause(
            "extra-two", f"{name} is twice what it should be: there is a factor 2 too many."
        )
    if len({q.get("features") for q in known}) > 1:
        if equals(lambda q: q["features"]):
            return Cause(
                "features-factor", f"{name} is too large by a factor: the number of features."
            )
        if equals(lambda q: 1 / q["features"]):
            return Cause(
                "features-divided",
                f"{name} is divided by the number of features, and should not be.",
            )
    if np.ptp(values) <= 1e-6 * abs(values[0]) and (len(values) > 1 or entries > 2):
        if values[0] == 0:
            return Cause("zero", f"{name} is zero everywhere.")
        return Cause(
            "constant-factor",
            f"{name} is {values[0]:.6g} times what it should be, in every entry.",
            f"{name} is a constant multiple of what it should be, in every entry.",
        )
    return None


def _permuted(name: str, cases: Sequence[Case]) -> Cause | None:
    def test(right: Array, came: Array) -> bool:
        if right.ndim == 0 or right.shape != came.shape or right.shape[0] < 3:
            return False
        order = [np.lexsort(a.reshape(len(a), -1).T[::-1]) for a in (right, came)]
        return _near(right[order[0]], came[order[1]])

    if _every(_pairs(cases), test):
        return Cause("row-order", f"{name} has the right rows, but in another order.")
    return None


def _shifted(name: str, cases: Sequence[Case]) -> Cause | None:
    pairs = [p for p in _pairs(cases) if isinstance(p[2].right, list) and p[0].size > 2]
    if _every(
        pairs, lambda r, c: c.ndim == 1 and c.size >= r.size - 1 and _near(r[1:], c[: r.size - 1])
    ):
        return Cause(
            "one-late",
            f"{name} starts one step late: the first entry should be there before any update.",
        )
    if _every(pairs, lambda r, c: c.ndim == 1 and c.size == r.size + 1 and _near(r, c[:-1])):
        return Cause("one-too-many", f"{name} has one entry too many at the end.")
    if _every(pairs, lambda r, c: c.ndim == 1 and c.size == r.size and _near(r[:-1], c[1:])):
        return Cause(
            "one-early", f"{name} starts one step early: it has an entry too many in front."
        )
    return None


def _complement(name: str, cases: Sequence[Case]) -> Cause | None:
    pairs = _pairs(cases)
    if sum(r.size for r, _, _ in pairs) > 1 and _every(pairs, lambda r, c: _near(1 - r, c)):
        return Cause("complement", f"{name} is 1 minus what it should be.")
    return None


def _argument_returned(name: str, cases: Sequence[Case]) -> Cause | None:
    pairs = _pairs(cases)
    if not pairs or sum(c.size for _, c, _ in pairs) < 2:
        return None
    for position in range(4):
        found = []
        for _, came, case in pairs:
            args = case.probe.steps[-1].args
            item = as_numbers(args[position]) if position < len(args) else None
            found.append(item is not None and _near(item, came))
        if all(found):
            ordinal = ("first", "second", "third", "fourth")[position]
            return Cause("argument-returned", f"{name} is just the {ordinal} argument, unchanged.")
    return None


def _not_finite(name: str, cases: Sequence[Case]) -> Cause | None:
    pairs = _pairs(cases)
    if not pairs:
        return None
    bad = []
    for right, came, case in pairs:
        if right.shape != came.shape or came.dtype.kind not in "fc":
            return None
        finite = np.isfinite(came)
        # Without one right number beside it, what is not finite explains nothing.
        if finite.all() or not finite.any() or not close(right[finite], came[finite]).all():
            return None
        bad.append(("NaN" if np.isnan(came).any() else "infinite", case))
    kind, case = bad[0]
    where = f" on {case.probe.label}" if case.probe.label else ""
    return Cause("not-finite", f"{name} is {kind}{where}; every other number is right.")


def _constant(name: str, cases: Sequence[Case]) -> Cause | None:
    numbers = [as_numbers(case.came, sequence=True) for case in cases if case.came is not MISSING]
    rights = [as_numbers(case.right, sequence=True) for case in cases]
    if len(numbers) < 3 or any(n is None or not n.size for n in (*numbers, *rights)):
        return None
    firsts = {float(np.real(n.ravel()[0])) for n in numbers if n is not None}
    spread = all(n is not None and (n == n.ravel()[0]).all() for n in numbers)
    wanted = {float(r.ravel()[0]) for r in rights if r is not None}
    if len(firsts) == 1 and spread and len(wanted) > 1:
        return Cause(
            "constant",
            f"{name} is {firsts.pop() + 0.0:.6g} whatever the arguments are.",
            f"{name} is the same number whatever the arguments are.",
        )
    return None


def _only_some(name: str, cases: Sequence[Case]) -> Cause | None:
    wrong = {case.probe.label for case in cases if case.wrong}
    right = {case.probe.label for case in cases if not case.wrong}
    if len(wrong) == 1 and right and not wrong & right:
        label = wrong.pop()
        if label:
            return Cause("only-some", f"{name} is right elsewhere, but not on {label}.")
    return None


EXPLANATIONS: tuple[Callable[[str, Sequence[Case]], Cause | None], ...] = (
    _transposed,
    _reshaped,
    _blown_up,
    _not_summed,
    _not_finite,
    _constant,
    _factor,
    _complement,
    _shifted,
    _permuted,
    _argument_returned,
    _only_some,
)
