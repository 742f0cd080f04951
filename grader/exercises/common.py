"""What exercises of several sections are probed with."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import numpy as np

from descent.datasets import Array
from descent.probing.probes import Probe, call
from descent.probing.values import Value
from grader.sheets.exercise import UNTOUCHED, Begin

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


# How many samples and features experiments have: one of the two is varied at a time.
TABLES = (
    ("an ordinary table", 5, 3),
    ("one sample", 1, 3),
    ("two samples", 2, 3),
    ("many samples", 11, 3),
    ("one feature", 5, 1),
    ("many features", 5, 8),
    ("one sample with one feature", 1, 1),
    ("as many samples as features", 3, 3),
    ("as many features as samples", 5, 5),
)


def in_shapes(
    begin: Begin, draw: Callable[[np.random.Generator], Array], **options: Value
) -> Iterator[Probe]:
    """Ask for the same six numbers in several shapes, alone, and as far as they have one sign.

    Args:
        begin: Begins a probe.
        draw: Draws the six numbers, some above and some below their middle.
        options: What is asked besides.
    """
    numbers = draw(begin("six numbers in a row"))
    yield call(numbers, **options)
    for shape in ((2, 3), (6, 1), (1, 6), (1, 2, 3)):
        begin(f"the same numbers in the shape {shape}")
        yield call(numbers.reshape(shape), **options)
    for number in (float(numbers.min()), float(numbers.max())):
        begin(f"{number:.3g} alone")
        yield call(number, label="a single number", **options)
    for name, part in (("small", np.sort(numbers)[:3]), ("large", np.sort(numbers)[3:])):
        begin(f"the {name} half of them")
        yield call(part, **options)
        begin(f"the {name} half of them in a column")
        yield call(part.reshape(3, 1), **options)
