"""Whether one run of a notebook shows and answers the same as two, seen from its code alone.

A guest that has been asked must show nothing more. Where each cell that runs
only defines something, there is nothing more to show: such a cell prints
nothing, calls nothing and cannot fail. What is not on the list below may do
anything, and a second run costs only time.
"""

from __future__ import annotations

import ast
import builtins
import re
from collections.abc import Collection, Sequence

from grader.results import Cell

# What is longer than this is not looked into.
MAX_CELLS, MAX_CHARACTERS = 200, 60_000

# They are there in every guest, and importing them says nothing.
MODULES = frozenset(
    (
        *("collections", "copy", "functools", "itertools", "math", "matplotlib.pyplot"),
        *("numpy", "operator", "random", "statistics", "time"),
    )
)

# Names on which what follows may depend, in a notebook and in a class.
_TAKEN = frozenset((*dir(builtins), "In", "Out", "get_ipython"))
_SPECIAL = frozenset(("__classcell__", "__init_subclass__", "__qualname__", "__slots__"))
_TYPES = frozenset(("bool", "dict", "float", "int", "list", "object", "str", "tuple"))
_DECORATORS = frozenset(("classmethod", "property", "staticmethod"))

# Of these Python may warn when it compiles: an escape that is none, and a number that runs into
# a word.
_DOUBTFUL = re.compile(r"\\(?![\\\n'\"nrt])|[0-9.](?:and|else|for|if|in|is|not|or)\b")
_USUAL = (ast.Attribute, ast.BinOp, ast.Call, ast.Name, ast.Subscript)


def one_run_will_do(cells: Sequence[Cell], questions: Collection[int]) -> bool:
    """Return whether a guest may be asked in the very run whose outputs count.

    That is so where all cells that run only define something. Given cells
    before the first question may do more: they are the course's own.

    Args:
        cells: The cells of a submission.
        questions: The places at which answers are asked.
    """
    running = [
        (number, cell)
        for number, cell in enumerate(cells)
        if number not in questions and (cell.runs or cell.role == "test")
    ]
    if not questions or any(cell.role == "test" for _, cell in running):
        return False
    if len(running) > MAX_CELLS or sum(len(c.source) for _, c in running) > MAX_CHARACTERS:
        return False
    first = min(questions)
    classes: set[str] = set()
    for number, cell in running:
        tree = _parsed(cell.source)
        if tree is None:
            return False
        free = cell.role == "given" and number < first
        for statement in tree.body:
            plain = _plain_class(statement, classes)
            if not free and not (plain or _defines(statement, tree.body[-1])):
                return False
            names = _bindings(statement)
            if not free and any(name in _TAKEN or name.startswith("__") for name in names):
                return False
            classes = classes | names if plain else classes - names
    return True


def _parsed(source: str) -> ast.Module | None:
    """Return the tree of a cell that compiles without a word."""
    if _DOUBTFUL.search(source):
        return None
    try:
        tree = ast.parse(source)
        if any(map(_warned_of, ast.walk(tree))):
            return None
        compile(tree, "cell", "exec", dont_inherit=True)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    return tree


def _warned_of(node: ast.AST) -> bool:
    """Return whether this is of a kind of which Python may warn."""
    if isinstance(node, ast.Compare):
        identity = any(isinstance(op, (ast.Is, ast.IsNot)) for op in node.ops)
        return identity and any(
            isinstance(item, ast.Tuple)
            or (isinstance(item, ast.Constant) and item.value not in (None, True, False))
            for item in (node.left, *node.comparators)
        )
    if isinstance(node, ast.Call):
        return not isinstance(node.func, _USUAL)
    if isinstance(node, ast.Subscript):
        return not isinstance(node.value, _USUAL)
    return isinstance(node, ast.Assert) or bool(getattr(node, "finalbody", None))


def _defines(statement: ast.stmt, last: ast.stmt) -> bool:
    match statement:
        case ast.FunctionDef() | ast.AsyncFunctionDef():
            return _plain_function(statement, frozenset())
        case ast.Assign(targets=targets, value=value):
            return all(isinstance(target, ast.Name) for target in targets) and _literal(value)
        case ast.Import(names=names):
            return all(alias.name in MODULES for alias in names)
        case ast.Expr(value=ast.Constant()):
            return statement is not last  # the last expression of a cell is displayed
        case ast.Pass():
            return True
    return False


def _plain_class(statement: ast.stmt, plain_classes: Collection[str]) -> bool:
    """Return whether this is a class of functions and constants, below others of that kind."""
    return (
        isinstance(statement, ast.ClassDef)
        and not (_generic(statement) or statement.keywords or statement.decorator_list)
        and len(statement.bases) < 2
        and all(
            isinstance(base, ast.Name) and (base.id == "object" or base.id in plain_classes)
            for base in statement.bases
        )
        and all(map(_plain_member, statement.body))
    )


def _plain_member(item: ast.stmt) -> bool:
    if _bindings(item) & (_DECORATORS | _TYPES | _SPECIAL):
        return False
    match item:
        case ast.FunctionDef() | ast.AsyncFunctionDef():
            return _plain_function(item, _DECORATORS)
        case ast.Expr(value=ast.Constant()) | ast.Pass():
            return True
        case ast.Assign():
            return _defines(item, item)
    return False


def _generic(node: ast.AST) -> bool:
    """Return whether there are type parameters, which Python 3.12 has."""
    return bool(getattr(node, "type_params", None))


def _plain_function(
    node: ast.FunctionDef | ast.AsyncFunctionDef, decorators: Collection[str]
) -> bool:
    """Return whether nothing is called where this function is defined."""
    args = node.args
    parameters = (*args.posonlyargs, *args.args, *args.kwonlyargs, args.vararg, args.kwarg)
    annotations = [node.returns, *(item.annotation for item in parameters if item)]
    return (
        not _generic(node)
        and all(isinstance(d, ast.Name) and d.id in decorators for d in node.decorator_list)
        and all(item is None or _literal(item) for item in (*args.defaults, *args.kw_defaults))
        and all(
            item is None
            or isinstance(item, ast.Constant)
            or (isinstance(item, ast.Name) and item.id in _TYPES)
            for item in annotations
        )
    )


def _literal(value: ast.expr) -> bool:
    match value:
        case ast.Constant():
            return True
        case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=int() | float())):
            return True
        case ast.Tuple(elts=items) | ast.List(elts=items):
            return all(map(_literal, items))
        case ast.Dict(keys=keys, values=values):
            return all(isinstance(key, ast.Constant) for key in keys) and all(map(_literal, values))
    return False


def _bindings(statement: ast.stmt) -> set[str]:
    """Return the names that a statement may bind where it stands."""
    if isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
        return {statement.name}
    nodes = list(ast.walk(statement))
    aliases = {(n.asname or n.name).split(".")[0] for n in nodes if isinstance(n, ast.alias)}
    targets = {n.id for n in nodes if isinstance(n, ast.Name) and not isinstance(n.ctx, ast.Load)}
    inner = {n.name for n in nodes if isinstance(n, (ast.FunctionDef, ast.ClassDef))}
    return aliases | targets | inner
