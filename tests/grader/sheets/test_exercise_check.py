"""`descent exercise`: a folder of an exercise that is as it should be, and ones that are not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from grader import cli
from grader.errors import BadExercise
from grader.sheets import exercise_check, hidden, preparation
from grader.sheets.answers import Answer
from grader.sheets.exercise import Exercise
from grader.sheets.exercise_check import SEEDS, find, seeds
from grader.sheets.mistakes import Mistake
from tests.here import COURSE, ExerciseCheck, exercises

SECTION, NAME = "01_perceptron", "sigmoid_derivative"
RIGHT = "def sigmoid_derivative(a):\n    return a * (1 - a)\n"
HALVED = "def sigmoid_derivative(a):\n    return a * (1 - a) / 2\n"


@pytest.fixture
def change(monkeypatch: pytest.MonkeyPatch) -> object:
    """Return a function that changes the mistakes and the answers of the exercise."""
    known = exercises(SECTION)

    def change(mistakes: tuple[Mistake, ...], *given: Answer) -> ExerciseCheck:
        entry: Exercise = replace(known[NAME], mistakes=mistakes)
        for module in (preparation, exercise_check):
            monkeypatch.setattr(module, "exercises", lambda _: {**known, NAME: entry})
        monkeypatch.setattr(exercise_check, "answers", lambda *_: given)
        forget()
        return ExerciseCheck(SECTION, NAME, ("one",))

    yield change
    forget()


def forget() -> None:
    cached = (hidden.drawn, hidden.foreseeing, exercise_check._visible, exercise_check._experiments)
    for one in cached:
        one.cache_clear()


def mistake(id: str, code: str) -> Mistake:
    return Mistake(id, f"{id}.", code=code, place=f"mistakes.md:{len(id)}")


def answer(code: str, right: bool, *causes: str) -> Answer:
    return Answer(NAME, "a style", code, right, causes, place="answers.md:7")


def test_a_folder_of_the_course_has_no_problem() -> None:
    assert not list(ExerciseCheck(SECTION, NAME, ("one",)).problems())


def test_two_mistakes_that_do_the_same_are_told(change) -> None:
    also = HALVED.replace("/ 2", "* 0.5")
    problems = list(change((mistake("halved", HALVED), mistake("twice", also))).problems())
    assert len(problems) == 2  # in the notebook and while grading
    assert problems[0].startswith(
        "mistakes.md:5: 'twice' does the same as 'halved' on all of the vis"
    )


def test_answers_that_are_not_as_meant_are_told(change) -> None:
    mistakes = (mistake("halved", HALVED),)
    for wrong, problem in {
        answer(HALVED, True): "'a style' is right and does not pass",
        answer(RIGHT, False): "'a style' is wrong and passes",
        answer(HALVED, False, "doubled"): "'a style' is told 'halved'",
        answer(HALVED, False): "'a style' is told 'halved'",
    }.items():
        (told,) = change(
            mistakes, answer(RIGHT, True), answer(HALVED, False, "halved"), wrong
        ).problems()
        assert told.startswith(f"answers.md:7: {problem}")


def test_an_answer_whose_cause_is_not_found_is_told(change) -> None:
    strange = "def sigmoid_derivative(a):\n    return np.cos(a * 7.3) + a ** 3\n"
    (told,) = change((mistake("halved", HALVED),), answer(strange, False, "halved")).problems()
    assert "should be told one of halved" in told


def test_a_name_that_is_none_is_told_with_all_that_there_are() -> None:
    assert find(NAME, COURSE).name == SECTION
    with pytest.raises(BadExercise, match=r"no exercise 'sigmoidd'[^$]*02_activations: tanh"):
        find("sigmoidd", COURSE)
    with pytest.raises(BadExercise, match=r"which exercise[^$]*minibatches"):
        find("", COURSE)


def test_there_are_seeds_for_as_many_courses_as_are_asked_for() -> None:
    assert [seeds(n) for n in (1, 3)] == [SEEDS[:1], SEEDS]
    assert len({*seeds(40)}) == 40 and seeds(40)[:3] == SEEDS


def test_the_command_says_what_it_tried_and_fails_where_there_is_a_problem(
    change, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["exercise", NAME]) == 0
    said = capsys.readouterr().out
    assert said.startswith(f"{NAME} ({SECTION}): ") and said.endswith("no problems\n")
    change((mistake("halved", HALVED),), answer(RIGHT, False))
    assert cli.main(["exercise", NAME]) == 1
    assert "'a style' is wrong and passes" in capsys.readouterr().out
