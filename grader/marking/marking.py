"""Marking one submission: run its cells in a guest, ask its answers, decide."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from descent.judging.verdict import Verdict
from grader.course import Settings
from grader.guest.outside.host import Zygote
from grader.marking.alignment import Cell, aligned
from grader.marking.basis import Basis
from grader.marking.refusals import refusal_notes
from grader.marking.release import released
from grader.marking.running import run
from grader.marking.submissions import Missing, Submission, Unreadable, read_notebook
from grader.sheets.exercise import exercises
from grader.sheets.references import reference


@dataclass(frozen=True)
class Score:
    """The mark of one exercise, why, and what it rests on."""

    exercise: str
    score: float
    max_score: float
    diagnosis: str | None
    message: str
    basis: Basis | None = None


@dataclass(frozen=True)
class Change:
    """A mark that is another one today than the one that stands.

    Attributes:
        old: The mark that stands in the gradebook.
        new: The mark of today.
        reason: What is different of what they rest on.
        kept: Whether the old one is not to be overwritten unless asked for.
    """

    old: Score
    new: Score
    reason: str
    kept: bool


@dataclass
class Marked:
    """A submission with its marks.

    Attributes:
        status: ``graded``, or what kept the submission from being graded:
            ``missing``, ``unreadable``, ``timeout``, ``crashed``, ``unknown``.
        scores: One for each exercise of the assignment.
        seconds: How long it took.
        notes: What an instructor should know.
        cells: The cells as they counted; none where nothing could be read.
        outputs: The outputs of the cells, by their place.
        isolation: How well the guest was locked in that ran it.
        kept: Marks of before that count in place of those of today.
    """

    submission: Submission
    status: str
    scores: list[Score]
    seconds: float = 0.0
    notes: list[str] = field(default_factory=list)
    cells: list[Cell] = field(default_factory=list)
    outputs: dict[int, list[dict[str, Any]]] = field(default_factory=dict)
    isolation: str = ""
    kept: list[Change] = field(default_factory=list)

    @property
    def score(self) -> float:
        """The points in all."""
        return round(sum(item.score for item in self.scores), 2)

    @property
    def max_score(self) -> float:
        """The points that could be had."""
        return sum(item.max_score for item in self.scores)


def mark(
    submission: Submission, zygote: Zygote, settings: Settings, all_cells: bool = False
) -> Marked:
    """Mark a submission. Whatever is wrong with it, the result says so."""
    begun = time.monotonic()
    try:
        submitted = read_notebook(submission)
    except Unreadable as error:
        status = "missing" if isinstance(error, Missing) else "unreadable"
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


def nothing(submission: Submission, status: str, why: str, points: bool = True) -> Marked:
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
