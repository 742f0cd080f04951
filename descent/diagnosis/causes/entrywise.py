"""Two arrays that are multiplied or added entry by entry and do not fit, as their shapes tell."""

from __future__ import annotations

import ast
import math
import re
from collections.abc import Iterator

from descent.diagnosis.causes.products import plain, shape_of
from descent.diagnosis.trees import dotted, of_kind
from descent.probing.values import Raised

_Shape = tuple[int, ...]

# What makes an array of as many entries, or rows, as it is told.
_MAKERS = ("np.zeros", "np.ones", "np.empty", "np.eye", "np.identity")


def entry_by_entry(error: Raised, line: ast.Module, tree: ast.Module) -> str:
    """Return what would fit in place of what is done entry by entry; ``""`` if nothing is known.

    Args:
        error: The error, with what stood under the names in the line.
        line: The line that stops.
        tree: The code of the answer.
    """
    found = re.match(
        r"operands could not be broadcast together with shapes \(([\d,]+)\) \(([\d,]+)\)",
        error.message,
    )
    if not found:
        return ""
    one, other = (tuple(map(int, re.findall(r"\d+", text))) for text in found.groups())
    return _as_product(error, line, one, other) or _of_one_axis(tree, one, other)


def _as_product(error: Raised, line: ast.Module, one: _Shape, other: _Shape) -> str:
    """Say that a matrix product of the two would fit, where one line multiplies just these."""
    pairs = [
        (left, right)
        for left, right in _multiplied(line)
        if _may_have(left, one, error) and _may_have(right, other, error)
    ]
    if len(pairs) != 1:
        return ""
    left, right = (_as_operand(node) for node in pairs[0])
    entrywise = "`*` multiplies entry by entry."
    if one == other[::-1]:
        return f"{entrywise} With one of the two transposed they would fit: {one}, {other}."
    if len(one) == len(other) == 2 and one[1] == other[0] > 1:
        return f"{entrywise} A matrix product, `{left} @ {right}`, would fit: {one}, {other}."
    if len(one) == len(other) == 2 and other[1] == one[0] > 1:
        return f"{entrywise} A matrix product, `{right} @ {left}`, would fit: {other}, {one}."
    if len(one) == 1 and len(other) == 2 and one[0] == other[0] > 1:
        return f"{entrywise} A matrix product, `{right}.T @ {left}`, adds up over the rows."
    if len(other) == 1 and len(one) == 2 and other[0] == one[0] > 1:
        return f"{entrywise} A matrix product, `{left}.T @ {right}`, adds up over the rows."
    return ""


def _multiplied(line: ast.Module) -> Iterator[tuple[ast.expr, ast.expr]]:
    for node in ast.walk(line):
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult):
            yield node.left, node.right
        elif isinstance(node, ast.Call) and dotted(node.func) == "np.multiply" and node.args[1:]:
            yield node.args[0], node.args[1]


def _may_have(node: ast.expr, shape: _Shape, error: Raised) -> bool:
    """Return whether something may have a shape, as far as it is known what it is."""
    bare, turned = plain(node)
    if ast.unparse(bare) not in error.names:
        return not isinstance(node, ast.Constant)
    known = shape_of(bare, error.names)
    return (known[::-1] if turned else known) == shape


def _as_operand(node: ast.expr) -> str:
    text = ast.unparse(node)
    return f"({text})" if isinstance(node, ast.BinOp) else text


def _of_one_axis(tree: ast.Module, one: _Shape, other: _Shape) -> str:
    """Say that an array is made with one axis, by the length of something that has several."""
    full, made = (one, other) if len(one) > len(other) else (other, one)
    if len(full) < 2 or len(made) != 1:
        return ""
    counts = {"len": full[0], "shape": full[0], "size": math.prod(full)}
    for call in of_kind(tree, ast.Call):
        if dotted(call.func) not in _MAKERS or not call.args:
            continue
        for kind, name in _counted(_assigned(call.args[0], tree)):
            if counts[kind] == made[0]:
                return (
                    f"`{ast.unparse(call)}` is made for one axis: where {name} has several, "
                    f"np.zeros_like({name}) is an array of its shape."
                )
    return ""


def _assigned(node: ast.expr, tree: ast.Module) -> ast.expr:
    """Return what a name stands for, where it is assigned once."""
    values = [
        one.value
        for one in of_kind(tree, ast.Assign)
        if ast.unparse(node) in map(ast.unparse, one.targets)
    ]
    return values[0] if len(values) == 1 else node


def _counted(node: ast.expr) -> Iterator[tuple[str, str]]:
    """Yield what is counted, ``len`` or ``size`` or ``shape``, and of which name."""
    if isinstance(node, ast.Call) and dotted(node.func) in ("len", "np.size") and node.args:
        yield dotted(node.func).rpartition(".")[2], ast.unparse(node.args[0])
    elif isinstance(node, ast.Attribute) and node.attr == "size":
        yield "size", ast.unparse(node.value)
    elif isinstance(node, ast.Subscript) and ast.unparse(node).endswith(".shape[0]"):
        yield "shape", ast.unparse(node).removesuffix(".shape[0]")
