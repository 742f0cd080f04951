"""Earlier answers in a notebook: whether those that an answer may call pass their own checks.

A notebook has no right answer that could be run in the place of an earlier one, so
what is said is a possibility, after everything that is known.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from descent.diagnosis.wrong_answer import Explain, Explained, WrongAnswer
from descent.judging import sheets
from descent.judging.sheets import Sheet
from descent.judging.verdict import marks
from descent.probing.probes import observe


def earlier_in_notebook(of: object) -> Explain:
    """Return what looks for an earlier answer that may be the reason why this one is wrong.

    Args:
        of: The answer: a function, a class, or a value.
    """

    def explain(answer: WrongAnswer, explained: Explained) -> Explained:
        namespace = _namespace_of(of)
        for name in answer.sheet.uses:
            earlier = sheets.load(name)
            if earlier.answer in namespace and not _passes(earlier, namespace[earlier.answer]):
                return replace(explained, besides=_message(answer.sheet, earlier))
        return explained

    return explain


def _namespace_of(answer: object) -> Mapping[str, Any]:
    """Return what the notebook defines, as the code of an answer sees it."""
    methods = vars(answer).values() if isinstance(answer, type) else ()
    for code in (answer, *methods):
        if hasattr(code, "__globals__"):
            namespace: Mapping[str, Any] = code.__globals__
            return namespace
    return {}


def _passes(sheet: Sheet, answer: object) -> bool:
    return all(marks(sheet, [observe(probe, answer) for probe in sheet.probes]).met.values())


def _message(sheet: Sheet, earlier: Sheet) -> str:
    # Exercises that share a class are told apart by their own names.
    same_answer = earlier.answer == sheet.answer
    callee, caller = (
        (earlier.exercise, sheet.exercise) if same_answer else (earlier.answer, sheet.answer)
    )
    calls = "builds on" if same_answer else "calls"
    return (
        f"{callee}, from above, does not pass its own check yet. If {caller} {calls} it, repair "
        "that first."
    )
