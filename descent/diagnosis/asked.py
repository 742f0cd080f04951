"""What an exercise asks of a function: its code, and what the probes give it."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import numpy as np

from descent.diagnosis.causes.cases import last_call
from descent.diagnosis.trees import functions
from descent.judging.sheets import Sheet
from descent.probing.values import Lent, Value


class Asked:
    """A function or method that the exercise calls last, and what it is given.

    Attributes:
        sheet: The exercise.
        code: The function.
        tree: The code of the answer, what it uses included.
        names: Its arguments but for `self`.
        given: What each of them is given by the probes.
        nodes: All that stands in its body.
    """

    def __init__(
        self, sheet: Sheet, code: ast.FunctionDef | ast.AsyncFunctionDef, tree: ast.Module
    ) -> None:
        self.sheet, self.code, self.tree = sheet, code, tree
        self.nodes = [node for one in code.body for node in ast.walk(one)]
        every = [*code.args.posonlyargs, *code.args.args, *code.args.kwonlyargs]
        self.names = [one.arg for one in every if one.arg not in ("self", "cls")]
        self.given: dict[str, list[Value]] = {}
        for step in map(last_call, sheet.probes):
            if (step.target.rpartition(".")[2] or sheet.answer) == code.name:
                for name, item in (*zip(self.names, step.args, strict=False), *step.kwargs.items()):
                    self.given.setdefault(name, []).append(item)

    def called(self, name: str) -> str:
        """Return what the exercise calls an argument that the code may call otherwise."""
        ours = self.sheet.parameters
        place = self.names.index(name)
        return ours[place] if place < len(ours) and self.code.name == self.sheet.answer else name

    def preset(self, name: str) -> Iterator[ast.expr]:
        """Yield what an argument is where it is not passed, if the first line says it."""
        args = self.code.args
        places = [*args.posonlyargs, *args.args]
        pairs = [
            *zip(reversed(places), reversed(args.defaults), strict=False),
            *zip(args.kwonlyargs, args.kw_defaults, strict=True),
        ]
        yield from (default for one, default in pairs if one.arg == name and default)

    def tables(self, calls: frozenset[str]) -> list[str]:
        """Return the arguments that are tables and that the exercise calls like that."""
        return [
            name
            for name in self.names
            if self.called(name) in calls
            and any(isinstance(x, np.ndarray) and x.ndim == 2 for x in self.given.get(name, ()))
        ]

    def arrays(self) -> list[str]:
        """Return the arguments that are arrays."""
        return [
            name
            for name in self.names
            if any(isinstance(item, np.ndarray) for item in self.given.get(name, ()))
        ]

    def lent(self) -> list[str]:
        """Return the arguments that are functions."""
        return [n for n in self.names if any(isinstance(i, Lent) for i in self.given.get(n, ()))]

    def returned(self) -> Iterator[ast.expr]:
        """Yield what is returned; of a tuple each item."""
        for node in self.nodes:
            if isinstance(node, ast.Return) and node.value:
                yield from node.value.elts if isinstance(node.value, ast.Tuple) else [node.value]

    def stored(self) -> list[str]:
        """Return the names that get a value in the function, as often as they do."""
        names = [node for node in self.nodes if isinstance(node, ast.Name)]
        return [name.id for name in names if isinstance(name.ctx, ast.Store)]

    def passed(self) -> list[str]:
        """Return the arguments that the exercise passes, and the code has."""
        return [name for name in self.names if name in self.given]

    def numbers(self) -> list[str]:
        """Return the arguments that are plain numbers, and never arrays."""
        given = {name: self.given.get(name, []) for name in self.names}
        return [name for name, items in given.items() if items and all(map(_is_number, items))]


def asked_in(sheet: Sheet, tree: ast.Module) -> Iterator[Asked]:
    """Yield the functions that the probes of an exercise call last, and the answer if it is one.

    Args:
        sheet: The exercise.
        tree: The code of the answer.
    """
    calls = (last_call(probe).target.rpartition(".")[2] or sheet.answer for probe in sheet.probes)
    for name in dict.fromkeys((*calls, sheet.answer)):
        yield from (Asked(sheet, one, tree) for one in functions(tree, name))


def _is_number(item: Value) -> bool:
    return isinstance(item, (int, float)) and not isinstance(item, bool)
