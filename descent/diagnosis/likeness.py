"""How far an answer is like a known mistake, as a whole and part by part."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from descent.diagnosis.causes.cases import Case
from descent.judging.compare import MISSING, parts, same_value
from descent.judging.criteria import is_right
from descent.judging.sheets import KnownMistake, Sheet
from descent.probing.probes import Observation
from descent.probing.values import Value

# Two causes at once can be told from the numbers; three hardly.
MOST_CAUSES = 2

# How a sentence begins that says something of all gradients or parameters, or of what all are
# made with.
_OF_ALL = re.compile(
    r"((Your|Every|The) (gradients?|parameters?|d[Wb])|([^.:]* )?([Ii]n|[Yy]our) delta)\b"
)

# How a sentence begins that says what the whole result is.
_OF_WHOLE = re.compile(
    r"(What comes( out)?|(There is|You take) (a|one)"
    r"|The (result|output|loss|standard deviation|weights?))\b"
)


@dataclass(frozen=True)
class Likeness:
    """How far an answer is like a known mistake. What the mistake gives is read when it is needed.

    Attributes:
        mistake: The known mistake.
        sheet: The exercise.
        observations: What the answer did with each probe.
        by_part: What is right and what came, for each part of the result.
        places: The place of each probe, by its name.
    """

    mistake: KnownMistake
    sheet: Sheet
    observations: Sequence[Observation]
    by_part: Mapping[str, Sequence[Case]]
    places: Mapping[str, int]
    _read: dict[str, dict[str, Value]] = field(default_factory=dict)

    def gives(self, part: str, case: Case) -> Value:
        """Return what the mistake gives as a part of a result; ``MISSING`` if nothing."""
        if case.name not in self._read:
            place = self.places[case.name]
            right, other = self.sheet.expected[place], self.mistake.observations[place]
            found = parts(right, other, self.sheet.returns)
            self._read[case.name] = {name: theirs for name, _, theirs in found}
        return self._read[case.name].get(part, MISSING)

    @property
    def may_be_seen(self) -> bool:
        """Whether all is wrong here that the mistake makes wrong."""
        spoiled = [cases for part, cases in self.by_part.items() if part in self.spoils]
        return all(any(case.wrong for case in cases) for cases in spoiled)

    @cached_property
    def shows(self) -> frozenset[str]:
        """The wrong parts that are as the mistake makes them; none unless it fails where this does.

        What is seen besides, such as losses that may come in several orders, is among them.
        """
        alike = {
            part
            for part, cases in self.by_part.items()
            if all(same_part(self.gives(part, case), case.came) for case in cases)
            and self._makes_wrong(part)
        }
        if not alike or self._fails_elsewhere:
            return frozenset()
        return frozenset(alike | {name for name, same in self._besides.items() if same})

    @cached_property
    def spoils(self) -> frozenset[str]:
        """All parts that the mistake makes wrong, on the same condition."""
        wrong = {part for part in self.by_part if self._makes_wrong(part)}
        if not wrong or self._fails_elsewhere:
            return frozenset()
        others = self._besides.items() if self.shows else ()
        return frozenset(wrong | {name for name, same in others if not same})

    def _makes_wrong(self, part: str) -> bool:
        return any(
            not is_right(self.sheet, case.probe, part, case.right, self.gives(part, case))
            for case in self.by_part[part]
        )

    @cached_property
    def _fails_elsewhere(self) -> bool:
        return any(
            fails(came, right) != fails(other, right) for right, other, came in self._beside_right()
        )

    @cached_property
    def _besides(self) -> dict[str, bool]:
        """Whether what is seen besides is the same, by its name: that tells mistakes apart."""
        found = {}
        for name in {name for came in self.observations for name in came.shown}:
            pairs = [
                (other.shown.get(name, MISSING), came.shown[name])
                for right, other, came in self._beside_right()
                if name in came.shown and name not in right.shown
            ]
            if pairs:
                found[f"({name})"] = all(same_part(*pair) for pair in pairs)
        return found

    def _beside_right(self) -> Iterator[tuple[Observation, Observation, Observation]]:
        return zip(self.sheet.expected, self.mistake.observations, self.observations, strict=True)


def same_part(one: Value, other: Value) -> bool:
    """Return whether two parts of a result are there, and the same."""
    return one is not MISSING and other is not MISSING and same_value(one, other)


def recognized_parts(
    likenesses: Sequence[Likeness], by_part: Mapping[str, Sequence[Case]]
) -> list[tuple[KnownMistake, frozenset[str]]]:
    """Return the known mistakes that a part of the result shows, each with the parts that do.

    A mistake is passed over if it spoils what is fine here, or what another
    one explains alone; if it shows in one result alone, and not in others that
    it spoils; or if its sentence is of parts that do not show it. The one that
    explains most comes first; of several that explain the same and leave open as
    much, none is more likely than the others.
    """
    wrong = {p for p, cases in by_part.items() if any(case.wrong for case in cases)}
    candidates = []
    for like in likenesses:
        if not like.shows or not like.may_be_seen:
            continue
        if (
            not (wrong - like.spoils and calls_right(like.mistake))
            and (like.spoils & by_part.keys() <= like.shows or not _means_all(like, by_part))
            and may_be_told_of(like.mistake, like.shows, by_part)
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

    Half an exchange is none: a part has another place then, or is told twice. What a single
    result shows tells little where another part speaks against it, and one of many gradients
    tells nothing of all of them.
    """
    mistake, parts = like.mistake, like.shows & by_part.keys()
    shown = sum(case.wrong for part in parts for case in by_part[part])
    # Of what some arrays of several show, as those of one layer, nothing follows for the others.
    spoiled = like.spoils & by_part.keys()
    arrays, theirs = ([p for p in some if holder_of(p) == "params"] for some in (parts, spoiled))
    few = (speaks_of_all(mistake) and 2 * len(parts) < len(spoiled)) or (
        0 < 2 * len(arrays) < len(theirs)
    )
    return shown < 2 or few or calls_exchanged(mistake) or tells_how_long(mistake)


def holder_of(part: str) -> str:
    """Return what a part is an entry of, such as ``params``; none if it is no entry."""
    return part.rpartition("[")[0]


def may_be_told_of(mistake: KnownMistake, shown: Collection[str], parts: Collection[str]) -> bool:
    """Return whether the parts that a sentence begins with, if any, all show it.

    That w has had one update less is not seen where only the losses are one less, nor what mu
    and std are where mu alone is so.
    """
    begin = re.match(r"(?:Your )?(\w+)(?: and (\w+))?", mistake.sentence)
    subjects = {*begin.groups()}.intersection(parts) if begin else set()
    return subjects <= {*shown}


def calls_right(mistake: KnownMistake) -> bool:
    """Return whether a sentence says of the rest that it is right."""
    return bool(re.search(r"\bright\b", mistake.sentence, re.IGNORECASE))


def tell_all(*sentences: str) -> bool:
    """Return whether sentences say what the whole result is, which the others make untrue."""
    comes = any(re.match(r"What comes( out)? is\b", sentence) for sentence in sentences)
    return comes or all(map(_OF_WHOLE.match, sentences))


def speaks_of_all(mistake: KnownMistake) -> bool:
    """Return whether a sentence begins as one of all gradients or parameters, or of their delta."""
    return bool(_OF_ALL.match(mistake.sentence))


def wherever(sentence: str) -> str:
    """Return a sentence without the parts that it begins with, for others to stand there."""
    return re.sub(r"^For (?:dW1|db1|and| )+, (.)", lambda found: found[1].upper(), sentence)


def calls_exchanged(mistake: KnownMistake) -> bool:
    """Return whether a sentence says that parts have the places of each other."""
    return bool(re.search(r"\bare exchanged\b", mistake.sentence))


def tells_how_long(mistake: KnownMistake) -> bool:
    """Return whether a sentence says how long something runs, which shows in all that it makes."""
    return bool(re.match(r"Training (ends|stops|runs)\b", mistake.sentence))


def fails(came: Observation, right: Observation) -> bool:
    """Return whether there is an error where none is right."""
    return came.raised is not None and right.raised is None
