"""Small changes of an answer that mostly make it wrong.

Each changes one place of the syntax tree: an operator, a comparison, a constant, an axis, an
index, a call, the order of arguments, a name, a function, a statement.
"""

from __future__ import annotations

import ast
import copy
import difflib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from grader.sheets.slips import told

Replace = Callable[[ast.AST], Iterator[ast.AST]]

_BINARY: dict[type[ast.operator], tuple[type[ast.operator], ...]] = {
    ast.Add: (ast.Sub,),
    ast.Sub: (ast.Add,),
    ast.Mult: (ast.Div, ast.Add),
    ast.Div: (ast.Mult,),
    ast.FloorDiv: (ast.Div, ast.Mult),
    ast.Mod: (ast.FloorDiv,),
    ast.Pow: (ast.Mult,),
    ast.MatMult: (ast.Mult,),
}
_COMPARISON: dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Gt: (ast.GtE, ast.Lt),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Lt: (ast.LtE, ast.Gt),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
}
_FUNCTIONS = {
    "mean": ("sum",),
    "sum": ("mean",),
    "max": ("min",),
    "min": ("max",),
    "maximum": ("minimum",),
    "minimum": ("maximum",),
    "zeros": ("ones",),
    "ones_like": ("zeros_like",),
    "zeros_like": ("ones_like",),
    "size": ("shape", "ndim"),
    "std": ("var",),
    "tanh": ("sin", "arctan"),
    "exp": ("expm1",),
    "log": ("log2", "log1p"),
    "standard_normal": ("random_sample", "random"),
}


@dataclass(frozen=True)
class Mutant:
    """A changed answer.

    Attributes:
        source: The whole cell.
        diff: The changed lines, ``old => new``, in the writing of ``ast.unparse``.
        kind: What sort of change it is.
        told: The change in words that begin with ``with`` or ``without``; none where there is
            no saying it without the line as it should be.
    """

    source: str
    diff: str
    kind: str
    told: str = ""


def mutants(source: str, methods: tuple[str, ...] = ()) -> list[Mutant]:
    """Return the mutants of an answer cell, the same in every run.

    Args:
        source: The cell.
        methods: Change these methods alone; everything without any.
    """
    tree = _without_docstrings(ast.parse(source))
    original = ast.unparse(tree)
    mutant_by_source: dict[str, Mutant] = {}
    for number, node in enumerate(ast.walk(tree)):
        if methods and not _inside(tree, node, methods):
            continue
        for kind, replacement in _changes(tree, node):
            twin = copy.deepcopy(tree)
            target = next(n for i, n in enumerate(ast.walk(twin)) if i == number)
            mutant = _replaced(twin, target, replacement)
            text = ast.unparse(mutant)
            if text != original and text not in mutant_by_source:
                words = told(kind, node, replacement, mutant)
                mutant_by_source[text] = Mutant(text, _diff(original, text), kind, words)
    return list(mutant_by_source.values())


def _without_docstrings(tree: ast.Module) -> ast.Module:
    for node in ast.walk(tree):
        body = getattr(node, "body", None)
        if isinstance(body, list):
            node.body = [  # type: ignore[attr-defined]
                item
                for item in body
                if not (isinstance(item, ast.Expr) and isinstance(item.value, ast.Constant))
            ] or [ast.Pass()]
    return tree


def _inside(tree: ast.Module, node: ast.AST, methods: tuple[str, ...]) -> bool:
    return any(
        node in ast.walk(method)
        for method in ast.walk(tree)
        if isinstance(method, ast.FunctionDef) and method.name in methods
    )


class _Replacing(ast.NodeTransformer):
    def __init__(self, target: ast.AST, replacement: ast.AST) -> None:
        self.target, self.replacement = target, replacement

    def visit(self, node: ast.AST) -> Any:
        return self.replacement if node is self.target else super().generic_visit(node)


def _replaced(tree: ast.Module, target: ast.AST, replacement: ast.AST) -> ast.Module:
    mutant: ast.Module = ast.fix_missing_locations(_Replacing(target, replacement).visit(tree))
    return mutant


def _diff(old: str, new: str) -> str:
    lines = [
        line
        for line in difflib.ndiff(old.splitlines(), new.splitlines())
        if line.startswith(("- ", "+ "))
    ]
    before = " | ".join(line[2:].strip() for line in lines if line[0] == "-")
    after = " | ".join(line[2:].strip() for line in lines if line[0] == "+")
    return f"{before} => {after}"


def _changes(tree: ast.Module, node: ast.AST) -> Iterator[tuple[str, ast.AST]]:
    """Yield what may stand in place of a node, with the sort of the change."""
    for kind, replace in _KINDS.items():
        for replacement in replace(node):
            yield kind, replacement
    for replacement in _other_names(tree, node):
        yield "name", replacement
    for replacement in _other_texts(tree, node):
        yield "key", replacement


def _operators(node: ast.AST) -> Iterator[ast.AST]:
    if isinstance(node, (ast.BinOp, ast.AugAssign)):
        for other in _BINARY.get(type(node.op), ()):
            yield _with(node, op=other())
        if isinstance(node, ast.BinOp):
            yield copy.deepcopy(node.left)
            yield copy.deepcopy(node.right)
            if isinstance(node.op, (ast.Sub, ast.Div, ast.MatMult, ast.FloorDiv)):
                yield _with(node, left=node.right, right=node.left)
    elif isinstance(node, ast.UnaryOp) and not isinstance(node.operand, ast.Constant):
        yield copy.deepcopy(node.operand)
    elif isinstance(node, ast.BoolOp):
        yield _with(node, op=ast.Or() if isinstance(node.op, ast.And) else ast.And())


def _comparisons(node: ast.AST) -> Iterator[ast.AST]:
    if isinstance(node, ast.Compare):
        for other in _COMPARISON.get(type(node.ops[0]), ()):
            yield _with(node, ops=[other()])


def _constants(node: ast.AST) -> Iterator[ast.AST]:
    if not isinstance(node, ast.Constant):
        return
    value = node.value
    if isinstance(value, bool):
        yield ast.Constant(not value)
    elif isinstance(value, int):
        yield ast.Constant(value + 1)
        yield ast.Constant(value - 1)
    elif isinstance(value, float):
        yield ast.Constant(value + 1.0)
        if value:
            yield ast.Constant(value / 2)


def _axes(node: ast.AST) -> Iterator[ast.AST]:
    if isinstance(node, ast.Call):
        for number in range(len(node.keywords)):
            yield _with(node, keywords=node.keywords[:number] + node.keywords[number + 1 :])


def _transposes(node: ast.AST) -> Iterator[ast.AST]:
    if isinstance(node, ast.Attribute) and node.attr == "T":
        yield copy.deepcopy(node.value)


def _indices(node: ast.AST) -> Iterator[ast.AST]:
    if isinstance(node, ast.Slice):
        for part in ("lower", "upper", "step"):
            if getattr(node, part) is not None:
                yield _with(node, **{part: None})
    elif isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Load):
        yield copy.deepcopy(node.value)


def _calls(node: ast.AST) -> Iterator[ast.AST]:
    if isinstance(node, ast.Call) and node.args:
        yield copy.deepcopy(node.args[0])
    elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        yield copy.deepcopy(node.func.value)


def _arguments(node: ast.AST) -> Iterator[ast.AST]:
    if isinstance(node, ast.Call):
        for i in range(len(node.args) - 1):
            args = [*node.args]
            args[i], args[i + 1] = args[i + 1], args[i]
            yield _with(node, args=args)
    elif isinstance(node, ast.Tuple) and isinstance(node.ctx, ast.Load):
        yield _with(node, elts=node.elts[::-1])


def _functions(node: ast.AST) -> Iterator[ast.AST]:
    if isinstance(node, ast.Attribute):
        for other in _FUNCTIONS.get(node.attr, ()):
            yield _with(node, attr=other)


def _statements(node: ast.AST) -> Iterator[ast.AST]:
    if isinstance(node, (ast.Assign, ast.AugAssign, ast.Expr, ast.For, ast.If)):
        yield ast.Pass()
    elif isinstance(node, ast.Return) and node.value is not None:
        yield ast.Return(value=None)


_KINDS: dict[str, Replace] = {
    "operator": _operators,
    "comparison": _comparisons,
    "constant": _constants,
    "axis or keyword": _axes,
    "transpose": _transposes,
    "index": _indices,
    "call dropped": _calls,
    "arguments exchanged": _arguments,
    "function": _functions,
    "statement dropped": _statements,
}


def _other_names(tree: ast.Module, node: ast.AST) -> Iterator[ast.AST]:
    """Exchange a variable for each other one of the same function."""
    if not isinstance(node, ast.Name) or not isinstance(node.ctx, ast.Load):
        return
    for function in ast.walk(tree):
        if isinstance(function, ast.FunctionDef) and node in ast.walk(function):
            names = [a.arg for a in function.args.args if a.arg != "self"]
            names += [n.id for n in ast.walk(function) if isinstance(n, ast.Name) and _stored(n)]
            if node.id in names:
                for name in dict.fromkeys(names):
                    if name != node.id:
                        yield ast.Name(name, ast.Load())


def _stored(name: ast.Name) -> bool:
    return isinstance(name.ctx, ast.Store)


def _other_texts(tree: ast.Module, node: ast.AST) -> Iterator[ast.AST]:
    """Exchange a key, or the letters of a key, for another one of the cell."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str) and len(node.value) < 4:
        constants = [n.value for n in ast.walk(tree) if isinstance(n, ast.Constant)]
        texts = [text for text in constants if isinstance(text, str) and 0 < len(text) < 4]
        for text in dict.fromkeys(texts):
            if text != node.value and len(text) == len(node.value):
                yield ast.Constant(text)


def _with(node: ast.AST, **fields: object) -> ast.AST:
    variant = copy.deepcopy(node)
    for name, value in fields.items():
        setattr(variant, name, copy.deepcopy(value))
    return variant
