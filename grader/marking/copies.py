"""Which cell of a submission counts where the same one is there more than once, and why not.

The most finished copy of an answer counts, and of several that are finished
the last. What stands where it cannot count is found as well, for a note.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from typing import Any

from grader.marking.release import Released
from grader.marking.sources import (
    FINISHED,
    UNTOUCHED,
    Progress,
    asked,
    defined,
    mentions,
    progress,
    trimmed,
)

# A cell is there once, or twice; who copies it without end is asked for the last ones only.
_MOST = 10
# Characters of cells that are looked into for an answer: longer than any lesson.
_READ = 100_000

Cells = Sequence[dict[str, Any]]
# For each cell of a submission which released cell it is.
Numbers = Sequence[int | None]


def numbered(release: Sequence[Released], submitted: Cells) -> list[int | None]:
    """Return for each cell which released cell it is: by its text, its name, or its id.

    Prose and demonstrations have no names, and are known by their text where it
    is as released. Where names and ids are gone from all cells, every cell is
    known by what stands in it.
    """
    by_name = {item.name: n for n, item in enumerate(release) if item.name}
    by_text = {trimmed(item.source): n for n, item in enumerate(release) if not item.name}
    by_id = {item.cell["id"]: n for n, item in enumerate(release)}
    if not any(cell["grade_id"] in by_name or cell["id"] in by_id for cell in submitted):
        by_text |= {trimmed(item.source): n for n, item in enumerate(release)}
        numbers = [by_text.get(trimmed(cell["source"])) for cell in submitted]
        for number, item in enumerate(release):
            names = asked(item.source) if item.role == "answer" else ()
            for place in _looked_into(names, submitted, numbers, range(len(submitted))):
                if {*names} <= {*defined(submitted[place]["source"])}:
                    numbers[place] = number
        return numbers
    return [
        by_text.get(trimmed(cell["source"]), by_name.get(cell["grade_id"], by_id.get(cell["id"])))
        for cell in submitted
    ]


def _looked_into(
    names: Sequence[str], submitted: Cells, numbers: Numbers, among: range
) -> Iterator[int]:
    """Yield the cells of code that are the student's own and mention some names, up to a limit."""
    characters_left = _READ
    for place in among:
        cell = submitted[place]
        own = names and numbers[place] is None and cell["cell_type"] == "code"
        if own and mentions(cell["source"], names):
            characters_left -= len(cell["source"])
            if characters_left < 0:
                return
            yield place


def counted(release: Sequence[Released], submitted: Cells, numbers: Numbers) -> dict[int, int]:
    """Return the place of the cell that counts for each released cell that is there."""
    copies = _places(numbers)
    places: dict[int, int] = {}
    for number, item in enumerate(release):
        if number not in copies:
            continue
        places[number] = copies[number][0]
        if item.role == "answer" and len(copies[number]) > 1:
            places[number] = max(
                copies[number][-_MOST:],
                key=lambda place: (progress(submitted[place]["source"], item.source), place),
            )
        elif item.role == "test":
            # Asked after the copy that counts, where there is such a place.
            answer = places.get(answer_of(release, number), -1)
            after = [place for place in copies[number] if place > answer]
            places[number] = after[0] if after else places[number]
    return places


def _places(numbers: Numbers) -> dict[int, list[int]]:
    places: dict[int, list[int]] = {}
    for place, number in enumerate(numbers):
        if number is not None:
            places.setdefault(number, []).append(place)
    return places


def answer_of(release: Sequence[Released], test: int) -> int:
    """Return the number of the answer that a test is about; -1 if there is none before it."""
    return next((n for n in range(test, -1, -1) if release[n].role == "answer"), -1)


def idle(
    release: Sequence[Released], submitted: Cells, numbers: Numbers, places: Mapping[int, int]
) -> set[int]:
    """Return the places of cells that must not run: they would undo what counts.

    These are copies below the one that counts and less finished than it, and
    answers as they were released below a cell of the student's own that has
    the answer.
    """
    harmful: set[int] = set()
    for number, copies in _places(numbers).items():
        item, counts = release[number], places[number]
        if item.role != "answer":
            continue
        best = _reached(item, submitted[counts])
        below = [place for place in copies if place > counts]
        # Of those that were never looked at, none is known to be finished.
        harmful |= {*below[:-_MOST]}
        harmful |= {p for p in below[-_MOST:] if _reached(item, submitted[p]) < best}
        if best.level == UNTOUCHED and _own(item, submitted, numbers, range(counts)):
            harmful.add(counts)
    return harmful


def misplaced(
    release: Sequence[Released],
    submitted: Cells,
    numbers: Numbers,
    places: Mapping[int, int],
    in_place: Set[int],
) -> list[str]:
    """Return notes on answers that were found where they do not count."""
    notes = []
    for number, item in enumerate(release):
        at = places.get(number)
        if item.role != "answer" or (
            at is not None and _reached(item, submitted[at]).level == FINISHED
        ):
            continue
        tests = [n for n in places if release[n].role == "test" and answer_of(release, n) == number]
        last = max((places[n] for n in tests), default=len(submitted))
        if not in_place >= {*tests}:
            last = len(submitted)
        if _own(item, submitted, numbers, range(last)):
            continue
        holders = [
            release[n]
            for n, place in places.items()
            if release[n].role in ("test", "given") and _has(item, submitted[place])
        ]
        where = ""
        if holders:
            kind = "test" if holders[0].role == "test" else "locked"
            where = f"in the {kind} cell {holders[0].name}"
        elif _own(item, submitted, numbers, range(last, len(submitted))):
            where = f"in a cell below {release[max(tests)].name}"
        if where:
            name = " and ".join(asked(item.source))
            notes.append(
                f"an answer `{name}` was found {where}, where it does not count: "
                f"move it into the answer cell {item.name}"
            )
    return notes


def _own(item: Released, submitted: Cells, numbers: Numbers, among: range) -> bool:
    """Return whether one of some cells is the student's own and has a finished answer."""
    near = _looked_into(asked(item.source), submitted, numbers, among)
    return any(_reached(item, submitted[place]).level == FINISHED for place in near)


def _reached(item: Released, cell: dict[str, Any]) -> Progress:
    return progress(cell["source"], item.source)


def _has(item: Released, cell: dict[str, Any]) -> bool:
    names = asked(item.source)
    return (
        bool(names) and mentions(cell["source"], names) and _reached(item, cell).level == FINISHED
    )
