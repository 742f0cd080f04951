"""Frames, their parts, and a connection within one process."""

from __future__ import annotations

import contextlib
import socket
import struct
from collections.abc import Iterator

from hypothesis import HealthCheck, settings

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
