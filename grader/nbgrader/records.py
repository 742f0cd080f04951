"""What each mark rests on, in tables of our own in the gradebook's database.

nbgrader's tables stay as they are. A record speaks of the mark that stands
there: where another one does, because something else has written it, nothing
is known of that one.
"""

from __future__ import annotations

import itertools
import json
import re
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
)

from grader.results import PROGRAMS, Basis, Change, Marked, Score, Submission
from grader.sheets.rules import Rules

_METADATA = MetaData()

MARKS = Table(
    "graded_descent_mark",
    _METADATA,
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

# What a page of the class tells of a submission besides its marks.
SUBMISSIONS = Table(
    "graded_descent_submission",
    _METADATA,
    Column("student", String(128), primary_key=True),
    Column("assignment", String(128), primary_key=True),
    Column("status", String(32), nullable=False),
    Column("seconds", Float, nullable=False),
    Column("notes", Text, nullable=False),
    Column("behaviors", Text, nullable=False),
)

# Of each submission that need not be marked again what is not in its marks.
ROWS = Table(
    "graded_descent_row",
    _METADATA,
    Column("student", String(128), primary_key=True),
    Column("assignment", String(128), primary_key=True),
    Column("fingerprint", String(64), nullable=False),
    Column("handed_in", Text, nullable=False),
    Column("isolation", Text, nullable=False),
    Column("seconds", Float, nullable=False),
    Column("notes", Text, nullable=False),
    Column("kept", Text, nullable=False),
)


def create(connection: Connection) -> None:
    """Make the tables where there are none."""
    _METADATA.create_all(connection)


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
    for cell, most, score in connection.execute(_nbgraders(student, assignment)):
        name = cell.removeprefix("test_")
        mark = marks.get(name)
        if mark is None or mark.score != score:
            mark = Score(name, score, most, None, "")
        scores[name] = mark
    return scores


def before(connection: Connection, of: Submission, standing: Mapping[str, Score]) -> Marked | None:
    """Return the row of a submission as it was recorded whole, if it was and its marks stand.

    Args:
        connection: To the gradebook.
        of: The submission; where it was handed in at another time, its row is another one.
        standing: Its marks that stand.
    """
    if not inspect(connection).has_table(ROWS.name):
        return None
    mine = (ROWS.c.student == stored_name(of.student)) & (ROWS.c.assignment == of.assignment)
    found = connection.execute(select(ROWS).where(mine)).mappings().first()
    if not found or found["handed_in"] != storable(time_text(of.path)):
        return None
    kept: dict[str, list[Any] | None] = json.loads(found["kept"])
    if kept.keys() != standing.keys() or not all(mark.basis for mark in standing.values()):
        return None
    changes = [
        Change(standing[name], replace(standing[name], score=today[0]), today[1], kept=True)
        for name, today in kept.items()
        if today
    ]
    return Marked(
        of,
        "graded",
        [standing[name] for name in kept],
        seconds=found["seconds"],
        notes=json.loads(found["notes"]),
        isolation=found["isolation"],
        kept=changes,
        fingerprint=found["fingerprint"],
    )


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
    mine = (ROWS.c.student == student) & (ROWS.c.assignment == assignment)
    connection.execute(delete(ROWS).where(mine))
    mine = (SUBMISSIONS.c.student == student) & (SUBMISSIONS.c.assignment == assignment)
    connection.execute(delete(SUBMISSIONS).where(mine))
    if row.fingerprint:
        connection.execute(insert(ROWS), _whole(row, student))
    rows = [
        {"student": student, "assignment": assignment, **_row(item, item.basis)}
        for item in row.scores
        if item.basis
    ]
    if rows:
        connection.execute(insert(MARKS), rows)
        connection.execute(insert(SUBMISSIONS), _told(row, student))


def graded(connection: Connection, folder: Path) -> Iterator[Marked]:
    """Yield all submissions that are recorded, with the marks that were given automatically.

    Args:
        connection: To the gradebook.
        folder: Where submissions are, for what is yielded.
    """
    if not inspect(connection).has_table(MARKS.name):
        return
    wholes = {}
    if inspect(connection).has_table(SUBMISSIONS.name):
        for one in connection.execute(select(SUBMISSIONS)).mappings():
            wholes[one["student"], one["assignment"]] = one
    in_order = select(MARKS).order_by(MARKS.c.assignment, MARKS.c.student)
    found = connection.execute(in_order).mappings()
    for key, rows in itertools.groupby(found, lambda one: (one["student"], one["assignment"])):
        whole = wholes.get(key)
        behaviors = json.loads(whole["behaviors"]) if whole else {}
        scores = [_read(row) for row in rows]
        scores = [replace(item, behavior=behaviors.get(item.exercise, "")) for item in scores]
        basis = scores[0].basis
        status = whole["status"] if whole else basis.status if basis else "graded"
        notes = json.loads(whole["notes"]) if whole else []
        seconds = whole["seconds"] if whole else 0.0
        yield Marked(Submission(folder, *key), status, scores, seconds, notes)


def _told(row: Marked, student: str) -> dict[str, Any]:
    behaviors = {item.exercise: item.behavior for item in row.scores if item.behavior}
    return {
        "student": student,
        "assignment": row.submission.assignment,
        "status": row.status,
        "seconds": row.seconds,
        "notes": json.dumps([storable(note) for note in row.notes]),
        "behaviors": json.dumps(behaviors),
    }


def _nbgraders(student: str, assignment: str) -> Any:
    from nbgrader.api import Assignment, Grade, GradeCell, SubmittedAssignment, SubmittedNotebook

    return (
        select(GradeCell.name, GradeCell.max_score, Grade.auto_score)
        .join(Grade, Grade.cell_id == GradeCell.id)
        .join(SubmittedNotebook, Grade.notebook_id == SubmittedNotebook.id)
        .join(SubmittedAssignment, SubmittedNotebook.assignment_id == SubmittedAssignment.id)
        .join(Assignment, SubmittedAssignment.assignment_id == Assignment.id)
        .where(
            Assignment.name == assignment,
            SubmittedAssignment.student_id == student,
            Grade.auto_score.is_not(None),
        )
    )


def _whole(row: Marked, student: str) -> dict[str, Any]:
    changes = {change.old.exercise: [change.new.score, change.reason] for change in row.kept}
    return {
        "student": student,
        "assignment": row.submission.assignment,
        "fingerprint": row.fingerprint,
        "handed_in": storable(time_text(row.submission.path)),
        "isolation": row.isolation,
        "seconds": row.seconds,
        "notes": json.dumps([storable(note) for note in row.notes]),
        "kept": json.dumps({item.exercise: changes.get(item.exercise) for item in row.scores}),
    }


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


def storable(text: str) -> str:
    """Return text that a database takes: names of folders and texts of errors need not be such."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def time_text(folder: Path) -> str:
    """Return what nbgrader's ``timestamp.txt`` says of when a submission was handed in."""
    path = folder / "timestamp.txt"
    try:
        if path.is_symlink() or not path.is_file():
            return ""
        with path.open(encoding="utf-8") as file:
            return file.read(100).strip()
    except (OSError, ValueError):
        return ""


def stored_name(student: str) -> str:
    """Return what a student is called in the gradebook, where no two have the same name.

    A name of bytes that are no text has its bytes written out, and who is really
    called so has the backslashes doubled: else one would get the marks of the other.
    """
    doubtful = re.search(r"[\ud800-\udfff]|\\ud[89a-f][0-9a-f]{2}", student)
    return storable(student.replace("\\", "\\\\") if doubtful else student)
