"""Cells, names, points and flags are as in every section, and as the contract has them."""

from __future__ import annotations

import json
import re

import pytest

from tests.grader.classes import code, graded_as
from tests.here import exercises, sections
from tests.notebooks.cells import (
    Cell,
    chosen,
    definitions,
    every_section,
    meta,
    role,
    source,
    tags,
)
from tests.notebooks.contract import CONTRACT, deviations

# Cells that later ones need, although they are no answer and nothing that is given.
FREE = {"06_spiral": {"data", "standardized-data"}}

TEST_CELL = """check("{exercise}", {answer})
### BEGIN HIDDEN TESTS
from grader import mark

mark("{section}", "{exercise}", {answer})
### END HIDDEN TESTS"""


def test_the_course_has_the_sections_of_the_contract() -> None:
    assert [section for section in sections() if section in CONTRACT] == list(CONTRACT)


@pytest.mark.parametrize("section", CONTRACT)
def test_names_points_and_signatures_are_those_of_the_contract(section: str) -> None:
    assert list(deviations(source(section), CONTRACT[section])) == []


def altered(before: str, after: str) -> tuple[Cell, ...]:
    """The cells of the first section, with another text in place of one that is there."""
    text = json.dumps(source("01_perceptron"))
    assert before in text
    return tuple(json.loads(text.replace(before, after)))


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ('"points": 3', '"points": 4', "neuron_gradients: 4 points in place of 3"),
        ('"test_neuron"', '"test_nerve"', "neuron: None points in place of 2"),
        ("def neuron(X, w, b)", "def neuron(X, b, w)", "neuron: there is no neuron(X, w, b)"),
        ("lr=1.0)", "lr=0.1)", "train_neuron: there is no train_neuron"),
        ("separable = {", "learnable = {", "the cell separable does not define separable"),
        ('"sigmoid"', '"logistic"', "the cell sigmoid does not define sigmoid"),
    ],
)
def test_what_is_otherwise_than_in_the_contract_is_found(
    before: str, after: str, said: str
) -> None:
    found = list(deviations(altered(before, after), CONTRACT["01_perceptron"]))
    assert any(said in one for one in found), found


def test_the_order_of_the_contract_is_held() -> None:
    backwards = source("01_perceptron")[::-1]
    found = list(deviations(backwards, CONTRACT["01_perceptron"]))
    assert len(found) == 2 and all("another order" in one for one in found)


def test_the_contract_lets_a_further_exercise_be() -> None:
    cells = [
        code("def step(z):\n    return z > 0", metadata=graded_as("step", "answer")),
        code('check("step", step)', metadata=graded_as("test_step", "test", 1)),
    ]
    for place in (0, len(source("01_perceptron")) // 2, len(source("01_perceptron"))):
        more = (*source("01_perceptron")[:place], *cells, *source("01_perceptron")[place:])
        assert list(deviations(more, CONTRACT["01_perceptron"])) == []


@every_section
def test_cells_have_distinct_ids_that_the_format_allows(section: str) -> None:
    ids = [cell["id"] for cell in source(section)]
    assert len(ids) == len(set(ids))
    assert all(re.fullmatch(r"[a-zA-Z0-9-_]{1,64}", item) for item in ids)
    names = [meta(cell)["grade_id"] for cell in source(section) if meta(cell)]
    assert len(names) == len(set(names))


@every_section
def test_answer_cells_are_those_of_the_exercises_in_their_order(section: str) -> None:
    entries = exercises(section).values()
    expected = list(dict.fromkeys(entry.answer_cell for entry in entries))
    found = chosen(source(section), "answer")
    assert [meta(cell)["grade_id"] for cell in found] == expected
    assert [cell["id"] for cell in found] == [f"answer-{n}".replace("_", "-") for n in expected]
    defined = [set(definitions(cell["source"])) for cell in found]
    for entry in entries:
        assert entry.answer_name in defined[expected.index(entry.answer_cell)]


@every_section
def test_test_cells_are_those_of_the_exercises_and_have_points(section: str) -> None:
    found = chosen(source(section), "test")
    names = [f"test_{exercise}" for exercise in exercises(section)]
    assert [meta(cell)["grade_id"] for cell in found] == names
    assert all(meta(cell)["points"] >= 1 for cell in found)
    assert [cell["id"] for cell in found] == [name.replace("_", "-") for name in names]


@every_section
def test_cells_are_locked_graded_and_answered_as_their_role_asks(section: str) -> None:
    flags = {
        "answer": {"solution": True, "grade": False, "locked": False},
        "test": {"solution": False, "grade": True, "locked": True},
        "given": {"solution": False, "grade": False, "locked": True},
    }
    for cell in chosen(source(section), *flags):
        known = {k: v for k, v in meta(cell).items() if k not in ("grade_id", "points")}
        asked = {**flags[role(cell)], "schema_version": 3, "task": False}
        assert known == asked, cell["id"]
        assert ("points" in meta(cell)) == (role(cell) == "test"), cell["id"]
        if role(cell) == "given":
            assert meta(cell)["grade_id"].startswith("given_"), cell["id"]


@every_section
def test_every_exercise_has_one_test_cell_with_the_canonical_source_after_its_answer(
    section: str,
) -> None:
    graded = chosen(source(section), "answer", "test")
    order = [meta(cell)["grade_id"] for cell in graded]
    for exercise, entry in exercises(section).items():
        text = TEST_CELL.format(section=section, exercise=exercise, answer=entry.answer_name)
        tests = [c["source"] for c in graded if meta(c)["grade_id"] == f"test_{exercise}"]
        assert tests == [text]
        assert [c["source"] for c in graded].count(text) == 1
        between = order[order.index(entry.answer_cell) + 1 : order.index(f"test_{exercise}")]
        assert all(item.startswith("test_") for item in between)


@every_section
def test_cells_have_no_tags_but_those_of_the_contract(section: str) -> None:
    for cell in source(section):
        known = {"demo", "solution-only"} if role(cell) in ("demo", "prose") else set()
        assert tags(cell) <= known, cell["id"]
        assert set(cell["metadata"]) <= {"nbgrader", "tags", "jupyter"}, cell["id"]


@every_section
def test_code_that_only_demonstrates_is_tagged(section: str) -> None:
    free = {cell["id"] for cell in chosen(source(section), "free")}
    assert free == FREE.get(section, set())
