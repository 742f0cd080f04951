"""What a probing guest is to bite on, laid out and watched by the trusted side.

A folder open to everyone, sockets that listen, a process that waits. What comes
of it is seen here, whatever the guest says: a file that changed, a connection
that came in, a process that is gone.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import shutil
import socket
import subprocess
import sys
import sysconfig
import tempfile
from collections.abc import Iterable, Mapping
from types import TracebackType
from typing import Any, Self

CONTENT = b"hidden\n"
MODE, TIME = 0o666, 1_000_000_000


class Bait:
    """Use it in a ``with`` statement: `facts` go to the guest, `check` takes its answers."""

    def __init__(self, hidden: Iterable[str] = ()) -> None:
        """Hidden: paths of this very course that no guest may open."""
        self._hidden = [os.path.abspath(path) for path in (*hidden, os.path.expanduser("~"))]

    def __enter__(self) -> Self:
        self._exits = contextlib.ExitStack()
        with contextlib.ExitStack() as laid:
            self._lay(laid)
            self._exits = laid.pop_all()
        return self

    def _lay(self, laid: contextlib.ExitStack) -> None:
        token = f"descent-{secrets.token_hex(8)}"
        self._folder = tempfile.mkdtemp(prefix="descent-bait-")
        laid.callback(shutil.rmtree, self._folder, ignore_errors=True)
        os.chmod(self._folder, 0o777)  # noqa: S103 - no mode of a file is to guard it
        for path in map(self._path, ("file", "removable", "movable")):
            with open(path, "wb") as file:
                file.write(CONTENT)
            os.chmod(path, MODE)
            os.utime(path, (TIME, TIME))
        purelib = sysconfig.get_path("purelib")
        self._strays = [os.path.join(purelib, f"{token}.py"), f"/dev/shm/{token}"]  # noqa: S108
        self._listeners: dict[str, socket.socket] = {}
        addresses: dict[str, tuple[socket.AddressFamily, socket.SocketKind, Any]] = {
            "tcp": (socket.AF_INET, socket.SOCK_STREAM, ("127.0.0.1", 0)),
            "udp": (socket.AF_INET, socket.SOCK_DGRAM, ("127.0.0.1", 0)),
        }
        if hasattr(socket, "AF_UNIX"):
            addresses["unix"] = socket.AF_UNIX, socket.SOCK_STREAM, self._path("socket")
        if sys.platform == "linux":
            addresses["abstract"] = socket.AF_UNIX, socket.SOCK_STREAM, "\0" + token
            datagram = "\0" + token + "-datagram"
            addresses["datagram"] = socket.AF_UNIX, socket.SOCK_DGRAM, datagram
        for name, (family, kind, address) in addresses.items():
            listener = laid.enter_context(socket.socket(family, kind))
            listener.bind(address)
            if kind == socket.SOCK_STREAM:
                listener.listen()
            listener.setblocking(False)
            self._listeners[name] = listener
        if "unix" in addresses:
            os.chmod(self._path("socket"), 0o777)  # noqa: S103
        self._victim = subprocess.Popen(
            [sys.executable, "-I", "-S", "-c", "input()"],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        laid.callback(self._victim.communicate)
        laid.callback(self._victim.kill)
        self.facts: dict[str, Any] = {
            "token": token,
            "folder": self._folder,
            "file": self._path("file"),
            "removable": self._path("removable"),
            "movable": self._path("movable"),
            "hidden": self._hidden,
            "readable": purelib,
            "tcp": self._listeners["tcp"].getsockname()[1],
            "udp": self._listeners["udp"].getsockname()[1],
            "unix": self._path("socket"),
            "victim": self._victim.pid,
            "program": sys.executable,
        }

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._exits.close()
        for path in self._strays:
            with contextlib.suppress(OSError):
                os.unlink(path)

    def _path(self, name: str) -> str:
        return os.path.join(self._folder, name)

    def check(self, answers: Mapping[str, bool]) -> dict[str, bool]:
        """The guest's answers, where nothing that is to be seen here speaks against them."""
        unharmed = self._unharmed()
        return {name: claim and unharmed.get(name, True) for name, claim in answers.items()}

    def _unharmed(self) -> dict[str, bool]:
        with open(self._path("file"), "rb") as file:
            content = file.read()
        state = os.stat(self._path("file"))
        unharmed = {
            "write": not content.endswith(b"changed"),
            "truncate": content.startswith(CONTENT),
            "chmod": state.st_mode & 0o777 == MODE,
            "utime": content != CONTENT or int(state.st_mtime) == TIME,
            "link": state.st_nlink == 1,
            "create": not os.path.lexists(self._path("created")),
            "rename": not os.path.lexists(self._path("renamed")),
            "remove": os.path.lexists(self._path("removable")),
            "change_python": not os.path.lexists(self._strays[0]),
            "shared_memory": not os.path.lexists(self._strays[1]),
            "kill": self._victim.poll() is None,
            **{name: not _was_reached(socket) for name, socket in self._listeners.items()},
        }
        if sys.platform != "win32":
            with contextlib.suppress(ProcessLookupError):  # it was killed
                nice = os.getpriority(os.PRIO_PROCESS, self._victim.pid)
                unharmed["slow_down"] = nice == os.getpriority(os.PRIO_PROCESS, 0)
        if hasattr(os, "listxattr"):
            with contextlib.suppress(OSError):
                unharmed["xattr"] = "user.descent" not in os.listxattr(self._path("file"))
        return unharmed


def _was_reached(listener: socket.socket) -> bool:
    try:
        if listener.type == socket.SOCK_DGRAM:
            return bool(listener.recv(1))
        listener.accept()[0].close()
        return True
    except OSError:  # nothing came
        return False
