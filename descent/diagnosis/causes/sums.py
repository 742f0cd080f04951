"""Sums that go over the samples where they should not, or that are left out, whatever the shape."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from descent.diagnosis.causes.cases import Array, Cause, Pair, near, tables, telling
from descent.diagnosis.causes.factors import factor

# One number is easily hit by chance, unless it is hit for several questions.
_FEWEST = 2


def row_sums(name: str, pairs: Sequence[Pair]) -> Cause | None:
    """What should have a row for each sample comes added up over the samples."""
    wrong = [pair for pair in pairs if pair.wrong]
    if any(p.right.ndim != 2 or p.came.size != p.right.shape[1] for p in wrong):
        return None
    added = [_mended(p, p.right.sum(axis=0), p.came.ravel()) for p in wrong]
    exact = _is_multiple(name, added)
    if exact is None or len({len(p.right) for p in wrong}) < _FEWEST:
        return None
    example = next((p for p in wrong if p.came.shape != p.right.shape), wrong[0])
    return Cause(
        "summed-over-samples",
        f"{name} is added up over the samples{exact}, and should have a row for each of them: "
        f"expected shape {example.right.shape}, got {example.came.shape}.",
        f"{name} is added up over the samples{exact}, and should have a row for each of them.",
    )


# What is said where the sum over the samples is something else as well.
_INEXACT = {
    "row": "It is to be added up over them.",
    "column": (
        "So it comes where nothing is added up over them, or where a column (m, 1) and a flat "
        "array (m,) make an error of shape (m, m)."
    ),
}


def samples_left(name: str, pairs: Sequence[Pair]) -> Cause | None:
    """What each sample has to do with a gradient is not added up."""
    wrong = [pair for pair in pairs if pair.wrong]
    if any(p.came.size != p.right.size * _samples(p) or p.came.ndim < 2 for p in wrong):
        return None
    # With one sample there is nothing to add up.
    many = [p for p in wrong if _samples(p) > 1]
    if len(many) < _FEWEST:
        return None
    example = many[0]
    # What has samples of its own, and what is no table, may be meant otherwise.
    plain = all(p.right.ndim == p.came.ndim == 2 for p in wrong)
    plain = plain and any(len(p.right) != _samples(p) for p in many)
    for of_sample, of_each in ((0, "row"), (-1, "column")):
        if any(p.came.shape[of_sample] != _samples(p) for p in wrong):
            continue
        added = [_mended(p, p.right.ravel(), p.came.sum(axis=of_sample).ravel()) for p in wrong]
        exact = _is_multiple(name, added)
        if exact is None and not plain:
            continue
        gives = (
            _INEXACT[of_each]
            if exact is None
            else f"Added up over the samples, it is what it should be{exact}."
        )
        told = f"{name} has a {of_each} for each sample"
        shapes = f"expected shape {example.right.shape}, got {example.came.shape}"
        return Cause("samples-not-summed", f"{told}: {shapes}. {gives}", f"{told}. {gives}")
    return None


def by_row(name: str, pairs: Sequence[Pair]) -> Cause | None:
    """There is a number for each row, where one for each entry is asked for."""
    wrong = [pair for pair in pairs if pair.wrong]
    if any(p.right.ndim < 2 or p.came.shape != p.right.shape[:1] for p in wrong):
        return None
    right = [p.right.ndim for p in pairs if not p.wrong]
    # Where there is one axis, a loop over rows is one over entries.
    if not right or max(right) > 1:
        return None
    # A column whose second axis is lost has the same shape.
    if all(p.right.size == len(p.right) for p in wrong):
        return None
    example = wrong[0]
    return Cause(
        "number-per-row",
        f"{name} has a number for each row, as where a loop goes as far as len(...), and should "
        f"have one for each entry: expected shape {example.right.shape}, got {example.came.shape}.",
        f"{name} has a number for each row, as where a loop goes as far as len(...), and should "
        "have one for each entry.",
    )


def _mended(pair: Pair, right: Array, came: Array) -> Pair:
    return replace(pair, right=right, came=came)


def _is_multiple(name: str, pairs: Sequence[Pair]) -> str | None:
    """Return what is said where numbers are right, or one of the usual multiples; else None."""
    if len(pairs) < _FEWEST or not telling(pairs, lambda pair: pair.right):
        return None
    if all(near(pair.right, pair.came) for pair in pairs):
        return ""
    other = factor(name, pairs)
    return None if other is None or other.id == "zero" else ", but for a factor"


def _samples(pair: Pair) -> int:
    arrays = tables(pair.probe)
    return len(arrays[0]) if arrays else 0
