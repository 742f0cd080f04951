"""The network class: training."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from descent.judging.sheets import Criterion
from descent.probing.probes import Probe, Step, ask, look, put, script
from descent.probing.values import Value
from grader.exercises.common import KEPT, labels
from grader.sheets.exercise import Begin, Exercise

from ..draws import network, parameters, samples, whole, widened


def _probes(begin: Begin) -> Iterator[Probe]:
    X: Value
    y: Value
    for name, sizes, m in (
        ("two layers", [2, 3, 1], 4),
        ("two layers, more samples", [3, 4, 1], 6),
        ("three layers", [3, 2, 4, 1], 5),
        ("one sample", [3, 2, 1], 1),
    ):
        rng = begin(name)
        X, y = samples(rng, m, sizes[0]), labels(rng, m)
        label = "" if name.startswith("two") else name
        yield _case(sizes, rng, X, y, int(rng.integers(4, 8)), _rate(rng), label)
    rng = begin("one epoch")
    X, y = samples(rng, 5, 2), labels(rng, 5)
    yield _case([2, 4, 1], rng, X, y, 1, _rate(rng), "one epoch")
    rng = begin("one layer, whole numbers")
    X, y = whole(rng, 5, 2), labels(rng, 5).astype(int)
    yield _case([2, 1], rng, X, y, 3, _rate(rng), "one layer, whole numbers")
    rng = begin("whole-number labels")
    X, y = samples(rng, 5, 2), labels(rng, 5).astype(int)
    yield _case([2, 3, 1], rng, X, y, 3, _rate(rng), "whole-number labels")
    rng = begin("whole-number samples")
    X, y = whole(rng, 4, 3), labels(rng, 4)
    yield _case([3, 2, 1], rng, X, y, 3, _rate(rng), "whole-number samples")
    rng = begin("a whole-number lr")
    X, y = samples(rng, 5, 3), labels(rng, 5)
    yield _case([3, 2, 1], rng, X, y, 4, 2, "an lr of 2")
    rng = begin("no epoch")
    X, y = samples(rng, 4, 3), labels(rng, 4)
    steps = (*network(rng, [3, 2, 1]), ask("net.train", X, y, epochs=0, lr=0.5, show="losses"))
    params = look("net.params", show="params")
    yield script(*steps, params, group="verbose", label="no epoch at all")
    rng = begin("the default lr")
    train = ask("net.train", samples(rng, 6, 3), labels(rng, 6), epochs=3, show="losses")
    yield script(*network(rng, [3, 2, 1]), train, label="the default lr")
    # How many losses there are is enough: a thousand of them would fill the sheet.
    rng = begin("the default number of epochs")
    defaults = ask("net.train", samples(rng, 2, 1), labels(rng, 2), keep="list")
    many = ask("list.__len__", show="losses")
    yield script(*network(rng, [1, 1]), defaults, many, label="the default number of epochs")
    yield _again(begin("a second call"))
    # Whoever stops at a small loss stops here. Slopes are flat, and only large steps show.
    rng = begin("nearly learned")
    made, weights = network(rng, [2, 3, 1])
    learned = put("net.params", **{**weights.kwargs, "b2": np.array([[6.0]])})
    train = ask("net.train", samples(rng, 5, 2), np.ones((5, 1)), epochs=4, lr=99.0, show="losses")
    params = look("net.params", show="params")
    yield script(made, learned, train, params, label="a network that has nearly learned")
    yield _wide(begin("large inputs"))
    yield _flat(begin("no slope"))
    rng = begin("losses")
    train = ask("net.train", samples(rng, 6, 2), labels(rng, 6), epochs=4, lr=0.8)
    trained = (*network(rng, [2, 2, 1]), train)
    yield script(*trained, look("net.losses", show="net.losses"), group="kept")
    for name, least, most in (
        ("no epoch at all", 0, 0),
        ("one epoch", 1, 1),
        ("three epochs", 3, 3),
        ("many epochs", 23, 26),
    ):
        rng = begin(f"verbose, {name}")
        label = "verbose" if name == "many epochs" else f"verbose and {name}"
        yield _talking(rng, int(rng.integers(least, most + 1)), label)


def _rate(rng: np.random.Generator) -> float:
    return float(rng.uniform(0.3, 0.8))


def _case(
    sizes: list[int],
    rng: np.random.Generator,
    X: Value,
    y: Value,
    epochs: int,
    lr: float,
    label: str,
) -> Probe:
    train = ask("net.train", X, y, epochs=epochs, lr=lr, show="losses")
    return script(*network(rng, sizes), train, look("net.params", show="params"), label=label)


def _wide(rng: np.random.Generator) -> Probe:
    """Train with a feature that is large, and so is its gradient."""
    made, weights = network(rng, [2, 1, 1])
    X, params = widened(samples(rng, 4, 2), {**weights.kwargs})
    train = ask("net.train", X, labels(rng, 4), epochs=2, lr=1e-7, show="losses")
    trained = look("net.params", show="params")
    return script(made, put("net.params", **params), train, trained, label="large inputs")


def _flat(rng: np.random.Generator) -> Probe:
    """Train where the output is 1 whatever goes in, so that no loss is less than the one before."""
    made, weights = network(rng, [2, 1, 1])
    sure = put("net.params", **{**weights.kwargs, "b2": np.array([[30.0]])})
    train = ask("net.train", samples(rng, 5, 2), labels(rng, 5), epochs=12, lr=0.5, show="losses")
    return script(made, sure, train, label="losses that stay as they are")


def _again(rng: np.random.Generator) -> Probe:
    """Train twice, the second time from other parameters."""
    sizes = [2, 3, 1]
    X, y = samples(rng, 5, 2), labels(rng, 5)
    again: tuple[Step, ...] = (
        put("net.params", **parameters(rng, sizes)),
        ask("net.train", X, y, epochs=4, lr=_rate(rng), show="losses"),
        look("net.params", show="params"),
    )
    first = ask("net.train", X, y, epochs=2, lr=0.5)
    return script(*network(rng, sizes), first, *again, label="a second call, with new weights")


def _talking(rng: np.random.Generator, epochs: int, label: str) -> Probe:
    X, y = samples(rng, 4, 2), labels(rng, 4)
    train = ask("net.train", X, y, epochs=epochs, lr=0.5, verbose=True, show="losses")
    return script(*network(rng, [2, 2, 1]), train, group="verbose", label=label)


def _experiments(begin: Begin) -> Iterator[Probe]:
    for name, sizes, m, epochs, lr in (
        ("one layer", [3, 1], 5, 3, 0.5),
        ("two layers", [3, 4, 1], 5, 3, 0.5),
        ("three layers", [3, 4, 2, 1], 5, 3, 0.5),
        ("one sample", [3, 4, 1], 1, 3, 0.5),
        ("many samples", [3, 4, 1], 11, 3, 0.5),
        ("one epoch", [3, 4, 1], 5, 1, 0.5),
        ("many epochs", [3, 4, 1], 5, 9, 0.5),
        ("a small rate", [3, 4, 1], 5, 3, 0.05),
        ("a large rate", [3, 4, 1], 5, 3, 1.4),
    ):
        rng = begin(name)
        yield _case(sizes, rng, samples(rng, m, sizes[0]), labels(rng, m), epochs, lr, "")
    yield _again(begin("a second call"))


EXERCISE = Exercise(
    answer="NeuralNetworkScratch",
    cell="network",
    probes=_probes,
    experiments=_experiments,
    criteria=(
        Criterion("the loss of each epoch, before its update", 1, ("values",), ("losses",)),
        Criterion("the parameters after training", 1, ("values",), ("params*",)),
        Criterion("losses keeps the losses", 0.25, ("kept",)),
        Criterion("verbose, for any number of epochs", 0.5, ("verbose",)),
        KEPT,
    ),
    uses=("output_delta", "network_forward", "network_backward"),
    methods=("train",),
)
