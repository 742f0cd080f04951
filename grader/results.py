"""What marking gives and everything else reads: a submission, its cells, its marks."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

from grader.sheets.rules import Rules

# What a cell is in the course; ``free`` where the course has no such cell.
Role = Literal["test", "given", "answer", "demo", "prose", "free"]

# How a submission came out. ``submitted`` is not marked yet, ``failed`` is the grader's own fault,
# ``unknown`` an assignment that the course does not have.
Status = Literal[
    "submitted", "graded", "missing", "unreadable", "timeout", "crashed", "unknown", "failed"
]

# Whose versions may matter, by the names that people know them by.
PROGRAMS = {"python": "Python", "numpy": "NumPy", "ipython": "IPython", "matplotlib": "matplotlib"}


@dataclass(frozen=True)
class Submission:
    """One student's work on one assignment, at ``folder/student/assignment``."""

    folder: Path
    student: str
    assignment: str

    @property
    def path(self) -> Path:
        """The folder of this submission."""
        return self.folder / self.student / self.assignment


@dataclass(frozen=True)
class Cell:
    """A cell of an aligned submission.

    Attributes:
        role: What it is in the course; ``free`` where the course has no such cell.
        name: The grade_id of a test, given or answer cell.
        source: What counts: the course's source, or the student's.
        cell_type: ``code``, ``markdown`` or ``raw``.
        runs: Whether it is executed.
        id: The cell id, of the course where it has one.
        attachments: What a markdown cell brings along.
    """

    role: Role
    name: str
    source: str
    cell_type: str
    runs: bool
    id: str = ""
    attachments: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Basis:
    """What one mark rests on.

    Attributes:
        status: How the run of the notebook ended, as in a row's ``status``.
        notebook: A digest of what the student wrote, as it counted; nothing
            where no notebook could be read.
        given: A digest of the course's own cells in it.
        rules: The rules of the exercise.
        seed: The fingerprint of the course seed.
        isolation: How well the guest was locked in.
        versions: Of Python, NumPy, IPython and matplotlib.
        time: When the mark was given, in UTC.
    """

    status: Status
    notebook: str
    given: str
    rules: Rules
    seed: str
    isolation: str
    versions: dict[str, str]
    time: datetime = field(compare=False)

    def as_data(self) -> dict[str, Any]:
        """Return it in short, for JSON; without the time, so that grading again gives the same."""
        return {
            "rules": self.rules.version,
            "seed": self.seed,
            "notebook": self.notebook,
            "isolation": self.isolation,
            **self.versions,
        }

    def same_rules(self, other: Basis) -> bool:
        """Return whether both marks were given under the same rules and seed."""
        return (self.rules.version, self.seed, self.given) == (
            other.rules.version,
            other.seed,
            other.given,
        )


@dataclass(frozen=True)
class Criterion:
    """One thing that was asked of an answer.

    Attributes:
        name: What is asked.
        points: What it is worth.
        met: Whether the answer meets it.
        waits: Whether it asks for the manner alone, and counts once the result is right.
    """

    name: str
    points: float
    met: bool
    waits: bool = False


@dataclass(frozen=True)
class Score:
    """The mark of one exercise, why, and what it rests on.

    Attributes:
        exercise: The exercise.
        score: The points.
        max_score: The points that can be had.
        diagnosis: The id of the cause; None where none is known.
        message: What the student is told.
        basis: What the mark rests on, where that is recorded.
        criteria: What was asked; nothing where no answer could be, or where the mark is an
            old one.
        behavior: Of an answer that nothing explains, a digest of what it does: two that do
            the same have the same, however they are written.
    """

    exercise: str
    score: float
    max_score: float
    diagnosis: str | None
    message: str
    basis: Basis | None = None
    criteria: tuple[Criterion, ...] = ()
    behavior: str = ""


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
        status: How it came out.
        scores: One for each exercise of the assignment.
        seconds: How long it took.
        notes: What an instructor should know.
        cells: The cells as they counted; none where nothing could be read.
        outputs: The outputs of the cells, by their place.
        isolation: How well the guest was locked in that ran it.
        kept: Marks of before that count in place of those of today.
        fingerprint: What decided its marks, as a digest; nothing where it is marked again
            whenever the class is graded.
        unchanged: Whether these are the marks of before, since nothing that decides them changed.
    """

    submission: Submission
    status: Status
    scores: list[Score]
    seconds: float = 0.0
    notes: list[str] = field(default_factory=list)
    cells: list[Cell] = field(default_factory=list)
    outputs: dict[int, list[dict[str, Any]]] = field(default_factory=dict)
    isolation: str = ""
    kept: list[Change] = field(default_factory=list)
    fingerprint: str = ""
    unchanged: bool = False

    @property
    def score(self) -> float:
        """The points in all."""
        return round(sum(item.score for item in self.scores), 2)

    @property
    def max_score(self) -> float:
        """The points that could be had."""
        return sum(item.max_score for item in self.scores)
