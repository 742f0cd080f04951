"""The released notebook of a section: the cells that a submission is laid over."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from grader import notebooks
from grader.course import Section
from grader.errors import BadSource
from grader.results import Role
from grader.sheets.references import reference


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


def released(section: Section) -> tuple[Released, ...]:
    """Read the released notebook of a section.

    Raises:
        BadSource: It is not there, or not a notebook.
    """
    path = section.release
    try:
        return _read(path, path.stat().st_mtime_ns)
    except (OSError, LookupError, TypeError, BadSource) as error:
        raise BadSource(f"cannot read {path} ({error}); run descent build") from error


def require_built(section: Section) -> None:
    """Do nothing where the released notebook has the exercises of the source, with their points.

    Raises:
        BadSource: It has others, so that what is marked is not what was handed out.
    """
    tests = {item.name: item.cell for item in released(section) if item.role == "test"}
    there = {
        name.removeprefix("test_"): float(cell["metadata"]["nbgrader"].get("points", 0))
        for name, cell in tests.items()
    }
    points = reference(section).points
    if changed := sorted(name for name, _ in there.items() ^ points.items()):
        raise BadSource(
            f"{section.release} is not what {section.source} gives now: {', '.join(changed)}; "
            f"run descent build {section}"
        )


@functools.lru_cache(maxsize=32)
def _read(path: Path, _changed: int) -> tuple[Released, ...]:
    # A process that lives long, such as the formgrader's server, sees a new release.
    return tuple(_released(cell) for cell in notebooks.read(path)["cells"])


def _released(cell: dict[str, Any]) -> Released:
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
