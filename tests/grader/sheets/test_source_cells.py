"""What a source notebook may not be released with; each reason names its cell."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

import pytest

from grader import notebooks
from grader.course import Course
from grader.errors import BadSource
from grader.sheets.source_cells import require_sound, unsound
from tests.grader.classes import add_tiny_section, graded_as
from tests.here import sections, source_of

Notebook = dict[str, Any]
SECTION = "01_tiny"
ANSWER, TEST = 3, 4


@pytest.fixture
def notebook(tmp_path: Any) -> Notebook:
    add_tiny_section(tmp_path, SECTION, "double", "x + x", "x * x")
    return notebooks.read(tmp_path / "source" / SECTION / f"{SECTION}.ipynb")


@pytest.mark.parametrize("section", sections())
def test_the_sources_of_the_course_are_sound(section: str) -> None:
    assert list(unsound(notebooks.read(source_of(section)), section)) == []


def test_a_tiny_one_is_sound(notebook: Notebook) -> None:
    assert list(unsound(notebook, SECTION)) == []


def replaced(place: int, old: str, new: str) -> Callable[[Notebook], None]:
    def change(notebook: Notebook) -> None:
        cell = notebook["cells"][place]
        assert old in cell["source"]
        cell["source"] = cell["source"].replace(old, new)

    return change


def without(place: int, *keys: str) -> Callable[[Notebook], None]:
    def change(notebook: Notebook) -> None:
        meta = notebook["cells"][place]["metadata"]
        for key in keys:
            meta["nbgrader"].pop(key)
        if not keys:
            meta.clear()

    return change


def copied(notebook: Notebook) -> None:
    twin = copy.deepcopy(notebook["cells"][ANSWER])
    notebook["cells"].insert(ANSWER, twin | {"id": "another"})


def same_id(notebook: Notebook) -> None:
    notebook["cells"][0]["id"] = notebook["cells"][1]["id"]


def points(value: object) -> Callable[[Notebook], None]:
    def change(notebook: Notebook) -> None:
        notebook["cells"][TEST]["metadata"]["nbgrader"]["points"] = value

    return change


def free_import(notebook: Notebook) -> None:
    notebook["cells"][2]["source"] = "from grader import mark"


def named(notebook: Notebook) -> None:
    notebook["cells"][1]["metadata"] = graded_as("set up", "given")


CASES = [
    (replaced(TEST, "BEGIN HIDDEN TESTS", "BEGIN HIDDEN TEST"), "cell 5 (test_double): line 2 is"),
    (replaced(TEST, "### BEGIN HIDDEN TESTS", "### begin hidden tests"), "was '### BEGIN HIDDEN T"),
    (replaced(TEST, "### BEGIN HIDDEN TESTS", "# HIDDEN TESTS"), "without its ### BEGIN HIDDEN"),
    (replaced(TEST, "### END HIDDEN TESTS", ""), "'### BEGIN HIDDEN TESTS' without ### END"),
    (replaced(TEST, "END HIDDEN TESTS", "BEGIN HIDDEN TESTS"), "of line 2 has no end"),
    (replaced(ANSWER, "BEGIN SOLUTION", "BEGIN SOLUTON"), "cell 4 (double): line 2 is"),
    (replaced(ANSWER, "### END SOLUTION", "### End of solution"), "was '### END SOLUTION' meant?"),
    (replaced(ANSWER, "### END SOLUTION", ""), "line 2: '### BEGIN SOLUTION' without ### END"),
    (replaced(ANSWER, "### BEGIN SOLUTION", ""), "'### END SOLUTION' without its ### BEGIN"),
    (
        replaced(ANSWER, "    y =", "    y = 0  # BEGIN SOLUTION\n    y ="),
        "was '### BEGIN SOLUTION'",
    ),
    (without(ANSWER), "cell 4 (cell-3): holds a solution, but is no answer cell"),
    (without(TEST), "cell 5 (cell-4): holds hidden tests, but is no test cell"),
    (without(TEST, "schema_version", "locked"), "has lost locked, schema_version"),
    (without(TEST, "points"), "needs points, a number from 0, got None"),
    (points(-1), "got -1"),
    (points(True), "got True"),
    (points(float("nan")), "got nan"),
    (copied, "cell 4 (double), cell 5 (double): 2 cells have the grade_id 'double'"),
    (same_id, "2 cells have the id 'cell-1'"),
    (free_import, "cell 3 (cell-2): imports grader where students would read it"),
    (replaced(TEST, '"double", double)\n###', '"half", double)\n###'), "marks half of 01_tiny"),
    (replaced(TEST, '"01_tiny"', '"02_tiny"'), "marks double of 02_tiny; it is the test of double"),
    (named, "its grade_id 'set up' has more than letters"),
]


@pytest.mark.parametrize(("change", "told"), CASES)
def test_it_is_told_with_its_cell(
    notebook: Notebook, change: Callable[[Notebook], None], told: str
) -> None:
    change(notebook)
    problems = list(unsound(notebook, SECTION))
    assert any(told in problem for problem in problems), problems
    assert all(problem.startswith("  cell ") for problem in problems)


def test_words_that_only_look_alike_may_stand_anywhere(notebook: Notebook) -> None:
    notebook["cells"][2]["source"] = (
        "# Begin with the solution of last week\n# In the end, hidden layers\n# the solution\n"
        "# begin\nx = 1  # hidden test data"
    )
    notebook["cells"][0]["source"] = "# The end of a solution\n\nWhat begins here is a test."
    assert list(unsound(notebook, SECTION)) == []


def test_a_cell_that_was_something_in_the_last_release_is_missed(tmp_path: Any) -> None:
    add_tiny_section(tmp_path, SECTION, "double", "x + x", "x * x")
    section = Course(tmp_path).section(SECTION)
    notebook = notebooks.read(section.source)
    require_sound(section)
    section.release.parent.mkdir(parents=True)
    before = copy.deepcopy(notebook)
    meta = {"grade": False, "grade_id": "given_setup", "locked": True, "solution": False}
    before["cells"][1]["metadata"]["nbgrader"] = {**meta, "schema_version": 3}
    notebook["cells"][1]["metadata"] = {}
    notebooks.write(before, section.release)
    notebooks.write(notebook, section.source)
    with pytest.raises(BadSource, match=r"cell 2 .*'given_setup' in the last release"):
        require_sound(section)
    notebook["cells"][1]["id"] = "another-id"
    notebooks.write(notebook, section.source)
    require_sound(section)
