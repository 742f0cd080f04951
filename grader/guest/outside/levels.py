"""What the probes found, as a level; and what would raise it on this machine.

========= ====================================================================
full      everything that is promised holds, and hidden files cannot even be
          asked for, and scratch space is bounded by the kernel
kernel    everything that is promised: Landlock, seccomp and resource limits.
          The floor: below it nothing is graded unless told so
partial   nothing outside can be changed, reached or disturbed; but files of
          the course can be read, or a limit does not hold
none      a plain process: for people whom one trusts
========= ====================================================================

The level is made of what was tried (`escapes.trial`), never of what a machine is
thought to have.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from ..both import kernel
from ..escapes.trial import ATTEMPTS
from ..inside import landlock, namespaces, seccomp

LEVELS: Final = ("none", "partial", "kernel", "full")
FLOOR: Final = "kernel"

#: What a submission may try without success at the best level only.
BEYOND_THE_FLOOR: Final = ("ask_whether_there", "all_files")
#: What must fail for there to be any level: others' files, processes, the network.
ESSENTIAL: Final = (
    *("create", "write", "truncate", "chmod", "utime", "xattr", "remove", "rename", "link"),
    *("symlink", "pipe_file", "shared_memory", "change_python"),
    *("tcp", "udp", "listen", "unix", "abstract", "datagram"),
    *("kill", "signal_parent", "signal_by_descriptor", "trace", "slow_down"),
    *("fork", "spawn", "execute", "namespace", "become_root"),
)


@dataclass(frozen=True)
class Report:
    """What stands between a submission and this machine.

    Attributes:
        level: One of `LEVELS`.
        layers: Names of what the kernel has taken on.
        missing: What does not hold, and what to install or allow for more.
    """

    level: str
    layers: tuple[str, ...]
    missing: tuple[str, ...] = ()

    @property
    def enough(self) -> bool:
        """Whether the floor is reached."""
        return LEVELS.index(self.level) >= LEVELS.index(FLOOR)

    def __str__(self) -> str:
        """One line, to be printed and to be stored beside the marks."""
        layers = ", ".join(self.layers) or "no layer"
        return f"isolation: {self.level} ({layers})"


def locked_in(line: str) -> bool:
    """Return whether the line that a report gives says that the floor is reached."""
    return line.startswith(tuple(f"isolation: {name} " for name in LEVELS[LEVELS.index(FLOOR) :]))


def assess(results: Mapping[str, bool], layers: Iterable[str] = ()) -> Report:
    """The level that the answers to the probes amount to (see `guest.bait`).

    Without results there is nothing that holds.
    """
    layers = tuple(dict.fromkeys(layers))
    through = [name for name in ATTEMPTS if not results.get(name)]
    if any(name in ESSENTIAL for name in through):
        level = "none"
    elif any(name not in BEYOND_THE_FLOOR for name in through):
        level = "partial"
    else:
        level = "kernel" if through else "full"
    if not results and sys.platform == "linux":
        return Report(level, layers, ("nothing was probed",))
    sentences = [_words(name) for name in through if results]
    return Report(level, layers, (*sentences, *_advice(layers)))


def _words(name: str) -> str:
    if name == "scratch_is_closed":
        return "does not work: files of a guest's own (figures, arrays)"
    text = (ATTEMPTS[name].__doc__ or name).rstrip(".")
    return f"not refused: {text[0].lower()}{text[1:]}"


def _advice(layers: tuple[str, ...]) -> Iterable[str]:
    if sys.platform != "linux":
        yield (
            "there is no isolation on this system: student code runs with your own rights; "
            "grade on Linux (a virtual machine or a container will do)"
        )
        return
    if "seccomp" not in layers:
        machines = " or ".join(seccomp.AUDIT_ARCH)
        if kernel.MACHINE not in seccomp.AUDIT_ARCH:
            yield f"system calls are filtered on {machines} only, with a 64-bit Python"
        else:
            yield "system calls are not filtered: the kernel lacks CONFIG_SECCOMP_FILTER"
    if "landlock" not in layers:
        yield _why_no_landlock()
    if "mount" not in layers:
        yield _why_no_namespaces()


def _why_no_landlock() -> str:
    if landlock.version() > 0:
        return "Landlock is there but was not taken on"
    if _kernel() < (5, 13):
        return f"Landlock needs Linux 5.13 or later; this is {os.uname().release}"
    if _in_container():
        return (
            "Landlock is refused in this container: a newer container engine allows it, "
            "or a seccomp profile that lets landlock_* calls pass"
        )
    return "Landlock is switched off: add landlock to the lsm= list on the kernel's command line"


def _why_no_namespaces() -> str:
    no = "no namespaces (not needed for the floor): "
    if _kernel() < (5, 12):
        return no + f"they need Linux 5.12 or later; this is {os.uname().release}"
    if kernel.MACHINE not in seccomp.AUDIT_ARCH:
        return no + f"not known for {os.uname().machine}"
    for path, value, what in (
        ("user/max_user_namespaces", "0", "sysctl user.max_user_namespaces is 0"),
        ("kernel/unprivileged_userns_clone", "0", "sysctl kernel.unprivileged_userns_clone is 0"),
        (
            "kernel/apparmor_restrict_unprivileged_userns",
            "1",
            "AppArmor restricts them: kernel.apparmor_restrict_unprivileged_userns is 1",
        ),
    ):
        if _setting(path) == value and os.geteuid() != 0:
            return no + what
    if _in_container():
        return no + (
            "the container refuses them; start it with --security-opt seccomp=unconfined "
            "--security-opt apparmor=unconfined, or grade outside of it"
        )
    return no + f"refused ({', '.join(namespaces.NAMES)})"


def _setting(path: str) -> str:
    try:
        with open(f"/proc/sys/{path}") as file:
            return file.read().strip()
    except OSError:
        return ""


def _kernel() -> tuple[int, ...]:
    first = os.uname().release.replace("-", ".").split(".")[:2]
    return tuple(int(part) for part in first if part.isdigit())


def _in_container() -> bool:
    marks = ("/.dockerenv", "/run/.containerenv", "/var/run/secrets/kubernetes.io")
    return any(map(os.path.exists, marks)) or bool(os.environ.get("container"))  # noqa: SIM112
