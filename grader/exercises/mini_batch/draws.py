"""What the exercises of this section are probed with: samples, labels, weights and networks."""

from __future__ import annotations

import itertools

import numpy as np
from numpy.typing import NDArray

from descent.probing.probes import Step, make, put
from descent.probing.values import Rng


def whole(rng: np.random.Generator, m: int, n: int) -> NDArray[np.int64]:
    """Draw samples of whole numbers, (m, n), no two of them alike."""
    drawn: NDArray[np.int64] = rng.integers(-2, 3, (m, n))
    drawn[:, 0] = rng.permutation(m) - m // 2
    return drawn


def generator(rng: np.random.Generator) -> Rng:
    """Draw a generator, to be made anew for each call."""
    return Rng("Generator", int(rng.integers(1 << 31)))


def network(rng: np.random.Generator, sizes: list[int]) -> tuple[Step, Step]:
    """Return the steps that make a network ``net`` and give it weights and biases around 1."""
    params = {}
    for layer, (n_in, n_out) in enumerate(itertools.pairwise(sizes), start=1):
        sign = rng.choice([-1.0, 1.0], (n_in, n_out))
        params[f"W{layer}"] = sign * rng.uniform(0.4, 1.4, (n_in, n_out))
        params[f"b{layer}"] = rng.uniform(0.2, 0.8, (1, n_out))
    return make("net", sizes, rng=generator(rng)), put("net.params", **params)
