"""Marking one submission: run its cells in a guest, ask its answers, decide."""

from __future__ import annotations

import time
from collections.abc import Mapping

from descent.judging.verdict import Verdict
from grader.course import Settings
from grader.guest.outside.host import Zygote
from grader.marking.alignment import aligned
from grader.marking.refusals import refusal_notes
from grader.marking.release import released
from grader.marking.running import run
from grader.marking.submissions import Missing, Unreadable, read_notebook
from grader.results import Cell, Marked, Score, Status, Submission
from grader.sheets.exercise import exercises
from grader.sheets.references import reference


def mark(
    submission: Submission, zygote: Zygote, settings: Settings, all_cells: bool = False
) -> Marked:
    """Mark a submission. Whatever is wrong with it, the result says so."""
    begun = time.monotonic()
    try:
        submitted = read_notebook(submission)
    except Unreadable as error:
        status: Status = "missing" if isinstance(error, Missing) else "unreadable"
        return nothing(submission, status, str(error))
    cells, notes = aligned(released(submission.assignment), submitted, all_cells)
    marked = mark_cells(submission, cells, zygote, settings)
    marked.notes[:0] = notes
    marked.seconds = time.monotonic() - begun
    return marked


def mark_cells(
    submission: Submission,
    cells: list[Cell],
    zygote: Zygote,
    settings: Settings,
    tests: Mapping[str, str] | None = None,
) -> Marked:
    """Run the cells of a submission and mark its exercises.

    Args:
        submission: Whose they are.
        cells: The cells as they count.
        zygote: Gives the guests.
        settings: Limits.
        tests: Sources of test cells, by grade_id, for those that belong to no
            exercise of the course: these are run in the guest as they are.
    """
    ran = run(submission.assignment, cells, zygote, settings, tests or {})
    scores = [
        _score(submission.assignment, name, ran.verdicts.get(name))
        for name in exercises(submission.assignment)
    ]
    return Marked(
        submission,
        ran.status,
        scores,
        notes=ran.notes + refusal_notes([cell.source for cell in cells], ran.refused),
        cells=cells,
        outputs=ran.outputs,
    )


def nothing(submission: Submission, status: Status, why: str, points: bool = True) -> Marked:
    """Return the row of a submission that cannot be marked: zero everywhere, and why."""
    section = submission.assignment
    names = reference(section).points if points else {}
    scores = [Score(name, 0.0, most, None, why) for name, most in names.items()]
    return Marked(submission, status, scores, notes=[why])


def _score(section: str, name: str, verdict: Verdict | None) -> Score:
    points = reference(section).points[name]
    if verdict is None:
        return Score(name, 0.0, points, None, "This was not reached: the notebook did not finish.")
    score = round(verdict.share * points, 2)
    return Score(name, score, points, verdict.diagnosis, verdict.message)
