"""The command that starts a zygote, and the environment that it finds."""

from __future__ import annotations

import contextlib
import os
import shutil
import sys
from pathlib import Path

import descent

_BOOT = (
    "import sys; sys.path[:0] = {paths!r}; from guest.inside.zygote import main; "
    "sys.path[:] = [p for p in sys.path if p not in {paths!r}]; main({fd}, {descent!r})"
)


NO_FORK = (
    "submissions run in processes that are forked, which this system cannot do. Use Linux: "
    "on Windows, WSL (`wsl --install`, then install the course in there), elsewhere a container "
    "or a virtual machine"
)


def can_fork() -> bool:
    """Return whether this system has what guests are made by."""
    return hasattr(os, "fork")


def command(descriptor: int) -> list[str]:
    """Return the command of a zygote that speaks over an open socket."""
    here = str(Path(__file__).resolve().parents[2])
    package = Path(descent.__file__).resolve().parent
    paths = [here, str(package.parent)]
    boot = _BOOT.format(paths=paths, fd=descriptor, descent=str(package))
    return [sys.executable, "-I", "-c", boot]


# More threads than one make small arrays slower and results less repeatable.
ONE_THREAD = {
    f"{name}_NUM_THREADS": "1"
    for name in ("OMP", "OPENBLAS", "MKL", "BLIS", "NUMEXPR", "VECLIB_MAXIMUM")
}


def lend_fonts(home: str) -> None:
    """Give a zygote the list of fonts that matplotlib has made for this user, if it has.

    To make it takes a fifth of a zygote's start.
    """
    caches = os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")
    folder = Path(os.environ.get("MPLCONFIGDIR") or os.path.join(caches, "matplotlib"))
    for path in folder.glob("fontlist-*.json"):
        with contextlib.suppress(OSError):
            shutil.copyfile(path, os.path.join(home, path.name))


def environment(home: str) -> dict[str, str]:
    """Return the environment of a zygote and its guests."""
    return {
        "HOME": home,
        "TMPDIR": home,
        "MPLCONFIGDIR": home,
        "IPYTHONDIR": home,
        "PATH": "/usr/bin:/bin",
        "LANG": "C.UTF-8",
        "MPLBACKEND": "module://matplotlib_inline.backend_inline",
        "NBGRADER_EXECUTION": "autograde",
        **ONE_THREAD,
        # Each thread would take 64 MB of address space to itself, and a guest has a few of these.
        "MALLOC_ARENA_MAX": "1",
    }
