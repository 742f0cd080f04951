"""All that the page of a class shows, and each student, as CSV."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from grader.reports.aggregate import BINS, Class, Group
from grader.reports.platforms import as_csv, number

Line = list[str]


def write_tables(found: Class, folder: Path) -> None:
    """Write the tables of a class into a folder.

    Args:
        found: The class.
        folder: Where; made if need be.

    Raises:
        OSError: They cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for name, lines in (
        ("sections", _sections(found)),
        ("exercises", _exercises(found)),
        ("mistakes", _groups(found.mistakes)),
        ("unexplained", _groups(found.unexplained)),
        ("students", _students(found)),
        ("missing", _missing(found)),
    ):
        (folder / f"{name}.csv").write_bytes(as_csv(list(lines)))


def _sections(found: Class) -> Iterator[Line]:
    tenths = [f"{10 * n}-{10 * n + 10} %" for n in range(BINS)]
    yield ["section", "submissions", "missing", "mean", "max_score", *tenths]
    for marks in found.sections.values():
        numbers = [len(marks.rows), len(marks.missing), float(marks.scores.mean()), marks.most]
        yield [marks.section, *map(number, numbers), *map(str, marks.counts)]


def _exercises(found: Class) -> Iterator[Line]:
    header = ["section", "exercise", "max_score", "submissions", "full_marks", "mean_share"]
    yield [*header, "discrimination"]
    for marks in found.sections.values():
        for item in marks.items:
            numbers = [item.most, item.attempts, item.solved, round(item.difficulty, 4)]
            apart = "" if item.discrimination is None else f"{item.discrimination:.3f}"
            yield [marks.section, item.exercise, *map(number, numbers), apart]


def _groups(groups: list[Group]) -> Iterator[Line]:
    yield ["section", "exercise", "cause", "students", "points_lost", "message"]
    for one in groups:
        counts = [number(one.count), number(round(one.lost, 2))]
        yield [one.section, one.exercise, one.cause, *counts, one.message]


def _students(found: Class) -> Iterator[Line]:
    yield ["student", "assignment", "status", "score", "max_score", "seconds", "notes"]
    for row in found.rows:
        of, numbers = row.submission, [row.score, row.max_score, round(row.seconds, 3)]
        yield [of.student, of.assignment, row.status, *map(number, numbers), "; ".join(row.notes)]


def _missing(found: Class) -> Iterator[Line]:
    yield ["section", "student"]
    for marks in found.sections.values():
        yield from ([marks.section, student] for student in marks.missing)
