"""What each mark rests on, in tables of our own in the gradebook's database.

nbgrader's tables stay as they are. A record speaks of the mark that stands
there: where another one does, because something else has written it, nothing
is known of that one.
"""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from sqlalchemy import (
    Column,
    Connection,
    DateTime,
    Float,
    MetaData,
    String,
    Table,
    Text,
    delete,
    func,
    insert,
    inspect,
    select,
    text,
)

from grader.nbgrader import rows
from grader.nbgrader.texts import storable
from grader.results import PROGRAMS, Basis, Marked, Score, Submission
from grader.sheets.rules import Rules

MARKS = Table(
    "graded_descent_mark",
    MetaData(),
    Column("student", String(128), primary_key=True),
    Column("assignment", String(128), primary_key=True),
    Column("exercise", String(128), primary_key=True),
    Column("status", String(32), nullable=False),
    Column("score", Float, nullable=False),
    Column("max_score", Float, nullable=False),
    Column("diagnosis", Text),
    Column("message", Text, nullable=False),
    Column("notebook", String(64), nullable=False),
    Column("given", String(64), nullable=False),
    Column("rules", String(64), nullable=False),
    Column("parts", Text, nullable=False),
    Column("seed", String(64), nullable=False),
    Column("isolation", Text, nullable=False),
    *(Column(name, String(64), nullable=False) for name in PROGRAMS),
    Column("time", DateTime, nullable=False),
)


# By the names of nbgrader's tables: to import its classes takes longer than all that is asked
# here of a class, and the first mark would wait for it.
_NBGRADERS = text("""
    select base_cell.name, grade_cells.max_score, grade.auto_score, grade.manual_score
    from grade
    join grade_cells on grade.cell_id = grade_cells.id
    join base_cell on grade_cells.id = base_cell.id
    join submitted_notebook on grade.notebook_id = submitted_notebook.id
    join submitted_assignment on submitted_notebook.assignment_id = submitted_assignment.id
    join assignment on submitted_assignment.assignment_id = assignment.id
    where assignment.name = :assignment
    and submitted_assignment.student_id = :student
""")


def create(connection: Connection) -> None:
    """Make the tables where there are none."""
    for table in (MARKS, rows.ROWS):
        table.create(connection, checkfirst=True)


def standing(connection: Connection, student: str, assignment: str) -> dict[str, Score]:
    """Return the marks of a submission that stand in the gradebook, by exercise.

    A mark of which nothing is recorded has no basis and no message. Marks
    given by hand are not looked at.
    """
    marks: dict[str, Score] = {}
    if inspect(connection).has_table(MARKS.name):
        mine = (MARKS.c.student == student) & (MARKS.c.assignment == assignment)
        for row in connection.execute(select(MARKS).where(mine)).mappings():
            marks[row["exercise"]] = _read(row)
    scores = {}
    asked = {"student": student, "assignment": assignment}
    for cell, most, score, _ in connection.execute(_NBGRADERS, asked):
        if score is None:
            continue
        name = cell.removeprefix("test_")
        mark = marks.get(name)
        if mark is None or mark.score != score:
            mark = Score(name, score, most, None, "")
        scores[name] = mark
    return scores


def by_hand(connection: Connection, student: str, assignment: str) -> dict[str, float]:
    """Return the marks of a submission that a person gave, by exercise: they count."""
    asked = {"student": student, "assignment": assignment}
    return {
        cell.removeprefix("test_"): float(given)
        for cell, _, _, given in connection.execute(_NBGRADERS, asked)
        if given is not None
    }


def count_under(connection: Connection, seed: str) -> int:
    """Return how many marks rest on the seed with that fingerprint."""
    if not inspect(connection).has_table(MARKS.name):
        return 0
    query = select(func.count()).select_from(MARKS).where(MARKS.c.seed == seed)
    return int(connection.execute(query).scalar_one())


def write(connection: Connection, student: str, row: Marked) -> None:
    """Record what the marks of a submission rest on, in place of what was recorded.

    What is recorded of an exercise that the section no longer has stays.
    """
    assignment = row.submission.assignment
    mine = (MARKS.c.student == student) & (MARKS.c.assignment == assignment)
    named = MARKS.c.exercise.in_([item.exercise for item in row.scores])
    connection.execute(delete(MARKS).where(mine & named))
    rows.write(connection, student, row)
    marks = [
        {"student": student, "assignment": assignment, **_row(item, item.basis)}
        for item in row.scores
        if item.basis
    ]
    if marks:
        connection.execute(insert(MARKS), marks)


def graded(connection: Connection, folder: Path) -> Iterator[Marked]:
    """Yield all submissions that are recorded, with the marks that were given automatically.

    Args:
        connection: To the gradebook.
        folder: Where submissions are, for what is yielded.
    """
    if not inspect(connection).has_table(MARKS.name):
        return
    wholes = rows.recorded(connection)
    in_order = select(MARKS).order_by(MARKS.c.assignment, MARKS.c.student)
    found = connection.execute(in_order).mappings()
    for key, marks in itertools.groupby(found, lambda one: (one["student"], one["assignment"])):
        whole = wholes.get(key)
        behaviors = json.loads(whole["behaviors"]) if whole else {}
        scores = [_read(mark) for mark in marks]
        scores = [replace(item, behavior=behaviors.get(item.exercise, "")) for item in scores]
        basis = scores[0].basis
        status = whole["status"] if whole else basis.status if basis else "graded"
        notes = json.loads(whole["notes"]) if whole else []
        seconds = whole["seconds"] if whole else 0.0
        yield Marked(Submission(folder, *key), status, scores, seconds, notes)


def _row(item: Score, basis: Basis) -> dict[str, Any]:
    return {
        "exercise": item.exercise,
        "status": basis.status,
        "score": item.score,
        "max_score": item.max_score,
        "diagnosis": item.diagnosis,
        "message": storable(item.message),
        "notebook": basis.notebook,
        "given": basis.given,
        "rules": basis.rules.version,
        "parts": json.dumps(basis.rules.parts, separators=(",", ":")),
        "seed": basis.seed,
        "isolation": basis.isolation,
        **basis.versions,
        "time": basis.time,
    }


def _read(row: Mapping[Any, Any]) -> Score:
    basis = Basis(
        status=row["status"],
        notebook=row["notebook"],
        given=row["given"],
        rules=Rules(row["rules"], json.loads(row["parts"])),
        seed=row["seed"],
        isolation=row["isolation"],
        versions={name: row[name] for name in PROGRAMS},
        time=row["time"],
    )
    rest = (row["diagnosis"], row["message"], basis)
    return Score(row["exercise"], row["score"], row["max_score"], *rest)
