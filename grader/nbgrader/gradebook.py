"""Marks in nbgrader's own gradebook, written in one transaction for a batch.

What each mark rests on is written with it, in the same transaction (`records`).
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Connection, false, inspect
from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError

from grader.course import Section
from grader.errors import GraderError
from grader.late import Charge, Late
from grader.nbgrader import lateness, records, tables
from grader.nbgrader import rows as whole_rows
from grader.nbgrader.comments import comments
from grader.nbgrader.opening import interface, make_whole, read_only
from grader.nbgrader.refusing import lost, of_all, shown, told
from grader.nbgrader.registry import register
from grader.nbgrader.texts import stored_name, time_in
from grader.nbgrader.turns import alone, take_turn
from grader.results import Marked, Score, Submission
from grader.sheets.references import reference

T = TypeVar("T")


class NoGradebook(GraderError):
    """The gradebook cannot be opened or written.

    Attributes:
        for_all: Whether it takes nothing at all, whatever is written.
    """

    for_all = False


def prepare(db_url: str, sections: Sequence[Section]) -> None:
    """Make a gradebook where there is none, and have it know these assignments as they are now.

    Raises:
        NoGradebook: It cannot be opened or made.
        GenerationFailed: nbgrader refuses an assignment.
    """
    try:
        with alone(db_url):
            make_whole(db_url, lambda new: register(sections, new))
            with interface().Gradebook(db_url) as book:
                there = {item.name: item for item in book.assignments}
                missing = [one for one in sections if not _is_as_now(there.get(one.name), one)]
            if missing:
                register(missing, db_url)
    except GraderError:
        raise
    except Exception as error:  # SQLAlchemy, alembic and sqlite3 each raise their own
        raise NoGradebook(told("open", db_url, error)) from error


class Gradebook:
    """nbgrader's gradebook. Use it in a ``with`` statement.

    nbgrader's own interface commits after every cell, which takes most of the
    time that marking takes; this one commits once for many submissions (`tables`).
    """

    def __init__(self, db_url: str, sections: Sequence[Section]) -> None:
        """Open a gradebook, which is made where there is none.

        Raises:
            NoGradebook: It cannot be opened or made.
            GenerationFailed: nbgrader refuses an assignment.
        """
        self.db_url = db_url
        self._sections = {section.name: section for section in sections}
        prepare(db_url, sections)
        try:
            with alone(db_url):
                self._book = interface().Gradebook(db_url)
                with self._book.engine.begin() as connection:
                    records.create(connection)
        except Exception as error:  # SQLAlchemy, alembic and sqlite3 each raise their own
            raise NoGradebook(told("open", db_url, error)) from error

    def standing(self, submission: Submission) -> dict[str, Score]:
        """Return the marks of a submission that stand, by exercise.

        Raises:
            NoGradebook: The database refuses.
        """
        try:
            return _standing(self._book.db.connection(), submission)
        except Exception as error:  # as above
            raise NoGradebook(told("read", self.db_url, error)) from error

    def write(
        self, batch: Iterable[Marked], tell: Callable[[Submission, Charge], None] = lambda *_: None
    ) -> None:
        """Record the marks of some submissions, all or none of them.

        Args:
            batch: The submissions.
            tell: Called for each that is late, before anything is recorded for good.

        Raises:
            NoGradebook: The database refuses; nothing of the batch is recorded.
        """
        rows = list(batch)
        try:
            try:
                self._write(rows, tell)
            except Exception as error:
                if not lost(error):
                    raise
                # A server that was started anew has kept nothing of it, or all.
                self._book.db.rollback()
                self._write(rows, tell)
        except Exception as error:  # as above
            self._book.db.rollback()
            refusal = NoGradebook(told("write", self.db_url, error))
            refusal.for_all = of_all(error)
            raise refusal from error

    def _write(self, rows: Sequence[Marked], tell: Callable[[Submission, Charge], None]) -> None:
        connection = self._book.db.connection()
        take_turn(connection)
        tables.write(connection, [self._entry(row) for row in rows])
        for row in rows:
            records.write(connection, stored_name(row.submission.student), row)
        self._charge(rows, tell)
        self._book.db.commit()

    def require_writable(self) -> None:
        """Do nothing where the gradebook can be written.

        Raises:
            NoGradebook: It cannot.
        """
        try:
            with self._book.engine.begin() as connection:
                connection.execute(records.MARKS.delete().where(false()))
        except Exception as error:  # as above
            raise NoGradebook(told("write", self.db_url, error)) from error

    def _charge(self, rows: Iterable[Marked], tell: Callable[[Submission, Charge], None]) -> None:
        """Charge those that are late, where the course says what that costs."""
        for row in rows:
            of = row.submission
            late = self._sections[of.assignment].course.settings.late
            if late:
                found = self._book.find_submission(of.assignment, stored_name(of.student))
                if charge := lateness.charge(found, late, self._book.db):
                    tell(of, charge)
        # What is not kept does not grow with the class, and is not asked for as it was.
        self._book.db.flush()
        self._book.db.expunge_all()

    def _entry(self, row: Marked) -> tables.Entry:
        of = row.submission
        return tables.Entry(
            stored_name(of.student),
            of.assignment,
            handed_in(of),
            {f"test_{item.exercise}": item.score for item in row.scores},
            comments(row, self._sections[of.assignment]),
        )

    def close(self) -> None:
        """Close the database; what was not written is dropped."""
        with contextlib.suppress(DBAPIError):  # the connection is lost, and with it all of that
            self._book.close()

    def __enter__(self) -> Gradebook:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class Reader:
    """The marks that stand in a gradebook that is not touched. Use it in a ``with`` statement.

    A gradebook that is not there has none.
    """

    def __init__(self, db_url: str) -> None:
        self.db_url = db_url
        try:
            self._engine = read_only(db_url)
            self._connection = self._engine.connect() if self._engine else None
            if self._connection and not inspect(self._connection).get_table_names():
                # A database that nobody has graded into yet.
                self.close()
                self._connection = None
        except Exception as error:  # SQLAlchemy and sqlite3 each raise their own
            raise NoGradebook(told("open", db_url, error)) from error

    def standing(self, submission: Submission) -> dict[str, Score]:
        """Return the marks of a submission that stand, by exercise.

        Raises:
            NoGradebook: The database refuses.
        """
        return self.ask(lambda connection: _standing(connection, submission)) or {}

    def by_hand(self, submission: Submission) -> dict[str, float]:
        """Return the marks of a submission that a person gave, by exercise.

        Raises:
            NoGradebook: The database refuses.
        """
        student, name = stored_name(submission.student), submission.assignment
        return self.ask(lambda connection: records.by_hand(connection, student, name)) or {}

    def ask(self, question: Callable[[Connection], T]) -> T | None:
        """Return the answer to a question; None where there is no gradebook.

        Raises:
            NoGradebook: The database refuses.
        """
        if not self._connection:
            return None
        try:
            try:
                return _asked(self._connection, question)
            except Exception as error:
                if not lost(error):
                    raise
                return _asked(self._connection, question)
        except Exception as error:  # as above
            raise NoGradebook(told("read", self.db_url, error)) from error

    def close(self) -> None:
        """Close the database."""
        if self._connection and self._engine:
            # A connection that is lost has nothing to be closed.
            with contextlib.suppress(DBAPIError):
                self._connection.close()
            self._engine.dispose()

    def marks_under(self, seed: str) -> int:
        """Return how many marks rest on the seed with that fingerprint.

        Raises:
            NoGradebook: The database refuses.
        """
        return self.ask(lambda connection: records.count_under(connection, seed)) or 0

    def before(self, submission: Submission, standing: Mapping[str, Score]) -> Marked | None:
        """Return the row of a submission as it was recorded whole, if its marks stand.

        Raises:
            NoGradebook: The database refuses.
        """
        return self.ask(lambda connection: whole_rows.before(connection, submission, standing))

    def charge(self, submission: Submission, late: Late | None) -> Charge | None:
        """Return what a submission is charged for being late, under the policy of today.

        Raises:
            NoGradebook: The database refuses.
        """
        student, name = stored_name(submission.student), submission.assignment
        return self.ask(lambda connection: lateness.standing(connection, student, name, late))

    @property
    def connection(self) -> Connection:
        """The connection to the gradebook.

        Raises:
            NoGradebook: There is none.
        """
        if not self._connection:
            raise NoGradebook(
                f"there is no gradebook {shown(self.db_url)}: descent grade makes one, and "
                "--course says in which folder"
            )
        return self._connection

    def __enter__(self) -> Reader:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _asked(connection: Connection, question: Callable[[Connection], T]) -> T:
    """Return the answer to a question, in a transaction that ends with it."""
    try:
        return question(connection)
    finally:
        connection.rollback()


def _standing(connection: Connection, submission: Submission) -> dict[str, Score]:
    student = stored_name(submission.student)
    return records.standing(connection, student, submission.assignment)


def _is_as_now(assignment: Any, section: Section) -> bool:
    """Return whether the gradebook has the tests and points that the source has now."""
    if assignment is None or not assignment.notebooks:
        return False
    there = {c.name: c.max_score for n in assignment.notebooks for c in n.grade_cells}
    now = {f"test_{name}": points for name, points in reference(section).points.items()}
    # Those that a person marks have names of their own.
    tests = {name: points for name, points in there.items() if name.startswith("test_")}
    return tests == now


def handed_in(submission: Submission) -> datetime | None:
    """Return when a submission was handed in, from nbgrader's ``timestamp.txt``, if it says so."""
    return time_in(submission.path)


def default_db_url(course: Path) -> str:
    """Return the gradebook of a course folder, where nbgrader has it by default."""
    path = str(course.resolve() / "gradebook.db")
    # What an address gives another meaning, such as % and ?, may stand in the name of a folder.
    return URL.create("sqlite", database=path).render_as_string()
