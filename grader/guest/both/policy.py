"""What a guest is to be allowed: which files, how much of everything."""

from __future__ import annotations

import os
import sys
import sysconfig
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Limits:
    """How much one guest may use of the machine, each of them settable."""

    memory: int = 300 << 20  #: bytes, beyond what the zygote brought along
    cpu_seconds: int = 120
    file_size: int = 16 << 20  #: bytes of one file
    open_files: int = 128
    scratch: int = 64 << 20  #: bytes of all files
    threads: int = 32  #: beyond the first; none without namespaces
    output: int = 4 << 20  #: bytes that a cell may put out, as stored


@dataclass(frozen=True)
class Policy:
    """All that is particular to one guest."""

    readable: tuple[str, ...]
    scratch: str
    limits: Limits
    keep_fds: tuple[int, ...]


#: What libraries read wherever Python lies: shared objects, fonts, time zones.
SYSTEM: Final = (
    "/usr",
    "/lib",
    "/lib32",
    "/lib64",
    "/nix/store",
    "/gnu/store",
    "/etc/alternatives",
    "/etc/fonts",
    "/etc/ld.so.cache",
    "/etc/localtime",
    "/etc/mime.types",
    "/dev/null",
    "/dev/zero",
    "/dev/full",
    "/dev/random",
    "/dev/urandom",
)


#: Where nbgrader keeps the work of everybody by default.
EXCHANGES: Final = ("/usr/local/share/nbgrader/exchange", "/srv/nbgrader/exchange")

#: Of every folder that Python may lie in: how programs are configured, with what
#: passwords (of a gradebook, a hub, an index of packages).
CONFIGURATION: Final = ("etc", "pip.conf")


def default_readable(descent_dir: str, *hidden: str) -> tuple[str, ...]:
    """The files that a guest reads: this Python, its packages, `descent`.

    Of the clone that `descent_dir` lies in nothing else is there, even where
    the clone lies inside one of those trees (``/usr/src/course``), where Python
    lies inside the clone (``.venv``), or where the clone itself is the virtual
    environment. More such folders may be named: a course elsewhere, a gradebook.
    """
    clone = os.path.dirname(os.path.realpath(descent_dir))
    if os.path.isdir(os.path.join(clone, "grader")):  # else a package among packages
        hidden = (clone, *hidden)
    python = [sys.prefix, sys.exec_prefix, sys.base_prefix, sys.base_exec_prefix]
    configured = [
        os.path.join(os.path.realpath(prefix), name)
        for prefix in (*python, "/usr", "/usr/local")
        for name in CONFIGURATION
    ]
    hidden = (*hidden, *EXCHANGES, *filter(os.path.exists, configured))
    python += [sysconfig.get_path(name) for name in ("stdlib", "platstdlib", "purelib", "platlib")]
    python += [path for path in sys.path if os.path.basename(path).endswith("-packages")]
    parts = list(map(os.path.abspath, [*SYSTEM, *python]))
    for folder in map(os.path.realpath, hidden):
        parts = [part for tree in parts for part in _without(tree, folder)]
    parts.append(os.path.abspath(descent_dir))
    parts = sorted({part for part in parts if os.path.exists(part)})
    return tuple(part for part in parts if not any(_inside(part, tree) for tree in parts))


def _inside(path: str, tree: str) -> bool:
    """By its name and in truth, so that the tree stands for the path."""
    pairs = (path, tree), (os.path.realpath(path), os.path.realpath(tree))
    return path != tree and all(a.startswith(os.path.join(b, "")) for a, b in pairs)


def _without(tree: str, folder: str) -> Iterator[str]:
    """The tree, or those parts of it that do not hold the folder."""
    real = os.path.realpath(tree)
    if not os.path.join(folder, "").startswith(os.path.join(real, "")):
        yield tree
    elif real != folder:
        for name in sorted(os.listdir(real)):
            part = os.path.join(real, name)
            if not os.path.islink(part):  # a link is followed, and its target judged
                yield from _without(part, folder)
