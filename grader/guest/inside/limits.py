"""Resource limits: memory, processor time, file size, descriptors, threads.

Memory is the address space (RLIMIT_AS), counted from what the zygote already
had: RLIMIT_DATA would miss shared mappings. Processor time ends in SIGKILL, not
in a signal that the guest could handle. Total size of scratch files is nothing
that an rlimit knows: a view bounds it (`guest.namespaces`), elsewhere the
trusted side has to look (`guest.scratch`).

Threads are the kernel's to count, by user (RLIMIT_NPROC). A guest with a user
or a user namespace of its own is alone there; a plain user's other processes
are counted once by the zygote. Nothing counts the threads of root: 32 thousand
of them fit into 1 GiB and leave no process number for anyone. There, `restrict`
says that there are to be none.
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
_MARGIN = 64  # so many threads more may this user start later


@dataclass
class _Zygote:
    """What only the zygote sees, while it has /proc."""

    process: int = 0
    pages: int = -1  # an open /proc/self/statm
    others: int = 0  # threads of this user on the whole machine


zygote: Final = _Zygote()


def remember() -> None:
    """In the zygote: who it is, how large, and what else this user runs."""
    processes = filter(str.isdigit, os.listdir("/proc"))
    zygote.process = os.getpid()
    zygote.pages = os.open("/proc/self/statm", os.O_RDONLY | os.O_CLOEXEC)
    zygote.others = sum(map(_threads_of_this_user, processes)) + _MARGIN


def _threads_of_this_user(process: str) -> int:
    try:
        with open(f"/proc/{process}/status") as file:
            fields = dict(line.split(":", 1) for line in file)
    except OSError:  # it has ended
        return 0
    return int(fields["Threads"]) if int(fields["Uid"].split()[0]) == os.getuid() else 0


def address_space() -> int:
    """Bytes that are mapped now (those of the zygote, just forked, are as many)."""
    if zygote.pages >= 0:
        text = os.pread(zygote.pages, 100, 0)
    else:
        with open("/proc/self/statm", "rb") as file:
            text = file.read()
    return int(text.split()[0]) * _PAGE


def restrict(limits: Limits, mapped: int, *, own_user: bool) -> bool:
    """Take the limits on; returns whether threads are counted."""
    wanted = {
        resource.RLIMIT_AS: mapped + limits.memory,
        resource.RLIMIT_CPU: limits.cpu_seconds,
        resource.RLIMIT_FSIZE: limits.file_size,
        resource.RLIMIT_NOFILE: limits.open_files,
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_MEMLOCK: 0,
    }
    counted = os.geteuid() != 0
    if counted:
        wanted[resource.RLIMIT_NPROC] = limits.threads + 1 + (8 if own_user else zygote.others)
    for name, value in wanted.items():
        _, hard = resource.getrlimit(name)
        most = value if hard == resource.RLIM_INFINITY else min(value, hard)
        resource.setrlimit(name, (most, most))
    return counted
