"""nbgrader's interface to its gradebook, imported and opened without what only takes time."""

from __future__ import annotations

from typing import Any

from grader import grammar


def interface() -> Any:
    """Return the module ``nbgrader.api``."""
    grammar.go_without()
    from nbgrader import api

    # nbgrader starts the program for that, once for each new gradebook.
    api.get_alembic_version = _newest_version
    return api


def _newest_version() -> str:
    """Return the version of a gradebook that is made now."""
    from alembic.script import ScriptDirectory
    from nbgrader.dbutil import ALEMBIC_DIR

    return str(ScriptDirectory(ALEMBIC_DIR).get_current_head())
