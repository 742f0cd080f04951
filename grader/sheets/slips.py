"""A small change of an answer in words, without the line as it should be."""

from __future__ import annotations

import ast

from descent.diagnosis.trees import SYMBOLS

# A longer piece of code says less, and more of the answer.
_LONGEST = 60


def told(kind: str, node: ast.AST, new: ast.AST, tree: ast.AST) -> str:
    """Return a change in words that begin with ``with`` or ``without``; "" if there are none.

    Args:
        kind: What sort of change it is.
        node: What stood there.
        new: What stands there now.
        tree: The changed cell.
    """
    left_out = _left_out(kind, node, new)
    if left_out:
        return f"without `{left_out}`" if len(left_out) <= _LONGEST else ""
    if kind == "statement dropped":
        return ""
    telling = isinstance(new, (ast.BinOp, ast.Compare, ast.BoolOp))
    for piece in (new,) if telling else (_parent(tree, new), new):
        if isinstance(piece, (ast.expr, ast.Return, ast.Assign, ast.AugAssign)):
            text = ast.unparse(piece)
            # A single name or number says nothing of where it stands.
            if len(text) <= _LONGEST and not isinstance(piece, (ast.Name, ast.Constant)):
                return f"with `{text}` in it"
    return ""


def _left_out(kind: str, node: ast.AST, new: ast.AST) -> str:
    """Return what is no longer there, if nothing else is changed."""
    if isinstance(node, ast.BinOp):
        sign = SYMBOLS[type(node.op)]
        if ast.dump(new) == ast.dump(node.left):
            return f"{sign} {_factor(node.right)}"
        if ast.dump(new) == ast.dump(node.right):
            return f"{_factor(node.left)} {sign}"
    if kind == "statement dropped" and isinstance(node, (ast.Assign, ast.AugAssign, ast.Expr)):
        return ast.unparse(node)
    if kind == "call dropped" and isinstance(node, ast.Call):
        return f"{ast.unparse(node.func)}(...)"
    if kind == "transpose":
        return f"{ast.unparse(node)}"[-len(".T") :]
    if kind == "axis or keyword" and isinstance(node, ast.Call) and isinstance(new, ast.Call):
        names = {keyword.arg for keyword in new.keywords}
        missing = [keyword for keyword in node.keywords if keyword.arg not in names]
        return ", ".join(f"{keyword.arg}={ast.unparse(keyword.value)}" for keyword in missing)
    return ""


def _factor(node: ast.expr) -> str:
    text = ast.unparse(node)
    return f"({text})" if isinstance(node, (ast.BinOp, ast.Compare)) else text


def _parent(tree: ast.AST, child: ast.AST) -> ast.AST | None:
    return next((n for n in ast.walk(tree) if child in ast.iter_child_nodes(n)), None)
