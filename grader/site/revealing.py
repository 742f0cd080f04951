"""Which cells of a lesson show what an answer computes.

A class that is at work gets pages without answers. What a cell shows is left out of them if the
cell cannot run without an answer: if it uses a name of an answer cell, or one that was computed
from it. This is read off the code, statement by statement, and errs on the side of leaving out.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable

from grader.notebooks import Notebook


def revealing(cells: Iterable[Notebook]) -> set[str]:
    """Return the ids of the code cells that use an answer, directly or not.

    Args:
        cells: The cells of an executed lesson, in order.
    """
    told: set[str] = set()
    imported: set[str] = set()
    from_answers: set[str] = set()
    for cell in cells:
        if cell["cell_type"] != "code":
            continue
        is_answer = cell["metadata"].get("nbgrader", {}).get("solution", False)
        for statement in _statements(cell["source"]):
            if isinstance(statement, (ast.Import, ast.ImportFrom)):
                imported |= _bound(statement)
                continue
            names = _bound(statement)
            if is_answer or _loaded(statement) & from_answers:
                told.add(cell["id"])
                from_answers |= names | (_changed(statement) - imported)
            else:
                from_answers -= names
    return told


def bound_names(source: str) -> set[str]:
    """Return the names that the code of a cell binds at its top level."""
    return set().union(*map(_bound, _statements(source)))


def _statements(source: str) -> list[ast.stmt]:
    # A line of IPython's own is no Python; it computes nothing that is kept.
    plain = [line for line in source.splitlines() if not line.lstrip().startswith(("%", "!"))]
    return ast.parse("\n".join(plain)).body


def _loaded(statement: ast.stmt) -> set[str]:
    return {node.id for node in _names(statement) if isinstance(node.ctx, ast.Load)}


def _bound(statement: ast.stmt) -> set[str]:
    if isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
        return {statement.name}
    if isinstance(statement, (ast.Import, ast.ImportFrom)):
        return {alias.asname or alias.name.partition(".")[0] for alias in statement.names}
    return {node.id for node in _names(statement) if isinstance(node.ctx, ast.Store)}


def _changed(statement: ast.stmt) -> set[str]:
    """Return names whose objects may be changed: ``a[0] = …``, ``a.b = …``, ``a.append(…)``."""
    changed: set[str] = set()
    for node in ast.walk(statement):
        if isinstance(node, (ast.Subscript, ast.Attribute)):
            changed |= _root(node) if isinstance(node.ctx, ast.Store) else set()
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            changed |= _root(node.func)
    return changed


def _root(node: ast.expr) -> set[str]:
    while isinstance(node, (ast.Subscript, ast.Attribute)):
        node = node.value
    return {node.id} if isinstance(node, ast.Name) else set()


def _names(statement: ast.stmt) -> list[ast.Name]:
    return [node for node in ast.walk(statement) if isinstance(node, ast.Name)]
