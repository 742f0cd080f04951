"""Arguments that change nothing: told from questions in which one of them alone is another."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

import numpy as np

from descent.diagnosis.causes.cases import Array, Cause, Pair, near, tables, telling
from descent.judging.compare import as_numbers, close
from descent.probing.codec import to_json

# What the id of such a cause begins with; the names of the arguments follow.
NO_EFFECT = "no-effect-"

# A single number may come twice by chance.
_FEWEST_NUMBERS = 3


def no_effect(name: str, pairs: Sequence[Pair]) -> Cause | None:
    """An argument changes nothing: where it alone is another, the same comes."""
    ways = {
        argument: way
        for argument in dict.fromkeys(argument for pair in pairs for argument in pair.inputs)
        # What is updated together seldom has to do with each other in code.
        if not (name in pairs[0].inputs and argument != name and _is_array(argument, pairs))
        if (way := _no_effect_of(argument, pairs)) is not None
    }
    if not ways:
        return None
    each = ", or nothing but ".join(f"the {argument}" for argument in ways)
    way = next(iter(ways.values())) if len({*ways.values()}) == 1 else ""
    return Cause(
        f"{NO_EFFECT}{'-'.join(ways)}",
        # Of other questions, such as those of an edge, nothing is said.
        f"Where nothing but {each} that is passed{way} was another, {name} came out the same.",
    )


def _is_array(argument: str, pairs: Sequence[Pair]) -> bool:
    return any(isinstance(pair.inputs.get(argument), np.ndarray) for pair in pairs)


def _no_effect_of(argument: str, pairs: Sequence[Pair]) -> str | None:
    """Return in which way an argument was passed that had no effect; None if it may have one."""
    shown: list[Pair] = []
    for group in _alike_but_for(argument, pairs):
        if not _same([pair.came for pair in group]):
            return None
        if any(_is_coarse(p.came, p) and not _is_coarse(p.right, p) for p in group):
            return None
        if any(map(_is_passed, group)):
            continue
        if _tells([pair.right for pair in group]) and telling(group, lambda pair: pair.came):
            shown += group
    if not shown:
        return None
    ways = {_way(argument, pair) for pair in shown} - {""}
    others = {_way(argument, pair) for pair in pairs} - {"", *ways}
    # What is passed in another way may count.
    return f" {ways.pop()}" if others and len(ways) == 1 else ""


def _alike_but_for(argument: str, pairs: Sequence[Pair]) -> Iterator[list[Pair]]:
    """Yield questions, two or more at a time, that are the same but for one argument."""
    groups: dict[str, list[Pair]] = {}
    for pair in pairs:
        groups.setdefault(_all_but(argument, pair), []).append(pair)
    yield from (group for group in groups.values() if len(group) > 1)


def _all_but(argument: str, pair: Pair) -> str:
    """Return what a probe asks, but for one argument of the call that is looked at."""
    named = [[name, item] for name, item in sorted(pair.inputs.items()) if name != argument]
    unnamed = list(pair.positions[len(_by_position(pair)) :])
    steps = [
        [step.do, step.target, list(step.args), [list(item) for item in step.kwargs.items()]]
        for step in pair.probe.steps
        if step.args is not pair.positions
    ]
    try:
        return json.dumps(to_json([steps, named, unnamed]), sort_keys=True)
    except TypeError:
        # What no file can hold is like nothing else.
        return f"{id(pair)}"


def _by_position(pair: Pair) -> tuple[str, ...]:
    """Return the names of what is passed by position, as far as they are known."""
    names = pair.parameters[: len(pair.positions)]
    return names if all(name in pair.inputs for name in names) else ()


def _way(argument: str, pair: Pair) -> str:
    if argument not in pair.inputs:
        return ""
    return "by position" if argument in _by_position(pair) else "by name"


def _same(arrays: Sequence[Array]) -> bool:
    return all(near(arrays[0], array) for array in arrays)


def _is_passed(pair: Pair) -> bool:
    """Return whether what came is an argument as it was passed: others may count elsewhere."""
    arguments = (*pair.inputs.values(), *pair.positions)
    numbers = (as_numbers(item) for item in arguments if isinstance(item, np.ndarray))
    return any(array is not None and near(array, pair.came) for array in numbers)


def _is_coarse(numbers: Array, pair: Pair) -> bool:
    """Return whether these are shares of the samples, which small changes may leave alone."""
    arrays = tables(pair.probe)
    if not arrays or numbers.dtype.kind not in "iuf":
        return False
    shares = numbers * len(arrays[0])
    return bool(close(np.round(shares), shares).all())


def _tells(rights: Sequence[Array]) -> bool:
    """Return whether right results differ as much as it takes not to be alike by chance."""
    if any(right.ndim for right in rights):
        return not _same(rights)
    return len({float(right) for right in rights}) >= _FEWEST_NUMBERS
