"""The wire between grader and guest: a typed header in JSON, and raw buffers.

A frame is two lengths, a header and a body. The header is a tree of JSON in
which whatever JSON lacks is an object with a tag ``"~"``; an array is its
dtype, its shape and its place in the body. Nothing is ever unpickled, and
every length is held against a limit before memory is spent on it.
"""

from __future__ import annotations

import json
import math
import re
import socket
import struct
import time
from collections.abc import Callable
from dataclasses import fields
from typing import Any

import numpy as np

from descent.probing.probes import Observation, Probe, Step
from descent.probing.values import ARRAY_KINDS, Inert, Lent, Raised, Ref, Rng, Value

MAX_HEADER = 32 << 20
MAX_BODY = 16 << 20
MAX_NODES = 200_000
MAX_BRACKETS = 1_000_000
MAX_QUOTES = 1_500_000
MAX_DEPTH = 40
MAX_AXES = 8

_LENGTHS = struct.Struct("!II")
_DTYPE = re.compile(rf"[<>|=]?[{ARRAY_KINDS}][0-9]{{1,6}}")
_KINDS: dict[str, Callable[..., Any]] = {
    kind.__name__: kind for kind in (Inert, Raised, Ref, Rng, Lent, Step, Probe, Observation)
}


class WireError(Exception):
    """A frame is not what the wire carries: a guest is broken, or lies."""


class WireTimeout(WireError):
    """Nothing, or not all of a frame, came in time."""


class WireClosed(WireError):
    """The other side is gone."""


def pack(message: Value) -> bytes:
    """Return a frame that carries a message of plain values."""
    buffers: list[bytes] = []
    header = json.dumps(_encode(message, buffers), separators=(",", ":")).encode()
    body = b"".join(buffers)
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
    return _Decoder(body).decode(tree, 0)


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
    try:
        connection.settimeout(_left(deadline))
        connection.sendall(pack(message))
    except TimeoutError:
        raise WireTimeout("the other side does not read") from None
    except OSError as error:
        raise WireClosed(str(error)) from None


def receive(connection: socket.socket, deadline: float | None = None) -> Value:
    """Receive a message, before a time of the monotonic clock if there is a deadline.

    Raises:
        WireTimeout: The deadline has passed.
        WireClosed: The other side has closed the connection.
        WireError: What came is not a message.
    """
    lengths = _read(connection, _LENGTHS.size, deadline)
    header, body = _LENGTHS.unpack(lengths)
    if header > MAX_HEADER or body > MAX_BODY:
        raise WireError(f"a frame of {header} and {body} bytes is too large")
    return unpack(_read(connection, header, deadline), _read(connection, body, deadline))


def _left(deadline: float | None) -> float | None:
    if deadline is None:
        return None
    left = deadline - time.monotonic()
    if left <= 0:
        raise WireTimeout("the time is over")
    return left


def _read(connection: socket.socket, count: int, deadline: float | None) -> bytes:
    # One buffer, since pieces that come byte by byte would each be an object.
    data = bytearray()
    while len(data) < count:
        try:
            connection.settimeout(_left(deadline))
            chunk = connection.recv(min(count - len(data), 1 << 20))
        except TimeoutError:
            raise WireTimeout("the time is over") from None
        except OSError as error:
            raise WireClosed(str(error)) from None
        if not chunk:
            raise WireClosed("the connection is closed")
        data += chunk
    return bytes(data)


def _encode(value: Value, buffers: list[bytes]) -> Any:
    kind = type(value)
    if value is None or kind in (bool, int, float, str):
        return value
    if kind is list:
        return [_encode(item, buffers) for item in value]
    if kind is dict:
        items = [[_encode(k, buffers), _encode(v, buffers)] for k, v in value.items()]
        return {"~": "dict", "items": items}
    if kind is tuple:
        return {"~": "tuple", "items": [_encode(item, buffers) for item in value]}
    if kind is complex:
        return {"~": "complex", "parts": [value.real, value.imag]}
    if kind is np.ndarray:
        data = np.ascontiguousarray(value).tobytes()
        buffers.append(data)
        return {
            "~": "array",
            "dtype": value.dtype.str,
            "shape": list(value.shape),
            "size": len(data),
        }
    if kind.__name__ in _KINDS:
        own = {f.name: _encode(_bare(getattr(value, f.name)), buffers) for f in fields(value)}
        return {"~": kind.__name__, "fields": own}
    raise TypeError(f"{kind.__name__} does not go over the wire")


def _bare(value: Value) -> Value:
    # A mapping field of a dataclass may be any mapping.
    return dict(value) if hasattr(value, "items") and type(value) is not dict else value


class _Decoder:
    def __init__(self, body: bytes) -> None:
        self.body = body
        self.used = 0
        self.nodes = 0

    def decode(self, tree: Any, depth: int) -> Value:
        self.nodes += 1
        if self.nodes > MAX_NODES or depth > MAX_DEPTH:
            raise WireError("a message has too many parts")
        if isinstance(tree, list):
            return [self.decode(item, depth + 1) for item in tree]
        if not isinstance(tree, dict):
            return tree
        try:
            decoder = _TAGS.get(tree["~"], _Decoder._dataclass)
            return decoder(self, tree, depth + 1)
        except (LookupError, TypeError, ValueError, OverflowError, AttributeError) as error:
            raise WireError(f"a malformed value: {type(error).__name__}") from None

    def _tuple(self, tree: dict[str, Any], depth: int) -> Value:
        return tuple(self.decode(item, depth) for item in _list(tree["items"]))

    def _dict(self, tree: dict[str, Any], depth: int) -> Value:
        found = {}
        for key, item in map(_list, _list(tree["items"])):
            if type(key) not in (str, int):
                raise WireError("a key is neither text nor whole number")
            found[key] = self.decode(item, depth)
        return found

    def _complex(self, tree: dict[str, Any], depth: int) -> Value:
        real, imaginary = tree["parts"]
        return complex(float(real), float(imaginary))

    def _array(self, tree: dict[str, Any], depth: int) -> Value:
        if not _DTYPE.fullmatch(tree["dtype"]):
            raise WireError("an array of an unknown dtype")
        dtype = np.dtype(tree["dtype"])
        shape, size = tuple(map(int, _list(tree["shape"]))), int(tree["size"])
        if dtype.kind not in ARRAY_KINDS or dtype.hasobject or dtype.names:
            raise WireError(f"an array of dtype {dtype} is not plain")
        if len(shape) > MAX_AXES or any(n < 0 for n in shape):
            raise WireError("an array of an impossible shape")
        if size != math.prod(shape) * dtype.itemsize or self.used + size > len(self.body):
            raise WireError("an array whose shape does not fit its data")
        start, self.used = self.used, self.used + size
        # Copied, so that it is writable and aligned.
        return np.frombuffer(self.body[start : self.used], dtype).reshape(shape).copy()

    def _dataclass(self, tree: dict[str, Any], depth: int) -> Value:
        own = tree["fields"]
        return _KINDS[tree["~"]](**{name: self.decode(own[name], depth) for name in own})


def _list(value: Any) -> list[Any]:
    if type(value) is not list:
        raise WireError("a list was expected")
    return value


_TAGS: dict[str, Callable[[_Decoder, dict[str, Any], int], Value]] = {
    "tuple": _Decoder._tuple,
    "dict": _Decoder._dict,
    "complex": _Decoder._complex,
    "array": _Decoder._array,
}
