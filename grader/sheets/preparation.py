"""From an exercise's entry to its answer sheet: draw the probes, and see what each answer does."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import Any

import numpy as np

from descent.judging.compare import same_behavior
from descent.judging.sheet_files import as_written
from descent.judging.sheets import KnownMistake, Sheet
from descent.probing.probes import Observation, Probe, observe
from descent.probing.values import Value, seal
from grader.course import Section
from grader.errors import BadExercise
from grader.sheets.again import asked_again
from grader.sheets.exercise import Begin, Exercise, drawn_probes, exercises
from grader.sheets.foreseen import with_earlier, with_foreseen
from grader.sheets.references import Reference, reference

VISIBLE_SEED = 20_250_101


def visible_sheet(section: Section, name: str) -> Sheet:
    """Return the sheet of the checks that a student sees: the same with every course seed."""
    entry = entry_of(section, name)
    sheet = prepare(entry, reference(section), visible_rng(name))
    if entry.sealed:
        return _sealed(sheet)
    foreseen = with_foreseen(sheet, entry, reference(section))
    return with_earlier(foreseen, exercises(section), reference(section))


def visible_rng(name: str) -> Begin:
    """Return what gives the generators of the visible probes of an exercise."""
    # Seeds differ between probes, so that they are not all alike.
    return lambda probe: np.random.default_rng([VISIBLE_SEED, *f"{name}/{probe}".encode()])


def prepare(entry: Exercise, of: Reference, generator: Begin) -> Sheet:
    """Draw the probes of an exercise, and put them to the reference and to every known mistake.

    Raises:
        BadExercise: As for :func:`with_mistakes`.
    """
    return with_mistakes(asked(entry, of, generator, written=True), entry, of)


def with_mistakes(sheet: Sheet, entry: Exercise, of: Reference) -> Sheet:
    """Return a sheet that also knows what every known mistake does when it is asked first.

    Raises:
        BadExercise: A known mistake does what the reference does: the tests
            would pass it.
    """
    first = sheet.asked_first()
    mistakes = tuple(mistakes_asked(first.probes, entry, of))
    same = functools.partial(same_behavior, returns=entry.returns)
    for mistake in mistakes:
        if all(map(same, first.expected, mistake.observations)):
            raise BadExercise(
                f"{entry.name}: no probe tells the mistake {mistake.id!r} from the right answer: "
                "draw one that does, whatever the seed"
            )
    return replace(sheet, mistakes=mistakes)


def mistakes_asked(
    probes: Sequence[Probe], entry: Exercise, of: Reference
) -> Iterator[KnownMistake]:
    """Yield the known mistakes of an exercise, with what each does with these probes."""
    source = of.source(entry.answer_cell)
    for mistake in entry.mistakes:
        variant = of.variant(entry.answer_cell, mistake.apply(source))[entry.answer_name]
        observations = tuple(_bare(observe(probe, variant)) for probe in probes)
        yield mistake.known(observations)


def _bare(observation: Observation) -> Observation:
    """Leave out what stood in the line of an error: it is told of a student's alone."""
    error = observation.raised
    return replace(observation, raised=replace(error, names={})) if error else observation


def asked(
    entry: Exercise,
    of: Reference,
    generator: Begin,
    *,
    again: bool = False,
    written: bool = False,
) -> Sheet:
    """Draw the probes of an exercise and put them to the reference: all that decides a mark.

    Args:
        entry: The exercise.
        of: The reference answers.
        generator: Gives the generator of a probe by its name.
        again: Whether to ask twice as well, as every hidden test does.
        written: Whether to ask with the numbers that a file of checks has. Those drawn are
            longer, and what comes of them may have another digest.
    """
    answers = of.answers()
    answer = answers[entry.answer_name]
    probes = drawn_probes(entry, generator)
    if written:
        probes = as_written(probes)
    if again and not entry.truth:
        probes += tuple(asked_again(probes, functools.partial(observe, answer=answer)))
    truths = tuple(_truth(entry, probe, answers) for probe in probes)
    return sheet_of(entry, _parameters(answer), probes, truths, defaults=_defaults(answer))


def sheet_of(
    entry: Exercise,
    parameters: tuple[str, ...],
    probes: tuple[Probe, ...],
    expected: tuple[Observation, ...],
    mistakes: tuple[KnownMistake, ...] = (),
    defaults: Mapping[str, Mapping[str, Value]] = MappingProxyType({}),
) -> Sheet:
    """Return the sheet of an exercise.

    Args:
        entry: The exercise.
        parameters: The names of the reference answer's parameters.
        probes: The probes.
        expected: What the reference answer does with each.
        mistakes: The known mistakes.
        defaults: What its arguments are that are not passed, and those of its methods.
    """
    return Sheet(
        exercise=entry.name,
        answer=entry.answer_name,
        parameters=parameters,
        returns=entry.returns,
        criteria=entry.criteria,
        probes=probes,
        expected=expected,
        mistakes=mistakes,
        hints=entry.hints,
        uses=entry.uses,
        seconds=entry.seconds,
        own_properties=entry.own_properties,
        defaults=defaults,
    )


def entry_of(section: Section, name: str) -> Exercise:
    """Return an exercise of a section.

    Raises:
        BadExercise: There is none of that name.
    """
    entries = exercises(section)
    if name not in entries:
        raise BadExercise(f"{section} has no exercise {name!r}; it has {', '.join(entries)}")
    return entries[name]


def _truth(entry: Exercise, probe: Probe, answers: Mapping[str, Any]) -> Observation:
    if entry.truth:
        return entry.truth(probe, answers)
    right = observe(probe, answers[entry.answer_name])
    if right.raised:
        raise BadExercise(
            f"{entry.name}: the reference answer itself fails on {probe.label or 'a probe'}: "
            f"{right.raised.type}: {right.raised.message}"
        )
    return right


def _parameters(answer: object) -> tuple[str, ...]:
    return tuple(inspect.signature(answer).parameters) if callable(answer) else ()


def _defaults(answer: object) -> dict[str, dict[str, Value]]:
    """Return what arguments are by default, of a function or of the methods of a class."""
    functions = vars(answer).values() if isinstance(answer, type) else [answer]
    found = {
        one.__name__: {
            name: parameter.default
            for name, parameter in inspect.signature(one).parameters.items()
            if isinstance(parameter.default, (bool, int, float))
        }
        for one in functions
        if inspect.isfunction(one)
    }
    return {name: defaults for name, defaults in found.items() if defaults}


def _sealed(sheet: Sheet) -> Sheet:
    def closed(observation: Observation) -> Observation:
        return replace(
            observation, shown={name: seal(value) for name, value in observation.shown.items()}
        )

    mistakes = tuple(
        replace(mistake, observations=tuple(map(closed, mistake.observations)))
        for mistake in sheet.mistakes
    )
    return replace(sheet, expected=tuple(map(closed, sheet.expected)), mistakes=mistakes)
