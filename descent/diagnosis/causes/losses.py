"""Losses that are made of other things: other errors, put together in another way."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from itertools import product
from typing import Any

import numpy as np

from descent.diagnosis.causes.cases import Array, Cause, Pair, near, telling
from descent.judging.compare import as_numbers

# Of fewer questions many things are so by chance.
_FEWEST = 3

# So far off, one number tells that it is something else.
_FAR = 0.01

# What each entry may be made into, by what it is called: of the labels and the predictions.
_ERRORS: Mapping[str, Callable[[Array, Array], Array]] = {
    "the squared errors": lambda y, p: (p - y) ** 2,
    "the cross-entropies": lambda y, p: -(y * np.log(p) + (1 - y) * np.log(1 - p)),
    "the absolute errors": lambda y, p: np.abs(p - y),
    "the errors, prediction minus label": lambda y, p: p - y,
    "the errors, label minus prediction": lambda y, p: y - p,
    "the cross-entropies of label 1 alone": lambda y, p: -y * np.log(p),
    "the cross-entropies of label 0 alone": lambda y, p: -(1 - y) * np.log(1 - p),
    "the logarithms of the errors": lambda y, p: np.log(np.abs(p - y)),
    "the fourth powers of the errors": lambda y, p: (p - y) ** 4,
}

# What stands for its slope, by what it is called: of the labels and the predictions.
_SLOPES: Mapping[str, Callable[[Array, Array], Array]] = {
    "prediction minus label": lambda y, p: p - y,
    "the slope of cross-entropy": lambda y, p: (p - y) / (p * (1 - p)),
    "that of cross-entropy for label 1 alone": lambda y, p: -y / p,
    "that of cross-entropy for label 0 alone": lambda y, p: (1 - y) / (1 - p),
    "(prediction minus label), times the slope of the sigmoid": lambda y, p: (p - y) * p * (1 - p),
    "the squared error": lambda y, p: (p - y) ** 2,
    "the size of the error": lambda y, p: np.abs(p - y),
    "the sign of the error": lambda y, p: np.sign(p - y),
    "the error, divided by the root of the sum of all squares": lambda y, p: (
        (p - y) / np.sqrt(np.sum((p - y) ** 2))
    ),
    "the error, divided by the root of the mean of all squares": lambda y, p: (
        (p - y) / np.sqrt(np.mean((p - y) ** 2))
    ),
    "the error, divided by the sum of the sizes of all errors": lambda y, p: (
        (p - y) / np.sum(np.abs(p - y))
    ),
}

# How they may be put together: into one number, or into fewer ones.
_TOGETHER: Mapping[str, Callable[[Array], Any]] = {
    "the mean of {}": np.mean,
    "the sum of {}": np.sum,
    "the square of the sum of {}": lambda each: np.sum(each) ** 2,
    "the square of the mean of {}": lambda each: np.mean(each) ** 2,
    "the root of the sum of {}": lambda each: np.sqrt(np.sum(each)),
    "the root of the mean of {}": lambda each: np.sqrt(np.mean(each)),
    "the median of {}": np.median,
    "the largest of {}": np.max,
    "the first of {}": lambda each: each.flat[0],
    "the last of {}": lambda each: each.flat[-1],
    "{}, each by itself": lambda each: each,
    "the means of {} in each column": lambda each: each.mean(axis=0),
    "the sums of {} in each column": lambda each: each.sum(axis=0),
    "the means of {} in each row": lambda each: each.mean(axis=1),
    "the sums of {} in each row": lambda each: each.sum(axis=1),
}

# How often that may be taken, by what is said of it: of the number of rows.
_TIMES: Mapping[str, Callable[[int], float]] = {
    "{}": lambda m: 1,
    "half of {}": lambda m: 1 / 2,
    "twice {}": lambda m: 2,
    "minus {}": lambda m: -1,
    "half of {}, with a minus": lambda m: -1 / 2,
    "{}, divided by the number of rows": lambda m: 1 / m,
    "half of {}, divided by the number of rows": lambda m: 1 / (2 * m),
    "{}, multiplied by the number of rows": lambda m: m,
    "twice {}, divided by the number of rows": lambda m: 2 / m,
    "{}, with a minus, divided by the number of rows": lambda m: -1 / m,
    "{}, with logarithms to the base 2": lambda m: 1 / np.log(2),
    "{}, with logarithms to the base 10": lambda m: 1 / np.log(10),
}


def loss_of(name: str, pairs: Sequence[Pair]) -> Cause | None:
    """A loss is put together of other errors, or its slope, or in another way than it should be."""
    return _made_of(name, _asked(pairs))


def loss_inside(name: str, pairs: Sequence[Pair]) -> Cause | None:
    """The same where the predictions lie between 0 and 1, as a logarithm wants them."""
    inside = [(pair, y, p) for pair, y, p in _asked(pairs) if ((p > 0) & (p < 1)).all()]
    return _made_of(f"For predictions between 0 and 1, {name}", inside)


def _asked(pairs: Sequence[Pair]) -> list[tuple[Pair, Array, Array]]:
    """Return the questions with the labels and predictions that went in; none if one has none."""
    asked = [(pair, *labels) for pair in pairs if (labels := _labels(pair))]
    return asked if len(asked) == len(pairs) else []


def _made_of(name: str, asked: Sequence[tuple[Pair, Array, Array]]) -> Cause | None:
    pairs = [pair for pair, *_ in asked]
    if sum(pair.wrong for pair in pairs) < _FEWEST or not telling(pairs, lambda pair: pair.came):
        return None
    of_each = any(pair.right.ndim for pair in pairs)
    errors_of, ways = (_SLOPES, {"{}": _each}) if of_each else (_ERRORS, _TOGETHER)
    with np.errstate(all="ignore"):
        for (times, factor), (what, errors), (how, together) in product(
            _TIMES.items(), errors_of.items(), ways.items()
        ):
            if "logarithms" in times and "entrop" not in what:
                continue
            made = partial(_made, errors, together, factor)
            if not all(_comes(pair, made(y, p)) for pair, y, p in asked):
                continue
            # What is right of most of them is what is asked for.
            right = (near(np.squeeze(pair.right), np.squeeze(made(y, p))) for pair, y, p in asked)
            if 2 * sum(right) > len(asked):
                continue
            several = not of_each and any(pair.came.ndim for pair in pairs)
            of_errors = times.format(how.format(what))
            told = f"{name} is {of_errors}{': one number is asked for' if several else ''}."
            return Cause("made-of-errors", told)
    return None


def _each(errors: Array) -> Array:
    return errors


def _made(
    errors: Callable[[Array, Array], Array],
    together: Callable[[Array], Any],
    factor: Callable[[int], float],
    y: Array,
    p: Array,
) -> Array:
    return np.asarray(together(errors(y, p)) * factor(len(y)))


def _comes(pair: Pair, made: Array) -> bool:
    """Return whether this is what came, or what is right where the answer is right."""
    came = pair.came if pair.wrong else pair.right
    if not came.size == made.size > 0:
        return False
    # Most of what is tried is seen to be something else by its first number.
    if abs(came.flat[0] - made.flat[0]) > _FAR * abs(came.flat[0]):
        return False
    # Axes of length 1 may be kept.
    return near(np.squeeze(made), np.squeeze(came))


def _labels(pair: Pair) -> tuple[Array, Array] | None:
    """Return the labels and predictions that went in, for a loss or for its slope."""
    y, p = (as_numbers(pair.inputs.get(name)) for name in ("y_true", "y_pred"))
    if y is None or p is None or y.shape != p.shape or y.ndim != 2:
        return None
    if pair.right.shape not in ((), y.shape):
        return None
    return y.astype(float), p.astype(float)
