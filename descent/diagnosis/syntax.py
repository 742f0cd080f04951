"""What code may have: predicates of its syntax tree."""

from __future__ import annotations

import ast
from collections.abc import Callable

from descent.diagnosis.trees import (
    FUNCTIONS,
    called,
    calls_in,
    divisors,
    dotted,
    is_factor,
    is_named,
    is_one_of,
    is_row_sum,
    operators,
    targets,
)

# Functions and methods whose second argument is an axis.
_REDUCTIONS = frozenset(
    (
        *("sum", "mean", "max", "min", "amax", "amin", "prod", "std", "var"),
        *("median", "any", "all", "nanmean", "nansum"),
    )
)


def branches(tree: ast.AST) -> bool:
    """There is an `if` or a `while`."""
    kinds = (ast.If, ast.IfExp, ast.While)
    return any(isinstance(node, kinds) for node in ast.walk(tree))


def returns(tree: ast.AST) -> bool:
    """There is a `return`, perhaps of nothing, or something is yielded."""
    kinds = (ast.Return, ast.Yield, ast.YieldFrom, ast.Lambda)
    return any(isinstance(node, kinds) for node in ast.walk(tree))


def yields(tree: ast.AST) -> bool:
    """Something is yielded."""
    return any(isinstance(node, (ast.Yield, ast.YieldFrom)) for node in ast.walk(tree))


def returns_tuple(tree: ast.AST) -> bool:
    """A tuple that is written out is returned."""
    return any(
        isinstance(node, ast.Return) and isinstance(node.value, ast.Tuple)
        for node in ast.walk(tree)
    )


def calls(tree: ast.AST, *names: str) -> bool:
    """One of these is called: ``"np.max"``; ``".max"``, of anything; ``"math."``, any of it."""
    return any(is_named(name, names) for name in called(tree))


def mentions(tree: ast.AST, *names: str) -> bool:
    """One of these names is read, perhaps with attributes: ``"z1"``, ``"self.L"``."""
    return any(
        isinstance(node, (ast.Name, ast.Attribute)) and is_named(dotted(node), names)
        for node in ast.walk(tree)
    )


def operates(tree: ast.AST, *symbols: str) -> bool:
    """One of these operators stands there: ``"@"``, ``"-="``, ``">="``, ``"or"``."""
    return not set(symbols).isdisjoint(operators(tree))


def divides_by(tree: ast.AST, *factors: str | float) -> bool:
    """Something is divided by one of these, or by a product with it."""
    return any(is_factor(factors, below) for below in divisors(tree))


def adds(tree: ast.AST, factor: str) -> bool:
    """A product with this is added, and has no sign of its own: `w += lr * dw`."""
    sums = (node for node in ast.walk(tree) if isinstance(node, (ast.BinOp, ast.AugAssign)))
    added = (
        [one.value] if isinstance(one, ast.AugAssign) else [one.left, one.right]
        for one in sums
        if isinstance(one.op, ast.Add)
    )
    return any(
        isinstance(product, ast.BinOp)
        and isinstance(product.op, (ast.Mult, ast.Div))
        and is_factor((factor,), product)
        and not any(isinstance(node, ast.USub) for node in ast.walk(product))
        for products in added
        for product in products
    )


def passes(tree: ast.AST, keyword: str, *values: object) -> bool:
    """A call passes an argument by this name, and one of these values if there are any."""
    return any(
        given.arg == keyword and (not values or is_one_of(given.value, values))
        for call in calls_in(tree)
        for given in call.keywords
    )


def takes_axis(tree: ast.AST, *values: int) -> bool:
    """A sum, mean or the like is taken along an axis, one of these if there are any."""
    return passes(tree, "axis", *values) or any(
        not values or is_one_of(call.args[1], values)
        for call in calls_in(tree)
        if len(call.args) > 1 and dotted(call.func).rpartition(".")[2] in _REDUCTIONS
        # Python's own take several numbers, and no axis.
        if dotted(call.func) not in ("max", "min", "sum")
    )


def seedless(tree: ast.AST) -> bool:
    """A random number generator is made without a seed: `default_rng()`."""
    return any(
        not (call.args or call.keywords)
        and dotted(call.func).rpartition(".")[2] in ("default_rng", "RandomState")
        for call in calls_in(tree)
    )


def has_number(tree: ast.AST, *numbers: float) -> bool:
    """One of these numbers is written there."""
    return any(is_one_of(node, numbers) for node in ast.walk(tree))


def quotes(tree: ast.AST, *texts: str) -> bool:
    """A text that is written there has one of these in it; docstrings do not count."""
    words = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    return any(
        isinstance(node, ast.Constant)
        and id(node) not in words
        and isinstance(node.value, str)
        and any(text in node.value for text in texts)
        for node in ast.walk(tree)
    )


def writes_into(tree: ast.AST, *names: str) -> bool:
    """Entries of one of these, or of anything, are set or changed by `+=` and the like."""
    for target in targets(tree):
        name = target.value if isinstance(target, ast.Subscript) else target
        if not names or is_named(dotted(name), names):
            return True
    return False


def divides_then_multiplies(tree: ast.AST) -> bool:
    """A quotient is multiplied without parentheses: `a / b * c`."""
    return any(
        isinstance(node, ast.BinOp)
        and isinstance(node.op, ast.Mult)
        and isinstance(node.left, ast.BinOp)
        and isinstance(node.left.op, ast.Div)
        for node in ast.walk(tree)
    )


def divides_by_row_sum(tree: ast.AST) -> bool:
    """Something is divided by a sum along axis 1, or by a variable that holds one."""
    values = [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign)
        and {ast.unparse(target) for target in node.targets} & set(map(ast.unparse, divisors(tree)))
    ]
    return any(is_row_sum(value) for value in (*values, *divisors(tree)))


def list_in_class(tree: ast.AST) -> bool:
    """A list is made in the body of a class, outside of its methods."""
    return any(
        isinstance(one, (ast.Assign, ast.AnnAssign))
        and isinstance(one.value, (ast.List, ast.Call))
        and ast.unparse(one.value).startswith(("[", "list("))
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef)
        for one in node.body
    )


def list_by_default(tree: ast.AST) -> bool:
    """An argument has a list for its default."""
    return any(
        isinstance(default, ast.List)
        for node in ast.walk(tree)
        if isinstance(node, FUNCTIONS)
        for default in (*node.args.defaults, *node.args.kw_defaults)
    )


def multiplies_by_one(tree: ast.AST) -> bool:
    """Something is multiplied by 1, as in `a * 1 - a`."""
    return any(
        isinstance(node, ast.BinOp)
        and isinstance(node.op, ast.Mult)
        and is_one_of(node.right, (1,))
        for node in ast.walk(tree)
    )


def takes_self(tree: ast.AST) -> bool:
    """A function that is no method has a first parameter `self`."""
    methods = {
        method for node in ast.walk(tree) if isinstance(node, ast.ClassDef) for method in node.body
    }
    return any(
        isinstance(node, FUNCTIONS)
        and node not in methods
        and [parameter.arg for parameter in node.args.args[:1]] == ["self"]
        for node in ast.walk(tree)
    )


PREDICATES: dict[str, Callable[..., bool]] = {
    predicate.__name__: predicate
    for predicate in (
        *(branches, returns, yields, returns_tuple),
        *(calls, mentions, operates, divides_by, adds, passes, takes_axis),
        *(has_number, quotes, writes_into, seedless, takes_self),
        *(divides_then_multiplies, multiplies_by_one, divides_by_row_sum),
        *(list_in_class, list_by_default),
    )
}
