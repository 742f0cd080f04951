"""What a student's code has, seen in its syntax tree.

What an answer does tells why it is wrong; how it is written does not follow from that. So a
sentence that speaks of the code stands under a *condition*, such as `returns_in_loop()` or
`calls("np.max") and not loops()`, and is said only where the code meets it. A name in front,
`train.returns_in_loop()`, asks about that method alone. Code is only read, never run.
"""

from __future__ import annotations

import ast
import functools
import re
import warnings
from collections.abc import Callable, Iterator

from descent.diagnosis.syntax import PREDICATES
from descent.diagnosis.syntax_of_loops import LOOP_PREDICATES
from descent.diagnosis.trees import FUNCTIONS, dotted, functions

_PREDICATES = PREDICATES | LOOP_PREDICATES

# What is longer than this is not looked into.
_LONGEST = 60_000


def meets(condition: str, source: str, answer: str = "") -> bool:
    """Return whether code meets a condition; not where it cannot be read.

    Args:
        condition: Calls of the predicates of :mod:`descent.diagnosis.syntax` and
            :mod:`descent.diagnosis.syntax_of_loops`, with ``and``,
            ``or`` and ``not`` between them.
        source: The code of a cell.
        answer: The name of the answer. What it does not use in the cell is left out.

    Raises:
        ValueError: The condition is not understood.
    """
    test = _test(condition)
    tree = answer_in(source, answer)
    try:
        return bool(tree.body) and test(tree)
    except RecursionError:
        return False


@functools.lru_cache(64)
def answer_in(source: str, answer: str = "") -> ast.Module:
    """Return the tree of what a cell defines an answer with; an empty one if it cannot be read."""
    tree = _parsed(source)
    definitions: dict[str, list[ast.stmt]] = {}
    for statement in tree.body:
        for name in _defined(statement):
            # What is defined anew is another thing, unless it is made of the former.
            if isinstance(statement, (*FUNCTIONS, ast.ClassDef)):
                definitions[name] = []
            definitions.setdefault(name, []).append(statement)
    if answer not in definitions:
        return tree
    wanted, found = [answer], dict.fromkeys([answer])
    while wanted:
        for statement in definitions[wanted.pop()]:
            for node in ast.walk(statement):
                if isinstance(node, ast.Name) and node.id in definitions and node.id not in found:
                    found[node.id] = None
                    wanted.append(node.id)
    return ast.Module([one for name in found for one in definitions[name]], [])


def written_twice(source: str, name: str) -> bool:
    """Return whether a cell defines a function of this name more than once."""
    of_name = (one for one in _parsed(source).body if isinstance(one, FUNCTIONS))
    return sum(one.name == name for one in of_name) > 1


def line_in(source: str) -> ast.Module:
    """Return the tree of a single line of code; an empty one if it is no whole statement."""
    line = re.sub(r"^el(?=if\b)", "", source.strip())
    return _parsed(f"{line} pass" if line.endswith(":") else line)


def _parsed(source: str) -> ast.Module:
    # A cell may have magics of IPython's among its lines.
    source = re.sub(r"(?m)^([ \t]*)[%!].*$", r"\1pass", source)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return ast.parse(source) if len(source) <= _LONGEST else ast.Module([], [])
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return ast.Module([], [])


def _defined(statement: ast.stmt) -> Iterator[str]:
    if isinstance(statement, (*FUNCTIONS, ast.ClassDef)):
        yield statement.name
    elif isinstance(statement, ast.ImportFrom):
        yield from (item.asname or item.name for item in statement.names)
    elif isinstance(statement, (ast.Assign, ast.AnnAssign)):
        targets = statement.targets if isinstance(statement, ast.Assign) else [statement.target]
        yield from (target.id for target in targets if isinstance(target, ast.Name))


@functools.lru_cache(512)
def _test(condition: str) -> Callable[[ast.AST], bool]:
    try:
        return _test_of(ast.parse(condition, mode="eval").body)
    except (SyntaxError, TypeError, KeyError, ValueError) as error:
        raise ValueError(f"a condition on code is not understood: {condition!r}") from error


def _test_of(node: ast.expr) -> Callable[[ast.AST], bool]:
    if isinstance(node, ast.BoolOp):
        tests = [_test_of(one) for one in node.values]
        both = all if isinstance(node.op, ast.And) else any
        return lambda tree: both(test(tree) for test in tests)
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        opposite = _test_of(node.operand)
        return lambda tree: not opposite(tree)
    if not isinstance(node, ast.Call) or node.keywords:
        raise ValueError(ast.dump(node))
    scope, _, name = dotted(node.func).rpartition(".")
    predicate, args = _PREDICATES[name], [ast.literal_eval(arg) for arg in node.args]
    if not scope:
        return lambda tree: predicate(tree, *args)
    return lambda tree: any(predicate(one, *args) for one in functions(tree, scope))
