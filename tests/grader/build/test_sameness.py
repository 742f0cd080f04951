"""Whether two generated files say the same."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from descent.judging import sheet_files
from descent.probing.probes import call
from grader.build.sameness import differences, same_text
from tests.descent import made_up
from tests.grader.classes import code


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("loss 0.12345678", "loss 0.12345679"),
        ("1e-12", "0"),
        ("x = [1.0, -2.5e3]", "x = [1.0, -2500.0]"),
        ("data:image/png;base64,AAAA end", "data:image/png;base64,BBBB end"),
    ],
)
def test_last_digits_and_pictures_do_not_matter(one: str, other: str) -> None:
    assert same_text(one, other) and same_text(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [("loss 0.123", "loss 0.124"), ("a 1", "b 1"), ("1 2", "1"), ("1.0", "-1.0"), ("", "x")],
)
def test_words_and_first_digits_matter(one: str, other: str) -> None:
    assert not same_text(one, other) and not same_text(other, one)


@pytest.mark.parametrize(
    ("change", "same"),
    [
        (lambda cell: cell["outputs"][0]["data"].update({"image/png": "other"}), True),
        (lambda cell: cell["outputs"][0]["data"].update({"text/plain": ["0.5000001"]}), True),
        (lambda cell: cell["outputs"][0]["data"].update({"text/plain": ["0.6"]}), False),
        (lambda cell: cell["outputs"].clear(), False),
        (lambda cell: cell.update(source=["y\n", "z"]), False),
        (lambda cell: cell.update(more=1), False),
        (lambda cell: cell.update(execution_count=2), False),
    ],
)
def test_generated_files_are_compared_piece_by_piece(
    change: Callable[[dict[str, object]], object], same: bool, tmp_path: Path
) -> None:
    output = {"output_type": "x", "data": {"text/plain": ["0.5"], "image/png": "one"}}
    cell = code("", outputs=[output], execution_count=1)
    cell["source"] = ["x\n", "z"]
    one, other = tmp_path / "one.ipynb", tmp_path / "other.ipynb"
    one.write_text(json.dumps({"cells": [cell]}))
    change(cell)
    other.write_text(json.dumps({"cells": [cell]}))
    found = differences(one, other, tmp_path)
    assert bool(found) != same
    assert all("one.ipynb comes out otherwise" in text and "/cells/0" in text for text in found)


@pytest.mark.parametrize(
    ("other", "same"),
    [("x / 2 * (1 + 1e-8)", True), ("x / 2.1", False), ("[x / 2]", False)],
)
def test_checks_are_compared_by_what_is_in_them(other: str, same: bool, tmp_path: Path) -> None:
    paths = []
    for name, answer in (("one", "x / 2"), ("other", other)):
        sheet = made_up(
            eval(f"lambda x: {answer}"),
            [call(np.arange(6.0) + 0.1), call(3.0)],
            mistakes={
                "same": lambda x: x * 2,
                "nan": lambda x: x * np.nan,
                "fails": lambda x: x.no,
            },
        )
        (tmp_path / name).mkdir()
        paths.append(sheet_files.write([sheet], "01_made_up", tmp_path / name))
    found = differences(*paths, tmp_path)
    assert bool(found) != same
    assert all("01_made_up.zip comes out otherwise" in text for text in found)
