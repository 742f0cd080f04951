"""Classes to grade, and the command that grades them."""

from __future__ import annotations

import functools
import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from benchmarks.measured import BIN
from grader.course import Section
from grader.demo.classroom import answered, mistaken


def answered_class(folder: Path, sections: Sequence[Section], students: int) -> None:
    """Write a class: every second student right, the others with one known mistake each."""
    rng = np.random.default_rng(7)
    for number in range(students):
        for section in sections:
            text = json.dumps(mistaken(section, rng)) if number % 2 else _right(section)
            place = folder / f"student-{number:05d}" / section.name
            place.mkdir(parents=True)
            (place / f"{section}.ipynb").write_text(text)


@functools.cache
def _right(section: Section) -> str:
    return json.dumps(answered(section))


def grade_command(course: Path, workers: int, *more: str) -> list[str | Path]:
    """Return the command that grades the class of a course folder, and writes ``marks.json``."""
    command: list[str | Path] = [BIN / "descent", "grade", course / "submitted"]
    return [*command, "--workers", str(workers), "--json", course / "marks.json", *more]
