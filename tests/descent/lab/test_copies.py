"""Copies of the lessons that may be spoiled, and are never overwritten."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from descent.command import main
from descent.lab.copies import NoLab, copy_lessons, reset, standings
from tests.descent.lab.lessons import FIRST, SECOND, note


def test_every_lesson_is_copied_and_nothing_is_overwritten(tmp_path: Path, lessons: Path) -> None:
    mine = tmp_path / "deep" / "mine"
    assert copy_lessons(lessons, mine) == [f"{FIRST}.ipynb", f"{SECOND}.ipynb"]
    (mine / f"{FIRST}.ipynb").write_text("spoiled")
    (mine / f"{SECOND}.ipynb").unlink()
    assert copy_lessons(lessons, mine) == [f"{SECOND}.ipynb"]
    assert (mine / f"{FIRST}.ipynb").read_text() == "spoiled"
    assert copy_lessons(lessons, mine) == []


def test_a_dangling_link_is_not_written_through(tmp_path: Path, lessons: Path) -> None:
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / f"{FIRST}.ipynb").symlink_to(tmp_path / "elsewhere.ipynb")
    assert copy_lessons(lessons, mine) == [f"{SECOND}.ipynb"]
    assert not (tmp_path / "elsewhere.ipynb").exists()


def test_without_lessons_the_folder_has_to_be_there(tmp_path: Path) -> None:
    with pytest.raises(NoLab, match="no notebooks in"):
        copy_lessons(tmp_path / "nothing", tmp_path / "mine")
    assert not (tmp_path / "mine").exists()
    (tmp_path / "mine").mkdir()
    assert copy_lessons(tmp_path / "nothing", tmp_path / "mine") == []


def test_a_file_in_place_of_the_folder_is_said(tmp_path: Path, lessons: Path) -> None:
    (tmp_path / "mine").write_text("a file")
    with pytest.raises(NoLab, match="not a folder"):
        copy_lessons(lessons, tmp_path / "mine")


# Reset


def test_reset_gives_a_fresh_notebook_and_keeps_every_old_one(lessons: Path, folder: Path) -> None:
    notebook = folder / f"{FIRST}.ipynb"
    fresh = notebook.read_text()
    for number in (1, 2):
        notebook.write_text(f"spoiled {number}")
        assert reset(FIRST, lessons, folder) == (
            notebook,
            folder / f"{FIRST}-before-reset-{number}.ipynb",
        )
        assert notebook.read_text() == fresh
    kept = sorted(folder.glob("*-before-reset-*"))
    assert [path.read_text() for path in kept] == ["spoiled 1", "spoiled 2"]


def test_reset_puts_back_what_was_deleted(lessons: Path, folder: Path) -> None:
    (folder / f"{FIRST}.ipynb").unlink()
    assert reset(FIRST, lessons, folder) == (folder / f"{FIRST}.ipynb", None)
    assert (folder / f"{FIRST}.ipynb").is_file()


@pytest.mark.parametrize("name", [FIRST, f"{FIRST}.ipynb", "01"])
def test_a_section_may_be_named_in_short(lessons: Path, folder: Path, name: str) -> None:
    assert reset(name, lessons, folder)[0].name == f"{FIRST}.ipynb"


@pytest.mark.parametrize("name", ["", "03_forward_pass", "0", "../lessons/01_perceptron", "*"])
def test_reset_of_what_is_no_section_changes_nothing(
    lessons: Path, folder: Path, name: str
) -> None:
    before = sorted(folder.rglob("*"))
    with pytest.raises(NoLab, match=f"there are {FIRST}, {SECOND}"):
        reset(name, lessons, folder)
    assert sorted(folder.rglob("*")) == before


def test_reset_takes_back_the_points_of_that_section_alone(lessons: Path, folder: Path) -> None:
    note(folder, "sigmoid", 1.0)
    note(folder, "tanh", 1.0)
    reset(FIRST, lessons, folder)
    assert [one.earned for one in standings(folder)] == [0.0, 1.0]


def test_reset_needs_a_folder_and_fresh_notebooks(tmp_path: Path, lessons: Path) -> None:
    with pytest.raises(NoLab, match="no folder"):
        reset(FIRST, lessons, tmp_path / "mine")
    with pytest.raises(NoLab, match="no fresh notebooks"):
        reset(FIRST, tmp_path / "nothing", tmp_path)


def test_reset_says_where_the_old_one_is_and_stops(
    folder: Path,
    opened: list[Any],
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["lab", str(folder), "--reset", FIRST]) == 0
    assert f"kept as {FIRST}-before-reset-1.ipynb" in capsys.readouterr().out
    assert not opened
