"""`--compare`: which marks would change, with the reason, and nothing is written."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable

import numpy as np
import pytest

from descent.command import main
from grader.nbgrader.gradebook import Reader
from tests.grader.classes import SECTION, Cohort, slim
from tests.grader.marking.regrading import (
    THIRTY,
    agree_everywhere,
    hand_in_all,
    reseed,
    set_marks,
    state,
)
from tests.here import answered


def test_a_probe_more_changes_marks_of_its_exercise_alone_and_they_are_listed(
    cohort: Cohort, grade: Callable[..., str], ask: Callable[..., None]
) -> None:
    hand_in_all(cohort)
    grade()
    before = state(cohort.course)
    ask(2, 70, 30)
    printed = grade("--compare").splitlines()
    assert printed == [
        f"seventy, {SECTION}, neuron: 2, now 0 of 2 (kept unless --regrade): "
        "its probe '70 samples' is new",
        "1 marks would change, 23 would not; 0 have no mark yet. Nothing was written.",
    ]
    assert state(cohort.course) == before


def test_nothing_changes_under_the_same_rules(cohort: Cohort, grade: Callable[..., str]) -> None:
    hand_in_all(cohort)
    grade()
    before = state(cohort.course)
    told = "0 marks would change, 24 would not; 0 have no mark yet. Nothing was written.\n"
    assert grade("--compare") == told
    assert state(cohort.course) == before


def test_a_class_that_was_never_graded_is_compared_with_nothing(
    cohort: Cohort, grade: Callable[..., str]
) -> None:
    hand_in_all(cohort)
    (cohort.course / "gradebook.db").unlink()
    before = state(cohort.course)
    told = "0 marks would change, 0 would not; 24 have no mark yet. Nothing was written.\n"
    assert grade("--compare") == told
    assert grade("--compare", "--course", str(cohort.course / "nowhere")) == told
    assert state(cohort.course) == before


def test_every_reason_is_told(
    cohort: Cohort,
    grade: Callable[..., str],
    ask: Callable[..., None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    cohort.hand_in("ada", slim(answered(SECTION)))
    grade()
    with sqlite3.connect(cohort.course / "gradebook.db") as connection:
        connection.execute("update graded_descent_mark set numpy = '1.26.0', given = 'other'")
    cohort.hand_in("ada", slim(answered(SECTION, {"neuron": THIRTY})))
    reseed(monkeypatch, "another")
    ask(30, seconds=15.0)
    (line, _) = grade("--compare").splitlines()
    assert line == (
        f"ada, {SECTION}, neuron: 2, now 0 of 2: the notebook changed; the given code changed; "
        "another seed; its probe '2 samples' is gone; the seconds that its test may take "
        f"changed: 10, now 15; NumPy 1.26.0, now {np.__version__}"
    )


def test_a_mark_that_changes_for_nothing_recorded_is_told_as_that(
    cohort: Cohort, grade: Callable[..., str]
) -> None:
    cohort.hand_in("ada", slim(answered(SECTION)))
    grade()
    set_marks(cohort, 1.0)
    (line, _) = grade("--compare").splitlines()
    assert line.startswith(f"ada, {SECTION}, neuron: 1, now 2 of 2: nothing that is recorded")
    grade("--force")
    agree_everywhere(cohort, "ada", 2.0)


@pytest.mark.parametrize("other", [["--regrade"], ["--json", "x.json"], ["--csv", "x.csv"]])
def test_to_compare_and_to_write_is_refused(
    other: list[str], cohort: Cohort, capsys: pytest.CaptureFixture[str]
) -> None:
    cohort.submitted.mkdir(parents=True)
    with pytest.raises(SystemExit) as left:
        main(["grade", str(cohort.submitted), "--compare", *other])
    assert left.value.code == 2
    assert "--compare writes nothing: leave out" in capsys.readouterr().err


def test_a_gradebook_that_is_none_is_told_and_left_as_it_is(
    cohort: Cohort, known: str, capsys: pytest.CaptureFixture[str]
) -> None:
    cohort.hand_in("ada", slim(answered(SECTION)))
    (cohort.course / "gradebook.db").write_text("not a database" * 100)
    before = state(cohort.course)
    assert main(["grade", str(cohort.submitted), "--compare"]) == 2
    assert "cannot open the gradebook" in capsys.readouterr().err
    assert state(cohort.course) == before


def test_a_reader_cannot_write(cohort: Cohort, known: str) -> None:
    with Reader(known) as book:
        assert book._connection is not None
        with pytest.raises(Exception, match="readonly"):
            book._connection.exec_driver_sql("delete from course")
