"""``train_minibatch``: the network class, trained on mini-batches.

A right answer may shuffle as it likes. So some probes are made such that the
order of the samples does not matter (all samples alike, or all in one batch),
and are compared number by number. For the others what is right is worked out
for every order that there is.
"""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from descent.datasets import Array
from descent.judging.sheets import Criterion
from descent.probing.probes import Observation, Probe, ask, look, observe, put, script
from descent.probing.values import Value, plain
from grader.exercises.common import labels, samples
from grader.sheets.exercise import UNTOUCHED, Begin, Exercise

from ..draws import network, whole

EPOCHS = 30


Params = Mapping[str, Array]


# The row numbers of each batch of an epoch.
Cut = tuple[tuple[int, ...], ...]


def _rate(rng: np.random.Generator) -> float:
    return float(rng.uniform(0.4, 0.9))


def _alike(rng: np.random.Generator, m: int, n: int) -> tuple[Array, Array]:
    """Draw one sample and repeat it: any order is the same."""
    return np.repeat(samples(rng, 1, n), m, axis=0), np.repeat(labels(rng, 1), m, axis=0)


def _probes(begin: Begin) -> Iterator[Probe]:
    small = "a last batch that is smaller"
    fits = "batches that fit exactly"
    yield _few(begin("three samples"), 3, 1)
    yield _few(begin("four samples"), 4, 2)
    yield _few(begin("four samples, two epochs"), 4, 2, epochs=2)
    rng = begin("samples alike")
    size = int(rng.integers(3, 5))
    yield _case([2, 3, 1], rng, *_alike(rng, 3 * size, 2), 3, size, label=fits)
    rng = begin("three layers")
    yield _case([3, 2, 4, 1], rng, *_alike(rng, 8, 3), 3, 2, label="three layers")
    rng = begin("the full batch")
    X, y = samples(rng, 6, 3), labels(rng, 6)
    yield _case([3, 4, 1], rng, X, y, 5, 6, label="the full batch")
    rng = begin("a larger batch size")
    X, y = samples(rng, 5, 3), labels(rng, 5)
    large = "a batch size larger than the number of samples"
    yield _case([3, 2, 1], rng, X, y, 4, 8, label=large)
    rng = begin("one layer, batches of one sample")
    yield _case([2, 1], rng, *_alike(rng, 3, 2), 3, 1, label="one layer, batches of one sample")
    for name, X_of, y_kind in (
        ("whole numbers", whole, int),
        ("whole-number samples", whole, float),
        ("whole-number labels", samples, int),
    ):
        rng = begin(name)
        mixed = X_of(rng, 5, 2), labels(rng, 5).astype(y_kind)
        yield _case([2, 3, 1], rng, *mixed, 3, 5, label=name)
    rng = begin("a whole-number lr")
    yield _case([2, 3, 1], rng, *_alike(rng, 6, 2), 3, 2, lr=2, label="an lr of 2")
    yield _again(begin("a second call"))
    rng = begin("the defaults")
    X, y = _alike(rng, 64, 2)
    default = ask("net.train_minibatch", X, y, epochs=3, show="losses")
    steps = network(rng, [2, 2, 1])
    yield script(*steps, default, label="lr and batch_size left at their defaults")
    rng = begin("a rest of one")
    size = int(rng.integers(3, 5))
    X, y = _alike(rng, 2 * size + 1, 2)
    yield _case([2, 3, 1], rng, X, y, 3, size, label=small, group="rest")
    rng = begin("a rest of two")
    yield _case([3, 2, 1], rng, *_alike(rng, 8, 3), 4, 3, label=small, group="rest")
    rng = begin("losses")
    X, y = _alike(rng, 6, 2)
    train = ask("net.train_minibatch", X, y, epochs=4, lr=_rate(rng), batch_size=2)
    steps = network(rng, [2, 2, 1])
    yield script(*steps, train, look("net.losses", show="net.losses"), group="kept")
    # Whoever stops at a small loss stops here. Slopes are flat, and only large steps show.
    rng = begin("nearly learned")
    made, weights = network(rng, [2, 3, 1])
    learned = put("net.params", **{**weights.kwargs, "b2": np.array([[6.0]])})
    X, _ = _alike(rng, 6, 2)
    train = ask(
        *("net.train_minibatch", X, np.ones((6, 1))),
        epochs=4,
        lr=99.0,
        batch_size=2,
        show="losses",
    )
    yield script(made, learned, train, label="a network that has nearly learned")
    yield _still(begin("many epochs"))


def _case(
    sizes: list[int],
    rng: np.random.Generator,
    X: Value,
    y: Value,
    epochs: int,
    size: int,
    label: str,
    group: str = "values",
    lr: float | None = None,
) -> Probe:
    train = ask(
        "net.train_minibatch",
        X,
        y,
        epochs=epochs,
        lr=_rate(rng) if lr is None else lr,
        batch_size=size,
        show="losses",
    )
    steps = (*network(rng, sizes), train, look("net.params", show="params"))
    return script(*steps, group=group, label=label)


def _again(rng: np.random.Generator) -> Probe:
    """Train twice, the second time from other parameters."""
    X, y = _alike(rng, 6, 2)
    _, fresh = network(rng, [2, 3, 1])
    first = ask("net.train_minibatch", X, y, epochs=2, lr=0.5, batch_size=2)
    second = ask("net.train_minibatch", X, y, epochs=3, lr=_rate(rng), batch_size=2, show="losses")
    steps = (*network(rng, [2, 3, 1]), first, put("net.params", **fresh.kwargs), second)
    return script(*steps, look("net.params", show="params"), label="a second call")


def _few(rng: np.random.Generator, m: int, size: int, epochs: int = 1) -> Probe:
    """Train on so few samples that every order can be tried."""
    X, y = samples(rng, m, 2), labels(rng, m)
    train = ask(
        "net.train_minibatch",
        X,
        y,
        epochs=epochs,
        lr=_rate(rng),
        batch_size=size,
        show="history",
    )
    steps = (*network(rng, [2, 2, 1]), train, look("net.params", show="state"))
    label = f"{'one epoch' if epochs == 1 else 'two epochs'} of samples that differ"
    return script(*steps, group="orders", label=label)


def _still(rng: np.random.Generator) -> Probe:
    """Train many epochs that change nothing: the loss tells which sample was left for the end."""
    X, y = samples(rng, 5, 2), labels(rng, 5)
    train = ask("net.train_minibatch", X, y, epochs=EPOCHS, lr=0.0, batch_size=2, show="history")
    steps = (*network(rng, [2, 2, 1]), train)
    return script(*steps, group="epochs", label="many epochs with a learning rate of zero")


def _truth(probe: Probe, answers: Mapping[str, Any]) -> Observation:
    if probe.group not in ("orders", "epochs"):
        return observe(probe, answers["NeuralNetworkMiniBatch"])
    made, weights, train = probe.steps[:3]
    X, y = train.args
    net = answers["NeuralNetworkScratch"](*made.args)
    cuts = list(_cuts(len(X), train.kwargs["batch_size"]))

    def batch_losses(params: Params, cut: Cut, y: Array) -> list[float]:
        """Train one epoch from params; leave the new ones in the network."""
        net.params = dict(params)
        lr = train.kwargs["lr"]
        return [net.train(X[rows], y[rows], epochs=1, lr=lr)[0] for rows in map(list, cut)]

    def outcomes(params: Params, y: Array, epochs: int, before: list[float]) -> list[Value]:
        if not epochs:
            return [{"history": before, "state": plain(params)}]
        found = []
        for cut in cuts:
            loss = float(np.mean(batch_losses(params, cut, y)))
            found += outcomes(net.params, y, epochs - 1, [*before, loss])
        return found

    start = weights.kwargs
    if probe.group == "epochs":
        return Observation({"traces": _traces([batch_losses(start, cut, y) for cut in cuts])})
    epochs = train.kwargs["epochs"]
    shown = {"outcomes": outcomes(start, y, epochs, []), "mixed up": []}
    if epochs == 1:
        others = {tuple(column) for column in itertools.permutations(y.ravel())} - {
            tuple(y.ravel())
        }
        for column in sorted(others):
            shown["mixed up"] += outcomes(start, np.reshape(column, y.shape), 1, [])
    return Observation(shown)


def _cuts(m: int, size: int) -> Iterator[Cut]:
    """Yield all ways to cut an epoch into batches."""
    seen = set()
    for order in itertools.permutations(range(m)):
        cut = tuple(tuple(sorted(order[k : k + size])) for k in range(0, m, size))
        if cut not in seen:
            seen.add(cut)
            yield cut


def _traces(epochs: list[list[float]]) -> list[float]:
    """Return what people note of the losses of the batches of an epoch, each number once."""
    found = set()
    for losses in epochs:
        full = losses[:-1]
        noted = (np.mean(losses), np.sum(losses), np.mean(full), losses[0], losses[-1])
        found |= {float(f"{number:.9g}") for number in noted}
    return sorted(found)


def _experiments(begin: Begin) -> Iterator[Probe]:
    for name, sizes, m, epochs, size, lr in (
        ("batches that fit", [2, 3, 1], 6, 3, 2, 0.5),
        ("larger batches", [2, 3, 1], 6, 3, 3, 0.5),
        ("batches of one sample", [2, 3, 1], 6, 3, 1, 0.5),
        ("the full batch", [2, 3, 1], 6, 3, 6, 0.5),
        ("a larger batch size", [2, 3, 1], 6, 3, 9, 0.5),
        ("a last batch that is smaller", [2, 3, 1], 6, 3, 4, 0.5),
        ("another one that is smaller", [2, 3, 1], 7, 3, 3, 0.5),
        ("one epoch", [2, 3, 1], 6, 1, 2, 0.5),
        ("another single epoch", [2, 3, 1], 8, 1, 3, 0.8),
        ("one update", [2, 3, 1], 4, 1, 4, 0.5),
        ("another single update", [2, 3, 1], 6, 1, 6, 0.8),
        ("many epochs", [2, 3, 1], 6, 8, 2, 0.5),
        ("one layer", [2, 1], 6, 3, 2, 0.5),
        ("three layers", [2, 3, 4, 1], 6, 3, 2, 0.5),
        ("a small rate", [2, 3, 1], 6, 3, 2, 0.05),
        ("a large rate", [2, 3, 1], 6, 3, 2, 1.4),
    ):
        rng = begin(name)
        yield _case(sizes, rng, *_alike(rng, m, 2), epochs, size, "", lr=lr)
    yield _again(begin("a second call"))


EXERCISE = Exercise(
    answer="NeuralNetworkMiniBatch",
    cell="minibatch_network",
    probes=_probes,
    experiments=_experiments,
    truth=_truth,
    uses=("minibatches",),
    criteria=(
        Criterion(
            "every sample once in an epoch, with its own label",
            1.5,
            ("orders",),
            rule="epochs_in_some_order",
        ),
        Criterion("one update for each batch", 0.75, ("values",), ("params*",)),
        Criterion(
            "the loss of an epoch: the mean over its batches, each before its update",
            0.75,
            ("values",),
            ("losses",),
        ),
        Criterion("a smaller last batch: an update like the others, a plain mean", 0.6, ("rest",)),
        Criterion("shuffled anew in every epoch", 0.9, ("epochs",), rule="new_order_each_epoch"),
        Criterion("losses keeps the losses", 0.25, ("kept",)),
        dataclasses.replace(UNTOUCHED, share=0.25),
    ),
)
