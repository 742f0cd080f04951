"""What errors of Python mean, by their type and their text alone."""

from __future__ import annotations

_NUMBER = r"'(int|float|bool|complex|numpy\.(u?int|float|complex|bool)\w*)' object"

# Types of errors, what their message has in it, an id, and a sentence that is true of all of them.
PYTHON_ERRORS: tuple[tuple[str, str, str, str], ...] = (
    ("UnboundLocalError", "", "unset-variable", "A variable is used before it has a value."),
    ("NameError", "", "undefined-name", "A name is used that is not defined."),
    ("KeyError", "", "no-such-key", "A dict is asked for a key that it does not have."),
    (
        "IndexError",
        "from (an )?empty",
        "empty-list",
        "An item is taken out of something that has none left.",
    ),
    (
        "IndexError",
        "out of (range|bounds)",
        "index-too-large",
        "An index lies outside: the last one is the length minus 1.",
    ),
    (
        "IndexError",
        "only integers|must be of integer",
        "index-not-whole",
        "An index is no integer: even 2.0 is none.",
    ),
    (
        "TypeError|AttributeError",
        "NoneType",
        "none-used",
        "Something is None where a value is needed.",
    ),
    (
        "AttributeError",
        "^module ",
        "no-such-function",
        "A module is asked for something that it does not have.",
    ),
    (
        "AttributeError",
        "has no attribute",
        "no-such-attribute",
        "An object has no attribute of that name.",
    ),
    (
        "TypeError",
        r"converted to Python scalar|must be real number|only (size|length)-1|float\(\) argument"
        r"|int\(\) argument",
        "one-number-function",
        "What takes a single number gets something else.",
    ),
    (
        "TypeError",
        r"doesn't define __round__",
        "number-rounded",
        "round takes a single number: np.round takes an array, or a list, as well.",
    ),
    ("TypeError", r"for \^=?:", "caret", "`^` is no power in Python: write `**`."),
    (
        "TypeError",
        r"positional argument|unexpected keyword|multiple values for|required (positional|keyword)"
        r"|invalid keyword|keyword argument|takes (exactly|no|at most|at least) ",
        "other-arguments",
        "A function is called with other arguments than it takes.",
    ),
    (
        "TypeError",
        r"'float' object cannot be interpreted|indices must be integers or slices, not float"
        r"|slice indices must be integers|single integer, got '-?[0-9.]"
        r"|'numpy\.float\w+' object cannot be interpreted",
        "float-for-whole-number",
        "A whole number is needed, and something else comes.",
    ),
    (
        "TypeError",
        "interpreted as an integer",
        "no-whole-number",
        "A whole number is needed, and something else comes.",
    ),
    (
        "TypeError",
        r"indices must be integers.*, not tuple",
        "list-with-two-indices",
        "A list or a tuple takes one index: `rows[i][j]`, where an array takes `rows[i, j]`.",
    ),
    (
        "TypeError",
        r"indices must be integers",
        "index-not-whole",
        "A list, a tuple or a text is asked for an item by something that is no integer.",
    ),
    ("TypeError", "not callable", "not-callable", "Something is called that is no function."),
    (
        "TypeError",
        r"'(function|method|builtin_function_or_method|type|numpy\.ufunc)'",
        "function-not-called",
        "A function, or a class, stands where what it gives is needed.",
    ),
    (
        "TypeError",
        r"unhashable",
        "no-key",
        "What may change, such as an array, a list or a slice, cannot be looked up: a key of a "
        "dict, an item of a set, or what a function counts has to be a number or a text.",
    ),
    (
        "TypeError",
        r"operand.*'str'|can only concatenate str",
        "text-in-formula",
        "Texts do not compute: `+` puts two of them together, and str(...) makes one of a number.",
    ),
    (
        "TypeError",
        r"operand.*'tuple'",
        "tuple-in-formula",
        "A tuple does not compute: it is several things, as a function returns them with commas. "
        "Take out the one that is meant, or make an array of all with np.array.",
    ),
    (
        "TypeError",
        r"sequence by non-int|operand.*'(list|dict)'|can only concatenate",
        "list-in-formula",
        "A list, tuple, dict or text does not compute entry by entry as an array does: np.array "
        "makes an array of a list.",
    ),
    (
        "TypeError",
        r"does not support item assignment",
        "not-to-be-written",
        "Something is written into that cannot be changed in parts, such as a number or a tuple.",
    ),
    (
        "TypeError",
        rf"{_NUMBER} is not (subscriptable|iterable)|unpack non-iterable|0-d array|unsized"
        r"|object of type '(int|float|bool|numpy\.\w+)' has no len",
        "one-for-several",
        "A single thing comes where several are to be indexed, looped over or taken apart.",
    ),
    (
        "TypeError",
        r"'(generator|zip|map|filter|range_iterator|reversed|enumerate|dict_\w+|set)' "
        r"(object is not subscriptable|has no len)",
        "not-indexed",
        "What can only be looped over, such as a generator, zip or a dict's keys(), is indexed or "
        "asked for its length: list(...) makes a list of it.",
    ),
    (
        "TypeError",
        r"not subscriptable|not iterable|no len",
        "no-items",
        "An object is indexed, looped over, searched or asked for its length, and has no items.",
    ),
    (
        "_?UFunc.*|TypeError",
        "did not contain a loop|unsupported operand",
        "no-numbers",
        "An operator or a function gets something that it cannot compute with.",
    ),
    (
        "ValueError",
        "values to unpack",
        "other-number-of-values",
        "The names on the left are more, or fewer, than the values on the right.",
    ),
    (
        "ValueError",
        "math domain error|expected a (positive|nonnegative)",
        "outside-domain",
        "A function of math gets a number for which it has no value, such as the logarithm of 0.",
    ),
    (
        "ValueError",
        "could not convert|invalid literal",
        "text-for-number",
        "A text comes where a number is needed.",
    ),
    (
        "ZeroDivisionError",
        "division|modulo|divmod",
        "division-by-zero",
        "A division by zero: think of the case in which what is divided by is 0.",
    ),
    (
        "OverflowError",
        "infinity to integer",
        "infinity-for-number",
        "Infinity is made a whole number, and is none.",
    ),
    (
        "OverflowError",
        "",
        "number-too-large",
        "A number becomes too large for its type; NumPy's floats go on with infinity.",
    ),
    (
        "RecursionError",
        "",
        "endless-recursion",
        "A function calls itself again and again, perhaps through others: the case in which it "
        "stops has to come first.",
    ),
    (
        "TimeoutError",
        "has not ended",
        "endless",
        "Look for a loop whose end never comes.",
    ),
    ("AssertionError", "", "own-assert", "An assert of the answer's own does not hold."),
    (
        "ModuleNotFoundError|ImportError",
        "",
        "no-such-module",
        "Something is imported that is not there.",
    ),
)
