"""What an error of a student's code means, in words for someone who is new to Python.

What is said first follows from the type of the error and its text alone. What the line has to
do with it is told besides, where the code has that (:mod:`descent.diagnosis.causes.error_lines`).
"""

from __future__ import annotations

import re

import numpy as np

from descent.diagnosis.causes.cases import Cause
from descent.diagnosis.causes.error_lines import advice
from descent.diagnosis.causes.numpy_errors import NO_ROOM, NUMPY_ERRORS
from descent.diagnosis.causes.python_errors import PYTHON_ERRORS
from descent.judging.compare import as_numbers
from descent.probing.probes import Probe, Step
from descent.probing.values import Raised

# The first that fits is said.
_ERRORS = (*NUMPY_ERRORS, *PYTHON_ERRORS)

# What only an array can do, in the words of Python and NumPy.
_ONLY_ARRAYS = re.compile(
    "|".join(
        (
            f"'(float|int|bool)' object has no attribute '({'|'.join(dir(np.ndarray))})'",
            r"'(float|int|bool|numpy\.\w+)' object does not support item assignment",
            r"'(float|int|bool|numpy\.\w+)' object is not (subscriptable|iterable)",
            r"object of type '(float|int|bool|numpy\.\w+)' has no len",
            "return arrays must be of ArrayType",
            "does not have enough dimensions",
            "invalid index to scalar",
            "0-d array",
            "array is 0-dimensional",
            "of unsized object",
        )
    )
)


def of_its_sort(error: Raised, probe: Probe) -> bool:
    """Return whether it stopped at the sort of what came in, or at how that was passed.

    That is a single number or whole numbers, or an argument that is passed by its name.
    """
    types, text = NO_ROOM
    no_room = re.fullmatch(types, error.type) and re.search(text, error.message)
    return _needs_array(error, probe) or bool(no_room) or _other_name(error)


def _other_name(error: Raised) -> bool:
    """Return whether the answer itself has no parameter of the name by which one is passed."""
    return (
        error.type == "TypeError"
        and not error.source
        and "unexpected keyword argument" in error.message
    )


def _needs_array(error: Raised, probe: Probe) -> bool:
    # A function that is passed before them is no number.
    numbers = (as_numbers(argument) for argument in probe.steps[-1].args)
    first = next((item for item in numbers if item is not None), None)
    return first is not None and first.ndim == 0 and bool(_ONLY_ARRAYS.search(error.message))


def cause_of_error(error: Raised, probe: Probe, source: str = "", answer: str = "") -> Cause | None:
    """Return what an error means, if that can be told from its type and text.

    Nothing of the text is quoted, which could carry what a hidden probe has shown; nor is the
    line looked at, but for the sentence that is told where the probe is visible.

    Args:
        error: The error.
        probe: The question that it answers.
        source: The code of the answer's cell.
        answer: The name of the answer.
    """
    missing = re.search(r"has no attribute '(\w+)'$", error.message)
    if error.type == "AttributeError" and missing and not error.source:
        step = next((one for one in probe.steps if missing[1] in _attributes(one)), None)
        if step:
            return Cause(f"no-{missing[1]}", _not_there(missing[1], step))
    if _needs_array(error, probe):
        return Cause(
            "number-for-array",
            "A single number comes in here, and what only an array has (a length, entries to read "
            "and to write, for Python's numbers also a shape and methods like copy and astype) it "
            "has not, nor has what is computed from it. Functions like np.where and np.maximum "
            "take both, and np.asarray makes an array of a number.",
        )
    for types, text, name, sentence in _ERRORS:
        if re.fullmatch(types, error.type) and re.search(text, error.message):
            more = advice(name, error, source, answer)
            return Cause(name, f"{sentence} {more}".strip(), sentence)
    return None


def _attributes(step: Step) -> list[str]:
    """Return the attributes that a step asks for, each of the one before."""
    return [name for name in step.target.split(".")[1:] if name[0] != "_"]


def _not_there(name: str, step: Step) -> str:
    """Say what is missing where a step asks for it."""
    attributes = _attributes(step)
    if attributes == [name] and step.do in ("call", "take"):
        return f"The object has no method {name}."
    # What stands further on is asked of an attribute, and no method of the class can keep it.
    kept = f": keep it as self.{name}" if attributes[0] == name else ""
    return f"The object has nothing that is called {name}{kept}."
