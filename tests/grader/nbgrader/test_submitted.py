"""What nbgrader's `autograde` takes over of a submission, and what ends nothing but itself."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from nbgrader.converters import Autograde
from nbgrader.converters.base import BaseConverter
from nbgrader.coursedir import CourseDirectory

from grader.guest.outside.scratch import clear
from grader.marking.submissions import Unreadable
from grader.nbgrader import submitted
from tests.grader.classes import SECTION, Cohort

pytestmark = pytest.mark.unit


@pytest.fixture
def autograde(cohort: Cohort, monkeypatch: pytest.MonkeyPatch) -> Any:
    """nbgrader's step, with our care, in a class of one."""
    for of, name in (
        (Autograde, "init_notebooks"),
        (BaseConverter, "init_assignment"),
        (CourseDirectory, "get_existing_timestamp"),
    ):
        monkeypatch.setattr(of, name, getattr(of, name))
    submitted.settle()
    course = CourseDirectory(root=str(cohort.course), assignment_id=SECTION)
    cohort.hand_in("honest", "{}")
    return Autograde(coursedir=course)


def taken_over(autograde: Any, cohort: Cohort, student: str = "mallory") -> dict[str, int]:
    """The files that are there after nbgrader has begun with a submission."""
    BaseConverter.init_assignment(autograde, SECTION, student)
    target = cohort.course / "autograded" / student / SECTION
    return {
        path.relative_to(target).as_posix(): path.stat().st_size
        for path in target.rglob("*")
        if path.is_file()
    }


def sparse(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(10 << 30)


NASTY: dict[str, Callable[[Path], Any]] = {
    "a file of 10 GB": sparse,
    "a pipe": os.mkfifo,
    "a link to a file": lambda path: path.symlink_to("/etc/passwd"),
    "a link to a folder": lambda path: path.symlink_to("/etc"),
    "a link to a device": lambda path: path.symlink_to("/dev/zero"),
    "a link to itself": lambda path: path.symlink_to(path.name),
    "a folder that is closed": lambda path: path.mkdir(0o000),
}


@pytest.mark.parametrize("what", NASTY)
@pytest.mark.parametrize("name", ["data.bin", "timestamp.txt", "more/picture.png"])
def test_what_is_no_small_file_is_left_where_it_is(
    what: str, name: str, autograde: Any, cohort: Cohort
) -> None:
    folder = cohort.folder("mallory")
    (folder / "more").mkdir()
    (folder / "more" / "notes.txt").write_text("mine")
    NASTY[what](folder / name)
    assert taken_over(autograde, cohort) == {"more/notes.txt": 4}
    assert autograde.coursedir.get_existing_timestamp(str(folder)) is None


def test_too_many_or_too_large_files_are_left(autograde: Any, cohort: Cohort) -> None:
    folder = cohort.folder("mallory")
    for number in range(submitted.MAX_FILES + 100):
        (folder / f"{number:03}").write_text("x")
    assert len(taken_over(autograde, cohort)) == submitted.MAX_FILES
    other = cohort.folder("grace")
    for name in "abc":
        (other / name).write_bytes(bytes(submitted.MAX_BYTES // 2))
    assert sorted(taken_over(autograde, cohort, "grace")) == ["a", "b"]


def test_what_lies_too_deep_is_left_and_ends_nothing(autograde: Any, cohort: Cohort) -> None:
    folder = cohort.folder("mallory")
    (folder / "notes.txt").write_text("mine")
    here = os.open(folder, os.O_RDONLY)
    for _ in range(2000):
        os.mkdir("d", dir_fd=here)
        below = os.open("d", os.O_RDONLY, dir_fd=here)
        os.close(here)
        here = below
    os.close(here)
    try:
        assert taken_over(autograde, cohort) == {"notes.txt": 4}
    finally:
        clear(str(folder))  # which pytest could not


@pytest.mark.parametrize("which", ["student", "assignment"])
def test_a_folder_that_is_a_link_is_not_looked_into(
    which: str, autograde: Any, cohort: Cohort
) -> None:
    (cohort.folder("honest") / "notes.txt").write_text("of somebody else")
    if which == "student":
        (cohort.submitted / "mallory").symlink_to("honest")
    else:
        (cohort.submitted / "mallory").mkdir()
        (cohort.submitted / "mallory" / SECTION).symlink_to(cohort.folder("honest"))
    with pytest.raises(Unreadable, match="is a link"):
        taken_over(autograde, cohort)


@pytest.mark.parametrize("text", ["2020-01-01 00:00:00 ..", "+99:99", "", "\0", "9" * 200])
def test_a_time_that_is_none_ends_nothing(text: str, autograde: Any, cohort: Cohort) -> None:
    stamp = cohort.folder("mallory") / "timestamp.txt"
    stamp.write_text(text)
    assert autograde.coursedir.get_existing_timestamp(str(stamp.parent)) is None
    stamp.write_text("2027-03-01 12:00:00 UTC")
    moment = autograde.coursedir.get_existing_timestamp(str(stamp.parent))
    assert moment == datetime(2027, 3, 1, 12)


def test_a_name_that_nbgrader_cannot_take_apart_costs_nobody_else(
    autograde: Any, cohort: Cohort, caplog: pytest.LogCaptureFixture
) -> None:
    for name in ("a\nb", os.fsdecode(b"caf\xe9"), "[x]", "*"):
        cohort.hand_in(name, "{}")
    autograde.log.propagate = True
    autograde.init_notebooks()
    found = {Path(folder).parent.name: files for folder, files in autograde.assignments.items()}
    assert found.keys() == {"honest", "[x]", "*"}
    assert all(len(files) == 1 for files in found.values())
    assert r"a\nb" in caplog.text and r"caf\udce9" in caplog.text
