"""``descent build``: what is generated, and that nothing else is."""

from __future__ import annotations

import json
import re
import shutil
import sys
from pathlib import Path

import pytest

from grader.build import manifest
from grader.build.build import build, check
from grader.build.solutions import LessonFails, write_solution
from grader.course import Course, Section
from grader.errors import NoCourse
from grader.notebooks import read, write
from tests.grader.build.test_manifest import ALL, outdated
from tests.grader.build.tiny import FIRST, GENERATED, SECOND
from tests.grader.classes import Clone, Ran, add_tiny_section, code, prose, tree
from tests.grader.conftest import CloneIt
from tests.here import COURSE

# All of them look at a course that is built once.
pytestmark = [pytest.mark.classes, pytest.mark.xdist_group("build")]


KERNEL = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}

# What is generated


def test_a_clone_without_anything_generated_is_told_so(clone_it: CloneIt) -> None:
    copied = clone_it(["03_forward_pass"])
    (copied.root / "build.json").unlink()
    assert check(Course(copied.root)) == ["03_forward_pass was never built"]


def test_everything_is_there_after_a_build_and_is_up_to_date(clone: Clone, built: Ran) -> None:
    assert f"built {FIRST}, {SECOND}" in built.stdout
    for name in GENERATED:
        assert (clone.root / name).is_file(), name
    ran = clone.descent("build", "--check").fine()
    assert "everything generated is up to date" in ran.stdout


def test_building_again_changes_nothing(root: Path) -> None:
    before = tree(root)
    said: list[str] = []
    assert build(Course(root), say=said.append) == said == []
    assert tree(root) == before


def test_generating_all_of_it_anew_gives_the_same_bytes(root: Path, clone: Clone) -> None:
    before = tree(root)
    ran = clone.descent("build", SECOND, "--force").fine()
    assert f"built {SECOND}\n" in ran.stdout
    after = tree(root)
    assert [name for name in before if after.get(name) != before[name]] == []
    assert after.keys() == before.keys()


def test_the_release_holds_no_solution_and_no_hidden_test(root: Path) -> None:
    for section in (FIRST, SECOND):
        text = (root / "release" / section / f"{section}.ipynb").read_text()
        for word in ("BEGIN SOLUTION", "END SOLUTION", "HIDDEN TESTS", "from grader", "mark("):
            assert word not in text
        assert "The reason." not in text and "x + x" not in text and "x / 2" not in text
        assert "NotImplementedError" in text


def test_the_lessons_have_the_cells_of_the_release_and_a_way_on(root: Path) -> None:
    for section, other in ((FIRST, SECOND), (SECOND, FIRST)):
        release = read(root / "release" / section / f"{section}.ipynb")["cells"]
        lesson = read(root / "notebooks" / f"{section}.ipynb")["cells"]
        assert lesson[:-1] == release
        assert f"({other}.ipynb)" in lesson[-1]["source"]
        assert f"../solutions/{section}.ipynb" in lesson[-1]["source"]


def test_links_of_a_lesson_lead_to_files(root: Path) -> None:
    for path in (root / "notebooks").glob("*.ipynb"):
        links = re.findall(r"\]\(([^)#]+\.ipynb)\)", read(path)["cells"][-1]["source"])
        assert links
        for link in links:
            assert (path.parent / link).resolve().is_file(), link


def test_the_solutions_are_executed_and_hold_nothing_of_this_machine(root: Path) -> None:
    for section in (FIRST, SECOND):
        path = root / "solutions" / f"{section}.ipynb"
        text = path.read_text()
        cells = [c for c in read(path)["cells"] if c["cell_type"] == "code"]
        assert all(isinstance(c["execution_count"], int) for c in cells)
        assert "0.14285714285714285" in text and "The reason." in text
        assert not [o for c in cells for o in c["outputs"] if o["output_type"] == "error"]
        assert "HIDDEN TESTS" not in text and "BEGIN SOLUTION" not in text
        for trace in (str(root), str(Path.home()) + "/", "ipykernel_", sys.prefix):
            assert trace not in text
        assert not re.search(r"0x[0-9a-f]{6,}", text)
        assert not [c for c in cells if "execution" in c["metadata"]]


def test_only_what_is_stale_is_made(root: Path) -> None:
    before = tree(root)
    with (root / "grader/build/lessons.py").open("a") as file:
        file.write("MORE = 1\n")
    said: list[str] = []
    assert build(Course(root), say=said.append) == [FIRST, SECOND]
    assert [line.split() for line in said] == [["lesson", FIRST], ["lesson", SECOND]]
    assert check(Course(root)) == []
    after = tree(root)
    other = {name for name in after if after[name] != before.get(name)}
    assert other == {"build.json", "grader/build/lessons.py"}


@pytest.mark.parametrize(
    "name",
    [
        "release/09_gone/09_gone.ipynb",
        f"release/{SECOND}/answers.txt",
        "notebooks/09_gone.ipynb",
        "solutions/09_gone.ipynb",
        "descent/checks/09_gone.zip",
    ],
)
def test_a_file_of_no_section_is_found_and_removed_by_the_next_build(name: str, root: Path) -> None:
    (root / name).parent.mkdir(exist_ok=True)
    (root / name).write_text("{}")
    assert check(Course(root)) == [f"{name} belongs to no section"]
    assert check(Course(root), [SECOND]) == []
    assert build(Course(root), say=lambda text: None) == []
    assert not (root / name).exists()
    assert check(Course(root)) == []


def test_a_notebook_that_is_no_assignment_is_made_run_and_led_on_from(root: Path) -> None:
    opening = {"nbformat": 4, "nbformat_minor": 5, "metadata": KERNEL}
    cells = [prose("# Open"), code("print(1 / 7)", metadata={"tags": ["demo"]})]
    write({**opening, "cells": cells}, root / "source" / "00_open.ipynb")
    course = Course(root)
    assert [section.name for section in course.sections] == [FIRST, SECOND]
    assert "00_open was never built" in check(course)
    said: list[str] = []
    assert build(course, say=said.append) == ["00_open", FIRST]
    assert [line.split() for line in said] == [
        ["lesson", "00_open"],
        # It has got a notebook before it.
        ["lesson", FIRST],
        ["solution", "00_open"],
    ]
    assert check(course) == []
    lesson = read(root / "notebooks" / "00_open.ipynb")["cells"]
    assert [cell["source"] for cell in lesson[:-1]] == ["# Open", "print(1 / 7)"]
    assert f"({FIRST}.ipynb)" in lesson[-1]["source"] and "solution" not in lesson[-1]["source"]
    assert "0.14285714285714285" in (root / "solutions" / "00_open.ipynb").read_text()
    assert not (root / "release" / "00_open").exists()
    (root / "source" / "00_open.ipynb").unlink()
    gone = {
        f"{folder}/00_open.ipynb belongs to no section" for folder in ("notebooks", "solutions")
    }
    assert gone < set(check(course))
    assert build(course, say=said.append) == [FIRST]
    assert check(course) == []


def test_checkpoints_of_jupyter_are_nobodys_business(root: Path) -> None:
    folder = root / "notebooks" / ".ipynb_checkpoints"
    folder.mkdir(exist_ok=True)
    (folder / "x.ipynb").write_text("{}")
    assert check(Course(root)) == []


def test_line_ends_of_another_system_are_no_change(root: Path) -> None:
    # The checks are binary: no system has other line ends there.
    for name in (*GENERATED[:3], f"source/{SECOND}/{SECOND}.ipynb"):
        path = root / name
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert check(Course(root)) == []


def test_a_new_section_was_never_built(root: Path) -> None:
    folder = root / "source" / "09_new"
    folder.mkdir()
    (folder / "09_new.ipynb").write_text("{}")
    try:
        # The lesson before it has to lead to it.
        assert check(Course(root)) == [*outdated("lesson", of=(SECOND,)), "09_new was never built"]
    finally:
        (folder / "09_new.ipynb").unlink()
        folder.rmdir()


@pytest.mark.parametrize("asked", [["--check"], ["--force"], ["--bundle"], []])
def test_an_unknown_section_is_told_with_those_there_are(
    asked: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    from descent.command import main

    assert main(["build", "09_transformers", *asked]) != 0
    told = capsys.readouterr().err
    assert "09_transformers" in told
    with pytest.raises(NoCourse, match="01_perceptron"):
        check(COURSE, ["09_transformers"])


def test_a_lesson_that_does_not_run_is_told_with_its_error(tmp_path: Path) -> None:
    cells = [prose("# A lesson"), code("x = 1\n"), code("raise KeyError('in the lesson')")]
    for number, cell in enumerate(cells):
        cell["id"] = f"cell-{number}"
    section = Section(Course(tmp_path), "99_broken")
    section.source.parent.mkdir(parents=True)
    (tmp_path / "course.toml").write_text('seed = "s"')
    notebook = {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    section.source.write_text(json.dumps(notebook))
    with pytest.raises(LessonFails, match=r"(?s)99_broken does not run.*KeyError.*in the lesson"):
        write_solution(section, tmp_path / "solutions")
    assert not (tmp_path / "solutions").exists()


def test_every_lesson_is_tried_and_all_failures_are_told(root: Path, clone: Clone) -> None:
    third = "03_third"
    add_tiny_section(root, third, "treble", "3 * x", "x")
    for section, error in ((FIRST, "KeyError"), (SECOND, "OSError")):
        path = root / "source" / section / f"{section}.ipynb"
        notebook = read(path)
        notebook["cells"].append(code(f"raise {error}('in {section}')", id="fails"))
        path.write_text(json.dumps(notebook))
    recorded = json.loads((root / "build.json").read_text())
    lesson = (root / "notebooks" / f"{FIRST}.ipynb").read_bytes()
    try:
        ran = clone.descent("build")
        assert ran.status != 0
        for told in ("KeyError", f"in {FIRST}", "OSError", f"in {SECOND}"):
            assert told in ran.stderr
        after = json.loads((root / "build.json").read_text())
        assert {name: after[name] for name in recorded} == recorded
        assert check(Course(root), [third]) == []
        assert (root / "notebooks" / f"{FIRST}.ipynb").read_bytes() == lesson
        assert set(outdated(*ALL)) <= set(check(Course(root)))
    finally:
        for folder in ("source", "grader/exercises", "release"):
            for name in (third, "third"):
                shutil.rmtree(root / folder / name, ignore_errors=True)


# The repository itself


def test_the_repository_has_every_generated_file_of_every_section() -> None:
    for section in COURSE.sections:
        assert all(path.is_file() for path in manifest.generated(section)), section
    assert manifest.strays(COURSE) == []
