"""A submission laid over the released notebook: what runs, and what is marked where.

Tests, given code, points, tags and ids come from the course. Of a submission
only its answers and its free cells count.
"""

from __future__ import annotations

import bisect
import functools
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from grader.course import ROOT
from grader.errors import BadSource

Role = Literal["test", "given", "answer", "demo", "prose", "free"]


@dataclass(frozen=True)
class Released:
    """A cell of the released notebook."""

    role: Role
    name: str
    cell: dict[str, Any]

    @property
    def source(self) -> str:
        """Its source as released."""
        source: str = self.cell["source"]
        return source


@dataclass(frozen=True)
class Cell:
    """A cell of an aligned submission.

    Attributes:
        role: What it is in the course; ``free`` where the course has no such cell.
        name: The grade_id of a test, given or answer cell.
        source: What counts: the course's source, or the student's.
        cell_type: ``code``, ``markdown`` or ``raw``.
        runs: Whether it is executed.
        id: The cell id, of the course where it has one.
        attachments: What a markdown cell brings along.
    """

    role: Role
    name: str
    source: str
    cell_type: str
    runs: bool
    id: str = ""
    attachments: dict[str, Any] = field(default_factory=dict)


def aligned(
    release: Sequence[Released], submitted: Sequence[dict[str, Any]], all_cells: bool = False
) -> tuple[list[Cell], list[str]]:
    """Return a submission's cells as they count, and notes on what was put right.

    Args:
        release: The released notebook.
        submitted: The cells of the submission.
        all_cells: Whether cells that only demonstrate are executed as well.
    """
    claims = _claims(release, submitted)
    notes = _notes(release, submitted, claims)
    in_place = _in_order([claim for claim in claims if claim is not None and claim >= 0])
    cells: list[Cell] = []
    following = 0
    for cell, claim in zip(submitted, claims, strict=True):
        if claim is None or claim < 0:
            free = _free(cell, release[-1 - claim] if claim is not None else None)
            if free:
                cells.append(free)
            continue
        # Given cells that were deleted come back before whatever followed them.
        if claim in in_place:
            cells += _restored(release[following:claim], range(following, claim), claims)
            following = max(following, claim + 1)
        if release[claim].role != "test" or claim in in_place:
            cells.append(_taken(release[claim], cell, all_cells))
    cells += _restored(release[following:], range(following, len(release)), claims)
    marked = {cell.name for cell in cells if cell.role == "test"}
    late = [item for item in release if item.role == "test" and item.name not in marked]
    return cells + [_taken(item, None, all_cells) for item in late], notes


def _claims(release: Sequence[Released], submitted: Sequence[dict[str, Any]]) -> list[int | None]:
    """Return for each cell which released cell it is; ``-1 - n`` for a further copy of cell n."""
    by_name = {item.name: n for n, item in enumerate(release) if item.name}
    by_id = {item.cell["id"]: n for n, item in enumerate(release)}
    claims: list[int | None] = []
    claimed: set[int] = set()
    for cell in submitted:
        number = by_name.get(cell["grade_id"], by_id.get(cell["id"]))
        if number is not None and number in claimed:
            number = -1 - number
        elif number is not None:
            claimed.add(number)
        claims.append(number)
    return claims


def _in_order(claims: Sequence[int]) -> set[int]:
    """Return the longest run of cells that stand in the released order: the others were moved."""
    tails: list[int] = []
    before: dict[int, int | None] = {}
    for claim in claims:
        place = bisect.bisect_left(tails, claim)
        before[claim] = tails[place - 1] if place else None
        tails[place : place + 1] = [claim]
    kept: set[int] = set()
    claim_or_none = tails[-1] if tails else None
    while claim_or_none is not None:
        kept.add(claim_or_none)
        claim_or_none = before[claim_or_none]
    return kept


def _taken(item: Released, cell: dict[str, Any] | None, all_cells: bool) -> Cell:
    """Return how a cell of the course counts; ``cell`` is what the student made of it."""
    theirs = cell["source"] if cell else item.source
    locked = item.role in ("test", "given")
    source = item.source if locked else theirs
    kind = item.cell["cell_type"] if item.role != "prose" or not cell else cell["cell_type"]
    runs = kind == "code" and item.role != "test"
    if item.role == "demo" and not all_cells and source.strip() == item.source.strip():
        runs = False
    attachments = cell["attachments"] if cell and kind != "code" else {}
    return Cell(item.role, item.name, source, kind, runs, item.cell["id"], attachments)


def _free(cell: dict[str, Any], copied: Released | None) -> Cell | None:
    """Return a cell of the student's own; nothing for a copy of a locked cell."""
    if copied and copied.role in ("test", "given"):
        return None
    kind = cell["cell_type"]
    return Cell("free", "", cell["source"], kind, kind == "code", "", cell["attachments"])


def _restored(
    items: Sequence[Released], numbers: range, claims: Sequence[int | None]
) -> list[Cell]:
    return [
        _taken(item, None, False)
        for number, item in zip(numbers, items, strict=True)
        if item.role == "given" and number not in claims
    ]


def _notes(
    release: Sequence[Released], submitted: Sequence[dict[str, Any]], claims: Sequence[int | None]
) -> list[str]:
    altered, copied, retyped = [], [], []
    for cell, claim in zip(submitted, claims, strict=True):
        if claim is None:
            continue
        item = release[claim if claim >= 0 else -1 - claim]
        if not item.name:
            continue
        if claim < 0:
            copied.append(item.name)
        elif item.role in ("test", "given") and cell["source"].strip() != item.source.strip():
            altered.append(item.name)
        elif cell["cell_type"] != item.cell["cell_type"]:
            retyped.append(item.name)
    gone = [item.name for n, item in enumerate(release) if item.name and n not in claims]
    found = (
        ("altered and restored", altered),
        ("deleted", gone),
        ("more than once", copied),
        ("changed in type", retyped),
    )
    return [f"{what}: {', '.join(dict.fromkeys(names))}" for what, names in found if names]


def released(section: str, root: Path = ROOT) -> tuple[Released, ...]:
    """Read the released notebook of a section.

    Raises:
        BadSource: It is not there, or not a notebook.
    """
    path = root / "release" / section / f"{section}.ipynb"
    try:
        return _read(path, path.stat().st_mtime_ns)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise BadSource(f"cannot read {path} ({error}); run descent build") from error


@functools.lru_cache(maxsize=32)
def _read(path: Path, _changed: int) -> tuple[Released, ...]:
    # A process that lives long, such as the formgrader's server, sees a new release.
    notebook = json.loads(path.read_text(encoding="utf-8"))
    return tuple(_released(cell) for cell in notebook["cells"])


def _released(cell: dict[str, Any]) -> Released:
    cell = {**cell, "source": "".join(cell["source"])}
    meta = cell["metadata"].get("nbgrader", {})
    name = meta.get("grade_id", "")
    if meta.get("solution"):  # also one that a person grades
        role: Role = "answer"
    elif meta.get("grade"):
        role = "test"
    elif meta.get("locked"):
        role = "given"
    elif cell["cell_type"] != "code":
        role = "prose"
    else:
        role = "demo" if "demo" in cell["metadata"].get("tags", ()) else "free"
    return Released(role, name, cell)
