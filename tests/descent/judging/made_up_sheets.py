"""Exercises made up for verdicts: an array, and an array with a dict of parts."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from descent.diagnosis.judge import judge
from descent.judging.sheets import Criterion, Sheet
from descent.judging.verdict import Verdict
from descent.probing.probes import Probe, call, observe
from tests.descent import made_up

UNTOUCHED = Criterion("arguments left as they were", rule="untouched", manner=True)


def verdict(sheet: Sheet, answer: object, reveal: bool = True) -> Verdict:
    return judge(sheet, [observe(probe, answer) for probe in sheet.probes], reveal)


def scaled(X: Any) -> Any:
    return X * 1.5


def tables(*shapes: tuple[int, int], **about: Any) -> list[Probe]:
    rng = np.random.default_rng(2)
    return [call(rng.normal(size=shape), **about) for shape in shapes]


FLOATS = tables((3, 2), (4, 3), (5, 2))
WHOLE = [call(np.array([[1, 2], [3, 5]]), group="whole", label="whole numbers")]
SHEET = made_up(
    scaled,
    [*FLOATS, *WHOLE],
    Criterion("values", 3.0, groups=("values",)),
    Criterion("whole numbers", 1.0, groups=("whole",)),
    replace(UNTOUCHED, share=1.0),
    parameters=("X",),
)


def layer(X: Any) -> tuple[Any, dict[str, Any]]:
    return X * 2.1, {"z1": X + 0.3, "a1": X - 0.4}


CACHE = made_up(
    layer,
    FLOATS,
    Criterion("output", outputs=("", "output")),
    Criterion("cache", outputs=("", "cache", "cache??[za]1*")),
    returns=("output", "cache"),
)
