"""The verdict on an answer: which criteria it meets, and what to tell the student.

How marks are computed stands here and nowhere else: an answer earns the share
of every criterion that it meets. A criterion about the manner alone (arguments
left as they were) counts only beside a met one about the matter. An answer
that was not attempted earns nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from descent.diagnosis.causes.cases import Cause
from descent.diagnosis.causes.errors import cause_of_error
from descent.diagnosis.recognize import ALL, ARGUMENTS, causes_of
from descent.judging import sentences
from descent.judging.compare import Difference
from descent.judging.criteria import failures_of, which_are_met
from descent.judging.sheets import Sheet
from descent.probing.probes import Observation
from descent.probing.values import Inert, Value

# What is a cause by itself.
_ALONE = {"argument": "argument-changed"}

State = Literal["passed", "not yet", "not attempted", "error"]


@dataclass(frozen=True)
class Verdict:
    """What is to be said of an answer.

    Attributes:
        exercise: The exercise.
        state: ``passed``; ``not yet`` right; ``not attempted``; ``error``, if
            the answer raises one of its own.
        share: The share of the points that is earned, from 0 to 1.
        met: For each criterion, by name, whether it is met.
        diagnosis: The id of the cause, or None where it is not known.
        message: What the student is told.
        difference: The first difference, for a table of expected and got.
        asked: The call that shows it, as a student would type it.
    """

    exercise: str
    state: State
    share: float
    met: dict[str, bool]
    diagnosis: str | None
    message: str
    difference: Difference | None = None
    asked: str = ""


# A warning on standard error would cost the mark where nbgrader runs by itself.
@np.errstate(all="ignore")
def judge(sheet: Sheet, seen: Sequence[Observation], reveal: bool = True) -> Verdict:
    """Judge what an answer did with the probes of a sheet.

    Args:
        sheet: The exercise, with as many probes as there are observations.
        seen: What the answer did with each of them.
        reveal: Whether the message may quote numbers of the probes; not where
            they are hidden.
    """
    found = {c.name: failures_of(c, sheet, seen) for c in sheet.criteria}
    met = which_are_met(sheet.criteria, found)
    if not_attempted(sheet, seen):
        nothing = dict.fromkeys(met, False)
        message = sentences.not_attempted(sheet.answer, seen[0])
        return Verdict(sheet.exercise, "not attempted", 0.0, nothing, None, message)
    total = sum(c.share for c in sheet.criteria)
    share = sum(c.share for c in sheet.criteria if met[c.name]) / total
    if all(met.values()):
        return Verdict(sheet.exercise, "passed", 1.0, met, None, sentences.passed())
    number, first = next(f for failures in found.values() for f in failures)
    causes, explained = causes_of(sheet, seen)
    told = [cause.told(reveal) for cause in causes]
    # What the causes leave open is told as it is, and first where it comes first.
    gaps = [f for failures in found.values() for f in failures if _left_open(f[1], explained)]
    if gaps and (gaps[0][1] is first or gaps[0][1].kind != "property"):
        place, gap = gaps[0]
        precise = sentences.precise(sheet, place, gap, reveal)
        means = _meaning(sheet, place, gap)
        told.insert(0 if gap is first else len(told), f"{precise} {means.sentence}".strip())
    known = next((cause.id for cause in causes if cause.id), "")
    return Verdict(
        sheet.exercise,
        "error" if seen[number].raised and not causes else "not yet",
        share,
        met,
        known or first.cause or _ALONE.get(first.kind) or _meaning(sheet, number, first).id or None,
        sentences.joined(told),
        first if reveal else None,
        sentences.asked(sheet, sheet.probes[number]) if reveal else "",
    )


def _left_open(gap: Difference, explained: frozenset[str]) -> bool:
    if explained is ALL:
        return False
    if gap.kind == "argument":
        return ARGUMENTS not in explained
    return gap.kind == "raised" or gap.part not in explained


def _meaning(sheet: Sheet, number: int, gap: Difference) -> Cause:
    """Return what an error means; nothing if there is none, or it is not known."""
    if gap.kind != "raised":
        return Cause("", "")
    return cause_of_error(gap.got, sheet.probes[number]) or Cause("", "")


def not_attempted(sheet: Sheet, seen: Sequence[Observation]) -> bool:
    """Return whether there is no answer yet: nothing but None, ``...`` or NotImplementedError."""

    def nothing(observation: Observation) -> bool:
        if observation.raised:
            return observation.raised.type == "NotImplementedError"
        shown = list(observation.shown.values())
        return bool(shown) and all(map(_is_nothing, shown))

    expected = [v for right in sheet.expected for v in right.shown.values()]
    return any(v is not None for v in expected) and all(map(nothing, seen))


def _is_nothing(value: Value) -> bool:
    if isinstance(value, dict) and value:
        return all(map(_is_nothing, value.values()))
    return value is None or (isinstance(value, Inert) and value.description == "...")
