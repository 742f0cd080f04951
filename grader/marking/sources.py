"""Sources of cells, compared and read: nothing of a student's is run here."""

from __future__ import annotations

import ast
import functools
import re
import warnings
from collections.abc import Iterator, Sequence
from typing import NamedTuple

# Longer than any answer; parsing takes far more memory than the text.
_LONGEST = 20_000
# What stands before the sign begins with no blank, so that blanks are read in one way only.
_MAGIC = re.compile(r"^([ \t]*)(?:[\w,][\w, ]*=[ \t]*)?[%!].*$", re.MULTILINE)
_SCOPES = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


class Progress(NamedTuple):
    """How far an answer is; what is further compares as greater."""

    level: int
    filled: int = 0


UNTOUCHED, WORKED_ON, UNFINISHED, FINISHED = range(4)


def same(one: str, other: str) -> bool:
    """Return whether two sources differ in nothing but blanks around them and at line ends."""
    return one == other or trimmed(one) == trimmed(other)


def trimmed(source: str) -> str:
    """Return a source without blanks around it and at line ends."""
    return "\n".join(line.rstrip() for line in source.split("\n")).strip()


@functools.lru_cache(maxsize=256)
def progress(source: str, released: str) -> Progress:
    """Return how far an answer is, judged by its source.

    Args:
        source: The answer.
        released: Its cell as released.
    """
    if not source.strip() or same(source, released):
        return Progress(UNTOUCHED)
    stubs = _asked(released)
    if not stubs:  # prose
        return Progress(FINISHED)
    bindings = _bindings(source)
    if not stubs.keys() <= bindings.keys():
        return Progress(WORKED_ON)
    holes = sum(_holes(bindings[name], statement) for name, statement in stubs.items())
    return Progress(UNFINISHED, -holes) if holes else Progress(FINISHED)


def asked(released: str) -> tuple[str, ...]:
    """Return the names that an answer cell asks for; none where it is prose."""
    return tuple(_asked(released))


def defined(source: str) -> tuple[str, ...]:
    """Return the names that a cell binds; none where it is no Python, or very long."""
    return tuple(_bindings(source))


def binds(statement: ast.stmt, name: str) -> bool:
    """Return whether a statement binds a name outside of functions and classes in it."""
    return name in _bound_in(ast.Module([statement], []))


def mentions(source: str, names: Sequence[str]) -> bool:
    """Return whether all of some names stand in a source, which is quick to find out."""
    return all(name in source for name in names)


@functools.lru_cache(maxsize=256)
def _asked(released: str) -> dict[str, ast.AST]:
    # Of the course's own cells alone: what Python makes of a source is many times its size.
    return _bindings(released)


def parsed(source: str) -> ast.Module | None:
    """Return the tree of a cell, its magics passed over; None if it is no Python, or very long."""
    if len(source) > _LONGEST:
        return None
    try:
        with warnings.catch_warnings():  # "\l" and its like are no concern of ours
            warnings.simplefilter("ignore")
            return ast.parse(_MAGIC.sub(r"\1pass", source))
    except (SyntaxError, ValueError, MemoryError, RecursionError):
        return None


def _bindings(source: str) -> dict[str, ast.AST]:
    """Return what a cell binds outside of functions and classes: the last statement of each."""
    tree = parsed(source)
    return _bound_in(tree) if tree else {}


def _bound_in(tree: ast.Module) -> dict[str, ast.AST]:
    bindings: dict[str, ast.AST] = {}
    for statement, node in _outside(tree):
        if isinstance(node, (*_FUNCTIONS, ast.ClassDef)):
            bindings[node.name] = node
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            bindings[node.id] = statement
        elif isinstance(node, ast.alias):
            bindings[(node.asname or node.name).split(".")[0]] = statement
    return bindings


def _outside(tree: ast.Module) -> Iterator[tuple[ast.AST, ast.AST]]:
    """Yield the nodes that are in no function or class, each with the statement that holds it."""
    waiting: list[tuple[ast.AST, ast.AST]] = [(tree, node) for node in reversed(tree.body)]
    while waiting:
        holder, node = waiting.pop()
        statement = node if isinstance(node, ast.stmt) else holder
        yield statement, node
        if not isinstance(node, _SCOPES):
            waiting += [(statement, inner) for inner in reversed([*ast.iter_child_nodes(node)])]


def _holes(answer: ast.AST, released: ast.AST) -> int:
    """Return how much of an answer is not there yet."""
    if isinstance(answer, ast.ClassDef):
        methods = {node.name for node in answer.body if isinstance(node, _FUNCTIONS)}
        statements = released.body if isinstance(released, ast.ClassDef) else []
        missing = {node.name for node in statements if isinstance(node, _FUNCTIONS)} - methods
        return len(missing) + sum(_stub(node) for node in ast.walk(answer))
    if isinstance(answer, _FUNCTIONS):
        return int(_stub(answer) or not _gives(answer))
    if isinstance(answer, ast.Assign | ast.AnnAssign):
        values = ast.walk(answer.value) if answer.value else ()
        return sum(isinstance(v, ast.Constant) and v.value in (None, ...) for v in values)
    return 0


def _stub(node: ast.AST) -> bool:
    """Return whether a function does nothing, or comes upon the line that says so."""
    if not isinstance(node, _FUNCTIONS):
        return False
    for statement in node.body:
        if isinstance(statement, ast.Return):
            return False
        if isinstance(statement, ast.Raise) and any(map(_says_so, ast.walk(statement))):
            return True
    return all(
        isinstance(statement, ast.Pass)
        or (isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant))
        for statement in node.body
    )


def _says_so(node: ast.AST) -> bool:
    return isinstance(node, ast.Name) and node.id == "NotImplementedError"


def _gives(function: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    waiting: list[ast.AST] = [*function.body]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.Yield | ast.YieldFrom) or (
            isinstance(node, ast.Return) and node.value is not None
        ):
            return True
        if not isinstance(node, _SCOPES):
            waiting += ast.iter_child_nodes(node)
    return False
