"""What an answer does has a name: the same for all that do the same, and for whatever it gives back."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from descent.probing.probes import Observation
from descent.probing.values import Raised, plain
from grader.marking.behavior import behavior_of
from tests import strategies


def does(result: Any) -> str:
    return behavior_of([Observation({"result": plain(result)})])


@given(
    st.lists(
        st.builds(
            Observation,
            st.dictionaries(strategies.names, strategies.results | strategies.excesses, max_size=3),
            st.just({}),
            st.none() | strategies.raised,
        ),
        max_size=3,
    )
)
def test_whatever_an_answer_does_has_a_name(observations: list[Observation]) -> None:
    name = behavior_of(observations)
    assert name == behavior_of(observations) and len(name) == 12


def endless() -> Iterator[int]:
    yield 1


@pytest.mark.parametrize(
    "result",
    [b"bytes", {1, 2}, object(), print, endless(), np.array([b"x"]), {b"k": 1}, {(1, 2): 3}, 1j],
    ids=lambda result: type(result).__name__,
)
def test_what_no_right_answer_gives_has_a_name_too(result: Any) -> None:
    assert does(result) != does(1.0)


def test_rounding_errors_make_no_other_behavior_and_a_sixth_digit_does() -> None:
    assert does(0.1 + 0.2) == does(0.3)
    assert does(np.array([1.0, 2.00001])) != does(np.array([1.0, 2.0]))


def test_of_an_error_its_kind_counts_and_neither_text_nor_line() -> None:
    def raises(*error: Any) -> str:
        return behavior_of([Observation(raised=Raised(*error))])

    assert raises("ValueError", "this", 3, "x") == raises("ValueError", "that", 9, "y")
    assert raises("ValueError", "this") != raises("TypeError", "this")
