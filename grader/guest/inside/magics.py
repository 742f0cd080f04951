"""The magics that differ in a guest: those that start programs, and those of a kernel's own."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from IPython.core.alias import Alias
from IPython.core.error import UsageError
from IPython.utils.text import SList

if TYPE_CHECKING:
    from .shell import GuestShell

PROGRAMS = (
    *("bash", "sh", "script", "perl", "ruby", "python", "python2", "python3", "pypy"),
    *("run", "pip", "conda", "mamba", "micromamba", "uv", "edit", "ed"),
)
OUTPUTS = ("system", "sx", "!")  # they give what a program prints

# These a kernel has and IPython has not.
KERNEL = ("clear", "less", "more", "man", "connect_info", "qtconsole", "subshell")


def settle(shell: GuestShell) -> None:
    """Replace the magics of a shell that would start programs, and add those of a kernel."""
    manager = shell.magics_manager
    aliases = [name for name, item in manager.magics["line"].items() if isinstance(item, Alias)]
    for kind in ("line", "cell"):
        for name in (*PROGRAMS, *OUTPUTS, *aliases):
            # Finding it loads the magics that come with it, which later would replace ours.
            if shell.find_magic(name, kind) is not None:  # type: ignore[no-untyped-call]
                manager.register_function(_refused(shell, name), kind, name)
    for name in KERNEL:
        manager.register_function(_refused(shell, name), "line", name)
    manager.register_function(_autosave, "line", "autosave")


def _refused(shell: GuestShell, name: str) -> Callable[..., Any]:
    def magic(line: str, cell: str | None = None) -> SList | None:
        shell.refuse(f"{'%' if cell is None else '%%'}{name} {line}")
        for variable in re.findall(r"--(?:out|err)[ =](\w+)", line):
            shell.user_ns[variable] = ""
        return SList() if name in OUTPUTS else None

    return magic


def _autosave(line: str) -> None:
    """Set the interval at which a notebook that is open in a browser is saved."""
    try:
        seconds = int(line)
    except ValueError:
        raise UsageError(f"%autosave requires an integer, got {line!r}") from None
    message = f"Autosaving every {seconds} seconds" if seconds else "Autosave disabled"
    sys.stdout.write(f"{message}\n")
