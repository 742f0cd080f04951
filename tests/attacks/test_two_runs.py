"""What is kept from one run of the cells to the next, or told in the run that is asked."""

from __future__ import annotations

from collections.abc import Callable
from textwrap import dedent

import pytest

from tests.attacks.arena import SECTION, Arena, Attack, Notebook, attacks, cell, full
from tests.attacks.keeping import PREPARED, held, keeping

pytestmark = pytest.mark.sample

# Kept from one run of the notebook to the next, which follows when a guest ends.
RERUN = (
    *(
        Attack(
            f"kept over a death in {name}",
            "Keeps a probe, ends the process, and prints it when the cells are run again.",
            PREPARED + dedent(look),
            answers={
                "mse_loss": dedent(f"""
                def mse_loss(y_true, y_pred):
                    try:
                        {keep}
                    finally:
                        os._exit(0)
                """)
            },
            base="right",
            earns=full(SECTION) - 2,
            shows="ready",
        )
        for name, keep, look in (
            (
                "a file",
                "open(os.path.expanduser('~/kept'), 'w').write(repr(y_pred))",
                "try: loot(open(os.path.expanduser('~/kept')).read())\nexcept OSError: pass",
            ),
            (
                "shared memory",
                "open('/dev/shm/' + FACTS['token'], 'w').write(repr(y_pred))",
                "try: loot(open('/dev/shm/' + FACTS['token']).read())\nexcept OSError: pass",
            ),
            (
                "a module",
                "sys.kept = repr(y_pred)",
                "if hasattr(sys, 'kept'): loot(sys.kept)",
            ),
        )
    ),
    Attack(
        "new outputs after a death",
        "Prints something else when its cells are run again.",
        "import os, time\nprint('time', time.monotonic_ns())",
        answers={"mse_loss": "def mse_loss(y_true, y_pred): os._exit(0)"},
        base="right",
        earns=full(SECTION) - 2,
        shows="time",
    ),
)


def between(source: str) -> Callable[[Notebook], Notebook]:
    """Put a cell behind each test."""

    def change(notebook: Notebook) -> Notebook:
        cells = []
        for one in notebook["cells"]:
            cells.append(one)
            if one["metadata"].get("nbgrader", {}).get("grade"):
                cells.append(cell(source))
        return {**notebook, "cells": cells}

    return change


# In the run that is asked on the way: cells stand between the questions.
TWICE = (
    Attack(
        "told by the cells between the tests",
        "Prints between the tests what a function was shown by then.",
        PREPARED,
        answers=keeping("pass"),
        base="right",
        change=between("if kept: loot(kept)\nprint('kept', kept)"),
        shows="kept []",
    ),
    Attack(
        "told by a cell of definitions",
        "Has all that follows say what a function was shown, and then only defines.",
        PREPARED,
        answers=keeping("get_ipython().events.register('post_run_cell', lambda _: print(kept))"),
        base="right",
        change=between("x = 1"),
        shows="ready",
    ),
    Attack(
        "told by where it ends",
        "Ends the run that is asked in one cell or another.",
        PREPARED,
        answers=keeping("pass"),
        base="right",
        change=between("if kept and int(float(kept[0][1].ravel()[0]) * 1e9) % 2: os._exit(0)"),
        shows="ready",
    ),
    Attack(
        "which run it is",
        "Counts its runs, and answers otherwise in a later one.",
        """
        import os
        path = os.path.expanduser("~/runs")
        runs = int(open(path).read()) + 1 if os.path.exists(path) else 1
        open(path, "w").write(str(runs))
        if runs > 1: loot(runs)
        print("run", runs)
        """,
        answers={
            "mse_loss": "if runs > 1:\n    mse_loss = lambda *a: 12.0\nelse:\n"
            "    def mse_loss(y_true, y_pred):\n        return np.mean((y_pred - y_true) ** 2)"
        },
        base="right",
        shows="run 1",
    ),
)

ATTACKS = (*RERUN, *TWICE)


@attacks(*RERUN)
def test_nothing_survives_from_one_run_of_the_cells_to_the_next(
    arena: Arena, attack: Attack
) -> None:
    held(arena, attack)


@attacks(*TWICE)
def test_the_run_that_is_asked_shows_nothing(arena: Arena, attack: Attack) -> None:
    held(arena, attack)
