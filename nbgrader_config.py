"""nbgrader's configuration for this course, read where an nbgrader command runs in the clone."""

from grader.nbgrader.registry import find_alembic
from grader.nbgrader.setup import configure

find_alembic()
c = get_config()  # noqa: F821 (traitlets puts this function there)
configure(c)
