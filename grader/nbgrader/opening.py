"""nbgrader's interface to its gradebook, without what only takes time, and a way to read alone."""

from __future__ import annotations

import contextlib
import os
import sqlite3
import sys
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any
from urllib.parse import quote

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine import make_url

from grader import grammar

_ARCHIVES = "setuptools.archive_util"


def interface() -> Any:
    """Return the module ``nbgrader.api``."""
    grammar.go_without()
    with _without_what_takes_long():
        from nbgrader import api

    # nbgrader starts the program for that, once for each new gradebook.
    api.get_alembic_version = _newest_version
    return api


@contextlib.contextmanager
def _without_what_takes_long() -> Iterator[None]:
    """Have nbgrader imported without its extensions of Jupyter Server, and without setuptools.

    The extensions come first in it and take more than all the rest. A process that serves has
    imported them before it comes here. Of setuptools it has what unpacks archives.
    """
    bare: dict[str, Any] = {}
    if "nbgrader" not in sys.modules:
        for name in ("assignment_list", "course_list", "formgrader", "validate_assignment"):
            module: Any = ModuleType(f"nbgrader.server_extensions.{name}")
            module.load_jupyter_server_extension = None
            bare[module.__name__] = module
    if _ARCHIVES not in sys.modules:
        bare[_ARCHIVES] = ModuleType(_ARCHIVES)
        for function in ("unpack_archive", "unpack_tarfile", "unpack_zipfile"):
            setattr(bare[_ARCHIVES], function, _of_module(_ARCHIVES, function))
    sys.modules.update(bare)
    try:
        yield
    finally:
        for name in bare:
            del sys.modules[name]


def _of_module(name: str, function: str) -> Callable[..., Any]:
    """Return a function of a module that is imported when the function is called."""

    def call(*args: Any, **kwargs: Any) -> Any:
        return getattr(import_module(name), function)(*args, **kwargs)

    return call


def _newest_version() -> str:
    """Return the version of a gradebook that is made now."""
    from alembic.script import ScriptDirectory
    from nbgrader.dbutil import ALEMBIC_DIR

    return str(ScriptDirectory(ALEMBIC_DIR).get_current_head())


def make_whole(db_url: str, fill: Callable[[str], None]) -> None:
    """Make a gradebook of SQLite where there is none: all of its tables and what fills it, or none.

    nbgrader makes its tables one by one, and never completes what a full disk or a kill has left.

    Args:
        db_url: The gradebook.
        fill: Takes the gradebook that is made, which nobody else knows yet, and puts in what is
            to be there from the start.
    """
    url = make_url(db_url)
    path = Path(url.database or "")
    is_file = url.get_backend_name() == "sqlite" and url.database not in (None, "", ":memory:")
    if not is_file or path.exists():
        return
    new = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        made = url.set(database=str(new)).render_as_string(hide_password=False)
        with _without_waiting_for_the_disk():
            interface().Gradebook(made).close()
            fill(made)
        with new.open("rb") as file:
            os.fsync(file.fileno())
        try:
            os.link(new, path)
        except FileExistsError:
            pass  # another grader's, which came first, stays
        except OSError:  # a file system without links
            new.replace(path)
    finally:
        new.unlink(missing_ok=True)


@contextlib.contextmanager
def _without_waiting_for_the_disk() -> Iterator[None]:
    """Have SQLite write without waiting: nbgrader commits each cell of an assignment by itself."""

    def at_connect(connection: object, _: object) -> None:
        if isinstance(connection, sqlite3.Connection):
            connection.execute("PRAGMA synchronous = OFF")

    event.listen(Engine, "connect", at_connect)
    try:
        yield
    finally:
        event.remove(Engine, "connect", at_connect)


def read_only(db_url: str) -> Engine | None:
    """Return an engine that cannot write; nothing where there is no file.

    What a process left half written that was killed is taken back before.
    """
    url = make_url(db_url)
    if url.get_backend_name() != "sqlite":
        return create_engine(db_url, execution_options={"postgresql_readonly": True})
    path = Path(url.database or "")
    if not path.is_file():
        return None
    _take_back(path)
    address = f"file:{quote(str(path.resolve()))}?mode=ro"
    return create_engine("sqlite://", creator=lambda: sqlite3.connect(address, uri=True))


def _take_back(path: Path) -> None:
    """Have SQLite undo what its journal has of a write that never ended: no reader alone can.

    Of a write that goes on, it leaves the journal alone.
    """
    if Path(f"{path}-journal").exists():
        # Where nobody may write, the reader says so.
        with (
            contextlib.suppress(sqlite3.OperationalError),
            contextlib.closing(sqlite3.connect(path)) as connection,
        ):
            connection.execute("SELECT count(*) FROM sqlite_master").fetchall()
