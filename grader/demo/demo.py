"""``descent demo``: a whole class, from release to gradebook and report, on this machine."""

from __future__ import annotations

import dataclasses
import itertools
import sys
import time
from pathlib import Path

import numpy as np

from grader.course import Course, Section
from grader.demo import classroom
from grader.demo.classroom import Maker, Notebook, answered, mistaken, unfinished
from grader.errors import GraderError
from grader.grading import Job, grade
from grader.guest.outside.host import require_fork
from grader.guest.outside.levels import locked_in
from grader.marking.submissions import find_submissions
from grader.nbgrader.export import Export, export
from grader.nbgrader.gradebook import default_db_url
from grader.reports import report
from grader.reports.class_page import write_class_page
from grader.reports.progress import progress
from grader.reports.pseudonyms import without_names
from grader.reports.screen import summary

# The environment need not be activated.
NBGRADER = Path(sys.executable).with_name("nbgrader")

MARKER = "made-by-descent-demo.txt"
MADE = "This folder was made by `descent demo`, which may remake it.\n"

# An endless loop is part of the class: nobody should wait long for its end.
CELL_SECONDS = 5.0

_CONFIG = """\
# So that nbgrader's own commands, run in this folder, find the class.
c = get_config()
c.CourseDirectory.source_directory = {source!r}
"""


NOT_LOCKED_IN = (
    "These submissions are our own, so they were graded here as well: each in a child process with "
    "the same deadlines, which could have read and written your files. Do not grade anybody "
    "else's on this machine; descent doctor says what is missing."
)


class NotOurs(GraderError):
    """The folder for the demo holds something else."""


def _right(section: Section, rng: np.random.Generator) -> Notebook:
    return answered(section)


def _one_slip(section: Section, rng: np.random.Generator) -> Notebook:
    return mistaken(section, rng, 1)


def _two_slips(section: Section, rng: np.random.Generator) -> Notebook:
    return mistaken(section, rng, 2)


def _untouched(section: Section, rng: np.random.Generator) -> Notebook:
    return unfinished(section, rng)


def _no_json(section: Section, rng: np.random.Generator) -> str:
    return '{"cells": [this is not a notebook'


def _no_notebook(section: Section, rng: np.random.Generator) -> None:
    return None


def _with_cell(section: Section, source: str) -> Notebook:
    """Return a right notebook with a cell of the student's own in front."""
    notebook = answered(section)
    cell = {"cell_type": "code", "id": "my-own-cell", "metadata": {}, "source": source}
    notebook["cells"].insert(0, {**cell, "outputs": [], "execution_count": None})
    return notebook


def _endless(section: Section, rng: np.random.Generator) -> Notebook:
    return _with_cell(section, "while True:\n    pass")


def _leaves(section: Section, rng: np.random.Generator) -> Notebook:
    return _with_cell(section, "import os\n\nos._exit(0)")


def _forged(section: Section, rng: np.random.Generator) -> Notebook:
    """Return a notebook whose tests were replaced by ones that print full marks."""
    notebook = unfinished(section, rng)
    for cell in notebook["cells"]:
        if cell["metadata"].get("nbgrader", {}).get("grade"):
            cell["source"] = "float(100)"
    return notebook


def _without_a_test(section: Section, rng: np.random.Generator) -> Notebook:
    notebook = mistaken(section, rng, 1)
    tests = [c for c in notebook["cells"] if c["metadata"].get("nbgrader", {}).get("grade")]
    notebook["cells"].remove(tests[0])
    return notebook


# Two dozen, whatever the number of sections.
CLASS: tuple[Maker, ...] = (
    *(_right, _one_slip, _right, _one_slip, _two_slips, _untouched, _one_slip, _forged),
    *(_one_slip, _two_slips, _right, _no_json, _one_slip, _endless, _right, _two_slips),
    *(_untouched, _one_slip, _leaves, _right, _without_a_test, _one_slip, _no_notebook, _two_slips),
)


# What comes in numbers: nobody should wait for a hundred endless loops.
USUAL = tuple(maker for maker in CLASS if maker not in (_endless, _leaves))


def makers(students: int) -> list[Maker]:
    """Return what makes a class of any size: each kind of submission, and then the usual ones."""
    return list(itertools.islice(itertools.chain(CLASS, itertools.cycle(USUAL)), students))


def demo(
    course: Course,
    folder: Path,
    workers: int,
    pseudonyms: bool = False,
    students: int = len(CLASS),
) -> int:
    """Make a class of a course in a folder, grade it, say what to look at; return the exit status.

    A class that was begun and not finished is gone on with.

    Raises:
        NotOurs: The folder is there and was not made by an earlier demo.
        NoZygote: This system cannot fork.
    """
    require_fork()
    times = Times()
    made = f"{MADE}A class of {students}.\n"
    if not _is_begun(folder, made):
        _prepare(course, folder)
        print(f"A class of {students} submissions is written to {folder / 'submitted'} ...")
        classroom.make_class(course, folder / "submitted", makers(students))
        (folder / MARKER).write_text(made)
    times.took("written")
    submissions = find_submissions(folder / "submitted")
    job = Job(
        submissions=submissions,
        course=folder,
        db_url=default_db_url(folder),
        settings=dataclasses.replace(course.settings, cell=CELL_SECONDS),
        workers=workers,
        # Its submissions are our own.
        allow_unsandboxed=True,
        of=course,
    )
    with progress(len(submissions)) as advance:
        rows = grade(job, advance)
    times.took("graded")
    summary(rows)
    if not all(locked_in(row.isolation) for row in rows if row.isolation):
        print(NOT_LOCKED_IN)
    shown = list(without_names(rows, course.settings.seed)) if pseudonyms else rows
    page = write_class_page(shown, course, folder, links=not pseudonyms)
    times.took("shown on a page")
    exported, _ = export(Export(job.db_url, "moodle", folder / "for-moodle.csv"))
    report.write_csv(shown, folder / "marks.csv")
    # The last: who finds it knows that all others are there.
    report.write_json(shown, folder / "marks.json")
    times.took("exported")
    first = next(
        row.submission for row in rows if row.status == "graded" and row.score < row.max_score
    )
    feedback = folder / "feedback" / first.student / first.assignment / f"{first.assignment}.html"
    print(
        f"\nDone: {times}. Open next:\n"
        f"  {page}  the class on one page\n"
        f"  {feedback}  what one student reads\n"
        f"  {folder / 'marks.csv'}  the marks as a table; marks.json says the same\n"
        f"  {exported[0]}  the marks as Moodle takes them; descent export has others\n"
        f"  {folder / 'gradebook.db'}  nbgrader's gradebook: cd {folder} && {NBGRADER} export\n"
        "Try next:\n"
        "  descent lab                   the lessons in JupyterLab\n"
        f"  descent grade {folder / 'submitted'}  grade the same class again: the same marks"
    )
    return 0


@dataclasses.dataclass
class Times:
    """How long each step took."""

    since: float = dataclasses.field(default_factory=time.monotonic)
    steps: list[str] = dataclasses.field(default_factory=list)

    def took(self, what: str) -> None:
        """Note the time since the last step."""
        now = time.monotonic()
        self.steps.append(f"{what} in {now - self.since:.0f} s")
        self.since = now

    def __str__(self) -> str:
        return ", ".join(self.steps)


def _is_begun(folder: Path, made: str) -> bool:
    """Return whether the same class is there, and was not graded to its end."""
    marker = folder / MARKER
    return marker.is_file() and marker.read_text() == made and not (folder / "marks.json").exists()


def _prepare(course: Course, folder: Path) -> None:
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        if not (folder / MARKER).is_file():
            raise NotOurs(f"{folder} holds something else: name another folder")
        for name in ("submitted", "autograded", "feedback"):
            classroom.empty(folder / name)
        for name in ("gradebook.db", "marks.json"):
            (folder / name).unlink(missing_ok=True)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / MARKER).write_text(MADE)
    config = _CONFIG.format(source=str(course.root / "source"))
    (folder / "nbgrader_config.py").write_text(config)
