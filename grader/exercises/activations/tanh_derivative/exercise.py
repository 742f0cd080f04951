"""The derivative of tanh, from the activated value."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from descent.judging.sheets import Criterion
from descent.probing.probes import Probe, call
from grader.exercises.common import WHOLE, in_shapes
from grader.sheets.exercise import UNTOUCHED, Begin, Exercise

from ..draws import NAMES, SHAPES, numbers, shape, signed


def _tanh_derivative_probes(begin: Begin) -> Iterator[Probe]:
    for name in SHAPES:
        rng = begin(name)
        a = signed(rng, *shape(rng, name), low=0.1, high=0.95)
        yield call(a, label=NAMES[a.ndim])
    yield from numbers(begin, low=0.1, high=0.95, most=1)
    # An activation of 0 or 1 is the derivative's largest and its smallest value.
    rng = begin("from -1 to 1")
    a = rng.permutation(np.append(signed(rng, 3, low=0.2, high=0.9), [0.0, 1.0, -1.0]))
    yield call(a, label="a from -1 to 1")
    rng = begin(WHOLE)
    a_whole = rng.permutation(np.array([-1, 0, 0, 1, -1, 1])).reshape(3, 2)
    yield call(a_whole, group="whole", label=WHOLE)


def _experiments(begin: Begin) -> Iterator[Probe]:
    yield from in_shapes(begin, lambda rng: signed(rng, 6, low=0.1, high=0.95))
    for a in (-1, 0, 1):
        begin(f"{a} in a table")
        yield call(np.array([[a, 1], [-1, a]]))


EXERCISE = Exercise(
    probes=_tanh_derivative_probes,
    experiments=_experiments,
    criteria=(
        Criterion("the derivative, from the activated value", 0.65, groups=("values",)),
        Criterion("a single number", 0.1, groups=("values", "single")),
        Criterion("whole numbers", 0.1, groups=("values", "whole")),
        replace(UNTOUCHED, share=0.15, groups=("values",)),
    ),
    uses=("tanh",),
)
