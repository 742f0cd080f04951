"""Why a part of a result is wrong that no known mistake gives as it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from descent.diagnosis.causes.cases import Case, Cause, pairs_of, telling
from descent.diagnosis.causes.factors import factor
from descent.diagnosis.causes.kinds import other_kind
from descent.diagnosis.causes.names import other_part
from descent.diagnosis.explain import explain
from descent.diagnosis.likeness import Likeness, calls_right, same_part
from descent.diagnosis.wrong_answer import Explained, WrongAnswer
from descent.judging.compare import MISSING
from descent.judging.criteria import asks_for, is_right
from descent.judging.sentences import named
from descent.judging.sheets import KnownMistake, Sheet
from descent.probing.values import Value

# So many results have to show a mistake for one that does not.
MOSTLY = 3

# What is a mistake of its own beside another one.
_PLAIN_FACTORS = ("sign", "missing-mean", "mean-twice", "missing-two", "extra-two")


def general_causes(answer: WrongAnswer, explained: Explained) -> Explained:
    """A general cause holds on all probes for a part that is still open."""
    for part, cases in answer.by_part.items():
        # Where errors left a single wrong case, it fits too many explanations.
        few = answer.cut_short and sum(case.wrong for case in cases) < 2
        cause = None if few or part in explained.parts else _explanation(answer, part, explained)
        if cause and explained.has_room_for(cause):
            # Without an id it is told where the part is wrong, not why.
            explained = explained.also(cause, frozenset({part} if cause.id else ()))
    return explained


def _explanation(answer: WrongAnswer, part: str, explained: Explained) -> Cause | None:
    sheet, by_part, likenesses = answer.sheet, answer.by_part, answer.likenesses
    cases = by_part[part]
    if not asks_for(sheet, part, [case.probe for case in cases]):
        return other_kind(named(part), cases)
    cause = explain(part, cases, whole=not answer.cut_short)
    if cause and cause.id not in ("", "only-some"):
        return cause
    return (
        other_part(part, by_part)
        or _multiple_of_mistake(part, by_part, likenesses, explained.ids)
        or _mostly_recognized(sheet, part, by_part, likenesses)
        or cause
    )


def _multiple_of_mistake(
    part: str,
    by_part: Mapping[str, Sequence[Case]],
    likenesses: Sequence[Likeness],
    ids: frozenset[str],
) -> Cause | None:
    """Return two causes at once: a known mistake, and a factor on what it gives.

    Of two, only the one is said that has not been told already.
    """
    wrong = {p for p, cases in by_part.items() if any(case.wrong for case in cases)}
    for like in likenesses:
        mistake = like.mistake
        spoiled_parts = {p for p in like.spoils if p in by_part}
        if part not in spoiled_parts or not spoiled_parts <= wrong or calls_right(mistake):
            continue
        cases = [
            replace(case, right=like.theirs[case.name].get(part, MISSING)) for case in by_part[part]
        ]
        pairs = [] if any(case.right is MISSING for case in cases) else pairs_of(part, cases)
        other = factor(named(part), pairs) if pairs else None
        if other and other.id in _PLAIN_FACTORS and not _multiple(part, by_part, like.theirs):
            if mistake.id in ids:
                return other
            if other.id in ids:
                return Cause(mistake.id, mistake.sentence)
            return Cause(
                f"{mistake.id}+{other.id}",
                f"{mistake.sentence} Besides, {other.sentence}",
                f"{mistake.sentence} Besides, {other.wording(False)}",
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
    candidates: list[tuple[int, KnownMistake, set[str]]] = []
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
                candidates.append((len(same), like.mistake, others))
    most = max((count for count, _, _ in candidates), default=0)
    best = [item for item in candidates if item[0] == most]
    # Of two that fit as well, neither is more likely.
    if len(best) != 1:
        return None
    _, mistake, others = best[0]
    places = " and ".join(sorted(others))
    return Cause(mistake.id, f"{mistake.sentence} Besides, something else is wrong on {places}.")
