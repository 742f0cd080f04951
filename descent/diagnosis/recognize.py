"""Why an answer is wrong: the known mistakes that it shows, general explanations beside them."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial

from descent.diagnosis.causes.cases import Case, Cause, names_of, pairs_of, telling
from descent.diagnosis.causes.errors import of_its_sort
from descent.diagnosis.causes.factors import factor
from descent.diagnosis.causes.kinds import other_kind
from descent.diagnosis.causes.names import exchanged_parts, missing_keys, other_part
from descent.diagnosis.explain import explain
from descent.diagnosis.foreseen import foreseen_cause
from descent.diagnosis.likeness import (
    MOST_CAUSES,
    Likeness,
    calls_right,
    fails,
    likeness,
    recognized_parts,
    same_part,
)
from descent.judging.compare import MISSING, parts, same_behavior
from descent.judging.criteria import asks_for, is_right
from descent.judging.sentences import named
from descent.judging.sheets import KnownMistake, Sheet
from descent.probing.probes import Observation
from descent.probing.values import Value

# Every part of a result, where one mistake explains all of it.
ALL: frozenset[str] = frozenset({"*"})

# Stands among the parts that are explained for the arguments that were modified.
ARGUMENTS = "(arguments)"

# So many results have to show a mistake for one that does not.
MOSTLY = 3

# What is a mistake of its own beside another one.
_PLAIN_FACTORS = ("sign", "missing-mean", "mean-twice", "missing-two", "extra-two")


def causes_of(sheet: Sheet, seen: Sequence[Observation]) -> tuple[list[Cause], frozenset[str]]:
    """Return why an answer is wrong, and the parts of the result that this explains.

    That is one known mistake which does the same all over; or else, for each
    part that is wrong, a known mistake or a general explanation; or nothing.
    """
    whole = _recognized(sheet, seen)
    if whole:
        return [Cause(whole.id, whole.sentence)], ALL
    usual = _of_usual_sorts(sheet, seen)
    if usual:
        told, of_them = causes_of(*usual)
        # That it stops where a single number comes in, or whole ones, is another matter.
        return told, frozenset({ARGUMENTS, *_cases(*usual)}) if of_them is ALL else of_them
    by_part = _cases(sheet, seen)
    causes: dict[str, Cause] = {}
    explained: set[str] = set()
    for one, other, cause in exchanged_parts(by_part):
        causes.setdefault(cause.id, cause)
        explained |= {one, other}
    likenesses = [likeness(sheet, mistake, by_part, seen) for mistake in sheet.mistakes]
    for mistake, shown in recognized_parts(likenesses, by_part):
        if len(causes) < MOST_CAUSES and shown - explained:
            causes[mistake.id] = Cause(mistake.id, mistake.sentence)
            explained |= shown
            explained |= {ARGUMENTS} if _changes(seen) <= _changes(mistake.observations) else set()
    cut_short = any(fails(came, right) for came, right in zip(seen, sheet.expected, strict=True))
    for part, cases in by_part.items():
        # Where errors left a single wrong case, it fits too many explanations.
        if part in explained or (cut_short and sum(case.wrong for case in cases) < 2):
            continue
        found = _explanation(
            sheet, part, by_part, likenesses, frozenset(causes), whole=not cut_short
        )
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
    if all(is_open(cause.id) for cause in known):
        foreseen = foreseen_cause(sheet, seen)
        if foreseen:
            return [foreseen], ALL
    return known or list(causes.values()), frozenset(explained)


def is_open(diagnosis: str | None) -> bool:
    """Return whether nothing is known yet but where an answer is wrong."""
    return diagnosis in (None, "", "only-some")


def _of_usual_sorts(
    sheet: Sheet, seen: Sequence[Observation]
) -> tuple[Sheet, Sequence[Observation]] | None:
    """Return the rest of what an answer does that refuses a sort of input, if that is wrong too."""
    kept = [
        not (came.raised and of_its_sort(came.raised, probe))
        for probe, came in zip(sheet.probes, seen, strict=True)
    ]
    expected, rest = (tuple(itertools.compress(all_of, kept)) for all_of in (sheet.expected, seen))

    def wrong(does: Sequence[Observation]) -> bool:
        return not all(map(partial(same_behavior, returns=sheet.returns), expected, does))

    if all(kept) or not wrong(rest):
        return None
    mistakes = (
        replace(mistake, observations=tuple(itertools.compress(mistake.observations, kept)))
        for mistake in sheet.mistakes
    )
    usual = replace(
        sheet,
        probes=tuple(itertools.compress(sheet.probes, kept)),
        expected=expected,
        mistakes=tuple(mistake for mistake in mistakes if wrong(mistake.observations)),
        foreseen={},
    )
    return usual, rest


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
    for name, probe, right, came in zip(
        names_of(sheet.probes), sheet.probes, sheet.expected, seen, strict=True
    ):
        # What an error cut short says nothing of the values.
        if fails(came, right):
            continue
        for part, wanted, got in parts(right, came, sheet.returns):
            cases.setdefault(part, []).append(
                Case(
                    probe,
                    wanted,
                    got,
                    not is_right(sheet, probe, part, wanted, got),
                    sheet.parameters,
                    name,
                )
            )
    return cases


def _explanation(
    sheet: Sheet,
    part: str,
    by_part: Mapping[str, Sequence[Case]],
    likenesses: Sequence[Likeness],
    told: frozenset[str],
    whole: bool,
) -> Cause | None:
    """Return why a part is wrong that no known mistake gives as it is."""
    cases = by_part[part]
    if not asks_for(sheet, part, [case.probe for case in cases]):
        return other_kind(named(part), cases)
    cause = explain(part, cases, whole)
    if cause and cause.id not in ("", "only-some"):
        return cause
    return (
        other_part(part, by_part)
        or _multiple_of_mistake(part, by_part, likenesses, told)
        or _mostly_recognized(sheet, part, by_part, likenesses)
        or cause
    )


def _multiple_of_mistake(
    part: str,
    by_part: Mapping[str, Sequence[Case]],
    likenesses: Sequence[Likeness],
    told: frozenset[str],
) -> Cause | None:
    """Return two causes at once: a known mistake, and a factor on what it gives.

    Of two, only the one is said that has not been told already.
    """
    wrong = {p for p, cases in by_part.items() if any(case.wrong for case in cases)}
    for like in likenesses:
        mistake = like.mistake
        spoiled = {p for p in like.spoils if p in by_part}
        if part not in spoiled or not spoiled <= wrong or calls_right(mistake):
            continue
        cases = [
            replace(case, right=like.theirs[case.name].get(part, MISSING)) for case in by_part[part]
        ]
        pairs = [] if any(case.right is MISSING for case in cases) else pairs_of(part, cases)
        other = factor(named(part), pairs) if pairs else None
        if other and other.id in _PLAIN_FACTORS and not _multiple(part, by_part, like.theirs):
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


def _multiple(
    part: str, by_part: Mapping[str, Sequence[Case]], theirs: Mapping[str, Mapping[str, Value]]
) -> bool:
    """Return whether a mistake makes a multiple of a part: with another factor, it is neither."""
    cases = [
        replace(case, came=theirs[case.name].get(part, MISSING))
        for case in by_part[part]
        if case.wrong
    ]
    pairs = [] if any(case.came is MISSING for case in cases) else pairs_of(part, cases)
    own = factor(named(part), pairs) if pairs else None
    return own is not None and own.id != "constant-factor"


def _mostly_recognized(
    sheet: Sheet,
    part: str,
    by_part: Mapping[str, Sequence[Case]],
    likenesses: Sequence[Likeness],
) -> Cause | None:
    """Return a known mistake that shows, where the other wrong results are special cases.

    Many an answer has a mistake that is known, and treats one sample, or a
    column of equal values, in a way of its own besides.
    """
    found: list[tuple[int, KnownMistake, set[str]]] = []
    for like in likenesses:
        same: list[Case] = []
        others: set[str] = set()
        for case in by_part[part]:
            other = like.theirs[case.name].get(part, MISSING)
            if case.wrong and same_part(other, case.came):
                same.append(case)
            elif case.wrong and case.probe.label:
                others.add(case.probe.label)
            elif case.wrong or not is_right(sheet, case.probe, part, case.right, other):
                break
        else:
            often = others and len(same) >= MOSTLY * len(others)
            if often and not calls_right(like.mistake) and telling(pairs_of(part, same)):
                found.append((len(same), like.mistake, others))
    most = max((count for count, _, _ in found), default=0)
    best = [item for item in found if item[0] == most]
    # Of two that fit as well, neither is more likely.
    if len(best) != 1:
        return None
    _, mistake, others = best[0]
    places = " and ".join(sorted(others))
    return Cause(mistake.id, f"{mistake.sentence} Besides, something else is wrong on {places}.")


def _is_missing(case: Case) -> bool:
    return case.wrong and case.came is MISSING


def _changes(seen: Sequence[Observation]) -> set[str]:
    return {place for one in seen for place in one.changed}
