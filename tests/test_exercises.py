"""Every exercise against its reference, its known mistakes, and pools of answers."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from descent.diagnosis.judge import judge
from grader.sheets import hidden
from grader.sheets.answers import Answer
from grader.sheets.exercise_check import SEEDS, not_as_meant
from tests import marks
from tests.here import (
    COURSE,
    ExerciseCheck,
    answers,
    exercises,
    folder_of,
    rules,
    sections,
    visible_sheet,
)

pytestmark = pytest.mark.bank

SAMPLE = "01_perceptron"
# Its answers are trained again and again, and take as long as all others of the section.
SLOW = "train_neuron"
ALL = [(section, name) for section in sections() for name in exercises(section)]
ANSWERS = [(section, answer) for section, name in ALL for answer in answers(section, name)]
RIGHT = [(section, answer) for section, answer in ANSWERS if answer.right]
WRONG = [(section, answer) for section, answer in ANSWERS if not answer.right]


def each(what: str, of: Sequence[tuple[str, Any]]) -> pytest.MarkDecorator:
    """Have a test for each pair of a section and something of it; of one section, a sample."""
    pairs = [
        pytest.param(section, one, marks=[pytest.mark.sample] if is_sample else [])
        for section, one in of
        for is_sample in [section == SAMPLE and not str(one).startswith(SLOW)]
    ]
    return pytest.mark.parametrize(("section", what), pairs, ids=str)


def test_the_answers_of_every_file_are_tried() -> None:
    files = {path for section in sections() for path in folder_of(section).glob("*/answers.md")}
    tried = {answer.place.rsplit(":", 1)[0] for _, answer in ANSWERS}
    assert len(files) == len(tried) > 30
    assert {path.parent.name for path in files} == {Path(name).parent.name for name in tried}


@each("name", ALL)
def test_the_reference_meets_every_criterion(section: str, name: str) -> None:
    for found in ExerciseCheck(section, name).verdicts():
        assert found.state == "passed" and found.share == 1.0, found


@each("name", ALL)
def test_known_mistakes_fail_and_get_their_own_sentence(section: str, name: str) -> None:
    for seed, whole in ExerciseCheck(section, name).sheets:
        # What a mistake does when it is asked again is not kept.
        sheet, confusions = whole.asked_first(), []
        for mistake in sheet.mistakes:
            found = judge(sheet.asked_first(), mistake.observations)
            # A sealed mistake cannot be opened again; it is tried as code in its own test.
            if exercises(section)[name].sealed and seed is None:
                continue
            assert found.share < 1.0, f"{mistake.id} gets full marks"
            if found.diagnosis != mistake.id:
                confusions.append(f"{mistake.id} is told {found.diagnosis}: {found.message}")
        assert not confusions, "\n".join(confusions)


@each("name", ALL)
def test_mistakes_have_ids_and_sentences_of_their_own(section: str, name: str) -> None:
    entry = exercises(section)[name]
    assert len({m.id for m in entry.mistakes}) == len(entry.mistakes)
    assert len({m.sentence for m in entry.mistakes}) == len(entry.mistakes)
    assert all(m.sentence.endswith(".") for m in entry.mistakes)
    assert len(entry.hints) == len({*entry.hints}) == 3


@each("answer", RIGHT)
def test_right_answers_in_any_style_get_full_marks(section: str, answer: Answer) -> None:
    for found in ExerciseCheck(section, answer.exercise).verdicts(answer.code):
        assert found.share == 1.0, found.message


@each("answer", WRONG)
def test_wrong_answers_lose_marks_and_no_wrong_cause_is_stated(
    section: str, answer: Answer
) -> None:
    said = [*ExerciseCheck(section, answer.exercise).verdicts(answer.code)]
    marks.hold(section, answer, said[1 + SEEDS.index(marks.SEED)].share)
    for found in said:
        assert not not_as_meant(answer, found)


@each("name", ALL)
def test_the_recorded_marks_are_of_these_rules_and_answers(section: str, name: str) -> None:
    record, anew = marks.recorded(section, name), marks.anew(name)
    assert record, f"there are no marks of {name}: {anew}"
    assert record["rules"] == rules(section, name).version, f"other rules: {anew}"
    assert [*record["shares"]] == [*marks.wrong(section, name)], f"other answers: {anew}"


def test_probes_are_repeatable_and_differ_between_courses() -> None:
    for section, name in ALL:
        one, again = (
            hidden.drawn.__wrapped__(COURSE.section(section), name, "one") for _ in range(2)
        )
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
