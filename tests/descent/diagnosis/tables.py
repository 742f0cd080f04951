"""A made-up exercise on tables, of which rows, columns, signs and factors all show."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from descent.diagnosis.judge import judge
from descent.judging.verdict import Verdict
from descent.probing.probes import call, observe
from tests.descent import made_up

RNG = np.random.default_rng(11)


TABLES = [call(RNG.normal(size=shape)) for shape in ((4, 3), (5, 2), (7, 4))]


def squares(X: Any) -> Any:
    """A table of which rows, columns, signs and factors all show."""
    return np.exp(X) + X**2


def sines(X: Any) -> Any:
    return np.sin(X) + X**2


def told(
    answer: Callable[[Any], Any],
    right: Callable[[Any], Any] = squares,
    reveal: bool = True,
    **mistakes: Callable[[Any], Any],
) -> Verdict:
    of = made_up(right, TABLES, parameters=("X",), mistakes=mistakes)
    return judge(of, [observe(probe, answer) for probe in of.probes], reveal=reveal)


def parts(X: Any) -> Any:
    return {"dw": squares(X), "db": np.exp(X).sum(axis=0)}
