"""Training that is run with other updates than the right ones, and what may be noted of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import product

import numpy as np

from descent.diagnosis.causes.cases import Array
from descent.diagnosis.chain_factors import NO_SLOPE
from descent.diagnosis.network_questions import Question, of_network

__all__ = ["LOSSES", "ONCE", "RIGHT_LOSS", "SEVERAL", "Rule", "Run", "Trained", "rules", "trained"]

Params = Mapping[str, Array]

_Batch = tuple[Array, Array]


@dataclass(frozen=True)
class Run:
    """A training that hangs on no order of the samples.

    Attributes:
        start: The parameters before, by names such as ``W1``.
        batches: The samples and labels of each batch of an epoch, in turn.
        size: The number of samples in a batch, as it is asked for.
        epochs: The number of epochs.
        lr: The learning rate.
    """

    start: Params
    batches: Sequence[_Batch]
    size: int
    epochs: int
    lr: float

    @property
    def updates(self) -> int:
        """How many updates there are."""
        return self.epochs * len(self.batches)


def _divided(share: float, epoch: int) -> float:
    return 1 / (1 + share * epoch)


@dataclass(frozen=True)
class Rule:
    """How an update is made; each field by itself is as it should be at first.

    Attributes:
        factor: What stands for the 2 in 2 / m.
        power: To which power of m, the number of samples in the batch, it is divided.
        slope: What stands for the slope in the last layer.
        kept: How much of the update before is carried on.
        damped: Whether the gradient is multiplied by 1 minus that.
        decay: How much of the weights is added to their gradient.
        gathers: Since when gradients are added up: ``"epoch"`` or ``"start"``; or none are.
        batches: What stands for the batches of an epoch.
        by_size: Whether m is the size that is asked for, in a smaller batch, too.
        falls: How the learning rate falls from epoch to epoch.
    """

    factor: float = 2.0
    power: int = 1
    slope: str = ""
    kept: float = 0.0
    damped: bool = False
    decay: float = 0.0
    gathers: str = ""
    batches: str = ""
    by_size: bool = False
    falls: str = ""

    @property
    def off(self) -> tuple[str, ...]:
        """What is off."""
        added = f", with 1 - {self.kept:g} of the gradient" if self.damped else ""
        momentum = f"{self.kept:g} of the update before is carried on{added}, as in momentum"
        said = (
            (self.batches, self.batches),
            (self.by_size, "a smaller batch is divided by batch_size, too"),
            (self.falls, self.falls),
            (self.kept, momentum),
            (self.decay, f"{self.decay:g} times the weights is added, as in weight decay"),
            (self.gathers, f"the gradients since the {_SINCE.get(self.gathers)} are added up"),
            (self.slope, f"in the last layer, {self.slope}"),
            (self.power < 1, "the division by the number of samples is missing"),
            (self.power > 1, "there is a division by the number of samples too many"),
            (self.factor < 2, "a factor 2 is missing"),
        )
        return tuple(text for holds, text in said if holds)


# What people take for momentum, and for weight decay.
_KEPT = (0.9, 0.5, 0.8, 0.95, 0.99)
_DECAYS = (0.1, 0.01, 0.001, 0.0001)

# How the learning rate falls, by what is said of it: of the number of the epoch, from 0.
_FALLS: Mapping[str, Callable[[int], float]] = {
    "": lambda epoch: 1.0,
    **{
        f"the learning rate is multiplied by {share:g} after each epoch": partial(pow, share)
        for share in (0.99, 0.95, 0.9, 0.999, 0.5)
    },
    **{
        f"the learning rate is divided by 1 + {share:g} epoch, counted from 0": partial(
            _divided, share
        )
        for share in (1.0, 0.1, 0.01, 0.001)
    },
}

# What stands for the batches of an epoch, by what is said of it: of those and their size.
_BATCHES: Mapping[str, Callable[[Sequence[_Batch], int], Sequence[_Batch]]] = {
    "": lambda batches, size: batches,
    "an epoch has only m // batch_size updates": lambda batches, size: [
        one for one in batches if len(one[0]) == size
    ],
    "an epoch has a single update": lambda batches, size: batches[:1],
    "an epoch has an update for each sample": lambda batches, size: [
        (X[n : n + 1], y[n : n + 1]) for X, y in batches for n in range(len(X))
    ],
}

_SINCE = {"epoch": "first batch of the epoch", "start": "first epoch"}


def rules() -> Iterator[Rule]:
    """Yield the rules that are tried, the right one among them."""
    ways = [
        Rule(),
        *(Rule(kept=kept, damped=damped) for kept, damped in product(_KEPT, (False, True))),
        *(Rule(decay=decay) for decay in _DECAYS),
        *(Rule(gathers=since) for since in _SINCE),
        *(Rule(falls=falls) for falls in _FALLS),
        *(Rule(kept=kept, batches=batches) for kept, batches in product((0, 0.9), _BATCHES)),
        *(Rule(kept=kept, by_size=True) for kept in (0, 0.9)),
    ]
    ways = [*dict.fromkeys(ways)]
    for way, factor, power, slope in product(ways, (2.0, 1.0), (1, 0, 2), ("", NO_SLOPE)):
        # Beside another thing, what is seldom off as well is not tried.
        if way == Rule() or (power < 2 and not (slope and power == 0)):
            yield replace(way, factor=factor, power=power, slope=slope)


@dataclass(frozen=True)
class Trained:
    """What training gives: the parameters, and the outputs before and after each update."""

    params: Params
    before: Sequence[Sequence[tuple[Array, Array]]]
    after: Sequence[Sequence[tuple[Array, Array]]]


def trained(run: Run, rule: Rule) -> Trained:
    """Return what training gives where each update is made by a rule."""
    params = {name: np.asarray(item, dtype=float) for name, item in run.start.items()}
    carried = {name: np.zeros_like(item) for name, item in params.items()}
    before, after = [], []
    for epoch in range(run.epochs):
        lr = run.lr * _FALLS[rule.falls](epoch)
        if rule.gathers == "epoch":
            carried = {name: np.zeros_like(item) for name, item in params.items()}
        befores, afters = [], []
        for X, y in _BATCHES[rule.batches](run.batches, run.size):
            question = of_network(params, X, y)
            befores.append((question.a[-1], y))
            kept = 1.0 if rule.gathers else rule.kept
            share = 1 - rule.kept if rule.damped else 1.0
            for name, gradient in _gradients(question, rule, run.size).items():
                carried[name] = kept * carried[name] + share * gradient
                params[name] = params[name] - lr * carried[name]
            afters.append((of_network(params, X, y).a[-1], y))
        before.append(befores)
        after.append(afters)
    return Trained(params, before, after)


def _gradients(question: Question, rule: Rule, size: int) -> dict[str, Array]:
    times = rule.factor / (size if rule.by_size else len(question.y)) ** rule.power
    found = {}
    for layer, delta in enumerate(question.deltas(slope=rule.slope)):
        W = np.asarray(question.W[layer])
        found[f"W{layer + 1}"] = times * (question.a[layer].T @ delta) + rule.decay * W
        found[f"b{layer + 1}"] = times * delta.sum(axis=0, keepdims=True)
    return found


_Loss = Callable[[Array, Array], float]


def _cross_entropy(a: Array, y: Array) -> float:
    return float(-np.mean(y * np.log(a) + (1 - y) * np.log(1 - a)))


# What may be noted as a loss, by what is said of it: of the outputs and the labels, (m, 1).
LOSSES: Mapping[str, _Loss] = {
    "the mean of the squared errors": lambda a, y: float(np.mean((a - y) ** 2)),
    "half of the mean of the squared errors": lambda a, y: float(np.mean((a - y) ** 2) / 2),
    "the sum of the squared errors": lambda a, y: float(np.sum((a - y) ** 2)),
    "half of the sum of the squared errors": lambda a, y: float(np.sum((a - y) ** 2) / 2),
    "the root of the mean of the squared errors": lambda a, y: float(np.mean((a - y) ** 2) ** 0.5),
    "the mean of the absolute errors": lambda a, y: float(np.mean(np.abs(a - y))),
    "the sum of the absolute errors": lambda a, y: float(np.sum(np.abs(a - y))),
    "the mean of the errors a - y": lambda a, y: float(np.mean(a - y)),
    "the sum of the errors a - y": lambda a, y: float(np.sum(a - y)),
    "the mean of the errors y - a": lambda a, y: float(np.mean(y - a)),
    "the sum of the errors y - a": lambda a, y: float(np.sum(y - a)),
    "the square of the mean of the errors": lambda a, y: float(np.mean(a - y) ** 2),
    "the cross-entropy": _cross_entropy,
    "the cross-entropy, summed": lambda a, y: len(y) * _cross_entropy(a, y),
}

RIGHT_LOSS = next(iter(LOSSES))

# When a loss is noted, where an epoch is a single update: of what the epoch gives.
ONCE: Mapping[str, Callable[[Array, Array], Array]] = {
    "": lambda before, after: before[:, 0],
    "after the update": lambda before, after: after[:, 0],
}

# When it is noted where an epoch has several, from (epochs, batches) before and after each update.
SEVERAL: Mapping[str, Callable[[Array, Array], Array]] = {
    "": lambda before, after: before.mean(axis=1),
    "averaged over the batches, each after its update": lambda b, after: after.mean(axis=1),
    "before the first update of the epoch": lambda before, after: before[:, 0],
    "of the last batch, before its update": lambda before, after: before[:, -1],
    "after the last update of the epoch": lambda before, after: after[:, -1],
    "added up over the batches": lambda before, after: before.sum(axis=1),
    "added up over the batches, each after its update": lambda b, after: after.sum(axis=1),
    "of each batch by itself, before its update": lambda before, after: before.ravel(),
    "of each batch by itself, after its update": lambda b, after: after.ravel(),
}
