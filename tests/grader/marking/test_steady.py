"""Same seed, same rules, same marks; and what becomes of a mark when one of them changes."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator

import numpy as np
import pytest

from descent.probing.probes import Probe, call
from grader.marking.steady import UNRECORDED
from grader.nbgrader.gradebook import default_db_url
from grader.sheets.exercise import Begin
from tests.grader.classes import SECTION, Cohort, insert, slim
from tests.grader.marking.regrading import (
    SEVENTY,
    agree_everywhere,
    hand_in_all,
    marks,
    neuron,
    reseed,
    set_marks,
    state,
    table,
)
from tests.grader.nbgrader.test_gradebook import by_hand, seen
from tests.here import COURSE, answered, exercises, rules


def test_each_mark_is_recorded_with_what_it_rests_on(
    cohort: Cohort, grade: Callable[..., str]
) -> None:
    hand_in_all(cohort)
    grade()
    agree_everywhere(cohort, "seventy", 2.0)
    agree_everywhere(cohort, "thirty", 0.0)
    basis = neuron(cohort)["basis"]
    assert basis["rules"] == rules(SECTION, "neuron").version
    assert basis["seed"] == COURSE.settings.seed_fingerprint
    assert basis["isolation"].startswith("isolation: ")
    assert basis["numpy"] == np.__version__
    assert {*basis} == {
        *("rules", "seed", "notebook", "isolation", "python", "numpy", "ipython", "matplotlib")
    }
    found = table(cohort)
    assert len(found) == 4 * len(exercises(SECTION))
    assert found["broken", "neuron"]["status"] == "unreadable"
    assert found["broken", "neuron"]["notebook"] == ""
    assert json.loads(found["seventy", "neuron"]["parts"]) == rules(SECTION, "neuron").parts


def test_the_same_seed_and_rules_give_the_same_marks_and_records(
    cohort: Cohort, grade: Callable[..., str]
) -> None:
    hand_in_all(cohort)
    grade()
    first, recorded = marks(cohort), table(cohort)
    grade()
    for rows in (first, again := marks(cohort)):
        for item in rows.values():
            del item["seconds"]
    assert again == first
    for item in (*recorded.values(), *(now := table(cohort)).values()):
        del item["time"]
    assert now == recorded


# Kept marks


def test_the_mark_of_an_unchanged_notebook_is_kept_under_other_rules_and_listed(
    cohort: Cohort, grade: Callable[..., str], ask: Callable[..., None]
) -> None:
    hand_in_all(cohort)
    grade()
    before = neuron(cohort)
    ask(2, 30, 70)
    for _ in range(2):
        printed = grade()
        assert "kept: 1 marks of unchanged notebooks" in printed
        assert (
            f"\n  seventy, {SECTION}, neuron: 2, today's would be 0: its probe '70 samples' is new\n"
        ) in printed
        agree_everywhere(cohort, "seventy", 2.0)
        kept = neuron(cohort)
        assert kept["kept"] == {"today": 0.0, "reason": "its probe '70 samples' is new"}
        assert kept["basis"] == before["basis"] and kept["message"] == before["message"]
        assert marks(cohort)["seventy"]["notes"] == [
            "neuron: the mark of before is kept, 2 of 2; today's would be 0: "
            "its probe '70 samples' is new"
        ]
    # Where both rules give the same, the mark is one of today.
    assert neuron(cohort, "right")["basis"]["rules"] == rules(SECTION, "neuron").version
    assert neuron(cohort, "right")["kept"] is None


def test_regrade_overwrites_it(
    cohort: Cohort, grade: Callable[..., str], ask: Callable[..., None]
) -> None:
    hand_in_all(cohort)
    grade()
    ask(2, 30, 70)
    assert "kept:" not in grade("--regrade")
    agree_everywhere(cohort, "seventy", 0.0)
    assert neuron(cohort)["kept"] is None and marks(cohort)["seventy"]["notes"] == []
    assert "kept:" not in grade()
    agree_everywhere(cohort, "seventy", 0.0)


def test_a_changed_notebook_gets_the_marks_of_today(
    cohort: Cohort, grade: Callable[..., str], ask: Callable[..., None]
) -> None:
    hand_in_all(cohort)
    grade()
    ask(2, 30, 70)
    cohort.hand_in("seventy", slim(answered(SECTION, {"neuron": SEVENTY + "\nmy_own = 1\n"})))
    assert "kept:" not in grade()
    agree_everywhere(cohort, "seventy", 0.0)


def test_under_another_seed_marks_are_kept(
    cohort: Cohort,
    grade: Callable[..., str],
    ask: Callable[..., None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    cohort.hand_in("seventy", slim(answered(SECTION, {"neuron": SEVENTY})))

    def by_chance(begin: Begin) -> Iterator[Probe]:
        # One of them has seventy samples for some seeds, and for others none has.
        for number in range(3):
            rng = begin(f"by chance, {number}")
            m = 10 * rng.integers(5, 9)
            yield call(*(rng.normal(size=shape) for shape in ((m, 2), (2, 1), (1, 1))))

    ask(probes=by_chance)
    reseed(monkeypatch, "g")  # 60, 80 and 50 samples
    grade()
    assert neuron(cohort, "seventy")["score"] == 2.0
    reseed(monkeypatch, "another")
    assert "today's would be 0: another seed\n" in grade()
    agree_everywhere(cohort, "seventy", 2.0)
    assert "kept:" not in grade("--regrade")
    agree_everywhere(cohort, "seventy", 0.0)


def test_of_a_kept_mark_the_share_counts_where_the_points_changed(
    cohort: Cohort, grade: Callable[..., str], ask: Callable[..., None]
) -> None:
    hand_in_all(cohort)
    grade()
    # As if the exercise had been worth five points then.
    with sqlite3.connect(cohort.course / "gradebook.db") as connection:
        connection.execute(
            "update graded_descent_mark set score = score * 2.5, max_score = 5, rules = '2-x', "
            """parts = replace(parts, '"points":2.0', '"points":5.0') where exercise = 'neuron'"""
        )
        name = "select id from base_cell where name = 'test_neuron'"
        connection.execute(
            f"update grade set auto_score = auto_score * 2.5 where cell_id in ({name})"
        )
    listed = grade("--compare").splitlines()
    assert f"right, {SECTION}, neuron: 5 of 5, now 2 of 2: its points changed: 5, now 2" in listed
    ask(2, 30, 70)
    printed = grade()
    assert (
        f"seventy, {SECTION}, neuron: 2, today's would be 0: its probe '70 samples' is" in printed
    )
    assert "right," not in printed.split("kept: 1 marks")[1]
    agree_everywhere(cohort, "seventy", 2.0)


def test_marks_of_a_run_that_did_not_end_are_not_kept(
    cohort: Cohort, grade: Callable[..., str], ask: Callable[..., None]
) -> None:
    leaves = insert(
        slim(answered(SECTION, {"neuron": SEVENTY})), "neuron", "import os\nos._exit(0)"
    )
    cohort.hand_in("seventy", leaves)
    grade()
    assert marks(cohort)["seventy"]["status"] == "crashed" and neuron(cohort)["score"] == 2.0
    ask(2, 30, 70)
    assert "kept:" not in grade()
    assert neuron(cohort)["score"] == 0.0


def test_marks_given_by_hand_survive_all_of_it(
    cohort: Cohort, grade: Callable[..., str], ask: Callable[..., None]
) -> None:
    cohort.hand_in("ada", slim(answered(SECTION, {"neuron": SEVENTY})))
    grade()
    db_url = default_db_url(cohort.course)
    by_hand(db_url, "neuron", 1.5, "You explained it well.")
    ask(2, 30, 70)
    for options, auto in (((), 2.0), (("--regrade",), 0.0)):
        grade(*options)
        found = seen(db_url, "ada")
        assert found["manual"]["test_neuron"] == 1.5 and found["auto"]["test_neuron"] == auto
        assert found["comments"]["neuron"] == "You explained it well."
        assert found["look"] == {"test_neuron"}


def test_a_mark_that_something_else_wrote_is_not_taken_for_a_recorded_one(
    cohort: Cohort, grade: Callable[..., str], ask: Callable[..., None]
) -> None:
    cohort.hand_in("ada", slim(answered(SECTION)))
    grade()
    set_marks(cohort, 0.5, recorded=False)
    ask(2, 30, 70)
    (line, _) = grade("--compare").splitlines()
    assert line == f"ada, {SECTION}, neuron: 0.5, now 2 of 2: {UNRECORDED}"
    assert "kept:" not in grade()
    agree_everywhere(cohort, "ada", 2.0)


def test_a_gradebook_from_before_the_table_is_compared_and_gets_one(
    cohort: Cohort, grade: Callable[..., str], ask: Callable[..., None]
) -> None:
    hand_in_all(cohort)
    grade()
    with sqlite3.connect(cohort.course / "gradebook.db") as connection:
        connection.execute("drop table graded_descent_mark")
    ask(2, 30, 70)
    before = state(cohort.course)
    listed = grade("--compare").splitlines()
    assert listed[0] == f"seventy, {SECTION}, neuron: 2, now 0 of 2: {UNRECORDED}"
    assert listed[1].startswith("1 marks would change, 23 would not")
    assert state(cohort.course) == before
    grade()
    agree_everywhere(cohort, "seventy", 0.0)
