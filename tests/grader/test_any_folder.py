"""``descent grade`` with whatever lies in a folder of submissions, beside one that is honest.

Guests are scripted: what is tried here is all that is read outside of notebooks.
"""

from __future__ import annotations

import contextlib
import csv
import json
import os
import shutil
import socket
import sqlite3
import stat
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, get_args

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from descent.command import main
from grader import grading
from grader.guest.outside.levels import Report
from grader.results import Status
from grader.workers import work
from tests import strategies
from tests.grader.classes import SECTION, slim
from tests.grader.scripted_guest import Clock, Script
from tests.grader.workers.at_home import AtHome
from tests.here import answered, reference
from tests.strategies import HandedIn

pytestmark = pytest.mark.classes

HONEST = "honest"
FILE = f"{SECTION}.ipynb"
NOBODY = 65534
PLAIN = {"student": "folder", "assignment": "folder", "notebook": "right"}
PLAIN |= {"timestamp": "nothing", "beside": "nothing"}


@pytest.fixture(scope="module")
def course(blank: Path) -> Iterator[Callable[[], AbstractContextManager[Folder]]]:
    """Make folders for classes, in which guests are scripted."""
    script = Script(Clock(), reference(SECTION).answers())
    report = Report("full", ("scripted",))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(grading, "Pool", AtHome)
        patch.setattr(work, "_zygote", lambda limits, section: (script, report))
        # Python itself may be closed to a plain user: all is imported by now.
        with laid_out(blank) as folder:
            folder.put(HandedIn(b"x", None, dict(PLAIN, timestamp="time"), {}), "2020-01-01")
            marks, sheet = folder.course / "marks.json", folder.course / "marks.csv"
            main(["grade", str(folder.submitted), "--json", str(marks), "--csv", str(sheet)])
        yield lambda: laid_out(blank)


class Folder:
    """A course folder with a class in it, owned by whoever grades."""

    def __init__(self, course: Path, blank: Path) -> None:
        self.course, self.right = course, json.dumps(slim(answered(SECTION)))
        self.submitted = course / "submitted"
        (self.submitted / HONEST / SECTION).mkdir(parents=True)
        (self.submitted / HONEST / SECTION / FILE).write_text(self.right)
        self.outside = course / "outside" / SECTION
        self.outside.mkdir(parents=True)
        (self.outside / FILE).write_text(self.right)
        shutil.copy(blank, course / "gradebook.db")
        self.closed = contextlib.ExitStack()

    def put(self, one: HandedIn, time: str) -> None:
        """Lay a submission into the folder."""
        student = os.path.join(os.fsencode(self.submitted), one.student)
        assignment = os.path.join(student, one.assignment or SECTION.encode())
        inside = (one.assignment or SECTION.encode()) + b".ipynb"
        paths = {
            "student": student,
            "assignment": assignment,
            "notebook": os.path.join(assignment, inside),
            "timestamp": os.path.join(assignment, b"timestamp.txt"),
            "beside": os.path.join(assignment, b"beside"),
        }
        for place, path in paths.items():
            if self._elsewhere(path):
                continue
            # A name with an ending may be too long, and below what is no folder there is nothing.
            with contextlib.suppress(NotADirectoryError, FileNotFoundError, OSError):
                self._make(path, one.places[place], time, one.content)
        for place in reversed(one.modes):
            path = paths[place]
            if one.places[place] == "another name of another's":
                continue  # its rights are the other's as well
            if os.path.lexists(path) and not os.path.islink(path) and not self._elsewhere(path):
                os.chmod(path, one.modes[place])

    def _elsewhere(self, path: bytes) -> bool:
        """Whether a folder above is a link, so that what lies there is somebody else's."""
        above = os.path.dirname(path)
        return os.path.realpath(above) != above

    def _make(self, path: bytes, what: str, time: str, content: bytes) -> None:
        honest = os.path.join(os.fsencode(self.submitted), HONEST.encode())
        if what == "folder":
            os.mkdir(path)
        elif what == "pipe":
            os.mkfifo(path)
        elif what == "socket":
            self._listen(path)
        elif what == "device":
            if os.geteuid() == 0:
                os.mknod(path, 0o666 | stat.S_IFCHR, os.makedev(1, 5))
        elif what.startswith("link"):
            to = {"itself": path, "nowhere": b"nowhere", "another": honest}
            to["what is outside"] = os.fsencode(self.outside.parent)
            os.symlink(to[what.removeprefix("link to ")], path)
        elif what == "another name of another's":
            os.link(os.path.join(honest, SECTION.encode(), FILE.encode()), path)
        elif what in ("deep folders", "many notebooks"):
            os.mkdir(path)
            for number in range(300):
                path = os.path.join(path, b"d") if what == "deep folders" else path
                os.makedirs(path, exist_ok=True)
                open(os.path.join(path, f"{number}.ipynb".encode()), "x").close()
        elif what == "made up":
            with open(path, "xb") as file:
                file.write(content)
        elif what != "nothing":
            with open(path, "xb") as file:
                if what == "sparse":
                    file.truncate(10 << 30)
                texts = {"right": self.right, "time": time}
                file.write(texts.get(what, "\xff{").encode("utf-8", "surrogatepass"))

    def _listen(self, path: bytes) -> None:
        # Its name may be too long for a socket, but not below a folder that is open.
        at = os.open(os.path.dirname(path), os.O_RDONLY | os.O_DIRECTORY)
        self.closed.callback(os.close, at)
        listener = self.closed.enter_context(socket.socket(socket.AF_UNIX))
        listener.bind(f"/proc/self/fd/{at}/".encode() + os.path.basename(path))


@contextlib.contextmanager
def laid_out(blank: Path) -> Iterator[Folder]:
    """A folder for one class, gone afterwards, whatever its rights are."""
    made = os.path.realpath(tempfile.mkdtemp(prefix="gd-any-"))
    try:
        folder = Folder(Path(made), blank)
        with folder.closed:
            yield folder
    finally:
        for path, folders, _ in os.walk(os.fsencode(made)):
            for name in folders:
                with contextlib.suppress(OSError):
                    os.chmod(os.path.join(path, name), 0o700)
        shutil.rmtree(made)


@contextlib.contextmanager
def plain_user(folder: Folder) -> Iterator[None]:
    """Be somebody whom rights of files keep out, and to whom all in the folder belongs."""
    if os.geteuid() != 0:
        yield
        return
    for path, folders, files in os.walk(os.fsencode(folder.course)):
        for name in (b".", *folders, *files):
            os.chown(os.path.join(path, name), NOBODY, NOBODY, follow_symlinks=False)
    os.setegid(NOBODY)
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)
        os.setegid(0)


def expected(classmates: list[HandedIn]) -> set[tuple[str, str]]:
    """The submissions that somebody who looks at the folder cannot miss."""
    found = {(HONEST, SECTION)}
    for one in classmates:
        looked_into = one.places["student"] == "folder" and one.modes.get("student", 0o700) & 0o400
        if looked_into and one.places["assignment"].startswith(("folder", "link")):
            name = os.fsdecode(one.assignment or SECTION.encode())
            # What lies in a folder that cannot be entered is not known to be a folder.
            if name != ".ipynb_checkpoints":
                found.add((os.fsdecode(one.student), name))
        elif one.places["student"] == "folder" and not looked_into:
            found.add((os.fsdecode(one.student), SECTION))
    return found


def harmless(text: str) -> bool:
    """Whether a terminal shows a text, and does nothing else with it."""
    return all(c.isprintable() or c == "\n" for c in text)


@settings(
    max_examples=40,
    deadline=None,
    # What fails is small enough as it is, and each time takes a second.
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    st.lists(strategies.handed_in, max_size=6, unique_by=lambda one: one.student),
    strategies.times,
    st.booleans(),
)
def test_whatever_lies_in_a_folder_has_its_row_and_harms_nobody(
    course: Callable[[], AbstractContextManager[Folder]],
    capsys: pytest.CaptureFixture[str],
    classmates: list[HandedIn],
    time: str,
    privileged: bool,
) -> None:
    classmates = [one for one in classmates if one.student != HONEST.encode()]
    with course() as folder:
        for one in classmates:
            folder.put(one, time)
        marks, sheet = folder.course / "marks.json", folder.course / "marks.csv"
        asked = ["grade", str(folder.submitted), "--json", str(marks), "--csv", str(sheet)]
        capsys.readouterr()
        with contextlib.nullcontext() if privileged else plain_user(folder):
            status = main([*asked, "--workers", "1"])
        said = capsys.readouterr()
        # Something may be for a person to look at; but the class is graded.
        assert status in (0, 1), said.err
        assert harmless(said.out) and harmless(said.err), said
        rows = json.loads(marks.read_text())["submissions"]
        assert [path.name for path in folder.outside.parent.rglob("*")] == [SECTION, FILE]
        assert (folder.outside / FILE).read_text() == folder.right
        check_rows(rows, expected(classmates) if not privileged else set())
        with sheet.open(encoding="utf-8", newline="") as file:
            lines = list(csv.DictReader(file))
        assert sum(not line["exercise"] for line in lines) == len(rows)
        check_gradebook(folder.course / "gradebook.db", rows)


def check_rows(rows: list[dict[str, Any]], names: set[tuple[str, str]]) -> None:
    found = {(row["student"], row["assignment"]): row for row in rows}
    assert len(found) == len(rows)
    assert names <= found.keys(), names - found.keys()
    assert {row["status"] for row in rows} <= {*get_args(Status)} - {"failed", "submitted"}, rows
    honest = found[HONEST, SECTION]
    assert (honest["status"], honest["score"]) == ("graded", honest["max_score"])
    for row in rows:
        assert row["status"] == "graded" or row["score"] == 0


def check_gradebook(path: Path, rows: list[dict[str, Any]]) -> None:
    """Each submission to this assignment has marks of its own."""
    with contextlib.closing(sqlite3.connect(path)) as book:
        students = book.execute("select distinct student from graded_descent_mark").fetchall()
    assert len(students) == sum(row["assignment"] == SECTION for row in rows)


def test_names_that_would_be_written_alike_have_marks_of_their_own(
    course: Callable[[], AbstractContextManager[Folder]],
) -> None:
    with course() as folder:
        for name in (b"Zo\xeb", rb"Zo\udceb", rb"Zo\\udceb", rb"Zo\eb"):
            folder.put(HandedIn(name, None, PLAIN, {}), "")
        marks = folder.course / "marks.json"
        assert main(["grade", str(folder.submitted), "--json", str(marks)]) == 0
        check_gradebook(
            folder.course / "gradebook.db", json.loads(marks.read_text())["submissions"]
        )


def test_a_name_that_is_told_when_nothing_can_be_graded_steers_no_terminal(
    course: Callable[[], AbstractContextManager[Folder]], capsys: pytest.CaptureFixture[str]
) -> None:
    with course() as folder:
        shutil.rmtree(folder.submitted / HONEST)
        folder.put(HandedIn(b"\x1b[2J\nfine", None, PLAIN, {"student": 0}), "")
        with plain_user(folder):
            assert main(["grade", str(folder.submitted)]) == 2
    told = capsys.readouterr().err
    assert "cannot look into" in told and harmless(told) and told.count("\n") == 1
