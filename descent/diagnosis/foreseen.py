"""Causes that are told by the whole of what an answer does, and by nothing less.

`descent build` tries thousands of small changes of a right answer, and pairs of
known mistakes. To ship what each of them does would take much room, and to ship
what is said of it would give answers away. So a change is kept as a digest of
what it does, beside a text that only the same doing opens.
"""

from __future__ import annotations

import base64
import hashlib
import json
import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from descent.diagnosis.causes.cases import Cause
from descent.diagnosis.two_causes import both
from descent.judging.compare import MISSING, as_numbers, parts
from descent.judging.sheets import Sheet
from descent.probing.probes import Observation
from descent.probing.values import Value

# What is seen has to be as improbable as this power of one half, not to be alike by chance.
_BITS = 20


def foreseen_cause(sheet: Sheet, observations: Sequence[Observation]) -> Cause | None:
    """Return the slip, or the two known mistakes, of which exactly this comes."""
    item = open_text(sheet.foreseen, fingerprint(sheet.expected, observations, sheet.returns))
    if isinstance(item, str):
        return Cause("one-slip", item)
    if item is None:
        return None
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
    item = open_text(sheet.foreseen, with_name(by, earlier)) if by else None
    return item if isinstance(item, str) else None


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
            digits = [_digits(float(number)) for number in array.ravel()]
            bits += sum(map(_bits, set(digits)))
            lines += [part, str(array.shape), *digits]
        for place, after in sorted(came.changed.items()):
            lines += [place, _all_digits(after)]
    return hashlib.sha256("\n".join(lines).encode()).digest() if bits >= _BITS else b""


def _digits(number: float) -> str:
    return "0" if abs(number) < 5e-10 else f"{number:.5e}"


def _bits(digits: str) -> float:
    number = abs(float(digits))
    if number in (0, 1) or not math.isfinite(number):
        return 0.0
    # Whole numbers and simple fractions are common.
    common = number < 1e9 and abs(number * 12 - round(number * 12)) < 1e-4
    return math.log2(2 + number) if common else 10.0


def _all_digits(item: Value) -> str:
    array = as_numbers(item, sequence=True)
    if array is None:
        return type(item).__name__
    return " ".join(_digits(float(number)) for number in np.real(array).ravel())


def seal_text(item: Any, by: bytes) -> tuple[str, str]:
    """Return the digest of a fingerprint, and an item of JSON that only the fingerprint opens."""
    text = json.dumps(item, ensure_ascii=False).encode()
    return _digest(by), base64.b64encode(_cipher(text, by)).decode()


def open_text(texts: Mapping[str, str], by: bytes) -> Any:
    """Return the item that was sealed by a fingerprint; None if there is none."""
    text = texts.get(_digest(by)) if by else None
    return None if text is None else json.loads(_cipher(base64.b64decode(text), by))


def _digest(by: bytes) -> str:
    return hashlib.sha256(b"digest" + by).hexdigest()[:12]


def _cipher(text: bytes, by: bytes) -> bytes:
    stream = hashlib.shake_256(b"text" + by).digest(len(text))
    return bytes(one ^ other for one, other in zip(text, stream, strict=True))
