"""What an error of a student's code means, in words for someone who is new to Python."""

from __future__ import annotations

import re

import numpy as np

from descent.diagnosis.causes.cases import Cause
from descent.probing.probes import Probe
from descent.probing.values import Raised

# The types of NumPy's error for fractions that are written into an array of whole numbers.
_NO_ROOM = "_?UFunc(OutputCastingError|TypeError)|_UFuncOutputCastingError"

# Types of errors, what their message has in it, an id, and a sentence. The first that fits is said.
_ERRORS: tuple[tuple[str, str, str, str], ...] = (
    (
        "UnboundLocalError",
        "",
        "unset-variable",
        "A variable is used before it has a value: give it one before the loop, or in each branch.",
    ),
    (
        "NameError",
        "",
        "undefined-name",
        "A name is used that is not defined: look for a slip in its spelling.",
    ),
    (
        "KeyError",
        "",
        "no-such-key",
        "A dict is asked for a key that it does not have: mind how its keys are spelled, and from "
        "which number to which they go.",
    ),
    (
        "IndexError",
        "too many indices",
        "too-many-indices",
        "An array is indexed along an axis that it does not have.",
    ),
    (
        "IndexError",
        "out of (range|bounds)",
        "index-too-large",
        "An index lies beyond the end: the last one is the length minus 1. A loop that looks one "
        "place ahead has to stop one earlier.",
    ),
    (
        "IndexError",
        "only integers",
        "index-not-whole",
        "An index is no whole number: range and // give whole numbers, / never does.",
    ),
    (
        "TypeError|AttributeError",
        "NoneType",
        "none-used",
        "Something is None where a value is needed: a function without return gives None.",
    ),
    (
        "AttributeError",
        "module '?numpy",
        "no-such-function",
        "NumPy has no function of that name.",
    ),
    (
        "AttributeError",
        "has no attribute",
        "no-such-attribute",
        "An object has no attribute of that name: mind its spelling, and that it has to be set "
        "first, as self.name, in a method that has run.",
    ),
    (
        "TypeError",
        r"converted to Python scalar|must be real number|only (size|length)-1",
        "one-number-function",
        "A function that takes a single number gets an array, as those of math do: take the one of "
        "NumPy, which works on every entry.",
    ),
    (
        "TypeError",
        r"bitwise_xor|for \^",
        "caret",
        "`^` is no power in Python: write `**`.",
    ),
    (
        "TypeError",
        r"positional argument|unexpected keyword|multiple values for|required (positional|keyword)",
        "other-arguments",
        "A function is called with other arguments than it takes: compare the call with its first "
        "line. The first parameter of a method is self.",
    ),
    (
        "TypeError",
        "only integer scalar arrays",
        "array-for-number",
        "A whole number is needed, and an array comes: range and the like count up to a number, "
        "such as len(X).",
    ),
    (
        "TypeError",
        r"interpreted as an integer|slice indices|must be integers|'float' object",
        "float-for-whole-number",
        "A whole number is needed, and a float comes: / gives a float, // a whole number.",
    ),
    (
        "TypeError",
        r"of type (int|float|numpy\.u?(int|float)\d+) which has no callable",
        "object-array-used",
        "An array of dtype object (Python's numbers one by one, such as np.frompyfunc and "
        "np.vectorize with otypes=[object] give) comes to a function of NumPy that cannot take it: "
        "make an array of floats of it, with astype(float).",
    ),
    (
        "TypeError",
        "not callable",
        "not-callable",
        "Something is called that is no function: an operator is missing before a parenthesis, or "
        "a variable has the name of the function.",
    ),
    (
        "TypeError",
        r"'(function|method|builtin_function_or_method|type)'",
        "function-not-called",
        "A function is used without being called: the parentheses are missing.",
    ),
    (
        "TypeError",
        r"sequence by non-int|operand.*'(list|tuple|dict|str)'|can only concatenate",
        "list-in-formula",
        "A list, tuple, dict or text does not compute entry by entry as an array does: np.array "
        "makes an array of a list.",
    ),
    (
        "TypeError",
        r"not subscriptable|not iterable|unpack non-iterable|unhashable|0-d array|no len|unsized",
        "one-for-several",
        "A single thing comes where several are to be indexed, looped over or taken apart.",
    ),
    (
        _NO_ROOM,
        "",
        "whole-numbers-refuse",
        "`+=`, `*=` and the like write into the array itself, and one of whole numbers has no room "
        "for fractions. Make a new array: a = a + ...",
    ),
    (
        "ValueError",
        "truth value of an array",
        "truth-of-array",
        "if, and, or, max and the like want one answer, and an array has one for every entry: "
        "np.where and np.maximum go entry by entry.",
    ),
    (
        "ValueError",
        r"matmul|not aligned|core dimension|broadcast|shape|dimension",
        "shapes-do-not-fit",
        "The shapes of two arrays do not fit: in A @ B, A has as many columns as B has rows; "
        "entry by entry they have the same shape, or 1 where they differ.",
    ),
    (
        "ValueError",
        "values to unpack",
        "other-number-of-values",
        "The names on the left are more, or fewer, than the values on the right.",
    ),
    (
        "ValueError",
        "with a sequence|inhomogeneous",
        "several-for-one-place",
        "Several numbers are put where there is room for one, or rows of unequal length into an "
        "array.",
    ),
    ("ValueError", "read-only", "read-only", "The array must not be written to: work on a copy."),
    ("AxisError", "", "no-such-axis", "The array has no such axis: axes are counted from 0."),
    (
        "ZeroDivisionError",
        "",
        "division-by-zero",
        "A division by zero: think of the case in which what stands below the line is 0.",
    ),
    (
        "OverflowError",
        "",
        "number-too-large",
        "A number becomes too large for math, which stops; NumPy goes on with infinity.",
    ),
    (
        "RecursionError",
        "",
        "endless-recursion",
        "The function calls itself without end: the case in which it stops has to come first.",
    ),
)


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
    """Return whether it stopped at the sort of what came in, a single number or whole numbers."""
    return _needs_array(error, probe) or bool(re.fullmatch(_NO_ROOM, error.type))


def _needs_array(error: Raised, probe: Probe) -> bool:
    arguments = probe.steps[-1].args[:1]
    return (
        bool(arguments) and np.ndim(arguments[0]) == 0 and bool(_ONLY_ARRAYS.search(error.message))
    )


def cause_of_error(error: Raised, probe: Probe) -> Cause | None:
    """Return what an error means, if that can be told from its type and text.

    Nothing of the text is quoted, which could carry what a hidden probe has shown.
    """
    attributes = {
        name for step in probe.steps for name in step.target.split(".")[1:] if name[0] != "_"
    }
    missing = re.search(r"has no attribute '(\w+)'$", error.message)
    if error.type == "AttributeError" and missing and missing[1] in attributes and not error.source:
        return Cause(f"no-{missing[1]}", f"The object has nothing that is called {missing[1]}.")
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
            return Cause(name, sentence)
    return None
