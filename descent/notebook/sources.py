"""The code of an answer, as a notebook has it: that of the whole cell, like the grader's."""

from __future__ import annotations

import inspect
import linecache
import os
import textwrap
from types import CodeType


def source_of(answer: object) -> str:
    """Return the code of the cell that defines an answer; ``""`` where it cannot be seen.

    Args:
        answer: A function, a class or a value.
    """
    code = _code_of(answer)
    if code is None:
        return ""
    if os.path.exists(code.co_filename):
        return _of_file(answer)
    # What is no file is a cell, whose lines IPython keeps.
    return "".join(linecache.getlines(code.co_filename))


def _code_of(answer: object) -> CodeType | None:
    """Return the code of a function, or of any method of a class."""
    for thing in (answer, *(vars(answer).values() if isinstance(answer, type) else ())):
        code = getattr(thing, "__code__", None)
        if isinstance(code, CodeType):
            return code
    return None


def _of_file(answer: object) -> str:
    try:
        return textwrap.dedent(inspect.getsource(answer))  # type: ignore[arg-type]
    except (OSError, TypeError):
        return ""
