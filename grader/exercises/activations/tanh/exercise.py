"""The hyperbolic tangent."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from descent.judging.sheets import Criterion
from descent.probing.probes import Probe, call
from grader.exercises.common import WHOLE
from grader.sheets.exercise import UNTOUCHED, Begin, Exercise

from ..draws import experiments, numbers, ordinary, signed, whole

FAR_DOWN, FAR_UP = "large negative z", "large positive z"


def _tanh_probes(begin: Begin) -> Iterator[Probe]:
    yield from ordinary(begin)
    yield from numbers(begin)
    rng = begin(WHOLE)
    yield call(whole(rng, 5, 2, high=2), group="whole", label=WHOLE)
    # Ordinary entries beside the large ones, so that a mere sign does not meet the criterion.
    for sign, label in ((-1.0, FAR_DOWN), (1.0, FAR_UP)):
        rng = begin(label)
        far = sign * np.array([1000.0, *rng.uniform(400, 990, 2), rng.uniform(20, 60)])
        z = np.concatenate([far, signed(rng, 2)])
        yield call(rng.permutation(z), group="large", label=label)
    # Python's own numbers become no infinity, but an error.
    yield call(-float(begin("far out").uniform(400, 990)), group="single", label=FAR_DOWN)


EXERCISE = Exercise(
    probes=_tanh_probes,
    experiments=experiments,
    criteria=(
        Criterion("values of the hyperbolic tangent", 0.4, groups=("values",)),
        Criterion("a single number", 0.1, groups=("values", "single")),
        Criterion("very large z on either side", 0.25, groups=("large",)),
        Criterion("whole numbers", 0.1, groups=("values", "whole")),
        replace(UNTOUCHED, share=0.15, groups=("values",)),
    ),
)
