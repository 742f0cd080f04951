"""Late submissions in the gradebook, the same by ``descent grade`` and by ``nbgrader autograde``.

Due dates are the gradebook's. An extension that ``course.toml`` grants is
stored where nbgrader has its own.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from grader.late import Late


def extend(submission: Any, late: Late) -> None:
    """Give a submission of nbgrader's the extension that the course grants, if it says anything."""
    days = late.extension(submission.student.id, submission.assignment.name)
    # Without a due date, nbgrader cannot compute with an extension.
    if days is not None and submission.assignment.duedate is not None:
        submission.extension = timedelta(days=days) if days else None


def charge(submission: Any, late: Late, session: Any) -> None:
    """Take off a submission of nbgrader's what it costs that it is late, notebook by notebook.

    Args:
        submission: The submission, with its marks.
        late: The policy.
        session: The database session that it is of.
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
