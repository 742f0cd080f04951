"""What is found stale, and what it was made from."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from grader.build import manifest
from grader.build.build import check
from grader.course import Course, Section
from grader.notebooks import read
from tests.grader.build.tiny import FIRST, GENERATED, SECOND
from tests.grader.classes import Clone, code, tree

# All of them look at a course that is built once.
pytestmark = [pytest.mark.classes, pytest.mark.xdist_group("build")]


def test_the_check_ends_with_status_one_and_says_what_to_do(root: Path, clone: Clone) -> None:
    path = root / GENERATED[1]
    path.write_text(path.read_text().replace("a", "b"))
    before = tree(root)
    ran = clone.descent("build", "--check")
    assert ran.status == 1
    assert f"{GENERATED[1]} is not as it was generated" in ran.stderr
    assert "run descent build" in ran.stderr
    assert tree(root) == before


@pytest.mark.parametrize("name", GENERATED)
def test_an_edited_file_is_found(name: str, root: Path) -> None:
    with (root / name).open("a") as file:
        file.write(" ")
    assert check(Course(root)) == [f"{name} is not as it was generated"]


@pytest.mark.parametrize("name", GENERATED)
def test_a_missing_file_is_found(name: str, root: Path) -> None:
    (root / name).unlink()
    assert check(Course(root)) == [f"{name} is missing"]


def outdated(*kinds: str, of: tuple[str, ...] = (FIRST, SECOND)) -> list[str]:
    """What the check says of outputs whose sources are others now."""
    return [
        f"the {kind} of {name} was built from other sources than those here"
        for name in of
        for kind in kinds
    ]


ALL = ("checks", "lesson", "solution")


@pytest.mark.parametrize(
    ("name", "more", "kinds"),
    [
        (f"source/{SECOND}/{SECOND}.ipynb", "\n", ALL),
        ("grader/exercises/small/halve/exercise.py", "MORE = 1\n", ("checks", "solution")),
        ("grader/exercises/small/halve/hints.md", "\n", ("checks", "solution")),
        ("grader/exercises/small/halve/mistakes.md", "\n", ("checks", "solution")),
        ("grader/exercises/small/halve/properties.py", "# A word.\n", ("checks", "solution")),
        ("grader/exercises/small/halve/answers.md", "\n", ()),
    ],
)
def test_a_section_whose_sources_changed_is_stale(
    name: str, more: str, kinds: tuple[str, ...], root: Path
) -> None:
    with (root / name).open("a") as file:
        file.write(more)
    assert check(Course(root)) == outdated(*kinds, of=(SECOND,))
    assert check(Course(root), [FIRST]) == []


@pytest.mark.parametrize(
    ("name", "kinds"),
    [
        ("grader/build/lessons.py", ("lesson",)),
        ("grader/nbgrader/generation.py", ("lesson",)),
        ("grader/nbgrader/setup.py", ()),
        ("grader/build/solutions.py", ("solution",)),
        ("grader/notebooks.py", ALL),
        ("grader/sheets/slips.py", ("checks", "solution")),
        ("grader/sheets/mutants.py", ("checks", "solution")),
        ("descent/judging/sheets.py", ("checks", "solution")),
        ("descent/judging/sheet_files.py", ("checks", "solution")),
        ("descent/notebook/boxes.py", ("solution",)),
        ("descent/lab/command.py", ()),
        ("descent/explorers/film.py", ()),
        ("grader/marking/blame.py", ()),
        ("grader/guest/inside/session.py", ()),
        ("grader/cli.py", ()),
    ],
)
def test_a_change_of_code_makes_stale_what_it_makes(
    name: str, kinds: tuple[str, ...], root: Path
) -> None:
    with (root / name).open("a") as file:
        file.write("MORE = 1\n")
    assert check(Course(root)) == outdated(*kinds)


def test_another_word_for_a_slip_makes_the_checks_stale(root: Path) -> None:
    path = root / "grader/sheets/slips.py"
    text = path.read_text()
    path.write_text(text.replace("` in it", "` inside it"))
    assert path.read_text() != text
    assert check(Course(root)) == outdated("checks", "solution")


@pytest.mark.parametrize("name", ["descent/lab/command.py", "descent/notebook/check.py"])
def test_a_docstring_and_a_comment_make_nothing_stale(name: str, root: Path) -> None:
    path = root / name
    text = path.read_text()
    path.write_text(re.sub(r'^"""', '"""Also here. ', text, count=1) + "\n\n# A word – on it.\n")
    assert path.read_text() != text
    assert check(Course(root)) == []


def test_what_a_notebook_imports_is_what_its_solution_is_made_from(root: Path) -> None:
    path = root / "source" / SECOND / f"{SECOND}.ipynb"
    notebook = read(path)
    cell = code("%matplotlib inline\nfrom descent.explorers import film", id="more")
    notebook["cells"].insert(0, cell)
    path.write_text(json.dumps(notebook))
    before = manifest.made_from(Section(Course(root), SECOND), "solution")
    with (root / "descent/explorers/film.py").open("a") as file:
        file.write("MORE = 1\n")
    assert manifest.made_from(Section(Course(root), SECOND), "solution") != before
