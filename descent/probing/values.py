"""The plain values that are handed to a student's code and come back from it.

Only numbers, strings, ``None``, arrays of them, and tuples, lists and dicts of
those are compared. Anything else is represented by an :class:`Inert` that says
what it was. The same restriction holds in a notebook, on the wire between
grader and guest, and in the files of ``descent/checks``.
"""

from __future__ import annotations

import functools
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np

# bool, int, float, complex, str, None, ndarray, tuple, list, dict and the classes below.
Value = Any

ARRAY_KINDS = "biufcSU"
# Bytes could be carried, but there is nothing to compare them with, and JSON has none.
_OURS = ARRAY_KINDS.replace("S", "")
MAX_DEPTH = 12
MAX_NODES = 100_000
MAX_BYTES = 8 << 20

_ROUNDS = 4096


@dataclass(frozen=True)
class Inert:
    """A thing that cannot be compared; ``description`` says what it was."""

    description: str


@dataclass(frozen=True)
class Excess(Inert):
    """A thing that is far larger than a right one could be, and was not looked at."""


@dataclass(frozen=True)
class Raised:
    """An exception of a student's code: its type, its message, and their line.

    The type is the name of its class or, of a class that nobody knows, of the
    nearest base that is known. ``names`` says what stood under the names in the
    line then, as ``"an array of shape (4, 3)"``.
    """

    type: str
    message: str
    line: int = 0
    source: str = ""
    names: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Sealed:
    """A right value that is known only by its digest, so that nobody can read it.

    ``keys`` are the keys of the dict that is expected, if it is one.
    """

    digest: str
    keys: tuple[str, ...] = ()


@dataclass(frozen=True)
class Digest:
    """An array that a known mistake gives, kept to know it again and not to read it.

    ``shape`` is there where the array is far larger than any that is right.
    """

    text: str
    shape: tuple[int, ...] = ()


@dataclass(frozen=True)
class Ref:
    """An argument: the object that an earlier step of the probe has kept."""

    name: str


@dataclass(frozen=True)
class Rng:
    """An argument: a fresh random generator."""

    kind: Literal["Generator", "RandomState"]
    seed: int

    def make(self) -> np.random.Generator | np.random.RandomState:
        """Return the generator, at its start."""
        if self.kind == "Generator":
            return np.random.default_rng(self.seed)
        return np.random.RandomState(self.seed)


@dataclass(frozen=True)
class Lent:
    """An argument: a function of ours, lent for one call (see ``descent.probing.lent``)."""

    name: str
    constants: tuple[float, ...] = ()


@dataclass(frozen=True, eq=False)
class Sliced:
    """An argument: an array that is a part of a larger one, of which nothing else belongs to it."""

    array: Value

    def make(self) -> np.ndarray[Any, Any]:
        """Return it as every other entry, along each axis, of an array of other numbers."""
        others = np.resize(self.array[::-1], [2 * length for length in self.array.shape])
        part: np.ndarray[Any, Any] = others[(slice(None, None, 2),) * others.ndim]
        part[...] = self.array
        return part


def plain(value: object) -> Value:
    """Return a value as a fresh copy made of exact builtins and plain arrays.

    NumPy scalars become Python numbers; subclasses of tuple, list and dict
    become those. What cannot be represented becomes an :class:`Inert`.
    """
    return _Copier().copy(value, 0)


class _Copier:
    def __init__(self) -> None:
        self.nodes = 0
        self.bytes = 0

    def copy(self, value: Any, depth: int) -> Value:
        self.nodes += 1
        if self.nodes > MAX_NODES:
            return Inert("more values than anyone asked for")
        if depth > MAX_DEPTH:
            return Inert("a structure nested too deeply")
        if value is None or isinstance(value, bool):
            return value
        # Subclasses lose whatever methods they bring.
        if isinstance(value, float):
            return float.__float__(value)
        if isinstance(value, complex):
            return complex(value.real, value.imag)
        if isinstance(value, str):
            return str.__str__(value)
        if value is ...:
            return Inert("...")
        if isinstance(value, int):
            number = int.__index__(value)
            return number if abs(number) < 1 << 256 else Inert("a huge integer")
        if isinstance(value, np.ndarray):
            return self._array(value)
        if isinstance(value, np.generic):
            if value.dtype.kind not in _OURS:
                return Inert(f"a {type(value).__name__}")
            # The item of a longdouble is a longdouble again.
            usual = {"f": float, "c": complex}.get(value.dtype.kind, value.dtype)
            return self.copy(value.astype(usual).item(), depth)
        if isinstance(value, (tuple, list)):
            items = [self.copy(item, depth + 1) for item in list(value)]
            return tuple(items) if isinstance(value, tuple) else items
        if isinstance(value, Mapping):
            return {_key(key): self.copy(item, depth + 1) for key, item in list(value.items())}
        if isinstance(value, (Inert, Raised, Sealed)):
            return value
        return Inert(_describe(value))

    def _array(self, value: np.ndarray[Any, Any]) -> Value:
        if isinstance(value, (np.matrix, np.ma.MaskedArray)):
            return Inert(f"a numpy.{type(value).__name__}, not a plain array")
        if value.dtype.kind == "O":
            return self._objects(value)
        if value.dtype.kind not in _OURS:
            return Inert(f"an array of dtype {value.dtype}")
        self.bytes += value.nbytes
        if self.bytes > MAX_BYTES:
            return Inert(f"an array of shape {value.shape}, too large to look at")
        array = np.array(value, order="C", copy=True, subok=False)
        # No file and no wire between machines has a number that is longer than these.
        longer = {np.dtype(np.longdouble): float, np.dtype(np.clongdouble): complex}
        return array.astype(longer.get(array.dtype, array.dtype.newbyteorder("=")))

    def _objects(self, value: np.ndarray[Any, Any]) -> Value:
        """Return an array of single numbers, as np.frompyfunc gives, as one of their type."""
        if value.size > MAX_NODES - self.nodes:
            return Inert(f"an array of shape {value.shape}, too large to look at")
        items = value.ravel().tolist()
        if all(isinstance(item, (int, float, complex, np.number, np.bool_)) for item in items):
            items = [self.copy(item, MAX_DEPTH) for item in items]
            for kind in (bool, int, float, complex):
                # Integers beyond those of NumPy become floats.
                if all(_fits(item, kind) for item in items):
                    return np.array(items, dtype=kind).reshape(value.shape)
        return Inert("an array of dtype object")


def _fits(item: Value, kind: type) -> bool:
    if kind is int:
        return isinstance(item, int) and -(1 << 63) <= item < 1 << 63
    return isinstance(item, bool if kind is bool else (int, float, kind))


def _key(key: object) -> str | int:
    if isinstance(key, str):
        return str.__str__(key)
    if isinstance(key, int):
        return key if isinstance(key, bool) else int.__index__(key)
    return repr(key)[:100]


def _describe(value: object) -> str:
    kind = type(value).__name__
    if isinstance(value, type):
        return f"the class {value.__name__}"
    if callable(value):
        return f"the function {getattr(value, '__name__', kind)}"
    return f"an object of type {kind}"


def seal(value: Value) -> Sealed:
    """Return the digest of a plain value in place of it.

    A dict of numbers and booleans is sealed as a whole; True, 1 and 1.0 are
    the same to it.
    """
    keys: tuple[str, ...] = ()
    if isinstance(value, dict):
        keys = tuple(sorted(value))
    return Sealed(_digest(value, keys), keys)


def opens(sealed: Sealed, value: Value) -> bool:
    """Return whether a plain value is the one that was sealed."""
    return _digest(value, sealed.keys) == sealed.digest


def _digest(value: Value, keys: tuple[str, ...]) -> str:
    if isinstance(value, dict):
        value = [[key, _number(value.get(key))] for key in keys]
    else:
        value = _number(value)
    return _digest_of(json.dumps(value, default=repr))


# An answer is held against what many mistakes give.
@functools.lru_cache(maxsize=16)
def _digest_of(text: str) -> str:
    digest = b"graded-descent" + text.encode()
    # Trying what it could be takes a while. Python on WebAssembly has no scrypt, nor PBKDF2.
    for _ in range(_ROUNDS):
        digest = hashlib.sha256(digest).digest()
    return digest.hex()[:32]


def _number(value: Value) -> Value:
    if isinstance(value, np.ndarray) and value.ndim == 0:
        value = value.item()
    return float(value) if isinstance(value, (bool, int, float)) else repr(value)
