"""Eight trainings in which a network does not learn, each for a reason of its own, to be examined.

Reading on tells which of them has what. They are made of the network class of the
notebook, of its samples and its steps, in each of which one thing is altered.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from descent.datasets import Array, make_spirals

Rows = NDArray[np.intp]

BATCH_SIZE = 32
RATE = 9.0
SAMPLES = 192
NOISE = 0.4


@dataclass(frozen=True)
class History:
    """What became of one training.

    Attributes:
        network: The network at the end.
        losses: The mean squared error on the training set before the first epoch and
            after each, ``epochs + 1`` numbers.
        held_losses: The same on the held-out set.
    """

    network: Any
    losses: list[float]
    held_losses: list[float]


@dataclass(frozen=True)
class Training:
    """A training that can be examined and repeated.

    Attributes:
        name: ``"healthy"``, or ``"case 1"`` to ``"case 8"``.
        X: The samples as the network gets them, (m, n).
        y: Their labels, (m, 1).
        X_held: Samples that are kept from training, (500, n).
        y_held: Their labels, (500, 1).
        lr: The learning rate.
    """

    name: str
    X: Array
    y: Array
    X_held: Array
    y_held: Array
    lr: float
    _network: Callable[[list[int], np.random.Generator], Any] = field(repr=False)
    _seed: int = field(repr=False)
    _in_order: bool = field(default=False, repr=False)
    _kept: tuple[str, ...] = field(default=(), repr=False)

    def network(self) -> Any:
        """Return the network as training starts with it, the same one each time."""
        return self._network([self.X.shape[1], 16, 1], np.random.default_rng(self._seed))

    def batches(self, rng: np.random.Generator) -> Iterator[Rows]:
        """Yield the numbers of the rows of each batch of one epoch."""
        order = np.arange(len(self.X)) if self._in_order else rng.permutation(len(self.X))
        yield from np.split(order, range(BATCH_SIZE, len(order), BATCH_SIZE))

    def step(self, network: Any, rows: Rows) -> None:
        """Let a network make one update with a batch."""
        before = {name: network.params[name] for name in self._kept}
        network.train(self.X[rows], self.y[rows], epochs=1, lr=self.lr)
        network.params.update(before)

    def train(self, epochs: int = 80) -> History:
        """Train a network from its start, and return what became of it."""
        network, rng = self.network(), np.random.default_rng(self._seed)
        history = History(network, [], [])
        self._note(history)
        for _ in range(epochs):
            for rows in self.batches(rng):
                self.step(network, rows)
            self._note(history)
        return history

    def _note(self, history: History) -> None:
        for losses, X, y in (
            (history.losses, self.X, self.y),
            (history.held_losses, self.X_held, self.y_held),
        ):
            losses.append(float(np.mean((history.network.predict(X) - y) ** 2)))


def trainings(network_class: Any, seed: int = 1) -> list[Training]:
    """Return a training that succeeds and the eight that do not.

    Args:
        network_class: The class of section 5, made with ``network_class(layer_sizes, rng)``.
        seed: What the samples, the first weights and the orders are drawn from.

    Returns:
        Nine trainings; the healthy one comes first.
    """
    rng = np.random.default_rng(seed)
    X, y = make_spirals(SAMPLES, NOISE, rng)
    X_held, y_held = make_spirals(500, NOISE, rng)
    mu, std = X.mean(axis=0), X.std(axis=0)
    X, X_held = (X - mu) / std, (X_held - mu) / std

    def training(
        name: str,
        network: Callable[[list[int], np.random.Generator], Any] = network_class,
        samples: Array = X,
        labels: Array = y,
        held: Array = X_held,
        lr: float = RATE,
        **more: Any,
    ) -> Training:
        return Training(name, samples, labels, held, y_held, lr, network, seed, **more)

    shuffled = rng.permutation(SAMPLES)
    leaky, leaky_held = _with_mean_label(X, y, X_held, rng)
    return [
        training("healthy"),
        training("case 1", samples=X[shuffled], labels=y[rng.permutation(SAMPLES)]),
        training("case 2", lr=100 * RATE),
        training("case 3", _altered(network_class, 0.0, 0.0)),
        training("case 4", _wrong_sign(network_class)),
        training("case 5", samples=leaky, held=leaky_held),
        training("case 6", _kept=("W1", "b1")),
        training("case 7", _altered(network_class, 1.0, -40.0)),
        training("case 8", _in_order=True),
    ]


def _with_mean_label(
    X: Array, y: Array, X_held: Array, rng: np.random.Generator
) -> tuple[Array, Array]:
    """Add the mean label of a sample's group, itself included; of fresh groups it is not known."""
    groups = rng.integers(4 * SAMPLES, size=SAMPLES)
    means = np.array([y[groups == group].mean() for group in groups])
    column = ((means - means.mean()) / means.std())[:, np.newaxis]
    return np.hstack([X, column]), np.hstack([X_held, np.zeros((len(X_held), 1))])


def _altered(
    network_class: Any, factor: float, hidden_bias: float
) -> Callable[[list[int], np.random.Generator], Any]:
    """Return a way to make a network whose first weights and hidden biases are other ones."""

    def make(layer_sizes: list[int], rng: np.random.Generator) -> Any:
        network = network_class(layer_sizes, rng)
        network.params = {name: factor * value for name, value in network.params.items()}
        network.params["b1"] = network.params["b1"] + hidden_bias
        return network

    return make


def _wrong_sign(network_class: Any) -> Any:
    """Return a class of networks that take the hidden layer uphill."""

    class WrongSign(network_class):  # type: ignore[misc]
        def backward(self, X: Array, y: Array) -> dict[str, Array]:
            grads: dict[str, Array] = super().backward(X, y)
            grads["dW1"], grads["db1"] = -grads["dW1"], -grads["db1"]
            return grads

    return WrongSign
