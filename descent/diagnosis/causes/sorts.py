"""Sorts of questions: where an answer is right and where it is wrong, in words of what varies.

A sort is told by what was asked, never by what a probe is called. That an answer is
wrong on just one sort is said only where experiments were asked of it and of others.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

import numpy as np

from descent.diagnosis.causes.cases import Array, Case, Cause, Pair, last_call, tables
from descent.judging.compare import MISSING, as_numbers
from descent.probing.probes import Probe, Step
from descent.probing.values import Lent, Value


def some_cases(name: str, cases: Sequence[Case]) -> Cause | None:
    """The result is wrong on inputs of one sort, and right on all others; or the reverse.

    The reverse has no id: it is where the result happens to be right, and tells no cause.
    """
    # What is only missing is told by its key.
    if all(case.came is MISSING for case in cases if case.wrong):
        return None
    wrong, right = where_wrong(cases), where_right(cases)
    if wrong:
        # In the past tense: elsewhere, nobody has tried.
        return Cause("only-some", f"{name} came out right elsewhere, but not where {wrong}.")
    if right:
        return Cause("", f"{name} came out right where {right}, and nowhere else.")
    return None


def where_wrong(cases: Sequence[Case | Pair]) -> str:
    """Return what is so wherever a result is wrong, and nowhere else; nothing if that is unsure."""
    wrong, right = _telling_apart(cases)
    return wrong[0] if wrong and not right else ""


def where_right(cases: Sequence[Case | Pair]) -> str:
    """Return what is so wherever a result is right, and nowhere else; nothing if that is unsure."""
    wrong, right = _telling_apart(cases)
    return right[0] if right and not wrong else ""


def _telling_apart(cases: Sequence[Case | Pair]) -> tuple[list[str], list[str]]:
    """Return the one sort of all wrong, or of all right cases; none if several tell them apart."""
    flags = [case.wrong for case in cases]
    for side in (True, False):
        tried = [c.probe.again == "experiment" for c in cases if c.wrong is side]
        # A single case is of many sorts: which of them matters is anybody's guess.
        if len(tried) < 2 or not any(tried):
            return [], []
    sorts = [set(sorts_of(case.probe, case.parameters)) for case in cases]
    members = {
        words: [words in some for some in sorts]
        for words in sorted({words for some in sorts for words in some})
    }
    wrong = [words for words, inside in members.items() if inside == flags]
    right = [words for words, inside in members.items() if inside == [not f for f in flags]]
    return (wrong, right) if len(wrong) + len(right) == 1 else ([], [])


def sorts_of(probe: Probe, parameters: Sequence[str]) -> Iterator[str]:
    """Yield what is so of a question, in words that follow "where".

    Args:
        probe: The question.
        parameters: The names of the answer's parameters.
    """
    step = last_call(probe)
    names = () if step.target else tuple(parameters)
    inputs = dict(zip(names, step.args, strict=False)) | dict(step.kwargs)
    yield from _of_all(probe)
    yield from _of_layers(probe)
    for name in names:
        if name not in inputs:
            yield f"{name} is left at its default"
    first = next(iter(inputs.values()), None)
    for number, (name, item) in enumerate(inputs.items()):
        numbers = None if isinstance(item, (dict, Lent)) else as_numbers(item, sequence=False)
        if numbers is not None and numbers.dtype.kind in "iuf":
            yield from _of_numbers(name, numbers)
            # How many samples and columns there are is said of the first table.
            if number and numbers.ndim == 2:
                yield from _of_shape(name, *numbers.shape)
            if not number or isinstance(first, Lent):
                yield f"{name} {_AXES[min(numbers.ndim, len(_AXES) - 1)]}"
    yield from _of_batches(inputs)


_AXES = ("is a single number", "has one axis", "has two axes", "has three axes or more")


def _of_all(probe: Probe) -> Iterator[str]:
    arguments = [item for step in probe.steps for item in (*step.args, *step.kwargs.values())]
    if any(isinstance(item, np.ndarray) and item.dtype.kind in "iu" for item in arguments):
        yield "whole numbers come in"
    arrays = tables(probe)
    if arrays:
        rows, columns = arrays[0].shape
        if rows == 1:
            yield "there is one sample"
        if columns == 1:
            yield "there is one column"
        if rows == columns > 1:
            yield "there are as many samples as columns"
        if rows > columns > 1:
            yield "there are more samples than columns, and several columns"
        if columns > rows > 1:
            yield "there are more columns than samples, and several samples"
    if _times_called(probe.steps) > 1:
        yield "it is called more than once"


def _times_called(steps: Sequence[Step]) -> int:
    targets = [step.target for step in steps if step.do in ("call", "take")]
    return max((targets.count(target) for target in targets if target), default=0)


def _of_layers(probe: Probe) -> Iterator[str]:
    """Yield what is so of the layers of a network, if there is one."""
    found = [found for step in probe.steps for found in map(_layers, step.args) if found]
    if not found:
        return
    sizes, ordered = found[0]
    count = len(sizes) - 1
    if count == 1:
        yield "there is a single layer"
    if count == 2:
        yield "there are two layers"
    if count > 2:
        yield "there are more than two layers"
    if count > 9:
        yield "there are more than nine layers"
    if len(set(sizes)) == 1:
        yield "the layers have equal sizes"
    if any(size == other for size, other in pairwise(sizes)):
        yield "two layers in a row have the same size"
    if all(size > other for size, other in pairwise(sizes)):
        yield "each layer is smaller than the one before"
    if not ordered:
        yield "the parameters come in another order"


def _layers(item: Value) -> tuple[list[int], bool] | None:
    """Return the sizes of layers that an argument tells, and whether they are in order."""
    if isinstance(item, list) and len(item) > 1 and all(type(size) is int for size in item):
        return item, True
    if not isinstance(item, dict) or "W1" not in item:
        return None
    weights = {key: value for key, value in item.items() if str(key).startswith("W")}
    ordered = [item[f"W{number}"] for number in range(1, len(weights) + 1) if f"W{number}" in item]
    if len(ordered) < len(weights) or not all(isinstance(W, np.ndarray) for W in ordered):
        return None
    names = [f"{kind}{number}" for number in range(1, len(weights) + 1) for kind in "Wb"]
    sizes = [ordered[0].shape[0], *(W.shape[-1] for W in ordered)]
    return sizes, [key for key in item if key in names] == [key for key in names if key in item]


def _of_numbers(name: str, numbers: Array) -> Iterator[str]:
    if not numbers.size:
        return
    single = numbers.ndim == 0
    if (numbers < 0).any():
        yield f"{name} is negative" if single else f"{name} has negative entries"
    if (numbers == 0).all():
        yield f"{name} is 0" if single else f"{name} is 0 everywhere"
    elif not single and np.isin(numbers, (0, 1)).any():
        yield f"{name} has entries of exactly 0 or 1"
    if not single and numbers.size > 1 and (numbers == numbers.flat[0]).all():
        yield f"all entries of {name} are equal"


def _of_shape(name: str, rows: int, columns: int) -> Iterator[str]:
    if columns == 1 < rows:
        yield f"{name} has one column and several rows"
    if rows == columns > 1:
        yield f"{name} is square"


def _of_batches(inputs: Mapping[str, Any]) -> Iterator[str]:
    """Yield how a batch size and the number of samples go together, if there are both."""
    size, X = inputs.get("batch_size"), inputs.get("X")
    m = len(X) if isinstance(X, np.ndarray) else inputs.get("m")
    if type(size) is not int or type(m) is not int or size < 1:
        return
    if size == 1:
        yield "batch_size is 1"
    if size > m:
        yield "batch_size is larger than the number of samples"
    elif size == m:
        yield "batch_size is the number of samples"
    if size >= m:
        yield "all samples fit into one batch"
    if m % size and size < m:
        yield "the last batch is smaller"
