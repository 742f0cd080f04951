"""Attacks of each kind in one class, with honest neighbors, by both commands and at each level.

Elsewhere each attack is tried by itself. Here a whole class is graded as an instructor does it: by
``descent grade`` and by ``nbgrader autograde``, as root, as a plain user, and where namespaces are
refused.
"""

from __future__ import annotations

import contextlib
import functools
import json
import os
import sqlite3
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from tests.attacks.altering import with_more
from tests.attacks.arena import SECTION, Attack, Notebook, cell, full
from tests.attacks.peaks import Peaks
from tests.grader.classes import copy_course
from tests.guest.harness import BEST, CLONE, FLOORS, NOBODY, Machine, command, on
from tests.here import answered, exercises

MB = 1 << 20
#: What a process of the grader's own may take; guests have a limit in course.toml.
MEMORY = 400 * MB

LIMITS = """\
seed = "everywhere"

[limits]
cell = 2
exercise = 2
submission = 9
marking = 3
"""

FOR_TALKS = """
import fcntl, os, time
held, heard = [], []
for path in ("/dev/null", os.__file__):
    file = os.open(path, os.O_RDWR if path == "/dev/null" else os.O_RDONLY)
    for take in (fcntl.flock, fcntl.lockf):
        try: take(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError: heard.append((path, take))
        except OSError: pass
    held.append(file)
"""
DRIBBLING = """
import gc, struct, time
(session,) = (o for o in gc.get_objects() if type(o).__name__ == "Session")
session._connection.settimeout(None)
session._connection.sendall(struct.pack("!II", 1 << 20, 0))
while True:
    session._connection.sendall(b" ")
    time.sleep(0.01)
"""
UNNAMED = """
import os
held = []
for n in range(60):
    held.append(os.open("f", os.O_CREAT | os.O_RDWR, 0o600))
    for _ in range(15): os.write(held[-1], bytes(1 << 20))
    os.unlink("f")
"""

AN_ARRAY = """
import gc, numpy as np
from guest.both import wire
(session,) = (o for o in gc.get_objects() if type(o).__name__ == "Session")
wire.send(session._connection, {"number": np.zeros(2), "outputs": []})
"""
STANDING_STILL = """
import os, signal
signal.signal(signal.SIGTERM, signal.SIG_IGN)
os.kill(os.getpid(), signal.SIGSTOP)
while True: pass
"""


def handed_in_at(text: str) -> Any:
    """Put a file beside the notebook that should say a time."""

    def change(made: Notebook) -> Any:
        def write(path: Path) -> None:
            path.write_text(json.dumps(made))
            (path.parent / "timestamp.txt").write_text(text)

        return write

    return change


def answers(body: str) -> dict[str, str]:
    """Answers to all exercises that do the same."""
    return {
        entry.answer_cell: f"def {entry.answer_name}(*arguments):\n    {body}"
        for entry in exercises(SECTION).values()
    }


LOSING = {"base": "right", "earns": full(SECTION) - 2}
ATTACKS = (
    Attack(
        "talks by locks",
        "Takes and asks for locks on files that all read, and answers what it hears.",
        FOR_TALKS + "if heard: loot(heard)\ntime.sleep(1)",
    ),
    Attack(
        "a huge result",
        "Gives eight million random bytes.",
        answers={"mse_loss": "import os\ndef mse_loss(*_): return os.urandom(8 << 20).hex()"},
        **LOSING,
    ),
    Attack(
        "a quadratic text",
        "Has an error whose text takes a pattern the square of its length.",
        answers={
            "mse_loss": "def mse_loss(*_): raise TypeError('f() takes 1 positional argument but ' * 60_000)"
        },
        **LOSING,
    ),
    Attack(
        "answers slowly",
        "Takes a while for each answer.",
        answers=answers("import time; time.sleep(1.5); return 1.0"),
        earns=0,
        status=("graded", "timeout"),
    ),
    Attack(
        "dribbles",
        "Answers byte by byte.",
        DRIBBLING,
        base="right",
        status=("timeout",),
    ),
    Attack(
        "dies in each probe",
        "Ends its process in each test.",
        answers=answers("import os; os._exit(0)"),
        earns=0,
        status=("timeout",),
    ),
    Attack(
        "loops in each cell",
        "Has cells that do not end, again and again.",
        base="right",
        change=with_more(*["while True: pass"] * 6),
        less=True,
        status=("timeout",),
    ),
    Attack(
        "a flood of outputs",
        "Puts out as much as it can, in each of twelve cells.",
        base="right",
        less=True,
        change=lambda made: (
            made | {"cells": [cell("print('x' * 10_000_000)")] * 12 + made["cells"]}
        ),
        status=("graded", "timeout"),
    ),
    Attack(
        "a flood of files",
        "Writes files without a name.",
        UNNAMED,
        base="right",
        status=("graded", "crashed"),
    ),
    Attack(
        "a wide claim",
        "Gives an array without rows and with a billion columns.",
        answers={
            "mse_gradient": "import numpy as np\ndef mse_gradient(*_): return np.zeros((0, 1 << 30))"
        },
        **LOSING,
    ),
    Attack(
        "330,000 cells",
        "Has 330,000 cells.",
        change=lambda made: json.dumps(made | {"cells": [cell("1")] * 330_000}).encode(),
        earns=0,
        status=("unreadable",),
    ),
    Attack(
        "millions of lines",
        "Has a cell of 1.2 million lines.",
        change=with_more("1\n" * 1_200_000),
        earns=0,
        status=("unreadable",),
    ),
    Attack(
        "slow pages",
        "Is slow to show.",
        "display({'text/html': '<ul><li>' * 20_000}, raw=True)\n"
        "print(''.join(f'\\x1b[3{n % 8}m{n}\\r' for n in range(200_000)))",
        base="right",
        change=with_more("<ul><li>" * 20_000, r"\begin{a}" * 20_000, kind="markdown"),
    ),
    Attack(
        "a reply that is no reply",
        "Answers for the session with an array in place of a number.",
        AN_ARRAY,
        base="right",
        less=True,
        status=("crashed", "timeout"),
    ),
    Attack(
        "stands still",
        "Stops its own process, and takes no signal to end.",
        STANDING_STILL,
        base="right",
        less=True,
        status=("timeout",),
    ),
    Attack(
        "deep expressions",
        "Has sums of 2,000 terms, beside an answer of another name and in an error.",
        answers={
            "mse_loss": f"loss = lambda: {'1 + ' * 2000}1",
            "mse_gradient": f"def mse_gradient(*_): raise ValueError({'1 + ' * 2000}1)",
        },
        base="right",
        earns=full(SECTION) - 4,
    ),
    Attack(
        "a time that is none",
        "Was handed in at a time that is none.",
        base="right",
        change=handed_in_at("2020-01-01 00:00:00 .."),
    ),
    Attack(
        "a name that steers terminals",
        "Is called by what clears a terminal.",
        base="right",
        student="\x1b[2Jm\x07",
    ),
    Attack(
        "memory",
        "Takes all memory that it gets.",
        "import numpy as np\nheld = [np.ones(1 << 22) for _ in range(1000)]",
        base="right",
        status=("graded", "timeout"),
    ),
)
HONEST = ("aaa", "mmm", "zzz")


def honest(student: str) -> Notebook:
    """A right notebook; that of one has multiplications of matrices, and figures."""
    made = answered(SECTION)
    if student == "zzz":
        made["cells"] += [
            cell("import numpy as np\nx = np.ones((500, 500)) @ np.ones((500, 500))"),
            cell("import matplotlib.pyplot as plt\nplt.contourf(x); plt.show()"),
        ]
    return made


@dataclass
class Went:
    """What became of the class by one command.

    Attributes:
        said: All that was printed.
        status: Of the command.
        points: By student.
        rows: Of the JSON, by student, where there is one.
        peaks: The most memory that a process of ours took, by what it is.
    """

    said: str
    status: int
    points: dict[str, float]
    rows: dict[str, dict[str, Any]] = field(default_factory=dict)
    peaks: dict[str, int] = field(default_factory=dict)


# What a container refuses is refused to all that is started from here on.
START = """
import json, os, sys
clone, refused, command, home = json.loads(sys.argv[1])
sys.path[:0] = [clone + "/grader", clone]
from tests.guest.refusing import refuse
refuse(refused)
os.chdir(home)
os.execv(sys.executable, [sys.executable, *command])
"""


@functools.cache
def graded(machine: Machine) -> dict[str, Went]:
    """The class, graded there by both commands."""
    with tempfile.TemporaryDirectory(prefix="descent-test-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        folder.chmod(0o711)
        (folder / "mounts").mkdir()
        went = {}
        for what in ("descent", "nbgrader"):
            course = folder / what
            copy_course(course, [SECTION], LIMITS)
            hand_in(course / "submitted")
            if os.geteuid() == 0 and not machine.root:
                for at, folders, names in os.walk(course):
                    for one in (".", *folders, *names):
                        os.chown(os.path.join(at, one), NOBODY, NOBODY)
            went[what] = run(machine, folder, course, what)
        return went


def hand_in(submitted: Path) -> None:
    for student in HONEST:
        path = submitted / student / SECTION / f"{SECTION}.ipynb"
        path.parent.mkdir(parents=True)
        path.write_text(json.dumps(honest(student)))
    for attack in ATTACKS:
        path = submitted / student_of(attack) / SECTION / f"{SECTION}.ipynb"
        path.parent.mkdir(parents=True)
        made = attack.notebook({})
        if callable(made):
            made(path)
        else:
            path.write_bytes(made if isinstance(made, bytes) else json.dumps(made).encode())


def student_of(attack: Attack) -> str:
    return attack.student if attack.student != "mallory" else attack.name


COMMANDS = {
    "descent": [
        "-m",
        "descent.command",
        "grade",
        "submitted",
        "--json",
        "marks.json",
        "--workers=2",
    ],
    "nbgrader": [str(Path(sys.executable).with_name("nbgrader")), "autograde", SECTION],
}


def run(machine: Machine, folder: Path, course: Path, what: str) -> Went:
    given = json.dumps([str(CLONE), machine.refused, COMMANDS[what], str(course)])
    process = subprocess.Popen(
        [*command(machine, folder / "mounts"), "-c", START, given],
        env={
            "PATH": "/usr/bin:/bin",
            "HOME": str(course),
            "PYTHONPATH": str(course),
            "PYTHONDONTWRITEBYTECODE": "1",
        },
        cwd="/",
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="surrogateescape",
        start_new_session=True,
    )
    with Peaks(process.pid) as peaks:
        said = process.communicate(timeout=580)[0]
    with contextlib.closing(sqlite3.connect(course / "gradebook.db")) as book:
        marks = "select student, sum(score) from graded_descent_mark group by student"
        points = dict(book.execute(marks).fetchall())
    rows = {}
    if (course / "marks.json").exists():
        data = json.loads((course / "marks.json").read_text())
        rows = {row["student"]: row for row in data["submissions"]}
    return Went(said, process.returncode, points, rows, peaks.most)


LEVELS = (*BEST, FLOORS[1])


@on(*LEVELS)
def test_descent_grade_gives_each_its_row(machine: Machine) -> None:
    went = graded(machine)["descent"]
    assert went.rows.keys() == {*HONEST, *map(student_of, ATTACKS)}
    for student in HONEST:
        row = went.rows[student]
        assert (row["status"], row["score"]) == ("graded", row["max_score"]), row
    wrong = {}
    for attack in ATTACKS:
        row = went.rows[student_of(attack)]
        fits = row["score"] <= attack.deserves if attack.less else row["score"] == attack.deserves
        if row["status"] not in attack.status or not fits:
            wrong[attack.name] = (row["status"], row["score"], row["notes"])
    assert not wrong


@on(*LEVELS)
def test_nbgrader_autograde_marks_all_that_can_be_read(machine: Machine) -> None:
    went = graded(machine)["nbgrader"]
    for student in HONEST:
        assert went.points.get(student) == full(SECTION), went.said[-3000:]
    wrong = {}
    for attack in ATTACKS:
        points = went.points.get(student_of(attack))
        if attack.status == ("unreadable",):
            told = f"for student '{student_of(attack)}'" in went.said
            fits = points == 0 and told
        else:
            fits = points is not None and points <= attack.deserves
            fits = fits and (attack.less or points == attack.deserves)
        if not fits:
            wrong[attack.name] = points
    assert not wrong, went.said[-3000:]


@pytest.mark.parametrize("what", COMMANDS)
@on(*LEVELS)
def test_no_process_of_ours_takes_much_memory_or_steers_a_terminal(
    machine: Machine, what: str
) -> None:
    went = graded(machine)[what]
    assert went.peaks and max(went.peaks.values()) < MEMORY, went.peaks
    assert "LOOT" not in went.said
    assert all(c.isprintable() or c in "\n" for c in went.said)
