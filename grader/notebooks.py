"""Notebooks as files: read, and written as nbformat writes them, always in the same way."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

from grader import grammar
from grader.errors import BadSource
from grader.files import write_whole

Notebook = dict[str, Any]


def read(path: Path) -> Notebook:
    """Read a notebook of the course, with each source as one text.

    A submission is read by `grader.marking.notebook_file`, which trusts nothing of it.

    Raises:
        BadSource: It cannot be read, or is not a notebook.
    """
    try:
        notebook: Notebook = json.loads(path.read_text(encoding="utf-8"))
        for cell in notebook["cells"]:
            cell["source"] = "".join(cell["source"])
    except OSError as error:
        raise BadSource(f"cannot read {path}: {error.strerror}") from error
    except (ValueError, LookupError, TypeError) as error:
        raise BadSource(f"{path} is not a notebook: {error}") from error
    return notebook


def as_text(notebook: Notebook) -> str:
    """Return a notebook as the text of a file."""
    format_ = nbformat()
    # The writer of version 4 by itself: what a student has made need not be valid to be kept.
    text: str = format_.v4.writes(format_.from_dict(finite(notebook)), allow_nan=False)
    return text + "\n"


def nbformat() -> Any:
    """Return the package of that name. It takes a while to import, and most commands need none."""
    grammar.go_without()
    import nbformat

    return nbformat


def finite(data: Any) -> Any:
    """Return data in which None stands for NaN and infinity, for which JSON has no word."""
    if isinstance(data, dict):
        return {key: finite(item) for key, item in data.items()}
    if isinstance(data, (list, tuple)):
        return [finite(item) for item in data]
    return None if isinstance(data, float) and not math.isfinite(data) else data


def write(notebook: Notebook, path: Path) -> Path:
    """Write a notebook so that it is there whole or not at all, and return its path."""
    path.parent.mkdir(parents=True, exist_ok=True)
    return write_whole(path, as_text(notebook))
