"""Our steps in ``nbgrader autograde``: restore, execute in a guest, save the marks.

nbgrader finds them through ``nbgrader_config.py``. ``Execute`` keeps the name
that nbgrader's own step has, so that ``--no-execute`` and
``c.Execute.timeout`` mean what they always mean.
"""

from __future__ import annotations

import atexit
import dataclasses
import functools
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any, TypeAlias

import nbformat
from nbclient.exceptions import CellExecutionError
from nbconvert.exporters import NotebookExporter
from nbformat.v4 import new_notebook
from nbgrader.api import Gradebook
from nbgrader.plugins import LateSubmissionPlugin
from nbgrader.preprocessors import NbGraderPreprocessor
from nbgrader.preprocessors import SaveAutoGrades as StockSaveAutoGrades
from traitlets import Bool, Integer

from grader import notebooks
from grader.course import Course, Section
from grader.errors import GraderError
from grader.marking.alignment import aligned
from grader.marking.links import between_students, in_submission
from grader.marking.marking import status_of, unmarked
from grader.marking.release import released
from grader.marking.steady import add_bases
from grader.marking.submissions import Unreadable, find_submissions, read_notebook
from grader.nbgrader import lateness, records
from grader.nbgrader.comments import comments
from grader.nbgrader.gradebook import Gradebook as Marks
from grader.nbgrader.gradebook import Reader
from grader.nbgrader.turns import take_turn
from grader.reports.autograded import notebook_of
from grader.results import Cell, Marked, Submission
from grader.sheets.exercise import exercises
from grader.workers.pool import Pool
from grader.workers.work import Item

Read: TypeAlias = tuple[Any, dict[str, Any]]

_SUBMITTED = "graded_descent_submitted"
_MARKED = "graded_descent"
_one_at_a_time = threading.Lock()


class NotMarked(GraderError):
    """The grader failed on a submission: nbgrader is to say so, and go on with the others."""


class SubmissionExporter(NotebookExporter):
    """Read what a student hands in as ``descent grade`` does, and all else as nbgrader does."""

    def from_filename(self, filename: str, resources: Any = None, **more: Any) -> Read:
        """Return the notebook after the steps that are due.

        Raises:
            Unreadable: It is a submission that cannot be read.
        """
        converter: Any = self.parent
        of = _submission_in(converter.coursedir, resources)
        if not (of.path.exists() and Path(filename).parent.samefile(of.path)):
            return super().from_filename(filename, resources=resources, **more)
        course = Course(Path(converter.coursedir.root))
        try:
            cells = read_notebook(of, course)
        except Unreadable as error:
            self.log.error("%s, %s: %s", of.student, of.assignment, error)
            self._record(of, error, resources["nbgrader"]["db_url"])
            raise
        self._drop_copies_of_links(of, course, resources)
        if (of.path / f"{of.assignment}.ipynb").lstat().st_nlink > 1:
            linked = between_students(find_submissions(of.folder, [of.assignment]))
            for note in linked.get(of, ()):
                self.log.warning("%s, %s: %s", of.student, of.assignment, note)
        # nbformat would change ids and refuse what may stand in a submission; Restore does not.
        resources[_SUBMITTED] = cells
        export: Any = self.from_notebook_node
        output: Read = export(new_notebook(), resources=resources, **more)
        return output

    def _drop_copies_of_links(self, of: Submission, course: Course, resources: Any) -> None:
        """Remove what nbgrader has copied of files behind links: students get it with feedback."""
        converter: Any = self.parent
        names = resources["nbgrader"]
        target = Path(converter._format_dest(names["assignment"], names["student"]))
        for path in in_submission(of, course):
            (target / path).unlink(missing_ok=True)
            what = "it is a link, and is not followed"
            self.log.warning("%s, %s: %s is left out: %s", of.student, of.assignment, path, what)

    def _record(self, of: Submission, error: Unreadable, db_url: str) -> None:
        """Let no mark of an earlier submission stand beside one that cannot be read."""
        converter: Any = self.parent
        section = Section(Course(Path(converter.coursedir.root)), of.assignment)
        row = add_bases(unmarked(of, status_of(error), str(error), section), section)
        with Marks(db_url, [section]) as book:
            book.write([row])


class Restore(NbGraderPreprocessor):  # type: ignore[misc]
    """Lay a submission over the released notebook: tests, given code and metadata are the course's.

    It stands for nbgrader's ClearOutput, DeduplicateIds, OverwriteKernelspec
    and OverwriteCells, and says in one line what was altered. What was
    submitted comes from `SubmissionExporter`.
    """

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        """Return the notebook as it counts, without outputs."""
        of = _submission(resources, self)
        section = _section(of, self)
        cells, notes = aligned(released(section), resources.pop(_SUBMITTED))
        if not Execute(parent=self.parent).enabled:  # which tells this, and more
            _tell(self, of, notes)
        notebook = notebook_of(_unmarked(of, cells), section)
        return nbformat.from_dict(notebook), resources


class Execute(NbGraderPreprocessor):  # type: ignore[misc]
    """Run a submission in a guest, and put what came out into the notebook."""

    timeout = Integer(30, allow_none=True, help="Seconds that one cell may run.").tag(config=True)
    allow_errors = Bool(True, help="Whether an error of a cell is no reason to stop.").tag(
        config=True
    )
    all_cells = Bool(False, help="Execute also cells that only demonstrate.").tag(config=True)

    allow_unsandboxed = Bool(
        False,
        help="Whether to grade also where guests are locked in less well than they should be.",
    ).tag(config=True)

    regrade = Bool(
        False,
        help="Whether to overwrite also marks of unchanged notebooks that were given under other "
        "rules or another seed.",
    ).tag(config=True)

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        """Return the notebook with outputs; test cells have theirs from the grader alone.

        What was handed in is read again, and marked as ``descent grade`` does it.
        """
        of = _submission(resources, self)
        section = _section(of, self)
        with Reader(resources["nbgrader"]["db_url"]) as book:
            standing = None if self.regrade else book.standing(of)
        item = Item(
            of,
            section,
            dataclasses.replace(section.course.settings, cell=float(self.timeout or 3600)),
            tests=_tests(section),
            standing=standing,
            all_cells=self.all_cells,
            allow_unsandboxed=self.allow_unsandboxed,
            written=False,
        )
        with _one_at_a_time:
            (result,) = _pool().run([item])
        row = result.row
        if row.status in ("failed", "missing", "unreadable"):
            raise NotMarked("; ".join(row.notes))
        _tell(self, of, row.notes)
        if not self.allow_errors:
            _stop_at_error(row)
        resources[_MARKED] = row
        return nbformat.from_dict(notebook_of(row, section)), resources


class SaveAutoGrades(StockSaveAutoGrades):  # type: ignore[misc]
    """Save the grader's own marks and messages, whatever outputs a notebook has.

    All of a notebook, and what its marks rest on, is saved in one transaction.
    """

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        """Save what is in the notebook and return it as it is."""
        names = resources["nbgrader"]
        self.notebook_id, self.assignment_id = names["notebook"], names["assignment"]
        self.student_id = names["student"]
        with Gradebook(names["db_url"]) as self.gradebook:
            with self.gradebook.engine.begin() as connection:
                records.create(connection)
            session = self.gradebook.db
            commit, session.commit = session.commit, session.flush
            self._of = _section(_submission(resources, self), self)
            for number, cell in enumerate(nb.cells):
                self.preprocess_cell(cell, resources, number)
            row = resources.get(_MARKED) or _unmarked(_submission(resources, self))
            take_turn(session.connection())
            records.write(session.connection(), self.student_id, row)
            late = self._of.course.settings.late
            if late:
                where = (self.assignment_id, self.student_id)
                lateness.extend(self.gradebook.find_submission(*where), late)
            commit()
        return nb, resources

    def _add_score(self, cell: Any, resources: Any) -> None:
        name = cell.metadata.nbgrader.grade_id
        exercise = name.removeprefix("test_")
        if exercise not in exercises(self._of):
            super()._add_score(cell, resources)
            return
        row: Marked | None = resources.get(_MARKED)
        grade = self._find(Gradebook.find_grade, name)
        scores = {item.exercise: item for item in row.scores} if row else {}
        # Not executed, not marked: then a person has to.
        grade.auto_score = scores[exercise].score if scores else None
        grade.needs_manual_grade = not scores or grade.manual_score is not None

    def _add_comment(self, cell: Any, resources: Any) -> None:
        super()._add_comment(cell, resources)
        row: Marked | None = resources.get(_MARKED)
        texts = comments(row, self._of) if row else {}
        name = cell.metadata.nbgrader.grade_id
        if name in texts:
            self._find(Gradebook.find_comment, name).auto_comment = texts[name]

    def _find(self, find: Any, name: str) -> Any:
        where = (self.notebook_id, self.assignment_id, self.student_id)
        return find(self.gradebook, name, *where)


class LatePolicy(LateSubmissionPlugin):  # type: ignore[misc]
    """nbgrader's plugin for late submissions, with the policy of ``course.toml`` if it has one."""

    def late_submission_penalty(
        self, student_id: str, score: float, total_seconds_late: float
    ) -> float | None:
        """Return what is taken off the score of a notebook."""
        # A plugin belongs to a step, that to an exporter, and that to the converter.
        course = Course(Path(self.parent.parent.parent.coursedir.root))
        late = course.settings.late
        if late is None:
            penalty: float | None = super().late_submission_penalty(
                student_id, score, total_seconds_late
            )
            return penalty
        return late.penalty(score, total_seconds_late)


def _submission(resources: Any, step: NbGraderPreprocessor) -> Submission:
    # A step belongs to an exporter, and that to the converter that knows the course.
    return _submission_in(step.parent.parent.coursedir, resources)


def _submission_in(course: Any, resources: Any) -> Submission:
    names = resources["nbgrader"]
    folder = Path(course.root) / course.submitted_directory
    return Submission(folder, names["student"], names["assignment"])


def _unmarked(submission: Submission, cells: Sequence[Cell] = ()) -> Marked:
    return Marked(submission, "submitted", [], cells=list(cells))


def _section(of: Submission, step: NbGraderPreprocessor) -> Section:
    return Section(Course(Path(step.parent.parent.coursedir.root)), of.assignment)


@functools.cache
def _pool() -> Pool:
    pool = Pool(1)
    atexit.register(pool.close)
    return pool


def _tests(section: Section) -> dict[str, str]:
    """Return the test cells as they are in the source, with what is hidden of them."""
    if not section.source.is_file():
        return {}
    cells = notebooks.read(section.source)["cells"]
    test_cells = [c for c in cells if c["metadata"].get("nbgrader", {}).get("grade")]
    return {cell["metadata"]["nbgrader"]["grade_id"]: cell["source"] for cell in test_cells}


def _tell(step: NbGraderPreprocessor, of: Submission, notes: Sequence[str]) -> None:
    if notes:
        step.log.warning("%s, %s: %s", of.student, of.assignment, "; ".join(notes))


def _stop_at_error(row: Marked) -> None:
    for number, outputs in row.outputs.items():
        for output in outputs:
            if output.get("output_type") == "error":
                name, value = str(output.get("ename")), str(output.get("evalue"))
                where = f"cell {number + 1}: {row.cells[number].source}"
                raise CellExecutionError(f"{where}\n{name}: {value}", name, value)
