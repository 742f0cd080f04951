"""Errors of a student's code as values: what they are, and where in that code they come from."""

from __future__ import annotations

import builtins
import linecache
import os
import sys
import traceback
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from descent.probing.described import named_in
from descent.probing.values import Raised

# Folders of code that is not the student's, each with the separator that ends its name.
_OTHERS = tuple(
    {
        os.path.join(folder, "")
        for folder in (
            os.path.dirname(os.path.dirname(os.path.abspath(__file__))),
            os.path.dirname(os.path.abspath(np.__file__)),
            os.path.dirname(os.__file__),
            sys.prefix,
        )
    }
)


def describe(error: BaseException) -> Raised:
    """Return an exception as a value, with the last line of the student's own code in it."""
    line, source = 0, ""
    variables: Mapping[str, Any] = {}
    for frame, number in traceback.walk_tb(error.__traceback__):
        name = frame.f_code.co_filename
        path = os.path.abspath(name) if os.path.sep in name else name
        if not path.startswith(_OTHERS):
            line = number or 0
            linecache.checkcache(name)
            source = linecache.getline(name, line, frame.f_globals).strip()
            variables = frame.f_locals
    try:
        message = str.__str__(str(error))
    except KeyboardInterrupt:
        raise
    except BaseException:  # an exception's own __str__ may fail, or end the process
        message = ""
    names = named_in(source, variables)
    return Raised(_kind_of(error), message[:500], line, source[:200], names)


# The kinds of errors that are told apart: those of Python, of NumPy, and of a notebook that
# nobody answers. NumPy raises kinds of `UFuncTypeError` that go by its name.
KNOWN_ERRORS = frozenset(
    name
    for module in (builtins, np.exceptions)
    for name, item in vars(module).items()
    if isinstance(item, type) and issubclass(item, BaseException)
) | {"LinAlgError", "UFuncTypeError", "StdinNotImplementedError", "UsageError"}


def _kind_of(error: BaseException) -> str:
    """Return the name of an error's class, or of its nearest base that is known."""
    # Past what a metaclass may say of either.
    name_of = type.__dict__["__name__"].__get__
    names: Iterator[str] = map(name_of, type.mro(type(error)))
    return next((name for name in names if name in KNOWN_ERRORS), "Exception")
