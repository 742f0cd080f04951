"""Results that have little to do with what was asked: constants, arguments, complements."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from descent.diagnosis.causes.cases import Cause, Pair, holds, near, tables, telling
from descent.judging.compare import as_numbers, close


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


# Of fewer numbers, or results, other things may be so.
_FEWEST_SHARES, _FEWEST_RESULTS = 8, 3


def shares(name: str, pairs: Sequence[Pair]) -> Cause | None:
    """Shares of the samples come, where what is right is none."""
    found = [
        (len(arrays[0]) * pair.came.ravel(), len(arrays[0]) * pair.right.ravel())
        for pair in pairs
        if pair.wrong and (arrays := tables(pair.probe)) and len(arrays[0]) > 2
    ]
    if len(found) < _FEWEST_RESULTS or len({pair.came.tobytes() for pair in pairs}) < 3:
        return None
    came, right = (np.concatenate(numbers) for numbers in zip(*found, strict=True))
    if came.size < _FEWEST_SHARES or not close(np.round(came), came).all():
        return None
    wrong = [pair.came for pair in pairs if pair.wrong and pair.came.size]
    if any(numbers.min() < 0 or numbers.max() > 1 for numbers in wrong):
        return None
    # Zeros and ones alone are another thing, and so is what should be shares.
    whole = np.concatenate([numbers.ravel() for numbers in wrong])
    if close(np.round(right), right).any() or close(np.round(whole), whole).all():
        return None
    return Cause(
        "shares",
        f"What comes for {name} are shares of the samples, whole numbers divided by how many there "
        "are, as where each prediction is 0 or 1 and nothing in between.",
    )


def left_zero(name: str, pairs: Sequence[Pair]) -> Cause | None:
    """Some entries are right, and all others are 0."""
    wrong = [pair for pair in pairs if pair.wrong]
    if len(wrong) < _FEWEST_RESULTS or any(p.right.shape != p.came.shape for p in wrong):
        return None
    agree = [close(pair.right, pair.came) for pair in wrong]
    if any(pair.came[~right].any() for pair, right in zip(wrong, agree, strict=True)):
        return None
    both = [replace(p, right=p.right[a]) for p, a in zip(wrong, agree, strict=True) if a.any()]
    if len(both) < 2 or not telling(both):
        return None
    return Cause("left-zero", f"Some entries of {name} are right, and all others are 0.")


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
