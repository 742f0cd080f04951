"""Where a result is wrong, and where it is right: for which inputs, from which number on."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

import numpy as np

from descent.diagnosis.causes.cases import Array, Cause, Pair
from descent.diagnosis.causes.sorts import where_wrong
from descent.judging.compare import as_numbers, close

# That it is just these entries which are wrong must be no coincidence: one of so many choices.
_CHOICES = 10_000

# What is beyond this and more may be called large.
_NOT_SMALL = 0.01

# How many times as large the next number may be for a bound between the two to be told.
_NEXT = 2


def not_finite(name: str, pairs: Sequence[Pair]) -> Cause | None:
    """Some numbers are NaN or infinite, and all others are right."""
    masks = [_off(pair) for pair in pairs]
    if any(mask is None for mask in masks):
        return None
    kinds = set()
    for pair, mask in zip(pairs, masks, strict=True):
        if mask is not None and mask.any():
            bad = pair.came[mask]
            if np.isfinite(bad).any():
                return None
            kinds |= {"NaN"} if np.isnan(bad).any() else set()
            kinds |= {"infinite"} if np.isinf(bad).any() else set()
    # Without one right number beside it, what is not finite explains nothing.
    if not kinds or all(mask.all() for mask in masks if mask is not None):
        return None
    what = " or ".join(sorted(kinds))
    where, blind = place(pairs) or (_somewhere(pairs),) * 2
    return Cause(
        "not-finite",
        f"{name} is {what}{where}; every other number is right.",
        f"{name} is {what}{blind}; every other number is right.",
    )


def _off(pair: Pair) -> Array | None:
    """Return which entries of a pair are wrong, if both have one shape."""
    if pair.right.shape != pair.came.shape:
        return None
    if not pair.wrong:
        return np.zeros(pair.right.shape, dtype=bool)
    return ~close(pair.right, pair.came)


def _somewhere(pairs: Sequence[Pair]) -> str:
    where = where_wrong(pairs)
    if where:
        return f" where {where}"
    bad = sum(int(np.count_nonzero(~np.isfinite(pair.came))) for pair in pairs)
    return " in some places" if 2 * bad < sum(p.came.size for p in pairs) else " in most places"


def some_entries(name: str, pairs: Sequence[Pair]) -> Cause | None:
    """Entries are wrong just where an input is negative, or large, or near zero, or the like."""
    region = place(pairs)
    if not region:
        return None
    told, blind = (f"{name} is wrong{where}; every other number is right." for where in region)
    return Cause("only-some", told, blind)


def place(pairs: Sequence[Pair]) -> tuple[str, str] | None:
    """Return the inputs for which entries are wrong, as in ``" where z is negative"``.

    That is once with and once without numbers. Nothing is returned unless
    exactly the wrong entries lie there, and that by no coincidence, and only
    one input tells them apart.
    """
    masks = [_off(pair) for pair in pairs]
    if any(mask is None for mask in masks):
        return None
    wrong = np.concatenate([mask.ravel() for mask in masks if mask is not None] or [np.zeros(0)])
    wrong = wrong.astype(bool)
    if math.comb(wrong.size, int(wrong.sum())) < _CHOICES:
        return None
    regions: list[tuple[str, str]] = []
    for input_name, x in _inputs(pairs):
        regions += list(_regions(input_name, x, wrong))[:1]
    return regions[0] if len(regions) == 1 else None


def _inputs(pairs: Sequence[Pair]) -> Iterator[tuple[str, Array]]:
    """Yield the inputs that have an entry for each entry of the result, all probes in a row."""
    for name in pairs[0].inputs:
        arrays = [as_numbers(pair.inputs.get(name)) for pair in pairs]
        if all(
            x is not None and x.dtype.kind != "c" and x.shape == pair.right.shape
            for x, pair in zip(arrays, pairs, strict=True)
        ):
            yield name, np.concatenate([x.ravel().astype(float) for x in arrays if x is not None])


def _regions(name: str, x: Array, wrong: Array) -> Iterator[tuple[str, str]]:
    """Yield the regions of an input in which just the wrong entries lie; again without numbers."""
    for what, region in (
        ("is exactly 0", x == 0),
        ("is exactly 1", x == 1),
        ("is exactly 0 or 1", (x == 0) | (x == 1)),
        ("is negative", x < 0),
        ("is positive", x > 0),
    ):
        if np.array_equal(region, wrong):
            yield (f" where {name} {what}",) * 2
    size = np.abs(x)
    for y, exact, vague in (
        (size, f" where |{name}| is about {{:g}} or more", f" where |{name}| is large"),
        (x, f" where {name} is about {{:g}} or more", f" where {name} is large"),
        (-x, f" where {name} is about −{{:g}} or less", f" where {name} is far below 0"),
    ):
        low, high = np.max(y[~wrong], initial=-np.inf), np.min(y[wrong], initial=np.inf)
        if _NOT_SMALL < low < high:
            # From which number on it is wrong is not known where the next that was asked is far.
            bound = _round_number(float(low), float(high)) if high <= _NEXT * low else None
            yield exact.format(bound) if bound else vague, vague
    near, far = np.max(size[wrong], initial=-np.inf), np.min(size[~wrong], initial=np.inf)
    if near < far and near < 1:
        yield (f" where {name} is near 0",) * 2


def _round_number(low: float, high: float) -> float | None:
    """Return a round number above one and not above the other, so that no probe is quoted."""
    if not 0 < low < high < np.inf:
        return None
    for power in range(-12, 13):
        for digit in (1, 2, 5):
            number = digit * 10.0**power
            if low < number <= high:
                return number
    return None


def cut_to_whole(name: str, pairs: Sequence[Pair]) -> Cause | None:
    """Where an input has whole numbers, the decimals of the result are cut off."""
    wrong = [pair for pair in pairs if pair.wrong]
    if not wrong or not all(
        p.came.dtype.kind in "iu"
        and p.came.shape == p.right.shape
        and close(np.trunc(p.right), p.came).all()
        and _has_whole(p)
        for p in wrong
    ):
        return None
    if sum(p.came.size for p in wrong) < 3:
        return None
    return Cause(
        "integers-kept",
        f"{name} loses its decimals where whole numbers come in: an array of integers, or one made "
        "like it, keeps none. Compute with floats.",
    )


def _has_whole(pair: Pair) -> bool:
    arguments = (*pair.inputs.values(), *pair.positions)
    return any(isinstance(item, np.ndarray) and item.dtype.kind in "iu" for item in arguments)
