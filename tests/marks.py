"""The marks of the wrong answers, as they were recorded: so no rule changes unseen.

`marks.json` in the folder of an exercise has the version of its rules, and the share of the points
that each wrong answer earns under one seed. Where a share changes and the version does not,
something that all exercises share has changed: raise ``SHARED`` in `grader/sheets/rules.py`. Where
the version has changed, or answers were added, record anew and look at what changed:

    python -m tests.marks [EXERCISE ...]
"""

from __future__ import annotations

import functools
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from descent.diagnosis.judge import judge
from descent.probing.probes import observe
from grader.sheets.answers import Answer
from grader.sheets.preparation import asked
from tests.here import answers, exercises, folder_of, hidden_rng, reference, rules, sections

SEED = "one"


def anew(name: str) -> str:
    """What to do where there is no record of an exercise, or an old one."""
    return f"record the marks anew with python -m tests.marks {name}, and look at what changed"


def record(section: str, name: str) -> Path:
    """The file in which the marks of an exercise are recorded."""
    return folder_of(section) / name / "marks.json"


@functools.cache
def recorded(section: str, name: str) -> dict[str, Any]:
    """What was recorded of an exercise; nothing where nothing was."""
    path = record(section, name)
    return json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}


@functools.cache
def wrong(section: str, name: str) -> dict[str, Answer]:
    """The wrong answers to an exercise; of one style, the second has a number."""
    found: dict[str, Answer] = {}
    for answer in answers(section, name):
        if not answer.right:
            count = sum(other.style == answer.style for other in found.values())
            found[f"{answer.style} {count + 1}" if count else answer.style] = answer
    return found


def hold(section: str, answer: Answer, share: float) -> None:
    """Hold that an answer earns what was recorded, as long as the rules have the same version."""
    old = recorded(section, answer.exercise)
    style = next(k for k, a in wrong(section, answer.exercise).items() if a is answer)
    before = old.get("shares", {}).get(style)
    same = old.get("rules") == rules(section, answer.exercise).version
    if before is not None and same:
        assert round(share, 4) == before, (
            f"{answer} earned {before:g} of the points and now earns {share:g}, under the same "
            "rules version: raise SHARED in grader/sheets/rules.py, or undo what changed the mark"
        )


def share(section: str, answer: Answer) -> float:
    """The share of the points that an answer earns."""
    entry, of = exercises(section)[answer.exercise], reference(section)
    draw = lambda probe: hidden_rng(section, entry.name, probe, SEED)
    sheet = asked(entry, of, draw, again=True)
    found = of.variant(entry.answer_cell, answer.code)[entry.answer_name]
    return judge(sheet, [observe(probe, found) for probe in sheet.probes], reveal=False).share


def main(names: Sequence[str]) -> None:
    """Record the marks of all answers to some exercises, or to all."""
    found = [(section, name) for section in sections() for name in exercises(section)]
    if unknown := {*names} - {name for _, name in found}:
        sys.exit(f"there is no exercise {min(unknown)!r}")
    for section, name in found:
        if not names or name in names:
            shares = {s: round(share(section, a), 4) for s, a in wrong(section, name).items()}
            entry = {"rules": rules(section, name).version, "shares": shares}
            text = json.dumps(entry, indent=1, ensure_ascii=False)
            record(section, name).write_text(text + "\n", encoding="utf-8")
            print(f"{name}: {len(shares)} answers")


if __name__ == "__main__":
    main(sys.argv[1:])
