"""Numbers to six digits, and what is left of an array that has to be known, not read."""

from __future__ import annotations

import base64
import hashlib

import numpy as np

from descent.probing.values import Digest, Value

# One in 250,000 is alike by chance, and a mistake is known by several at once.
_LETTERS = 3


def digits(number: float) -> str:
    """Return a number to six digits: algebraically equal results have the same, but for chance."""
    return "0" if abs(number) < 5e-10 else f"{number:.5e}"


def digest(value: Value) -> Digest | None:
    """Return an array of real numbers as its digest; None for anything else."""
    if not isinstance(value, np.ndarray) or value.dtype.kind not in "biuf":
        return None
    lines = [str(value.shape), *(digits(float(number)) for number in value.ravel())]
    sha = hashlib.sha256("\n".join(lines).encode()).digest()
    return Digest(base64.b64encode(sha).decode()[:_LETTERS])


def is_of(known: Digest, value: Value) -> bool:
    """Return whether a value is what is known by its digest."""
    other = value if isinstance(value, Digest) else digest(value)
    return other is not None and other.text == known.text
