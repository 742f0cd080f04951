"""A submission laid over the released notebook: the tests are the course's, whatever was done."""

from __future__ import annotations

import copy
import json
import os
import random
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from grader.course import sections
from grader.errors import BadSource
from grader.marking.alignment import aligned
from grader.marking.copies import answer_of
from grader.marking.notebook_file import plain_cell
from grader.marking.release import Released, released
from grader.results import Cell
from grader.sheets.exercise import exercises
from tests.grader.classes import SECTION, code, prose
from tests.grader.classes import cell as find
from tests.grader.classes import place as where
from tests.grader.classes import released as notebook_of

Cells = list[dict[str, Any]]


def lay(cells: Cells, section: str = SECTION, all_cells: bool = False) -> tuple[list[Cell], str]:
    """Align a notebook's cells, and return what counts and the notes."""
    found, notes = aligned(released(section), [plain_cell(c) for c in cells], all_cells)
    return found, "; ".join(notes)


def handed_in(section: str = SECTION) -> Cells:
    cells: Cells = copy.deepcopy(notebook_of(section)["cells"])
    return cells


def named(cells: Sequence[Cell], name: str) -> list[Cell]:
    return [cell for cell in cells if cell.name == name]


def place(cells: Sequence[Cell], name: str) -> int:
    return [cell.name for cell in cells].index(name)


def graded_in(section: str) -> list[str]:
    return [item.name for item in released(section) if item.role == "test"]


def assert_the_course_is_whole(found: Sequence[Cell], section: str = SECTION) -> None:
    """Hold what is true of every submission, whatever was done to it."""
    for item in released(section):
        if item.role in ("test", "given"):
            (cell,) = named(found, item.name)
            assert (cell.source, cell.cell_type) == (item.source, item.cell["cell_type"])
            assert (cell.role, cell.id) == (item.role, item.cell["id"])
            assert cell.runs == (item.role == "given" and cell.cell_type == "code")
        elif item.role == "answer":
            assert len(named(found, item.name)) <= 1
    ids = [cell.id for cell in found if cell.id]
    assert len(ids) == len({*ids})
    assert all(cell.role == "free" for cell in found if not cell.id)


# An untouched notebook


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


def test_a_release_that_is_not_there_says_what_to_run(tmp_path: Path) -> None:
    with pytest.raises(BadSource, match="run descent build"):
        released(SECTION, tmp_path)


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"cells": [{}]}', '{"cells": 7}'])
def test_a_release_that_is_no_notebook_says_what_to_run(tmp_path: Path, text: str) -> None:
    folder = tmp_path / "release" / SECTION
    folder.mkdir(parents=True)
    (folder / f"{SECTION}.ipynb").write_text(text)
    with pytest.raises(BadSource, match="run descent build"):
        released(SECTION, tmp_path)


def test_a_release_that_changes_is_read_anew(tmp_path: Path) -> None:
    folder = tmp_path / "release" / SECTION
    folder.mkdir(parents=True)
    path = folder / f"{SECTION}.ipynb"
    for source in ("one", "another"):
        path.write_text(json.dumps({"cells": [code(source)]}))
        os.utime(path, ns=(0, len(source)))
        assert released(SECTION, tmp_path)[0].source == source


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


# Copies


def test_a_second_test_of_that_name_is_dropped_and_noted() -> None:
    cells = handed_in()
    at = where({"cells": cells}, "test_neuron")
    cells.insert(at, {**copy.deepcopy(cells[at]), "source": "float(100)"})
    found, notes = lay(cells)
    assert "more than once: test_neuron" in notes
    assert_the_course_is_whole(found)
    assert len(found) == len(handed_in())


def test_a_second_answer_of_that_name_is_a_cell_of_the_students_own() -> None:
    cells = handed_in()
    at = where({"cells": cells}, "neuron")
    done = "def neuron(X, w, b):\n    return X"
    cells[at]["source"] = done + " + 1"
    cells.insert(at + 1, {**copy.deepcopy(cells[at]), "source": done})
    found, notes = lay(cells)
    assert notes == "more than once: neuron; the most finished copy counts: neuron (2 of 2)"
    assert (found[at].role, found[at + 1].name) == ("free", "neuron")
    assert [cell.runs for cell in found[at : at + 2]] == [True, True]
    assert_the_course_is_whole(found)


DONE = "def neuron(X, w, b):\n    return X @ w + b"
HALF = "def neuron(X, w, b):\n    z = X @ w"


def copies(*contents: str | None) -> Cells:
    """The notebook with so many copies of neuron's cell and test, pair by pair; None is blank."""
    cells = handed_in()
    at = where({"cells": cells}, "neuron")
    pair = cells[at : where({"cells": cells}, "test_neuron") + 1]
    made = []
    for source in contents:
        one = copy.deepcopy(pair)
        one[0]["source"] = pair[0]["source"] if source is None else source
        made += one
    return cells[:at] + made + cells[at + len(pair) :]


@pytest.mark.parametrize(
    ("contents", "counts", "which"),
    [
        ((None, DONE), DONE, "2 of 2"),
        ((DONE, None), DONE, "1 of 2"),
        ((HALF, DONE), DONE, "2 of 2"),
        ((DONE, HALF), DONE, "1 of 2"),
        ((DONE, "def neuron("), DONE, "1 of 2"),
        ((DONE, "neurons = 1"), DONE, "1 of 2"),
        ((DONE + " + 0", DONE), DONE, "2 of 2"),
        ((None, HALF), HALF, "2 of 2"),
        ((HALF, None), HALF, "1 of 2"),
        ((None, DONE, None), DONE, "2 of 3"),
        ((DONE + " + 0", HALF, DONE), DONE, "3 of 3"),
        ((DONE, *[None] * 5), DONE, "1 of 6"),
    ],
)
@pytest.mark.parametrize("fresh_ids", [False, True])
def test_the_most_finished_copy_counts_and_of_several_the_last(
    contents: tuple[str | None, ...], counts: str, which: str, fresh_ids: bool
) -> None:
    cells = copies(*contents)
    if fresh_ids:
        for number, cell in enumerate(cells):
            cell["id"] = f"new-{number}"
    found, notes = lay(cells)
    assert notes == (
        f"more than once: neuron, test_neuron; the most finished copy counts: neuron ({which})"
    )
    (answer,) = named(found, "neuron")
    assert (answer.source, answer.runs) == (counts, True)
    # The test is asked right below it, and nothing that is less finished comes in between or after.
    assert place(found, "test_neuron") > place(found, "neuron")
    below = found[place(found, "neuron") + 1 :]
    assert not any(cell.runs and "neuron" in cell.source for cell in below if cell.role == "free")
    assert_the_course_is_whole(found)


def test_finished_copies_above_run_where_they_stand_and_the_others_are_kept_as_text() -> None:
    found, _ = lay(copies(DONE + " + 0", DONE, HALF))
    mine = [cell for cell in found if cell.source in (DONE + " + 0", DONE, HALF)]
    assert [(cell.role, cell.cell_type, cell.runs) for cell in mine] == [
        ("free", "code", True),
        ("answer", "code", True),
        ("free", "raw", False),
    ]


@pytest.mark.parametrize("first_is_blank", [True, False])
@pytest.mark.parametrize("section", sections())
def test_a_notebook_that_was_doubled_counts_once(section: str, first_is_blank: bool) -> None:
    blank, work = handed_in(section), handed_in(section)
    answers = [item.name for item in released(section) if item.role == "answer"]
    for name in answers:
        item = find({"cells": work}, name)
        item["source"] = item["source"].replace("raise NotImplementedError()", "return 1")
        item["source"] = item["source"].replace("None,", "0,").replace("None}", "0}")
    found, notes = lay(blank + work if first_is_blank else work + blank, section)
    which = "2 of 2" if first_is_blank else "1 of 2"
    assert "altered" not in notes and "does not count" not in notes
    assert notes.endswith("counts: " + ", ".join(f"{name} ({which})" for name in answers))
    for name in answers:
        assert named(found, name)[0].source == find({"cells": work}, name)["source"]
    # Nothing is there a second time, demonstrations least of all, and tests are in their places.
    assert len(found) == len(blank)
    ours = [cell.name for cell in found if cell.role in ("answer", "test")]
    assert ours == [c.name for c in released(section) if c.role in ("answer", "test")]
    assert_the_course_is_whole(found, section)


def test_halves_of_which_each_has_something_are_put_together() -> None:
    one, two = handed_in(), handed_in()
    find({"cells": one}, "sigmoid")["source"] = "def sigmoid(z):\n    return z"
    find({"cells": two}, "neuron")["source"] = DONE
    found, _ = lay(one + two)
    for name, source in (("sigmoid", "def sigmoid(z):\n    return z"), ("neuron", DONE)):
        assert named(found, name)[0].source == source
        assert place(found, name) < place(found, f"test_{name}")
    assert not any(cell.role == "free" for cell in found)


def test_a_copy_that_was_finished_below_the_test_is_asked_all_the_same() -> None:
    cells = handed_in()
    cells.append({**copy.deepcopy(find({"cells": cells}, "neuron")), "source": DONE})
    found, _ = lay(cells)
    assert place(found, "test_neuron") > place(found, "neuron") and found[-1].name == "test_neuron"


# Answers where they do not count, or do


def test_an_answer_in_the_test_cell_is_named() -> None:
    cells = handed_in()
    find({"cells": cells}, "test_neuron")["source"] = DONE
    found, notes = lay(cells)
    assert notes == (
        "altered and restored: test_neuron; an answer `neuron` was found in the test cell "
        "test_neuron, where it does not count: move it into the answer cell neuron"
    )
    assert DONE not in [cell.source for cell in found]


def test_an_answer_in_a_locked_cell_is_named() -> None:
    cells = handed_in()
    find({"cells": cells}, "given_setup")["source"] += "\n" + DONE
    assert "an answer `neuron` was found in the locked cell given_setup" in lay(cells)[1]


@pytest.mark.parametrize("delete", [False, True])
def test_an_answer_in_a_cell_below_its_test_is_named(delete: bool) -> None:
    cells = handed_in()
    cells.insert(where({"cells": cells}, "test_neuron") + 1, code(DONE))
    if delete:
        del cells[where({"cells": cells}, "neuron")]
    assert lay(cells)[1].removeprefix("deleted: neuron; ") == (
        "an answer `neuron` was found in a cell below test_neuron, where it does not count: "
        "move it into the answer cell neuron"
    )


def test_an_answer_is_not_named_where_another_one_counts() -> None:
    cells = handed_in()
    cells.insert(where({"cells": cells}, "test_neuron") + 1, code(DONE + " + 0"))
    cells[where({"cells": cells}, "neuron")]["source"] = DONE
    assert lay(cells)[1] == ""
    cells = handed_in()
    cells.append(code("np.tanh(1)\nneuron(1, 2, 3)"))
    assert lay(cells)[1] == ""


def test_an_answer_in_a_cell_between_its_own_and_the_test_counts() -> None:
    cells = handed_in()
    cells.insert(where({"cells": cells}, "test_neuron"), code(DONE))
    found, notes = lay(cells)
    assert notes == "" and named(found, "neuron")[0].runs


def test_a_blank_answer_does_not_undo_one_in_a_cell_above_it() -> None:
    cells = handed_in()
    at = where({"cells": cells}, "neuron")
    cells.insert(at, code(DONE))
    found, notes = lay(cells)
    assert notes == "answered above the cell that is meant for it: neuron"
    assert found[at].runs and not named(found, "neuron")[0].runs
    cells[at + 1]["source"] = HALF
    found, notes = lay(cells)
    assert notes == "" and named(found, "neuron")[0].runs


@pytest.mark.parametrize("section", sections())
def test_the_answer_of_a_test_is_the_one_before_it(section: str) -> None:
    items = released(section)
    for number, item in enumerate(items):
        if item.role == "test":
            answer = items[answer_of(items, number)]
            assert answer.name == exercises(section)[item.name.removeprefix("test_")].answer_cell


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


# Whatever was done to it


@st.composite
def mutated(draw: st.DrawFn) -> Cells:
    """A released notebook after some of what people and programs do to notebooks."""
    cells = handed_in()
    random_ = random.Random(draw(st.integers(0, 2**32)))
    names = [item.name for item in released(SECTION) if item.name] + ["", "test_other", "x"]
    ids = [item.cell["id"] for item in released(SECTION)] + ["", "free-3", "x"]
    for act in draw(st.lists(st.sampled_from(sorted(ACTS)), max_size=12)):
        ACTS[act](cells, random_, names, ids)
    return cells


def pick(cells: Cells, chance: random.Random) -> int:
    return chance.randrange(len(cells)) if cells else 0


def _rename(cells: Cells, chance: random.Random, names: list[str], ids: list[str]) -> None:
    if cells:
        cell = cells[pick(cells, chance)]
        # Another act may have put anything in their places.
        meta = cell["metadata"] if isinstance(cell["metadata"], dict) else {}
        of = meta["nbgrader"] if isinstance(meta.get("nbgrader"), dict) else {}
        cell["metadata"] = {**meta, "nbgrader": {**of, "grade_id": chance.choice(names)}}


def _identify(cells: Cells, chance: random.Random, names: list[str], ids: list[str]) -> None:
    if cells:
        cells[pick(cells, chance)]["id"] = chance.choice(ids)


def _delete(cells: Cells, chance: random.Random, names: list[str], ids: list[str]) -> None:
    if cells:
        start = pick(cells, chance)
        del cells[start : start + chance.choice([1, 1, 1, 4, 40])]


def _copy(cells: Cells, chance: random.Random, names: list[str], ids: list[str]) -> None:
    if cells:
        twin = copy.deepcopy(cells[pick(cells, chance)])
        cells.insert(chance.randrange(len(cells) + 1), twin)


def _move(cells: Cells, chance: random.Random, names: list[str], ids: list[str]) -> None:
    if cells:
        cell = cells.pop(pick(cells, chance))
        cells.insert(chance.randrange(len(cells) + 1), cell)


def _edit(cells: Cells, chance: random.Random, names: list[str], ids: list[str]) -> None:
    if cells:
        cells[pick(cells, chance)]["source"] = chance.choice(["", "1 / 0", "float(100)", "é\ud800"])


def _retype(cells: Cells, chance: random.Random, names: list[str], ids: list[str]) -> None:
    if cells:
        kind = chance.choice(["code", "markdown", "raw", "heading", None, 7])
        cells[pick(cells, chance)]["cell_type"] = kind


def _forget(cells: Cells, chance: random.Random, names: list[str], ids: list[str]) -> None:
    if cells:
        odd: Any = chance.choice([{}, None, [], "x", {"nbgrader": None}, {"nbgrader": [1]}])
        cells[pick(cells, chance)] = {**cells[pick(cells, chance)], "metadata": odd or {}}


def _add(cells: Cells, chance: random.Random, names: list[str], ids: list[str]) -> None:
    cells.insert(chance.randrange(len(cells) + 1), code("mine = 1", id=chance.choice(ids)))


def _shuffle(cells: Cells, chance: random.Random, names: list[str], ids: list[str]) -> None:
    chance.shuffle(cells)


def _turn(cells: Cells, chance: random.Random, names: list[str], ids: list[str]) -> None:
    cells.reverse()


ACTS: dict[str, Callable[[Cells, random.Random, list[str], list[str]], None]] = {
    "rename": _rename,
    "identify": _identify,
    "delete": _delete,
    "copy": _copy,
    "move": _move,
    "edit": _edit,
    "retype": _retype,
    "forget": _forget,
    "add": _add,
    "shuffle": _shuffle,
    "turn": _turn,
}


def claims(submitted: Cells) -> list[int | None]:
    """Which released cell each cell is; written out plainly."""
    found: list[int | None] = []
    for cell in submitted:
        text = cell["source"].strip()
        items = [*enumerate(released(SECTION))]
        same = [n for n, i in items if not i.name and i.source.strip() == text]
        same += [n for n, i in items if i.name and i.name == cell["grade_id"]]
        same += [n for n, i in items if i.cell["id"] == cell["id"]]
        found.append(same[0] if same else None)
    return found


@given(mutated(), st.booleans())
@hypothesis_settings(max_examples=400, deadline=None)
def test_any_mutation_aligns_with_every_test_of_the_course_once(
    cells: Cells, all_cells: bool
) -> None:
    submitted = [plain_cell(cell) for cell in cells]
    found, notes = aligned(released(SECTION), submitted, all_cells)
    assert_the_course_is_whole(found)
    assert all(isinstance(note, str) and "\n" not in note for note in notes)
    assert len(notes) <= 6 + len([i for i in released(SECTION) if i.role == "answer"])

    # Whatever is the student's own is there, in their order.
    locked = {item.name for item in released(SECTION) if item.role in ("test", "given")}
    mine = [cell.source for cell in found if cell.role in ("free", "answer", "prose", "demo")]
    theirs = [cell["source"] for cell in submitted]
    rest = iter(theirs)
    assert all(source in rest for source in mine)
    assert locked <= {cell.name for cell in found}

    # A test that stands where it did in the release, stays there; one that is gone comes last.
    places = {cell.name: n for n, cell in enumerate(found) if cell.name}
    theirs_in_order = claims(submitted)
    named_cells = [n for n in theirs_in_order if n is not None and released(SECTION)[n].name]
    for number, item in enumerate(released(SECTION)):
        if item.role != "test":
            continue
        if number not in theirs_in_order:
            assert all(cell.role == "test" for cell in found[places[item.name] :])
            continue
        if len(named_cells) != len({*named_cells}):
            continue  # of copies, one counts that may stand anywhere
        at = theirs_in_order.index(number)
        before = [n for n in theirs_in_order[:at] if n is not None]
        after = [n for n in theirs_in_order[at + 1 :] if n is not None]
        if all(n < number for n in before) and all(n > number for n in after):
            answers = [(n, released(SECTION)[n]) for n in (*before, *after)]
            for n, other in answers:
                if other.role == "answer":
                    assert (places[other.name] < places[item.name]) == (n < number)


@given(mutated())
@hypothesis_settings(max_examples=100, deadline=None)
def test_what_was_aligned_once_stays_as_it_is(cells: Cells) -> None:
    found, _ = aligned(released(SECTION), [plain_cell(cell) for cell in cells])
    again = [
        {
            "cell_type": cell.cell_type,
            "source": cell.source,
            "id": cell.id,
            "grade_id": cell.name,
            "attachments": cell.attachments,
        }
        for cell in found
    ]
    second, _ = aligned(released(SECTION), again)
    assert sorted(map(repr, second)) == sorted(map(repr, found))
