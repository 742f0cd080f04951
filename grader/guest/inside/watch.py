"""What guests store, watched by their zygote where the kernel does not bound it.

With a view (`guest.namespaces`) scratch is a file system of its own size.
Elsewhere it is a folder like any other, and a guest can fill a disk from it
at any time until it is gone: between cells, behind a reply, in files that have
no name any more. So the zygote, which has nothing else to do, looks from the
fork to the end, and ends a guest that stores more than it may. What is looked
at all the time is how much room the file system has. Where that shrinks, and
every now and then, all that the guest stores is counted.

A guest stores nothing in secret. It stands still while it is counted. Its
folders can be opened by their owner, whatever their modes say; a path longer
than the kernel reads counts as too much; files without a name are found among
those that are open or mapped, for which the guest has to be open to the zygote
(``PR_SET_DUMPABLE``).
"""

from __future__ import annotations

import contextlib
import errno
import os
import select
import signal
import socket
import stat
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass

from ..both.policy import Limits

PAGE = 4096
GLANCE_SECONDS, COUNT_SECONDS = 0.01, 0.2
# A count is due where this part of what may be stored has gone from the file system.
SHRINKS = 16

TOO_MUCH = "more was stored than a guest may store"


@dataclass
class _Guest:
    scratch: str
    limits: Limits
    room: int = sys.maxsize  # of its file system, when it was counted last
    counted: float = 0.0


class Watch:
    """The guests of a zygote that are watched, by their process numbers."""

    def __init__(self) -> None:
        self._guests: dict[int, _Guest] = {}
        self._ended: set[int] = set()

    def begin(self, pid: int, scratch: str, limits: Limits) -> None:
        """Watch a guest from now on."""
        self._guests[pid] = _Guest(os.path.realpath(scratch), limits)

    def end(self, pid: int) -> None:
        """Watch it no more: it is to be ended."""
        self._guests.pop(pid, None)
        self._ended.discard(pid)

    def why(self, pid: int) -> str:
        """Why a guest was ended by the watch; nothing where it was not."""
        return TOO_MUCH if pid in self._ended else ""

    def until_asked(self, control: socket.socket) -> None:
        """Watch until there is something to read."""
        while self._guests and not select.select([control], [], [], GLANCE_SECONDS)[0]:
            for pid, guest in list(self._guests.items()):
                if not self._is_due(guest):
                    continue
                with _standing_still(pid):
                    too_much = _too_much(pid, guest)
                if too_much:
                    del self._guests[pid]
                    self._ended.add(pid)

    def _is_due(self, guest: _Guest) -> bool:
        now, room = time.monotonic(), 0
        with contextlib.suppress(OSError):
            system = os.statvfs(guest.scratch)
            room = system.f_bfree * system.f_frsize
        shrunk = guest.room - room > guest.limits.scratch // SHRINKS
        if not shrunk and now - guest.counted < COUNT_SECONDS:
            return False
        guest.room, guest.counted = room, now
        return True


def _too_much(pid: int, guest: _Guest) -> bool:
    limit = guest.limits.scratch
    with _as_owner(guest.scratch):
        size = stored(guest.scratch, limit)
        size += _without_name(pid, guest.scratch, guest.limits.file_size)
    if size < limit:
        return False
    os.kill(pid, signal.SIGKILL)
    return True


@contextlib.contextmanager
def _standing_still(pid: int) -> Iterator[None]:
    os.kill(pid, signal.SIGSTOP)
    # It may also have ended: it is not waited for here, so that its number stays its own.
    os.waitid(os.P_PID, pid, os.WSTOPPED | os.WEXITED | os.WNOWAIT)
    try:
        yield
    finally:
        os.kill(pid, signal.SIGCONT)


@contextlib.contextmanager
def _as_owner(folder: str) -> Iterator[None]:
    """Be the user for a while to whom the folder belongs, where root starts others."""
    owner = os.stat(folder).st_uid
    if os.geteuid() != 0 or owner == 0:
        yield
        return
    os.setegid(owner)
    os.seteuid(owner)
    try:
        yield
    finally:
        os.seteuid(0)
        os.setegid(0)


def stored(folder: str, enough: int = sys.maxsize) -> int:
    """Bytes in all its files, at least a page for each; stops counting at enough."""
    total, folders = 0, [folder]
    while folders and total < enough:
        path = folders.pop()
        try:
            with _opened(path) as entries:
                for entry in entries:
                    state = entry.stat(follow_symlinks=False)
                    # On Windows there are no blocks.
                    total += max(getattr(state, "st_blocks", 0) * 512, PAGE)
                    if total >= enough:
                        break
                    if entry.is_dir(follow_symlinks=False):
                        folders.append(entry.path)
        except OSError as error:
            if error.errno == errno.ENAMETOOLONG:
                return enough  # nobody can see what is below
    return total


def _opened(path: str) -> contextlib.AbstractContextManager[Iterator[os.DirEntry[str]]]:
    try:
        return os.scandir(path)
    except PermissionError:
        os.chmod(path, 0o700)
        return os.scandir(path)


def _without_name(pid: int, scratch: str, most: int) -> int:
    """Bytes of files that were removed and are in use: of one that is only mapped, the most."""
    sizes: dict[int, int] = {}
    with contextlib.suppress(OSError), open(f"/proc/{pid}/maps", "rb") as file:
        for line in file:
            # address, rights, offset, device, inode, path
            parts = line.split(None, 5)
            if line.endswith(b" (deleted)\n") and parts[5].startswith(os.fsencode(scratch)):
                sizes[int(parts[4])] = most
    with contextlib.suppress(OSError):
        for name in os.listdir(f"/proc/{pid}/fd"):
            with contextlib.suppress(OSError):  # it was just closed
                state = os.stat(f"/proc/{pid}/fd/{name}")
                if stat.S_ISREG(state.st_mode) and state.st_nlink == 0:
                    sizes[state.st_ino] = max(state.st_blocks * 512, PAGE)
    return sum(sizes.values())
