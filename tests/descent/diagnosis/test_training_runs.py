"""Training that is made of other updates, or notes other losses, told by what is off in it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from descent.diagnosis.chain_factors import sigmoid
from descent.diagnosis.judge import judge
from descent.probing.probes import Probe, ask, look, make, observe, put, script
from tests.descent import made_up

Array = Any
RNG = np.random.default_rng(17)

# Of a single layer, what an update takes of the parameters, the batch, and what it keeps.
Update = Callable[[dict[str, Array], Array, Array, dict[str, Array]], dict[str, Array]]


def gradients(params: dict[str, Array], X: Array, y: Array) -> dict[str, Array]:
    a = sigmoid(X @ params["W1"] + params["b1"])
    delta = 2 * (a - y) * a * (1 - a) / len(y)
    return {"W1": X.T @ delta, "b1": delta.sum(axis=0, keepdims=True)}


def plainly(params: Any, X: Array, y: Array, kept: Any) -> dict[str, Array]:
    return gradients(params, X, y)


def with_momentum(params: Any, X: Array, y: Array, kept: Any) -> dict[str, Array]:
    for name, gradient in gradients(params, X, y).items():
        kept[name] = 0.9 * kept.get(name, 0) + gradient / 2
    return dict(kept)


def with_decay(params: Any, X: Array, y: Array, kept: Any) -> dict[str, Array]:
    found = gradients(params, X, y)
    return found | {"W1": found["W1"] + 0.01 * params["W1"]}


def gathered(params: Any, X: Array, y: Array, kept: Any) -> dict[str, Array]:
    for name, gradient in gradients(params, X, y).items():
        kept[name] = kept.get(name, 0) + gradient
    return dict(kept)


def cubed(params: Any, X: Array, y: Array, kept: Any) -> dict[str, Array]:
    return {name: gradient**3 for name, gradient in gradients(params, X, y).items()}


def mean_square(a: Array, y: Array) -> float:
    return float(np.mean((a - y) ** 2))


def sum_of_sizes(a: Array, y: Array) -> float:
    return float(np.abs(a - y).sum())


class Network:
    """A neuron that is trained on batches in the order in which they are stored."""

    def __init__(
        self,
        update: Update = plainly,
        loss: Callable[[Array, Array], float] = mean_square,
        late: bool = False,
        whole: bool = False,
        single: bool = False,
        falls: float = 1,
    ) -> None:
        self.update, self.loss, self.late = update, loss, late
        self.whole, self.single, self.falls = whole, single, falls
        self.params: dict[str, Array] = {}

    def train(self, X: Array, y: Array, epochs: int, lr: float, batch_size: int) -> list[float]:
        losses, kept = [], {}
        for _ in range(epochs):
            noted = []
            for start in range(0, len(X), 1 if self.single else batch_size):
                size = 1 if self.single else batch_size
                rows = slice(start, start + size)
                if self.whole and len(X[rows]) < batch_size:
                    continue
                before = dict(self.params)
                down = self.update(self.params, X[rows], y[rows], kept)
                self.params = {name: before[name] - lr * down[name] for name in before}
                params = self.params if self.late else before
                a = sigmoid(X[rows] @ params["W1"] + params["b1"])
                noted.append(self.loss(a, y[rows]))
            losses.append(float(np.mean(noted)) if noted else 0.0)
            lr *= self.falls
        return losses


def asked(m: int, n: int, size: int, epochs: int, alike: bool) -> Probe:
    X, y = RNG.normal(size=(m, n)), RNG.uniform(size=(m, 1))
    if alike:
        X, y = np.repeat(X[:1], m, axis=0), np.repeat(y[:1], m, axis=0)
    params = {"W1": RNG.normal(size=(n, 1)), "b1": RNG.normal(size=(1, 1))}
    train = ask("net.train", X, y, epochs=epochs, lr=0.7, batch_size=size, show="losses")
    return script(make("net"), put("net.params", **params), train, look("net.params", "params"))


BATCHES = [
    asked(6, 3, 2, 3, alike=True),
    asked(7, 2, 3, 3, alike=True),
    asked(5, 2, 8, 4, alike=False),
    asked(4, 3, 4, 5, alike=False),
]
WHOLE = BATCHES[2:] + [asked(6, 3, 6, 4, alike=False)]


def told(probes: list[Probe], **wrong: Any) -> str:
    sheet = made_up(Network, probes)
    answer = lambda: Network(**wrong)
    return judge(sheet, [observe(one, answer) for one in probes]).message


@pytest.mark.parametrize(
    ("update", "sentence"),
    [
        (
            with_momentum,
            "in which 0.9 of the update before is carried on, as in momentum, and a factor "
            "2 is missing.",
        ),
        (with_decay, "in which 0.01 times the weights is added, as in weight decay."),
        (gathered, "in which the gradients since the first epoch are added up."),
    ],
)
def test_other_updates_are_told_by_what_they_are_made_of(update: Update, sentence: str) -> None:
    message = told(BATCHES, update=update)
    assert sentence in message
    # The losses are those of such updates, noted as they should be.
    assert "What comes for losses" not in message


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"whole": True}, "in which an epoch has only m // batch_size updates."),
        ({"single": True}, "in which an epoch has an update for each sample."),
    ],
)
def test_other_batches_are_told(wrong: dict[str, bool], sentence: str) -> None:
    assert sentence in told([*BATCHES[:2], asked(8, 2, 3, 4, alike=True)], **wrong)


def test_a_learning_rate_that_falls_is_told() -> None:
    assert "in which the learning rate is multiplied by 0.95 after each" in told(
        BATCHES, falls=0.95
    )


def test_losses_are_told_by_what_is_noted_and_when() -> None:
    asked_for = "the mean of the squared errors before"
    assert told(WHOLE, loss=sum_of_sizes, late=True).endswith(
        "What comes for losses is the sum of the absolute errors after the update: for each epoch "
        f"it is to be {asked_for} the update."
    )
    assert told(BATCHES, loss=sum_of_sizes).endswith(
        "What comes for losses is the sum of the absolute errors: for each epoch it is to be "
        f"{asked_for} each update, averaged over the batches."
    )


def test_what_no_rule_gives_is_not_told() -> None:
    assert "in which" not in told(BATCHES, update=cubed)
    assert "What comes for losses" not in told(BATCHES, loss=lambda a, y: float(np.max(a**3)))
    # Of two questions, it could be another rule.
    assert "in which" not in told(BATCHES[:2], update=with_decay)


class Flat(Network):
    """A network whose weights lose their axis."""

    def train(self, *args: Any, **kwargs: Any) -> list[float]:
        losses = super().train(*args, **kwargs)
        self.params["W1"] = self.params["W1"].ravel()
        return losses


def test_right_numbers_in_another_shape_are_no_other_training() -> None:
    sheet = made_up(Network, WHOLE)
    message = judge(sheet, [observe(one, Flat) for one in WHOLE]).message
    assert "training in which" not in message
