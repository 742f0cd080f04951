"""The gradient of a chain of sigmoids."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from descent.judging.sheets import Criterion
from descent.probing.probes import Probe, call
from grader.exercises.common import WHOLE, in_shapes
from grader.sheets.exercise import UNTOUCHED, Begin, Exercise

from ..draws import (
    COLUMN,
    NAMES,
    ROW,
    TABLE,
    numbers,
    shape,
    signed,
    whole,
)

NO_LINK = "depth 0"


ONE_LINK = "depth 1"


def _probes(begin: Begin) -> Iterator[Probe]:
    # Deeper chains have gradients so small that the tolerance hides what is wrong with them.
    for name, depth in ((ROW, 2), (TABLE, 4), (COLUMN, 3)):
        rng = begin(name)
        z = signed(rng, *shape(rng, name))
        yield call(z, depth + int(rng.integers(2)), label=NAMES[z.ndim])
    rng = begin("two sigmoids")
    yield call(signed(rng, 3, 2), 2, label=NAMES[2])
    yield from numbers(begin, options=lambda rng: {"depth": int(rng.integers(2, 4))})
    rng = begin(ONE_LINK)
    yield call(signed(rng, 2, 3), 1, group="one", label=ONE_LINK)
    rng = begin("depth 1, by its name")
    yield call(signed(rng, 4), depth=1, group="one", label=ONE_LINK)
    # With depth 0 the answer may be 1 or an array of ones: a single number leaves no choice.
    rng = begin(NO_LINK)
    yield call(np.array(rng.uniform(0.3, 2.0)), 0, group="none", label=NO_LINK)
    rng = begin(WHOLE)
    yield call(whole(rng, 3, 2), int(rng.integers(2, 4)), group="whole", label=WHOLE)


def _experiments(begin: Begin) -> Iterator[Probe]:
    yield from in_shapes(begin, lambda rng: signed(rng, 6), depth=2)
    z = signed(begin("depth 0"), 2, 2)
    yield call(np.array(z[0, 0]), 0)
    for depth in range(1, 6):
        begin(f"the same numbers, depth {depth}")
        yield call(z, depth)
    rng = begin("whole numbers")
    yield call(whole(rng, 2, 3), 2)


EXERCISE = Exercise(
    probes=_probes,
    experiments=_experiments,
    criteria=(
        Criterion("one sigmoid", 0.5, groups=("one",)),
        Criterion("chains of two sigmoids and more", 1.25, groups=("values",)),
        Criterion("a single number", 0.25, groups=("one", "values", "single")),
        Criterion("depth 0", 0.5, groups=("one", "values", "none")),
        Criterion("whole numbers", 0.25, groups=("one", "values", "whole")),
        replace(UNTOUCHED, share=0.25, groups=("values",)),
    ),
)
