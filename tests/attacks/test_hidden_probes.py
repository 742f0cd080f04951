"""Hidden probes: what a function has been shown, and every way to tell its author."""

from __future__ import annotations

from collections.abc import Callable
from textwrap import dedent
from typing import Any

import numpy as np
import pytest

import descent.judging.sentences
from descent.diagnosis.judge import judge
from descent.probing.probes import Observation
from grader.sheets.preparation import hidden_sheet
from tests.attacks.arena import (
    SECTION,
    Arena,
    Attack,
    Notebook,
    attacks,
    cell,
    digits_in,
    everywhere,
    full,
    hidden_digits,
)

# The right answer, which keeps what it is shown in `kept`.
KEEPING = """
def mse_loss(y_true, y_pred):
    kept.append((y_true, y_pred))
    {tell}
    return float(np.mean((np.asarray(y_pred) - np.asarray(y_true)) ** 2))
"""

# While it is probed: printed, shown, written, warned, logged, raised.
TELLING = {
    "print": "print(kept)",
    "print past the shell": "sys.__stdout__.write(repr(kept)); sys.__stdout__.flush()",
    "bytes": "os.write(1, repr(kept).encode()); os.write(2, repr(kept).encode())",
    "error stream": "sys.stderr.write(repr(kept))",
    "display": "from IPython.display import display; display(kept)",
    "display hook": "sys.displayhook(kept)",
    "figure": "plt.title('x' + repr(kept)[:50]) if len(kept) == 1 else None; plt.show()",
    "warning": "warnings.warn(repr(kept))",
    "logging": "logging.error(repr(kept))",
    "an earlier stream": "out.write(repr(kept))",
    "the outputs of the shell": "get_ipython().outputs.muted = False; print(kept)",
    "an output of its own": """
    get_ipython().outputs.items.append({"output_type": "stream", "name": "stdout", "text": repr(kept)})
    """.strip(),
    "the outputs of an earlier cell": "earlier.append({'output_type': 'stream', 'name': 'stdout', 'text': repr(kept)})",
    "a thread": "threading.Thread(target=lambda: (time.sleep(0.01), print(kept))).start()",
    "at exit": "atexit.register(print, kept)",
    "a cell of its own": "get_ipython().run_cell('print(kept)')",
    "the names of the notebook": "get_ipython().user_ns['__name__'] = repr(kept)",
    "its own source": "get_ipython().user_ns['In'].append(repr(kept))",
}
PREPARED = """
import atexit, gc, logging, os, sys, threading, time, warnings
import matplotlib.pyplot as plt
import numpy as np
kept = []
out = sys.stdout
earlier = get_ipython().outputs.items
print("ready")
"""

# Instead of an answer: an exception or a result that carries it.
CARRIED = {
    "text of an error": "raise ValueError(repr(kept))",
    "name of an error": "raise type('E' + repr(kept), (Exception,), {})()",
    "name of an error of ours": "raise type('ValueError', (ValueError,), {'__str__': lambda s: repr(kept)})()",
    "notes of an error": "e = ValueError(); e.add_note(repr(kept)); raise e",
    "cause of an error": "raise ValueError() from KeyError(repr(kept))",
    "missing name": "raise NameError(\"name 'mse_loss' is not defined\" + repr(kept))",
    "not written": "raise NotImplementedError(repr(kept))",
    "exit status": "raise SystemExit(repr(kept))",
    "source of an error": """
    exec(compile('raise ValueError  # ' + repr(kept[0]).replace(chr(10), ' '), 'mine.py', 'exec'))
    """.strip(),
    "source of an error in the cache": """
    linecache.cache['mine.py'] = (1, None, [repr(kept[0]).replace(chr(10), ' ')], 'mine.py')
    exec(compile('raise ValueError', 'mine.py', 'exec'))
    """.strip(),
    "file of an error": "exec(compile('raise ValueError', repr(kept[0]), 'exec'))",
    "kind of a result": "return type(repr(kept[0]), (), {})()",
    "name of a function": "def f(): pass\n    f.__name__ = repr(kept[0]); return f",
    "text as a result": "return repr(kept[0])",
    "key of a result": "return {repr(kept[0]): 1.0}",
    "dtype of a result": "return np.zeros(1, [(str(first), 'f8')])",
}

# The same, where the grader tells a number that comes from the student.
ARRAYS = {
    "shape of a result": "return np.zeros((0, int(first * 1e9)))",
    "number of entries of a result": "return np.zeros((0, 2, int(first * 1e9)))",
    "factor of a result": "return first * 2 * (y_pred - y_true) / np.size(y_pred)",
    "value of every entry": "return np.full(np.shape(y_pred), first * 1e6)",
    "first entry of a result": "return np.where(np.arange(y_pred.size).reshape(y_pred.shape), 0, first)",
}

ALL = ("mse_loss", "mse_gradient", "bce_loss", "bce_gradient")


def keeping(tell: str) -> dict[str, str]:
    return {"mse_loss": KEEPING.format(tell=tell)}


def carrying(tell: str, name: str = "mse_loss") -> dict[str, str]:
    first = "float(np.asarray(kept[0][1]).ravel()[0])"
    return {
        name: f"def {name}(y_true, y_pred, *rest):\n    kept.append((y_true, y_pred))\n"
        f"    first = {first}\n    {tell}\n"
    }


TOLD = tuple(
    Attack(
        f"told by {name}",
        f"Tells what a hidden probe has shown by {name}.",
        PREPARED,
        answers=keeping(tell),
        last="print('kept', kept)",
        base="right",
        shows="kept []",
    )
    for name, tell in TELLING.items()
)
BORNE = tuple(
    Attack(
        f"told in the {name}",
        f"Tells what a hidden probe has shown in the {name}.",
        PREPARED + "import linecache\n",
        answers=carrying(tell),
        last="print('kept', kept)",
        base="right",
        earns=full(SECTION) - 2,
        shows="kept []",
    )
    for name, tell in CARRIED.items()
)
QUOTED = (
    Attack(
        "told in the value of a number",
        "Tells what a hidden probe has shown as the constant that it returns.",
        PREPARED,
        answers=carrying("return first * 1e6"),
        base="right",
        earns=full(SECTION) - 2,
    ),
    *(
        Attack(
            f"told in the {name}",
            f"Tells what a hidden probe has shown in the {name}.",
            PREPARED,
            answers=carrying(tell, "mse_gradient"),
            base="right",
            earns=full(SECTION) - 2,
        )
        for name, tell in ARRAYS.items()
    ),
)

# Claims about what happened, from inside the guest.
PATCH = """
import gc
import numpy as np
import guest.inside.session as s
from descent.probing.probes import Observation
from descent.probing.values import Raised
honest = s.observe
def first(probe): return abs(float(np.asarray(probe.steps[0].args[-1]).ravel()[0]))
def claim(probe, answer, lender):
    seen = honest(probe, answer, lender)
    {claim}
s.observe = claim
"""
CLAIMED = (
    *(
        Attack(
            f"claimed in the {name}",
            f"Tells what a hidden probe has shown in the {name}.",
            PATCH.format(claim=claim),
            last="NUMBERS = '0123456789'\nraise ValueError  # a line",
            answers={"mse_gradient": "mse_gradient = lambda *a: 0.5"},
            base="right",
            less=True,
        )
        for name, claim in (
            (
                "message of an error",
                "return Observation({}, {}, Raised('ValueError', repr(probe.steps[0].args)))",
            ),
            (
                "type of an error",
                "return Observation({}, {}, Raised('E' + repr(probe.steps[0].args), ''))",
            ),
            (
                "source of an error",
                "return Observation({}, {}, Raised('ValueError', '', 1, repr(first(probe))))",
            ),
            (
                "line of an error",
                "return Observation({}, {}, Raised('ValueError', '', int(first(probe) * 1e9), 'raise ValueError'))",
            ),
            (
                "name of an argument that changed",
                "return Observation(dict(seen.shown), {'0:' + repr(first(probe)): 1.0}, seen.raised)",
            ),
            (
                "name of a result",
                "return Observation({repr(first(probe)): 1.0, **seen.shown}, {}, seen.raised)",
            ),
            (
                "description of a thing",
                "from descent.probing.values import Inert; return Observation({'result': Inert(repr(first(probe)))})",
            ),
        )
    ),
)

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

# What the probes have in common, or say about one another.
BETWEEN = (
    Attack(
        "answers by the number of the call",
        "Gives the first right answer again and again.",
        answers={
            "mse_loss": "calls = []\ndef mse_loss(y_true, y_pred):\n"
            "    calls.append(np.mean((y_pred - y_true) ** 2))\n    return calls[0]"
        },
        base="right",
        earns=full(SECTION) - 2,
    ),
    Attack(
        "the answer to the probe before",
        "Answers one probe late.",
        answers={
            "mse_loss": "calls = [0.0]\ndef mse_loss(y_true, y_pred):\n"
            "    calls.append(np.mean((y_pred - y_true) ** 2))\n    return calls[-2]"
        },
        base="right",
        earns=full(SECTION) - 2,
    ),
    Attack(
        "changes the probes to come",
        "Reaches through its frames for the probe, and empties it.",
        answers={
            "mse_loss": dedent("""
            import sys
            def mse_loss(y_true, y_pred):
                frame = sys._getframe()
                while frame:
                    for name, value in list(frame.f_locals.items()):
                        if name == "probe": object.__setattr__(value, "steps", ())
                        if name == "shown": value["result"] = 0.5
                        if name == "kept": value.clear()
                    frame = frame.f_back
                return 0.5
            """)
        },
        base="right",
        earns=full(SECTION) - 2,
    ),
    Attack(
        "tells one answer what another was shown",
        "Answers the second exercise with what the first was asked.",
        code="import numpy as np\nshared = []",
        answers={
            "mse_loss": "def mse_loss(y_true, y_pred):\n    shared.append(y_pred)\n    return 0.5",
            "mse_gradient": "def mse_gradient(y_true, y_pred):\n    return shared[0]",
        },
        base="right",
        earns=full(SECTION) - 4,
    ),
    Attack(
        "consistent with itself alone",
        "Has a loss that is zero, and the gradient that belongs to it.",
        answers=everywhere("lambda y_true, y_pred, eps=1e-12: 0.0 * np.asarray(y_pred)"),
    ),
    Attack(
        "right for the visible check alone",
        "Is right for the shapes of the visible check, and wrong elsewhere.",
        code="""
        import numpy as np
        from descent import sheets
        known = {repr(p.steps[0].args[1]) for p in sheets.load("mse_loss").probes}
        """,
        answers={
            "mse_loss": "def mse_loss(y_true, y_pred):\n"
            "    right = np.mean((y_pred - y_true) ** 2)\n"
            "    return right if repr(y_pred) in known else right + 0.1"
        },
        base="right",
        earns=full(SECTION) - 2,
    ),
)

ATTACKS = (*TOLD, *BORNE, *QUOTED, *CLAIMED, *RERUN, *TWICE, *BETWEEN)


def held(arena: Arena, attack: Attack) -> None:
    marked = arena.hold(attack)
    text = str([marked.outputs, [item.message for item in marked.scores], marked.notes])
    assert not hidden_digits(attack.section) & set(digits_in(text)), text
    assert text.count("time ") <= 1


@attacks(*TOLD)
def test_what_is_shown_while_probed_is_dropped(arena: Arena, attack: Attack) -> None:
    held(arena, attack)


@attacks(*BORNE)
def test_an_error_or_a_thing_carries_nothing_out(arena: Arena, attack: Attack) -> None:
    held(arena, attack)


@attacks(*QUOTED)
def test_no_number_of_a_result_is_quoted(arena: Arena, attack: Attack) -> None:
    held(arena, attack)


@attacks(*CLAIMED)
def test_no_claim_is_quoted(arena: Arena, attack: Attack) -> None:
    held(arena, attack)


@attacks(*RERUN)
def test_nothing_survives_from_one_run_of_the_cells_to_the_next(
    arena: Arena, attack: Attack
) -> None:
    held(arena, attack)


@attacks(*TWICE)
def test_the_run_that_is_asked_shows_nothing(arena: Arena, attack: Attack) -> None:
    held(arena, attack)


@attacks(*BETWEEN)
def test_probes_tell_nothing_about_one_another(arena: Arena, attack: Attack) -> None:
    arena.hold(attack)


def test_the_time_that_a_probe_takes_is_not_told(arena: Arena) -> None:
    """Two answers that differ in their time alone get the same rows, word for word."""
    rows = []
    for pause in (0.0, 0.02):
        code = (
            f"import time\ndef mse_loss(y_true, y_pred):\n    time.sleep({pause})\n    return 0.5"
        )
        rows.append(arena.hold(Attack("slow", "Is slow.", answers={"mse_loss": code})))
    one, other = ([vars(item) for item in row.scores] for row in rows)
    assert one == other and rows[0].notes == rows[1].notes


@pytest.mark.parametrize("name", ALL)
def test_a_message_is_the_same_whatever_the_wrong_numbers_are(name: str) -> None:
    """Two different wrong results of the same kind must not lead to two different messages."""
    sheet = hidden_sheet(SECTION, name)
    told: set[str] = set()
    for seed in range(3):
        rng = np.random.default_rng(seed)
        seen = [
            Observation({key: _wrong(value, rng) for key, value in right.shown.items()})
            for right in sheet.expected
        ]
        told.add(judge(sheet, seen, reveal=False).message)
    assert len(told) == 1, told


def _wrong(value: Any, rng: np.random.Generator) -> Any:
    return rng.standard_normal(np.shape(value)) * 1e3 + 1e6


def test_sentences_about_hidden_probes_quote_no_value(monkeypatch: pytest.MonkeyPatch) -> None:
    def quoted(value: Any) -> str:
        raise AssertionError("a value of a hidden probe is quoted")

    monkeypatch.setattr(descent.judging.sentences, "quote", quoted)
    for name in ALL:
        sheet = hidden_sheet(SECTION, name)
        for result in (None, "text", 5.0, [1.0], np.zeros((2, 2)), {"a": 1}, True):
            judge(sheet, [Observation({"result": result})] * len(sheet.probes), reveal=False)
