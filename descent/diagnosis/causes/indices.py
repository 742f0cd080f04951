"""What a line does with an index that lies beyond the end of something."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from descent.diagnosis.trees import dotted, of_kind
from descent.probing.values import Raised


def beyond(error: Raised, line: ast.Module, tree: ast.Module) -> str:
    """Return what the code has to do with an index that lies beyond the end.

    Args:
        error: The error.
        line: The line that stops.
        tree: The code of the answer.
    """
    columns = [ast.unparse(node) for node in subscripts(line) if _picks_columns(node)]
    if "for axis 1" in error.message and len(columns) == 1:
        return f"`{columns[0]}` picks columns; `{columns[0].replace(':, ', '', 1)}` picks rows."
    places = [node for node in subscripts(line) if _may_stop(node, error)]
    # Of several things that are indexed, any could be the one that ends.
    if len({ast.unparse(node.value) for node in places}) > 1:
        return ""
    for node in sorted(places, key=lambda node: not _looks_ahead(node)):
        name, place = ast.unparse(node.value), ast.unparse(node.slice)
        if along := _counted_along(node, tree):
            return f"`{place}` goes as far as len({along}), and is a place in {name} here."
        counted = _counted_entries(node, tree)
        # Another array that is not made like it may have fewer.
        if counted and (counted == name or _is_made_like(name, counted, tree)):
            return (
                f"`{counted}.size` counts all entries, and where {name} has several axes, `{name}"
                f"[{place}]` is a row of it: {name}.flat[{place}] takes entry after entry."
            )
        if isinstance(node.value, ast.Attribute) and node.value.attr == "shape":
            return f"An array with fewer axes has no `{ast.unparse(node)}`."
        if _looks_ahead(node):
            return f"`{ast.unparse(node)}` looks one place ahead: the loop has to stop one earlier."
    return ""


def _may_stop(node: ast.Subscript, error: Raised) -> bool:
    """Return whether an index may lie beyond the end here, as far as what stood there tells."""
    if isinstance(node.slice, (ast.Slice, ast.JoinedStr)):
        return False
    if isinstance(node.slice, ast.Constant) and isinstance(node.slice.value, str):
        return False
    size = re.search(r"for axis 0 with size (\d+)", error.message)
    what = error.names.get(ast.unparse(node.value), "")
    length = re.match(r"an array of shape \((\d+)|a (?:list|tuple) of (\d+) items", what)
    if not length:
        return True
    long, place = int(length[1] or length[2]), _place(node.slice, error)
    if place is not None:
        return not -long <= place < long
    return not size or int(size[1]) == long


def _place(index: ast.expr, error: Raised) -> int | None:
    """Return the number that stands for `i`, or for `i + 1` and the like; None if not known."""
    told = re.fullmatch(r"(\w+)(?: ([+-]) (\d+))?", ast.unparse(index))
    name, sign, step = told.groups("") if told else ("", "", "")
    found = re.match(r"the whole number (-?\d+)", error.names.get(name, ""))
    return int(found[1]) + int(f"{sign}{step or 0}") if found else None


def _looks_ahead(node: ast.Subscript) -> bool:
    """Return whether this is `a[i + 1]`."""
    index = node.slice
    return (
        isinstance(index, ast.BinOp)
        and isinstance(index.op, ast.Add)
        and isinstance(index.right, ast.Constant)
        and index.right.value == 1
    )


def _counted_along(node: ast.Subscript, tree: ast.Module) -> str:
    """Return b where this is `a[i]` and i comes from range(len(b))."""
    of = [
        ast.unparse(loop.iter.args[0].args[0])
        for loop in of_kind(tree, ast.For)
        if ast.unparse(loop.target) == ast.unparse(node.slice)
        and isinstance(loop.iter, ast.Call)
        and dotted(loop.iter.func) == "range"
        and len(loop.iter.args) == 1
        and isinstance(loop.iter.args[0], ast.Call)
        and dotted(loop.iter.args[0].func) == "len"
    ]
    return of[0] if len(of) == 1 and of[0] != ast.unparse(node.value) else ""


def _picks_columns(node: ast.Subscript) -> bool:
    """Return whether this is `a[:, b]`."""
    items = node.slice.elts if isinstance(node.slice, ast.Tuple) else []
    return len(items) == 2 and ast.unparse(items[0]) == ":" and not isinstance(items[1], ast.Slice)


def _counted_entries(node: ast.Subscript, tree: ast.Module) -> str:
    """Return of `a[i]`, where i runs through as many numbers as a or another array has entries.

    That is the name of the array; ``""`` where i runs through something else.
    """
    for loop in of_kind(tree, ast.For):
        if not isinstance(loop.iter, ast.Call) or dotted(loop.iter.func) != "range":
            continue
        if ast.unparse(loop.target) == ast.unparse(node.slice):
            for end in loop.iter.args:
                if found := re.fullmatch(r"([\w.]+)\.size|np\.size\((\w+)\)", ast.unparse(end)):
                    return found[1] or found[2]
    return ""


def _is_made_like(name: str, other: str, tree: ast.Module) -> bool:
    """Return whether an array is made in the shape of another one, as by np.zeros(x.shape)."""
    for node in of_kind(tree, ast.Assign):
        if ast.unparse(node.targets[0]) == name and isinstance(node.value, ast.Call):
            first = next(map(ast.unparse, node.value.args), "")
            like = dotted(node.value.func).endswith("_like") and first == other
            if like or first in (f"{other}.shape", f"np.shape({other})"):
                return True
    return False


def subscripts(tree: ast.AST) -> Iterator[ast.Subscript]:
    """Yield what is indexed."""
    yield from of_kind(tree, ast.Subscript)
