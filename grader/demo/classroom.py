"""A class of submissions made of the course's own answers: right, mistaken, unfinished, broken.

The demo grades it, and so do tests and benchmarks.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from grader import notebooks
from grader.course import Course, Section
from grader.sheets.exercise import Exercise, exercises
from grader.sheets.references import reference

STUDENTS = (
    *("ada", "alan", "barbara", "claude", "donald", "edsger", "emmy", "evelyn", "frances"),
    *("grace", "hedy", "hypatia", "joan", "john", "katherine", "kurt", "leonhard", "mary"),
    *("maryam", "noether", "radia", "shafi", "sofia", "srinivasa"),
)

_MARKS = re.compile(r"^[ \t]*### (BEGIN|END) SOLUTION[ \t]*\n?", re.MULTILINE)

Notebook = dict[str, Any]
Maker = Callable[[Section, np.random.Generator], Notebook | str | None]


def answered(section: Section, answers: Mapping[str, str] | None = None) -> Notebook:
    """Return the released notebook with answers in it.

    Args:
        section: The section.
        answers: Sources of answer cells by grade_id; the reference answers
            for those that are not named. None of an answer leaves the cell
            as released.
    """
    notebook = notebooks.read(section.release)
    own = dict(answers or {})
    for cell in notebook["cells"]:
        name = cell["metadata"].get("nbgrader", {})
        if name.get("solution"):
            grade_id = name["grade_id"]
            source = own.get(grade_id, reference(section).source(grade_id))
            cell["source"] = _MARKS.sub("", source).rstrip("\n")
    return notebook


def mistaken(section: Section, rng: np.random.Generator, count: int = 1) -> Notebook:
    """Return the notebook with known mistakes in some of its answers."""
    entries = {e.answer_cell: e for e in exercises(section).values() if e.mistakes}
    cells = rng.permutation(list(entries))[:count]
    return answered(section, {cell: _one_mistake(section, entries[cell], rng) for cell in cells})


def unfinished(section: Section, rng: np.random.Generator) -> Notebook:
    """Return the notebook with only the first answers written."""
    notebook = notebooks.read(section.release)
    cells = [c for c in notebook["cells"] if c["metadata"].get("nbgrader", {}).get("solution")]
    count = int(rng.integers(1, len(cells)))
    return answered(
        section, {c["metadata"]["nbgrader"]["grade_id"]: c["source"] for c in cells[count:]}
    )


def make_class(course: Course, folder: Path, makers: Sequence[Maker]) -> None:
    """Write a class of a course in nbgrader's layout, one submission for each maker.

    Sections take turns; each student has one submission. A maker returns a notebook, or a text to
    write in place of one, or None for a submission without a notebook.
    """
    rng = np.random.default_rng(1)
    sections = course.sections
    for number, maker in enumerate(makers):
        section = sections[number % len(sections)]
        student = _called(number)
        path = folder / student / section.name / f"{section}.ipynb"
        path.parent.mkdir(parents=True, exist_ok=True)
        content = maker(section, rng)
        if isinstance(content, str):
            path.write_text(content, encoding="utf-8")
        elif content is not None:
            notebooks.write(content, path)


def _called(number: int) -> str:
    """Return the name of a student, who may share it but for a number."""
    turn, place = divmod(number, len(STUDENTS))
    return STUDENTS[place] + (str(turn + 1) if turn else "")


def empty(folder: Path) -> None:
    """Remove a class that was made before."""
    shutil.rmtree(folder, ignore_errors=True)


def _one_mistake(section: Section, entry: Exercise, rng: np.random.Generator) -> str:
    mistake = entry.mistakes[int(rng.integers(len(entry.mistakes)))]
    return mistake.apply(reference(section).source(entry.answer_cell))
