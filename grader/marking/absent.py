"""Why a submission has no answer of the name that is asked for."""

from __future__ import annotations

import ast
import difflib
import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from grader.marking.refusals import WIDTH, asked_for
from grader.marking.sources import binds, defined, parsed
from grader.results import Cell

_COMPOUND = (ast.If, ast.For, ast.While, ast.Try, ast.With)
# IPython's name for a cell, which tells nobody anything.
_INPUT = re.compile(r"<ipython-input[^>]*>, ")
# A magic for a whole cell, which may run it in a place of its own or not at all.
_CELL_MAGIC = re.compile(r"\s*(%%\w+)")


def absence(
    name: str,
    answer_cell: str,
    cells: Sequence[Cell],
    outputs: Mapping[int, list[dict[str, Any]]],
    refused: Mapping[int, Sequence[str]] = MappingProxyType({}),
) -> str:
    """Return a sentence on why there is no answer of a name where its test stands.

    Args:
        name: What the test asks for.
        answer_cell: The grade_id of the cell that is meant for it.
        cells: The cells of the submission as they count.
        outputs: What came out of those that ran, by their place.
        refused: What a guest says it did not run, by the place of the cell.
    """
    no_answer = f"There is no {name} in the notebook"
    places = [place for place, cell in enumerate(cells) if cell.name == answer_cell]
    if not places:
        return f"{no_answer}: the cell that defines it is missing."
    place = places[0]
    names = defined(cells[place].source)
    if name not in names:
        near = difflib.get_close_matches(name.lower(), [n.lower() for n in names], 1, 0.7)
        for other in names:
            if [other.lower()] == near or _plain(other) == _plain(name):
                return f"Its cell defines {other[:60]}, and {name} is asked for."
    errors = [o for o in outputs.get(place, ()) if o.get("output_type") == "error"]
    if errors:
        kind, value = str(errors[0].get("ename"))[:60], str(errors[0].get("evalue"))[:200]
        stops = f"There is no {name}: its cell stops with {kind}: {_INPUT.sub('', value)}"
        lines = asked_for(cells[place].source, refused.get(place, ()))
        if not lines:
            return stops
        return f"{stops}. Its line `{lines[0][:WIDTH]}` was not run: no programs are started here."
    if not cells[place].runs:
        return f"{no_answer}: its cell was not run."
    if not cells[place].source.strip():
        return f"{no_answer}: its cell is empty."
    if magic := _CELL_MAGIC.match(cells[place].source):
        return (
            f"{no_answer}: its cell begins with {magic[1]}, and what such a cell defines is not "
            "there afterwards. Take out that line."
        )
    if header := _only_below(name, cells[place].source):
        return f"{no_answer}: its cell defines it below `{header}`, and did not get there."
    if name in names:
        return (
            f"{no_answer} where it is tested: its cell defines it, and another one takes it away."
        )
    if len(names) == 1:
        return f"Its cell defines {names[0][:60]}, and {name} is asked for."
    return f"{no_answer}: its cell does not define it."


def _only_below(name: str, source: str) -> str:
    """Return the line below which alone a cell defines a name; ``""`` if it does so at once."""
    tree = parsed(source)
    header = ""
    for statement in tree.body if tree else ():
        if binds(statement, name):
            if not isinstance(statement, _COMPOUND):
                return ""
            header = source.splitlines()[statement.lineno - 1].strip()[:WIDTH]
    return header


def _plain(name: str) -> str:
    return name.replace("_", "").lower()
