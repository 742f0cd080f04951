"""Marks in nbgrader's own gradebook, written in one transaction for a batch."""

from __future__ import annotations

import html
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Any

from grader.errors import GraderError
from grader.exercise import exercises
from grader.marking import Marked
from grader.references import reference
from grader.registry import find_alembic, register
from grader.submissions import Submission


class NoGradebook(GraderError):
    """The gradebook cannot be opened or written."""


class Gradebook:
    """nbgrader's gradebook. Use it in a ``with`` statement.

    nbgrader's own interface commits after every cell, which takes most of the
    time that marking takes; this one commits once for many submissions.
    """

    def __init__(self, db_url: str, sections: Sequence[str]) -> None:
        find_alembic()
        from nbgrader.api import Gradebook as Opened

        self.db_url = db_url
        try:
            with Opened(db_url) as book:
                there = {item.name: item for item in book.assignments}
                missing = [name for name in sections if not _is_as_now(there.get(name))]
            if missing:
                register(missing, db_url)
            self._book = Opened(db_url)
        except GraderError:
            raise
        except Exception as error:  # SQLAlchemy, alembic and sqlite3 each raise their own
            raise NoGradebook(f"cannot open the gradebook {db_url}: {error}") from error
        # One transaction for a batch in place of one for every row.
        self._commit = self._book.db.commit
        self._book.db.commit = self._book.db.flush

    def write(self, batch: Iterable[Marked]) -> None:
        """Record the marks of some submissions, all or none of them.

        Raises:
            NoGradebook: The database refuses; nothing of the batch is recorded.
        """
        try:
            # What is half built must not be flushed by a query for the rest of it.
            with self._book.db.no_autoflush:
                for marked in batch:
                    self._write(marked)
            self._commit()
        except Exception as error:  # as above
            self._book.db.rollback()
            raise NoGradebook(f"cannot write the gradebook {self.db_url}: {error}") from error

    def _write(self, marked: Marked) -> None:
        book, of = self._book, marked.submission
        student = _storable(of.student)
        book.update_or_create_student(student)
        timestamp = handed_in(of)
        extra: dict[str, Any] = {"timestamp": timestamp} if timestamp else {}
        submission = book.update_or_create_submission(of.assignment, student, **extra)
        scores = {f"test_{item.exercise}": item for item in marked.scores}
        told = comments(marked)
        for notebook in submission.notebooks:
            for grade in notebook.grades:
                if grade.name in scores:
                    grade.auto_score = scores[grade.name].score
                    # A mark given by hand stays, and is to be looked at again.
                    grade.needs_manual_grade = grade.manual_score is not None
            for comment in notebook.comments:
                if comment.name in told:
                    comment.auto_comment = told[comment.name]

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


def _is_as_now(assignment: Any) -> bool:
    """Return whether the gradebook has the tests and points that the source has now."""
    if assignment is None or not assignment.notebooks:
        return False
    there = {c.name: c.max_score for n in assignment.notebooks for c in n.grade_cells}
    return all(there.get(f"test_{n}") == p for n, p in reference(assignment.name).points.items())


def comments(marked: Marked) -> dict[str, str]:
    """Return what the student is told, by the answer cell that it belongs to."""
    told: dict[str, list[str]] = {}
    entries = exercises(marked.submission.assignment)
    for item in marked.scores:
        entry = entries[item.exercise]
        several = sum(other.answer_cell == entry.answer_cell for other in entries.values()) > 1
        text = f"{item.exercise}: {item.message}" if several else item.message
        told.setdefault(entry.answer_cell, []).append(text)
    # nbgrader renders comments as Markdown, in which HTML of a student's would be alive.
    return {
        cell: html.escape(_storable("\n\n".join(texts)), quote=False)
        for cell, texts in told.items()
    }


def _storable(text: str) -> str:
    # The name of a folder and the text of an error need not be text that a database takes.
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def handed_in(submission: Submission) -> datetime | None:
    """Return when a submission was handed in, from nbgrader's ``timestamp.txt``, if it says so."""
    path = submission.path / "timestamp.txt"
    if path.is_symlink() or not path.is_file():
        return None
    from nbgrader.utils import parse_utc

    try:
        with path.open(encoding="utf-8") as file:
            moment: datetime = parse_utc(file.read(100).strip())
    except (ValueError, OverflowError, OSError):
        return None
    return moment


def default_db_url(course: Path) -> str:
    """Return the gradebook of a course folder, where nbgrader has it by default."""
    return f"sqlite:///{course.resolve() / 'gradebook.db'}"
