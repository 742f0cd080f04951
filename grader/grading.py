"""Grading a folder: every submission gets its row, its mark, its notebook and its feedback.

Workers mark, each in a process of its own. This process alone writes: the
gradebook, and the pages that workers have made.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from grader.course import Course, Section, Settings
from grader.errors import GraderError
from grader.marking.links import between_students
from grader.marking.release import require_built
from grader.marking.steady import Comparison
from grader.nbgrader.gradebook import Reader
from grader.reports.folder import has_pages
from grader.results import Marked, Submission
from grader.rows import Rows
from grader.workers.cluster import Cluster
from grader.workers.pool import Pool
from grader.workers.work import Item
from grader.writing import Writer


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
        force: Whether to mark again also what has not changed since it was marked.
        of: The course whose sections the submissions are to.
        cluster: The address of a Dask scheduler whose workers mark, in place of processes here.
        tell: Called with a sentence for each of these that gets no work.
    """

    submissions: Sequence[Submission]
    course: Path
    db_url: str
    settings: Settings
    workers: int = 1
    all_cells: bool = False
    allow_unsandboxed: bool = False
    regrade: bool = False
    force: bool = False
    of: Course = field(default_factory=Course.here)
    cluster: str = ""
    tell: Callable[[str], None] = lambda _: None

    @functools.cached_property
    def known(self) -> dict[str, Section]:
        """The sections of the course among what is to be graded, by name."""
        names = {submission.assignment for submission in self.submissions}
        return {each.name: each for each in self.of.sections if each.name in names}


class Unfinished(GraderError):
    """Not all that was marked could be written, or not all was marked.

    Attributes:
        rows: What was marked.
        interrupted: Whether somebody stopped it.
    """

    def __init__(self, why: str, rows: Rows, interrupted: bool = False) -> None:
        super().__init__(f"{why}\nWhat is written stays; grade again for the rest")
        self.rows, self.interrupted = rows, interrupted


def grade(job: Job, on_row: Callable[[Marked], None] = lambda _: None) -> Rows:
    """Grade submissions and write what comes of it; return their rows in the order given.

    Args:
        job: What to grade.
        on_row: Called with each row as it is there, for a progress bar.

    Raises:
        BadSource: A released notebook is of before its source was changed.
        Unfinished: Something keeps it from being written; it has the rows.
    """
    for section in job.known.values():
        require_built(section)
    rows, interrupted = Rows(job.submissions), False
    linked = between_students(job.submissions)
    with _pool(job) as pool, Writer(job.course, job.db_url, job.known, rows) as writer:
        try:
            results = pool.run(_item(job, of, writer) for of in job.submissions)
            writer.prepare()
            for result in results:
                notes = linked.get(result.row.submission, [])
                result.row.notes += [note for note in notes if note not in result.row.notes]
                on_row(writer.put(result))
                # The first mark does not wait for it.
                writer.open()
        except KeyboardInterrupt:
            interrupted = True
        writer.finish()
        problems = writer.problems
    if interrupted:
        problems = [f"stopped: {len(rows)} of {len(job.submissions)} were marked", *problems]
    if problems:
        raise Unfinished("\n".join(problems), rows, interrupted)
    return rows


def compare(job: Job, on_row: Callable[[Marked], None] = lambda _: None) -> Comparison:
    """Mark submissions, and hold the marks against those that stand; write nothing.

    Args:
        job: What to mark.
        on_row: As for :func:`grade`.
    """
    for section in job.known.values():
        require_built(section)
    comparison = Comparison()
    with _pool(job) as pool, Reader(job.db_url) as book:
        for result in pool.run(_item(job, of) for of in job.submissions):
            comparison.add(result.row, book.standing(result.row.submission))
            on_row(result.row)
    places = {submission: number for number, submission in enumerate(job.submissions)}
    comparison.changes.sort(key=lambda pair: places[pair[0]])
    return comparison


def _pool(job: Job) -> Pool | Cluster:
    return Cluster(job.cluster, job.of, job.tell) if job.cluster else Pool(job.workers)


def _item(job: Job, of: Submission, writer: Writer | None = None) -> Item:
    section = job.known.get(of.assignment)
    standing = writer.standing(of) if writer and section and not job.regrade else None
    again = job.force or not has_pages(of, job.course)
    return Item(
        of,
        section,
        job.settings,
        standing=standing,
        before=writer.before(of, standing) if writer and standing and not again else None,
        all_cells=job.all_cells,
        allow_unsandboxed=job.allow_unsandboxed,
        written=writer is not None,
    )
