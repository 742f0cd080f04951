"""Our step in ``nbgrader generate_feedback``: what it costs to be late, and whose pictures."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from nbformat.v4 import new_markdown_cell
from nbgrader.preprocessors import GetGrades as StockGetGrades

from grader.course import Course, Section
from grader.nbgrader.filters import SECTION
from grader.nbgrader.gradebook import Reader
from grader.results import Submission


class GetGrades(StockGetGrades):  # type: ignore[misc]
    """Put marks, comments and what it costs to be late on a page, and let it find its pictures.

    nbgrader's own says how many points that is, and not why.
    """

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        """Return the notebook as the page is to show it."""
        nb, resources = super().preprocess(nb, resources)
        names = resources["nbgrader"]
        # A step belongs to an exporter, and that to the converter that knows the course.
        course = Course(Path(self.parent.parent.coursedir.root))
        of = Submission(Path(), names["student"], names["assignment"])
        with Reader(names["db_url"]) as book:
            charge = book.charge(of, course.settings.late)
        resources[SECTION] = Section(course, of.assignment)
        if charge:
            nb.cells.insert(0, new_markdown_cell(str(charge)))
        return nb, resources
