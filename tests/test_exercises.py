"""Every exercise against its reference, its known mistakes, and pools of answers."""

from __future__ import annotations

import functools

import numpy as np
import pytest

from descent.judge import Verdict, judge
from descent.probes import observe
from descent.sheets import Sheet
from grader.course import sections
from grader.exercise import exercises
from grader.preparation import drawn, hidden_sheet, visible_sheet, with_slip
from grader.references import reference
from grader.rules import rules
from tests import marks
from tests.answers import ALSO_TRUE, Answer, pool

pytestmark = pytest.mark.bank

SEEDS = ("one", "two", "three")
ALL = [(section, name) for section in sections() for name in exercises(section)]
RIGHT = [(section, answer) for section in sections() for answer in pool(section)[0]]
WRONG = [(section, answer) for section in sections() for answer in pool(section)[1]]


@functools.cache
def sheets(section: str, name: str) -> tuple[Sheet, ...]:
    """The visible sheet, and hidden ones of several courses."""
    return (visible_sheet(section, name), *(hidden_sheet(section, name, s) for s in SEEDS))


def verdicts(section: str, name: str, code: str = "") -> list[Verdict]:
    """Return what is said of an answer in a notebook, and while grading by those courses."""
    found = []
    for sheet, seed in zip(sheets(section, name), (None, *SEEDS), strict=True):
        # Made anew each time: an answer may remember what it was asked.
        answer = answer_of(section, name, code)
        seen = [observe(probe, answer) for probe in sheet.probes]
        said = judge(sheet, seen, reveal=not seed)
        found.append(with_slip(section, name, seen, said, seed) if seed else said)
    return found


def answer_of(section: str, name: str, code: str) -> object:
    """Return the answer of a cell with this code, or the reference answer."""
    entry = exercises(section)[name]
    cell = entry.answer_cell
    source = code or reference(section).source(cell)
    return reference(section).variant(cell, source)[entry.answer_name]


def test_the_sections_have_the_exercises_that_their_notebooks_test() -> None:
    for section in sections():
        assert list(exercises(section)) == list(reference(section).points), section


@pytest.mark.parametrize(("section", "name"), ALL)
def test_the_reference_meets_every_criterion(section: str, name: str) -> None:
    for found in verdicts(section, name):
        assert found.state == "passed" and found.share == 1.0, found


@pytest.mark.parametrize(("section", "name"), ALL)
def test_known_mistakes_fail_and_get_their_own_sentence(section: str, name: str) -> None:
    for sheet in sheets(section, name):
        confusions = []
        for mistake in sheet.mistakes:
            found = judge(sheet, mistake.observations)
            # A sealed mistake cannot be opened again; it is tried as code in its own test.
            if exercises(section)[name].sealed and sheet is sheets(section, name)[0]:
                continue
            assert found.share < 1.0, f"{mistake.id} gets full marks"
            if found.diagnosis != mistake.id:
                confusions.append(f"{mistake.id} is told {found.diagnosis}: {found.message}")
        assert not confusions, "\n".join(confusions)


@pytest.mark.parametrize(("section", "name"), ALL)
def test_mistakes_have_ids_and_sentences_of_their_own(section: str, name: str) -> None:
    entry = exercises(section)[name]
    assert len({m.id for m in entry.mistakes}) == len(entry.mistakes)
    assert len({m.sentence for m in entry.mistakes}) == len(entry.mistakes)
    assert all(m.sentence.endswith(".") for m in entry.mistakes)
    assert len(entry.hints) == len({*entry.hints}) == 3


@pytest.mark.parametrize(("section", "answer"), RIGHT, ids=str)
def test_right_answers_in_any_style_get_full_marks(section: str, answer: Answer) -> None:
    for found in verdicts(section, answer.exercise, answer.code):
        assert found.share == 1.0, found.message


@pytest.mark.parametrize(("section", "answer"), WRONG, ids=str)
def test_wrong_answers_lose_marks_and_no_wrong_cause_is_stated(
    section: str, answer: Answer
) -> None:
    said = verdicts(section, answer.exercise, answer.code)
    marks.hold(section, answer, said[1 + SEEDS.index(marks.SEED)].share)
    for found in said:
        assert found.share < 1.0
        true = (None, *answer.causes, *ALSO_TRUE.get(str(answer), ()))
        assert found.diagnosis in true, found.message
        if answer.causes:
            assert found.diagnosis is not None, found.message


@pytest.mark.parametrize(("section", "name"), ALL)
def test_the_recorded_marks_are_of_these_rules_and_answers(section: str, name: str) -> None:
    record = marks.recorded().get(name)
    assert record, f"there are no marks of {name}: {marks.ANEW}"
    assert record["rules"] == rules(section, name).version, f"other rules: {marks.ANEW}"
    assert [*record["shares"]] == [*marks.wrong(section, name)], f"other answers: {marks.ANEW}"


def test_probes_are_repeatable_and_differ_between_courses() -> None:
    for section, name in ALL:
        one, again = (drawn.__wrapped__(section, name, "one") for _ in range(2))
        assert repr(one.probes) == repr(again.probes)


def test_right_answers_are_not_shipped_in_a_sealed_sheet() -> None:
    for section, name in ALL:
        if exercises(section)[name].sealed:
            shown = [
                v for seen in visible_sheet(section, name).expected for v in seen.shown.values()
            ]
            assert all(type(value).__name__ == "Sealed" for value in shown)


def test_hidden_probes_leave_the_global_generator_alone() -> None:
    np.random.seed(0)
    before = np.random.get_state()[1].copy()  # type: ignore[union-attr, index, call-overload]
    for section, name in ALL:
        visible_sheet(section, name)
    assert np.array_equal(before, np.random.get_state()[1])  # type: ignore[index]
