"""A class that is graded again, under other rules or another seed."""

from __future__ import annotations

import dataclasses
import hashlib
import json
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import nbformat
import pytest

from descent.probing.probes import Probe, call
from grader.course import Course
from grader.nbgrader.gradebook import default_db_url
from grader.sheets import hidden, rules
from grader.sheets.exercise import Begin
from tests.grader.classes import SECTION, Cohort, cell, slim
from tests.grader.nbgrader.test_gradebook import seen
from tests.here import answered, points_of, settings

FILE = f"{SECTION}.ipynb"

# Wrong for seventy samples, which the first rules do not ask for, and for thirty.
SEVENTY = "def neuron(X, w, b):\n    return sigmoid(X @ w + b) + (len(X) == 70)\n"
THIRTY = "def neuron(X, w, b):\n    return sigmoid(X @ w + b) + (len(X) == 30)\n"


def asking(*sizes: int) -> Callable[[Begin], Iterator[Probe]]:
    """Probes of a neuron, each with so many samples."""

    def probes(begin: Begin) -> Iterator[Probe]:
        for m in sizes:
            rng = begin(f"{m} samples")
            yield call(*(rng.normal(size=shape) for shape in ((m, 2), (2, 1), (1, 1))))

    return probes


def forget() -> None:
    """Have what was prepared under other rules prepared anew."""
    for prepared in (hidden.drawn, hidden.questions, hidden.shown_questions, rules.rules):
        prepared.cache_clear()


def hand_in_all(cohort: Cohort) -> None:
    cohort.hand_in("right", slim(answered(SECTION)))
    cohort.hand_in("thirty", slim(answered(SECTION, {"neuron": THIRTY})))
    cohort.hand_in("seventy", slim(answered(SECTION, {"neuron": SEVENTY})))
    cohort.hand_in("broken", "{")


def reseed(monkeypatch: pytest.MonkeyPatch, seed: str) -> None:
    other = dataclasses.replace(settings(), seed=seed)
    monkeypatch.setattr(Course, "settings", other)
    forget()


def marks(cohort: Cohort) -> dict[str, dict[str, Any]]:
    """The rows of the JSON report, by student, with their exercises by name."""
    data = json.loads((cohort.course / "marks.json").read_text())
    return {
        r["student"]: {**r, "exercises": {e["id"]: e for e in r["exercises"]}}
        for r in data["submissions"]
    }


def neuron(cohort: Cohort, student: str = "seventy") -> dict[str, Any]:
    found: dict[str, Any] = marks(cohort)[student]["exercises"]["neuron"]
    return found


def table(cohort: Cohort) -> dict[tuple[str, str], dict[str, Any]]:
    """Our table, as anybody can read it."""
    with sqlite3.connect(cohort.course / "gradebook.db") as connection:
        connection.row_factory = sqlite3.Row
        found = [dict(r) for r in connection.execute("select * from graded_descent_mark")]
    return {(item["student"], item["exercise"]): item for item in found}


def state(folder: Path) -> dict[str, tuple[str, int]]:
    """Content and time of everything in a folder."""
    return {
        path.relative_to(folder).as_posix(): (
            hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else "",
            path.stat().st_mtime_ns,
        )
        for path in [folder, *folder.rglob("*")]
    }


def agree_everywhere(cohort: Cohort, student: str, score: float) -> None:
    """Hold that JSON, gradebook, autograded notebook, feedback and table say the same."""
    told = neuron(cohort, student)
    assert told["score"] == score
    db_url = default_db_url(cohort.course)
    assert seen(db_url, student)["auto"]["test_neuron"] == score
    assert seen(db_url, student)["comments"]["neuron"] == told["message"]
    notebook = nbformat.read(cohort.course / "autograded" / student / SECTION / FILE, 4)
    nbformat.validate(notebook)
    message, *_, value = cell(notebook, "test_neuron")["outputs"]
    assert (message["text"].strip(), value["data"]["text/plain"]) == (told["message"], repr(score))
    assert notebook["metadata"]["graded_descent"]["marks"]["neuron"] == told["basis"]
    page = (cohort.course / "feedback" / student / SECTION / f"{SECTION}.html").read_text()
    assert f"{marks(cohort)[student]['score']:g} of {points_of(SECTION):g} points" in page
    record = table(cohort)[student, "neuron"]
    assert (record["score"], record["message"]) == (score, told["message"])
    assert {k: record[k] for k in told["basis"]} == told["basis"]


def set_marks(cohort: Cohort, score: float, recorded: bool = True) -> None:
    """Change a mark of a neuron in nbgrader's table, and perhaps in ours."""
    with sqlite3.connect(cohort.course / "gradebook.db") as connection:
        name = "select id from base_cell where name = 'test_neuron'"
        connection.execute(f"update grade set auto_score = ? where cell_id in ({name})", [score])
        if recorded:
            connection.execute(
                "update graded_descent_mark set score = ? where exercise = 'neuron'", [score]
            )
