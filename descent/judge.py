"""The verdict on an answer: which criteria it meets, and what to tell the student.

How marks are computed stands here and nowhere else: an answer earns the share
of every criterion that it meets. A criterion about the manner alone (arguments
left as they were) counts only beside a met one about the matter. An answer
that was not attempted earns nothing.
"""

from __future__ import annotations

import fnmatch
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from descent import sentences
from descent.causes.cases import pairs_of
from descent.causes.errors import cause_of_error
from descent.causes.factors import factor
from descent.causes.kinds import other_kind
from descent.causes.names import exchanged_parts, missing_keys, other_part
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
from descent.sentences import named
from descent.sheets import Criterion, KnownMistake, Sheet
from descent.values import Inert, Rng, Value

# Every part of a result, where one mistake explains all of it.
ALL: frozenset[str] = frozenset({"*"})

# Stands among the parts that are explained for the arguments that were modified.
ARGUMENTS = "(arguments)"

# Two causes at once can be told from the numbers; three hardly.
MOST_CAUSES = 2

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
    # A guest may send anything in place of this.
    where = place.split(":", 1)[-1]
    if where.isascii() and where.isdigit() and len(where) < 4:
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
    by_part = _cases(sheet, seen)
    causes: dict[str, Cause] = {}
    explained: set[str] = set()
    for one, other, cause in exchanged_parts(by_part):
        causes.setdefault(cause.id, cause)
        explained |= {one, other}
    for mistake, shown in _recognized_parts(sheet, by_part, seen):
        if len(causes) < MOST_CAUSES and shown - explained:
            causes[mistake.id] = Cause(mistake.id, mistake.sentence)
            explained |= shown
            explained |= {ARGUMENTS} if _changes(seen) <= _changes(mistake.observations) else set()
    cut_short = any(_fails(came, right) for came, right in zip(seen, sheet.expected, strict=True))
    for part, cases in by_part.items():
        # Where errors left a single wrong case, it fits too many explanations.
        if part in explained or (cut_short and sum(case.wrong for case in cases) < 2):
            continue
        found = _explanation(sheet, part, by_part, seen, frozenset(causes), whole=not cut_short)
        # More causes than two would be guesses: the first difference says more.
        if found and (found.id in causes or len(causes) < MOST_CAUSES):
            causes.setdefault(found.id, found)
            # Without an id it is told where the part is wrong, not why.
            explained |= {part} if found.id else set()
    gone = frozenset(part for part, cases in by_part.items() if any(map(_is_missing, cases)))
    found = missing_keys(sheet.expected, seen) if gone - explained or not causes else None
    if found and len(causes) < MOST_CAUSES:
        causes[found.id] = found
        explained |= gone
    # Where it is wrong matters only as long as nothing says why.
    known = [cause for cause in causes.values() if cause.id]
    return known or list(causes.values()), frozenset(explained)


def _explanation(
    sheet: Sheet,
    part: str,
    by_part: Mapping[str, Sequence[Case]],
    seen: Sequence[Observation],
    told: frozenset[str],
    whole: bool,
) -> Cause | None:
    """Return why a part is wrong that no known mistake gives as it is."""
    cases = by_part[part]
    if not _asked(sheet, part, cases):
        return other_kind(named(part), cases)
    cause = explain(part, cases, whole)
    if cause and cause.id not in ("", "only-some"):
        return cause
    return (
        other_part(part, by_part) or _multiple_of_mistake(sheet, part, by_part, seen, told) or cause
    )


def _changes(seen: Sequence[Observation]) -> set[str]:
    return {place for one in seen for place in one.changed}


def _multiple_of_mistake(
    sheet: Sheet,
    part: str,
    by_part: Mapping[str, Sequence[Case]],
    seen: Sequence[Observation],
    told: frozenset[str],
) -> Cause | None:
    """Return two causes at once: a known mistake, and a factor on what it gives.

    Of two, only the one is said that has not been told already.
    """
    wrong = {p for p, cases in by_part.items() if any(case.wrong for case in cases)}
    for mistake in sheet.mistakes:
        theirs = _theirs(sheet, mistake, seen)
        if theirs is None:
            continue
        _, spoils = _shown(sheet, mistake, by_part, seen)
        spoiled = {p for p in spoils if p in by_part}
        if part not in spoiled or not spoiled <= wrong or _calls_right(mistake):
            continue
        cases = [
            replace(case, right=theirs[id(case.probe)].get(part, MISSING))
            for case in by_part[part]
            if case.wrong
        ]
        pairs = [] if any(case.right is MISSING for case in cases) else pairs_of(part, cases)
        other = factor(named(part), pairs) if pairs else None
        if other and other.id in _PLAIN_FACTORS:
            if mistake.id in told:
                return other
            if other.id in told:
                return Cause(mistake.id, mistake.sentence)
            return Cause(
                f"{mistake.id}+{other.id}",
                f"{mistake.sentence} Besides, {other.sentence}",
                f"{mistake.sentence} Besides, {other.told(False)}",
            )
    return None


# What is a mistake of its own beside another one.
_PLAIN_FACTORS = ("sign", "missing-mean", "mean-twice", "missing-two", "extra-two")


def _calls_right(mistake: KnownMistake) -> bool:
    """Return whether a sentence says of the rest that it is right."""
    return bool(re.search(r"\bright\b", mistake.sentence, re.IGNORECASE))


def _is_missing(case: Case) -> bool:
    return case.wrong and case.came is MISSING


def _asked(sheet: Sheet, part: str, cases: Sequence[Case]) -> bool:
    """Return whether a part has to be as it is in the right answer.

    Where nothing asks for that and a generator is given, the right answer is
    only one of many.
    """
    if any(
        _covers(c, case.probe, part) for c in sheet.criteria if c.rule == "close" for case in cases
    ):
        return True
    return not any(
        isinstance(item, Rng)
        for case in cases
        for step in case.probe.steps
        for item in (*step.args, *step.kwargs.values())
    )


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
                Case(
                    probe,
                    wanted,
                    got,
                    not _right(sheet, probe, part, wanted, got),
                    sheet.parameters,
                )
            )
    return cases


def _recognized_parts(
    sheet: Sheet, by_part: Mapping[str, Sequence[Case]], seen: Sequence[Observation]
) -> list[tuple[KnownMistake, frozenset[str]]]:
    """Return the known mistakes that a part of the result shows, each with the parts that do.

    A mistake is passed over if it spoils what is fine here, or what another
    one explains alone. The one that explains most comes first; of several that
    explain the same and leave open as much, none is more likely than the others.
    """
    wrong = {p for p, cases in by_part.items() if any(case.wrong for case in cases)}
    found = []
    for mistake in sheet.mistakes:
        shows, spoils = _shown(sheet, mistake, by_part, seen)
        spoiled = {part for part in spoils if part in by_part}
        if shows and spoiled <= wrong and not (wrong - spoiled and _calls_right(mistake)):
            found.append((mistake, shows, spoils))
    named: list[tuple[KnownMistake, frozenset[str]]] = []
    explained: frozenset[str] = frozenset()
    while found and len(named) < MOST_CAUSES:
        rated = [(len(shows - explained), -len(spoils - shows)) for _, shows, spoils in found]
        best = rated.index(max(rated))
        mistake, shows, spoils = found[best]
        certain = rated.count(rated[best]) == 1 or spoils <= shows
        if certain:
            named.append((mistake, shows))
            explained |= shows
        told = explained if certain else explained | shows
        found = [
            (other, more, spoiled)
            for other, more, spoiled in found
            if more - told and not (spoiled - more) & explained
        ]
    return named


def _shown(
    sheet: Sheet,
    mistake: KnownMistake,
    by_part: Mapping[str, Sequence[Case]],
    seen: Sequence[Observation],
) -> tuple[frozenset[str], frozenset[str]]:
    """Return the wrong parts that are as a mistake makes them, and all that it makes wrong."""
    theirs = _theirs(sheet, mistake, seen)
    if theirs is None:
        return frozenset(), frozenset()
    shows, spoils = set(), set()
    for part, cases in by_part.items():
        others = [theirs[id(case.probe)].get(part, MISSING) for case in cases]
        wrong = any(
            not _right(sheet, case.probe, part, case.right, other)
            for case, other in zip(cases, others, strict=True)
        )
        if wrong:
            spoils.add(part)
            same = (_same_part(other, case.came) for case, other in zip(cases, others, strict=True))
            if all(same):
                shows.add(part)
    # What is seen besides, such as losses that may come in several orders, tells mistakes apart.
    for name in {name for came in seen for name in came.shown} if shows else ():
        pairs = [
            (other.shown.get(name, MISSING), came.shown[name])
            for right, other, came in zip(sheet.expected, mistake.observations, seen, strict=True)
            if name in came.shown and name not in right.shown
        ]
        if pairs:
            (shows if all(_same_part(*pair) for pair in pairs) else spoils).add(f"({name})")
    return frozenset(shows), frozenset(spoils)


def _theirs(
    sheet: Sheet, mistake: KnownMistake, seen: Sequence[Observation]
) -> dict[int, dict[str, Value]] | None:
    """Return what a mistake gives, by probe and part; None unless it fails just where this does."""
    theirs: dict[int, dict[str, Value]] = {}
    for probe, right, other, came in zip(
        sheet.probes, sheet.expected, mistake.observations, seen, strict=True
    ):
        if _fails(came, right) != _fails(other, right):
            return None
        theirs[id(probe)] = {part: got for part, _, got in parts(right, other, sheet.returns)}
    return theirs


def _same_part(one: Value, other: Value) -> bool:
    if one is MISSING or other is MISSING:
        return False
    return same_behavior(Observation({"part": one}), Observation({"part": other}))
