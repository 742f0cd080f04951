"""Training one neuron."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from descent.judging.sheets import Criterion
from descent.probing.probes import Probe, call
from grader.exercises.common import samples
from grader.sheets.exercise import UNTOUCHED, Begin, Exercise

from ..draws import WHOLE, labels, size, weights, whole


def _probes(begin: Begin) -> Iterator[Probe]:
    yield from _short(begin)
    # Nearly learned from the start: whoever stops there, or looks now and then, is seen. Slopes
    # are flat there, and only large steps show.
    rng = begin("easy samples, many epochs")
    m = size(rng, 5, 7)
    X, y = rng.uniform(1.0, 1.5, (m, 2)) * rng.choice([-1.0, 1.0], (m, 2)), labels(rng, m)
    X[:, :1] *= np.where(y == np.sign(X[:, :1]).clip(0), 1, -1)
    yield call(
        X,
        y,
        rng.uniform(4.5, 5.5, (2, 1)) * [[1.0], [0.01]],
        0.1 * samples(rng, 1, 1),
        epochs=25,
        lr=50.0,
        label="easy samples, many epochs",
    )
    # The neuron says 1 whatever goes in: no loss is less than the one before.
    rng = begin("no slope")
    m = size(rng, 4, 6)
    yield call(
        samples(rng, m, 2),
        labels(rng, m),
        weights(rng, 2)[0],
        np.array([[30.0]]),
        epochs=12,
        lr=0.5,
        label="losses that stay as they are",
    )


def _short(begin: Begin) -> Iterator[Probe]:
    # Few epochs and large steps: each update shows in the result.
    for name, few, many, n, epochs in (
        ("tall", 5, 5, 2, 4),
        ("nearly square", 4, 4, 3, 6),
        ("more features", 6, 8, 4, 5),
    ):
        rng = begin(name)
        m, lr = size(rng, few, many), float(rng.uniform(0.4, 0.9))
        yield call(samples(rng, m, n), labels(rng, m), *weights(rng, n), epochs=epochs, lr=lr)
    rng = begin("a larger learning rate")
    lr = float(rng.uniform(1.3, 2.0))
    yield call(
        samples(rng, 4, 2),
        labels(rng, 4),
        *weights(rng, 2),
        7,
        lr,
        label="a larger learning rate",
    )
    rng = begin("one epoch")
    m = size(rng, 4, 6)
    yield call(
        samples(rng, m, 2), labels(rng, m), *weights(rng, 2), epochs=1, lr=0.7, label="one epoch"
    )
    rng = begin("lr left at its default")
    m = size(rng, 4, 6)
    yield call(
        samples(rng, m, 2),
        labels(rng, m),
        *weights(rng, 2),
        epochs=3,
        label="lr left at its default",
    )
    rng = begin("one feature")
    m = size(rng, 5, 7)
    yield call(
        samples(rng, m, 1), labels(rng, m), *weights(rng, 1), epochs=4, lr=0.6, label="one feature"
    )
    rng = begin("whole numbers")
    yield call(
        whole(rng, 5, 2),
        labels(rng, 5).astype(int),
        whole(rng, 2, 1),
        whole(rng, 1, 1),
        epochs=3,
        lr=0.5,
        group="whole",
        label="whole numbers",
    )


def _experiments(begin: Begin) -> Iterator[Probe]:
    """Yield the shorter probes drawn once more, and a step that starts at several places."""
    yield from _short(begin)
    rng = begin("as it is")
    X, y, w, b = samples(rng, 5, 2), labels(rng, 5), *weights(rng, 2)
    yield call(X, y, w, b, epochs=1, lr=0.6)
    begin("the same, from other weights")
    yield call(X, y, w[::-1] + 0.5, b, epochs=1, lr=0.6)
    begin("the same, from another bias")
    yield call(X, y, w, 0.5 - b, epochs=1, lr=0.6)
    # With two columns each time, their number could be a factor 2.
    rng = begin("three columns")
    yield call(samples(rng, 4, 3), labels(rng, 4), *weights(rng, 3), epochs=1, lr=0.6)


EXERCISE = Exercise(
    probes=_probes,
    experiments=_experiments,
    criteria=(
        Criterion(
            "the trained weights and bias", 1.25, groups=("values",), outputs=("w", "b", WHOLE)
        ),
        Criterion(
            "the loss before each update", 1.0, groups=("values",), outputs=("losses", WHOLE)
        ),
        Criterion("whole numbers", 0.25, groups=("whole",)),
        replace(UNTOUCHED, share=0.5),
    ),
    returns=("w", "b", "losses"),
    uses=("neuron", "neuron_gradients"),
)
