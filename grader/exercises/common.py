"""What exercises of several sections are probed with."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from descent.datasets import Array
from grader.sheets.exercise import UNTOUCHED

# A quarter of a point.
KEPT = replace(UNTOUCHED, share=0.25)


WHOLE = "whole numbers"


def labels(rng: np.random.Generator, m: int) -> Array:
    """Draw labels, (m, 1), as many ones as zeros (or one more)."""
    return rng.permutation((np.arange(m) + 1) % 2.0).reshape(m, 1)


def samples(rng: np.random.Generator, m: int, n: int) -> Array:
    """Draw samples, (m, n), no two of them alike and no entry near zero."""
    drawn: Array = rng.uniform(0.3, 2.0, (m, n)) * rng.choice([-1.0, 1.0], (m, n))
    return drawn
