"""Results of which only some rows are there, or only some digits."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np

from descent.diagnosis.causes.cases import Array, Cause, Pair, first_wrong, near, telling
from descent.diagnosis.causes.factors import factor
from descent.judging.compare import ATOL, RTOL, close

_DIGITS = range(7)


def rounded(name: str, pairs: Sequence[Pair]) -> Cause | None:
    """Numbers are rounded before they are returned."""
    example = first_wrong(pairs)
    # What is rounded has few digits itself.
    if example is None or not _is_round(example.came):
        return None
    # Small numbers all round to zero: zeros alone do not tell of rounding.
    if not telling(pairs, lambda p: p.came) or not any(p.came.any() for p in pairs if p.wrong):
        return None
    for digits in _DIGITS:
        if all(_is_rounded(pair, digits) for pair in pairs):
            to = "whole numbers" if digits == 0 else f"{digits} digit{'s' * (digits > 1)}"
            told = f"{name} is what rounding to {to} makes of it. Return the numbers as they are."
            wrong = np.concatenate([pair.came.ravel() for pair in pairs if pair.wrong])
            if np.isin(wrong, (0, 1)).all():
                told = (
                    f"{name} is 0 or 1 where something in between is expected, as where it is "
                    "rounded, or a step is taken."
                )
            return Cause("rounded", told)
    return None


def _is_round(numbers: Array) -> bool:
    few = np.round(numbers, _DIGITS[-1])
    return bool(close(few, numbers, 2 * RTOL, 2 * ATOL).all())


def _is_rounded(pair: Pair, digits: int) -> bool:
    """Return whether a result is rounded to so many digits; a half may go up or down."""
    came = pair.came if pair.wrong else pair.right
    if came.shape != pair.right.shape or not close(np.round(came, digits), came).all():
        return False
    off = np.abs(came - pair.right)
    return bool((off <= 0.5 * 10.0**-digits * (1 + 1e-6) + ATOL).all())


def some_rows(name: str, pairs: Sequence[Pair]) -> Cause | None:
    """Only the first row is right, or all but the last, as after a loop that ends too early."""
    wrong = [pair for pair in pairs if pair.wrong]
    # Of a list of losses the first entry is right for many a reason: it comes before any update.
    if not wrong or any(p.right.shape != p.came.shape or p.right.ndim < 2 for p in wrong):
        return None
    # One result may have its first row right, or wrong, for many a reason.
    if sum(len(p.right) > 2 for p in wrong) < 2 or not telling(pairs):
        return None
    flags = [_right_rows(p) for p in wrong]
    # Where there is one row, the loop has ended after the only turn there is.
    if any(len(p.right) > 1 for p in pairs if not p.wrong and p.right.ndim):
        return None
    for cause, which, fits in _ROWS:
        if all(np.array_equal(flag, fits(len(flag))) for flag in flags):
            rest = [p.came[~flag] for p, flag in zip(wrong, flags, strict=True)]
            zero = " The others are still 0." if not any(map(np.any, rest)) else ""
            return Cause(cause, f"{name}: {which}{zero}")
    return None


def _right_rows(pair: Pair) -> Array:
    agrees = close(pair.right, pair.came).reshape(len(pair.right), -1)
    return np.asarray(agrees.all(axis=1))


_ROWS: tuple[tuple[str, str, Callable[[int], Array]], ...] = (
    (
        "first-row-only",
        "only the first row is right.",
        lambda m: np.arange(m) == 0,
    ),
    (
        "last-row-only",
        "only the last row is right.",
        lambda m: np.arange(m) == m - 1,
    ),
    (
        "last-row-missing",
        "all rows are right but the last.",
        lambda m: np.arange(m) < m - 1,
    ),
    (
        "first-row-missing",
        "all rows are right but the first.",
        lambda m: np.arange(m) > 0,
    ),
)


def one_row(name: str, pairs: Sequence[Pair]) -> Cause | None:
    """A single row comes back, where several are asked for."""
    wrong = [pair for pair in pairs if pair.wrong]
    if not wrong or any(p.right.ndim < 2 or p.right.shape == p.came.shape for p in wrong):
        return None
    if not telling(pairs, lambda pair: pair.came):
        return None
    # Of a single row, nothing was left out; of several that are right neither.
    if all(len(p.right) == 1 for p in wrong):
        return None
    if any(p.right.ndim and len(p.right) > 1 for p in pairs if not p.wrong):
        return None
    words = [
        word
        for place, word in ((-1, "last"), (0, "first"))
        # A known mistake may give a table without rows.
        if all(len(p.right) and near(p.right[place].ravel(), p.came.ravel()) for p in wrong)
    ]
    # Rows that are all but the same could be either.
    word = words[0] if len(words) == 1 else "one"
    sentence = f"{name} is {'a single' if word == 'one' else f'the {word}'} row alone."
    return Cause(f"{word}-row-alone", f"{sentence} All rows are asked for.") if words else None


def shifted_multiple(name: str, pairs: Sequence[Pair]) -> Cause | None:
    """A list starts a step late, and each entry is a multiple of what it should be."""
    rest = []
    for pair in pairs:
        right, came = pair.right, pair.came if pair.wrong else pair.right
        if right.ndim != 1 or right.shape != came.shape:
            return None
        if right.size > 1:
            rest.append(replace(pair, right=right[1:], came=came[:-1]))
    other = factor(name, rest) if len(rest) > 1 else None
    if other is None or other.id in ("zero", "constant-factor"):
        return None
    if not all(pair.wrong for pair in rest) or any(near(p.right, p.came) for p in rest):
        return None
    return Cause(
        f"one-late+{other.id}",
        f"{name} starts one step late: each entry is to be noted before its update. Besides, "
        f"{other.sentence}",
        f"{name} starts one step late: each entry is to be noted before its update. Besides, "
        f"{other.wording(False)}",
    )
