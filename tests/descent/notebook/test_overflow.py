"""Of which argument an overflow is told that costs nothing."""

from __future__ import annotations

from typing import Any

import numpy as np

from descent.notebook.overflow import warned
from descent.probing.probes import call
from tests.descent import made_up


def test_an_overflow_is_told_of_the_argument_that_makes_it() -> None:
    def gradient(y: Any, z: Any) -> Any:
        return 1 / (1 + np.exp(-z)) - y

    probes = [call(np.array([1.0, 0.0]), np.array([-900.0, 0.5]))]
    sheet = made_up(gradient, probes, parameters=("y", "z"))
    assert warned(sheet, probes, gradient) == "NumPy warned of an overflow at z = -900."
    both = lambda y, z: np.exp(1000 * y) * np.exp(-z)
    assert warned(sheet, probes, both) == "NumPy warned of an overflow."
