"""The gradient by central differences.

Functions and points are drawn so that no gradient is near zero: there the
rounding of a difference with a small step would decide.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from descent.judging.sheets import Criterion
from descent.probing.probes import Probe, call
from descent.probing.values import Lent
from grader.exercises.common import KEPT
from grader.sheets.exercise import Begin, Exercise

ANOTHER_STEP = "another step h"


def _probes(begin: Begin) -> Iterator[Probe]:
    rng = begin("vector")
    yield call(_cubic(rng), _point(rng, int(rng.integers(3, 6))))
    rng = begin("wide matrix")
    yield call(_waves(rng), _point(rng, 2, int(rng.integers(3, 5))))
    rng = begin("tall matrix")
    yield call(_cubic(rng), _point(rng, 3, 2))
    for name, label, shape in (
        ("three axes", "an array with three axes", (2, 3, 2)),
        ("one by one", "an array of shape (1, 1)", (1, 1)),
        ("no axes", "an array of shape ()", ()),
    ):
        rng = begin(name)
        yield call(_waves(rng), _point(rng, *shape), group="shapes", label=label)
    rng = begin("another step by keyword")
    step = float(rng.uniform(0.08, 0.15))
    x = _point(rng, int(rng.integers(3, 6))) * np.array(-1.0)
    yield call(_cubic(rng), x, h=step, group="step", label=ANOTHER_STEP)
    rng = begin("another step by position")
    step = float(rng.uniform(0.35, 0.5))
    yield call(_waves(rng), _point(rng, 2, 2), step, group="step", label=ANOTHER_STEP)


def _point(
    rng: np.random.Generator, *shape: int
) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    return np.asarray(rng.uniform(0.5, 1.2, shape))


def _cubic(rng: np.random.Generator) -> Lent:
    return Lent("cubic", (float(rng.uniform(0.1, 0.3)), float(rng.uniform(0.6, 1.2))))


def _waves(rng: np.random.Generator) -> Lent:
    return Lent("waves", (float(rng.uniform(0.6, 0.9)), float(rng.uniform(0.1, 0.3))))


def _experiments(begin: Begin) -> Iterator[Probe]:
    for shape in ((4,), (1,), (2, 2), (4, 1), (1, 4), (1, 1), (2, 1, 2), (2, 2, 2), ()):
        rng = begin(f"a point of shape {shape}")
        yield call(_cubic(rng), _point(rng, *shape))
    rng = begin("the preset step")
    f, x = _waves(rng), _point(rng, 3, 2)
    yield call(f, x)
    for h in (0.003, 0.02, 0.1, 0.3):
        begin(f"a step of {h}")
        yield call(f, x, h=h, group="step")
    begin("the other side")
    yield call(f, -x)


EXERCISE = Exercise(
    probes=_probes,
    experiments=_experiments,
    criteria=(
        Criterion("the gradient of vectors and matrices", 1, groups=("values",)),
        Criterion("arrays of any shape", 0.75, groups=("shapes",)),
        Criterion("central differences with the step h that is given", 1, groups=("step",)),
        replace(KEPT, name="x holds its old values afterwards", options={"rtol": 1e-9}),
    ),
)
