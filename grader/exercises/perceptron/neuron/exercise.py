"""One neuron's answers to many samples."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from descent.judging.sheets import Criterion
from descent.probing.probes import Probe, call
from grader.exercises.common import TABLES, samples
from grader.sheets.exercise import UNTOUCHED, Begin, Exercise

from ..draws import size, weights, whole


def _probes(begin: Begin) -> Iterator[Probe]:
    # More samples than features, fewer, and as many: a transposed array may fit by chance.
    rng = begin("tall")
    yield call(samples(rng, size(rng, 5, 7), 2), *weights(rng, 2))
    rng = begin("wide")
    n = size(rng, 4, 5)
    yield call(samples(rng, 3, n), *weights(rng, n))
    rng = begin("square")
    yield call(samples(rng, 3, 3), *weights(rng, 3))
    rng = begin("one sample")
    yield call(samples(rng, 1, 3), *weights(rng, 3), label="one sample")
    rng = begin("one feature")
    yield call(samples(rng, size(rng, 4, 6), 1), *weights(rng, 1), label="one feature")
    rng = begin("whole numbers")
    m = size(rng, 4, 6)
    yield call(whole(rng, m, 2), whole(rng, 2, 1), whole(rng, 1, 1), label="whole numbers")


def _experiments(begin: Begin) -> Iterator[Probe]:
    for name, m, n in TABLES:
        rng = begin(name)
        yield call(samples(rng, m, n), *weights(rng, n))
    rng = begin("positive samples")
    yield call(np.abs(samples(rng, 5, 3)), *weights(rng, 3))
    rng = begin("whole samples")
    yield call(whole(rng, 5, 3), *weights(rng, 3))
    rng = begin("whole weights")
    yield call(samples(rng, 5, 3), whole(rng, 3, 1), whole(rng, 1, 1))
    rng = begin("a bias")
    X, w, b = samples(rng, 4, 2), *weights(rng, 2)
    yield call(X, w, b)
    begin("the same, with another bias")
    yield call(X, w, 0.5 - b)


EXERCISE = Exercise(
    probes=_probes,
    experiments=_experiments,
    criteria=(
        Criterion("the answers to all samples", 1.75),
        replace(UNTOUCHED, share=0.25),
    ),
    uses=("sigmoid",),
)
