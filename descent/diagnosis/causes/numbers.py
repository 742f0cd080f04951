"""Results that have little to do with what was asked: constants, arguments, complements."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from descent.diagnosis.causes.cases import Cause, Pair, holds, near, telling
from descent.judging.compare import as_numbers


def constant(name: str, pairs: Sequence[Pair]) -> Cause | None:
    """The same comes back whatever goes in."""
    if len(pairs) < 3 or any(not p.came.size or not p.right.size for p in pairs):
        return None
    wrong = [p for p in pairs if p.wrong]
    # Truth values and labels are the same three times by mere chance.
    if len({p.right.tobytes() for p in wrong}) < 2:
        return None
    tried = any(pair.probe.again == "experiment" for pair in pairs)
    always = "whatever the arguments are" if tried else "each time it was asked"
    number = pairs[0].came.ravel()[0]
    if np.isfinite(number) and all(np.all(p.came == number) for p in pairs):
        return Cause(
            "constant",
            f"{name} is {float(np.real(number)) + 0.0:.6g} {always}.",
            f"{name} is the same number {always}.",
        )
    if all(near(pairs[0].came, p.came) for p in pairs):
        # Such as constants that are copied from the page, where they are right.
        fact = f"{name} has the same numbers {always}"
        once = ", those that are right for one input only" if len(pairs) - len(wrong) == 1 else ""
        return Cause("constant", f"{fact}{once}: compute them from the arguments.")
    return None


def complement(name: str, pairs: Sequence[Pair]) -> Cause | None:
    """One minus what is right."""
    if holds(pairs, lambda p: 1 - p.right) and telling(pairs):
        return Cause("complement", f"{name} is 1 minus what it should be.")
    return None


def argument_returned(name: str, pairs: Sequence[Pair]) -> Cause | None:
    """What went in comes out."""
    if not telling(pairs, lambda pair: pair.came):
        return None
    for position, ordinal in enumerate(("first", "second", "third", "fourth")):
        if holds(
            pairs,
            lambda p, n=position: as_numbers(p.positions[n]) if n < len(p.positions) else None,  # type: ignore[misc]
        ):
            return Cause("argument-returned", f"{name} is just the {ordinal} argument, unchanged.")
    return None
