"""A pool of processes: what one of them may do, and what that costs the others."""

from __future__ import annotations

import dataclasses
import os
import signal
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from grader.course import Settings
from grader.errors import GraderError
from grader.results import Marked, Submission
from grader.sheets import kept
from grader.workers import pool
from grader.workers.pool import Pool
from grader.workers.queue import PATIENCE
from grader.workers.work import Item, PutAside, Result
from tests.grader.classes import SECTION
from tests.here import COURSE

pytestmark = pytest.mark.guest

STUDENTS = ("ada", "bob", "cyd", "dan")


def items(folder: Path, students: tuple[str, ...] = STUDENTS, seconds: float = 50.0) -> list[Item]:
    limits = Settings("a seed", submission=seconds)
    section = COURSE.section(SECTION)
    return [
        Item(Submission(folder, name, SECTION), section, limits, written=False) for name in students
    ]


def graded(item: Item) -> Result:
    return Result(Marked(item.submission, "graded", []))


def named(item: Item) -> Result:
    """Who does it, and where its files would lie."""
    row = Marked(item.submission, "graded", [], notes=[str(os.getpid()), tempfile.gettempdir()])
    return Result(row)


def dies(item: Item) -> Result:
    if item.submission.student == "bob":
        os.kill(os.getpid(), signal.SIGKILL)
    return graded(item)


def hangs(item: Item) -> Result:
    if item.submission.student == "bob":
        time.sleep(3600)
    return graded(item)


def grows(item: Item) -> Result:
    try:
        np.ones(pool.MEMORY)
    except MemoryError:
        return Result(Marked(item.submission, "failed", []))
    return graded(item)


def threads(item: Item) -> Result:
    notes = [os.environ.get("OPENBLAS_NUM_THREADS", "")]
    return Result(Marked(item.submission, "graded", [], notes=notes))


def makes(item: Item) -> Result:
    if item.submission.student == "bob":
        kept.announce()
        time.sleep(1.5)
    return graded(item)


def slow(item: Item) -> Result | PutAside:
    row = Marked(item.submission, "graded", [], notes=[str(item.patience)])
    if item.submission.student in ("ada", "bob") and not item.put_aside:
        return PutAside(dataclasses.replace(item, put_aside=True, patience=1e9))
    return Result(row)


def refuses(item: Item) -> Result:
    raise GraderError("the machine is not as it should be")


def statuses(results: Iterator[Result]) -> dict[str, str]:
    return {result.row.submission.student: result.row.status for result in results}


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool, "OWN_SECONDS", 0.5)


def test_every_item_has_its_result(tmp_path: Path) -> None:
    with Pool(2, graded) as two:
        assert statuses(two.run(items(tmp_path))) == dict.fromkeys(STUDENTS, "graded")
        assert statuses(two.run(items(tmp_path))) == dict.fromkeys(STUDENTS, "graded")
        assert statuses(two.run([])) == {}


def test_work_is_done_in_other_processes_that_end_and_leave_nothing(tmp_path: Path) -> None:
    with Pool(2, named) as two:
        found = [result.row.notes for result in two.run(items(tmp_path))]
    pids = {int(pid) for pid, _ in found}
    folders = {folder for _, folder in found}
    assert os.getpid() not in pids and len(pids) <= 2
    assert len(folders) == 1 and not os.path.exists(folders.pop())
    assert not any(os.path.exists(f"/proc/{pid}") for pid in pids)


@pytest.mark.parametrize("count", [1, 2])
def test_a_process_that_dies_costs_its_item_only(tmp_path: Path, count: int) -> None:
    with Pool(count, dies) as some:
        found = {r.row.submission.student: r.row for r in some.run(items(tmp_path))}
    assert {name: row.status for name, row in found.items()} == {
        **dict.fromkeys(STUDENTS, "graded"),
        "bob": "failed",
    }
    assert found["bob"].notes[1] == "the process that marked it ended"


@pytest.mark.usefixtures("impatient")
def test_a_process_that_is_too_long_costs_its_item_only(tmp_path: Path) -> None:
    with Pool(2, hangs) as two:
        found = {r.row.submission.student: r.row for r in two.run(items(tmp_path, seconds=0.5))}
    assert found.pop("bob").notes[1] == "its marking did not end in time, and was ended"
    assert {row.status for row in found.values()} == {"graded"}


@pytest.mark.usefixtures("impatient")
def test_what_is_made_for_the_class_counts_against_no_submission(tmp_path: Path) -> None:
    with Pool(1, makes) as one:
        assert statuses(one.run(items(tmp_path, seconds=0.5)))["bob"] == "graded"


def test_the_memory_of_a_process_is_bounded(tmp_path: Path) -> None:
    with Pool(1, grows) as one:
        assert statuses(one.run(items(tmp_path, ("ada",)))) == {"ada": "failed"}


def test_a_process_has_one_thread_of_blas_and_ours_as_many_as_it_had(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENBLAS_NUM_THREADS", "7")
    before = dict(os.environ)
    with Pool(1, threads) as one:
        (result,) = one.run(items(tmp_path, ("ada",)))
    assert result.row.notes == ["1"]
    assert dict(os.environ) == before


def test_slow_ones_are_begun_anew_when_all_others_are_done(tmp_path: Path) -> None:
    with Pool(1, slow) as one:
        rows = [result.row for result in one.run(items(tmp_path))]
    assert [row.submission.student for row in rows] == ["cyd", "dan", "ada", "bob"]
    # Each that is put aside makes for more patience with the others of its assignment.
    assert [float(row.notes[0]) for row in rows] == [4 * PATIENCE, 4 * PATIENCE, 1e9, 1e9]


def test_what_is_wrong_with_the_machine_ends_it_all(tmp_path: Path) -> None:
    with Pool(2, refuses) as two, pytest.raises(GraderError, match="not as it should be"):
        list(two.run(items(tmp_path)))


def test_a_pool_that_is_left_early_ends_its_processes(tmp_path: Path) -> None:
    with Pool(2, named) as two:
        first = next(two.run(items(tmp_path)))
    assert not os.path.exists(f"/proc/{first.row.notes[0]}")


def test_one_is_done_at_once_and_said_to_be_slow(tmp_path: Path) -> None:
    (item,) = items(tmp_path, ("ada",))
    with Pool(1, slow) as one:
        aside = one.one(item)
        assert isinstance(aside, PutAside)
        again = one.one(aside.item)
        assert isinstance(again, Result) and again.row.notes == ["1000000000.0"]


def test_after_one_that_dies_another_process_does_the_next(tmp_path: Path) -> None:
    with Pool(1, dies) as one:
        came = [one.one(item) for item in items(tmp_path)]
    rows = [result.row.status for result in came if isinstance(result, Result)]
    assert rows == ["graded", "failed", "graded", "graded"]
