"""Formulas that are odd: what stands there is another thing than it seems."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from descent.diagnosis.asked import Asked
from descent.diagnosis.syntax import called, dotted, functions

_LABELS = frozenset(("y", "y_true"))
_ACTIVATIONS = frozenset(("a", "a1", "a2", "a_out", "output"))
_SIGMOID = re.compile(r"^1(\.0)? / \(1(\.0)? \+ np\.exp\(-\w+\)\)$")


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
            and right.id in asked.numbers()
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
            of_std = any(name.endswith(("std", "nanstd")) for name in called(node.left))
            if isinstance(number, float) and 0 < number < 1e-6 and of_std:
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
    values = [one.value for one in asked.nodes if isinstance(one, ast.Return) and one.value]
    returned = {
        ast.unparse(item)
        for value in values
        for item in (value.elts if isinstance(value, ast.Tuple) else [value])
    }
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
    *(_precedence, _tiny, _first_label, _share, _sigmoid_again, _slope_of_sum),
    *(_slope_without_factor, _half_slope, _other_value, _slope_of_tanh, _times_itself_turned),
)
