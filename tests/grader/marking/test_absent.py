"""Why there is no answer of a name: each reason is said where it is the true one."""

from __future__ import annotations

from typing import Any

import pytest

from grader.marking.absent import absence
from grader.results import Cell
from tests.grader.classes import points, scores
from tests.grader.conftest import MarkIt
from tests.grader.marking.marked import only

FAILED: list[dict[str, Any]] = [
    {"output_type": "error", "ename": "TypeError", "evalue": "no", "traceback": []}
]


@pytest.mark.parametrize(
    ("source", "outputs", "told"),
    [
        ("def Layer(x): return x", [], "Its cell defines Layer, and layer is asked for."),
        ("def lay_er(x): return x", [], "Its cell defines lay_er, and layer is asked for."),
        ("def layr(x): return x", FAILED, "Its cell defines layr, and layer is asked for."),
        (
            "import os\ndef Layer(x): return x",
            [],
            "Its cell defines Layer, and layer is asked for.",
        ),
        ("result = 1", [], "Its cell defines result, and layer is asked for."),
        ("a = b = 1", [], "There is no layer in the notebook: its cell does not define it."),
        ("print(1)", [], "There is no layer in the notebook: its cell does not define it."),
        (" \n", [], "There is no layer in the notebook: its cell is empty."),
        ("1 + ''", FAILED, "There is no layer: its cell stops with TypeError: no"),
        ("def layer(", FAILED, "There is no layer: its cell stops with TypeError: no"),
        (
            "def layer(x): return x",
            None,
            "There is no layer in the notebook: its cell was not run.",
        ),
        (
            "def layer(x): return x",
            [],
            "There is no layer in the notebook where it is tested: its cell defines it, and "
            "another one takes it away.",
        ),
    ],
)
def test_the_reason_is_the_true_one(
    source: str, outputs: list[dict[str, Any]] | None, told: str
) -> None:
    runs = outputs is not None
    cells = [Cell("free", "", "1", "code", True), Cell("answer", "layer", source, "code", runs)]
    shown = {0: [], **({1: outputs} if outputs is not None else {})}
    assert absence("layer", "layer", cells, shown) == told


def test_a_cell_that_is_not_there_is_missing() -> None:
    told = "There is no layer in the notebook: the cell that defines it is missing."
    assert absence("layer", "layer", [Cell("free", "", "layer = 1", "code", True)], {}) == told


def test_a_function_of_another_name_costs_its_points_and_is_told_so(mark_it: MarkIt) -> None:
    marked = mark_it(only(neuron="def Neuron(X, w, b):\n    return 1"))
    assert points(marked)["neuron"] == 0
    assert scores(marked)["neuron"].message == "Its cell defines Neuron, and neuron is asked for."


def test_a_cell_that_defines_something_else_is_not_said_to_be_skipped(mark_it: MarkIt) -> None:
    marked = mark_it(only(neuron="pass"))
    assert scores(marked)["neuron"].message == (
        "There is no neuron in the notebook: its cell does not define it."
    )
