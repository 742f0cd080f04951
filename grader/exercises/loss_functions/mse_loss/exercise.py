"""The mean squared error."""

from __future__ import annotations

from descent.judging.sheets import Criterion
from grader.exercises.common import KEPT
from grader.sheets.exercise import Exercise

from ..draws import squared_error, squared_error_experiments

EXERCISE = Exercise(
    probes=squared_error,
    experiments=squared_error_experiments,
    criteria=(
        Criterion("the mean of the squared errors", 1.25, groups=("values",)),
        Criterion("the mean over all entries of several columns", 0.25, groups=("columns",)),
        Criterion("whole numbers", 0.25, groups=("whole",)),
        KEPT,
    ),
)
