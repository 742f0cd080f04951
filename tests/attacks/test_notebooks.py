"""Notebooks that are not as they were released, or no notebooks at all."""

from __future__ import annotations

import json
import os
import socket
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from grader.marking.alignment import aligned
from grader.marking.notebook_file import plain_cell
from grader.marking.release import released as released_cells
from tests.attacks.arena import (
    ROOT,
    SECTION,
    Arena,
    Attack,
    Notebook,
    attacks,
    cell,
    full,
    released,
)

FULL = full(SECTION)
POINTS = {"output_type": "execute_result", "execution_count": 1, "metadata": {}}
FORGED = [POINTS | {"data": {"text/plain": "12.0"}}]


def kind(item: dict[str, Any]) -> str:
    of = item["metadata"].get("nbgrader", {})
    return "test" if of.get("grade") else "answer" if of.get("solution") else ""


def named(cells: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Without demonstrations, which are known by their ids alone, and take their time."""
    return [item for item in cells if item["metadata"].get("nbgrader")]


def nested(depth: int) -> Any:
    made: Any = 0
    for _ in range(depth):
        made = [made]
    return made


def each(
    what: str, change: Callable[[dict[str, Any]], dict[str, Any] | None]
) -> Callable[[Notebook], Notebook]:
    """Change every cell of a kind; None takes it out."""

    def changed(made: Notebook) -> Notebook:
        cells = [change(item) if kind(item) == what else item for item in made["cells"]]
        return made | {"cells": [item for item in cells if item is not None]}

    return changed


def meta(**more: Any) -> Callable[[dict[str, Any]], dict[str, Any]]:
    """Change what nbgrader knows of a cell."""

    def changed(item: dict[str, Any]) -> dict[str, Any]:
        own = item["metadata"]["nbgrader"] | more
        return item | {"metadata": item["metadata"] | {"nbgrader": own}}

    return changed


def tagged(*tags: str) -> Callable[[dict[str, Any]], dict[str, Any]]:
    return lambda item: item | {"metadata": item["metadata"] | {"tags": list(tags)}}


def with_cells(cells: Callable[[list[dict[str, Any]]], Any]) -> Callable[[Notebook], Notebook]:
    return lambda made: made | {"cells": cells(made["cells"])}


def only(what: str) -> Callable[[list[dict[str, Any]]], list[dict[str, Any]]]:
    return lambda cells: [item for item in cells if kind(item) == what]


# Of the tests: they are the course's, whatever stands in the file.
TESTS: dict[str, Callable[[Notebook], Notebook]] = {
    "tests that say points": each("test", lambda c: c | {"source": "12.0"}),
    "tests that print nothing": each("test", lambda c: c | {"source": ""}),
    "tests of another exercise": each("test", lambda c: c | {"source": 'check("sigmoid", 1)'}),
    "forged outputs": each("test", lambda c: c | {"outputs": FORGED, "execution_count": 1}),
    "deleted tests": each("test", lambda c: None),
    "tests of markdown": each("test", lambda c: c | {"cell_type": "markdown"}),
    "raw tests": each("test", lambda c: c | {"cell_type": "raw"}),
    "tests in front": with_cells(
        lambda cells: [*only("test")(cells), *(c for c in cells if kind(c) != "test")]
    ),
    "tests twice": with_cells(
        lambda cells: [c for c in cells for _ in range(1 + (kind(c) == "test"))]
    ),
    "tests a hundred times": with_cells(lambda cells: [*cells, *only("test")(cells) * 100]),
    "tests backwards": with_cells(lambda cells: [*cells[:-20], *cells[:-21:-1]]),
    "more points": each("test", meta(points=1000)),
    "negative points": each("test", meta(points=-1)),
    "points that are no number": each("test", meta(points=float("nan"))),
    "tests that are no tests": each("test", meta(grade=False, solution=True)),
    "tests of a task": each("test", meta(task=True, grade=True, solution=False)),
    "tests that are not locked": each("test", meta(locked=False, checksum="")),
    "tests of another name": each("test", meta(grade_id="test_nothing")),
    "tests all of one name": each("test", meta(grade_id="test_mse_loss")),
    "a name that is a list": each("test", meta(grade_id=["test_mse_loss"])),
    "no nbgrader": each("test", lambda c: c | {"metadata": {}}),
    "nbgrader that is a text": each("test", lambda c: c | {"metadata": {"nbgrader": "x"}}),
    "tests that are skipped": each("test", tagged("skip-execution", "remove-cell", "remove_cell")),
    "tests that may fail": each("test", tagged("raises-exception")),
    "tests that are demonstrations": each("test", tagged("demo", "solution-only")),
    "ids of one's own": each("test", lambda c: c | {"id": "own"}),
    "tests without anything": each("test", lambda c: {"cell_type": "code", "source": ""}),
    "answers that are tests": each("answer", meta(grade=True, locked=True, points=12)),
    "another kernel": lambda made: (
        made
        | {"metadata": {"kernelspec": {"name": "bash", "display_name": "x", "language": "bash"}}}
    ),
    "a kernel that is a command": lambda made: (
        made | {"metadata": {"kernelspec": {"name": "../../x", "argv": ["sh", "-c", "true"]}}}
    ),
    "another language": lambda made: made | {"metadata": {"language_info": {"name": "javascript"}}},
    "metadata that is a list": lambda made: made | {"metadata": [1]},
    "no metadata": lambda made: {k: v for k, v in made.items() if k != "metadata"},
    "points in the metadata": lambda made: (
        made | {"metadata": {"graded_descent": {"scores": {"mse_loss": 12}}, "score": 12}}
    ),
    "given code that is changed": with_cells(
        lambda cells: [
            c | {"source": "def sigmoid(z): raise SystemExit\nloot = print"}
            if "given" in c["id"] and c["cell_type"] == "code"
            else c
            for c in cells
        ]
    ),
    "given code that is gone": with_cells(
        lambda cells: [c for c in cells if "given" not in c["id"]]
    ),
    "every id the same": with_cells(lambda cells: [c | {"id": "same"} for c in named(cells)]),
    "no ids": with_cells(lambda cells: [{k: c[k] for k in c if k != "id"} for c in named(cells)]),
    "ids of wrong types": with_cells(
        lambda cells: [c | {"id": n} for n, c in enumerate(named(cells))]
    ),
    "sources nested deep": with_cells(lambda cells: [cell("") | {"source": nested(900)}, *cells]),
    "nothing but answers": with_cells(only("answer")),
    "a later minor format": lambda made: made | {"nbformat_minor": 99},
    "an earlier minor format": lambda made: made | {"nbformat_minor": 0},
    "a format that is a fraction": lambda made: made | {"nbformat": 4.0},
    "sources in lines": with_cells(
        lambda cells: [c | {"source": c["source"].splitlines(True)} for c in cells]
    ),
    "wrong types of what does not count": with_cells(
        lambda cells: [
            c | {"outputs": 5, "execution_count": "x", "attachments": [1]} for c in cells
        ]
    ),
    "more keys": with_cells(lambda cells: [c | {"score": 12, "__class__": "x"} for c in cells]),
    "attachments": with_cells(
        lambda cells: [
            cell("![x](attachment:x)", "markdown", attachments={"x": {"text/html": "<script>"}}),
            *cells,
        ]
    ),
    "attachments that JSON does not have": with_cells(
        lambda cells: [cell("x", "markdown", attachments={"x": {"y": [None, {"z": 1}]}}), *cells]
    ),
    "cells of no kind": with_cells(lambda cells: [cell("x", "evil"), *cells]),
    "a cell of 2 MB": with_cells(lambda cells: [cell("#" * 2_000_000), *cells]),
    "a cell of characters that are none": with_cells(
        lambda cells: [cell("x = '\ud800\udfff\0'"), cell("\udcff", "markdown"), *cells]
    ),
    "code that is no Python": with_cells(
        lambda cells: (
            [
                cell(text)
                for text in ("def", "\t x", "]", "\0", "%%", "!", "?", "# -*- coding: x -*-")
            ]
            + cells
        )
    ),
    "sources of numbers": with_cells(lambda cells: [cell("") | {"source": 5}, *cells]),
    "sources of nothing": with_cells(lambda cells: [cell("") | {"source": None}, *cells]),
    "sources of a dict": with_cells(lambda cells: [cell("") | {"source": {"a": 1}}, *cells]),
    "sources of a nested list": with_cells(
        lambda cells: [cell("") | {"source": [[1], "x"]}, *cells]
    ),
}

# A right answer in an unusual place counts all the same.
PLACES: dict[str, Callable[[Notebook], Notebook]] = {
    "answers of markdown": each("answer", lambda c: c | {"cell_type": "markdown"}),
    "answers twice": with_cells(
        lambda cells: [c for c in cells for _ in range(1 + (kind(c) == "answer"))]
    ),
    "answers in free cells": with_cells(
        lambda cells: [
            x
            for c in cells
            for x in (
                [cell(c["source"]), c | {"source": "# above"}] if kind(c) == "answer" else [c]
            )
        ]
    ),
    "answers of the first copy": with_cells(
        lambda cells: [*cells, *(c | {"source": "loot = 1"} for c in only("answer")(cells))]
    ),
}


def version_3(made: Notebook) -> Notebook:
    """The same notebook in the format before the present one."""
    cells = []
    for item in named(made["cells"]):
        old = {k: v for k, v in item.items() if k in ("cell_type", "metadata", "source")}
        if old["cell_type"] == "code":
            old = {"cell_type": "code", "metadata": old["metadata"], "input": old["source"]}
            old |= {"outputs": [], "language": "python", "collapsed": False, "prompt_number": 1}
        cells.append(old)
    sheets = [{"cells": cells, "metadata": {}}]
    return {"nbformat": 3, "nbformat_minor": 0, "metadata": {"name": ""}, "worksheets": sheets}


# Half of the answers are right: so nothing may be gained, and nothing lost.
ALTERED = tuple(
    Attack(name, f"Has {name}.", base="half", change=change) for name, change in TESTS.items()
) + tuple(
    Attack(name, f"Has {name}.", base="right", change=change) for name, change in PLACES.items()
)


def hand_in(make: Callable[[Path], Any]) -> Callable[[Notebook], Callable[[Path], Any]]:
    return lambda _made: make


def _socket(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as made:
        here = os.getcwd()
        os.chdir(path.parent)
        try:
            made.bind(path.name)
        finally:
            os.chdir(here)


def _folder_link(path: Path) -> None:
    path.parent.rmdir()
    path.parent.symlink_to("../honest/" + SECTION)


def _device(path: Path) -> None:
    if os.geteuid() != 0:
        pytest.skip("needs root, to make a device")
    os.mknod(path, stat.S_IFCHR | 0o666, os.makedev(1, 5))


FILES: dict[str, Any] = {
    "nothing": b"",
    "an empty object": {},
    "a list": [],
    "a number": 5,
    "null": None,
    "no JSON": b"notebook",
    "half a notebook": b'{"cells": [{"cell_type": "code", "source": "',
    "UTF-16 cut short": json.dumps({"cells": [], "nbformat": 4}).encode("utf-16")[:-1],
    "bytes": bytes(range(256)) * 10,
    "zeros": bytes(1 << 20),
    "cells that are no list": {"cells": 5, "nbformat": 4, "nbformat_minor": 5, "metadata": {}},
    "cells of numbers": {"cells": [5], "nbformat": 4, "nbformat_minor": 5, "metadata": {}},
    "cells of lists": {"cells": [[]], "nbformat": 4, "nbformat_minor": 5, "metadata": {}},
    "cells without a type": {"cells": [{}], "nbformat": 4, "nbformat_minor": 5, "metadata": {}},
    "no cells": {"nbformat": 4, "nbformat_minor": 5, "metadata": {}},
    "another format": {"cells": [], "nbformat": 400, "metadata": {}},
    "a format that is a text": {"cells": [], "nbformat": "4", "metadata": {}},
    "a negative format": {"cells": [], "nbformat": -1, "metadata": {}},
    "worksheets of nothing": {
        "worksheets": [None],
        "nbformat": 3,
        "nbformat_minor": 0,
        "metadata": {},
    },
    "deep JSON": b"[" * 1_000_000,
    "deep cells": b'{"nbformat": 4, "cells": ' + b"[" * 100_000 + b"]" * 100_000 + b"}",
    "a long number": b'{"nbformat": 4, "cells": ' + b"1" * 1_000_000 + b"}",
    "too large": hand_in(lambda path: _sparse(path)),
    "a pipe": hand_in(lambda path: os.mkfifo(path)),
    "a folder": hand_in(lambda path: path.mkdir()),
    "a socket": hand_in(_socket),
    "a device": hand_in(_device),
    "a link to another's work": hand_in(
        lambda path: path.symlink_to(f"../../honest/{SECTION}/{SECTION}.ipynb")
    ),
    "a link to the answers": hand_in(
        lambda path: path.symlink_to(ROOT / "source" / SECTION / f"{SECTION}.ipynb")
    ),
    "a link to itself": hand_in(lambda path: path.symlink_to(path.name)),
    "a link to nothing": hand_in(lambda path: path.symlink_to("nothing")),
    "a link to a device": hand_in(lambda path: path.symlink_to("/dev/zero")),
    "a link to memory": hand_in(lambda path: path.symlink_to("/proc/self/mem")),
    "a folder that is a link to another's": hand_in(_folder_link),
}


def _sparse(path: Path) -> None:
    with open(path, "wb") as file:
        file.truncate(1 << 30)


def _given(value: Any) -> Callable[[Notebook], Any]:
    return value if callable(value) else lambda made: value


STRANGE = tuple(
    Attack(
        name,
        f"Is {name}.",
        status=("unreadable",),
        change=_given(value),
    )
    for name, value in FILES.items()
) + (
    Attack("no file", "Is missing.", status=("missing",), change=hand_in(lambda path: None)),
    Attack(
        "no format",
        "Does not say what it is.",
        status=("graded", "unreadable"),
        change=lambda made: {k: v for k, v in made.items() if k != "nbformat"},
    ),
    Attack("version 3, empty", "Is of an older format.", change=version_3),
    Attack("version 3, right", "Is of an older format.", base="right", change=version_3),
    Attack(
        "UTF-16",
        "Is written as some editors do.",
        base="right",
        change=lambda made: json.dumps(made).encode("utf-16"),
    ),
    Attack("no cell at all", "Is empty.", change=with_cells(lambda cells: [])),
    Attack(
        "short lists without end",
        "Has 9 MB of empty lists, which would be 250 MB in memory.",
        base="right",
        less=True,
        status=("graded", "unreadable"),
        change=lambda made: (
            json.dumps(made)[:-1].encode() + b', "x": [' + b"[]," * 3_200_000 + b"0]}"
        ),
    ),
)

MAGICS = {
    "%%bash\ntrue": "bash",
    "%%sh\ntrue": "sh",
    "%%script python3\n1": "script",
    "%%python3\n1": "python3",
    "!true": "`!true` was not run",
    "x = !true": "`!true` was not run",
    "!!true": "`!true` was not run",
    "%system true": "system",
    "%sx true": "sx",
    "%run x.py": "run",
    "%pip install x": "pip",
    "%conda install x": "conda",
    "get_ipython().system('true')": "`!true` was not run",
    "get_ipython().getoutput('true')": "`!true` was not run",
    "get_ipython().run_line_magic('run', 'x')": "run",
    "get_ipython().run_cell_magic('bash', '', 'true')": "bash",
    "input()": "input",
    "get_ipython().ask_exit()": "",
    "quit()": "",
    "%load_ext nothing": "nothing",
    "%matplotlib widget": "",
    "%pastebin 1": "",
    "%debug": "",
    "%pdb on": "",
    "%autoreload 2": "",
    "%store x": "",
    "%reset -f": "",
    "%xdel nothing": "",
    "%cd /": "",
    "%%writefile x.py\nx": "",
    "%%html\n<script>alert(1)</script>": "",
    "%%javascript\nalert(1)": "",
    "%%latex\nx": "",
    "%%svg\n<svg onload=alert(1)>": "",
    "%edit": "edit",
    "%config InlineBackend.figure_formats = ['svg']": "",
    "%gui tk": "",
    "%prun 1": "",
    "%%capture\nprint(1)": "",
    "%lsmagic": "",
    "%alias x true": "",
    "%rehashx": "",
    "%logstart": "",
    "%history -g": "",
    "%killbgscripts": "",
    "%colors linux": "",
    "?print": "",
    "print??": "",
}
ATTACKS = (*ALTERED, *STRANGE)


@attacks(*ALTERED)
def test_of_a_submission_only_answers_and_free_cells_count(arena: Arena, attack: Attack) -> None:
    arena.hold(attack)


@attacks(*STRANGE)
def test_every_file_has_its_row(arena: Arena, attack: Attack) -> None:
    arena.hold(attack)


def test_a_magic_costs_at_most_its_own_cell(arena: Arena) -> None:
    """All of them in one notebook, one cell for each."""
    change = with_cells(lambda cells: [*map(cell, MAGICS), *cells])
    marked = arena.hold(Attack("magics", "Runs magics.", base="right", change=change), pages=True)
    assert [note.split(":")[0] for note in marked.notes] == [
        *(f"cell {number}" for number in range(1, 11)),
        "the same in 7 more cells",
    ]
    silent = [
        magic
        for number, (magic, said) in enumerate(MAGICS.items())
        if said not in str(marked.outputs[number])
    ]
    assert not silent


def test_an_instructor_is_told_in_one_line_what_was_altered(arena: Arena) -> None:
    change = with_cells(
        lambda cells: [
            c | {"source": "12.0"} if c["id"] == "test-mse-loss" else c
            for c in [*cells, next(c for c in cells if c["id"] == "answer-bce-loss")]
            if c["id"] != "test-bce-loss"
        ]
    )
    marked = arena.hold(Attack("altered", "Alters.", base="right", change=change))
    assert marked.notes == [
        "altered and restored: test_mse_loss",
        "deleted: test_bce_loss",
        "more than once: bce_loss",
        "the most finished copy counts: bce_loss (2 of 2)",
    ]
    assert not arena.hold(Attack("honest", "Is honest.", base="right")).notes


def test_copies_of_a_cell_take_no_more_time_than_cells() -> None:
    released(SECTION)
    own = plain_cell({"cell_type": "markdown"})
    copy = plain_cell({"cell_type": "markdown", "id": "title"})
    seconds = []
    for cells in ([own] * 20_000, [own] * 10_000 + [copy] * 10_000):
        begun = os.times().user
        aligned(released_cells(SECTION), cells)
        seconds.append(os.times().user - begun)
    assert seconds[1] < 5 * seconds[0] + 0.2, seconds
