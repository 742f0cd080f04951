"""What makes answer sheets small: nothing in them is written twice.

Known mistakes give mostly what is right, what another mistake gives, or a
multiple of either. So what is right is marked rather than repeated, and arrays
stand in a table of their own, each once. What a mistake gives beside what is
right is written as

- ``0`` where it is the same,
- ``n`` for the array in line n of the table, -1 for the first that none has asked for yet,
- a float for that number, a string for a :class:`~descent.probing.values.Digest` of no shape,
- a list, with one of these for each item, for a list or a dict of the same keys,
- ``{"=": ...}`` for anything else, as it is.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from functools import partial
from itertools import accumulate, chain
from typing import Any

import numpy as np

from descent.probing.codec import FromFile
from descent.probing.values import Digest

_SAME, _NEXT = 0, -1

# What an array is of where nothing else is said.
_USUAL = "<f8"

# Of fewer numbers than these, nearly any array is a multiple of nearly any other.
_FEWEST = 4

# Digits of what only known mistakes give: it is compared, with a tolerance, and never shown.
_DIGITS = 8

# Two numbers that are rounded so differ by this at most.
_CLOSE = 2e-7


def pack(sheet: dict[str, Any]) -> dict[str, Any]:
    """Return a sheet of JSON in a shorter form, its arrays in a table ``"arrays"``.

    An array that is a multiple of one before it is written as that. How many arrays each
    observation of a known mistake is the first to ask for stands beside them (``"new"``), and so
    do the ids of the mistakes (``"ids"``).
    """
    table = _Table()
    short = {name: table.without_arrays(item) for name, item in sheet.items() if name != "mistakes"}
    mistakes, new, ids = [], [], []
    for mistake in sheet["mistakes"]:
        observations, counts = [], []
        for observation, right in zip(mistake["observations"], sheet["expected"], strict=False):
            before = len(table.entries)
            observations.append(table.beside(observation, right))
            counts.append(len(table.entries) - before)
        rest = {name: item for name, item in mistake.items() if name != "id"}
        mistakes.append({**rest, "observations": observations})
        new.append(counts)
        ids.append(mistake["id"])
    return {**short, "new": new, "ids": ids, "mistakes": mistakes, "arrays": table.entries}


def unpack(data: dict[str, Any]) -> dict[str, Any]:
    """Return the sheet that :func:`pack` made short, with plain values for its JSON."""
    packed = Packed(data)
    mistakes = []
    for place in range(len(packed.ids)):
        mistake, readers = packed.mistake(place)
        mistakes.append({**mistake, "observations": [read() for read in readers]})
    return {**packed.sheet, "mistakes": mistakes}


class Packed(FromFile):
    """What :func:`pack` made short, of which known mistakes are read when they are needed.

    Attributes:
        sheet: All but the known mistakes, with plain values for its JSON.
        ids: The ids of the known mistakes.
    """

    def __init__(self, data: dict[str, Any]) -> None:
        """Take what :func:`pack` gave; its mistakes and arrays may be made when looked at."""
        self._data = data
        self.ids: list[str] = data["ids"]
        self._table: dict[int, np.ndarray[Any, Any]] = {}
        self._asked = 0
        others = ("arrays", "mistakes", "new", "ids")
        self.sheet = {k: self.decode(item) for k, item in data.items() if k not in others}
        # How many arrays have been asked for before each observation of a mistake, in one row.
        self._before = [*accumulate(chain.from_iterable(data["new"]), initial=self._asked)]
        self._first = [*accumulate(map(len, data["new"]), initial=0)]

    def mistake(self, place: int) -> tuple[dict[str, Any], list[Callable[[], Any]]]:
        """Return what is known of a mistake, and what reads each of its observations.

        Most are never looked at, since the first ones tell mistakes apart.
        """
        mistake = {"id": self.ids[place], **self._data["mistakes"][place]}
        trees, rights = self._data["expected"], self.sheet["expected"]
        before = self._before[self._first[place] :]
        each = zip(before, mistake["observations"], trees, rights, strict=False)
        return mistake, [partial(self._read, *four) for four in each]

    def _read(self, asked: int, item: Any, tree: Any, right: Any) -> Any:
        self._asked = asked
        return self._beside(item, tree, right)

    def decode(self, tree: Any) -> Any:
        """Return the value that a tree stands for, or the place of an array."""
        if isinstance(tree, dict) and isinstance(tree.get("~"), int):
            return self._asked_for(tree["~"])
        return super().decode(tree)

    def _beside(self, item: Any, tree: Any, right: Any) -> Any:
        """Return what stands beside what is right, and was made short.

        Args:
            item: How it was made short.
            tree: What is right, as a tree.
            right: The same, as it is to be where nothing else is given.
        """
        if type(item) is int:
            if item == _SAME:
                return right
            return self._asked_for(self._asked if item == _NEXT else item - 1)
        if isinstance(item, str):
            return Digest(item)
        if isinstance(item, dict):
            return self.decode(item["="])
        if not isinstance(item, list):
            return item
        if isinstance(tree, list):
            return [self._beside(*three) for three in zip(item, tree, right, strict=True)]
        tag = tree.get("~")
        if tag == "tuple":
            return tuple(self._beside(item[1], tree["items"], right))
        pairs = zip(item, tree.items(), strict=True)
        if tag is None:
            return {key: self._beside(one, other, right[key]) for one, (key, other) in pairs}
        return self.decode({key: self._beside(one, other, other) for one, (key, other) in pairs})

    def _asked_for(self, place: int) -> np.ndarray[Any, Any]:
        self._asked = max(self._asked, place + 1)
        return self._array_at(place)

    def _array_at(self, place: int) -> np.ndarray[Any, Any]:
        if place in self._table:
            return self._table[place]
        entry = self._data["arrays"][place]
        if "times" in entry:
            numbers = entry["times"] * self._array_at(entry["of"]).ravel()
        else:
            numbers = self.array({"dtype": _USUAL, **entry})
        array: np.ndarray[Any, Any] = numbers.reshape(entry["shape"])
        self._table[place] = array
        return array


class _Table:
    """The arrays of a sheet, each once."""

    def __init__(self) -> None:
        self.entries: list[dict[str, Any]] = []
        self._places: dict[str, int] = {}
        # Arrays that are written in full, by their length and where they are largest.
        self._full: dict[tuple[int, int], list[tuple[int, np.ndarray[Any, Any]]]] = {}

    def beside(self, tree: Any, right: Any) -> Any:
        """Return what a known mistake gives, as it is written beside what is right."""
        if tree == right:
            return _SAME
        if isinstance(tree, dict):
            if tree.get("~") == "Digest" and not tree["shape"]["items"]:
                return tree["text"]
            if tree.get("~") == "array":
                before = len(self.entries)
                place = self.without_arrays(tree, _DIGITS)["~"]
                return _NEXT if place == before else place + 1
            if isinstance(right, dict) and [*tree] == [*right]:
                return [self.beside(item, right[key]) for key, item in tree.items()]
        if isinstance(tree, list) and isinstance(right, list) and len(tree) == len(right):
            return [self.beside(item, other) for item, other in zip(tree, right, strict=True)]
        if type(tree) is float:
            return _rounded(tree, _DIGITS)
        return {"=": self.without_arrays(tree, _DIGITS)}

    def without_arrays(self, tree: Any, digits: int | None = None) -> Any:
        """Return a tree of JSON with the place in this table in place of each array.

        Args:
            tree: The tree.
            digits: With how many digits an array is written that is not there yet;
                as it is without it.
        """
        if isinstance(tree, list):
            return [self.without_arrays(item, digits) for item in tree]
        if not isinstance(tree, dict):
            return tree
        if tree.get("~") != "array":
            return {key: self.without_arrays(item, digits) for key, item in tree.items()}
        text = json.dumps(tree)
        if text not in self._places:
            self._places[text] = len(self.entries)
            self.entries.append(self._entry(tree, digits))
        return {"~": self._places[text]}

    def _entry(self, array: dict[str, Any], digits: int | None) -> dict[str, Any]:
        data = [_rounded(item, digits) if digits else item for item in array["data"]]
        dtype = {} if array["dtype"] == _USUAL else {"dtype": array["dtype"]}
        whole = {**dtype, "shape": array["shape"], "data": data}
        if array["dtype"] != _USUAL or len(data) < _FEWEST:
            return whole
        # What is not finite is no number in JSON.
        if not all(isinstance(item, float) for item in data):
            return whole
        numbers = np.array(array["data"])
        most = int(np.argmax(np.abs(numbers)))
        references = self._full.setdefault((len(numbers), most), [])
        for place, other in references:
            factor = _factor(numbers, other, most)
            if factor is not None:
                return {"of": place, "times": factor, "shape": array["shape"]}
        references.append((len(self.entries), np.array(data)))
        return whole


def _rounded(number: Any, digits: int) -> Any:
    """Return a number with fewer digits, unless it is whole or none of JSON's."""
    if not isinstance(number, float) or number.is_integer():
        return number
    return float(f"{number:.{digits}g}")


def _factor(numbers: np.ndarray[Any, Any], other: np.ndarray[Any, Any], most: int) -> float | None:
    """Return the factor by which an array is a multiple of another, if it is."""
    # A large ratio may overflow, and is no factor then.
    with np.errstate(all="ignore"):
        factor = float(f"{float(numbers[most] / other[most]):.10g}")
        product = factor * other
        # A whole number has to come out exactly: some criteria ask for it.
        off = np.where(numbers == np.rint(numbers), 0, _CLOSE * np.abs(numbers))
        fits = math.isfinite(factor) and bool(np.all(np.abs(product - numbers) <= off))
    return factor if fits else None
