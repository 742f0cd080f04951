"""Which known mistakes are left aside: none that would be told, and most after a probe or two."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from descent.diagnosis.judge import judge
from descent.judging.sheets import KnownMistake, Sheet
from descent.probing.probes import Observation, Probe, call, observe
from grader.marking.narrowing import Narrowing
from tests.descent import made_up
from tests.here import answers, exercises, hidden_sheet, reference, sections

# Those that may call an earlier answer.
CALLING = [(s, name) for s in sections() for name, entry in exercises(s).items() if entry.uses]

# All of the wrong answers of the pools take minutes.
EVERY = 4


class Asked:
    """A known mistake that is asked probe by probe, and counts how often."""

    def __init__(self, sheet: Sheet, mistake: KnownMistake) -> None:
        self.does = dict(zip(map(id, sheet.probes), mistake.observations, strict=True))
        self.probes: list[Probe] = []

    def __call__(self, probe: Probe) -> Observation:
        self.probes.append(probe)
        return self.does[id(probe)]


# As while an answer is judged.
@np.errstate(all="ignore")
def narrowed(sheet: Sheet, seen: Sequence[Observation]) -> tuple[Sheet, int]:
    """The sheet with those mistakes alone that an answer may show, and how much was asked."""
    kept, count = [], 0
    narrowing = Narrowing(sheet, seen, [1] * len(seen))
    for mistake in sheet.mistakes:
        asked = Asked(sheet, mistake)
        alike = narrowing.alike(asked)
        count += len(asked.probes)
        if alike:
            assert alike == mistake.observations
            kept.append(mistake)
            if narrowing.same(alike):
                break
    return replace(sheet, mistakes=tuple(kept)), count


@pytest.mark.bank
@pytest.mark.parametrize(("section", "name"), CALLING)
def test_of_answers_of_the_pools_the_same_is_told(section: str, name: str) -> None:
    sheet = hidden_sheet(section, name).asked_first()
    of, entry = reference(section), exercises(section)[name]
    asked = most = 0
    wrong = [answer for answer in answers(section, name) if not answer.right]
    for answer in wrong[::EVERY]:
        does = of.variant(entry.answer_cell, answer.code)[entry.answer_name]
        seen = [observe(probe, does) for probe in sheet.probes]
        fewer, count = narrowed(sheet, seen)
        told, whole = judge(fewer, seen, reveal=False), judge(sheet, seen, reveal=False)
        # Of two mistakes at once, one that shows in no part by itself may be left aside.
        assert told == whole or "+" in (whole.diagnosis or ""), answer.place
        asked, most = asked + count, most + len(sheet.mistakes) * len(seen)
    assert asked < most / 2


RNG = np.random.default_rng(3)
TABLES = [call(RNG.normal(size=shape)) for shape in ((4, 3), (5, 3), (2, 3))]


def test_a_mistake_that_is_unlike_an_answer_is_asked_once() -> None:
    sheet = made_up(lambda X: X.sum(axis=0), TABLES, mistakes={"rows": lambda X: X.sum(axis=1)})
    seen = [observe(probe, lambda X: X.max(axis=0)) for probe in TABLES]
    assert narrowed(sheet, seen) == (replace(sheet, mistakes=()), 1)


def test_one_that_a_factor_or_a_special_case_parts_from_an_answer_is_kept() -> None:
    probes = [*TABLES, *(call(RNG.normal(size=(3, 3))) for _ in range(2))]
    probes.append(call(RNG.normal(size=(1, 3)), label="one sample"))
    sheet = made_up(lambda X: X + 1, probes, mistakes={"sine": np.sin})
    for answer in (lambda X: 2 * np.sin(X), lambda X: X if len(X) == 1 else np.sin(X)):
        fewer, _ = narrowed(sheet, [observe(probe, answer) for probe in probes])
        assert fewer == sheet
    other, _ = narrowed(sheet, [observe(probe, lambda X: 7 * np.sin(X)) for probe in probes])
    assert other.mistakes == ()


def test_the_cheapest_probe_that_tells_as_much_comes_first() -> None:
    sheet = made_up(lambda X: X, TABLES, mistakes={"sine": np.sin})
    narrowing = Narrowing(sheet, [observe(probe, np.cos) for probe in TABLES], [3, 2, 1])
    asked = Asked(sheet, sheet.mistakes[0])
    assert narrowing.alike(asked) is None
    assert asked.probes == [TABLES[2]]
