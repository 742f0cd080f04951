"""What the tests of marking share: a class that is graded again and again."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from descent.command import main
from descent.judging.sheets import Criterion, Sheet
from grader import grading
from grader.course import Section
from grader.guest.outside.host import Zygote
from grader.guest.outside.isolation import isolation
from grader.guest.outside.levels import Report
from grader.marking import asking as module
from grader.sheets import hidden, preparation, rules
from grader.sheets.preparation import asked, entry_of, visible_rng
from grader.workers import work
from tests.grader.classes import SECTION, Cohort
from tests.grader.marking.regrading import asking, forget
from tests.grader.workers.at_home import AtHome
from tests.here import COURSE, exercises, reference


@pytest.fixture
def ask(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., None]]:
    """Return a function that changes what is asked of a neuron, as a new release would."""

    def ask(*sizes: int, **fields: Any) -> None:
        entries = exercises(SECTION)
        probes = {"probes": asking(*sizes)} if sizes else {}
        entry = dataclasses.replace(entries["neuron"], **probes, **fields)
        monkeypatch.setitem(entries, "neuron", entry)
        forget()

    # Files know nothing of what is changed here.
    for room in (hidden, rules):
        monkeypatch.setattr(room, "kept", lambda section, exercise, what, make: make())
    for room in (hidden, module):
        monkeypatch.setattr(room, "shown_sheet", _shown_sheet)
    # What is asked again follows from what is asked.
    monkeypatch.setattr(preparation, "asked_again", lambda probes, right: iter(()))
    ask(2, 30, criteria=(Criterion("values"),), mistakes=())
    yield ask
    monkeypatch.undo()
    forget()


def _shown_sheet(section: Section, name: str) -> Sheet:
    of = reference(str(section))
    return asked(entry_of(section, name), of, visible_rng(name))


@pytest.fixture(scope="session")
def report(zygote: Zygote) -> Report:
    return isolation(zygote, COURSE.hidden)


@pytest.fixture
def grade(
    cohort: Cohort,
    known: str,
    ask: object,
    zygote: Zygote,
    report: Report,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Callable[..., str]:
    """Return a function that grades the class and gives what was printed."""
    # The class is graded again and again: one zygote will do.
    monkeypatch.setattr(grading, "Pool", AtHome)
    monkeypatch.setattr(work, "_zygote", lambda limits, section: (zygote, report))
    # Why an answer is wrong is not the question here, and takes longest.
    monkeypatch.setattr(module, "with_slip", lambda section, name, seen, verdict, *_: verdict)

    def grade(*options: str) -> str:
        if "--compare" not in options:
            options += ("--json", str(cohort.course / "marks.json"))
        assert main(["grade", str(cohort.submitted), "--workers", "1", *options]) == 0
        return capsys.readouterr().out

    return grade
