"""Marks in nbgrader's own gradebook, written in one transaction for a batch.

What each mark rests on is written with it, in the same transaction (`records`).
"""

from __future__ import annotations

import html
import sqlite3
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Any
from urllib.parse import quote

from sqlalchemy import Connection, Engine, create_engine, false
from sqlalchemy.engine import make_url

from grader.course import Section
from grader.errors import GraderError
from grader.nbgrader import lateness, records
from grader.nbgrader.registry import find_alembic, register
from grader.results import Marked, Score, Submission
from grader.sheets.exercise import exercises
from grader.sheets.references import reference


class NoGradebook(GraderError):
    """The gradebook cannot be opened or written."""


class Gradebook:
    """nbgrader's gradebook. Use it in a ``with`` statement.

    nbgrader's own interface commits after every cell, which takes most of the
    time that marking takes; this one commits once for many submissions.
    """

    def __init__(self, db_url: str, sections: Sequence[Section]) -> None:
        find_alembic()
        from nbgrader.api import Gradebook as Opened

        self.db_url = db_url
        self._sections = {section.name: section for section in sections}
        try:
            with Opened(db_url) as book:
                there = {item.name: item for item in book.assignments}
                missing = [each for each in sections if not _is_as_now(there.get(each.name), each)]
            if missing:
                register(missing, db_url)
            self._book = Opened(db_url)
            with self._book.engine.begin() as connection:
                records.create(connection)
        except GraderError:
            raise
        except Exception as error:  # SQLAlchemy, alembic and sqlite3 each raise their own
            raise NoGradebook(f"cannot open the gradebook {db_url}: {error}") from error
        # One transaction for a batch in place of one for every row.
        self._commit = self._book.db.commit
        self._book.db.commit = self._book.db.flush

    def standing(self, submission: Submission) -> dict[str, Score]:
        """Return the marks of a submission that stand, by exercise.

        Raises:
            NoGradebook: The database refuses.
        """
        try:
            with self._book.db.no_autoflush:
                connection = self._book.db.connection()
                return _standing(connection, submission)
        except Exception as error:  # as above
            raise NoGradebook(f"cannot read the gradebook {self.db_url}: {error}") from error

    def write(self, batch: Iterable[Marked]) -> None:
        """Record the marks of some submissions, all or none of them.

        Raises:
            NoGradebook: The database refuses; nothing of the batch is recorded.
        """
        try:
            # What is half built must not be flushed by a query for the rest of it.
            with self._book.db.no_autoflush:
                for row in batch:
                    self._write(row)
            self._commit()
        except Exception as error:  # as above
            self._book.db.rollback()
            raise NoGradebook(f"cannot write the gradebook {self.db_url}: {error}") from error

    def require_writable(self) -> None:
        """Do nothing where the gradebook can be written.

        Raises:
            NoGradebook: It cannot.
        """
        try:
            with self._book.engine.begin() as connection:
                connection.execute(records.MARKS.delete().where(false()))
        except Exception as error:  # as above
            raise NoGradebook(f"cannot write the gradebook {self.db_url}: {error}") from error

    def _write(self, row: Marked) -> None:
        book, of = self._book, row.submission
        student = records.storable(of.student)
        book.update_or_create_student(student)
        timestamp = handed_in(of)
        extra: dict[str, Any] = {"timestamp": timestamp} if timestamp else {}
        submission = book.update_or_create_submission(of.assignment, student, **extra)
        scores = {f"test_{item.exercise}": item for item in row.scores}
        sentences = comments(row, self._sections[of.assignment])
        for notebook in submission.notebooks:
            for grade in notebook.grades:
                if grade.name in scores:
                    grade.auto_score = scores[grade.name].score
                    # A mark given by hand stays, and is to be looked at again.
                    grade.needs_manual_grade = grade.manual_score is not None
            for comment in notebook.comments:
                if comment.name in sentences:
                    comment.auto_comment = sentences[comment.name]
        late = self._sections[of.assignment].course.settings.late
        if late:
            lateness.charge(submission, late, book.db)
        records.write(book.db.connection(), student, row)

    def close(self) -> None:
        """Close the database; what was not written is dropped."""
        self._book.close()

    def __enter__(self) -> Gradebook:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        tb: TracebackType | None,
    ) -> None:
        self.close()


class Reader:
    """The marks that stand in a gradebook that is not touched. Use it in a ``with`` statement.

    A gradebook that is not there has none.
    """

    def __init__(self, db_url: str) -> None:
        self.db_url = db_url
        try:
            self._engine = _read_only(db_url)
            self._connection = self._engine.connect() if self._engine else None
        except Exception as error:  # SQLAlchemy and sqlite3 each raise their own
            raise NoGradebook(f"cannot open the gradebook {db_url}: {error}") from error

    def standing(self, submission: Submission) -> dict[str, Score]:
        """Return the marks of a submission that stand, by exercise.

        Raises:
            NoGradebook: The database refuses.
        """
        if not self._connection:
            return {}
        try:
            return _standing(self._connection, submission)
        except Exception as error:  # as above
            raise NoGradebook(f"cannot read the gradebook {self.db_url}: {error}") from error

    @property
    def connection(self) -> Connection:
        """The connection to the gradebook.

        Raises:
            NoGradebook: There is none.
        """
        if not self._connection:
            raise NoGradebook(
                f"there is no gradebook {self.db_url}: descent grade makes one, and --course says "
                "in which folder"
            )
        return self._connection

    def __enter__(self) -> Reader:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        tb: TracebackType | None,
    ) -> None:
        if self._connection and self._engine:
            self._connection.close()
            self._engine.dispose()


def _read_only(db_url: str) -> Engine | None:
    """Return an engine that cannot write; nothing where there is no file."""
    url = make_url(db_url)
    if url.get_backend_name() != "sqlite":
        return create_engine(db_url, execution_options={"postgresql_readonly": True})
    path = Path(url.database or "")
    if not path.is_file():
        return None
    address = f"file:{quote(str(path.resolve()))}?mode=ro"
    return create_engine("sqlite://", creator=lambda: sqlite3.connect(address, uri=True))


def _standing(connection: Connection, submission: Submission) -> dict[str, Score]:
    student = records.storable(submission.student)
    return records.standing(connection, student, submission.assignment)


def _is_as_now(assignment: Any, section: Section) -> bool:
    """Return whether the gradebook has the tests and points that the source has now."""
    if assignment is None or not assignment.notebooks:
        return False
    there = {c.name: c.max_score for n in assignment.notebooks for c in n.grade_cells}
    return all(there.get(f"test_{n}") == p for n, p in reference(section).points.items())


def comments(row: Marked, section: Section) -> dict[str, str]:
    """Return what the student is told, by the answer cell that it belongs to."""
    texts_by_cell: dict[str, list[str]] = {}
    entries = exercises(section)
    for item in row.scores:
        entry = entries[item.exercise]
        several = sum(other.answer_cell == entry.answer_cell for other in entries.values()) > 1
        text = f"{item.exercise}: {item.message}" if several else item.message
        texts_by_cell.setdefault(entry.answer_cell, []).append(text)
    # nbgrader renders comments as Markdown, in which HTML of a student's would be alive.
    return {
        cell: html.escape(records.storable("\n\n".join(texts)), quote=False)
        for cell, texts in texts_by_cell.items()
    }


def handed_in(submission: Submission) -> datetime | None:
    """Return when a submission was handed in, from nbgrader's ``timestamp.txt``, if it says so."""
    path = submission.path / "timestamp.txt"
    try:
        if path.is_symlink() or not path.is_file():
            return None
        with path.open(encoding="utf-8") as file:
            text = file.read(100).strip()
    except (OSError, ValueError):
        return None
    from nbgrader.utils import parse_utc

    try:
        moment: datetime = parse_utc(text)
    except Exception:  # dateutil raises what its code comes upon in a text that is no time
        return None
    return moment


def default_db_url(course: Path) -> str:
    """Return the gradebook of a course folder, where nbgrader has it by default."""
    return f"sqlite:///{course.resolve() / 'gradebook.db'}"
