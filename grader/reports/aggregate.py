"""A class in numbers: what its page and its tables are made of, whatever its size."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import numpy as np

from grader.course import Course
from grader.results import Marked, Score
from grader.roster import Roster
from grader.sheets.exercise import exercises

# How many bars a distribution has: tenths of the points, and full marks among the last.
BINS = 10


@dataclass(frozen=True)
class Item:
    """One exercise in the marks of a class.

    Attributes:
        exercise: The exercise.
        most: Its points.
        solved: How many have full marks.
        attempts: How many submissions there are.
        difficulty: The mean share of the points, from 0 to 1; what is easy has a high one.
        discrimination: The corrected item-total correlation: Pearson's, between the points
            of this exercise and those of all others of the section (for an exercise that
            is right or wrong, the point-biserial correlation). None where either does not
            vary, or where there is no other exercise.
    """

    exercise: str
    most: float
    solved: int
    attempts: int
    difficulty: float
    discrimination: float | None


@dataclass
class Group:
    """Submissions that have the same thing wrong.

    Attributes:
        section: Of which section.
        exercise: In which exercise.
        cause: The id of the cause; a digest of what the answers do where nothing explains them.
        message: What one of the students was told.
        student: Whose answer is an example.
        count: How many students.
        lost: The points that this cost in all.
    """

    section: str
    exercise: str
    cause: str
    message: str
    student: str
    count: int = 0
    lost: float = 0.0


@dataclass
class Marks:
    """The marks of one section.

    Attributes:
        section: Its name.
        most: The points that can be had.
        rows: Its submissions, without cells and outputs.
        missing: Who is on the roster and has not handed in, in the order of the roster.
    """

    section: str
    most: float
    exercises: tuple[str, ...]
    rows: list[Marked] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)

    @property
    def scores(self) -> np.ndarray:
        """The points in all, of those who handed in."""
        return np.array([row.score for row in self.rows], dtype=float)

    @property
    def counts(self) -> list[int]:
        """How many submissions have which tenth of the points."""
        if not self.rows or not self.most:
            return [0] * BINS
        tenths = np.floor(self.scores / self.most * BINS + 1e-9).astype(int)
        return [int(n) for n in np.bincount(np.clip(tenths, 0, BINS - 1), minlength=BINS)]

    @property
    def items(self) -> list[Item]:
        """The exercises, in their order."""
        table = np.array(
            [[_of(row, name).score for name in self.exercises] for row in self.rows], dtype=float
        ).reshape(len(self.rows), len(self.exercises))
        most = {item.exercise: item.max_score for row in self.rows for item in row.scores}
        return [
            Item(
                name,
                most.get(name, 0.0),
                int((table[:, at] >= most.get(name, 0.0) - 1e-9).sum()),
                len(table),
                float(table[:, at].mean() / most[name]) if most.get(name) else 0.0,
                correlation(table[:, at], np.delete(table, at, axis=1).sum(axis=1)),
            )
            for at, name in enumerate(self.exercises)
        ]


def correlation(one: np.ndarray, other: np.ndarray) -> float | None:
    """Return Pearson's correlation; None where one of the two does not vary."""
    if len(one) < 2 or np.ptp(one) < 1e-9 or np.ptp(other) < 1e-9:
        return None
    return float(np.corrcoef(one, other)[0, 1])


@dataclass
class Class:
    """A whole class.

    Attributes:
        sections: The marks of each section, by its name and in its order.
        mistakes: The causes that were named, those that cost most points first.
        unexplained: Answers that nothing explains, together where they do the same.
        unknown: Submissions to what is no section of the course.
    """

    sections: dict[str, Marks]
    mistakes: list[Group]
    unexplained: list[Group]
    unknown: list[Marked]

    @property
    def rows(self) -> Iterator[Marked]:
        """All submissions, section by section."""
        for marks in self.sections.values():
            yield from marks.rows
        yield from self.unknown


def aggregate(rows: Iterable[Marked], of: Course, roster: Roster | None = None) -> Class:
    """Return a class in numbers.

    Args:
        rows: The submissions; of each only its row is kept, without cells and outputs.
        of: The course whose sections they are to.
        roster: Who is in the class, if that is known.
    """
    there = {section.name: section for section in of.sections}
    sections: dict[str, Marks] = {}
    unknown: list[Marked] = []
    mistakes: dict[tuple[str, str, str], Group] = {}
    unexplained: dict[tuple[str, str, str], Group] = {}
    for row in rows:
        name = row.submission.assignment
        if not row.scores or name not in there:
            unknown.append(row)
            continue
        if name not in sections:
            sections[name] = Marks(name, row.max_score, tuple(exercises(there[name])))
        sections[name].rows.append(row)
        for item in row.scores:
            if item.score >= item.max_score:
                continue
            if item.behavior:
                _count(unexplained, row, item, item.behavior)
            elif item.diagnosis:
                _count(mistakes, row, item, item.diagnosis)
    for marks in sections.values():
        handed_in = {row.submission.student for row in marks.rows if row.status != "missing"}
        marks.missing = [one.id for one in roster or () if one.id not in handed_in]
    return Class(dict(sorted(sections.items())), _ranked(mistakes), _ranked(unexplained), unknown)


def _of(row: Marked, name: str) -> Score:
    return next((s for s in row.scores if s.exercise == name), Score(name, 0.0, 0.0, None, ""))


def _count(groups: dict[tuple[str, str, str], Group], row: Marked, item: Score, cause: str) -> None:
    of = row.submission
    key = of.assignment, item.exercise, cause
    group = groups.setdefault(key, Group(*key, item.message, of.student))
    group.count += 1
    group.lost += item.max_score - item.score


def _ranked(groups: dict[tuple[str, str, str], Group]) -> list[Group]:
    return sorted(groups.values(), key=lambda one: (-one.lost, -one.count, one.exercise, one.cause))


def to_teach(of: Class, most: int = 3) -> list[tuple[str, Item, float, Group | None]]:
    """Return the exercises on which the class lost most points, and the cause of most of that.

    What an earlier answer costs an exercise that calls it is no loss of that exercise.

    Args:
        of: The class.
        most: How many.

    Returns:
        Section, exercise, share of all points lost there, and its dearest cause if one is known.
    """
    lost: dict[tuple[str, str], float] = defaultdict(float)
    items: dict[tuple[str, str], Item] = {}
    for marks in of.sections.values():
        for item in marks.items:
            lost[marks.section, item.exercise] += item.most * item.attempts * (1 - item.difficulty)
            items[marks.section, item.exercise] = item
    in_all = sum(lost.values())
    dearest: dict[tuple[str, str], Group] = {}
    for group in of.mistakes:
        if group.cause.startswith("earlier:"):
            lost[group.section, group.exercise] -= group.lost
        else:
            dearest.setdefault((group.section, group.exercise), group)
    ranked = [key for key, _ in Counter(lost).most_common(most) if lost[key] > 1e-9]
    return [(key[0], items[key], lost[key] / in_all, dearest.get(key)) for key in ranked]
