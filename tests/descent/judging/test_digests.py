"""An array that is known by its digest is known again, and nothing else is taken for it."""

from __future__ import annotations

import numpy as np
import pytest

from descent.judging import digests
from descent.judging.compare import MISSING, difference, same_behavior
from descent.judging.digests import digest
from descent.probing.probes import Observation
from descent.probing.values import Digest, Value

RNG = np.random.default_rng(8)
ARRAY = RNG.normal(size=(4, 3))


def same(one: Value, other: Value) -> bool:
    """Whether two results are alike, whichever of them is the known one."""
    first, second = Observation({"result": one}), Observation({"result": other})
    alike = same_behavior(first, second)
    assert alike == same_behavior(second, first)
    return alike


def test_it_is_known_again_within_rounding() -> None:
    known = digest(ARRAY)
    assert known is not None
    assert same(known, ARRAY)
    assert same(known, ARRAY * (1 + 1e-12))
    assert same(known, known)
    assert difference("dw", ARRAY, known) is None


@pytest.mark.parametrize(
    "other",
    [ARRAY.T, ARRAY.ravel(), -ARRAY, ARRAY + 1e-4, ARRAY.tolist(), 0.5, None, MISSING, ARRAY * 1j],
    ids=lambda value: type(value).__name__,
)
def test_nothing_else_is_taken_for_it(other: Value) -> None:
    known = digest(ARRAY)
    assert not same(known, other)
    assert difference("dw", other, known) is not None


def test_a_short_decimal_has_one_digest_whatever_its_last_bit_is() -> None:
    # Half-way between two numbers of six digits.
    numbers = np.arange(1, 200) * 0.01 + 1.000005
    assert digest(np.nextafter(numbers, 0)) == digest(np.nextafter(numbers, 2))


def test_numbers_next_to_zero_are_zero() -> None:
    assert digest(np.array([0.0, 1.0])) == digest(np.array([-1e-12, 1.0]))


@pytest.mark.parametrize("value", [1.5, [1.0, 2.0], "a", np.array(["a"]), np.array([1j])])
def test_only_real_arrays_have_one(value: Value) -> None:
    assert digest(value) is None


def test_a_digest_says_nothing_but_itself() -> None:
    assert isinstance(digest(ARRAY), Digest)
    assert len(digest(ARRAY).text) == 3  # type: ignore[union-attr]


def test_an_array_is_written_out_once_however_many_it_is_compared_with(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    numbers: list[float] = []
    monkeypatch.setattr(digests, "digits", lambda number: str(numbers.append(number)))
    came, others = RNG.normal(size=(4, 3)), [Digest("abc"), Digest("def"), Digest("ghi")]
    assert not any(same(other, came) for other in others)
    assert len(numbers) == came.size
    # One that is made later, perhaps in the same place, is another.
    del came
    assert not same(others[0], RNG.normal(size=(4, 3)))
    assert len(numbers) == 24
