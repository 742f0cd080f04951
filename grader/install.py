"""What is filled in where a notebook installs the course: the address that the instructor set."""

from __future__ import annotations

import copy
import json

from grader.errors import BadSource
from grader.notebooks import Notebook

CELL = "install"

_BLANK = 'ADDRESS = ""\n'


def fill_in(notebook: Notebook, address: str) -> Notebook:
    """Return a notebook whose first cell knows where the course can be had.

    Args:
        notebook: A source notebook, or what nbgrader makes of it.
        address: Of a wheel, with its hash, as in ``course.toml``; ``""`` if
            the course is at no address.

    Raises:
        BadSource: There is no place for the address in the cell.
    """
    notebook = copy.deepcopy(notebook)
    for cell in notebook["cells"]:
        if cell.get("id") != CELL:
            continue
        if cell["source"].count(_BLANK) != 1:
            raise BadSource(f"the cell {CELL!r} must have the line {_BLANK.strip()} once")
        cell["source"] = cell["source"].replace(_BLANK, f"ADDRESS = {json.dumps(address)}\n")
    return notebook
