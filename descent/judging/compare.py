"""Comparison of what an answer gave with what is right.

A result agrees within a relative 1e-6 or an absolute 1e-9. A number may be a
Python number or a 0-d array, a sequence of losses a list, tuple or array, a
truth value also 0 or 1. Extra keys of a dict do not matter.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from descent.judging.digests import is_of
from descent.probing.probes import Observation
from descent.probing.values import Digest, Inert, Raised, Sealed, Value, opens

RTOL, ATOL = 1e-6, 1e-9


class _Missing:
    def __repr__(self) -> str:
        return "nothing"


MISSING = _Missing()


@dataclass(frozen=True)
class Difference:
    """One way in which a part of a result is not what was expected.

    Attributes:
        kind: What is off: the answer ``raised`` an error, a part is
            ``missing``, of another ``type`` or ``shape``, its ``values``
            differ, or an ``argument`` was modified; ``property`` for what a
            property found.
        part: Which part of the result, ``""`` for the result as a whole.
        expected: What is right.
        got: What came.
        index: The first entry of an array that differs.
        count: How many entries differ.
        sentence: What a property has to say.
        fact: What it says besides of this question, where that may be shown.
        cause: The id of the cause, where a property knows it.
        rtol: The relative tolerance within which numbers were compared.
        atol: The absolute one.
    """

    kind: Literal["raised", "missing", "type", "shape", "values", "argument", "property"]
    part: str = ""
    expected: Value = None
    got: Value = None
    index: tuple[int, ...] = ()
    count: int = 0
    sentence: str = ""
    fact: str = ""
    cause: str = ""
    rtol: float = RTOL
    atol: float = ATOL


def parts(
    expected: Observation, got: Observation, returns: tuple[str, ...] = ()
) -> Iterator[tuple[str, Value, Value]]:
    """Yield the parts of a result: label, what is right, what came (or ``MISSING``)."""
    for name, right in expected.shown.items():
        root = "" if name == "result" else name
        yield from _walk(root, right, got.shown.get(name, MISSING), returns)


def _walk(
    label: str, right: Value, came: Value, returns: tuple[str, ...]
) -> Iterator[tuple[str, Value, Value]]:
    if isinstance(right, dict):
        if isinstance(came, dict):
            # JSON and students alike may have strings for numbers as keys.
            for key, item in right.items():
                child = f"{label}[{key!r}]" if label else str(key)
                yield from _walk(child, item, came.get(key, MISSING), ())
            return
    elif isinstance(right, tuple) and isinstance(came, (tuple, list)) and len(came) == len(right):
        for number, (item, other) in enumerate(zip(right, came, strict=True)):
            name = returns[number] if number < len(returns) and not label else f"{label}[{number}]"
            yield from _walk(name, item, other, ())
        return
    yield label, right, came


def agree(right: Value, came: Value, rtol: float = RTOL, atol: float = ATOL) -> bool:
    """Return whether one part of a result is right."""
    return difference("", right, came, rtol, atol) is None


def difference(
    part: str, right: Value, came: Value, rtol: float = RTOL, atol: float = ATOL
) -> Difference | None:
    """Return how one part of a result differs from what is right, if it does."""
    if came is MISSING:
        return Difference("missing", part, right, came)
    if isinstance(came, Digest):
        return None if is_of(came, right) else Difference("values", part, right, came)
    if isinstance(right, Sealed):
        return None if opens(right, came) else Difference("values", part, right, came)
    if right is None or isinstance(right, str):
        same = type(came) is type(right) and came == right
        return None if same else Difference("values", part, right, came)
    if isinstance(right, (Inert, dict, tuple)):
        same = type(came) is type(right) and not (isinstance(right, tuple) and (right or came))
        return None if same else Difference("type", part, right, came)
    numbers = as_numbers(came, sequence=isinstance(right, list))
    if numbers is None:
        return Difference("type", part, right, came)
    expected = np.asarray(right)
    if expected.shape != numbers.shape:
        return Difference("shape", part, right, came)
    wrong = ~close(expected, numbers, rtol, atol)
    if not wrong.any():
        return None
    first = tuple(int(i) for i in np.argwhere(wrong)[0])
    count = int(wrong.sum())
    return Difference("values", part, right, came, first, count, rtol=rtol, atol=atol)


def as_numbers(value: Value, sequence: bool = False) -> np.ndarray[Any, Any] | None:
    """Return a number or an array of numbers as an array, anything else as None.

    With ``sequence``, a list or tuple of numbers also is an array.
    """
    if sequence and isinstance(value, (list, tuple)):
        if all(type(item) is float for item in value):
            return np.array(value, dtype=float)
        items = [as_numbers(item) for item in value]
        if any(item is None or item.ndim for item in items):
            return None
        return np.array([_number(item) for item in items if item is not None])
    if isinstance(value, (bool, int, float, complex)):
        # Integers beyond the range of NumPy's are numbers all the same.
        value = np.asarray(_large(value) if isinstance(value, int) and abs(value) >> 63 else value)
    if not isinstance(value, np.ndarray) or value.dtype.kind not in "biufc":
        return None
    return value


def _large(number: int) -> float:
    try:
        return float(number)
    except OverflowError:
        return math.inf if number > 0 else -math.inf


def _number(item: np.ndarray[Any, Any]) -> float | complex:
    return complex(item) if item.dtype.kind == "c" else float(item)


def close(
    expected: np.ndarray[Any, Any],
    actual: np.ndarray[Any, Any],
    rtol: float = RTOL,
    atol: float = ATOL,
) -> np.ndarray[Any, np.dtype[np.bool_]]:
    """Return entry by entry whether two arrays of one shape agree."""
    with np.errstate(all="ignore"):
        same = np.asarray(actual == expected)
        # So it mostly is, and nothing else takes so little time.
        if same.all():
            return same
        expected = expected.astype(complex if actual.dtype.kind == "c" else float, copy=False)
        gap = np.abs(actual - expected)
        near = (gap <= atol) | (gap <= rtol * np.abs(expected))
    # Next to infinity every gap is small: only infinity itself agrees with it.
    return np.asarray((near & np.isfinite(expected)) | same)


def same_behavior(
    one: Observation,
    other: Observation,
    returns: tuple[str, ...] = (),
    asked: Observation | None = None,
    alike_errors: bool = False,
) -> bool:
    """Return whether one answer did with a probe what another did, errors included.

    What only the other gives besides does not matter, unless something is missing that it may be.

    Args:
        one: What one answer did.
        other: What the other did.
        returns: Names for the items of a tuple.
        asked: What the right answer does: a part of that which is missing
            from one has to be missing from the other, and not to stand there
            under a key of its own.
        alike_errors: Whether two errors about shapes are alike: their texts
            differ between ``np.dot`` and ``@``.
    """
    if (one.raised is None) != (other.raised is None):
        return False
    if one.raised and other.raised and not _same_error(one.raised, other.raised, alike_errors):
        return False
    if one.changed.keys() != other.changed.keys():
        return False
    for place, after in one.changed.items():
        if not (_alike(after, other.changed[place]) and _alike(other.changed[place], after)):
            return False
    if asked:
        there = [
            [(part, came is MISSING) for part, _, came in parts(asked, observation, returns)]
            for observation in (one, other)
        ]
        if there[0] != there[1]:
            return False
        if any(
            _perhaps_renamed(right, one.shown.get(name), other.shown.get(name))
            for name, right in asked.shown.items()
        ):
            return False
    return all(_alike(right, came) for _, right, came in parts(one, other, returns))


def _perhaps_renamed(right: Value, one: Value, other: Value) -> bool:
    """Return whether keys are missing from a dict, and there are others that one has not."""
    if isinstance(right, dict) and isinstance(one, dict) and isinstance(other, dict):
        if right.keys() - other.keys() and other.keys() - right.keys() - one.keys():
            return True
        return any(_perhaps_renamed(right[k], one.get(k), other.get(k)) for k in right)
    if isinstance(right, tuple) and isinstance(one, (tuple, list)):
        return isinstance(other, (tuple, list)) and any(map(_perhaps_renamed, right, one, other))
    return False


def same_value(one: Value, other: Value) -> bool:
    """Return whether one value is what another one is, in each of its parts."""
    return all(_alike(right, came) for _, right, came in _walk("", one, other, ()))


_ADDRESS = re.compile(r"0x[0-9a-fA-F]+")


_SHAPES = re.compile(r"shapes|core dimension|operands could not be broadcast")


def _same_error(one: Raised, other: Raised, alike: bool) -> bool:
    texts = [_ADDRESS.sub("", error.message) for error in (one, other)]
    if alike and all(map(_SHAPES.search, texts)):
        return one.type == other.type
    return one.type == other.type and texts[0] == texts[1]


def _alike(right: Value, came: Value, rtol: float = RTOL) -> bool:
    """Return whether a value is what another is; NaN is like NaN, and more keys do not matter."""
    if right is MISSING or came is MISSING:
        return right is came
    if isinstance(right, Digest):
        return is_of(right, came)
    if isinstance(came, Digest):
        return is_of(came, right)
    sequence = isinstance(right, list)
    numbers = as_numbers(right, sequence=sequence)
    if numbers is not None and numbers.size:
        other = as_numbers(came, sequence=sequence)
        return other is not None and _same_numbers(numbers, other, rtol)
    if isinstance(right, (tuple, list)):
        return (
            type(came) is type(right)
            and len(came) == len(right)
            and all(_alike(one, other, rtol) for one, other in zip(right, came, strict=True))
        )
    if isinstance(right, dict):
        return isinstance(came, dict) and all(
            key in came and _alike(item, came[key], rtol) for key, item in right.items()
        )
    return agree(right, came, rtol) if isinstance(right, Sealed) else _equal(right, came)


def _same_numbers(one: np.ndarray[Any, Any], other: np.ndarray[Any, Any], rtol: float) -> bool:
    if one.shape != other.shape:
        return False
    nan = np.isnan(one)
    if not nan.any():
        return bool(close(one, other, rtol).all())
    return bool(np.array_equal(nan, np.isnan(other)) and close(one[~nan], other[~nan], rtol).all())


def _equal(one: Value, other: Value) -> bool:
    if isinstance(one, np.ndarray) or isinstance(other, np.ndarray):
        return type(one) is type(other) and bool(np.array_equal(one, other))
    return type(one) is type(other) and bool(one == other)


def untouched(
    changed: Mapping[str, Value], originals: Mapping[str, Value], rtol: float
) -> Iterator[tuple[str, Value, Value]]:
    """Yield the arguments that an answer modified by more than rounding."""
    for place, after in changed.items():
        before = originals.get(place)
        more = isinstance(before, dict) and isinstance(after, dict) and after.keys() - before.keys()
        if more or not _alike(before, after, rtol):
            yield place, before, after
