"""The exercises of section 03: counting, starting values, and the forward pass."""

from __future__ import annotations

from grader.exercise import Exercise
from grader.exercises.forward_pass.any_depth import FORWARD
from grader.exercises.forward_pass.counting import COUNT_PARAMS
from grader.exercises.forward_pass.one_layer import LAYER_FORWARD
from grader.exercises.forward_pass.starting_values import INIT_PARAMS
from grader.exercises.forward_pass.two_layers import FORWARD_PASS

EXERCISES: tuple[Exercise, ...] = (
    COUNT_PARAMS,
    INIT_PARAMS,
    LAYER_FORWARD,
    FORWARD_PASS,
    FORWARD,
)
