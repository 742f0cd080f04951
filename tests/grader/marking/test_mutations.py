"""Whatever people and programs do to a notebook: every test of the course is there once."""

from __future__ import annotations

import copy
import random
from collections.abc import Callable
from typing import Any

from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from grader.marking.alignment import aligned
from grader.marking.notebook_file import plain_cell
from tests.grader.classes import SECTION, code
from tests.grader.marking.overlay import Cells, assert_the_course_is_whole, handed_in
from tests.here import released


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
