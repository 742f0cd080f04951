"""How nbgrader is set up for this course: used by ``nbgrader_config.py`` and by ``descent build``."""

from __future__ import annotations

from typing import Any

SOLUTION_ONLY = "solution-only"


def configure(c: Any) -> None:
    """Set what every use of nbgrader in this course needs.

    Args:
        c: nbgrader's configuration.
    """
    from nbconvert.preprocessors import TagRemovePreprocessor
    from nbgrader.converters import GenerateAssignment

    # Answers to reflection questions are for solutions/ alone.
    steps = [TagRemovePreprocessor, *GenerateAssignment.class_traits()["preprocessors"].default()]
    c.GenerateAssignment.preprocessors = steps
    c.TagRemovePreprocessor.enabled = True
    c.TagRemovePreprocessor.remove_cell_tags = {SOLUTION_ONLY}
    # release/ is committed; without force, nbgrader would pass over it in a fresh clone, and
    # its gradebook would not know the assignment.
    c.GenerateAssignment.force = True
