"""Cells and answers that do not end, or that end the process: they cost themselves and nothing else."""

from __future__ import annotations

import pytest

from grader.marking import running
from tests.grader.classes import SECTION, insert, place, points, scores
from tests.grader.conftest import MarkIt
from tests.grader.marking.marked import FULL, lost, only
from tests.here import answered

pytestmark = pytest.mark.classes


def test_a_cell_that_does_not_end_costs_only_itself(mark_it: MarkIt) -> None:
    notebook = insert(answered(SECTION), "neuron", "while True:\n    pass")
    at = place(notebook, "neuron") - 1
    marked = mark_it(notebook, cell=1.0)
    assert (marked.status, lost(marked)) == ("timeout", {})
    assert marked.notes == [f"cell {at + 1} did not end within 1 s and was passed over"]
    (output,) = marked.outputs[at]
    assert (output["output_type"], output["ename"]) == ("error", "CellTimeoutError")


def test_an_answer_cell_that_does_not_end_costs_its_exercise(mark_it: MarkIt) -> None:
    marked = mark_it(only(separable="while True:\n    pass"), cell=1.0)
    assert (marked.status, lost(marked)) == ("timeout", {"separable": 0})


def test_an_answer_that_does_not_end_costs_its_exercise_and_no_later_one(mark_it: MarkIt) -> None:
    marked = mark_it(
        only(sigmoid_derivative="def sigmoid_derivative(a):\n    while True:\n        pass"),
        exercise=1.0,
    )
    score = scores(marked)["sigmoid_derivative"]
    assert score.score == 0
    assert score.message == "sigmoid_derivative takes too long when it is tested."
    assert marked.notes[0] == "test of sigmoid_derivative: takes too long"
    assert points(marked)["neuron"] == FULL["neuron"]
    assert points(marked)["separable"] == FULL["separable"]


def test_a_notebook_that_never_gets_on_is_given_up_with_what_it_has(mark_it: MarkIt) -> None:
    notebook = answered(SECTION)
    for _ in range(running.MAX_STARTS + 2):
        insert(notebook, "neuron", "while True:\n    pass")
    marked = mark_it(notebook, cell=0.5)
    assert marked.status == "timeout"
    assert "gave up: too much of the notebook does not finish" in marked.notes
    assert all("not reached" in s.message for s in marked.scores if s.score == 0)


def test_a_submission_has_a_deadline_of_its_own(mark_it: MarkIt) -> None:
    notebook = answered(SECTION)
    for _ in range(9):
        insert(notebook, "neuron", "import time\ntime.sleep(0.6)")
    marked = mark_it(notebook, submission=2.0)
    assert marked.status == "timeout" and marked.notes
    assert marked.seconds < 30


# The end of the process


EXITS = {
    "leaves": "import os\nos._exit(0)",
    "leaves with a failure": "import os\nos._exit(1)",
    "kills itself": "import os\nos.kill(os.getpid(), 9)",
    "aborts": "import os\nos.abort()",
    "reads where nothing is": "import ctypes\nctypes.string_at(0)",
}


@pytest.mark.parametrize("source", EXITS.values(), ids=EXITS.keys())
def test_a_cell_that_ends_the_process_costs_only_itself(source: str, mark_it: MarkIt) -> None:
    notebook = insert(answered(SECTION), "neuron", source)
    at = place(notebook, "neuron") - 1
    marked = mark_it(notebook)
    assert (marked.status, lost(marked)) == ("crashed", {})
    assert marked.notes == [f"cell {at + 1} ended the process and was passed over"]
    assert marked.outputs[at][0]["ename"] == "DeadKernelError"


@pytest.mark.parametrize("source", ["import os; os._exit(0)", "import os; os.abort()"])
def test_an_answer_that_ends_the_process_costs_its_exercise_and_no_later_one(
    source: str, mark_it: MarkIt
) -> None:
    marked = mark_it(only(sigmoid_derivative=f"def sigmoid_derivative(a):\n    {source}"))
    score = scores(marked)["sigmoid_derivative"]
    assert score.score == 0
    assert score.message == "sigmoid_derivative ends the process that runs it when it is tested."
    assert points(marked)["neuron"] == FULL["neuron"]
    assert points(marked)["separable"] == FULL["separable"]


@pytest.mark.parametrize("way", ["exit()", "quit()", "raise SystemExit", "raise KeyboardInterrupt"])
def test_an_answer_that_asks_to_leave_is_an_answer_that_fails(way: str, mark_it: MarkIt) -> None:
    marked = mark_it(only(sigmoid_derivative=f"def sigmoid_derivative(a):\n    {way}"))
    assert points(marked)["sigmoid_derivative"] == 0
    assert points(marked)["neuron"] == FULL["neuron"]


@pytest.mark.parametrize(
    "source",
    [
        "def sigmoid_derivative(a):\n    return sigmoid_derivative(a)",
        "def sigmoid_derivative(a):\n    return [a] * 10**12",
        "def sigmoid_derivative(a):\n    b = [a]\n    b.append(b)\n    return b",
        "def sigmoid_derivative(a):\n    return np.zeros((40_000, 40_000))",
        "def sigmoid_derivative(a):\n    return open('/etc/passwd')",
        "class O(np.ndarray):\n    pass\ndef sigmoid_derivative(a):\n    return a.view(O)",
        "class sigmoid_derivative:\n    def __init__(self, a):\n        pass",
        "sigmoid_derivative = 0.25",
        "def sigmoid_derivative():\n    return 0.25",
        "async def sigmoid_derivative(a):\n    return a * (1 - a)",
        "def sigmoid_derivative(a):\n    yield a * (1 - a)",
        "def sigmoid_derivative(a):\n    raise type('\ud800', (Exception,), {})('\ud800')",
    ],
    ids=range(12),
)
def test_an_odd_answer_costs_its_exercise_and_no_later_one(source: str, mark_it: MarkIt) -> None:
    marked = mark_it(only(sigmoid_derivative=source), exercise=3.0)
    score = scores(marked)["sigmoid_derivative"]
    assert score.score == 0 and score.message
    assert points(marked)["neuron"] == FULL["neuron"]
    assert points(marked)["separable"] == FULL["separable"]
