"""What is foreseen of an answer that calls an earlier one."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from descent.diagnosis.experiments import asking
from descent.diagnosis.judge import judge
from descent.judging.verdict import Verdict
from descent.notebook.earlier import earlier_in_notebook
from descent.probing.probes import observe
from grader.sheets.mistakes import both
from tests.here import exercises, experiment_sheet, reference, visible_sheet

SECTION = "01_perceptron"
CALLING = "def neuron(X, w, b):\n    return sigmoid(X @ w + b)\n"


SHEET = functools.cache(lambda: visible_sheet(SECTION, "neuron"))


def told(sigmoid: Callable[[Any], Any], code: str) -> Verdict:
    """What a notebook says of a neuron with this sigmoid above it."""
    answer = reference(SECTION).variant("neuron", code, {"sigmoid": sigmoid})["neuron"]
    sheet = SHEET()
    put: Callable[[Any], Any] = lambda probe: observe(probe, answer)
    return judge(
        sheet,
        [put(probe) for probe in sheet.probes],
        earlier=earlier_in_notebook(answer),
        experiment=lambda: asking(experiment_sheet(SECTION, "neuron"), put),
    )


def mistaken(id: str) -> Callable[[Any], Any]:
    """The sigmoid with a known mistake."""
    mistake = next(m for m in exercises(SECTION)["sigmoid"].mistakes if m.id == id)
    of = reference(SECTION)
    function: Callable[[Any], Any] = of.variant("sigmoid", mistake.apply(of.source("sigmoid")))[
        "sigmoid"
    ]
    return function


def test_what_is_right_but_for_a_mistake_above_is_said_to_be_right() -> None:
    first = exercises(SECTION)["sigmoid"].mistakes[0].id
    found = told(mistaken(first), CALLING)
    assert found.diagnosis == "earlier:sigmoid"
    assert found.message == (
        "Your neuron is right; sigmoid, which it calls, is not. Repair that first."
    )


@pytest.mark.parametrize(
    ("sigmoid", "code"),
    [
        pytest.param(
            mistaken(exercises(SECTION)["sigmoid"].mistakes[0].id),
            CALLING.replace("+ b", "- b"),
            id="a mistake of its own besides",
        ),
        pytest.param(
            lambda z: 1 / (1 + np.exp(-z)) ** 3,
            CALLING,
            id="a mistake that nobody knows",
        ),
    ],
)
def test_otherwise_the_mistake_above_is_mentioned_last(
    sigmoid: Callable[[Any], Any], code: str
) -> None:
    found = told(sigmoid, code)
    assert found.diagnosis != "earlier:sigmoid"
    assert found.message.endswith("If neuron calls it, repair that first.")


def test_the_mistake_above_is_not_mentioned_where_nothing_calls_it() -> None:
    first = exercises(SECTION)["sigmoid"].mistakes[0].id
    found = told(mistaken(first), "def neuron(X, w, b):\n    return 1 / (1 + np.exp(X @ w + b))\n")
    assert found.diagnosis != "earlier:sigmoid"
    assert "sigmoid, from above" not in found.message and "calls" not in found.message


@pytest.mark.bank
def test_mistakes_in_two_methods_of_a_class_are_told_apart() -> None:
    below, own = "bias-subtracted", "missing-mean"
    section, name, earlier = "05_backpropagation", "network_backward", "network_forward"
    entry, of, sheet = exercises(section)[name], reference(section), visible_sheet(section, name)
    source = of.source(entry.answer_cell)
    first, second = (
        next(m for m in exercises(section)[exercise].mistakes if m.id == id)
        for exercise, id in ((earlier, below), (name, own))
    )

    def told(code: str) -> Verdict:
        answer = of.variant(entry.answer_cell, code)[entry.answer_name]
        put: Callable[[Any], Any] = lambda probe: observe(probe, answer)
        return judge(
            sheet,
            [put(probe) for probe in sheet.probes],
            earlier=earlier_in_notebook(answer),
            experiment=lambda: asking(experiment_sheet(section, name), put),
        )

    alone = told(first.apply(source))
    assert alone.diagnosis == f"earlier:{earlier}"
    code = both(source, first, second)
    assert code is not None
    two = told(code)
    assert two.diagnosis == own
    assert two.message.endswith(f"If {name} builds on it, repair that first.")
