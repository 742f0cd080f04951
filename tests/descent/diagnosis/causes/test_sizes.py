"""A number that stands where a size or another argument belongs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from descent.diagnosis import remarks
from descent.diagnosis.causes.cases import pairs_of
from descent.diagnosis.causes.factors import factor
from descent.diagnosis.explain import Cause, explain
from descent.diagnosis.wrong_answer import Tried
from descent.judging.evidence import Evidence
from descent.probing.probes import call
from tests.descent import made_up
from tests.descent.diagnosis.problems import case

RNG = np.random.default_rng(6)
SHAPES = ((5, 2), (3, 4), (8, 3), (4, 2))


def told(factor: Callable[[int, int], float], shapes: Any = SHAPES) -> Cause | None:
    found = []
    for m, n in shapes:
        right = RNG.normal(size=(n, 2))
        found.append(case(call(RNG.normal(size=(m, n))), right, right * factor(m, n)))
    return explain("dw", found)


def test_a_mean_over_a_number_that_is_always_the_same_is_told() -> None:
    cause = told(lambda m, n: m / 6)
    assert cause is not None and (cause.id, cause.literal) == ("fixed-size", 6)
    assert cause.sentence == (
        "dw is m / 6 times what it should be, where m is the number of samples: "
        "it goes with m, as if that were always the same."
    )
    assert "6" not in cause.wording(reveal=False)
    assert cause.coded.startswith("6 stands where m, the number of samples, belongs")


@pytest.mark.parametrize(("number", "said"), [("6", True), ("7", False)])
def test_it_stands_in_the_code_only_if_the_code_has_it(number: str, said: bool) -> None:
    cause, sheet = told(lambda m, n: m / 6), made_up(np.sin, [], exercise="f")
    code = f"def f(X):\n    return X / {number}"
    assert cause is not None
    tried = Tried(cause, (Evidence.EXPERIMENT,))
    (told_of,) = remarks.told(tried, True, sheet, code)
    assert (" stands where " in told_of.text) is (Evidence.CODE in told_of.evidence) is said
    assert " stands where " not in remarks.told(tried, False, sheet, code)[0].text


def test_it_may_be_right_where_the_number_happens_to_be_that() -> None:
    cause = told(lambda m, n: m / 4)
    assert cause is not None and cause.literal == 4


def test_a_sum_that_is_multiplied_by_a_number_is_told_the_other_way_round() -> None:
    cause = told(lambda m, n: 7 / n)
    assert cause is not None and cause.sentence.startswith("dw is 7 / n times what it should be")


def test_two_sizes_are_too_few_to_tell() -> None:
    cause = told(lambda m, n: m / 6, ((5, 2), (5, 4), (3, 2), (3, 3)))
    assert cause is None


def test_a_size_that_does_not_account_for_all_is_not_told() -> None:
    assert told(lambda m, n: m / 6 if n > 2 else m / 7) is None


def test_a_step_that_is_always_the_same_is_told_by_its_own_name() -> None:
    found = []
    for h in (0.1, 0.02, 0.5, None):
        right = RNG.normal(size=4)
        probe = call(RNG.normal(size=4), **({} if h is None else {"h": h}))
        # Left at its default, it is the number that stands there.
        found.append(case(probe, right, right * (1.0 if h is None else h / 1e-3)))
    cause = factor("grad", pairs_of("", found))
    assert cause is not None
    assert cause.sentence == (
        "grad is h / 0.001 times what it should be: it goes with h, as if that were always the same."
    )


@pytest.mark.parametrize(("power", "times"), [(1, "h"), (-1, "1 / h")])
def test_an_argument_that_is_a_factor_is_not_taken_for_one_that_is_always_1(
    power: int, times: str
) -> None:
    found = []
    for h in (0.1, 3.0, 0.5):
        right = RNG.normal(size=4)
        found.append(case(call(RNG.normal(size=4), h=h), right, right * h**power))
    cause = factor("grad", pairs_of("", found))
    assert cause is not None
    assert cause.wording(reveal=False) == f"grad is {times} times what it should be."
