"""nbgrader's feedback pages: what is shown, and that nothing runs in them."""

from __future__ import annotations

import csv
import re

import pytest

from tests.grader.nbgrader.courses import EVIL, PNG, SECTION, Course, rows_of, the_class
from tests.grader.nbgrader.live import Live
from tests.here import reference

# All of them look at courses that are worked through once.
pytestmark = [pytest.mark.classes, pytest.mark.xdist_group("nbgrader")]


def test_feedback_pages_are_made_for_everyone(term: Course) -> None:
    assert term.said["feedback"].status == 0, term.said["feedback"].said
    for student in the_class():
        assert "count_params" in term.page(student)


def test_feedback_shows_what_a_student_pasted(term: Course) -> None:
    page = term.page("foreign")
    assert f'<img alt="sketch" src="data:image/png;base64,{PNG}"' in page
    assert re.search(r"<math.*?<mi>z</mi>.*?</math>", page)


def test_feedback_shows_no_hidden_test(term: Course) -> None:
    for student in the_class():
        page = Live(term.page(student)).text
        for word in ("HIDDEN TESTS", "from grader", "import mark", f"mark({SECTION!r}", "SOLUTION"):
            assert word not in page, student
        assert f'mark("{SECTION}"' not in page


def test_feedback_runs_nothing_that_a_student_wrote(term: Course) -> None:
    for student in ("evil", "other"):
        found = Live(term.page(student))
        assert EVIL in found.text
        assert [part for part in found.live if "stolen" in part] == [], student


def test_feedback_draws_formulas_and_headings_without_another_host(term: Course) -> None:
    page = term.page("right")
    assert page.count("<math") > 50
    assert "<h2>" in page and "&lt;h2" not in page and "$$" not in Live(page).text
    assert (
        re.findall(r"""(?:src|srcset|data|import|url\()\s*=?\s*["']?(?:https?:)?//""", page) == []
    )
    assert len(page) < 2_000_000


def test_feedback_tells_the_message_and_the_points(term: Course) -> None:
    page = Live(term.page("mistaken")).text
    for exercise in rows_of(term)["mistaken"]["exercises"]:
        if exercise["score"] < exercise["max_score"]:
            first = exercise["message"].split(".")[0].split("`")[0][:40]
            assert first in page, exercise


def test_the_export_has_the_sums(term: Course) -> None:
    assert term.said["export"].status == 0, term.said["export"].said
    with (term.clone.root / "grades.csv").open(newline="") as file:
        lines = {line["student_id"]: line for line in csv.DictReader(file)}
    for student, scores in term.found["first scores"].items():
        assert float(lines[student]["score"]) == sum(scores.values())
        assert float(lines[student]["max_score"]) == 13


def test_what_is_not_executed_waits_for_a_person(term: Course) -> None:
    assert term.said["not executed"].status == 0, term.said["not executed"].said
    found = term.found["not executed"]
    assert set(found["scores"].values()) == {None}
    assert found["open"] == {f"test_{name}" for name in reference(SECTION).points}
