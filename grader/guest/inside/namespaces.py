"""Namespaces: a view of the files in which only the named trees exist, no network.

The zygote enters them once. Its root becomes a small empty tmpfs, into which
the readable trees are mounted read-only at their own places; there is no /proc,
no /sys, no home. So a hidden file cannot even be asked for (``stat``), and a
Python below a closed home folder can be read by a user of no rights. Each guest
splits off once more and gets a tmpfs as its scratch folder, which bounds what
it can store and is gone with the guest.

Root does this with its own rights, a plain user in a user namespace. Where it
is refused (a container's seccomp filter, AppArmor, a sysctl) nothing has
changed: everything is tried in a child first.

Processes and threads are numbered for each guest alone: else the numbers of its
threads would tell what others have started. The zygote begins a numbering of
its own, as its first process, so that it may begin one for each guest and come
back (a plain user could not come back to the machine's). The process that was
started only waits for it. With the zygote end all that are numbered below it.
"""

from __future__ import annotations

import contextlib
import os
import signal
import stat
import struct
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from ..both import calls, kernel

NEW_MOUNTS, NEW_UTS, NEW_IPC, NEW_USER = 1 << 17, 1 << 26, 1 << 27, 1 << 28
NEW_PROCESSES, NEW_NET = 1 << 29, 1 << 30
MS_NOSUID, MS_NODEV, MS_NOEXEC, MS_REC, MS_PRIVATE = 0x2, 0x4, 0x8, 0x4000, 0x40000
OPEN_TREE_CLONE, MOVE_EMPTY_PATH, MNT_DETACH = 0x1, 0x4, 0x2
AT_FDCWD, AT_EMPTY_PATH, AT_RECURSIVE = -100, 0x1000, 0x8000
ATTR_RDONLY, ATTR_NOSUID, ATTR_NODEV = 0x1, 0x2, 0x4

#: What `enter` reports.
NAMES: Final = ("mount", "pid", "net", "ipc", "uts")


@dataclass
class _Here:
    """Where this process is."""

    entered: bool = False  # in the view
    own_user: bool = False  # and in a user namespace
    processes: int = -1  # an open descriptor of the zygote's process namespace


here: Final = _Here()


def enter(
    readable: tuple[str, ...], last_look: Callable[[], None] = lambda: None
) -> tuple[str, ...]:
    """Enter them all, in a child; returns their names, none where that is refused.

    Args:
        readable: What will be there.
        last_look: Called while /proc is there, in the process that goes on.
    """
    if len(os.listdir("/proc/self/task")) > 1:
        raise RuntimeError("namespaces are entered before the zygote has threads")
    for user in (False, True) if os.geteuid() == 0 else (True,):
        if _succeeds_in_a_child(readable, user):
            _enter(readable, user, last_look)
            here.entered, here.own_user = True, user
            return ("user", *NAMES) if user else NAMES
    last_look()
    return ()


def fork() -> int:
    """Fork; with a view, the child is the only process that it will ever know of."""
    if not here.entered:
        return os.fork()
    kernel.libc("unshare", NEW_PROCESSES)
    child = -1
    try:
        child = os.fork()
    finally:
        if child != 0:
            kernel.libc("setns", here.processes, NEW_PROCESSES)
    return child


def _succeeds_in_a_child(readable: tuple[str, ...], user: bool) -> bool:
    child = os.fork()
    if child == 0:
        status = 1
        try:
            _enter(readable, user, lambda: None)
            here.entered = True
            grandchild = fork()
            if grandchild == 0:
                split(os.path.join("/", "scratch"), 1 << 20, None)
                os._exit(0)
            status = os.waitpid(grandchild, 0)[1] != 0
        finally:  # refused or not, silently
            os._exit(status)
    return os.waitpid(child, 0)[1] == 0


def _go_on_in_a_child() -> None:
    """Leave this process behind: it waits, without a descriptor open, and ends with its child."""
    child = os.fork()
    if child == 0:
        kernel.prctl(kernel.PR_SET_PDEATHSIG, signal.SIGKILL)
        return
    kernel.close_all_but(())
    os._exit(os.waitpid(child, 0)[1] != 0)


def _enter(readable: tuple[str, ...], user: bool, last_look: Callable[[], None]) -> None:
    uid, gid = os.getuid(), os.getgid()
    flags = NEW_MOUNTS | NEW_PROCESSES | NEW_NET | NEW_IPC | NEW_UTS
    kernel.libc("unshare", flags | (NEW_USER if user else 0))
    if user:
        for name, text in ("setgroups", "deny"), ("uid_map", uid), ("gid_map", gid):
            content = text if isinstance(text, str) else f"{text} {text} 1"
            with contextlib.suppress(FileNotFoundError), open(f"/proc/self/{name}", "w") as file:
                file.write(content)
    _go_on_in_a_child()
    here.processes = os.open("/proc/self/ns/pid", os.O_RDONLY | os.O_CLOEXEC)
    last_look()
    kernel.libc("mount", "none", "/", None, MS_REC | MS_PRIVATE, None)
    trees = [(path, _copy_of(path)) for path in _apart(readable)]
    previous_umask = os.umask(0o022)
    _mount_tmpfs("/proc", "mode=755,size=1m,nr_inodes=4096")  # any folder that is there
    os.chdir("/proc")
    for path, tree in trees:
        _attach(tree, "." + path)
        os.close(tree)
    kernel.syscall(calls.numbers(calls.PIVOT_ROOT, kernel.MACHINE)["pivot_root"], ".", ".")
    kernel.libc("umount2", ".", MNT_DETACH)
    os.chdir("/")
    os.umask(previous_umask)


def split(scratch: str, size: int, uid: int | None) -> None:
    """In a guest: a scratch folder of its own, and nothing else to write."""
    kernel.libc("unshare", NEW_MOUNTS)
    previous_umask = os.umask(0o022)
    place = _place_for(scratch)
    os.makedirs(place, exist_ok=True)
    _mount_tmpfs(place, f"mode=755,size={size},nr_inodes=10000", MS_NOEXEC)
    os.makedirs(scratch, exist_ok=True)
    os.umask(previous_umask)
    if uid is not None:
        os.chown(scratch, uid, uid)
    _set_attributes(AT_FDCWD, "/", 0, ATTR_RDONLY)


def _place_for(scratch: str) -> str:
    """Where to mount: an empty folder on the way, so that guests leave no traces.

    What is made below the root of the view stays there for the next guest; what
    is made below the new mount is gone with this one.
    """
    place = os.path.abspath(scratch)
    missing = place
    while not os.path.isdir(place):
        missing, place = place, os.path.dirname(place)
    return missing if missing == scratch or os.listdir(place) else place


def _apart(readable: tuple[str, ...]) -> list[str]:
    """Both names of each path, if it has two; none that lies in another."""
    paths: list[str] = []
    for path in sorted({*readable, *map(os.path.realpath, readable)}):
        if not any(path.startswith(os.path.join(tree, "")) for tree in paths):
            paths.append(path)
    return [path for path in paths if os.path.exists(path)]


def _copy_of(path: str) -> int:
    """A mount of this path that is not yet anywhere, read-only."""
    flags = OPEN_TREE_CLONE | os.O_CLOEXEC | AT_RECURSIVE
    tree = kernel.syscall(kernel.OPEN_TREE, AT_FDCWD, path, flags)
    # A device can be written on a read-only mount; its mode cannot be changed.
    attributes = ATTR_RDONLY | ATTR_NOSUID | (0 if path.startswith("/dev/") else ATTR_NODEV)
    _set_attributes(tree, "", AT_EMPTY_PATH | AT_RECURSIVE, attributes)
    return tree


def _attach(tree: int, place: str) -> None:
    os.makedirs(os.path.dirname(place), exist_ok=True)
    if stat.S_ISDIR(os.fstat(tree).st_mode):
        os.makedirs(place, exist_ok=True)
    else:
        os.close(os.open(place, os.O_WRONLY | os.O_CREAT, 0o644))
    kernel.syscall(kernel.MOVE_MOUNT, tree, "", AT_FDCWD, place, MOVE_EMPTY_PATH)


def _set_attributes(folder: int, path: str, flags: int, attributes: int) -> None:
    mount_attr = struct.pack("=QQQQ", attributes, 0, 0, 0)
    kernel.syscall(kernel.MOUNT_SETATTR, folder, path, flags, mount_attr, len(mount_attr))


def _mount_tmpfs(place: str, options: str, more: int = 0) -> None:
    kernel.libc("mount", "tmpfs", place, "tmpfs", MS_NOSUID | MS_NODEV | more, options)
