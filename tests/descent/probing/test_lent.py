"""The functions that are lent to a student's ``numerical_gradient``."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from descent.probing.lent import LENT, lend
from descent.probing.values import Lent
from tests.descent import examples

Array = np.ndarray[Any, Any]

CONSTANTS = {"linear": (1.5,), "cubic": (0.7, 0.3), "waves": (0.9, 0.2)}

shapes = st.sampled_from([(4,), (2, 3), (3, 1), (2, 2, 2)])
seeds = st.integers(0, 10_000)


def central(f: Any, x: Array, h: float) -> Array:
    gradient = np.zeros_like(x)
    for place in np.ndindex(x.shape):
        up, down = x.copy(), x.copy()
        up[place] += h
        down[place] -= h
        gradient[place] = (f(up) - f(down)) / (2 * h)
    return gradient


def places(x: Array) -> Array:
    return np.arange(1.0, x.size + 1).reshape(x.shape, order="F")


def test_there_are_constants_for_each_of_them() -> None:
    assert CONSTANTS.keys() == LENT.keys()


@pytest.mark.parametrize("name", LENT)
@examples
@given(shape=shapes, seed=seeds)
def test_a_gradient_at_the_wrong_entry_shows(name: str, shape: Any, seed: int) -> None:
    x = np.random.default_rng(seed).uniform(0.1, 0.4, shape)
    gradient = central(lend(Lent(name, CONSTANTS[name])), x, 1e-5)
    others = np.abs(gradient.ravel()[:, None] - gradient.ravel())
    assert (others[~np.eye(x.size, dtype=bool)] > 1e-4).all()


@pytest.mark.parametrize("name", LENT)
@examples
@given(seed=seeds)
def test_a_flattened_array_is_not_taken_for_the_array_itself(name: str, seed: int) -> None:
    x = np.random.default_rng(seed).normal(size=(2, 3))
    f = lend(Lent(name, CONSTANTS[name]))
    assert abs(f(x) - f(x.ravel())) > 1e-9


@examples
@given(shape=shapes, seed=seeds, slope=st.floats(-3, 3))
def test_the_linear_one_has_the_slope_that_is_asked_for(
    shape: Any, seed: int, slope: float
) -> None:
    x = np.random.default_rng(seed).normal(size=shape)
    gradient = central(lend(Lent("linear", (slope,))), x, 0.5)
    assert np.allclose(gradient, slope * places(x), rtol=1e-9, atol=1e-9)


@examples
@given(shape=shapes, seed=seeds, h=st.sampled_from([0.1, 0.3]))
def test_the_step_shows_in_the_central_difference_of_the_cubic_one(
    shape: Any, seed: int, h: float
) -> None:
    square, cube = 0.7, 0.3
    x = np.random.default_rng(seed).normal(size=shape)
    gradient = central(lend(Lent("cubic", (square, cube))), x, h)
    exact = places(x) * (2 * square * x + 3 * cube * x**2)
    assert np.allclose(gradient - exact, cube * h**2 * places(x), rtol=1e-9, atol=1e-9)


@pytest.mark.parametrize("name", LENT)
def test_lists_will_do_and_nothing_is_changed(name: str) -> None:
    f = lend(Lent(name, CONSTANTS[name]))
    x = np.arange(6.0).reshape(2, 3)
    assert f(x.tolist()) == f(x) == f(x)
    assert isinstance(f(x), float)
    assert np.array_equal(x, np.arange(6.0).reshape(2, 3))
