"""``descent exercise``: whether the folder of one exercise does what it is for.

The reference must pass; each known mistake must fail and be told its own sentence; right
answers must pass; wrong ones must fail, and no cause be stated that is not true of them.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator
from dataclasses import dataclass

from descent.diagnosis.experiments import Experiment, asking
from descent.diagnosis.judge import judge
from descent.judging.compare import same_behavior
from descent.judging.sheets import KnownMistake, Sheet
from descent.judging.verdict import Verdict
from descent.probing.probes import Observation, observe
from grader.course import Course, Section
from grader.errors import BadExercise
from grader.sheets.answers import Answer, answers
from grader.sheets.exercise import Exercise, exercises
from grader.sheets.experiments import experiment_sheet
from grader.sheets.hidden import hidden_sheet, with_slip
from grader.sheets.preparation import visible_sheet
from grader.sheets.references import reference

SEEDS = ("one", "two", "three")


def seeds(count: int) -> tuple[str, ...]:
    """Return the seeds of as many courses, from the three on with which the tests try all."""
    return (*SEEDS, *map(str, range(len(SEEDS) + 1, count + 1)))[:count]


@dataclass(frozen=True)
class ExerciseCheck:
    """An exercise on its visible probes and on those of several courses.

    Attributes:
        section: Its section.
        name: Its name.
        seeds: The seeds of the courses.
    """

    section: Section
    name: str
    seeds: tuple[str, ...] = SEEDS

    @property
    def entry(self) -> Exercise:
        """The exercise."""
        return exercises(self.section)[self.name]

    @property
    def sheets(self) -> list[tuple[str | None, Sheet]]:
        """The visible sheet, without a seed, and a hidden one for each seed."""
        visible = _visible(self.section, self.name)
        hidden = ((seed, hidden_sheet(self.section, self.name, seed)) for seed in self.seeds)
        return [(None, visible), *hidden]

    def verdicts(self, code: str = "") -> Iterator[Verdict]:
        """Yield what is said of an answer cell, in a notebook and while grading.

        Args:
            code: The answer cell; the reference answer if there is none.
        """
        of, cell = reference(self.section), self.entry.answer_cell
        source = code or of.source(cell)
        for seed, sheet in self.sheets:
            # Made anew each time: an answer may remember what it was asked.
            answer = of.variant(cell, source)[self.entry.answer_name]
            observations = [observe(probe, answer) for probe in sheet.probes]
            experiment = self._experiment(answer)
            verdict = judge(sheet, observations, reveal=seed is None, experiment=experiment)
            if seed is not None:
                verdict = with_slip(
                    *(self.section, self.name, observations, verdict, seed),
                    experiment=experiment,
                )
            yield verdict

    def _experiment(self, answer: object) -> Experiment:
        sheet = _experiments(self.section, self.name)
        return functools.cache(lambda: asking(sheet, lambda probe: observe(probe, answer)))

    def problems(self) -> Iterator[str]:
        """Yield what is not as it should be, a sentence each."""
        for verdict in self.verdicts():
            if verdict.share < 1.0:
                yield f"the reference answer does not pass: {verdict.message}"
        for place, sheet in self.sheets:
            where = "the visible probes" if place is None else f"the probes of the seed {place!r}"
            # A right value that is sealed cannot be opened again to judge a mistake.
            if place is not None or not self.entry.sealed:
                yield from _confusions(sheet.asked_first(), where, self.entry)
        for answer in answers(self.section, self.name):
            for verdict in self.verdicts(answer.code):
                if problem := not_as_meant(answer, verdict):
                    yield f"{answer.place}: {answer.style!r} {problem}"
                    break


def find(name: str, course: Course) -> Section:
    """Return the section of a course that has an exercise.

    Raises:
        BadExercise: There is none of that name.
    """
    exercises_by_section = {section: list(reference(section).points) for section in course.sections}
    for section, names in exercises_by_section.items():
        if name in names:
            return section
    lines = [f"  {section}: {', '.join(names)}" for section, names in exercises_by_section.items()]
    what = f"there is no exercise {name!r}" if name else "which exercise?"
    raise BadExercise("\n".join([f"{what} There are", *lines]))


def not_as_meant(answer: Answer, verdict: Verdict) -> str:
    """Return what is wrong with what is said of an answer; nothing if it is as it should be."""
    if answer.right:
        return "" if verdict.share == 1.0 else f"is right and does not pass: {verdict.message}"
    if verdict.share == 1.0:
        return "is wrong and passes"
    if verdict.diagnosis is None:
        return f"should be told one of {', '.join(answer.causes)}" if answer.causes else ""
    if verdict.diagnosis in (*answer.causes, *answer.also_true):
        return ""
    return f"is told {verdict.diagnosis!r}: {verdict.message}"


@functools.cache
def _experiments(section: Section, name: str) -> Sheet | None:
    return experiment_sheet(section, name)


@functools.cache
def _visible(section: Section, name: str) -> Sheet:
    return visible_sheet(section, name)


def _confusions(sheet: Sheet, where: str, entry: Exercise) -> Iterator[str]:
    by_id = {mistake.id: mistake for mistake in sheet.mistakes}
    places = {mistake.id: mistake.place for mistake in entry.mistakes}
    for mistake in sheet.mistakes:
        verdict = judge(sheet, mistake.observations)
        label = f"{places[mistake.id]}: {mistake.id!r}"
        if verdict.share == 1.0:
            yield f"{label} gets full marks on {where}"
        elif verdict.diagnosis == mistake.id:
            continue
        elif verdict.diagnosis in by_id and _alike(mistake, by_id[verdict.diagnosis], sheet):
            yield (
                f"{label} does the same as {verdict.diagnosis!r} on all of {where}: keep one of "
                "them, with a sentence that is true of both, or add a probe that tells them apart"
            )
        else:
            yield f"{label} is told {verdict.diagnosis!r} on {where}: {verdict.message}"


def _alike(one: KnownMistake, other: KnownMistake, sheet: Sheet) -> bool:
    def same(first: Observation, second: Observation) -> bool:
        return same_behavior(first, second, sheet.returns)

    return all(map(same, one.observations, other.observations))
