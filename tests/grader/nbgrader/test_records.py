"""Marks and what they rest on are written in one transaction."""

from __future__ import annotations

from typing import Any

import nbformat
import pytest
from nbgrader.coursedir import CourseDirectory
from traitlets.config import Configurable

from grader.marking.alignment import aligned
from grader.marking.notebook_file import plain_cell
from grader.marking.steady import add_bases
from grader.nbgrader import records
from grader.nbgrader.gradebook import Gradebook, NoGradebook
from grader.nbgrader.steps import SaveAutoGrades
from grader.reports.autograded import notebook_of
from grader.results import Marked
from tests.grader.classes import SECTION, Cohort
from tests.grader.marking.regrading import table
from tests.grader.nbgrader.test_gradebook import row, seen
from tests.here import COURSE, ROOT, answered, released


def based(cohort: Cohort, student: str, share: float = 1.0) -> Marked:
    return add_bases(row(cohort, student, share), COURSE.section(SECTION))


def test_an_interrupted_transaction_leaves_neither_mark_nor_record(
    cohort: Cohort, known: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = records.write

    def interrupted(connection: Any, student: str, marked: Marked) -> None:
        write(connection, student, marked)
        if student == "grace":
            raise OSError("no room")

    with Gradebook(known, [COURSE.section(SECTION)]) as book:
        book.write([based(cohort, "grace", 0.5)])
        monkeypatch.setattr(records, "write", interrupted)
        with pytest.raises(NoGradebook, match="no room"):
            book.write([based(cohort, "ada"), based(cohort, "grace")])
    assert seen(known, "ada") is None and seen(known, "grace")["score"] == 6.0
    found = table(cohort)
    assert {student for student, _ in found} == {"grace"}
    assert sum(item["score"] for item in found.values()) == 6.0


class Saving:
    """nbgrader's step that saves marks, without the rest of nbgrader."""

    def __init__(self, cohort: Cohort, db_url: str) -> None:
        self.cohort, self.db_url = cohort, db_url
        exporter = Configurable(parent=Configurable())
        exporter.parent.coursedir = CourseDirectory(root=str(ROOT))
        self.step = SaveAutoGrades(parent=exporter)

    def save(self, share: float) -> None:
        from nbgrader.api import Gradebook as Nbgrader

        with Nbgrader(self.db_url) as book:
            book.update_or_create_student("ada")
            book.update_or_create_submission(SECTION, "ada")
        marked = based(self.cohort, "ada", share)
        submitted = [plain_cell(item) for item in answered(SECTION)["cells"]]
        marked.cells, _ = aligned(released(SECTION), submitted)
        notebook = nbformat.from_dict(notebook_of(marked, COURSE.section(SECTION)))
        names = {"notebook": SECTION, "assignment": SECTION, "student": "ada"}
        resources = {"nbgrader": {**names, "db_url": self.db_url}, "graded_descent": marked}
        self.step.preprocess(notebook, resources)


def test_nbgraders_step_writes_marks_and_records_together(
    cohort: Cohort, known: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    saving = Saving(cohort, known)
    saving.save(0.5)
    assert seen(known, "ada")["score"] == 6.0
    first = table(cohort)
    assert sum(item["score"] for item in first.values()) == 6.0

    find = SaveAutoGrades._find

    def interrupted(self: SaveAutoGrades, how: Any, name: str) -> Any:
        if name == "separable":
            raise OSError("no room")
        return find(self, how, name)

    monkeypatch.setattr(SaveAutoGrades, "_find", interrupted)
    with pytest.raises(OSError, match="no room"):
        saving.save(1.0)
    assert seen(known, "ada")["score"] == 6.0
    assert table(cohort) == first
