"""The backward pass of the two-layer network."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from descent.judging.sheets import Criterion
from descent.probing.probes import Probe, call
from descent.probing.values import Value
from grader.exercises.common import labels
from grader.sheets.exercise import UNTOUCHED, Begin, Exercise

from ..draws import parameters, samples, whole, widened


def _probes(begin: Begin) -> Iterator[Probe]:
    for name, sizes in (("small", [3, 4, 5]), ("larger", [2, 4, 7])):
        rng = begin(name)
        m, n, n_hidden = (int(size) for size in rng.permutation(sizes))
        yield _case(rng, samples(rng, m, n), n_hidden)
    for label, m, n, n_hidden in (
        ("one sample", 1, 3, 2),
        ("one feature", 5, 1, 3),
        ("one hidden neuron", 4, 3, 1),
    ):
        rng = begin(label)
        yield _case(rng, samples(rng, m, n), n_hidden, group="edges", label=label)
    rng = begin("large inputs")
    yield _case(rng, samples(rng, 4, 2), 2, label="large inputs", large=True)
    rng = begin("whole numbers")
    yield _case(rng, whole(rng, 6, 2), 3, int, group="edges", label="whole numbers")
    rng = begin("whole-number samples")
    yield _case(rng, whole(rng, 5, 3), 2, group="edges", label="whole numbers")
    rng = begin("whole-number labels")
    yield _case(rng, samples(rng, 4, 2), 3, int, group="edges", label="whole numbers")


def _case(
    rng: np.random.Generator,
    X: Value,
    n_hidden: int,
    kind: type = float,
    group: str = "values",
    label: str = "",
    large: bool = False,
) -> Probe:
    """Return a probe with these samples and with labels of a kind, float or int."""
    m, n = X.shape
    params = parameters(rng, [n, n_hidden, 1])
    if large:
        X, params = widened(X, params)
    z1 = X @ params["W1"] + params["b1"]
    a1 = 1 / (1 + np.exp(-z1))
    z2 = a1 @ params["W2"] + params["b2"]
    cache = {"z1": z1, "a1": a1, "z2": z2, "a2": 1 / (1 + np.exp(-z2))}
    order = [str(key) for key in rng.permutation(list(cache))]
    y: Value = labels(rng, m).astype(kind)
    return call(X, y, params["W2"], {key: cache[key] for key in order}, group=group, label=label)


def _experiments(begin: Begin) -> Iterator[Probe]:
    for name, m, n, n_hidden in (
        ("an ordinary network", 5, 3, 4),
        ("one sample", 1, 3, 4),
        ("two samples", 2, 3, 4),
        ("many samples", 11, 3, 4),
        ("one feature", 5, 1, 4),
        ("many features", 5, 7, 4),
        ("one hidden neuron", 5, 3, 1),
        ("many hidden neurons", 5, 3, 8),
        ("as many hidden neurons as features", 5, 3, 3),
        ("as many samples as features", 3, 3, 4),
        ("as many samples as hidden neurons", 4, 3, 4),
        ("as many of all", 3, 3, 3),
    ):
        rng = begin(name)
        yield _case(rng, samples(rng, m, n), n_hidden)
    rng = begin("whole samples")
    yield _case(rng, whole(rng, 5, 3), 4)


EXERCISE = Exercise(
    probes=_probes,
    experiments=_experiments,
    criteria=(
        Criterion("dW2 and db2", 1.25, groups=("values",), outputs=("dW2", "db2")),
        Criterion("dW1 and db1", 2.25, groups=("values",), outputs=("dW1", "db1")),
        Criterion(
            "one sample, one feature, one hidden neuron, whole numbers", 1, groups=("edges",)
        ),
        replace(UNTOUCHED, share=0.5),
    ),
    uses=("output_delta",),
)
