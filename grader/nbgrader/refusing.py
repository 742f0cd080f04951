"""What a database says when it refuses, as a sentence that says what is to be done."""

from __future__ import annotations

from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError

_LOCKED = (
    "another program has it open (the formgrader, a database browser, another descent grade): "
    "close that, and grade again"
)
_FULL = "the disk is full: make room, and grade again"
_READ_ONLY = "it is read-only, or its folder is: let yourself write there, and grade again"

# What SQLite says.
_OF_SQLITE = {
    "is locked": _LOCKED,
    "disk is full": _FULL,
    "disk I/O error": "the disk does not take it: look at its room and its health, and grade again",
    "readonly": _READ_ONLY,
}
# What PostgreSQL says, by the code of it, since the words are in the language of the server.
_OF_POSTGRESQL = {
    "53100": _FULL,
    "25006": "its server is read-only, as a standby is: name the other one, and grade again",
    "55P03": _LOCKED,
    "42501": "its user may not do that: let it make tables in the database, and grade again",
}


def why(error: Exception) -> str:
    """Return what is wrong with a database, in one line and without the SQL."""
    return _reason(error) or " ".join(_said(error).split())


def told(doing: str, db_url: str, error: Exception) -> str:
    """Return what cannot be done with a gradebook, and why."""
    return f"cannot {doing} the gradebook {shown(db_url)}: {why(error)}"


def of_all(error: Exception) -> bool:
    """Return whether it takes nothing at all, whatever is written."""
    return _reason(error) is not None


def lost(error: Exception) -> bool:
    """Return whether the connection to the server was lost: another one may be had."""
    return isinstance(error, DBAPIError) and error.connection_invalidated


def shown(db_url: str) -> str:
    """Return the address of a database as it may be shown, without the password."""
    try:
        return make_url(db_url).render_as_string(hide_password=True)
    except ArgumentError:
        # What it is about cannot be told apart from a password.
        return "(an address that SQLAlchemy does not understand)"


def _reason(error: Exception) -> str | None:
    if isinstance(error, ModuleNotFoundError):
        return f"{error.name} is not installed: `pip install -e '.[postgres]'` in the clone"
    said = _said(error)
    if lost(error) or _has_no_server(error):
        first = " ".join(said.split())
        return f"its server cannot be reached: see that it runs, and grade again ({first})"
    code = getattr(getattr(error, "orig", None), "sqlstate", None)
    if code:
        return _OF_POSTGRESQL.get(code)
    return next((what for words, what in _OF_SQLITE.items() if words in said), None)


def _has_no_server(error: Exception) -> bool:
    """Return whether there was no connection to begin with: the server is gone, or refuses."""
    orig = getattr(error, "orig", None)
    kind = type(orig)
    is_psycopgs = kind.__module__.startswith("psycopg") and kind.__name__ == "OperationalError"
    return is_psycopgs and not getattr(orig, "sqlstate", None)


def _said(error: Exception) -> str:
    return str(getattr(error, "orig", None) or error).strip()
