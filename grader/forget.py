"""``descent forget``: all that is kept of a student goes, and it is said what did."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from grader.errors import GraderError
from grader.nbgrader.refusing import shown
from grader.nbgrader.removal import count_of, remove

# Where a course folder has a folder for each student.
FOLDERS = ("submitted", "autograded", "feedback")
# Made by us of the whole class, and made anew with the next grading.
PAGES = ("class.html",)
TABLES = "class"
# Larger files are no reports.
_LARGEST = 64 << 20


class UnknownStudent(GraderError):
    """Nothing is kept of a student of that name."""


class NotForgotten(GraderError):
    """Something of a student cannot be removed."""


@dataclass(frozen=True)
class Kept:
    """What is kept of a student.

    Attributes:
        student: The id, as it is in the gradebook and in folders.
        db_url: The gradebook.
        rows: How many rows of its tables are the student's, by table.
        paths: Folders and pages.
        named_in: Files of the course folder that name the student and may be somebody's own.
    """

    student: str
    db_url: str
    rows: dict[str, int]
    paths: tuple[Path, ...]
    named_in: tuple[Path, ...]

    def sentences(self) -> list[str]:
        """Return what goes, a line each."""
        tables = [f"{count} rows of {table}" for table, count in self.rows.items() if count]
        return [*(f"{line} in {shown(self.db_url)}" for line in tables), *map(str, self.paths)]


def kept_of(student: str, course: Path, db_url: str) -> Kept:
    """Return what is kept of a student in a course folder and its gradebook.

    Raises:
        UnknownStudent: That is nothing.
        NoGradebook: The gradebook cannot be read.
    """
    if student in ("", ".", "..") or "/" in student or "\0" in student:
        raise UnknownStudent(f"{student!r} is no student's id")
    rows = count_of(student, db_url)
    folders = [course / name / student for name in FOLDERS]
    paths = [path for path in folders if path.exists() or path.is_symlink()]
    if not paths and not any(rows.values()):
        raise UnknownStudent(f"nothing is kept of {student!r} in {course} and {shown(db_url)}")
    named = [path for path in _reports(course) if _names(path, student)]
    pages = [path for path in named if path.name in PAGES]
    others = [path for path in named if path.name not in PAGES]
    tables = course / TABLES
    if any(_names(path, student) for path in tables.glob("*.csv")):
        pages.append(tables)
    return Kept(student, db_url, rows, (*paths, *pages), tuple(others))


def forget(kept: Kept) -> None:
    """Remove what is kept of a student: first the gradebook's rows, then files.

    Raises:
        NoGradebook: The gradebook cannot be written; then all is as it was.
        NotForgotten: A file or folder cannot be removed.
    """
    if any(kept.rows.values()):
        remove(kept.student, kept.db_url)
    for path in kept.paths:
        try:
            # What a link leads to is somebody else's.
            if path.is_symlink() or not path.is_dir():
                path.unlink()
            else:
                shutil.rmtree(path)
        except OSError as error:
            raise NotForgotten(f"{path} cannot be removed: {error.strerror}") from error


def _reports(course: Path) -> list[Path]:
    kinds = (".html", ".json", ".csv", ".txt")
    return sorted(path for path in course.glob("*") if path.suffix in kinds and path.is_file())


def _names(path: Path, student: str) -> bool:
    try:
        return path.stat().st_size < _LARGEST and student in path.read_text("utf-8", "replace")
    except OSError:
        return False
