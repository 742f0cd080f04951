"""What guests share after the fork, as the kernel tells it, with a reason for each thing.

A program stands for the grader. It has two guests of one zygote, which is more
than ever happens, and one of another zygote, and waits while it is looked at
from outside. What is shared and has no reason here fails.
"""

from __future__ import annotations

import contextlib
import ctypes
import functools
import json
import os
import stat
import subprocess
import tempfile
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

import pytest

from grader.guest.both import kernel
from tests.guest.harness import BEST, CLONE, FLOORS, Machine, command, on

pytestmark = pytest.mark.skipif(
    kernel.MACHINE != "x86_64" or os.geteuid() != 0, reason="root looks at other users' guests"
)

#: What two guests of the same zygote may share, and why nothing can be told by it.
REASONS = {
    "file /dev/null": "a device that keeps nothing; a lock on it is answered and not taken",
    "file anon_inode": "event loops: one number for all of their kind, and nothing behind it",
    "open, for reading": "fonts, opened by each of them: as what is mapped",
    "mapped, for reading": "Python, libraries, fonts: a page cannot be written, waited on, advised "
    "about or asked whether it is there; how long it takes to come is a matter of timing",
    "mapped, written for itself": "data of libraries: a page that is written becomes one's own",
    "namespace cgroup": "a guest sees no cgroup and no process but itself",
    "namespace time": "clocks of the machine, which nobody inside can set",
    "namespace time_for_children": "there are no children",
    "cgroup": "how much there is of the machine: a matter of timing, and of memory that runs out",
}
#: The guests of one zygote, which do not run at the same time.
OF_ONE_ZYGOTE = {
    "namespace user": "no call is left that asks it for anything; its threads are counted together",
    "namespace net": "there are no sockets but the one that a guest is given",
    "namespace ipc": "the calls for it are refused",
    "namespace uts": "a name that nobody inside can change",
}
#: Where a user has no root to give it another.
OF_ONE_USER = {
    "user": "what is counted by user is none (threads, queued signals, locked memory), or cannot "
    "come near its bound (open watches, pages of pipes)",
}
#: Where namespaces are refused.
WITHOUT_A_VIEW = {
    **OF_ONE_ZYGOTE,
    "namespace pid": "no other process can be named, and there are no threads to be numbered",
    "namespace pid_for_children": "there are no children",
    "namespace mnt": "Landlock opens the same trees for reading, and scratch for one alone",
    "mount that can be written": "Landlock; what files of scratch are numbered, and when others "
    "were last read, is told: docs/security.md",
}

PROGRAM = """
import json, os, sys
clone, refused = json.loads(sys.argv[1])
sys.path[:0] = [os.path.join(clone, "grader"), clone]
from tests.guest.refusing import refuse
from tests.guest.processes import process_of
refuse(refused)
del sys.path[0]
from grader.guest.outside.host import Zygote
with Zygote() as one, Zygote() as two:
    with one.guest() as a, one.guest() as b, two.guest() as c:
        for guest in (a, b, c):
            guest.run("import numpy as np, matplotlib.pyplot as plt; plt.plot([1]); plt.show()", 30)
        found = {"layers": [*one.layers, *a.layers], "guests": list(map(process_of, (a, b, c)))}
        found["scratch"] = [guest.scratch for guest in (a, b, c)]
        print(json.dumps(found), flush=True)
        input()
"""


def mapped(process: int) -> Iterator[tuple[str, str]]:
    """Rights and file of everything that is mapped from one."""
    for line in Path(f"/proc/{process}/maps").read_text().splitlines():
        _, rights, _, _, inode, *path = line.split(None, 5)
        if inode != "0":
            yield rights, path[0] if path else "?"


def files(process: int) -> dict[tuple[int, int], str]:
    """Everything that is open, by device and number."""
    found = {}
    for name in os.listdir(f"/proc/{process}/fd"):
        state = os.stat(f"/proc/{process}/fd/{name}")
        target = os.readlink(f"/proc/{process}/fd/{name}")
        about = Path(f"/proc/{process}/fdinfo/{name}").read_text().partition("flags:")[2].split()
        for_reading = stat.S_ISREG(state.st_mode) and int(about[0], 8) & os.O_ACCMODE == 0
        kind = "open, for reading" if for_reading else f"file {target.split(':')[0]}"
        found[state.st_dev, state.st_ino] = kind
    return found


def described_alike(one: int, other: int) -> bool:
    """Whether two processes share an open file, a table of them, memory, or a place."""
    libc = ctypes.CDLL(None, use_errno=True)

    def compare(kind: int, first: int = 0, second: int = 0) -> bool:
        return bool(libc.syscall(312, one, other, kind, ctypes.c_ulong(first), second) == 0)

    pairs = (
        (int(a), int(b))
        for a in os.listdir(f"/proc/{one}/fd")
        for b in os.listdir(f"/proc/{other}/fd")
    )
    return any(compare(0, *pair) for pair in pairs) or any(compare(kind) for kind in range(1, 5))


def field(process: int, name: str) -> str:
    status = Path(f"/proc/{process}/status").read_text()
    return dict(line.split(":\t", 1) for line in status.splitlines())[name]


def mounts(process: int) -> dict[str, bool]:
    """File systems by their device, and whether one can be written by this name."""
    found: dict[str, bool] = {}
    for line in Path(f"/proc/{process}/mountinfo").read_text().splitlines():
        parts = line.split()
        found[parts[2]] = found.get(parts[2], False) or "rw" in parts[5].split(",")
    return found


def shared(one: int, other: int) -> Iterator[str]:
    """Whatever two processes have in common."""
    for place in files(one).keys() & files(other).keys():
        yield files(one)[place]
    for rights, path in set(mapped(one)) & set(mapped(other)):
        if "w" not in rights:
            yield "mapped, for reading"
        elif rights.endswith("p"):
            yield "mapped, written for itself"
        else:
            yield f"mapped, written for all: {path}"
    for name in os.listdir(f"/proc/{one}/ns"):
        if os.readlink(f"/proc/{one}/ns/{name}") == os.readlink(f"/proc/{other}/ns/{name}"):
            yield f"namespace {name}"
    for device in mounts(one).keys() & mounts(other).keys():
        if mounts(one)[device] and mounts(other)[device]:
            yield "mount that can be written"
    if set(field(one, "Uid").split()) & set(field(other, "Uid").split()):
        yield "user"
    if Path(f"/proc/{one}/cgroup").read_text() == Path(f"/proc/{other}/cgroup").read_text():
        yield "cgroup"
    stats = [Path(f"/proc/{n}/stat").read_text().rpartition(")")[2].split() for n in (one, other)]
    for number, name in ((2, "process group"), (3, "session"), (4, "terminal")):
        if stats[0][number] == stats[1][number] and stats[0][number] not in ("0", "-1"):
            yield name
    if described_alike(one, other):
        yield "an open file, or memory"
    if os.path.samefile(f"/proc/{one}/cwd", f"/proc/{other}/cwd"):
        yield "working folder"


@contextlib.contextmanager
def guests(machine: Machine) -> Iterator[tuple[list[str], list[int]]]:
    """Two guests of one zygote and one of another, at work."""
    with tempfile.TemporaryDirectory(prefix="descent-test-") as folder:
        Path(folder).chmod(0o711)
        places = [Path(folder) / name for name in ("mounts", "scratch")]
        for place in places:
            place.mkdir()
        places[1].chmod(0o777)
        with subprocess.Popen(
            [
                *command(machine, places[0]),
                "-c",
                PROGRAM,
                json.dumps([str(CLONE), machine.refused]),
            ],
            env={"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "TMPDIR": str(places[1])},
            cwd="/",
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        ) as program:
            assert program.stdout
            found = json.loads(program.stdout.readline())
            yield found["layers"], found["guests"]
            program.communicate("\n")


@functools.cache
def found(machine: Machine) -> tuple[list[str], list[set[str]]]:
    with guests(machine) as (layers, processes):
        return layers, [set(shared(*pair)) for pair in combinations(processes, 2)]


@on(*BEST, *FLOORS[:3])
def test_guests_share_nothing_without_a_reason(machine: Machine) -> None:
    layers, (siblings, *strangers) = found(machine)
    if machine.view and "mount" not in layers:
        pytest.skip("this machine refuses namespaces")
    reasons = REASONS | (OF_ONE_USER if "uid" not in layers else {})
    if not machine.view:
        reasons |= WITHOUT_A_VIEW
    if machine.root:
        # Root makes no user namespace: what it counts by user it counts by the guest's own.
        reasons |= {"namespace user": "a guest is another user, or has no threads"}
    assert siblings <= reasons.keys() | OF_ONE_ZYGOTE.keys(), siblings
    for stranger in strangers:
        assert stranger <= reasons.keys(), stranger


@on(*BEST)
def test_every_reason_is_for_something_that_is_shared(machine: Machine) -> None:
    layers, (siblings, *_) = found(machine)
    if "mount" not in layers:
        pytest.skip("this machine refuses namespaces")
    assert siblings >= (REASONS | OF_ONE_ZYGOTE).keys()
