"""What an answer does, in a few characters: two that do the same have the same."""

from __future__ import annotations

from collections.abc import Sequence

from descent.probing.codec import to_json
from descent.probing.probes import Observation
from descent.probing.values import plain
from grader.sheets.rules import digest, rounded

# Below this nothing tells two answers apart: it may be the rounding errors of one machine.
_DECIMALS = 9


def behavior_of(observations: Sequence[Observation]) -> str:
    """Return a digest of what an answer did with the probes of a sheet.

    Numbers count with six digits. Of an error its kind counts, not its text,
    nor the line that it comes from: these depend on how the answer is written.
    """
    done = [
        # What came over the wire may be more than an answer's plain values.
        to_json(plain([one.shown, one.changed, one.raised.type if one.raised else ""]))
        for one in observations
    ]
    return digest(rounded(done, _DECIMALS))[:12]
