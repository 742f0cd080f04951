"""What is one file under two names: with the course, or between two students."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from grader.course import Course
from grader.marking.links import between_students, in_submission
from grader.marking.submissions import Unreadable, find_submissions, read_notebook
from grader.results import Submission
from tests.grader.classes import SECTION, Cohort, released
from tests.here import COURSE

FILE = f"{SECTION}.ipynb"


@pytest.fixture
def course(tmp_path: Path) -> Course:
    for name in ("source", "solutions"):
        path = tmp_path / name / SECTION / FILE
        path.parent.mkdir(parents=True)
        path.write_bytes(COURSE.section(SECTION).source.read_bytes())
    (tmp_path / "course.toml").write_text('seed = "nobody knows"')
    return Course(tmp_path)


@pytest.mark.parametrize("what", [f"source/{SECTION}/{FILE}", "course.toml"])
def test_a_hard_link_to_a_file_of_the_course_is_not_read(what: str, course: Course) -> None:
    cohort = Cohort(course.root)
    os.link(course.root / what, cohort.folder("eve") / FILE)
    with pytest.raises(Unreadable, match=f"is a hard link to {what} of the course") as raised:
        read_notebook(Submission(cohort.submitted, "eve", SECTION), course)
    assert "nobody knows" not in str(raised.value)


def test_a_hard_link_elsewhere_is_read(course: Course, tmp_path: Path) -> None:
    cohort = Cohort(course.root)
    of = cohort.hand_in("ada", released())
    os.link(of.path / FILE, cohort.folder("eve") / FILE)
    assert read_notebook(of, course)


@pytest.mark.parametrize("kind", ["hard", "file", "folder", "student"])
def test_a_link_between_two_students_gives_both_a_note(kind: str, cohort: Cohort) -> None:
    ada = cohort.hand_in("ada", released())
    cohort.hand_in("bob", released())
    eve = Submission(cohort.submitted, "eve", SECTION)
    if kind == "hard":
        os.link(ada.path / FILE, cohort.folder("eve") / FILE)
    elif kind == "file":
        (cohort.folder("eve") / FILE).symlink_to(ada.path / FILE)
    elif kind == "folder":
        eve.path.parent.mkdir()
        eve.path.symlink_to(ada.path)
    else:
        eve.path.parent.symlink_to(ada.path.parent)
    notes = between_students(find_submissions(cohort.submitted))
    assert notes.keys() == {ada, eve}
    assert "eve" in notes[ada][0] and "ada" in notes[eve][0]


def test_a_link_that_leads_elsewhere_is_nobodys_matter(cohort: Cohort, tmp_path: Path) -> None:
    cohort.hand_in("ada", released())
    (cohort.folder("eve") / FILE).symlink_to(tmp_path / "nowhere")
    (cohort.folder("flo") / FILE).symlink_to(cohort.folder("flo") / FILE)
    assert between_students(find_submissions(cohort.submitted)) == {}


def test_links_among_the_other_files_of_a_submission_are_found(course: Course) -> None:
    cohort = Cohort(course.root)
    of = cohort.hand_in("ada", released())
    (of.path / "data.csv").write_text("1")
    (of.path / "a.csv").symlink_to(course.root / "course.toml")
    (of.path / "deep").mkdir()
    os.link(course.root / "course.toml", of.path / "deep" / "b.csv")
    assert sorted(map(str, in_submission(of, course))) == ["a.csv", "deep/b.csv"]
