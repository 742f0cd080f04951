"""Whether the cells of a source notebook are what nbgrader and the build take them for.

nbgrader passes over a mark that is misspelled, and hands out what it should
have cleared. So every cell is looked at before anything is written.
"""

from __future__ import annotations

import ast
import difflib
import re
from collections import Counter
from collections.abc import Generator, Iterator
from typing import Any

from grader import notebooks
from grader.course import Section
from grader.errors import BadSource
from grader.notebooks import Notebook

SOLUTION, TESTS = "SOLUTION", "HIDDEN TESTS"
_MARKS = {
    f"### {edge} {region}": (edge, region)
    for edge in ("BEGIN", "END")
    for region in (SOLUTION, TESTS)
}
_LETTERS = {re.sub("[^A-Z]", "", mark): mark for mark in _MARKS}
# What is as near to a mark as this was meant to be one.
_ALIKE = 0.8
_GRADE_ID = re.compile(r"[a-zA-Z0-9_-]+")
_KEYS = ("grade", "grade_id", "locked", "schema_version", "solution")
_GRADER = re.compile(r"^\s*(from|import)\s+grader\b", re.MULTILINE)


def require_sound(section: Section) -> None:
    """Do nothing where a source notebook can be released as it stands.

    Raises:
        BadSource: It cannot; the message has every cell and the reason.
    """
    notebook = notebooks.read(section.source)
    problems = list(unsound(notebook, section.name))
    # Of a cell that is given nothing else tells that it has lost what it was.
    if section.release.is_file():
        problems += _no_longer(notebook, notebooks.read(section.release))
    if problems:
        raise BadSource("\n".join([f"{section.source} cannot be released:", *problems]))


def unsound(notebook: Notebook, section: str) -> Iterator[str]:
    """Yield what is wrong with the cells of a source notebook, a sentence each.

    Args:
        notebook: The notebook, with each source as one text.
        section: The name that its tests hand on.
    """
    cells = notebook["cells"]
    for number, cell in enumerate(cells):
        for reason in _of_cell(cell, section):
            yield f"  {_named(cell, number)}: {reason}"
    for what, names in (
        ("grade_id", [_meta(cell).get("grade_id") for cell in cells]),
        ("id", [cell.get("id") for cell in cells]),
    ):
        for name, count in Counter(name for name in names if name).items():
            if count > 1:
                places = [n for n, other in enumerate(names) if other == name]
                where = ", ".join(_named(cells[place], place) for place in places)
                yield f"  {where}: {count} cells have the {what} {name!r}; keep one of them"


def _no_longer(notebook: Notebook, released: Notebook) -> Iterator[str]:
    """Yield which cells had nbgrader's metadata in the last release, and have none now."""
    before = {cell.get("id"): _meta(cell).get("grade_id") for cell in released["cells"]}
    for number, cell in enumerate(notebook["cells"]):
        name = before.get(cell.get("id"))
        if name and not _meta(cell):
            yield (
                f"  {_named(cell, number)}: has lost its nbgrader metadata: it was {name!r} in the "
                "last release. If it is to be a cell like any other, give it an id of its own"
            )


def _of_cell(cell: dict[str, Any], section: str) -> Iterator[str]:
    meta, source = _meta(cell), cell["source"]
    yield from _of_metadata(cell, meta)
    regions = yield from _regions(source)
    if SOLUTION in regions and not meta.get("solution"):
        yield "holds a solution, but is no answer cell: it has lost its nbgrader metadata"
    if TESTS in regions and not meta.get("grade"):
        yield "holds hidden tests, but is no test cell: it has lost its nbgrader metadata"
    if cell["cell_type"] != "code":
        return
    if _GRADER.search(_outside(source, TESTS)):
        yield (
            "imports grader where students would read it; that belongs between "
            "### BEGIN HIDDEN TESTS and ### END HIDDEN TESTS"
        )
    if meta.get("grade") and not meta.get("solution"):
        name = str(meta.get("grade_id", "")).removeprefix("test_")
        for given in _marked(source):
            if given != (section, name):
                yield f"marks {' of '.join(reversed(given))}; it is the test of {name} of {section}"


def _of_metadata(cell: dict[str, Any], meta: dict[str, Any]) -> Iterator[str]:
    if not meta:
        return
    if missing := [key for key in _KEYS if key not in meta]:
        yield f"its nbgrader metadata has lost {', '.join(missing)}"
        return
    if not _GRADE_ID.fullmatch(str(meta["grade_id"])):
        yield f"its grade_id {meta['grade_id']!r} has more than letters, digits, _ and -"
    if meta["grade"] and cell["cell_type"] == "code":
        points = meta.get("points")
        if type(points) not in (int, float) or not 0 <= float(points or 0) < float("inf"):
            yield f"a test cell needs points, a number from 0, got {points!r}"
    if meta["grade"] and not meta["solution"] and not meta["locked"]:
        yield "a test cell is to be locked, so that it is restored"


def _regions(source: str) -> Generator[str, None, set[str]]:
    """Yield what is wrong with the marks of a cell; return the regions that it has."""
    found: set[str] = set()
    open_region, since = "", 0
    for number, line in enumerate(source.splitlines(), 1):
        mark = line.strip()
        if mark not in _MARKS:
            meant = _meant(mark)
            if not meant:
                continue
            yield f"line {number} is {mark!r}; was {meant!r} meant?"
            mark = meant
        edge, region = _MARKS[mark]
        found.add(region)
        if edge == "BEGIN" and open_region:
            yield f"line {number}: {mark!r}, while {open_region} of line {since} has no end"
        elif edge == "END" and open_region != region:
            yield f"line {number}: {mark!r} without its ### BEGIN {region}"
        open_region, since = (region, number) if edge == "BEGIN" else ("", 0)
    if open_region:
        yield f"line {since}: '### BEGIN {open_region}' without ### END {open_region}"
    return found


def _meant(line: str) -> str:
    """Return the mark that a line was meant to be, nothing if none."""
    _, sign, comment = line.partition("#")
    letters = re.sub("[^A-Z]", "", comment.upper()) if sign else ""
    near = difflib.get_close_matches(letters, _LETTERS, 1, _ALIKE)
    if near and letters[0] == near[0][0]:
        return _LETTERS[near[0]]
    # nbgrader takes these words for a mark wherever they stand.
    return next((mark for mark in _MARKS if mark[4:] in line), "")


def _outside(source: str, region: str) -> str:
    """Return the lines of a cell that are not within a region."""
    pattern = rf"^[ \t]*### BEGIN {region}[ \t]*$.*?^[ \t]*### END {region}[ \t]*$"
    return re.sub(pattern, "", source, flags=re.DOTALL | re.MULTILINE)


def _marked(source: str) -> Iterator[tuple[str, str]]:
    """Yield the section and the exercise of each call of ``mark`` that names them."""
    try:
        tree = ast.parse(source)
    except SyntaxError:
        return  # a lesson with a magic in a test cell; what does not run fails in the solution
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Name)
            and node.func.id == "mark"
        ):
            texts = [arg.value for arg in node.args[:2] if isinstance(arg, ast.Constant)]
            if len(texts) == 2:
                yield str(texts[0]), str(texts[1])


def _meta(cell: dict[str, Any]) -> dict[str, Any]:
    meta = cell.get("metadata", {}).get("nbgrader", {})
    return meta if isinstance(meta, dict) else {}


def _named(cell: dict[str, Any], number: int) -> str:
    name = _meta(cell).get("grade_id") or cell.get("id")
    return f"cell {number + 1}" + (f" ({name})" if name else "")
