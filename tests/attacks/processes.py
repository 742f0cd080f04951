"""What runs on this machine, and how much memory the grader takes."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

from grader.guest.outside.host import Guest, Zygote
from tests.guest.processes import process_of


class Watched:
    """A zygote that notes its guests, to be looked for when they should be gone."""

    def __init__(self, zygote: Zygote) -> None:
        self.zygote = zygote
        self.guests: list[tuple[int, str, int]] = []

    def guest(self) -> Guest:
        guest = self.zygote.guest()
        process = process_of(guest) or -1
        self.guests.append((process, guest.scratch, _uid(process)))
        return guest


def _uid(pid: int) -> int:
    try:
        return _field(pid, "Uid")
    except OSError:
        return -1


def _field(pid: int, name: str) -> int:
    with open(f"/proc/{pid}/status") as file:
        fields = dict(line.split(":", 1) for line in file)
    return int(fields[name].split()[0])


def processes() -> Iterator[tuple[int, int, int]]:
    """Process, session and user of everything that runs here."""
    for name in filter(str.isdigit, os.listdir("/proc")):
        with contextlib.suppress(OSError, ValueError, KeyError):
            with open(f"/proc/{name}/stat") as file:
                state, _parent, _group, session = file.read().rpartition(")")[2].split()[:4]
            if state not in "ZX":
                yield int(name), int(session), _field(int(name), "Uid")


@contextlib.contextmanager
def growth_below(limit: int) -> Iterator[None]:
    """Fail where the memory of this process peaks higher than that above where it was."""
    try:
        Path("/proc/self/clear_refs").write_text("5")
        before = _peak()
    except OSError:
        yield
        return
    yield
    grown = _peak() - before
    assert grown < limit, f"the grader grew by {grown >> 20} MB"


def _peak() -> int:
    text = Path("/proc/self/status").read_text()
    return int(text.partition("VmHWM:")[2].split()[0]) << 10
