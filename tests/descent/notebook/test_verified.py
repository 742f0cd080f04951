"""What a check says of each wrong answer of the pools: every statement was verified."""

from __future__ import annotations

import sys

import pytest

from grader.course import Section
from tests.here import COURSE, ROOT, answers, exercises

sys.path.append(str(ROOT / "benchmarks"))

from verified import TRAINS, checked, unverified

pytestmark = pytest.mark.bank

EXERCISES = [
    pytest.param(section, name, marks=[pytest.mark.sample] if name == "sigmoid" else [])
    for section in COURSE.sections
    for name in exercises(str(section))
    # Each of its answers trains for seconds, and the bank asks them already.
    if name != TRAINS
]


@pytest.mark.parametrize(("section", "name"), EXERCISES, ids=str)
def test_nothing_is_said_that_was_not_verified(section: Section, name: str) -> None:
    told = {answer.place: verdict for answer, verdict, _ in checked(section, name)}
    assert len(told) == len({a.place for a in answers(str(section), name) if not a.right})
    assert all(verdict.statements for verdict in told.values())
    assert not {place: found for place, one in told.items() if (found := unverified(one))}
