"""What makes answer sheets small: nothing in them is written twice.

Known mistakes give mostly what is right, what another mistake gives, or a
multiple of either. So what is right is marked rather than repeated, and arrays
stand in a table of their own, each once.
"""

from __future__ import annotations

import json
import math
from typing import Any

import numpy as np

from descent.probing.codec import from_json

_SAME = {"~": "="}

# Of fewer numbers than these, nearly any array is a multiple of nearly any other.
_FEWEST = 4

# Digits of what only known mistakes give: it is compared, with a tolerance, and never shown.
_DIGITS = 9

# Two numbers that are rounded so differ by this at most.
_CLOSE = 2e-8


def pack(sheet: dict[str, Any]) -> dict[str, Any]:
    """Return a sheet of JSON in a shorter form, its arrays in a table ``"arrays"``.

    An array that is a multiple of one before it is written as that.
    """
    mistakes = [
        {**mistake, "observations": _other(mistake["observations"], sheet["expected"])}
        for mistake in sheet["mistakes"]
    ]
    table = _Table()
    short = {name: table.without_arrays(item) for name, item in sheet.items() if name != "mistakes"}
    rough = table.without_arrays(mistakes, _DIGITS)
    return {**short, "mistakes": rough, "arrays": table.entries}


def unpack(data: dict[str, Any]) -> dict[str, Any]:
    """Return the sheet that :func:`pack` made short, with arrays of NumPy in their places."""
    arrays: list[np.ndarray[Any, Any]] = []
    for entry in data["arrays"]:
        if "times" in entry:
            array = entry["times"] * arrays[entry["of"]].ravel()
        else:
            array = from_json({"~": "array", **entry})
        arrays.append(array.reshape(entry["shape"]))
    whole = {
        name: _whole(item, None, arrays)
        for name, item in data.items()
        if name not in ("arrays", "mistakes")
    }
    whole["mistakes"] = [
        {**mistake, "observations": _whole(mistake["observations"], whole["expected"], arrays)}
        for mistake in data["mistakes"]
    ]
    return whole


def _other(tree: Any, right: Any) -> Any:
    """Return a tree of JSON with a mark in place of each branch that is as in another tree."""
    if tree == right:
        return _SAME
    if isinstance(tree, dict) and isinstance(right, dict) and tree.get("~") != "array":
        return {
            key: _other(item, right[key]) if key in right else item for key, item in tree.items()
        }
    both_lists = isinstance(tree, list) and isinstance(right, list) and len(tree) == len(right)
    if both_lists and any(isinstance(item, (dict, list)) for item in tree):
        return [_other(item, other) for item, other in zip(tree, right, strict=True)]
    return tree


def _whole(tree: Any, right: Any, arrays: list[np.ndarray[Any, Any]]) -> Any:
    """Return the tree of which :func:`_other` left out what is right, and a table the arrays."""
    if isinstance(tree, dict):
        mark = tree.get("~")
        if mark == "=":
            return right
        if isinstance(mark, int):
            return arrays[mark]
        branches = right if isinstance(right, dict) else {}
        return {key: _whole(item, branches.get(key), arrays) for key, item in tree.items()}
    if isinstance(tree, list):
        alike = isinstance(right, list) and len(tree) == len(right)
        others = right if alike else [None] * len(tree)
        return [_whole(item, other, arrays) for item, other in zip(tree, others, strict=True)]
    return tree


class _Table:
    """The arrays of a sheet, each once."""

    def __init__(self) -> None:
        self.entries: list[dict[str, Any]] = []
        self._places: dict[str, int] = {}
        # Arrays that are written in full, by their length and where they are largest.
        self._full: dict[tuple[int, int], list[tuple[int, np.ndarray[Any, Any]]]] = {}

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
        whole = {"dtype": array["dtype"], "shape": array["shape"], "data": data}
        if array["dtype"] != "<f8" or len(data) < _FEWEST:
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
    """Return a number of an array with fewer digits, unless it is whole or none of JSON's."""
    if not isinstance(number, float) or number.is_integer():
        return number
    return float(f"{number:.{digits}g}")


def _factor(numbers: np.ndarray[Any, Any], other: np.ndarray[Any, Any], most: int) -> float | None:
    """Return the factor by which an array is a multiple of another, if it is."""
    # A large ratio may overflow, and is no factor then.
    with np.errstate(all="ignore"):
        factor = float(f"{float(numbers[most] / other[most]):.12g}")
        product = factor * other
        # A whole number has to come out exactly: some criteria ask for it.
        off = np.where(numbers == np.rint(numbers), 0, _CLOSE * np.abs(numbers))
        fits = math.isfinite(factor) and bool(np.all(np.abs(product - numbers) <= off))
    return factor if fits else None
