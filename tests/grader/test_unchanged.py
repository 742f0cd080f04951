"""What has not changed is not marked again, and a class that was interrupted is completed."""

from __future__ import annotations

import dataclasses
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from grader.course import Course
from grader.grading import Job, grade
from grader.marking.submissions import find_submissions
from grader.nbgrader.gradebook import Reader
from grader.reports.report import as_data
from grader.results import Marked
from tests.grader.classes import SECTION, Cohort, code, slim
from tests.here import ROOT, answered, settings

pytestmark = pytest.mark.classes

NO_BIAS = "def neuron(X, w, b):\n    return sigmoid(X @ w)\n"

IN_SMALL_BATCHES = """
import sys
from descent.command import main
from grader import writing

writing.BATCH = 2
main(["grade", sys.argv[1], "--workers", "2"])
"""

Grade = Callable[..., dict[str, Marked]]


@pytest.fixture
def regrade(cohort: Cohort, known: str) -> Grade:
    """Return a function that grades the class, and gives its rows by student."""

    def regrade(**options: Any) -> dict[str, Marked]:
        work_list = find_submissions(cohort.submitted)
        job = Job(work_list, cohort.course, known, settings(), **options)
        return {row.submission.student: row for row in grade(job)}

    return regrade


def unchanged(rows: dict[str, Marked]) -> set[str]:
    return {student for student, row in rows.items() if row.unchanged}


def data(rows: dict[str, Marked]) -> list[dict[str, Any]]:
    return [{**as_data(row), "seconds": 0} for row in rows.values()]


def hand_in_all(cohort: Cohort) -> None:
    cohort.hand_in("ada", slim(answered(SECTION)))
    cohort.hand_in("bob", slim(answered(SECTION, {"neuron": NO_BIAS})))
    cohort.hand_in("cyd", "not JSON")


def page(cohort: Cohort, student: str) -> Path:
    return cohort.course / "feedback" / student / SECTION / f"{SECTION}.html"


def test_only_what_changed_is_marked_again_and_every_row_is_whole(
    cohort: Cohort, regrade: Grade, monkeypatch: pytest.MonkeyPatch
) -> None:
    hand_in_all(cohort)
    first = regrade()
    assert unchanged(first) == set()
    second = regrade()
    assert unchanged(second) == {"ada", "bob"}
    assert data(second) == data(first)

    cohort.hand_in("ada", slim(answered(SECTION, {"neuron": NO_BIAS})))
    page(cohort, "bob").unlink()
    third = regrade()
    assert unchanged(third) == set() and page(cohort, "bob").is_file()
    assert third["ada"].score == third["bob"].score < first["ada"].score

    (cohort.submitted / "ada" / SECTION / "timestamp.txt").write_text("2027-02-01 12:00:00 UTC")
    assert unchanged(regrade()) == {"bob"}
    assert unchanged(regrade(force=True)) == unchanged(regrade(all_cells=True)) == set()
    # The marks stand of the run that came last.
    assert unchanged(regrade(all_cells=True)) == {"ada", "bob"}
    monkeypatch.setattr(Course, "settings", dataclasses.replace(settings(), cell=29.0))
    assert unchanged(regrade(all_cells=True)) == set()


def test_a_mark_that_something_else_has_written_is_given_again(
    cohort: Cohort, regrade: Grade, known: str
) -> None:
    from nbgrader.api import Gradebook

    hand_in_all(cohort)
    first = regrade()
    with Gradebook(known) as book:
        of = (SECTION, SECTION, "ada")
        book.find_grade("test_neuron", *of).auto_score = 0.25
        bobs = book.find_grade("test_neuron", SECTION, SECTION, "bob")
        bobs.manual_score, bobs.needs_manual_grade = 0.5, False
        book.find_comment("neuron", SECTION, SECTION, "bob").manual_comment = "Look again."
        book.db.commit()
    second = regrade()
    assert unchanged(second) == {"bob"} and data(second) == data(first)
    with Gradebook(known) as book:
        assert book.find_grade("test_neuron", *of).auto_score != 0.25
        for _ in range(2):
            bobs = book.find_grade("test_neuron", SECTION, SECTION, "bob")
            assert bobs.manual_score == 0.5
            comment = book.find_comment("neuron", SECTION, SECTION, "bob")
            assert comment.manual_comment == "Look again."
            regrade(force=True)
            book.db.expire_all()


def test_what_failed_is_tried_again(
    cohort: Cohort, regrade: Grade, monkeypatch: pytest.MonkeyPatch
) -> None:
    notebook = slim(answered(SECTION))
    notebook["cells"].insert(0, code("while True:\n    pass"))
    cohort.hand_in("ada", notebook)
    monkeypatch.setattr(Course, "settings", dataclasses.replace(settings(), cell=1.0))
    for _ in range(2):
        rows = regrade()
        assert rows["ada"].status == "timeout" and unchanged(rows) == set()


def test_a_class_that_was_killed_is_completed(cohort: Cohort, known: str, regrade: Grade) -> None:
    students = [f"s{number:02}" for number in range(12)]
    for number, student in enumerate(students):
        wrong = answered(SECTION, {"neuron": NO_BIAS})
        cohort.hand_in(student, slim(wrong if number % 2 else answered(SECTION)))
    process = subprocess.Popen(
        [sys.executable, "-c", IN_SMALL_BATCHES, str(cohort.submitted)],
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
    )
    while not page(cohort, students[4]).exists():
        assert process.poll() is None
        time.sleep(0.02)
    process.send_signal(signal.SIGKILL)
    process.wait()
    with Reader(known) as book:
        recorded = {of.student for of in find_submissions(cohort.submitted) if book.standing(of)}
    assert len(recorded) < len(students)
    completed = regrade()
    assert unchanged(completed) == recorded
    assert data(completed) == data(regrade(force=True))
