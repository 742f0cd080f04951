"""``descent grade``: a folder with every kind of submission, from the command line to the files."""

from __future__ import annotations

import csv
import dataclasses
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
import pytest

from descent.command import main
from grader import grading
from grader.course import Section
from grader.grading import Job, grade
from grader.guest.outside.host import Zygote
from grader.guest.outside.isolation import Unsandboxed
from grader.guest.outside.levels import Report
from grader.marking.submissions import find_submissions
from grader.nbgrader import records
from grader.nbgrader.gradebook import Reader, default_db_url
from grader.reports.folder import Pages
from grader.results import Marked, Submission
from grader.workers import work
from tests.grader.classes import SECTION, Clone, Cohort, Ran, code, tree
from tests.grader.conftest import CloneIt
from tests.grader.every_kind import EXPECTED, FILE, OTHER, make
from tests.grader.workers.at_home import AtHome
from tests.here import answered, reference, settings

pytestmark = pytest.mark.classes


@dataclass(frozen=True)
class Graded:
    """A class that was graded, and what came of it."""

    clone: Clone
    cohort: Cohort
    first: Ran
    second: Ran

    def rows(self, file: str = "marks.json") -> dict[tuple[str, str], dict[str, Any]]:
        """The rows of a JSON report."""
        data = json.loads((self.cohort.course / file).read_text())
        return {(row["student"], row["assignment"]): row for row in data["submissions"]}


@pytest.fixture(scope="module")
def graded(clone_it: CloneIt, tmp_path_factory: pytest.TempPathFactory) -> Graded:
    clone = clone_it([SECTION, OTHER])
    cohort = Cohort(tmp_path_factory.mktemp("class"))
    make(cohort)
    reports = ["--json", cohort.course / "marks.json", "--csv", cohort.course / "marks.csv"]
    first = clone.descent("grade", cohort.submitted, *reports, "--workers", 2)
    again = ["--json", cohort.course / "again.json", "--workers", 1]
    second = clone.descent("grade", "submitted", *again, cwd=cohort.course)
    return Graded(clone, cohort, first, second)


@pytest.fixture
def book(graded: Graded) -> Iterator[Any]:
    from nbgrader.api import Gradebook

    with Gradebook(default_db_url(graded.cohort.course)) as opened:
        yield opened


# From the command line


def test_a_class_in_which_work_was_passed_over_does_not_end_with_status_zero(
    graded: Graded,
) -> None:
    assert graded.first.status == 1, graded.first.said
    assert "Traceback" not in graded.first.said


def test_what_was_passed_over_is_named(graded: Graded) -> None:
    said = graded.first.stdout
    assert f"PASSED OVER other name/{SECTION}/my_work.ipynb: only other name/" in said
    assert "PASSED OVER right/09_unknown: the course has no such one: it has " + SECTION in said
    assert "passed over notes.txt: it lies beside the students' folders" in said


def test_every_submission_has_its_row_its_status_and_its_points(graded: Graded) -> None:
    rows = graded.rows()
    assert rows.keys() == EXPECTED.keys()
    found = {
        key: (row["status"], row["score"] / row["max_score"] if row["max_score"] else None)
        for key, row in rows.items()
    }
    for key, (status, share) in EXPECTED.items():
        assert found[key][0] == status, (key, rows[key]["notes"])
        if share is not None:
            assert found[key][1] == pytest.approx(share), (key, rows[key])
    assert 0 < (found["mistaken", SECTION][1] or 0) < 1
    assert 0 < (found["unfinished", SECTION][1] or 0) < 1


def test_rows_stand_in_order_of_students_and_assignments(graded: Graded) -> None:
    keys = list(graded.rows())
    assert keys == sorted(keys)


def test_what_was_put_right_is_noted_in_a_line(graded: Graded) -> None:
    rows = graded.rows()
    notes = {key[0]: row["notes"] for key, row in rows.items() if key[1] == SECTION}
    assert notes["warns"] == []
    assert notes["right"][0] == "the submission of a link is a link to this one"
    assert "it is a link to the work of right" in notes["a linked folder"]
    assert notes["other name"] == [f"{FILE} is missing: there is my_work.ipynb in its place"]
    assert notes["forged tests"][0].startswith("altered and restored: test_sigmoid, ")
    assert notes["deleted tests"][0].startswith("deleted: test_sigmoid, ")
    assert notes["deleted answer"] == ["deleted: separable"]
    assert any(note == "more than once: test_neuron" for note in notes["doubled test"])
    assert notes["altered given"] == ["altered and restored: given_setup"]
    assert "did not end within 3 s" in notes["loops"][0]
    assert "ended the process" in notes["exits"][0]
    assert "is a link" in notes["a link"][0]


def test_a_row_without_marks_says_why_for_every_exercise(graded: Graded) -> None:
    row = graded.rows()["not JSON", SECTION]
    assert [e["id"] for e in row["exercises"]] == list(reference(SECTION).points)
    assert all(e["score"] == 0 and "is not JSON" in e["message"] for e in row["exercises"])
    assert graded.rows()["right", "09_unknown"]["exercises"] == []


def test_marks_that_were_lost_come_with_a_message(graded: Graded) -> None:
    for row in graded.rows().values():
        for exercise in row["exercises"]:
            assert exercise["message"], row


def test_grading_again_with_another_number_of_workers_gives_the_same_marks(
    graded: Graded,
) -> None:
    assert graded.second.status == 1, graded.second.said
    first, again = graded.rows(), graded.rows("again.json")
    for row in (*first.values(), *again.values()):
        del row["seconds"]
    assert first == again


def test_the_csv_has_the_same_points_as_the_json(graded: Graded) -> None:
    with (graded.cohort.course / "marks.csv").open(encoding="utf-8", newline="") as file:
        lines = list(csv.DictReader(file))
    rows = list(graded.rows().values())
    whole = [line for line in lines if not line["exercise"]]
    assert [float(line["score"]) for line in whole] == [row["score"] for row in rows]
    assert [line["status"] for line in whole] == [row["status"] for row in rows]
    assert len(lines) == sum(1 + len(row["exercises"]) for row in rows)
    assert not any(c.startswith(("=", "+", "-", "@")) for line in lines for c in line.values())


def test_the_terminal_shows_what_needs_a_look_and_how_guests_were_locked_in(graded: Graded) -> None:
    shown = graded.first.stdout
    assert "need a look: " in shown and "a pipe" in shown
    assert "isolation: " in shown
    assert f"{len(EXPECTED)} submissions" in shown
    assert "\x1b" not in shown


def test_the_gradebook_has_what_the_json_has(graded: Graded, book: Any) -> None:
    rows = {k: r for k, r in graded.rows().items() if k[1] != "09_unknown"}
    for (student, assignment), row in rows.items():
        name = student.encode("utf-8", "backslashreplace").decode()
        found = book.find_submission(assignment, name)
        assert (found.score, found.max_score) == (row["score"], row["max_score"]), student
    assert {a.name for a in book.assignments} == {SECTION, OTHER}
    count = sum(len(book.assignment_submissions(name)) for name in (SECTION, OTHER))
    assert count == len(rows)


def test_every_submission_has_a_feedback_page(graded: Graded) -> None:
    for student, assignment in EXPECTED:
        page = graded.cohort.course / "feedback" / student / assignment / f"{assignment}.html"
        assert page.is_file() == (assignment != "09_unknown"), student


def test_every_notebook_that_was_read_is_autograded_as_nbgrader_wants_it(graded: Graded) -> None:
    rows = graded.rows()
    for (student, assignment), row in rows.items():
        path = graded.cohort.course / "autograded" / student / assignment / f"{assignment}.ipynb"
        read = row["status"] in ("graded", "timeout", "crashed")
        assert path.is_file() == read, student
        if not read:
            continue
        notebook = nbformat.read(path, as_version=4)
        nbformat.validate(notebook)
        tests = [c for c in notebook.cells if c.metadata.get("nbgrader", {}).get("grade")]
        assert {c.metadata.nbgrader.points for c in tests} <= {
            *reference(assignment).points.values()
        }
        given = {e["id"]: e for e in row["exercises"]}
        assert len(tests) == len(given)
        for item in tests:
            exercise = given[item.metadata.nbgrader.grade_id.removeprefix("test_")]
            message, *_, value = item.outputs
            assert message["text"].strip() == exercise["message"].strip()
            assert float(value["data"]["text/plain"]) == exercise["score"]


def test_nothing_was_written_but_what_belongs_to_the_course(graded: Graded) -> None:
    there = {path.name for path in graded.cohort.course.iterdir()}
    ours = {"gradebook.db", "autograded", "feedback", "marks.json", "marks.csv", "again.json"}
    assert there == ours | {"submitted", "elsewhere"}
    parts = [p for p in graded.cohort.course.rglob("*.part") if "submitted" not in p.parts]
    assert parts == []


# What may be asked for


def test_one_assignment_of_one_class_elsewhere(graded: Graded, tmp_path: Path) -> None:
    cohort = Cohort(tmp_path / "small")
    for section in (SECTION, OTHER):
        cohort.hand_in("ada", answered(section), section)
    course = tmp_path / "results"
    asked = ["--assignment", OTHER, "--course", course, "--json", tmp_path / "marks.json"]
    ran = graded.clone.descent("grade", cohort.submitted, *asked).fine()
    rows = json.loads((tmp_path / "marks.json").read_text())["submissions"]
    assert [row["assignment"] for row in rows] == [OTHER]
    assert "1 submissions, 1 graded" in ran.stdout
    assert (course / "gradebook.db").is_file() and (course / "feedback" / "ada" / OTHER).is_dir()
    assert not (cohort.course / "gradebook.db").exists()
    assert {*tree(cohort.course)} == {
        f"submitted/ada/{section}/{section}.ipynb" for section in (SECTION, OTHER)
    }


@pytest.mark.parametrize("asked", ["nowhere", "notes.txt"])
def test_a_folder_that_is_none_is_told_and_nothing_is_made(
    asked: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    (tmp_path / "notes.txt").write_text("x")
    monkeypatch.chdir(tmp_path)
    assert main(["grade", asked, "--json", "marks.json"]) == 2
    assert "is not a folder" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]


@pytest.mark.parametrize("asked", [["--workers", "0"], ["--workers", "two"], ["--no-such"], []])
def test_impossible_options_are_told(
    asked: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as left:
        main(["grade", *([str(tmp_path)] if asked else []), *asked])
    assert left.value.code == 2
    assert "usage: descent" in capsys.readouterr().err


# In this process


@pytest.fixture
def job(cohort: Cohort, known: str) -> Callable[[], Job]:
    """Return a function that gives the job of grading the class as it is."""

    def job() -> Job:
        return Job(find_submissions(cohort.submitted), cohort.course, known, settings())

    return job


def test_a_class_of_nobody_is_graded_at_once(cohort: Cohort, job: Callable[[], Job]) -> None:
    cohort.submitted.mkdir(parents=True)
    assert list(grade(job())) == []


def test_a_failure_of_the_grader_costs_one_row_and_is_said(
    cohort: Cohort, known: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for student in ("ada", "grace", "hedy"):
        cohort.hand_in(student, answered(SECTION))
    real_mark, real_page = work.mark, work.pages_of

    def mark(section: Section, submission: Submission, *rest: Any) -> Marked:
        if submission.student == "ada":
            raise ZeroDivisionError("a bug of ours")
        return real_mark(section, submission, *rest)

    def pages_of(row: Marked, section: Section) -> Pages:
        if row.submission.student == "hedy":
            raise KeyError("another bug of ours")
        return real_page(row, section)

    monkeypatch.setattr(work, "mark", mark)
    monkeypatch.setattr(work, "pages_of", pages_of)
    monkeypatch.setattr(grading, "Pool", AtHome)
    marks = cohort.course / "marks.json"
    asked = ["grade", str(cohort.submitted), "--json", str(marks), "--workers", "1"]
    assert main(asked) == 1
    rows = {row["student"]: row for row in json.loads(marks.read_text())["submissions"]}
    assert {name: row["status"] for name, row in rows.items()} == {
        "ada": "failed",
        "grace": "graded",
        "hedy": "failed",
    }
    assert "ZeroDivisionError: a bug of ours" in rows["ada"]["notes"]
    assert "Traceback" in rows["ada"]["notes"][-1]
    assert rows["grace"]["score"] == rows["grace"]["max_score"]
    told = cohort.course / "feedback" / "ada" / SECTION / f"{SECTION}.html"
    assert "the grader itself failed" in told.read_text()
    assert "Traceback" not in told.read_text() and "a bug of ours" not in told.read_text()


def test_below_the_floor_nothing_is_graded_unless_told_so(
    cohort: Cohort, job: Callable[[], Job], zygote: Zygote, monkeypatch: pytest.MonkeyPatch
) -> None:
    cohort.hand_in("ada", answered(SECTION))
    nothing = Report("none", (), ("there is no isolation on this system",))
    monkeypatch.setattr(grading, "Pool", AtHome)
    monkeypatch.setattr(work, "_zygote", lambda limits, section: (zygote, nothing))
    with pytest.raises(Unsandboxed, match="--allow-unsandboxed"):
        grade(job())
    assert not (cohort.course / "feedback").exists()
    (row,) = grade(dataclasses.replace(job(), allow_unsandboxed=True))
    assert (row.status, row.score) == ("graded", row.max_score)
    assert row.isolation.startswith("isolation: none")


def test_progress_is_told_row_by_row(cohort: Cohort, job: Callable[[], Job]) -> None:
    for student in ("ada", "grace"):
        cohort.hand_in(student, {"nbformat": 4, "cells": [code("1")]})
    cohort.hand_in("hedy", "not JSON")
    told: list[str] = []
    grade(job(), lambda row: told.append(row.submission.student))
    assert sorted(told) == ["ada", "grace", "hedy"]


def test_what_is_written_of_one_submission_cannot_cost_another_its_row(
    cohort: Cohort, job: Callable[[], Job]
) -> None:
    for student in ("ada", "grace"):
        cohort.hand_in(student, answered(SECTION))
    (cohort.course / "feedback").mkdir()
    (cohort.course / "feedback" / "ada").write_text("a file where a folder belongs")
    ada, grace = grade(job())
    assert (ada.status, grace.status) == ("failed", "graded")
    assert "its pages cannot be written" in ada.notes[1]
    assert (cohort.course / "feedback" / "grace" / SECTION / f"{SECTION}.html").is_file()


def test_a_row_that_the_gradebook_refuses_is_the_only_one_without_a_mark(
    cohort: Cohort, job: Callable[[], Job], monkeypatch: pytest.MonkeyPatch
) -> None:
    for student in ("ada", "bob", "grace"):
        cohort.hand_in(student, answered(SECTION))
    real = records.write

    def write(connection: Any, student: str, marked: Marked) -> None:
        if student == "bob":
            raise ValueError("what no database takes")
        real(connection, student, marked)

    monkeypatch.setattr(records, "write", write)
    rows = {row.submission.student: row for row in grade(job())}
    assert {name: row.status for name, row in rows.items()} == {
        "ada": "graded",
        "bob": "failed",
        "grace": "graded",
    }
    assert "what no database takes" in rows["bob"].notes[1]
    with Reader(job().db_url) as reader:
        kept = {name: reader.standing(row.submission) for name, row in rows.items()}
    assert not kept["bob"] and len(kept["ada"]) == len(kept["grace"]) > 0
