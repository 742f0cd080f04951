"""How nbgrader is set up for this course, for ``nbgrader_config.py``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import nbgrader
from nbconvert.preprocessors import CSSHTMLHeaderPreprocessor
from nbgrader import dbutil
from nbgrader.preprocessors import (
    AssignLatePenalties,
    CheckCellMetadata,
    IgnorePattern,
    LimitOutput,
)

from grader.nbgrader import submitted
from grader.nbgrader.feedback import GetGrades
from grader.nbgrader.filters import FILTERS
from grader.nbgrader.generation import configure_generation
from grader.nbgrader.gradebook import default_db_url
from grader.nbgrader.steps import (
    Execute,
    LatePolicy,
    Restore,
    SaveAutoGrades,
    SubmissionExporter,
)
from grader.nbgrader.terminal import Printable

_SHOWN = ["text/html", "text/markdown", "image/svg+xml", "image/png", "image/jpeg", "text/plain"]
_TEMPLATES = Path(__file__).with_name("templates")
_write_ini = dbutil.write_alembic_ini


def configure(c: Any) -> None:
    """Set what every use of nbgrader in this course needs.

    Args:
        c: nbgrader's configuration.
    """
    configure_generation(c)
    # nbgrader's own default is no address of a folder that has % or ? in its name.
    c.CourseDirectory.db_url = default_db_url(Path.cwd())
    dbutil.write_alembic_ini = _write_alembic_ini
    # nbgrader and descent grade read a submission in one way.
    submitted.settle()
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
    c.GenerateFeedback.preprocessors = [GetGrades, CSSHTMLHeaderPreprocessor]
    printable = f"{Printable.__module__}.{Printable.__name__}"
    c.Application.logging_config = {"formatters": {"console": {"class": printable}}}
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


def _write_alembic_ini(path: str, db_url: str) -> None:
    """Write the file of alembic's in which ``nbgrader db upgrade`` names the gradebook.

    A % has a meaning of its own there; a password with an @ has one when it is in an address.
    """
    _write_ini(path, db_url.replace("%", "%%"))
