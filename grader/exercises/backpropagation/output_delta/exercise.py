"""The delta of the output layer."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from descent.datasets import Array
from descent.judging.sheets import Criterion
from descent.probing.probes import Probe, call
from grader.exercises.common import KEPT, labels
from grader.sheets.exercise import Begin, Exercise


def _probes(begin: Begin) -> Iterator[Probe]:
    for name, low, high in (("few samples", 3, 6), ("more samples", 7, 11)):
        rng = begin(name)
        m = int(rng.integers(low, high))
        yield call(labels(rng, m), _outputs(rng, m))
    rng = begin("whole-number labels")
    m = int(rng.integers(4, 8))
    yield call(labels(rng, m).astype(int), _outputs(rng, m), label="whole-number labels")
    for label in (0.0, 1.0):
        rng = begin(f"one sample, label {label:.0f}")
        yield call(np.array([[label]]), _outputs(rng, 1), label="one sample")
    rng = begin("outputs of 0 and 1")
    saturated = np.array([[0.0], [1.0], [1.0], [0.0]])
    rest = int(rng.integers(1, 4))
    a = np.vstack([saturated, _outputs(rng, rest)])
    y = np.vstack([[[0.0], [1.0], [0.0], [1.0]], labels(rng, rest)])
    order = rng.permutation(len(a))
    yield call(y[order], a[order], group="saturated", label="outputs of exactly 0 and 1")


def _outputs(rng: np.random.Generator, m: int) -> Array:
    return rng.uniform(0.08, 0.92, (m, 1))


EXERCISE = Exercise(
    probes=_probes,
    criteria=(
        Criterion("the delta of every sample", 1.5, groups=("values",)),
        Criterion("outputs of exactly 0 and 1", 0.25, groups=("saturated",)),
        KEPT,
    ),
)
