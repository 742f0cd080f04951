"""There is a verdict on whatever comes, and nothing of hidden probes is told."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from descent.diagnosis.judge import judge
from descent.judging.sheets import Criterion, Sheet
from descent.probing.probes import Observation, call
from descent.probing.values import Inert, Raised, plain
from tests import strategies
from tests.descent import examples, made_up, seen
from tests.descent.judging.made_up_sheets import FLOATS, SHEET, UNTOUCHED, scaled, verdict

RIGHTS = st.sampled_from(
    [
        1.5,
        3,
        True,
        None,
        "text",
        [0.5, 0.25, 0.125],
        [],
        np.zeros((3, 2)),
        np.ones(0),
        np.array([[True, False]]),
        np.arange(3),
        (np.ones((2, 1)), 0.5),
        {"W1": np.ones((2, 2)), "b1": np.zeros((1, 2))},
        {},
        (),
        (1.0, {"z1": np.ones((2, 1))}),
    ]
)


ANYTHING = st.one_of(strategies.results, RIGHTS)
CHANGES = st.dictionaries(st.sampled_from(["0:0", "0:x", "7:7", "²:²", ""]), ANYTHING, max_size=2)


@examples
@given(st.lists(RIGHTS, min_size=1, max_size=3), st.data(), st.booleans())
def test_there_is_a_verdict_on_whatever_comes(
    rights: list[Any], data: st.DataObject, reveal: bool
) -> None:
    came = data.draw(
        st.lists(
            st.one_of(
                st.builds(Observation, st.fixed_dictionaries({"result": ANYTHING}), CHANGES),
                st.builds(Observation, raised=strategies.raised),
                st.sampled_from(rights).map(lambda right: seen(result=right)),
            ),
            min_size=len(rights),
            max_size=len(rights),
        )
    )
    sheet = Sheet(
        exercise="answer",
        answer="answer",
        parameters=("X",),
        returns=("output", "cache"),
        criteria=(Criterion("values", 2.0), UNTOUCHED),
        probes=tuple(call(np.ones((2, 1))) for _ in rights),
        expected=tuple(seen(result=right) for right in rights),
        mistakes=(),
        hints=(),
    )
    found = judge(sheet, came, reveal)
    assert 0 <= found.share <= 1 and (found.share == 1) == (found.state == "passed")
    assert found.message and found.message[-1] in ".…)`"
    assert set(found.met) == {"values", UNTOUCHED.name}


def numbers_in(text: str) -> set[str]:
    return set(re.findall(r"\d+(?:\.\d+)?", text))


@examples
@given(
    st.one_of(strategies.results, st.floats(100, 1e6), st.integers(100, 10_000)),
    st.integers(100, 10_000),
)
def test_nothing_that_an_answer_gives_is_told_of_hidden_probes(came: Any, size: int) -> None:
    # An answer could carry the probe in its shape, in its numbers, and in the text of an error.
    sheet = made_up(scaled, FLOATS, parameters=("X",))
    for observation in (
        seen(result=plain(came)),
        seen(result=np.zeros((size, 1))),
        seen(result=[1.0] * (size % 50)),
        seen(result=Inert(f"secret {size}")),
        seen(result=f"secret {size}"),
        Observation(raised=Raised("ValueError", f"secret {size}", 0, "")),
        Observation({"result": np.zeros(2)}, {"0:0": np.full(3, float(size))}),
    ):
        found = judge(sheet, [observation] * len(FLOATS), reveal=False)
        assert found.difference is None and not found.asked
        assert "secret" not in found.message
        # Shapes of what is right, and its number of entries.
        assert numbers_in(found.message) <= {"1", "2", "3", "4", "5", "6", "12", "10", "0"}


def test_what_is_told_of_visible_probes_has_both_facts() -> None:
    found = verdict(SHEET, lambda X: np.where(np.sin(9 * X) > 0.1, X * 1.5, 0.25))
    assert found.difference is not None and found.difference.kind == "values"
    place = found.difference.index
    right, came = found.difference.expected[place], found.difference.got[place]
    assert f"expected {right:.6g}, got {came:.6g}" in found.message


@examples
@given(st.lists(st.floats(0.1, 5), min_size=2, max_size=5), st.data())
def test_shares_add_up(shares: list[float], data: st.DataObject) -> None:
    """Each criterion looks at a probe of its own, and some probes come out wrong."""
    right = data.draw(st.lists(st.booleans(), min_size=len(shares), max_size=len(shares)))
    assume(any(right))
    probes = [call(0.5 + n, group=str(n)) for n in range(len(shares))]
    criteria = [Criterion(str(n), share, groups=(str(n),)) for n, share in enumerate(shares)]
    sheet = made_up(np.sin, probes, *criteria)
    answers: Mapping[float, bool] = {0.5 + n: ok for n, ok in enumerate(right)}
    found = verdict(sheet, lambda x: np.sin(x) if answers[x] else np.cos(x))
    earned = sum(share for share, ok in zip(shares, right, strict=True) if ok)
    assert found.share == pytest.approx(earned / sum(shares))
    assert list(found.met.values()) == right
