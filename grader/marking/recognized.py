"""Which section of the course a notebook is to, by what stands in it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from grader.course import Section
from grader.marking.copies import numbered
from grader.marking.release import Released, released

# Of the answers and tests of a section, how much must be in a notebook that is said to be to it.
LEAST = 0.25


def recognized(sections: Sequence[Section], cells: Sequence[dict[str, Any]]) -> Section | None:
    """Return the section of which most is in a notebook; None where that is no section's.

    Args:
        sections: Those that it may be to.
        cells: Its cells, as `grader.marking.notebook_file.cells_of` gives them.
    """
    names = {cell["grade_id"] for cell in cells} - {""}
    shares = [_share(_marked(section), names) for section in sections]
    if max(shares, default=0.0) < LEAST:  # names are lost where a notebook went through Colab
        shares = [_share_by_text(section, cells) for section in sections]
    best = max(shares, default=0.0)
    if best < LEAST or shares.count(best) > 1:
        return None
    return sections[shares.index(best)]


def _marked(section: Section) -> list[Released]:
    return [item for item in released(section) if item.role in ("answer", "test")]


def _share(items: Sequence[Released], names: set[str]) -> float:
    return sum(item.name in names for item in items) / max(len(items), 1)


def _share_by_text(section: Section, cells: Sequence[dict[str, Any]]) -> float:
    release = released(section)
    found = {release[n].name for n in numbered(release, cells) if n is not None}
    return _share(_marked(section), found)
