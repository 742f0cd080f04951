"""What the exercises of this section are probed with: samples, labels, weights, activations."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from descent.datasets import Array
from grader.exercises.common import samples

# What a criterion on one output also has to match: a result that is not the tuple asked for.
WHOLE = ""


def size(rng: np.random.Generator, low: int, high: int) -> int:
    """Draw a number of samples or features, low and high included."""
    return int(rng.integers(low, high + 1))


def labels(rng: np.random.Generator, m: int) -> Array:
    """Draw labels, (m, 1), as many zeros as ones (or one more)."""
    return rng.permutation(np.arange(m) % 2.0).reshape(m, 1)


def activations(rng: np.random.Generator, m: int) -> Array:
    """Draw activations, (m, 1), away from 0, 0.5 and 1."""
    drawn: Array = 0.5 + rng.uniform(0.1, 0.42, (m, 1)) * rng.choice([-1.0, 1.0], (m, 1))
    return drawn


def weights(rng: np.random.Generator, n: int) -> tuple[Array, Array]:
    """Draw weights, (n, 1), and a bias, (1, 1), none of them near zero."""
    return 0.6 * samples(rng, n, 1), 0.6 * samples(rng, 1, 1)


def whole(rng: np.random.Generator, *shape: int) -> NDArray[np.int64]:
    """Draw an array of whole numbers of either sign, as integers, none of them zero."""
    drawn: NDArray[np.int64] = rng.integers(1, 3, shape) * rng.choice([-1, 1], shape)
    return drawn
