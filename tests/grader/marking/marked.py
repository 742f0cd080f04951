"""Submissions of the first section, and what is looked for when they are marked."""

from __future__ import annotations

import json
import re

from descent.judging.sheets import Sheet
from descent.probing.codec import to_json
from grader.demo.classroom import Notebook
from grader.results import Marked
from tests.grader.classes import SECTION
from tests.here import answered, hidden_sheet, reference

FULL = reference(SECTION).points


def only(**answers: str) -> Notebook:
    """A right notebook but for these answers."""
    return answered(SECTION, answers)


def lost(marked: Marked) -> dict[str, float]:
    """The exercises without full marks, with what they got."""
    return {s.exercise: s.score for s in marked.scores if s.score != s.max_score}


def assert_right(marked: Marked) -> None:
    assert (marked.status, marked.notes) == ("graded", [])
    assert lost(marked) == {}, [s for s in marked.scores if s.score != s.max_score]


def spoken(marked: Marked) -> str:
    """All that reaches a student of a marked submission."""
    return json.dumps([[s.message, s.diagnosis] for s in marked.scores]) + json.dumps(
        [marked.notes, marked.outputs], default=str
    )


def hidden_numbers(exercise: str) -> set[str]:
    """The numbers of an exercise's hidden probes and right results, as they would be written."""
    return numbers_of(hidden_sheet(SECTION, exercise))


def numbers_of(sheet: Sheet) -> set[str]:
    """The numbers of a sheet's probes and right results, as they would be written."""
    data = [to_json(a) for p in sheet.probes for step in p.steps for a in step.args]
    data += [to_json(v) for seen in sheet.expected for v in seen.shown.values()]
    numbers = re.findall(r"-?\d+\.\d{4,}", json.dumps(data))
    assert len(numbers) > 20
    return {number[:8] for number in numbers}


LEAKS = {
    "an error": "raise ValueError(repr(np.asarray(z).tolist()))",
    "an error of its own": "raise type('E' + repr(z), (Exception,), {})(repr(z))",
    "the name of an error": "raise type(repr(np.asarray(z).tolist()), (Exception,), {})",
    "a note of an error": "e = ValueError(); e.add_note(repr(np.asarray(z).tolist())); raise e",
    "a printed line": "print(np.asarray(z).tolist()); return z",
    "a global": "seen.append(np.asarray(z).tolist()); return z",
    "its result": "return repr(np.asarray(z).tolist())",
    "a key of its result": "return {repr(np.asarray(z).tolist()): 1}",
    "the repr of an object": "return type('R', (), {'__repr__': lambda s: repr(z)})()",
    "the name of a class": "return type(repr(np.asarray(z).tolist()), (), {})()",
    "a file": "open('seen', 'a').write(repr(np.asarray(z).tolist())); return z",
    "a display": "from IPython.display import display; display(np.asarray(z).tolist()); return z",
    "a line of code": "exec('raise ValueError() #' + repr(np.asarray(z).tolist()))",
}
