"""A class without names: nothing in its reports tells one, and pseudonyms stay the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader.reports.class_page import write_class_page
from grader.reports.pseudonyms import pseudonym, without_names
from grader.reports.report import write_csv, write_json
from grader.results import Marked, Score, Submission
from tests.grader.classes import SECTION
from tests.here import COURSE, reference

NAMES = ("ada", "alan", "Zoë", "ada (1)", "mary-ann", "x")


def row(name: str) -> Marked:
    marks = [Score(n, 1.0, most, "other", "So.") for n, most in reference(SECTION).points.items()]
    notes = [f"{SECTION}.ipynb is linked with that of {other}" for other in NAMES if len(other) > 2]
    return Marked(Submission(Path("submitted"), name, SECTION), "graded", marks, notes=notes)


ROWS = [row(name) for name in NAMES]


def test_no_report_has_a_name(tmp_path: Path) -> None:
    rows = list(without_names(ROWS, "seed"))
    write_json(rows, tmp_path / "marks.json")
    write_csv(rows, tmp_path / "marks.csv")
    write_class_page(rows, COURSE, tmp_path, links=False)
    for name in ("marks.json", "marks.csv", "class.html"):
        text = (tmp_path / name).read_text()
        assert [student for student in NAMES[:-1] if student in text] == []
        assert "feedback/" not in text
        assert text.count(pseudonym("seed", "x")) >= 1


def test_they_are_the_same_in_each_report_of_a_course() -> None:
    first = {one.submission.student for one in without_names(ROWS, "seed")}
    again = {one.submission.student for one in without_names(ROWS[::-1], "seed")}
    assert first == again and len(first) == len(NAMES)
    assert first.isdisjoint(one.submission.student for one in without_names(ROWS, "another"))


def test_the_order_tells_nothing_of_names() -> None:
    order = [one.submission.student for one in without_names(ROWS, "seed")]
    assert order == [one.submission.student for one in without_names(ROWS[::-1], "seed")]
    assert order == sorted(order)


def test_marks_stay_and_rows_are_left_as_they_are() -> None:
    for one in without_names(ROWS, "seed"):
        assert [score.score for score in one.scores] == [1.0] * len(reference(SECTION).points)
    assert [one.submission.student for one in ROWS] == list(NAMES)


@pytest.mark.parametrize("name", ["", "a\udcff", "x" * 10_000, "\n"])
def test_any_name_has_one(name: str) -> None:
    assert len(pseudonym("seed", name)) == len("student-") + 10
