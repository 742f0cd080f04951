"""The process of a guest as it is numbered here: with a view it has other numbers inside."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

from grader.guest.outside.host import Guest


def process_of(guest: Guest) -> int | None:
    """Its number on this machine; None where it is gone."""
    zygote = guest.zygote._process
    if zygote is None:
        return None
    inner = "mount" in guest.zygote.layers
    for process, numbers in below(zygote.pid):
        if len(numbers) > inner and numbers[inner] == guest.pid:
            return process
    return None


def below(process: int) -> Iterator[tuple[int, list[int]]]:
    """All that have come of a process and are no zombies, with their numbers from outside in."""
    with contextlib.suppress(OSError):
        with open(f"/proc/{process}/status") as file:
            fields = dict(line.split(":\t", 1) for line in file)
        if not fields["State"].startswith("Z"):
            yield process, [int(number) for number in fields["NSpid"].split()]
        with open(f"/proc/{process}/task/{process}/children") as file:
            children = file.read().split()
        for child in children:
            yield from below(int(child))
