"""Values of a student's code become plain, and plain values are stored and read again."""

from __future__ import annotations

import collections
import enum
import itertools
import json
import math
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from descent.probing.codec import from_json, to_json
from descent.probing.values import (
    MAX_BYTES,
    MAX_NODES,
    Excess,
    Inert,
    Lent,
    Raised,
    Ref,
    Rng,
    Sealed,
    opens,
    plain,
    seal,
)
from tests import strategies
from tests.descent import examples
from tests.strategies import same

GATES = ("AND", "OR", "NAND", "XOR")


def parts(value: Any) -> Iterator[Any]:
    yield value
    if isinstance(value, dict):
        for key, item in value.items():
            yield key
            yield from parts(item)
    elif isinstance(value, (list, tuple)):
        for item in value:
            yield from parts(item)


def is_plain(value: Any) -> bool:
    if type(value) is np.ndarray:
        return value.dtype.kind in "biufcU" and value.dtype.isnative and value.flags.c_contiguous
    exact = (type(None), bool, int, float, complex, str, tuple, list, dict, Inert)
    return type(value) in exact


def to_ten_digits(one: Any, other: Any) -> bool:
    """Whether a value is what another was before it was written down."""
    if type(one) is not type(other):
        return False
    if isinstance(one, np.ndarray):
        return (
            one.dtype == other.dtype
            and one.shape == other.shape
            and all(map(to_ten_digits, one.ravel().tolist(), other.ravel().tolist()))
        )
    if isinstance(one, float):
        return same(one, other) or math.isclose(one, other, rel_tol=1e-9, abs_tol=5e-324)
    if isinstance(one, complex):
        return to_ten_digits(one.real, other.real) and to_ten_digits(one.imag, other.imag)
    if isinstance(one, (list, tuple)):
        return len(one) == len(other) and all(map(to_ten_digits, one, other))
    if isinstance(one, dict):
        return list(one) == list(other) and all(to_ten_digits(one[k], other[k]) for k in one)
    return bool(one == other)


@examples
@given(strategies.values)
def test_what_comes_out_is_plain_all_the_way_down(value: Any) -> None:
    assert all(map(is_plain, parts(plain(value))))


@examples
@given(strategies.values)
def test_what_is_plain_stays_as_it_is(value: Any) -> None:
    once = plain(value)
    assert same(plain(once), once)


@examples
@given(strategies.plain_values)
def test_plain_values_come_back_from_json_to_ten_digits(value: Any) -> None:
    text = json.dumps(to_json(value), allow_nan=False)
    assert to_ten_digits(value, from_json(json.loads(text)))


@examples
@given(strategies.plain_values)
def test_what_was_written_once_is_written_the_same_again(value: Any) -> None:
    once = to_json(value)
    assert to_json(from_json(once)) == once


@pytest.mark.parametrize(
    ("items", "kind"),
    [
        ([True, np.False_], "b"),
        ([1, True, np.int8(3)], "i"),
        ([1, 2.5, np.float32(0.1)], "f"),
        ([1 << 70, -1], "f"),
        ([1.5, 2j], "c"),
    ],
)
def test_an_array_of_single_numbers_is_an_array_of_numbers(items: list[Any], kind: str) -> None:
    came = plain(np.array([items, items], dtype=object))
    assert came.dtype.kind == kind and came.dtype.itemsize in (1, 8, 16)
    assert came.tolist() == [items, items]
    one = plain(np.array(items[0], dtype=object))
    assert one.shape == () and one == items[0]


def test_an_array_that_holds_itself_is_no_array_of_numbers() -> None:
    holder = np.empty(1, dtype=object)
    holder[0] = holder
    assert plain(holder) == Inert("an array of dtype object")


def test_an_array_of_too_many_single_numbers_is_not_looked_at() -> None:
    assert "too large" in plain(np.zeros(MAX_NODES + 1, dtype=object)).description


@pytest.mark.parametrize(
    "value",
    [
        Inert("the function f"),
        Excess("list of 10,000,000 items"),
        Raised("ValueError", "no", 3, "x = 1"),
        Sealed("abc", ("AND", "OR")),
        Ref("net"),
        Rng("RandomState", 42),
        Lent("linear", (2.0, 3.5)),
    ],
    ids=lambda value: type(value).__name__,
)
def test_what_is_no_number_comes_back_from_json_too(value: Any) -> None:
    assert from_json(json.loads(json.dumps(to_json([value])))) == [value]


@pytest.mark.parametrize(
    "thing",
    [object(), {1, 2}, b"x", np.int64(1), np.array([b"x"]), [range(3)], {"a": print}],
    ids=lambda thing: type(thing).__name__,
)
def test_what_is_not_plain_is_not_written(thing: Any) -> None:
    with pytest.raises(TypeError, match="goes into no file"):
        to_json(thing)


@pytest.mark.parametrize("number", [math.nan, math.inf, -math.inf])
def test_numpys_own_nan_and_infinity_come_back_from_json(number: float) -> None:
    assert same(from_json(to_json(np.float64(number))), number)


def test_a_dict_may_have_the_key_that_marks_what_json_lacks() -> None:
    assert from_json(to_json({"~": "array", "b": 1})) == {"~": "array", "b": 1}


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        (np.bool_(True), True),
        (np.int8(3), 3),
        (np.uint64(2**64 - 1), 2**64 - 1),
        (np.float16(0.5), 0.5),
        (np.float64(0.1), 0.1),
        (np.longdouble(0.5), 0.5),
        (np.complex64(1j), 1j),
        (np.clongdouble(2), 2 + 0j),
        (np.str_("a"), "a"),
    ],
    ids=lambda item: type(item).__name__,
)
def test_numpy_scalars_become_numbers_of_python(given: Any, wanted: Any) -> None:
    assert same(plain(given), wanted)


def test_numbers_that_are_longer_than_usual_come_as_usual_ones() -> None:
    assert same(plain(np.array([0.5, 2], dtype=np.longdouble)), np.array([0.5, 2.0]))
    assert same(plain(np.array([1j], dtype=np.clongdouble)), np.array([1j]))


def test_subclasses_lose_their_methods() -> None:
    class Text(str):
        def __str__(self) -> str:
            return "another"

    class Number(float):
        def __float__(self) -> float:
            return 7.0

    class Count(int):
        def __abs__(self) -> Any:
            return "what"

        def __int__(self) -> int:
            return 7

    class Sub(np.ndarray[Any, Any]):
        pass

    Point = collections.namedtuple("Point", "x y")
    Level = enum.IntEnum("Level", ["LOW"])
    assert same(plain(Text("text")), "text")
    assert same(plain(Number(0.5)), 0.5)
    assert same(plain(Count(3)), 3)
    assert same(plain(Level.LOW), 1)
    assert same(plain(Point(1, 2)), (1, 2))
    assert same(plain(collections.OrderedDict(a=1)), {"a": 1})
    assert same(plain({Text("key"): 1, Level.LOW: 2}), {"key": 1, 1: 2})
    assert type(plain(np.zeros(2).view(Sub))) is np.ndarray


@pytest.mark.parametrize(
    ("given", "described"),
    [
        (len, "the function len"),
        (int, "the class int"),
        (object(), "an object of type object"),
        (..., "..."),
        (b"bytes", "an object of type bytes"),
        (np.array([b"bytes"]), "an array of dtype |S5"),
        (np.array([None]), "an array of dtype object"),
        (np.array([1.0, "a"], dtype=object), "an array of dtype object"),
        (np.array([1.0, 1 << 300], dtype=object), "an array of dtype object"),
        (np.datetime64("2020"), "a datetime64"),
        (np.ma.masked_array([1.0]), "a numpy.MaskedArray, not a plain array"),
        (1 << 300, "a huge integer"),
    ],
)
def test_anything_else_is_described(given: Any, described: str) -> None:
    assert plain(given) == Inert(described)
    assert plain([given, 1.0]) == [Inert(described), 1.0]


def test_a_copy_shares_nothing_with_the_original() -> None:
    original = {"a": [np.zeros(2), (np.ones(2),)]}
    copied = plain(original)
    original["a"][0][:] = 7
    original["a"].append(1)
    assert same(copied, {"a": [np.zeros(2), (np.ones(2),)]})


def test_arrays_come_in_rows_and_in_the_byte_order_of_the_machine() -> None:
    swapped = np.arange(6.0).reshape(2, 3).T.astype(np.dtype("f8").newbyteorder("S"))
    copied = plain(swapped)
    assert copied.dtype.isnative and copied.flags.c_contiguous
    assert np.array_equal(copied, swapped)


def test_what_is_too_large_is_not_copied() -> None:
    itself: list[Any] = []
    itself.append(itself)
    leaf = plain(itself)
    while isinstance(leaf, list):
        (leaf,) = leaf
    assert leaf == Inert("a structure nested too deeply")
    assert plain([0] * (MAX_NODES + 5))[-1] == Inert("more values than anyone asked for")
    large = np.broadcast_to(0.0, (MAX_BYTES // 8 + 1,))
    assert isinstance(plain(large), Inert)
    half = np.broadcast_to(0.0, (MAX_BYTES // 16 + 1,))
    assert isinstance(plain([half, half])[1], Inert)


def test_a_sealed_dict_opens_for_what_was_sealed_and_for_nothing_else() -> None:
    right = dict(zip(GATES, (True, True, True, False), strict=True))
    sealed = seal(right)
    for values in itertools.product((True, False), repeat=4):
        answer = dict(zip(GATES, values, strict=True))
        assert opens(sealed, answer) == (answer == right)
    assert not opens(sealed, list(right.values())) and not opens(sealed, "True")
    missing = {gate: right[gate] for gate in GATES[:3]}
    assert not opens(sealed, missing)


def test_a_sealed_truth_value_may_be_given_as_any_sort_of_number() -> None:
    sealed = seal({"AND": True, "XOR": False})
    for yes, no in ((1, 0), (1.0, 0.0), (np.array(True), np.array(0))):
        assert opens(sealed, plain({"XOR": no, "more": 3, "AND": yes}))
    assert not opens(sealed, {"AND": "True", "XOR": "False"})


def test_a_seal_tells_the_keys_alone() -> None:
    one, other = (seal({"AND": value, "OR": True}) for value in (True, False))
    assert one.keys == other.keys == ("AND", "OR")
    assert one.digest != other.digest
    assert "true" not in json.dumps(to_json(one)).lower()


@pytest.mark.parametrize("kind", ["Generator", "RandomState"])
def test_a_generator_is_at_its_start_each_time_it_is_made(kind: Any) -> None:
    one, again = (Rng(kind, 3).make() for _ in range(2))
    assert type(one).__name__ == kind
    assert np.array_equal(one.standard_normal(5), again.standard_normal(5))
    assert not np.array_equal(one.standard_normal(5), Rng(kind, 4).make().standard_normal(5))


@examples
@given(st.floats(allow_nan=False, allow_infinity=False))
def test_ten_digits_are_written_and_no_more(number: float) -> None:
    written = to_json(number)
    rounded = float(f"{number:.10g}")
    # One minus a hair is not one, and is written as it is.
    as_it_is = math.isinf(rounded) or (rounded.is_integer() and not number.is_integer())
    assert written == (number if as_it_is else rounded)


def test_what_is_hardly_not_whole_is_not_written_as_whole() -> None:
    close_to_one = np.array([1 - 1e-14, 1 + 1e-13, 0.1 + 0.2, 3.0])
    read = from_json(json.loads(json.dumps(to_json(close_to_one))))
    assert read.tolist() == [1 - 1e-14, 1 + 1e-13, 0.3, 3.0]
