"""The leaky ReLU."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

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
)


def _leaky_probes(begin: Begin) -> Iterator[Probe]:
    for name in SHAPES:
        rng = begin(f"{name}, with a slope")
        z = signed(rng, *shape(rng, name), low=0.3)
        yield call(z, slope=leak(rng), label=NAMES[z.ndim])
    # Smaller than any slope that is drawn.
    rng = begin("next to the bend")
    yield call(near_zero(rng, 3, 2), leak(rng), label=NAMES[2])
    for probe in ordinary(begin):
        yield replace(probe, group="preset", label=PRESET)
    rng = begin("far out")
    far = rng.uniform(100, 200)
    z = rng.permutation(np.append(signed(rng, 3), [far, -far]))
    yield call(z, slope=leak(rng), label=NAMES[1])
    yield from numbers(begin, options=with_leak)
    rng = begin(NO_LEAK)
    yield call(signed(rng, 2, 3), slope=0.0, group="no leak", label=NO_LEAK)
    rng = begin(WHOLE)
    integers = whole(rng, 5, 2)
    # Whoever takes the type of all results from the first is seen where that is a whole number.
    integers[0, 0] = abs(integers[0, 0])
    yield call(integers, slope=leak(rng), group="whole", label=WHOLE)


EXERCISE = Exercise(
    probes=_leaky_probes,
    experiments=experiments_with_slopes,
    criteria=(
        Criterion("z or slope times z, with a slope that is given", 0.4, groups=("values",)),
        Criterion("a single number", 0.1, groups=("values", "single")),
        Criterion("the preset slope of 0.01", 0.2, groups=("preset",)),
        Criterion("a slope of 0", 0.05, groups=("values", "no leak")),
        Criterion("whole numbers", 0.1, groups=("values", "whole")),
        replace(UNTOUCHED, share=0.15, groups=("values",)),
    ),
    uses=("relu",),
)
