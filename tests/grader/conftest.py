"""What the tests of the grader share: a zygote, classes in tmp folders, clones."""

from __future__ import annotations

import dataclasses
import shutil
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from grader.classroom import Notebook
from grader.course import ROOT, settings
from grader.gradebook import Gradebook, default_db_url
from grader.guest.host import Zygote
from grader.marking import Marked, mark
from tests.grader.classes import SECTION, Clone, Cohort

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

MarkIt = Callable[..., Marked]


@pytest.fixture(scope="session")
def zygote() -> Iterator[Zygote]:
    """One zygote for all tests: whatever a guest does, it serves the next one."""
    with Zygote() as started:
        yield started


@pytest.fixture
def cohort(tmp_path: Path) -> Cohort:
    """An empty class."""
    return Cohort(tmp_path / "course")


@pytest.fixture
def mark_it(cohort: Cohort, zygote: Zygote) -> MarkIt:
    """Return a function that hands a notebook in and marks it."""

    def mark_it(
        notebook: Notebook | str | bytes | None,
        section: str = SECTION,
        all_cells: bool = False,
        **limits: float,
    ) -> Marked:
        submission = cohort.hand_in("ada", notebook, section)
        return mark(submission, zygote, dataclasses.replace(settings(), **limits), all_cells)

    return mark_it


@pytest.fixture(scope="session")
def blank(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A gradebook that knows one assignment and no student; nbgrader takes seconds to make it."""
    folder = tmp_path_factory.mktemp("blank")
    with pytest.MonkeyPatch.context() as patch:
        # Not activated: nbgrader by itself would not find alembic.
        patch.setenv("PATH", "/usr/bin:/bin")
        with Gradebook(default_db_url(folder), [SECTION]):
            pass
    return folder / "gradebook.db"


@pytest.fixture
def known(blank: Path, cohort: Cohort) -> str:
    """The address of a gradebook of the class that knows the assignment."""
    cohort.course.mkdir(exist_ok=True)
    shutil.copy(blank, cohort.course / "gradebook.db")
    return default_db_url(cohort.course)


CloneIt = Callable[..., Clone]


@pytest.fixture(scope="session")
def clone_it(tmp_path_factory: pytest.TempPathFactory) -> CloneIt:
    """Return a function that copies the course, with some of its sections or with all."""

    def clone_it(sections: Sequence[str] | None = None, settings: str = LIMITS) -> Clone:
        root = tmp_path_factory.mktemp("clone")
        ignored = shutil.ignore_patterns("__pycache__", ".*_cache", ".ipynb_checkpoints")
        for part in PARTS:
            shutil.copytree(ROOT / part, root / part, ignore=ignored)
        for name in FILES:
            shutil.copy(ROOT / name, root / name)
        (root / "course.toml").write_text(settings)
        if sections is not None:
            _leave(root, sections)
        return Clone(root)

    return clone_it


def _leave(root: Path, sections: Sequence[str]) -> None:
    for part in ("source", "release"):
        for folder in (root / part).iterdir():
            if folder.name not in sections:
                shutil.rmtree(folder)
    for part in ("notebooks", "solutions", "descent/checks"):
        for path in (root / part).iterdir():
            if path.stem not in sections:
                path.unlink()
