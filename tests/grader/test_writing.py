"""Where something cannot be written, no mark is lost, and it is said."""

from __future__ import annotations

import errno
import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest

from grader import grading, writing
from grader.grading import Job, Unfinished
from grader.marking.steady import add_bases
from grader.nbgrader.gradebook import NoGradebook, Reader
from grader.reports.folder import Pages
from grader.results import Marked, Score, Status, Submission
from grader.rows import Rows
from grader.workers.work import Item, Result, not_graded
from grader.writing import Writer
from tests.grader.classes import SECTION, Cohort
from tests.here import COURSE, reference, settings

pytestmark = pytest.mark.classes

POINTS = reference(SECTION).points
ALL = sum(POINTS.values())
SECTIONS = {SECTION: COURSE.section(SECTION)}


@pytest.fixture
def db_url(known: str) -> str:
    # It does not wait for whoever has locked it.
    return f"{known}?timeout=0.05"


def of(cohort: Cohort, student: str = "ada") -> Submission:
    return Submission(cohort.submitted, student, SECTION)


def result(submission: Submission, share: float = 1.0, status: Status = "graded") -> Result:
    scores = [Score(name, share * most, most, None, "So.") for name, most in POINTS.items()]
    row = add_bases(Marked(submission, status, scores, fingerprint="x"), COURSE.section(SECTION))
    return Result(row, Pages("{}" if status == "graded" else "", f"{share:g}"))


def wrote(cohort: Cohort, db_url: str, *results: Result) -> tuple[list[str], Rows]:
    rows = Rows([each.row.submission for each in results])
    with Writer(cohort.course, db_url, SECTIONS, rows) as writer:
        writer.open()
        for each in results:
            writer.put(each)
        writer.finish()
    return writer.problems, rows


def marks(cohort: Cohort, db_url: str, student: str = "ada") -> float:
    with Reader(db_url) as book:
        return sum(score.score for score in book.standing(of(cohort, student)).values())


@contextmanager
def locked(cohort: Cohort, how: str) -> Iterator[None]:
    """The gradebook, while another program writes to it."""
    with sqlite3.connect(cohort.course / "gradebook.db", isolation_level=None) as other:
        other.execute(f"BEGIN {how}")
        yield
        other.execute("ROLLBACK")
    other.close()


@pytest.mark.parametrize("how", ["IMMEDIATE", "EXCLUSIVE"])
def test_a_locked_gradebook_costs_no_row(cohort: Cohort, db_url: str, how: str) -> None:
    with locked(cohort, how):
        problems, rows = wrote(cohort, db_url, result(of(cohort)), result(of(cohort, "alan")))
    (problem,) = problems
    assert problem.startswith("marks are not in the gradebook: cannot ")
    assert "another program has it open" in problem and "\n" not in problem
    assert [row.score for row in rows] == [ALL, ALL]
    assert marks(cohort, db_url) == 0
    problems, _ = wrote(cohort, db_url, result(of(cohort)))
    assert (problems, marks(cohort, db_url)) == ([], ALL)


def test_a_lock_that_ends_in_time_is_no_matter(
    cohort: Cohort, db_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writing, "BATCH", 1)
    results = [result(of(cohort)), result(of(cohort, "alan"))]
    with Writer(
        cohort.course, db_url, SECTIONS, Rows([each.row.submission for each in results])
    ) as writer:
        writer.open()
        with locked(cohort, "IMMEDIATE"):
            writer.put(results[0])
        writer.put(results[1])
        writer.finish()
    assert writer.problems == []
    assert marks(cohort, db_url) == marks(cohort, db_url, "alan") == ALL


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EROFS, errno.EACCES])
def test_a_full_or_closed_disk_is_told_once(
    cohort: Cohort, db_url: str, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(code, os.strerror(code), "autograded")

    monkeypatch.setattr(writing, "write_pages", refuse)
    monkeypatch.setattr(os, "access", lambda *_: False)
    problems, rows = wrote(cohort, db_url, result(of(cohort)), result(of(cohort, "alan")))
    (problem,) = problems
    assert os.strerror(code) in problem
    assert [row.status for row in rows] == ["graded", "graded"]
    assert marks(cohort, db_url, "alan") == ALL
    # A second run has to write them.
    assert [row.fingerprint for row in rows] == ["", ""]


def test_a_gradebook_without_room_costs_no_row(cohort: Cohort, db_url: str) -> None:
    rows = Rows([of(cohort)])
    with Writer(cohort.course, db_url, SECTIONS, rows) as writer:
        writer.open()
        assert writer._book
        # As where the disk is full: SQLite has no page more to write to.
        connection = writer._book._book.db.connection()
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
        long = result(of(cohort))
        long.row.scores = [replace(score, message="long " * 9999) for score in long.row.scores]
        writer.put(long)
        writer.finish()
    (problem,) = writer.problems
    assert "the disk is full" in problem
    assert [row.status for row in rows] == ["graded"]
    assert marks(cohort, db_url) == 0


def test_one_closed_folder_costs_one(
    cohort: Cohort, db_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(of: Submission, *_: object) -> None:
        if of.student == "ada":
            raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(writing, "write_pages", refuse)
    monkeypatch.setattr(os, "access", lambda *_: True)
    problems, rows = wrote(cohort, db_url, result(of(cohort)), result(of(cohort, "alan")))
    assert problems == []
    assert [row.status for row in rows] == ["failed", "graded"]


# A submission that comes again


def test_a_failure_of_ours_takes_no_mark(cohort: Cohort, db_url: str) -> None:
    wrote(cohort, db_url, result(of(cohort)))
    broken = Result(not_graded(of(cohort), COURSE.section(SECTION), "it died"), Pages("", "no"))
    _, rows = wrote(cohort, db_url, broken)
    assert marks(cohort, db_url) == ALL
    assert rows[0].status == "failed"
    assert rows[0].notes[-1] == f"the marks of before stand in the gradebook: {ALL:g} points"
    folder = cohort.course / "feedback" / "ada" / SECTION
    assert (folder / f"{SECTION}.html").read_text() == "1"


def test_a_first_failure_of_ours_is_recorded(cohort: Cohort, db_url: str) -> None:
    broken = Result(not_graded(of(cohort), COURSE.section(SECTION), "it died"), Pages("", "no"))
    for _ in range(2):
        wrote(cohort, db_url, broken)
    with Reader(db_url) as book:
        basis = book.standing(of(cohort))["sigmoid"].basis
    assert basis and basis.status == "failed"


def test_what_cannot_be_read_leaves_nothing_of_before(cohort: Cohort, db_url: str) -> None:
    notebook = cohort.course / "autograded" / "ada" / SECTION / f"{SECTION}.ipynb"
    wrote(cohort, db_url, result(of(cohort)))
    assert notebook.is_file()
    wrote(cohort, db_url, result(of(cohort), 0.0, "unreadable"))
    assert not notebook.exists()
    assert marks(cohort, db_url) == 0
    assert (cohort.course / "feedback" / "ada" / SECTION / f"{SECTION}.html").read_text() == "0"


# Grading


def job(cohort: Cohort, db_url: str) -> Job:
    submissions = [of(cohort, name) for name in ("ada", "alan")]
    return Job(submissions, cohort.course, db_url, replace(settings()))


class Pretended:
    """A pool whose workers are pretended."""

    does: Callable[[Submission], Result] = staticmethod(result)

    def __init__(self, *_: object) -> None: ...

    def __enter__(self) -> Pretended:
        return self

    def __exit__(self, *_: object) -> None: ...

    def run(self, items: Iterator[Item]) -> Iterator[Result]:
        return (type(self).does(item.submission) for item in list(items))


def test_what_was_marked_is_there_when_somebody_stops_it(
    cohort: Cohort, db_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def until_alan(submission: Submission) -> Result:
        if submission.student == "alan":
            raise KeyboardInterrupt
        return result(submission)

    monkeypatch.setattr(grading, "Pool", Pretended)
    monkeypatch.setattr(Pretended, "does", staticmethod(until_alan))
    with pytest.raises(Unfinished, match="stopped: 1 of 2 were marked") as stopped:
        grading.grade(job(cohort, db_url))
    assert stopped.value.interrupted
    assert [row.submission.student for row in stopped.value.rows] == ["ada"]
    assert marks(cohort, db_url) == ALL
    monkeypatch.setattr(Pretended, "does", staticmethod(result))
    assert len(grading.grade(job(cohort, db_url))) == 2
    assert marks(cohort, db_url, "alan") == ALL


def test_a_lock_is_told_with_all_rows(
    cohort: Cohort, db_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(grading, "Pool", Pretended)
    with locked(cohort, "EXCLUSIVE"), pytest.raises(Unfinished) as told:
        grading.grade(job(cohort, db_url))
    assert [row.score for row in told.value.rows] == [ALL, ALL]
    assert str(told.value).endswith("What is written stays; grade again for the rest")


def test_rows_that_are_not_there_yet_are_passed_over(cohort: Cohort) -> None:
    rows = Rows([of(cohort, name) for name in ("ada", "alan", "joan")])
    rows.put(result(of(cohort, "joan")).row)
    rows.put(result(of(cohort, "ada")).row)
    assert [row.submission.student for row in rows] == ["ada", "joan"]
    assert len(rows) == 2 and rows[-1].submission.student == "joan"


def test_a_gradebook_that_cannot_be_read_any_more_costs_no_row(
    cohort: Cohort, db_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise NoGradebook("locked meanwhile")

    monkeypatch.setattr(Reader, "before", refuse)
    rows = Rows([of(cohort)])
    with Writer(cohort.course, db_url, {}, rows) as writer:
        assert writer.before(of(cohort), {}) is None
        writer.put(result(of(cohort)))
        writer.finish()
    assert len(list(rows)) == 1
    assert any("locked meanwhile" in problem for problem in writer.problems)
