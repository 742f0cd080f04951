"""nbgrader's interface to its gradebook, without what only takes time, and a way to read alone."""

from __future__ import annotations

import contextlib
import os
import sqlite3
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any
from urllib.parse import quote

from sqlalchemy import Engine, create_engine
from sqlalchemy.engine import make_url

from grader import grammar


def interface() -> Any:
    """Return the module ``nbgrader.api``."""
    grammar.go_without()
    with _without_servers():
        from nbgrader import api

    # nbgrader starts the program for that, once for each new gradebook.
    api.get_alembic_version = _newest_version
    return api


@contextlib.contextmanager
def _without_servers() -> Iterator[None]:
    """Have nbgrader imported without its extensions of Jupyter Server, which come first in it.

    They take more than all the rest. A process that serves has imported them before it comes here.
    """
    bare: dict[str, Any] = {}
    if "nbgrader" not in sys.modules:
        for name in ("assignment_list", "course_list", "formgrader", "validate_assignment"):
            module: Any = ModuleType(f"nbgrader.server_extensions.{name}")
            module.load_jupyter_server_extension = None
            bare[module.__name__] = module
    sys.modules.update(bare)
    try:
        yield
    finally:
        for name in bare:
            del sys.modules[name]


def _newest_version() -> str:
    """Return the version of a gradebook that is made now."""
    from alembic.script import ScriptDirectory
    from nbgrader.dbutil import ALEMBIC_DIR

    return str(ScriptDirectory(ALEMBIC_DIR).get_current_head())


def make_whole(db_url: str) -> None:
    """Make a gradebook of SQLite where there is none: all of its tables, or no file.

    nbgrader makes them one by one, and never completes what a full disk or a kill has left.
    """
    url = make_url(db_url)
    path = Path(url.database or "")
    is_file = url.get_backend_name() == "sqlite" and url.database not in (None, "", ":memory:")
    if not is_file or path.exists():
        return
    new = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        made = url.set(database=str(new)).render_as_string(hide_password=False)
        interface().Gradebook(made).close()
        try:
            os.link(new, path)
        except FileExistsError:
            pass  # another grader's, which came first, stays
        except OSError:  # a file system without links
            new.replace(path)
    finally:
        new.unlink(missing_ok=True)


def read_only(db_url: str) -> Engine | None:
    """Return an engine that cannot write; nothing where there is no file."""
    url = make_url(db_url)
    if url.get_backend_name() != "sqlite":
        return create_engine(db_url, execution_options={"postgresql_readonly": True})
    path = Path(url.database or "")
    if not path.is_file():
        return None
    address = f"file:{quote(str(path.resolve()))}?mode=ro"
    return create_engine("sqlite://", creator=lambda: sqlite3.connect(address, uri=True))
