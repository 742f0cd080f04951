"""Experiments: what a wrong answer is asked besides, to tell explanations apart.

They count for no marks, are shipped beside the visible probes, and are the same
with every course seed. An exercise that draws none of its own is asked its
probes once more, with other numbers and sizes.
"""

from __future__ import annotations

import functools
from dataclasses import replace

import numpy as np

from descent.judging import sheet_files
from descent.judging.sheets import Sheet
from grader.course import Section
from grader.guest.outside.questions import Question, questions_of
from grader.sheets.exercise import Exercise
from grader.sheets.preparation import VISIBLE_SEED, asked, entry_of, mistakes_asked, visible_rng
from grader.sheets.references import Reference, reference
from grader.sheets.rules import of_probe
from grader.sheets.shipped import shipped_experiments


def experiment_sheet(section: Section, name: str) -> Sheet | None:
    """Return what wrong answers to an exercise are asked besides; None if nothing is.

    Nothing is where right values must not be read, or where one answer takes its time.
    """
    entry, of = entry_of(section, name), reference(section)
    if entry.sealed or entry.seconds > Sheet.seconds:
        return None
    sheet = _drawn(entry, of)
    mistakes = tuple(mistakes_asked(sheet.probes, entry, of))
    return shipped_experiments(replace(sheet, mistakes=mistakes))


def _drawn(entry: Exercise, of: Reference) -> Sheet:
    drawing = replace(entry, probes=entry.experiments or entry.probes)
    sheet = asked(
        drawing,
        of,
        lambda probe: np.random.default_rng(
            [VISIBLE_SEED, *f"{entry.name}/experiment/{probe}".encode()]
        ),
        written=True,
    )
    visible = asked(entry, of, visible_rng(entry.name), written=True)
    shown = {of_probe(probe) for probe in visible.probes}
    # A constant edge case tells nothing new when it is asked twice.
    pairs = [
        (replace(probe, name=f"experiment: {probe.name}", again="experiment"), right)
        for probe, right in zip(sheet.probes, sheet.expected, strict=True)
        if of_probe(probe) not in shown
    ]
    return replace(
        sheet,
        probes=tuple(probe for probe, _ in pairs),
        expected=tuple(right for _, right in pairs),
    )


def shown_experiments(section: Section, name: str) -> Sheet | None:
    """Return the experiments that students have; None if there are none.

    Raises:
        BrokenChecks: The checks were not built, or are damaged.
    """
    return sheet_files.experiments_in(section.course.checks / f"{section}.zip", name)


@functools.cache
def experiment_questions(section: Section, name: str) -> tuple[Question, ...]:
    """Return the experiments of an exercise as guests are asked them."""
    sheet = shown_experiments(section, name)
    return () if sheet is None else questions_of(sheet)
