"""What a container refuses: system calls filtered before anything of ours starts.

It needs ``guest`` to be importable by itself, as in a guest.
"""

from __future__ import annotations

import struct
from collections.abc import Collection


def refuse(refused: Collection[str]) -> None:
    """Refuse from now on what these need: namespaces, mount, landlock."""
    if "namespaces" in refused:
        _filter("unshare:272:97 setns:308:268 mount:165:40 pivot_root:155:41 open_tree:428:428", 1)
    if "mount" in refused:
        _filter("mount:165:40", 1)
    if "landlock" in refused:
        _filter("landlock_create_ruleset:444:444", 38)


def _filter(table: str, code: int) -> None:
    from guest.both import calls, kernel
    from guest.inside import seccomp

    kernel.prctl(kernel.PR_SET_NO_NEW_PRIVS, 1)
    step = struct.Struct("=HBBI").pack
    steps = step(0x20, 0, 0, 0)
    for number in calls.numbers(table, kernel.MACHINE).values():
        steps += step(0x15, 0, 1, number) + step(6, 0, 0, 0x50000 | code)
    assert seccomp.install(steps + step(6, 0, 0, 0x7FFF0000))
