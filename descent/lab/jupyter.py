"""JupyterLab as a process of its own, which ends when it is told to."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from descent.errors import DescentError

# How long JupyterLab has to end its kernels, in seconds, before it is ended itself.
GRACE = 20.0

# Warnings only, so that what we print and the address stay in sight.
_OPTIONS = ("--log-level=WARN", "--LabApp.log_level=WARN")

# Folders of Jupyter's own files. With everyone's, nobody is asked whether to fetch news; with
# students', nbgrader's pages for instructors, where they are installed, are out of the way.
_CONFIG = Path(__file__).with_name("config")


class AsRoot(DescentError):
    """JupyterLab does not run as root unless it is told so."""


def refuse_root(extra: Sequence[str]) -> None:
    """Say what to do where JupyterLab would refuse to start.

    Raises:
        AsRoot: We are root, and the options do not say that this is meant.
    """
    if hasattr(os, "geteuid") and os.geteuid() == 0 and "--allow-root" not in extra:
        raise AsRoot(
            "JupyterLab does not run as root; if you mean it to, as in a container of your "
            "own, put -- --allow-root at the end of the command"
        )


def run(root: Path, start: str, extra: Sequence[str], inside: bool = False) -> int:
    """Run JupyterLab until it ends, or until we are interrupted, and return an exit status.

    Args:
        root: The folder that it shows.
        start: What it opens, as the path of an address.
        extra: Further options.
        inside: Whether it is an instructor's: then it is started in that folder, whose modules it
            may import, and has nbgrader's pages.
    """
    command = [
        sys.executable,
        # Without -P a numpy.py of the student's would be imported in place of the real one.
        *([] if inside else ["-P"]),
        *("-m", "jupyterlab", f"--ServerApp.root_dir={root.resolve()}"),
        *(f"--LabApp.default_url={start}", *_OPTIONS, *extra),
    ]
    with _stopper() as stop:
        # In a group of its own, Ctrl-C reaches us alone: JupyterLab would ask for confirmation.
        options: dict[str, Any] = {"process_group": 0} if os.name == "posix" else {}
        process = subprocess.Popen(
            command,
            cwd=root if inside else None,
            env=_environment("everyone" if inside else "student"),
            stdin=subprocess.DEVNULL,
            **options,
        )
        stop.begin(process)
        status = process.wait()
    if stop.asked:
        return 0
    return status if status >= 0 else 128 - status


def _environment(who: str) -> dict[str, str]:
    ours = [str(_CONFIG / name) for name in dict.fromkeys((who, "everyone"))]
    paths = filter(None, (os.environ.get("JUPYTER_CONFIG_PATH"), *ours))
    return {**os.environ, "JUPYTER_CONFIG_PATH": os.pathsep.join(paths)}


class _Stop:
    """Ends a process when a signal comes: kindly at first, at once when it comes again."""

    def __init__(self) -> None:
        self.asked = False
        self._process: subprocess.Popen[bytes] | None = None
        self._timer: threading.Timer | None = None

    def begin(self, process: subprocess.Popen[bytes]) -> None:
        """Take charge of a process, which may be too late already."""
        self._process = process
        if self.asked:
            self._end()

    def __call__(self, *_: object) -> None:
        again, self.asked = self.asked, True
        if self._process is None:
            return
        if again:
            self._process.kill()
            return
        self._end()

    def _end(self) -> None:
        assert self._process is not None
        self._process.terminate()
        self._timer = threading.Timer(GRACE, self._process.kill)
        self._timer.daemon = True
        self._timer.start()

    def close(self) -> None:
        """Forget about the process, which has ended."""
        if self._timer:
            self._timer.cancel()


@contextmanager
def _stopper() -> Iterator[_Stop]:
    """Catch the signals that end a program, until the end of the block."""
    stop = _Stop()
    names = ("SIGINT", "SIGTERM", "SIGHUP")
    signals = [getattr(signal, name) for name in names if hasattr(signal, name)]
    before = [signal.signal(one, stop) for one in signals]
    try:
        yield stop
    finally:
        stop.close()
        for one, handler in zip(signals, before, strict=True):
            signal.signal(one, handler)
