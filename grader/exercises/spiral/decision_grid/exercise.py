"""A grid of points over the plane of the samples."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from descent.datasets import Array
from descent.judging.sheets import Criterion
from descent.probing.probes import Probe, call
from grader.exercises.common import KEPT, WHOLE
from grader.sheets.exercise import Begin, Exercise

Samples = TypeVar("Samples", Array, NDArray[np.int64])


DEFAULTS = "the step and the margin that are preset"


BY_PLACE = "step and margin as second and third argument"


WHOLE_STEP = "a step that is a whole number"


def _samples(rng: np.random.Generator, steps: tuple[int, int], step: float, margin: float) -> Array:
    """Draw samples over whose plane the grid has steps + 1 points along each column.

    Along each column it ends well before the next point would come.
    """
    columns = []
    for count in steps:
        start = float(rng.uniform(-1.5, 1.5))
        span = (count + float(rng.uniform(0.3, 0.7))) * step - 2 * margin
        inner = rng.uniform(0.1, 0.9, 4)
        columns.append(start + span * np.concatenate([[0, 1], inner]))
    # The extremes of the two columns belong to different samples.
    return _shuffled(rng, np.column_stack([columns[0], np.roll(columns[1], 2)]).round(3))


def _shuffled(rng: np.random.Generator, X: Samples) -> Samples:
    """Shuffle samples so that a grid from the first to the last of them is not empty."""
    while True:
        X = rng.permutation(X)
        if (X[0] < X[-1]).all():
            return X


def _about(rng: np.random.Generator, low: float, high: float) -> float:
    """Draw a number with two digits, which keep the visible sheet small."""
    return round(float(rng.uniform(low, high)), 2)


def _probes(begin: Begin) -> Iterator[Probe]:
    for name, steps in (("tall", (3, 5)), ("wide", (6, 2))):
        rng = begin(name)
        step, margin = _about(rng, 0.25, 0.35), _about(rng, 0.1, 0.2)
        yield call(_samples(rng, steps, step, margin), step=step, margin=margin)
    rng = begin("by position")
    step, margin = _about(rng, 0.35, 0.45), _about(rng, 0.12, 0.22)
    yield call(_samples(rng, (2, 4), step, margin), step, margin, label=BY_PLACE)
    rng = begin("no margin")
    step = _about(rng, 0.35, 0.45)
    yield call(_samples(rng, (4, 3), step, 0), step=step, margin=0, label="a margin of 0")
    # Few points, although the preset step is small: these samples lie close together.
    samples = _samples(begin("preset"), (11, 10), 0.1, 0.5)
    yield call(samples, group="preset", label=DEFAULTS)
    rng = begin("whole numbers")
    step, margin = _about(rng, 0.44, 0.46), _about(rng, 0.24, 0.26)
    yield call(_whole(rng), step=step, margin=margin, group="whole", label=WHOLE)
    rng = begin("whole numbers and a whole step")
    margin = _about(rng, 0.2, 0.3)
    yield call(_whole(rng), step=1, margin=margin, group="whole", label=WHOLE_STEP)
    rng = begin("a whole step and a whole margin")
    samples = _samples(rng, (4, 3), 1, 1)
    yield call(samples, step=1, margin=1, group="whole", label=WHOLE_STEP)


def _whole(rng: np.random.Generator) -> NDArray[np.int64]:
    """Draw samples from 0 to 1 along one column and from 0 to 2 along the other, shifted."""
    whole = np.array([[0, 1], [1, 0], [1, 2], [0, 1], [1, 2], [0, 0]])
    return _shuffled(rng, whole + rng.integers(-3, 3, 2))


def _experiments(begin: Begin) -> Iterator[Probe]:
    """Yield the probes drawn once more, and one of them with another step and another margin."""
    yield from _probes(begin)
    samples = _samples(begin("as it is"), (3, 4), 0.3, 0.2)
    yield call(samples, 0.3, 0.2, label=BY_PLACE)
    begin("the same, with another step")
    yield call(samples, step=0.4, margin=0.2)
    begin("the same, with another margin")
    yield call(samples, 0.3, margin=0.1)


EXERCISE = Exercise(
    probes=_probes,
    experiments=_experiments,
    returns=("grid", "xx", "yy"),
    criteria=(
        Criterion("xx and yy", 0.5, groups=("values",), outputs=("xx", "yy")),
        Criterion("the grid points as rows", 0.75, groups=("values",), outputs=("grid",)),
        Criterion("the preset step and margin", 0.25, groups=("preset",)),
        Criterion("whole numbers", 0.25, groups=("whole",)),
        KEPT,
    ),
)
