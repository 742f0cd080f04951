"""What is asked of mini-batches, in whatever order the samples come.

A probe takes batches once, as ``batches``; or three times, as ``first``,
``again`` (with a generator in the same state) and ``other`` (with another
one). What is right tells only the sizes of the batches, by the same names. The
bounds leave a right answer a chance below 1e-10 to fail.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from descent.compare import MISSING, Difference, as_numbers
from descent.probes import Observation, Probe
from descent.values import Value

Array = np.ndarray[Any, Any]

# In a random order a sample is seldom followed by the one stored next to it: once, on average.
# Sixteen times or more happen with a probability below 1e-13.
MOST_NEIGHBORS = 16


def batches_cut(
    probe: Probe, right: Observation, came: Observation, options: Mapping[str, Value]
) -> Difference | None:
    """Ask for batches of the right sizes in which every sample comes exactly once."""
    for name, given in _given(probe).items():
        order = _order(given, right.shown[name], came.shown.get(name, MISSING))
        if isinstance(order, str):
            return _say(order)
    return None


def batches_paired(
    probe: Probe, right: Observation, came: Observation, options: Mapping[str, Value]
) -> Difference | None:
    """Ask for shuffled batches in which each row of X has its own row of y."""
    for name, (X, y) in _given(probe).items():
        batches = came.shown.get(name, MISSING)
        order = _order((X, y), right.shown[name], batches)
        if isinstance(order, str):
            return _say(order)
        if order == sorted(order) and len(set(right.shown[name])) > 1:
            return _say(
                "The samples come in the order in which they are stored: shuffle them with rng."
            )
        labels = np.concatenate([batch[1] for batch in batches])
        if not np.array_equal(labels, y[order]):
            if np.array_equal(labels, y):
                return _say(
                    "The rows of X are shuffled, those of y are not: use the same shuffled row "
                    "numbers for both."
                )
            return _say(
                "Samples have lost their labels: a row of X and its row of y have to stay together. "
                "Use the same shuffled row numbers for both."
            )
    return None


def batches_shuffled(
    probe: Probe, right: Observation, came: Observation, options: Mapping[str, Value]
) -> Difference | None:
    """Ask for a random order that comes from the generator, and from nothing else."""
    orders: dict[str, list[int]] = {}
    for name, given in _given(probe).items():
        order = _order(given, right.shown[name], came.shown.get(name, MISSING))
        if isinstance(order, str):
            return _say(order)
        orders[name] = order
    sizes = [int(size) for size in right.shown["first"]]
    sentence = _not_random(orders["first"], sizes)
    if not sentence and orders["first"] == orders["other"]:
        sentence = (
            "Generators with different seeds give the same order, so it would be the same in every "
            "epoch: draw it from the rng that is passed."
        )
    if not sentence and orders["first"] != orders["again"]:
        sentence = (
            "Two calls with generators in the same state give different orders: shuffle with the "
            "rng that is passed, and with nothing else."
        )
    return _say(sentence) if sentence else None


def _say(sentence: str) -> Difference:
    return Difference("property", sentence=sentence)


def _given(probe: Probe) -> dict[str, tuple[Array, Array]]:
    return {step.show: (step.args[0], step.args[1]) for step in probe.steps if step.show}


def _order(given: tuple[Array, Array], sizes: Sequence[int], batches: Value) -> list[int] | str:
    """Return the row numbers in the order in which the samples come, or what is wrong."""
    pairs = _pairs(batches)
    if isinstance(pairs, str):
        return pairs
    wrong = _wrong_sizes([len(X) for X, _ in pairs], list(sizes), len(given[0]))
    if wrong:
        return wrong
    X = given[0]
    if any(rows.shape[1] != X.shape[1] for rows, _ in pairs):
        return "The rows of X_batch have another length than those of X: take whole rows of X."
    numbers = {_key(row): number for number, row in enumerate(X)}
    order = [numbers.get(_key(row), -1) for rows, _ in pairs for row in rows]
    if -1 in order:
        return "A batch holds rows that are not rows of X: take the rows as they are."
    if len(set(order)) < len(order):
        return (
            "Some samples come more than once in an epoch, and others never. Shuffle all row "
            "numbers once, and cut them into pieces."
        )
    return order


def _key(row: Array) -> tuple[float, ...]:
    return tuple(float(item) for item in np.round(np.real(row).astype(float), 9))


def _pairs(batches: Value) -> list[tuple[Array, Array]] | str:
    if not isinstance(batches, list):
        return "There are no batches to loop over: yield them, or return a list."
    pairs = []
    for batch in batches:
        if not isinstance(batch, (tuple, list)) or len(batch) != 2:
            return "Every batch has to be a pair (X_batch, y_batch), and one is not."
        X, y = map(as_numbers, batch)
        if X is None or y is None:
            return "Every batch has to be a pair of arrays (X_batch, y_batch), and one is not."
        if X.ndim != 2 or y.ndim != 2:
            name = "X_batch" if X.ndim != 2 else "y_batch"
            return (
                f"{name} should have two axes, one row for each sample, as {name[0]} has: it has "
                f"{X.ndim if X.ndim != 2 else y.ndim}."
            )
        if y.shape[1] != 1:
            return "y_batch should have one column, and it has another number of them."
        if len(X) != len(y):
            return "In a batch, X_batch and y_batch have different numbers of rows."
        pairs.append((X, y))
    return pairs


def _wrong_sizes(got: list[int], sizes: list[int], m: int) -> str:
    if got == sizes:
        return ""
    if not got:
        return "There is no batch at all: a single one, smaller than batch_size, counts too."
    if got == sizes[:-1]:
        return (
            "The last batch is missing. It may be smaller than batch_size, but its samples belong "
            "to the epoch like all others."
        )
    if got == [*sizes, 0]:
        return "There is an empty batch at the end: stop when no row numbers are left."
    if len(got) > m + 1:
        return "The batches go on after every sample has been used: one epoch ends there."
    if got == [m]:
        return "All samples come as one batch: cut them into pieces of batch_size."
    return (
        "The batches have other sizes than they should: batch_size samples in each, and only the "
        "last one may have fewer."
    )


def _not_random(order: list[int], sizes: list[int]) -> str:
    """Say how an order of samples is not a random one; nothing where it seems to be."""
    m = len(order)
    if order == sorted(order):
        return "The samples come in the order in which they are stored: shuffle them with rng."
    edges = np.cumsum([0, *sizes])
    batches = [sorted(order[a:b]) for a, b in zip(edges[:-1], edges[1:], strict=True)]
    if all(batch[-1] - batch[0] == len(batch) - 1 for batch in batches):
        return (
            "Each batch still holds samples that are stored next to one another. Shuffle the "
            "samples before you cut them into batches."
        )
    steps = np.diff(order)
    if np.sum((steps == 1) | (steps == 1 - m)) >= MOST_NEIGHBORS:
        return (
            "Most samples still come right after the one that is stored before them: shuffle all "
            "row numbers."
        )
    if np.sum(steps == -1) >= MOST_NEIGHBORS:
        return "Turning the order around does not shuffle it: use rng."
    return ""
