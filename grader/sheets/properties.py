"""The properties that serve one exercise alone: ``properties.py`` in its folder.

What is asked of a result is asked by the same code in a notebook and while grading, and a
notebook has ``descent`` alone. So the module is copied into the checks as it stands, and may
import only what is there as well.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from descent.judging.properties import PROPERTIES, RULES, properties_in
from descent.judging.sheets import Criterion
from grader.errors import BadExercise

# What a notebook has wherever it runs.
_THERE = {"descent", "numpy", *sys.stdlib_module_names}


def read_properties(path: Path, criteria: Sequence[Criterion]) -> str:
    """Return the source of an exercise's own properties; ``""`` if it has none.

    Args:
        path: The module, which need not be there.
        criteria: What the exercise asks for.

    Raises:
        BadExercise: The module imports what a notebook does not have, or has a property that
            goes by the name of a shared one; or a criterion asks by a rule that there is not.
    """
    source = path.read_text(encoding="utf-8") if path.is_file() else ""
    for line, name in _imports(source):
        if name not in _THERE:
            raise BadExercise(
                f"{path}:{line}: properties are copied to where students have descent and numpy, "
                f"and cannot import {name!r}"
            )
    own = properties_in(source, path.parent.name)
    if taken := own.keys() & {*RULES, *PROPERTIES}:
        raise BadExercise(f"{path}: there is a rule {min(taken)!r} for all exercises already")
    rules = [*RULES, *PROPERTIES, *own]
    for criterion in criteria:
        if criterion.rule not in rules:
            raise BadExercise(
                f"{path.parent}: {criterion.name!r} asks by a rule {criterion.rule!r}; there are "
                f"{', '.join(rules)}, and a function of that name in {path.name} would be one"
            )
    return source


def _imports(source: str) -> Iterator[tuple[int, str]]:
    """Yield the line of each import and the package that it is from; dots where it is relative."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name.split(".")[0]) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            name = (node.module or "").split(".")[0]
            yield node.lineno, "." * node.level + name
