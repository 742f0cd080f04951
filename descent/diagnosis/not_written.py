"""What of an answer is not written yet."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from descent.diagnosis.code import answer_in, written_twice
from descent.diagnosis.syntax import calls, returns
from descent.diagnosis.trees import FUNCTIONS, called, functions
from descent.judging.evidence import Evidence, Statement, in_code
from descent.judging.sentences import listing, not_attempted
from descent.judging.sheets import Sheet
from descent.probing.probes import Observation, Probe


def no_answer_yet(sheet: Sheet, first: Observation, source: str) -> Statement:
    """Say kindly that there is no answer yet, by the name of what is not written.

    Args:
        sheet: The exercise.
        first: What came of its first probe.
        source: The code of the answer's cell; ``""`` where it is not known.
    """
    asked = [*_asked(sheet, answer_in(source, sheet.answer))]
    names = unwritten(sheet, source)
    if written_twice(source, sheet.answer):
        return in_code(
            f"{sheet.answer} is written more than once here, and the last one, which counts, gives "
            "no answer. Keep the one that is meant."
        )
    if first.raised and names:
        # Whatever else the class has written.
        line = "replace the line that raises NotImplementedError"
        return in_code(f"{_joined(names)} {_are(names)} not written yet: {line}.")
    empty = [one.name for one in asked if _is_empty(one)]
    if empty and not first.raised:
        return in_code(f"{_joined(empty)} {_are(empty)} not written yet.")
    silent = [one for one in asked if not returns(one) and one.name != "__init__"]
    if silent and not first.raised:
        name = silent[0].name
        printed = " What is only printed is not returned." if calls(silent[0], "print") else ""
        return in_code(
            f"There is no answer yet: {name} has no `return`, so it gives None.{printed}"
        )
    return Statement(not_attempted(sheet.answer, first), (Evidence.DIFFERENCE,))


def part_not_written(sheet: Sheet, source: str) -> Statement | None:
    """Say which part of an answer is not written yet; None if the code does not show it."""
    names = unwritten(sheet, source)
    if not names:
        return None
    return in_code(
        f"{_joined(names)} {_are(names)} not written yet, and NotImplementedError is raised."
    )


def unwritten(sheet: Sheet, source: str) -> list[str]:
    """Return the functions and methods that the exercise asks for and that are not written.

    That is seen in the code alone: it does not depend on what a probe has shown.
    """
    tree = answer_in(source, sheet.answer)
    return [one.name for one in _asked(sheet, tree) if _raises(one)]


def _asked(sheet: Sheet, tree: ast.Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Yield the functions that the probes of an exercise call, and those that these call."""
    names = list(dict.fromkeys(name for probe in sheet.probes for name in _calls_of(probe, sheet)))
    for name in names:
        for one in functions(tree, name):
            yield one
            names += [
                other
                for other in (item.rpartition(".")[2] for item in called(one))
                if other not in names
            ]


def _calls_of(probe: Probe, sheet: Sheet) -> Iterator[str]:
    for step in probe.steps:
        if step.do in ("call", "take"):
            yield step.target.rpartition(".")[2] or sheet.answer
            if not step.target:
                yield "__init__"


def _is_empty(function: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """Return whether nothing is written there, or nothing but `return None` and the like."""
    for statement in function.body:
        value = statement.value if isinstance(statement, (ast.Return, ast.Expr)) else None
        nothing = isinstance(statement, ast.Pass) or (
            isinstance(statement, (ast.Return, ast.Expr))
            and (
                value is None or (isinstance(value, ast.Constant) and _is_nothing(value, statement))
            )
        )
        if not nothing:
            return False
    return True


def _is_nothing(value: ast.Constant, statement: ast.stmt) -> bool:
    return value.value in (None, ...) or isinstance(statement, ast.Expr)


def _raises(function: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """Return whether a line raises NotImplementedError, and not one of a function inside it."""
    left: list[ast.AST] = [*function.body]
    while left:
        node = left.pop()
        if isinstance(node, ast.Raise) and node.exc:
            error = node.exc.func if isinstance(node.exc, ast.Call) else node.exc
            if isinstance(error, ast.Name) and error.id == "NotImplementedError":
                return True
        if not isinstance(node, FUNCTIONS):
            left.extend(ast.iter_child_nodes(node))
    return False


def _are(names: Sequence[str]) -> str:
    return "is" if len(set(names)) == 1 else "are"


def _joined(names: Sequence[str]) -> str:
    return listing(list(dict.fromkeys(names)))
