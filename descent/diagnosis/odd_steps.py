"""Steps that are odd: what is counted, drawn, moved or passed otherwise than it is meant."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from descent.diagnosis.asked import Asked
from descent.diagnosis.causes.cases import last_call
from descent.diagnosis.odd_training import TRAINING
from descent.diagnosis.syntax_of_loops import loops
from descent.diagnosis.trees import assigned, called, dotted
from descent.judging.properties import RULES
from descent.judging.sentences import listing
from descent.probing.values import Rng

# What the number of samples is called.
_COUNTS = frozenset(("m", "M", "N", "n_samples", "m_samples", "num_samples", "n_examples"))
# What a learning rate is called.
_RATES = frozenset(("lr", "learning_rate", "l_rate", "eta"))
# Arguments that have a row for each sample.
_SAMPLES = frozenset(("X", "x", "y", "y_true", "y_pred", "y_prob", "a_out", "a_prev"))

_DRAWS = frozenset(
    (
        *("randrange", "randint", "random", "rand", "randn", "normal", "standard_normal"),
        *("uniform", "choice", "permutation", "shuffle"),
    )
)


def _draws(asked: Asked) -> Iterator[str]:
    """Something is drawn at random where nothing random is asked for."""
    steps = [last_call(probe) for probe in asked.sheet.probes]
    given = [item for step in steps for item in (*step.args, *step.kwargs.values())]
    if any(isinstance(item, Rng) for item in given):
        return
    if any(criterion.rule not in RULES for criterion in asked.sheet.criteria):
        return
    for name in called(asked.code):
        front, _, last = name.rpartition(".")
        if last in _DRAWS and (not front or "random" in front or "rng" in front):
            yield f"`{name}` draws at random, and nothing here is to depend on chance."
            return


def _moves_all(asked: Asked) -> Iterator[str]:
    """A function that is passed is asked at `x + h`, and there is no loop."""
    lent = asked.lent()
    for node in asked.nodes if not loops(asked.code) else ():
        if (
            isinstance(node, ast.Call)
            and dotted(node.func) in lent
            and any(_is_moved(item, asked.names) for item in node.args)
        ):
            moved = ast.unparse(next(item for item in node.args if _is_moved(item, asked.names)))
            yield (
                f"`{moved}` moves every entry at once, and there is no loop that would move one "
                "after another."
            )
            return


def _is_moved(node: ast.expr, names: list[str]) -> bool:
    return (
        isinstance(node, ast.BinOp)
        and isinstance(node.op, (ast.Add, ast.Sub))
        and isinstance(node.left, ast.Name)
        and isinstance(node.right, ast.Name)
        and {node.left.id, node.right.id} <= {*names}
    )


def _columns_counted(asked: Asked) -> Iterator[str]:
    """The number of samples is taken from the columns."""
    for node in asked.nodes:
        if not (isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name)):
            continue
        for name in _samples(asked) if node.targets[0].id in _COUNTS else ():
            # An argument that has been turned before has a column for each sample.
            turned = name in asked.names and name in asked.stored()
            if ast.unparse(node.value) == f"{name}.shape[1]" and not turned:
                yield (
                    f"`{ast.unparse(node)}` counts the columns of {name}. Each sample is a row "
                    f"here: there are {name}.shape[0] of them."
                )
                return


def _samples(asked: Asked) -> list[str]:
    """Return what has a row for each sample: arguments, and other names for one of them."""
    names = asked.tables(_SAMPLES)
    stored = asked.stored()
    for node in asked.nodes:
        if not isinstance(node, ast.Assign):
            continue
        for one, item in assigned(node):
            other = one.id if isinstance(one, ast.Name) else ""
            if ast.unparse(item) in names and stored.count(other) == 1:
                names.append(other)
    return names


def _labels_alone(asked: Asked) -> Iterator[str]:
    """The labels are put in another order, and the samples are taken as they are."""
    names = [node for node in asked.nodes if isinstance(node, ast.Subscript)]
    if not {"X", "y"} <= {*asked.names} or any(ast.unparse(n.value) == "X" for n in names):
        return
    for node in names:
        shuffled = any(name.endswith(".permutation") for name in called(node.slice))
        if ast.unparse(node.value) == "y" and shuffled and not _is_set(asked, "X"):
            yield (
                f"`{ast.unparse(node)}` puts the labels in another order, and X stays in its own: "
                "each row of X has to keep its row of y."
            )
            return


def _is_set(asked: Asked, name: str) -> bool:
    stores = (node for node in asked.nodes if isinstance(node, ast.Name))
    return any(node.id == name and isinstance(node.ctx, ast.Store) for node in stores)


def _with_replacement(asked: Asked) -> Iterator[str]:
    """Several things are drawn, and each goes back."""
    for node in asked.nodes:
        if not isinstance(node, ast.Call) or not dotted(node.func).endswith(".choice"):
            continue
        several = len(node.args) == 2 or any(one.arg == "size" for one in node.keywords)
        kept = [one.value for one in node.keywords if one.arg == "replace"]
        # Whatever is passed, only True is sure.
        back = all(isinstance(item, ast.Constant) and item.value is True for item in kept)
        if several and back and len(node.args) < 3:
            yield (
                f"`{dotted(node.func)}` draws with replacement here: the same may come twice, and "
                "something else never."
            )
            return


def never_read(asked: Asked) -> Iterator[str]:
    """An argument that is a number has no place in the code."""
    yield from _unread(asked, asked.numbers())


def never_read_at_all(asked: Asked) -> Iterator[str]:
    """An argument of whatever sort has no place in the code of a function."""
    # A method may have kept what it needs of an argument.
    yield from _unread(asked, asked.passed() if asked.code in asked.tree.body else [])


# What sees names that stand nowhere in the code.
_SEES_ALL = frozenset(("locals", "vars", "globals", "eval", "exec"))


def _unread(asked: Asked, among: list[str]) -> Iterator[str]:
    read = {
        node.id
        for node in asked.nodes
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)
    }
    names = [f"`{name}`" for name in among if name not in read and _SEES_ALL.isdisjoint(read)]
    if len(names) == 1:
        yield f"{names[0]} is an argument of {asked.code.name}, and its code never uses it."
    elif names:
        yield f"{listing(names)} are arguments of {asked.code.name}, and its code never uses them."


def _replaced(asked: Asked) -> Iterator[str]:
    """An argument gets another value before anything looks at the one that is passed."""
    for name in asked.passed() if asked.code in asked.tree.body else ():
        for one in asked.code.body:
            named = [n for n in ast.walk(one) if isinstance(n, ast.Name) and n.id == name]
            if not named:
                continue
            if isinstance(one, ast.Assign) and all(isinstance(n.ctx, ast.Store) for n in named):
                yield (
                    f"`{_written(one)}` gives {name} another value before the one that is passed "
                    "is used."
                )
                return
            break


def _written(node: ast.Assign) -> str:
    """Return an assignment as it is written, where what is assigned may be a tuple."""
    value = ast.unparse(node.value)
    several = isinstance(node.value, ast.Tuple) and len(node.value.elts) > 1
    return ast.unparse(node).replace(value, value[1:-1], 1) if several else ast.unparse(node)


def _rate_in_gradient(asked: Asked) -> Iterator[str]:
    """A learning rate stands in a gradient."""
    if not any(word in asked.sheet.exercise for word in ("gradient", "delta", "backward")):
        return
    for node in asked.nodes:
        if not isinstance(node, (ast.Name, ast.Attribute)) or isinstance(node.ctx, ast.Store):
            continue
        name = dotted(node)
        if name not in asked.names and name.rpartition(".")[2] in _RATES:
            yield (
                f"`{name}` stands in {asked.code.name}. A gradient has no learning rate in it: "
                "that belongs to the step along the gradient."
            )
            return


def _other_default(asked: Asked) -> Iterator[str]:
    """An argument is another number than it should be where it is not passed."""
    said = [
        f"{name} is {ast.unparse(preset)}, and should be {right!r}"
        for name, right in asked.sheet.defaults.get(asked.code.name, {}).items()
        for preset in asked.preset(name)
        if isinstance(preset, ast.Constant) and preset.value != right
    ]
    if said:
        yield f"By default, in the first line of {asked.code.name}, {'; '.join(said)}."


def _row_alone(asked: Asked) -> Iterator[str]:
    """A function that is passed gets a row of an array in place of the array."""
    lent = asked.lent()
    for loop in asked.nodes if lent else ():
        if not isinstance(loop, ast.For):
            continue
        enumerated = isinstance(loop.iter, ast.Call) and ast.unparse(loop.iter.func) == "enumerate"
        through = loop.iter.args[0] if isinstance(loop.iter, ast.Call) and enumerated else loop.iter
        target = loop.target.elts[-1] if isinstance(loop.target, ast.Tuple) else loop.target
        row, whole = ast.unparse(target), ast.unparse(through)
        for node in ast.walk(loop):
            if whole not in asked.arrays() or not isinstance(node, ast.Call):
                continue
            passed = {ast.unparse(node.func), *map(ast.unparse, node.args)}
            for name in lent:
                if {name, row} <= passed:
                    yield (
                        f"`{ast.unparse(node)}` is about {row}, a row of the array that is passed, "
                        f"alone: {name} is to be asked about the whole array."
                    )
                    return


STEPS = (
    _draws,
    _other_default,
    _moves_all,
    _row_alone,
    _columns_counted,
    never_read,
    _replaced,
    _rate_in_gradient,
    _labels_alone,
    _with_replacement,
    *TRAINING,
)
