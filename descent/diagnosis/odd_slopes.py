"""Slopes that are odd: of a weighted sum, without a factor, or of what has its slope already."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from descent.diagnosis.asked import Asked
from descent.diagnosis.trees import called, dotted, functions

_ACTIVATIONS = frozenset(("a", "a1", "a2", "a_out", "output"))
_SIGMOID = re.compile(r"^1(\.0)? / \(1(\.0)? \+ np\.exp\(-\w+\)\)$")


def _sigmoid_again(asked: Asked) -> Iterator[str]:
    """A function that applies the sigmoid is called with an activation of the cache."""
    for node, kept in _calls_on_kept(asked):
        name = dotted(node.func)
        of_sigmoid = any(map(_applies_sigmoid, functions(asked.tree, name.rpartition(".")[2])))
        if (name == "sigmoid" or of_sigmoid) and kept == "a":
            yield (
                f"`{ast.unparse(node)}` applies the sigmoid to an activation, which is the sigmoid "
                "of a weighted sum already."
            )
            return


def _applies_sigmoid(code: ast.AST) -> bool:
    formula = any(_SIGMOID.search(ast.unparse(n)) for n in ast.walk(code) if _is_quotient(n))
    return formula or "sigmoid" in called(code)


def _is_quotient(node: ast.AST) -> bool:
    return isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div)


def _slope_of_sum(asked: Asked) -> Iterator[str]:
    """The derivative that is given, and takes an activation, is called with a weighted sum."""
    for node, kept in _calls_on_kept(asked):
        given = dotted(node.func) == "sigmoid_derivative"
        if given and kept == "z" and not functions(asked.tree, "sigmoid_derivative"):
            yield (
                f"`{ast.unparse(node)}` gets a weighted sum: sigmoid_derivative takes the "
                "activation."
            )
            return


def _calls_on_kept(asked: Asked) -> Iterator[tuple[ast.Call, str]]:
    """Yield each call with one thing, and whether that is an `"a"` or a `"z"` of the cache."""
    values = _set_once(asked)
    for node in asked.nodes:
        if isinstance(node, ast.Call) and len(node.args) == 1:
            item = node.args[0]
            yield node, _kept(values.get(item.id, item) if isinstance(item, ast.Name) else item)


def _set_once(asked: Asked) -> dict[str, ast.expr]:
    """Return what the variables are that get a value in one place alone."""
    values: dict[str, list[ast.expr]] = {}
    for node in asked.nodes:
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            values.setdefault(node.targets[0].id, []).append(node.value)
    return {name: items[0] for name, items in values.items() if len(items) == 1}


def _kept(node: ast.expr) -> str:
    """Return `"a"` of `cache['a1']`, or of `cache[f'a{l}']`; nothing of what is no such thing."""
    if not isinstance(node, ast.Subscript) or not ast.unparse(node.value).endswith("cache"):
        return ""
    key = node.slice
    if isinstance(key, ast.JoinedStr) and len(key.values) > 1:
        key = key.values[0]
    if not isinstance(key, ast.Constant) or not isinstance(key.value, str):
        return ""
    return key.value.rstrip("0123456789")


def _is_activation(node: ast.expr) -> bool:
    return _kept(node) == "a"


def _slope_without_factor(asked: Asked) -> Iterator[str]:
    """A function that is called with an activation gives 1 - a, and no product with a."""
    for node, kept in _calls_on_kept(asked):
        for code in functions(asked.tree, dotted(node.func).rpartition(".")[2]):
            results = [one.value for one in ast.walk(code) if isinstance(one, ast.Return)]
            names = [one.arg for one in code.args.args]
            if kept == "a" and results and all(_is_rest(one, names) for one in results):
                yield (
                    f"`{ast.unparse(node)}` is 1 - a of an activation a: the slope of the sigmoid "
                    "is a (1 - a)."
                )
                return


def _is_rest(node: ast.expr | None, names: list[str]) -> bool:
    """Return whether this is 1 - a of an argument a, perhaps times 1."""
    factors = list(_factors(node)) or [node] if node else []
    texts = {ast.unparse(one) for one in factors if one} - {"1"}
    return len(texts) == 1 and texts <= {f"1 - {name}" for name in names}


def _half_slope(asked: Asked) -> Iterator[str]:
    """A product has 1 - a in it, of an activation a, and not a."""
    inner = {id(part) for node in asked.nodes for part in _parts(node)}
    for node in asked.nodes:
        factors = [] if id(node) in inner else list(_factors(node))
        texts = {ast.unparse(one) for one in factors}
        for one in factors:
            if (
                isinstance(one, ast.BinOp)
                and isinstance(one.op, ast.Sub)
                and ast.unparse(one.left) == "1"
                and (_is_activation(one.right) or ast.unparse(one.right) in _ACTIVATIONS)
                and ast.unparse(one.right) not in texts
            ):
                a = ast.unparse(one.right)
                yield (
                    f"`{ast.unparse(node)}` has the factor 1 - {a}, and not {a}: the slope of the "
                    "sigmoid is a (1 - a)."
                )
                return


def _parts(node: ast.AST) -> list[ast.expr]:
    """Return what a product is made of."""
    product = isinstance(node, ast.BinOp) and isinstance(node.op, (ast.Mult, ast.Div))
    return [node.left, node.right] if product and isinstance(node, ast.BinOp) else []


def _factors(node: ast.AST) -> Iterator[ast.expr]:
    """Yield the factors of a product; what is divided by is none."""
    parts = _parts(node)
    for one in parts[:1] if isinstance(getattr(node, "op", None), ast.Div) else parts:
        yield from _factors(one) if _parts(one) else (one,)


def _slope_of_tanh(asked: Asked) -> Iterator[str]:
    """`1 - a ** 2` stands there, or in a function that is called."""
    if asked.code.name.startswith("train") or "tanh" in asked.sheet.exercise:
        return
    helpers = [one for name in called(asked.code) for one in functions(asked.tree, name)]
    for node in (*asked.nodes, *(node for one in helpers for node in ast.walk(one))):
        if not isinstance(node, ast.BinOp) or not isinstance(node.op, ast.Sub):
            continue
        squared = _squared(node.right)
        if squared is not None and ast.unparse(node.left) in ("1", "1.0"):
            a = ast.unparse(squared)
            yield (
                f"`{ast.unparse(node)}` is the slope of tanh, where {a} is what tanh gives. The "
                "slope of the sigmoid is a (1 - a)."
            )
            return


def _squared(node: ast.expr) -> ast.expr | None:
    """Return what is squared: of `a ** 2`, `np.power(a, 2)`, `np.square(a)`; None if nothing is."""
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Pow):
        return node.left if ast.unparse(node.right) == "2" else None
    if isinstance(node, ast.Call) and dotted(node.func) in ("np.power", "np.square"):
        return node.args[0] if [*map(ast.unparse, node.args[1:])] in ([], ["2"]) else None
    return None


SLOPES = (_sigmoid_again, _slope_of_sum, _slope_without_factor, _half_slope, _slope_of_tanh)
