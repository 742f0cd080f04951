"""``descent demo``: a whole class in a folder, made twice."""

from __future__ import annotations

import csv
import json
import re
from dataclasses import dataclass
from pathlib import Path

import pytest

from descent.command import main
from grader.demo import demo
from grader.demo.demo import CLASS, makers
from tests.grader.classes import SECTION, Clone, Ran, tree
from tests.grader.conftest import CloneIt

pytestmark = pytest.mark.classes

OTHER = "03_forward_pass"


@dataclass(frozen=True)
class Shown:
    """What two runs of the demo printed and left."""

    clone: Clone
    folder: Path
    runs: tuple[Ran, Ran]
    marks: tuple[str, str]


@pytest.fixture(scope="module")
def shown(clone_it: CloneIt, tmp_path_factory: pytest.TempPathFactory) -> Shown:
    clone = clone_it([SECTION, OTHER])
    place = tmp_path_factory.mktemp("somewhere")
    runs, marks = [], []
    for _ in range(2):
        runs.append(clone.descent("demo", "my class", cwd=place))
        marks.append((place / "my class" / "marks.json").read_text())
        (place / "my class" / "my notes.txt").write_text("my own work")
    return Shown(clone, place / "my class", (runs[0], runs[1]), (marks[0], marks[1]))


def rows(text: str) -> list[dict[str, object]]:
    found: list[dict[str, object]] = json.loads(text)["submissions"]
    for row in found:
        del row["seconds"]
    return found


def test_it_ends_well_both_times(shown: Shown) -> None:
    for ran in shown.runs:
        assert ran.status == 0, ran.said
        assert "Traceback" not in ran.said


def test_two_dozen_submissions_are_graded_with_the_same_marks_both_times(shown: Shown) -> None:
    first, second = map(rows, shown.marks)
    assert len(CLASS) == len(first) == 24
    assert first == second


def test_the_class_has_every_kind_of_submission(shown: Shown) -> None:
    found = rows(shown.marks[0])
    states = [row["status"] for row in found]
    assert {"graded", "timeout", "crashed", "missing", "unreadable"} == {*states}
    shares = [row["score"] / row["max_score"] for row in found]  # type: ignore[operator]
    assert 1.0 in shares and 0.0 in shares and any(0 < share < 1 for share in shares)
    assert any(e["diagnosis"] for row in found for e in row["exercises"])  # type: ignore[attr-defined]
    assert {row["assignment"] for row in found} == {SECTION, OTHER}


def test_the_right_notebooks_have_full_marks_and_the_forged_one_has_not(shown: Shown) -> None:
    found = rows(shown.marks[0])
    for row, maker in zip(found, CLASS, strict=True):
        if maker.__name__ == "_right":
            assert row["score"] == row["max_score"], row
        if maker.__name__ in ("_forged", "_untouched", "_one_slip", "_two_slips"):
            assert row["score"] < row["max_score"], row  # type: ignore[operator]


def test_the_summary_names_what_needs_a_look(shown: Shown) -> None:
    for row in rows(shown.marks[0]):
        if row["status"] != "graded":
            assert str(row["student"]) in shown.runs[0].stdout


def test_it_ends_by_naming_files_that_are_there(shown: Shown) -> None:
    for ran in shown.runs:
        end = ran.stdout.split("Open next:")[1]
        named = re.findall(r"my class/[^\s]+\.(?:html|csv|db)", end)
        assert len(named) == 5
        for name in named:
            path = shown.folder.parent / name
            assert path.is_file() and path.stat().st_size > 200, name
        assert str(Path("my class") / "submitted") in end.split("Try next:")[1]


def test_the_class_page_links_to_the_feedback_of_everyone(shown: Shown) -> None:
    page = (shown.folder / "class.html").read_text()
    links = re.findall(r'href="([^"]+)"', page)
    assert len({link for link in links if link.startswith("feedback/")}) == 24
    assert all((shown.folder / link).is_file() for link in links)


def test_the_csv_says_what_the_json_says(shown: Shown) -> None:
    with (shown.folder / "marks.csv").open(newline="") as file:
        whole = [line for line in csv.DictReader(file) if not line["exercise"]]
    assert [float(line["score"]) for line in whole] == [
        row["score"] for row in rows(shown.marks[1])
    ]


def test_nbgraders_own_command_finds_the_class(shown: Shown) -> None:
    shown.clone.nbgrader("export", cwd=shown.folder).fine()
    with (shown.folder / "grades.csv").open(newline="") as file:
        lines = {(line["student_id"], line["assignment"]): line for line in csv.DictReader(file)}
    for row in rows(shown.marks[1]):
        line = lines[str(row["student"]), str(row["assignment"])]
        assert float(line["score"]) == row["score"]


@pytest.mark.parametrize("name", ["notes.txt", "submitted/ada/x.ipynb", ".hidden"])
def test_a_folder_with_something_else_in_it_is_left_alone(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "mine" / name
    path.parent.mkdir(parents=True)
    path.write_text("my own work")
    before = tree(tmp_path)
    assert main(["demo", str(tmp_path / "mine")]) == 2
    assert "holds something else" in capsys.readouterr().err
    assert tree(tmp_path) == before


def test_a_file_of_that_name_is_left_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "mine").write_text("my own work")
    assert main(["demo", str(tmp_path / "mine")]) == 2
    assert "holds something else" in capsys.readouterr().err
    assert (tmp_path / "mine").read_text() == "my own work"


def test_what_somebody_adds_to_the_folder_stays(shown: Shown) -> None:
    assert (shown.folder / "my notes.txt").read_text() == "my own work"


def test_what_an_earlier_demo_left_is_gone(shown: Shown) -> None:
    # Both runs hand in the same files: nothing is there twice, nothing else is there.
    submitted = tree(shown.folder / "submitted")
    assert len(submitted) == sum(row["status"] != "missing" for row in rows(shown.marks[1]))


def test_a_class_may_have_any_size_and_is_gone_on_with_where_it_was_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    names = [maker.__name__ for maker in makers(70)]
    assert names[: len(CLASS)] == [maker.__name__ for maker in CLASS]
    assert names.count("_endless") == names.count("_leaves") == 1

    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    folder = tmp_path / "class"
    monkeypatch.setattr(demo, "grade", interrupted)
    monkeypatch.setattr(demo, "makers", lambda students: [lambda *_: "not JSON"] * students)
    asked = ["demo", str(folder), "--students", "30"]
    assert main(asked) == 130
    students = {path.name for path in (folder / "submitted").iterdir()}
    assert len(students) == 30 and {"ada", "ada2"} < students
    mine = folder / "submitted" / "ada" / "kept.txt"
    mine.write_text("still here")
    monkeypatch.setattr(demo, "makers", interrupted)
    assert main(asked) == 130 and mine.exists()
    assert capsys.readouterr().out.count("is written to") == 1
