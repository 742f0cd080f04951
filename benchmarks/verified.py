"""How each message of a notebook's check was verified: all wrong answers of the pools are checked.

A message is put together of statements, and the diagnosis says of each how it was verified
(see ``descent/judging/evidence.py``). Prints a Markdown table with a line for each exercise: how
many wrong answers it has, and how many statements were verified in which way. A statement is
unverified where it has no evidence, or says how an answer does elsewhere and no experiment was
asked. Then what a first check takes, with its data still to be read, in milliseconds of the
processor. Exit status 1 if a statement is unverified.

    python benchmarks/verified.py [--exercises sigmoid ...]
"""

from __future__ import annotations

import argparse
import re
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import numpy as np

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent)]

from measured import machine  # noqa: E402

from descent.judging import sheet_files  # noqa: E402
from descent.judging.evidence import Evidence, message_of  # noqa: E402
from descent.judging.verdict import Verdict  # noqa: E402
from descent.notebook.check import examine  # noqa: E402
from descent.probing.probes import quiet  # noqa: E402
from grader.course import Course, Section  # noqa: E402
from grader.sheets.answers import Answer, answers  # noqa: E402
from grader.sheets.exercise import exercises  # noqa: E402
from grader.sheets.references import reference  # noqa: E402

# It trains: a check of it takes as long as the answer does.
TRAINS = "train_spiral"

# What is said of more than what has been asked.
_OF_ALL = re.compile(r"whatever|elsewhere|nowhere|each time|every (other|time)|always|never")


def checked(section: Section, name: str) -> Iterator[tuple[Answer, Verdict, float]]:
    """Yield each wrong answer to an exercise, what a first check says, and how long it takes."""
    entry, of = exercises(section)[name], reference(section)
    for answer in answers(section, name):
        if answer.right:
            continue
        with quiet():
            wrong = of.variant(entry.answer_cell, answer.code)[entry.answer_name]
        for cached in (sheet_files.load_from, sheet_files.experiments_in):
            cached.cache_clear()
        begun = time.process_time()
        with quiet():
            verdict = examine(sheet_files.load(name), wrong)
        yield answer, verdict, time.process_time() - begun


def unverified(verdict: Verdict) -> list[str]:
    """Return what is told without evidence, or of more than what was asked."""
    found = [
        statement.text
        for statement in verdict.statements
        if not statement.evidence
        or (statement.evidence == (Evidence.ALL,) and _OF_ALL.search(statement.text))
    ]
    if message_of(verdict.statements) != verdict.message:
        found.append(verdict.message)
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--exercises", nargs="+", default=[])
    args = parser.parse_args()
    print(machine())
    columns = ("exercise", "wrong answers", *Evidence, "unverified")
    print(f"| {' | '.join(columns)} |\n|{'---|' * len(columns)}")
    total, bad, times = Counter[str](), list[str](), list[float]()
    for section in Course.here().sections:
        for name in exercises(section):
            if args.exercises and name not in args.exercises:
                continue
            counts = Counter[str]()
            for answer, verdict, seconds in checked(section, name):
                found = unverified(verdict)
                counts.update({"wrong answers": 1, "unverified": len(found)})
                counts.update(how for one in verdict.statements for how in one.evidence)
                bad += [f"{answer.place}: {text}" for text in found]
                times += [seconds] if name != TRAINS else []
            total += counts
            print(f"| `{name}` | {' | '.join(str(counts[key]) for key in columns[1:])} |")
    print(f"| all | {' | '.join(str(total[key]) for key in columns[1:])} |\n")
    if times:
        median, most, last = 1000 * np.percentile(times, (50, 95, 100))
        print(f"{len(times)} first checks: {median:.0f} ms (median), {most:.0f} ms in 95 of 100,")
        print(f"at most {last:.0f} ms; without {TRAINS}, which trains.")
    print(*bad, sep="\n", file=sys.stderr)
    return int(bool(bad))


if __name__ == "__main__":
    sys.exit(main())
