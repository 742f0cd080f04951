"""The verdict on an answer: which criteria it meets, and what to tell the student.

How marks are computed stands here and nowhere else: an answer earns the share
of every criterion that it meets. A criterion about the manner alone (arguments
left as they were) counts only beside a met one about the matter. An answer
that was not attempted earns nothing.
"""

from __future__ import annotations

import fnmatch
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from descent import sentences
from descent.compare import (
    ATOL,
    MISSING,
    RTOL,
    Difference,
    agree,
    difference,
    parts,
    same_behavior,
    untouched,
)
from descent.explain import Case, Cause, explain
from descent.probes import Observation, Probe
from descent.properties import PROPERTIES
from descent.sheets import Criterion, KnownMistake, Sheet
from descent.values import Inert, Value

# Every part of a result, where one mistake explains all of it.
ALL: frozenset[str] = frozenset({"*"})

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


def judge(sheet: Sheet, seen: Sequence[Observation], reveal: bool = True) -> Verdict:
    """Judge what an answer did with the probes of a sheet.

    Args:
        sheet: The exercise, with as many probes as there are observations.
        seen: What the answer did with each of them.
        reveal: Whether the message may quote numbers of the probes; not where
            they are hidden.
    """
    found = {c.name: _failures(c, sheet, seen) for c in sheet.criteria}
    met = _met(sheet.criteria, found)
    if not_attempted(sheet, seen):
        nothing = dict.fromkeys(met, False)
        message = sentences.not_attempted(sheet.answer, seen[0])
        return Verdict(sheet.exercise, "not attempted", 0.0, nothing, None, message)
    total = sum(c.share for c in sheet.criteria)
    share = sum(c.share for c in sheet.criteria if met[c.name]) / total
    if all(met.values()):
        return Verdict(sheet.exercise, "passed", 1.0, met, None, sentences.passed())
    number, first = next(f for failures in found.values() for f in failures)
    causes, explained = _causes(sheet, seen)
    told = [cause.told(reveal) for cause in causes]
    # Beside the causes, the first difference is told unless it is of a part that they explain.
    if explained is not ALL and (
        first.kind in ("raised", "argument") or first.part not in explained
    ):
        told.insert(0, sentences.precise(sheet, number, first, reveal))
    return Verdict(
        sheet.exercise,
        "error" if seen[number].raised and not causes else "not yet",
        share,
        met,
        causes[0].id if causes else first.cause or _ALONE.get(first.kind),
        sentences.joined(told),
        first if reveal else None,
        sentences.asked(sheet, sheet.probes[number]) if reveal else "",
    )


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


def _met(
    criteria: Sequence[Criterion], found: dict[str, list[tuple[int, Difference]]]
) -> dict[str, bool]:
    matter = any(not found[c.name] for c in criteria if not c.manner)
    return {c.name: not found[c.name] and (matter or not c.manner) for c in criteria}


def _failures(
    criterion: Criterion, sheet: Sheet, seen: Sequence[Observation]
) -> list[tuple[int, Difference]]:
    """Return the first failure of a criterion for each probe that it is judged on."""
    failures = []
    for number, (probe, right, came) in enumerate(
        zip(sheet.probes, sheet.expected, seen, strict=True)
    ):
        if not criterion.groups or probe.group in criterion.groups:
            failure = _failure(criterion, sheet, probe, right, came)
            if failure:
                failures.append((number, failure))
    return failures


def _failure(
    criterion: Criterion, sheet: Sheet, probe: Probe, right: Observation, came: Observation
) -> Difference | None:
    if came.raised and not right.raised:
        return Difference("raised", got=came.raised)
    if criterion.rule == "untouched":
        rtol = float(criterion.options.get("rtol", 0.0))
        for place, before, after in untouched(came.changed, originals(probe), rtol):
            return Difference("argument", parameter(sheet, place), before, after)
        return None
    if criterion.rule != "close":
        return PROPERTIES[criterion.rule](probe, right, came, criterion.options)
    for part, wanted, got in parts(right, came, sheet.returns):
        if _covers(criterion, probe, part):
            gap = difference(part, wanted, got, *_tolerance(criterion))
            if gap:
                return gap
    return None


def _covers(criterion: Criterion, probe: Probe, part: str) -> bool:
    return (not criterion.groups or probe.group in criterion.groups) and (
        not criterion.outputs
        # A container of what is asked for, too: without it, nothing of that is there.
        or any(fnmatch.fnmatch(part, p) or p.startswith(part) for p in criterion.outputs)
    )


def _tolerance(criterion: Criterion) -> tuple[float, float]:
    options = criterion.options
    return float(options.get("rtol", RTOL)), float(options.get("atol", ATOL))


def _right(sheet: Sheet, probe: Probe, part: str, wanted: Value, got: Value) -> bool:
    """Return whether a part is right, by the most lenient criterion that asks for it."""
    asking = [c for c in sheet.criteria if _covers(c, probe, part)]
    tolerances = [_tolerance(c) for c in asking if c.rule == "close"] or [(RTOL, ATOL)]
    if any(agree(wanted, got, *tolerance) for tolerance in tolerances):
        return True
    # A property that asks for this very part may allow more than one right value.
    right, came = Observation({part: wanted}), Observation({part: got})
    return any(
        PROPERTIES[c.rule](probe, right, came, c.options) is None
        for c in asking
        if c.rule in PROPERTIES and c.outputs
    )


def originals(probe: Probe) -> dict[str, Value]:
    """Return the arguments of a probe's calls, by ``"step:position"`` or ``"step:keyword"``."""
    return {
        f"{number}:{place}": item
        for number, step in enumerate(probe.steps)
        for place, item in (*enumerate(step.args), *step.kwargs.items())
    }


def parameter(sheet: Sheet, place: str) -> str:
    """Return the name of the argument at ``"step:position"``."""
    where = place.split(":", 1)[1]
    if where.isdigit():
        number = int(where)
        return (
            sheet.parameters[number] if number < len(sheet.parameters) else f"argument {number + 1}"
        )
    return where


def _causes(sheet: Sheet, seen: Sequence[Observation]) -> tuple[list[Cause], frozenset[str]]:
    """Return why an answer is wrong, and the parts of the result that this explains.

    That is one known mistake which does the same all over; or else, for each
    part that is wrong, a known mistake or a general explanation; or nothing.
    """
    whole = _recognized(sheet, seen)
    if whole:
        return [Cause(whole.id, whole.sentence)], ALL
    causes: dict[str, Cause] = {}
    explained = set()
    cut_short = any(_fails(came, right) for came, right in zip(seen, sheet.expected, strict=True))
    for part, cases in _cases(sheet, seen).items():
        cause = _recognized_part(sheet, part, cases, seen)
        # Where errors left a single wrong case, it fits too many explanations.
        if not cause and not (cut_short and sum(case.wrong for case in cases) < 2):
            cause = explain(part, cases, whole=not cut_short)
        # More causes than two would be guesses: the first difference says more.
        if cause and (cause.id in causes or len(causes) < 2):
            causes.setdefault(cause.id, cause)
            explained.add(part)
    return list(causes.values()), frozenset(explained)


def _fails(came: Observation, right: Observation) -> bool:
    return came.raised is not None and right.raised is None


def _recognized(sheet: Sheet, seen: Sequence[Observation]) -> KnownMistake | None:
    """Return the known mistake that does the same with every probe."""
    values = any(
        not came.raised and not same_behavior(right, came, sheet.returns)
        for right, came in zip(sheet.expected, seen, strict=True)
    )
    # Wrong values beside them are evidence enough to take errors about shapes as alike.
    for alike_errors in (False, True) if values else (False,):
        for mistake in sheet.mistakes:
            if all(
                same_behavior(one, other, sheet.returns, right, alike_errors)
                for one, other, right in zip(
                    mistake.observations, seen, sheet.expected, strict=True
                )
            ):
                return mistake
    return None


def _cases(sheet: Sheet, seen: Sequence[Observation]) -> dict[str, list[Case]]:
    cases: dict[str, list[Case]] = {}
    for probe, right, came in zip(sheet.probes, sheet.expected, seen, strict=True):
        # What an error cut short says nothing of the values.
        if _fails(came, right):
            continue
        for part, wanted, got in parts(right, came, sheet.returns):
            cases.setdefault(part, []).append(
                Case(probe, wanted, got, not _right(sheet, probe, part, wanted, got))
            )
    return cases


def _recognized_part(
    sheet: Sheet, part: str, cases: Sequence[Case], seen: Sequence[Observation]
) -> Cause | None:
    """Return the known mistake that gives this part, in every case, what the answer gave."""
    by_probe = {id(case.probe): case for case in cases}
    for mistake in sheet.mistakes:
        told = False
        for probe, right, other, came in zip(
            sheet.probes, sheet.expected, mistake.observations, seen, strict=True
        ):
            if _fails(came, right) != _fails(other, right):
                break
            case = by_probe.get(id(probe))
            if case is None:
                continue
            theirs = {p: got for p, _, got in parts(right, other, sheet.returns)}.get(part, MISSING)
            if not _same_part(theirs, case.came):
                break
            told |= not _right(sheet, probe, part, case.right, theirs)
        else:
            if told:
                return Cause(mistake.id, mistake.sentence)
    return None


def _same_part(one: Value, other: Value) -> bool:
    if one is MISSING or other is MISSING:
        return False
    return same_behavior(Observation({"part": one}), Observation({"part": other}))
