"""Steps of a training that are odd: how often, and where, what is trained gets its new values."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator, Sequence

from descent.diagnosis.asked import Asked
from descent.diagnosis.trees import assigned, called


def _after_each_sample(asked: Asked) -> Iterator[str]:
    """What is trained, and returned, gets a new value in a loop inside a loop."""
    # With batches there are several updates in an epoch.
    if not asked.code.name.startswith("train") or "batch_size" in asked.names:
        return
    trained = _trained(asked)
    loops_in_loops = [
        inner
        for outer in asked.nodes
        if isinstance(outer, (ast.For, ast.While))
        for one in outer.body
        for inner in ast.walk(one)
        if isinstance(inner, (ast.For, ast.While))
    ]
    for inner in loops_in_loops:
        nodes = [node for one in inner.body for node in ast.walk(one)]
        updated = trained & _looked_at(nodes)
        for name in (name.id for name, _ in _changes(nodes) if name.id in updated):
            yield (
                f"{name} gets a new value in a loop inside another loop. In an epoch "
                "there is to be one update, made of all samples."
            )
            return


def _trained(asked: Asked) -> set[str]:
    """Return what is returned of the arguments, and of what is made of one: `ws = w[:, 0]`."""
    made = {
        target.id
        for node in asked.nodes
        if isinstance(node, ast.Assign)
        for target, value in assigned(node)
        if isinstance(target, ast.Name) and not _names(value).isdisjoint(asked.names)
    }
    return {*asked.names, *made} & {name for item in asked.returned() for name in _names(item)}


def _names(tree: ast.AST) -> set[str]:
    return {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}


def _changes(nodes: Sequence[ast.AST]) -> Iterator[tuple[ast.Name, int]]:
    """Yield the variables that get a new value, or an entry of theirs, and how often that reads."""
    for node in nodes:
        if isinstance(node, (ast.Assign, ast.AugAssign)):
            target = node.target if isinstance(node, ast.AugAssign) else node.targets[0]
            # `w = w - g` reads w once, and `w[i] = w[i] - g` twice, beside what g is made of.
            reads = int(isinstance(node, ast.Assign)) + int(isinstance(target, ast.Subscript))
            name = target.value if isinstance(target, ast.Subscript) else target
            if isinstance(name, ast.Name):
                yield name, reads


def _looked_at(nodes: Sequence[ast.AST]) -> set[str]:
    """Return the variables that are read beyond what their changes read of them.

    A loop that only changes what it does not look at adds up the parts of one update.
    """
    names = [node for node in nodes if isinstance(node, ast.Name)]
    loads = Counter(node.id for node in names if isinstance(node.ctx, ast.Load))
    for name, reads in _changes(nodes):
        loads[name.id] -= reads
    return {name for name, count in loads.items() if count > 0}


def _behind_the_batches(asked: Asked) -> Iterator[str]:
    """What is trained gets its new values behind the loop over the batches, and not in that."""
    for outer in asked.nodes if asked.code.name.startswith("train") else ():
        if not isinstance(outer, (ast.For, ast.While)):
            continue
        # One over the samples of a batch adds up its gradient.
        inner = [n for n, one in enumerate(outer.body) if _goes_over_batches(one)]
        for place in inner:
            loop, later = outer.body[place], outer.body[place + 1 :]
            runs = any(name.endswith(".backward") for name in called(loop))
            moved = [line for one in later for line in _moves(one)]
            if runs and moved and not any(_moves(loop)):
                yield (
                    f"`{moved[0]}` stands behind the inner loop: there is one update for all of "
                    "its turns."
                )
                return


def _goes_over_batches(node: ast.stmt) -> bool:
    through = ast.unparse(node.iter) if isinstance(node, ast.For) else ""
    return bool(re.search(r"batches\b|range\(.*batch_size", through))


def _moves(code: ast.AST) -> Iterator[str]:
    """Yield what gives an entry of `params` another value."""
    for node in ast.walk(code):
        if isinstance(node, (ast.Assign, ast.AugAssign)):
            target = node.target if isinstance(node, ast.AugAssign) else node.targets[0]
            if isinstance(target, ast.Subscript) and ast.unparse(target.value).endswith("params"):
                yield ast.unparse(node)


def _one_turn_more(asked: Asked) -> Iterator[str]:
    """A loop goes over `range(epochs + 1)`."""
    epochs = [name for name in asked.numbers() if asked.called(name) == "epochs"]
    for loop in asked.nodes:
        turns = ast.unparse(loop.iter) if isinstance(loop, ast.For) else ""
        for name in epochs:
            if turns in (f"range({name} + 1)", f"range(0, {name} + 1)"):
                yield f"`{turns}` has one turn more than {name}."
                return


TRAINING = (_after_each_sample, _behind_the_batches, _one_turn_more)
