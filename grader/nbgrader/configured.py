"""Which gradebook a course has: the one that its ``nbgrader_config.py`` names, or the usual one."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError
from traitlets.config.loader import PyFileConfigLoader

from grader import grammar
from grader.errors import BadSettings
from grader.nbgrader.gradebook import default_db_url


def gradebook_of(folder: Path) -> str:
    """Return the address of the gradebook that nbgrader has where it runs in a course folder.

    Raises:
        BadSettings: The ``nbgrader_config.py`` of the folder speaks of a
            gradebook, and cannot be run.
    """
    usual = default_db_url(folder)
    path = folder.resolve() / "nbgrader_config.py"
    # To run it may import all of nbgrader, which takes seconds.
    if not path.is_file() or b"db_url" not in path.read_bytes():
        return usual
    grammar.go_without()
    try:
        config = PyFileConfigLoader(path.name, str(path.parent)).load_config()
        named = make_url(config.CourseDirectory.get("db_url", usual))
    except ArgumentError as error:
        raise BadSettings(f"{path}: db_url is no address that SQLAlchemy understands") from error
    except Exception as error:  # it is a program, and may raise anything
        raise BadSettings(f"{path} cannot be run: {type(error).__name__}: {error}") from error
    # `configure` names the usual one of the folder that a command is called in.
    if named == make_url(default_db_url(Path())):
        return usual
    if named.get_backend_name() == "sqlite" and named.database:
        named = named.set(database=str(folder.resolve() / named.database))
    return named.render_as_string(hide_password=False)
