"""``descent lab``: how far one is, what is opened, and what is refused."""

from __future__ import annotations

import importlib.util
import os
from pathlib import Path
from typing import Any

import pytest

from descent.command import main
from descent.lab import command as lab
from descent.lab import copies
from descent.lab.copies import standings
from descent.notebook import progress
from tests.descent.lab.lessons import FIRST, ROOT, SECOND, note


def test_points_so_far_are_what_the_last_checks_said(folder: Path) -> None:
    note(folder, "neuron", 1.0)
    note(folder, "sigmoid", 1.0)
    note(folder, "neuron", 0.25)
    first, second = standings(folder)
    assert (first.earned, first.total, first.finished) == (2.5, 4.0, False)
    assert (second.earned, second.total, second.finished) == (0.0, 1.0, False)


def test_the_first_section_with_points_left_is_opened(
    folder: Path,
    opened: list[Any],
    capsys: pytest.CaptureFixture[str],
) -> None:
    note(folder, "sigmoid", 1.0)
    note(folder, "neuron", 0.5)
    assert main(["lab", str(folder)]) == 0
    note(folder, "neuron", 1.0)
    main(["lab", str(folder)])
    note(folder, "tanh", 1.0)
    main(["lab", str(folder), "--", "--port", "9999"])
    addresses = [f"/lab/tree/{name}.ipynb" for name in (FIRST, SECOND, SECOND)]
    assert [(root, start) for root, start, _ in opened] == [(folder, one) for one in addresses]
    assert opened[-1][-1] == ["--port", "9999"]
    said = capsys.readouterr().out
    rows = [line.split() for line in said.splitlines() if line.startswith((FIRST, SECOND, "all"))]
    assert rows[:3] == [[FIRST, "3", "4"], [SECOND, "0", "1"], ["all", "3", "5"]]
    assert f"Next: {FIRST}" in said and f"Next: {SECOND}" in said and "All done." in said


def test_a_notebook_that_cannot_be_read_is_said_with_the_way_out(
    folder: Path,
    opened: list[Any],
    capsys: pytest.CaptureFixture[str],
) -> None:
    (folder / f"{FIRST}.ipynb").write_text('{"cells": [{}')
    assert main(["lab", str(folder)]) == 0
    said = capsys.readouterr().out
    assert f"descent lab --reset {FIRST}" in said
    assert opened[0][1] == f"/lab/tree/{FIRST}.ipynb"


def test_lines_of_the_file_that_mean_nothing_are_passed_over(folder: Path) -> None:
    note(folder, "sigmoid", 1.0)
    with (folder / ".descent" / progress.FILE).open("ab") as file:
        file.write(b'\xff\n[]\n{"exercise": 3, "passed": 1, "share": 1}\n{"share": "x"}\n')
        file.write(b'{"exercise": "tanh", "passed": true, "share": NaN}\n{"exercise": "tanh", "pas')
    assert progress.results(folder) == {"sigmoid": progress.Result(True, 1.0)}


# What is typed


@pytest.mark.parametrize(
    "arguments",
    [
        ["--reset"],
        ["--port", "9999"],
        ["a", "b"],
        ["--instructor", "mine"],
        ["--instructor", "--reset", FIRST],
        ["--reset", FIRST, "--", "--no-browser"],
    ],
)
def test_what_makes_no_sense_is_refused_with_the_usage(
    arguments: list[str], opened: list[Any], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["lab", *arguments])
    assert ended.value.code == 2 and not opened
    assert "usage: descent lab" in capsys.readouterr().err


def test_root_is_told_what_to_type(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    assert main(["lab", str(tmp_path / "mine")]) == 2
    assert "-- --allow-root" in capsys.readouterr().err
    assert not (tmp_path / "mine").exists()


def test_a_folder_without_a_notebook_of_the_course_is_said(
    tmp_path: Path,
    opened: list[Any],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(lab, "LESSONS", tmp_path / "nothing")
    assert main(["lab", str(tmp_path)]) == 2
    assert "has no notebook of the course" in capsys.readouterr().err and not opened


def test_the_lessons_of_the_clone_are_those_that_are_copied() -> None:
    assert ROOT / "notebooks" == copies.LESSONS == lab.LESSONS


def test_without_a_clone_the_instructor_is_told_what_is_missing(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    found = importlib.util.find_spec
    for missing, said in (("grader", "a clone of the repository"), ("nbgrader", "nbgrader")):
        monkeypatch.setattr(importlib.util, "find_spec", _without(missing, found))
        assert main(["lab", "--instructor"]) == 2
        assert said in capsys.readouterr().err


def _without(missing: str, found: Any) -> Any:
    return lambda name: None if name == missing else found(name)
