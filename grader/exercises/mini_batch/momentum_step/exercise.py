"""``momentum_step``: the velocity first, then the parameter."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

import numpy as np

from descent.datasets import Array
from descent.judging.sheets import Criterion
from descent.probing.probes import Probe, call
from descent.probing.values import Value
from grader.exercises.common import samples
from grader.sheets.exercise import UNTOUCHED, Begin, Exercise

from ..draws import whole


def _rate(rng: np.random.Generator) -> float:
    return float(rng.uniform(0.2, 0.7))


def _beta(rng: np.random.Generator) -> float:
    return float(rng.choice([rng.uniform(0.3, 0.42), rng.uniform(0.58, 0.7)]))


def _probes(begin: Begin) -> Iterator[Probe]:
    for name, shape in (("tall", (3, 2)), ("a row", (1, 4)), ("a column", (5, 1))):
        rng = begin(name)
        yield call(*_three(rng, *shape), _rate(rng), _beta(rng))
    rng = begin("the default beta")
    yield call(*_three(rng, 2, 3), lr=_rate(rng), label="beta left at its default")
    # Whoever cuts off what is large is seen.
    rng = begin("large numbers")
    yield call(*(300 * one for one in _three(rng, 2, 2)), _rate(rng), _beta(rng), label="large")
    rng = begin("no velocity")
    w, dw = samples(rng, 3, 2), samples(rng, 3, 2)
    zero: Value = np.zeros((3, 2))
    yield call(w, dw, zero, _rate(rng), _beta(rng), label="a velocity of zero")
    rng = begin("no beta")
    yield call(*_three(rng, 2, 2), _rate(rng), beta=0.0, label="beta of zero")
    rng = begin("single numbers")
    numbers = (float(item) for item in samples(rng, 1, 3)[0])
    yield call(*numbers, _rate(rng), _beta(rng), group="edge", label="single numbers")
    rng = begin("single whole numbers")
    integers = (int(item) for item in rng.permutation([-3, 2, 5]))
    yield call(*integers, _rate(rng), _beta(rng), group="edge", label="single whole numbers")
    rng = begin("one axis")
    vectors = (samples(rng, 1, 4)[0] for _ in range(3))
    yield call(*vectors, _rate(rng), _beta(rng), group="edge", label="arrays with one axis")
    rng = begin("three axes")
    blocks = (samples(rng, 2, 6).reshape(2, 3, 2) for _ in range(3))
    yield call(*blocks, _rate(rng), _beta(rng), group="edge", label="arrays with three axes")
    rng = begin("whole numbers")
    integers_of = (whole(rng, 3, 2) for _ in range(3))
    yield call(*integers_of, _rate(rng), _beta(rng), group="edge", label="whole numbers")


def _three(rng: np.random.Generator, m: int, n: int) -> Iterator[Array]:
    """Draw a parameter, a gradient and a velocity."""
    return (samples(rng, m, n) for _ in range(3))


def _experiments(begin: Begin) -> Iterator[Probe]:
    """Yield steps from one draw, in which shapes, scales, signs and what is passed vary in turn."""
    yield from _probes(begin)
    rng = begin("as it is")
    w, dw, v = _three(rng, 4, 2)
    lr, beta = _rate(rng), _beta(rng)
    yield call(w, dw, v, lr, beta)
    for name, three in (
        ("the rows in another order", (w[::-1].copy(), dw[::-1].copy(), v[::-1].copy())),
        ("ten times the gradient", (w, 10 * dw, v)),
        ("the gradient turned", (w, -dw, v)),
        ("parameter and gradient exchanged", (dw, w, v)),
        ("gradient and velocity exchanged", (w, v, dw)),
    ):
        begin(f"the same, {name}")
        yield call(*three, lr, beta)
    begin("the same, twice the rate")
    yield call(w, dw, v, 2 * lr, beta)
    begin("the same, beta left out")
    yield call(w, dw, v, lr, label="beta left at its default")


EXERCISE = Exercise(
    probes=_probes,
    experiments=_experiments,
    returns=("new_w", "new_v"),
    criteria=(
        # A result that is no pair is wrong as a whole, "".
        Criterion("the new velocity", 1.1, groups=("values",), outputs=("new_v", "")),
        Criterion("the new parameter", 1.1, groups=("values",), outputs=("new_w", "")),
        Criterion("single numbers, one or three axes, whole numbers", 0.5, groups=("edge",)),
        dataclasses.replace(UNTOUCHED, share=0.3),
    ),
)
