"""Formulas that are odd: what stands there is another thing than it seems."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from descent.diagnosis.asked import Asked
from descent.diagnosis.odd_slopes import SLOPES
from descent.diagnosis.trees import dotted

_LABELS = frozenset(("y", "y_true"))


def _precedence(asked: Asked) -> Iterator[str]:
    """`a / 2 * h` for `a / (2 * h)`, or `f(b) - f(a) / c` for `(f(b) - f(a)) / c`."""
    for node in asked.nodes:
        if not isinstance(node, ast.BinOp):
            continue
        left, right = node.left, node.right
        if (
            isinstance(node.op, ast.Mult)
            and isinstance(left, ast.BinOp)
            and isinstance(left.op, ast.Div)
            and isinstance(left.right, ast.Constant)
            and isinstance(right, ast.Name)
            # An update is multiplied by the learning rate.
            and right.id in {*asked.numbers()} - {"lr"}
        ):
            by, times = ast.unparse(left.right), right.id
            yield (
                f"`{ast.unparse(node)}` is divided by {by}, and then multiplied by {times}: to "
                f"divide by both, write / ({by} * {times})."
            )
            return
        if (
            isinstance(node.op, ast.Sub)
            and isinstance(left, ast.Call)
            and isinstance(right, ast.BinOp)
            and isinstance(right.op, ast.Div)
            and isinstance(right.left, ast.Call)
            and ast.unparse(left.func) == ast.unparse(right.left.func)
        ):
            yield (
                f"In `{ast.unparse(node)}` only `{ast.unparse(right.left)}` is divided: a "
                "difference that is divided needs parentheses."
            )
            return


def _tiny(asked: Asked) -> Iterator[str]:
    """A tiny number is added to a standard deviation."""
    for node in asked.nodes:
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
            number = node.right.value if isinstance(node.right, ast.Constant) else None
            of = dotted(node.left.func) if isinstance(node.left, ast.Call) else ""
            if isinstance(number, float) and 0 < number < 1e-6 and of.endswith("std"):
                yield (
                    f"`{ast.unparse(node)}` is nearly 0 where the standard deviation is, and so is "
                    "no number to divide by: take 1 in its place there."
                )
                return


def _first_label(asked: Asked) -> Iterator[str]:
    """`y[0]` stands there."""
    for name in asked.tables(_LABELS):
        if any(
            isinstance(n, ast.Subscript) and ast.unparse(n) == f"{name}[0]" for n in asked.nodes
        ):
            yield f"`{name}[0]` is the label of the first sample alone."


def _other_value(asked: Asked) -> Iterator[str]:
    """An array that is passed, and not returned, gets another value by `+` or `-`."""
    if asked.code.name.startswith("train"):
        return
    returned = {*map(ast.unparse, asked.returned())}
    for node in asked.nodes:
        name = _changed(node)
        if name in asked.arrays() and name not in returned:
            yield (
                f"`{ast.unparse(node)}` gives {name} another value: what follows no longer has the "
                f"{name} that is passed."
            )
            return


def _changed(node: ast.AST) -> str:
    """Return the variable that something is added to, or subtracted from, for good."""
    if isinstance(node, ast.AugAssign) and isinstance(node.op, (ast.Add, ast.Sub)):
        return node.target.id if isinstance(node.target, ast.Name) else ""
    if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
        value = node.value
        if isinstance(value, ast.BinOp) and isinstance(value.op, (ast.Add, ast.Sub)):
            left = value.left.id if isinstance(value.left, ast.Name) else ""
            return left if left == node.targets[0].id else ""
    return ""


def _share(asked: Asked) -> Iterator[str]:
    """A margin multiplies."""
    margins = [name for name in asked.names if asked.called(name) == "margin"]
    for node in asked.nodes:
        if (
            isinstance(node, ast.BinOp)
            and isinstance(node.op, ast.Mult)
            and isinstance(node.right, ast.BinOp)
            and isinstance(node.right.op, (ast.Add, ast.Sub))
            and ast.unparse(node.right.left) == "1"
            and ast.unparse(node.right.right) in margins
        ):
            name = ast.unparse(node.right.right)
            yield (
                f"In `{ast.unparse(node)}` {name} is a share of a coordinate. It is to be a "
                "distance: subtract it, or add it, as it is."
            )
            return


def _times_itself_turned(asked: Asked) -> Iterator[str]:
    """`a @ a.T` stands there."""
    for node in asked.nodes:
        sides = [node.left, node.right] if isinstance(node, ast.BinOp) else []
        if isinstance(node, ast.Call) and dotted(node.func) in ("np.dot", "np.matmul"):
            sides = node.args
        elif sides and not isinstance(getattr(node, "op", None), ast.MatMult):
            continue
        turned = sides[1] if len(sides) == 2 else None
        if (
            isinstance(turned, ast.Attribute)
            and turned.attr == "T"
            and ast.unparse(turned.value) == ast.unparse(sides[0])
        ):
            yield (
                f"`{ast.unparse(node)}` is, of a column, a table of all products of two of its "
                "numbers. With the transposed one in front, the squares add up to one number."
            )
            return


FORMULAS = (
    *(_precedence, _tiny, _first_label, _share, *SLOPES, _other_value, _times_itself_turned),
)
