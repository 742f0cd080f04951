"""What the exercises of this section are probed with: labels and predictions."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from descent.datasets import Array
from descent.probing.probes import Probe, call
from grader.sheets.exercise import Begin

# Draws numbers, (m, k).
Draw = Callable[[np.random.Generator, int, int], Array]


EDGE = "predictions of exactly 0 and 1"


def labels(rng: np.random.Generator, m: int, k: int = 1) -> Array:
    """Draw labels, (m, k), as many zeros as ones (or one more)."""
    return rng.permutation(np.arange(m * k) % 2.0).reshape(m, k)


def predictions(rng: np.random.Generator, m: int, k: int = 1) -> Array:
    """Draw predictions away from 0 and 1, (m, k)."""
    return rng.uniform(0.05, 0.95, (m, k))


def ordinary(begin: Begin) -> Iterator[Probe]:
    """Yield probes with one column; the numbers of samples differ."""
    for name, low, high in (("few samples", 4, 7), ("more samples", 8, 12)):
        rng = begin(name)
        m = int(rng.integers(low, high))
        yield call(labels(rng, m), predictions(rng, m))
    rng = begin("whole-number labels")
    m = int(rng.integers(13, 17))
    yield call(labels(rng, m).astype(int), predictions(rng, m), label="whole-number labels")
    for label in (0.0, 1.0):
        rng = begin(f"one sample, label {label:.0f}")
        yield call(np.array([[label]]), predictions(rng, 1), label="one sample")


def columns(begin: Begin, draw: Draw) -> Iterator[Probe]:
    """Yield probes with several columns, tall and wide, of labels and of what ``draw`` draws."""
    for name, rows, width in (("tall", (4, 7), (2, 4)), ("wide", (2, 3), (3, 6))):
        rng = begin(name)
        m, k = int(rng.integers(*rows)), int(rng.integers(*width))
        yield call(labels(rng, m, k), draw(rng, m, k), group="columns", label="several columns")


def clipped(begin: Begin) -> Iterator[Probe]:
    """Yield probes with predictions of exactly 0 and 1, right and wrong ones, and near them."""
    extreme = np.array([[1, 0.0], [0, 1.0], [1, 1.0], [0, 0.0], [1, 1e-14], [0, 1 - 1e-14]])
    rng = begin("certain and other predictions")
    m = int(rng.integers(2, 5))
    rest = np.hstack([labels(rng, m), predictions(rng, m)])
    both = rng.permutation(np.vstack([extreme, rest]))
    yield call(both[:, :1], both[:, 1:], group="clipped", label=EDGE)
    for name, kind in (("whole numbers", int), ("whole-number predictions", float)):
        rng = begin(name)
        more = extreme[rng.integers(0, 4, int(rng.integers(2, 5)))]
        whole = rng.permutation(np.vstack([extreme[:4], more])).astype(int)
        yield call(whole[:, :1].astype(kind), whole[:, 1:], group="clipped", label=EDGE)
    rng = begin("certain and right")
    right = rng.permutation(np.repeat(extreme[2:4], 2, axis=0))
    yield call(right[:, :1], right[:, 1:], group="clipped", label=EDGE)


def other_eps(begin: Begin) -> Iterator[Probe]:
    """Yield probes with a large eps, by keyword and by position, and predictions on all sides."""
    for name in ("eps by keyword", "eps by position"):
        rng = begin(name)
        eps = float(rng.uniform(0.05, 0.2))
        outside = np.array([[0.3 * eps], [0.6 * eps], [1 - 0.3 * eps], [1 - 0.6 * eps]])
        p = np.vstack([outside, rng.uniform(0.25, 0.75, (int(rng.integers(2, 5)), 1))])
        y = np.vstack([[[0.0], [1.0], [0.0], [1.0]], labels(rng, len(p) - 4)])
        order = rng.permutation(len(p))
        if name == "eps by keyword":
            yield call(y[order], p[order], eps=eps, group="eps", label="another eps")
        else:
            yield call(y[order], p[order], eps, group="eps", label="another eps")


def whole_numbers(begin: Begin, what: str, count: int) -> Iterator[Probe]:
    """Yield probes with integers from -2 on, ``count`` different ones, beside labels of each kind.

    ``what`` says in a name what they are.
    """
    for name, kind in (("whole numbers", int), (f"whole-number {what}", float)):
        rng = begin(name)
        m = int(rng.integers(5, 9))
        whole = rng.permutation(np.arange(m) % count - 2).reshape(m, 1)
        yield call(labels(rng, m).astype(kind), whole, group="whole", label="whole numbers")


def squared_error(begin: Begin) -> Iterator[Probe]:
    """Yield the probes of the squared error, which takes any numbers for predictions."""
    yield from ordinary(begin)
    rng = begin("predictions beyond 0 and 1")
    m = int(rng.integers(5, 9))
    yield call(
        labels(rng, m), 1.5 * rng.standard_normal((m, 1)), label="predictions beyond 0 and 1"
    )
    # Whoever cuts off what is large is seen.
    rng = begin("predictions far beyond")
    far = rng.uniform(100, 300, (2, 1)) * [[1.0], [-1.0]]
    yield call(labels(rng, 2), far, label="predictions far beyond 0 and 1")
    yield from columns(begin, predictions)
    yield from whole_numbers(begin, "predictions", 5)


def cross_entropy(begin: Begin) -> Iterator[Probe]:
    """Yield the probes of cross-entropy, which takes predictions from 0 to 1."""
    yield from ordinary(begin)
    yield from columns(begin, predictions)
    yield from clipped(begin)
    yield from other_eps(begin)


def loss_experiments(begin: Begin) -> Iterator[Probe]:
    """Yield losses of samples and columns in any number, of other labels, and of certain ones."""
    for name, m, k in (
        ("an ordinary column", 5, 1),
        ("one sample", 1, 1),
        ("two samples", 2, 1),
        ("many samples", 12, 1),
        ("two columns", 5, 2),
        ("many columns", 5, 6),
        ("one sample in several columns", 1, 4),
        ("as many columns as samples", 3, 3),
    ):
        rng = begin(name)
        group = "columns" if k > 1 else "values"
        yield call(labels(rng, m, k), predictions(rng, m, k), group=group)
    rng = begin("labels of either kind")
    y, p = labels(rng, 6), predictions(rng, 6)
    yield call(y, p)
    for name, other in (("other labels", 1 - y), ("zeros", 0 * y), ("ones", 0 * y + 1)):
        begin(f"the same with {name}")
        yield call(other, p)
    begin("the same with whole labels")
    yield call(y.astype(int), p)
    begin("the same with predictions above one half")
    yield call(y, np.maximum(p, 1 - p))


def squared_error_experiments(begin: Begin) -> Iterator[Probe]:
    """Yield the same for the squared error, which takes any numbers for either argument."""
    yield from loss_experiments(begin)
    rng = begin("a column to vary")
    y, p = labels(rng, 5), predictions(rng, 5)
    yield call(y, p)
    for name, labels_, predicted in (
        ("the rows in another order", y[::-1].copy(), p[::-1].copy()),
        ("ten times as large", 10 * y, 10 * p),
        ("labels and predictions exchanged", p, y),
    ):
        begin(f"the same, {name}")
        yield call(labels_, predicted)


def cross_entropy_experiments(begin: Begin) -> Iterator[Probe]:
    """Yield the same for cross-entropy, with certain predictions and with eps besides."""
    yield from loss_experiments(begin)
    for name, y, p in (
        ("sure and right", [1.0, 0.0, 1.0], [1.0, 0.3, 0.6]),
        ("sure and wrong", [0.0, 0.0, 1.0], [1.0, 0.3, 0.6]),
        ("sure of 0 and wrong", [1.0, 0.0, 1.0], [0.0, 0.3, 0.6]),
        ("whole numbers", [1, 0, 1], [1, 1, 0]),
    ):
        begin(name)
        column = np.array(y)[:, np.newaxis], np.array(p)[:, np.newaxis]
        yield call(*column, group="clipped")
    rng = begin("the preset eps")
    labels_, near = labels(rng, 6), np.array([[0.02], [0.99], [0.4], [0.7], [0.05], [0.96]])
    yield call(labels_, near)
    for eps in (0.03, 0.1, 0.3):
        begin(f"the same with eps = {eps}")
        yield call(labels_, near, eps, group="eps")
