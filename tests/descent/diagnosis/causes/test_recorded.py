"""Lists in which not every step has an entry of its own."""

from __future__ import annotations

import numpy as np
import pytest

from descent.diagnosis.explain import explain
from descent.probing.probes import call
from tests.descent.diagnosis.problems import case


@pytest.mark.parametrize(
    ("lengths", "told"),
    [
        ((25, 31), "losses has only the entries 0, 20, 40, …."),
        # Seven of a list that is looked at, and of another one how many entries there are.
        ((7, 19), "losses has only some of its entries, the first among them."),
    ],
)
def test_how_far_apart_entries_are_is_told_where_it_shows(
    lengths: tuple[int, int], told: str
) -> None:
    rng = np.random.default_rng(3)
    cases = []
    for length in lengths:
        losses = rng.uniform(size=length)
        cases.append(case(call(rng.normal(size=(4, 2))), losses.tolist(), losses[::20].tolist()))
        counted = case(call(rng.normal(size=(4, 2))), length, len(losses[::20]))
        cases.append(counted)
    cause = explain("losses", cases)
    assert cause is not None and cause.id == "now-and-then"
    assert cause.sentence == f"{told} Note one each time."
