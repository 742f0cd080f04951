"""What the names in a line that stops have to do with its error, seen in the student's own code."""

from __future__ import annotations

import ast
import builtins
import difflib
import re
from collections.abc import Collection
from string import digits

import numpy as np

from descent.diagnosis.syntax import calls
from descent.diagnosis.trees import FUNCTIONS, called, dotted, of_kind
from descent.probing.values import Raised


def unset(error: Raised, line: ast.Module, tree: ast.Module) -> str:
    """Say why a variable may have no value yet."""
    name = group(r"variable '(\w+)'", error)
    settings = [node for node in ast.walk(tree) if _sets(node, name)]
    if not name or not settings:
        return ""
    if name in called(tree):
        return (
            f"As `{name}` is set in this function, it means that variable in all of it, also where "
            "the function of that name is called: call the variable something else."
        )
    if all(isinstance(node, ast.AugAssign) for node in settings):
        return f"`{name}` is only ever changed, as by `+=`: give it a value first."
    within = {kind: _inside(tree, kind) for kind in (ast.For, ast.While, ast.If)}
    if all(node in within[ast.For] or node in within[ast.While] for node in settings):
        return f"`{name}` gets its value inside a loop alone."
    if all(node in within[ast.If] for node in settings):
        return f"`{name}` gets its value in a branch of an `if`: give it one in each."
    return ""


def undefined(error: Raised, line: ast.Module, tree: ast.Module) -> str:
    """Say what a name that is not defined may stand for."""
    name = group(r"name '(\w+)' is not defined", error)
    if name in ("np", "math"):
        return f"`{name}` is there once the cell has run that imports it."
    for of in of_kind(tree, ast.ClassDef):
        named = [method for method in _methods(of) if method.name == name]
        if any(name in called(method) for method in named):
            return (
                f"The method `{name}` calls a function of the same name, and this notebook has "
                "none: write out here what it did."
            )
        if named:
            return f"`{name}` is a method of {of.name}: self.{name}."
    names = {node.arg for node in ast.walk(tree) if isinstance(node, ast.arg)}
    names |= {
        node.id
        for node in ast.walk(tree)
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
    }
    near = _misspelled(name, names)
    return f"There is a `{near}`, spelled otherwise." if near else ""


def in_module(error: Raised, line: ast.Module, tree: ast.Module) -> str:
    """Say which function of NumPy may be meant."""
    name = group(r"^module '?numpy'? has no attribute '(\w+)'", error)
    for room in ("linalg", "random", "fft"):
        if name and hasattr(getattr(np, room), name):
            return f"There is np.{room}.{name}."
    near = difflib.get_close_matches(name, dir(np), 1, 0.75) if name else []
    return f"There is np.{near[0]}." if near else ""


# What students know from elsewhere, by the library that has it.
_OWNERS = {
    **dict.fromkeys(("values", "to_numpy", "iloc", "loc", "columns", "apply"), "pandas"),
    **dict.fromkeys(("numpy", "detach", "cpu", "grad", "backward", "unsqueeze", "mm"), "PyTorch"),
}


def attribute(error: Raised, line: ast.Module, tree: ast.Module) -> str:
    """Say what an attribute that is not there may stand for."""
    kind = group(r"'(\w+)' object has no attribute", error)
    name = group(r"has no attribute '(\w+)'", error)
    if kind == "dict" and name and not calls(line, f".{name}"):
        return f"A dict is asked with brackets: ['{name}']."
    if "'numpy.ndarray' object" in error.message:
        owner = "lists" if hasattr(list, name) else _OWNERS.get(name)
        return f"`{name}` belongs to {owner}, and NumPy's arrays have none." if owner else ""
    if kind in ("list", "tuple") and hasattr(np.ndarray, name):
        return f"A {kind} is no array: np.array makes one of it."
    if kind in ("int", "float", "bool") and hasattr(np.ndarray, name):
        owners = {
            ast.unparse(one.value) for one in of_kind(line, ast.Attribute) if one.attr == name
        }
        return f"`{owners.pop()}` is a single number here." if len(owners) == 1 else ""
    if not name or f"self.{name}" not in _names(line):
        return ""
    methods = [item for node in of_kind(tree, ast.ClassDef) for item in _methods(node)]
    for method in methods:
        if f"self.{name}" in _names(method, ast.Store):
            return f"self.{name} is set in `{method.name}`: that has to come before this line."
    there = {one.partition(".")[2] for one in _names(tree, ast.Store) if one.startswith("self.")}
    there |= {method.name for method in methods}
    near = _misspelled(name, there)
    other = f"There is self.{near}, spelled otherwise." if near else ""
    return other or f"Nothing here sets self.{name}."


def _misspelled(name: str, names: Collection[str]) -> str:
    """Return the name that may be meant: not one with another word in it, as grad_b for grad_w."""
    words = name.split("_")
    for near in difflib.get_close_matches(name, sorted({*names} - {name}), 3, 0.7):
        # delta1 and delta2 are two things.
        if near[-1:].isdigit() and near.rstrip(digits) == name.rstrip(digits) != name:
            continue
        pairs = [*zip(words, near.split("_"), strict=False)]
        if all(difflib.SequenceMatcher(None, *pair).ratio() >= 0.5 for pair in pairs):
            return near
    return ""


def own_of_python(error: Raised, line: ast.Module, tree: ast.Module) -> str:
    """Say of a name that Python's own function stands under it, where that is no call."""
    called_names = {node.func for node in of_kind(line, ast.Call)}
    ours = {node.arg for node in of_kind(tree, ast.arg)} | {*_names(tree, ast.Store)}
    for node in of_kind(line, ast.Name):
        own = node not in called_names and node.id not in ours
        if own and callable(getattr(builtins, node.id, None)):
            return f"`{node.id}` is Python's own here: no argument and no variable has that name."
    return ""


def keys_of_dict(error: Raised, line: ast.Module, tree: ast.Module) -> str:
    """Say that a loop over a dict, or taking it apart, gives its keys, where these stand here."""
    texts = {name for name, kind in error.names.items() if kind == "a text"}
    for node in ast.walk(tree):
        if isinstance(node, (ast.For, ast.comprehension)):
            target, value = node.target, node.iter
        elif isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Tuple):
            target, value = node.targets[0], node.value
        else:
            continue
        gone_through = [value, *value.args] if isinstance(value, ast.Call) else [value]
        of = [one.id for one in gone_through if isinstance(one, ast.Name)]
        apart = any(error.names.get(name, "").startswith("a dict") for name in of)
        if of and (apart or texts & {one.id for one in of_kind(target, ast.Name)}):
            return (
                "A loop over a dict, or taking it apart, gives its keys, which are texts: "
                f"`{of[-1]}.values()` gives what stands under them."
            )
    return ""


def group(pattern: str, error: Raised) -> str:
    """Return what a pattern finds in the text of an error; ``""`` if nothing."""
    found = re.search(pattern, error.message)
    return found[1] if found else ""


def _sets(node: ast.AST, name: str) -> bool:
    """Return whether a statement gives a variable its value."""
    targets: list[ast.expr] = []
    if isinstance(node, ast.Assign):
        targets = node.targets
    elif isinstance(node, (ast.AugAssign, ast.AnnAssign, ast.For)):
        targets = [node.target]
    return any(
        isinstance(item, ast.Name) and isinstance(item.ctx, ast.Store) and item.id == name
        for target in targets
        for item in ast.walk(target)
    )


def _inside(tree: ast.AST, kind: type[ast.stmt]) -> set[ast.AST]:
    return {node for one in of_kind(tree, kind) for node in ast.walk(one) if node is not one}


def _methods(of: ast.ClassDef) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    return [item for item in of.body if isinstance(item, FUNCTIONS)]


def is_variable(name: str, tree: ast.AST) -> bool:
    """Return whether a name is that of a variable or an argument."""
    return any(
        _sets(node, name) or (isinstance(node, ast.arg) and node.arg == name)
        for node in ast.walk(tree)
    )


def _names(tree: ast.AST, context: type[ast.expr_context] = ast.Load) -> set[str]:
    """Return the names with their attributes that are read, or set."""
    return {
        dotted(node)
        for node in ast.walk(tree)
        if isinstance(node, (ast.Name, ast.Attribute)) and isinstance(node.ctx, context)
    }
