"""The course of this repository, as most tests speak of it: its sections by their names."""

from __future__ import annotations

import functools
from collections.abc import Callable
from pathlib import Path
from typing import Concatenate, ParamSpec, TypeVar

from grader.course import Course, Section, Settings
from grader.course import hidden_rng as _hidden_rng
from grader.demo import classroom
from grader.marking import release
from grader.sheets import answers as _answers
from grader.sheets import exercise, exercise_check, experiments, hidden, preparation, references
from grader.sheets import rules as _rules

P, T = ParamSpec("P"), TypeVar("T")

COURSE = Course.here()
ROOT = COURSE.root


def sections() -> tuple[str, ...]:
    """The names of all sections, in order."""
    return tuple(section.name for section in COURSE.sections)


def ungraded() -> tuple[str, ...]:
    """The names of the notebooks that are no assignment, in order."""
    return tuple(notebook.name for notebook in COURSE.ungraded)


def source_of(section: str) -> Path:
    """The source notebook of a section, or of a notebook that is no assignment."""
    (notebook,) = COURSE.choose_notebooks([section])
    return notebook.source


def points_of(section: str) -> float:
    """The points of all exercises of a section together."""
    return sum(reference(section).points.values())


def settings() -> Settings:
    """What ``course.toml`` says."""
    return COURSE.settings


def _by_name(function: Callable[Concatenate[Section, P], T]) -> Callable[Concatenate[str, P], T]:
    @functools.wraps(function)
    def of_a_name(section: str, *args: P.args, **kwargs: P.kwargs) -> T:
        return function(COURSE.section(section), *args, **kwargs)

    return of_a_name


answered = _by_name(classroom.answered)
answers = _by_name(_answers.answers)
drawn = _by_name(hidden.drawn)
ExerciseCheck = _by_name(exercise_check.ExerciseCheck)
exercises = _by_name(exercise.exercises)
experiment_sheet = _by_name(experiments.experiment_sheet)
folder_of = _by_name(exercise.folder_of)
foreseeing = _by_name(hidden.foreseeing)
hidden_rng = _by_name(_hidden_rng)
hidden_sheet = _by_name(hidden.hidden_sheet)
mistaken = _by_name(classroom.mistaken)
reference = _by_name(references.reference)
released = _by_name(release.released)
rules = _by_name(_rules.rules)
unfinished = _by_name(classroom.unfinished)
visible_sheet = _by_name(preparation.visible_sheet)
with_slip = _by_name(hidden.with_slip)
