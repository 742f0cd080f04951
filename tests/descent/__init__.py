"""Tests of what a student's notebook imports, and what they share: exercises made up for them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from hypothesis import settings

from descent.judging.sheets import Criterion, KnownMistake, Sheet
from descent.probing.probes import Observation, Probe, observe
from descent.probing.values import Value

# For property tests: as many examples as leave the suite quick, and no clock.
examples = settings(deadline=None, max_examples=40)


def made_up(
    right: object,
    /,
    probes: Sequence[Probe],
    *criteria: Criterion,
    exercise: str = "answer",
    mistakes: Mapping[str, Callable[..., Any]] | None = None,
    **fields: Any,
) -> Sheet:
    """A sheet for an exercise with this right answer; a mistake's sentence is its id."""
    defaults: dict[str, Any] = {"answer": exercise, "parameters": (), "returns": (), "hints": ()}
    return Sheet(
        exercise=exercise,
        criteria=criteria or (Criterion("values"),),
        probes=tuple(probes),
        expected=tuple(observe(probe, right) for probe in probes),
        mistakes=tuple(
            KnownMistake(name, f"{name}.", tuple(observe(probe, wrong) for probe in probes))
            for name, wrong in (mistakes or {}).items()
        ),
        **(defaults | fields),
    )


def seen(**shown: Value) -> Observation:
    """What an answer did that gave these results."""
    return Observation(shown)
