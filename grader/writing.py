"""What comes of a class is written as it comes: pages, marks, and what cannot be written.

What is wrong with one submission costs that one. What is wrong with the whole
(a disk that is full, a gradebook that another program has locked) costs no
mark either: marking goes on, and it is said in the end what was not written.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from dataclasses import replace
from pathlib import Path
from threading import Thread

from grader.course import Section
from grader.errors import GraderError
from grader.late import Charge
from grader.nbgrader.gradebook import Gradebook, NoGradebook, Reader, prepare
from grader.nbgrader.registry import GenerationFailed
from grader.reports.folder import add_lateness, write_pages
from grader.results import Marked, Score, Submission
from grader.rows import Rows
from grader.workers.work import Result, not_graded

BATCH = 50

# What is wrong with the whole course folder, not with one submission.
_FOR_ALL = (errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO)
_REFUSED = (errno.EACCES, errno.EPERM)


class Writer:
    """Writes into a course folder and its gradebook. Use it in a ``with`` statement.

    Args:
        course: The folder.
        db_url: The gradebook.
        sections: The sections of what is graded, by name.
        rows: Gets the rows.

    Attributes:
        problems: What could not be written, a sentence each.
    """

    def __init__(
        self, course: Path, db_url: str, sections: Mapping[str, Section], rows: Rows
    ) -> None:
        self._course, self._db_url, self._sections = course, db_url, sections
        self._rows, self._batch = rows, list[Marked]()
        self._book: Gradebook | None = None
        self._prepared: Future[None] | None = None
        self._records = True
        self._before: Reader | None = None
        self.problems: list[str] = []
        try:
            self._before = Reader(db_url)
        except NoGradebook as error:
            self._gives_up(error)
        self._pages = True

    def standing(self, of: Submission) -> dict[str, Score]:
        """Return the marks of a submission that stand, by exercise."""
        try:
            return self._before.standing(of) if self._before else {}
        except NoGradebook as error:
            # What stands must not be overwritten by who does not know it.
            self._gives_up(error)
            return {}

    def before(self, of: Submission, standing: Mapping[str, Score]) -> Marked | None:
        """Return the row of a submission as it was recorded whole, if its marks stand."""
        if not self._before or self.problems:
            return None
        try:
            return self._before.before(of, standing)
        except NoGradebook as error:
            self._gives_up(error)
            return None

    def prepare(self) -> None:
        """Begin to make the gradebook ready, while workers mark: nbgrader takes its time for it."""
        if self._records:
            self._prepared = _beside(prepare, self._db_url, [*self._sections.values()])

    def open(self) -> None:
        """Open the gradebook, unless it is open."""
        if self._book or not self._records:
            return
        try:
            if self._prepared:
                self._prepared.result()
            self._book = Gradebook(self._db_url, [*self._sections.values()])
        except (NoGradebook, GenerationFailed) as error:
            self._gives_up(error)

    def put(self, result: Result) -> Marked:
        """Write what there is of a submission, and return its row."""
        row = result.row
        if row.status == "failed" and (standing := _given(self.standing(row.submission))):
            # That the grader failed is no reason to take a mark from anybody.
            points = sum(item.score for item in standing.values())
            row.notes.append(f"the marks of before stand in the gradebook: {points:g} points")
            self._rows.put(row)
            return row
        row = self._with_pages(result)
        self._rows.put(row)
        if row.scores and self._records and not row.unchanged:
            self._batch.append(row)
            if len(self._batch) % BATCH == 0:
                self._record()
        return row

    def finish(self) -> None:
        """Record what is not recorded yet; say so where that is refused."""
        if error := self._record():
            self._gives_up(error)

    def _with_pages(self, result: Result) -> Marked:
        row = result.row
        if not result.pages:
            return row
        if not self._pages:
            return _again(row)
        try:
            write_pages(row.submission, result.pages, self._course)
        except OSError as error:
            if error.errno in _FOR_ALL or (error.errno in _REFUSED and self._is_closed()):
                self._pages = False
                self.problems.append(
                    f"autograded notebooks and feedback cannot be written: {error}"
                )
                return _again(row)
            section = self._sections[row.submission.assignment]
            return not_graded(row.submission, section, f"its pages cannot be written: {error}")
        return row

    def _is_closed(self) -> bool:
        folders = (self._course, self._course / "autograded", self._course / "feedback")
        return not all(os.access(folder, os.W_OK | os.X_OK) for folder in folders)

    def _record(self) -> NoGradebook | None:
        """Record a batch; of one that is refused, each by itself, so that only one has no mark.

        What the gradebook refuses altogether is kept for the next time: who has locked it may
        be done by then. Returns why it does.
        """
        self.open()
        if not self._book:
            return None
        try:
            self._book.write(self._batch, self._tell)
        except NoGradebook as refusal:
            if refusal.for_all:
                return refusal
            try:
                self._book.require_writable()
            except NoGradebook as error:
                return error
            for row in self._batch:
                try:
                    self._book.write([row], self._tell)
                except NoGradebook as error:
                    section = self._sections[row.submission.assignment]
                    self._rows.put(not_graded(row.submission, section, str(error)))
        self._batch = []
        return None

    def _tell(self, of: Submission, charge: Charge) -> None:
        """Say on the page of a student what it costs to be late: the gradebook knows."""
        try:
            add_lateness(of, str(charge), self._course)
        except OSError as error:
            if self._pages:
                self.problems.append(f"late penalties are not on feedback pages: {error}")
            self._pages = False

    def _gives_up(self, error: GraderError) -> None:
        if self._book:
            self._book.close()
        self._book, self._records, self._batch = None, False, []
        self.problems.append(f"marks are not in the gradebook: {error}")

    def __enter__(self) -> Writer:
        return self

    def __exit__(self, *_: object) -> None:
        if self._book:
            self._book.close()
        if self._before:
            self._before.close()


def _beside(do: Callable[..., None], *args: object) -> Future[None]:
    """Begin to do something in a thread; a command that is stopped does not wait for it."""
    future: Future[None] = Future()

    def run() -> None:
        try:
            do(*args)
        except Exception as error:  # told to who asks for it
            future.set_exception(error)
        else:
            future.set_result(None)

    Thread(target=run, daemon=True).start()
    return future


def _again(row: Marked) -> Marked:
    """Return a row that is to be marked once more, since not all of it was written."""
    return replace(row, fingerprint="")


def _given(standing: Mapping[str, Score]) -> dict[str, Score]:
    """Return the marks that rest on more than that the grader failed before."""
    return {
        name: item
        for name, item in standing.items()
        if not item.basis or item.basis.status != "failed"
    }
