"""A matrix product whose two arrays would fit the other way round, as their shapes tell."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping

from descent.diagnosis.trees import dotted, of_kind
from descent.probing.values import Raised

_Shape = tuple[int, ...]


def other_order(error: Raised, line: ast.Module, tree: ast.Module) -> str:
    """Return in which order the arrays of the line's one product would fit; ``""`` if in none.

    It is looked at what is passed, without a transposition: in this course each sample is a row
    wherever it stands. Two arrays with a row for each sample fit where one is transposed. Where
    one has as many rows as columns, or what they share is 1, all of this may be so by chance.

    Args:
        error: The error, with what stood under the names in the line.
        line: The line that stops.
        tree: The code of the answer.
    """
    products = [*_products(line)]
    # Beside a product that fits, what is added to it may be what does not.
    of_product = re.search("matmul|not aligned", error.message)
    if not of_product or len(products) != 1:
        return ""
    operands = [plain(node) for node in products[0]]
    shapes = [shape_of(node, error.names) for node, _ in operands]
    if not all(shapes):
        shapes = _told(error.message, [turned for _, turned in operands])
    names = [ast.unparse(node) for node, _ in operands]
    if not all(map(_is_telling, shapes)) or names[0] == names[1]:
        return ""
    turned = any(turned for _, turned in operands)
    # On its way back a delta meets weights that are transposed: what is wrong may be the delta.
    if turned and _first_parameters(tree).isdisjoint(names):
        return _row_by_row(names, shapes)
    (one, other), fits = shapes, [_fit(*shapes), _fit(*reversed(shapes))]
    if fits == [False, True]:
        gives = (*other[:-1], *one[1:])
        return (
            f"With `{names[1]}` first and `{names[0]}` second they would fit: {other}, {one}. That "
            f"gives shape {gives}."
        )
    if fits == [True, False] and turned:
        return f"Without a transposition they would fit: {one}, {other}."
    return _row_by_row(names, shapes)


def _row_by_row(names: list[str], shapes: list[_Shape]) -> str:
    """Say that both arrays have the same rows, where they fit in neither order."""
    one, other = shapes
    if _fit(one, other) or _fit(other, one) or not len(one) == len(other) == 2:
        return ""
    # Weights have no row for each sample.
    if not one[0] == other[0] > 1 or any(name[0] in "Ww" for name in names):
        return ""
    if one == other:
        return (
            f"`{names[0]}` and `{names[1]}` have the same shape: `*` multiplies them entry by "
            "entry, and a product adds up over the rows where one of the two is transposed and "
            "stands first."
        )
    return (
        f"`{names[0]}` and `{names[1]}` both have {one[0]} rows: a product adds up over these "
        "where one of the two is transposed and stands first."
    )


def _first_parameters(tree: ast.Module) -> set[str]:
    """Return what the samples are called: what functions, and methods after self, take first."""
    lists = (
        [a.arg for a in one.args.args if a.arg != "self"] for one in of_kind(tree, ast.FunctionDef)
    )
    return {names[0] for names in lists if names}


def _products(line: ast.Module) -> Iterator[tuple[ast.expr, ast.expr]]:
    for node in ast.walk(line):
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.MatMult):
            yield node.left, node.right
        elif isinstance(node, ast.Call):
            if dotted(node.func) in ("np.dot", "np.matmul") and len(node.args) == 2:
                yield node.args[0], node.args[1]
            elif isinstance(node.func, ast.Attribute) and node.func.attr == "dot" and node.args:
                yield node.func.value, node.args[0]


def plain(node: ast.expr) -> tuple[ast.expr, bool]:
    """Return what is transposed here, and that it is; or what stands here."""
    if isinstance(node, ast.Attribute) and node.attr == "T":
        return node.value, True
    if isinstance(node, ast.Call) and dotted(node.func) == "np.transpose" and len(node.args) == 1:
        return node.args[0], True
    return node, False


def shape_of(node: ast.expr, names: Mapping[str, str]) -> _Shape:
    """Return the shape of what stood under a name; none if that was no array, or is not known."""
    found = re.match(r"an array of shape \(([\d, ]+)\)", names.get(ast.unparse(node), ""))
    return tuple(map(int, re.findall(r"\d+", found[1]))) if found else ()


def _told(message: str, turned: list[bool]) -> list[_Shape]:
    """Return the two shapes that the text of an error has, as they are without a transposition."""
    found = re.match(r"shapes \(([\d,]+)\) and \(([\d,]+)\) not aligned", message)
    if not found:
        return [(), ()]
    shapes = (tuple(map(int, re.findall(r"\d+", text))) for text in found.groups())
    return [
        shape[::-1] if is_turned else shape for shape, is_turned in zip(shapes, turned, strict=True)
    ]


def _is_telling(shape: _Shape) -> bool:
    return 0 < len(shape) <= 2 and len(set(shape)) == len(shape)


def _fit(one: _Shape, other: _Shape) -> bool:
    return one[-1] == other[0] and one[-1] > 1
