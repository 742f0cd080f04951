"""What a guest claims, held against what may be claimed before anything is done with it.

What a probe has shown may be a few times as large as what is right, what is
asked, and what known mistakes give. What is larger is no right answer, and only
that it was larger is kept of it.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from descent.judging.compare import as_numbers
from descent.judging.criteria import originals
from descent.probing.described import believed
from descent.probing.lent import lend
from descent.probing.probes import Observation, Probe
from descent.probing.raised import KNOWN_ERRORS
from descent.probing.values import Digest, Excess, Inert, Lent, Raised, Value
from grader.guest.both.room import room_of

# By how much a claim may be larger than the largest thing that is known of a probe, and how much
# is always allowed.
MARGIN, SPARE = 4, 1000
MORE_AXES = 2

# Of a text, as many characters count as a number.
_AS_A_NUMBER = 8
_BITS = 256
# How deep a part of a result may lie that is looked at by itself.
_DEPTH = 2
_LONGEST_KEY = 100
_LONGEST_NAME, _LONGEST_MESSAGE, _LONGEST_LINE = 100, 500, 200
_MOST_LINES = 20
_LARGEST_ARGUMENT = 10_000

# Of an error in an output: its name, what it says, and the parts of its traceback.
_LONGEST_ERROR_NAME, _LONGEST_ERROR, _MOST_PARTS = 500, 20_000, 200
_MOST_FORMS, _LONGEST_FORM = 20, 100


class BadClaim(Exception):
    """A guest's reply has another form than any guest of ours would give it."""


@dataclass(frozen=True)
class Room:
    """How large a thing may be that a guest says it has seen.

    Attributes:
        entries: Numbers, items, and pieces of text in all. An axis without
            entries counts as one with a single entry.
        axes: Axes of an array.
    """

    entries: int
    axes: int


LARGEST = Room(1 << 18, 32)


def room_for(probe: Probe, *observations: Observation) -> Room:
    """Return the room for what a probe shows.

    Args:
        probe: The question.
        observations: What the right answer shows, and what known mistakes do.
    """
    arguments = [*originals(probe).values()]
    results = [[*one.shown.values()] for one in observations]
    arrays = [i for i in leaves([arguments, results]) if isinstance(i, (np.ndarray, Digest))]
    largest = max(map(_size, results), default=0) + _size(arguments)
    # Where two axes are not paired, each entry of one meets each of the other.
    side = max((n for array in arrays for n in array.shape), default=1)
    axes = max((len(array.shape) for array in arrays), default=0) + MORE_AXES
    return Room(min(MARGIN * largest + side**2 + SPARE, LARGEST.entries), min(axes, LARGEST.axes))


def leaves(value: Value) -> Iterator[Value]:
    """Yield what there is in a plain value that holds nothing else."""
    items = value.values() if isinstance(value, Mapping) else value
    if isinstance(value, (Mapping, list, tuple)):
        for item in items:
            yield from leaves(item)
    else:
        yield value


def _size(value: Value) -> int:
    """Return how many numbers, items and pieces of text there are in a plain value."""
    if isinstance(value, np.ndarray):
        per_entry = max(1, value.itemsize // (4 * _AS_A_NUMBER)) if value.dtype.kind == "U" else 1
        return 1 + int(math.prod(max(n, 1) for n in value.shape)) * per_entry
    if isinstance(value, Digest):
        return 1 + math.prod(value.shape)
    if isinstance(value, (str, Inert)):
        text = value if isinstance(value, str) else value.description
        return 1 + len(text) // _AS_A_NUMBER
    if isinstance(value, (Mapping, list, tuple)):
        items = value.values() if isinstance(value, Mapping) else value
        return 1 + sum(map(_size, items))
    return 1


def observation_of(claim: Value, probe: Probe, room: Room) -> Observation:
    """Return an observation as a guest claims it, without what no probe could have shown.

    Args:
        claim: The claim.
        probe: The question.
        room: How large each thing in it may be.

    Raises:
        BadClaim: It is no observation.
    """
    if not isinstance(claim, Observation):
        raise BadClaim("the guest's reply is no observation")
    names = {step.show or step.keep for step in probe.steps} - {""}
    places = originals(probe) if claim.changed else {}
    return Observation(
        {name: _Fitting(room).fit(item) for name, item in claim.shown.items() if name in names},
        {place: _Fitting(room).fit(i) for place, i in claim.changed.items() if place in places},
        claim.raised and _error_of(claim.raised),
    )


def _error_of(claim: Raised) -> Raised:
    # Any other name is made up, and could carry anything.
    name = claim.type if claim.type in KNOWN_ERRORS else "Exception"
    line = claim.line if 0 <= claim.line < 1 << 31 else 0
    source = claim.source[:_LONGEST_LINE]
    names = believed(claim.names, source)
    return Raised(name, claim.message[:_LONGEST_MESSAGE], line, source, names)


class _Fitting:
    """Takes over what there is room for in one claim."""

    def __init__(self, room: Room) -> None:
        self.left, self.axes = room.entries, room.axes

    def fit(self, value: Value, depth: int = 0) -> Value:
        """Return a value with what is too large replaced by word of that."""
        if not _is_plain(value):
            return Inert(f"an object of type {type(value).__name__}")
        size = _size(value)
        if size <= self.left and _axes(value) <= self.axes:
            self.left -= size
            return value
        # What else there is in a tuple or a dict may be right.
        if depth < _DEPTH and isinstance(value, (tuple, dict)) and len(value) <= self.left:
            self.left -= 1
            if isinstance(value, dict):
                return {key: self.fit(item, depth + 1) for key, item in value.items()}
            return tuple(self.fit(item, depth + 1) for item in value)
        return Excess(_described(value))


def _is_plain(value: Value) -> bool:
    """Return whether a value is one that `plain` gives."""
    if isinstance(value, (list, tuple)):
        return all(map(_is_plain, value))
    if isinstance(value, dict):
        return all(map(_is_key, value)) and all(map(_is_plain, value.values()))
    if isinstance(value, np.ndarray):
        return value.dtype.kind in "biufcU"
    if isinstance(value, int):
        return value.bit_length() <= _BITS
    return value is None or isinstance(value, (float, complex, str, Inert))


def _is_key(key: Value) -> bool:
    return len(key) <= _LONGEST_KEY if isinstance(key, str) else key.bit_length() <= _BITS


def _axes(value: Value) -> int:
    """Return the most axes of an array in a value."""
    return max((leaf.ndim for leaf in leaves(value) if isinstance(leaf, np.ndarray)), default=0)


def _described(value: Value) -> str:
    if isinstance(value, np.ndarray):
        return f"an array of shape {value.shape}, far larger than that"
    if isinstance(value, (list, tuple, dict)):
        return f"a {type(value).__name__} of {len(value)} items, far larger than that"
    return "something far larger than that"


def lines_of(claim: Value) -> tuple[str, ...]:
    """Return lines of a cell, as a guest quotes them."""
    lines = claim[:_MOST_LINES] if isinstance(claim, list) else ()
    return tuple(line[: 5 * _LONGEST_NAME] for line in lines if isinstance(line, str))


def outputs_of(claim: Value, room: int) -> list[dict[str, Any]]:
    """Return the outputs of a cell in the form of nbformat, whatever a guest has claimed.

    Args:
        claim: The claim.
        room: Bytes that they may take where they are stored; others are dropped, with a word.

    Raises:
        BadClaim: They are no outputs.
    """
    if not isinstance(claim, list):
        raise BadClaim("the guest's reply has no outputs")
    outputs: list[dict[str, Any]] = []
    # A guest of ours counts in the same way, and says itself what it has dropped.
    room += room // 8
    for one in claim:
        if not isinstance(one, dict):
            continue
        output = _output_of(one)
        room -= room_of(output)
        if room < 0:
            text = "\n[the rest of the output was dropped: too long]\n"
            return [*outputs, {"output_type": "stream", "name": "stderr", "text": text}]
        outputs.append(output)
    return outputs


def _output_of(claim: dict[Any, Any]) -> dict[str, Any]:
    kind = _text(claim.get("output_type"))
    if kind == "stream":
        name = "stderr" if _text(claim.get("name")) == "stderr" else "stdout"
        return {"output_type": "stream", "name": name, "text": _text(claim.get("text"))}
    if kind == "error":
        parts = claim.get("traceback")
        return {
            "output_type": "error",
            "ename": _text(claim.get("ename"))[:_LONGEST_ERROR_NAME],
            "evalue": _text(claim.get("evalue"))[:_LONGEST_ERROR],
            "traceback": [_text(part) for part in parts[:_MOST_PARTS]]
            if isinstance(parts, list)
            else [],
        }
    data = claim.get("data")
    forms = [*data.items()][:_MOST_FORMS] if isinstance(data, dict) else []
    return {
        "output_type": "execute_result" if kind == "execute_result" else "display_data",
        "data": {
            form: _json(item)
            for form, item in forms
            if isinstance(form, str)
            and len(form) <= _LONGEST_FORM
            and isinstance(item, (str, dict, list))
        },
        "metadata": {},
    }


def _text(claim: Value) -> str:
    return claim if isinstance(claim, str) else ""


def _json(value: Value) -> Any:
    """Return data for JSON, with null in place of all that JSON has not."""
    if isinstance(value, (list, tuple)):
        return [_json(item) for item in value]
    if isinstance(value, dict):
        return {str(key): _json(item) for key, item in value.items() if _is_key(key)}
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, int):
        return value if value.bit_length() <= _BITS else None
    return value if isinstance(value, str) else None


def lent_value(reply: dict[str, Value], lent: Sequence[Lent]) -> float:
    """Return the value of a lent function at what the guest passes; NaN where it has none.

    Raises:
        BadClaim: It is not lent.
    """
    function, x = reply["call"], as_numbers(reply.get("x"))
    if not isinstance(function, Lent) or function not in lent:
        raise BadClaim("only a function that is lent can be called")
    if x is None or x.size > _LARGEST_ARGUMENT:
        return float("nan")
    try:
        return float(lend(function)(x))
    except (TypeError, ValueError, KeyError, OverflowError):
        return float("nan")
