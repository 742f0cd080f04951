"""How many small changes of the reference answers the tests notice, and name.

Every mutant (see ``grader/sheets/mutants.py``) is put to the visible tests and to the hidden ones
of the course and of two more seeds. It counts as killed by the hidden tests where all three seeds
take marks from it, and as named where a known mistake or a general explanation of the course's seed
fits it, or nothing is returned and this is said. Where neither fits, the grader says of which slip
the same comes; as it makes slips as this file makes mutants, they count apart. Prints a Markdown
table. Mutants that are right answers are listed in ``equivalent_mutants.toml``, in the folder of
their exercise, with the reason.

Exit status 1 if a mutant that is not listed survives the hidden tests, or a listed one does not.

    python benchmarks/mutation.py [--sections 01_perceptron ...] [--exercises neuron ...]
        [--workers 2] [--seconds 20] [--details FILE]
"""

from __future__ import annotations

import argparse
import contextlib
import functools
import json
import multiprocessing
import os
import resource
import sys
import time
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent)]


from descent.diagnosis.judge import judge  # noqa: E402
from descent.judging.sheets import Sheet  # noqa: E402
from descent.probing.probes import observe  # noqa: E402
from grader.course import Course, Section  # noqa: E402
from grader.errors import BadSource  # noqa: E402
from grader.sheets.exercise import exercises  # noqa: E402
from grader.sheets.hidden import foreseeing, hidden_sheet, with_slip  # noqa: E402
from grader.sheets.mutants import Mutant, mutants  # noqa: E402
from grader.sheets.preparation import visible_sheet  # noqa: E402
from grader.sheets.references import reference  # noqa: E402

SEEDS = (None, "one more", "and another")
MEMORY = 4 << 30

# What is said of a mutant because the grader makes the same: of that the mutants are no measure.
SLIP = "one-slip"

_fork = multiprocessing.get_context("fork")


@dataclass
class Fate:
    """What became of a mutant: whether tests noticed, and what was said."""

    mutant: Mutant
    runs: bool = True
    late: bool = False
    visible: bool = False
    hidden: list[bool] = field(default_factory=list)
    diagnosis: str | None = None
    message: str = ""

    @property
    def killed(self) -> bool:
        return self.late or (bool(self.hidden) and all(self.hidden))


@functools.cache
def shown_sheet(section: Section, name: str) -> Sheet:
    return visible_sheet(section, name)


def fate_of(section: Section, name: str, mutant: Mutant) -> Fate:
    """Put a mutant to all tests, in this process."""
    fate = Fate(mutant)
    entry = exercises(section)[name]
    try:
        names = reference(section).variant(entry.answer_cell, mutant.source)
    except BadSource:
        return Fate(mutant, runs=False)
    answer = names.get(entry.answer_name)
    sheet = shown_sheet(section, name)
    fate.visible = judge(sheet, [observe(probe, answer) for probe in sheet.probes]).share < 1
    for seed in SEEDS:
        sheet = hidden_sheet(section, name, seed)
        seen = [observe(probe, answer) for probe in sheet.probes]
        verdict = judge(sheet, seen, reveal=False)
        fate.hidden.append(verdict.share < 1)
        if seed is None:
            verdict = with_slip(section, name, seen, verdict)
            # That nothing is returned is said, too.
            untold = "not-attempted" if verdict.state == "not attempted" else None
            fate.diagnosis, fate.message = verdict.diagnosis or untold, verdict.message
    return fate


def _work(section: Section, name: str, line: Connection) -> None:
    """Answer for one mutant after another, with little memory and no terminal."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    with open(os.devnull, "w") as nowhere, contextlib.redirect_stdout(nowhere):
        while True:
            try:
                mutant = line.recv()
            except EOFError:
                os._exit(0)
            line.send(fate_of(section, name, mutant))


class Pool:
    """Processes that are killed, and replaced, when a mutant takes too long."""

    def __init__(self, section: Section, name: str, size: int, seconds: float) -> None:
        self.section, self.name, self.size, self.seconds = section, name, size, seconds

    def run(self, waiting: Sequence[Mutant]) -> Iterator[Fate]:
        left = list(reversed(waiting))
        busy: dict[Connection, tuple[Any, Mutant, float]] = {}
        idle: list[tuple[Any, Connection]] = []
        while left or busy:
            while left and len(busy) < self.size:
                process, line = idle.pop() if idle else self._start()
                mutant = left.pop()
                line.send(mutant)
                busy[line] = (process, mutant, time.monotonic() + self.seconds)
            ready = wait(list(busy), timeout=0.2)
            for line in list(busy):
                process, mutant, deadline = busy[line]
                if line in ready:
                    del busy[line]
                    try:
                        yield line.recv()  # type: ignore[union-attr]
                        idle.append((process, line))
                    except EOFError:
                        yield Fate(mutant, late=True, visible=True, message="ended its process")
                elif time.monotonic() > deadline:
                    del busy[line]
                    process.kill()
                    yield Fate(mutant, late=True, visible=True, message="takes too long")
        for process, _ in idle:
            process.kill()

    def _start(self) -> tuple[Any, Connection]:
        here, there = _fork.Pipe()
        process = _fork.Process(target=_work, args=(self.section, self.name, there), daemon=True)
        process.start()
        there.close()
        return process, here


def noted(section: Section, name: str) -> dict[str, Any]:
    """Return what the folder of an exercise says of its mutants."""
    path = section.exercises / name / "equivalent_mutants.toml"
    return tomllib.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}


def listed(section: Section, name: str) -> dict[str, str]:
    """Return the equivalent mutants of an exercise: diff and reason."""
    entries = noted(section, name).get("mutants", [])
    return {diff: entry["reason"] for entry in entries for diff in entry["diffs"]}


@dataclass
class Row:
    """The line of an exercise in the table."""

    name: str
    mutants: int
    equivalent: int
    visible: int
    hidden: int
    named: int
    slips: int
    survivors: list[Mutant]
    mislisted: list[str]

    def __str__(self) -> str:
        count = self.mutants - self.equivalent
        shares = [share(self.visible, count), share(self.hidden, count)]
        cells = [f"`{self.name}`", self.mutants, self.equivalent, *shares]
        told = [share(self.named, self.hidden), share(self.named + self.slips, self.hidden)]
        return f"| {' | '.join(map(str, [*cells, *told]))} |"


def share(part: int, whole: int) -> str:
    return f"{part / whole:.1%}" if whole else "–"


def run(section: Section, name: str, args: argparse.Namespace) -> tuple[Row, list[Fate]]:
    entry = exercises(section)[name]
    source = reference(section).source(entry.answer_cell)
    made = mutants(source, entry.methods)
    # Once, before the processes are forked.
    shown_sheet(section, name)
    foreseeing(section, name, None)
    for seed in SEEDS:
        hidden_sheet(section, name, seed)
    known = listed(section, name)
    fates = [f for f in Pool(section, name, args.workers, args.seconds).run(made) if f.runs]
    equal = [f for f in fates if f.mutant.diff in known]
    others = [f for f in fates if f.mutant.diff not in known]
    killed = [f for f in others if f.killed]
    row = Row(
        name,
        len(fates),
        len(equal),
        sum(f.visible for f in others),
        len(killed),
        sum(f.diagnosis not in (None, SLIP) for f in killed),
        sum(f.diagnosis == SLIP for f in killed),
        [f.mutant for f in others if not f.killed],
        [f.mutant.diff for f in equal if f.killed],
    )
    return row, fates


def write_details(file: Path, name: str, fates: list[Fate]) -> None:
    with file.open("a", encoding="utf-8") as out:
        for f in fates:
            data = {
                "exercise": name, "kind": f.mutant.kind, "diff": f.mutant.diff,
                "visible": f.visible, "hidden": f.killed, "late": f.late,
                "diagnosis": f.diagnosis, "message": f.message,
            }  # fmt: skip
            out.write(json.dumps(data) + "\n")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sections", nargs="+", default=[])
    parser.add_argument("--exercises", nargs="+", default=None)
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--seconds", type=float, default=20.0)
    parser.add_argument("--details", type=Path)
    args = parser.parse_args()
    if args.details:
        with contextlib.suppress(FileNotFoundError):
            args.details.unlink()
    rows = []
    killed = "killed by visible | killed by hidden"
    print(f"| exercise | mutants | equivalent | {killed} | named | or as a slip |")
    print("|---|---|---|---|---|---|---|")
    for section in Course.here().choose(args.sections):
        for name in exercises(section):
            if "left_out" in noted(section, name) or name not in (args.exercises or [name]):
                continue
            row, fates = run(section, name, args)
            rows.append(row)
            print(row, flush=True)
            if args.details:
                write_details(args.details, name, fates)
    columns = ("mutants", "equivalent", "visible", "hidden", "named", "slips")
    sums = [sum(getattr(row, column) for row in rows) for column in columns]
    print(Row("all", *sums, [], []))
    for row in rows:
        for mutant in row.survivors:
            print(f"survives in {row.name}: {mutant.diff}", file=sys.stderr)
        for diff in row.mislisted:
            print(f"listed, but not equivalent in {row.name}: {diff}", file=sys.stderr)
    return int(any(row.survivors or row.mislisted for row in rows))


if __name__ == "__main__":
    sys.exit(main())
