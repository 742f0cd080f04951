"""The wire between grader and guest: every value comes back as it went, nothing else comes in."""

from __future__ import annotations

import json
import threading
import time
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from descent.probing.values import plain
from grader.guest.both import wire
from tests import strategies
from tests.guest.frames import QUICK, connected, parts
from tests.strategies import same


def unpacked(tree: Any, body: bytes = b"") -> Any:
    return wire.unpack(json.dumps(tree).encode(), body)


# What goes in comes out.


@QUICK
@given(strategies.messages)
def test_a_message_comes_back_as_it_went(message: Any) -> None:
    again = wire.unpack(*parts(wire.pack(message)))
    assert same(message, again)


@QUICK
@given(strategies.values)
def test_what_is_plain_stays_what_it_is(value: Any) -> None:
    once = plain(value)
    assert same(once, wire.unpack(*parts(wire.pack(once))))
    assert same(once, plain(once))


@settings(QUICK, max_examples=30)
@given(st.lists(strategies.messages, max_size=5))
def test_messages_come_over_a_connection_in_their_order(messages: list[Any]) -> None:
    with connected() as (ours, theirs):
        sender = threading.Thread(target=lambda: [wire.send(ours, m) for m in messages])
        sender.start()
        received = [wire.receive(theirs, time.monotonic() + 10) for _ in messages]
        sender.join()
    assert all(map(same, messages, received))


@pytest.mark.parametrize(
    "array",
    [
        np.zeros((0, 3)),
        np.zeros(()),
        np.asfortranarray(np.arange(6.0).reshape(2, 3)),
        np.arange(10)[::-2],
        np.array([np.nan, -0.0, np.inf, 5e-324]),
        np.arange(3, dtype=">i4"),
        np.array(["é", ""], dtype="U3"),
        np.array([b"\xff", b""]),
        np.ones((1,) * 8),
        np.array([True, False]),
        np.array([1 + 2j]),
        np.float16([1.5]),
        np.longdouble([0.1]),
    ],
    ids=lambda array: f"{array.dtype.str}{array.shape}",
)
def test_arrays_of_all_kinds(array: np.ndarray[Any, Any]) -> None:
    again = wire.unpack(*parts(wire.pack(array)))
    assert same(array, again)
    assert again.flags.writeable and again.flags.aligned and again.flags.c_contiguous


def test_arrays_that_come_share_no_memory() -> None:
    array = np.ones(4)
    first, second = wire.unpack(*parts(wire.pack([array, array])))
    first[:] = 5
    assert second.tolist() == [1.0] * 4


@pytest.mark.parametrize(
    "thing",
    [object(), print, {1, 2}, b"x", np.float64(1), np.ma.masked_all(2), range(3), Exception()],
    ids=lambda thing: type(thing).__name__,
)
def test_what_is_not_plain_does_not_go(thing: Any) -> None:
    with pytest.raises(TypeError, match="wire"):
        wire.pack(thing)


# Nothing else comes in.

MALFORMED: dict[str, Any] = {
    "unknown tag": {"~": "os.system"},
    "tag of files alone": {"~": "float", "value": "nan"},
    "kind of files alone": {"~": "Sealed", "digest": "x"},
    "tag of ours without fields": {"~": "Inert"},
    "tag that is a number": {"~": 1, "description": "x"},
    "no tag": {"a": 1},
    "no tag in a list": [{"a": 1}],
    "too many fields": {"~": "Inert", "description": "x", "more": 1},
    "too few fields": {"~": "Raised", "type": "x"},
    "fields of fields": {"~": "Probe", "steps": {"~": "Inert", "fields": [1]}},
    "a field without a tag": {"~": "Inert", "description": {"a": 1}},
    "private fields": {"~": "Ref", "name": "x", "__class__": "x"},
    "tuple without items": {"~": "tuple"},
    "tuple of a dict": {"~": "tuple", "items": {"a": 1}},
    "tuple of a text": {"~": "tuple", "items": "ab"},
    "dict of a dict": {"~": "dict", "items": {"a": 1}},
    "dict of a text": {"~": "dict", "items": "ab"},
    "dict of triples": {"~": "dict", "items": [[1, 2, 3]]},
    "dict of texts": {"~": "dict", "items": ["ab"]},
    "key that is a list": {"~": "dict", "items": [[[], 1]]},
    "key that is true": {"~": "dict", "items": [[True, 1]]},
    "key that is a fraction": {"~": "dict", "items": [[0.5, 1]]},
    "key that is nothing": {"~": "dict", "items": [[None, 1]]},
    "complex of one part": {"~": "complex", "parts": [1]},
    "complex of texts": {"~": "complex", "parts": ["x", "y"]},
    "complex of lists": {"~": "complex", "parts": [[], []]},
    "complex of a text": {"~": "complex", "parts": "12"},
    "complex of floats of files": {"~": "complex", "parts": [{"~": "float", "value": "1"}, 1]},
    "complex without parts": {"~": "complex"},
    "array without anything": {"~": "array"},
}

ARRAYS: dict[str, dict[str, Any]] = {
    "objects": {"dtype": "|O", "size": 8},
    "objects in a structure": {"dtype": "O,f8", "size": 16},
    "structure": {"dtype": "f8,f8", "size": 16},
    "subarray": {"dtype": "(2,)f8", "size": 16},
    "void": {"dtype": "V8"},
    "dates": {"dtype": "M8[s]"},
    "differences of dates": {"dtype": "m8[s]"},
    "no dtype": {"dtype": "x"},
    "empty dtype": {"dtype": ""},
    "dtype that is a number": {"dtype": 5},
    "dtype that is nothing": {"dtype": None},
    "dtype that is a list": {"dtype": [["a", "f8"]]},
    "dtype that is a dict": {"dtype": {"names": ["a"], "formats": ["f8"]}},
    "dtype that is code": {"dtype": "02 m3Ob2", "shape": [0], "size": 0},
    "dtype that is other code": {"dtype": "2)|", "shape": [0], "size": 0},
    "long dtype": {"dtype": "f8" * 100},
    "huge dtype": {"dtype": "S2147483647"},
    "dtype beyond numbers": {"dtype": "U9999999999"},
    "text of no length": {"dtype": "S0", "shape": [1 << 62], "size": 0},
    "shape that is a number": {"shape": 1},
    "shape that is a text": {"shape": "1"},
    "shape of texts": {"shape": ["x"]},
    "shape of nothing": {"shape": [None]},
    "negative shape": {"shape": [-1]},
    "two negative sides": {"shape": [-1, -1]},
    "shape of infinity": {"shape": [float("inf")]},
    "shape of no number": {"shape": [float("nan")]},
    "many axes": {"shape": [1] * 33},
    "more than there is": {"shape": [2], "size": 16},
    "less than it says": {"shape": [2]},
    "size that is negative": {"size": -8, "shape": [-1]},
    "size that is a text": {"size": "x"},
    "size beyond numbers": {"shape": [1 << 62, 1 << 62], "size": 1 << 127},
    "empty and beyond numbers": {"shape": [0, 1 << 64], "size": 0},
}


@pytest.mark.parametrize("name", MALFORMED)
def test_a_malformed_value_is_refused(name: str) -> None:
    with pytest.raises(wire.WireError):
        unpacked(MALFORMED[name])


@pytest.mark.parametrize("name", ARRAYS)
def test_an_impossible_array_is_refused(name: str) -> None:
    array = {"~": "array", "dtype": "<f8", "shape": [1], "size": 8} | ARRAYS[name]
    with pytest.raises(wire.WireError):
        unpacked(array, bytes(8))


@pytest.mark.parametrize("dtype", ["<U2", ">U1", "=U2"])
def test_characters_that_there_are_not_are_refused(dtype: str) -> None:
    size = np.dtype(dtype).itemsize
    array = {"~": "array", "dtype": dtype, "shape": [1], "size": size}
    with pytest.raises(wire.WireError, match="characters"):
        unpacked(array, b"\xff" * size)


@pytest.mark.parametrize("tree", [{"~": []}, {"~": {}}, {}, {"~": None}], ids=str)
def test_no_other_error_comes_out(tree: Any) -> None:
    with pytest.raises(wire.WireError):
        unpacked(tree)


@pytest.mark.parametrize(
    "header",
    [
        *(b"", b"x", b"{", b'"', b"\xff\xfe", b"nan", b"[1,]", b"{1: 2}", b"'a'", b"\0"),
        *(b"[" * 100_000, b'{"a":' * 100_000, b"1" * 10_000, b"[" * 5_000 + b"]" * 5_000),
    ],
    ids=lambda header: repr(header[:8]),
)
def test_what_is_no_JSON_is_refused(header: bytes) -> None:
    with pytest.raises(wire.WireError):
        wire.unpack(header, b"")


def test_depth_and_number_of_parts_are_bounded() -> None:
    deep: Any = 0
    for _ in range(wire.MAX_DEPTH + 1):
        deep = [deep]
    with pytest.raises(wire.WireError):
        unpacked(deep)
    with pytest.raises(wire.WireError):
        unpacked([0] * (wire.MAX_NODES + 1))
    assert unpacked([0] * 1000) == [0] * 1000


def test_an_array_takes_its_own_place_in_the_body() -> None:
    """Two arrays cannot stand for one buffer, so that no small body becomes large."""
    one = {"~": "array", "dtype": "<f8", "shape": [1000], "size": 8000}
    with pytest.raises(wire.WireError):
        unpacked([one] * 100, bytes(8000))
