"""Six digits of each hidden number, looked for in what is shown."""

from __future__ import annotations

import functools
import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict, is_dataclass
from typing import Any

import numpy as np

from tests.here import exercises, hidden_sheet


@functools.cache
def hidden_digits(section: str) -> frozenset[str]:
    """Six digits of every number that the hidden probes of a section show."""
    numbers: list[float] = []

    def collect(value: Any) -> None:
        if isinstance(value, np.ndarray):
            numbers.extend(np.real(value).ravel().astype(float).tolist())
        elif isinstance(value, float):
            numbers.append(value)
        elif isinstance(value, Mapping):
            collect(list(value.values()))
        elif isinstance(value, (list, tuple)):
            for item in value:
                collect(item)
        elif is_dataclass(value) and not isinstance(value, type):
            collect(list(asdict(value).values()))

    for name in exercises(section):
        sheet = hidden_sheet(section, name)
        collect([step.args for probe in sheet.probes for step in probe.steps])
        collect([list(step.kwargs.values()) for probe in sheet.probes for step in probe.steps])
        collect([list(right.shown.values()) for right in sheet.expected])
    found = {digits(number) for number in numbers if math.isfinite(number)}
    return frozenset(item for item in found if len(set(item)) > 2 and not item.endswith("000"))


def digits(number: float) -> str:
    """The first six digits of a number (cut off, not rounded)."""
    return f"{abs(number):.12e}".replace(".", "")[:6]


def digits_in(text: str) -> Iterator[str]:
    """All runs of six digits in the numbers of a text."""
    for run in re.findall(r"\d[\d.]*", text):
        run = run.replace(".", "").lstrip("0")
        for start in range(len(run) - 5):
            yield run[start : start + 6]
