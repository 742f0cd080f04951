"""The released notebook as it is read: what of it is missing, and what a person marks."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from grader.course import Course, Section
from grader.errors import BadSource
from grader.marking.alignment import aligned
from grader.marking.notebook_file import plain_cell
from grader.marking.release import Released, released
from tests.grader.classes import SECTION, code


def test_a_release_that_is_not_there_says_what_to_run(tmp_path: Path) -> None:
    with pytest.raises(BadSource, match="run descent build"):
        released(Section(Course(tmp_path), SECTION))


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"cells": [{}]}', '{"cells": 7}'])
def test_a_release_that_is_no_notebook_says_what_to_run(tmp_path: Path, text: str) -> None:
    folder = tmp_path / "release" / SECTION
    folder.mkdir(parents=True)
    (folder / f"{SECTION}.ipynb").write_text(text)
    with pytest.raises(BadSource, match="run descent build"):
        released(Section(Course(tmp_path), SECTION))


def test_a_release_that_changes_is_read_anew(tmp_path: Path) -> None:
    folder = tmp_path / "release" / SECTION
    folder.mkdir(parents=True)
    path = folder / f"{SECTION}.ipynb"
    for source in ("one", "another"):
        path.write_text(json.dumps({"cells": [code(source)]}))
        os.utime(path, ns=(0, len(source)))
        assert released(Section(Course(tmp_path), SECTION))[0].source == source


# Cells that a person marks


def by_hand(kind: str) -> Released:
    meta = {"grade": True, "solution": True, "locked": False, "points": 3, "grade_id": "essay"}
    cell = {"cell_type": kind, "id": "e", "source": "YOUR ANSWER HERE"}
    release = json.dumps({"cells": [{**cell, "metadata": {"nbgrader": meta}}]})
    return next(iter(read(release)))


def read(text: str) -> tuple[Released, ...]:
    from grader.marking.release import _released

    return tuple(_released(cell) for cell in json.loads(text)["cells"])


@pytest.mark.parametrize("kind", ["markdown", "code"])
def test_what_a_person_marks_stays_as_the_student_wrote_it(kind: str) -> None:
    item = by_hand(kind)
    theirs = {**item.cell, "source": "My own words."}
    (found,), notes = aligned([item], [plain_cell(theirs)])
    assert (found.role, found.source, notes) == ("answer", "My own words.", [])
    assert found.runs == (kind == "code")
