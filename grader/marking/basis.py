"""What a mark rests on: the notebook as it counted, the rules, the seed, and what ran it."""

from __future__ import annotations

import functools
import platform
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from importlib.metadata import version

from grader.course import Section
from grader.marking.release import Released
from grader.results import PROGRAMS, Basis, Cell, Status
from grader.sheets.exercise import exercises
from grader.sheets.rules import differences, digest, rules


def bases(
    section: Section,
    status: Status,
    cells: Sequence[Cell],
    release: Sequence[Released],
    isolation: str,
) -> dict[str, Basis]:
    """Return what today's marks of a submission rest on, by exercise.

    Args:
        section: The section.
        status: How the run of the notebook ended.
        cells: The cells as they counted; none where nothing could be read.
        release: The released notebook.
        isolation: How well the guest was locked in.
    """
    notebook, given_code = (of_notebook(cells, release), of_given(release)) if cells else ("", "")
    seed = section.course.settings.seed_fingerprint
    time = datetime.now(UTC).replace(microsecond=0, tzinfo=None)
    return {
        name: Basis(
            *(status, notebook, given_code, rules(section, name), seed, isolation, versions(), time)
        )
        for name in exercises(section)
    }


def of_notebook(cells: Sequence[Cell], release: Sequence[Released]) -> str:
    """Return a digest of what can matter of a student's work: what runs, and where tests stand.

    Outputs and prose are no part of it. Of cells of the course only their
    place is, and of those that demonstrate and were left as they are not even
    that: they may be passed over.
    """
    as_released = {item.cell["id"]: item.source.strip() for item in release}
    work = []
    for cell in cells:
        if cell.role in ("test", "given"):
            work.append([cell.role, cell.name])
        elif cell.runs and (
            cell.role == "answer" or cell.source.strip() != as_released.get(cell.id)
        ):
            work.append([cell.role, cell.name, cell.source])
    return digest(work)[:16]


def of_given(release: Sequence[Released]) -> str:
    """Return a digest of the code that the course gives in a notebook, whatever its comments."""
    lines = [
        [line for line in item.source.splitlines() if line.strip() and line.lstrip()[0] != "#"]
        for item in release
        if item.role == "given"
    ]
    return digest(lines)[:16]


@functools.cache
def versions() -> dict[str, str]:
    """Return the versions of what may make a difference to what a notebook computes."""
    others = {name: version(name) for name in PROGRAMS if name != "python"}
    return {"python": platform.python_version(), **others}


def reasons(before: Basis, now: Basis) -> str:
    """Say why a mark is another one than before: all that differs of what it rests on."""
    causes = [*_of_the_notebook(before, now)]
    if before.seed != now.seed:
        causes.append("another seed")
    causes += differences(before.rules, now.rules)
    for name, program in PROGRAMS.items():
        if before.versions[name] != now.versions[name]:
            causes.append(f"{program} {before.versions[name]}, now {now.versions[name]}")
    if before.isolation != now.isolation:
        causes.append("guests are locked in differently")
    return "; ".join(causes) or (
        "nothing that is recorded changed: the answer may not do the same each time"
    )


def _of_the_notebook(before: Basis, now: Basis) -> Iterator[str]:
    if before.notebook != now.notebook:
        yield "the notebook changed"
    if before.given != now.given:
        yield "the given code changed"
    if before.status != now.status:
        yield f"{before.status} then, {now.status} now"
