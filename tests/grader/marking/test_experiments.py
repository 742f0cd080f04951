"""Wrong answers are asked more while grading, where no hidden probe was seen; no mark rests on it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from grader.marking import asking
from grader.sheets import experiments
from tests.grader.classes import SECTION
from tests.grader.conftest import MarkIt
from tests.grader.marking.marked import only
from tests.here import COURSE

FEW = """
def neuron(X, w, b):
    if len(X) < 9:
        return np.full((len(X), 1), 0.5)
    return 1 / (1 + np.exp(-(X @ w + b)))
"""


@pytest.fixture(autouse=True)
def drawn(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The experiments as they are drawn now, whenever checks were built."""
    sheet = experiments.experiment_sheet(COURSE.section(SECTION), "neuron")
    for module in (asking, experiments):
        monkeypatch.setattr(
            module, "shown_experiments", lambda _, name: sheet if name == "neuron" else None
        )
    experiments.experiment_questions.cache_clear()
    yield
    experiments.experiment_questions.cache_clear()


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ("def neuron(X, w, b):\n    return np.full((len(X), 1), 0.5)", True),
        (FEW, False),
    ],
)
def test_what_is_said_of_all_arguments_was_tried_in_a_guest(
    answer: str, said: bool, mark_it: MarkIt
) -> None:
    marked = mark_it(only(neuron=answer))
    (score,) = (score for score in marked.scores if score.exercise == "neuron")
    assert score.score == 0
    assert ("The result is the same number whatever the arguments are." in score.message) is said
