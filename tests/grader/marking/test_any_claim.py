"""There is a verdict on whatever an answer gives, or a guest says that it gave, in every exercise."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from descent.diagnosis.judge import judge
from descent.probing.probes import Observation
from descent.probing.values import plain
from grader.guest.both import wire
from grader.guest.outside.claims import LARGEST, observation_of
from grader.marking.behavior import behavior_of
from tests.guest.frames import parts
from tests.here import exercises, hidden_sheet, sections

pytestmark = pytest.mark.bank

#: What an answer may do to each array or number of a right result.
DISTORTIONS: dict[str, Callable[[np.ndarray[Any, Any]], Any]] = {
    "truth values": lambda x: x.astype(bool),
    "half as exact": lambda x: x.astype("f2"),
    "twice as exact, and twice as much": lambda x: x.astype("g") * 2,
    "complex and not finite": lambda x: np.full(x.shape, complex("nan+infj")),
    "texts": lambda x: x.astype("U30"),
    "hardly more than zero": lambda x: np.full(x.shape, 5e-324),
    "nearly nothing of it": lambda x: x * 1e-310,
    "beyond all numbers": lambda x: x * 1e308 * 1e308,
    "without entries": lambda x: np.zeros((0, *x.shape[1:])),
    "a number beyond those of NumPy": lambda x: 1 << 255,
}
EXERCISES = [(section, name) for section in sections() for name in exercises(section)]


def distorted(value: Any, how: Callable[[Any], Any]) -> Any:
    """A right result, with every array and number in it distorted."""
    if isinstance(value, (list, tuple)):
        return type(value)(distorted(item, how) for item in value)
    if isinstance(value, dict):
        return {key: distorted(item, how) for key, item in value.items()}
    with np.errstate(all="ignore"):
        return (
            plain(how(np.asarray(value))) if isinstance(value, (int, float, np.ndarray)) else value
        )


def claimed(observation: Observation, probe: Any) -> Observation:
    """What the grader takes over of an observation that comes over the wire."""
    return observation_of(wire.unpack(*parts(wire.pack(observation))), probe, LARGEST)


@pytest.mark.parametrize(("section", "name"), EXERCISES)
def test_there_is_a_verdict_on_whatever_is_claimed(section: str, name: str) -> None:
    sheet = hidden_sheet(section, name)
    for what, how in DISTORTIONS.items():
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # as in a worker, whose warnings nobody sees
            came = [
                claimed(Observation(distorted(dict(right.shown), how)), probe)
                for probe, right in zip(sheet.probes, sheet.expected, strict=True)
            ]
            found = judge(sheet, came, reveal=False)
        assert 0 <= found.share <= 1 and found.message, what
        assert behavior_of(came), what
