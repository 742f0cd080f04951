"""What the line that stops has to do with its error: said only where the code has that."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable

import numpy as np

from descent.diagnosis.causes.entrywise import entry_by_entry
from descent.diagnosis.causes.error_names import (
    attribute,
    group,
    in_module,
    is_variable,
    keys_of_dict,
    own_of_python,
    undefined,
    unset,
)
from descent.diagnosis.causes.indices import beyond, subscripts
from descent.diagnosis.causes.products import other_order, shape_of
from descent.diagnosis.code import answer_in, line_in
from descent.diagnosis.syntax import calls, operates, returns
from descent.diagnosis.trees import FUNCTIONS, called, dotted, of_kind
from descent.probing.values import Raised

# Methods that change what they are called on and give None.
_GIVES_NONE = frozenset(
    ("append", "extend", "insert", "sort", "reverse", "shuffle", "fill", "update", "clear")
)
# What asks for one answer, as `if` does; those of a list look for something that is equal.
_ONE_ANSWER = (
    *("max", "min", "bool", "sorted", "any", "all", "filter"),
    *(".index", ".remove", ".count", ".sort"),
)
_NO_METHODS = frozenset(("shape", "T", "size", "ndim", "dtype"))


def advice(kind: str, error: Raised, source: str, answer: str) -> str:
    """Return what the code has to do with an error; ``""`` where that cannot be seen.

    Args:
        kind: The id of what the error means.
        error: The error, with the line that stops.
        source: The code of the answer's cell.
        answer: The name of the answer.
    """
    finder = _ADVICE.get(kind)
    try:
        return finder(error, line_in(error.source), answer_in(source, answer)) if finder else ""
    except RecursionError:
        return ""


def own_stop(error: Raised, source: str, answer: str) -> str:
    """Say after which condition of its own an answer stops, where the line that stops is a raise.

    Args:
        error: The error, with the line that stops.
        source: The code of the answer's cell.
        answer: The name of the answer.
    """
    line = line_in(error.source)
    if not (line.body and isinstance(line.body[0], ast.Raise)):
        return ""
    stops = ast.unparse(line.body[0])
    try:
        tests = [
            ast.unparse(node.test)
            for node in of_kind(answer_in(source, answer), ast.If)
            if stops in map(ast.unparse, node.body)
        ]
    except RecursionError:
        return ""
    return f"That line is the answer's own: it stops where `{tests[0]}`." if len(tests) == 1 else ""


def _key(error: Raised, line: ast.Module, tree: ast.Module) -> str:
    made = [node.slice for node in subscripts(line) if isinstance(node.slice, ast.JoinedStr)]
    if any(re.fullmatch(_pattern(key), error.message.strip("'")) for key in made):
        return "The key is put together: look which ones come, from the first to the last."
    return ""


def _pattern(text: ast.JoinedStr) -> str:
    """Return what fits whatever an f-string may give."""
    parts = (re.escape(str(p.value)) if isinstance(p, ast.Constant) else ".*" for p in text.values)
    return "".join(parts)


def _fraction(error: Raised, line: ast.Module, tree: ast.Module) -> str:
    """Speak of `/` where what is to be a whole number comes of one."""
    numbers: list[ast.expr] = [node.slice for node in subscripts(line)]
    for node in ast.walk(line):
        if isinstance(node, ast.Call):
            numbers += node.args
    quotients = {
        target.id
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign) and _divides(node.value)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    for number in numbers:
        names = {node.id for node in ast.walk(number) if isinstance(node, ast.Name)}
        if _divides(number) or names & quotients:
            return "`/` gives a float, `//` of two whole numbers a whole number."
    return ""


def _none(error: Raised, line: ast.Module, tree: ast.Module) -> str:
    own = [node for node in ast.walk(tree) if isinstance(node, FUNCTIONS)]
    # A call that is a line of its own leaves what it gives.
    left = {node.value for node in of_kind(tree, ast.Expr)}
    names = {dotted(n.func).rpartition(".")[2] for n in of_kind(tree, ast.Call) if n not in left}
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Call):
            front, _, method = dotted(node.value.func).rpartition(".")
            is_method = isinstance(node.value.func, ast.Attribute) and front != "np"
            if is_method and method in _GIVES_NONE - {one.name for one in own}:
                what = "what it gets" if method == "shuffle" else "what it is called on"
                return f"`{method}` changes {what}, and gives None."
    for node in own:
        if node.name in names and not returns(node):
            return f"`{node.name}` has no return, so it gives None."
    return ""


def _single_number(error: Raised, line: ast.Module, tree: ast.Module) -> str:
    of_math = {
        item.asname or item.name: f"math.{item.name}"
        for node in of_kind(tree, ast.ImportFrom)
        if node.module == "math"
        for item in node.names
    }
    names = (of_math.get(name, name) for name in called(line))
    name = next((name for name in names if name.startswith("math.")), "")
    if name:
        # np.pow is not in every NumPy.
        own = name.partition(".")[2].replace("pow", "power")
        return f"{name} is one that takes a single number" + (
            f": np.{own} works on every entry." if hasattr(np, own) else "."
        )
    for node in of_kind(line, ast.Call):
        own = ast.unparse(node.func)
        if own in map(ast.unparse, node.args):
            return f"`{ast.unparse(node)}` calls {own} with {own} itself for an argument."
    number = next((name for name in called(line) if name in ("float", "int")), "")
    return f"`{number}` makes a single number." if number else ""


def _arguments(error: Raised, line: ast.Module, tree: ast.Module) -> str:
    own = group(r"^(\w+)\(\) got an unexpected keyword", error)
    name = group(r"unexpected keyword argument '(\w+)'", error)
    for one in of_kind(tree, ast.FunctionDef) if own and not error.source else ():
        if one.name == own and name not in {item.arg for item in of_kind(one.args, ast.arg)}:
            return f"The first line of `{own}` has no `{name}`: each argument keeps its name."
    for node in ast.walk(tree):
        for item in node.body if isinstance(node, ast.ClassDef) else ():
            if not isinstance(item, FUNCTIONS) or item.decorator_list:
                continue
            parameters = [*item.args.posonlyargs, *item.args.args]
            if (not parameters or parameters[0].arg != "self") and not item.args.vararg:
                return f"The first parameter of `{item.name}` is to be self."
    return ""


def _counted(error: Raised, line: ast.Module, tree: ast.Module) -> str:
    return "range counts up to a number, such as len(X)." if calls(line, "range") else ""


def _called(error: Raised, line: ast.Module, tree: ast.Module) -> str:
    for node in ast.walk(line):
        if not isinstance(node, ast.Call):
            continue
        if isinstance(node.func, (ast.BinOp, ast.Constant)):
            return "An operator is missing before a parenthesis."
        if isinstance(node.func, ast.Attribute) and node.func.attr in _NO_METHODS:
            return f"`{node.func.attr}` is no method: it has no parentheses."
        if isinstance(node.func, ast.Name) and is_variable(node.func.id, tree):
            return f"`{node.func.id}` is the name of a variable here."
    return ""


def _not_called(error: Raised, line: ast.Module, tree: ast.Module) -> str:
    if own := own_of_python(error, line, tree):
        return own
    brackets = "not subscriptable" in error.message and any(subscripts(line))
    return "Parentheses call it, not square brackets." if brackets else "Parentheses call it."


def _one_answer(error: Raised, line: ast.Module, tree: ast.Module) -> str:
    words = [name for name in _ONE_ANSWER if calls(line, name)]
    kinds = {ast.If: "if", ast.IfExp: "if", ast.While: "while", ast.BoolOp: "and` or `or"}
    kinds |= {ast.In: "in", ast.NotIn: "not in", ast.Not: "not"}
    words += [word for kind, word in kinds.items() if any(of_kind(line, kind))]
    told = f"Here it is `{words[0].lstrip('.')}` that does." if len(words) == 1 else ""
    for node in subscripts(line):
        shape = shape_of(node.value, error.names)
        if len(shape) > 1 and not isinstance(node.slice, (ast.Tuple, ast.Slice)):
            rows = f"`{ast.unparse(node)}` is a row, as {ast.unparse(node.value)} has the shape"
            return f"{told} {rows} {shape}.".lstrip()
    return told


def _in_place(error: Raised, line: ast.Module, tree: ast.Module) -> str:
    if not operates(line, "+=", "-=", "*=", "/=", "**=", "@="):
        return ""
    return "`+=`, `*=` and the like write into the array itself. Make a new one: a = a + ..."


def _kept_digits(error: Raised, line: ast.Module, tree: ast.Module) -> str:
    for node in of_kind(line, ast.Call):
        digits = node.args[1] if dotted(node.func) == "round" and len(node.args) > 1 else None
        if isinstance(digits, ast.Constant) and digits.value in range(6):
            return (
                f"`{ast.unparse(node)}` keeps {ast.unparse(digits)} digits, and results are "
                "compared to more of them."
            )
    return ""


def _too_large(error: Raised, line: ast.Module, tree: ast.Module) -> str:
    return "Functions of math stop there." if calls(line, "math.") else ""


def _not_fitting(error: Raised, line: ast.Module, tree: ast.Module) -> str:
    return other_order(error, line, tree) or entry_by_entry(error, line, tree)


_ADVICE: dict[str, Callable[[Raised, ast.Module, ast.Module], str]] = {
    "unset-variable": unset,
    "undefined-name": undefined,
    "no-such-key": _key,
    "index-too-large": beyond,
    "index-not-whole": lambda *of: keys_of_dict(*of) or _fraction(*of),
    "other-number-of-values": keys_of_dict,
    "float-for-whole-number": _fraction,
    "none-used": _none,
    "no-such-function": in_module,
    "no-such-attribute": attribute,
    "one-number-function": _single_number,
    "other-arguments": _arguments,
    "array-for-number": _counted,
    "not-callable": _called,
    "function-not-called": _not_called,
    "truth-of-array": _one_answer,
    "whole-numbers-refuse": _in_place,
    "number-too-large": _too_large,
    "number-in-product": own_of_python,
    "no-numbers": lambda *of: keys_of_dict(*of) or own_of_python(*of),
    "shapes-do-not-fit": _not_fitting,
    "number-rounded": _kept_digits,
}


def _divides(tree: ast.AST) -> bool:
    return any(isinstance(n, ast.BinOp) and isinstance(n.op, ast.Div) for n in ast.walk(tree))
