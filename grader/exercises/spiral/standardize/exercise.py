"""Bringing every column to mean 0 and standard deviation 1."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from descent.datasets import Array
from descent.judging.sheets import Criterion
from descent.probing.probes import Probe, call
from grader.exercises.common import KEPT, WHOLE
from grader.sheets.exercise import Begin, Exercise

from ..draws import ONE_SAMPLE

ONE_FEATURE = "one feature"


EQUAL = "a column of equal values"


NOT_QUITE_ZERO = "a column of equal values whose computed standard deviation is not exactly 0"


def _table(rng: np.random.Generator, m: int, n: int) -> Array:
    """Draw samples whose columns differ in mean and spread."""
    return rng.standard_normal((m, n)) * rng.uniform(0.5, 3, n) + rng.uniform(1, 4, n)


def _with_equal(rng: np.random.Generator, m: int, n: int, value: float) -> Array:
    """Draw samples with one column that holds a value again and again."""
    X = _table(rng, m, n)
    X[:, rng.integers(n)] = value
    return X


def _not_quite(rng: np.random.Generator, m: int) -> float:
    """Draw a value that, m times in a column, has a computed mean off by a hair."""
    # Larger values would have a larger hair, and a tiny number that some answers add to
    # every standard deviation would then not be enough to hide it.
    for value in rng.permutation(np.arange(5, 50)) / 100:
        column = np.full((m, 1), value)
        if column.std() > 0 and np.mean(column.ravel().tolist()) != value:
            return float(value)
    raise AssertionError(f"no value has an inexact mean of {m}")


def _probes(begin: Begin) -> Iterator[Probe]:
    rng = begin("three columns")
    yield call(_table(rng, int(rng.integers(5, 8)), 3))
    rng = begin("two columns")
    yield call(_table(rng, int(rng.integers(9, 13)), 2))
    rng = begin("one column")
    yield call(_table(rng, int(rng.integers(4, 8)), 1), label=ONE_FEATURE)
    # Fewer samples than features: the axes cannot be confused.
    rng = begin("wide")
    yield call(_table(rng, 3, int(rng.integers(4, 6))))
    # A tiny number that is added to the variance is not tiny beside a small one.
    rng = begin("a small spread")
    X = _table(rng, int(rng.integers(5, 8)), 2)
    X[:, 1] *= 0.03 / X[:, 1].std()
    yield call(X, label="a column of values close to each other")
    rng = begin("whole numbers")
    whole = rng.permutation(np.arange(7))[:, np.newaxis] * [1, 3] - rng.integers(0, 5, (7, 2))
    yield call(whole, group="whole", label=WHOLE)
    # Here the computed mean is exact.
    rng = begin("a column of equal values")
    yield call(_with_equal(rng, 4, 3, float(rng.integers(2, 6))), group="equal", label=EQUAL)
    rng = begin("a column of equal whole numbers")
    whole = np.column_stack([rng.permutation(np.arange(5)), np.full(5, rng.integers(2, 6))])
    yield call(whole, group="equal", label=EQUAL)
    for m in (6, 7):
        rng = begin(f"{m} inexact equal values")
        X = _with_equal(rng, m, int(rng.integers(2, 4)), _not_quite(rng, m))
        yield call(X, group="hair", label=NOT_QUITE_ZERO)
    # Special cases for few samples end where there are two.
    rng = begin("two samples")
    yield call(_table(rng, 2, int(rng.integers(2, 5))))
    rng = begin("one sample")
    yield call(_table(rng, 1, int(rng.integers(2, 5))), group="equal", label=ONE_SAMPLE)


def _experiments(begin: Begin) -> Iterator[Probe]:
    """Yield tables of one draw, of which rows, scale, place and kind of numbers vary in turn."""
    yield from _probes(begin)
    rng = begin("as it is")
    X = _table(rng, 6, 3)
    yield call(X)
    for name, other in (
        ("the rows in another order", X[::-1].copy()),
        ("the columns in another order", X[:, ::-1].copy()),
        ("a hundred times as large", 100 * X),
        ("a thousandth as large", X / 1000),
        ("around zero", X - X.mean(axis=0)),
        ("turned", -X),
    ):
        begin(f"the same, {name}")
        yield call(other)
    rng = begin("large whole numbers")
    many = rng.permutation(np.arange(6))[:, np.newaxis] * [2, 5, 3] + rng.integers(7, 20, (6, 3))
    yield call(many, group="whole", label=WHOLE)
    begin("the same as floats")
    yield call(many.astype(float))
    begin("the same around zero as floats")
    yield call((many - many[:1]).astype(float))


EXERCISE = Exercise(
    probes=_probes,
    experiments=_experiments,
    returns=("X_norm", "mu", "std"),
    criteria=(
        Criterion("the standardized samples", 0.5, groups=("values",), outputs=("X_norm",)),
        Criterion(
            "mu and std, a number for each column",
            0.5,
            outputs=("mu", "std"),
            rule="column_statistics",
        ),
        Criterion("whole numbers", 0.25, groups=("whole",), outputs=("X_norm",)),
        Criterion(
            "a column of equal values becomes zeros",
            0.25,
            groups=("values", "equal"),
            outputs=("X_norm",),
            options={"atol": 1e-6},
        ),
        Criterion(
            "also where its computed standard deviation is not exactly 0",
            0.25,
            groups=("values", "equal", "hair"),
            outputs=("X_norm",),
            options={"atol": 1e-6},
        ),
        KEPT,
    ),
)
