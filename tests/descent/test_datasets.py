"""The gates and the spirals."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from descent.datasets import make_gate, make_spirals
from tests.descent import examples

GATES = {
    "AND": lambda a, b: a and b,
    "OR": lambda a, b: a or b,
    "NAND": lambda a, b: not (a and b),
    "XOR": lambda a, b: a != b,
}

generators = st.builds(
    lambda kind, seed: kind(seed),
    st.sampled_from([np.random.default_rng, np.random.RandomState]),
    st.integers(0, 1 << 31),
)
even = st.integers(1, 150).map(lambda n: 2 * n)


@pytest.mark.parametrize("name", GATES)
def test_a_gate_is_its_truth_table(name: str) -> None:
    X, y = make_gate(name)
    assert X.shape == (4, 2) and y.shape == (4, 1)
    assert X.dtype == y.dtype == np.float64
    assert len({tuple(row) for row in X}) == 4
    for (a, b), (answer,) in zip(X, y, strict=True):
        assert answer == GATES[name](bool(a), bool(b))


def test_each_caller_gets_a_gate_of_its_own() -> None:
    X, y = make_gate("AND")
    X[:], y[:] = 7, 7
    assert make_gate("AND")[0].max() == make_gate("AND")[1].max() == 1


@pytest.mark.parametrize("name", ["and", "NOR", ""])
def test_an_unknown_gate_is_told_with_those_that_there_are(name: str) -> None:
    with pytest.raises(ValueError, match=f"no gate {name!r}; choose one of AND, OR, NAND, XOR"):
        make_gate(name)


def test_the_spirals_are_those_of_the_chapter() -> None:
    # CHAPTER_FIGURES.json: 300 points, noise 0.4, RandomState(42), the first point.
    X, _ = make_spirals(300, 0.4, np.random.RandomState(42))
    assert X[0] == pytest.approx([0.527593920982793, 0.0911635395637507], rel=1e-6)


@examples
@given(even, st.floats(0, 2), generators)
def test_half_of_the_points_are_in_each_class(n_points: int, noise: float, rng: Any) -> None:
    X, y = make_spirals(n_points, noise, rng)
    assert X.shape == (n_points, 2) and y.shape == (n_points, 1)
    assert np.isfinite(X).all() and X.dtype == y.dtype == np.float64
    assert np.array_equal(y.ravel(), np.repeat([0.0, 1.0], n_points // 2))


@examples
@given(even, generators)
def test_without_noise_one_spiral_is_the_other_turned_by_half(n_points: int, rng: Any) -> None:
    X, y = make_spirals(n_points, 0.0, rng)
    first, second = X[y.ravel() == 0], X[y.ravel() == 1]
    assert np.allclose(first, -second)
    radius = np.hypot(*first.T)
    assert np.allclose(radius, np.linspace(0.5, 3, len(first)))


@pytest.mark.parametrize("noise", [0.2, 0.8])
def test_points_stray_by_three_tenths_of_the_noise(noise: float) -> None:
    quiet, _ = make_spirals(4000, 0.0, np.random.RandomState(1))
    loud, _ = make_spirals(4000, noise, np.random.RandomState(1))
    strayed = (loud - quiet) / (0.3 * noise)
    # 8 000 standard normal numbers: their mean square is off by 0.016 at one standard deviation.
    assert np.mean(strayed**2) == pytest.approx(1, abs=0.1)
    assert np.mean(strayed) == pytest.approx(0, abs=0.06)


def test_all_randomness_is_that_of_the_generator() -> None:
    one, again = (make_spirals(20, 0.4, np.random.default_rng(3))[0] for _ in range(2))
    other = make_spirals(20, 0.4, np.random.default_rng(4))[0]
    assert np.array_equal(one, again) and not np.array_equal(one, other)


@pytest.mark.parametrize("n_points", [-2, 0, 1, 7, 301])
def test_a_number_of_points_that_cannot_be_halved_is_refused(n_points: int) -> None:
    with pytest.raises(ValueError, match=f"even and at least 2, got {n_points}"):
        make_spirals(n_points, 0.4, np.random.default_rng(0))
