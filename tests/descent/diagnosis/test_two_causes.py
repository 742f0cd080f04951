"""Two known mistakes at once: both are told where together they give just what came."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from descent.diagnosis.foreseen import fingerprint, sealed
from descent.diagnosis.judge import judge
from descent.judging.sheets import Sheet
from descent.probing.probes import observe
from tests.descent import made_up
from tests.descent.diagnosis.tables import TABLES, parts, sines, squares, told


def first_left_out(X: Any) -> Any:
    return X[:, 1:].sum(axis=1) + 0.7


def bias_left_out(X: Any) -> Any:
    return X.sum(axis=1)


PAIRS: Mapping[str, tuple[Callable[[Any], Any], ...]] = {
    "sums": (lambda X: X.sum(axis=1) + 0.7, first_left_out, bias_left_out),
    "products": (
        lambda X: np.exp(X) * np.cos(X),
        lambda X: np.exp(X),
        lambda X: np.exp(-X) * np.cos(X),
    ),
}


@pytest.mark.parametrize("how", PAIRS)
def test_two_known_mistakes_that_give_what_came_are_both_told(how: str) -> None:
    right, one, other = PAIRS[how]
    both = {
        "sums": lambda X: one(X) + other(X) - right(X),
        "products": lambda X: one(X) * other(X) / right(X),
    }[how]
    found = told(both, right=right, one=one, other=other, third=lambda X: right(X) ** 2)
    assert (found.diagnosis, found.message) == ("one+other", "one. Besides: other.")


def test_whole_numbers_are_sums_of_too_many_things() -> None:
    right = lambda X: np.round(100 * X)
    one, other = lambda X: right(X) + np.round(np.exp(X) + 9), lambda X: np.round(50 * X)
    both = lambda X: one(X) + other(X) - right(X)
    assert told(both, right=right, one=one, other=other).diagnosis is None


def test_of_two_pairs_that_fit_neither_is_told() -> None:
    right, one, other = PAIRS["sums"]
    half = lambda X: right(X) + 0.5 * (one(X) - right(X))
    rest = lambda X: other(X) + 0.5 * (one(X) - right(X))
    both = lambda X: one(X) + other(X) - right(X)
    found = told(both, right=right, one=one, other=other, half=half, rest=rest)
    assert found.diagnosis is None


def test_a_pair_is_not_told_for_a_few_whole_numbers() -> None:
    of = made_up(
        lambda X: len(X),
        TABLES,
        mistakes={"one": lambda X: len(X) + 1, "two": lambda X: len(X) + 2},
    )
    found = judge(of, [observe(probe, lambda X: len(X) + 3) for probe in of.probes])
    assert found.diagnosis is None


def foreseeing(item: str | tuple[int, int], answer: Callable[[Any], Any]) -> Sheet:
    """Two parts, of which a known mistake gives one, and what is foreseen of an answer."""
    power = lambda X: {"dw": sines(X), "db": (X**4).sum(axis=0)}
    cosine = lambda X: {"dw": squares(X), "db": np.cos(X).sum(axis=0)}
    of = made_up(parts, TABLES, mistakes={"power": power, "cosine": cosine})
    seen = [observe(probe, answer) for probe in of.probes]
    return replace(of, foreseen=dict([sealed(item, fingerprint(of.expected, seen, ()))]))


def test_two_mistakes_that_are_foreseen_are_told_where_one_part_alone_is_explained() -> None:
    answer = lambda X: {"dw": sines(X), "db": np.cos(X**3).sum(axis=0)}
    for item, diagnosis in (((0, 1), "power+cosine"), ("without `X`", "power")):
        of = foreseeing(item, answer)
        found = judge(of, [observe(probe, answer) for probe in of.probes])
        assert found.diagnosis == diagnosis


def test_two_sentences_that_say_what_the_whole_result_is_are_not_told_together() -> None:
    """Each is true of what it gives alone, and of what the two give neither is."""
    mistakes = {"one": lambda X: squares(X) + np.sin(X), "other": lambda X: squares(X) + X**5}
    both = lambda X: squares(X) + np.sin(X) + X**5
    assert told(both, **mistakes).diagnosis == "one+other"
    sine, power = "The result is a sine", "There is a power"
    assert "Besides" in told(both, **{sine: mistakes["one"], "other": mistakes["other"]}).message
    whole = {sine: mistakes["one"], power: mistakes["other"]}
    assert "Besides" not in told(both, **whole).message
    comes = {"What comes out is a sine": mistakes["one"], "other": mistakes["other"]}
    assert "Besides" not in told(both, **comes).message
