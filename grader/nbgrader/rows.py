"""The rest of a row, beside its marks: what a class page and a later run need of a submission."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy import (
    Column,
    Connection,
    Float,
    MetaData,
    String,
    Table,
    Text,
    delete,
    insert,
    inspect,
    select,
)

from grader.nbgrader.texts import storable, stored_name, time_text
from grader.results import Change, Marked, Score, Submission

ROWS = Table(
    "graded_descent_submission",
    MetaData(),
    Column("student", String(128), primary_key=True),
    Column("assignment", String(128), primary_key=True),
    Column("status", String(32), nullable=False),
    Column("seconds", Float, nullable=False),
    Column("notes", Text, nullable=False),
    Column("behaviors", Text, nullable=False),
    # Nothing where it is marked again whenever the class is graded.
    Column("fingerprint", String(64), nullable=False),
    Column("handed_in", Text, nullable=False),
    Column("isolation", Text, nullable=False),
    Column("kept", Text, nullable=False),
)


def write(connection: Connection, student: str, row: Marked) -> None:
    """Record what there is of a submission besides its marks, in place of what was recorded."""
    assignment = row.submission.assignment
    mine = (ROWS.c.student == student) & (ROWS.c.assignment == assignment)
    connection.execute(delete(ROWS).where(mine))
    if not row.scores:
        return
    changes = {change.old.exercise: [change.new.score, change.reason] for change in row.kept}
    behaviors = {item.exercise: item.behavior for item in row.scores if item.behavior}
    whole = {
        "student": student,
        "assignment": assignment,
        "status": row.status,
        "seconds": row.seconds,
        "notes": json.dumps([storable(note) for note in row.notes]),
        "behaviors": json.dumps(behaviors),
        "fingerprint": row.fingerprint,
        "handed_in": storable(time_text(row.submission.path)),
        "isolation": row.isolation,
        "kept": json.dumps({item.exercise: changes.get(item.exercise) for item in row.scores}),
    }
    connection.execute(insert(ROWS), whole)


def recorded(connection: Connection) -> dict[tuple[str, str], Mapping[Any, Any]]:
    """Return what is recorded, by student and assignment."""
    if not inspect(connection).has_table(ROWS.name):
        return {}
    found = connection.execute(select(ROWS)).mappings()
    return {(one["student"], one["assignment"]): one for one in found}


def before(connection: Connection, of: Submission, standing: Mapping[str, Score]) -> Marked | None:
    """Return the row of a submission as it was recorded, if its marks stand and it may as well.

    Args:
        connection: To the gradebook.
        of: The submission; where it was handed in at another time, its row is another one.
        standing: Its marks that stand.
    """
    if not inspect(connection).has_table(ROWS.name):
        return None
    mine = (ROWS.c.student == stored_name(of.student)) & (ROWS.c.assignment == of.assignment)
    found = connection.execute(select(ROWS).where(mine)).mappings().first()
    if not (found and found["fingerprint"] and found["handed_in"] == storable(time_text(of.path))):
        return None
    kept: dict[str, list[Any] | None] = json.loads(found["kept"])
    if kept.keys() != standing.keys() or not all(mark.basis for mark in standing.values()):
        return None
    behaviors = json.loads(found["behaviors"])
    scores = [replace(standing[name], behavior=behaviors.get(name, "")) for name in kept]
    changes = [
        Change(item, replace(item, score=today[0]), today[1], kept=True)
        for item in scores
        if (today := kept[item.exercise])
    ]
    return Marked(
        of,
        found["status"],
        scores,
        seconds=found["seconds"],
        notes=json.loads(found["notes"]),
        isolation=found["isolation"],
        kept=changes,
        fingerprint=found["fingerprint"],
    )
