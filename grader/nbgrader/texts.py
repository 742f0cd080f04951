"""Texts of students and their folders, as a database takes them."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path


def storable(text: str) -> str:
    """Return text that a database takes: names of folders and texts of errors need not be such.

    PostgreSQL has no zero byte in a text.
    """
    return text.encode("utf-8", "backslashreplace").decode("utf-8").replace("\0", "\\x00")


def time_text(folder: Path) -> str:
    """Return what nbgrader's ``timestamp.txt`` says of when a submission was handed in."""
    path = folder / "timestamp.txt"
    try:
        if path.is_symlink() or not path.is_file():
            return ""
        with path.open(encoding="utf-8") as file:
            return file.read(100).strip()
    except (OSError, ValueError):
        return ""


def time_in(folder: Path) -> datetime | None:
    """Return the time that the ``timestamp.txt`` of a folder says, if it says one."""
    text = time_text(folder)
    if not text:
        return None
    from nbgrader.utils import parse_utc

    try:
        moment: datetime = parse_utc(text)
    except Exception:  # dateutil raises what its code comes upon in a text that is no time
        return None
    return moment


def stored_name(student: str) -> str:
    """Return what a student is called in the gradebook, where no two have the same name.

    A name of bytes that are no text has its bytes written out, and who is really
    called so has the backslashes doubled: else one would get the marks of the other.
    """
    doubtful = re.search(r"[\ud800-\udfff]|\\ud[89a-f][0-9a-f]{2}", student)
    return storable(student.replace("\\", "\\\\") if doubtful else student)
