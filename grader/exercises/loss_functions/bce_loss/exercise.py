"""Binary cross-entropy."""

from __future__ import annotations

from descent.judging.sheets import Criterion
from grader.exercises.common import KEPT
from grader.sheets.exercise import Exercise

from ..draws import cross_entropy, cross_entropy_experiments

_ALMOST = {"rtol": 1e-3}


EXERCISE = Exercise(
    probes=cross_entropy,
    experiments=cross_entropy_experiments,
    criteria=(
        Criterion("the mean cross-entropy", 1.25, groups=("values",)),
        Criterion("the mean over all entries of several columns", 0.25, groups=("columns",)),
        Criterion("predictions of exactly 0 and 1", 0.75, groups=("clipped",), options=_ALMOST),
        Criterion("clipping to [eps, 1 - eps]", 0.5, groups=("eps",), options=_ALMOST),
        KEPT,
    ),
)
