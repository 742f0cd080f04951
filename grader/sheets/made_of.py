"""What a result was made of, as a digest: as long as that is the same, so is the result."""

from __future__ import annotations

import functools
import hashlib
import platform
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from grader.course import Course, Section


@functools.cache
def made_of(section: Section, *rooms: str) -> str:
    """Return a digest of a section, the course seed, the code, and the versions that run it.

    Args:
        section: Its notebook and exercises count, and the exercises of all others: one may
            draw on another.
        rooms: Which code counts, as folders of the clone such as ``grader/sheets``.
    """
    here = Course.here()
    folders = {here.exercises, section.course.exercises, *(here.root / room for room in rooms)}
    digest = hashlib.sha256()
    for path in (section.source, *sorted(set(_texts(folders)))):
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    facts = (section.course.settings.seed, platform.python_version(), np.__version__)
    digest.update(repr(facts).encode())
    return digest.hexdigest()[:24]


def _texts(folders: set[Path]) -> Iterator[Path]:
    for folder in folders:
        for path in folder.rglob("*"):
            if path.suffix in (".py", ".md"):
                yield path
