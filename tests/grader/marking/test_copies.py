"""Which of several copies of an answer counts, and answers that stand where they do not count."""

from __future__ import annotations

import copy

import pytest

from grader.marking.copies import answer_of
from tests.grader.classes import cell as find
from tests.grader.classes import code
from tests.grader.classes import place as where
from tests.grader.marking.overlay import (
    Cells,
    assert_the_course_is_whole,
    handed_in,
    lay,
    named,
    place,
)
from tests.here import exercises, released, sections


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
