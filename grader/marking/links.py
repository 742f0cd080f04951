"""Links among submissions, and from them to the course: what is one file under two names.

A hard link looks like a file of its own; only device and inode tell it.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Sequence
from pathlib import Path

from grader.course import Course
from grader.results import Submission

_SHOWN = 3


def of_the_course(status: os.stat_result, course: Course, submitted: Path) -> str:
    """Return which file of a course an open file is as well; ``""`` if it is none.

    Args:
        status: Of the open file.
        course: The course.
        submitted: The folder of submissions, which may lie in that of the course.
    """
    if status.st_nlink < 2:
        return ""
    own = os.path.realpath(submitted)
    for folder, folders, names in os.walk(course.root):
        folders[:] = [name for name in folders if os.path.realpath(Path(folder, name)) != own]
        for name in names:
            path = Path(folder, name)
            try:
                other = path.lstat()
            except OSError:
                continue
            if os.path.samestat(status, other):
                return path.relative_to(course.root).as_posix()
    return ""


def in_submission(of: Submission, course: Course) -> Iterator[Path]:
    """Yield the files of a submission, relative to its folder, that are links to anything else."""
    for folder, _, names in os.walk(of.path):
        for name in names:
            path = Path(folder, name)
            try:
                status = path.lstat()
            except OSError:
                continue
            if stat.S_ISLNK(status.st_mode) or of_the_course(status, course, of.folder):
                yield path.relative_to(of.path)


def between_students(submissions: Sequence[Submission]) -> dict[Submission, list[str]]:
    """Return notes for both sides of each link, hard or symbolic, between two submissions."""
    notes: dict[Submission, list[str]] = {}
    by_inode: dict[tuple[int, int], list[Submission]] = {}
    by_path = {
        os.path.realpath(of.folder) + f"/{of.student}/{of.assignment}": of for of in submissions
    }
    for of in submissions:
        path = of.path / f"{of.assignment}.ipynb"
        # Of what is in a closed folder nobody knows: then it is no link.
        if any(map(os.path.islink, (of.path.parent, of.path, path))):
            target = by_path.get(os.path.dirname(os.path.realpath(path)))
            if target and target != of:
                notes.setdefault(of, []).append(f"it is a link to the work of {target.student}")
                back = f"the submission of {of.student} is a link to this one"
                notes.setdefault(target, []).append(back)
            continue
        try:
            status = path.lstat()
        except OSError:
            continue
        if stat.S_ISREG(status.st_mode) and status.st_nlink > 1:
            by_inode.setdefault((status.st_dev, status.st_ino), []).append(of)
    for sharing in by_inode.values():
        for of in sharing:
            others = [other.student for other in sharing if other.student != of.student]
            if others:
                more = f" and {len(others) - _SHOWN} more" if len(others) > _SHOWN else ""
                names = ", ".join(others[:_SHOWN]) + more
                notes.setdefault(of, []).append(
                    f"it is one file with that of {names} (a hard link)"
                )
    return notes
