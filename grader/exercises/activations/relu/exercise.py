"""The ReLU."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from descent.judging.sheets import Criterion
from descent.probing.probes import Probe, call
from grader.exercises.common import WHOLE
from grader.sheets.exercise import UNTOUCHED, Begin, Exercise

from ..draws import NAMES, experiments, near_zero, numbers, ordinary, signed, whole


def _relu_probes(begin: Begin) -> Iterator[Probe]:
    yield from ordinary(begin)
    # Beyond 6, where one of the variants in use is cut off.
    rng = begin("beyond 6")
    yield call(signed(rng, 3, 4, low=0.5, high=9.0), label=NAMES[2])
    # Next to the bend, and so far out that any ceiling shows.
    rng = begin("next to the bend")
    yield call(near_zero(rng, 3, 2), label=NAMES[2])
    rng = begin("far out")
    far = rng.uniform(100, 200)
    yield call(rng.permutation(np.append(signed(rng, 3), [far, -far, 0.0])), label=NAMES[1])
    yield from numbers(begin)
    rng = begin(WHOLE)
    yield call(whole(rng, 5, 3), group="whole", label=WHOLE)


EXERCISE = Exercise(
    probes=_relu_probes,
    experiments=experiments,
    criteria=(
        Criterion("the larger of 0 and z, entry by entry", 0.65, groups=("values",)),
        Criterion("a single number", 0.1, groups=("values", "single")),
        Criterion("whole numbers", 0.1, groups=("values", "whole")),
        replace(UNTOUCHED, share=0.15, groups=("values",)),
    ),
)
