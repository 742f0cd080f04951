"""Whose fault it is: an answer that calls an earlier one, which is wrong."""

from __future__ import annotations

import pytest

from descent.diagnosis.explainers import EXPLAINERS
from grader.marking import student_answers
from tests.grader.classes import points, scores
from tests.grader.conftest import MarkIt
from tests.grader.marking.marked import FULL, only

pytestmark = pytest.mark.classes


def test_a_wrong_earlier_answer_is_named_as_the_reason(mark_it: MarkIt) -> None:
    marked = mark_it(only(sigmoid="def sigmoid(z):\n    return 1 / (1 + np.exp(z))"))
    score = scores(marked)["neuron"]
    assert score.score < score.max_score
    assert score.diagnosis == "earlier:sigmoid"
    assert score.message == EXPLAINERS[0].example


def test_a_wrong_earlier_answer_is_no_excuse_for_a_mistake_of_its_own(mark_it: MarkIt) -> None:
    marked = mark_it(
        only(
            sigmoid="def sigmoid(z):\n    return 1 / (1 + np.exp(z))",
            neuron="def neuron(X, w, b):\n    return sigmoid(X @ w)",
        )
    )
    score = scores(marked)["neuron"]
    assert score.score < score.max_score
    assert not (score.diagnosis or "").startswith("earlier")
    assert "is right" not in score.message


def test_nothing_is_called_right_that_an_error_in_an_earlier_answer_has_hidden(
    mark_it: MarkIt,
) -> None:
    stops = "def sigmoid(z):\n    return 1 / (1 + np.exponential(-z))"
    for own in ("sigmoid(X @ w)", "sigmoid(X @ w + b)"):
        neuron = f"def neuron(X, w, b):\n    return {own}"
        score = scores(mark_it(only(sigmoid=stops, neuron=neuron)))["neuron"]
        assert (score.score, score.diagnosis) == (0, "earlier:sigmoid")
        assert score.message == (
            "sigmoid, which neuron calls, stops with an error before neuron can show what it does. "
            "Repair that first."
        )


def test_a_wrong_earlier_answer_costs_nothing_where_it_is_not_called(mark_it: MarkIt) -> None:
    marked = mark_it(
        only(
            sigmoid="def sigmoid(z):\n    return 1 / (1 + np.exp(z))",
            neuron="def neuron(X, w, b):\n    return 1 / (1 + np.exp(-(X @ w + b)))",
        )
    )
    assert points(marked)["neuron"] == FULL["neuron"]


@pytest.mark.parametrize(
    "end", ["import os; os._exit(0)", "while True:\n        pass"], ids=["exits", "loops"]
)
def test_an_earlier_answer_that_ends_the_guest_costs_the_later_one_no_other_exercise(
    end: str, mark_it: MarkIt
) -> None:
    marked = mark_it(only(sigmoid=f"def sigmoid(z):\n    {end}"), exercise=1.0)
    assert points(marked)["sigmoid"] == points(marked)["neuron"] == 0
    assert points(marked)["sigmoid_derivative"] == FULL["sigmoid_derivative"]
    assert points(marked)["neuron_gradients"] == FULL["neuron_gradients"]
    assert points(marked)["separable"] == FULL["separable"]


def test_a_slow_earlier_answer_does_not_use_up_the_time_of_other_exercises(
    mark_it: MarkIt, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(student_answers, "SECONDS", 0.3)
    slow = "import time\ndef neuron(X, w, b):\n    time.sleep(0.2)\n    return sigmoid(X @ w)"
    wrong = "def train_neuron(X, y, w, b, epochs=1000, lr=1.0):\n    return w, b, [0.0] * epochs"
    marked = mark_it(only(neuron=slow, train_neuron=wrong), submission=6.0)
    assert points(marked)["separable"] == FULL["separable"]
    assert marked.status == "graded"
