"""Hidden probes: what a function has been shown, and every way to tell its author."""

from __future__ import annotations

import re
from textwrap import dedent
from typing import Any

import numpy as np
import pytest

import descent.judging.sentences
from descent.diagnosis.judge import judge
from descent.probing.probes import Observation
from grader.sheets.hidden import shown_sheet
from tests.attacks.arena import SECTION, Arena, Attack, attacks, everywhere, full
from tests.attacks.keeping import ALL, ARRAYS, CARRIED, PREPARED, TELLING, carrying, held, keeping
from tests.here import COURSE, hidden_sheet

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
from grader.sheets.hidden import shown_sheet
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
        from descent.judging import sheet_files
        known = {repr(p.steps[0].args[1]) for p in sheet_files.load("mse_loss").probes}
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

ATTACKS = (*TOLD, *BORNE, *QUOTED, *CLAIMED, *BETWEEN)


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


@attacks(*BETWEEN)
def test_probes_tell_nothing_about_one_another(arena: Arena, attack: Attack) -> None:
    arena.hold(attack)


@pytest.mark.parametrize("seen", ["raise KeyError('a visible question')", "return 0.0"])
def test_the_line_in_which_an_answer_stops_tells_nothing_of_a_hidden_probe(
    arena: Arena, seen: str
) -> None:
    """It is that of a visible question: by one line for each number a probe could be told."""
    known = [
        float(np.ravel(probe.steps[0].args[1])[0])
        for probe in shown_sheet(COURSE.section(SECTION), "mse_loss").probes
    ]
    lines = [f"    if first < {n / 100}: raise KeyError({n})" for n in range(100)]
    code = [
        *("import numpy as np", "def mse_loss(y_true, y_pred):"),
        "    first = float(np.ravel(y_pred)[0])",
        f"    if first in {known}:",
        f"        {seen}",
        *lines,
        "    raise KeyError(first)",
    ]
    answer = {"mse_loss": "\n".join(code)}
    attack = Attack("lines", "Stops in a line for each number.", answers=answer, base="right")
    marked = arena.mark(attack)
    message = marked.scores[0].message
    assert marked.score == full(SECTION) - 2
    assert "stops with" in message
    # No line of those that a hidden number chooses.
    assert not re.search(r"line (?!5\b)\d", message) and "KeyError(first)" not in message, message
    assert message.count("raise") <= seen.count("raise"), message


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
