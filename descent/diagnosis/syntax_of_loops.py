"""What code has in its loops, as conditions ask for it: predicates on a syntax tree."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator

from descent.diagnosis.syntax import calls, operates
from descent.diagnosis.trees import (
    FUNCTIONS,
    LOOPS,
    calls_in,
    dotted,
    in_loops,
    is_fresh,
    is_named,
    is_one_of,
    ranges,
)


def returns_in_loop(tree: ast.AST) -> bool:
    """A `return` stands inside a loop."""
    return any(isinstance(node, ast.Return) for node in in_loops(tree))


def breaks(tree: ast.AST) -> bool:
    """A loop that stands in no other one may end at a `break`."""
    return 1 in _depths_of_breaks(tree)


def breaks_inside(tree: ast.AST) -> bool:
    """A loop that stands in another one may end at a `break`."""
    return any(depth > 1 for depth in _depths_of_breaks(tree))


def _depths_of_breaks(tree: ast.AST, depth: int = 0) -> Iterator[int]:
    """Yield in how many loops each `break` stands."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.Break):
            yield depth
        inside = 0 if isinstance(node, FUNCTIONS) else depth + isinstance(node, LOOPS)
        yield from _depths_of_breaks(node, inside)


def makes_in_loop(tree: ast.AST, *names: str) -> bool:
    """A dict, an empty list or an array is made anew in every turn of a loop, as one of these."""
    return any(
        isinstance(node, ast.Assign)
        and is_fresh(node.value)
        and (not names or is_named(dotted(node.targets[0]), names))
        for node in in_loops(tree)
    )


def loops(tree: ast.AST) -> bool:
    """There is a loop, or a list and the like that is made in one."""
    return any(isinstance(node, (*LOOPS, ast.comprehension)) for node in ast.walk(tree))


def calls_in_loop(tree: ast.AST, *names: str) -> bool:
    """One of these is called inside a loop."""
    return any(calls(node, *names) for node in in_loops(tree))


def sets_in_loop(tree: ast.AST, *names: str) -> bool:
    """One of these variables gets another value inside a loop."""
    return any(
        isinstance(target, ast.Name) and target.id in names
        for node in in_loops(tree)
        if isinstance(node, (ast.Assign, ast.AugAssign))
        for target in (node.targets if isinstance(node, ast.Assign) else [node.target])
    )


def carries_on(tree: ast.AST) -> bool:
    """In a loop, something becomes a multiple of itself and something besides: a velocity."""
    return any(
        isinstance(part, ast.BinOp)
        and isinstance(part.op, ast.Mult)
        and ast.unparse(node.targets[0]) in (ast.unparse(part.left), ast.unparse(part.right))
        for node in in_loops(tree)
        if isinstance(node, ast.Assign)
        and isinstance(node.value, ast.BinOp)
        and isinstance(node.value.op, (ast.Add, ast.Sub))
        for part in (node.value.left, node.value.right)
    )


def appends_at_times(tree: ast.AST) -> bool:
    """In loops, every `append` stands below an `if` with a remainder in it."""
    every = {node for node in in_loops(tree) if isinstance(node, ast.Call)}
    appends = {node for node in every if is_named(dotted(node.func), (".append",))}
    at_times = {
        below
        for node in in_loops(tree)
        if isinstance(node, ast.If) and operates(node.test, "%")
        for one in node.body
        for below in calls_in(one)
    }
    return bool(appends) and appends <= at_times


def yields_behind_loop(tree: ast.AST) -> bool:
    """There is a loop, and a `yield` that stands in none."""
    inside = {*in_loops(tree)}
    yields = [node for node in ast.walk(tree) if isinstance(node, ast.Yield)]
    return bool(inside and yields) and not inside & {*yields}


def range_starts_at(tree: ast.AST, number: int) -> bool:
    """A range starts at this number."""
    return any(len(args) > 1 and is_one_of(args[0], (number,)) for args in ranges(tree))


def range_ends_early(tree: ast.AST) -> bool:
    """A range ends at something minus a number."""
    ends = (args[1] if len(args) > 1 else args[0] for args in ranges(tree) if args)
    return any(isinstance(end, ast.BinOp) and isinstance(end.op, ast.Sub) for end in ends)


def ranges_to(tree: ast.AST, *ends: str) -> bool:
    """A range ends at one of these, as written: ``"self.L"``."""
    stops = (args[1] if len(args) > 1 else args[0] for args in ranges(tree) if args)
    return any(ast.unparse(stop) in ends for stop in stops)


LOOP_PREDICATES: dict[str, Callable[..., bool]] = {
    predicate.__name__: predicate
    for predicate in (
        returns_in_loop,
        breaks,
        breaks_inside,
        makes_in_loop,
        loops,
        calls_in_loop,
        sets_in_loop,
        carries_on,
        appends_at_times,
        yields_behind_loop,
        range_starts_at,
        range_ends_early,
        ranges_to,
    )
}
