"""Notebooks as files: what is written, and what is said of a file that is none."""

from __future__ import annotations

import copy
import json
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

from grader import notebooks
from grader.errors import BadSource
from tests.grader.classes import KERNEL, code, prose

OUTPUTS = [
    {"output_type": "stream", "name": "stdout", "text": "one\ntwo\n"},
    {
        "output_type": "display_data",
        "data": {"text/html": "<p>a\nb</p>", "image/png": "AA==\n", "application/json": {"b": [1]}},
        "metadata": {},
    },
    {"output_type": "error", "ename": "E", "evalue": "x", "traceback": ["a\nb"]},
]


def made() -> notebooks.Notebook:
    picture = {"a.png": {"image/png": "AA=="}}
    cells = [
        prose("# Größe\n\n![a](attachment:a.png)", attachments=picture),
        code("x = 1\nx\n", outputs=OUTPUTS, execution_count=1),
    ]
    return {"cells": cells, "metadata": KERNEL, "nbformat": 4, "nbformat_minor": 5}


def test_a_notebook_is_written_as_nbformat_writes_it_and_left_as_it_is(tmp_path: Path) -> None:
    notebook = made()
    before = copy.deepcopy(notebook)
    path = notebooks.write(notebook, tmp_path / "more" / "ours.ipynb")
    assert notebook == before
    nbformat.write(nbformat.from_dict(made()), tmp_path / "theirs.ipynb")
    assert path.read_bytes() == (tmp_path / "theirs.ipynb").read_bytes()
    assert nbformat.read(path, as_version=4) == nbformat.from_dict(before)
    assert [path.name for path in path.parent.iterdir()] == ["ours.ipynb"]


def test_what_is_read_can_be_written_again(tmp_path: Path) -> None:
    path = notebooks.write(made(), tmp_path / "one.ipynb")
    read = notebooks.read(path)
    assert [cell["source"] for cell in read["cells"]] == [c["source"] for c in made()["cells"]]
    assert notebooks.write(read, tmp_path / "two.ipynb").read_bytes() == path.read_bytes()


def test_what_is_not_valid_is_kept_all_the_same(tmp_path: Path) -> None:
    notebook = made()
    notebook["cells"][1]["id"] = notebook["cells"][0]["id"]
    notebook["cells"][1]["source"] = "'\ud800'"
    again = notebooks.read(notebooks.write(notebook, tmp_path / "odd.ipynb"))
    assert [cell["id"] for cell in again["cells"]] == ["my-own-text"] * 2
    assert again["cells"][1]["source"] == "'?'"


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", "7", "{}", '{"cells": 7}', '{"cells": [{}]}', '{"cells": [{"source": 7}]}'],
)
def test_a_file_that_is_no_notebook_is_told(text: str, tmp_path: Path) -> None:
    path = tmp_path / "broken.ipynb"
    path.write_text(text)
    with pytest.raises(BadSource, match=r"broken\.ipynb is not a notebook"):
        notebooks.read(path)


@pytest.mark.parametrize("text", [b"\xff\xfe", json.dumps(made()).encode("utf-16")])
def test_a_file_that_is_no_text_is_told(text: bytes, tmp_path: Path) -> None:
    path = tmp_path / "broken.ipynb"
    path.write_bytes(text)
    with pytest.raises(BadSource, match=r"broken\.ipynb is not a notebook"):
        notebooks.read(path)


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(BadSource, match=r"cannot read .*gone\.ipynb: No such file"):
        notebooks.read(tmp_path / "gone.ipynb")


def test_what_is_no_number_is_written_as_null() -> None:
    notebook = made()
    data = {"application/json": {"loss": [float("nan"), 1.5, float("-inf")]}}
    notebook["cells"][1]["outputs"] = [
        {"output_type": "display_data", "data": data, "metadata": {"scale": float("inf")}}
    ]

    def refuse(constant: str) -> None:
        raise AssertionError(f"{constant} is no JSON")

    read = json.loads(notebooks.as_text(notebook), parse_constant=refuse)
    (output,) = read["cells"][1]["outputs"]
    assert output["data"]["application/json"] == {"loss": [None, 1.5, None]}
    assert output["metadata"] == {"scale": None}


def test_to_write_one_builds_no_grammar() -> None:
    # In a process of its own: here others have imported what is looked for.
    code = (
        "import sys; from grader import notebooks; "
        "notebooks.as_text({'cells': [], 'metadata': {}, 'nbformat': 4, 'nbformat_minor': 5}); "
        "print('jsonschema' in sys.modules, 'lark' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["True", "False"]
