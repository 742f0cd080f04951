"""Marking one submission: run its cells in a guest, ask its answers, decide."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from types import MappingProxyType

from descent.diagnosis import wrong_answer
from grader.course import Section, Settings
from grader.guest.outside.host import Zygote
from grader.marking.alignment import aligned
from grader.marking.behavior import behavior_of
from grader.marking.budget import FIRST, Attempt
from grader.marking.otherwise import (
    tell_of_another_section,
    tell_of_numpy,
    tell_of_python,
)
from grader.marking.ran import Ran
from grader.marking.refusals import refusal_notes
from grader.marking.release import released
from grader.marking.running import run
from grader.marking.submissions import Missing, Unreadable, read_notebook
from grader.results import Cell, Criterion, Marked, Score, Status, Submission
from grader.sheets.exercise import exercises
from grader.sheets.references import reference

# What is said of an exercise that has no verdict.
NOT_REACHED = "This was not reached: the notebook did not finish."


def mark(
    section: Section,
    submission: Submission,
    zygote: Zygote,
    settings: Settings,
    all_cells: bool = False,
    tests: Mapping[str, str] = MappingProxyType({}),
    attempt: Attempt = FIRST,
) -> Marked:
    """Mark a submission. Whatever is wrong with it, the result says so.

    Args:
        section: The section that it is to.
        submission: The submission.
        zygote: Gives the guests.
        settings: Limits.
        all_cells: Whether cells that only demonstrate are executed as well.
        tests: As for :func:`mark_cells`.
        attempt: As for :func:`grader.marking.running.run`.

    Raises:
        TooSlow: It takes longer than there is patience.
    """
    start = time.monotonic()
    try:
        submitted = read_notebook(submission, section.course)
    except Unreadable as error:
        return unmarked(submission, status_of(error), str(error), section)
    cells, notes = aligned(released(section), submitted, all_cells)
    row = mark_cells(section, submission, cells, zygote, settings, tests, attempt)
    if not tell_of_another_section(row, section, submitted):
        row.notes[:0] = notes
    tell_of_python(row, section, submission)
    row.seconds = time.monotonic() - start
    return row


def mark_cells(
    section: Section,
    submission: Submission,
    cells: Sequence[Cell],
    zygote: Zygote,
    settings: Settings,
    tests: Mapping[str, str] = MappingProxyType({}),
    attempt: Attempt = FIRST,
) -> Marked:
    """Run the cells of a submission and mark its exercises.

    Args:
        section: The section.
        submission: Whose they are.
        cells: The cells as they count.
        zygote: Gives the guests.
        settings: Limits.
        tests: Sources of test cells, by grade_id, for those that belong to no
            exercise of the course: these are run in the guest as they are.
        attempt: As for :func:`grader.marking.running.run`.

    Raises:
        TooSlow: It takes longer than there is patience.
    """
    ran = run(section, cells, zygote, settings, tests, attempt)
    is_open = section.name in settings.open
    scores = [_score(section, name, ran, is_open) for name in exercises(section)]
    row = Marked(
        submission,
        ran.status,
        scores,
        notes=ran.notes + refusal_notes([cell.source for cell in cells], ran.refused),
        cells=list(cells),
        outputs=ran.outputs,
    )
    tell_of_numpy(row, section)
    return row


def status_of(error: Unreadable) -> Status:
    """Return how a submission came out that cannot be read."""
    return "missing" if isinstance(error, Missing) else "unreadable"


def unmarked(
    submission: Submission, status: Status, why: str, section: Section | None = None
) -> Marked:
    """Return the row of a submission that cannot be marked: zero everywhere, and why."""
    names = reference(section).points if section else {}
    scores = [Score(name, 0.0, most, None, why) for name, most in names.items()]
    return Marked(submission, status, scores, notes=[why])


def _score(section: Section, name: str, ran: Ran, is_open: bool) -> Score:
    points, verdict = reference(section).points[name], ran.verdicts.get(name)
    if verdict is None:
        return Score(name, 0.0, points, None, NOT_REACHED)
    score = round(verdict.share * points, 2)
    sheet, observations = ran.asked.get(name, (None, ()))
    criteria: tuple[Criterion, ...] = ()
    behavior = ""
    if sheet:
        total = sum(criterion.share for criterion in sheet.criteria)
        met = verdict.met
        right = any(met[one.name] for one in sheet.criteria if not one.manner)
        criteria = tuple(
            Criterion(
                *(one.name, points * one.share / total, met[one.name]),
                waits=one.manner and not right,
            )
            for one in sheet.criteria
        )
        if verdict.state in {"not yet", "error"} and wrong_answer.is_open(verdict.diagnosis):
            behavior = behavior_of(observations)
    return Score(
        *(name, score, points, verdict.diagnosis, verdict.message),
        # While a section is open, students are told their marks alone of what is hidden.
        criteria=() if is_open else criteria,
        behavior=behavior,
    )
