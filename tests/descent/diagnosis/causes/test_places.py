"""Where an answer is wrong: on which probes, in which region, in which entries."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from descent.diagnosis.explain import Cause, explain
from descent.probing.probes import Again, call
from tests.descent import examples
from tests.descent.diagnosis.problems import Array, case


def elementwise(
    inputs: Sequence[Array], wrong: Callable[[Array], Array], to: float = 0.7
) -> Cause | None:
    """The cause for a function of one input that is off by a bit, or NaN, where that is so."""
    cases = []
    for number, x in enumerate(inputs):
        right = np.cos(x) * (number + 2)
        cases.append(case(call(x), right, np.where(wrong(x), right + to, right)))
    return explain("a", cases)


inputs = st.integers(0, 1 << 32).map(
    lambda seed: [
        np.random.default_rng(seed).uniform(0.05, 5, shape)
        * np.random.default_rng(seed + 1).choice([-1, 1], shape)
        for shape in ((9,), (3, 4), (2, 3, 2))
    ]
)
REGIONS: dict[str, Callable[[Array], Array]] = {
    "where X is negative": lambda x: x < 0,
    "where X is positive": lambda x: x > 0,
    "where |X| is large": lambda x: np.abs(x) > 2.5,
    "where X is large": lambda x: x > 2.5,
    "where X is far below 0": lambda x: x < -2.5,
    "where X is near 0": lambda x: np.abs(x) < 0.9,
}


@examples
@given(inputs, st.sampled_from(sorted(REGIONS)), st.sampled_from([0.7, np.nan, np.inf]))
def test_the_region_in_which_entries_are_wrong_is_told(
    drawn: list[Array], region: str, to: float
) -> None:
    wrong = np.concatenate([REGIONS[region](x).ravel() for x in drawn])
    assume(5 < wrong.sum() < wrong.size - 5)
    x = np.concatenate([x.ravel() for x in drawn])
    # Other numbers lie as far out, on the other side, unless these belong to the region too.
    outer = np.abs(x) >= np.min(np.abs(x[wrong]))
    assume("large" not in region or "|" in region or (outer & (x < 0)).any())
    assume("far" not in region or (outer & (x > 0)).any())
    assume("|" not in region or ((x[wrong] > 0).any() and (x[wrong] < 0).any()))
    assume(region == "where X is negative" or not np.array_equal(x < 0, wrong))
    assume(region == "where X is positive" or not np.array_equal(x > 0, wrong))
    cause = elementwise(drawn, REGIONS[region], to)
    assert cause is not None and region in cause.wording(False)
    assert cause.id == ("only-some" if to == 0.7 else "not-finite")
    assert ("NaN" in cause.sentence) == np.isnan(to)


def test_the_number_from_which_on_it_is_wrong_is_round_and_between_the_probes() -> None:
    x = np.concatenate([np.linspace(-9, 9, 31), np.array([-60.0, -14, 14.5, 90])])
    cause = elementwise([x, x[::-1]], lambda x: np.abs(x) > 10)
    assert cause == Cause(
        "only-some",
        "a is wrong where |X| is about 10 or more; every other number is right.",
        "a is wrong where |X| is large; every other number is right.",
    )


def test_no_number_is_told_from_which_on_it_is_wrong_where_it_may_be_much_larger() -> None:
    x = np.concatenate([np.linspace(-9, 9, 31), np.array([-60.0, -45, 41.5, 90])])
    cause = elementwise([x, x[::-1]], lambda x: np.abs(x) > 40)
    assert cause is not None
    assert cause.sentence == "a is wrong where |X| is large; every other number is right."


@pytest.mark.parametrize(("digits", "told"), [(0, False), (1, True)])
def test_zeros_alone_are_not_told_as_rounded(digits: int, told: bool) -> None:
    # A part that is right by itself hides that everything else is zero.
    counted = case(call(np.ones((2, 1))), 1000, 1000)
    below_half = [np.linspace(0.11, 0.3 + number / 100, 5) for number in range(16)]
    cases = [
        case(call(np.ones((5, 2))), losses.tolist(), losses.round(digits).tolist())
        for losses in below_half
    ]
    cause = explain("losses", [counted, *cases])
    assert (cause is not None and cause.id == "rounded") is told


@pytest.mark.parametrize(
    ("values", "told"),
    [([0.0], "X is exactly 0"), ([1.0], "X is exactly 1"), ([0.0, 1.0], "X is exactly 0 or 1")],
)
def test_edges_are_told(values: list[float], told: str) -> None:
    x = np.concatenate([np.linspace(-3, 3, 29) + 0.01, np.repeat([0.0, 1.0], 4)])
    cause = elementwise([x, x + 0.0], lambda x: np.isin(x, values))
    assert cause is not None and cause.sentence.startswith(f"a is wrong where {told}")


@examples
@given(inputs, st.floats(0.1, 0.9), st.integers(0, 1000))
def test_no_region_is_told_where_wrong_entries_lie_anywhere(
    drawn: list[Array], share: float, seed: int
) -> None:
    rng = np.random.default_rng(seed)
    assert elementwise(drawn, lambda x: rng.random(x.shape) < share) is None


def test_few_entries_are_wrong_by_chance_in_a_region() -> None:
    assert elementwise([np.array([-1.0, 1, 2, 3])], lambda x: x < 0) is None


@pytest.mark.parametrize(("again", "where"), [("experiment", "X is 0"), ("", "in most places")])
def test_nan_in_a_whole_result_is_told_with_what_was_tried(again: Again, where: str) -> None:
    zero = np.zeros((3, 2))
    tried = replace(call(zero + 2), again=again), replace(call(zero[:2]), again=again)
    cases = [case(call(zero + 1.5), 0.5, 0.5), case(call(zero), 0.25, np.nan)]
    cases += [case(tried[0], 0.3, 0.3), case(tried[1], 0.6, np.nan)]
    cause = explain("", cases)
    assert cause is not None and cause.id == "not-finite"
    assert where in cause.sentence


def test_decimals_that_are_lost_where_whole_numbers_come_in_are_told() -> None:
    rng = np.random.default_rng(6)
    cases = []
    for table in (rng.normal(size=(3, 2)), rng.integers(1, 9, (4, 2)), rng.integers(1, 9, (2, 3))):
        right = table * 1.37
        came = right.astype(table.dtype)
        cases.append(case(call(table), right, came))
    cause = explain("z", cases)
    assert cause is not None and cause.id == "integers-kept"
    # Cut off everywhere, it is not the integers that do it.
    everywhere = [case(c.probe, c.right, np.trunc(c.right).astype(int)) for c in cases]
    assert explain("z", everywhere) is None


def test_of_zeros_and_ones_a_step_is_told_as_well() -> None:
    tables = np.random.default_rng(5).uniform(size=(3, 6, 4))
    found = explain("a", [case(call(9 * x), x, (x > 0.5) * 1.0) for x in tables])
    assert found is not None and found.sentence.endswith(
        "as where it is rounded, or a step is taken."
    )


def test_one_row_of_rows_that_are_alike_is_told_as_a_single_one() -> None:
    def told(rights: list[np.ndarray[Any, Any]], place: int) -> str:
        cause = explain("a", [case(call(9 * x), x, x[place]) for x in rights])
        return cause.id if cause else ""

    rng = np.random.default_rng(6)
    rows = [rng.normal(size=(3, 4)) for _ in range(3)]
    assert told(rows, -1) == "last-row-alone" and told(rows, 0) == "first-row-alone"
    assert told([np.tile(x[:1], (3, 1)) for x in rows], 0) == "one-row-alone"
    # Where all rows come elsewhere, it is another matter.
    cases = [case(call(9 * x), x, x[0]) for x in rows]
    assert explain("a", [*cases, case(call(rows[0]), rows[0] + 1, rows[0] + 1)]) is None
