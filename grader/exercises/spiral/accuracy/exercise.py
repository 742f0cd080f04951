"""The share of samples that are classified correctly."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from descent.datasets import Array
from descent.judging.sheets import Criterion
from descent.probing.probes import Probe, call
from grader.exercises.common import KEPT
from grader.sheets.exercise import Begin, Exercise

from ..draws import ONE_SAMPLE

ANOTHER = "another threshold"


BY_PLACE = "a threshold that is the third argument"


ON_IT = "probabilities that are equal to the threshold"


WHOLE = "labels that are integers"


CERTAIN = "probabilities of exactly 0 and 1"


ALL_RIGHT = "samples that are all classified correctly"


ALL_WRONG = "samples that are all classified wrongly"


def _samples(
    rng: np.random.Generator,
    counts: tuple[int, int, int, int],
    threshold: float = 0.5,
    ends: tuple[bool, bool] | None = None,
) -> tuple[Array, Array]:
    """Draw labels and probabilities with these numbers of right and wrong ones and zeros.

    ``ends`` says whether the first and the last of them are to be right.
    """
    right_ones, wrong_ones, right_zeros, wrong_zeros = counts
    ones, zeros = right_ones + wrong_ones, right_zeros + wrong_zeros
    above = np.repeat([True, False, True], [right_ones, wrong_ones + right_zeros, wrong_zeros])
    y = np.repeat([1.0, 0.0], [ones, zeros])
    # Apart from the threshold, so that rounding decides nothing.
    high = rng.uniform(threshold + 0.03, 1, len(y))
    low = rng.uniform(0, threshold - 0.03, len(y))
    p = np.where(above, high, low)
    order = rng.permutation(len(y))
    right = above == (y == 1)
    while ends and ends != (right[order[0]], right[order[-1]]):
        order = rng.permutation(len(y))
    return y[order].reshape(-1, 1), p[order].reshape(-1, 1)


def _other_threshold(rng: np.random.Generator) -> float:
    return float(rng.choice([0.2, 0.3, 0.7, 0.8])) + float(rng.uniform(-0.04, 0.04))


def _probes(begin: Begin) -> Iterator[Probe]:
    # Four different numbers, and no two measures of success that agree.
    rng = begin("many right")
    yield call(*_samples(rng, (6 + _more(rng), 1, 3, 2), ends=(False, True)))
    rng = begin("ones often wrong")
    yield call(*_samples(rng, (2, 4, 5 + _more(rng), 1), ends=(True, False)))
    rng = begin("many wrong")
    yield call(*_samples(rng, (1, 5, 2, 3 + _more(rng))))
    rng = begin("all right")
    yield call(*_samples(rng, (3, 0, 4 + _more(rng), 0)), label=ALL_RIGHT)
    rng = begin("all wrong")
    yield call(*_samples(rng, (0, 3, 0, 4 + _more(rng))), label=ALL_WRONG)
    rng = begin("integer labels")
    y, p = _samples(rng, (5, 2, 3 + _more(rng), 1))
    yield call(y.astype(int), p, label=WHOLE)
    for name, kind in (("integers", int), ("integer probabilities", float)):
        rng = begin(name)
        y, p = _samples(rng, (3, 2, 4 + _more(rng), 1))
        yield call(y.astype(kind), (p > 0.5).astype(int), label=CERTAIN)
    for name, counts in (("one right", (1, 0, 0, 0)), ("one wrong", (0, 1, 0, 0))):
        yield call(*_samples(begin(name), counts), label=ONE_SAMPLE)
    rng = begin("another threshold")
    threshold = _other_threshold(rng)
    y, p = _samples(rng, (5 + _more(rng), 2, 4, 3), threshold)
    yield call(y, p, threshold=threshold, group="threshold", label=ANOTHER)
    rng = begin("another threshold by position")
    threshold = _other_threshold(rng)
    y, p = _samples(rng, (3, 1, 5 + _more(rng), 4), threshold)
    yield call(y, p, threshold, group="threshold", label=BY_PLACE)
    # On the threshold lie ones and zeros, not equally many.
    for name, threshold, extra in (
        ("on the threshold", 0.5, {}),
        ("on another threshold", 0.25, {"threshold": 0.25}),
    ):
        rng = begin(name)
        y, p = _samples(rng, (4, 1, 2 + _more(rng), 2), threshold)
        y = np.vstack([y, [[1.0], [1.0], [1.0], [0.0]]])
        p = np.vstack([p, np.full((4, 1), threshold)])
        order = rng.permutation(len(y))
        yield call(y[order], p[order], group="ties", label=ON_IT, **extra)


def _more(rng: np.random.Generator) -> int:
    return int(rng.integers(0, 3))


def _experiments(begin: Begin) -> Iterator[Probe]:
    """Yield the probes drawn once more, and one of them with several thresholds."""
    yield from _probes(begin)
    rng = begin("as it is")
    y = np.repeat([1.0, 0.0], [11, 8]).reshape(-1, 1)
    x = ((rng.permutation(19) + 0.5) / 19).reshape(-1, 1)
    # Many are nearly certain.
    p = x**2 * (3 - 2 * x)
    yield call(y, p)
    for threshold in (0.2, 0.35):
        begin(f"the same, with the threshold {threshold}")
        yield call(y, p, threshold=threshold, label=ANOTHER)
    begin("the same, with a threshold that is the third argument")
    yield call(y, p, 0.8, label=BY_PLACE)


EXERCISE = Exercise(
    probes=_probes,
    experiments=_experiments,
    criteria=(
        Criterion("the share with threshold 0.5", 1.0, groups=("values",)),
        Criterion("another threshold", 0.5, groups=("threshold",)),
        Criterion("a probability on the threshold is class 0", 0.25, groups=("values", "ties")),
        KEPT,
    ),
)
