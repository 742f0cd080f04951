"""Collecting: which file of a download is whose work on what, and laying it out for nbgrader."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath

from grader.collect.download import CannotRead, Download, File, Left
from grader.collect.folders import copy_number
from grader.collect.origin import Origin
from grader.collect.people import Nobody, student_id
from grader.collect.placing import Placed, place
from grader.collect.platforms import origins
from grader.course import Section
from grader.marking.notebook_file import NoNotebook, cells_of
from grader.marking.passed_over import by_itself
from grader.marking.recognized import recognized
from grader.roster import Roster


@dataclass(frozen=True)
class Found:
    """A notebook of a download that is somebody's work on an assignment.

    Attributes:
        file: The file.
        origin: Whose it is, as the platform has it.
        student: The student's id.
        assignment: What it is to.
        readable: Whether it is a notebook that can be read.
        remarks: What was not as it should be.
    """

    file: File
    origin: Origin
    student: str
    assignment: str
    readable: bool
    remarks: tuple[str, ...] = ()

    @property
    def rank(self) -> tuple[bool, datetime, int, datetime, int]:
        """Grows from a file of a student to the one that counts in its place."""
        told = self.origin.time or datetime.min.replace(tzinfo=UTC)
        copy = copy_number(self.file.path.stem)
        return self.readable, told, self.origin.order, self.file.modified, copy


@dataclass
class Collected:
    """What became of a download.

    Attributes:
        placed: What was laid out, and what lay there already.
        left: What was not taken, and why.
        absent: The students of the list of whom nothing was found.
    """

    placed: list[Placed] = field(default_factory=list)
    left: list[Left] = field(default_factory=list)
    absent: list[str] = field(default_factory=list)

    @property
    def complete(self) -> bool:
        """Whether nobody's work was left."""
        return not any(item.is_work for item in self.left)


def collect(
    download: Download,
    sections: Sequence[Section],
    submitted: Path,
    roster: Roster | None = None,
    assignment: str = "",
    replacing: bool = False,
    dry_run: bool = False,
) -> Collected:
    """Lay out a download as ``submitted/<student>/<assignment>/<assignment>.ipynb``.

    Args:
        download: The download.
        sections: All sections of the course.
        submitted: Where to.
        roster: The students of the class; without one, the platform's names become ids.
        assignment: Takes work on this one alone, and for it what does not tell what it is to.
        replacing: Whether to take what may be older than what lies there.
        dry_run: Whether to write nothing.
    """
    collected = Collected(left=list(download.left))
    found: list[Found] = []
    others: list[tuple[File, str, str]] = []
    whose = origins(download, [section.name for section in sections])
    for file in download.files:
        people = whose.get(file.path, [])
        is_notebook = file.path.suffix.lower() == ".ipynb"
        listing = next((who.not_work for who in people if not who.key), "")
        if what := by_itself(file.path) or listing:
            collected.left.append(Left(file.path, what, is_work=False))
        elif not people:
            what = "nothing tells whose it is" if is_notebook else "it is no notebook, and nobody's"
            collected.left.append(Left(file.path, what, is_notebook))
        for origin in () if what else people:
            try:
                student = student_id(origin, roster)
            except Nobody as error:
                collected.left.append(Left(file.path, str(error)))
                continue
            if origin.not_work or not is_notebook:
                others.append((file, student, origin.not_work or "it is no notebook"))
                continue
            work = _recognized(file, origin, student, sections, assignment)
            if isinstance(work, Found):
                found.append(work)
            else:
                collected.left.append(work)
    for work in _one_for_each(found, collected.left):
        of = (work.student, work.assignment, work.file)
        outcome = place(*of, work.origin.time, submitted, replacing, dry_run)
        if isinstance(outcome, Placed):
            collected.placed.append(replace(outcome, remarks=work.remarks))
        else:
            collected.left.append(outcome)
    _tell_of_others(others, {work.student for work in found}, collected.left)
    if roster:
        handed_in = {work.student for work in found} | {student for _, student, _ in others}
        collected.absent = [student.id for student in roster if student.id not in handed_in]
    return collected


def _recognized(
    file: File, origin: Origin, student: str, sections: Sequence[Section], assignment: str
) -> Found | Left:
    """Return what a notebook is to: by its cells, or where these do not tell it by its names."""
    remarks: list[str] = []
    named = _by_name(file.path, [section.name for section in sections])
    try:
        section = recognized(sections, cells_of(file.read()))
        is_readable = True
    except CannotRead as error:
        return Left(file.path, f"it {error}")
    except NoNotebook as error:
        section, is_readable = None, False
        remarks.append(f"it {error}")
    what = section.name if section else named or assignment
    if not what:
        names = ", ".join(section.name for section in sections)
        return Left(file.path, f"nothing tells what it is to: name it with --assignment ({names})")
    if assignment and what != assignment:
        return Left(file.path, f"it is to {what}, not to {assignment}", is_work=False)
    if is_readable and not section:
        remarks.append(f"taken for {what} by its name alone: its cells are of no section")
    elif section and named and named != what:
        remarks.append(f"named {named}, but its cells are those of {what}")
    return Found(file, origin, student, what, is_readable, tuple(remarks))


def _by_name(path: PurePosixPath, names: Sequence[str]) -> str:
    """Return the assignment that the name of a file, or else of a folder, holds."""
    for part in reversed(path.parts):
        held = [name for name in names if name in part]
        if held:
            return max(held, key=len)
    return ""


def _one_for_each(found: Sequence[Found], left: list[Left]) -> list[Found]:
    """Return the file that counts for each student and assignment; what else there is, is left."""
    by_place: dict[tuple[str, str], list[Found]] = {}
    for work in found:
        by_place.setdefault((work.student, work.assignment), []).append(work)
    chosen = []
    for (student, assignment), works in sorted(by_place.items()):
        if len({work.origin.key for work in works}) > 1:
            paths = " and ".join(str(work.file.path) for work in works)
            why = f"several people of the download would be {student}: {paths}"
            left += [Left(work.file.path, why) for work in works]
            continue
        works.sort(key=lambda work: work.rank)
        best = works[-1]
        for other in works[:-1]:
            left.append(Left(other.file.path, _why_not(other, best, assignment), is_work=False))
        more = (f"the latest of {len(works)}",) if len(works) > 1 else ()
        chosen.append(replace(best, remarks=best.remarks + more))
    return chosen


def _why_not(other: Found, best: Found, assignment: str) -> str:
    instead = f"{best.file.path} counts for {best.student}, {assignment}: "
    if other.readable != best.readable:
        return f"{instead}this one cannot be read"
    if other.rank[:3] != best.rank[:3]:
        return f"{instead}it was handed in later"
    if other.file.modified != best.file.modified:
        return f"{instead}its file is newer, and nothing tells when they were handed in"
    return f"{instead}nothing tells which is later, but its name"


def _tell_of_others(
    others: Sequence[tuple[File, str, str]], with_notebook: set[str], left: list[Left]
) -> None:
    """Tell of files that are no notebooks: they are missing work of whoever has nothing else."""
    for file, student, what in others:
        if student in with_notebook:
            left.append(Left(file.path, what, is_work=False))
        else:
            left.append(Left(file.path, f"{what}, and {student} has handed in no notebook"))
