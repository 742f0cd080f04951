"""Files that are there whole or not at all."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO


@contextlib.contextmanager
def whole(path: Path) -> Iterator[TextIO]:
    """Yield a file to write to, which is there whole afterwards, or not at all."""
    partial = path.with_name(f".{path.name}.part")
    try:
        with partial.open("w", encoding="utf-8", errors="replace", newline="\n") as file:
            yield file
        os.replace(partial, path)
    except BaseException:
        partial.unlink(missing_ok=True)
        raise


def write_whole(path: Path, text: str) -> Path:
    """Write a file so that it is there whole or not at all, and return its path."""
    with whole(path) as file:
        file.write(text)
    return path
