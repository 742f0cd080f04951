"""A student is removed: from both kinds of tables, all folders, pages, and the database's file."""

from __future__ import annotations

import io
import sqlite3
from pathlib import Path

import pytest

from grader import cli
from grader.forget import UnknownStudent, forget, kept_of
from grader.marking.steady import add_bases
from grader.nbgrader.gradebook import Gradebook, NoGradebook, Reader
from grader.results import Marked, Score, Submission
from tests.grader.classes import SECTION, Cohort, tree
from tests.here import COURSE, reference

pytestmark = pytest.mark.classes

GONE, STAYS = "ada-lovelace", "alan"


@pytest.fixture
def db_url(cohort: Cohort, known: str) -> str:
    """A class of two, graded, with pages of each and of both."""
    points = reference(SECTION).points
    with Gradebook(known, [COURSE.section(SECTION)]) as book:
        for name in (GONE, STAYS):
            scores = [Score(n, most, most, None, f"Well, {name}.") for n, most in points.items()]
            of = Submission(cohort.submitted, name, SECTION)
            row = Marked(of, "graded", scores, notes=[name], fingerprint="of all that decides it")
            book.write([add_bases(row, COURSE.section(SECTION))])
            for folder in ("submitted", "autograded", "feedback"):
                path = cohort.course / folder / name / SECTION / "file"
                path.parent.mkdir(parents=True)
                path.write_text(name)
    (cohort.course / "class.html").write_text(f"<p>{GONE}</p>")
    (cohort.course / "marks.csv").write_text(f"{GONE},12")
    return known


def standing(cohort: Cohort, db_url: str, student: str) -> int:
    with Reader(db_url) as book:
        return len(book.standing(Submission(cohort.submitted, student, SECTION)))


def test_all_that_is_kept_goes_and_nothing_else(cohort: Cohort, db_url: str) -> None:
    kept = kept_of(GONE, cohort.course, db_url)
    assert kept.rows == {
        "student": 1,
        "submitted_assignment": 1,
        "graded_descent_mark": 6,
        "graded_descent_submission": 1,
    }
    assert kept.named_in == (cohort.course / "marks.csv",)
    forget(kept)
    left = tree(cohort.course)
    assert [name for name in left if GONE in name] == []
    assert [name for name, data in left.items() if GONE.encode() in data] == ["marks.csv"]
    assert standing(cohort, db_url, GONE) == 0
    assert standing(cohort, db_url, STAYS) == 6
    assert sum(STAYS in name for name in left) == 3
    with pytest.raises(UnknownStudent, match="nothing is kept of 'ada-lovelace'"):
        kept_of(GONE, cohort.course, db_url)


def test_nobody_is_forgotten_for_another(cohort: Cohort, db_url: str) -> None:
    for name in ("ada", "", "..", f"x/../{GONE}", "%", "ada%"):
        with pytest.raises(UnknownStudent):
            kept_of(name, cohort.course, db_url)


def test_what_a_link_leads_to_stays(cohort: Cohort, db_url: str, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "theirs").write_text("x")
    (cohort.submitted / "joan").symlink_to(elsewhere)
    forget(kept_of("joan", cohort.course, db_url))
    assert not (cohort.submitted / "joan").is_symlink()
    assert (elsewhere / "theirs").is_file()


def test_a_gradebook_that_is_locked_keeps_all(cohort: Cohort, db_url: str) -> None:
    before = tree(cohort.course)
    with sqlite3.connect(cohort.course / "gradebook.db", isolation_level=None) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(NoGradebook, match="cannot remove 'ada-lovelace'"):
            forget(kept_of(GONE, cohort.course, f"{db_url}?timeout=0.05"))
        other.execute("ROLLBACK")
    other.close()
    assert tree(cohort.course) == before


@pytest.mark.parametrize(("typed", "gone"), [("n\n", False), ("\n", False), ("y\n", True)])
def test_it_is_asked_first(
    cohort: Cohort,
    db_url: str,
    typed: str,
    gone: bool,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    terminal = io.StringIO(typed)
    monkeypatch.setattr(terminal, "isatty", lambda: True)
    monkeypatch.setattr("sys.stdin", terminal)
    status = cli.main(["forget", GONE, "--course", str(cohort.course)])
    assert (status == 0) == gone == (standing(cohort, db_url, GONE) == 0)
    said = capsys.readouterr().out
    assert "6 rows of graded_descent_mark" in said
    assert ("marks.csv names ada-lovelace as well" in said) == gone


def test_where_nobody_can_be_asked_nothing_goes(
    cohort: Cohort, db_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("y\n"))
    assert cli.main(["forget", GONE, "--course", str(cohort.course)]) == 1
    assert standing(cohort, db_url, GONE) == 6
    assert cli.main(["forget", GONE, "--course", str(cohort.course), "--yes"]) == 0
    assert standing(cohort, db_url, GONE) == 0
