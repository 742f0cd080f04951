"""What students get in one file."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from grader.build.bundle import NoWheel, bundle
from grader.course import Course
from tests.grader.build.tiny import FIRST
from tests.grader.classes import Clone, tree
from tests.here import ROOT, reference, sections

# All of them look at a course that is built once.
pytestmark = [pytest.mark.classes, pytest.mark.xdist_group("build")]


def test_the_bundle_holds_the_named_notebook_the_wheel_and_a_readme(
    packed: zipfile.ZipFile, clone: Clone
) -> None:
    names = packed.namelist()
    wheels = [name for name in names if name.endswith(".whl")]
    assert len(wheels) == 1 and wheels[0].startswith("graded_descent-")
    assert sorted(names) == sorted([f"{FIRST}/{FIRST}.ipynb", "README.txt", *wheels])
    released = clone.root / "release" / FIRST / f"{FIRST}.ipynb"
    assert packed.read(f"{FIRST}/{FIRST}.ipynb") == released.read_bytes()
    assert wheels[0] in packed.read("README.txt").decode()


def test_the_wheel_holds_descent_and_nothing_else(wheel: zipfile.ZipFile, clone: Clone) -> None:
    names = wheel.namelist()
    assert {name.split("/")[0].split("-")[0] for name in names} == {"descent", "graded_descent"}
    for name in names:
        assert name.startswith("descent/") or ".dist-info/" in name
        assert not name.endswith(".ipynb") and "__pycache__" not in name
    packed = {name: wheel.read(name) for name in names if name.startswith("descent/")}
    ours = tree(clone.root / "descent")
    assert packed == {f"descent/{n}": data for n, data in ours.items() if "__pycache__" not in n}


def test_nothing_that_students_install_contains_an_answer() -> None:
    texts = [p.read_text() for p in (ROOT / "descent").rglob("*.py")]
    for path in (ROOT / "descent" / "checks").glob("*.zip"):
        with zipfile.ZipFile(path) as archive:
            texts += [archive.read(name).decode() for name in archive.namelist()]
    everything = _bare("\n".join(texts).replace("\\n", "\n"))
    answers = 0
    for section in sections():
        for name, source in reference(section).cells:
            for solution in re.findall(r"### BEGIN SOLUTION(.*?)### END SOLUTION", source, re.S):
                lines = [line for line in solution.splitlines() if line.strip()]
                if len(lines) > 1:
                    answers += 1
                    assert _bare(solution) not in everything, (section, name)
    assert answers > 10
    assert "BEGINSOLUTION" not in everything and "HIDDENTESTS" not in everything


def _bare(text: str) -> str:
    return re.sub(r"[\s\",\\]+", "", text)


def test_the_same_contents_give_the_same_bundle(root: Path, tmp_path: Path) -> None:
    course = Course(root)
    one = bundle(course, [course.section(FIRST)], tmp_path / "one")
    os.utime(root / "release" / FIRST / f"{FIRST}.ipynb")
    assert (
        bundle(course, [course.section(FIRST)], tmp_path / "two").read_bytes() == one.read_bytes()
    )


def test_the_wheel_alone_says_where_the_instructors_commands_are(
    wheel: zipfile.ZipFile, tmp_path: Path
) -> None:
    wheel.extractall(tmp_path)
    # As in an environment where only the wheel is installed.
    ask = (
        "import pathlib, sys\n"
        "there = [p for p in sys.path if not (pathlib.Path(p) / 'grader').is_dir()]\n"
        f"sys.path[:] = [{str(tmp_path)!r}, *there]\n"
        "from descent.command import main\n"
        "sys.exit(main(['grade', 'submitted']))"
    )
    ran = subprocess.run(
        [sys.executable, "-I", "-c", ask], capture_output=True, text=True, check=False
    )
    assert ran.returncode == 2
    assert "works in a clone of the repository" in ran.stderr


def test_what_is_stale_is_not_packed(root: Path, clone: Clone) -> None:
    with (root / "release" / FIRST / f"{FIRST}.ipynb").open("a") as file:
        file.write(" ")
    ran = clone.descent("build", "--bundle", FIRST)
    assert ran.status == 1 and "run descent build first" in ran.stderr
    assert not (root / "dist").exists()


def test_a_wheel_that_cannot_be_built_is_told(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text("not toml at all [")
    with pytest.raises(NoWheel, match="the wheel cannot be built"):
        bundle(Course(tmp_path), [], tmp_path / "dist")
