"""A student leaves the gradebook: nbgrader's rows and ours, and what the file remembers of them."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, Table, delete, func, inspect, select
from sqlalchemy.engine import make_url

from grader.nbgrader.gradebook import NoGradebook, Reader
from grader.nbgrader.opening import interface
from grader.nbgrader.records import MARKS
from grader.nbgrader.refusing import shown, why
from grader.nbgrader.registry import find_alembic
from grader.nbgrader.revision import FORMER
from grader.nbgrader.rows import ROWS
from grader.nbgrader.texts import stored_name
from grader.nbgrader.turns import take_turn

_OURS = (MARKS, ROWS, FORMER)


def count_of(student: str, db_url: str) -> dict[str, int]:
    """Return how many rows are a student's, by table; none where there is no gradebook.

    Raises:
        NoGradebook: It cannot be read.
    """
    with Reader(db_url) as book:
        return book.ask(lambda connection: dict(_counts(connection, stored_name(student)))) or {}


def remove(student: str, db_url: str) -> None:
    """Remove a student with all submissions, marks and comments, in one transaction.

    Raises:
        NoGradebook: The gradebook cannot be written; nothing is removed.
    """
    find_alembic()
    api = interface()

    name = stored_name(student)
    try:
        with api.Gradebook(db_url) as book:
            session = book.db
            commit, session.commit = session.commit, session.flush
            connection = session.connection()
            take_turn(connection)
            for table in _there(connection):
                connection.execute(delete(table).where(table.c.student == name))
            # Ours may know a student whom nbgrader has forgotten already.
            with contextlib.suppress(api.MissingEntry):
                book.remove_student(name)
            commit()
            if make_url(db_url).get_backend_name() == "sqlite":
                # What is deleted stays in the file until it is written anew.
                with book.engine.connect() as fresh:
                    fresh.exec_driver_sql("VACUUM")
    except Exception as error:  # SQLAlchemy and sqlite3 each raise their own
        raise NoGradebook(
            f"cannot remove {student!r} from {shown(db_url)}: {why(error)}"
        ) from error


def _there(connection: Connection) -> list[Table]:
    return [table for table in _OURS if inspect(connection).has_table(table.name)]


def _counts(connection: Connection, student: str) -> Iterator[tuple[str, int]]:
    api = interface()

    def count(column: Any) -> int:
        query = select(func.count()).where(column == student)
        return int(connection.execute(query).scalar_one())

    tables = inspect(connection).get_table_names()
    for column in (api.Student.id, api.SubmittedAssignment.student_id):
        name = column.class_.__tablename__
        if name in tables:
            yield name, count(column)
    for table in _there(connection):
        yield table.name, count(table.c.student)
