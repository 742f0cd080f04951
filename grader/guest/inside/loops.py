"""Event loops that wake themselves through an eventfd.

Usually they have a pair of sockets for that. A guest makes none: sockets and
pipes are numbered through the whole machine, and so would tell other guests how
many it has made.
"""

from __future__ import annotations

import contextlib
import os
from asyncio import selector_events
from typing import Any


def settle() -> None:
    """Have all loops of this process do so, where there are eventfds."""
    if hasattr(os, "eventfd"):
        for method in (_make_self_pipe, _close_self_pipe, _read_from_self, _write_to_self):
            setattr(selector_events.BaseSelectorEventLoop, method.__name__, method)


def _make_self_pipe(loop: Any) -> None:
    loop._wake = os.eventfd(0, os.EFD_CLOEXEC | os.EFD_NONBLOCK)
    loop._internal_fds += 1
    loop._add_reader(loop._wake, loop._read_from_self)


def _close_self_pipe(loop: Any) -> None:
    loop._remove_reader(loop._wake)
    os.close(loop._wake)
    loop._wake = None
    loop._internal_fds -= 1


def _read_from_self(loop: Any) -> None:
    with contextlib.suppress(BlockingIOError):
        os.eventfd_read(loop._wake)


def _write_to_self(loop: Any) -> None:
    # Called from other threads, also of a loop that was just closed.
    with contextlib.suppress(OSError, TypeError):
        os.eventfd_write(loop._wake, 1)
