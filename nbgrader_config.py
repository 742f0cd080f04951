"""nbgrader's configuration for this course, read where an nbgrader command runs in the clone."""

from grader.nbgrader_setup import configure
from grader.registry import find_alembic

find_alembic()
c = get_config()  # noqa: F821 (traitlets puts this function there)
configure(c)
