"""Marks in nbgrader's gradebook: written whole, written again, and never over a person's."""

from __future__ import annotations

import dataclasses
import os
import shutil
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event

from grader.nbgrader import tables
from grader.nbgrader.comments import comments
from grader.nbgrader.gradebook import (
    Gradebook,
    NoGradebook,
    Reader,
    default_db_url,
    handed_in,
)
from grader.results import Marked, Score, Submission
from tests.grader.classes import SECTION, Cohort
from tests.here import COURSE, exercises, reference

pytestmark = pytest.mark.classes

POINTS = reference(SECTION).points


@pytest.fixture
def db_url(known: str) -> str:
    return known


@pytest.fixture
def book(db_url: str) -> Iterator[Gradebook]:
    with Gradebook(db_url, [COURSE.section(SECTION)]) as opened:
        yield opened


def row(cohort: Cohort, student: str = "ada", share: float = 1.0, message: str = "So.") -> Marked:
    marks = [Score(n, share * most, most, None, f"{message} {n}") for n, most in POINTS.items()]
    return Marked(Submission(cohort.submitted, student, SECTION), "graded", marks)


def seen(db_url: str, student: str = "ada") -> Any:
    """What nbgrader itself reads of a submission, or None where there is none."""
    from nbgrader.api import Gradebook as Nbgrader
    from nbgrader.api import MissingEntry

    with Nbgrader(db_url) as opened:
        try:
            found = opened.find_submission(SECTION, student)
        except MissingEntry:
            return None
        (notebook,) = found.notebooks
        return {
            "score": found.score,
            "max_score": found.max_score,
            "timestamp": found.timestamp,
            "auto": {grade.name: grade.auto_score for grade in notebook.grades},
            "manual": {grade.name: grade.manual_score for grade in notebook.grades},
            "look": {grade.name for grade in notebook.grades if grade.needs_manual_grade},
            "comments": {comment.name: comment.comment for comment in notebook.comments},
        }


def by_hand(db_url: str, exercise: str, score: float, comment: str = "") -> None:
    """Give a mark as a person does in the formgrader."""
    from nbgrader.api import Gradebook as Nbgrader

    with Nbgrader(db_url) as opened:
        grade = opened.find_grade(f"test_{exercise}", SECTION, SECTION, "ada")
        grade.manual_score, grade.needs_manual_grade = score, False
        if comment:
            cell = exercises(SECTION)[exercise].answer_cell
            opened.find_comment(cell, SECTION, SECTION, "ada").manual_comment = comment
        opened.db.commit()


# Writing


def test_marks_are_what_nbgrader_reads(book: Gradebook, cohort: Cohort, db_url: str) -> None:
    book.write([row(cohort, share=0.5)])
    found = seen(db_url)
    assert (found["score"], found["max_score"]) == (sum(POINTS.values()) / 2, sum(POINTS.values()))
    assert found["auto"] == {f"test_{name}": most / 2 for name, most in POINTS.items()}
    assert found["look"] == set()


def test_a_zero_is_a_mark_and_no_open_question(
    book: Gradebook, cohort: Cohort, db_url: str
) -> None:
    book.write([row(cohort, share=0.0)])
    found = seen(db_url)
    assert set(found["auto"].values()) == {0.0} and found["look"] == set()


def test_grading_again_replaces_the_marks(book: Gradebook, cohort: Cohort, db_url: str) -> None:
    book.write([row(cohort, share=0.25, message="First.")])
    book.write([row(cohort, share=1.0, message="Second.")])
    found = seen(db_url)
    assert found["score"] == sum(POINTS.values())
    assert all(text.startswith("Second.") for text in found["comments"].values() if text)


def test_grading_again_in_another_session_gives_one_submission(cohort: Cohort, db_url: str) -> None:
    for share in (0.25, 0.75):
        with Gradebook(db_url, [COURSE.section(SECTION)]) as book:
            book.write([row(cohort, share=share)])
    assert seen(db_url)["score"] == 0.75 * sum(POINTS.values())
    from nbgrader.api import Gradebook as Nbgrader

    with Nbgrader(db_url) as opened:
        assert len(opened.assignment_submissions(SECTION)) == len(opened.students) == 1


def test_a_mark_given_by_hand_stays_and_is_to_be_looked_at_again(
    cohort: Cohort, db_url: str
) -> None:
    with Gradebook(db_url, [COURSE.section(SECTION)]) as book:
        book.write([row(cohort, share=0.0)])
    by_hand(db_url, "neuron", 1.5, "You explained it well.")
    with Gradebook(db_url, [COURSE.section(SECTION)]) as book:
        book.write([row(cohort, share=0.5)])
    found = seen(db_url)
    assert (found["manual"]["test_neuron"], found["auto"]["test_neuron"]) == (1.5, 1.0)
    assert found["look"] == {"test_neuron"}
    assert found["score"] == sum(POINTS.values()) / 2 + 0.5
    assert found["comments"]["neuron"] == "You explained it well."


def test_a_zero_given_by_hand_stays_as_well(cohort: Cohort, db_url: str) -> None:
    with Gradebook(db_url, [COURSE.section(SECTION)]) as book:
        book.write([row(cohort)])
    by_hand(db_url, "neuron", 0.0)
    with Gradebook(db_url, [COURSE.section(SECTION)]) as book:
        book.write([row(cohort)])
    found = seen(db_url)
    assert found["manual"]["test_neuron"] == 0.0 and found["look"] == {"test_neuron"}
    assert found["score"] == sum(POINTS.values()) - POINTS["neuron"]


@pytest.mark.parametrize(
    "student",
    ["=1+1", "a,b", "two\nlines", "Zoë 名前", "x" * 255, "'; drop table student; --", ".hidden"],
)
def test_names_of_students_are_opaque(
    student: str, book: Gradebook, cohort: Cohort, db_url: str
) -> None:
    book.write([row(cohort, student)])
    assert seen(db_url, student)["score"] == sum(POINTS.values())


def test_a_name_that_is_not_utf8_stops_nobody_else(
    book: Gradebook, cohort: Cohort, db_url: str
) -> None:
    odd = [os.fsdecode(name) for name in (b"caf\xe9", b"caf\xe8")]
    rows = [row(cohort, name, share) for name, share in zip(odd, (0.5, 1.0), strict=True)]
    book.write([row(cohort, "ada"), *rows, row(cohort, "grace")])
    assert seen(db_url, "ada") and seen(db_url, "grace")
    from nbgrader.api import Gradebook as Nbgrader

    with Nbgrader(db_url) as opened:
        found = [item.score for item in opened.assignment_submissions(SECTION)]
    assert sorted(found) == [sum(POINTS.values()) / 2, *[sum(POINTS.values())] * 3]


# All or nothing


def test_a_batch_is_written_in_one_transaction(book: Gradebook, cohort: Cohort) -> None:
    commits = []
    event.listen(book._book.engine, "commit", commits.append)
    book.write([row(cohort, f"student {n}") for n in range(10)])
    assert len(commits) == 1


def test_a_batch_that_cannot_be_written_leaves_nothing_behind(
    book: Gradebook, cohort: Cohort, db_url: str
) -> None:
    unknown = dataclasses.replace(
        row(cohort, "grace"), submission=Submission(cohort.submitted, "grace", "09_unknown")
    )
    with pytest.raises(NoGradebook, match="cannot write the gradebook"):
        book.write([row(cohort, "ada"), unknown])
    assert seen(db_url, "ada") is None
    book.write([row(cohort, "hedy")])
    assert seen(db_url, "hedy") and seen(db_url, "ada") is None


def test_what_was_not_written_is_dropped(cohort: Cohort, db_url: str) -> None:
    with Gradebook(db_url, [COURSE.section(SECTION)]) as book:
        tables.write(book._book.db.connection(), [book._entry(row(cohort))])
    from nbgrader.api import Gradebook as Nbgrader

    with Nbgrader(db_url) as opened:
        assert opened.students == []


def test_a_gradebook_that_is_none_is_told(tmp_path: Path) -> None:
    (tmp_path / "gradebook.db").write_text("not a database" * 100)
    with pytest.raises(NoGradebook, match=r"cannot open the gradebook .*gradebook\.db"):
        Gradebook(default_db_url(tmp_path), [])


def test_a_gradebook_in_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(NoGradebook, match="cannot open the gradebook"):
        Gradebook(default_db_url(tmp_path / "nowhere"), [])


def test_an_assignment_is_known_with_its_points(db_url: str) -> None:
    from nbgrader.api import Gradebook as Nbgrader

    with Nbgrader(db_url) as opened:
        (notebook,) = opened.find_assignment(SECTION).notebooks
        assert {c.name: c.max_score for c in notebook.grade_cells} == {
            f"test_{name}": most for name, most in POINTS.items()
        }
        assert {c.name for c in notebook.solution_cells} == {
            entry.answer_cell for entry in exercises(SECTION).values()
        }


def test_points_that_changed_since_are_taken_from_the_source(cohort: Cohort, db_url: str) -> None:
    with Gradebook(db_url, [COURSE.section(SECTION)]) as book:
        book.write([row(cohort)])
    from nbgrader.api import Gradebook as Nbgrader

    with Nbgrader(db_url) as opened:
        opened.find_grade_cell("test_neuron", SECTION, SECTION).max_score = 7
        opened.db.commit()
    assert seen(db_url)["max_score"] == sum(POINTS.values()) - POINTS["neuron"] + 7
    with Gradebook(db_url, [COURSE.section(SECTION)]) as book:
        book.write([row(cohort)])
    assert seen(db_url)["max_score"] == seen(db_url)["score"] == sum(POINTS.values())


# Comments


def told(message: str, section: str = SECTION) -> dict[str, str]:
    marks = [Score(n, 0.0, 1.0, None, message) for n in exercises(section)]
    marked = Marked(Submission(Path("x"), "ada", section), "graded", marks)
    return comments(marked, COURSE.section(section))


def test_a_message_is_the_comment_of_its_answer_cell(
    book: Gradebook, cohort: Cohort, db_url: str
) -> None:
    book.write([row(cohort, message="Look here.")])
    for name, entry in exercises(SECTION).items():
        assert seen(db_url)["comments"][entry.answer_cell] == f"Look here. {name}"


def test_several_exercises_of_one_cell_are_told_apart() -> None:
    found = told("Look.", "05_backpropagation")
    assert found["output_delta"] == "Look."
    for name in ("network_forward", "network_backward", "network_train"):
        assert f"{name}: Look." in found["network"].split("\n\n")


@pytest.mark.parametrize(
    "evil", ["<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "a < b & c", "</div>"]
)
def test_comments_hold_no_html(evil: str) -> None:
    for text in told(f"There is no f: its cell stops with {evil}").values():
        assert "<" not in text and "&" in text


# When it was handed in


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2027-03-01 12:00:00 UTC", datetime(2027, 3, 1, 12)),
        ("2027-03-01 12:00:00.123456 UTC\n", datetime(2027, 3, 1, 12, 0, 0, 123456)),
        ("2027-03-01T12:00:00-05:00", datetime(2027, 3, 1, 17)),
    ],
)
def test_the_time_comes_from_nbgraders_file(text: str, moment: datetime, cohort: Cohort) -> None:
    (cohort.folder("ada") / "timestamp.txt").write_text(text)
    assert handed_in(Submission(cohort.submitted, "ada", SECTION)) == moment


@pytest.mark.parametrize(
    "data",
    [b"", b"yesterday evening", b"\xff\xfe", b"9" * 5000, b"0", b"99999-01-01", b"\x00", b"NaN"],
)
def test_a_time_that_makes_no_sense_is_no_time(data: bytes, cohort: Cohort) -> None:
    (cohort.folder("ada") / "timestamp.txt").write_bytes(data)
    assert handed_in(Submission(cohort.submitted, "ada", SECTION)) is None


@pytest.mark.parametrize("make", ["link", "fifo", "folder", "nothing"])
def test_a_time_that_is_no_regular_file_is_not_read(make: str, cohort: Cohort) -> None:
    path = cohort.folder("ada") / "timestamp.txt"
    if make == "link":
        other = cohort.folder("grace") / "timestamp.txt"
        other.write_text("2027-03-01 12:00:00 UTC")
        path.symlink_to(other)
    elif make == "fifo":
        os.mkfifo(path)
    elif make == "folder":
        path.mkdir()
    assert handed_in(Submission(cohort.submitted, "ada", SECTION)) is None


def test_the_time_is_recorded_and_stays_where_there_is_no_newer_one(
    book: Gradebook, cohort: Cohort, db_url: str
) -> None:
    stamp = cohort.folder("ada") / "timestamp.txt"
    stamp.write_text("2027-03-01 12:00:00 UTC")
    book.write([row(cohort)])
    assert seen(db_url)["timestamp"] == datetime(2027, 3, 1, 12)
    stamp.write_text("2027-03-02 12:00:00 UTC")
    book.write([row(cohort)])
    assert seen(db_url)["timestamp"] == datetime(2027, 3, 2, 12)
    stamp.unlink()
    book.write([row(cohort)])
    assert seen(db_url)["timestamp"] == datetime(2027, 3, 2, 12)


@pytest.mark.parametrize(
    "name", ["a b", "x%20y", "it's", 'q"q', "h#h", "w?w", "Übung", "a&b=c;d@e:f"]
)
def test_a_folder_may_have_any_name(name: str, blank: Path, tmp_path: Path) -> None:
    folder = tmp_path / name
    folder.mkdir()
    shutil.copy(blank, folder / "gradebook.db")
    with Gradebook(default_db_url(folder), [COURSE.section(SECTION)]) as opened:
        opened.write([row(Cohort(folder))])
    assert seen(default_db_url(folder))["score"] == sum(POINTS.values())
    with Reader(default_db_url(folder)) as reader:
        assert len(reader.standing(row(Cohort(folder)).submission)) == len(POINTS)
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_a_gradebook_that_cannot_be_made_leaves_no_half_of_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full() -> str:
        raise OSError("no space left on device")

    with monkeypatch.context() as patched:
        patched.setattr("grader.nbgrader.opening._newest_version", full)
        with pytest.raises(NoGradebook):
            Gradebook(default_db_url(tmp_path), [])
    assert list(tmp_path.iterdir()) == []
    with Gradebook(default_db_url(tmp_path), []):
        pass
    assert [path.name for path in tmp_path.iterdir()] == ["gradebook.db"]
