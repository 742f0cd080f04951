"""Cells, names, points and flags are those of the contract."""

from __future__ import annotations

import re

from tests.here import exercises, sections
from tests.notebooks.cells import chosen, definitions, every_section, meta, role, source, tags
from tests.notebooks.contract import ANSWERS, CONTRACT

# Cells that later ones need, although they are no answer and nothing that is given.
FREE = {"06_spiral": {"data", "standardized-data"}}

TEST_CELL = """check("{exercise}", {answer})
### BEGIN HIDDEN TESTS
from grader import mark

mark("{section}", "{exercise}", {answer})
### END HIDDEN TESTS"""


def test_the_course_has_the_sections_of_the_contract() -> None:
    assert sections() == tuple(CONTRACT)


@every_section
def test_cells_have_distinct_ids_that_the_format_allows(section: str) -> None:
    ids = [cell["id"] for cell in source(section)]
    assert len(ids) == len(set(ids))
    assert all(re.fullmatch(r"[a-zA-Z0-9-_]{1,64}", item) for item in ids)
    names = [meta(cell)["grade_id"] for cell in source(section) if meta(cell)]
    assert len(names) == len(set(names))


@every_section
def test_answer_cells_are_those_of_the_contract_in_its_order(section: str) -> None:
    expected = list(dict.fromkeys(cell for _, cell, _ in CONTRACT[section]))
    found = chosen(source(section), "answer")
    assert [meta(cell)["grade_id"] for cell in found] == expected
    assert [cell["id"] for cell in found] == [f"answer-{n}".replace("_", "-") for n in expected]
    defined = [set(definitions(cell["source"])) for cell in found]
    for name, cell, _ in CONTRACT[section]:
        assert ANSWERS.get(cell, name) in defined[expected.index(cell)]


@every_section
def test_test_cells_and_their_points_are_those_of_the_contract_in_its_order(section: str) -> None:
    found = chosen(source(section), "test")
    names = [f"test_{exercise}" for exercise, _, _ in CONTRACT[section]]
    assert [meta(cell)["grade_id"] for cell in found] == names
    assert [meta(cell)["points"] for cell in found] == [n for _, _, n in CONTRACT[section]]
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
    for exercise, cell, _ in CONTRACT[section]:
        name = exercises(section)[exercise].answer_name
        text = TEST_CELL.format(section=section, exercise=exercise, answer=name)
        tests = [c["source"] for c in graded if meta(c)["grade_id"] == f"test_{exercise}"]
        assert tests == [text]
        assert [c["source"] for c in graded].count(text) == 1
        between = order[order.index(cell) + 1 : order.index(f"test_{exercise}")]
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
