"""What to tell a student of an answer: what it earns, why it is wrong, and what shows it."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from descent.diagnosis.asked_again import AGAIN
from descent.diagnosis.causes.arguments import NO_EFFECT
from descent.diagnosis.causes.cases import Cause, inputs_of, last_call
from descent.diagnosis.causes.error_lines import own_stop
from descent.diagnosis.causes.errors import cause_of_error
from descent.diagnosis.experiments import Experiment, beside
from descent.diagnosis.explainers import causes_of
from descent.diagnosis.not_written import no_answer_yet, part_not_written
from descent.diagnosis.oddities import oddities
from descent.diagnosis.remarks import remarks, surroundings, told
from descent.diagnosis.wrong_answer import (
    ALL,
    ARGUMENTS,
    Explain,
    Explained,
    Tried,
    WrongAnswer,
    is_open,
)
from descent.judging import sentences
from descent.judging.compare import Difference
from descent.judging.evidence import Evidence, Statement, message_of
from descent.judging.sheets import Sheet
from descent.judging.verdict import Marks, Verdict, marks, not_attempted
from descent.probing.probes import Observation

# What a property states without a reason.
_NO_REASON = ("", "inaccurate")

# What is a cause by itself.
_ALONE = {"argument": "argument-changed"}


# A warning on standard error would cost the mark where nbgrader runs by itself.
@np.errstate(all="ignore")
def judge(
    sheet: Sheet,
    observations: Sequence[Observation],
    reveal: bool = True,
    earlier: Explain | None = None,
    source: str = "",
    experiment: Experiment | None = None,
) -> Verdict:
    """Judge what an answer did with the probes of a sheet.

    Args:
        sheet: The exercise, with as many probes as there are observations.
        observations: What the answer did with each of them.
        reveal: Whether the message may quote numbers of the probes; not where
            they are hidden.
        earlier: Looks for an earlier answer that is the reason, where there may be one.
        source: The code of the answer's cell. Nothing is said of code that is not in it.
        experiment: Asks the answer more, if it is wrong when it is asked first.
    """
    score = marks(sheet, observations)
    met, share = score.met, score.share
    if not_attempted(sheet, observations):
        return _no_answer(sheet, observations, source, score)
    if all(met.values()):
        return Verdict(sheet.exercise, "passed", share, met, None, sentences.passed())
    failures, asked_first = score.failures, sheet.asked_first()
    if len(asked_first.probes) < len(sheet.probes):
        seen = observations[: len(asked_first.probes)]
        if not_attempted(asked_first, seen):
            return _no_answer(sheet, observations, source, score)
        failures = tuple(failure for failure in failures if failure[0] < len(seen))
        if not failures:
            return _not_again(sheet, observations, score, earlier)
        # What is wrong at once is not explained by what is asked again.
        sheet, observations = asked_first, seen
    failures = _without_special_cases(sheet, failures)
    number, first = failures[0]
    experiments = experiment() if experiment else None
    asked = beside(sheet, observations, experiments) if experiments else (sheet, observations)
    explained = causes_of(*asked, earlier)
    causes = explained.causes
    told_of = [told(one, reveal, sheet, source) for one in explained.tried]
    # What the causes leave open is told as it is, and first where it comes first.
    gaps = [
        (place, gap)
        for place, gap in failures
        if _left_open(gap, explained) or _is_not_passed(sheet, place, explained)
    ]
    unsaid: tuple[Statement, ...] = ()
    untold: Difference | None = None
    if gaps and (gaps[0][1] is first or gaps[0][1].kind != "property"):
        place, gap = gaps[0]
        said = _said(sheet, place, gap, source, visible=reveal, quoted=reveal)
        if reveal and not explained.besides and _is_unknown(causes, gap):
            said += oddities(sheet, source)
        if not reveal:
            unsaid, untold = tuple(said), gap
        told_of.insert(0 if gap is first else len(told_of), said)
    if explained.besides:
        told_of.append([_of_earlier(explained)])
    statements = tuple(itertools.chain(*told_of))
    cause_id = next((cause.id for cause in causes if cause.id), "")
    return Verdict(
        sheet.exercise,
        "error" if observations[number].raised and not causes else "not yet",
        share,
        met,
        cause_id
        or first.cause
        or _ALONE.get(first.kind)
        or _meaning(sheet, number, first).id
        or None,
        message_of(statements),
        first if reveal else None,
        sentences.asked(sheet, sheet.probes[number]) if reveal else "",
        statements,
        explained.besides,
        unsaid,
        untold,
        sheet.probes[number] if reveal else None,
    )


def _without_special_cases(
    sheet: Sheet, failures: tuple[tuple[int, Difference], ...]
) -> tuple[tuple[int, Difference], ...]:
    """Leave out what a property knows of the first question, and not of another of its kind.

    With batches of one sample, say, a sum of gradients is a mean, and only the losses are wrong.
    """
    number, first = failures[0]
    alike = [
        gap.cause
        for place, gap in failures
        if gap.kind == "property" and sheet.probes[place].label == sheet.probes[number].label
    ]
    if first.kind != "property" or not first.cause or "" not in alike:
        return failures
    return tuple(one for one in failures if one[1].cause != first.cause)


def told_by_visible(
    verdict: Verdict, sheet: Sheet, observations: Sequence[Observation], source: str = ""
) -> Verdict:
    """Say what differs on a hidden probe, where visible ones show the same difference.

    Args:
        verdict: What is said of the hidden probes.
        sheet: The exercise with its visible probes.
        observations: What the answer did with each of them, where it was shown no hidden one.
        source: The code of the answer's cell.
    """
    if verdict.gap is None:
        return verdict
    raised = verdict.gap.kind == "raised"
    failures = marks(sheet, observations).failures
    # The first alone: which of several it is could be chosen.
    first = next(((n, gap) for n, gap in failures if (gap.kind == "raised") == raised), None)
    if first is None or not _same_gap(first[1], verdict.gap):
        return verdict
    said = _said(sheet, *first, source, visible=True, quoted=False)
    if len(verdict.statements) == len(verdict.unsaid) and _is_unknown((), first[1]):
        said += oddities(sheet, source)
    place = _place_of(verdict.unsaid, verdict.statements)
    after = verdict.statements[place + len(verdict.unsaid) :]
    return replace(
        verdict,
        message=verdict.message.replace(message_of(verdict.unsaid), message_of(said), 1),
        statements=(*verdict.statements[:place], *said, *after),
    )


def _place_of(some: Sequence[Statement], statements: Sequence[Statement]) -> int:
    """Return where statements stand among others."""
    return next(n for n in range(len(statements)) if statements[n : n + len(some)] == some)


def _said(
    sheet: Sheet, number: int, gap: Difference, source: str, *, visible: bool, quoted: bool
) -> list[Statement]:
    """Say what differs and, of an error, what it means.

    What the code has to do with it is said where the probe is visible.
    """
    first = None
    if gap.kind == "raised" and gap.got.type == "NotImplementedError":
        first = part_not_written(sheet, source)
    if first is None:
        precise = sentences.precise(sheet, number, gap, quoted) if visible else ""
        first = Statement(precise or sentences.unsaid(sheet, gap), (Evidence.DIFFERENCE,))
    of_list = f"{gap.kind}-of-list" if isinstance(gap.expected, list) else ""
    said = [first, *(remarks([gap.cause or of_list], sheet, source) if visible else ())]
    if gap.kind == "raised":
        means = _meaning(sheet, number, gap, source)
        # What is told only where the probe is visible was seen in the line.
        coded = (Evidence.CODE,) if visible and means.blind not in ("", means.sentence) else ()
        if text := means.wording(visible):
            said.append(Statement(text, (Evidence.ERROR, *coded)))
        if own := own_stop(gap.got, source, sheet.answer) if visible else "":
            said.append(Statement(own, (Evidence.CODE,)))
        if around := surroundings(gap.got) if visible else "":
            said.append(Statement(around, (Evidence.DIFFERENCE,)))
    return said


def _is_unknown(causes: Sequence[Cause], gap: Difference) -> bool:
    """Return whether nothing that is told says why an answer is wrong."""
    return all(is_open(cause.id) for cause in causes) and gap.cause in _NO_REASON


def _same_gap(one: Difference, other: Difference) -> bool:
    if one.kind != "raised":
        return (one.kind, one.part) == (other.kind, other.part)
    first, second = one.got, other.got
    return (first.type, first.line, first.source) == (second.type, second.line, second.source)


def _not_again(
    sheet: Sheet, observations: Sequence[Observation], score: Marks, earlier: Explain | None
) -> Verdict:
    """Return the verdict on an answer that is right when it is asked first, and not again."""
    number, _ = score.failures[0]
    cause = AGAIN[sheet.probes[number].again]
    # What known mistakes do when they are asked again nobody has seen.
    answer = WrongAnswer(replace(sheet, mistakes=()), observations)
    explained = earlier(answer, Explained()) if earlier else Explained()
    tried = explained.tried or (Tried(cause, (Evidence.EXPERIMENT,)),)
    statements = [Statement(one.cause.sentence, one.evidence) for one in tried]
    if explained.besides:
        statements.append(_of_earlier(explained))
    return Verdict(
        *(sheet.exercise, "not yet", score.share, score.met, tried[0].cause.id),
        message_of(statements),
        statements=tuple(statements),
        besides=explained.besides,
    )


def _no_answer(
    sheet: Sheet, observations: Sequence[Observation], source: str, score: Marks
) -> Verdict:
    said = no_answer_yet(sheet, observations[0], source)
    return Verdict(
        *(sheet.exercise, "not attempted", score.share, score.met, None, said.text),
        statements=(said,),
    )


def _of_earlier(explained: Explained) -> Statement:
    # That it does not pass was found by asking it.
    return Statement(explained.besides, (Evidence.EXPERIMENT,))


def _left_open(gap: Difference, explained: Explained) -> bool:
    if explained.parts is ALL or (gap.cause and gap.cause in explained.ids):
        return False
    if gap.kind == "argument":
        return ARGUMENTS not in explained.parts
    return gap.kind == "raised" or gap.part not in explained.parts


def _is_not_passed(sheet: Sheet, number: int, explained: Explained) -> bool:
    """Return whether all that is known is of arguments, and a probe passes none of them."""
    names = {
        name
        for one in explained.ids
        for name in (one.split("-")[2:] if one.startswith(NO_EFFECT) else [""])
    }
    passed = inputs_of(last_call(sheet.probes[number]), sheet.parameters)
    return bool(names) and "" not in names and names.isdisjoint(passed)


def _meaning(sheet: Sheet, number: int, gap: Difference, source: str = "") -> Cause:
    """Return what an error means; nothing if there is none, or it is not known."""
    if gap.kind != "raised":
        return Cause("", "")
    found = cause_of_error(gap.got, sheet.probes[number], source, sheet.answer)
    return found or Cause("", "")
