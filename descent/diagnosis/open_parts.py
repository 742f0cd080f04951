"""Why a part of a result is wrong that no known mistake gives as it is."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from functools import partial

import numpy as np

from descent.diagnosis.causes.arguments import NO_EFFECT
from descent.diagnosis.causes.cases import Case, Cause, Pair, pairs_of, telling
from descent.diagnosis.causes.kinds import other_kind
from descent.diagnosis.causes.losses import loss_inside
from descent.diagnosis.causes.names import other_part
from descent.diagnosis.explain import explain, explain_at_last
from descent.diagnosis.likeness import MOST_CAUSES, Likeness, calls_right, same_part
from descent.diagnosis.upon_mistakes import mistake_and_cause, upon_where_it_runs
from descent.diagnosis.wrong_answer import ARGUMENTS, Explained, WrongAnswer, is_open
from descent.judging.criteria import asks_for, is_right
from descent.judging.sentences import named
from descent.judging.sheets import KnownMistake, Sheet

# So many results have to show a mistake for one that does not.
MOSTLY = 3

# In another question, a multiple may be another one, and other numbers may be there.
_OF_ONE = re.compile(r"constant-factor|(sign-)?(missing|mean|extra)-|missing-axis|wrong-axes")


def general_causes(answer: WrongAnswer, explained: Explained) -> Explained:
    """A general cause holds on all probes for a part that is still open."""
    for part, cases in answer.by_part.items():
        # Where errors left a single wrong case, it fits too many explanations.
        few = answer.cut_short and sum(case.wrong for case in cases) < 2
        if _is_told(answer, part, explained):
            explained = replace(explained, parts=explained.parts | {part})
        cause = None if few or part in explained.parts else _explanation(answer, part, explained)
        if cause and cause.id == "nothing-returned":
            cause = _placed(cause, cases, answer)
        # What one question alone shows is told beside the same of another part.
        if cause and len(cases) < 2 and _OF_ONE.match(cause.id) and cause.id not in explained.ids:
            continue
        if cause and cause.id == "constant-factor" and cause.id in explained.ids:
            retell = partial(_with_factor, other=cause)
            explained = _also(explained, cause.id, part, retell)
        elif cause and "+" in cause.id and cause.id in explained.ids:
            retell = partial(_of_both, part=part)
            explained = _also(explained, cause.id, part, retell)
        elif cause and explained.has_room_for(cause):
            # Without an id it is told where the part is wrong, not why.
            parts = {part} if cause.id else set()
            # Of another number of results, some may seem to be those that are asked for.
            parts |= {*answer.sheet.returns} if cause.id == "results-missing" else set()
            explained = explained.also(answer.holding(cause, {part}), frozenset(parts))
    return explained


def _is_told(answer: WrongAnswer, part: str, explained: Explained) -> bool:
    """Return whether a known mistake that is told already gives just what this part is."""
    return any(
        like.mistake.id in explained.ids and part in like.shows for like in answer.likenesses
    )


def _also(explained: Explained, id: str, part: str, retell: Callable[[Cause], Cause]) -> Explained:
    """Tell a cause that is told already so that it is of another part, too."""
    tried = tuple(
        replace(one, cause=retell(one.cause)) if one.cause.id == id else one
        for one in explained.tried
    )
    return replace(explained, tried=tried, parts=explained.parts | {part})


def _of_both(one: Cause, part: str) -> Cause:
    """Say that a mistake, and what is beside it, are so of another part, too."""
    return one.retold(partial(_and_of, name=named(part)))


def _and_of(text: str, name: str) -> str:
    said = " The same is so of "
    if said not in text:
        return f"{text}{said}{name}."
    front, _, names = text[:-1].partition(said)
    return f"{front}{said}{names.replace(' and ', ', ')} and {name}."


def _with_factor(one: Cause, other: Cause) -> Cause:
    """Say by which factor another part is off, if that is another factor."""
    if one.literal is None or other.literal is None or one.literal == other.literal:
        return one
    told = f"{one.sentence} {other.sentence}"
    small, large = sorted((one.literal, other.literal), key=abs)
    for root, power in ((large, small), (small, large)):
        if np.isclose(root**2, power, rtol=1e-5):
            told += f" That is {root:.6g} twice: the same number comes in once more there."
            coded = f"{told} The code has this number."
            return replace(one, sentence=told, literal=root, coded=coded)
    return replace(one, sentence=told, coded="", literal=None)


def _placed(cause: Cause, cases: Sequence[Case], answer: WrongAnswer) -> Cause:
    """Say on what a part is None, where it is asked for as a whole in one kind of call alone."""
    labels = {case.probe.label for case in cases}
    others = {probe.label for probe in answer.sheet.probes} - labels
    if len(labels) > 1 or "" in labels or not others:
        return cause
    return replace(cause, sentence=f"{cause.sentence[:-1]} (on {labels.pop()}).", blind="")


def simple_causes(answer: WrongAnswer, explained: Explained) -> Explained:
    """Nothing says why a part is wrong, and what comes is something simple of what went in."""
    known = replace(explained, tried=explained.known)
    if all(is_open(cause.id) for cause in explained.causes):
        known = replace(explained, tried=(), parts=explained.parts & {ARGUMENTS})
    found = known
    for part in answer.by_part:
        cases = answer.by_part[part]
        few = sum(case.wrong for case in cases) < MOSTLY
        if few or part not in answer.open_parts(found):
            continue
        if not asks_for(answer.sheet, part, [case.probe for case in cases]):
            continue
        cause = explain_at_last(part, cases)
        cause = where_it_runs(cause) if cause and answer.cut_short else cause
        if cause and found.has_room_for(cause):
            found = found.also(answer.holding(cause, {part}), frozenset({part}))
    if any(cause.id == "shares" or "of a step" in cause.sentence for cause in found.causes):
        # Where predictions are 0 or 1, small changes of what is passed may change nothing.
        tried = tuple(one for one in found.tried if not one.cause.id.startswith(NO_EFFECT))
        found = replace(found, tried=tried)
    return explained if found is known else found


def _explanation(answer: WrongAnswer, part: str, explained: Explained) -> Cause | None:
    sheet, by_part, likenesses = answer.sheet, answer.by_part, answer.likenesses
    cases = by_part[part]
    if not asks_for(sheet, part, [case.probe for case in cases]):
        return other_kind(named(part), cases)
    cause = explain(part, cases, whole=not answer.cut_short)
    if cause and cause.id == "sum-missing":
        # Whether rows are added up or averaged hangs on a factor that may be told of already.
        known = [like for like in likenesses if like.mistake.id in explained.ids]
        cause = _two_things(answer, part, known, explained.ids) or cause
    if cause and cause.id not in ("", "only-some"):
        return where_it_runs(cause) if answer.cut_short else cause
    # Where mistakes give all of it, one that needs something besides is only that which is told.
    if any(part in like.shows and like.may_be_seen for like in likenesses):
        likenesses = [like for like in likenesses if like.mistake.id in explained.ids]
    return (
        other_part(part, by_part)
        or _two_things(answer, part, likenesses, explained.ids)
        or _mostly_recognized(sheet, part, by_part, likenesses, explained.parts)
        or cause
    )


def _two_things(
    answer: WrongAnswer, part: str, likenesses: Sequence[Likeness], ids: frozenset[str]
) -> Cause | None:
    """Return a mistake and a general cause beside it; of a single question both are a guess."""
    if len(answer.by_part[part]) < 2:
        return None
    two = mistake_and_cause(part, answer.by_part, likenesses, ids)
    return upon_where_it_runs(two) if two and answer.cut_short else two


def losses_inside(answer: WrongAnswer, explained: Explained) -> Explained:
    """Nothing says why, and of predictions between 0 and 1 a loss is made of other errors."""
    cases = [] if explained.known else answer.by_part.get("", [])
    cause = loss_inside(named(""), pairs_of("", cases)) if cases else None
    return explained.also(answer.holding(cause, {""}), frozenset({""})) if cause else explained


def where_it_runs(cause: Cause) -> Cause:
    """Say of which questions a cause is told, where others end in an error."""
    return cause.retold(_where_it_runs)


def _where_it_runs(text: str) -> str:
    text = text.replace("whatever the arguments are", "each time it was asked")
    if text.startswith("Besides, "):
        return text.replace("Besides, ", "Besides, where there is no error, ", 1)
    if text.startswith("Where "):
        return text.replace("Where ", "Where there is no error, where ", 1)
    # Known mistakes are whole sentences, general causes begin with the name of a part.
    return f"Where there is no error{':' if text[0].isupper() else ','} {text}"


def _telling(pairs: Sequence[Pair]) -> bool:
    # Zeros come of many things.
    return telling(pairs) and telling(pairs, lambda pair: pair.came[pair.came != 0])


def _mostly_recognized(
    sheet: Sheet,
    part: str,
    by_part: Mapping[str, Sequence[Case]],
    likenesses: Sequence[Likeness],
    explained: frozenset[str],
) -> Cause | None:
    """Return a known mistake that shows, where the other wrong results are special cases.

    Many an answer has a mistake that is known, and treats one sample, or a
    column of equal values, in a way of its own besides. What else the mistake
    spoils has to be as it makes that, too, unless that is explained already.
    """
    candidates: list[tuple[int, KnownMistake, set[str]]] = []
    for like in likenesses:
        same: list[Case] = []
        others: set[str] = set()
        for case in by_part[part]:
            other = like.gives(part, case)
            if case.wrong and same_part(other, case.came):
                same.append(case)
            elif case.wrong and case.probe.label:
                others.add(case.probe.label)
            elif case.wrong or not is_right(sheet, case.probe, part, case.right, other):
                break
        else:
            # A place where the mistake shows as well is none where it does not.
            apart = others and others.isdisjoint(case.probe.label for case in same)
            often = apart and len(same) >= MOSTLY * len(others)
            open_parts = like.spoils - {part} - explained
            seen = all(_as_it_makes(like, p, by_part.get(p, ()), others) for p in open_parts)
            if seen and often and not calls_right(like.mistake) and _telling(pairs_of(part, same)):
                candidates.append((len(same), like.mistake, others))
    most = max((count for count, _, _ in candidates), default=0)
    best = [item for item in candidates if item[0] == most]
    # Of two that fit as well, neither is more likely.
    if len(best) != 1:
        return None
    _, mistake, others = best[0]
    places = " and ".join(sorted(others)) if len(others) <= MOST_CAUSES else "other questions"
    # Whether one thing or two are wrong, nobody can tell from this.
    gap = f"On {places}, there may be more to it: check again once this is right."
    return Cause(mistake.id, f"{mistake.sentence} {gap}")


def _as_it_makes(like: Likeness, part: str, cases: Sequence[Case], others: Collection[str]) -> bool:
    """Return whether a mistake gives what comes for a part, but for some special cases."""
    return all(
        same_part(like.gives(part, case), case.came)
        for case in cases
        if case.probe.label not in others
    )
