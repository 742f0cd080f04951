"""The derivative of the leaky ReLU."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from descent.judging.sheets import Criterion
from descent.probing.probes import Probe, call
from grader.exercises.common import WHOLE
from grader.sheets.exercise import UNTOUCHED, Begin, Exercise

from ..draws import (
    NAMES,
    NO_LEAK,
    PRESET,
    SHAPES,
    experiments_with_slopes,
    leak,
    near_zero,
    numbers,
    ordinary,
    shape,
    signed,
    whole,
    with_leak,
    with_zeros,
)


def _leaky_derivative_probes(begin: Begin) -> Iterator[Probe]:
    for name in SHAPES:
        rng = begin(f"{name}, with a slope")
        z = signed(rng, *shape(rng, name), low=0.3)
        yield call(z, slope=leak(rng), label=NAMES[z.ndim])
    rng = begin("next to the bend")
    yield call(near_zero(rng, 3, 2), leak(rng), label=NAMES[2])
    for probe in ordinary(begin):
        yield replace(probe, group="preset", label=PRESET)
    yield from numbers(begin, options=with_leak)
    rng = begin(NO_LEAK)
    yield call(signed(rng, 2, 3), slope=0.0, group="no leak", label=NO_LEAK)
    rng = begin(WHOLE)
    yield call(whole(rng, 5, 2), slope=leak(rng), group="whole", label=WHOLE)
    yield from with_zeros(begin, options=with_leak)


EXERCISE = Exercise(
    probes=_leaky_derivative_probes,
    experiments=experiments_with_slopes,
    criteria=(
        Criterion("1 or the slope, with a slope that is given", 0.3, groups=("values",)),
        Criterion("a single number", 0.1, groups=("values", "single")),
        Criterion("the preset slope of 0.01", 0.2, groups=("preset",)),
        Criterion("the slope at z = 0", 0.1, groups=("values", "zero")),
        Criterion("a slope of 0", 0.05, groups=("values", "no leak")),
        Criterion("whole numbers", 0.1, groups=("values", "whole")),
        replace(UNTOUCHED, share=0.15, groups=("values",)),
    ),
    uses=("relu_derivative", "leaky_relu"),
)
