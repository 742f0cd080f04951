"""The network class: the backward pass for any depth."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from descent.diagnosis.state import AFTER
from descent.judging.sheets import Criterion
from descent.probing.probes import Probe, ask, look, put, script
from descent.probing.values import Value
from grader.exercises.common import labels
from grader.sheets.exercise import UNTOUCHED, Begin, Exercise

from ..draws import network, parameters, samples, whole, widened

DEEP = "more than two layers"


def _probes(begin: Begin) -> Iterator[Probe]:
    rng = begin("one layer")
    yield _case(rng, [3, 1], samples(rng, 5, 3), "one layer", "one layer")
    for name, sizes in (("two layers", [3, 4, 6]), ("two layers, other sizes", [2, 5, 7])):
        rng = begin(name)
        m, n, n_hidden = (int(size) for size in rng.permutation(sizes))
        yield _case(rng, [n, n_hidden, 1], samples(rng, m, n), "two layers", "two layers")
    for name, sizes, m, label in (
        ("three layers", [3, 4, 2, 1], 5, DEEP),
        ("four layers", [2, 3, 5, 4, 1], 6, DEEP),
        ("layers of one width", [3, 3, 3, 1], 4, ""),
    ):
        rng = begin(name)
        yield _case(rng, sizes, samples(rng, m, sizes[0]), "deep", label)
    yield _wide(begin("large inputs"))
    rng = begin("one sample")
    yield _case(rng, [3, 4, 1], samples(rng, 1, 3), "edges", "one sample")
    rng = begin("one feature")
    yield _case(rng, [1, 4, 2, 1], samples(rng, 5, 1), "edges", "one feature")
    rng = begin("whole numbers")
    yield _case(rng, [2, 4, 1], whole(rng, 6, 2), "edges", "whole numbers", int)
    rng = begin("whole-number samples")
    yield _case(rng, [3, 2, 1], whole(rng, 5, 3), "edges", "whole numbers")
    rng = begin("whole-number labels")
    yield _case(rng, [2, 3, 1], samples(rng, 4, 2), "edges", "whole numbers", int)
    yield _again(begin("a second call"))
    rng = begin("grads")
    X, y = samples(rng, 4, 2), labels(rng, 4)
    steps = (*network(rng, [2, 3, 1]), ask("net.forward", X), ask("net.backward", X, y))
    yield script(*steps, look("net.grads", show="grads"), group="kept")
    rng = begin("params and cache afterwards")
    X, y = samples(rng, 5, 3), labels(rng, 5)
    steps = (*network(rng, [3, 2, 1]), ask("net.forward", X), ask("net.backward", X, y))
    left = look("net.params", show=f"params{AFTER}backward")
    yield script(*steps, left, look("net.cache", show=f"cache{AFTER}backward"), group="kept")


def _case(
    rng: np.random.Generator,
    sizes: list[int],
    X: Value,
    group: str,
    label: str,
    kind: type = float,
) -> Probe:
    """Return a probe with these samples and with labels of a kind, float or int."""
    y: Value = labels(rng, len(X)).astype(kind)
    return script(
        *network(rng, sizes),
        ask("net.forward", X),
        ask("net.backward", X, y, show="result"),
        group=group,
        label=label,
    )


def _wide(rng: np.random.Generator) -> Probe:
    """Go backward with a feature that is large, and so is its gradient."""
    made, weights = network(rng, [2, 2, 1])
    X, params = widened(samples(rng, 4, 2), {**weights.kwargs})
    return script(
        *(made, put("net.params", **params)),
        ask("net.forward", X),
        ask("net.backward", X, labels(rng, 4), show="result"),
        group="two layers",
        label="large inputs",
    )


def _again(rng: np.random.Generator) -> Probe:
    """Go backward twice, the second time with other samples and other parameters."""
    sizes = [2, 3, 1]
    first, second = samples(rng, 5, 2), samples(rng, 3, 2)
    return script(
        *network(rng, sizes),
        ask("net.forward", first),
        ask("net.backward", first, labels(rng, 5)),
        put("net.params", **parameters(rng, sizes)),
        ask("net.forward", second),
        ask("net.backward", second, labels(rng, 3), show="result"),
        group="edges",
        label="a second call, with new weights",
    )


def _experiments(begin: Begin) -> Iterator[Probe]:
    for name, sizes, m in (
        ("one layer", [3, 1], 5),
        ("two layers", [3, 4, 1], 5),
        ("three layers", [3, 4, 2, 1], 5),
        ("four layers", [3, 4, 2, 5, 1], 5),
        ("one sample", [3, 4, 2, 1], 1),
        ("many samples", [3, 4, 2, 1], 11),
        ("one feature", [1, 4, 2, 1], 5),
        ("layers of one width", [3, 3, 3, 1], 5),
        ("layers of one neuron", [1, 1, 1], 5),
    ):
        rng = begin(name)
        yield _case(rng, sizes, samples(rng, m, sizes[0]), "deep", "")
    rng = begin("whole samples")
    yield _case(rng, [3, 4, 1], whole(rng, 5, 3), "deep", "")
    yield _again(begin("a second call"))


EXERCISE = Exercise(
    answer="NeuralNetworkScratch",
    cell="network",
    probes=_probes,
    experiments=_experiments,
    criteria=(
        Criterion("a network of one layer", 0.5, groups=("one layer",)),
        Criterion("the output layer of two", 0.75, groups=("two layers",), outputs=("d?2",)),
        Criterion("the hidden layer of two", 1, groups=("two layers",), outputs=("d?1",)),
        Criterion("networks with more layers", 1, groups=("deep",)),
        Criterion("one sample, one feature, whole numbers, a second call", 0.75, groups=("edges",)),
        Criterion("grads keeps the gradients, params and cache stay", 0.5, groups=("kept",)),
        replace(UNTOUCHED, share=0.5),
    ),
    uses=("output_delta", "network_forward"),
    methods=("backward",),
)
