"""What the probes of section 03 are drawn from."""

from __future__ import annotations

import itertools
from typing import Any

import numpy as np

Array = np.ndarray[Any, Any]


def sizes(rng: np.random.Generator, layers: int, low: int = 2, high: int = 6) -> list[int]:
    """Return as many different layer sizes from ``low`` to ``high``."""
    chosen = rng.choice(np.arange(low, high + 1), size=layers, replace=False)
    return [int(size) for size in chosen]


def seed(rng: np.random.Generator) -> int:
    """Return the seed of a generator that is handed to an answer."""
    return int(rng.integers(2**31))


def numbers(rng: np.random.Generator, rows: int, columns: int) -> Array:
    """Return numbers around 1 in size."""
    return rng.standard_normal((rows, columns))


def far_out(rng: np.random.Generator, W: Array) -> Array:
    """Return samples whose weighted sums with W reach as far as -17 and 17.

    Whoever keeps the argument of the exponential within bounds is seen there.
    """
    row = numbers(rng, 1, len(W))
    return np.asarray(np.vstack([row, -row]) * 17 / np.abs(row @ W).max())


def whole(rng: np.random.Generator, rows: int, columns: int) -> Array:
    """Return whole numbers from -2 to 2, never all zero."""
    drawn = rng.integers(-2, 3, size=(rows, columns))
    drawn[0, 0] = 2
    return drawn


def parameters(rng: np.random.Generator, layer_sizes: list[int]) -> dict[str, Array]:
    """Return weights and biases (not zero, so that a forgotten bias shows)."""
    params = {}
    for layer, (n_in, n_out) in enumerate(itertools.pairwise(layer_sizes), 1):
        params[f"W{layer}"] = numbers(rng, n_in, n_out)
        params[f"b{layer}"] = numbers(rng, 1, n_out)
    return params


def wholes(rng: np.random.Generator, layer_sizes: list[int]) -> dict[str, Array]:
    """Return weights and biases of whole numbers."""
    params = {}
    for layer, (n_in, n_out) in enumerate(itertools.pairwise(layer_sizes), 1):
        params[f"W{layer}"] = whole(rng, n_in, n_out)
        params[f"b{layer}"] = whole(rng, 1, n_out)
    return params
