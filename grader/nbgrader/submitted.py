"""How nbgrader's ``autograde`` looks into the folders of students: with as much care as we do.

By itself it follows links, copies whatever lies beside a notebook, however
large, waits for a pipe, and ends the whole class at a time that is none or at a
name of two lines. Its classes cannot be exchanged by configuration, so three of
their methods are replaced.
"""

from __future__ import annotations

import glob
import os
import re
import stat
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from nbgrader.converters import Autograde
from nbgrader.converters.base import BaseConverter
from nbgrader.coursedir import CourseDirectory
from nbgrader.utils import is_ignored

from grader.course import Course
from grader.marking.release import require_built
from grader.marking.submissions import Unreadable, read_notebook
from grader.nbgrader.gradebook import Gradebook
from grader.nbgrader.opening import interface
from grader.nbgrader.texts import time_in
from grader.nbgrader.turns import alone
from grader.results import Submission

# What is taken over of one submission, beside its notebook.
MAX_FILES, MAX_BYTES, MAX_DEPTH = 200, 32 << 20, 20

_init_notebooks = Autograde.init_notebooks
_init_assignment = BaseConverter.init_assignment


def settle() -> None:
    """Replace the methods of nbgrader's, in this process."""
    Autograde.init_notebooks = _find
    BaseConverter.init_assignment = _begin
    CourseDirectory.get_existing_timestamp = _time


def _find(self: Any) -> None:
    """Find what is to be graded, without what nbgrader has no words for."""
    _init_notebooks(self)
    course = self.coursedir
    for folder in glob.glob(self._format_source(course.assignment_id, course.student_id)):
        # The name of a folder is no pattern: that of one called * would fit everyone's.
        found = glob.glob(os.path.join(glob.escape(folder), course.notebook_id + ".ipynb"))
        self.assignments[folder] = found
        if not found:
            del self.assignments[folder]
            self.log.warning("%s: %s", folder, _why_none(Path(folder), Course(Path(course.root))))
        elif re.search(r"[\n\ud800-\udfff]", folder):
            del self.assignments[folder]
            self.log.error("nbgrader cannot grade %r for its name; descent grade can", folder)


def _why_none(folder: Path, course: Course) -> str:
    """Return why there is no notebook to be graded in the folder of a submission."""
    try:
        read_notebook(Submission(folder.parents[1], *folder.parts[-2:]), course)
    except Unreadable as error:
        return str(error)
    return "nothing in it is graded"


def _begin(self: Any, assignment_id: str, student_id: str) -> None:
    """Let the gradebook know the assignment, and take over what lies beside a notebook."""
    if not isinstance(self, Autograde):
        _init_assignment(self, assignment_id, student_id)
        return
    _know(self.coursedir, assignment_id)
    source = self._format_source(assignment_id, student_id)
    target = self._format_dest(assignment_id, student_id)
    for path in (os.path.dirname(source), source):
        if os.path.islink(path):
            raise Unreadable(f"{path} is a link")
    room = MAX_BYTES
    for number, (at, name, folder) in enumerate(_beside(source, self.coursedir.ignore)):
        path = os.path.join(at, name)
        if number == MAX_FILES:
            self.log.warning("%r is not taken over, nor what follows: too many files", path)
            break
        size = _size(name, folder)
        if size is None or size > room:
            self.log.warning("%r is not taken over: no file, or too much", path)
            continue
        room -= size
        _copy(name, folder, Path(target, os.path.relpath(path, source)), size)
    if self.create_student:
        add_submission(self.coursedir, assignment_id, student_id)


def _beside(source: str, ignored: Sequence[str]) -> Iterator[tuple[str, str, int]]:
    """Yield what lies beside a notebook, not too deep: folder, name, descriptor of the folder."""
    for at, folders, names, folder in os.fwalk(source, follow_symlinks=False):
        if len(Path(at).relative_to(source).parts) >= MAX_DEPTH:
            folders.clear()
        for name in sorted(names):
            if not is_ignored(os.path.join(at, name), [*ignored, "*.ipynb"]):
                yield at, name, folder


def _know(coursedir: Any, assignment: str) -> None:
    """Let the gradebook know an assignment that a fresh clone has released already.

    Raises:
        BadSource: It was released before its source was changed.
    """
    course = Course(Path(coursedir.root))
    sections = [section for section in course.sections if section.name == assignment]
    if sections:
        require_built(sections[0])
        Gradebook(coursedir.db_url, sections).close()


def add_submission(coursedir: Any, assignment: str, student: str) -> None:
    """Let the gradebook know a submission, and whose it is, while no other grader does.

    nbgrader looks for each, and makes what it has not found: two that begin together make it twice.
    """
    url = coursedir.db_url
    with alone(url), interface().Gradebook(url, coursedir.course_id) as book:
        if any(one.name == assignment for one in book.assignments):
            book.update_or_create_student(student)
            book.update_or_create_submission(assignment, student)


def _size(name: str, folder: int) -> int | None:
    """Return the bytes of a regular file."""
    state = os.stat(name, dir_fd=folder, follow_symlinks=False)
    return state.st_size if stat.S_ISREG(state.st_mode) else None


def _copy(name: str, folder: int, target: Path, size: int) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    flags = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK
    with open(os.open(name, flags, dir_fd=folder), "rb") as source:
        target.write_bytes(source.read(size))


def _time(self: Any, folder: str) -> datetime | None:
    """Return when something was handed in, as ``descent grade`` does."""
    return time_in(Path(folder))
