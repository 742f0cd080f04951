"""The derivative of the sigmoid, from the activated value."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from descent.judging.sheets import Criterion
from descent.probing.probes import Probe, call
from grader.exercises.common import in_shapes
from grader.sheets.exercise import UNTOUCHED, Begin, Exercise

from ..draws import size


def _derivative_probes(begin: Begin) -> Iterator[Probe]:
    rng = begin("a row of numbers")
    yield call(rng.uniform(0.05, 0.95, size(rng, 4, 7)), label="a row of numbers")
    rng = begin("two axes")
    yield call(rng.uniform(0.05, 0.95, (size(rng, 3, 6), 2)), label="an array with two axes")
    rng = begin("three axes")
    yield call(rng.uniform(0.05, 0.95, (2, 3, 2)), label="an array with three axes")
    rng = begin("a number")
    yield call(float(rng.uniform(0.1, 0.4)), label="a single number")
    rng = begin("an array without axes")
    yield call(np.array(rng.uniform(0.6, 0.9)), label="a single number")
    rng = begin("a whole number")
    yield call(int(rng.integers(2)), label="whole numbers")
    rng = begin("an array of whole numbers")
    yield call(rng.permutation(np.array([0, 1, 0, 1, 1])), label="whole numbers")


def _experiments(begin: Begin) -> Iterator[Probe]:
    yield from in_shapes(begin, lambda rng: rng.permutation([0.13, 0.24, 0.37, 0.58, 0.71, 0.92]))
    for a in (0, 1):
        begin(f"{a} in a table")
        yield call(np.array([[a, 1 - a], [a, a]]))


EXERCISE = Exercise(
    probes=_derivative_probes,
    experiments=_experiments,
    criteria=(
        Criterion("the derivative, from the activated value", 0.75),
        replace(UNTOUCHED, share=0.25),
    ),
)
