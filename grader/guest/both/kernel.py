"""The few calls to the Linux kernel for which Python has no name."""

from __future__ import annotations

import contextlib
import ctypes
import os
import platform
import struct
import sys
from collections.abc import Iterator
from typing import Final

#: Which column of the tables of system calls holds here; "" where we have none.
MACHINE: Final = platform.machine() if sys.platform == "linux" and sys.maxsize > 2**32 else ""

# The same numbers on every machine: calls added since Linux 5.1 are numbered alike.
OPEN_TREE, MOVE_MOUNT, CLOSE_RANGE, MOUNT_SETATTR = 428, 429, 436, 442

PR_SET_PDEATHSIG, PR_SET_DUMPABLE, PR_SET_SECCOMP = 1, 4, 22
PR_CAPBSET_DROP, PR_SET_NO_NEW_PRIVS = 24, 38

_libc: Final = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


def _argument(value: int | str | bytes | None) -> object:
    if isinstance(value, int):
        return ctypes.c_long(value)  # a bare int would be passed as 32 bits
    return os.fsencode(value) if isinstance(value, str) else value


def libc(function: str, *arguments: int | str | bytes | None) -> int:
    """A function of the C library that reports failure as -1 and `errno`."""
    if _libc is None:
        raise OSError(38, "not a Linux machine", function)
    entry = getattr(_libc, function)
    entry.restype = ctypes.c_long if function == "syscall" else ctypes.c_int
    result: int = entry(*map(_argument, arguments))
    if result == -1:
        code = ctypes.get_errno()
        raise OSError(code, os.strerror(code), function)
    return result


def syscall(number: int, *arguments: int | str | bytes | None) -> int:
    """A system call by its number. Bytes stand for a pointer to a structure."""
    return libc("syscall", number, *arguments)


def prctl(option: int, value: int = 0, more: int = 0) -> int:
    """Set an attribute of this process."""
    return libc("prctl", option, value, more, 0, 0)


CAPABILITIES_VERSION_3: Final = struct.pack("=Ii", 0x20080522, 0)


def capabilities() -> int:
    """The capabilities of this process that are in effect, as bits."""
    sets = ctypes.create_string_buffer(24)
    libc("capget", CAPABILITIES_VERSION_3, ctypes.addressof(sets))
    effective_low, _, _, effective_high, _, _ = struct.unpack("=6I", sets.raw)
    return int(effective_low | effective_high << 32)


def drop_bounding_set() -> None:
    """No capability of root can come back."""
    with contextlib.suppress(OSError):  # EINVAL: past the last one; EPERM: a plain user
        for capability in range(64):
            prctl(PR_CAPBSET_DROP, capability)


def drop_capabilities() -> None:
    """Give up every capability of root."""
    libc("capset", CAPABILITIES_VERSION_3, bytes(24))


def close_all_but(keep: tuple[int, ...]) -> None:
    """Close every descriptor that is not named; 0, 1 and 2 become /dev/null."""
    null = os.open(os.devnull, os.O_RDWR)
    for standard in {0, 1, 2}.difference(keep):
        if null != standard:
            os.dup2(null, standard)
    for first, last in _gaps(sorted({0, 1, 2, *keep})):
        try:
            syscall(CLOSE_RANGE, first, last, 0)
        except OSError:  # Linux before 5.9
            os.closerange(first, min(last, 1 << 16) + 1)


def _gaps(descriptors: list[int]) -> Iterator[tuple[int, int]]:
    for before, after in zip(descriptors, [*descriptors[1:], 0xFFFFFFFF], strict=True):
        if before + 1 < after:
            yield before + 1, after - (after != 0xFFFFFFFF)
