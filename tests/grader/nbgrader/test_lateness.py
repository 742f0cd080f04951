"""What it costs to be late is said where a student reads it, and is what the gradebook counts."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from grader.course import Course
from grader.late import Late
from grader.nbgrader.gradebook import Reader
from grader.nbgrader.totals import totals
from grader.reports.folder import Pages
from grader.reports.pages import feedback
from grader.results import Marked, Score, Submission
from grader.rows import Rows
from grader.workers.work import Result
from grader.writing import Writer
from tests.grader.classes import SECTION, Cohort
from tests.here import COURSE, reference, settings

pytestmark = pytest.mark.classes

POINTS = reference(SECTION).points
ALL = sum(POINTS.values())
POLICY = Late("per day", 10, grace=15, cut_off=7)


@pytest.fixture
def db_url(known: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """A gradebook in which the section is due on the second, under the policy."""
    from nbgrader.api import Gradebook

    with Gradebook(known) as book:
        book.update_or_create_assignment(SECTION, duedate="2027-01-02 00:00:00 UTC")
    charging = replace(settings(), late=POLICY)
    monkeypatch.setattr(Course, "settings", property(lambda self: charging))
    return known


def graded(cohort: Cohort, db_url: str, **moments: str) -> None:
    """Grade students who handed in at these moments, all of it right."""
    section = COURSE.section(SECTION)
    of = [Submission(cohort.submitted, student, SECTION) for student in moments]
    with Writer(cohort.course, db_url, {SECTION: section}, Rows(of)) as writer:
        writer.open()
        for one in of:
            stamp = cohort.folder(one.student) / "timestamp.txt"
            stamp.write_text(f"2027-01-{moments[one.student]} UTC")
            row = Marked(
                one,
                "graded",
                [Score(name, most, most, None, "So.") for name, most in POINTS.items()],
            )
            writer.put(Result(row, Pages("{}", feedback(row))))
        writer.finish()
    assert writer.problems == []


def page(cohort: Cohort, student: str) -> str:
    return (cohort.course / "feedback" / student / SECTION / f"{SECTION}.html").read_text()


def counted(db_url: str, student: str) -> float:
    with Reader(db_url) as book:
        return totals(book.connection).points[student, SECTION]


def test_a_page_says_what_was_taken_off_and_why(cohort: Cohort, db_url: str) -> None:
    graded(cohort, db_url, ada="04 12:00:00", alan="02 00:10:00", grace="01 12:00:00")
    late = (
        "Handed in 2 days 12 hours late (due 2027-01-02 00:00 UTC). 10 % of the points for each day"
    )
    left = counted(db_url, "ada")
    assert left == pytest.approx(ALL * 0.7)
    taken = f"{ALL - left:g} of {ALL:g} points are taken off, so {left:g} count."
    assert f"<p>{late} begun, and 3 did: {taken}</p>" in page(cohort, "ada")
    assert f"The first 15 minutes cost nothing: nothing is taken off, so {ALL:g}" in page(
        cohort, "alan"
    )
    assert "Handed in" not in page(cohort, "grace") and counted(db_url, "grace") == ALL
    with Reader(db_url) as book:
        told = book.charge(Submission(cohort.submitted, "ada", SECTION), POLICY)
        assert told and str(told) in page(cohort, "ada") and told.counted == left


def test_an_extension_and_a_mark_by_hand_count(cohort: Cohort, db_url: str) -> None:
    from nbgrader.api import Gradebook

    graded(cohort, db_url, ada="04 12:00:00")
    with Gradebook(db_url) as book:
        book.grant_extension(SECTION, "ada", days=1)
        grade = book.find_grade("test_neuron", SECTION, SECTION, "ada")
        grade.manual_score = POINTS["neuron"] - 1
        book.db.commit()
    graded(cohort, db_url, ada="04 12:00:00")
    left = counted(db_url, "ada")
    assert left == pytest.approx((ALL - 1) * 0.8)
    said = page(cohort, "ada")
    assert "1 day 12 hours late (due 2027-01-02 00:00 UTC, put off by 1 day)" in said
    assert f"of {ALL - 1:g} points are taken off, so {left:g} count." in said


def test_a_table_that_changed_since_is_not_given_as_the_reason(cohort: Cohort, db_url: str) -> None:
    graded(cohort, db_url, ada="04 12:00:00")
    with Reader(db_url) as book:
        of = Submission(cohort.submitted, "ada", SECTION)
        told = book.charge(of, Late("per hour", 1))
        by_nbgrader = book.charge(of, None)
    assert told and by_nbgrader and told.counted == by_nbgrader.counted == counted(db_url, "ada")
    assert told.rule == "As it was when this was graded"
    assert by_nbgrader.rule == "As nbgrader's rule has it"
    assert (told.seconds, told.extension) == (2.5 * 86_400, timedelta())
