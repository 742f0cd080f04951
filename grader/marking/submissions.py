"""Submissions as they lie in a folder: found, and read with care.

What a student hands in is data of unknown intent. Only regular files are
opened, no link is followed, and names are never interpreted.
"""

from __future__ import annotations

import difflib
import hashlib
import os
import stat
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from grader.course import Course
from grader.errors import GraderError
from grader.marking.links import of_the_course
from grader.marking.notebook_file import NoNotebook, cells_of, saved_with
from grader.marking.passed_over import BY_THEMSELVES
from grader.results import Submission

MAX_NOTEBOOK = 100 << 20
LAYOUT = "<student>/<assignment>/<assignment>.ipynb"
_SHOWN = 5


class NoSubmissions(GraderError):
    """The folder of submissions is not there, or is no folder."""


class Unreadable(GraderError):
    """A submission's notebook cannot be read; the message says why."""


class Missing(Unreadable):
    """A submission has no notebook of the expected name."""


def find_submissions(folder: Path, assignments: Sequence[str] = ()) -> list[Submission]:
    """Return the submissions in a folder of nbgrader's layout, by student and assignment.

    A student whose folder cannot be looked into has a row for each assignment
    that anybody handed in, or that is asked for: what is in there nobody knows.

    Args:
        folder: Holds a folder for each student, with a folder for each assignment.
        assignments: Which assignments; all without any.

    Raises:
        NoSubmissions: There is no such folder, or nobody may look into it.
    """
    if not folder.is_dir():
        raise NoSubmissions(
            f"{folder} is not a folder: descent grade wants the folder that holds {LAYOUT}"
            f"{_near(folder)}"
        )
    try:
        students = _folders(folder)
    except OSError as error:
        raise NoSubmissions(f"cannot look into {folder}: {error.strerror}") from error
    folders: dict[str, list[str] | None] = {}
    for student in students:
        try:
            folders[student] = _folders(folder / student)
        except OSError:  # a link to nowhere has nothing, and a closed folder nobody knows what
            folders[student] = [] if (folder / student).is_symlink() else None
    handed_in = {name for names in folders.values() for name in names or ()}
    # Of a folder that is closed there is a row for each assignment that it may hold.
    candidates = sorted(assignments or handed_in)
    if unreadable := [name for name, names in folders.items() if names is None and not candidates]:
        raise NoSubmissions(f"cannot look into {str(folder / unreadable[0])!r}")
    return [
        Submission(folder, student, assignment)
        for student, names in folders.items()
        for assignment in (candidates if names is None else names)
        if not assignments or assignment in assignments
    ]


def require_known(
    submissions: Sequence[Submission], folder: Path, course: Course, assignments: Sequence[str] = ()
) -> None:
    """Require that a folder is one of submissions to a course.

    Args:
        submissions: What was found in it.
        folder: The folder.
        course: The course.
        assignments: Which assignments were asked for.

    Raises:
        NoSubmissions: It is another folder, or nobody has handed in what is asked for; the
            message says what there is.
        NoCourse: The course has no such assignment.
    """
    for name in assignments:
        course.section(name)
    known = [section.name for section in course.sections]
    if (folder / "source").is_dir():
        raise NoSubmissions(
            f"{folder} is a course: name the folder in it that holds {LAYOUT}"
            f"{_near(folder / 'submitted')}"
        )
    if not submissions and assignments:
        there = sorted({of.assignment for of in find_submissions(folder)}) or ["nothing"]
        raise NoSubmissions(
            f"nobody in {folder} has handed in {', '.join(assignments)}; there is "
            f"{', '.join(there)}"
        )
    if not submissions and any(name in known for name in _folders(folder)):
        raise NoSubmissions(
            f"{folder} holds the work of one student: name the folder above, {folder.parent}"
        )
    found = list(dict.fromkeys(of.assignment for of in submissions))
    if found and not any(name in known for name in found):
        raise NoSubmissions(
            f"{folder} holds work on {', '.join(found[:_SHOWN])}, and the course has "
            f"{', '.join(known)}: the folder is to hold {LAYOUT}"
        )


def _near(missing: Path) -> str:
    """Return which folders there are where one is missing, the likeliest first."""
    try:
        names = [name for name in _folders(missing.parent) if not name.startswith(".")]
    except OSError:
        return ""
    likely = difflib.get_close_matches(missing.name, names, _SHOWN, 0.6)
    names = [*likely, *(name for name in names if name not in likely)][:_SHOWN]
    return f"; there is {', '.join(names)} in {missing.parent}" if names else ""


def _folders(path: Path) -> list[str]:
    with os.scandir(path) as entries:
        # Whatever is behind a link gets its row; read_notebook does not follow it.
        return sorted(
            entry.name
            for entry in entries
            if (entry.is_symlink() or entry.is_dir()) and entry.name not in BY_THEMSELVES
        )


def read_notebook(submission: Submission, course: Course) -> list[dict[str, Any]]:
    """Return the cells of a submission's notebook as `notebook_file.plain_cell` has them.

    Args:
        submission: The submission.
        course: The course; a notebook that is one of its files is not read.

    Raises:
        Missing: There is no such file.
        Unreadable: It is a link, no regular file, too large, or no notebook.
    """
    try:
        return cells_of(_open(submission, course))
    except NoNotebook as error:
        raise Unreadable(f"{_name(submission)} {error}") from None


def digest_of(submission: Submission, course: Course) -> str:
    """Return a digest of a submission's notebook as a file.

    Raises:
        Missing: There is no such file.
        Unreadable: It is a link, no regular file, or too large.
    """
    return hashlib.sha256(_open(submission, course)).hexdigest()


def python_of(submission: Submission, course: Course) -> tuple[int, ...]:
    """Return the version of Python that a notebook was last run with; ``()`` if it is not told."""
    try:
        return saved_with(_open(submission, course))
    except Unreadable:
        return ()


def _open(submission: Submission, course: Course) -> bytes:
    name = f"{submission.assignment}.ipynb"
    descriptors: list[int] = []
    try:
        # Step by step, so that no part of the way can be a link.
        descriptors.append(os.open(submission.folder, os.O_RDONLY | os.O_DIRECTORY))
        for part in (submission.student, submission.assignment):
            flags = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW
            descriptors.append(os.open(part, flags, dir_fd=descriptors[-1]))
        flags = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK
        descriptors.append(os.open(name, flags, dir_fd=descriptors[-1]))
        status = os.fstat(descriptors[-1])
        if not stat.S_ISREG(status.st_mode):
            raise Unreadable(f"{_name(submission)} is not a regular file")
        if path := of_the_course(status, course, submission.folder):
            raise Unreadable(
                f"{_name(submission)} is a hard link to {path} of the course, and is not read"
            )
        if status.st_size > MAX_NOTEBOOK:
            raise Unreadable(
                f"{_name(submission)} has {status.st_size} bytes; at most {MAX_NOTEBOOK} are "
                "read: clear the outputs and hand it in again"
            )
        with os.fdopen(descriptors.pop(), "rb") as file:
            return file.read(MAX_NOTEBOOK)
    except FileNotFoundError:
        raise Missing(f"{_name(submission)} is missing{_instead(descriptors)}") from None
    except OSError as error:
        what = "is a link, or cannot be opened" if error.errno in (20, 40) else "cannot be opened"
        raise Unreadable(f"{_name(submission)} {what}: {error.strerror}") from None
    finally:
        for descriptor in descriptors:
            os.close(descriptor)


def _instead(descriptors: Sequence[int]) -> str:
    """Return what lies in an assignment's folder in place of its notebook."""
    if len(descriptors) < 3:
        return ""
    names = sorted(n for n in os.listdir(descriptors[-1]) if n not in BY_THEMSELVES)
    names = [ascii(n)[1:-1] if not n.isprintable() else n for n in names if n != "timestamp.txt"]
    if not names:
        return ": there is nothing in its folder"
    more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
    return f": there is {', '.join(n[:60] for n in names[:_SHOWN])}{more} in its place"


def _name(submission: Submission) -> str:
    return f"{submission.assignment}.ipynb"
