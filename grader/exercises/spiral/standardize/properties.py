"""What is asked of the mean and the standard deviation of each column."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from descent.judging.compare import MISSING, Difference, as_numbers, difference
from descent.probing.probes import Observation, Probe, given
from descent.probing.values import Value

Array = np.ndarray[Any, Any]

_RETURNS = ("X_norm", "mu", "std")
# Some answers add a tiny number to every standard deviation: it shows where the right one is 0.
_ALMOST = 1e-6


def column_statistics(
    probe: Probe, right: Observation, came: Observation, options: Mapping[str, Value]
) -> Difference | None:
    """Ask for mu and std with an entry for each column, in a row of one axis or of two.

    The standard deviation of a column of equal values may be 0 or 1. An
    observation reports the three results together, or ``mu`` or ``std`` alone.
    """
    expected, actual = _by_name(right.shown), _by_name(came.shown)
    if expected.keys() - actual.keys():
        result = came.shown.get("result", MISSING)
        return Difference("type", "", right.shown.get("result"), result)
    for name in ("mu", "std"):
        if name in expected:
            gap = _gap(name, expected[name], actual[name], _equal_columns(probe))
            if gap:
                return gap
    return None


def _by_name(shown: Mapping[str, Value]) -> dict[str, Value]:
    if "result" not in shown:
        return dict(shown)
    result = shown["result"]
    if not isinstance(result, (tuple, list)) or len(result) != len(_RETURNS):
        return {}
    return dict(zip(_RETURNS, result, strict=True))


def _equal_columns(probe: Probe) -> Array:
    X = np.asarray(given(probe)[0])
    return np.asarray(X.min(axis=0) == X.max(axis=0))


def _gap(name: str, right: Value, came: Value, equal: Array) -> Difference | None:
    numbers = as_numbers(came)
    expected = np.array(right, dtype=float)
    if numbers is None or numbers.shape not in (expected.shape, (1, expected.size)):
        return difference(name, expected, came)
    flat = numbers.reshape(expected.shape)
    if name == "std":
        flat = np.where(equal & (np.abs(flat) < _ALMOST), expected, flat)
    gap = difference(name, expected, flat)
    return gap and replace(gap, expected=right, got=came)
