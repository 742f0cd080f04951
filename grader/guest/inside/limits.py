"""Resource limits: memory, processor time, file size, descriptors, threads.

Memory is the address space (RLIMIT_AS), counted from what the zygote already
had: RLIMIT_DATA would miss shared mappings. Processor time ends in SIGKILL, not
in a signal that the guest could handle. Total size of scratch files is nothing
that an rlimit knows: a view bounds it (`guest.namespaces`), elsewhere the
zygote has to look (`guest.watch`).

Threads are the kernel's to count, by user (RLIMIT_NPROC). A guest with a user
or a user namespace of its own is alone there. Elsewhere there are to be none:
nothing counts the threads of root, of which thousands fit into its memory and
leave no process number for anyone; and what one guest of a plain user takes,
another misses, which tells it something. So it is with queued signals. Nor are
there any where threads are numbered through the whole machine: the numbers that
one guest gets tell how many another has started.
"""

from __future__ import annotations

import contextlib
import os
from dataclasses import dataclass
from typing import Final

from ..both.policy import Limits

with contextlib.suppress(ImportError):  # on Windows, where nothing is restricted
    import resource

_PAGE = 4096 if os.name == "nt" else os.sysconf("SC_PAGE_SIZE")
_PROCESSES = 9  # a guest, its zygote, and those that have just ended


@dataclass
class _Zygote:
    """What only the zygote sees, while it has /proc."""

    process: int = 0
    pages: int = -1  # an open /proc/self/statm


zygote: Final = _Zygote()


def remember() -> None:
    """In the zygote: who it is, and how large."""
    zygote.process = os.getpid()
    zygote.pages = os.open("/proc/self/statm", os.O_RDONLY | os.O_CLOEXEC)


def address_space() -> int:
    """Bytes that are mapped now (those of the zygote, just forked, are as many)."""
    if zygote.pages >= 0:
        text = os.pread(zygote.pages, 100, 0)
    else:
        with open("/proc/self/statm", "rb") as file:
            text = file.read()
    return int(text.split()[0]) * _PAGE


def restrict(limits: Limits, mapped: int, *, alone: bool) -> None:
    """Take the limits on.

    Args:
        limits: How much of everything.
        mapped: The address space that was there before.
        alone: Whether nobody else is of this user, nor gets numbers from the same row, so that
            there can be threads.
    """
    values = {
        resource.RLIMIT_AS: mapped + limits.memory,
        resource.RLIMIT_CPU: limits.cpu_seconds,
        resource.RLIMIT_FSIZE: limits.file_size,
        resource.RLIMIT_NOFILE: limits.open_files,
        resource.RLIMIT_NPROC: limits.threads + _PROCESSES if alone else 0,
        resource.RLIMIT_SIGPENDING: 0,
        # With 0 a program may be started that takes the memory of who crashes; with 1 never.
        resource.RLIMIT_CORE: 1,
        resource.RLIMIT_MEMLOCK: 0,
    }
    for name, value in values.items():
        _, hard = resource.getrlimit(name)
        most = value if hard == resource.RLIM_INFINITY else min(value, hard)
        resource.setrlimit(name, (most, most))
