"""How many values come where several are asked for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from descent.diagnosis.causes.cases import Case
from descent.judging.compare import as_numbers
from descent.probing.values import Value


def asked_for(wrong: Sequence[Case]) -> str:
    """Say how many values come and are asked for, and of what sort, where that is always so."""
    counts = {(len(case.came), len(case.right)) for case in wrong}
    if len(counts) > 1:
        return _alone(wrong)
    came, asked = counts.pop()
    dicts = {tuple(isinstance(item, dict) for item in case.right) for case in wrong}
    places = [place for place, is_dict in enumerate(next(iter(dicts))) if is_dict]
    none = not any(isinstance(item, dict) for case in wrong for item in case.came)
    one = len(dicts) == len(places) == 1 and none
    of = f", {('the first', 'the second')[places[0]]} of them a dict" if one and asked == 2 else ""
    return f" {came} come{'s' * (came == 1)}, and {asked} are asked for{of}."


def _alone(wrong: Sequence[Case]) -> str:
    """Say how many values are asked for, and which of them alone may come, number by number."""
    asked = {len(case.right) for case in wrong}
    if len(asked) > 1:
        return ""
    several = asked.pop()
    for word, place in (("first", 0), ("last", -1)):
        rights = [as_numbers(case.right[place], sequence=True) for case in wrong]
        cames = [nested_numbers(case.came) for case in wrong]
        if all(
            right is not None and came is not None and right.size == came.size
            for right, came in zip(rights, cames, strict=True)
        ):
            return (
                f" {several} are asked for, and as many numbers come as the {word} of them has: "
                "return all of them, separated by commas."
            )
    return f" {several} are asked for: return these, separated by commas."


def nested_numbers(value: Value) -> np.ndarray[Any, Any] | None:
    """Return an array, a number, or lists of numbers in lists, as an array."""
    if isinstance(value, (list, tuple)):
        try:
            value = np.array(value)
        except (ValueError, TypeError, OverflowError):
            return None
    return as_numbers(value)
