"""What counts as right: within a tolerance, in the right shape, of the right sort."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from hypothesis.extra import numpy as stn

from descent.judging.compare import (
    ATOL,
    MISSING,
    RTOL,
    Difference,
    agree,
    as_numbers,
    close,
    difference,
    parts,
    same_behavior,
    untouched,
)
from descent.probing.probes import Observation
from descent.probing.values import Inert, Raised, plain, seal
from tests import strategies
from tests.descent import examples, seen

finite = st.floats(-1e12, 1e12)
number_arrays = stn.arrays(
    st.sampled_from([np.float64, np.float32, np.int64, np.int8, np.bool_]),
    strategies.shapes,
    elements={"allow_nan": False},
)
results = st.one_of(
    number_arrays,
    finite,
    st.integers(-(1 << 200), 1 << 200),
    st.booleans(),
    st.lists(finite),
    st.text(),
    st.none(),
)


@examples
@given(results)
def test_everything_agrees_with_itself(result: Any) -> None:
    assert agree(result, plain(result))


@examples
@given(st.recursive(results, strategies.nested, max_leaves=6))
def test_every_part_of_a_result_agrees_with_itself(result: Any) -> None:
    right = seen(result=result)
    for _, wanted, got in parts(right, right):
        # A list is one part: of numbers, or not comparable at all.
        if not isinstance(wanted, list) or all(isinstance(item, float) for item in wanted):
            assert agree(wanted, got) or wanted == ()


@examples
@given(finite, st.floats(-2, 2))
def test_an_error_counts_from_the_tolerance_on(right: float, times: float) -> None:
    allowed = max(ATOL, RTOL * abs(right))
    assume(abs(abs(times) - 1) > 1e-3)
    came = right + times * allowed
    # The sum itself is rounded.
    assume(abs(abs(came - right) - allowed) > 1e-2 * allowed)
    assert agree(right, came) == (abs(times) < 1)


@examples
@given(number_arrays, strategies.shapes)
def test_another_shape_is_wrong_even_if_it_could_be_broadcast(right: Any, shape: Any) -> None:
    assume(shape != right.shape)
    came = np.full(shape, right.flat[0] if right.size else 0)
    gap = difference("z", right, came)
    assert gap is not None and gap.kind == "shape"


@pytest.mark.parametrize(
    "came", [2, 2.0, True + 1, np.float32(2), np.int64(2), np.array(2.0), np.array(2), 2 + 0j]
)
def test_a_number_may_be_of_any_sort(came: Any) -> None:
    assert agree(2.0, plain(came)) and agree(2, plain(came))


@pytest.mark.parametrize("came", [np.array([2.0]), np.array([[2.0]]), [2.0], (2.0,), "2", None])
def test_a_number_in_a_container_is_no_number(came: Any) -> None:
    assert not agree(2.0, plain(came))


@pytest.mark.parametrize("came", [True, np.True_, 1, 1.0, np.array(True), np.array(1)])
def test_a_truth_value_may_be_a_number(came: Any) -> None:
    assert agree(True, plain(came)) and not agree(False, plain(came))


@pytest.mark.parametrize(
    "came",
    [[0.5, 0.25], (0.5, 0.25), np.array([0.5, 0.25]), [np.float64(0.5), np.array(0.25)]],
    ids=str,
)
def test_a_sequence_of_numbers_may_be_a_list_a_tuple_or_an_array(came: Any) -> None:
    assert agree([0.5, 0.25], plain(came))


@pytest.mark.parametrize("came", [[0.5], [0.5, "a"], [0.5, [0.25]], [[0.5, 0.25]], 0.5, {0: 0.5}])
def test_anything_else_is_no_sequence_of_numbers(came: Any) -> None:
    assert not agree([0.5, 0.25], plain(came))


def test_a_list_is_no_array_where_an_array_is_asked_for() -> None:
    gap = difference("z", np.array([1.0, 2.0]), [1.0, 2.0])
    assert gap is not None and gap.kind == "type"


@pytest.mark.parametrize("came", [1 + 1e-3j, np.array(1 + 1j), [1 + 1j]])
def test_an_imaginary_part_is_not_overlooked(came: Any) -> None:
    right = [1.0] if isinstance(came, list) else 1.0
    assert not agree(right, came)


@examples
@given(number_arrays)
def test_nan_is_never_right(right: Any) -> None:
    assume(right.size)
    came = right.astype(float)
    came.flat[0] = np.nan
    gap = difference("z", right, came)
    assert gap is not None and gap.kind == "values" and gap.count == 1


def test_only_infinity_agrees_with_infinity() -> None:
    assert agree(math.inf, math.inf)
    for came in (1e308, -math.inf, math.nan, 0.0):
        assert not agree(math.inf, came) and not agree(came, math.inf)


def test_integers_beyond_those_of_numpy_are_compared_too() -> None:
    assert agree(1 << 100, 1 << 100) and agree(1 << 100, float(1 << 100))
    assert not agree(1 << 100, 1 << 101)


@pytest.mark.parametrize(
    ("right", "came"),
    [
        (None, 0),
        (None, False),
        ("a", "b"),
        ("1", 1),
        (1.0, "1.0"),
        ({}, []),
        ((), [1]),
        ((), None),
        ({"a": 1}, [1]),
        ((1, 2), (1, 2, 3)),
        (1.0, Inert("the function f")),
        (1.0, MISSING),
        (np.zeros(2), np.array(["a", "b"])),
    ],
    ids=str,
)
def test_what_is_of_another_sort_is_wrong(right: Any, came: Any) -> None:
    assert not agree(right, came)


def test_a_sealed_value_is_compared_by_its_digest() -> None:
    sealed = seal({"AND": True})
    assert agree(sealed, {"AND": 1}) and not agree(sealed, {"AND": 0})


def test_the_first_difference_and_their_number_are_told() -> None:
    came = np.zeros((2, 3))
    came[1, [0, 2]] = 1
    gap = difference("dW", np.zeros((2, 3)), came)
    assert gap is not None
    assert (gap.kind, gap.part, gap.index, gap.count) == ("values", "dW", (1, 0), 2)
    assert gap.expected[gap.index] == 0 and gap.got[gap.index] == 1
    assert difference("b", 1.0, 2.0) == Difference("values", "b", 1.0, 2.0, (), 1)


def test_a_tolerance_may_be_given() -> None:
    assert agree(1.0, 1.0009, rtol=1e-3) and not agree(1.0, 1.0011, rtol=1e-3)
    assert agree(0.0, 1e-4, atol=1e-3) and not agree(0.0, 1e-4, rtol=1.0)


@examples
@given(number_arrays, finite)
def test_numbers_are_close_entry_by_entry(right: Any, gap: float) -> None:
    came = right.astype(float)
    came[came > 0] += gap
    together = close(right, came)
    alone = [agree(one, other) for one, other in zip(right.flat, came.flat, strict=True)]
    assert together.shape == right.shape and together.ravel().tolist() == alone


def test_parts_are_called_what_the_lesson_calls_them() -> None:
    cache = {"z1": 1.0, "inner": {"a": 2.0}}
    right = Observation({"result": (3.0, cache), "losses": [1.0], "pair": (4.0, 5.0)})
    labels = [label for label, _, _ in parts(right, right, ("output", "cache"))]
    assert labels == [
        "output",
        "cache['z1']",
        "cache['inner']['a']",
        "losses",
        "pair[0]",
        "pair[1]",
    ]


def test_what_is_not_there_is_missing_and_what_is_more_does_not_matter() -> None:
    right = Observation({"result": {"dW1": 1.0, "dW2": 2.0}, "grads": 3.0})
    came = Observation({"result": {"dW1": 1.0, "dW3": 5.0}, "more": 1.0})
    assert [(label, got) for label, _, got in parts(right, came)] == [
        ("dW1", 1.0),
        ("dW2", MISSING),
        ("grads", MISSING),
    ]


def test_a_list_may_stand_for_a_tuple_of_results() -> None:
    pairs = list(parts(seen(result=(1.0, 2.0)), seen(result=[1.0, 2.0]), ("z", "a")))
    assert pairs == [("z", 1.0, 1.0), ("a", 2.0, 2.0)]


@examples
@given(strategies.observations)
def test_an_answer_behaves_like_itself(observation: Observation) -> None:
    assert same_behavior(observation, observation)


def test_behavior_includes_nan_errors_and_arguments() -> None:
    one = seen(result=np.array([np.nan, 1.0]))
    assert same_behavior(one, seen(result=np.array([np.nan, 1.0])))
    assert not same_behavior(one, seen(result=np.array([1.0, np.nan])))
    error = Raised("ValueError", "<f at 0x7f00>")
    assert same_behavior(
        Observation(raised=error), Observation(raised=Raised("ValueError", "<f at 0x1>"))
    )
    assert not same_behavior(Observation(raised=error), Observation(raised=Raised("TypeError", "")))
    assert not same_behavior(Observation(raised=error), Observation())
    changed = Observation(changed={"0:0": np.ones(2)})
    assert not same_behavior(changed, Observation())
    assert not same_behavior(changed, Observation(changed={"0:0": np.zeros(2)}))


def test_more_keys_are_the_same_behavior_but_a_key_that_is_asked_for_is_not() -> None:
    one, more = seen(result={"a": 1.0}), seen(result={"a": 1.0, "b": 2.0})
    assert same_behavior(one, more)
    assert not same_behavior(more, one)
    assert not same_behavior(one, more, asked=seen(result={"a": 1.0, "b": 3.0}))


def test_what_is_missing_may_stand_under_another_key() -> None:
    asked = seen(result=(1.0, {"a": 1.0, "b": 3.0}))
    one, more = seen(result=(1.0, {"a": 1.0})), seen(result=(1.0, {"a": 1.0, "B": 3.0}))
    assert same_behavior(one, one, asked=asked)
    assert not same_behavior(one, more, asked=asked)
    assert same_behavior(more, more, asked=asked)
    assert not same_behavior(seen(result=(1.0, {})), more, asked=asked)
    assert not same_behavior(seen(result={}), seen(result={"A": 1.0}), asked=seen(result={"a": 1}))
    # Nothing is missing: what comes besides is no more than that.
    asked = seen(result={"a": 2.0})
    assert same_behavior(seen(result={"a": 1.0}), seen(result={"a": 1.0, "b": 2.0}), asked=asked)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (np.zeros(0), np.zeros(3)),
        (np.zeros((0, 2)), np.zeros((0, 3))),
        (np.array(["a"]), np.array(["a", "b"])),
        ([], [1.0]),
        ([np.zeros(2)], [np.zeros(3)]),
        ("a", np.array("a")),
        (1.0, None),
    ],
    ids=str,
)
def test_what_has_another_size_is_another_behavior(one: Any, other: Any) -> None:
    assert not same_behavior(seen(result=one), seen(result=other))
    assert not same_behavior(seen(result=other), seen(result=one))


def test_rounding_is_no_modification_of_an_argument() -> None:
    before = {"0:0": np.ones(2), "0:1": {"a": 1.0}}
    assert not list(untouched({"0:0": np.ones(2) + 1e-12}, before, 1e-9))
    assert [place for place, _, _ in untouched({"0:0": np.ones(2) + 1e-3}, before, 1e-9)] == ["0:0"]
    assert [place for place, _, _ in untouched({"0:1": {"a": 1.0, "b": 2}}, before, 0)] == ["0:1"]
    assert [place for place, _, _ in untouched({"0:1": {}}, before, 0)] == ["0:1"]


@examples
@given(strategies.plain_values)
def test_only_numbers_become_numbers(value: Any) -> None:
    numbers = as_numbers(value)
    is_number = isinstance(value, (bool, int, float, complex)) or (
        isinstance(value, np.ndarray) and value.dtype.kind != "U"
    )
    assert (numbers is not None) == is_number
    if numbers is not None:
        assert numbers.dtype.kind in "biufc" and numbers.shape == np.shape(value)
