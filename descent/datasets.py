"""The data that the course learns from: the logic gates and the two spirals."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

_GATES = {
    "AND": (0, 0, 0, 1),
    "OR": (0, 1, 1, 1),
    "NAND": (1, 1, 1, 0),
    "XOR": (0, 1, 1, 0),
}


def make_gate(name: str) -> tuple[Array, Array]:
    """Return the truth table of a logic gate as fresh arrays.

    Args:
        name: ``"AND"``, ``"OR"``, ``"NAND"`` or ``"XOR"``.

    Returns:
        ``X`` of shape (4, 2), one row per combination of the two inputs, and
        ``y`` of shape (4, 1), the gate's answers.

    Raises:
        ValueError: There is no gate of that name.
    """
    if name not in _GATES:
        raise ValueError(f"there is no gate {name!r}; choose one of {', '.join(_GATES)}")
    X = np.array([[0, 0], [0, 1], [1, 0], [1, 1]], dtype=float)
    return X, np.array(_GATES[name], dtype=float).reshape(4, 1)


def make_spirals(
    n_points: int, noise: float, rng: np.random.Generator | np.random.RandomState
) -> tuple[Array, Array]:
    """Draw two interleaved spirals, one for each class.

    Each spiral makes one full turn while its radius grows from 0.5 to 3. Its
    angles are jittered with standard deviation 0.2, its points with
    ``0.3 * noise``.

    Args:
        n_points: Number of points in all, even: half of them in each class.
        noise: How far the points stray from their spiral.
        rng: Where the randomness comes from.

    Returns:
        ``X`` of shape (n_points, 2) and ``y`` of shape (n_points, 1), the
        zeros first, then the ones.

    Raises:
        ValueError: ``n_points`` is odd or smaller than 2.
    """
    if n_points < 2 or n_points % 2:
        raise ValueError(f"n_points must be even and at least 2, got {n_points}")
    n = n_points // 2
    angle = np.linspace(0, 2 * np.pi, n) + rng.standard_normal(n) * 0.2
    radius = np.linspace(0.5, 3, n)
    first = np.column_stack([radius * np.cos(angle), radius * np.sin(angle)])
    second = np.column_stack([radius * np.cos(angle + np.pi), radius * np.sin(angle + np.pi)])
    X = np.vstack([first, second]) + rng.standard_normal((n_points, 2)) * noise * 0.3
    y = np.repeat([[0.0], [1.0]], n, axis=0)
    return X, y
