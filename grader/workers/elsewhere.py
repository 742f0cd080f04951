"""What a Dask worker does: it tells whether it fits, and marks in a process with limits.

It fits where it has the same versions, the same code and course at the same
path, and sees the same files as the process that grades, and where it locks
guests in well enough. Each of its threads has a pool of one process, so that
marking has the limits that it has at home. Errors are returned, never raised:
Dask writes the arguments of what raises into its log, and the course seed is
among them.
"""

from __future__ import annotations

import atexit
import functools
import multiprocessing
import threading

from grader.course import Course
from grader.errors import GraderError
from grader.guest.outside.host import Zygote
from grader.guest.outside.isolation import isolation, require
from grader.marking.basis import versions
from grader.marking.submissions import Unreadable, digest_of
from grader.results import PROGRAMS
from grader.sheets.made_of import made_of
from grader.sheets.rules import digest
from grader.workers.pool import Pool
from grader.workers.work import Item, PutAside, Result, failed

# What is asked of a Dask worker, by the words that name it.
Facts = dict[str, str]


def facts(course: Course, item: Item) -> Facts:
    """Return what is to be the same wherever an item is marked."""
    try:
        file = digest_of(item.submission, course)
    except Unreadable as error:
        file = str(error)
    return {**_standing(course), f"of {item.submission.path} the notebook": file}


@functools.cache
def _standing(course: Course) -> Facts:
    """Return what stands in this process: its code does not change with the files."""
    made = [made_of(section, "descent", "grader") for section in course.sections]
    released = [s.release.read_text("utf-8") for s in course.sections if s.release.exists()]
    programs = {PROGRAMS[name]: number for name, number in versions().items()}
    now = digest([made, released, repr(course.settings)])[:16]
    return {**programs, f"{course.root} with its code and course.toml": now}


def differences(theirs: Facts, ours: Facts) -> str:
    """Say what differs of our facts; nothing where all of it is the same there."""
    differing = [what for what in ours if theirs.get(what) != ours[what]]
    return "; ".join(f"{what} is {theirs.get(what)} there, {ours[what]} here" for what in differing)


def ask(course: Course, item: Item) -> Facts | str:
    """Return what stands there; in place of it, a sentence why nothing can be marked there."""
    if multiprocessing.current_process().daemon:
        return (
            "it may not start processes: give its command --no-nanny, or set "
            "DASK_DISTRIBUTED__WORKER__DAEMON=False for it"
        )
    try:
        with Zygote(item.settings.guest) as zygote:
            require(isolation(zygote, course.hidden), item.allow_unsandboxed)
        return facts(course, item)
    except Exception as error:
        return " ".join(f"{type(error).__name__}: {error}".split())


def mark_there(course: Course, item: Item, expected: Facts) -> Result | PutAside | GraderError:
    """Mark an item in the process of this thread, if all is as expected, and return what came."""
    try:
        if differing := differences(facts(course, item), expected):
            return failed(item, f"a Dask worker was not as it should be: {differing}")
        return _pool().one(item)
    except GraderError as error:
        return error
    except Exception as error:
        return failed(item, f"{type(error).__name__}: {error}")


_here = threading.local()
_starting = threading.Lock()


def _pool() -> Pool:
    """Return the pool of this thread, which ends with the process."""
    if not hasattr(_here, "pool"):
        with _starting:  # for a moment the environment is another one
            _here.pool = Pool(1)
        atexit.register(_here.pool.close)
    pool: Pool = _here.pool
    return pool
