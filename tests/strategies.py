"""Hypothesis strategies: the plain values that cross between grader and guest."""

from __future__ import annotations

import json
import string
from dataclasses import dataclass
from typing import Any

import numpy as np
from hypothesis import strategies as st
from hypothesis.extra import numpy as stn

from descent.probing.probes import Observation, Probe, Step
from descent.probing.values import Excess, Inert, Lent, Raised, Ref, Rng

#: Text as JSON and the wire have it: any code point, half a pair of surrogates too.
texts = st.text(st.characters(exclude_categories=()), max_size=20)
names = st.text(string.ascii_letters + string.digits + "_", min_size=1, max_size=8)

floats = st.floats(width=64)
numbers = st.one_of(
    st.booleans(),
    st.integers(-(1 << 255), 1 << 255),
    floats,
    st.complex_numbers(),
)

dtypes = st.one_of(
    stn.boolean_dtypes(),
    stn.integer_dtypes(),
    stn.unsigned_integer_dtypes(),
    stn.floating_dtypes(),
    stn.complex_number_dtypes(),
    stn.byte_string_dtypes(max_len=5),
    stn.unicode_string_dtypes(max_len=5),
)
shapes = stn.array_shapes(min_dims=0, max_dims=5, min_side=0, max_side=4)
arrays = dtypes.flatmap(lambda dtype: stn.arrays(dtype, shapes))

leaves = st.one_of(st.none(), numbers, texts, arrays)


def nested(children: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Containers of plain values."""
    return st.one_of(
        st.lists(children, max_size=4),
        st.lists(children, max_size=4).map(tuple),
        st.dictionaries(st.one_of(texts, st.integers(-5, 5)), children, max_size=4),
    )


values = st.recursive(leaves, nested, max_leaves=12)

#: Arrays and values as they are compared and stored: without bytes, and with text for keys.
plain_dtypes = st.one_of(
    stn.boolean_dtypes(),
    stn.integer_dtypes(endianness="="),
    stn.unsigned_integer_dtypes(endianness="="),
    stn.floating_dtypes(endianness="="),
    stn.complex_number_dtypes(endianness="="),
    stn.unicode_string_dtypes(endianness="=", max_len=5),
)
plain_arrays = plain_dtypes.flatmap(lambda dtype: stn.arrays(dtype, shapes))
plain_values = st.recursive(
    st.one_of(st.none(), numbers, texts, plain_arrays),
    lambda children: st.one_of(
        st.lists(children, max_size=4),
        st.lists(children, max_size=4).map(tuple),
        st.dictionaries(texts, children, max_size=4),
    ),
    max_leaves=8,
)

inerts = st.builds(Inert, texts)
excesses = st.builds(Excess, texts)
raised = st.builds(Raised, texts, texts, st.integers(-5, 1 << 64), texts)
refs = st.builds(Ref, names)
rngs = st.builds(Rng, st.sampled_from(["Generator", "RandomState"]), st.integers(0, 1 << 31))
lents = st.builds(Lent, names, st.lists(floats, max_size=3).map(tuple))

steps = st.builds(
    Step,
    st.sampled_from(["call", "get", "find", "set", "take"]),
    names,
    st.lists(st.one_of(values, refs, rngs, lents), max_size=3).map(tuple),
    st.dictionaries(names, values, max_size=2),
    names,
    names,
    st.integers(0, 100),
)
probes = st.builds(Probe, st.lists(steps, max_size=3).map(tuple), names, texts)
results = st.one_of(values, inerts)
observations = st.builds(
    Observation,
    st.dictionaries(texts, results, max_size=3),
    st.dictionaries(texts, results, max_size=3),
    st.none() | raised,
)

#: Whatever may stand in a message.
messages = st.one_of(values, inerts, raised, refs, rngs, lents, probes, observations)


def same(one: Any, other: Any) -> bool:
    """Whether two plain values are the same to the last bit, NaN and negative zero included."""
    if type(one) is not type(other):
        return False
    if isinstance(one, np.ndarray):
        return (
            one.dtype == other.dtype
            and one.shape == other.shape
            and np.ascontiguousarray(one).tobytes() == np.ascontiguousarray(other).tobytes()
        )
    if isinstance(one, (list, tuple)):
        return len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, dict):
        return list(one) == list(other) and all(same(one[key], other[key]) for key in one)
    if isinstance(one, (float, complex)):
        return repr(one) == repr(other)
    if isinstance(one, (Inert, Raised, Ref, Rng, Lent, Step, Probe, Observation)):
        return all(same(getattr(one, name), getattr(other, name)) for name in vars(one))
    return bool(one == other)


# What lies in a folder of submissions, outside of notebooks.

#: Of a folder's name nothing is sure but that it has neither a slash nor a zero byte.
_ODD_NAMES = st.sampled_from(
    (
        *(b"-rf", b"--db=x", b"...", b"..\\honest", b"%2e%2e%2fhonest", b"~", b"$(id)", b"=1+1"),
        *(b"a\nb", b"\n", b"a\r", b"\t", b" ", b"\x1b[2J\x1b]0;x\x07", b"\x9b31m", b"\x7f"),
        *(b"Honest", b"honest ", b"honest.", b"HONEST", "hоnest".encode(), "honest\u200b".encode()),
        *("Zo\u00eb".encode(), "Zoe\u0308".encode(), b"Zo\xeb", rb"Zo\udceb", b"Zo?"),
        *(b"x" * 255, b"\xff" * 255, "\u202egnp".encode(), "\u2028".encode(), b"\xed\xa0\x80"),
        *(
            b"[red]x[bold]",
            b"{0}{{7*7}}",
            b"%s%n",
            b"None",
            b"0",
            b"null",
            b".hidden",
            b"<b>",
            b"'",
        ),
    )
)
_BYTES = st.binary(min_size=1, max_size=255).map(
    lambda name: name.replace(b"/", b"\\").replace(b"\0", b"0")
)
folder_names = st.one_of(_ODD_NAMES, _BYTES).filter(lambda name: name not in (b".", b".."))


@dataclass(frozen=True)
class HandedIn:
    """How one submission lies in its folder: what is at each place, and with which rights.

    Attributes:
        student: The name of the student's folder.
        assignment: Of the folder in it; None for that of the course.
        places: What is there, by place: ``student``, ``assignment``, ``notebook``, ``timestamp``,
            and ``beside`` these two.
        modes: The rights of what is there, by place.
        content: Of a notebook that is ``made up``.
    """

    student: bytes
    assignment: bytes | None
    places: dict[str, str]
    modes: dict[str, int]
    content: bytes = b""


_LINKS = ("link to itself", "link to nowhere", "link to another", "link to what is outside")
_ELSE = ("file", "pipe", *_LINKS, "socket")
_PLACES = {
    "student": st.sampled_from(("folder",) * 8 + _ELSE),
    "assignment": st.sampled_from(("folder",) * 8 + _ELSE),
    "notebook": st.sampled_from(
        (
            *("right", "right", "nothing", "folder", "device", "sparse", "bytes", *_ELSE),
            *("made up",) * 6,
            "another name of another's",
        )
    ),
    "timestamp": st.sampled_from(("nothing", "time", "folder", "device", "sparse", *_ELSE)),
    "beside": st.sampled_from(("nothing",) * 6 + ("deep folders", "many notebooks", *_ELSE)),
}
_MODES = st.dictionaries(
    st.sampled_from(tuple(_PLACES)),
    st.sampled_from((0o000, 0o100, 0o300, 0o444, 0o600, 0o777, 0o7777)),
    max_size=2,
)

_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=6,
)


def _mostly(*usual: Any) -> st.SearchStrategy[Any]:
    return st.one_of(*[st.sampled_from(usual)] * 4, _JSON)


_GRADED = st.fixed_dictionaries(
    {},
    optional={
        "grade_id": _mostly("test_mse_loss", "mse_loss", "sigmoid", "test_sigmoid"),
        "grade": _mostly(True, False),
        "points": _mostly(2, 1e400, -1),
        "locked": _mostly(True),
        "checksum": _mostly(""),
    },
)
_CELLS = st.fixed_dictionaries(
    {},
    optional={
        "cell_type": _mostly("code", "markdown", "raw", "heading"),
        "source": _mostly("x = 1", ["def f():\n", "    pass"], "\ud800", "%%html\n<b>", "\0"),
        "input": _mostly("1"),
        "metadata": _JSON | st.fixed_dictionaries({"nbgrader": _GRADED | _JSON}),
        "id": _mostly("a"),
        "outputs": _mostly([], [{"output_type": "stream", "text": "x"}]),
        "attachments": _mostly({"a": {"image/png": "x"}}),
    },
)
_NOTEBOOKS = st.fixed_dictionaries(
    {},
    optional={
        "cells": _JSON | st.lists(_CELLS, max_size=6),
        "worksheets": _JSON | st.lists(st.fixed_dictionaries({"cells": st.lists(_CELLS)})),
        "nbformat": _mostly(4, 4, 4, 3, 2, 1, 5, 4.5),
        "nbformat_minor": _mostly(5, 0),
        "metadata": _mostly({}, {"language_info": {"name": "python", "version": "9.9.9"}}),
    },
)
_ENCODINGS = ("utf-8", "utf-8", "utf-8-sig", "utf-16", "utf-32-be", "utf-7", "latin-1", "cp037")


def _stored(notebook: Any, encoding: str, escaped: bool, kept: int) -> bytes:
    """Return the bytes of a notebook, perhaps cut off."""
    text = json.dumps(notebook, ensure_ascii=escaped)
    errors = "surrogatepass" if encoding.startswith("utf") and encoding != "utf-7" else "replace"
    data = text.encode(encoding, errors)
    return data[: len(data) * kept // 100]


#: Whatever may be stored as a notebook: of any version, in any encoding, cut off.
notebooks = st.builds(
    _stored,
    _NOTEBOOKS | _JSON,
    st.sampled_from(_ENCODINGS),
    st.booleans(),
    st.sampled_from((100, 100, 100, 99, 50)),
)

handed_in = st.builds(
    HandedIn,
    folder_names,
    st.none() | folder_names,
    st.fixed_dictionaries(_PLACES),
    _MODES,
    notebooks,
)
#: Whatever a file that should say a time may say.
times = st.one_of(
    st.datetimes(timezones=st.none() | st.timezones()).map(str),
    st.sampled_from(
        (
            *("2020-01-01 00:00:00 ..", "2020-01-01 00:00:00 Europe/Berlin", "0001-01-01 +14:00"),
            *("9" * 100, "1e400", "9999-12-31 23:59:60 -23:59", "now", "\0", "24:61", "+99:99"),
        )
    ),
    st.text(max_size=120),
)
