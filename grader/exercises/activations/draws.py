"""What the exercises of this section are probed with, and how their mistakes are written."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

import numpy as np
from numpy.typing import NDArray

from descent.datasets import Array
from descent.probing.probes import Probe, call
from descent.probing.values import Value
from grader.exercises.common import in_shapes
from grader.sheets.exercise import Begin

SINGLE = "a single number"


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


def near_zero(rng: np.random.Generator, *shape: int, high: float = 0.12) -> Array:
    """Draw an array of numbers of either sign next to zero, the least of each a few thousandths."""
    count = int(np.prod(shape)) // 2
    sizes = [np.geomspace(0.003, high, count) * rng.uniform(0.8, 1.0, count) for _ in "+-"]
    return rng.permutation(np.concatenate([sizes[0], -sizes[1]])).reshape(shape)


def whole(rng: np.random.Generator, *shape: int, high: int = 4) -> NDArray[np.int64]:
    """Draw an array of whole numbers of either sign, as integers, none of them zero."""
    return rng.integers(1, high + 1, shape) * signs(rng, *shape).astype(np.int64)


def shape(rng: np.random.Generator, name: str) -> tuple[int, ...]:
    """Draw the shape of what is called a row of numbers, a table, or a column."""
    if name == ROW:
        return (int(rng.integers(5, 8)),)
    if name == COLUMN:
        return int(rng.integers(6, 8)), 1
    return int(rng.integers(4, 6)), int(rng.integers(2, 4))


def ordinary(begin: Begin, **options: Value) -> Iterator[Probe]:
    """Ask for z of either sign in each of the shapes."""
    for name in SHAPES:
        rng = begin(name)
        z = signed(rng, *shape(rng, name))
        yield call(z, label=NAMES[z.ndim], **options)


def numbers(
    begin: Begin,
    low: float = 0.3,
    high: float = 3.0,
    most: int = 3,
    options: Callable[[np.random.Generator], Mapping[str, Value]] = lambda _: {},
) -> Iterator[Probe]:
    """Ask for z that is a single number, in each of the forms that a number comes in.

    Args:
        begin: Begins a probe.
        low: The least size of a number.
        high: The largest one.
        most: The largest whole number.
        options: Draws the other arguments.
    """
    for name, draw in (
        ("a positive number", lambda rng: float(rng.uniform(low, high))),
        ("a negative number", lambda rng: -float(rng.uniform(low, high))),
        ("a positive whole number", lambda rng: int(rng.integers(1, most + 1))),
        ("a negative whole number", lambda rng: -int(rng.integers(1, most + 1))),
        ("an array without axes", lambda rng: np.array(rng.uniform(low, high))),
    ):
        rng = begin(name)
        yield call(draw(rng), group="single", label=SINGLE, **options(rng))


def with_zeros(
    begin: Begin,
    options: Callable[[np.random.Generator], Mapping[str, Value]] = lambda _: {},
) -> Iterator[Probe]:
    """Ask for z = 0 amid others, so that no constant gives the right values."""
    rng = begin(AT_ZERO)
    z = np.concatenate([signed(rng, 4), np.zeros(2)])
    yield call(rng.permutation(z), group="zero", label=AT_ZERO, **options(rng))


def with_leak(rng: np.random.Generator) -> dict[str, Value]:
    """Draw a slope that is given by its name."""
    return {"slope": leak(rng)}


def leak(rng: np.random.Generator) -> float:
    """Draw a slope for the leaky ReLU, such that no power of it is a usual one."""
    return float(rng.choice([0.15, 0.23, 0.31, 0.37, 0.43])) + float(rng.uniform(0, 0.02))


ROW, TABLE, COLUMN = SHAPES = ("a row", "a table", "a column")


NAMES = {1: "an array with one axis", 2: "an array with two axes"}


def experiments(begin: Begin, **options: Value) -> Iterator[Probe]:
    """Ask for the same numbers in several shapes, of one sign, next to the bend, far out, whole."""
    yield from in_shapes(begin, lambda rng: signed(rng, 6), **options)
    for name, size in (("next to the bend", 0.04), ("far out", 60.0)):
        rng = begin(f"{name}, in a row")
        z = size * signed(rng, 4)
        yield call(z, **options)
        begin(f"{name}, in a table")
        yield call(z.reshape(2, 2), **options)
    rng = begin("whole numbers in a row")
    yield call(whole(rng, 6), **options)


def experiments_with_slopes(begin: Begin) -> Iterator[Probe]:
    """Ask for the same with one slope, and for one array with several slopes and the preset one."""
    yield from experiments(begin, slope=0.19)
    z = signed(begin("the preset slope"), 2, 3)
    yield call(z)
    for slope in (0.05, 0.33, 0.7):
        begin(f"a slope of {slope}")
        yield call(z, slope=slope)
