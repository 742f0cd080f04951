"""nbgrader's interface to its gradebook, imported and opened without what only takes time."""

from __future__ import annotations

import importlib
import sys
from typing import Any

# jsonschema builds a grammar from it when it is imported, which takes longer than all else of
# nbgrader, for a format of web addresses ("iri") that no schema of a notebook has.
_GRAMMAR = "rfc3987_syntax"


def interface() -> Any:
    """Return the module ``nbgrader.api``."""
    if "jsonschema" not in sys.modules and _GRAMMAR not in sys.modules:
        sys.modules[_GRAMMAR] = None  # type: ignore[assignment]
        try:
            importlib.import_module("jsonschema")  # it does without what is missing
        finally:
            del sys.modules[_GRAMMAR]
    from nbgrader import api

    # nbgrader starts the program for that, once for each new gradebook.
    api.get_alembic_version = _newest_version
    return api


def _newest_version() -> str:
    """Return the version of a gradebook that is made now."""
    from alembic.script import ScriptDirectory
    from nbgrader.dbutil import ALEMBIC_DIR

    return str(ScriptDirectory(ALEMBIC_DIR).get_current_head())
