"""Problems to be explained: right results of random numbers, spoiled in a known way or at random.

A problem has a few probes with tables of different sizes, and a right result for each.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from hypothesis import assume
from hypothesis import strategies as st

from descent.diagnosis.explain import Case
from descent.judging.compare import agree
from descent.probing.probes import Probe, call
from descent.probing.values import Value

Array = np.ndarray[Any, Any]

PARAMETERS = ("X", "y")


@dataclass(frozen=True)
class Problem:
    """Right results for a few probes, and a generator for what spoils them."""

    probes: tuple[Probe, ...]
    rights: tuple[Any, ...]
    rng: np.random.Generator

    def cases(self, spoil: Callable[[Any, Probe, np.random.Generator], Any]) -> list[Case]:
        return [
            case(probe, right, spoil(right, probe, self.rng))
            for probe, right in zip(self.probes, self.rights, strict=True)
        ]


def case(probe: Probe, right: Value, came: Value) -> Case:
    return Case(probe, right, came, not agree(right, came), PARAMETERS)


def size(probe: Probe) -> tuple[int, int]:
    table = probe.steps[0].args[0]
    return table.shape[0], table.shape[1]


FORMS: dict[str, Callable[[int, int], tuple[int, ...] | None]] = {
    "column": lambda m, n: (m, 1),
    "table": lambda m, n: (m, n),
    "row": lambda m, n: (1, n),
    "gradient": lambda m, n: (n, 2),
    "number": lambda m, n: (),
    "losses": lambda m, n: None,
}
ARRAYS = ("column", "table", "row", "gradient")


@st.composite
def problems(draw: st.DrawFn, *forms: str) -> Problem:
    """Problems in which no number of samples comes twice, nor equals the one of features."""
    form = draw(st.sampled_from(forms))
    rows = draw(st.lists(st.integers(3, 9), min_size=3, max_size=5, unique=True))
    columns = [draw(st.sampled_from([n for n in range(2, 6) if n != m])) for m in rows]
    assume(len(set(columns)) > 1)
    # A factor m / 2 would be one of n, too.
    assume(any(m != 2 * n for m, n in zip(rows, columns, strict=True)))
    rng = np.random.default_rng(draw(st.integers(0, 1 << 32)))
    probes, rights = [], []
    for m, n in zip(rows, columns, strict=True):
        probes.append(call(rng.normal(size=(m, n)), rng.normal(size=(m, 1))))
        shape = FORMS[form](m, n)
        right = rng.normal(size=m if shape is None else shape)
        rights.append(right.tolist() if shape is None or shape == () else right)
    return Problem(tuple(probes), tuple(rights), rng)


def times(factor: Callable[[int, int], float]) -> Callable[..., Any]:
    def spoil(right: Any, probe: Probe, rng: np.random.Generator) -> Any:
        spoiled = np.asarray(right) * factor(*size(probe))
        return spoiled.tolist() if isinstance(right, (list, float)) else spoiled

    return spoil


def blow_up(right: Array, probe: Probe, rng: np.random.Generator) -> Array:
    m = len(right)
    return np.where(np.eye(m, dtype=bool), right, rng.normal(size=(m, m)))


def leave_rows(right: Array, probe: Probe, rng: np.random.Generator) -> Array:
    rows = rng.normal(size=(size(probe)[0], right.shape[1]))
    rows[-1] = right[0] - rows[:-1].sum(axis=0)
    return rows


def exchange_rows(right: Array, probe: Probe, rng: np.random.Generator) -> Array:
    return np.roll(right, int(rng.integers(1, len(right))), axis=0)


def make_some_nan(right: Array, probe: Probe, rng: np.random.Generator) -> Array:
    came = right.copy()
    came.flat[rng.integers(right.size)] = np.nan
    return came


FACTORS: dict[str, Callable[[int, int], float]] = {
    "missing-mean": lambda m, n: m,
    "mean-twice": lambda m, n: 1 / m,
    "missing-two": lambda m, n: 1 / 2,
    "extra-two": lambda m, n: 2,
    "sign": lambda m, n: -1,
    "missing-mean-and-two": lambda m, n: m / 2,
    "missing-mean-extra-two": lambda m, n: 2 * m,
    "mean-twice-missing-two": lambda m, n: 1 / (2 * m),
    "sign-missing-mean": lambda m, n: -m,
    "sign-mean-twice": lambda m, n: -1 / m,
    "sign-missing-two": lambda m, n: -1 / 2,
    "sign-missing-mean-and-two": lambda m, n: -m / 2,
    "features-factor": lambda m, n: n,
    "features-divided": lambda m, n: 1 / n,
    "constant-factor": lambda m, n: 1.37,
    "zero": lambda m, n: 0,
}

# By the id of the cause: what it does to a result, and to which results it can happen.
EFFECTS: dict[str, tuple[Callable[..., Any], tuple[str, ...]]] = {
    **{
        id: (times(factor), (*ARRAYS, "number", "losses"))
        for id, factor in FACTORS.items()
        # Zeros are the same number whatever the arguments are, and that is said.
        if id != "zero"
    },
    "complement": (
        lambda r, p, g: (1 - np.asarray(r)).tolist() if type(r) is list else 1 - r,
        tuple(FORMS),
    ),
    "transposed": (lambda r, p, g: r.T, ARRAYS),
    "missing-axis": (lambda r, p, g: r.ravel(), ARRAYS),
    "wrong-axes": (lambda r, p, g: np.asarray(r)[np.newaxis], (*ARRAYS, "number")),
    "broadcast": (blow_up, ("column",)),
    "sum-missing": (leave_rows, ("row",)),
    "summed-too-far": (lambda r, p, g: float(r.sum()), ARRAYS),
    "row-order": (exchange_rows, ("column", "table")),
    "one-late": (lambda r, p, g: [*r[1:], g.normal()], ("losses",)),
    "one-early": (lambda r, p, g: [g.normal(), *r[:-1]], ("losses",)),
    "one-too-many": (lambda r, p, g: [*r, g.normal()], ("losses",)),
    "one-missing": (lambda r, p, g: r[:-1], ("losses",)),
    "argument-returned": (lambda r, p, g: p.steps[0].args[0].copy(), ("table",)),
    "constant": (lambda r, p, g: np.full_like(r, 0.37), (*ARRAYS, "number")),
    "not-finite": (make_some_nan, ("table", "column")),
}

LIKE_ANOTHER = {
    # A row of numbers that lost its axes, or its rows exchanged, is something else besides.
    ("summed-too-far", "mean"): "the mean of all the entries",
}


def effects(*but: str) -> st.SearchStrategy[tuple[str, Problem]]:
    """A cause, and a problem to which it can happen."""
    names = [name for name in EFFECTS if name not in but]
    return st.sampled_from(names).flatmap(
        lambda name: st.tuples(st.just(name), problems(*EFFECTS[name][1]))
    )
