"""A submission laid over the released notebook: the tests are the course's, whatever was done."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from grader.marking.release import Released
from tests.grader.classes import SECTION, code, prose
from tests.grader.classes import cell as find
from tests.grader.classes import place as where
from tests.grader.marking.overlay import (
    assert_the_course_is_whole,
    graded_in,
    handed_in,
    lay,
    named,
    place,
)
from tests.here import released, sections


@pytest.mark.parametrize("section", sections())
def test_an_untouched_notebook_is_the_released_one_and_nothing_is_noted(section: str) -> None:
    cells = handed_in(section)
    found, notes = lay(cells, section)
    assert notes == ""
    assert [cell.id for cell in found] == [cell["id"] for cell in cells]
    assert [cell.source for cell in found] == [cell["source"] for cell in cells]
    assert_the_course_is_whole(found, section)


@pytest.mark.parametrize("section", sections())
def test_every_cell_of_a_course_has_a_role(section: str) -> None:
    items = released(section)
    roles = {item.name: item.role for item in items if item.name}
    assert sum(role == "test" for role in roles.values()) == len(graded_in(section)) > 0
    assert "answer" in roles.values()
    assert all(item.name for item in items if item.role in ("test", "answer", "given"))
    assert all(item.cell["cell_type"] == "code" for item in items if item.role in ("test", "demo"))


# Answers and free cells are the student's


def test_an_answer_counts_as_the_student_wrote_it() -> None:
    cells = handed_in()
    find({"cells": cells}, "neuron")["source"] = "neuron = 'mine'"
    found, notes = lay(cells)
    (answer,) = named(found, "neuron")
    assert answer.source == "neuron = 'mine'" and answer.runs and notes == ""


def test_free_cells_stay_where_they_are_and_run() -> None:
    cells = handed_in()
    at = where({"cells": cells}, "neuron")
    cells.insert(at, code("mine = 1"))
    cells.insert(at, prose("my thoughts", attachments={"a.png": {"image/png": "QUJD"}}))
    cells.insert(at, code("raw", id="my-raw", cell_type="raw"))
    found, notes = lay(cells)
    assert notes == ""
    mine = [cell for cell in found if cell.role == "free" and not cell.id]
    assert [cell.source for cell in mine] == ["raw", "my thoughts", "mine = 1"]
    assert [cell.runs for cell in mine] == [False, False, True]
    assert mine[1].attachments == {"a.png": {"image/png": "QUJD"}}
    assert found.index(mine[2]) == place(found, "neuron") - 1
    assert_the_course_is_whole(found)


# Tests and given code are the course's


@pytest.mark.parametrize("name", ["test_neuron", "given_setup"])
@pytest.mark.parametrize(
    "change",
    [
        lambda cell: cell.update(source="float(100)"),
        lambda cell: cell.update(source=""),
        lambda cell: cell.update(cell_type="markdown"),
        lambda cell: cell.update(cell_type="raw", source="x"),
        lambda cell: cell["metadata"]["nbgrader"].update(points=99, locked=False, solution=True),
        lambda cell: cell["metadata"].update(tags=["demo", "skip-execution"]),
        lambda cell: cell["metadata"].pop("nbgrader"),
        lambda cell: cell.pop("id"),
        lambda cell: cell.update(id="another"),
        lambda cell: cell["metadata"]["nbgrader"].update(grade_id="another"),
        lambda cell: cell.update(attachments={"a": {}}),
    ],
)
def test_a_changed_locked_cell_is_restored_in_its_place(
    name: str, change: Callable[[dict[str, Any]], Any]
) -> None:
    cells = handed_in()
    change(find({"cells": cells}, name))
    found, _ = lay(cells)
    assert_the_course_is_whole(found)
    assert [cell.id for cell in found] == [cell["id"] for cell in handed_in()]


@pytest.mark.parametrize("name", ["test_neuron", "given_setup"])
def test_an_altered_locked_cell_is_noted(name: str) -> None:
    cells = handed_in()
    find({"cells": cells}, name)["source"] = "float(100)"
    assert lay(cells)[1] == f"altered and restored: {name}"


def test_white_space_around_a_locked_cell_is_not_worth_a_note() -> None:
    cells = handed_in()
    find({"cells": cells}, "test_neuron")["source"] += "\n\n"
    found, notes = lay(cells)
    assert notes == ""
    assert_the_course_is_whole(found)


def test_a_retyped_answer_still_runs_and_is_noted() -> None:
    cells = handed_in()
    find({"cells": cells}, "neuron").update(cell_type="markdown", source="neuron = 1")
    found, notes = lay(cells)
    (answer,) = named(found, "neuron")
    assert (answer.source, answer.cell_type, answer.runs) == ("neuron = 1", "code", True)
    assert notes == "changed in type: neuron"


def test_a_deleted_test_is_marked_at_the_end_and_noted() -> None:
    cells = handed_in()
    del cells[where({"cells": cells}, "test_sigmoid")]
    found, notes = lay(cells)
    assert notes == "deleted: test_sigmoid"
    assert found[-1].name == "test_sigmoid"
    assert_the_course_is_whole(found)


def test_a_test_that_was_moved_is_marked_at_the_end() -> None:
    cells = handed_in()
    moved = cells.pop(where({"cells": cells}, "test_neuron"))
    cells.insert(where({"cells": cells}, "sigmoid"), moved)
    found, _ = lay(cells)
    assert found[-1].name == "test_neuron"
    assert_the_course_is_whole(found)


def test_deleted_given_code_comes_back_where_it_was() -> None:
    cells = handed_in()
    del cells[where({"cells": cells}, "given_setup")]
    found, notes = lay(cells)
    assert notes == "deleted: given_setup"
    assert_the_course_is_whole(found)
    assert place(found, "given_setup") < place(found, "sigmoid")
    before = [cell for cell in found[: place(found, "given_setup")] if cell.runs]
    assert before == []


def test_a_deleted_answer_is_noted_and_its_test_stays() -> None:
    cells = handed_in()
    at = where({"cells": cells}, "neuron")
    del cells[at]
    found, notes = lay(cells)
    assert notes == "deleted: neuron"
    assert place(found, "test_neuron") == at
    assert_the_course_is_whole(found)


def test_a_notebook_of_nothing_has_all_given_code_and_all_tests() -> None:
    found, notes = lay([])
    assert_the_course_is_whole(found)
    assert all(cell.role in ("given", "test") for cell in found)
    assert "deleted: " in notes and "test_sigmoid" in notes
    roles = [cell.role for cell in found]
    assert roles == sorted(roles, key=["given", "test"].index)


def test_a_notebook_turned_upside_down_has_everything_once() -> None:
    cells = handed_in()[::-1]
    found, _ = lay(cells)
    assert_the_course_is_whole(found)
    answers = [item.name for item in released(SECTION) if item.role == "answer"]
    assert [cell.name for cell in found if cell.role == "answer"] == answers[::-1]


# Lost names


def test_cells_that_lost_their_metadata_are_known_by_their_ids() -> None:
    cells = handed_in()
    for cell in cells:
        cell["metadata"] = {}
    find_answer = where({"cells": handed_in()}, "neuron")
    cells[find_answer]["source"] = "neuron = 'mine'"
    found, notes = lay(cells)
    assert notes == ""
    assert named(found, "neuron")[0].source == "neuron = 'mine'"
    assert [cell.name for cell in found] == [
        cell["metadata"].get("nbgrader", {}).get("grade_id", "") for cell in handed_in()
    ]
    assert_the_course_is_whole(found)


def test_cells_that_lost_their_ids_are_known_by_their_names() -> None:
    cells = handed_in()
    for number, cell in enumerate(cells):
        cell["id"] = f"new-{number}"
    cells[where({"cells": cells}, "neuron")]["source"] = "neuron = 'mine'"
    found, notes = lay(cells)
    assert notes == ""
    assert named(found, "neuron")[0].source == "neuron = 'mine'"
    assert_the_course_is_whole(found)


def test_cells_that_lost_both_are_known_by_what_stands_in_them() -> None:
    cells = handed_in()
    for cell in cells:
        del cell["id"], cell["metadata"]
    cells[where({"cells": handed_in()}, "neuron")]["source"] = "neuron = 'mine'"
    found, notes = lay(cells)
    assert notes == ""
    assert [cell.id for cell in found] == [cell["id"] for cell in handed_in()]
    assert named(found, "neuron")[0].source == "neuron = 'mine'"
    assert_the_course_is_whole(found)


def test_an_answer_that_lost_both_and_its_name_still_runs() -> None:
    cells = handed_in()
    for number, cell in enumerate(cells):
        cell["id"], cell["metadata"] = f"new-{number}", {}
    cells[where({"cells": handed_in()}, "neuron")]["source"] = "other = 'mine'"
    found, notes = lay(cells)
    assert notes == "deleted: neuron"
    mine = next(cell for cell in found if cell.source == "other = 'mine'")
    assert mine.role == "free" and mine.runs
    assert_the_course_is_whole(found)


def test_names_of_cells_that_are_swapped_swap_the_cells() -> None:
    cells = handed_in()
    one, two = (find({"cells": cells}, name) for name in ("test_neuron", "neuron"))
    one["metadata"], two["metadata"] = two["metadata"], one["metadata"]
    two["source"] = "float(100)"
    found, _ = lay(cells)
    assert_the_course_is_whole(found)
    assert "float(100)" not in [cell.source for cell in found]


# Cells that demonstrate


def demo() -> Released:
    return next(item for item in released(SECTION) if item.role == "demo")


def test_a_demonstration_is_passed_over_only_where_it_is_untouched() -> None:
    cells = handed_in()
    (untouched,) = [c for c in lay(cells)[0] if c.id == demo().cell["id"]]
    assert not untouched.runs
    next(c for c in cells if c["id"] == demo().cell["id"])["source"] += "\nhelper = 1"
    (changed,) = [c for c in lay(cells)[0] if c.id == demo().cell["id"]]
    assert changed.runs and changed.source.endswith("helper = 1")


def test_all_cells_run_where_that_is_asked_for() -> None:
    found, _ = lay(handed_in(), all_cells=True)
    assert all(cell.runs for cell in found if cell.role == "demo")
    assert not any(cell.runs for cell in found if cell.role == "test")


def test_a_demo_tag_of_the_students_does_not_keep_a_cell_from_running() -> None:
    cells = handed_in()
    find({"cells": cells}, "neuron")["metadata"]["tags"] = ["demo"]
    cells.append(code("mine = 1", metadata={"tags": ["demo"]}))
    found, _ = lay(cells)
    assert named(found, "neuron")[0].runs
    assert next(cell for cell in found if cell.source == "mine = 1").runs
