"""Files that are no notebook, or one of an unusual kind."""

from __future__ import annotations

import json
import os
import socket
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.attacks.altering import version_3, with_cells
from tests.attacks.arena import ROOT, SECTION, Arena, Attack, Notebook, attacks


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

ATTACKS = STRANGE


@attacks(*STRANGE)
def test_every_file_has_its_row(arena: Arena, attack: Attack) -> None:
    arena.hold(attack)
