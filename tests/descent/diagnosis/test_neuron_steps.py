"""What the first step of a neuron is made of, told where it is made of other things."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from descent.diagnosis.judge import judge
from descent.probing.probes import call, observe
from tests.descent import made_up

Array = Any
RNG = np.random.default_rng(8)
PARAMETERS = ("X", "y", "w", "b", "epochs", "lr")


def asked(m: int, n: int) -> Any:
    drawn = (RNG.normal(size=shape) for shape in ((m, n), (m, 1), (n, 1), (1, 1)))
    return call(*drawn, epochs=1, lr=float(RNG.uniform(0.3, 0.9)))


PROBES = [asked(4, 2), asked(5, 2), asked(7, 3)]


def sigmoid(z: Array) -> Array:
    return 1 / (1 + np.exp(-z))


def stepping(step: Callable[[Array, Array, Array], tuple[Array, Array]]) -> Callable[..., Any]:
    def train(X: Array, y: Array, w: Array, b: Array, epochs: int, lr: float) -> Any:
        down_w, down_b = step(X, y, X @ w + b)
        return w - lr * down_w, b - lr * down_b

    return train


def in_turn(X: Array, y: Array, w: Array, b: Array, epochs: int, lr: float) -> Any:
    for row, label in zip(X, y, strict=True):
        a = sigmoid(row @ w + b)
        delta = (a - label) * a * (1 - a)
        w, b = w - lr * row[:, None] * delta, b - lr * delta
    return w, b


def right(X: Array, y: Array, z: Array) -> tuple[Array, Array]:
    a = sigmoid(z)
    delta = 2 * (a - y) * a * (1 - a) / len(X)
    return X.T @ delta, delta.sum(keepdims=True)


def without_slope(X: Array, y: Array, z: Array) -> tuple[Array, Array]:
    error = sigmoid(z) - y
    return np.mean(error * X), 2 * error.mean(keepdims=True)


def uphill(X: Array, y: Array, z: Array) -> tuple[Array, Array]:
    a = sigmoid(z)
    delta = (y - a) * sigmoid(a) * (1 - sigmoid(a))
    return X.T @ delta, delta.sum(keepdims=True)


def of_tanh(X: Array, y: Array, z: Array) -> tuple[Array, Array]:
    delta = 2 * (np.tanh(z) - y) * (1 - np.tanh(z) ** 2)
    return (X * delta)[:1].T, delta[:1]


def told(answer: Callable[..., Any]) -> str:
    sheet = made_up(stepping(right), PROBES, parameters=PARAMETERS, returns=("w", "b"))
    return judge(sheet, [observe(probe, answer) for probe in PROBES]).message


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        (
            stepping(without_slope),
            "as for w: one number, a mean over everything, moves all of it; no slope a (1 - a) is "
            "left in it, and a factor 2 is missing. As for b: no slope a (1 - a) is left in it.",
        ),
        (
            stepping(uphill),
            "as for w and b: the slope is that of the sigmoid at a; it goes the other way; the "
            "division by the number of samples is missing, and a factor 2 is missing.",
        ),
        (
            stepping(of_tanh),
            "as for w and b: the first sample alone moves it; the error is that of tanh, and the "
            "slope is that of tanh at z.",
        ),
        (
            in_turn,
            "as for w and b: there is an update after each sample, and a factor 2 is missing.",
        ),
    ],
)
def test_a_step_is_told_by_what_it_is_made_of(answer: Callable[..., Any], sentence: str) -> None:
    assert told(answer).endswith(f"In the first epoch, {sentence}")


def test_a_step_that_is_made_of_something_else_is_not_told() -> None:
    cubes = lambda X, y, z: ((X**3).T @ z, z.sum(keepdims=True))
    assert "first epoch" not in told(stepping(cubes))
