"""The gradient of cross-entropy with respect to z, behind a sigmoid."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from descent.datasets import Array
from descent.judging.sheets import Criterion
from descent.probing.probes import Probe, call
from grader.exercises.common import KEPT
from grader.sheets.exercise import Begin, Exercise

from ..draws import columns, labels, whole_numbers


def _probes(begin: Begin) -> Iterator[Probe]:
    for name, low, high in (("few samples", 4, 7), ("more samples", 8, 12)):
        rng = begin(name)
        m = int(rng.integers(low, high))
        yield call(labels(rng, m), _sums(rng, m))
    rng = begin("whole-number labels")
    m = int(rng.integers(13, 17))
    yield call(labels(rng, m).astype(int), _sums(rng, m), label="whole-number labels")
    for label in (0.0, 1.0):
        z = np.array([[float(begin(f"one sample, label {label:.0f}").uniform(0.3, 1.5))]])
        yield call(np.array([[label]]), z, label="one sample")
    yield from columns(begin, _sums)
    yield from whole_numbers(begin, "weighted sums", 6)
    # Every size of z with either sign and either label; exp(z) overflows from 710 on.
    for name, low, high in (("large", 25, 60), ("larger", 150, 400), ("largest", 720, 1000)):
        rng = begin(name)
        size = rng.uniform(low, high, (4, 1))
        order = rng.permutation(4)
        y = np.array([[0.0], [0.0], [1.0], [1.0]])[order]
        z = np.array([[1.0], [-1.0], [1.0], [-1.0]])[order] * size
        yield call(y, z, group="large", label="large |z|")


def _sums(rng: np.random.Generator, m: int, k: int = 1) -> Array:
    """Draw weighted sums, (m, k)."""
    return 1.5 * rng.standard_normal((m, k))


EXERCISE = Exercise(
    probes=_probes,
    criteria=(
        Criterion("the derivative for every z", 0.75, groups=("values",)),
        Criterion("several columns", 0.25, groups=("columns",)),
        Criterion("whole numbers", 0.25, groups=("whole",)),
        Criterion("large |z|", 0.5, groups=("large",)),
        KEPT,
    ),
    uses=("bce_gradient",),
)
