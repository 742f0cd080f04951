"""Whose fault it is: an answer, or an earlier one that it calls.

The reference answer is run in the grader with the student's earlier function
in place of the right one, called in the guest. Where that gives what the
student's answer gives, the answer is right and the earlier function is not.
Otherwise the answer is judged as if the earlier function were meant to be as
it is: what is still wrong then, is a mistake of its own.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from descent.diagnosis.causes.cases import Cause
from descent.diagnosis.judge import judge
from descent.diagnosis.wrong_answer import Explain, Explained, Tried, WrongAnswer
from descent.judging.evidence import Evidence
from descent.judging.sheets import Sheet
from descent.judging.verdict import Verdict, marks
from descent.probing.probes import Observation
from grader.course import Section
from grader.guest.outside.host import Guest
from grader.marking.student_answers import StudentAnswers
from grader.marking.trial import Trial
from grader.marking.waiting import waiting
from grader.sheets.exercise import Exercise, exercises
from grader.sheets.references import reference


def blame(
    section: Section,
    sheet: Sheet,
    observations: Sequence[Observation],
    verdict: Verdict,
    earlier: Mapping[str, Verdict],
    guest: Guest,
    source: str = "",
    seconds: float = math.inf,
) -> Verdict:
    """Return the verdict, with an earlier answer named where that one is the reason.

    Args:
        section: The section.
        sheet: The exercise with its hidden probes.
        observations: What the student's answer did with them.
        verdict: What is to be said of that, were all earlier answers right.
        earlier: The verdicts on the exercises before.
        guest: Where the student's functions are, as they stand at the test of this exercise.
        source: The student's cell. An earlier answer that it does not mention
            is not blamed; without a source, every one is taken to be called.
        seconds: How long it may take at most.

    Raises:
        GuestError: An earlier answer cost the guest.
    """
    entries = exercises(section)
    wrong = [
        entries[name]
        for name in sheet.uses
        if name in earlier
        and earlier[name].state != "passed"
        and _mentions(source, entries[name].answer_name)
    ]
    if not wrong:
        return verdict
    if verdict.state == "not attempted":
        empty = [entry for entry in wrong if earlier[entry.name].state == "not attempted"]
        return waiting(verdict, sheet.answer, empty, source)
    below = StudentAnswers(guest, seconds, reference(section).answers())
    asked, seen = _wrong_at_first(sheet, observations)
    trial = Trial(section, asked, seen, below)
    explain = earlier_in_guest(trial, entries[sheet.exercise], wrong)
    return judge(sheet, observations, reveal=False, earlier=explain, source=source)


def _wrong_at_first(
    sheet: Sheet, observations: Sequence[Observation]
) -> tuple[Sheet, Sequence[Observation]]:
    """Return what is to be explained: without what is asked again, if that leaves something."""
    first = sheet.asked_first()
    seen = observations[: len(first.probes)]
    return (first, seen) if marks(first, seen).failures else (sheet, observations)


def earlier_in_guest(trial: Trial, entry: Exercise, wrong: Sequence[Exercise]) -> Explain:
    """Return what looks for an earlier answer that is the reason, by trying.

    Args:
        trial: The right answer on top of the student's earlier ones.
        entry: The exercise that is graded.
        wrong: The earlier ones that are not right, and may be called.
    """
    groups = [(one,) for one in wrong] + ([tuple(wrong)] if len(wrong) > 1 else [])

    def explain(answer: WrongAnswer, explanation: Explained) -> Explained:
        for group in groups:
            if trial.explained_by(_names(group)):
                stops = trial.mostly_stopped(_names(group))
                told = _stopped(entry, group) if stops else _alone(entry, group)
                cause = Cause(f"earlier:{group[0].name}", told)
                return explanation.ended(Tried(cause, (Evidence.EXPERIMENT,)))
        for group in groups:
            own = trial.own_mistake(_names(group))
            if own and own.diagnosis:
                evidence = dict.fromkeys(how for one in own.statements for how in one.evidence)
                cause = Cause(own.diagnosis, own.message)
                explanation = explanation.ended(Tried(cause, tuple(evidence)))
                return replace(explanation, besides=_too(group))
        return replace(explanation, besides=_too(wrong))

    return explain


def _mentions(source: str, name: str) -> bool:
    return not source or bool(re.search(rf"\b{re.escape(name)}\b", source))


def _names(group: Sequence[Exercise]) -> tuple[str, ...]:
    return tuple(entry.name for entry in group)


def _alone(entry: Exercise, group: Sequence[Exercise]) -> str:
    names, own = " and ".join(one.name_in_messages for one in group), entry.name_in_messages
    first, *more = group
    if first.shuffles and not more:
        return (
            f"{names}, which {own} calls, is not right, and that alone costs these marks. Repair "
            "that first."
        )
    are, those = ("are", "those") if more else ("is", "that")
    below = f"{names}, which it {_builds(first)}, {are} not"
    return f"Your {own} is right; {below}. Repair {those} first."


def _stopped(entry: Exercise, group: Sequence[Exercise]) -> str:
    names, own = " and ".join(one.name_in_messages for one in group), entry.name_in_messages
    stops, those = ("stop", "those") if len(group) > 1 else ("stops", "that")
    return (
        f"{names}, which {own} {_builds(group[0])}, {stops} with an error before {own} can show "
        f"what it does. Repair {those} first."
    )


def _builds(on: Exercise) -> str:
    return "builds on" if on.methods else "calls"


def _too(group: Sequence[Exercise]) -> str:
    names = " and ".join(entry.name_in_messages for entry in group)
    verb, those = ("is", "that") if len(group) == 1 else ("are", "those")
    return f"Besides, {names}, on which it builds, {verb} not right yet: repair {those} first."
