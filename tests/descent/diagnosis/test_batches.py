"""Batches whose number or samples are wrong by a plain rule."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from descent.diagnosis.batches import batches
from descent.diagnosis.wrong_answer import Explained, WrongAnswer
from descent.probing.probes import observe, script, take
from tests.descent import made_up

RNG = np.random.default_rng(6)
SIZES = ((7, 3), (8, 4), (9, 2), (11, 4), (5, 5), (3, 8), (1, 2))
PROBES = [
    script(take(m + 2, RNG.normal(size=(m, 2)), RNG.normal(size=(m, 1)), size)) for m, size in SIZES
]


def cut(X: Any, y: Any, size: int, count: int = 99) -> Any:
    starts = range(0, len(X), size)[:count]
    return [(X[k : k + size], y[k : k + size]) for k in starts]


def whole_only(X: Any, y: Any, size: int) -> Any:
    return cut(X, y, size, max(0, len(X) // size - 1))


def evened(X: Any, y: Any, size: int) -> Any:
    return [*zip(np.array_split(X, len(X) // size), np.array_split(y, len(X) // size), strict=True)]


def as_many(X: Any, y: Any, size: int) -> Any:
    return [(X[k * size : (k + 1) * size], y[k * size : (k + 1) * size]) for k in range(size)]


def rest_twice(X: Any, y: Any, size: int) -> Any:
    found = cut(X, y, size)
    return found + found[-1:] if len(X) % size else found


def rest_again(X: Any, y: Any, size: int) -> Any:
    """The rest is taken from the beginning of the last whole batch."""
    found, whole = cut(X, y, size, len(X) // size), size * (len(X) // size - 1)
    rest = slice(whole, whole + len(X) % size)
    return found + [(X[rest], y[rest])] if len(X) % size and found else cut(X, y, size)


def told(function: Callable[..., Any]) -> list[str]:
    sheet = made_up(cut, PROBES)
    answer = WrongAnswer(sheet, [observe(probe, function) for probe in PROBES])
    return [cause.sentence for cause in batches(answer, Explained()).causes]


@pytest.mark.parametrize(
    ("function", "begins"),
    [
        (whole_only, "There are m // batch_size - 1 batches, where m is"),
        (evened, "There are m // batch_size batches, where m is"),
        (as_many, "There are batch_size batches. batch_size is the number of samples"),
        (rest_twice, "Where samples are left over for a smaller batch, that one comes twice."),
        (rest_again, "Where samples are left over for a smaller batch, that one holds samples of"),
        (lambda *args: 2 * cut(*args), "Every sample comes 2 times in an epoch"),
    ],
)
def test_a_rule_that_holds_for_every_epoch_is_told(
    function: Callable[..., Any], begins: str
) -> None:
    (sentence,) = told(function)
    assert sentence.startswith(begins)


@pytest.mark.parametrize(
    "function",
    [
        cut,
        lambda X, y, size: cut(X, y, size) + cut(X, y, size)[: len(X) % 2],
        lambda X, y, size: [X, y],
        lambda X, y, size: [(X + 1, y)],
        lambda X, y, size: [(X[:2], y[:2])],
        lambda X, y, size: None,
    ],
)
def test_nothing_is_told_of_what_follows_no_rule(function: Callable[..., Any]) -> None:
    assert told(function) == []
