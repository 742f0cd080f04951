"""How far an answer is like a known mistake, as a whole and part by part."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from descent.diagnosis.causes.cases import Case, names_of
from descent.judging.compare import MISSING, parts, same_value
from descent.judging.criteria import is_right
from descent.judging.sheets import KnownMistake, Sheet
from descent.probing.probes import Observation
from descent.probing.values import Value

# Two causes at once can be told from the numbers; three hardly.
MOST_CAUSES = 2


@dataclass(frozen=True)
class Likeness:
    """How far an answer is like a known mistake.

    Attributes:
        mistake: The known mistake.
        theirs: What it gives, by the name of the probe and part.
        shows: The wrong parts that are as the mistake makes them; none unless it fails just
            where the answer does.
        spoils: All parts that the mistake makes wrong, on the same condition.
    """

    mistake: KnownMistake
    theirs: Mapping[str, Mapping[str, Value]]
    shows: frozenset[str] = frozenset()
    spoils: frozenset[str] = frozenset()


def likeness(
    sheet: Sheet,
    mistake: KnownMistake,
    by_part: Mapping[str, Sequence[Case]],
    observations: Sequence[Observation],
) -> Likeness:
    """Return how far an answer is like a known mistake, in each part of the result."""
    theirs: dict[str, dict[str, Value]] = {}
    elsewhere = False
    for name, right, other, came in zip(
        names_of(sheet.probes), sheet.expected, mistake.observations, observations, strict=True
    ):
        theirs[name] = {part: got for part, _, got in parts(right, other, sheet.returns)}
        elsewhere |= fails(came, right) != fails(other, right)
    if elsewhere:
        return Likeness(mistake, theirs)
    shows, spoils = set(), set()
    for part, cases in by_part.items():
        others = [theirs[case.name].get(part, MISSING) for case in cases]
        wrong = any(
            not is_right(sheet, case.probe, part, case.right, other)
            for case, other in zip(cases, others, strict=True)
        )
        if wrong:
            spoils.add(part)
            same = (same_part(other, case.came) for case, other in zip(cases, others, strict=True))
            if all(same):
                shows.add(part)
    # What is seen besides, such as losses that may come in several orders, tells mistakes apart.
    for name in {name for came in observations for name in came.shown} if shows else ():
        pairs = [
            (other.shown.get(name, MISSING), came.shown[name])
            for right, other, came in zip(
                sheet.expected, mistake.observations, observations, strict=True
            )
            if name in came.shown and name not in right.shown
        ]
        if pairs:
            (shows if all(same_part(*pair) for pair in pairs) else spoils).add(f"({name})")
    return Likeness(mistake, theirs, frozenset(shows), frozenset(spoils))


def same_part(one: Value, other: Value) -> bool:
    """Return whether two parts of a result are there, and the same."""
    return one is not MISSING and other is not MISSING and same_value(one, other)


def recognized_parts(
    likenesses: Sequence[Likeness], by_part: Mapping[str, Sequence[Case]]
) -> list[tuple[KnownMistake, frozenset[str]]]:
    """Return the known mistakes that a part of the result shows, each with the parts that do.

    A mistake is passed over if it spoils what is fine here, or what another
    one explains alone. The one that explains most comes first; of several that
    explain the same and leave open as much, none is more likely than the others.
    """
    wrong = {p for p, cases in by_part.items() if any(case.wrong for case in cases)}
    candidates = []
    for like in likenesses:
        spoiled_parts = {part for part in like.spoils if part in by_part}
        if (
            like.shows
            and spoiled_parts <= wrong
            and not (wrong - spoiled_parts and calls_right(like.mistake))
            and (spoiled_parts <= like.shows or not _means_all(like, by_part))
        ):
            candidates.append((like.mistake, like.shows, like.spoils))
    mistakes: list[tuple[KnownMistake, frozenset[str]]] = []
    explained_parts: frozenset[str] = frozenset()
    besides = sorted({part for _, shows, _ in candidates for part in shows - by_part.keys()})
    places = [*by_part, *besides]
    while candidates and len(mistakes) < MOST_CAUSES:
        ranks = [
            (len(shows - explained_parts), -len(spoils - shows)) for _, shows, spoils in candidates
        ]
        tied = [number for number, rank in enumerate(ranks) if rank == max(ranks)]
        # One that is seen in other parts explains other parts: that of the first part is told.
        best = min(tied, key=lambda number: min(map(places.index, candidates[number][1])))
        mistake, shows, spoils = candidates[best]
        rivals = [
            rank == ranks[best] and not theirs.isdisjoint(shows)
            for rank, (_, theirs, _) in zip(ranks, candidates, strict=True)
        ]
        certain = sum(rivals) == 1 or spoils <= shows
        if certain:
            mistakes.append((mistake, shows))
            explained_parts |= shows
        closed_parts = explained_parts if certain else explained_parts | shows
        candidates = [
            (mistake, shows, spoils)
            for mistake, shows, spoils in candidates
            if shows - closed_parts and not (spoils - shows) & explained_parts
        ]
    return mistakes


def _means_all(like: Likeness, by_part: Mapping[str, Sequence[Case]]) -> bool:
    """Return whether a mistake is told by all that it makes wrong, or not at all.

    Half an exchange is none: a part has another place then, or is told twice. And what a
    single result shows tells little where another part speaks against it.
    """
    shown = sum(case.wrong for part in like.shows for case in by_part.get(part, ()))
    return shown < 2 or calls_exchanged(like.mistake) or tells_how_long(like.mistake)


def calls_right(mistake: KnownMistake) -> bool:
    """Return whether a sentence says of the rest that it is right."""
    return bool(re.search(r"\bright\b", mistake.sentence, re.IGNORECASE))


def calls_exchanged(mistake: KnownMistake) -> bool:
    """Return whether a sentence says that parts have the places of each other."""
    return bool(re.search(r"\bare exchanged\b", mistake.sentence))


def tells_how_long(mistake: KnownMistake) -> bool:
    """Return whether a sentence says how long something runs, which shows in all that it makes."""
    return bool(re.match(r"Training (ends|stops|runs)\b", mistake.sentence))


def fails(came: Observation, right: Observation) -> bool:
    """Return whether there is an error where none is right."""
    return came.raised is not None and right.raised is None
