"""What an entry of ``grader/exercises`` says of an exercise."""

from __future__ import annotations

import functools
import importlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from descent.probes import Observation, Probe
from descent.sheets import Criterion
from grader.errors import BadExercise

# Begins a probe: takes its name, returns the generator from which its numbers are drawn.
Begin = Callable[[str], np.random.Generator]

UNTOUCHED = Criterion("arguments left as they were", rule="untouched", manner=True)
AN_INT = Criterion("an int, not a float", rule="integer", manner=True)


@dataclass(frozen=True)
class Mistake:
    """A known mistake: a wrong variant of the answer, and one sentence to the student.

    Attributes:
        id: A short name for those who grade, such as ``missing-mean``.
        sentence: What a good teaching assistant would say, in the words of
            the lesson.
        edits: The variant as edits ``(old, new)`` of the reference's cell;
            each ``old`` stands there exactly once.
        code: Or the variant as a whole answer cell.
        hint: What the next hint in the notebook begins with, if not the sentence.
    """

    id: str
    sentence: str
    edits: tuple[tuple[str, str], ...] = ()
    code: str = ""
    hint: str = ""

    def apply(self, source: str) -> str:
        """Return the variant of an answer cell.

        Raises:
            BadExercise: An edit does not fit the cell.
        """
        if self.code:
            return self.code
        for old, new in self.edits:
            if source.count(old) != 1:
                raise BadExercise(
                    f"mistake {self.id!r}: {old!r} must stand in the reference answer exactly "
                    f"once, and stands there {source.count(old)} times"
                )
            source = source.replace(old, new)
        return source


def edit(id: str, sentence: str, *changes: str, hint: str = "") -> Mistake:
    """Return a known mistake written as edits: old, new, and perhaps more such pairs."""
    pairs = tuple(zip(changes[::2], changes[1::2], strict=True))
    return Mistake(id, sentence, edits=pairs, hint=hint)


def rewrite(id: str, sentence: str, code: str, hint: str = "") -> Mistake:
    """Return a known mistake written as a whole answer cell."""
    return Mistake(id, sentence, code=code, hint=hint)


@dataclass(frozen=True)
class Exercise:
    """All there is to an exercise but its reference answer and its points.

    Attributes:
        name: Its name in the contract.
        probes: Draws the questions, each from a generator of its own: it begins a
            probe by its name, draws its numbers, and yields it. Called once with a
            known seed for the visible tests and once with the course seed.
        criteria: What is asked, with shares.
        hints: Three, from a nudge to nearly the answer.
        mistakes: Known mistakes; where several fit an answer, the first counts.
        answer: What the notebook calls the answer, if not ``name``.
        cell: The grade_id of the answer cell, if not ``answer``.
        returns: Names for the items of a returned tuple, for messages.
        uses: Earlier exercises of the notebook that the answer may call.
        sealed: Whether the right value of the visible test must not be read.
        seconds: How long one probe may take.
        truth: Gives what is right for a probe, where it is not simply what the
            reference does; gets the probe and the reference's namespace.
    """

    name: str
    probes: Callable[[Begin], Iterable[Probe]]
    criteria: tuple[Criterion, ...]
    hints: tuple[str, str, str]
    mistakes: tuple[Mistake, ...] = ()
    answer: str = ""
    cell: str = ""
    returns: tuple[str, ...] = ()
    uses: tuple[str, ...] = ()
    sealed: bool = False
    seconds: float = 10.0
    truth: Callable[[Probe, Mapping[str, Any]], Observation] | None = None

    @property
    def answer_name(self) -> str:
        """What the notebook calls the answer."""
        return self.answer or self.name

    @property
    def answer_cell(self) -> str:
        """The grade_id of the cell that holds the answer."""
        return self.cell or self.answer_name


def drawn_probes(entry: Exercise, generator: Begin) -> tuple[Probe, ...]:
    """Draw the probes of an exercise, each with the name that it was begun by.

    Args:
        entry: The exercise.
        generator: Gives the generator of a probe by its name.

    Raises:
        BadExercise: A name is taken twice, or what is yielded was not begun.
    """
    names: list[str] = []
    probes: list[Probe] = []

    def begin(name: str) -> np.random.Generator:
        if name in names:
            raise BadExercise(f"{entry.name}: two probes are called {name!r}")
        names.append(name)
        return generator(name)

    for probe in entry.probes(begin):
        probes.append(replace(probe, name=names[-1] if names else ""))
        if len(probes) != len(names):
            raise BadExercise(
                f"{entry.name}: {len(probes)} probes are yielded where {len(names)} were begun "
                f"(the last one: {probes[-1].name!r})"
            )
    return tuple(probes)


@functools.cache
def exercises(section: str) -> dict[str, Exercise]:
    """Return the exercises of a section, by name, in order.

    Raises:
        BadExercise: There is no module for the section.
    """
    module = "grader.exercises." + section.split("_", 1)[-1]
    try:
        entries: tuple[Exercise, ...] = importlib.import_module(module).EXERCISES
    except ModuleNotFoundError as error:
        if error.name != module:
            raise
        raise BadExercise(f"section {section!r} needs a module {module}") from error
    return {entry.name: entry for entry in entries}
