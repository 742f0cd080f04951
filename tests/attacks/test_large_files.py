"""Notebooks that are small on the disk, or large, and would take long to be read."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from grader.marking import notebook_file
from tests.attacks.altering import with_more
from tests.attacks.arena import (
    SECTION,
    Arena,
    Attack,
    Notebook,
    attacks,
    full,
)
from tests.here import ROOT, sections


def as_text(before: bytes, piece: bytes, count: int) -> Callable[[Notebook], bytes]:
    return lambda made: before + piece * count + b'{"cell_type": "raw", "source": ""}]}'


START = b'{"nbformat": 4, "metadata": {}, "cells": ['
# The notebook is refused as a whole, with what is wrong.
REFUSED = {
    "a cell of 1.2 million lines": with_more("1\n" * 1_200_000),
    "a cell of one line of 9 MB": with_more("1," * 4_500_000),
    "lines in many cells": with_more(*["\n" * 40_000] * 40),
    "330,000 cells": as_text(START, b'{"cell_type": "raw"},', 330_000),
    "330,000 cells that hold outputs": as_text(
        START, b'{"cell_type": "code", "outputs": []},', 330_000
    ),
    "a million lists": as_text(START[:-1] + b"[], ", b"[],", 1_000_000),
    "a text of 60 MB": with_more("x" * (60 << 20), kind="markdown"),
    "a text of 15 MB in UTF-16": lambda made: ('{"cells": ["' + "x" * (15 << 20) + '"]}').encode(
        "utf-16"
    ),
    "outputs of 60 MB in UTF-16": lambda made: (
        '{"cells": [], "outputs": ["' + "x" * (30 << 20) + '"]}'
    ).encode("utf-16"),
}
# It is read, and nothing in it takes long.
READ = {
    "a line of blanks in an answer": {"answers": {"mse_loss": "x = 1\n" + " " * 19_000 + "x"}},
    "lines of blanks and names in an answer": {
        "answers": {"mse_loss": "\n".join([" " * 900 + "a, " * 30] * 18)}
    },
    "an answer with 60 kB of brackets": {"answers": {"mse_loss": "[" * 60_000}},
    "an answer with 19 kB of brackets": {"answers": {"mse_loss": "(" * 19_000 + ")" * 900}},
    "an answer with 20,000 names": {"answers": {"mse_loss": "mse_los = " * 1900 + "1"}},
    "an answer of 40,000 lines": {"answers": {"mse_loss": "1\n" * 40_000}},
    "an answer of another name beside a sum of 2,000 terms": {
        "answers": {"mse_loss": "loss = lambda: " + "1 + " * 2000 + "1"}
    },
    "an answer that raises a sum of 2,000 terms": {
        "answers": {"mse_loss": f"def mse_loss(a, b):\n    raise ValueError({'1 + ' * 2000}1)"}
    },
    "40,000 lines": {"change": with_more("1\n" * 40_000)},
    "lines of programs": {"change": with_more("!ls\n" * 4000, *["!" + "x" * 90_000] * 5)},
    "letters beyond the usual ones": {
        "change": with_more("\U0001f600" + "x" * (14 << 20), kind="markdown")
    },
}
FILES = (
    *(
        Attack(
            name,
            f"Hands in {name}.",
            change=change,
            status=("unreadable",),
            earns=0,
        )
        for name, change in REFUSED.items()
    ),
    *(
        Attack(
            name,
            f"Hands in {name}.",
            base="right",
            earns=full(SECTION) - (2 if "answers" in how else 0),
            status=("graded", "crashed", "timeout"),
            **how,
        )
        for name, how in READ.items()
    ),
)

ATTACKS = FILES


@attacks(*FILES)
def test_a_notebook_is_read_within_bounds(arena: Arena, attack: Attack) -> None:
    arena.hold(attack, pages=True)


@pytest.mark.parametrize("name", ["MAX_CELLS", "MAX_CODE", "MAX_LINES", "MAX_PARTS", "MAX_BYTES"])
def test_the_course_itself_is_far_within_bounds(name: str) -> None:
    """Ten times as many cells, lines and bytes as in any lesson are read."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(notebook_file, name, getattr(notebook_file, name) // 10)
        for section in sections():
            data = (ROOT / "release" / section / f"{section}.ipynb").read_bytes()
            assert notebook_file.cells_of(data)
