"""Exercises that are made up for tests of what a notebook calls."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from descent.judging import sheet_files
from descent.judging.sheets import Criterion
from descent.probing.probes import ask, call, make, script, value
from tests.descent import made_up

# `descent.notebook.check` is the function; this is the module that it stands in.
checking = importlib.import_module("descent.notebook.check")

RNG = np.random.default_rng(21)


def square(x: Any) -> Any:
    return x**2


def quartic(x: Any) -> Any:
    return square(x) ** 2


class Net:
    def __init__(self, scale: float) -> None:
        self.scale = scale

    def forward(self, x: Any) -> Any:
        return x * self.scale

    def back(self, x: Any) -> Any:
        return x / self.scale


def _network(method: str, *uses: str) -> Any:
    probes = [
        script(make("net", scale), ask(f"net.{method}", RNG.normal(size=(3, 2)), show="result"))
        for scale in (1.5, 2.5)
    ]
    exercise, hints = f"net_{method}", (f"{method} one",)
    return made_up(Net, probes, exercise=exercise, answer="Net", hints=hints, uses=uses)


ARRAYS = [call(RNG.normal(size=shape)) for shape in ((4,), (3, 2), (2, 5))]
SHEETS = [
    made_up(
        square,
        ARRAYS,
        Criterion("values"),
        Criterion("arguments left as they were", 0.25, rule="untouched", manner=True),
        exercise="square",
        parameters=("x",),
        hints=("a nudge", "more", "nearly"),
        mistakes={"You double": lambda x: 2 * x},
    ),
    made_up(quartic, ARRAYS, exercise="quartic", parameters=("x",), uses=("square",)),
    made_up({"AND": True, "XOR": False}, [value()], exercise="gates"),
    _network("forward"),
    _network("back", "net_forward"),
]


@pytest.fixture
def exercises(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Exercises made up for these tests, written and read as those of the course are."""
    folder = tmp_path / "checks"
    monkeypatch.setattr(sheet_files, "CHECKS", folder)
    monkeypatch.setattr(checking, "_hint_counts", {})
    monkeypatch.setattr(checking, "_mistaken", set())
    monkeypatch.delenv("NBGRADER_EXECUTION", raising=False)
    sheet_files.write(SHEETS, "01_made_up", folder)
    forget()
    yield folder
    forget()


def forget() -> None:
    for cached in vars(sheet_files).values():
        if hasattr(cached, "cache_clear"):
            cached.cache_clear()
