"""A released notebook that is handed in, laid over the release again."""

from __future__ import annotations

import copy
from collections.abc import Sequence
from typing import Any

from grader.marking.alignment import aligned
from grader.marking.notebook_file import plain_cell
from grader.results import Cell
from tests.grader.classes import SECTION
from tests.grader.classes import released as notebook_of
from tests.here import released

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
