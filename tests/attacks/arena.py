"""Where attacks are graded: a course with secrets in it, honest neighbors, and what must hold."""

from __future__ import annotations

import contextlib
import functools
import json
import os
import secrets
import shutil
import socket
import sysconfig
import tempfile
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from textwrap import dedent
from typing import Any, Literal
from zlib import crc32

import pytest

from grader.course import Section, Settings
from grader.guest.outside.host import Zygote
from grader.marking.marking import mark
from grader.results import Marked, Submission
from grader.sheets import hidden
from tests.attacks.digits import digits_in, hidden_digits
from tests.attacks.processes import Watched, growth_below, processes
from tests.attacks.written import everything_written
from tests.here import COURSE, ROOT, answered, exercises, reference, settings

Notebook = dict[str, Any]

SECTION = "04_loss_functions"

#: Seconds for one cell, one exercise, one submission: honest ones take a tenth of that.
CELL, EXERCISE, SUBMISSION = 1.2, 1.2, 10.0
#: Bytes by which the grader may grow while it marks one submission.
GROWTH = 192 << 20
#: Bytes that may be written for one submission.
WRITTEN = 64 << 20

# What an attack finds in its first cell. Nothing in here says LOOT in one word.
PREAMBLE = '''\
FACTS = {facts!r}

def loot(what=""):
    """Say that something came through."""
    print("LO" + "OT", str(what)[:300])

def attempt(action, *args, **kwargs):
    """What should be refused: anything but an error is loot."""
    try:
        got = action(*args, **kwargs)
    except BaseException as error:
        print("refused:", type(error).__name__)
        return
    loot(repr(got))
'''


@dataclass(frozen=True)
class Attack:
    """A submission that tries something.

    Attributes:
        name: A few words.
        tries: What it tries.
        code: A cell of the student's own, in front of all others.
        last: Another one behind all others.
        answers: Sources of answer cells by grade_id; the others are as in ``base``.
        base: The rest of the notebook: answers as released, right ones, or
            ``half`` of each.
        earns: The points that its honest part deserves; by default those of
            the right answers.
        less: Whether it may cost itself more than that.
        status: What the row may say.
        section: Which notebook.
        change: Changes the notebook, or gives in its place what is written to the file.
        student: The name of the folder.
        shows: What the student has to see, in outputs or messages.
    """

    name: str
    tries: str
    code: str = ""
    last: str = ""
    answers: Mapping[str, str] = field(default_factory=dict)
    base: Literal["empty", "half", "right"] = "empty"
    earns: float | None = None
    less: bool = False
    status: tuple[str, ...] = ("graded",)
    section: str = SECTION
    change: Callable[[Notebook], Any] | None = None
    student: str = "mallory"
    shows: str = ""

    @property
    def deserves(self) -> float:
        """The points of its honest part."""
        if self.earns is not None:
            return self.earns
        points = reference(self.section).points
        return sum(points[name] for name in points if self.base == "right" or self._is_right(name))

    def _is_right(self, name: str) -> bool:
        return self.base == "half" and list(exercises(self.section)).index(name) % 2 == 0

    def notebook(self, facts: Mapping[str, Any]) -> Any:
        """What is handed in."""
        own = {} if self.base == "right" else dict(released(self.section))
        for name, entry in exercises(self.section).items():
            if self._is_right(name):
                del own[entry.answer_cell]
        made = answered(self.section, own | dict(self.answers))
        cells = made["cells"]
        if self.code:
            cells[:0] = [cell(PREAMBLE.format(facts=dict(facts))), cell(dedent(self.code).strip())]
        if self.last:
            cells.append(cell(dedent(self.last).strip()))
        return self.change(made) if self.change else made


def attacks(*entries: Attack) -> pytest.MarkDecorator:
    """Parametrize a test with attacks."""
    for entry in entries:
        assert entry.tries.endswith("."), entry.name
    names = [entry.name for entry in entries]
    assert len(set(names)) == len(names), sorted(names)
    found = [pytest.param(entry, id=entry.name.replace(" ", "-")) for entry in entries]
    return pytest.mark.parametrize("attack", found)


def everywhere(expression: str, section: str = SECTION) -> dict[str, str]:
    """The same expression as the answer to every exercise of a section."""
    return {
        entry.answer_cell: f"{entry.answer_name} = {expression}"
        for entry in exercises(section).values()
    }


def cell(source: str, kind: str = "code", **more: Any) -> dict[str, Any]:
    """A cell that no course knows."""
    made = {"cell_type": kind, "id": secrets.token_hex(4), "metadata": {}, "source": source}
    return made | ({"outputs": [], "execution_count": None} if kind == "code" else {}) | more


@functools.cache
def released(section: str) -> dict[str, str]:
    """The sources of the answer cells as a class receives them."""
    path = ROOT / "release" / section / f"{section}.ipynb"
    if not path.is_file():
        pytest.skip(f"{section} is not released here: run descent build")
    found = {}
    for item in json.loads(path.read_text(encoding="utf-8"))["cells"]:
        of = item["metadata"].get("nbgrader", {})
        if of.get("solution"):
            found[of["grade_id"]] = "".join(item["source"])
    return found


def full(section: str) -> float:
    """All points of a section."""
    return sum(reference(section).points.values())


class Arena:
    """A course in a folder of its own, a zygote, and the rules."""

    def __init__(self, folder: Path, zygote: Zygote) -> None:
        self.folder = folder
        self.zygote = Watched(zygote)
        self.settings: Settings = replace(
            settings(), cell=CELL, exercise=EXERCISE, submission=SUBMISSION
        )
        self.held = 0
        self.token = f"gd-attack-{secrets.token_hex(6)}"
        self.secrets = {name: secrets.token_hex(12) for name in ("file", "environment", "memory")}
        # The grader knows it, as it knows the seed and the answers.
        self.memory = [f"seed = {self.secrets['memory']}"]
        os.environ["GD_SECRET"] = self.secrets["environment"]
        self.course = folder / "course"
        self._furnish()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._listener.setblocking(False)
        self._before = self._state()

    def _furnish(self) -> None:
        secret = f"# {self.secrets['file']}\n"
        for name in ("source/secret.py", "grader/secret.py", "solutions/secret.py", "course.toml"):
            path = self.course / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(secret)
        (self.course / "gradebook.db").write_bytes(b"SQLite format 3\0" + secret.encode() * 100)
        for kind in ("submitted", "autograded", "feedback"):
            place = self.course / kind / "honest" / SECTION
            place.mkdir(parents=True)
            made = answered(SECTION)
            made["cells"].append(cell(secret))
            (place / f"{SECTION}.ipynb").write_text(json.dumps(made))
        # Open to everyone: it is the guest's restrictions that count, not these modes.
        for path in (self.folder, self.course, *self.course.rglob("*")):
            path.chmod(0o777 if path.is_dir() else 0o666)

    @property
    def facts(self) -> dict[str, Any]:
        """What an attacker is told: more than a student could know."""
        honest = f"honest/{SECTION}/{SECTION}.ipynb"
        return {
            "course": str(self.course),
            "gradebook": str(self.course / "gradebook.db"),
            "other": str(self.course / "submitted" / honest),
            "graded": str(self.course / "autograded" / honest),
            "secrets": [str(self.course / n) for n in ("course.toml", "source/secret.py")],
            "clone": str(ROOT),
            "home": os.path.expanduser("~"),
            "site": sysconfig.get_path("purelib"),
            "grader": os.getpid(),
            "port": self._listener.getsockname()[1],
            "token": self.token,
        }

    def hold(self, attack: Attack, *, pages: bool | None = None) -> Marked:
        """Grade an attack for real and see that everything holds.

        Args:
            attack: The attack.
            pages: Whether to write and look at all that is made of its row;
                where it is not said, this is done for some, the same ones each time.
        """
        marked = self.mark(attack)
        self.held += 1
        some = crc32(attack.name.encode()) % 5 == 0
        self.judge(attack, marked, some if pages is None else pages)
        self.unchanged()
        if self.held % 8 == 0:
            self.neighbor()
        return marked

    def mark(self, attack: Attack) -> Marked:
        """Grade an attack."""
        place = self.course / "submitted" / attack.student / attack.section
        place.mkdir(parents=True, exist_ok=True)
        path = place / f"{attack.section}.ipynb"
        try:
            made = attack.notebook(self.facts)
            if isinstance(made, bytes):
                path.write_bytes(made)
            elif callable(made):
                made(path)
            else:
                path.write_text(json.dumps(made), encoding="utf-8")
            of = Submission(self.course / "submitted", attack.student, attack.section)
            return self.mark_folder(of)
        finally:
            shutil.rmtree(self.course / "submitted" / attack.student)

    def mark_folder(self, of: Submission) -> Marked:
        """Grade what lies in a folder; it takes neither longer nor more memory than it may."""
        begun = time.monotonic()
        with growth_below(GROWTH):
            marked = mark(COURSE.section(of.assignment), of, self.zygote, self.settings)  # type: ignore[arg-type]
        assert time.monotonic() - begun < SUBMISSION + 6, "it kept the grader too long"
        return marked

    def judge(self, attack: Attack, marked: Marked, pages: bool) -> None:
        """Compare a row with what its attack deserves, and look at all that is made of it."""
        assert marked.status in attack.status, (marked.status, marked.notes)
        assert [item.exercise for item in marked.scores] == list(exercises(attack.section))
        told = [item.message for item in marked.scores]
        if attack.less:
            assert marked.score <= attack.deserves, told
        else:
            assert marked.score == attack.deserves, (told, marked.notes, marked.outputs)
        self.look(marked, pages)
        seen = json.dumps([told, marked.notes, marked.outputs], default=str)
        assert attack.shows in seen, seen[:3000]

    def look(self, marked: Marked, pages: bool) -> None:
        """Look at what students and instructors are shown of a row."""
        told = " ".join(item.message for item in marked.scores)
        assert len(told) < 20_000, "the messages are far too long"
        leaked = hidden_digits(marked.submission.assignment) & set(digits_in(told))
        assert not leaked, f"a hidden probe shows: {told}"
        self._search(told + " ".join(marked.notes) + json.dumps(marked.outputs, default=str))
        if pages:
            with tempfile.TemporaryDirectory(dir=self.folder) as results:
                for text in everything_written(marked, Path(results)):
                    self._search(text)

    def _search(self, text: str) -> None:
        assert "LOOT" not in text, text[text.index("LOOT") :][:300]
        for what, secret in self.secrets.items():
            assert secret not in text, f"a secret of the grader's {what} got out"

    def neighbor(self) -> None:
        """An honest submission has full marks."""
        of = Submission(self.course / "submitted", "honest", SECTION)
        marked = mark(COURSE.section(of.assignment), of, self.zygote, self.settings)  # type: ignore[arg-type]
        assert marked.status == "graded", marked.notes
        assert marked.score == full(SECTION), [item.message for item in marked.scores]

    def unchanged(self) -> None:
        """Nothing outside is as it was not before, and nothing still runs."""
        for _ in range(20):
            left = self._left_over()
            if not left:
                break
            time.sleep(0.05)
        assert not left, left
        self.zygote.guests.clear()
        assert self._state() == self._before
        for folder in self._shared_folders():
            with contextlib.suppress(OSError):
                strays = [name for name in os.listdir(folder) if name.startswith(self.token)]
                assert not strays, f"{strays} in {folder}"
        with contextlib.suppress(BlockingIOError):
            self._listener.accept()[0].close()
            raise AssertionError("a guest has connected")

    def _left_over(self) -> list[str]:
        pids = {pid for pid, _, _ in self.zygote.guests}
        users = {uid for _, _, uid in self.zygote.guests} - {-1, os.getuid()}
        return [
            *(path for _, path, _ in self.zygote.guests if os.path.lexists(path)),
            *(
                f"process {pid}"
                for pid, session, uid in processes()
                if {pid, session} & pids or uid in users
            ),
        ]

    def _shared_folders(self) -> list[str]:
        home = os.path.expanduser("~")
        clone = [str(ROOT), str(ROOT / "grader"), str(ROOT / "descent"), str(ROOT / "source")]
        return ["/tmp", "/var/tmp", "/dev/shm", home, os.getcwd(), self.facts["site"], *clone]

    def _state(self) -> dict[str, tuple[Any, ...]]:
        found = {}
        for path in sorted((self.course, *self.course.rglob("*"))):
            state = path.lstat()
            content = path.read_bytes() if path.is_file() else b""
            about = (state.st_mode, state.st_uid, state.st_nlink) if path.is_file() else ()
            times = (state.st_mtime_ns,) if path.is_file() else ()
            found[str(path)] = (*about, *times, content)
        return found

    def close(self) -> None:
        """Put away what is not a file."""
        self._listener.close()
        os.environ.pop("GD_SECRET", None)


def quick_sheet(section: Section, name: str, seed: str | None = None) -> Any:
    """A hidden sheet whose probes have to answer fast."""
    return replace(hidden.hidden_sheet(section, name, seed), seconds=EXERCISE)
