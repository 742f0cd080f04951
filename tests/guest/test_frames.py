"""Frames on a connection: how large they may be, and when waiting for them ends."""

from __future__ import annotations

import contextlib
import threading
import time
import tracemalloc
from typing import Any

import pytest

from grader.guest.both import wire
from tests.guest.frames import LENGTHS, connected


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
