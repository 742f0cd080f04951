"""The reference answers, read out of the source notebooks."""

from __future__ import annotations

import json
import traceback
from collections.abc import Callable
from pathlib import Path

import pytest

from grader.course import Course, Section
from grader.errors import BadExercise, BadSource
from grader.sheets import references
from grader.sheets.references import Reference
from tests.grader.classes import SECTION, Cell, code, prose
from tests.here import exercises, reference, sections

Write = Callable[..., Reference]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Return a function that reads a notebook of these cells as a section's source."""

    def write(*cells: Cell) -> Reference:
        name = f"99_{tmp_path.name}"
        section = Section(Course(tmp_path), name)
        section.source.parent.mkdir(parents=True, exist_ok=True)
        numbered = [{**cell, "id": f"cell-{n}"} for n, cell in enumerate(cells)]
        notebook = {"cells": numbered, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
        section.source.write_text(json.dumps(notebook))
        references.reference.cache_clear()
        return references.reference(section)

    return write


def answer(name: str, source: str) -> Cell:
    return code(source, metadata={"nbgrader": {"grade_id": name, "solution": True}})


def graded(name: str, **more: float) -> Cell:
    meta = {"nbgrader": {"grade_id": name, "grade": True, "locked": True, **more}}
    return code("1 / 0", metadata=meta)


@pytest.mark.parametrize("section", sections())
def test_every_answer_of_the_contract_is_in_the_source(section: str) -> None:
    answers = reference(section).answers()
    for entry in exercises(section).values():
        assert entry.answer_name in answers
        assert entry.answer_name in reference(section).source(entry.answer_cell)


@pytest.mark.parametrize("section", sections())
def test_reading_the_answers_prints_nothing(
    section: str, capfd: pytest.CaptureFixture[str]
) -> None:
    references._namespace.cache_clear()
    reference(section).answers()
    assert capfd.readouterr() == ("", "")


def test_only_given_code_and_answers_are_run(write: Write) -> None:
    of = write(
        prose("not = python"),
        code("given = 1"),
        answer("f", "f = given + 1"),
        graded("test_f", points=2),
        code("1 / 0", metadata={"tags": ["demo"]}),
        code("1 / 0", metadata={"tags": ["demo", "solution-only"]}),
        code("after = f + 1"),
    )
    assert of.points == {"f": 2.0}
    answers = of.answers()
    assert (answers["given"], answers["f"], answers["after"]) == (1, 2, 3)


def test_a_cell_that_a_person_marks_is_an_answer_and_no_test(write: Write) -> None:
    both = {"grade_id": "essay", "grade": True, "solution": True, "points": 3}
    of = write(code("essay = 1", metadata={"nbgrader": both}))
    assert (of.points, of.cells) == ({}, (("essay", "essay = 1"),))


def test_a_variant_stands_for_its_cell_and_later_cells_are_not_run(write: Write) -> None:
    of = write(code("x = 1"), answer("f", "f = x"), answer("g", "g = f"))
    varied = of.variant("f", "f = x + 10")
    assert varied["f"] == 11 and "g" not in varied
    assert of.variant("g", "g = f + 1", {"f": 100})["g"] == 101
    assert of.answers()["f"] == 1


def test_what_one_caller_does_to_the_answers_no_other_caller_sees(write: Write) -> None:
    of = write(answer("f", "f = 1"))
    of.answers()["f"] = "spoilt"
    assert of.answers()["f"] == 1


def test_an_answer_cell_that_is_not_there_is_told_with_those_that_are(write: Write) -> None:
    of = write(answer("f", "f = 1"))
    with pytest.raises(BadExercise, match=r"no answer cell 'g'.*'f'"):
        of.source("g")


@pytest.mark.parametrize(
    "cell", [graded("f", points=1), graded("test_f"), graded("", points=1)], ids=str
)
def test_a_test_cell_without_a_name_or_points_is_a_bad_source(write: Write, cell: Cell) -> None:
    with pytest.raises(BadSource, match="needs a name test_… and points"):
        write(cell)


def test_a_source_that_is_no_notebook_is_told_with_its_path(tmp_path: Path) -> None:
    section = Section(Course(tmp_path), "99_broken")
    section.source.parent.mkdir(parents=True)
    section.source.write_text("not a notebook")
    with pytest.raises(BadSource, match=r"broken\.ipynb is not a notebook"):
        references.reference(section)


def test_a_reference_that_does_not_run_says_which_cell_and_why(write: Write) -> None:
    of = write(answer("f", "f = 1 / 0"))
    with pytest.raises(BadSource, match="f does not run: ZeroDivisionError"):
        of.answers()


def test_tracebacks_of_reference_answers_show_their_lines(write: Write) -> None:
    of = write(answer("f", "def f():\n    return [][7]  # this very line"))
    try:
        of.answers()["f"]()
    except IndexError:
        assert "# this very line" in traceback.format_exc()
    else:
        pytest.fail("the answer was expected to fail")


def test_given_code_of_a_section_can_be_run_twice_for_different_variants() -> None:
    of = reference(SECTION)
    source = of.source("sigmoid")
    one, two = of.variant("sigmoid", source), of.variant("sigmoid", source + "\nextra = 1\n")
    assert "extra" in two and "extra" not in one
    assert one["sigmoid"](0) == two["sigmoid"](0) == 0.5
