"""A wrong answer as explainers see it, and what is explained of it so far."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from descent.diagnosis.causes.cases import Case, Cause, names_of
from descent.diagnosis.likeness import MOST_CAUSES, Likeness, fails
from descent.judging.compare import parts, same_behavior
from descent.judging.criteria import is_right
from descent.judging.evidence import Evidence
from descent.judging.sheets import KnownMistake, Sheet
from descent.probing.probes import Observation

# Every part of a result, where one cause explains all of it.
ALL: frozenset[str] = frozenset({"*"})

# Stands among the parts that are explained for the arguments that were modified.
ARGUMENTS = "(arguments)"


def is_open(diagnosis: str | None) -> bool:
    """Return whether nothing is known yet but where an answer is wrong."""
    return diagnosis in (None, "", "only-some")


@dataclass(frozen=True)
class Tried:
    """A cause, and how it was verified: there is none without.

    Attributes:
        cause: The cause.
        evidence: In which ways it was verified.
    """

    cause: Cause
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True)
class Explained:
    """What is explained of a wrong answer.

    Attributes:
        tried: Why it is wrong, and how that was verified; no two causes with the same id.
        parts: The parts of the result that this explains, ``ALL``, or among them ``ARGUMENTS``.
        ends: Whether nothing else is looked for.
        besides: What is told last of an earlier answer, whatever the causes are.
    """

    tried: tuple[Tried, ...] = ()
    parts: frozenset[str] = frozenset()
    ends: bool = False
    besides: str = ""

    @property
    def causes(self) -> tuple[Cause, ...]:
        """Why it is wrong."""
        return tuple(one.cause for one in self.tried)

    @property
    def ids(self) -> frozenset[str]:
        """The ids of the causes."""
        return frozenset(cause.id for cause in self.causes)

    @property
    def known(self) -> tuple[Tried, ...]:
        """The causes but for those that only say where a part is wrong."""
        return tuple(one for one in self.tried if one.cause.id)

    def has_room_for(self, cause: Cause) -> bool:
        """Return whether a cause may be told: more causes than two would be guesses."""
        return cause.id in self.ids or len(self.tried) < MOST_CAUSES

    def also(self, one: Tried, parts: frozenset[str]) -> Explained:
        """Return what is explained with a cause besides, told once, and the parts it explains."""
        tried = self.tried if one.cause.id in self.ids else (*self.tried, one)
        return replace(self, tried=tried, parts=self.parts | parts)

    def ended(self, *tried: Tried, parts: frozenset[str] = ALL) -> Explained:
        """Return what is explained where these are all the causes that can be told."""
        return replace(self, tried=tried, parts=parts, ends=True)


@dataclass(frozen=True)
class WrongAnswer:
    """A wrong answer.

    Attributes:
        sheet: The exercise, with as many probes as there are observations.
        observations: What the answer did with each of them.
        earlier: Looks for an earlier answer that is the reason, where this side can.
    """

    sheet: Sheet
    observations: Sequence[Observation]
    earlier: Explain | None = None

    @cached_property
    def by_part(self) -> dict[str, list[Case]]:
        """What is right and what came, for each part of the result and each probe."""
        sheet = self.sheet
        cases: dict[str, list[Case]] = {}
        for name, probe, right, came in zip(
            names_of(sheet.probes), sheet.probes, sheet.expected, self.observations, strict=True
        ):
            # What an error cut short says nothing of the values.
            if fails(came, right):
                continue
            for part, expected, actual in parts(right, came, sheet.returns):
                wrong = not is_right(sheet, probe, part, expected, actual)
                case = Case(probe, expected, actual, wrong, sheet.parameters, name)
                cases.setdefault(part, []).append(case)
        return cases

    @cached_property
    def likenesses(self) -> list[Likeness]:
        """How far it is like each known mistake."""
        places = {name: place for place, name in enumerate(names_of(self.sheet.probes))}
        return [
            Likeness(mistake, self.sheet, self.observations, self.by_part, places)
            for mistake in self.sheet.mistakes
        ]

    def likeness_to(self, mistake: KnownMistake) -> Likeness:
        """Return how far it is like one of the known mistakes."""
        return next(like for like in self.likenesses if like.mistake is mistake)

    @cached_property
    def cut_short(self) -> bool:
        """Whether an error ended a probe that the right answer gets through."""
        return any(
            fails(came, right)
            for came, right in zip(self.observations, self.sheet.expected, strict=True)
        )

    def holding(self, cause: Cause, parts: Collection[str] | None = None) -> Tried:
        """Return a cause that holds for all that was asked, with how that was verified.

        It is by experiment where one of the experiments shows it, too.

        Args:
            cause: The cause.
            parts: The parts of the result that it was looked for in; None if in all of them.
        """
        if parts is None:
            shown = any(
                probe.again == "experiment" and not same_behavior(right, came, self.sheet.returns)
                for probe, right, came in zip(
                    self.sheet.probes, self.sheet.expected, self.observations, strict=True
                )
            )
        else:
            shown = any(
                case.wrong and case.probe.again == "experiment"
                for part in parts
                for case in self.by_part[part]
            )
        return Tried(cause, (Evidence.EXPERIMENT if shown else Evidence.ALL,))

    def open_parts(self, explained: Explained) -> set[str]:
        """Return the parts of the result that are wrong, and not explained yet."""
        return {
            part
            for part, cases in self.by_part.items()
            if part not in explained.parts and any(case.wrong for case in cases)
        }


# Takes a wrong answer and what is explained of it so far, and returns what is explained then.
Explain = Callable[[WrongAnswer, Explained], Explained]
