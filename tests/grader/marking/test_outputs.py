"""Outputs cut out of JSON before it is parsed, whatever stands in them."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from grader.marking import outputs
from grader.marking.outputs import parts, without_attachments, without_outputs

MOST = 1000
texts = st.text(st.sampled_from('ab"\\[]{},:\n é中😀'), max_size=12)
values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | texts,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4),
    max_leaves=12,
)
cells = st.fixed_dictionaries(
    {"source": texts | st.lists(texts, max_size=3), "outputs": st.lists(values, max_size=4)},
    optional={"attachments": st.dictionaries(texts, values, max_size=2), "metadata": values},
)


@pytest.fixture(autouse=True)
def _short_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every few bytes be a boundary, between a backslash and its quote as well."""
    monkeypatch.setattr(outputs, "_SHORT", 2)
    monkeypatch.setattr(outputs, "_LONG", 5)


def counted(value: Any) -> int:
    """The lists, objects and commas of a value, written out plainly."""
    if not isinstance(value, list | dict):
        return 0
    inner = value.values() if isinstance(value, dict) else value
    return 1 + max(len(value) - 1, 0) + sum(map(counted, inner))


@given(st.lists(cells, max_size=4), st.sampled_from([None, 1]), st.booleans())
@hypothesis_settings(max_examples=300, deadline=None)
def test_what_is_left_is_the_rest_of_the_cells(
    made: list[dict[str, Any]], indent: int | None, ascii_only: bool
) -> None:
    data = json.dumps({"cells": made}, indent=indent, ensure_ascii=ascii_only).encode()
    left = json.loads(without_outputs(data, MOST))["cells"]
    assert repr(left) == repr([cell | {"outputs": []} for cell in made])
    left = json.loads(without_attachments(data, MOST))["cells"]
    assert repr(left) == repr(
        [cell | ({"attachments": {}} if "attachments" in cell else {}) for cell in made]
    )
    assert parts(data) == counted({"cells": made})


@given(st.text(st.sampled_from('"\\[]{},:outpus \n'), max_size=60))
@hypothesis_settings(max_examples=300, deadline=None)
def test_what_is_no_json_is_gone_through_all_the_same(rest: str) -> None:
    data = b'{"outputs": [' + rest.encode()
    left = without_outputs(data, MOST)
    assert left.startswith(b'{"outputs": [') and len(left) <= len(data)
    assert parts(data) >= 0


def test_what_only_looks_like_outputs_is_kept() -> None:
    source = 'd = {"outputs": [1, 2]}'
    data = json.dumps({"source": source, "lines": [source, '"outputs": [']}).encode()
    assert without_outputs(data, MOST) == data


def test_outputs_without_an_end_are_kept() -> None:
    data = b'{"outputs": [1, "]'
    assert without_outputs(data, MOST) == data


def test_only_so_many_are_cut_out() -> None:
    data = json.dumps([{"outputs": [n]} for n in range(5)]).encode()
    left = [cell["outputs"] for cell in json.loads(without_outputs(data, 3))]
    assert left == [[], [], [], [3], [4]]
