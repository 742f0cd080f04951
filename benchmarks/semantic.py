"""Whether hidden tests notice answers that are right for a while: the reference, wrapped.

Prints a Markdown table with a line for each kind of mutant (see
``grader/sheets/semantic_mutants.py``): how many exercises have one, and in which it survives.
Those that are right answers by the contract are listed in ``equivalent_mutants.toml`` in the
folder of the exercise, with the reason. Exit status 1 if one that is not listed survives, or a
listed one does not.

    python benchmarks/semantic.py [--sections 01_perceptron ...]
"""

from __future__ import annotations

import argparse
import sys
import tomllib
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent)]

from descent.diagnosis.judge import judge  # noqa: E402
from descent.probing.probes import observe  # noqa: E402
from grader.course import Course, Section  # noqa: E402
from grader.sheets.exercise import exercises  # noqa: E402
from grader.sheets.hidden import hidden_sheet  # noqa: E402
from grader.sheets.references import reference  # noqa: E402
from grader.sheets.semantic_mutants import wrapped  # noqa: E402

EQUIVALENT = "equivalent_mutants.toml"

# As for the other mutants: any network that reaches the accuracy is right.
LEFT_OUT = {"train_spiral"}

# Another seed: what known mistakes do is not needed, and takes its time.
SEED = "one more"


def fates(section: Section, name: str) -> Iterator[tuple[str, bool]]:
    """Yield each kind of mutant of an exercise, and whether hidden tests take marks from it."""
    entry = exercises(section)[name]
    sheet = hidden_sheet(section, name, SEED)
    answer = reference(section).answers()[entry.answer_name]
    for kind, make in wrapped(answer, entry.methods).items():
        seen = [observe(probe, make()) for probe in sheet.probes]
        yield kind, judge(sheet, seen, reveal=False).share < 1


def listed(section: Section, name: str) -> dict[str, str]:
    """Return the reasons of those that are no mutants of an exercise, by kind."""
    path = section.exercises / name / EQUIVALENT
    text = path.read_text(encoding="utf-8") if path.is_file() else ""
    entries = tomllib.loads(text).get("wrapped", [])
    return {kind: entry["reason"] for entry in entries for kind in entry["kinds"]}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sections", nargs="+", default=[])
    args = parser.parse_args()
    all_fates = defaultdict[str, dict[str, bool]](dict)
    known: set[tuple[str, str]] = set()
    for section in Course.here().choose(args.sections):
        for name in exercises(section):
            if name in LEFT_OUT:
                continue
            known |= {(name, kind) for kind in listed(section, name)}
            for kind, killed in fates(section, name):
                all_fates[kind][name] = killed
    bad = []
    print("| kind | exercises | killed | equivalent | survives in |\n|---|---|---|---|---|")
    for kind, by_exercise in all_fates.items():
        equal = [name for name in by_exercise if (name, kind) in known]
        survivors = [n for n, killed in by_exercise.items() if not killed and n not in equal]
        bad += survivors + [name for name in equal if by_exercise[name]]
        cells = (kind, len(by_exercise), sum(by_exercise.values()), len(equal))
        print(f"| {' | '.join(map(str, cells))} | {', '.join(survivors) or '–'} |")
    return int(bool(bad))


if __name__ == "__main__":
    sys.exit(main())
