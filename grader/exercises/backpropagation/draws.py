"""What the exercises of this section are probed with: samples, weights and networks."""

from __future__ import annotations

import itertools

import numpy as np

from descent.datasets import Array
from descent.probing.probes import Step, make, put
from descent.probing.values import Rng


def samples(rng: np.random.Generator, m: int, n: int) -> Array:
    """Draw samples, (m, n)."""
    return rng.standard_normal((m, n))


def parameters(rng: np.random.Generator, sizes: list[int]) -> dict[str, Array]:
    """Draw weights and biases around 1, none of them zero, so that nothing saturates or hides."""
    params = {}
    for layer, (n_in, n_out) in enumerate(itertools.pairwise(sizes), start=1):
        sign = rng.choice([-1.0, 1.0], (n_in, n_out))
        params[f"W{layer}"] = sign * rng.uniform(0.4, 1.4, (n_in, n_out))
        params[f"b{layer}"] = rng.uniform(0.2, 0.8, (1, n_out))
    return params


def network(rng: np.random.Generator, sizes: list[int]) -> tuple[Step, Step]:
    """Return the steps that make a network ``net`` and give it drawn parameters."""
    given = Rng("Generator", int(rng.integers(1 << 31)))
    return make("net", sizes, rng=given), put("net.params", **parameters(rng, sizes))


def widened(X: Array, params: dict[str, Array]) -> tuple[Array, dict[str, Array]]:
    """Return samples with a large feature, and weights by which it counts as much as before.

    Its gradient is as many times larger: whoever cuts off what is large is seen.
    """
    by = np.where(np.arange(X.shape[1]) == 0, 9000.0, 1.0)
    return X * by, {**params, "W1": params["W1"] / by[:, np.newaxis]}


def whole(
    rng: np.random.Generator, m: int, n: int
) -> np.ndarray[tuple[int, int], np.dtype[np.int_]]:
    """Draw samples of whole numbers, (m, n)."""
    return rng.integers(-2, 3, (m, n))
