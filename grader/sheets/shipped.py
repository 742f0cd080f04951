"""What of a sheet is shipped: as much as a check reads.

What known mistakes give is compared with what came. Numbers of it are read only where two
things may be wrong at once, and in small arrays; of larger ones, and of nearly all that is
asked in experiments, a digest does. Where in an answer a known mistake fails nobody reads:
that line could show how the right answer goes on.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from functools import partial

import numpy as np

from descent.judging.digests import digest
from descent.judging.properties import RULES
from descent.judging.sheets import KnownMistake, Sheet
from descent.probing.probes import Observation, Probe
from descent.probing.values import Digest, Raised, Value
from grader.guest.outside.claims import Room, leaves, room_for

# An array of more numbers than these is known by its digest; in experiments any is.
MOST, MOST_IN_EXPERIMENTS = 12, 1


def shipped(sheet: Sheet) -> Sheet:
    """Return a sheet as it is shipped."""
    mistakes = (
        replace(mistake, observations=_short(mistake.observations, sheet, MOST))
        for mistake in sheet.mistakes
    )
    return replace(sheet, mistakes=tuple(mistakes))


def shipped_experiments(sheet: Sheet) -> Sheet:
    """Return experiments as they are shipped; all else is in the sheet of their exercise."""
    # A property that asks for a part of the result reads its numbers.
    reads = any(c.outputs for c in sheet.criteria if c.rule not in RULES)
    most = MOST if reads else MOST_IN_EXPERIMENTS
    mistakes = (
        KnownMistake(mistake.id, "", _short(mistake.observations, sheet, most))
        for mistake in sheet.mistakes
    )
    return replace(
        sheet,
        criteria=(),
        hints=(),
        own_properties="",
        mistakes=tuple(mistakes),
    )


def _short(observations: Iterable[Observation], sheet: Sheet, most: int) -> tuple[Observation, ...]:
    return tuple(map(partial(_of_one, most=most), observations, sheet.probes, sheet.expected))


def _of_one(came: Observation, probe: Probe, right: Observation, most: int) -> Observation:
    # What is right somewhere stands in the sheet already.
    there = {digest(one) for one in leaves(right.shown) if isinstance(one, np.ndarray)}
    # All arrays of an answer share one room.
    room = room_for(probe, right)
    own = Room(room.entries // 2, room.axes)
    return Observation(
        _known(came.shown, there, own, most),
        _known(came.changed, there, own, most),
        Raised(came.raised.type, came.raised.message) if came.raised else None,
    )


def _known(value: Value, there: Collection[Digest | None], room: Room, most: int) -> Value:
    """Return a value with digests in place of its larger arrays."""
    if isinstance(value, np.ndarray) and value.size > most:
        known = digest(value)
        if known is None or known in there:
            return value
        # Whoever makes room for such a mistake has to know.
        large = value.size > room.entries or value.ndim > room.axes
        return replace(known, shape=value.shape) if large else known
    if isinstance(value, Mapping):
        return {key: _known(item, there, room, most) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return type(value)(_known(item, there, room, most) for item in value)
    return value
