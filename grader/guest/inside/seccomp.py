"""Seccomp: the system calls of a guest, by a list of what is allowed.

A list of what is forbidden would have to name every dangerous call of every
kernel to come; here a call that nobody thought of is refused. Refused calls
fail and do not kill, so that a shell escape is an error in one cell: EPERM, or
ENOSYS from number 424 on (Linux 5.1), which is what a C library expects of
calls newer than the kernel, so that it falls back to older ones (``clone3`` to
``clone``). Calls of another instruction set (32 bits, x32) kill. ``chmod`` is
answered as done and not done: modes guard nothing in here, and `shutil.copy`
sets them.

What some allowed calls would do with other arguments:

========== ================================================================
open       O_RDONLY|O_TRUNC empties a readable file (Landlock before 6.2)
clone      only the flags with which a C library starts a thread
kill       of no process but this one, which it ends
fcntl      F_SETOWN and F_SETSIG have the kernel send a signal to anyone
ioctl      FS_IOC_SETFLAGS through a read-only descriptor; TIOCSTI
prctl      would take back the death signal
prlimit64  changes limits, which are there for a reason, also downwards
sendto     without an address; recvfrom, sendto: without MSG_OOB
getsockopt SO_PEERPIDFD hands out a descriptor of the grader's process
fallocate  takes a disk faster than anybody looks, where nothing bounds it
========== ================================================================

Two guests read the same files and run on the same machine, and must not tell
each other anything by that:

========== ================================================================
fcntl      a lock, a lease, a watch on a file that both read. A lock is
           answered as taken: nobody else has the files of a guest's own
preadv2    RWF_NOWAIT tells whether a page of a file was read before
lseek      SEEK_DATA as well, and so do advice and what it answers (madvise)
mmap       MAP_HUGETLB takes from a stock of the whole machine
futex      without FUTEX_PRIVATE_FLAG, waits on a page of a library for
           others. The answer means "look again": a C library joins a thread
           so, and does
clock_*    the processor time of any process, by its number
getsid     and others of that kind: whether a process is there
========== ================================================================

There is no ``sendmsg`` and ``recvmsg``: descriptors do not travel. Missing are
the changes by a path that Landlock does not see (chown, utime, setxattr, link,
symlink, mknod, truncate), and all that makes processes, executes, traces,
mounts, watches files (inotify), opens sockets, shares memory with others, locks
a file (flock), counts what the whole machine has (sysinfo, statfs) or how often
a file had to be fetched (getrusage, mincore), or makes pipes and sockets, which
are numbered through the whole machine (`guest.loops` does without).
"""

from __future__ import annotations

import ctypes
import os
import struct
from functools import cache
from typing import Final, NamedTuple

from ..both import calls, kernel

AUDIT_ARCH: Final = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}

ALLOW, KILL, ERRNO = 0x7FFF0000, 0x80000000, 0x00050000
EPERM, EAGAIN, ENOSYS, EOPNOTSUPP = 1, 11, 38, 95
FIRST_NEW_CALL = 424

LOAD, AND, EQUAL, AT_LEAST, RETURN = 0x20, 0x54, 0x15, 0x35, 0x06
NUMBER, ARCHITECTURE, ARGUMENTS = 0, 4, 16

O_ACCMODE, O_CREAT, O_TRUNC, O_TMPFILE = 0o3, 0o100, 0o1000, 0o20000000
MSG_PEEK, MSG_DONTWAIT, MSG_NOSIGNAL, MSG_WAITALL = 0x2, 0x40, 0x4000, 0x100

#: F_DUPFD, F_GETFD, F_SETFD, F_GETFL, F_SETFL, F_DUPFD_CLOEXEC, F_GETPIPE_SZ
FCNTL = (0, 1, 2, 3, 4, 1030, 1032)
#: F_SETLK, F_SETLKW
LOCKS = (6, 7)
#: SEEK_SET, SEEK_CUR, SEEK_END
SEEK = (0, 1, 2)
MAP_HUGETLB, FUTEX_PRIVATE = 0x40000, 0x80
#: MADV_NORMAL, _DONTNEED, _FREE, _HUGEPAGE, _NOHUGEPAGE, _DONTDUMP, _DODUMP, _GUARD_INSTALL,
#: _GUARD_REMOVE: what allocators say of memory of their own.
ADVICE = (0, 4, 8, 14, 15, 16, 17, 102, 103)
#: All but SIGKILL, from which the kernel spares the first of a process namespace.
SIGNALS = tuple(number for number in range(65) if number != 9)
#: CLOCK_REALTIME to CLOCK_TAI; below 0 are those of other processes.
CLOCK_IDS = tuple(range(12))
#: TCGETS, TIOCGWINSZ, FIONREAD, FIONBIO, FIONCLEX, FIOCLEX
IOCTL = (0x5401, 0x5413, 0x541B, 0x5421, 0x5450, 0x5451)
#: PR_GET_DUMPABLE, PR_SET_NAME, PR_GET_NAME, PR_GET_NO_NEW_PRIVS, PR_SET_VMA
PRCTL = (3, 15, 16, 39, 0x53564D41)
#: What pthread_create passes in glibc, and in musl.
THREAD_FLAGS = (0x3D0F00, 0x7D0F00)

#: SOL_SOCKET, and of it SO_TYPE, SO_ERROR, SO_SNDBUF, SO_RCVBUF, SO_ACCEPTCONN,
#: SO_PROTOCOL, SO_DOMAIN
SOCKET_LEVEL, SOCKET_OPTIONS = 1, (3, 4, 7, 8, 30, 38, 39)

ANY = 0xFFFFFFFF


class Check(NamedTuple):
    """These bits of an argument have one of these values."""

    argument: int
    allowed: tuple[int, ...]
    mask: int = ANY
    high: bool = False  # the upper half of the 64 bits
    otherwise: int = ERRNO | EPERM


def _checks(
    pid: int, *, threads: bool, writing: bool, bounded: bool
) -> dict[str, tuple[Check, ...]]:
    modes: tuple[int, ...] = (0, 1, 2, 3, 1 | O_TRUNC, 2 | O_TRUNC, 3 | O_TRUNC)
    bits = O_ACCMODE | O_TRUNC
    if not writing:
        modes, bits = (0,), O_ACCMODE | O_CREAT | O_TRUNC | O_TMPFILE
    sending = ANY ^ (MSG_DONTWAIT | MSG_NOSIGNAL)
    receiving = sending ^ (MSG_PEEK | MSG_WAITALL)
    itself = (Check(0, (0, pid)),)
    clock = (Check(0, CLOCK_IDS),)
    return {
        "open": (Check(1, modes, bits),),
        "openat": (Check(2, modes, bits),),
        "lseek": (Check(2, SEEK),),
        "preadv2": (Check(5, (0,)),),
        "pwritev2": (Check(5, (0,)),),
        "fallocate": () if bounded else (Check(0, (), otherwise=ERRNO | EOPNOTSUPP),),
        "fcntl": (Check(1, FCNTL + LOCKS), Check(1, FCNTL, otherwise=ERRNO)),
        "ioctl": (Check(1, IOCTL),),
        "mmap": (Check(3, (0,), MAP_HUGETLB),),
        "madvise": (Check(2, ADVICE),),
        "futex": (Check(1, (FUTEX_PRIVATE,), FUTEX_PRIVATE, otherwise=ERRNO | EAGAIN),),
        "clone": (Check(0, THREAD_FLAGS if threads else ()), Check(0, (0,), high=True)),
        "prctl": (Check(0, PRCTL),),
        "prlimit64": (*itself, Check(2, (0,)), Check(2, (0,), high=True)),
        "kill": (Check(0, (pid,)), Check(1, SIGNALS, otherwise=KILL)),
        "tgkill": (Check(0, (pid,)), Check(2, SIGNALS, otherwise=KILL)),
        "sched_getaffinity": itself,
        "getpgid": itself,
        "getsid": itself,
        "clock_gettime": clock,
        "clock_getres": clock,
        "clock_nanosleep": clock,
        "sendto": (Check(4, (0,)), Check(4, (0,), high=True), Check(3, (0,), sending)),
        "recvfrom": (Check(3, (0,), receiving),),
        "getsockopt": (Check(1, (SOCKET_LEVEL,)), Check(2, SOCKET_OPTIONS)),
    }


def _step(code: int, value: int, if_true: int = 0, if_false: int = 0) -> bytes:
    return struct.pack("=HBBI", code, if_true, if_false, value)


def _run(check: Check) -> list[bytes]:
    """Steps that fall through where the check holds, and refuse where not."""
    steps = [_step(LOAD, ARGUMENTS + 8 * check.argument + 4 * check.high)]
    if check.mask != ANY:
        steps.append(_step(AND, check.mask))
    for index, value in enumerate(check.allowed):
        steps.append(_step(EQUAL, value, len(check.allowed) - index))
    return [*steps, _step(RETURN, check.otherwise)]


@cache
def _head(machine: str, *, writing: bool) -> bytes:
    """The part that is the same for every guest."""
    names = calls.FILES + calls.MEMORY + calls.THREADS + calls.SIGNALS + calls.CLOCKS
    names += calls.CHANNELS + calls.ABOUT_ITSELF + (calls.FOLDERS if writing else "")
    steps = [
        _step(LOAD, ARCHITECTURE),
        _step(EQUAL, AUDIT_ARCH[machine], 1),
        _step(RETURN, KILL),
        _step(LOAD, NUMBER),
        _step(AT_LEAST, 0x40000000, 0, 1),
        _step(RETURN, KILL),
    ]
    for number in calls.numbers(names, machine).values():
        steps += [_step(EQUAL, number, 0, 1), _step(RETURN, ALLOW)]
    for number in calls.numbers(calls.PRETENDED, machine).values():
        steps += [_step(EQUAL, number, 0, 1), _step(RETURN, ERRNO)]
    return b"".join(steps)


def program(machine: str, pid: int, *, threads: bool, writing: bool, bounded: bool) -> bytes:
    """The filter for one guest, as the kernel reads it."""
    steps = [_head(machine, writing=writing)]
    checks = _checks(pid, threads=threads, writing=writing, bounded=bounded)
    for name, number in calls.numbers(calls.CHECKED, machine).items():
        block = [step for check in checks[name] for step in _run(check)]
        block.append(_step(RETURN, ALLOW))
        steps += [_step(EQUAL, number, 0, len(block)), *block]
    steps += [
        _step(AT_LEAST, FIRST_NEW_CALL, 1),
        _step(RETURN, ERRNO | EPERM),
        _step(RETURN, ERRNO | ENOSYS),
    ]
    return b"".join(steps)


def restrict(*, threads: bool, writing: bool, bounded: bool) -> bool:
    """Take the filter on, for good; False where kernel or machine has none.

    Args:
        threads: Whether there may be more threads.
        writing: Whether files can be written where somebody else says where.
        bounded: Whether the kernel bounds what is stored in them.
    """
    if kernel.MACHINE not in AUDIT_ARCH:
        return False
    how = {"threads": threads, "writing": writing, "bounded": bounded}
    return install(program(kernel.MACHINE, os.getpid(), **how))


def warm_up() -> None:
    """In the zygote: make what every guest's filter begins with."""
    if kernel.MACHINE in AUDIT_ARCH:
        program(kernel.MACHINE, 1, threads=True, writing=True, bounded=True)


def install(steps: bytes) -> bool:
    """Hand a filter to the kernel (which asks for no_new_privs first)."""
    code = ctypes.create_string_buffer(steps, len(steps))
    header = struct.pack("@HP", len(steps) // 8, ctypes.addressof(code))
    try:
        kernel.libc("prctl", kernel.PR_SET_SECCOMP, 2, header, 0, 0)
    except OSError:  # EINVAL: a kernel without filters
        return False
    return True
