"""docs/what-a-class-hands-in.md: each row of its tables is handed in, and the words are said."""

from __future__ import annotations

import json
import os
import re
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat
import pytest

from descent.command import main
from grader.collect.download import opened
from grader.collect.told import told
from grader.marking.passed_over import passed_over
from grader.marking.submissions import find_submissions
from grader.reports.screen import passed
from tests.grader.classes import SECTION, Cohort, cell, slim
from tests.grader.collect.shapes import (
    FILE,
    PLATFORMS,
    ROSTER,
    packed,
    roster,
    unpacked,
    work,
)
from tests.grader.collect.test_collecting import moodle, zipped
from tests.grader.collect.test_platforms import collected
from tests.grader.conftest import CloneIt, MarkIt
from tests.here import ROOT, answered

OTHER = "02_activations"
PAGE = ROOT / "docs" / "what-a-class-hands-in.md"


def table(title: str) -> dict[str, list[str]]:
    """The rows of the table below a heading, by what stands first in them."""
    text = PAGE.read_text(encoding="utf-8").split(f"\n## {title}\n", 1)[1].split("\n## ", 1)[0]
    lines = [line for line in text.splitlines() if line.startswith("|")][2:]
    rows = [[part.strip() for part in line.strip("|").split(" | ")] for line in lines]
    assert rows, title
    return {row[0].strip("| "): row[1:] for row in rows}


def holds(said: str, row: list[str]) -> None:
    """Hold that what a row quotes was said, whatever stands for the dots."""
    words = row[-1].strip("| ").strip("`")
    pattern = ".*?".join(re.escape(part) for part in words.split("…"))
    assert re.search(pattern, said), f"{words!r} is not in\n{said}"


# In a download

ADA, BOB = "Ada Lovelace", "Bob Müller"
TWIN = ROSTER + "ada2,Ada,Lovelace,,\n"
LINK = "a link"
ATTEMPT = "P_ada_attempt_2024-01-0{}-12-00-00_" + FILE


def encrypted() -> bytes:
    data = bytearray(zipped({FILE: work("ada")}))
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    return bytes(data)


# What is in it, and whether the list of students is at hand.
DOWNLOADS: dict[str, tuple[dict[str, bytes], str]] = {
    "a notebook under any name": (moodle((ADA, "Untitled.ipynb", work("ada"))), ROSTER),
    "`01_perceptron (1).ipynb` beside `01_perceptron.ipynb`": (
        moodle((ADA, FILE, work("ada")), (ADA, "01_perceptron (1).ipynb", work("later"))),
        ROSTER,
    ),
    "two attempts with their times": (
        {ATTEMPT.format(1): work("ada"), ATTEMPT.format(2): work("later")},
        ROSTER,
    ),
    "another section's notebook under this one's name": (
        moodle((ADA, FILE, work("ada", OTHER))),
        ROSTER,
    ),
    "a broken notebook whose name has the assignment": (moodle((ADA, FILE, b"")), ROSTER),
    "a broken notebook under a name of its own": (moodle((ADA, "a.ipynb", b"")), ROSTER),
    "a script and no notebook": (moodle((ADA, "answers.py", b"x = 1")), ROSTER),
    "what was typed into the platform, and no file": (
        {"Ada Lovelace_3_assignsubmission_onlinetext/onlinetext.html": b"<p>x</p>"},
        ROSTER,
    ),
    "somebody who is on no list": (moodle(("Eve Nobody", FILE, work("eve"))), ROSTER),
    "a name that two students have": (moodle((ADA, FILE, work("ada"))), TWIN),
    "two people who would be one student": (
        {f"{ADA}_{n}_assignsubmission_file/{FILE}": work(str(n)) for n in (1, 2)},
        "",
    ),
    "a notebook of nobody": ({"01_perceptron (1).ipynb": work("?")}, ""),
    "a zip with the notebook in it": (
        moodle((ADA, "work.zip", zipped({FILE: work("ada")}))),
        ROSTER,
    ),
    "a zip in a zip in a zip": (
        moodle((ADA, "w.zip", zipped({"a.zip": zipped({"b.zip": zipped({FILE: b"{}"})})}))),
        ROSTER,
    ),
    "an encrypted zip": (moodle((ADA, "w.zip", encrypted())), ROSTER),
    "a zip that becomes very large": (
        moodle((ADA, "w.zip", zipped({FILE: bytes((100 << 20) + 1)}))),
        ROSTER,
    ),
    "a zip with a name that leads out of it": (
        moodle((ADA, "w.zip", zipped({f"../../{FILE}": work("ada")}))),
        ROSTER,
    ),
    LINK: (moodle((ADA, "a.txt", b"x")), ROSTER),
    "an archive of another kind": (moodle((ADA, "work.rar", b"Rar!")), ROSTER),
    "`__MACOSX`, `.DS_Store`, `.git`, `.ipynb_checkpoints`": (
        {**moodle((ADA, FILE, work("ada"))), "__MACOSX/._x": b"\0"},
        ROSTER,
    ),
    "the same download again": (moodle((ADA, FILE, work("ada"))), ROSTER),
    "other work, where no time is told": (moodle((ADA, FILE, work("ada"))), ROSTER),
}
TAKEN = ("yes", "the later one", "as the other's", "stays")


def test_every_kind_of_download_has_a_row() -> None:
    assert [*table("In a download")] == [*DOWNLOADS]


@pytest.mark.parametrize("what", DOWNLOADS)
def test_a_row_about_downloads_is_true(what: str, tmp_path: Path) -> None:
    shape, students = DOWNLOADS[what]
    folder, to = unpacked(shape, tmp_path / "d"), tmp_path / "s"
    for path in folder.rglob("*.ipynb"):
        os.utime(path, (1e9, 1e9))
    if what == LINK:
        (folder / "Ada Lovelace_3_assignsubmission_file_w.ipynb").symlink_to("/etc/passwd")
    known = roster(tmp_path, students) if students else None
    if "again" in what:
        collected(folder, to, known)
    if "no time" in what:
        collected(unpacked(moodle((ADA, FILE, work("before"))), tmp_path / "b"), to, known)
    result = collected(folder, to, known)
    row = table("In a download")[what]
    holds("\n".join(told(result)), row)
    if "MACOSX" not in what:
        assert bool(result.placed) == row[0].startswith(TAKEN)
        assert result.complete == bool(result.placed)


# In the folder of submissions

FOLDERS = {
    "a notebook beside the folders of students": "ada.ipynb",
    "a notebook in no folder of an assignment": f"bob/{FILE}",
    "a second notebook": f"ada/{SECTION}/01_perceptron (1).ipynb",
    "a notebook a folder too deep": f"ada/{SECTION}/{SECTION}/{FILE}",
    "a folder without an assignment": "bob/notes.txt",
    "`.git`, `__MACOSX`, `.ipynb_checkpoints`": ".git/HEAD",
}


def test_every_kind_of_folder_has_a_row() -> None:
    assert [*table("In the folder of submissions")] == [*FOLDERS]


@pytest.mark.parametrize("what", FOLDERS)
def test_a_row_about_folders_is_true(
    what: str, cohort: Cohort, capsys: pytest.CaptureFixture[str]
) -> None:
    cohort.hand_in("ada", "{}")
    path = cohort.submitted / FOLDERS[what]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("x")
    passed(list(passed_over(cohort.submitted, find_submissions(cohort.submitted))))
    holds(capsys.readouterr().out, table("In the folder of submissions")[what])


# As a submission


def source(name: str) -> str:
    return str(cell(answered(SECTION), name)["source"])


def notebook(sigmoid: str = "", **language: Any) -> dict[str, Any]:
    made = slim(answered(SECTION, {"sigmoid": sigmoid} if sigmoid else {}))
    made["metadata"]["language_info"] = {"name": "python", **language}
    return made


def with_setup(checksum: bool) -> dict[str, Any]:
    """A notebook whose given cell is another one, by whoever changed it."""
    from nbgrader.utils import compute_checksum

    made = notebook()
    setup = cell(made, "given_setup")
    setup["source"] += "\n# another line"
    if checksum:
        plain = nbformat.from_dict(setup)
        setup["metadata"]["nbgrader"]["checksum"] = compute_checksum(plain)
    return made


def below(header: str, name: str) -> str:
    return header + "\n" + "\n".join(f"    {line}" for line in source(name).splitlines())


WHOLE = json.dumps(slim(answered(SECTION)))
SUBMISSIONS: dict[str, Callable[[], dict[str, Any] | str | bytes | None]] = {
    "an answer under another name": lambda: notebook(
        source("sigmoid").replace("def sigmoid", "def sigmoid_function")
    ),
    "a cell that stopped at a line that was refused": lambda: notebook(
        "%pip install torch\nimport torch\n" + source("sigmoid")
    ),
    "an answer under `%%timeit`": lambda: notebook("%%timeit\n" + source("sigmoid")),
    "an answer under `if False:`": lambda: notebook(below("if False:", "sigmoid")),
    "what only a newer Python understands": lambda: notebook(
        "def sigmoid(z) ->> float: ...", version="3.99.1"
    ),
    "what NumPy no longer has": lambda: notebook(
        "import numpy as np\ndef sigmoid(z):\n    return np.float_(1) / (1 + np.exp(-z))"
    ),
    "another section's notebook": lambda: slim(answered(OTHER)),
    "an older release": lambda: with_setup(checksum=True),
    "given code that the student changed": lambda: with_setup(checksum=False),
    "an empty file": lambda: b"",
    "a web page": lambda: "<!DOCTYPE html>\n<html><body>Perceptron</body></html>",
    "a script": lambda: "import numpy as np\n\ndef sigmoid(z):\n    return 1\n",
    "a zip": lambda: zipped({FILE: b"{}"}),
    "marks of a merge conflict": lambda: WHOLE.replace('"cells"', '\n<<<<<<< HEAD\n"cells"', 1),
    "a file that was cut off": lambda: WHOLE[: len(WHOLE) // 2],
    "no notebook, but something else": lambda: None,
    "a symbolic link": lambda: None,
    "a hard link to a file of the course": lambda: None,
}


def lay(what: str, folder: Path, course_file: Path) -> None:
    """Lay into the folder of a submission what no notebook can be made of."""
    if "something else" in what:
        (folder / "answers.py").write_text("x = 1")
    elif "symbolic" in what:
        (folder / FILE).symlink_to(course_file)
    elif "hard" in what:
        try:
            os.link(course_file, folder / FILE)
        except OSError as error:
            pytest.skip(f"no hard link from the course to here: {error.strerror}")


def test_every_kind_of_submission_has_a_row() -> None:
    assert [*table("As a submission")] == [*SUBMISSIONS]


@pytest.mark.parametrize("what", SUBMISSIONS)
def test_a_row_about_submissions_is_true(what: str, mark_it: MarkIt, cohort: Cohort) -> None:
    lay(what, cohort.folder("ada"), ROOT / "LICENSE")
    marked = mark_it(SUBMISSIONS[what]())
    shutil.rmtree(cohort.course)  # no file of the course has a second name afterwards
    status, said = table("As a submission")[what]
    assert marked.status == status.strip("`")
    holds("\n".join([*marked.notes, *(score.message for score in marked.scores)]), [said])


@pytest.mark.classes
def test_nbgrader_says_of_each_submission_what_descent_grade_says(clone_it: CloneIt) -> None:
    clone = clone_it([SECTION, OTHER])
    cohort = Cohort(clone.root)
    students = {what: f"s{number}" for number, what in enumerate(SUBMISSIONS)}
    for what, student in students.items():
        cohort.hand_in(student, SUBMISSIONS[what]())
        lay(what, cohort.folder(student), clone.root / "LICENSE")
    said = clone.nbgrader("autograde", SECTION).said
    with sqlite3.connect(clone.root / "gradebook.db") as book:
        rows = book.execute("select student, message from graded_descent_mark").fetchall()
    for what, student in students.items():
        about = [line for line in said.splitlines() if re.search(rf"\b{student}\b", line)]
        told = [message for name, message in rows if name == student]
        holds("\n".join([*about, *told]), table("As a submission")[what])


@pytest.mark.classes
def test_downloads_of_all_platforms_are_collected_and_graded(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "submitted").mkdir()
    for number, shape in enumerate(PLATFORMS.values()):
        download = packed(shape(), tmp_path / f"{number}.zip")
        assert opened(download).files
        to = tmp_path / str(number)
        common = ["--roster", str(roster(tmp_path)), "--to", str(to)]
        assert main(["collect", str(download), *common]) == 0
        shutil.move(to / "ada", tmp_path / "submitted" / f"ada-{number}")
    marks = tmp_path / "marks.json"
    assert main(["grade", str(tmp_path / "submitted"), "--json", str(marks), "--workers", "1"]) == 0
    rows = json.loads(marks.read_text())["submissions"]
    assert len(rows) == len(PLATFORMS)
    assert {row["status"] for row in rows} == {"graded"}
    assert "PASSED OVER" not in capsys.readouterr().out
