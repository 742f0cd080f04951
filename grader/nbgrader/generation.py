"""What nbgrader needs to generate an assignment of this course."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from nbconvert.preprocessors import TagRemovePreprocessor
from nbgrader.converters import GenerateAssignment
from nbgrader.preprocessors import NbGraderPreprocessor, SaveCells

from grader.course import Course
from grader.install import fill_in
from grader.nbgrader.revision import revise
from grader.sheets.source_cells import require_sound

SOLUTION_ONLY = "solution-only"


class RequireSound(NbGraderPreprocessor):  # type: ignore[misc]
    """Refuse a source notebook of which more would be handed out than is meant."""

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        """Return the notebook as it is.

        Raises:
            BadSource: It is refused; the message has every cell and the reason.
        """
        course = Course(Path(self.parent.parent.coursedir.root))
        require_sound(course.section(resources["nbgrader"]["assignment"]))
        return nb, resources


class Revise(NbGraderPreprocessor):  # type: ignore[misc]
    """Let a gradebook that has submissions follow the cells of the source."""

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        """Return the notebook as it is."""
        names = resources["nbgrader"]
        revise(names["db_url"], names["assignment"], nb.cells)
        return nb, resources


class FillInAddress(NbGraderPreprocessor):  # type: ignore[misc]
    """Fill in where the course can be had, as ``course.toml`` says."""

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        """Return the notebook with the address in its first cell."""
        # A step belongs to an exporter, and that to the converter that knows the course.
        course = Course(Path(self.parent.parent.coursedir.root))
        return fill_in(nb, course.settings.address), resources


def configure_generation(c: Any) -> None:
    """Set what ``nbgrader generate_assignment`` and ``descent build`` need.

    Args:
        c: nbgrader's configuration.
    """
    # Answers to reflection questions are for solutions/ alone.
    stock = GenerateAssignment.class_traits()["preprocessors"].default()
    first = [RequireSound, TagRemovePreprocessor, FillInAddress]
    place = stock.index(SaveCells)
    c.GenerateAssignment.preprocessors = [*first, *stock[:place], Revise, *stock[place:]]
    c.TagRemovePreprocessor.enabled = True
    c.TagRemovePreprocessor.remove_cell_tags = {SOLUTION_ONLY}
    # release/ is committed; without force, nbgrader would pass over it in a fresh clone, and
    # its gradebook would not know the assignment.
    c.GenerateAssignment.force = True
