"""Earlier answers in a notebook: whether those that an answer may call pass their own checks.

A notebook has no right answer that could be run upon an earlier one. What it does upon
known mistakes is foreseen; elsewhere what is said is a possibility, after everything that
is known.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import CodeType, FunctionType
from typing import Any

from descent.diagnosis.causes.cases import Cause
from descent.diagnosis.foreseen import earlier_mistake, own_beside
from descent.diagnosis.judge import judge
from descent.diagnosis.wrong_answer import Explain, Explained, Tried, WrongAnswer
from descent.judging import sheet_files
from descent.judging.evidence import Evidence
from descent.judging.sheets import Sheet
from descent.judging.verdict import Verdict
from descent.probing.probes import observe

# Stands for an answer that the notebook does not define.
_NOWHERE: Any = object()


def earlier_in_notebook(of: object) -> Explain:
    """Return what looks for an earlier answer that may be the reason why this one is wrong.

    Args:
        of: The answer: a function, a class, or a value.
    """

    def explain(answer: WrongAnswer, explained: Explained) -> Explained:
        namespace, sheet = _namespace_of(of), answer.sheet
        # What earlier mistakes do with experiments nobody has seen.
        asked = sheet.asked_first()
        came = answer.observations[: len(asked.probes)]
        wrong = []
        for earlier in map(sheet_files.load, sheet.uses):
            verdict = _verdict(earlier, namespace.get(earlier.answer, _NOWHERE))
            if verdict is None or verdict.state == "passed":
                continue
            if isinstance(of, (type, FunctionType)) and not _calls(of, sheet, earlier):
                continue
            wrong.append(earlier)
            mistake = earlier_mistake(asked, came, earlier.exercise)
            if mistake and mistake == verdict.diagnosis:
                told = Cause(f"earlier:{earlier.exercise}", _alone(sheet, earlier))
                return explained.ended(Tried(told, (Evidence.ALL, Evidence.CODE)))
            own = own_beside(asked, came, earlier, verdict.diagnosis)
            if own:
                told = Cause(own.id, own.sentence)
                found = explained.ended(Tried(told, (Evidence.ALL, Evidence.CODE)))
                return replace(found, besides=_message(sheet, earlier))
        return replace(explained, besides=_message(sheet, wrong[0])) if wrong else explained

    return explain


def _namespace_of(answer: object) -> Mapping[str, Any]:
    """Return what the notebook defines, as the code of an answer sees it."""
    methods = vars(answer).values() if isinstance(answer, type) else ()
    for code in (answer, *methods):
        if hasattr(code, "__globals__"):
            namespace: Mapping[str, Any] = code.__globals__
            return namespace
    return {}


def _verdict(sheet: Sheet, answer: object) -> Verdict | None:
    """Return what is said of an earlier answer; nothing where there is none."""
    if answer is _NOWHERE:
        return None
    return judge(sheet, [observe(probe, answer) for probe in sheet.probes])


def _calls(of: object, sheet: Sheet, earlier: Sheet) -> bool:
    """Return whether an answer is made of an earlier one, or its code has that one's name in it.

    The code of other functions that it names counts as well.
    """
    classes = of.__mro__ if isinstance(of, type) else ()
    if earlier.answer in (sheet.answer, *(one.__name__ for one in classes)):
        return True
    namespace = _namespace_of(of)
    functions = vars(of).values() if isinstance(of, type) else (of,)
    codes = [one.__code__ for one in functions if isinstance(one, FunctionType)]
    for code in codes:
        named = [namespace.get(name) for name in code.co_names]
        found = [one.__code__ for one in named if isinstance(one, FunctionType)]
        found += [item for item in code.co_consts if isinstance(item, CodeType)]
        codes += [item for item in found if item not in codes]
    return any(earlier.answer in code.co_names for code in codes)


def _alone(sheet: Sheet, earlier: Sheet) -> str:
    callee, caller, calls = _names(sheet, earlier)
    verb = "calls" if calls else "builds on"
    return f"Your {caller} is right; {callee}, which it {verb}, is not. Repair that first."


def _message(sheet: Sheet, earlier: Sheet) -> str:
    callee, caller, calls = _names(sheet, earlier)
    verb = "calls" if calls else "builds on"
    return (
        f"{callee}, from above, does not pass its own check yet. If {caller} {verb} it, repair "
        "that first."
    )


def _names(sheet: Sheet, earlier: Sheet) -> tuple[str, str, bool]:
    """Return what an earlier answer and this one are called, and whether this one calls it."""
    # Exercises that share a class are told apart by their own names.
    if earlier.answer == sheet.answer:
        return earlier.exercise, sheet.exercise, False
    return earlier.answer, sheet.answer, True
