"""The marks of the pools' wrong answers, as they were recorded: so no rule changes unseen.

`tests/marks.json` has a line for each exercise: the version of its rules, and the share of the
points that each wrong answer earns under one seed. Where a share changes and the version does
not, something that all exercises share has changed: raise ``SHARED`` in `grader/sheets/rules.py`.
Where the version has changed, or answers were added, record anew and look at what changed:

    python -m tests.marks
"""

from __future__ import annotations

import functools
import json
from pathlib import Path
from typing import Any

from descent.diagnosis.judge import judge
from descent.probing.probes import observe
from grader.sheets.answers import Answer
from grader.sheets.preparation import asked
from tests.here import answers, exercises, hidden_rng, reference, rules, sections

RECORD = Path(__file__).with_name("marks.json")
SEED = "one"
ANEW = "record the marks anew with python -m tests.marks, and look at what changed"


@functools.cache
def recorded() -> dict[str, dict[str, Any]]:
    """What was recorded, by exercise; nothing where nothing was."""
    return json.loads(RECORD.read_text(encoding="utf-8")) if RECORD.is_file() else {}


@functools.cache
def wrong(section: str, name: str) -> dict[str, Answer]:
    """The wrong answers of the pools to an exercise; of one style, the second has a number."""
    found: dict[str, Answer] = {}
    for answer in answers(section, name):
        if not answer.right:
            count = sum(other.style == answer.style for other in found.values())
            found[f"{answer.style} {count + 1}" if count else answer.style] = answer
    return found


def hold(section: str, answer: Answer, share: float) -> None:
    """Hold that an answer earns what was recorded, as long as the rules have the same version."""
    record = recorded().get(answer.exercise, {})
    style = next(k for k, a in wrong(section, answer.exercise).items() if a is answer)
    before = record.get("shares", {}).get(style)
    same = record.get("rules") == rules(section, answer.exercise).version
    if before is not None and same:
        assert round(share, 4) == before, (
            f"{answer} earned {before:g} of the points and now earns {share:g}, under the same "
            "rules version: raise SHARED in grader/sheets/rules.py, or undo what changed the mark"
        )


def share(section: str, answer: Answer) -> float:
    """The share of the points that an answer earns."""
    entry, of = exercises(section)[answer.exercise], reference(section)
    sheet = asked(entry, of, lambda probe: hidden_rng(section, entry.name, probe, SEED))
    found = of.variant(entry.answer_cell, answer.code)[entry.answer_name]
    return judge(sheet, [observe(probe, found) for probe in sheet.probes], reveal=False).share


def main() -> None:
    """Record the marks of all answers."""
    lines = []
    for section in sections():
        for name in exercises(section):
            shares = {s: round(share(section, a), 4) for s, a in wrong(section, name).items()}
            entry = {"rules": rules(section, name).version, "shares": shares}
            lines.append(f"{json.dumps(name)}: {json.dumps(entry, ensure_ascii=False)}")
            print(f"{name}: {len(shares)} answers")
    RECORD.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
