"""Section 2: activation functions and their slopes."""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from descent.datasets import Array
from descent.explorers.base import Explorer

Function = Callable[[Array], Any]


class ActivationSlopes(Explorer):
    """Activation functions with their tangents, at a z that can be moved.

    Args:
        functions: By name, the activation as a function of z and its derivative as a function of
            z, both elementwise.
        z: Where the slider stands at first.
    """

    script = "activation_slopes"
    title = "An activation and its slope"
    shows = "Choose a function and move z: its tangent turns, and its derivative is read off."
    figure = "The figure above"

    def __init__(self, functions: Mapping[str, tuple[Function, Function]], z: float = 1.0) -> None:
        places = np.round(np.linspace(-6, 6, 241), 2)
        curves = {
            name: {"a": np.asarray(value(places)), "slope": np.asarray(slope(places), dtype=float)}
            for name, (value, slope) in functions.items()
        }
        super().__init__({"z": places, "functions": curves}, activation=next(iter(curves)), z=z)
