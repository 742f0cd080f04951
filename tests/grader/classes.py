"""Notebooks and classes of submissions for the tests, on top of `grader.demo.classroom`."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from grader.demo.classroom import Notebook
from grader.results import Marked, Score, Submission
from tests.here import ROOT

# Small, and its answers call each other.
SECTION = "01_perceptron"

LIMITS = """\
seed = "the tests' own seed"

[limits]
cell = 3
exercise = 3
submission = 30
"""

# What a fresh clone has, without what tests do not need.
PARTS = ("descent", "grader", "source", "release", "notebooks", "solutions")
FILES = ("build.json", "nbgrader_config.py", "pyproject.toml", "README.md", "LICENSE")

Cell = dict[str, Any]


def code(source: str, **more: Any) -> Cell:
    """A code cell of a student's own."""
    return {
        "cell_type": "code",
        "id": more.pop("id", "my-own-cell"),
        "metadata": {},
        "source": source,
        "outputs": [],
        "execution_count": None,
        **more,
    }


def prose(source: str, **more: Any) -> Cell:
    """A Markdown cell of a student's own."""
    return {"cell_type": "markdown", "id": "my-own-text", "metadata": {}, "source": source, **more}


def name_of(cell: Cell) -> str:
    """The grade_id of a cell, or nothing."""
    name: str = cell["metadata"].get("nbgrader", {}).get("grade_id", "")
    return name


def place(notebook: Notebook, name: str) -> int:
    """Where the cell with that grade_id stands."""
    return [name_of(cell) for cell in notebook["cells"]].index(name)


def cell(notebook: Notebook, name: str) -> Cell:
    """The cell with that grade_id."""
    found: Cell = notebook["cells"][place(notebook, name)]
    return found


def insert(notebook: Notebook, before: str, source: str, **more: Any) -> Notebook:
    """Put a code cell in front of the cell with that grade_id."""
    notebook["cells"].insert(place(notebook, before), code(source, **more))
    return notebook


def slim(notebook: Notebook) -> Notebook:
    """Leave out what has no name: prose, and cells that demonstrate, which take their time."""
    notebook["cells"] = [cell for cell in notebook["cells"] if name_of(cell)]
    return notebook


def scores(marked: Marked) -> dict[str, Score]:
    """The scores of a submission, by exercise."""
    return {score.exercise: score for score in marked.scores}


def points(marked: Marked) -> dict[str, float]:
    """The points of a submission, by exercise."""
    return {score.exercise: score.score for score in marked.scores}


@dataclass(frozen=True)
class Cohort:
    """A class in a course folder of its own."""

    course: Path

    @property
    def submitted(self) -> Path:
        """The folder of the submissions."""
        return self.course / "submitted"

    def folder(self, student: str, section: str = SECTION) -> Path:
        """The folder of one submission, made if need be."""
        path = self.submitted / student / section
        path.mkdir(parents=True, exist_ok=True)
        return path

    def hand_in(
        self, student: str, made: Notebook | str | bytes | None, section: str = SECTION
    ) -> Submission:
        """Put a notebook, or whatever else a file can hold, where a submission belongs."""
        path = self.folder(student, section) / f"{section}.ipynb"
        if isinstance(made, bytes):
            path.write_bytes(made)
        elif made is not None:
            text = made if isinstance(made, str) else json.dumps(made)
            path.write_text(text, encoding="utf-8")
        return Submission(self.submitted, student, section)


@dataclass(frozen=True)
class Clone:
    """A copy of the course, whose own commands and packages are run in processes of their own."""

    root: Path

    def descent(self, *arguments: object, cwd: Path | None = None) -> Ran:
        """Run the ``descent`` command."""
        command = [sys.executable, "-m", "descent.command", *map(str, arguments)]
        return self._run(command, cwd or self.root)

    def nbgrader(self, *arguments: object, cwd: Path | None = None, activated: bool = False) -> Ran:
        """Run nbgrader by its full path, as where the environment is not activated."""
        program = Path(sys.executable).with_name("nbgrader")
        return self._run([str(program), *map(str, arguments)], cwd or self.root, activated)

    def python(self, source: str, *arguments: object, cwd: Path | None = None) -> Ran:
        """Run a few lines of Python that see this copy's packages."""
        return self._run([sys.executable, "-c", source, *map(str, arguments)], cwd or self.root)

    def _run(self, command: list[str], cwd: Path, activated: bool = False) -> Ran:
        environment = bare_environment() | {"PYTHONPATH": str(self.root)}
        if activated:
            here = str(Path(sys.executable).parent)
            environment["PATH"] = os.pathsep.join([here, environment["PATH"]])
        done = subprocess.run(
            command,
            cwd=cwd,
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
            timeout=300,
            check=False,
        )
        return Ran(done.returncode, done.stdout, done.stderr)


def copy_course(root: Path, sections: Sequence[str] | None = None, settings: str = LIMITS) -> Clone:
    """Copy the course into a folder, with some of its sections or with all."""
    ignored = shutil.ignore_patterns("__pycache__", ".*_cache", ".ipynb_checkpoints")
    for part in PARTS:
        shutil.copytree(ROOT / part, root / part, ignore=ignored)
    for name in FILES:
        shutil.copy(ROOT / name, root / name)
    (root / "course.toml").write_text(settings)
    if sections is not None:
        _leave(root, sections)
    return Clone(root)


def _leave(root: Path, sections: Sequence[str]) -> None:
    for part in ("source", "release"):
        for path in (root / part).iterdir():
            if path.is_dir() and path.name not in sections:
                shutil.rmtree(path)
            elif path.is_file():
                path.unlink()
    for part in ("notebooks", "solutions", "descent/checks"):
        for path in (root / part).iterdir():
            if path.stem not in sections:
                path.unlink()


@dataclass(frozen=True)
class Ran:
    """What became of a command."""

    status: int
    stdout: str
    stderr: str

    @property
    def said(self) -> str:
        """All that it printed."""
        return self.stdout + self.stderr

    def fine(self) -> Ran:
        """Hold that it ended well."""
        assert self.status == 0, self.said
        return self


def bare_environment() -> dict[str, str]:
    """The environment of somebody who has not activated anything."""
    kept: Mapping[str, str] = {
        name: text
        for name, text in os.environ.items()
        if not name.startswith(("PYTHON", "VIRTUAL_ENV", "NBGRADER", "JUPYTER", "PYTEST"))
    }
    ours = str(Path(sys.executable).parent)
    path = os.pathsep.join(p for p in kept.get("PATH", "").split(os.pathsep) if p != ours)
    return {**kept, "PATH": path, "OMP_NUM_THREADS": "1", "PYTHONDONTWRITEBYTECODE": "1"}


def tree(folder: Path) -> dict[str, bytes]:
    """All files of a folder, by name."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def released(section: str = SECTION) -> Notebook:
    """The released notebook as it lies in the repository."""
    path = ROOT / "release" / section / f"{section}.ipynb"
    notebook: Notebook = json.loads(path.read_text(encoding="utf-8"))
    for item in notebook["cells"]:
        item["source"] = "".join(item["source"])
    return notebook


def add_section(root: Path, name: str, cells: list[Cell]) -> None:
    """Add a section to a copy of the course: a folder in source/."""
    for number, item in enumerate(cells):
        item["id"] = f"cell-{number}"
    notebook = {"cells": cells, "metadata": KERNEL, "nbformat": 4, "nbformat_minor": 5}
    path = root / "source" / name / f"{name}.ipynb"
    path.parent.mkdir(parents=True)
    path.write_text(json.dumps(notebook, indent=1))


KERNEL = {
    "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
}


def graded_as(name: str, kind: str, points: float = 0) -> dict[str, Any]:
    """Metadata of a cell that is ``given``, an ``answer``, a ``test`` or marked ``by hand``."""
    meta: dict[str, Any] = {
        "grade": kind in ("test", "by hand"),
        "solution": kind in ("answer", "by hand"),
        "locked": kind in ("given", "test"),
        "task": False,
        "schema_version": 3,
        "grade_id": name,
    }
    if meta["grade"]:
        meta["points"] = points
    return {"nbgrader": meta}


def add_tiny_section(root: Path, name: str, exercise: str, answer: str, wrong: str) -> None:
    """Add a section of one exercise, a function of a number."""
    cells = [
        prose(f"# {name}"),
        code("from descent import check", metadata=graded_as("given_setup", "given")),
        code("print([n / 7 for n in range(3)])", metadata={"tags": ["demo"]}),
        *tiny_cells(name, exercise, answer),
        prose("The reason.", metadata={"tags": ["solution-only"]}),
    ]
    add_section(root, name, cells)
    add_tiny_folder(root, name, exercise, answer, wrong)


def tiny_cells(name: str, exercise: str, answer: str) -> list[Cell]:
    """The cells in which a function of a number is answered and tested."""
    head = f"def {exercise}(x):\n    "
    tested = (
        f'check("{exercise}", {exercise})\n### BEGIN HIDDEN TESTS\nfrom grader import mark\n\n'
        f'mark("{name}", "{exercise}", {exercise})\n### END HIDDEN TESTS'
    )
    solution = f"{head}### BEGIN SOLUTION\n    y = {answer}\n    return y\n    ### END SOLUTION"
    return [
        code(solution, metadata=graded_as(exercise, "answer")),
        code(tested, metadata=graded_as(f"test_{exercise}", "test", 2)),
    ]


def add_tiny_folder(root: Path, name: str, exercise: str, answer: str, wrong: str) -> Path:
    """Add the folder of an exercise that asks for a function of a number, and return it."""
    folder = root / "grader" / "exercises" / name.split("_", 1)[1] / exercise
    folder.mkdir(parents=True)
    (folder / "exercise.py").write_text(TINY_EXERCISE)
    (folder / "hints.md").write_text("1. One.\n2. Two.\n3. Three.\n")
    (folder / "mistakes.md").write_text(
        f"## other\n\nThat is another one.\n\n```diff\n-    y = {answer}\n+    y = {wrong}\n```\n"
    )
    return folder


TINY_EXERCISE = """
from descent.judging.sheets import Criterion
from descent.probing.probes import call
from grader.sheets.exercise import Exercise


def probes(begin):
    for number in range(5):
        yield call(float(begin(f"number {number}").normal(0, 2)))


EXERCISE = Exercise(probes=probes, criteria=(Criterion("numbers"),))
"""
