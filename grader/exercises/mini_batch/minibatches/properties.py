"""What is asked of mini-batches, in whatever order the samples come.

A probe takes batches once, as ``batches``; or three times, as ``first``,
``again`` (with a generator in the same state) and ``other`` (with another
one). What is right tells only the sizes of the batches, as ``sizes of first``
and so on. The bounds leave a right answer a chance below 1e-10 to fail.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from descent.judging.compare import MISSING, Difference, as_numbers
from descent.probing.probes import Observation, Probe
from descent.probing.values import Value

Array = np.ndarray[Any, Any]
Samples = tuple[Array, Array]

# In a random order a sample is seldom followed by the one stored next to it: once, on average.
# Fourteen times or more happen with a probability below 1e-11.
MOST_NEIGHBORS = 14

SIZES = "sizes of "

# The sizes of more batches nobody reads.
MOST_COUNTED = 8


def batches_cut(
    probe: Probe, right: Observation, came: Observation, options: Mapping[str, Value]
) -> Difference | None:
    """Ask for batches of the right sizes in which every sample comes exactly once."""
    for name, samples, batches in _samples_and_batches(probe, came):
        gap = _one_pair(samples, batches) or _unpaired(batches)
        if gap:
            return gap
        order = _order(samples, batches)
        again = not isinstance(order, Difference) and len(set(order)) < len(order)
        gap = _wrong_sizes(batches, right.shown[SIZES + name], len(samples[0]))
        if gap and again and gap.cause in ("last-batch-missing", "samples-missing"):
            return _say(
                gap.cause, f"{gap.sentence} Besides, some samples come more than once.", gap.fact
            )
        if gap:
            return gap
        if isinstance(order, Difference):
            return order
        if again:
            return _say(
                "samples-repeated",
                "Some samples come more than once in an epoch, and others never. Shuffle all row "
                "numbers once, and cut them into pieces.",
            )
    return None


def batches_paired(
    probe: Probe, right: Observation, came: Observation, options: Mapping[str, Value]
) -> Difference | None:
    """Ask for shuffled batches in which each row of X has its own row of y."""
    for _, (X, y), batches in _samples_and_batches(probe, came):
        order = _unpaired(batches) or _order((X, y), batches) or []
        if isinstance(order, Difference):
            return order
        if len(batches) < 2 or 2 * len(order) < len(X):
            return _say("few-samples", "There are too few batches: cut all samples into batches.")
        gap = _unshuffled_or_unpaired(order, np.concatenate([batch[1] for batch in batches]), y)
        if gap:
            return gap
    return None


def batches_shuffled(
    probe: Probe, right: Observation, came: Observation, options: Mapping[str, Value]
) -> Difference | None:
    """Ask for a random order that comes from the generator, and from nothing else."""
    orders: dict[str, list[int]] = {}
    for name, samples, batches in _samples_and_batches(probe, came):
        order = _order(samples, batches)
        if isinstance(order, Difference):
            return order
        if 2 * len(order) < len(samples[0]):
            return _say("few-samples", "Most samples never come: every one belongs to an epoch.")
        orders[name] = order
    gap = _not_random(orders["first"], right.shown[SIZES + "first"])
    if gap:
        return gap
    if orders["first"] == orders["other"]:
        return _say(
            "rng-not-used",
            "Generators with different seeds give the same order, so it would be the same in every "
            "epoch: draw it from the rng that is passed.",
        )
    if orders["first"] != orders["again"]:
        return _say(
            "other-randomness",
            "Two calls with generators in the same state give different orders: shuffle with the "
            "rng that is passed, and with nothing else.",
        )
    return None


def _say(cause: str, sentence: str, fact: str = "") -> Difference:
    return Difference("property", sentence=sentence, fact=fact, cause=cause)


def _samples_and_batches(probe: Probe, came: Observation) -> list[tuple[str, Samples, Value]]:
    return [
        (step.show, (step.args[0], step.args[1]), came.shown.get(step.show, MISSING))
        for step in probe.steps
        if step.show
    ]


def _one_pair(samples: Samples, batches: Value) -> Difference | None:
    """Say that what is looped over is one pair: its arrays come where pairs should."""
    if not isinstance(batches, list) or len(batches) != 2:
        return None
    X, y = (as_numbers(batch) for batch in batches)
    if X is None or y is None or X.shape[1:] != samples[0].shape[1:] or y.shape != (len(X), 1):
        return None
    # Two batches of X alone may have these shapes, too.
    if not np.isin(y, samples[1]).all():
        return None
    return _say(
        "one-pair",
        "Only one pair comes, and a loop over it takes X_batch and y_batch for two batches.",
    )


def _unpaired(batches: Value) -> Difference | None:
    """Say what keeps batches from being pairs of arrays in which the rows fit together."""
    gap = _no_samples(batches)
    if gap:
        return gap
    for X, y in batches:
        labels = as_numbers(y)
        if labels is None:
            return _say("no-pairs", "Every batch has to be a pair of arrays (X_batch, y_batch).")
        if labels.ndim != 2:
            return _say("y-axes", "y_batch should have two axes, as y has: rows, and one column.")
        if labels.shape[1] != 1 and np.shape(X)[1:] == (1,):
            return _say(
                "exchanged-in-batch",
                "The labels come first in a batch: (X_batch, y_batch) is asked for.",
            )
        if labels.shape[1] != 1:
            return _say("y-columns", "y_batch should have a single column, as y has.")
        if len(X) != len(labels):
            return _say(
                "unequal-rows", "In a batch, X_batch and y_batch have different numbers of rows."
            )
    return None


def _no_samples(batches: Value) -> Difference | None:
    if not isinstance(batches, list):
        return _say("", "There are no batches to loop over: yield them, or return a list.")
    if len(batches) == 2 and _are_two_lists(*batches):
        return _say(
            "two-lists",
            "All batches of X come in one list, and all those of y in another: put each batch of "
            "X and its batch of y together, as zip does.",
        )
    for batch in batches:
        if not isinstance(batch, (tuple, list)) or len(batch) != 2:
            return _say(
                "no-pairs", "Every batch has to be a pair (X_batch, y_batch).", _batch_is(batch)
            )
        X = as_numbers(batch[0])
        if X is None:
            return _say("no-pairs", "Every batch has to be a pair of arrays (X_batch, y_batch).")
        if X.ndim != 2:
            return _say("X-axes", "X_batch should have two axes, as X has: a row for each sample.")
    return None


def _batch_is(batch: Value) -> str:
    numbers = as_numbers(batch)
    if isinstance(batch, (tuple, list)):
        return f"A batch has {len(batch)} items here."
    return "" if numbers is None else f"A batch is a single array of shape {numbers.shape} here."


def _are_two_lists(some: Value, others: Value) -> bool:
    """Return whether these are as many tables as columns of labels, and not two pairs of them."""
    width, count = _width_and_count(some)
    # Two pairs of samples with a single feature would look the same.
    return _width_and_count(others) == (1, count) and (width > 1 or (width == 1 and count != 2))


def _width_and_count(some: Value) -> tuple[int, int]:
    """Return how many columns each of several tables has, 0 if that differs; and their number."""
    tables = [as_numbers(one) for one in some] if isinstance(some, (list, tuple)) else []
    widths = {one.shape[1] if one is not None and one.ndim == 2 else 0 for one in tables}
    return (widths.pop() if len(widths) == 1 else 0), len(tables)


def _order(samples: Samples, batches: Value) -> list[int] | Difference:
    """Return the row numbers in the order in which the samples come, or what is wrong."""
    gap = _no_samples(batches)
    if gap:
        return gap
    X = samples[0]
    if any(rows.shape[1] != X.shape[1] for rows, _ in batches):
        return _say(
            "row-length",
            "The rows of X_batch have another length than those of X: take whole rows of X.",
        )
    numbers = {_key(row): number for number, row in enumerate(X)}
    order = [numbers.get(_key(row), -1) for rows, _ in batches for row in rows]
    if -1 in order:
        return _say(
            "other-rows", "A batch holds rows that are not rows of X: take the rows as they are."
        )
    return order


def _key(row: Array) -> tuple[float, ...]:
    return tuple(float(item) for item in np.round(np.real(row).astype(float), 9))


def _wrong_sizes(batches: Value, sizes: Sequence[int], m: int) -> Difference | None:
    actual = [len(X) for X, _ in batches]
    if actual == list(sizes):
        return None
    for holds, cause, sentence in (
        (
            not actual,
            "no-batch",
            "There is no batch at all. Where there are fewer samples than batch_size, all of them "
            "form a single batch.",
        ),
        (
            len(actual) > m + 1,
            "endless",
            "Far too many batches come, or they never end: one epoch ends where each sample has "
            "come once.",
        ),
        (
            actual == [*sizes[:-1]],
            "last-batch-missing",
            "The last batch is missing. It may be smaller than batch_size, but its samples belong "
            "to the epoch like all others.",
        ),
        (
            actual == [*sizes, 0],
            "empty-last-batch",
            "An empty batch follows at the end. Start a batch only where row numbers are left.",
        ),
        (
            actual == [*sizes[:-1], 0],
            "empty-batches",
            "The last batch is empty: the samples that are left over belong into it.",
        ),
        (0 in actual, "empty-batches", "Some batches are empty: each has a sample at least."),
        (
            actual == [m],
            "one-batch",
            "All samples come as one batch: cut them into pieces of batch_size.",
        ),
        (
            sorted(actual) == sorted(sizes),
            "smaller-batch-first",
            "The smaller batch has to be the last one, and it is not.",
        ),
        (
            len(actual) == len(sizes) and set(actual) == {sizes[0]},
            "last-batch-too-large",
            "The last batch is as large as the others: it should hold only the samples that are "
            "left, so that each comes exactly once.",
        ),
        (
            len(actual) == 1 and sum(actual) < m,
            "samples-missing",
            "A single batch comes, and it does not hold all samples: all belong to an epoch.",
        ),
        (
            actual == [*sizes[: len(actual)]],
            "samples-missing",
            "More than one batch is missing: all samples belong to an epoch.",
        ),
        (
            sum(actual) > m,
            "batches-overlap",
            "More rows come than there are samples: each batch begins where the one before it "
            "ends.",
        ),
        (sum(actual) < m, "samples-missing", "Some samples never come: all belong to an epoch."),
        (
            True,
            "batch-sizes",
            "The batches have other sizes than they should: batch_size samples in each, and only "
            "the last one may have fewer.",
        ),
    ):
        if holds:
            return _say(cause, sentence, _counted(m, actual, sizes))
    return None


def _counted(m: int, actual: Sequence[int], sizes: Sequence[int]) -> str:
    """Say how many samples each batch has, and should have, where these are few."""
    if not actual or max(len(actual), len(sizes)) > MOST_COUNTED:
        return ""
    came, right = (", ".join(map(str, counts)) for counts in (actual, sizes))
    return f"Here {m} samples come in batches of {came}, and should come in batches of {right}."


def _unshuffled_or_unpaired(order: list[int], labels: Array, y: Array) -> Difference | None:
    in_order = order == sorted(order)
    if np.array_equal(labels, y[order]):
        return _say("not-shuffled", _STORED) if in_order else None
    if in_order:
        return _say(
            "X-not-shuffled",
            "The rows of y are in another order than those of X, which come as they are stored. "
            "Use the same shuffled row numbers for both.",
        )
    if np.array_equal(labels, y[: len(labels)]):
        return _say(
            "y-not-shuffled",
            "The rows of X are shuffled, those of y are not: use the same shuffled row numbers for "
            "both.",
        )
    return _say(
        "labels-lost",
        "Samples have lost their labels: a row of X and its row of y have to stay together. Use "
        "the same shuffled row numbers for both.",
    )


_STORED = "The samples come in the order in which they are stored: shuffle them with rng."


def _not_random(order: list[int], sizes: Sequence[int]) -> Difference | None:
    """Say how an order of samples is not a random one; nothing where it seems to be."""
    if order == sorted(order):
        return _say("not-shuffled", _STORED)
    edges = np.cumsum([0, *sizes])
    batches = [sorted(order[a:b]) for a, b in itertools.pairwise(edges)]
    if all(batch[-1] - batch[0] == len(batch) - 1 for batch in batches if batch):
        return _say(
            "neighbors-together",
            "Each batch still holds samples that are stored next to one another. Shuffle the "
            "samples before you cut them into batches.",
        )
    steps = np.diff(order)
    if max(np.sum(steps == 1), np.sum(steps == -1)) >= MOST_NEIGHBORS:
        return _say(
            "barely-shuffled",
            "Many samples still come right after one that is stored next to them: shuffle all row "
            "numbers.",
        )
    return None
