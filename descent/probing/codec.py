"""The one codec of plain values: a tree for JSON, in which what JSON lacks has a tag ``"~"``.

The files of checks and the wire between grader and guest share it. Three things each of them
does in its own way, for reasons that stand there: numbers, dicts and arrays.
"""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import numpy as np

from descent.probing.values import (
    Digest,
    Excess,
    Inert,
    Lent,
    Raised,
    Ref,
    Rng,
    Sealed,
    Sliced,
    Value,
)

Kinds = Mapping[str, type]


def named(kinds: Iterable[type]) -> Kinds:
    """Return the dataclasses that may be written, by their names."""
    return {kind.__name__: kind for kind in kinds}


class Encoder(ABC):
    """Makes a tree for JSON of plain values.

    Attributes:
        kinds: The dataclasses that it writes.
    """

    kinds: Kinds

    def encode(self, value: Value) -> Any:
        """Return a value as lists, dicts and what JSON has besides.

        Raises:
            TypeError: It is not plain.
        """
        kind = type(value)
        if value is None or kind in (bool, int, str):
            return value
        if isinstance(value, float):
            return self.number(value)
        if kind is list:
            return [self.encode(item) for item in value]
        if kind is tuple:
            return {"~": "tuple", "items": [self.encode(item) for item in value]}
        if kind is dict:
            return self.mapping(value)
        if kind is complex:
            return {"~": "complex", "parts": [self.number(value.real), self.number(value.imag)]}
        if kind is np.ndarray:
            return self.array(value)
        if self.kinds.get(kind.__name__) is kind:
            own = {name: self.encode(item) for name, item in self.fields(value)}
            return {"~": kind.__name__, **own}
        raise TypeError(f"{kind.__name__} goes into no file and over no wire")

    def fields(self, value: Value) -> Iterator[tuple[str, Value]]:
        """Yield the fields of a dataclass that are to be written, each with what it has."""
        for name in value.__dataclass_fields__:
            item = getattr(value, name)
            # A field that is a mapping may be any.
            yield name, dict(item) if isinstance(item, Mapping) else item

    @abstractmethod
    def number(self, value: float) -> Any:
        """Return a number that may be NaN or infinite."""

    @abstractmethod
    def mapping(self, value: dict[Any, Value]) -> Any:
        """Return a dict."""

    @abstractmethod
    def array(self, value: np.ndarray[Any, Any]) -> Any:
        """Return an array."""


class Decoder(ABC):
    """Makes plain values of a tree for JSON.

    Whatever it does not understand raises a LookupError, TypeError, ValueError,
    AttributeError or OverflowError.

    Attributes:
        kinds: The dataclasses that it makes.
    """

    kinds: Kinds

    def decode(self, tree: Any) -> Value:
        """Return the value that a tree stands for; what is no tree is a value already."""
        if isinstance(tree, list):
            return self.items(tree)
        if not isinstance(tree, dict):
            return tree
        tag = tree.get("~")
        if tag is None or tag == "dict":
            return self.mapping(tree)
        if tag == "float":
            return self.number(tree)
        if tag == "tuple":
            return tuple(self.items(listed(tree["items"])))
        if tag == "complex":
            real, imaginary = listed(tree["parts"])
            return complex(self.number(real), self.number(imaginary))
        if tag == "array":
            return self.array(tree)
        return self.kinds[tag](**{n: self.decode(item) for n, item in tree.items() if n != "~"})

    def items(self, trees: list[Any]) -> list[Value]:
        """Return the values that the items of a list stand for."""
        return [self.decode(item) for item in trees]

    @abstractmethod
    def number(self, tree: Any) -> float:
        """Return a number that may be NaN or infinite."""

    @abstractmethod
    def mapping(self, tree: dict[str, Any]) -> Value:
        """Return a dict."""

    @abstractmethod
    def array(self, tree: dict[str, Any]) -> Value:
        """Return an array."""


def listed(tree: Any) -> list[Any]:
    """Return a list of a tree as it is.

    Raises:
        TypeError: It is something else, which might be taken for one.
    """
    if type(tree) is not list:
        raise TypeError("a list was expected")
    return tree


class _ToFile(Encoder):
    kinds = named((Digest, Inert, Excess, Raised, Sealed, Ref, Rng, Lent, Sliced))

    def number(self, value: float) -> Any:
        if not math.isfinite(value):
            # The files are JSON to everybody, and JSON has no word for these.
            return {"~": "float", "value": repr(float(value))}
        # Ten digits are far more than the tolerance of a comparison, and few enough
        # to come out the same on machines whose last digits differ.
        rounded = float(f"{value:.10g}")
        # A question may ask for one minus a hair, which is not one.
        whole = rounded.is_integer() and not value.is_integer()
        return value if whole or math.isinf(rounded) else rounded

    def mapping(self, value: dict[Any, Value]) -> Any:
        # For those who read the files: on the wire a dict is a list of pairs.
        items = {str(key): self.encode(item) for key, item in value.items()}
        return {"~": "dict", "items": items} if "~" in items else items

    def array(self, value: np.ndarray[Any, Any]) -> Any:
        # As numbers, which compress and can be read; a file has no body of raw buffers.
        data = [self.encode(item) for item in value.ravel().tolist()]
        return {"~": "array", "dtype": value.dtype.str, "shape": list(value.shape), "data": data}


# What has items of its own in JSON.
_BRANCHES = frozenset((list, dict))


class FromFile(Decoder):
    """Reads what :func:`to_json` wrote."""

    kinds = _ToFile.kinds

    def number(self, tree: Any) -> float:
        """Return a number that may be NaN or infinite."""
        return float(tree["value"] if isinstance(tree, dict) else tree)

    def mapping(self, tree: dict[str, Any]) -> Value:
        """Return a dict."""
        items = tree["items"] if "~" in tree else tree
        return dict(zip(items, self.items([*items.values()]), strict=True))

    def items(self, trees: list[Any]) -> list[Value]:
        """Return the values that the items of a list stand for."""
        # Most items are leaves, and a call for each takes longer than all else.
        return [self.decode(item) if type(item) in _BRANCHES else item for item in trees]

    def array(self, tree: dict[str, Any]) -> np.ndarray[Any, Any]:
        """Return an array, which is written as the list of its numbers."""
        data = [self.decode(item) if type(item) is dict else item for item in tree["data"]]
        return np.array(data, dtype=tree["dtype"]).reshape(tree["shape"])


def to_json(value: Value) -> Any:
    """Return a value as something that the ``json`` module can write to a file.

    Raises:
        TypeError: It is not plain.
    """
    return _ToFile().encode(value)


def from_json(data: Any) -> Value:
    """Return the value that :func:`to_json` wrote."""
    return FromFile().decode(data)
