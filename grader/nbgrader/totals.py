"""What each student has in nbgrader's gradebook, for other programs: read, never written."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, select
from sqlalchemy.sql.functions import func

from grader.nbgrader.opening import interface
from grader.nbgrader.tables import NoAssignment
from grader.reports.platforms import Totals
from grader.roster import Student


def totals(connection: Connection, assignments: Sequence[str] = ()) -> Totals:
    """Return the points of a class as ``nbgrader export`` has them.

    Args:
        connection: To the gradebook.
        assignments: Which ones; all without any.

    Raises:
        NoAssignment: The gradebook does not know one of them.
    """
    api = interface()
    Assignment, Grade, Known = api.Assignment, api.Grade, api.Student
    SubmittedAssignment, SubmittedNotebook = api.SubmittedAssignment, api.SubmittedNotebook

    of_all = select(Assignment.name, Assignment.max_score).order_by(Assignment.name)
    most = {name: float(points) for name, points in connection.execute(of_all)}
    for name in assignments:
        if name not in most:
            raise NoAssignment(
                f"the gradebook has no assignment {name!r}; it has {', '.join(most) or 'none'}"
            )
    chosen = {name: most[name] for name in assignments or most}
    # One pass over all grades: nbgrader's own sums look through them once for each submission.
    by_submission = (SubmittedAssignment.student_id, Assignment.name)

    def summed(what: Any) -> Any:
        return (
            select(*by_submission, func.coalesce(func.sum(what), 0.0))
            .join(Assignment, SubmittedAssignment.assignment_id == Assignment.id)
            .outerjoin(SubmittedNotebook, SubmittedNotebook.assignment_id == SubmittedAssignment.id)
            .where(Assignment.name.in_(chosen))
            .group_by(*by_submission)
        )

    of_grades = summed(Grade.score).outerjoin(Grade, Grade.notebook_id == SubmittedNotebook.id)
    of_lateness = summed(SubmittedNotebook.late_submission_penalty)
    penalties = {(student, name): cost for student, name, cost in connection.execute(of_lateness)}
    points = {
        (student, name): round(max(0.0, score - penalties[student, name]), 6)
        for student, name, score in connection.execute(of_grades)
    }
    columns = (Known.id, Known.first_name, Known.last_name, Known.email, Known.lms_user_id)
    known = connection.execute(select(*columns).order_by(Known.id))
    students = tuple(Student(*(field or "" for field in row)) for row in known)
    return Totals(chosen, students, points)
