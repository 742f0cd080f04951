"""The reference answers, which stand in the source notebooks and nowhere else."""

from __future__ import annotations

import functools
import linecache
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from descent.probing.probes import quiet
from grader.course import Section
from grader.errors import BadExercise, BadSource
from grader.notebooks import read


@dataclass(frozen=True)
class Reference:
    """The code of a source notebook that matters: given cells and answers.

    Attributes:
        section: The section.
        cells: ``(grade_id or "", source)`` of each code cell that is neither a
            test nor only a demonstration, in order.
        points: The points of each test.
        asserts: The tests that belong to no exercise: they do not call ``mark``.
    """

    section: str
    cells: tuple[tuple[str, str], ...]
    points: dict[str, float]
    asserts: tuple[str, ...] = ()

    def answers(self) -> dict[str, Any]:
        """Run the cells and return the namespace: all reference answers by name."""
        return dict(_namespace(self, len(self.cells)))

    def variant(
        self, cell: str, source: str, names: Mapping[str, Any] | None = None
    ) -> dict[str, Any]:
        """Return the namespace in which another source stands for an answer cell.

        The cells before it are the reference's, and those after it are not
        run. ``names`` replace names that those before it have defined.
        """
        namespace = {**_namespace(self, self._place(cell)), **(names or {})}
        _run(source, namespace, f"{self.section}, a variant of {cell}")
        return namespace

    def source(self, cell: str) -> str:
        """Return the source of an answer cell."""
        return self.cells[self._place(cell)][1]

    def _place(self, cell: str) -> int:
        names = [name for name, _ in self.cells]
        if cell not in names:
            raise BadExercise(f"{self.section} has no answer cell {cell!r}; it has {names}")
        return names.index(cell)

    def __hash__(self) -> int:
        return hash((self.section, self.cells))


@functools.cache
def reference(section: Section) -> Reference:
    """Read the source notebook of a section.

    Raises:
        BadSource: It is not a notebook, or a test cell of it has no points.
    """
    path = section.course.section(section.name).source
    notebook = read(path)
    cells, points, asserts = [], {}, []
    for cell in notebook["cells"]:
        if cell["cell_type"] != "code":
            continue
        meta = cell["metadata"].get("nbgrader", {})
        name = meta.get("grade_id", "")
        if meta.get("grade") and not meta.get("solution"):  # one that is both a person marks
            if not name.startswith("test_") or "points" not in meta:
                raise BadSource(f"{path}: the test cell {name!r} needs a name test_… and points")
            points[name.removeprefix("test_")] = float(meta["points"])
            if "mark(" not in cell["source"]:
                asserts.append(name.removeprefix("test_"))
        elif not {"demo", "solution-only"} & set(cell["metadata"].get("tags", ())):
            cells.append((name, cell["source"]))
    return Reference(section.name, tuple(cells), points, tuple(asserts))


@functools.cache
def _namespace(of: Reference, count: int) -> dict[str, Any]:
    namespace: dict[str, Any] = {"__name__": f"reference of {of.section}"}
    for name, source in of.cells[:count]:
        _run(source, namespace, f"{of.section}, {name or 'a cell'}")
    return namespace


def _run(source: str, namespace: dict[str, Any], name: str) -> None:
    filename = f"<{name}>"
    # Tracebacks of reference answers show their lines.
    linecache.cache[filename] = (len(source), None, source.splitlines(True), filename)
    try:
        # What given code prints is for those who read the lesson.
        with quiet():
            exec(compile(source, filename, "exec"), namespace)  # noqa: S102 (the course's own)
    except Exception as error:
        raise BadSource(f"{name} does not run: {type(error).__name__}: {error}") from error
