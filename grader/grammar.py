"""The grammar that `jsonschema` builds when it is imported: two seconds for what nobody needs here.

It is of a format of web addresses ("iri") that no schema of a notebook has.
"""

from __future__ import annotations

import importlib
import sys

_GRAMMAR = "rfc3987_syntax"


def go_without() -> None:
    """Import `jsonschema` without the grammar, unless somebody has imported either already.

    To be called before nbgrader, nbformat or nbconvert are imported.
    """
    if "jsonschema" in sys.modules or _GRAMMAR in sys.modules:
        return
    sys.modules[_GRAMMAR] = None  # type: ignore[assignment]
    try:
        importlib.import_module("jsonschema")  # it does without what is missing
    finally:
        del sys.modules[_GRAMMAR]
