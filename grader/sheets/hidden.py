"""The sheets that decide marks: their probes come from the course seed, and no student has them."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import replace

from descent.diagnosis.experiments import Experiment
from descent.diagnosis.judge import judge
from descent.diagnosis.wrong_answer import Explained, WrongAnswer, is_open
from descent.errors import BrokenChecks
from descent.judging import sheet_files
from descent.judging.sheets import Sheet
from descent.judging.verdict import Verdict
from descent.probing.probes import Observation
from descent.probing.values import Value
from grader.course import Section, hidden_rng
from grader.errors import BadSource
from grader.guest.outside.questions import Question, questions_of
from grader.sheets.exercise import exercises
from grader.sheets.foreseen import with_foreseen
from grader.sheets.kept import kept
from grader.sheets.preparation import asked, entry_of, sheet_of, visible_rng, with_mistakes
from grader.sheets.references import reference
from grader.sheets.rules import rules


def hidden_sheet(section: Section, name: str, seed: str | None = None) -> Sheet:
    """Return the sheet that decides marks: its probes come from the course seed."""
    return drawn(section, name, seed)


def read_all(section: Section) -> None:
    """Have everything at hand that decides marks in a section: it takes its time, once."""
    for name in exercises(section):
        rules(section, name)
        hidden_sheet(section, name)


@functools.cache
def drawn(section: Section, name: str, seed: str | None) -> Sheet:
    """Draw the sheet that decides marks, once for all submissions."""
    entry = entry_of(section, name)

    def make() -> dict[str, Value]:
        of = reference(section)
        sheet = asked(entry, of, lambda probe: hidden_rng(section, name, probe, seed), again=True)
        sheet = with_mistakes(sheet, entry, of)
        return {
            "parameters": sheet.parameters,
            "defaults": sheet.defaults,
            "probes": sheet.probes,
            "expected": sheet.expected,
            "mistakes": [one.observations for one in sheet.mistakes],
        }

    seen = make() if seed is not None else kept(section, name, "hidden", make)
    mistakes = [
        mistake.known(observations)
        for mistake, observations in zip(entry.mistakes, seen["mistakes"], strict=True)
    ]
    return sheet_of(entry, **{**seen, "mistakes": tuple(mistakes)})


def shown_sheet(section: Section, name: str) -> Sheet:
    """Return the sheet that students have, with its visible probes.

    Raises:
        BadSource: It was not built.
    """
    try:
        return sheet_files.load_from(section.course.checks / f"{section}.zip", name)
    except BrokenChecks as error:
        raise BadSource(f"{error}; run descent build {section}") from error


@functools.cache
def shown_questions(section: Section, name: str) -> tuple[Question, ...]:
    """Return the visible probes of an exercise as guests are asked them."""
    of = asked(entry_of(section, name), reference(section), visible_rng(name))
    return questions_of(replace(of, probes=shown_sheet(section, name).probes))


@functools.cache
def questions(section: Section, name: str, seed: str | None = None) -> tuple[Question, ...]:
    """Return the hidden probes of an exercise as guests are asked them."""
    return questions_of(drawn(section, name, seed))


def with_slip(
    section: Section,
    name: str,
    observations: Sequence[Observation],
    verdict: Verdict,
    seed: str | None = None,
    source: str = "",
    experiment: Experiment | None = None,
) -> Verdict:
    """Return a verdict on hidden probes, with what is foreseen named where nothing says all of it.

    It takes seconds to see what slips and pairs of mistakes do, once for all submissions:
    that is done only for an answer that nothing else explains, or not all of it.
    """
    half = verdict.gap is not None and verdict.gap.kind != "raised"
    if verdict.state in ("passed", "not attempted") or not (half or is_open(verdict.diagnosis)):
        return verdict

    def besides(_: WrongAnswer, explanation: Explained) -> Explained:
        return replace(explanation, besides=verdict.besides)

    sheet = foreseeing(section, name, seed)
    slip = judge(
        *(sheet, observations, False, besides),
        source=source,
        experiment=experiment,
    )
    return verdict if is_open(slip.diagnosis) else slip


@functools.cache
def foreseeing(section: Section, name: str, seed: str | None) -> Sheet:
    """Return the hidden sheet that also knows what slips do."""
    sheet = drawn(section, name, seed)

    def make() -> dict[str, str]:
        first, entry = sheet.asked_first(), entry_of(section, name)
        return dict(with_foreseen(first, entry, reference(section)).foreseen)

    foreseen = make() if seed is not None else kept(section, name, "slips", make)
    return replace(sheet, foreseen=foreseen)
