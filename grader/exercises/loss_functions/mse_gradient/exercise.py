"""The gradient of the mean squared error with respect to the predictions."""

from __future__ import annotations

from descent.judging.sheets import Criterion
from grader.exercises.common import KEPT
from grader.sheets.exercise import Exercise

from ..draws import squared_error, squared_error_experiments

EXERCISE = Exercise(
    probes=squared_error,
    experiments=squared_error_experiments,
    criteria=(
        Criterion("the derivative for every prediction", 1.25, groups=("values",)),
        Criterion("several columns", 0.25, groups=("columns",)),
        Criterion("whole numbers", 0.25, groups=("whole",)),
        KEPT,
    ),
)
