"""What stands under the names in a line of code, in a few words each: sorts and shapes."""

from __future__ import annotations

import re
import types
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

# How many names of a line are told, how long one may be, and how many keys of a dict are.
MOST_NAMES = 6
_LONGEST_NAME = 40
_MOST_KEYS = 8

_KEY = r"[A-Za-z0-9_]{1,12}"
_NAME = rf"[^\W\d]\w{{0,{_LONGEST_NAME - 1}}}"
_FLOAT = r"-?(nan|inf|\d[\d.]{0,12}(e[+-]\d{1,3})?)"

# What is said of a thing has one of these forms, so that it carries next to nothing else.
_FORMS = re.compile(
    "|".join(
        (
            r"an array of shape \([\d, ]{0,40}\)( of (whole numbers|truth values|texts|objects))?",
            r"a single number in an array",
            r"the whole number -?\d{1,9}",
            rf"the number {_FLOAT}",
            r"a (number|text|function|class|truth value|generator)",
            r"a (list|tuple) of \d{1,9} items?",
            rf"a dict with (no keys|the keys {_KEY}(, {_KEY}){{0,{_MOST_KEYS - 1}}}(, …)?)",
            r"a dict",
            r"None",
            rf"an object of type {_NAME}",
        )
    )
)

_KINDS = {"i": " of whole numbers", "u": " of whole numbers", "b": " of truth values"}
_KINDS |= {"U": " of texts", "S": " of texts", "O": " of objects"}
_CALLED = (types.FunctionType, types.BuiltinFunctionType, types.MethodType, np.ufunc)
_LOOPED = (types.GeneratorType, zip, map, filter, enumerate, reversed)


def named_in(line: str, variables: Mapping[str, Any]) -> dict[str, str]:
    """Return what the variables in a line are, by their names, as they come in it.

    Args:
        line: The line.
        variables: The local variables where it stands.
    """
    names = [name for name in dict.fromkeys(_names(line)) if name in variables]
    told = {name: described(variables[name]) for name in names if name != "self"}
    return dict([item for item in told.items() if item[1]][:MOST_NAMES])


def believed(names: Mapping[str, str], line: str) -> dict[str, str]:
    """Return what is claimed of the names in a line, without what nothing there could be."""
    own = set(_names(line))
    told = {name: text for name, text in names.items() if name in own and _FORMS.fullmatch(text)}
    return dict([*told.items()][:MOST_NAMES])


def _names(line: str) -> Iterator[str]:
    # What stands in quotes or behind a dot is no variable.
    bare = re.sub(r"""'[^']*'|"[^"]*"|#.*""", "", line)
    yield from re.findall(rf"(?<![\w.]){_NAME}\b", bare)


def described(thing: object) -> str:
    """Return what sort of thing this is, with its shape or its number; ``""`` if that is unsaid."""
    # By its type alone: an object of a student's may claim to be anything.
    kind = type(thing)
    if kind is np.ndarray:
        return _array(thing)
    if issubclass(kind, np.generic):
        thing = thing.item()  # type: ignore[attr-defined]
        kind = type(thing)
    text = _plain(thing, kind)
    return text if _FORMS.fullmatch(text) else ""


def _array(array: Any) -> str:
    if not array.ndim:
        return "a single number in an array"
    text = f"an array of shape {array.shape}{_KINDS.get(array.dtype.kind, '')}"
    return text if _FORMS.fullmatch(text) else ""


def _plain(thing: Any, kind: type) -> str:
    if thing is None:
        return "None"
    if kind is bool:
        return "a truth value"
    if kind is int:
        return f"the whole number {thing}" if abs(thing) < 10**9 else "a number"
    if kind is float:
        return f"the number {thing:.6g}"
    if kind in (list, tuple):
        return f"a {kind.__name__} of {len(thing)} item{'s' * (len(thing) != 1)}"
    if kind is dict:
        return _dict(thing)
    if kind is str:
        return "a text"
    if issubclass(kind, _CALLED):
        return "a function"
    if issubclass(kind, type):
        return "a class"
    if issubclass(kind, _LOOPED):
        return "a generator"
    return f"an object of type {type.__dict__['__name__'].__get__(kind)}"


def _dict(thing: dict[Any, Any]) -> str:
    keys = [str(key) for key in thing if type(key) in (str, int)]
    if len(keys) < len(thing) or not all(re.fullmatch(_KEY, key) for key in keys[:_MOST_KEYS]):
        return "a dict"
    if not keys:
        return "a dict with no keys"
    more = ", …" if len(keys) > _MOST_KEYS else ""
    return f"a dict with the keys {', '.join(keys[:_MOST_KEYS])}{more}"
