"""Properties that serve one exercise alone: what they may be, and that students get the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from descent.judging.sheet_files import load
from descent.judging.sheets import Criterion
from grader.errors import BadExercise
from grader.sheets.properties import read_properties
from tests.here import exercises, sections

ASKED = (Criterion("values"), Criterion("even", rule="even"))
EVEN = """
import math
from collections.abc import Mapping

import numpy as np

from descent.judging.compare import Difference


def even(probe, right, came, options):
    return None
"""


def properties(folder: Path, source: str, criteria: tuple[Criterion, ...] = ASKED) -> str:
    path = folder / "properties.py"
    path.write_text(source)
    return read_properties(path, criteria)


def test_they_are_read_as_they_stand(tmp_path: Path) -> None:
    assert properties(tmp_path, EVEN) == EVEN


def test_an_exercise_needs_none(tmp_path: Path) -> None:
    shared = (Criterion("values"), Criterion("an int", rule="integer"))
    assert read_properties(tmp_path / "properties.py", shared) == ""


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("from grader.course import Course", "'grader'"),
        ("import scipy.stats", "'scipy'"),
        ("from ..draws import seed", r"'\.\.draws'"),
        ("from . import exercise", r"'\.'"),
        ("def odd(*_):\n    import nbgrader", "'nbgrader'"),
    ],
)
def test_what_students_do_not_have_cannot_be_imported(line: str, name: str, tmp_path: Path) -> None:
    number = EVEN.count("\n") + 1 + line.count("\n")
    with pytest.raises(BadExercise, match=rf"properties\.py:{number}: .* cannot import {name}"):
        properties(tmp_path, EVEN + line + "\n")


def test_a_rule_that_nobody_has_is_told_with_those_that_there_are(tmp_path: Path) -> None:
    asked = (Criterion("an odd number", rule="odd"),)
    with pytest.raises(BadExercise, match="'an odd number' asks by a rule 'odd'.*close.*even"):
        properties(tmp_path, EVEN, asked)


def test_what_a_module_keeps_to_itself_or_imports_is_no_property(tmp_path: Path) -> None:
    source = EVEN.replace("def even", "def _even") + "\nfrom descent import check as even\n"
    with pytest.raises(BadExercise, match="'even' asks by a rule"):
        properties(tmp_path, source)


def test_a_shared_property_has_no_second_meaning(tmp_path: Path) -> None:
    with pytest.raises(BadExercise, match="a rule 'integer' for all exercises already"):
        properties(tmp_path, EVEN + EVEN.replace("def even", "def integer"))


@pytest.mark.parametrize("section", sections())
def test_students_get_the_properties_that_the_grader_asks_by(section: str) -> None:
    for name, of in exercises(section).items():
        assert load(name).own_properties == of.own_properties
