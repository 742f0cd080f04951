"""By which factor an answer is wrong, and with the numbers of which probe that is told."""

from __future__ import annotations

import numpy as np
import pytest

from descent.diagnosis.explain import Cause, explain, quantities
from descent.probing.probes import ask, call, look, make, script
from tests.descent.diagnosis.problems import case


@pytest.mark.parametrize("m", [2, 4])
def test_a_factor_that_may_be_two_things_is_told_as_a_number(m: int) -> None:
    # With as many samples in every probe, 2 or 4 is what it is, and nothing more.
    rng = np.random.default_rng(0)
    cases = []
    for _ in range(3):
        right = rng.normal(size=(3, 2))
        cases.append(case(call(rng.normal(size=(m, 3))), right, right * m))
    cause = explain("dW", cases)
    assert cause == Cause(
        "constant-factor",
        f"dW is {m} times what it should be where there are {m} samples, in every entry.",
        "dW is a constant multiple of what it should be there, in every entry.",
        m,
        f"dW is {m} times what it should be where there are {m} samples, in every entry. The code "
        "has this number.",
    )


def test_the_mean_over_all_entries_is_told_from_that_over_samples() -> None:
    rng = np.random.default_rng(1)
    cases = []
    for m, n in ((3, 2), (4, 3), (5, 1)):
        right = float(rng.normal())
        cases.append(case(call(rng.normal(size=(m, n))), right, right * m * n))
    cause = explain("", cases)
    assert cause is not None and cause.id == "missing-mean"
    assert "6 times too large where there are 6 entries" in cause.sentence


def test_a_factor_is_told_with_the_numbers_of_the_first_probe_in_which_it_shows() -> None:
    rng = np.random.default_rng(1)
    cases = []
    for m in (1, 4, 6):
        right = rng.normal(size=(1, 3))
        cases.append(case(call(rng.normal(size=(m, 2))), right, right * m))
    cause = explain("db", cases)
    assert cause is not None
    assert cause.sentence.startswith("db is 4 times too large where there are 4 samples")


def test_quantities_are_those_of_the_last_call_that_gets_a_table() -> None:
    X = np.ones((4, 3))
    probe = script(make("net", [3, 1]), ask("net.forward", X), look("net.cache", show="cache"))
    assert quantities(probe) == {"samples": 4.0, "features": 3.0, "entries": 12.0}
    assert quantities(call([1, 2])) == {}
