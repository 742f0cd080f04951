"""The wire between grader and guest: a typed header in JSON, and raw buffers.

A frame is two lengths, a header and a body. The header is a tree of JSON as
`descent.probing.codec` makes it; an array is its dtype, its shape and its place
in the body. Nothing is ever unpickled, and every length is held against a limit
before memory is spent on it.
"""

from __future__ import annotations

import json
import math
import re
import socket
import struct
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import MISSING, fields
from typing import Any, Literal, get_args, get_origin, get_type_hints

import numpy as np

from descent.probing.codec import Decoder, Encoder, listed, named
from descent.probing.probes import Observation, Probe, Step
from descent.probing.values import ARRAY_KINDS, Inert, Lent, Raised, Ref, Rng, Sliced, Value

MAX_HEADER = 32 << 20
MAX_BODY = 16 << 20
MAX_NODES = 200_000
MAX_BRACKETS = 1_000_000
MAX_QUOTES = 1_500_000
MAX_DEPTH = 40
MAX_AXES = 32

_LENGTHS = struct.Struct("!II")
_DTYPE = re.compile(rf"[<>|=]?[{ARRAY_KINDS}][0-9]{{1,6}}")
# Of which types there are literals.
_WORDS = frozenset((bool, int, str))


def _test_of(hint: Any) -> Callable[[Value], bool]:
    """Return what tells whether a decoded value is what the field of a dataclass is declared as."""
    origin, inner = get_origin(hint), get_args(hint)
    if hint is Any:
        return lambda value: True
    if origin is Literal:
        words = frozenset((type(one), one) for one in inner)
        return lambda value: type(value) in _WORDS and (type(value), value) in words
    tests = [_test_of(one) for one in inner if one is not ...]
    if origin is tuple:
        return lambda value: type(value) is tuple and all(map(tests[0], value))
    if origin is Mapping:
        of_key, of_item = tests
        return lambda value: (
            type(value) is dict and all(map(of_key, value)) and all(map(of_item, value.values()))
        )
    if tests:
        return lambda value: any(test(value) for test in tests)
    kinds = (float, int) if hint is float else (hint,)
    return lambda value: type(value) in kinds


_KINDS = named((Inert, Raised, Ref, Rng, Lent, Sliced, Step, Probe, Observation))
# Made once: to look at a declaration takes longer than to look at a value.
_TESTS = {
    kind: [(name, _test_of(hint)) for name, hint in get_type_hints(kind).items()]
    for kind in _KINDS.values()
}
# What a field has if nothing is said.
_USUAL = {
    kind: {
        one.name: one.default if one.default_factory is MISSING else one.default_factory()
        for one in fields(kind)
    }
    for kind in _KINDS.values()
}


class WireError(Exception):
    """A frame is not what the wire carries: a guest is broken, or lies."""


class WireTimeout(WireError):
    """Nothing, or not all of a frame, came in time."""


class WireClosed(WireError):
    """The other side is gone."""


def pack(message: Value) -> bytes:
    """Return a frame that carries a message of plain values."""
    encoder = _Encoder()
    tree = encoder.encode(message)
    text = json.dumps(tree, separators=(",", ":"), ensure_ascii=False)
    header = text.encode("utf-8", "surrogatepass")
    body = b"".join(encoder.buffers)
    return _LENGTHS.pack(len(header), len(body)) + header + body


def unpack(header: bytes, body: bytes) -> Value:
    """Return the message of a frame.

    Raises:
        WireError: The frame is malformed, or larger or deeper than a message may be.
    """
    if crowded(header, MAX_BRACKETS, MAX_QUOTES):
        raise WireError("a message has too many parts")
    try:
        tree = json.loads(header)
    except (ValueError, RecursionError) as error:
        raise WireError(f"the header is not JSON: {type(error).__name__}") from None
    return _Decoder(body).decode(tree)


def unpack_frame(frame: bytes) -> Value:
    """Return the message of a frame that is there whole, as :func:`pack` made it.

    Raises:
        WireError: As for :func:`unpack`.
    """
    if len(frame) < _LENGTHS.size:
        raise WireError("a frame is cut off")
    header, body = _LENGTHS.unpack(frame[: _LENGTHS.size])
    if len(frame) != _LENGTHS.size + header + body:
        raise WireError("a frame is cut off")
    return unpack(frame[_LENGTHS.size :][:header], frame[_LENGTHS.size + header :])


def crowded(text: bytes, brackets: int, quotes: int) -> bool:
    """Return whether JSON has more lists and dicts, or quotes of texts, than it may.

    Empty lists and short texts take many times the memory that they take in JSON.
    """
    return (
        text.count(b"[") + text.count(b"{") > brackets
        or text.count(b'"') - text.count(b'\\"') > quotes
    )


def send(connection: socket.socket, message: Value, deadline: float | None = None) -> None:
    """Send a message, before a time of the monotonic clock if there is a deadline."""
    send_frames(connection, pack(message), deadline)


def send_frames(connection: socket.socket, frames: bytes, deadline: float | None = None) -> None:
    """Send messages as :func:`pack` made them, one behind the other."""
    try:
        connection.settimeout(_remaining(deadline))
        connection.sendall(frames)
    except TimeoutError:
        raise WireTimeout("the other side does not read") from None
    except OSError as error:
        raise WireClosed(str(error)) from None


def receive(
    connection: socket.socket, deadline: float | None = None, most: int = MAX_HEADER
) -> Value:
    """Receive a message, before a time of the monotonic clock if there is a deadline.

    Args:
        connection: Where it comes from.
        deadline: When it has to be there.
        most: How many bytes its header may have.

    Raises:
        WireTimeout: The deadline has passed.
        WireClosed: The other side has closed the connection.
        WireError: What came is not a message.
    """
    lengths = _read(connection, _LENGTHS.size, deadline)
    header, body = _LENGTHS.unpack(lengths)
    if header > min(most, MAX_HEADER) or body > MAX_BODY:
        raise WireError(f"a frame of {header} and {body} bytes is too large")
    data = _read(connection, header + body, deadline)
    return unpack(data[:header], data[header:])


def _remaining(deadline: float | None) -> float | None:
    if deadline is None:
        return None
    remaining = deadline - time.monotonic()
    if remaining <= 0:
        raise WireTimeout("the time is over")
    return remaining


def _read(connection: socket.socket, count: int, deadline: float | None) -> bytes:
    # One buffer, since pieces that come byte by byte would each be an object.
    data = bytearray()
    while len(data) < count:
        try:
            connection.settimeout(_remaining(deadline))
            chunk = connection.recv(min(count - len(data), 1 << 20))
        except TimeoutError:
            raise WireTimeout("the time is over") from None
        except OSError as error:
            raise WireClosed(str(error)) from None
        if not chunk:
            raise WireClosed("the connection is closed")
        data += chunk
    return bytes(data)


class _Encoder(Encoder):
    kinds = _KINDS

    def __init__(self) -> None:
        self.buffers: list[bytes] = []

    def fields(self, value: Value) -> Iterator[tuple[str, Value]]:
        usual = _USUAL[type(value)]
        for name, item in super().fields(value):
            # Most have nothing of their own in most values.
            if type(item) is not type(usual[name]) or item != usual[name]:
                yield name, item

    def number(self, value: float) -> Any:
        # To the bit, and NaN as a word of Python's: it is the only reader, and counts the parts.
        if type(value) is not float:
            raise TypeError(f"{type(value).__name__} does not go over the wire")
        return value

    def mapping(self, value: dict[Any, Value]) -> Any:
        # Keys keep their type, and none of a student's can be taken for a tag.
        items = [[self.encode(key), self.encode(item)] for key, item in value.items()]
        return {"~": "dict", "items": items}

    def array(self, value: np.ndarray[Any, Any]) -> Any:
        # As it lies in memory: millions of numbers as text would take their time.
        data = np.ascontiguousarray(value).tobytes()
        self.buffers.append(data)
        shape = list(value.shape)
        return {"~": "array", "dtype": value.dtype.str, "shape": shape, "size": len(data)}


class _Decoder(Decoder):
    """Reads what a guest claims: each part is counted, and held to its type, before it is made."""

    kinds = _KINDS

    def __init__(self, body: bytes) -> None:
        self.body = body
        self.used = 0
        self.nodes = 0
        self.depth = -1

    def decode(self, tree: Any) -> Value:
        self.nodes += 1
        self.depth += 1
        if self.nodes > MAX_NODES or self.depth > MAX_DEPTH:
            raise WireError("a message has too many parts")
        if type(tree) not in (list, dict):
            self.depth -= 1
            return tree
        try:
            value = super().decode(tree)
        except (LookupError, TypeError, ValueError, OverflowError, AttributeError) as error:
            raise WireError(f"a malformed value: {type(error).__name__}") from None
        self.depth -= 1
        for name, fits in _TESTS.get(type(value), ()):
            if not fits(getattr(value, name)):
                raise WireError(f"{name} of {type(value).__name__} is not of its type")
        return value

    def number(self, tree: Any) -> float:
        return float(tree)

    def mapping(self, tree: dict[str, Any]) -> Value:
        items = {}
        for key, item in map(listed, listed(tree["items"])):
            if type(key) not in (str, int):
                raise WireError("a key is neither text nor whole number")
            items[key] = self.decode(item)
        return items

    def array(self, tree: dict[str, Any]) -> Value:
        if not _DTYPE.fullmatch(tree["dtype"]):
            raise WireError("an array of an unknown dtype")
        dtype = np.dtype(tree["dtype"])
        shape, size = tuple(map(int, listed(tree["shape"]))), int(tree["size"])
        if dtype.kind not in ARRAY_KINDS or dtype.hasobject or dtype.names:
            raise WireError(f"an array of dtype {dtype} is not plain")
        if len(shape) > MAX_AXES or any(n < 0 for n in shape):
            raise WireError("an array of an impossible shape")
        if size != math.prod(shape) * dtype.itemsize or self.used + size > len(self.body):
            raise WireError("an array whose shape does not fit its data")
        start, self.used = self.used, self.used + size
        data = self.body[start : self.used]
        if dtype.kind == "U":
            # Whoever reads such a text later would come upon an error of Python's own.
            codes = np.frombuffer(data, f"{dtype.str[0]}u4")
            if codes.size and codes.max() > sys.maxunicode:
                raise WireError("an array of characters that there are not")
        # Copied, so that it is writable and aligned.
        return np.frombuffer(data, dtype).reshape(shape).copy()
