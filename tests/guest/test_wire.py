"""The wire between grader and guest: every value comes back as it went, nothing else comes in."""

from __future__ import annotations

import contextlib
import json
import random
import socket
import struct
import threading
import time
import tracemalloc
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from descent.probing.probes import Observation, call
from descent.probing.values import Inert, Lent, Raised, Ref, Rng, plain
from grader.guest.both import wire
from tests import strategies
from tests.strategies import same

QUICK = settings(
    max_examples=150, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck)
)
LENGTHS = struct.Struct("!II")


@contextlib.contextmanager
def connected() -> Iterator[tuple[socket.socket, socket.socket]]:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        yield ours, theirs


def parts(frame: bytes) -> tuple[bytes, bytes]:
    header, body = LENGTHS.unpack(frame[: LENGTHS.size])
    rest = frame[LENGTHS.size :]
    assert len(rest) == header + body
    return rest[:header], rest[header:]


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
    "tag of ours without fields": {"~": "Inert"},
    "tag that is a number": {"~": 1, "fields": {}},
    "no tag": {"a": 1},
    "too many fields": {"~": "Inert", "fields": {"description": "x", "more": 1}},
    "too few fields": {"~": "Raised", "fields": {"type": "x"}},
    "fields of a text": {"~": "Ref", "fields": "name"},
    "fields of nothing": {"~": "Ref", "fields": None},
    "fields of a list": {"~": "Inert", "fields": [5]},
    "fields of fields": {"~": "Probe", "fields": {"steps": {"~": "Inert", "fields": [1]}}},
    "private fields": {"~": "Ref", "fields": {"__class__": "x"}},
    "tuple without items": {"~": "tuple"},
    "tuple of a dict": {"~": "tuple", "items": {"a": 1}},
    "tuple of a text": {"~": "tuple", "items": "ab"},
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
    "many axes": {"shape": [1] * 9},
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


# A fuzz: values that are packed, changed somewhere, and unpacked.

SEEDS: tuple[Any, ...] = (
    {"number": 5, "outputs": [{"output_type": "stream", "name": "stdout", "text": "x"}]},
    {"number": 5, "observation": Observation({"result": np.ones((2, 3))}, {"0:1": 2.0})},
    {"number": 5, "observation": Observation(raised=Raised("ValueError", "x", 3, "y"))},
    {"call": Lent("cubic", (1.0, 2.0)), "x": np.arange(4)},
    [call(np.ones(3), Ref("net"), Rng("Generator", 5), lr=0.1), Inert("x"), 1j, ("a", None)],
)
TAGS = (
    "tuple",
    "dict",
    "complex",
    "array",
    "Inert",
    "Raised",
    "Probe",
    "Step",
    "Rng",
    "x",
    "",
    "~",
)
KEYS = ("~", "fields", "items", "parts", "dtype", "shape", "size", "description", "type", "steps")
ODD = (
    *(None, True, -1, 0, 1, 1 << 31, 1 << 63, 1 << 70, 0.5, 1e400, float("nan"), "", "x", "\ud800"),
    *("<f8", "|O", "V4", "S0", "U1", "f4,f4", "(2)i4", ">c16", "?", "\x00", "m8[s]", "f8\n"),
)


def changed(tree: Any, rng: random.Random) -> Any:
    """A tree of JSON with something else in one place."""
    if rng.random() < 0.15 or not isinstance(tree, (list, dict)) or not tree:
        kind = rng.random()
        if kind < 0.5:
            return rng.choice(ODD)
        if kind < 0.7:
            return [rng.choice(ODD) for _ in range(rng.randrange(4))]
        tag = rng.choice((*TAGS, [], {}, 5))
        return {"~": tag} | {key: rng.choice(ODD) for key in rng.sample(KEYS[1:], rng.randrange(5))}
    if isinstance(tree, list):
        tree = list(tree)
        place = rng.randrange(len(tree))
        tree[place] = changed(tree[place], rng)
        return tree * rng.choice((1, 1, 1, 2))
    tree = dict(tree)
    key = rng.choice(list(tree))
    if rng.random() < 0.1:
        tree[rng.choice(KEYS)] = tree.pop(key)
    else:
        tree[key] = changed(tree[key], rng)
    return tree


Mutation = Callable[[bytes, bytes, random.Random], tuple[bytes, bytes]]


def fuzz(mutate: Mutation, count: int) -> None:
    """Unpack changed frames; only refusals come out, or a message that can be sent again."""
    frames = [parts(wire.pack(seed)) for seed in SEEDS]
    rng = random.Random(5)
    for _ in range(count):
        header, body = mutate(*rng.choice(frames), rng)
        try:
            message = wire.unpack(header, body)
        except wire.WireError:
            pass
        except Exception as error:
            raise AssertionError(f"{type(error).__name__} from {header!r}, {body!r}") from error
        else:
            with contextlib.suppress(UnicodeEncodeError):
                wire.pack(message)


def in_the_tree(header: bytes, body: bytes, rng: random.Random) -> tuple[bytes, bytes]:
    tree = json.loads(header)
    for _ in range(rng.randrange(1, 4)):
        tree = changed(tree, rng)
    if rng.random() < 0.1:
        body = body[: rng.randrange(len(body) + 1)]
    return json.dumps(tree).encode(), body


def in_the_bytes(header: bytes, body: bytes, rng: random.Random) -> tuple[bytes, bytes]:
    data = bytearray(header)
    for _ in range(rng.randrange(1, 5)):
        place, kind = rng.randrange(len(data)), rng.random()
        if kind < 0.5:
            data[place] = rng.choice(b'0123456789[]{}",:~-eE.\\\x00\xff')
        elif kind < 0.75:
            del data[place : place + rng.randrange(1, 9)]
        else:
            data[place:place] = data[rng.randrange(len(data)) :][: rng.randrange(1, 30)]
        data = data or bytearray(b"0")
    return bytes(data), body


def test_changed_trees_are_refused_or_plain() -> None:
    fuzz(in_the_tree, 12_000)


def test_changed_bytes_are_refused_or_plain() -> None:
    fuzz(in_the_bytes, 12_000)


@QUICK
@given(st.binary(max_size=200), st.binary(max_size=200))
def test_any_bytes_are_refused_or_plain(header: bytes, body: bytes) -> None:
    with contextlib.suppress(wire.WireError):
        wire.unpack(header, body)


# Lengths and deadlines.


@pytest.mark.parametrize(
    "lengths",
    [(wire.MAX_HEADER + 1, 0), (0, wire.MAX_BODY + 1), (0xFFFFFFFF, 0xFFFFFFFF)],
)
def test_a_frame_that_is_too_large_is_refused_before_it_is_read(lengths: tuple[int, int]) -> None:
    with connected() as (ours, theirs):
        theirs.sendall(LENGTHS.pack(*lengths))
        tracemalloc.start()
        try:
            with pytest.raises(wire.WireError, match="too large"):
                wire.receive(ours, time.monotonic() + 5)
            assert tracemalloc.get_traced_memory()[1] < 1 << 20
        finally:
            tracemalloc.stop()


def test_a_length_alone_takes_no_memory() -> None:
    """As much is announced as may be, and does not come."""
    with connected() as (ours, theirs):
        theirs.sendall(LENGTHS.pack(wire.MAX_HEADER, wire.MAX_BODY) + b"x" * 1000)
        tracemalloc.start()
        try:
            with pytest.raises(wire.WireTimeout):
                wire.receive(ours, time.monotonic() + 0.2)
            assert tracemalloc.get_traced_memory()[1] < 8 << 20
        finally:
            tracemalloc.stop()


def test_a_dribble_takes_no_more_memory_than_a_flood() -> None:
    count = 20_000

    class Dribble:
        """A connection on which two bytes come at a time."""

        left = LENGTHS.pack(2 * count, 0) + b"x" * (2 * count)

        def settimeout(self, _: object) -> None: ...

        def recv(self, size: int) -> bytes:
            piece, self.left = self.left[: min(size, 2)], self.left[min(size, 2) :]
            return bytes(bytearray(piece))

        def recv_into(self, buffer: memoryview, size: int = 0) -> int:
            piece = self.recv(size or len(buffer))
            buffer[: len(piece)] = piece
            return len(piece)

    connection: Any = Dribble()
    tracemalloc.start()
    try:
        with pytest.raises(wire.WireError):
            wire.receive(connection, time.monotonic() + 20)
        assert tracemalloc.get_traced_memory()[1] < 10 * count
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("part", [b"[]", b"{}", b'[0,"a"]', b'"ab"'])
def test_parts_are_counted_before_they_are_made(part: bytes) -> None:
    header = b"[" + (part + b",") * 1_000_000 + b"0]"
    tracemalloc.start()
    try:
        with pytest.raises(wire.WireError):
            wire.unpack(header, b"")
        assert tracemalloc.get_traced_memory()[1] < 8 * len(header)
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("sent", [b"", b"\0\0", LENGTHS.pack(5, 0), LENGTHS.pack(5, 0) + b"12"])
def test_a_deadline_holds_wherever_a_frame_stops(sent: bytes) -> None:
    with connected() as (ours, theirs):
        theirs.sendall(sent)
        begun = time.monotonic()
        with pytest.raises(wire.WireTimeout):
            wire.receive(ours, begun + 0.1)
        assert time.monotonic() - begun < 2


@pytest.mark.parametrize("sent", [b"", b"\0\0", LENGTHS.pack(5, 0), LENGTHS.pack(5, 0) + b"12"])
def test_an_end_is_told_wherever_a_frame_stops(sent: bytes) -> None:
    with connected() as (ours, theirs):
        theirs.sendall(sent)
        theirs.close()
        with pytest.raises(wire.WireClosed):
            wire.receive(ours, time.monotonic() + 5)


def test_a_dribble_does_not_move_the_deadline() -> None:
    with connected() as (ours, theirs):
        theirs.sendall(LENGTHS.pack(1000, 0))
        stop = threading.Event()

        def dribble() -> None:
            while not stop.wait(0.02):
                with contextlib.suppress(OSError):
                    theirs.send(b" ")

        thread = threading.Thread(target=dribble)
        thread.start()
        try:
            begun = time.monotonic()
            with pytest.raises(wire.WireTimeout):
                wire.receive(ours, begun + 0.2)
            assert time.monotonic() - begun < 2
        finally:
            stop.set()
            thread.join()


def test_who_does_not_read_is_not_waited_for() -> None:
    with connected() as (ours, _theirs):
        begun = time.monotonic()
        with pytest.raises(wire.WireTimeout):
            wire.send(ours, "x" * (8 << 20), begun + 0.2)
        assert time.monotonic() - begun < 2


def test_a_time_that_is_over_is_not_waited_for() -> None:
    with connected() as (ours, theirs):
        wire.send(theirs, "there")
        with pytest.raises(wire.WireTimeout):
            wire.receive(ours, time.monotonic() - 1)
        with pytest.raises(wire.WireTimeout):
            wire.send(ours, "x", time.monotonic() - 1)


def test_who_is_gone_is_not_written_to() -> None:
    with connected() as (ours, theirs):
        theirs.close()
        with pytest.raises(wire.WireClosed):
            wire.send(ours, "x" * (1 << 20), time.monotonic() + 5)
