"""What is asked of mini-batches: what is said of those that are missing or empty."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from descent.judging.properties import properties_in
from descent.probing.probes import Observation, Probe, Step
from tests.here import folder_of

RULE = properties_in(
    (folder_of("07_mini_batch") / "minibatches" / "properties.py").read_text(encoding="utf-8"),
    "minibatches",
)["batches_cut"]
X, Y = np.arange(14.0).reshape(7, 2), np.arange(7.0).reshape(7, 1)


def cut(*places: tuple[int, int]) -> list[Any]:
    return [(X[start:stop], Y[start:stop]) for start, stop in places]


@pytest.mark.parametrize(
    ("batches", "cause", "words"),
    [
        (cut((0, 2)), "samples-missing", "A single batch comes"),
        (cut((0, 2), (2, 4)), "samples-missing", "More than one batch is missing"),
        (cut((0, 2), (2, 3), (4, 6)), "samples-missing", "Some samples never come"),
        (cut((0, 2), (2, 4), (4, 6)), "last-batch-missing", "The last batch is missing"),
        (cut((0, 2), (2, 4), (4, 6), (6, 6)), "empty-batches", "The last batch is empty"),
        (cut((0, 2), (2, 2), (4, 6), (6, 7)), "empty-batches", "Some batches are empty"),
        (cut(*((n, n + 2) for n in range(6))), "batches-overlap", "More rows come than"),
        ([X[:2], Y[:2]], "one-pair", "Only one pair comes"),
        ([X[:2], Y[:2], X[2:4]], "no-pairs", "Every batch has to be a pair"),
        ([X[:3], Y[:2]], "no-pairs", "Every batch has to be a pair"),
        ([[X[:3], X[3:6], X[6:]], [Y[:3], Y[3:6], Y[6:]]], "two-lists", "All batches of X come in"),
        ([[X[:4], X[4:]], [Y[:4], Y[4:]]], "two-lists", "All batches of X come in one list"),
        ([[X[:4], X[4:]], [Y[:4], X[4:]]], "y-columns", "y_batch should"),
    ],
)
def test_what_is_missing_is_told(batches: list[Any], cause: str, words: str) -> None:
    probe = Probe((Step("take", "", (X, Y, 2), show="batches"),))
    right = Observation({"sizes of batches": [2, 2, 2, 1]})
    gap = RULE(probe, right, Observation({"batches": batches}), {})
    assert gap and gap.cause == cause and gap.sentence.startswith(words)


def test_two_pairs_of_samples_with_one_feature_are_no_two_lists() -> None:
    x = X[:, :1]
    probe = Probe((Step("take", "", (x, Y, 4), show="batches"),))
    pairs = [(x[:4], Y[:4]), (x[4:], Y[4:])]
    assert (
        RULE(probe, Observation({"sizes of batches": [4, 3]}), Observation({"batches": pairs}), {})
        is None
    )


@pytest.mark.parametrize(
    ("batches", "cause", "fact"),
    [
        (
            cut((0, 3), (3, 5), (5, 7)),
            "batch-sizes",
            "Here 7 samples come in batches of 3, 2, 2, and should come in batches of 2, 2, 2, 1.",
        ),
        ([np.c_[X, Y][:2]], "no-pairs", "A batch is a single array of shape (2, 3) here."),
        ([[X[:2], Y[:2], 0]], "no-pairs", "A batch has 3 items here."),
        ([(Y[:2], X[:2])], "exchanged-in-batch", ""),
        (cut(*[(0, 1)] * 9), "endless", ""),
    ],
)
def test_how_batches_are_cut_is_told_of_a_few(batches: list[Any], cause: str, fact: str) -> None:
    probe = Probe((Step("take", "", (X, Y, 2), show="batches"),))
    right = Observation({"sizes of batches": [2, 2, 2, 1]})
    gap = RULE(probe, right, Observation({"batches": batches}), {})
    assert gap and (gap.cause, gap.fact) == (cause, fact)
