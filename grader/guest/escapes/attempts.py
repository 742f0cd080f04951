"""What a submission might try to reach, one function each: see `escapes.trial`.

One that fails with an error was refused; one that returns False got nothing.
"""

from __future__ import annotations

import contextlib
import ctypes
import errno
import os
import signal
import socket
from collections.abc import Mapping
from typing import Any, TypeAlias

from ..both.policy import Policy

#: Where the bait is: plain values, so that they travel.
Facts: TypeAlias = Mapping[str, Any]

# Files. The bait is a folder open to everyone: only the restrictions guard it.


def read(_: Policy, facts: Facts) -> bool:
    """Read a file."""
    with open(facts["file"], "rb") as file:
        return bool(file.read(1))


def list_folder(_: Policy, facts: Facts) -> None:
    """List a folder."""
    os.listdir(facts["folder"])


def ask_whether_there(_: Policy, facts: Facts) -> bool:
    """Ask whether a file is there."""
    return os.path.exists(facts["file"])


def read_hidden(policy: Policy, facts: Facts) -> bool:
    """Open what the course hides: the grader, the gradebook, homes."""
    for path in facts["hidden"]:
        with contextlib.suppress(OSError):
            if not os.path.isdir(path):
                os.close(os.open(path, os.O_RDONLY))
                return True
            below = os.path.join(path, "")
            # A view has the folders that lead to a readable tree, and nothing else in them.
            way = {t[len(below) :].split("/")[0] for t in policy.readable if t.startswith(below)}
            if set(os.listdir(path)) - way:
                return True
    return False


def create(_: Policy, facts: Facts) -> None:
    """Make a file."""
    with open(os.path.join(facts["folder"], "created"), "x"):
        pass


def write(_: Policy, facts: Facts) -> None:
    """Write to a file."""
    with open(facts["file"], "ab") as file:
        file.write(b"changed")


def truncate(_: Policy, facts: Facts) -> bool:
    """Empty a file, also without the right to write."""
    with contextlib.suppress(OSError):
        os.close(os.open(facts["file"], os.O_RDONLY | os.O_TRUNC))
        return True
    os.truncate(facts["file"], 0)
    return True


def chmod(_: Policy, facts: Facts) -> bool:
    """Change a file's mode (success that changes nothing is none)."""
    os.chmod(facts["file"], 0o640)
    return os.stat(facts["file"]).st_mode & 0o777 == 0o640


def utime(_: Policy, facts: Facts) -> bool:
    """Change a file's times."""
    os.utime(facts["file"], (1, 1))
    return os.stat(facts["file"]).st_mtime == 1


def xattr(_: Policy, facts: Facts) -> None:
    """Change a file's extended attributes."""
    os.setxattr(facts["file"], "user.descent", b"1")


def remove(_: Policy, facts: Facts) -> None:
    """Remove a file."""
    os.unlink(facts["removable"])


def rename(_: Policy, facts: Facts) -> None:
    """Rename a file."""
    os.rename(facts["movable"], os.path.join(facts["folder"], "renamed"))


def link(policy: Policy, facts: Facts) -> None:
    """Link a file into the scratch folder."""
    os.link(facts["file"], os.path.join(policy.scratch, "linked"))


def symlink(policy: Policy, facts: Facts) -> None:
    """Leave a symbolic link for whoever cleans up."""
    os.symlink(facts["file"], os.path.join(policy.scratch, "symlinked"))


def pipe_file(policy: Policy, _: Facts) -> None:
    """Leave a named pipe for whoever cleans up."""
    os.mkfifo(os.path.join(policy.scratch, "fifo"))


def shared_memory(_: Policy, facts: Facts) -> None:
    """Make a file that lives in shared memory."""
    with open(f"/dev/shm/{facts['token']}", "x"):  # noqa: S108
        pass


def system(_: Policy, __: Facts) -> bool:
    """Open one of the places where a machine talks about itself and its users."""
    for path in ("/proc/self/environ", "/proc/1/cmdline", "/sys/kernel", "/etc/passwd", "/run"):
        with contextlib.suppress(OSError):
            os.close(os.open(path, os.O_RDONLY))
            return True
    return False


def change_python(_: Policy, facts: Facts) -> bool:
    """Change a module of Python's or put one beside them: these can be read."""
    with contextlib.suppress(OSError):
        os.close(os.open(os.__file__, os.O_WRONLY))
        return True
    with open(os.path.join(facts["readable"], f"{facts['token']}.py"), "x"):
        return True


# Network.


def tcp(_: Policy, facts: Facts) -> None:
    """Connect to a port of this machine."""
    with socket.create_connection(("127.0.0.1", facts["tcp"]), 1):
        pass


def udp(_: Policy, facts: Facts) -> None:
    """Send a packet to a port of this machine."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
        sender.sendto(b"x", ("127.0.0.1", facts["udp"]))


def listen(_: Policy, __: Facts) -> None:
    """Open a port."""
    socket.create_server(("127.0.0.1", 0)).close()


def unix(_: Policy, facts: Facts) -> None:
    """Connect to a socket in a folder."""
    with socket.socket(socket.AF_UNIX) as client:
        client.connect(facts["unix"])


def abstract(_: Policy, facts: Facts) -> None:
    """Connect to a socket in no folder."""
    with socket.socket(socket.AF_UNIX) as client:
        client.connect("\0" + facts["token"])


def datagram(_: Policy, facts: Facts) -> None:
    """Send a packet to a socket in no folder."""
    sender, _right = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)
    sender.sendto(b"x", "\0" + facts["token"] + "-datagram")


# Other processes: one of the grader's, which only the restrictions guard.


def signal_parent(_: Policy, __: Facts) -> None:
    """Signal the parent."""
    os.kill(os.getppid(), signal.SIGCONT)


def trace(_: Policy, facts: Facts) -> None:
    """Trace a process, as a debugger does."""
    _call("ptrace", 16, facts["victim"], None, None)


def look_into(_: Policy, facts: Facts) -> bool:
    """Read memory or environment of a process."""
    for process in (facts["victim"], os.getppid()):
        for name in ("environ", "mem", "maps"):
            with contextlib.suppress(OSError):
                os.close(os.open(f"/proc/{process}/{name}", os.O_RDONLY))
                return True
    return False


def slow_down(_: Policy, facts: Facts) -> None:
    """Take away the priority of a process."""
    os.setpriority(os.PRIO_PROCESS, facts["victim"], 19)


def signal_by_descriptor(_: Policy, facts: Facts) -> None:
    """Kill a process by a descriptor of it."""
    victim = os.pidfd_open(facts["victim"])
    signal.pidfd_send_signal(victim, signal.SIGKILL)


def kill(_: Policy, facts: Facts) -> None:
    """Kill a process."""
    os.kill(facts["victim"], signal.SIGKILL)


def fork(_: Policy, __: Facts) -> None:
    """Make a process."""
    child = os.fork()
    if child == 0:
        os._exit(0)
    os.waitpid(child, 0)


def spawn(_: Policy, facts: Facts) -> None:
    """Start a program in a new process."""
    program = facts["program"]
    os.waitpid(os.posix_spawn(program, [program, "-ISc", ""], {}), 0)


def execute(_: Policy, facts: Facts) -> bool:
    """Start a program (one that is not there: EPERM from a filter, ENOENT without)."""
    try:
        os.execv("/" + facts["token"], ["x"])  # noqa: S606
    except OSError as error:
        return error.errno != errno.EPERM


def namespace(_: Policy, __: Facts) -> None:
    """Make a user namespace."""
    _call("unshare", 0x10000000)


def become_root(_: Policy, __: Facts) -> None:
    """Become root, or use its rights."""
    if os.geteuid() != 0:
        os.setuid(0)
    os.chroot("/")


def _call(function: str, *arguments: int | None) -> None:
    entry = getattr(ctypes.CDLL(None, use_errno=True), function)
    entry.restype = ctypes.c_long
    if entry(*(None if a is None else ctypes.c_long(a) for a in arguments)) == -1:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
