"""Cells of source, release, lessons and solutions, by their roles."""

from __future__ import annotations

import ast
import functools
import re
from pathlib import Path
from typing import Any

import pytest

from grader import notebooks
from tests.here import ROOT, exercises, sections, source_of, ungraded

Cell = dict[str, Any]

REGION = re.compile(r"[ \t]*### BEGIN SOLUTION\n(.*?)\n[ \t]*### END SOLUTION", re.DOTALL)
HIDDEN = re.compile(r"### BEGIN HIDDEN TESTS.*?### END HIDDEN TESTS\n?", re.DOTALL)
MARKS = re.compile(r"^[ \t]*### (BEGIN|END) SOLUTION[ \t]*\n?", re.MULTILINE)
IMAGE = re.compile(r"data:image/png;base64,[A-Za-z0-9+/=\s]*")

every_section = pytest.mark.parametrize("section", sections())
# Those too that are no assignment.
every_notebook = pytest.mark.parametrize("section", [*ungraded(), *sections()])


@functools.cache
def cells_of(path: Path) -> tuple[Cell, ...]:
    return tuple(notebooks.read(path)["cells"])


def source(section: str) -> tuple[Cell, ...]:
    return cells_of(source_of(section))


def release(section: str) -> tuple[Cell, ...]:
    return cells_of(ROOT / "release" / section / f"{section}.ipynb")


def lesson(section: str) -> tuple[Cell, ...]:
    return cells_of(ROOT / "notebooks" / f"{section}.ipynb")


def solution(section: str) -> tuple[Cell, ...]:
    return cells_of(ROOT / "solutions" / f"{section}.ipynb")


def meta(cell: Cell) -> dict[str, Any]:
    found: dict[str, Any] = cell["metadata"].get("nbgrader", {})
    return found


def tags(cell: Cell) -> set[str]:
    """The tags of a cell."""
    return set(cell["metadata"].get("tags", ()))


def role(cell: Cell) -> str:
    """Answer, test, given, demo, free or prose, by what the notebook says of the cell."""
    if cell["cell_type"] != "code":
        return "prose"
    if meta(cell):
        return "test" if meta(cell)["grade"] else "answer" if meta(cell)["solution"] else "given"
    return "demo" if "demo" in tags(cell) else "free"


def chosen(cells: tuple[Cell, ...], *roles: str) -> list[Cell]:
    return [cell for cell in cells if role(cell) in roles]


def prose(section: str) -> str:
    return "\n\n".join(cell["source"] for cell in chosen(source(section), "prose"))


def text_of(cell: Cell) -> str:
    """What an executed cell shows, pictures left out."""
    pieces = []
    for output in cell.get("outputs", ()):
        pieces.append(output.get("text", ""))
        for kind, data in output.get("data", {}).items():
            if kind.startswith("text/"):
                pieces.append(data)
    joined = "".join("".join(piece) for piece in pieces)
    return IMAGE.sub("", joined)


def names_of_answers(section: str) -> dict[str, list[str]]:
    """The names that a section's answers have in a notebook, each with its exercises."""
    found: dict[str, list[str]] = {}
    for name, entry in exercises(section).items():
        found.setdefault(entry.answer_name, []).append(name)
    return found


def definitions(code: str) -> list[str]:
    """The functions, classes and names that a cell defines at its top."""
    tree = ast.parse(code)
    return [
        node.name for node in tree.body if isinstance(node, (ast.FunctionDef, ast.ClassDef))
    ] + [
        name.id
        for node in tree.body
        if isinstance(node, ast.Assign)
        for target in node.targets
        for name in ast.walk(target)
        if isinstance(name, ast.Name)
    ]


def namespace(section: str, *demonstrations: str, run: tuple[str, ...] = ()) -> dict[str, Any]:
    """Run what a section gives, answers and prepares, and take what demonstrations define.

    Of a demonstration only imports, functions, classes and constants (names in capitals) are taken,
    so that nothing is trained or drawn; those of `run` are run as a whole.
    """
    found: dict[str, Any] = {"__name__": f"the notebook of {section}"}
    for cell in source(section):
        tree = ast.parse(cell["source"]) if cell["cell_type"] == "code" else ast.Module([], [])
        if cell["id"] in demonstrations:
            tree.body = [node for node in tree.body if _defines(node)]
        elif role(cell) not in ("given", "answer", "free") and cell["id"] not in run:
            continue
        exec(compile(tree, cell["id"], "exec"), found)
    return found


def _defines(node: ast.stmt) -> bool:
    if isinstance(node, ast.Assign):
        return all(isinstance(name, ast.Name) and name.id.isupper() for name in node.targets)
    return isinstance(node, (ast.Import, ast.ImportFrom, ast.FunctionDef, ast.ClassDef))
