"""The verdict on an answer: which criteria it meets, and what it earns.

How marks are computed stands here and nowhere else: an answer earns the share
of every criterion that it meets. A criterion about the manner alone (arguments
left as they were) counts only beside a met one about the matter. An answer
that was not attempted earns nothing. What the student is told besides is put
together in :mod:`descent.diagnosis.judge`.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from descent.judging.compare import Difference
from descent.judging.criteria import failures_of, which_are_met
from descent.judging.evidence import Statement
from descent.judging.sheets import Sheet
from descent.probing.probes import Observation, Probe
from descent.probing.values import Inert, Value

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
        statements: What the message was put together of, where the answer was asked, and how each
            was verified.
        besides: What the message says last, of an earlier answer that may be the reason.
        unsaid: What the message says of a hidden probe in place of the difference, if it does.
        gap: That difference.
        probe: The probe that shows the first difference, where it is visible.
    """

    exercise: str
    state: State
    share: float
    met: dict[str, bool]
    diagnosis: str | None
    message: str
    difference: Difference | None = None
    asked: str = ""
    statements: tuple[Statement, ...] = ()
    besides: str = ""
    unsaid: tuple[Statement, ...] = ()
    gap: Difference | None = None
    probe: Probe | None = None


@dataclass(frozen=True)
class Marks:
    """What an answer earns.

    Attributes:
        share: The share of the points, from 0 to 1.
        met: For each criterion, by name, whether it is met.
        failures: Where a criterion fails: the number of the probe, and the first difference, in
            the order of criteria and probes.
    """

    share: float
    met: dict[str, bool]
    failures: tuple[tuple[int, Difference], ...] = ()


def marks(sheet: Sheet, observations: Sequence[Observation]) -> Marks:
    """Return what an answer earns for what it did with the probes of a sheet."""
    failures = {c.name: failures_of(c, sheet, observations) for c in sheet.criteria}
    met = which_are_met(sheet.criteria, failures)
    if not_attempted(sheet, observations):
        return Marks(0.0, dict.fromkeys(met, False))
    total = sum(c.share for c in sheet.criteria)
    share = sum(c.share for c in sheet.criteria if met[c.name]) / total
    return Marks(share, met, tuple(itertools.chain(*failures.values())))


def not_attempted(sheet: Sheet, observations: Sequence[Observation]) -> bool:
    """Return whether there is no answer yet: nothing but None, ``...`` or NotImplementedError."""

    def nothing(observation: Observation) -> bool:
        if observation.raised:
            return observation.raised.type == "NotImplementedError"
        values = list(observation.shown.values())
        return bool(values) and all(map(_is_nothing, values))

    expected = [v for right in sheet.expected for v in right.shown.values()]
    return any(v is not None for v in expected) and all(map(nothing, observations))


def _is_nothing(value: Value) -> bool:
    if isinstance(value, dict) and value:
        return all(map(_is_nothing, value.values()))
    return value is None or (isinstance(value, Inert) and value.description == "...")
