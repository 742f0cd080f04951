"""What the exercises of this section are probed with, and how their mistakes are written."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterator

import numpy as np
from numpy.typing import NDArray

from descent.datasets import Array
from descent.probes import Probe, call
from descent.values import Value
from grader.exercise import Mistake, rewrite

WHOLE = "whole numbers"
AT_ZERO = "z = 0"
NO_LEAK = "a slope of 0"
PRESET = "the slope that is preset"


def signs(rng: np.random.Generator, *shape: int) -> Array:
    """Draw an array of ones, as many with a minus as without (or one more)."""
    ones = np.arange(np.prod(shape, dtype=int)) % 2 * 2.0 - 1.0
    return rng.permutation(ones).reshape(shape)


def signed(rng: np.random.Generator, *shape: int, low: float = 0.2, high: float = 3.0) -> Array:
    """Draw an array of numbers of either sign, none of them near zero."""
    return rng.uniform(low, high, shape) * signs(rng, *shape)


def whole(rng: np.random.Generator, *shape: int, high: int = 4) -> NDArray[np.int64]:
    """Draw an array of whole numbers of either sign, as integers, none of them zero."""
    return rng.integers(1, high + 1, shape) * signs(rng, *shape).astype(np.int64)


def shapes(rng: np.random.Generator) -> tuple[tuple[int, ...], ...]:
    """Draw shapes to ask for: a row of numbers, a table that is not square, a column."""
    row, m, n = int(rng.integers(5, 8)), int(rng.integers(4, 6)), int(rng.integers(2, 4))
    return (row,), (m, n), (m + 2, 1)


def ordinary(rng: np.random.Generator, **options: Value) -> Iterator[Probe]:
    """Ask for z of either sign in each of the shapes."""
    for shape in shapes(rng):
        yield call(signed(rng, *shape), label=NAMES[len(shape)], **options)


def with_zeros(rng: np.random.Generator, **options: Value) -> Iterator[Probe]:
    """Ask for z = 0 amid others, so that no constant gives the right values."""
    z = np.concatenate([signed(rng, 4), np.zeros(2)])
    yield call(rng.permutation(z), group="zero", label=AT_ZERO, **options)


def leak(rng: np.random.Generator) -> float:
    """Draw a slope for the leaky ReLU, such that no power of it is a usual one."""
    return float(rng.choice([0.15, 0.23, 0.31, 0.37, 0.43])) + float(rng.uniform(0, 0.02))


NAMES = {1: "an array with one axis", 2: "an array with two axes"}


def variants(header: str) -> Callable[[str, str, str], Mistake]:
    """Return a function that makes a mistake of an id, a sentence, and the body under a header."""

    def mistake(id: str, sentence: str, body: str) -> Mistake:
        lines = textwrap.indent(textwrap.dedent(body).strip("\n"), "    ")
        return rewrite(id, sentence, f"{header}\n{lines}\n")

    return mistake
