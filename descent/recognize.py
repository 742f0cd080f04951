"""Why an answer is wrong: the known mistakes that it shows, general explanations beside them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from descent.causes.cases import Case, Cause, pairs_of, telling
from descent.causes.factors import factor
from descent.causes.kinds import other_kind
from descent.causes.names import exchanged_parts, missing_keys, other_part
from descent.compare import MISSING, parts, same_behavior
from descent.criteria import asks_for, is_right
from descent.explain import explain
from descent.probes import Observation
from descent.sentences import named
from descent.sheets import KnownMistake, Sheet
from descent.values import Value

# Every part of a result, where one mistake explains all of it.
ALL: frozenset[str] = frozenset({"*"})

# Stands among the parts that are explained for the arguments that were modified.
ARGUMENTS = "(arguments)"

# Two causes at once can be told from the numbers; three hardly.
MOST_CAUSES = 2

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
    by_part = _cases(sheet, seen)
    causes: dict[str, Cause] = {}
    explained: set[str] = set()
    for one, other, cause in exchanged_parts(by_part):
        causes.setdefault(cause.id, cause)
        explained |= {one, other}
    likenesses = [_likeness(sheet, mistake, by_part, seen) for mistake in sheet.mistakes]
    for mistake, shown in _recognized_parts(likenesses, by_part):
        if len(causes) < MOST_CAUSES and shown - explained:
            causes[mistake.id] = Cause(mistake.id, mistake.sentence)
            explained |= shown
            explained |= {ARGUMENTS} if _changes(seen) <= _changes(mistake.observations) else set()
    cut_short = any(_fails(came, right) for came, right in zip(seen, sheet.expected, strict=True))
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
    return known or list(causes.values()), frozenset(explained)


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
                    not is_right(sheet, probe, part, wanted, got),
                    sheet.parameters,
                )
            )
    return cases


def _recognized_parts(
    likenesses: Sequence[_Likeness], by_part: Mapping[str, Sequence[Case]]
) -> list[tuple[KnownMistake, frozenset[str]]]:
    """Return the known mistakes that a part of the result shows, each with the parts that do.

    A mistake is passed over if it spoils what is fine here, or what another
    one explains alone. The one that explains most comes first; of several that
    explain the same and leave open as much, none is more likely than the others.
    """
    wrong = {p for p, cases in by_part.items() if any(case.wrong for case in cases)}
    found = []
    for like in likenesses:
        spoiled = {part for part in like.spoils if part in by_part}
        if like.shows and spoiled <= wrong and not (wrong - spoiled and _calls_right(like.mistake)):
            found.append((like.mistake, like.shows, like.spoils))
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


@dataclass(frozen=True)
class _Likeness:
    """How far an answer is like a known mistake.

    Attributes:
        mistake: The known mistake.
        theirs: What it gives, by probe and part; nothing unless it fails just where this does.
        shows: The wrong parts that are as the mistake makes them.
        spoils: All parts that the mistake makes wrong.
    """

    mistake: KnownMistake
    theirs: Mapping[int, Mapping[str, Value]] = field(default_factory=dict)
    shows: frozenset[str] = frozenset()
    spoils: frozenset[str] = frozenset()


def _likeness(
    sheet: Sheet,
    mistake: KnownMistake,
    by_part: Mapping[str, Sequence[Case]],
    seen: Sequence[Observation],
) -> _Likeness:
    theirs = _theirs(sheet, mistake, seen)
    if not theirs:
        return _Likeness(mistake)
    shows, spoils = set(), set()
    for part, cases in by_part.items():
        others = [theirs[id(case.probe)].get(part, MISSING) for case in cases]
        wrong = any(
            not is_right(sheet, case.probe, part, case.right, other)
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
    return _Likeness(mistake, theirs, frozenset(shows), frozenset(spoils))


def _theirs(
    sheet: Sheet, mistake: KnownMistake, seen: Sequence[Observation]
) -> dict[int, dict[str, Value]]:
    """Return what a mistake gives, by probe and part, if it fails just where this does."""
    theirs: dict[int, dict[str, Value]] = {}
    for probe, right, other, came in zip(
        sheet.probes, sheet.expected, mistake.observations, seen, strict=True
    ):
        if _fails(came, right) != _fails(other, right):
            return {}
        theirs[id(probe)] = {part: got for part, _, got in parts(right, other, sheet.returns)}
    return theirs


def _same_part(one: Value, other: Value) -> bool:
    if one is MISSING or other is MISSING:
        return False
    return same_behavior(Observation({"part": one}), Observation({"part": other}))


def _explanation(
    sheet: Sheet,
    part: str,
    by_part: Mapping[str, Sequence[Case]],
    likenesses: Sequence[_Likeness],
    told: frozenset[str],
    whole: bool,
) -> Cause | None:
    """Return why a part is wrong that no known mistake gives as it is."""
    cases = by_part[part]
    if not asks_for(sheet, part, cases):
        return other_kind(named(part), cases)
    cause = explain(part, cases, whole)
    if cause and cause.id not in ("", "only-some"):
        return cause
    return (
        other_part(part, by_part)
        or _multiple_of_mistake(part, by_part, likenesses, told)
        or _mostly_recognized(sheet, part, by_part)
        or cause
    )


def _multiple_of_mistake(
    part: str,
    by_part: Mapping[str, Sequence[Case]],
    likenesses: Sequence[_Likeness],
    told: frozenset[str],
) -> Cause | None:
    """Return two causes at once: a known mistake, and a factor on what it gives.

    Of two, only the one is said that has not been told already.
    """
    wrong = {p for p, cases in by_part.items() if any(case.wrong for case in cases)}
    for like in likenesses:
        mistake = like.mistake
        spoiled = {p for p in like.spoils if p in by_part}
        if part not in spoiled or not spoiled <= wrong or _calls_right(mistake):
            continue
        cases = [
            replace(case, right=like.theirs[id(case.probe)].get(part, MISSING))
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


def _mostly_recognized(
    sheet: Sheet, part: str, by_part: Mapping[str, Sequence[Case]]
) -> Cause | None:
    """Return a known mistake that shows, where the other wrong results are special cases.

    Many an answer has a mistake that is known, and treats one sample, or a
    column of equal values, in a way of its own besides.
    """
    numbers = {id(probe): number for number, probe in enumerate(sheet.probes)}
    found: list[tuple[int, KnownMistake, set[str]]] = []
    for mistake in sheet.mistakes:
        same: list[Case] = []
        others: set[str] = set()
        for case in by_part[part]:
            number = numbers[id(case.probe)]
            theirs = parts(sheet.expected[number], mistake.observations[number], sheet.returns)
            other = next((got for name, _, got in theirs if name == part), MISSING)
            if case.wrong and _same_part(other, case.came):
                same.append(case)
            elif case.wrong and case.probe.label:
                others.add(case.probe.label)
            elif case.wrong or not is_right(sheet, case.probe, part, case.right, other):
                break
        else:
            often = others and len(same) >= MOSTLY * len(others)
            if often and not _calls_right(mistake) and telling(pairs_of(part, same)):
                found.append((len(same), mistake, others))
    most = max((count for count, _, _ in found), default=0)
    best = [item for item in found if item[0] == most]
    # Of two that fit as well, neither is more likely.
    if len(best) != 1:
        return None
    _, mistake, others = best[0]
    places = " and ".join(sorted(others))
    return Cause(mistake.id, f"{mistake.sentence} Besides, something else is wrong on {places}.")


def _calls_right(mistake: KnownMistake) -> bool:
    """Return whether a sentence says of the rest that it is right."""
    return bool(re.search(r"\bright\b", mistake.sentence, re.IGNORECASE))


def _is_missing(case: Case) -> bool:
    return case.wrong and case.came is MISSING


def _changes(seen: Sequence[Observation]) -> set[str]:
    return {place for one in seen for place in one.changed}


def _fails(came: Observation, right: Observation) -> bool:
    return came.raised is not None and right.raised is None
