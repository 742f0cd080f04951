"""From an exercise's entry to its answer sheet: draw the probes, and see what each answer does."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from descent.diagnosis.explainers import is_open
from descent.diagnosis.judge import judge
from descent.judging.compare import same_behavior
from descent.judging.sheets import KnownMistake, Sheet
from descent.judging.verdict import Verdict
from descent.probing.probes import Observation, Probe, observe
from descent.probing.values import seal
from grader.course import Section, hidden_rng
from grader.errors import BadExercise
from grader.guest.outside.claims import Room, room_for
from grader.sheets.exercise import Begin, Exercise, drawn_probes, exercises
from grader.sheets.foreseen import with_foreseen
from grader.sheets.kept import kept
from grader.sheets.references import Reference, reference

VISIBLE_SEED = 20_250_101


def visible_sheet(section: Section, name: str) -> Sheet:
    """Return the sheet of the checks that a student sees: the same with every course seed."""
    entry = _entry(section, name)
    # Seeds differ between probes, so that they are not all alike.
    sheet = prepare(
        entry,
        reference(section),
        lambda probe: np.random.default_rng([VISIBLE_SEED, *f"{name}/{probe}".encode()]),
    )
    return _sealed(sheet) if entry.sealed else with_foreseen(sheet, entry, reference(section))


def hidden_sheet(section: Section, name: str, seed: str | None = None) -> Sheet:
    """Return the sheet that decides marks: its probes come from the course seed."""
    return drawn(section, name, seed)


@functools.cache
def drawn(section: Section, name: str, seed: str | None) -> Sheet:
    """Draw the sheet that decides marks, once for all submissions."""
    entry, of = _entry(section, name), reference(section)
    sheet = asked(entry, of, lambda probe: hidden_rng(section, name, probe, seed))
    if seed is not None:
        return with_mistakes(sheet, entry, of)
    seen = kept(
        *(section, name, "mistakes"),
        lambda: [one.observations for one in with_mistakes(sheet, entry, of).mistakes],
    )
    mistakes = [
        KnownMistake(mistake.id, mistake.sentence, observations)
        for mistake, observations in zip(entry.mistakes, seen, strict=True)
    ]
    return replace(sheet, mistakes=tuple(mistakes))


@functools.cache
def rooms(section: Section, name: str, seed: str | None = None) -> tuple[Room, ...]:
    """Return how large what an answer shows may be, for each hidden probe of an exercise."""
    sheet = drawn(section, name, seed)
    return tuple(
        room_for(probe, right, *(mistake.observations[number] for mistake in sheet.mistakes))
        for number, (probe, right) in enumerate(zip(sheet.probes, sheet.expected, strict=True))
    )


def with_slip(
    section: Section,
    name: str,
    seen: Sequence[Observation],
    verdict: Verdict,
    seed: str | None = None,
) -> Verdict:
    """Return a verdict on hidden probes, with a slip named where nothing else is.

    It takes seconds to see what slips do, once for all submissions: that is
    done only for an answer that nothing else explains.
    """
    if verdict.state in ("passed", "not attempted") or not is_open(verdict.diagnosis):
        return verdict
    slipped = judge(foreseeing(section, name, seed), seen, reveal=False)
    return verdict if is_open(slipped.diagnosis) else slipped


@functools.cache
def foreseeing(section: Section, name: str, seed: str | None) -> Sheet:
    """Return the hidden sheet that also knows what slips do."""
    sheet = drawn(section, name, seed)

    def make() -> dict[str, str]:
        return dict(with_foreseen(sheet, _entry(section, name), reference(section)).foreseen)

    foreseen = make() if seed is not None else kept(section, name, "slips", make)
    return replace(sheet, foreseen=foreseen)


def prepare(entry: Exercise, of: Reference, generator: Begin) -> Sheet:
    """Draw the probes of an exercise, and put them to the reference and to every known mistake.

    Raises:
        BadExercise: As for :func:`with_mistakes`.
    """
    return with_mistakes(asked(entry, of, generator), entry, of)


def with_mistakes(sheet: Sheet, entry: Exercise, of: Reference) -> Sheet:
    """Return a sheet that also knows what every known mistake does with its probes.

    Raises:
        BadExercise: A known mistake does what the reference does: the tests
            would pass it.
    """
    source = of.source(entry.answer_cell)
    mistakes = []
    for mistake in entry.mistakes:
        variant = of.variant(entry.answer_cell, mistake.apply(source))[entry.answer_name]
        seen = tuple(observe(probe, variant) for probe in sheet.probes)
        same = functools.partial(same_behavior, returns=entry.returns)
        if all(map(same, sheet.expected, seen)):
            raise BadExercise(
                f"{entry.name}: no probe tells the mistake {mistake.id!r} from the right answer"
            )
        mistakes.append(KnownMistake(mistake.id, mistake.sentence, seen))
    return replace(sheet, mistakes=tuple(mistakes))


def asked(entry: Exercise, of: Reference, generator: Begin) -> Sheet:
    """Draw the probes of an exercise and put them to the reference: all that decides a mark."""
    answers = of.answers()
    answer = answers[entry.answer_name]
    probes = drawn_probes(entry, generator)
    expected = tuple(_truth(entry, probe, answers) for probe in probes)
    return Sheet(
        exercise=entry.name,
        answer=entry.answer_name,
        parameters=_parameters(answer),
        returns=entry.returns,
        criteria=entry.criteria,
        probes=probes,
        expected=expected,
        mistakes=(),
        hints=entry.hints,
        uses=entry.uses,
        seconds=entry.seconds,
    )


def _entry(section: Section, name: str) -> Exercise:
    known = exercises(section)
    if name not in known:
        raise BadExercise(f"{section} has no exercise {name!r}; it has {', '.join(known)}")
    return known[name]


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


def _sealed(sheet: Sheet) -> Sheet:
    def closed(seen: Observation) -> Observation:
        return replace(seen, shown={name: seal(value) for name, value in seen.shown.items()})

    mistakes = tuple(
        replace(mistake, observations=tuple(map(closed, mistake.observations)))
        for mistake in sheet.mistakes
    )
    return replace(sheet, expected=tuple(map(closed, sheet.expected)), mistakes=mistakes)
