"""What the gradients of a network's layers are made of, told where it is other things."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from descent.diagnosis.causes.factors import listed
from descent.diagnosis.chain_factors import ERRORS, SLOPES, sigmoid
from descent.diagnosis.judge import judge
from descent.probing.probes import ask, call, look, make, observe, put, script
from tests.descent import made_up

Array = Any
RNG = np.random.default_rng(31)
PARAMETERS = ("X", "y", "W2", "cache")


def asked(m: int, n: int, hidden: int) -> Any:
    X, y = RNG.normal(size=(m, n)), RNG.uniform(size=(m, 1))
    W1, W2 = RNG.normal(size=(n, hidden)), RNG.normal(size=(hidden, 1))
    z1 = X @ W1
    z2 = sigmoid(z1) @ W2
    return call(X, y, W2, {"z1": z1, "a1": sigmoid(z1), "z2": z2, "a2": sigmoid(z2)})


PROBES = [asked(4, 3, 2), asked(5, 2, 4), asked(3, 4, 3)]


def backward(
    error: Callable[[Array, Array], Array] = lambda a, y: 2 * (a - y) / len(y),
    slope: Callable[[Array], Array] = lambda a: a * (1 - a),
    before: Callable[[Array], Array] | None = None,
    decay: float = 0,
) -> Callable[..., dict[str, Array]]:
    def answer(X: Array, y: Array, W2: Array, cache: dict[str, Array]) -> dict[str, Array]:
        delta2 = error(cache["a2"], y) * slope(cache["a2"])
        delta1 = delta2 @ W2.T * (before or slope)(cache["a1"])
        return {
            "dW2": cache["a1"].T @ delta2 + decay * W2,
            "db2": delta2.sum(axis=0, keepdims=True),
            "dW1": X.T @ delta1,
            "db1": delta1.sum(axis=0, keepdims=True),
        }

    return answer


def told(answer: Callable[..., Any]) -> str:
    sheet = made_up(backward(), PROBES, parameters=PARAMETERS)
    return judge(sheet, [observe(probe, answer) for probe in PROBES]).message


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        (
            backward(slope=lambda a: sigmoid(a) * (1 - sigmoid(a))),
            "As for dW2, db2, dW1 and db1: the slope is that of the sigmoid at a.",
        ),
        (
            backward(lambda a, y: y - a, np.square, lambda a: 1 - np.tanh(a) ** 2),
            "As for dW2 and db2: a^2 stands for the slope a (1 - a); the sign is the other one; "
            "the division by the number of samples is missing, and a factor 2 is missing. "
            "As for dW1 and db1: the slope is that of tanh at a.",
        ),
        (
            backward(lambda a, y: (a - y) ** 2 / len(y), before=lambda a: a * (1 - a)),
            "As for dW2 and db2: the error is squared, and a factor 2 is missing. "
            "As for dW1 and db1: nothing besides, they are what that gives.",
        ),
        (
            backward(decay=0.3),
            "As for dW2: the weights are added, times 0.3, as for weight decay.",
        ),
    ],
)
def test_gradients_are_told_by_what_they_are_made_of(
    answer: Callable[..., Any], sentence: str
) -> None:
    assert told(answer).endswith(sentence)


@pytest.mark.parametrize(("error", "slope"), [*itertools.product(ERRORS, SLOPES)][1::3])
def test_what_is_told_of_a_chain_is_what_stands_in_it(error: str, slope: str) -> None:
    def answer(X: Array, y: Array, W2: Array, cache: dict[str, Array]) -> dict[str, Array]:
        delta2 = ERRORS[error](cache["z2"], cache["a2"], y) * SLOPES[slope](
            cache["z2"], cache["a2"]
        )
        delta1 = delta2 @ W2.T * cache["a1"] * (1 - cache["a1"])
        found = {"dW2": cache["a1"].T @ delta2, "db2": delta2.sum(axis=0, keepdims=True)}
        found |= {"dW1": X.T @ delta1, "db1": delta1.sum(axis=0, keepdims=True)}
        return {name: 2 * of_name / len(y) for name, of_name in found.items()}

    message = told(answer)
    # What is simpler is told by others before.
    if "As for dW2 and db2: " in message:
        off = message.partition("As for dW2 and db2: ")[2].partition(". As for")[0].rstrip(".")
        assert off == listed([*filter(None, (error, slope))])
    else:
        assert "As for" not in message


def test_what_is_not_explained_before_the_last_layer_is_left_open() -> None:
    message = told(backward(slope=np.square, before=lambda a: a**3))
    assert message.endswith("As for dW2 and db2: a^2 stands for the slope a (1 - a).")


def test_gradients_that_are_made_of_something_else_are_not_told() -> None:
    assert "As for" not in told(backward(slope=lambda a: a**3 + 1))


class Network:
    """A network that is asked for its gradients, or trained for one epoch."""

    def __init__(self, slope: Callable[[Array], Array] = lambda a: a * (1 - a)) -> None:
        self.slope = slope
        self.params: dict[str, Array] = {}

    def backward(self, X: Array, y: Array) -> dict[str, Array]:
        layers = len(self.params) // 2
        activations = [X]
        for layer in range(1, layers + 1):
            z = activations[-1] @ self.params[f"W{layer}"] + self.params[f"b{layer}"]
            activations.append(sigmoid(z))
        coming = 2 * (activations[-1] - y) / len(y)
        gradients = {}
        for layer in range(layers, 0, -1):
            delta = coming * self.slope(activations[layer])
            gradients[f"dW{layer}"] = activations[layer - 1].T @ delta
            gradients[f"db{layer}"] = delta.sum(axis=0, keepdims=True)
            coming = delta @ self.params[f"W{layer}"].T
        return gradients

    def train(self, X: Array, y: Array, epochs: int, lr: float) -> list[float]:
        gradients = self.backward(X, y)
        for name, gradient in gradients.items():
            self.params[name[1:]] = self.params[name[1:]] - lr * gradient
        return []


def put_into(sizes: tuple[int, ...], m: int, train: bool) -> Any:
    X, y = RNG.normal(size=(m, sizes[0])), RNG.uniform(size=(m, 1))
    params = {}
    for layer, (n_in, n_out) in enumerate(itertools.pairwise(sizes), start=1):
        params[f"W{layer}"] = RNG.normal(size=(n_in, n_out))
        params[f"b{layer}"] = RNG.normal(size=(1, n_out))
    asked = [ask("net.backward", X, y, show="result")]
    if train:
        asked = [ask("net.train", X, y, epochs=1, lr=0.5), look("net.params", "params")]
    return script(make("net"), put("net.params", **params), *asked)


@pytest.mark.parametrize(
    ("train", "sentence"),
    [
        (False, "As for dW and db of every layer: the slope is that of tanh at a."),
        (
            True,
            "In the first epoch, as for W and b of every layer: the slope is that of tanh at a.",
        ),
    ],
)
def test_layers_of_networks_of_several_depths_are_told_together(train: bool, sentence: str) -> None:
    probes = [put_into(sizes, m, train) for sizes, m in (((3, 1), 5), ((2, 4, 3, 1), 6))]
    sheet = made_up(Network, probes)
    answer = lambda: Network(lambda a: 1 - np.tanh(a) ** 2)
    assert sentence in judge(sheet, [observe(one, answer) for one in probes]).message


class Halved(Network):
    """A network that goes half as far."""

    def train(self, X: Array, y: Array, epochs: int, lr: float) -> list[float]:
        return super().train(X, y, epochs, lr / 2)


def test_what_is_off_in_every_layer_alike_is_told_of_all() -> None:
    probes = [put_into(sizes, m, train=True) for sizes, m in (((3, 1), 5), ((2, 4, 1), 6))]
    message = judge(made_up(Network, probes), [observe(one, Halved) for one in probes]).message
    assert "as for W and b of every layer: a factor 2 is missing." in message
