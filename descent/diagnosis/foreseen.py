"""Causes that are told by the whole of what an answer does, and by nothing less.

`descent build` tries thousands of small changes of a right answer, and pairs of
known mistakes. To ship what each of them does would take much room, and to ship
what is said of it would give answers away. So a change is kept as a digest of
what it does, beside a text that only the same doing opens.
"""

from __future__ import annotations

import base64
import hashlib
import math
from collections.abc import Mapping, Sequence

import numpy as np

from descent.diagnosis.causes.cases import Cause
from descent.diagnosis.two_causes import both
from descent.diagnosis.wrong_answer import Explained, Tried, WrongAnswer, is_open
from descent.judging.compare import MISSING, as_numbers, parts
from descent.judging.digests import digits
from descent.judging.evidence import Evidence
from descent.judging.sheets import KnownMistake, Sheet
from descent.probing.probes import Observation
from descent.probing.values import Value

# What is seen has to be as improbable as this power of one half, not to be alike by chance.
_BITS = 20

# Of a digest: enough for a thousand of them that no other fingerprint opens one by chance.
_LETTERS = 6

# Two places, of a byte each; no text is so short.
_PAIR = 2


def foreseen_cause(sheet: Sheet, observations: Sequence[Observation]) -> Cause | None:
    """Return the slip, or the two known mistakes, of which exactly this comes."""
    item = opened(sheet.foreseen, fingerprint(sheet.expected, observations, sheet.returns))
    if item is None:
        return None
    if isinstance(item, str):
        return Cause("one-slip", f"What comes out is what the right answer gives {item}.")
    one, other = (sheet.mistakes[number] for number in item)
    return both(one, other)


def earlier_mistake(sheet: Sheet, observations: Sequence[Observation], earlier: str) -> str | None:
    """Return the id of the known mistake of an earlier answer, if all is right but for that.

    Args:
        sheet: The exercise.
        observations: What its answer did with each probe.
        earlier: The exercise of the answer that it may call.
    """
    by = fingerprint(sheet.expected, observations, sheet.returns)
    item = opened(sheet.foreseen, with_name(by, earlier)) if by else None
    return item if isinstance(item, str) else None


def own_beside(
    sheet: Sheet, observations: Sequence[Observation], earlier: Sheet, diagnosis: str | None
) -> KnownMistake | None:
    """Return the known mistake that shows beside that of an earlier answer, in the same class.

    Args:
        sheet: The exercise.
        observations: What its answer did with each probe.
        earlier: The exercise of an earlier answer.
        diagnosis: The id of the known mistake that this one shows in its own check.
    """
    by = fingerprint(sheet.expected, observations, sheet.returns)
    item = opened(sheet.foreseen, with_pairs_of(by, earlier.exercise)) if by else None
    if not isinstance(item, tuple) or earlier.mistakes[item[0]].id != diagnosis:
        return None
    return sheet.mistakes[item[1]]


def with_pairs_of(by: bytes, exercise: str) -> bytes:
    """Return a fingerprint as that of an answer with two mistakes, one of an earlier exercise."""
    return with_name(by, f"{exercise}+")


def with_name(by: bytes, exercise: str) -> bytes:
    """Return a fingerprint as that of an answer which calls another one, of this exercise."""
    return by + exercise.encode()


def fingerprint(
    expected: Sequence[Observation], observations: Sequence[Observation], returns: tuple[str, ...]
) -> bytes:
    """Return what an answer did with all probes in a few bytes; none if that tells too little.

    Numbers count to six digits, so that algebraically equal answers have the
    same fingerprint but for one number in a million.
    """
    lines: list[str] = []
    bits = 0.0
    for right, came in zip(expected, observations, strict=True):
        if came.raised:
            return b""
        for part, target, actual in parts(right, came, returns):
            sequence = isinstance(target, list)
            array = None if actual is MISSING else as_numbers(actual, sequence=sequence)
            if array is None or array.dtype.kind == "c":
                return b""
            numbers = [float(number) for number in array.ravel()]
            bits += sum(map(_bits, {f"{number:.5e}" for number in numbers}))
            lines += [part, str(array.shape), *map(digits, numbers)]
        for place, after in sorted(came.changed.items()):
            lines += [place, _all_digits(after)]
    return hashlib.sha256("\n".join(lines).encode()).digest() if bits >= _BITS else b""


def _bits(text: str) -> float:
    number = abs(float(text))
    if number in (0, 1) or not math.isfinite(number):
        return 0.0
    # Whole numbers and simple fractions are common.
    common = number < 1e9 and abs(number * 12 - round(number * 12)) < 1e-4
    return math.log2(2 + number) if common else 10.0


def _all_digits(item: Value) -> str:
    array = as_numbers(item, sequence=True)
    if array is None:
        return type(item).__name__
    return " ".join(digits(float(number)) for number in np.real(array).ravel())


def sealed(item: str | tuple[int, int], by: bytes) -> tuple[str, str]:
    """Return the digest of a fingerprint, and what only the fingerprint opens.

    Args:
        item: A text of more than two letters, or the places of two known mistakes.
        by: The fingerprint.
    """
    text = item.encode() if isinstance(item, str) else bytes(item)
    return _digest(by), base64.b64encode(_cipher(text, by)).decode().rstrip("=")


def opened(items: Mapping[str, str], by: bytes) -> str | tuple[int, int] | None:
    """Return what was sealed by a fingerprint; None if nothing was."""
    text = items.get(_digest(by)) if by else None
    if text is None:
        return None
    item = _cipher(base64.b64decode(text + "=" * (-len(text) % 4)), by)
    return (item[0], item[1]) if len(item) == _PAIR else item.decode()


def _digest(by: bytes) -> str:
    digest = hashlib.sha256(b"digest" + by).digest()
    return base64.b64encode(digest).decode()[:_LETTERS]


def _cipher(text: bytes, by: bytes) -> bytes:
    stream = hashlib.shake_256(b"text" + by).digest(len(text))
    return bytes(one ^ other for one, other in zip(text, stream, strict=True))


def foreseen(answer: WrongAnswer, explained: Explained) -> Explained:
    """Something is open still: a small change of the right answer, or two mistakes, do the same."""
    nothing = all(is_open(cause.id) for cause in explained.causes)
    if not nothing and not answer.open_parts(explained):
        return explained
    # What slips do with experiments nobody has seen.
    first = answer.sheet.asked_first()
    cause = foreseen_cause(first, answer.observations[: len(first.probes)])
    # Two known mistakes say more than what is known of a part, a slip does not.
    if cause is None or (cause.id == "one-slip" and not nothing):
        return explained
    # One of the two may be that of an earlier answer, told otherwise.
    if cause.id != "one-slip" and explained.besides:
        return explained
    return explained.ended(Tried(cause, (Evidence.ALL,)))
