"""What an answer can tell its author of a hidden probe, by all that comes back of a submission.

The attacker hands in an answer that does one of many things, chosen by bits of the first hidden
number. What it can do it has tried at home, on a course of its own; how many of these things look
different to a student is what leaks. Guests are scripted: what leaves one by other ways is tried
in `tests/attacks`.
"""

from __future__ import annotations

import builtins
import linecache
import math
import struct
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pytest

from grader.marking.alignment import aligned
from grader.marking.marking import mark_cells
from grader.marking.notebook_file import plain_cell
from grader.marking.steady import add_bases
from grader.reports.folder import pages_of
from grader.results import Submission
from tests.grader.classes import SECTION
from tests.grader.scripted_guest import Clock, Script
from tests.here import COURSE, answered, exercises, hidden_sheet, reference, released, settings

SUBMISSIONS = 20
LINES = 16
TYPES = (
    *("ValueError", "TypeError", "IndexError", "OSError", "ArithmeticError"),
    *("LookupError", "RuntimeError", "StopIteration", "UnicodeError", "EOFError"),
)
# What these mean is told, as a known cause.
NAMED = (
    *("KeyError", "NotImplementedError", "ZeroDivisionError", "NameError", "RecursionError"),
    *("AssertionError", "ImportError"),
)

# Each line of the answer raises by itself; the first is where visible probes stop.
ANSWER = "def sigmoid(z):\n    act = choose(z)\n" + "".join(
    f"    if act == {number}: raise ValueError('no')\n" for number in range(LINES)
)
ANSWER += "    return act(z)\n"

Act = Any


def raising(name: str) -> Act:
    kind = getattr(builtins, name)

    def act(_: Any) -> None:
        raise kind("no")

    return act


def right(z: Any) -> Any:
    with np.errstate(over="ignore"):
        return 1 / (1 + np.exp(-np.asarray(z, dtype=float)))


def unless(*wrong: Callable[[Any], bool]) -> Act:
    """Right, but where one of these is so: which criteria are met is chosen."""
    return lambda z: -1.0 if any(each(z) for each in wrong) else right(z)


def is_whole(z: Any) -> bool:
    return np.asarray(z).dtype.kind == "i" and bool(np.all(np.abs(z) < 100))


def is_large(z: Any) -> bool:
    return bool(np.any(np.abs(z) > 100))


def is_usual(z: Any) -> bool:
    return not is_whole(z) and not is_large(z)


def known_mistakes() -> list[Act]:
    of = reference(SECTION)
    source = of.source("sigmoid")
    return [
        of.variant("sigmoid", mistake.apply(source))["sigmoid"]
        for mistake in exercises(SECTION)["sigmoid"].mistakes
    ]


def acts() -> list[Act]:
    """All that the attacker has thought of."""
    values: list[Any] = [
        None,
        ...,
        "text",
        "other",
        1,
        2.5,
        float("nan"),
        [],
        {},
        {"a": 1},
        (),
        b"",
    ]
    values += [np.zeros(n) for n in range(1, 9)] + [list(range(n)) for n in range(1, 9)]
    values += [{str(n): n} for n in range(8)] + [(0,) * n for n in range(2, 9)]
    return [
        *range(LINES),
        *map(raising, (*TYPES, *NAMED)),
        *(lambda z, value=value: value for value in values),
        *(lambda z, n=n: right(z) * n for n in (2, 3, 4, 0.5, -1, 1.7)),
        *(lambda z, n=n: np.round(right(z), n) for n in range(1, 6)),
        lambda z: 1 - right(z),
        lambda z: z,
        *known_mistakes(),
        unless(is_whole),
        unless(is_large),
        unless(is_usual),
        unless(is_whole, is_large),
        unless(is_usual, is_large),
        unless(is_usual, is_whole),
        right,
    ]


@dataclass
class Attacker:
    """Hands in answers, and sees what a student sees.

    Attributes:
        is_open: Whether the section can still be handed in.
    """

    is_open: bool

    def sees(self, choose: Callable[[Any], Act]) -> str:
        """All that comes back of one submission whose answer does what is chosen for a probe."""
        namespace: dict[str, Any] = {"choose": choose}
        filename = "<ipython-input-leak>"
        linecache.cache[filename] = (len(ANSWER), None, ANSWER.splitlines(True), filename)
        exec(compile(ANSWER, filename, "exec"), namespace)
        section = COURSE.section(SECTION)
        notebook = answered(SECTION, {"sigmoid": ANSWER})
        cells = aligned(released(SECTION), [plain_cell(cell) for cell in notebook["cells"]])[0]
        answers = reference(SECTION).answers() | {"sigmoid": namespace["sigmoid"]}
        limits = replace(settings(), open=(SECTION,) if self.is_open else ())
        of = Submission(COURSE.root, "eve", SECTION)
        script: Any = Script(Clock(), answers)
        row = add_bases(mark_cells(section, of, cells, script, limits), section)
        told = [(item.score, item.diagnosis, item.message) for item in row.scores]
        return repr((row.status, row.notes, told, pages_of(row, section)))

    def on_hidden(self, act: Act) -> str:
        """What comes back where an act is done on hidden probes alone."""
        return self.sees(lambda z: act if is_hidden(z) else 0)

    def codebook(self, choices: Sequence[Act]) -> dict[str, Act]:
        """One act for each thing that can come back."""
        return {self.on_hidden(act): act for act in choices}

    def reads(self, number: float, codebook: dict[str, Act]) -> tuple[int, int]:
        """Return what twenty submissions tell of a hidden number, and how many bits that is."""
        words = sorted(codebook)
        width = int(math.log2(len(words)))
        (bits,) = struct.unpack(">Q", struct.pack(">d", number))
        read = 0
        for turn in range(SUBMISSIONS):
            # This is computed in the guest, from what a hidden probe has shown.
            word = bits >> turn * width & (1 << width) - 1
            seen = self.on_hidden(codebook[words[word]])
            read |= words.index(seen) << turn * width
        assert read == bits & (1 << SUBMISSIONS * width) - 1
        return read, min(SUBMISSIONS * width, 64)


def is_hidden(z: Any) -> bool:
    return repr(z) in HIDDEN


HIDDEN = {
    repr(item)
    for probe in hidden_sheet(SECTION, "sigmoid").probes
    for step in probe.steps
    for item in step.args
}


@pytest.fixture(params=["open", "closed"])
def attacker(request: pytest.FixtureRequest) -> Attacker:
    return Attacker(request.param == "open")


@pytest.mark.parametrize(
    ("what", "choices"),
    [
        ("line", list(range(LINES))),
        ("type", list(map(raising, TYPES))),
        ("length", [lambda z, n=n: np.zeros(n + 3) for n in range(4)]),
        ("key", [lambda z, n=n: {f"key{n}": 1} for n in range(4)]),
        ("text", [lambda z, n=n: f"text {n}" for n in range(4)]),
    ],
)
def test_nothing_is_told_by(attacker: Attacker, what: str, choices: list[Act]) -> None:
    seen = {attacker.on_hidden(act) for act in choices}
    # Whether it is the line at which visible probes stop may be told.
    assert len(seen) == (2 if what == "line" and not attacker.is_open else 1)


def test_a_line_is_told_that_visible_probes_show() -> None:
    told = Attacker(is_open=False).sees(lambda z: 3)
    assert "sigmoid stops with ValueError in line 6" in told


# docs/security.md has these numbers. Known mistakes that are added may add to the second.
@pytest.mark.attacks
@pytest.mark.parametrize(("is_open", "outcomes"), [(True, 11), (False, 96)])
def test_twenty_submissions_read_no_more_than_is_said(is_open: bool, outcomes: int) -> None:
    attacker = Attacker(is_open)
    codebook = attacker.codebook(acts())
    assert len(codebook) <= outcomes
    number = float(np.ravel(hidden_sheet(SECTION, "sigmoid").probes[0].steps[0].args[0])[0])
    _, got = attacker.reads(number, codebook)
    print(f"{len(acts())} acts, {len(codebook)} outcomes, {got} bits in {SUBMISSIONS} submissions")
    assert got <= SUBMISSIONS * math.log2(outcomes)
