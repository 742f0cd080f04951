"""What the exercises of this section are probed with: labels and predictions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from descent.datasets import Array
from descent.probes import Probe, call
from grader.exercise import UNTOUCHED

# A quarter of a point.
KEPT = replace(UNTOUCHED, share=0.25)

EDGE = "predictions of exactly 0 and 1"


def labels(rng: np.random.Generator, m: int, k: int = 1) -> Array:
    """Draw labels, (m, k), as many zeros as ones (or one more)."""
    return rng.permutation(np.arange(m * k) % 2.0).reshape(m, k)


def predictions(rng: np.random.Generator, m: int, k: int = 1) -> Array:
    """Draw predictions away from 0 and 1, (m, k)."""
    return rng.uniform(0.05, 0.95, (m, k))


def ordinary(rng: np.random.Generator) -> Iterator[Probe]:
    """Yield probes with one column; the numbers of samples differ."""
    for m in (int(rng.integers(4, 7)), int(rng.integers(8, 12))):
        yield call(labels(rng, m), predictions(rng, m))
    m = int(rng.integers(13, 17))
    yield call(labels(rng, m).astype(int), predictions(rng, m), label="whole-number labels")
    for label in (0.0, 1.0):
        yield call(np.array([[label]]), predictions(rng, 1), label="one sample")


def columns(rng: np.random.Generator) -> Iterator[Probe]:
    """Yield probes with several columns, tall and wide."""
    for m, k in ((int(rng.integers(4, 7)), int(rng.integers(2, 4))), (2, int(rng.integers(3, 6)))):
        args = labels(rng, m, k), predictions(rng, m, k)
        yield call(*args, group="columns", label="several columns")


def clipped(rng: np.random.Generator) -> Iterator[Probe]:
    """Yield probes with predictions of exactly 0 and 1, right and wrong ones, and near them."""
    extreme = np.array([[1, 0.0], [0, 1.0], [1, 1.0], [0, 0.0], [1, 1e-14], [0, 1 - 1e-14]])
    m = int(rng.integers(2, 5))
    rest = np.hstack([labels(rng, m), predictions(rng, m)])
    both = rng.permutation(np.vstack([extreme, rest]))
    yield call(both[:, :1], both[:, 1:], group="clipped", label=EDGE)
    whole = rng.permutation(np.vstack([extreme[:4], extreme[rng.integers(0, 4, m)]])).astype(int)
    yield call(whole[:, :1], whole[:, 1:], group="clipped", label=EDGE)
    right = rng.permutation(np.repeat(extreme[2:4], 2, axis=0))
    yield call(right[:, :1], right[:, 1:], group="clipped", label=EDGE)


def other_eps(rng: np.random.Generator) -> Iterator[Probe]:
    """Yield probes with a large eps, by keyword and by position, and predictions on all sides."""
    for keyword in (True, False):
        eps = float(rng.uniform(0.05, 0.2))
        outside = np.array([[0.3 * eps], [0.6 * eps], [1 - 0.3 * eps], [1 - 0.6 * eps]])
        p = np.vstack([outside, rng.uniform(0.25, 0.75, (int(rng.integers(2, 5)), 1))])
        y = np.vstack([[[0.0], [1.0], [0.0], [1.0]], labels(rng, len(p) - 4)])
        order = rng.permutation(len(p))
        if keyword:
            yield call(y[order], p[order], eps=eps, group="eps", label="another eps")
        else:
            yield call(y[order], p[order], eps, group="eps", label="another eps")


def squared_error(rng: np.random.Generator) -> Iterator[Probe]:
    """Yield the probes of the squared error, which takes any numbers for predictions."""
    yield from ordinary(rng)
    m = int(rng.integers(5, 9))
    yield call(
        labels(rng, m), 1.5 * rng.standard_normal((m, 1)), label="predictions beyond 0 and 1"
    )
    yield from columns(rng)
    m = int(rng.integers(5, 9))
    whole = rng.permutation(np.arange(m) % 5 - 2).reshape(m, 1)
    yield call(labels(rng, m).astype(int), whole, group="whole", label="whole numbers")


def cross_entropy(rng: np.random.Generator) -> Iterator[Probe]:
    """Yield the probes of cross-entropy, which takes predictions from 0 to 1."""
    yield from ordinary(rng)
    yield from columns(rng)
    yield from clipped(rng)
    yield from other_eps(rng)
