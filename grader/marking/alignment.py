"""A submission laid over the released notebook: what runs, and what is marked where.

Tests, given code, points, tags and ids come from the course. Of a submission
only its answers and its free cells count.
"""

from __future__ import annotations

import bisect
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from grader.marking.copies import answer_of, counted, idle, misplaced, numbered
from grader.marking.notebook_file import pictures
from grader.marking.release import Released
from grader.marking.sources import same
from grader.results import Cell


def aligned(
    release: Sequence[Released], submitted: Sequence[dict[str, Any]], all_cells: bool = False
) -> tuple[list[Cell], list[str]]:
    """Return a submission's cells as they count, and notes on what was put right.

    Args:
        release: The released notebook.
        submitted: The cells of the submission.
        all_cells: Whether cells that only demonstrate are executed as well.
    """
    numbers = numbered(release, submitted)
    places = counted(release, submitted, numbers)
    still = idle(release, submitted, numbers, places)
    in_place = _in_place(release, numbers, places)
    cells: list[Cell] = []
    following = 0
    for place, (cell, number) in enumerate(zip(submitted, numbers, strict=True)):
        if number is None or places[number] != place:
            free = _free(cell, release[number] if number is not None else None, place in still)
            if free:
                cells.append(free)
            continue
        # Given cells that were deleted come back before whatever followed them.
        if number in in_place:
            cells += _restored(release[following:number], range(following, number), places)
            following = max(following, number + 1)
        if release[number].role != "test" or number in in_place:
            course_cell = _taken(release[number], cell, all_cells)
            cells.append(replace(course_cell, runs=False) if place in still else course_cell)
    cells += _restored(release[following:], range(following, len(release)), places)
    tests = {cell.name for cell in cells if cell.role == "test"}
    late = [item for item in release if item.role == "test" and item.name not in tests]
    notes = _notes(release, submitted, numbers, places)
    above = [release[n].name for n, place in places.items() if place in still]
    if above:
        notes.append(f"answered above the cell that is meant for it: {', '.join(above)}")
    notes += misplaced(release, submitted, numbers, places, in_place)
    return cells + [_taken(item, None, all_cells) for item in late], notes


def _in_place(
    release: Sequence[Released], numbers: Sequence[int | None], places: Mapping[int, int]
) -> set[int]:
    """Return the released cells that stand where they belong: the others were moved.

    A test belongs below its answer. Where prose and given code stand twice,
    their place says nothing.
    """
    twice = {n for place, n in enumerate(numbers) if n is not None and places[n] != place}
    in_order = _in_order(
        [
            number
            for number, _ in sorted(places.items(), key=lambda item: item[1])
            if number not in twice or release[number].role in ("answer", "test")
        ]
    )
    early = {
        number
        for number in in_order
        if release[number].role == "test"
        and places[number] < places.get(answer_of(release, number), -1)
    }
    return in_order - early


def _in_order(claims: Sequence[int]) -> set[int]:
    """Return the longest run of cells that stand in the released order: the others were moved."""
    tails: list[int] = []
    before: dict[int, int | None] = {}
    for claim in claims:
        place = bisect.bisect_left(tails, claim)
        before[claim] = tails[place - 1] if place else None
        tails[place : place + 1] = [claim]
    longest: set[int] = set()
    claim_or_none = tails[-1] if tails else None
    while claim_or_none is not None:
        longest.add(claim_or_none)
        claim_or_none = before[claim_or_none]
    return longest


def _taken(item: Released, cell: dict[str, Any] | None, all_cells: bool) -> Cell:
    """Return how a cell of the course counts; ``cell`` is what the student made of it."""
    theirs = cell["source"] if cell else item.source
    locked = item.role in ("test", "given")
    source = item.source if locked else theirs
    kind = item.cell["cell_type"] if item.role != "prose" or not cell else cell["cell_type"]
    runs = kind == "code" and item.role != "test"
    if item.role == "demo" and not all_cells and same(source, item.source):
        runs = False
    attachments = cell["attachments"] if cell and kind != "code" else {}
    if item.role == "prose":  # what the lesson shows is there whatever became of it
        attachments = {**attachments, **pictures(item.cell.get("attachments"))}
    return Cell(item.role, item.name, source, kind, runs, item.cell["id"], attachments)


def _free(cell: dict[str, Any], original: Released | None, still: bool) -> Cell | None:
    """Return a cell of the student's own; nothing for a copy that is the course's alone."""
    if original and (original.role in ("test", "given") or same(cell["source"], original.source)):
        return None
    # What must not run is kept as text, and so whoever runs the notebook again does not run it.
    kind = "raw" if still else cell["cell_type"]
    return Cell("free", "", cell["source"], kind, kind == "code", "", cell["attachments"])


def _restored(items: Sequence[Released], numbers: range, places: Mapping[int, int]) -> list[Cell]:
    return [
        _taken(item, None, False)
        for number, item in zip(numbers, items, strict=True)
        if item.role == "given" and number not in places
    ]


def _notes(
    release: Sequence[Released],
    submitted: Sequence[dict[str, Any]],
    numbers: Sequence[int | None],
    places: Mapping[int, int],
) -> list[str]:
    altered: list[str] = []
    older: list[str] = []
    copied, retyped = [], []
    for place, (cell, number) in enumerate(zip(submitted, numbers, strict=True)):
        if number is None or not release[number].name:
            continue
        item = release[number]
        if places[number] != place:
            copied.append(number)
        elif item.role in ("test", "given") and not same(cell["source"], item.source):
            (older if cell.get("untouched") else altered).append(item.name)
        elif cell["cell_type"] != item.cell["cell_type"]:
            retyped.append(item.name)
    missing = [item.name for n, item in enumerate(release) if item.name and n not in places]
    twice = sorted({*copied})
    changes = (
        ("altered and restored", altered),
        ("of another release than today's, which counts", older),
        ("deleted", missing),
        ("more than once", [release[n].name for n in twice]),
        ("the most finished copy counts", [_which(release, numbers, places, n) for n in twice]),
        ("changed in type", retyped),
    )
    return [
        f"{what}: {', '.join(names)}"
        for what, affected in changes
        if (names := [name for name in affected if name])
    ]


def _which(
    release: Sequence[Released],
    numbers: Sequence[int | None],
    places: Mapping[int, int],
    number: int,
) -> str:
    """Say which of several copies of an answer counts."""
    if release[number].role != "answer":
        return ""
    copies = [place for place, n in enumerate(numbers) if n == number]
    which = copies.index(places[number]) + 1
    return f"{release[number].name} ({which} of {len(copies)})"
