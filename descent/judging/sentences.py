"""What a check says when it has no cause to name: both facts, in plain words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import numpy as np

from descent.judging.compare import MISSING, Difference, as_numbers
from descent.judging.sheets import Sheet
from descent.probing.probes import Observation, Probe, Step
from descent.probing.values import Excess, Inert, Lent, Raised, Ref, Rng, Sealed, Value


def passed() -> str:
    """Say that all is well."""
    return "Right."


def not_attempted(answer: str, observation: Observation) -> str:
    """Say kindly that there is no answer yet."""
    if observation.raised:
        return f"{answer} is not written yet: replace the line that raises NotImplementedError."
    dots = any(isinstance(value, Inert) for value in observation.shown.values())
    return f"There is no answer yet: {answer} gives {'...' if dots else 'None'} so far."


def joined(sentences: list[str]) -> str:
    """Return sentences as one text, each with a capital where it begins with a word."""
    return " ".join(
        text[0].upper() + text[1:] if text.startswith(("the ", "there ")) else text
        for text in sentences
    )


def unsaid(sheet: Sheet, difference: Difference) -> str:
    """Say that a hidden probe shows a difference, and nothing that the answer could choose."""
    if difference.kind == "property":  # what a criterion asks for, in words of its own
        return difference.sentence
    if difference.kind == "argument":
        return f"{sheet.answer} changes an argument, which the caller still needs. Work on a copy."
    if difference.kind != "raised":
        return f"{sheet.answer} is not right on every hidden test."
    if difference.got.type == "NotImplementedError":
        return _raised(sheet, difference, False)
    return f"{sheet.answer} stops with an error on a hidden test."


def precise(sheet: Sheet, number: int, difference: Difference, reveal: bool) -> str:
    """Say what differs, and where, without a guess at the cause.

    Args:
        sheet: The exercise.
        number: Which of its probes shows the difference.
        difference: The difference.
        reveal: Whether numbers of the probe may be quoted.
    """
    probe = sheet.probes[number]
    sentence = _SENTENCES[difference.kind](sheet, difference, reveal)
    case = f" (on {probe.label})" if probe.label else ""
    return f"{sentence[:-1]}{case}." if sentence.endswith(".") else sentence + case


def asked(sheet: Sheet, probe: Probe) -> str:
    """Return the last call of an answer or of its methods, as a student would type it, if any."""
    calls = [step for step in probe.steps if step.do in ("call", "take") and _is_typed(step)]
    if not calls:
        return ""
    step = calls[-1]
    # Parameters of a method are not those of the answer.
    names = sheet.parameters if not step.target else ()
    args = [quote(item) for item in step.args]
    args[: len(names)] = [f"{name}={arg}" for name, arg in zip(names, args, strict=False)]
    args += [f"{name}={quote(item)}" for name, item in step.kwargs.items()]
    return f"{step.target or sheet.answer}({', '.join(args)})"


def _is_typed(step: Step) -> bool:
    """Return whether this calls the answer or a method of its own, and not what Python calls."""
    _, *attributes = step.target.split(".")
    return len(attributes) < 2 and not any(name.startswith("__") for name in attributes)


def quote(value: Value, digits: int = 6) -> str:
    """Return a value in the fewest characters that tell it."""
    if isinstance(value, np.ndarray):
        if value.size <= 12:
            text = np.array2string(value, precision=digits - 1, separator=", ")
            # NumPy pads numbers to columns, which one line has not.
            return re.sub(r"(?<=\[) | (?=[\],])", "", " ".join(text.split()))
        return f"an array of shape {value.shape}"
    if isinstance(value, float):
        return f"{value:.{digits}g}"
    if isinstance(value, Inert):
        return value.description
    if isinstance(value, Rng):
        make = "default_rng" if value.kind == "Generator" else value.kind
        return f"np.random.{make}({value.seed})"
    if isinstance(value, (Ref, Lent)):
        return value.name
    if isinstance(value, (list, tuple)) and len(value) > 6:
        return f"a {type(value).__name__} of {len(value)} items"
    if isinstance(value, (list, tuple)):
        inner = ", ".join(quote(item, digits) for item in value)
        return f"[{inner}]" if isinstance(value, list) else f"({inner})"
    if isinstance(value, dict):
        items = [f"{key!r}: {quote(item, digits)}" for key, item in value.items()]
        return "{" + ", ".join(items) + "}"
    return repr(value)


def kind(value: Value, reveal: bool = True) -> str:
    """Return what sort of thing a value is, with its article."""
    if value is MISSING:
        return "nothing"
    if isinstance(value, Inert):
        other = "something far larger" if isinstance(value, Excess) else "something else"
        return value.description if reveal else other
    if isinstance(value, np.ndarray):
        texts = " of strings" if value.dtype.kind == "U" else ""
        return f"an array{texts} of shape {value.shape}" if reveal else f"an array{texts}"
    if value is None:
        return "None"
    names = {"bool": "a truth value", "int": "a number", "float": "a number", "str": "a string"}
    return names.get(type(value).__name__, f"a {type(value).__name__}")


def _raised(sheet: Sheet, difference: Difference, reveal: bool) -> str:
    error = difference.got
    assert isinstance(error, Raised)
    if error.type == "NotImplementedError":
        return f"A part of {sheet.answer} is not written yet: it raises NotImplementedError."
    # A backtick of the line's own would end the quotation where comments are Markdown.
    line = error.source.replace("`", "'")
    where = f" in line {error.line} (`{line}`)" if line else ""
    # The text of an error could carry what a hidden probe has shown to the code.
    message = f": {error.message}" if error.message and reveal else ""
    if not line and "__len__" in error.message:
        return f"What {sheet.answer} gives has no length{message}."
    return f"{sheet.answer} stops with {error.type}{message}{where}."


def _missing(sheet: Sheet, difference: Difference, reveal: bool) -> str:
    return f"{_name(difference)} is missing from what {sheet.answer} gives."


def _type(sheet: Sheet, difference: Difference, reveal: bool) -> str:
    right, came = difference.expected, difference.got
    if isinstance(right, list) and isinstance(came, (list, tuple)):
        other = next((n for n, item in enumerate(came) if not _is_one_number(item)), None)
        # What is not a number could carry what a hidden probe has shown.
        if other is None or not reveal:
            what = "not every item is a number"
        else:
            what = f"item {other} is {kind(came[other], reveal)}"
        return f"{_name(difference)}: expected a list of numbers, but {what}."
    if isinstance(right, tuple) and isinstance(came, (tuple, list)):
        got = len(came) if reveal else "another number"
        return f"{_name(difference)}: expected {len(right)} values, got {got}."
    return f"{_name(difference)}: expected {kind(right)}, got {kind(came, reveal)}."


def _is_one_number(item: Value) -> bool:
    number = as_numbers(item)
    return number is not None and number.ndim == 0


def _shape(sheet: Sheet, difference: Difference, reveal: bool) -> str:
    right = as_numbers(difference.expected, sequence=True)
    came = as_numbers(difference.got, sequence=True)
    assert right is not None and came is not None
    if right.ndim == came.ndim == 1:
        got = came.size if reveal else "another number"
        return f"{_name(difference)}: expected {right.size} entries, got {got}."
    expected = f"{_name(difference)}: expected {_shape_name(right.shape)}"
    # A shape or a count that comes from the answer could carry what a hidden probe has shown.
    if not reveal:
        return f"{expected}, got another."
    return f"{expected}, got {_shape_name(came.shape)}{_how_off(right.shape, came.shape)}."


def _how_off(right: tuple[int, ...], came: tuple[int, ...]) -> str:
    """Say how the shape of a table is off: by a row or a column, or by their order."""
    if len(right) != 2 or len(came) != 2:
        return ""
    if came == right[::-1]:
        return ": rows and columns are exchanged"
    off = {1: "too many", -1: "too few"}
    rows, columns = came[0] - right[0], came[1] - right[1]
    if columns == 0 and rows in off:
        return f": a row {off[rows]}"
    return f": a column {off[columns]}" if rows == 0 and columns in off else ""


def _shape_name(shape: tuple[int, ...]) -> str:
    return f"shape {shape}" if shape else "a single number"


def _values(sheet: Sheet, difference: Difference, reveal: bool) -> str:
    name = _name(difference)
    if isinstance(difference.expected, Sealed):
        return f"{name} is not right yet."
    right = as_numbers(difference.expected, sequence=True)
    came = as_numbers(difference.got, sequence=True)
    if not reveal:
        if right is None or right.size < 2:
            return f"{name} is not right."
        return f"{name} has the right shape, but not the right numbers."
    if right is None or came is None:
        return f"{name}: expected {quote(difference.expected)}, got {quote(difference.got)}."
    index = difference.index
    place = f"[{', '.join(map(str, index))}]" if index else ""
    others = difference.count - 1
    more = f" ({others} more of {right.size} entries differ)" if others > 0 else ""
    # A row of results may come with an axis more or less.
    expected, actual = apart(right[index], came.reshape(right.shape)[index])
    return f"{name}{place}: expected {expected}, got {actual}{more}."


def apart(one: Any, other: Any) -> tuple[str, str]:
    """Return two numbers with as many digits as it takes to tell them apart."""
    for digits in (6, 9, 17):
        texts = [f"{item:.{digits}g}" if np.isrealobj(item) else str(item) for item in (one, other)]
        if texts[0] != texts[1]:
            break
    return texts[0], texts[1]


def _argument(sheet: Sheet, difference: Difference, reveal: bool) -> str:
    what = f"its argument {difference.part}" if difference.part.isidentifier() else difference.part
    return (
        f"{sheet.answer} changes {what}: after the call it is no longer what the caller passed. "
        "Work on a copy."
    )


def _property(sheet: Sheet, difference: Difference, reveal: bool) -> str:
    return " ".join(filter(None, (difference.sentence, difference.fact if reveal else "")))


def _name(difference: Difference) -> str:
    return named(difference.part)


def named(part: str) -> str:
    """Return what a part of the result is called in a sentence."""
    return f"the result{part}" if part.startswith("[") or not part else part


def listing(names: Sequence[str]) -> str:
    """Return some names as one text: "a, b and c"."""
    return " and ".join(filter(None, [", ".join(names[:-1]), *names[-1:]]))


_SENTENCES = {
    "raised": _raised,
    "missing": _missing,
    "type": _type,
    "shape": _shape,
    "values": _values,
    "argument": _argument,
    "property": _property,
}


def facts(difference: Difference | None) -> list[tuple[str, str]]:
    """Return what was expected and what came, as rows of a table; none where it says nothing."""
    if difference is None or difference.kind not in ("values", "shape", "type", "argument"):
        return []
    if isinstance(difference.expected, Sealed):
        return []
    first, second = "expected", "got"
    if difference.kind == "argument":
        first, second = "before the call", "after it"
    # As many digits as it takes to tell the two apart.
    for digits in (6, 9, 17):
        texts = [quote(item, digits) for item in (difference.expected, difference.got)]
        if texts[0] != texts[1]:
            break
    return list(zip((first, second), texts, strict=True))
