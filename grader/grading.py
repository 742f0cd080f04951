"""Grading a folder: every submission gets its row, its mark, its notebook and its feedback."""

from __future__ import annotations

import queue
import traceback
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from grader.course import HIDDEN, Settings, sections
from grader.guest.outside.host import Zygote
from grader.guest.outside.isolation import isolation, require
from grader.marking.marking import mark, nothing
from grader.marking.steady import Comparison, keep, rest
from grader.nbgrader.autograded import write_autograded
from grader.nbgrader.gradebook import Gradebook, Reader
from grader.reports.pages import write_feedback
from grader.results import Marked, Submission
from grader.sheets.exercise import exercises
from grader.sheets.preparation import hidden_sheet
from grader.sheets.rules import rules

BATCH = 50


@dataclass(frozen=True)
class Job:
    """What is to be graded, and how.

    Attributes:
        submissions: The work list.
        course: Gets the gradebook, autograded notebooks and feedback.
        db_url: The gradebook.
        settings: Limits.
        workers: How many submissions are marked at a time.
        all_cells: Whether cells that only demonstrate are executed as well.
        allow_unsandboxed: Whether to grade also where guests are locked in
            less well than they should be.
        regrade: Whether to overwrite also the marks of unchanged notebooks that
            were given under other rules or another seed.
    """

    submissions: Sequence[Submission]
    course: Path
    db_url: str
    settings: Settings
    workers: int = 1
    all_cells: bool = False
    allow_unsandboxed: bool = False
    regrade: bool = False

    @property
    def known(self) -> list[str]:
        """The sections of the course among what is to be graded."""
        return sorted({s.assignment for s in self.submissions} & set(sections()))


def grade(job: Job, done: Callable[[Marked], None] = lambda _: None) -> list[Marked]:
    """Grade submissions and write what comes of it; return their rows in the order given.

    Args:
        job: What to grade.
        done: Called with each row as it is there, for a progress bar.
    """
    _prepare(job)
    rows: dict[Submission, Marked] = {}
    with Gradebook(job.db_url, job.known) as book:
        batch: list[Marked] = []
        for marked in _mark_all(job):
            if marked.scores and not job.regrade:
                keep(marked, book.standing(marked.submission))
            row = _written(marked, job.course) if marked.scores else marked
            rows[row.submission] = row
            if row.scores:
                batch.append(row)
            if len(batch) == BATCH:
                book.write(batch)
                batch = []
            done(row)
        book.write(batch)
    return [rows[submission] for submission in job.submissions]


def compare(job: Job, done: Callable[[Marked], None] = lambda _: None) -> Comparison:
    """Mark submissions, and hold the marks against those that stand; write nothing.

    Args:
        job: What to mark.
        done: As for :func:`grade`.
    """
    _prepare(job)
    found = Comparison()
    with Reader(job.db_url) as book:
        for row in _mark_all(job):
            found.add(row, book.standing(row.submission))
            done(row)
    places = {submission: number for number, submission in enumerate(job.submissions)}
    found.changes.sort(key=lambda pair: places[pair[0]])
    return found


def _prepare(job: Job) -> None:
    """Prepare what all submissions share: what is wrong there must not cost a class."""
    for section in job.known:
        for name in exercises(section):
            hidden_sheet(section, name)
            rules(section, name)


def _mark_all(job: Job) -> Iterator[Marked]:
    """Yield the rows as they come, from as many zygotes as there are workers."""
    known = set(job.known)
    zygotes: queue.SimpleQueue[Zygote] = queue.SimpleQueue()
    with ExitStack() as stack:
        started = [
            stack.enter_context(Zygote(job.settings.guest))
            for _ in range(min(job.workers, len(job.submissions)))
        ]
        if not started:
            return
        report = isolation(started[0], HIDDEN)
        require(report, job.allow_unsandboxed)
        for zygote in started:
            zygotes.put(zygote)
        pool = stack.enter_context(ThreadPoolExecutor(job.workers))

        def one(submission: Submission) -> Marked:
            if submission.assignment not in known:
                why = f"the course has no assignment {submission.assignment!r}"
                return nothing(submission, "unknown", why, points=False)
            zygote = zygotes.get()
            try:
                row = mark(submission, zygote, job.settings, job.all_cells)
                row.isolation = str(report)
                return rest(row)
            except Exception as error:  # a bug of ours must not cost the rest of the class
                return _failed(submission, error)
            finally:
                zygotes.put(zygote)

        futures: list[Future[Marked]] = [pool.submit(one, item) for item in job.submissions]
        try:
            for future in as_completed(futures):
                yield future.result()
        except BaseException:
            for future in futures:
                future.cancel()
            raise


def _written(row: Marked, course: Path) -> Marked:
    try:
        if row.cells:
            write_autograded(row, course)
        write_feedback(row, course)
    except OSError:  # no room, no right: that is so for the whole class
        raise
    except Exception as error:
        return _failed(row.submission, error)
    return row


def _failed(submission: Submission, error: Exception) -> Marked:
    """Return the row of a submission on which the grader failed; students see its first note."""
    row = nothing(submission, "failed", "the grader itself failed; this is to be graded again")
    row.notes.append(f"{type(error).__name__}: {error}")
    row.notes.append("".join(traceback.format_exception(error)))
    return rest(row)
