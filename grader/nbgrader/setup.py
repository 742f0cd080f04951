"""How nbgrader is set up for this course, for ``nbgrader_config.py``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import nbgrader
from nbgrader.preprocessors import (
    AssignLatePenalties,
    CheckCellMetadata,
    IgnorePattern,
    LimitOutput,
)

from grader.course import Course
from grader.marking.release import require_built
from grader.nbgrader.filters import FILTERS
from grader.nbgrader.generation import configure_generation
from grader.nbgrader.gradebook import Gradebook, default_db_url
from grader.nbgrader.steps import (
    Execute,
    LatePolicy,
    Restore,
    SaveAutoGrades,
    SubmissionExporter,
)

_SHOWN = ["text/html", "text/markdown", "image/svg+xml", "image/png", "image/jpeg", "text/plain"]
_TEMPLATES = Path(__file__).with_name("templates")


def configure(c: Any) -> None:
    """Set what every use of nbgrader in this course needs.

    Args:
        c: nbgrader's configuration.
    """
    configure_generation(c)
    # nbgrader's own default is no address of a folder that has % or ? in its name.
    c.CourseDirectory.db_url = default_db_url(Path.cwd())
    # nbgrader and descent grade read a submission in one way.
    c.Autograde.exporter_class = SubmissionExporter
    c.Autograde.sanitize_preprocessors = [Restore, CheckCellMetadata]
    c.Autograde.autograde_preprocessors = [
        Execute,
        IgnorePattern,
        LimitOutput,
        SaveAutoGrades,
        AssignLatePenalties,
        CheckCellMetadata,
    ]
    c.AssignLatePenalties.plugin_class = LatePolicy
    c.Autograde.pre_convert_hook = know_assignment
    # What a student writes is shown in feedback and in the formgrader, and must not run there.
    c.HTMLExporter.sanitize_html = True
    # Also Markdown, which nbgrader's own templates do not sanitize.
    c.HTMLExporter.filters = FILTERS
    # Of an output, the first of these forms is shown; of others, nbconvert makes script or HTML.
    c.NbConvertBase.display_data_priority = _SHOWN
    # Our templates come first: nbgrader's pages would fetch MathJax from another host.
    c.HTMLExporter.extra_template_basedirs = [str(_TEMPLATES), str(_nbgraders_templates())]


def _nbgraders_templates() -> Path:
    return Path(nbgrader.__file__).parent / "server_extensions" / "formgrader" / "templates"


def know_assignment(assignment: str, **_: Any) -> None:
    """Let the gradebook know an assignment that a fresh clone has released already.

    nbgrader calls this, in the course's folder, before it autogrades.
    """
    course = Course(Path.cwd())
    sections = [section for section in course.sections if section.name == assignment]
    if sections:
        require_built(sections[0])
        Gradebook(default_db_url(course.root), sections).close()
