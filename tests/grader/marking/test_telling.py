"""What is told of an answer that a hidden probe has found wrong, and how that was verified."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from descent.diagnosis.judge import judge
from descent.judging.evidence import message_of
from descent.judging.verdict import Verdict
from descent.probing.probes import call, observe
from grader.marking.telling import closed, told
from tests.descent import made_up


def doubled(x: Any) -> Any:
    return 2 * x


def only_positive(x: Any) -> Any:
    return 2 * np.maximum(x, 0)


VISIBLE = made_up(
    doubled, [call(np.arange(1.0, n)) for n in (4, 6)], mistakes={"You add": lambda x: x}
)
HIDDEN = made_up(
    doubled,
    [call(np.arange(-3.0, n)) for n in (3, 5)],
    mistakes={"You add": lambda x: x},
)


def found(answer: Callable[..., Any]) -> Verdict:
    return judge(HIDDEN, [observe(probe, answer) for probe in HIDDEN.probes], False)


def words(answer: Callable[..., Any]) -> Verdict:
    seen = [observe(probe, answer) for probe in VISIBLE.probes]
    return told(found(answer), VISIBLE, seen, None, is_open=True)


def test_while_a_section_is_open_the_criteria_are_told_and_no_cause() -> None:
    verdict = closed(found(lambda x: x))
    assert verdict.message == "This is not right on every hidden test. Not met: values."
    assert verdict.diagnosis is None


@pytest.mark.parametrize(
    ("answer", "begins"),
    [(lambda x: x, "You add."), (only_positive, "It passes all visible tests. ")],
    ids=["wrong on visible ones too", "wrong on hidden ones alone"],
)
def test_what_is_told_is_put_together_of_what_was_verified(
    answer: Callable[..., Any], begins: str
) -> None:
    for verdict in (closed(found(answer)), words(answer)):
        assert verdict.message == message_of(verdict.statements)
        assert verdict.share == found(answer).share
    assert words(answer).message.startswith(begins)
