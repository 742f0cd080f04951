"""Marks into nbgrader's own tables: a few statements for many submissions.

nbgrader's interface makes an object of every row, asks for it again and keeps
it, which takes most of the time that writing takes. The rows that come of this
are the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select, update

from grader.errors import GraderError


class NoAssignment(GraderError):
    """The gradebook has no assignment of that name."""


@dataclass(frozen=True)
class Entry:
    """What the gradebook gets of one submission.

    Attributes:
        student: Whose it is.
        assignment: The name of its assignment.
        timestamp: When it was handed in; None leaves what is there.
        scores: By the names of test cells.
        comments: By the names of answer cells.
    """

    student: str
    assignment: str
    timestamp: datetime | None
    scores: dict[str, float]
    comments: dict[str, str]


def write(connection: Connection, entries: Sequence[Entry]) -> None:
    """Write marks and comments; add students and submissions that are not there yet.

    Raises:
        NoAssignment: One is to an assignment that the gradebook does not have.
    """
    _add_students(connection, {entry.student for entry in entries})
    for name in sorted({entry.assignment for entry in entries}):
        _Assignment(connection, name).write([e for e in entries if e.assignment == name])


def _add_students(connection: Connection, names: set[str]) -> None:
    from nbgrader.api import Student

    there = set(connection.scalars(select(Student.id).where(Student.id.in_(names))))
    _execute(connection, insert(Student), [{"id": name} for name in sorted(names - there)])


class _Assignment:
    """An assignment as it stands in the gradebook."""

    def __init__(self, connection: Connection, name: str) -> None:
        from nbgrader import api

        self._api, self._connection = api, connection
        self._id = connection.scalar(select(api.Assignment.id).where(api.Assignment.name == name))
        if self._id is None:
            raise NoAssignment(f"the gradebook has no assignment {name!r}")
        mine = api.Notebook.assignment_id == self._id
        self._notebooks = list(connection.scalars(select(api.Notebook.id).where(mine)))
        self._graded = self._cells(api.GradeCell) | self._cells(api.TaskCell)
        self._commented = self._cells(api.SolutionCell) | self._cells(api.TaskCell)

    def _cells(self, kind: Any) -> dict[str, tuple[str, str]]:
        """Return the cells of a kind, by id: their notebook, and their name."""
        columns = select(kind.id, kind.notebook_id, kind.name)
        found = self._connection.execute(columns.where(kind.notebook_id.in_(self._notebooks)))
        return {cell: (notebook, name) for cell, notebook, name in found}

    def write(self, entries: Sequence[Entry]) -> None:
        """Write what there is of some submissions to it."""
        api = self._api
        ids = self._submissions(entries)
        notebooks = self._submitted_notebooks(list(ids.values()))
        timestamps, grades, comments = [], [], []
        for entry in entries:
            of = ids[entry.student]
            if entry.timestamp:
                timestamps.append({"of": of, "timestamp": entry.timestamp})
            for cell, (notebook, name) in self._graded.items():
                if name in entry.scores:
                    place = {"in": notebooks[of, notebook], "cell": cell}
                    grades.append({**place, "auto_score": entry.scores[name]})
            for cell, (notebook, name) in self._commented.items():
                if name in entry.comments:
                    place = {"in": notebooks[of, notebook], "cell": cell}
                    comments.append({**place, "auto_comment": entry.comments[name]})
        submission = api.SubmittedAssignment
        self._run(update(submission).where(submission.id == bindparam("of")), timestamps)
        # A mark given by hand stays, and is to be looked at again.
        by_hand = {"needs_manual_grade": api.Grade.manual_score.is_not(None)}
        self._run(_update(api.Grade).values(auto_score=bindparam("auto_score"), **by_hand), grades)
        self._run(_update(api.Comment), comments)

    def _submissions(self, entries: Sequence[Entry]) -> dict[str, str]:
        """Return the ids of submissions by student, after adding those that are not there."""
        of, students = self._api.SubmittedAssignment, {entry.student for entry in entries}
        mine = (of.assignment_id == self._id) & of.student_id.in_(students)
        found = self._connection.execute(select(of.student_id, of.id).where(mine))
        there = {row.student_id: row.id for row in found}
        new = {name: self._api.new_uuid() for name in sorted(students - there.keys())}
        rows = [{"id": i, "assignment_id": self._id, "student_id": n} for n, i in new.items()]
        self._run(insert(of), rows)
        self._add_notebooks(new.values())
        return {**there, **new}

    def _add_notebooks(self, submissions: Iterable[str]) -> None:
        """Add what a submission has before it has marks: a row for each of its cells."""
        api = self._api
        ids = {(of, n): api.new_uuid() for of in submissions for n in self._notebooks}
        rows = [{"id": i, "assignment_id": of, "notebook_id": n} for (of, n), i in ids.items()]
        self._run(insert(api.SubmittedNotebook), rows)
        for kind, cells in ((api.Grade, self._graded), (api.Comment, self._commented)):
            places = [
                {"notebook_id": own, "cell_id": cell}
                for (_, notebook), own in ids.items()
                for cell, (belongs, _) in cells.items()
                if belongs == notebook
            ]
            self._run(insert(kind), places)

    def _submitted_notebooks(self, submissions: Sequence[str]) -> dict[tuple[str, str], str]:
        of = self._api.SubmittedNotebook
        columns = select(of.assignment_id, of.notebook_id, of.id)
        found = self._connection.execute(columns.where(of.assignment_id.in_(submissions)))
        return {(submission, notebook): own for submission, notebook, own in found}

    def _run(self, statement: Any, rows: Sequence[dict[str, Any]]) -> None:
        _execute(self._connection, statement, rows)


def _update(kind: Any) -> Any:
    here = (kind.notebook_id == bindparam("in")) & (kind.cell_id == bindparam("cell"))
    return update(kind).where(here)


def _execute(connection: Connection, statement: Any, rows: Sequence[dict[str, Any]]) -> None:
    if rows:
        connection.execute(statement, rows)
