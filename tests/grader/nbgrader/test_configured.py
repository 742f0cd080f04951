"""The gradebook that nbgrader is configured to have is the one that our commands take."""

from __future__ import annotations

from pathlib import Path

import pytest

from descent.command import main
from grader.errors import BadSettings
from grader.nbgrader.configured import gradebook_of
from grader.nbgrader.gradebook import Gradebook, default_db_url
from tests.here import COURSE

SERVER = "postgresql://grader:p%40ss@db.example.org/course"
OURS = "from grader.nbgrader.setup import configure\nconfigure(get_config())\n"


def configured(folder: Path, text: str) -> Path:
    """A course folder with a configuration."""
    folder.mkdir(exist_ok=True)
    (folder / "nbgrader_config.py").write_text(text, encoding="utf-8")
    return folder


@pytest.mark.parametrize("before", ["", "c = get_config()\nc.Execute.timeout = 9\n"])
def test_without_a_name_it_is_the_usual_one(before: str, tmp_path: Path) -> None:
    assert gradebook_of(tmp_path) == default_db_url(tmp_path)
    assert gradebook_of(configured(tmp_path, before)) == default_db_url(tmp_path)


@pytest.mark.parametrize(
    ("lines", "url"),
    [
        (f"c.CourseDirectory.db_url = {SERVER!r}", SERVER),
        ("import os\nc.CourseDirectory.db_url = 'sqlite:///' + os.sep + 'a'", "sqlite:////a"),
        ("load_subconfig('db_url.py')", SERVER),
    ],
)
def test_what_the_configuration_names_is_taken(lines: str, url: str, tmp_path: Path) -> None:
    (tmp_path / "db_url.py").write_text(f"get_config().CourseDirectory.db_url = {SERVER!r}")
    assert gradebook_of(configured(tmp_path, f"c = get_config()\n{lines}\n")) == url


def test_a_file_is_found_from_the_folder_of_the_class(tmp_path: Path) -> None:
    text = "c = get_config()\nc.CourseDirectory.db_url = 'sqlite:///marks.db'\n"
    folder = configured(tmp_path / "class", text)
    assert gradebook_of(folder) == f"sqlite:///{folder / 'marks.db'}"


def test_our_own_configuration_names_no_other_folder(tmp_path: Path) -> None:
    here = configured(tmp_path / "class", OURS + "# there is no db_url of its own\n")
    assert gradebook_of(here) == default_db_url(here)
    named = configured(here, f"{OURS}get_config().CourseDirectory.db_url = {SERVER!r}\n")
    assert gradebook_of(named) == SERVER


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("db_url = 1 / 0", "cannot be run: ZeroDivisionError"),
        ("get_config().CourseDirectory.db_url = 'grades of mine'", "no address"),
    ],
)
def test_what_cannot_be_run_is_said(text: str, said: str, tmp_path: Path) -> None:
    with pytest.raises(BadSettings, match=said) as refused:
        gradebook_of(configured(tmp_path, text))
    assert str(tmp_path / "nbgrader_config.py") in str(refused.value)


def test_a_command_reads_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = "c = get_config()\nc.CourseDirectory.db_url = 'sqlite:///marks.db'\n"
    folder = configured(tmp_path, text)
    with Gradebook(gradebook_of(folder), [COURSE.section("01_perceptron")]):
        pass
    table = folder / "marks.csv"
    assert main(["export", "--course", str(folder), "--to", str(table)]) == 0
    assert "01_perceptron" in table.read_text() and not (folder / "gradebook.db").exists()
    assert str(table) in capsys.readouterr().out
