"""What the tests of the grader share: a zygote, classes in tmp folders, clones."""

from __future__ import annotations

import dataclasses
import shutil
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from grader.demo.classroom import Notebook
from grader.guest.outside.host import Zygote
from grader.marking.marking import mark
from grader.nbgrader.gradebook import Gradebook, default_db_url
from grader.results import Marked
from tests.grader.classes import LIMITS, SECTION, Clone, Cohort, copy_course
from tests.here import COURSE, settings

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
        return mark(
            COURSE.section(section),
            submission,
            zygote,
            dataclasses.replace(settings(), **limits),
            all_cells,
        )

    return mark_it


@pytest.fixture(scope="session")
def blank(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A gradebook that knows one assignment and no student; nbgrader takes seconds to make it."""
    folder = tmp_path_factory.mktemp("blank")
    with pytest.MonkeyPatch.context() as patch:
        # Not activated: nbgrader by itself would not find alembic.
        patch.setenv("PATH", "/usr/bin:/bin")
        with Gradebook(default_db_url(folder), [COURSE.section(SECTION)]):
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
        return copy_course(tmp_path_factory.mktemp("clone"), sections, settings)

    return clone_it
