"""System calls: all that are not listed, listed ones with other arguments, other instruction sets."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from grader.guest.both import calls, kernel
from grader.guest.inside import seccomp
from tests.guest.harness import BEST, FLOORS, Machine, harness, on, refusals

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="restrictions are Linux's")


def every_other_call(policy, facts):
    """All system calls that are not on the list, with no arguments."""
    import ctypes

    from guest.both import calls, kernel

    tables = [text for name, text in vars(calls).items() if name.isupper() and name != "PIVOT_ROOT"]
    allowed = {n for text in tables for n in calls.numbers(text, kernel.MACHINE).values()}
    libc = ctypes.CDLL(None, use_errno=True)
    through = {}
    # On x86-64 two calls are a trampoline's of the kernel, which kills other callers.
    for number in set(range(600)) - allowed - {335, 336}:
        ctypes.set_errno(0)
        result = libc.syscall(ctypes.c_long(number), *[ctypes.c_long(0)] * 6)
        wanted = 38 if number >= 424 else 1
        through[str(number)] = result != -1 or ctypes.get_errno() != wanted
    return through


@on(*BEST, *FLOORS)
def test_a_call_that_is_not_listed_is_refused(machine: Machine, folder: Path) -> None:
    refusals(machine, folder, every_other_call)


def calls_with_other_arguments(policy, facts):
    import ctypes
    import fcntl
    import os
    import resource
    import signal
    import socket
    import time

    libc = ctypes.CDLL(None, use_errno=True)

    def through(*arguments):
        return libc.syscall(*map(ctypes.c_long, arguments)) != -1

    def works(function, *arguments):
        try:
            function(*arguments)
        except (OSError, ValueError):
            return False
        return True

    from guest.both import calls, kernel

    nr = calls.numbers(calls.CHECKED, kernel.MACHINE)
    left, right = (socket.socket(fileno=number) for number in facts["sockets"])
    readable = os.open(os.__file__, os.O_RDONLY)
    parent, own = os.getppid(), os.getpid()
    found = {
        "fork": through(nr["clone"], signal.SIGCHLD, 0, 0, 0, 0),
        "vfork": through(nr["clone"], 0x4100 | signal.SIGCHLD, 0, 0, 0, 0),
        "new user namespace": through(nr["clone"], 0x10000000 | signal.SIGCHLD, 0, 0, 0, 0),
        "thread in a namespace": through(nr["clone"], 0x3D0F00 | 0x20000000, 0, 0, 0, 0),
        "upper half of the flags": through(nr["clone"], 0x3D0F00 | 1 << 32, 0, 0, 0, 0),
        "kill everyone": works(os.kill, -1, 0),
        "kill the group": works(os.kill, 0, 0),
        "kill the parent": works(os.kill, parent, 0),
        "kill init": works(os.kill, 1, 0) and own != 1,
        "kill a thread of the parent": through(nr["tgkill"], parent, parent, 0),
        "signal by owner": works(fcntl.fcntl, left, fcntl.F_SETOWN, parent),
        "which signal": works(fcntl.fcntl, left, 10, signal.SIGKILL),
        "lease": works(fcntl.fcntl, readable, fcntl.F_SETLEASE, fcntl.F_RDLCK),
        "watch": works(fcntl.fcntl, readable, fcntl.F_NOTIFY, 1),
        "pipe size": works(fcntl.fcntl, readable, 1031, 1 << 20),
        "hint of a file": works(fcntl.fcntl, readable, 1035, bytes(8)),
        "lock of an open file": works(fcntl.fcntl, readable, 36, bytes(32)),
        "who has a lock": works(fcntl.fcntl, readable, fcntl.F_GETLK, bytes(32)),
        "holes of a file": works(os.lseek, readable, 0, os.SEEK_HOLE),
        "pages that are there": works(os.preadv, readable, [bytearray(1)], 0, os.RWF_NOWAIT),
        "pages not to be kept": works(os.preadv, readable, [bytearray(1)], 0, 0x80),
        "fetch pages": through(nr["madvise"], 0, 4096, 3),
        "throw pages out": through(nr["madvise"], 0, 4096, 21),
        "share equal pages": through(nr["madvise"], 0, 4096, 12),
        "huge pages": through(nr["mmap"], 0, 1 << 21, 3, 0x40022, -1, 0),
        "time of another process": works(time.clock_gettime, ~parent << 3 | 2),
        "wait for it": through(nr["clock_nanosleep"], ~parent << 3 | 2, 0, 0, 0),
        "a futex for others": through(nr["futex"], 0, 1, 1, 0, 0, 0),
        "affinity of the parent": works(os.sched_getaffinity, parent or 2),
        "group of the parent": works(os.getpgid, parent or 2),
        "session of the parent": works(os.getsid, parent or 2),
        "fewer core dumps": works(resource.setrlimit, resource.RLIMIT_CORE, (0, 0)),
        "owner by ioctl": through(nr["ioctl"], left.fileno(), 0x8901, 0),
        "file flags": works(fcntl.ioctl, readable, 0x40086602, b"\0" * 8),
        "type into a terminal": works(fcntl.ioctl, readable, 0x5412, b"x"),
        "no death signal": through(nr["prctl"], 1, 0, 0, 0, 0),
        "dumpable": through(nr["prctl"], 4, 1, 0, 0, 0),
        "subreaper": through(nr["prctl"], 36, 1, 0, 0, 0),
        "limits of the parent": through(nr["prlimit64"], parent, 7, 0, 0),
        "empty a readable file": works(os.open, os.__file__, os.O_RDONLY | os.O_TRUNC),
        "sockets": works(socket.socketpair),
        "pipes": works(os.pipe),
        "send a descriptor": works(socket.send_fds, left, [b"x"], [1]),
        "out of band": works(left.send, b"x", socket.MSG_OOB),
        "receive out of band": works(right.recv, 1, socket.MSG_OOB),
        "process of the other end": works(left.getsockopt, socket.SOL_SOCKET, 77),
        "send to an address": works(left.sendto, b"x", "/tmp/socket"),
        "keep a process id": hasattr(os, "pidfd_open") and works(os.pidfd_open, parent),
        "memory without a file": works(os.memfd_create, "x"),
    }
    ctypes.set_errno(0)
    found["an address that ends in zeros"] = (
        through(nr["sendto"], left.fileno(), 0, 0, 0, 1 << 33, 16) or ctypes.get_errno() != 1
    )
    assert works(os.kill, own, 0) and works(left.send, b"x") and right.recv(1) == b"x"
    return found


@on(*BEST, *FLOORS)
def test_a_listed_call_does_only_what_it_is_for(machine: Machine, folder: Path) -> None:
    refusals(machine, folder, calls_with_other_arguments, sockets=True)


def call_of_another_kind(policy, facts):
    """getpid by its number in the x32 instruction set."""
    import ctypes

    return ctypes.CDLL(None).syscall(ctypes.c_long(0x40000000 + 39))


def call_of_32_bits(policy, facts):
    """getpid by machine code for 32-bit programs: int 0x80."""
    import ctypes
    import mmap

    code = mmap.mmap(-1, 4096, prot=7)
    code.write(bytes.fromhex("b814000000cd80c3"))  # mov eax, 20; int 0x80; ret
    address = ctypes.addressof(ctypes.c_char.from_buffer(code))
    return ctypes.CFUNCTYPE(ctypes.c_int)(address)()


@pytest.mark.skipif(kernel.MACHINE != "x86_64", reason="a matter of x86-64")
@pytest.mark.parametrize("attack", [call_of_another_kind, call_of_32_bits])
@on(*BEST, *FLOORS)
def test_another_instruction_set_kills(
    machine: Machine, folder: Path, attack: Callable[..., Any]
) -> None:
    (only,) = harness(machine, folder, attack)["value"]
    assert os.WTERMSIG(only["status"]) in (signal.SIGSYS, signal.SIGSEGV), only
    assert "value" not in only


@pytest.mark.parametrize("machine", seccomp.AUDIT_ARCH)
def test_the_numbers_are_those_of_the_kernel_headers(machine: str) -> None:
    tables = [text for name, text in vars(calls).items() if name.isupper()]
    ours = {k: v for text in tables for k, v in calls.numbers(text, machine).items()}
    options = ("-D__BITS_PER_LONG=64", "-D__ARCH_WANT_RENAMEAT")
    source = "asm/unistd_64.h" if machine == "x86_64" else "asm-generic/unistd.h"
    more = ["-D__ARCH_WANT_NEW_STAT", "-D__ARCH_WANT_SET_GET_RLIMIT", "-D__ARCH_WANT_STAT64"]
    compiler = shutil.which("gcc") or shutil.which("cc")
    if not compiler:
        pytest.skip("needs a C compiler and the kernel's headers")
    text = f"#include <{source}>\n" + "".join(f"WANTED {n} __NR_{n}\n" for n in ours)
    done = subprocess.run(
        [compiler, "-E", "-P", *options, *more, "-"],
        input=text,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        pytest.skip("needs the kernel's headers")
    theirs = dict(line.split()[1:3] for line in done.stdout.splitlines() if "WANTED" in line)
    known = {name: int(number) for name, number in theirs.items() if number.isdigit()}
    assert len(known) > 90
    assert {name: ours[name] for name in known} == known
