"""What a folder of ``grader/exercises`` says of an exercise.

``grader/exercises/<section>/<exercise>/`` holds ``exercise.py``, ``hints.md``,
``mistakes.md`` and ``answers.md``, and perhaps ``properties.py``. Which exercises a section
has, and in which order, the test cells of its notebook say.
"""

from __future__ import annotations

import functools
import hashlib
import importlib
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np

from descent.judging.sheets import Criterion
from descent.probing.probes import Observation, Probe
from grader.course import Course, Section
from grader.errors import BadExercise
from grader.sheets.mistakes import Mistake, read_mistakes
from grader.sheets.properties import read_properties
from grader.sheets.references import reference
from grader.sheets.worksheet import read_hints

# Begins a probe: takes its name, returns the generator from which its numbers are drawn.
Begin = Callable[[str], np.random.Generator]

UNTOUCHED = Criterion("arguments left as they were", rule="untouched", manner=True)
AN_INT = Criterion("an int, not a float", rule="integer", manner=True)


@dataclass(frozen=True)
class Exercise:
    """All there is to an exercise but its reference answer and its points.

    An ``exercise.py`` makes one without a name, hints, mistakes and properties: its folder
    has them.

    Attributes:
        probes: Draws the questions, each from a generator of its own: it begins a
            probe by its name, draws its numbers, and yields it. Called once with a
            known seed for the visible tests and once with the course seed.
        criteria: What is asked, with shares.
        name: Its name in the contract.
        hints: Three, from a nudge to nearly the answer.
        mistakes: Known mistakes; where several fit an answer, the first counts.
        answer: What the notebook calls the answer, if not ``name``.
        cell: The grade_id of the answer cell, if not ``answer``.
        methods: Where exercises share a class, its methods that are of this one;
            the first is the one that is asked for.
        returns: Names for the items of a returned tuple, for messages.
        uses: Earlier exercises of the notebook that the answer may call.
        experiments: Draws what wrong answers are asked besides, for no marks, to tell
            explanations apart: one thing varied at a time. Without it, the probes are
            drawn once more.
        shuffles: Whether the answer gives things in an order of its own.
        sealed: Whether the right value of the visible test must not be read.
        seconds: How long one probe may take.
        truth: Gives what is right for a probe, where it is not simply what the
            reference does; gets the probe and the reference's namespace.
        own_properties: The module of the properties that serve this exercise alone, as
            source; ``""`` if there are none.
    """

    probes: Callable[[Begin], Iterable[Probe]]
    criteria: tuple[Criterion, ...]
    name: str = ""
    hints: tuple[str, ...] = ()
    mistakes: tuple[Mistake, ...] = ()
    answer: str = ""
    cell: str = ""
    methods: tuple[str, ...] = ()
    returns: tuple[str, ...] = ()
    uses: tuple[str, ...] = ()
    experiments: Callable[[Begin], Iterable[Probe]] | None = None
    shuffles: bool = False
    sealed: bool = False
    seconds: float = 10.0
    truth: Callable[[Probe, Mapping[str, Any]], Observation] | None = None
    own_properties: str = ""

    @property
    def answer_name(self) -> str:
        """What the notebook calls the answer."""
        return self.answer or self.name

    @property
    def answer_cell(self) -> str:
        """The grade_id of the cell that holds the answer."""
        return self.cell or self.answer_name

    @property
    def name_in_messages(self) -> str:
        """What a student calls the answer: the function, or the method of a class."""
        return self.methods[0] if self.methods else self.answer_name


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
def exercises(section: Section) -> dict[str, Exercise]:
    """Return the exercises of a section, by name, in the order of their test cells.

    Raises:
        BadExercise: There is no folder for the section, or for one of its test cells,
            or no test cell for one of the folders; or a file is not understood.
    """
    of = reference(section)
    names = [name for name in of.points if name not in of.asserts]
    if not names:
        return {}
    folder = folder_of(section)
    if missing := [name for name in names if not (folder / name / "exercise.py").is_file()]:
        raise BadExercise(f"{section} tests {missing[0]!r}: there is no {folder / missing[0]}")
    package = _package(section.course)
    entries = {name: _load(folder / name, package) for name in names}
    cells = {entry.answer_cell for entry in entries.values()}
    there = {path.parent.name for path in (*folder.glob("*/*.md"), *folder.glob("*/exercise.py"))}
    if strays := sorted(there - cells - entries.keys()):
        raise BadExercise(f"{folder / strays[0]} is for no test cell of {section}")
    return entries


def folder_of(section: Section) -> Path:
    """Return the folder that holds the exercises of a section.

    Raises:
        BadExercise: There is none.
    """
    folder = section.exercises
    if not folder.is_dir():
        relative = folder.relative_to(section.course.root).as_posix()
        raise BadExercise(f"section {section.name!r} needs a folder {relative}")
    return folder


def _package(course: Course) -> str:
    """Return the name of a package that the exercises of a course are, and of no other course."""
    name = f"exercises_{hashlib.sha256(str(course.root).encode()).hexdigest()[:12]}"
    if name not in sys.modules:
        package = ModuleType(name)
        package.__path__ = [str(course.exercises)]
        sys.modules[name] = package
    return name


def _load(folder: Path, package: str) -> Exercise:
    module = f"{package}.{folder.parent.name}.{folder.name}.exercise"
    entry: Exercise = importlib.import_module(module).EXERCISE
    return replace(
        entry,
        name=folder.name,
        hints=read_hints(folder / "hints.md"),
        mistakes=read_mistakes(folder / "mistakes.md"),
        own_properties=read_properties(folder / "properties.py", entry.criteria),
    )
