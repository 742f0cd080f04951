"""The derivative of the ReLU."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from descent.judging.sheets import Criterion
from descent.probing.probes import Probe, call
from grader.exercises.common import WHOLE
from grader.sheets.exercise import UNTOUCHED, Begin, Exercise

from ..draws import NAMES, experiments, near_zero, numbers, ordinary, whole, with_zeros


def _relu_derivative_probes(begin: Begin) -> Iterator[Probe]:
    yield from ordinary(begin)
    rng = begin("next to the bend")
    yield call(near_zero(rng, 2, 4, high=0.45), label=NAMES[2])
    yield from numbers(begin)
    rng = begin(WHOLE)
    yield call(whole(rng, 5, 3), group="whole", label=WHOLE)
    yield from with_zeros(begin)


EXERCISE = Exercise(
    probes=_relu_derivative_probes,
    experiments=experiments,
    criteria=(
        Criterion("1 where z is positive, 0 where it is negative", 0.5, groups=("values",)),
        Criterion("a single number", 0.1, groups=("values", "single")),
        Criterion("0 at z = 0", 0.15, groups=("values", "zero")),
        Criterion("whole numbers", 0.1, groups=("values", "whole")),
        replace(UNTOUCHED, share=0.15, groups=("values",)),
    ),
    uses=("relu",),
)
