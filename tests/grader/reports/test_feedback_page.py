"""The page that a student reads: the message beside the code, what was asked, what to try next."""

from __future__ import annotations

import base64
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.reports.autograded import notebook_of
from grader.reports.listing import line_told, listing
from grader.reports.pages import feedback
from grader.results import Cell, Criterion, Marked, Score, Submission
from tests.grader.classes import SECTION
from tests.grader.conftest import MarkIt
from tests.grader.marking.marked import hidden_numbers, only
from tests.grader.reports.test_pages import Elements, assert_inert
from tests.here import COURSE, exercises

pytestmark = pytest.mark.classes

SOURCE = "def neuron(X, w, b):\n    z = X @ w + b\n    return sigmoid(z.T @ w)"
MESSAGE = "neuron stops with ValueError in line 3 (`return sigmoid(z.T @ w)`). Look at the shapes."


def page_of(
    score: Score, source: str = SOURCE, lesson: str = "", pasted: dict[str, str] | None = None
) -> str:
    cells = [
        Cell("prose", "", lesson, "markdown", False, attachments={"a.png": pasted or {}}),
        Cell("answer", "neuron", source, "code", True),
    ]
    of = Submission(Path("submitted"), "ada", SECTION)
    return feedback(Marked(of, "graded", [score], cells=cells), COURSE.section(SECTION))


# The code


def test_the_line_that_the_message_names_is_marked() -> None:
    page = page_of(Score("neuron", 0.0, 2.0, "shapes-do-not-fit", MESSAGE))
    (marked,) = re.findall(r"<mark>(.*?)</mark>", page)
    assert Elements(marked).text == "    return sigmoid(z.T @ w)"
    assert "Line 3, which the message speaks of, is marked" in page


@pytest.mark.parametrize(
    "message",
    [
        "The mean is missing.",
        MESSAGE.replace("line 3", "line 2"),
        MESSAGE.replace("line 3", "line 99999"),
        MESSAGE.replace("line 3", "line 0"),
        "It stops in line 3.",
    ],
)
def test_no_line_is_marked_that_the_message_does_not_quote(message: str) -> None:
    assert line_told(message, SOURCE) == 0
    assert "<mark>" not in page_of(Score("neuron", 0.0, 2.0, None, message))


@given(source=st.text(max_size=200), marked=st.integers(0, 5))
def test_a_listing_says_what_was_written_and_nothing_in_it_is_alive(
    source: str, marked: int
) -> None:
    found = Elements(str(listing(source, marked)))
    lines = source.replace("\r\n", "\n").replace("\r", "\n")
    assert found.text.replace("\r\n", "\n").replace("\r", "\n") == lines
    assert {tag for tag, _ in found.tags} <= {"span", "mark"}
    assert {name for _, attributes in found.tags for name in attributes} <= {"class"}


def test_code_that_would_take_long_is_shown_without_colors() -> None:
    long_line = "x = '" + "<b>" * 5000 + "'"
    assert "<span" not in listing(long_line) and Elements(str(listing(long_line))).text == long_line


# What was asked, and what comes next


def test_criteria_are_shown_in_points_where_not_all_are_met() -> None:
    criteria = (
        Criterion("the result", 1.5, False),
        Criterion("whole numbers", 0.25, True),
        Criterion("arguments left alone", 0.25, False, waits=True),
    )
    text = Elements(page_of(Score("neuron", 0.25, 2.0, None, "So.", criteria=criteria))).text
    assert "○ the result: 0 of 1.5, not met" in text
    assert "✓ whole numbers: 0.25 of 0.25" in text
    assert "○ arguments left alone: 0 of 0.25, once the result is right" in text
    right = page_of(Score("neuron", 2.0, 2.0, None, "Right.", criteria=criteria))
    assert "whole numbers" not in right


def test_what_to_try_next_is_the_first_hint_and_the_lesson() -> None:
    hint = exercises(SECTION)["neuron"].hints[0]
    page = page_of(
        Score("neuron", 0.0, 2.0, "relu", "So."), lesson="The **weighted** sum comes first."
    )
    text = Elements(page).text
    assert hint.replace("`", "") in text.replace("`", "")
    assert "<strong>weighted</strong>" in page and "From the lesson" in text
    assert "Try next" not in page_of(Score("neuron", 0.0, 2.0, "earlier:sigmoid", "So."))
    pasted = {"image/png": base64.b64encode(b"\x89PNG\r\n\x1a\n").decode()}
    with_picture = page_of(
        Score("neuron", 0.0, 2.0, "relu", "So."), lesson="![sum](attachment:a.png)", pasted=pasted
    )
    assert f'<img alt="sum" src="data:image/png;base64,{pasted["image/png"]}">' in with_picture
    right = page_of(Score("neuron", 2.0, 2.0, None, "Right."), lesson="The sum.")
    assert "Try next" not in right and "From the lesson" not in right


def test_a_mark_whose_cell_is_not_there_is_told_all_the_same() -> None:
    text = Elements(page_of(Score("sigmoid", 0.0, 2.0, None, "There is no cell."))).text
    assert "There is no cell." in text


def test_marking_gives_criteria_that_add_up_and_no_hidden_number(mark_it: MarkIt) -> None:
    marked = mark_it(
        only(sigmoid="def sigmoid(z):\n    return 1 / (1 + np.exp(-z)) + 0.1 * (z > 1) * np.cos(z)")
    )
    (score,) = (one for one in marked.scores if one.exercise == "sigmoid")
    assert sum(one.points for one in score.criteria) == pytest.approx(score.max_score)
    assert sum(one.points for one in score.criteria if one.met) == pytest.approx(score.score)
    page = feedback(marked, COURSE.section(SECTION))
    found = assert_inert(page)
    assert all(one.name in found.text for one in score.criteria)
    assert [number for number in hidden_numbers("sigmoid") if number in page] == []
    # nbgrader's own page shows what is in the notebook.
    test_cell = next(
        cell
        for cell in notebook_of(marked, COURSE.section(SECTION))["cells"]
        if cell["metadata"].get("nbgrader", {}).get("grade_id") == "test_sigmoid"
    )
    texts = [output.get("text", "") for output in test_cell["outputs"]]
    assert any(score.criteria[0].name in text for text in texts)


def test_two_answers_that_do_the_same_have_the_same_behavior(mark_it: MarkIt) -> None:
    def behavior(source: str) -> str:
        marked = mark_it(only(sigmoid=source))
        return next(one for one in marked.scores if one.exercise == "sigmoid").behavior

    odd = "def sigmoid(z):\n    return 1 / (1 + np.exp(-z)) + 0.1 * (z > 1) * np.cos(z)"
    same = "def sigmoid(t):\n    bump = np.where(t > 1, np.cos(t), 0) / 10\n    return 1 / (1 + np.exp(-t)) + bump"
    assert behavior(odd) == behavior(same) != ""
    assert behavior(odd.replace("cos", "sin")) not in (behavior(odd), "")
    assert behavior("def sigmoid(z):\n    return 1 / (1 + np.exp(-z))") == ""
