"""What takes seconds to make, kept for the next time: hidden sheets, rules, what slips do.

A file holds plain values in the form of the wire and is never unpickled. Only
its owner may read and write it, and no guest can: it tells what hidden probes
are, and what is right for them. It is found under all that it was made of, so it
is never out of date; where it is missing or damaged, what it holds is made again.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import time
from collections.abc import Callable
from pathlib import Path

from descent.probing.values import Value
from grader.course import Section
from grader.guest.both import wire
from grader.sheets.made_of import made_of

# Neither the right answers nor what mistakes do rests on anything else.
_CODE = ("descent", "grader/sheets")

# Called before something is made that takes long: who waits for a process needs to know.
announce: Callable[[], None] = lambda: None

_making: list[float] = [0.0]


def seconds() -> float:
    """Return how long this process has made such things, which counts against no submission."""
    return _making[0]


def kept(section: Section, exercise: str, what: str, make: Callable[[], Value]) -> Value:
    """Return a value from its file, or make it and write the file.

    Args:
        section: The section.
        exercise: The exercise that it is of.
        what: What it is, in one word.
        make: Makes it, from what the section's code and the course seed say.
    """
    path = section.course.kept / f"{section}.{exercise}.{what}.{made_of(section, *_CODE)}"
    with contextlib.suppress(OSError, wire.WireError):
        return wire.unpack_frame(path.read_bytes())
    announce()
    begun = time.monotonic()
    value = make()
    _making[0] += time.monotonic() - begun
    # A clone that cannot be written to makes it each time.
    with contextlib.suppress(OSError):
        _write(path, wire.pack(value))
    return value


def _write(path: Path, content: bytes) -> None:
    folder = path.parent
    folder.mkdir(mode=0o700, exist_ok=True)
    folder.chmod(0o700)
    partial = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
    with open(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
    partial.replace(path)
    for old in folder.glob(f"{path.stem}.*"):
        if old != path:
            old.unlink(missing_ok=True)
