"""Kinds of machines on which guests are locked in: who grades, and what the kernel refuses."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

CLONE = Path(__file__).resolve().parents[2]
NOBODY = 65534


@dataclass(frozen=True)
class Machine:
    """Who grades, and what the kernel refuses."""

    root: bool
    refused: tuple[str, ...] = ()
    opened: bool = False  # a Python that other users can read, as in most containers
    rights: bool = True  # without: root of a container that drops all capabilities

    def __str__(self) -> str:
        who = "root" if self.root else "plain user"
        if self.opened:
            who += " with an open Python"
        if not self.rights:
            who += " without rights"
        return ", ".join([who, *(f"no {name}" for name in self.refused)])

    @property
    def landlock(self) -> bool:
        return "landlock" not in self.refused

    @property
    def view(self) -> bool:
        return not {"namespaces", "mount"} & set(self.refused)


BEST = Machine(root=True), Machine(root=False)
FLOORS = tuple(
    replace(machine, refused=("namespaces",))
    for machine in (
        *BEST,
        Machine(root=True, opened=True),
        Machine(root=True, rights=False),
    )
)
BARE = tuple(replace(machine, refused=("namespaces", "landlock")) for machine in BEST)
VIEWS = tuple(replace(machine, refused=("landlock",)) for machine in BEST)


def on(*machines: Machine) -> Any:
    return pytest.mark.parametrize("machine", machines, ids=str)


def command(machine: Machine, folder: Path) -> list[str]:
    """How to start a Python as that user; skips where that is not to be had."""
    python = [sys.executable, "-I"]
    if machine.root and os.geteuid() != 0:
        pytest.skip("needs root")
    if os.geteuid() != 0 or (machine.root and machine.rights and not machine.opened):
        return python
    if not (machine.root and machine.rights) and not shutil.which("setpriv"):
        pytest.skip("needs setpriv, to become another user")
    if not machine.rights:
        return ["setpriv", "--bounding-set=-all", "--inh-caps=-all", *python]
    if not machine.root:
        become = ["setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups"]
        python = [*become, *python]
    closed = [path for path in (sys.prefix, sys.base_prefix, str(CLONE)) if _closed_by(path)]
    if not closed:
        return python
    if subprocess.run(["unshare", "-m", "true"], check=False, capture_output=True).returncode:
        pytest.skip(f"{closed[0]} is closed to others, and no mount namespace to open it in")
    # Copies of the closed folders' mounts, and an open empty folder over what closes them.
    script = ["set -e", f"mount -t tmpfs -o mode=755 tmpfs {folder}"]
    for number, path in enumerate(closed):
        script += [f"mkdir {folder}/{number}", f"mount --bind {path} {folder}/{number}"]
    script += [f"mount -t tmpfs -o mode=755 tmpfs {top}" for top in {*map(_closed_by, closed)}]
    for number, path in enumerate(closed):
        script += [f"mkdir -p {path}", f"mount --bind {folder}/{number} {path}"]
    return ["unshare", "-m", "sh", "-c", "; ".join([*script, 'exec "$@"']), "sh", *python]


def _closed_by(path: str) -> str:
    """The folder on the way that others may not enter."""
    for parent in reversed([Path(path), *Path(path).parents]):
        if not parent.stat().st_mode & 0o001:
            return str(parent)
    return ""
