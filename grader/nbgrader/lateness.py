"""Late submissions in the gradebook, the same by ``descent grade`` and by ``nbgrader autograde``.

Due dates are the gradebook's. An extension that ``course.toml`` grants is
stored where nbgrader has its own.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import Connection, select
from sqlalchemy.orm import Session

from grader.late import Charge, Late


def extend(submission: Any, late: Late) -> None:
    """Give a submission of nbgrader's the extension that the course grants, if it says anything."""
    days = late.extension(submission.student.id, submission.assignment.name)
    # Without a due date, nbgrader cannot compute with an extension.
    if days is not None and submission.assignment.duedate is not None:
        submission.extension = timedelta(days=days) if days else None


def charge(submission: Any, late: Late, session: Any) -> Charge | None:
    """Take off a submission of nbgrader's what it costs that it is late, notebook by notebook.

    Args:
        submission: The submission, with its marks.
        late: The policy.
        session: The database session that it is of.

    Returns:
        What that is, where it is late.
    """
    extend(submission, late)
    timed = submission.timestamp is not None and submission.assignment.duedate is not None
    seconds = submission.total_seconds_late if timed else 0
    for notebook in submission.notebooks:
        penalty = None
        if seconds > 0:
            session.flush()
            session.refresh(notebook, ["score"])
            penalty = late.penalty(notebook.score, seconds)
        notebook.late_submission_penalty = penalty
    if seconds <= 0:
        return None
    session.flush()
    session.refresh(submission, ["score", "late_submission_penalty"])
    return charged(submission, late)


def charged(submission: Any, late: Late | None) -> Charge | None:
    """Return what a submission of nbgrader's is charged; None where it is not late.

    Args:
        submission: The submission, as it stands in the gradebook.
        late: The policy of today; None where that is left to nbgrader.
    """
    due = submission.assignment.duedate
    penalty = float(submission.late_submission_penalty or 0.0)
    seconds = 0.0
    if submission.timestamp is not None and due is not None:
        seconds = submission.total_seconds_late
    if due is None or (seconds <= 0 and not penalty):
        return None
    if late is None:
        rule = "As nbgrader's rule has it"
    elif (
        abs(sum(late.penalty(one.score, seconds) for one in submission.notebooks) - penalty) < 1e-6
    ):
        rule = late.rule(seconds)
    else:
        # The table, the due date or a mark is another one by now.
        rule = "As it was when this was graded"
    more = submission.extension or timedelta()
    return Charge(due, more, seconds, float(submission.score), penalty, rule)


def standing(
    connection: Connection, student: str, assignment: str, late: Late | None
) -> Charge | None:
    """Return what a submission in the gradebook is charged; None where it is not late.

    Args:
        connection: To the gradebook.
        student: As the gradebook has the name.
        assignment: The assignment.
        late: As for :func:`charged`.
    """
    from nbgrader.api import Assignment, SubmittedAssignment

    mine = (SubmittedAssignment.student_id == student) & (Assignment.name == assignment)
    query = select(SubmittedAssignment).join(SubmittedAssignment.assignment).where(mine)
    with Session(connection) as session:
        found = session.scalars(query).first()
        return charged(found, late) if found else None
