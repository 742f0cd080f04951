"""The parts of code, as a syntax tree, that are looked at to say something of it."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from typing import TypeVar

Kind = TypeVar("Kind", bound=ast.AST)

FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
LOOPS = (ast.For, ast.AsyncFor, ast.While)

# How operators are written.
SYMBOLS: dict[type[ast.operator], str] = {
    ast.Add: "+",
    ast.Sub: "-",
    ast.Mult: "*",
    ast.Div: "/",
    ast.FloorDiv: "//",
    ast.Mod: "%",
    ast.Pow: "**",
    ast.MatMult: "@",
    ast.BitXor: "^",
}

_COMPARISONS: dict[type[ast.cmpop], str] = {
    ast.Gt: ">",
    ast.GtE: ">=",
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Eq: "==",
    ast.NotEq: "!=",
}


def of_kind(tree: ast.AST, kind: type[Kind]) -> Iterator[Kind]:
    """Yield the nodes of a kind."""
    yield from (node for node in ast.walk(tree) if isinstance(node, kind))


def functions(tree: ast.AST, name: str) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Return the functions or methods of a name."""
    return [node for node in ast.walk(tree) if isinstance(node, FUNCTIONS) and node.name == name]


def called(tree: ast.AST) -> Iterator[str]:
    """Yield the names of what is called, as they are written, with `np` for numpy."""
    yield from (dotted(call.func) for call in calls_in(tree))


def calls_in(tree: ast.AST) -> Iterator[ast.Call]:
    """Yield the calls."""
    yield from (node for node in ast.walk(tree) if isinstance(node, ast.Call))


def dotted(node: ast.expr) -> str:
    """Return a name with its attributes; what else stands in front of these is left out."""
    names: list[str] = []
    while isinstance(node, ast.Attribute):
        names.append(node.attr)
        node = node.value
    front = node.id if isinstance(node, ast.Name) else ""
    return ".".join([{"numpy": "np"}.get(front, front), *reversed(names)])


def is_named(name: str, names: Iterable[str]) -> bool:
    """Return whether a name is one of these: ``".max"`` of anything, ``"math."`` any of it."""
    return any(
        name == one
        or (one.startswith(".") and name.endswith(one))
        or (one.endswith(".") and name.startswith(one))
        for one in names
    )


def in_loops(tree: ast.AST) -> Iterator[ast.AST]:
    """Yield what stands in loops, and not in a function that is defined there."""
    left: list[ast.AST] = [
        part for loop in ast.walk(tree) if isinstance(loop, LOOPS) for part in loop.body
    ]
    while left:
        node = left.pop()
        yield node
        if not isinstance(node, (*FUNCTIONS, ast.Lambda, ast.ClassDef)):
            left.extend(ast.iter_child_nodes(node))


def is_fresh(value: ast.expr) -> bool:
    """Return whether this is a new dict, an empty list or an array that is made."""
    if isinstance(value, ast.Dict) or (isinstance(value, ast.List) and not value.elts):
        return True
    makers = (".zeros", ".empty", ".ones", ".zeros_like", ".empty_like", ".ones_like")
    return isinstance(value, ast.Call) and is_named(dotted(value.func), ("list", "dict", *makers))


def operators(tree: ast.AST) -> Iterator[str]:
    """Yield how the operators and comparisons are written."""
    for node in ast.walk(tree):
        if isinstance(node, (ast.BinOp, ast.AugAssign)):
            symbol = SYMBOLS.get(type(node.op), "")
            yield symbol + "=" * isinstance(node, ast.AugAssign)
        elif isinstance(node, ast.BoolOp):
            yield "and" if isinstance(node.op, ast.And) else "or"
        elif isinstance(node, ast.Compare):
            yield from (_COMPARISONS.get(type(op), "") for op in node.ops)


def divisors(tree: ast.AST) -> Iterator[ast.expr]:
    """Yield what something is divided by."""
    for node in ast.walk(tree):
        if isinstance(node, (ast.BinOp, ast.AugAssign)) and isinstance(node.op, ast.Div):
            yield node.right if isinstance(node, ast.BinOp) else node.value


def is_row_sum(node: ast.expr) -> bool:
    """Return whether this is a sum along axis 1, perhaps in another shape."""
    if isinstance(node, ast.Subscript):
        return is_row_sum(node.value)
    if not isinstance(node, ast.Call):
        return False
    if isinstance(node.func, ast.Attribute) and node.func.attr == "reshape":
        return is_row_sum(node.func.value)
    axes = [given.value for given in node.keywords if given.arg == "axis"] or node.args[-1:]
    is_sum = dotted(node.func).rpartition(".")[2] == "sum"
    return is_sum and any(is_one_of(axis, (1, -1)) for axis in axes)


def is_factor(factors: Iterable[str | float], product: ast.expr) -> bool:
    """Return whether one of these, a name or a number, is a factor of a product."""
    left = [product]
    while left:
        one = left.pop()
        if isinstance(one, ast.BinOp) and isinstance(one.op, ast.Mult):
            left += [one.left, one.right]
        elif isinstance(one, ast.BinOp) and isinstance(one.op, ast.Div):
            left.append(one.left)
        elif is_one_of(one, tuple(factors)) or ast.unparse(one) in factors:
            return True
    return False


def is_one_of(node: ast.AST, values: Iterable[object]) -> bool:
    """Return whether this is one of these values, written out."""
    sign = 1
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        node, sign = node.operand, -1
    if not isinstance(node, ast.Constant):
        return False
    value = sign * node.value if isinstance(node.value, (int, float)) else node.value
    return any(type(value) is type(one) and value == one for one in values) or any(
        isinstance(one, (int, float)) and not isinstance(value, bool) and value == one
        for one in values
    )


def targets(tree: ast.AST) -> Iterator[ast.expr]:
    """Yield what is written into: entries that are set, and what `+=` and the like change."""
    for node in ast.walk(tree):
        if isinstance(node, ast.AugAssign):
            yield node.target
        elif isinstance(node, ast.Assign):
            yield from (one for one in node.targets if isinstance(one, ast.Subscript))


def assigned(node: ast.Assign) -> Iterator[tuple[ast.expr, ast.expr]]:
    """Yield what gets a value, and the value; of `a, b = c, d` each."""
    target, value = node.targets[0], node.value
    if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
        yield from zip(target.elts, value.elts, strict=False)
    else:
        yield target, value


def ranges(tree: ast.AST) -> Iterator[list[ast.expr]]:
    """Yield the arguments of each range."""
    yield from (call.args for call in calls_in(tree) if dotted(call.func) == "range")
