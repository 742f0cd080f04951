"""Batches that were taken: how many there are, and which samples are in them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from descent.diagnosis.causes.cases import Cause
from descent.diagnosis.wrong_answer import Explained, WrongAnswer
from descent.judging.compare import as_numbers
from descent.probing.probes import Observation, Step
from descent.probing.values import Value

# Of fewer epochs, or of fewer different numbers of batches, another rule may fit as well.
_FEWEST = 3

# How many batches there may be in place of what is asked for: in words, and as a number.
_Count = Callable[[int, int], int]
_COUNTS: tuple[tuple[str, _Count], ...] = (
    (
        "batch_size batches. batch_size is the number of samples in a batch, not that of the "
        "batches.",
        lambda m, size: size,
    ),
    *(
        (
            f"m // batch_size{text} batches, where m is the number of samples. It takes "
            "m / batch_size of them, rounded up.",
            lambda m, size, more=more: max(0, m // size + more),
        )
        for text, more in (("", 0), (" - 1", -1), (" - 2", -2), (" + 1", 1), (" + 2", 2))
    ),
)


@dataclass(frozen=True)
class _Epoch:
    """The batches of one epoch: which rows of X each has, and whether they were cut short."""

    m: int
    size: int
    rows: list[list[int]]
    cut: bool

    @property
    def right(self) -> list[int]:
        """How many samples each batch should have."""
        return [min(self.size, self.m - start) for start in range(0, self.m, self.size)]

    @property
    def counts(self) -> list[int]:
        """How many samples each batch has."""
        return [len(rows) for rows in self.rows]


def batches(answer: WrongAnswer, explained: Explained) -> Explained:
    """Batches are taken, and their number or their samples are wrong by a plain rule."""
    steps = [
        (step, came)
        for probe, came in zip(answer.sheet.probes, answer.observations, strict=True)
        for step in probe.steps
        if step.do == "take" and not came.raised
    ]
    epochs = [epoch for step, came in steps for epoch in _epochs(step, came)]
    if len(epochs) < max(_FEWEST, len(steps)):
        return explained
    if all(one.counts == one.right for one in epochs):
        cause = _rest_again(epochs)
    else:
        cause = _several_times(epochs) or _last_twice(epochs) or _other_number(epochs)
    if cause is None or not explained.has_room_for(cause):
        return explained
    # What the criteria find is told first, and is true as well.
    return explained.also(answer.holding(cause), frozenset())


def _epochs(step: Step, came: Observation) -> Iterator[_Epoch]:
    """Yield the epoch that was taken, if it is batches of rows of X."""
    taken = came.shown.get(step.show)
    X, size = as_numbers(step.args[0]), step.args[2] if len(step.args) > 2 else None
    if X is None or X.ndim != 2 or not isinstance(size, int) or not isinstance(taken, list):
        return
    numbers = {_key(row): number for number, row in enumerate(X)}
    rows = [_rows(batch, numbers) for batch in taken]
    known = [one for one in rows if one is not None]
    if len(known) == len(rows) and len(numbers) == len(X):
        yield _Epoch(len(X), size, known, len(rows) >= step.limit)


def _rows(batch: Value, numbers: dict[tuple[float, ...], int]) -> list[int] | None:
    if not isinstance(batch, (tuple, list)) or len(batch) != 2:
        return None
    X = as_numbers(batch[0])
    if X is None or X.ndim != 2 or X.dtype.kind not in "biuf":
        return None
    found = [numbers.get(_key(row)) for row in X]
    known = [number for number in found if number is not None]
    return known if len(known) == len(found) else None


def _key(row: np.ndarray[tuple[int, ...], np.dtype[np.generic]]) -> tuple[float, ...]:
    return tuple(float(item) for item in np.round(row.astype(float), 9))


def _several_times(epochs: list[_Epoch]) -> Cause | None:
    """Every sample comes the same number of times, and that is not once."""
    whole = [one for one in epochs if not one.cut]
    times = {
        rows.count(number)
        for one in whole
        for rows in [[row for batch in one.rows for row in batch]]
        for number in range(one.m)
    }
    if len(whole) < _FEWEST or len(times) != 1 or times <= {0, 1}:
        return None
    told = "Every sample comes {} in an epoch, and is to come once."
    return Cause(
        "samples-several-times", told.format(f"{times.pop()} times"), told.format("several times")
    )


def _last_twice(epochs: list[_Epoch]) -> Cause | None:
    """The last batch comes twice where samples are left over."""
    rest = [one for one in epochs if one.m % one.size]
    twice = (
        len(one.rows) > 1 and one.counts[:-1] == one.right and one.rows[-1] == one.rows[-2]
        for one in rest
    )
    if len(rest) < _FEWEST or not all(twice):
        return None
    return Cause(
        "last-batch-twice", "Where samples are left over for a smaller batch, that one comes twice."
    )


def _rest_again(epochs: list[_Epoch]) -> Cause | None:
    """The last, smaller batch has samples of the batch before it."""
    rest = [one for one in epochs if one.m % one.size and len(one.rows) > 1]
    if len(rest) < _FEWEST or not all({*one.rows[-1]} <= {*one.rows[-2]} for one in rest):
        return None
    return Cause(
        "rest-again",
        "Where samples are left over for a smaller batch, that one holds samples of the batch "
        "before it: it has to begin where that one ends.",
    )


def _other_number(epochs: list[_Epoch]) -> Cause | None:
    """The number of batches follows another rule than it should."""
    whole = [one for one in epochs if not one.cut]
    if len({len(one.rows) for one in whole}) < _FEWEST:
        return None
    fitting = [
        told
        for told, count in _COUNTS
        if all(len(one.rows) == count(one.m, one.size) for one in whole)
        and all(len(one.rows) <= count(one.m, one.size) for one in epochs)
    ]
    return Cause("other-batch-count", f"There are {fitting[0]}") if len(fitting) == 1 else None
