"""The logistic function, for any shape and for numbers of any size."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from descent.judging.sheets import Criterion
from descent.probing.probes import Probe, call
from grader.exercises.common import in_shapes
from grader.sheets.exercise import UNTOUCHED, Begin, Exercise

from ..draws import size, whole

LARGE = "large |z|"


def _sigmoid_probes(begin: Begin) -> Iterator[Probe]:
    rng = begin("a row of numbers")
    row = rng.normal(0, 2, size(rng, 4, 7))
    yield call(np.append(row, 0.0), label="a row of numbers")
    rng = begin("two axes")
    yield call(rng.normal(0, 2, (size(rng, 3, 6), 2)), label="an array with two axes")
    rng = begin("three axes")
    yield call(rng.normal(0, 2, (2, 3, 2)), label="an array with three axes")
    rng = begin("a positive number")
    yield call(float(rng.uniform(0.3, 2)), label="a single number")
    rng = begin("a negative number")
    yield call(-float(rng.uniform(0.3, 2)), label="a single number")
    rng = begin("an array without axes")
    yield call(np.array(rng.uniform(0.3, 2)), label="a single number")
    rng = begin("a whole number")
    yield call(int(rng.integers(1, 4)), group="whole", label="whole numbers")
    rng = begin("an array of whole numbers")
    yield call(whole(rng, size(rng, 3, 5), 2), group="whole", label="whole numbers")
    # One ordinary entry, so that a mere step does not meet the criterion.
    for name, sign in (("far below zero", -1.0), ("far above zero", 1.0)):
        rng = begin(name)
        # A zero, so that whoever looks at all entries at once is seen.
        z = sign * np.array([10000, rng.uniform(800, 9000), 35.0, rng.uniform(0.3, 2), 0.0])
        z[3] *= -1
        yield call(rng.permutation(z), group="large", label=LARGE)
    rng = begin("a whole number far below zero")
    yield call(-int(rng.integers(800, 9000)), group="large", label=LARGE)
    rng = begin("a number far above zero")
    yield call(float(rng.uniform(800, 9000)), group="large", label=LARGE)


def _experiments(begin: Begin) -> Iterator[Probe]:
    yield from in_shapes(begin, lambda rng: rng.permutation([-2.2, -1.3, -0.4, 0.5, 1.2, 2.1]))
    rng = begin("whole numbers of either sign")
    yield call(whole(rng, 3, 2))
    # Large numbers without any ordinary one beside them, and one large one beside others.
    for name, z in (("large", 900.0), ("far below zero", -900.0), ("rather large", 40.0)):
        begin(f"{name}, alone")
        yield call(z)
        begin(f"{name}, in a row")
        yield call(np.array([0.5, z, -0.7]))
        begin(f"{name}, in a table")
        yield call(np.array([[0.5, z], [-0.7, 0.2]]))


EXERCISE = Exercise(
    probes=_sigmoid_probes,
    experiments=_experiments,
    criteria=(
        Criterion("numbers and arrays of any shape", 1.0, groups=("values",)),
        Criterion("whole numbers", 0.25, groups=("whole",)),
        Criterion("very large z on either side", 0.5, groups=("large",)),
        replace(UNTOUCHED, share=0.25),
    ),
)
