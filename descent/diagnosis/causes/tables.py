"""Tables that are made of the right things in another way, or evenly spaced in another one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np

from descent.diagnosis.causes.cases import Array, Cause, Pair, near, tables, telling
from descent.diagnosis.causes.factors import factor
from descent.judging.compare import close

_FEWEST = 2


def outer_product(name: str, pairs: Sequence[Pair]) -> Cause | None:
    """Each number of an input met each number of something else, and nothing was added up."""
    wrong = [pair for pair in pairs if pair.wrong]
    if sum(p.right.shape != p.came.shape and p.came.size > 3 for p in wrong) < _FEWEST:
        return None
    for input_name in wrong[0].inputs:
        if all(_is_outer(pair, pair.inputs.get(input_name)) for pair in wrong):
            return Cause(
                "outer-product",
                f"{name} has a row with all numbers of {input_name} in it, times something, for "
                "each number of something else: a product of every number with every other one. "
                "A matrix product adds up over the samples.",
            )
    return None


def _is_outer(pair: Pair, item: object) -> bool:
    if not isinstance(item, np.ndarray) or item.dtype.kind not in "iuf" or item.ndim != 2:
        return False
    row, came = item.ravel().astype(float), pair.came
    # Any column is a product with a single number.
    if came.ndim != 2 or came.shape[1] != row.size or row.size < 2:
        return False
    place = int(np.argmax(np.abs(row)))
    return bool(row[place]) and bool(close(np.outer(came[:, place] / row[place], row), came).all())


def more_columns(name: str, pairs: Sequence[Pair]) -> Cause | None:
    """Columns follow that nobody has asked for."""
    wrong = [pair for pair in pairs if pair.wrong]
    if not wrong or not telling(pairs):
        return None
    if any(p.right.ndim != 2 or p.came.ndim != 2 or len(p.right) != len(p.came) for p in wrong):
        return None
    counts = {p.came.shape[1] - p.right.shape[1] for p in wrong}
    if min(counts) < 1 or not all(near(p.right, p.came[:, : p.right.shape[1]]) for p in wrong):
        return None
    zeros = all(not p.came[:, p.right.shape[1] :].any() for p in wrong)
    count = f"{counts.pop()} more" if len(counts) == 1 else "more"
    return Cause(
        "more-columns",
        f"{name} has the right columns, and {count}{' of zeros' if zeros else ''} behind them.",
    )


def not_one_number(name: str, pairs: Sequence[Pair]) -> Cause | None:
    """An array comes where a single number is asked for: something is not added up."""
    wrong = [pair for pair in pairs if pair.wrong]
    if len(wrong) < _FEWEST or any(
        p.right.ndim or not p.came.ndim or not p.came.size for p in wrong
    ):
        return None
    sums = [replace(p, came=np.asarray(p.came.sum() if p.wrong else p.came)) for p in pairs]
    # One entry may be the number itself, in brackets.
    if all(p.came.size == 1 for p in wrong):
        return None
    asked = f"{name} is an array, and a single number is asked for"
    if all(near(p.right, p.came) for p in sums):
        return Cause("not-one-number", f"{asked}: the sum of its entries.")
    other = factor("that sum", sums)
    if other is None or other.id in ("zero", "constant-factor"):
        return None
    return Cause(
        f"not-one-number+{other.id}",
        f"{asked}. Add up its entries. Besides, {other.sentence}",
        f"{asked}. Add up its entries. Besides, {other.wording(False)}",
    )


# So nearly a difference in place of a slope gives a sum, and so nearly one over a large step.
_NEARLY, _ROUGHLY = 1e-3, 0.25


def added_up(name: str, pairs: Sequence[Pair]) -> Cause | None:
    """A single number comes, nearly the sum of the numbers that are asked for."""
    wrong = [pair for pair in pairs if pair.wrong and pair.right.size > 1]
    if any(p.came.ndim for p in wrong) or len({float(p.came) for p in wrong}) < 3:
        return None
    off = [abs(p.came / p.right.sum() - 1) if p.right.sum() else np.inf for p in wrong]
    if max(off) > _ROUGHLY or 2 * sum(one < _NEARLY for one in off) <= len(off):
        return None
    return Cause(
        "added-up",
        f"{name} is a single number, and nearly the sum of all the numbers that are asked for: "
        "each has a place of its own.",
    )


def some_columns(name: str, pairs: Sequence[Pair]) -> Cause | None:
    """All columns, or numbers in a row, are right but the first, or all but the last."""
    wrong = [pair for pair in pairs if pair.wrong]
    if sum(p.right.shape[-1] > 2 for p in wrong if p.right.ndim) < _FEWEST or not telling(pairs):
        return None
    # A list of losses has a first one, too; but that of a single entry is the first and the last.
    what = {1: "numbers", 2: "columns"}.get(wrong[0].right.ndim, "")
    if any(p.right.ndim != wrong[0].right.ndim for p in wrong):
        return None
    for word, place in (("first", 0), ("last", -1)):
        if all(_but_one(pair, place) for pair in wrong):
            rest = ""
            if all(_column(p, place) for p in wrong):
                rest = f", which is that of {next(iter(wrong[0].inputs))}, unchanged"
            elif not any(p.came[..., place].any() for p in wrong):
                rest = ", which is 0"
            odd = any(not np.isfinite(p.came).all() for p in wrong)
            besides = " Besides, NaN or infinity comes in some places." if odd else ""
            told = f"{name}: all {what} are right but the {word}{rest}.{besides}"
            return Cause(f"{word}-column-wrong", told)
    return None


def _but_one(pair: Pair, place: int) -> bool:
    """Return whether one column is wrong, and others at most where no numbers come."""
    right, came = pair.right, pair.came
    if right.ndim not in (1, 2) or right.shape != came.shape:
        return False
    wrong = np.atleast_2d(~close(right, came) & np.isfinite(came))
    columns = np.flatnonzero(wrong.any(axis=0))
    return columns.tolist() == [place % right.shape[-1]]


def _column(pair: Pair, place: int) -> bool:
    first = next(iter(pair.inputs.values()), None)
    return (
        isinstance(first, np.ndarray)
        and first.shape == pair.came.shape
        and first.ndim == 2
        and near(first[:, place].astype(float), pair.came[:, place])
    )


def spacing(name: str, pairs: Sequence[Pair]) -> Cause | None:
    """The numbers lie evenly, but a fixed distance apart, or from a fixed distance on."""
    found = [(pair, _even(pair.right), _even(pair.came)) for pair in pairs if pair.wrong]
    if len(found) < 3 or any(a is None or b is None or a[2] != b[2] for _, a, b in found):
        return None
    even = [(pair, a, b) for pair, a, b in found if a and b]
    told, blind = [], []
    steps = np.array([b[1] for _, _, b in even])
    if close(np.full_like(steps, steps[0]), steps).all() and len({a[1] for _, a, _ in even}) > 1:
        told.append(f"the numbers of {name} lie {steps[0]:.6g} apart each time")
        blind.append(f"the numbers of {name} lie the same distance apart each time")
    for words, low in _LOWS:
        lows = [_low(low, tables(pair.probe)) for pair, _, _ in even]
        below = np.array(lows) - [b[0] for _, _, b in even]
        should = np.array(lows) - [a[0] for _, a, _ in even]
        if not np.isfinite(below).all() or close(should, below).all():
            continue
        if close(np.full_like(below, below[0]), below).all() and np.ptp(should) > 1e-6:
            where = (
                f"below the smallest number of {words} of {next(iter(pairs[0].inputs))} each time"
            )
            told.append(f"{name} begins {below[0]:.6g} {where}")
            blind.append(f"{name} begins as far {where}")
            break
    if not told:
        return None
    return Cause("fixed-spacing", _sentence(told), _sentence(blind))


def _sentence(parts: Sequence[str]) -> str:
    return f"{', and '.join(parts)}, whatever is asked for."


# Infinite where a table has no such column or row, so that nothing is said of it.
_LOWS: tuple[tuple[str, Callable[[Array], float]], ...] = (
    ("the first column", lambda X: X[:, :1].min(initial=np.inf)),
    ("the second column", lambda X: X[:, 1:2].min(initial=np.inf)),
    ("the first row", lambda X: X[:1].min(initial=np.inf)),
    ("the second row", lambda X: X[1:2].min(initial=np.inf)),
)


def _low(low: Callable[[Array], float], arrays: Sequence[Array]) -> float:
    # Whole numbers have no room for infinity.
    return low(arrays[0].astype(float)) if arrays and arrays[0].dtype.kind in "biuf" else np.nan


def _even(numbers: Array) -> tuple[float, float, int] | None:
    """Return the first number, the step, and the axis along which numbers lie evenly."""
    if numbers.ndim != 2 or min(numbers.shape) < 2:
        return None
    for axis in (0, 1):
        steps = np.diff(numbers, axis=axis)
        if np.abs(np.diff(numbers, axis=1 - axis)).max() < 1e-9 and np.ptp(steps) < 1e-9:
            step = float(steps.flat[0])
            return (float(numbers.flat[0]), step, axis) if abs(step) > 1e-9 else None
    return None
