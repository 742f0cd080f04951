"""The assignments in nbgrader's gradebook and the released notebooks: nbgrader's own generator."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from grader.course import Section
from grader.errors import GraderError
from grader.sheets.source_cells import require_sound


class GenerationFailed(GraderError):
    """nbgrader cannot generate an assignment from its source."""


def find_alembic() -> None:
    """Let nbgrader find the ``alembic`` command of this environment, activated or not.

    It calls it by its bare name, and otherwise stops with half a database.
    """
    folder = str(Path(sys.executable).parent)
    paths = os.environ.get("PATH", "").split(os.pathsep)
    if folder not in paths:
        os.environ["PATH"] = os.pathsep.join([folder, *paths])


def generate(sections: Sequence[Section], into: Path, db_url: str) -> None:
    """Write the released notebooks into a folder, and the assignments into a gradebook.

    Args:
        sections: Which sections.
        into: Gets a folder for each, as in nbgrader's ``release/``.
        db_url: The gradebook, as SQLAlchemy writes it.

    Raises:
        BadSource: A source notebook cannot be released as it stands.
        GenerationFailed: nbgrader refuses; the message is its own.
    """
    for section in sections:
        require_sound(section)
    find_alembic()
    # These imports take a second, and are needed for little else.
    from nbgrader.converters import GenerateAssignment
    from nbgrader.coursedir import CourseDirectory
    from traitlets.config import Config

    from grader.nbgrader.generation import configure_generation

    for section in sections:
        course = CourseDirectory(
            root=str(section.course.root),
            # By itself it names none, which PostgreSQL looks for in vain; this one is there.
            course_id="default_course",
            assignment_id=section.name,
            db_url=db_url,
            release_directory=str(into),
        )
        config = Config()
        configure_generation(config)
        converter = GenerateAssignment(coursedir=course, config=config)
        converter.log = logging.getLogger("grader.nbgrader")
        converter.log.setLevel(logging.ERROR)
        try:
            converter.start()
        except Exception as error:  # nbgrader raises its own and whatever its steps raise
            raise GenerationFailed(f"nbgrader cannot generate {section}: {error}") from error


def register(sections: Sequence[Section], db_url: str) -> None:
    """Make sure that a gradebook knows the assignments of these sections, as they are now.

    Raises:
        GenerationFailed: nbgrader refuses.
    """
    with TemporaryDirectory() as folder:
        generate(sections, Path(folder), db_url)
