"""The rows of a class, which lie in a file."""

from __future__ import annotations

from pathlib import Path

from grader.results import Marked, Score, Submission
from grader.rows import Rows

PEOPLE = [Submission(Path("submitted"), name, "01_x") for name in ("ada", "bob", "cyd")]


def row(of: Submission, points: float = 1.0) -> Marked:
    return Marked(of, "graded", [Score("neuron", points, 2.0, None, "\ud800 So.")], notes=["a"])


def test_rows_come_in_the_order_of_the_submissions_however_they_were_put() -> None:
    rows = Rows(PEOPLE)
    for of in reversed(PEOPLE):
        rows.put(row(of))
    assert len(rows) == 3
    assert list(rows) == [row(of) for of in PEOPLE]
    assert rows[1] == row(PEOPLE[1]) and rows[:2] == [row(of) for of in PEOPLE[:2]]
    assert row(PEOPLE[2]) in rows


def test_a_row_can_be_put_in_place_of_another() -> None:
    rows = Rows(PEOPLE[:1])
    rows.put(row(PEOPLE[0]))
    rows.put(row(PEOPLE[0], 2.0))
    assert [one.score for one in rows] == [2.0]


def test_a_class_of_nobody_has_no_rows() -> None:
    assert list(Rows([])) == []
