"""Functions that a probe lends to a student's code for one call.

Each takes an array ``x`` of any shape and returns a float that depends on
every entry of ``x`` in its own way, so that a gradient taken at the wrong
entry shows.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from descent.datasets import Array
from descent.probing.values import Lent


def _places(x: Array) -> Array:
    # Counted down the columns, so that a flattened x is not taken for x itself.
    return np.arange(1.0, x.size + 1).reshape(x.shape, order="F")


def _linear(x: Array, slope: float) -> float:
    return float(slope * np.sum(_places(x) * x))


def _cubic(x: Array, square: float, cube: float) -> float:
    """Its central difference with step h is off by ``cube * h**2 * place``, exactly."""
    return float(np.sum(_places(x) * (square * x**2 + cube * x**3)))


def _waves(x: Array, frequency: float, coupling: float) -> float:
    """A smooth function in which the entries also act on each other."""
    waves = np.sin(frequency * x) * _places(x)
    return float(np.sum(waves) + coupling * np.sum(x) ** 2)


LENT: dict[str, Callable[..., float]] = {"linear": _linear, "cubic": _cubic, "waves": _waves}


def lend(lent: Lent) -> Callable[[Any], float]:
    """Return the function that a :class:`Lent` stands for."""
    function = LENT[lent.name]

    def f(x: Any) -> float:
        return function(np.asarray(x, dtype=float), *lent.constants)

    # As it is called in an error.
    f.__qualname__ = "f"
    return f
