"""What errors of NumPy mean, by their type and their text alone."""

from __future__ import annotations

# The one for fractions that are written into an array of whole numbers: its types, and its text.
NO_ROOM = ("_?UFuncOutputCastingError|UFuncTypeError|TypeError", "Cannot cast ufunc .* output from")

# Types of errors, what their message has in it, an id, and a sentence that is true of all of them.
NUMPY_ERRORS: tuple[tuple[str, str, str, str], ...] = (
    (
        "IndexError",
        "too many indices",
        "too-many-indices",
        "An array is indexed along an axis that it does not have.",
    ),
    (
        "IndexError",
        "boolean index did not match",
        "other-mask",
        "An array of truth values picks entries of an array that has another shape.",
    ),
    (
        "IndexError",
        "invalid index to scalar",
        "number-indexed",
        "A single number is indexed, as if it had entries.",
    ),
    (
        "TypeError",
        "boolean (subtract|negative)",
        "truth-values-subtracted",
        "NumPy has no minus for truth values: astype(float) makes numbers of them.",
    ),
    (
        "TypeError",
        "only integer scalar arrays",
        "array-for-number",
        "A whole number is needed, and an array comes.",
    ),
    (
        "TypeError",
        "Cannot interpret .* as a data type",
        "shape-not-a-pair",
        "What is passed for a type is none, as in np.zeros(m, n). A shape is one argument, a pair: "
        "np.zeros((m, n)).",
    ),
    (
        "TypeError",
        "data type .* not understood",
        "no-such-type",
        "NumPy knows no type of that name.",
    ),
    (
        "TypeError",
        r"of type (int|float|numpy\.u?(int|float)\d+) which has no callable",
        "object-array-used",
        "A function of NumPy gets numbers as objects of Python's, of dtype object, and cannot take "
        "them: make floats of them, with astype(float).",
    ),
    (
        "TypeError",
        "'bitwise_xor' not supported",
        "caret",
        "`^` compares the bits of whole numbers, as np.bitwise_xor does: the power is `**`.",
    ),
    (
        "TypeError",
        r"^(?!.*NoneType).*(which has no callable|not supported for the input types)",
        "no-numbers",
        "A function or an operator of NumPy gets something that it does not take, such as texts, "
        "lists among numbers, or fractions where it takes whole numbers.",
    ),
    (
        *NO_ROOM,
        "whole-numbers-refuse",
        "A result is written into an array whose type has no room for it, as one of whole numbers "
        "has none for fractions.",
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
        "with a sequence|inhomogeneous",
        "several-for-one-place",
        "An array or a list is put where there is room for a single number, or rows of unequal "
        "length into an array.",
    ),
    (
        "ValueError",
        "cannot reshape",
        "reshaped-otherwise",
        "reshape keeps every entry, so the new shape needs room for just as many.",
    ),
    (
        "ValueError",
        "could not broadcast input array|value array of shape",
        "no-room-there",
        "An array is put into a place of another shape.",
    ),
    (
        "ValueError",
        "non-broadcastable output",
        "no-room-there",
        "A result is written into an array that has a smaller shape.",
    ),
    (
        "ValueError",
        "does not have enough dimensions",
        "number-in-product",
        "A matrix product takes arrays, and something without axes comes, as a single number is.",
    ),
    (
        "ValueError",
        "matmul|not aligned|core dimension",
        "shapes-do-not-fit",
        "The shapes of two arrays do not fit: in A @ B, A has as many columns as B has rows.",
    ),
    (
        "ValueError",
        "could not be broadcast|broadcastable|shape mismatch",
        "shapes-do-not-fit",
        "The shapes of two arrays do not fit: entry by entry they have the same shape, or 1 where "
        "they differ.",
    ),
    (
        "ValueError",
        "need at least one array",
        "nothing-put-together",
        "Arrays are put together, and there is none.",
    ),
    (
        "ValueError",
        "all input arrays must have the same shape",
        "not-stacked",
        "Arrays of different shapes are stacked along a new axis: for that all need the same one.",
    ),
    (
        "ValueError",
        "input arrays? (must|dimensions)|must have same number of dimensions|concatenat",
        "not-put-together",
        "Arrays are put together that do not fit: but for the axis along which they are joined, "
        "they have one shape.",
    ),
    ("ValueError", "read-only", "read-only", "The array must not be written to: work on a copy."),
    (
        "ValueError",
        "zero-size array|empty sequence|arg is an empty|iterable argument is empty",
        "nothing-to-choose",
        "The largest or smallest is asked for where there is no entry.",
    ),
    ("AxisError", "", "no-such-axis", "The array has no such axis: axes are counted from 0."),
    (
        "OverflowError",
        "out of bounds for|negative value to unsigned",
        "no-room-in-type",
        "A number does not fit into the type of an array: astype(float) makes an array that has "
        "room.",
    ),
    (
        "MemoryError",
        "",
        "too-large-array",
        "An array is asked for that does not fit into memory.",
    ),
)
