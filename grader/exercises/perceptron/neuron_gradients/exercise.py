"""The gradients of one neuron's mean squared error."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from descent.judging.sheets import Criterion
from descent.probing.probes import Probe, call
from grader.exercises.common import TABLES, samples
from grader.sheets.exercise import UNTOUCHED, Begin, Exercise

from ..draws import WHOLE, activations, labels, size, whole


def _probes(begin: Begin) -> Iterator[Probe]:
    # Numbers of samples and features differ from each other, and once they do not.
    for name, few, many, n in (
        ("tall", 5, 6, 2),
        ("nearly square", 4, 4, 3),
        ("wide", 3, 3, 5),
        ("square", 3, 3, 3),
    ):
        rng = begin(name)
        m = size(rng, few, many)
        yield call(samples(rng, m, n), labels(rng, m), activations(rng, m))
    rng = begin("one feature")
    m = size(rng, 7, 8)
    yield call(samples(rng, m, 1), labels(rng, m), activations(rng, m), label="one feature")
    for label in (0.0, 1.0):
        rng = begin(f"one sample with label {label:.0f}")
        yield call(samples(rng, 1, 2), np.array([[label]]), activations(rng, 1), label="one sample")
    # Whoever cuts off what is large is seen.
    rng = begin("large inputs")
    m = size(rng, 4, 5)
    yield call(900 * samples(rng, m, 2), labels(rng, m), activations(rng, m), label="large inputs")
    rng = begin("whole numbers")
    m = size(rng, 5, 6)
    y = labels(rng, m).astype(int)
    yield call(whole(rng, m, 2), y, activations(rng, m), label="whole numbers")


def _experiments(begin: Begin) -> Iterator[Probe]:
    for name, m, n in TABLES:
        rng = begin(name)
        yield call(samples(rng, m, n), labels(rng, m), activations(rng, m))
    rng = begin("labels turned round")
    X, y, a = samples(rng, 5, 3), labels(rng, 5), activations(rng, 5)
    yield call(X, y, a)
    begin("the same with the other labels")
    yield call(X, 1 - y, a)
    begin("the same with positive samples")
    yield call(np.abs(X), y, a)
    begin("the same with ten times the samples")
    yield call(10 * X, y, a)
    begin("the same in another order")
    yield call(X[::-1].copy(), y[::-1].copy(), a[::-1].copy())
    rng = begin("whole samples")
    yield call(whole(rng, 5, 3), y, a)
    begin("whole labels")
    yield call(X, y.astype(int), a)


EXERCISE = Exercise(
    probes=_probes,
    experiments=_experiments,
    criteria=(
        Criterion("dw, the gradient with respect to the weights", 1.5, outputs=("dw", WHOLE)),
        Criterion("db, the gradient with respect to the bias", 1.0, outputs=("db", WHOLE)),
        replace(UNTOUCHED, share=0.5),
    ),
    returns=("dw", "db"),
    uses=("sigmoid_derivative",),
)
