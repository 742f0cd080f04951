"""Notebooks as people's programs write them: what is read of the bytes."""

from __future__ import annotations

import codecs
import json
from collections.abc import Callable
from typing import Any

import pytest

from grader.marking import notebook_file
from grader.marking.alignment import aligned
from grader.marking.notebook_file import NoNotebook, cells_of, plain_cell, saved_with
from tests.grader.classes import SECTION, code, prose
from tests.grader.classes import released as notebook_of
from tests.here import released

PROGRESS = "\r 97%|█████████▋| 970/1000 [00:09<00:00]"


def written(*cells: dict[str, Any], **more: Any) -> str:
    made = {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5, **more}
    return json.dumps(made, ensure_ascii=False)


def sources(data: str | bytes) -> list[str]:
    return [cell["source"] for cell in cells_of(data.encode() if isinstance(data, str) else data)]


def refused(data: str | bytes) -> str:
    with pytest.raises(NoNotebook) as raised:
        sources(data)
    return str(raised.value)


# Bytes and text


@pytest.mark.parametrize(
    "encode",
    [
        lambda text: text.encode(),
        lambda text: codecs.BOM_UTF8 + text.encode(),
        lambda text: codecs.BOM_UTF8 * 2 + text.encode(),
        lambda text: text.encode("utf-16"),
        lambda text: codecs.BOM_UTF16_LE + text.encode("utf-16-le"),
        lambda text: codecs.BOM_UTF16_BE + text.encode("utf-16-be"),
        lambda text: text.encode("utf-16-le"),
        lambda text: text.encode("utf-32"),
        lambda text: text.replace("\n", "\r\n").encode(),
    ],
)
def test_a_notebook_is_read_in_every_encoding_of_unicode(encode: Callable[[str], bytes]) -> None:
    made = [code("η = 'é 中 😀'"), code("2", outputs=[{"text": ["😀"]}])]
    assert sources(encode(json.dumps(json.loads(written(*made)), indent=1))) == [
        "η = 'é 中 😀'",
        "2",
    ]


@pytest.mark.parametrize("data", [written(code("é")).encode("latin-1"), b"\xff\xfe{\x00\x00"])
def test_what_is_no_unicode_is_told_with_the_remedy(data: bytes) -> None:
    assert "is not UTF-8 text (nor UTF-16): open it in Jupyter, save it" in refused(data)


def test_broken_bytes_in_outputs_cost_nothing() -> None:
    data = written(code("1", outputs=["here"])).encode().replace(b"here", b"\xff\xfe")
    assert sources(data) == ["1"]


def test_a_conflict_of_git_is_named_by_its_text() -> None:
    text = written(code("1")).replace('"metadata"', '\n<<<<<<< HEAD\n"metadata"', 1)
    told = refused(text)
    assert "is not JSON" in told and "<<<<<<< HEAD" in told and "line" not in told


# Lines


@pytest.mark.parametrize("end", ["\r\n", "\r", "\n", "  \n", "\t \r\n"])
def test_other_line_ends_alter_nothing_of_the_courses(end: str) -> None:
    made = notebook_of(SECTION)
    for cell in made["cells"]:
        cell["source"] = cell["source"].replace("\n", end)
    cells, notes = aligned(released(SECTION), cells_of(json.dumps(made).encode()))
    assert notes == []
    assert not any("\r" in cell.source for cell in cells)
    untouched, _ = aligned(released(SECTION), cells_of(json.dumps(notebook_of(SECTION)).encode()))
    assert [cell.runs for cell in cells] == [cell.runs for cell in untouched]
    assert not all(cell.runs for cell in cells if cell.role == "demo")


@pytest.mark.parametrize("source", ["x = '''a\r\nb\rc'''", 'y = "a\\r\\n"', "1 + \\\r\n1", "\r\n"])
def test_a_source_means_in_python_what_it_meant(source: str) -> None:
    before: dict[str, Any] = {}
    after: dict[str, Any] = {}
    exec(source, before)
    exec(plain_cell(code(source))["source"], after)
    assert {**before, "__builtins__": 0} == {**after, "__builtins__": 0}


# Formats


def in_format_3(cells: list[dict[str, Any]]) -> dict[str, Any]:
    """Format 3, and 2, has its cells in worksheets, and calls a source of code input."""
    old = [
        {"cell_type": "code", "input": c["source"], "prompt_number": 1, "metadata": c["metadata"]}
        if c["cell_type"] == "code"
        else c
        for c in cells
    ]
    return {"worksheets": [{"cells": old[:2]}, {"cells": old[2:]}], "nbformat_minor": 0}


@pytest.mark.parametrize("version", [2, 3])
def test_formats_with_worksheets_are_read(version: int) -> None:
    cells = [
        code("a = 1", metadata={"nbgrader": {"grade_id": "sigmoid"}}),
        prose("words"),
        {"cell_type": "heading", "level": 2, "source": ["A ", "head"]},
        code(["b = 2\n", "c = 3"]),
    ]
    found = cells_of(json.dumps({**in_format_3(cells), "nbformat": version}).encode())
    assert [cell["source"] for cell in found] == ["a = 1", "words", "# A head", "b = 2\nc = 3"]
    assert [cell["cell_type"] for cell in found] == ["code", "markdown", "markdown", "code"]
    assert found[0]["grade_id"] == "sigmoid"


@pytest.mark.parametrize("minor", [0, 1, 2, 3, 4, 5, 6, None, "x"])
def test_every_minor_version_of_format_4_is_read(minor: Any) -> None:
    cell = code("x = 1")
    del cell["id"], cell["metadata"], cell["outputs"]
    assert cells_of(written(cell, nbformat_minor=minor).encode()) == [
        {
            "cell_type": "code",
            "source": "x = 1",
            "id": "",
            "grade_id": "",
            "attachments": {},
            "untouched": False,
        }
    ]


@pytest.mark.parametrize("version", [5, 6, 400, 5.5])
def test_a_newer_format_is_refused_in_plain_words(version: float) -> None:
    assert refused(written(nbformat=version)) == (
        f"is of notebook format {version}, newer than this grader reads (4): save it as format 4"
    )


# Ids, names, metadata


def test_ids_in_the_metadata_are_ids() -> None:
    made = notebook_of(SECTION)
    for cell in made["cells"]:
        cell["metadata"] = {"id": cell.pop("id")}
    cells, notes = aligned(released(SECTION), cells_of(json.dumps(made).encode()))
    assert notes == []
    assert [cell.id for cell in cells] == [cell["id"] for cell in notebook_of(SECTION)["cells"]]


def test_numbers_that_json_does_not_have_are_no_reason_to_refuse() -> None:
    text = written(code("1", metadata={"x": float("nan")}), metadata={"y": float("-inf")})
    assert "NaN" in text and "-Infinity" in text
    assert sources(text) == ["1"]


def test_only_pictures_are_kept_of_attachments() -> None:
    forms = {"image/png": ["QU", "JD"], "image/svg+xml": "<svg/>", "text/html": "x"}
    cell = plain_cell(prose("x", attachments={"a": forms, "b": {"image/svg+xml": "x"}, "c": 7}))
    assert cell["attachments"] == {"a": {"image/png": "QUJD"}}


# Limits


BIG = {
    "progress bars": [{"output_type": "stream", "name": "stderr", "text": [PROGRESS] * 250_000}],
    "a million brackets in one text": [{"output_type": "stream", "text": "[{" * 500_000}],
    "numbers of a plot": [{"data": {"application/json": {"x": [[0.5, 1]] * 600_000}}}],
    "pictures": [{"data": {"image/png": "iVBORw0K" * 1_000_000}}] * 5,
}


@pytest.mark.parametrize("name", BIG)
def test_outputs_are_no_part_of_what_is_limited(name: str) -> None:
    text = written(code("x = 1", outputs=BIG[name]), code("y = 2"))
    assert sources(text) == ["x = 1", "y = 2"]


def test_pasted_pictures_are_left_out_where_they_are_too_large(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(notebook_file, "MAX_BYTES", 1000)
    made = [prose("x", attachments={"a.png": {"image/png": "Q" * size}}) for size in (100, 2000)]
    small, large = (cells_of(written(cell, code("1")).encode()) for cell in made)
    assert small[0]["attachments"] and not large[0]["attachments"]
    assert [cell["source"] for cell in large] == ["x", "1"]


@pytest.mark.parametrize(
    ("limit", "most", "told"),
    [
        ("MAX_BYTES", 20, "besides its outputs"),
        ("MAX_PARTS", 3, "has too many parts"),
        ("MAX_CELLS", 1, "has 2 cells; at most 1 are read"),
    ],
)
def test_what_has_too_much_in_it_is_refused(
    limit: str, most: int, told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(notebook_file, limit, most)
    assert told in refused(written(code("1"), code("2")))


@pytest.mark.parametrize("points", [3, 2.5, 10**400, True, None, "3"])
def test_a_cell_as_it_was_handed_out_is_known_by_nbgraders_checksum(points: Any) -> None:
    import nbformat
    from nbgrader.utils import compute_checksum

    graded = {"grade": True, "solution": False, "locked": True, "grade_id": "test_x"}
    made = {
        "cell_type": "code",
        "source": "check()",
        "metadata": {"nbgrader": {**graded, "points": points}},
    }
    if isinstance(points, int | float) and points < 10:
        checksum = compute_checksum(nbformat.from_dict(made))
        made["metadata"]["nbgrader"]["checksum"] = checksum
        assert plain_cell(made)["untouched"]
        assert not plain_cell({**made, "source": "pass"})["untouched"]
    else:
        assert not plain_cell(made)["untouched"]


@pytest.mark.parametrize(
    ("data", "version"),
    [
        (b'{"metadata": {"language_info": {"name": "python", "version": "3.13.1"}}}', (3, 13, 1)),
        (
            b'{"language_info": {"codemirror_mode": {"name": "x", "version": 3}, "version": "3.9"}}',
            (3, 9),
        ),
        (b'{"language_info": {"name": "python"}, "version": "9.9"}', ()),
        (b'{"language_info": {"version": "9.x"}}', (9,)),
        (b"", ()),
    ],
)
def test_the_python_that_a_notebook_was_run_with_is_read(
    data: bytes, version: tuple[int, ...]
) -> None:
    assert saved_with(data) == version
