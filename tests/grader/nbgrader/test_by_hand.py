"""What a person marks, and tests of asserts."""

from __future__ import annotations

import pytest

from tests.grader.classes import name_of
from tests.grader.nbgrader.courses import BY_HAND, PNG, Course
from tests.grader.nbgrader.live import Live

# All of them look at courses that are worked through once.
pytestmark = [pytest.mark.classes, pytest.mark.xdist_group("nbgrader")]


def test_an_essay_stays_and_waits_for_a_person(by_hand: Course) -> None:
    assert by_hand.said["autograde"].status == 0, by_hand.said["autograde"].said
    for student, item in by_hand.book(BY_HAND).items():
        assert item["open"] == {"essay"}, student
        assert item["scores"]["essay"] is None
        cells = {name_of(c): c for c in by_hand.notebook(student, BY_HAND).cells}
        assert cells["essay"].source == f"My own words, {student}."
        assert item["max_score"] == 5


def test_a_test_of_asserts_is_run_with_what_is_hidden_of_it(by_hand: Course) -> None:
    scores = {name: item["test_triple"] for name, item in by_hand.scores(BY_HAND).items()}
    assert scores == {"right": 2.0, "wrong": 0.0, "none": 0.0}


def test_feedback_on_a_test_of_asserts_does_not_show_what_is_hidden(by_hand: Course) -> None:
    assert by_hand.said["feedback"].status == 0, by_hand.said["feedback"].said
    for student in ("right", "wrong", "none"):
        page = Live(by_hand.page(student, BY_HAND)).text
        assert "My own words" in page
        assert "HIDDEN" not in page and "triple(-1)" not in page, student


def test_feedback_shows_the_pictures_of_the_lesson(by_hand: Course) -> None:
    for student in ("right", "wrong", "none"):
        page = by_hand.page(student, BY_HAND)
        for alt in ("three of each", "pasted"):
            assert f'<img alt="{alt}" src="data:image/png;base64,{PNG}"' in page
