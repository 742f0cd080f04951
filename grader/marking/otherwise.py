"""What is told of work that was right where it was written: other versions, another section."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from grader.course import Section
from grader.marking.recognized import recognized
from grader.marking.release import released
from grader.marking.sources import parsed
from grader.marking.submissions import python_of
from grader.results import Cell, Marked, Score, Submission
from grader.sheets.exercise import exercises


def tell_of_numpy(row: Marked, section: Section) -> None:
    """Say of answers that lost points that they use what NumPy has not in the version of here."""
    told = {}
    for score, _, cell in _lost(row, section):
        if names := _not_in_numpy(cell.source):
            what = f"This is graded with NumPy {np.__version__}, which has no {', '.join(names)}."
            told[score.exercise] = f"{score.message} ({what})"
    _tell(row, told)


def tell_of_python(row: Marked, section: Section, submission: Submission) -> None:
    """Say of answers that are no Python here that they may be in the version they are from."""
    broken = [score for score, place, _ in _lost(row, section) if _is_broken(row, place)]
    theirs, ours = python_of(submission, section.course)[:2] if broken else (), sys.version_info[:2]
    if theirs <= ours:
        return
    versions = [".".join(map(str, version)) for version in (theirs, ours)]
    what = "he notebook was last run with Python {}, and is graded with {}".format(*versions)
    row.notes.append(f"t{what}")
    told = {s.exercise: f"{s.message} (T{what}: this may be new in it.)" for s in broken}
    _tell(row, told)


def tell_of_another_section(
    row: Marked, section: Section, submitted: Sequence[dict[str, Any]]
) -> bool:
    """Say that a notebook is that of another section, if it is; return whether that is so."""
    names = {item.name for item in released(section) if item.role in ("answer", "test")}
    if names & {cell["grade_id"] for cell in submitted}:
        return False
    other = recognized(section.course.sections, submitted)
    if other is None or other.name == section.name:
        return False
    row.notes.insert(0, f"it is the notebook of {other}, and not of {section}")
    what = f"This is the notebook of {other}: that of {section} is asked for."
    _tell(row, {score.exercise: what for score in row.scores if not score.score})
    return True


def _tell(row: Marked, messages: Mapping[str, str]) -> None:
    row.scores = [
        replace(score, message=messages.get(score.exercise, score.message)) for score in row.scores
    ]


def _lost(row: Marked, section: Section) -> Iterator[tuple[Score, int, Cell]]:
    """Yield the marks that are not full, each with its answer cell and the place of it."""
    for score in row.scores:
        name = exercises(section)[score.exercise].answer_cell
        for place, cell in enumerate(row.cells):
            if cell.name == name and score.score < score.max_score:
                yield score, place, cell
                break


def _is_broken(row: Marked, place: int) -> bool:
    return any(output.get("ename") == "SyntaxError" for output in row.outputs.get(place, ()))


def _not_in_numpy(source: str) -> list[str]:
    """Return what of NumPy a cell names that NumPy has not."""
    tree = parsed(source)
    names = {
        node.attr
        for node in (ast.walk(tree) if tree else ())
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.value.id in ("np", "numpy")
    }
    return [f"np.{name}" for name in sorted(names) if not hasattr(np, name)][:3]
