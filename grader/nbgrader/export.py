"""``descent export``: the marks of the gradebook, for a learning platform."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from grader.errors import GraderError
from grader.nbgrader.gradebook import Reader
from grader.nbgrader.totals import totals
from grader.reports.platforms import FORMATS, Totals
from grader.roster import Roster, Student


class BadExport(GraderError):
    """Marks cannot be written as it was asked for."""


@dataclass(frozen=True)
class Export:
    """What is to be exported.

    Attributes:
        db_url: The gradebook.
        format: One of `grader.reports.platforms.FORMATS`.
        to: The file; a folder for gradescope, which has a file for each assignment.
        roster: Who is in the class; without one, whom the gradebook knows.
        assignments: Which ones; all without any.
        columns: What the platform calls an assignment, where it is another name.
        zeros: Whether what was not handed in is a zero, in place of an empty field.
    """

    db_url: str
    format: str
    to: Path
    roster: Roster | None = None
    assignments: Sequence[str] = ()
    columns: Mapping[str, str] = field(default_factory=dict)
    zeros: bool = False


def export(what: Export) -> tuple[list[Path], list[str]]:
    """Write the files; return their paths, and what is to be known of them.

    Raises:
        BadExport: They cannot be written, or a name belongs to no assignment.
        NoGradebook: There is no gradebook.
        NoAssignment: It has no assignment of a name.
    """
    with Reader(what.db_url) as book:
        found = totals(book.connection, what.assignments)
    if strange := set(what.columns) - set(found.most):
        raise BadExport(
            f"--column names {', '.join(sorted(strange))}; the assignments are "
            f"{', '.join(found.most) or 'none'}"
        )
    remarks = []
    if what.roster:
        known = {one.id for one in what.roster}
        others = [one for one in found.students if one.id not in known]
        of_others = {student for student, _ in found.points} - known
        others = [one for one in others if one.id in of_others]
        if others:
            remarks.append(f"not on the roster, but graded: {_names(others)}")
        found = replace(found, students=[*what.roster, *others])
    if what.zeros:
        pairs = ((one.id, name) for one in found.students for name in found.most)
        found = replace(found, points={**dict.fromkeys(pairs, 0.0), **found.points})
    remarks += _remarks(found, what.format)
    columns = {name: what.columns.get(name, name) for name in found.most}
    kind = FORMATS[what.format]
    paths = []
    for path, part in _files(what, found):
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(kind.write(part, columns))
        except OSError as error:
            raise BadExport(f"cannot write {path}: {error.strerror}") from error
        paths.append(path)
    return paths, remarks


def _files(what: Export, found: Totals) -> Iterator[tuple[Path, Totals]]:
    if what.format != "gradescope":
        yield what.to, found
        return
    for name, most in found.most.items():
        yield what.to / f"gradescope-{name}.zip", replace(found, most={name: most})


def _remarks(found: Totals, name: str) -> Iterator[str]:
    """Yield what may keep the platform from taking a line."""
    by_lack: dict[str, list[Student]] = {}
    for one in found.students:
        by_lack.setdefault(FORMATS[name].lacks(one), []).append(one)
    for lack, students in by_lack.items():
        if lack:
            yield f"{name} wants {lack}, which a roster can give: {_names(students)}"
    if name in ("gradescope", "moodle"):
        counts = Counter(one.email.lower() for one in found.students if one.email)
        twice = [one for one in found.students if counts[one.email.lower()] > 1]
        if twice:
            yield f"more than one student has this email, so marks may be confused: {_names(twice)}"


def _names(students: Sequence[Student], most: int = 10) -> str:
    names = ", ".join(one.id for one in students[:most])
    rest = len(students) - most
    return f"{names} and {rest} more" if rest > 0 else names
