"""The reference answers reproduce the published figures of the chapter that the course grew from.

`pytest -rP tests/test_chapter_figures.py` prints the table.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from descent import make_gate, make_spirals
from tests.here import reference

pytestmark = pytest.mark.lessons

FIGURES = json.loads(Path(__file__).with_name("chapter_figures.json").read_text())

# Over 5 000 epochs of two hidden layers, the last digits of a machine grow to 4e-4.
TOLERANCE = {"spiral.l2": 1e-3}


def seeded() -> np.random.RandomState:
    return np.random.RandomState(42)


@functools.cache
def answers(section: str) -> dict[str, Any]:
    return reference(section).answers()


@functools.cache
def trained_neuron(gate: str, epochs: int) -> tuple[Any, Any, Any]:
    X, y = make_gate(gate)
    w = 0.5 * seeded().standard_normal((2, 1))
    trained: tuple[Any, Any, Any] = answers("01_perceptron")["train_neuron"](
        X, y, w, np.zeros((1, 1)), epochs=epochs, lr=1.0
    )
    return trained


def xor_single() -> Any:
    w, b, _ = trained_neuron("XOR", 5000)
    return answers("01_perceptron")["neuron"](make_gate("XOR")[0], w, b)


def xor_two() -> Any:
    rng, (X, y) = seeded(), make_gate("XOR")
    W1, W2 = 0.5 * rng.standard_normal((2, 4)), 0.5 * rng.standard_normal((4, 1))
    params = {"W1": W1, "b1": np.zeros((1, 4)), "W2": W2, "b2": np.zeros((1, 1))}
    forward_pass = answers("03_forward_pass")["forward_pass"]
    backward_pass = answers("05_backpropagation")["backward_pass"]
    for _ in range(5000):
        _, cache = forward_pass(X, *params.values())
        grads = backward_pass(X, y, params["W2"], cache)
        params = {name: value - 2.0 * grads[f"d{name}"] for name, value in params.items()}
    return forward_pass(X, *params.values())[0]


@functools.cache
def xor_class() -> tuple[Any, list[float]]:
    X, y = make_gate("XOR")
    net = answers("05_backpropagation")["NeuralNetworkScratch"]([2, 4, 1], rng=seeded())
    losses = net.train(X, y, epochs=5000, lr=2.0)
    return net.predict(X), losses


@functools.cache
def spirals() -> tuple[Any, Any, Any]:
    X, y = make_spirals(300, 0.4, seeded())
    X_norm, _, _ = answers("06_spiral")["standardize"](X)
    return X, X_norm, y


@functools.cache
def spiral(*hidden: int) -> tuple[float, float]:
    _, X, y = spirals()
    made = answers("05_backpropagation")["NeuralNetworkScratch"]
    net = made([2, *hidden, 1], rng=seeded())
    losses = net.train(X, y, epochs=5000, lr=1.0)
    return losses[-1], answers("06_spiral")["accuracy"](y, net.predict(X))


def batch() -> float:
    _, X, y = spirals()
    net = answers("05_backpropagation")["NeuralNetworkScratch"]([2, 16, 1], rng=seeded())
    return float(net.train(X, y, epochs=500, lr=1.0)[-1])


def minibatch(batch_size: int) -> float:
    _, X, y = spirals()
    net = answers("07_mini_batch")["NeuralNetworkMiniBatch"]([2, 16, 1], rng=seeded())
    return float(net.train_minibatch(X, y, epochs=500, lr=0.5, batch_size=batch_size)[-1])


COMPUTED: dict[str, Callable[[], Any]] = {
    "and.w": lambda: trained_neuron("AND", 1000)[0],
    "and.b": lambda: trained_neuron("AND", 1000)[1],
    "and.first": lambda: trained_neuron("AND", 1000)[2][0],
    "and.last": lambda: trained_neuron("AND", 1000)[2][-1],
    "and.n": lambda: len(trained_neuron("AND", 1000)[2]),
    "xor_single.outputs": xor_single,
    "xor_two.outputs": xor_two,
    "xor_class.preds": lambda: xor_class()[0],
    "xor_class.first": lambda: xor_class()[1][0],
    "xor_class.last": lambda: xor_class()[1][-1],
    "spiral.l1": lambda: spiral(16)[0],
    "spiral.l2": lambda: spiral(16, 16)[0],
    "spiral.acc1": lambda: spiral(16)[1],
    "spiral.acc2": lambda: spiral(16, 16)[1],
    "spiral.X0": lambda: spirals()[0][0],
    "gd.batch": batch,
    "gd.sgd": lambda: minibatch(1),
    "gd.mb": lambda: minibatch(32),
}


def test_every_published_figure_is_computed() -> None:
    published = {f"{n}.{key}" for n, item in FIGURES.items() for key in item if key != "how"}
    assert published == set(COMPUTED)


@pytest.mark.parametrize("name", COMPUTED)
def test_the_references_reproduce_the_published_figure(name: str) -> None:
    group, key = name.split(".")
    published = np.ravel(FIGURES[group][key])
    computed = np.ravel(np.asarray(COMPUTED[name](), dtype=float))
    gap = np.max(np.abs(computed - published) / np.abs(published))
    print(f"{name:20} published {published[0]:.10g}  computed {computed[0]:.10g}  gap {gap:.1e}")
    assert gap <= TOLERANCE.get(name, 1e-6)
