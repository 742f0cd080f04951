"""Courses that are worked through once, at the same time: each command takes seconds to start."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor

import pytest

from tests.grader.conftest import CloneIt
from tests.grader.nbgrader.courses import (
    SECTION,
    Course,
    work_by_hand,
    work_late,
    work_stock,
    work_through,
)


@pytest.fixture(scope="session")
def courses(
    clone_it: CloneIt, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[str, Future[Course]]]:
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    work: dict[str, Callable[[], Course]] = {
        "term": lambda: work_through(clone_it([SECTION]), elsewhere),
        "stock": lambda: work_stock(clone_it([SECTION])),
        "late": lambda: work_late(clone_it([])),
        "by hand": lambda: work_by_hand(clone_it([])),
    }
    with ThreadPoolExecutor(2) as pool:
        yield {name: pool.submit(job) for name, job in work.items()}


@pytest.fixture(scope="session")
def term(courses: dict[str, Future[Course]]) -> Course:
    return courses["term"].result()


@pytest.fixture(scope="session")
def stock(courses: dict[str, Future[Course]]) -> Course:
    return courses["stock"].result()


@pytest.fixture(scope="session")
def late(courses: dict[str, Future[Course]]) -> Course:
    return courses["late"].result()


@pytest.fixture(scope="session")
def by_hand(courses: dict[str, Future[Course]]) -> Course:
    return courses["by hand"].result()
