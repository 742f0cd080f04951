"""Asking the answers of one submission, in the guest that has run its cells, and judging them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from descent.diagnosis.experiments import Experiments
from descent.diagnosis.judge import judge
from descent.judging.sheets import Sheet
from descent.judging.verdict import Verdict
from descent.probing.probes import Observation
from grader.course import Section, Settings
from grader.guest.outside.host import Guest, GuestDied, GuestTimeout
from grader.guest.outside.questions import Question
from grader.marking.absent import absence
from grader.marking.blame import blame
from grader.marking.budget import Budget
from grader.marking.ran import Ran
from grader.marking.telling import closed, is_to_be_told, told
from grader.results import Cell
from grader.sheets.exercise import exercises
from grader.sheets.experiments import experiment_questions, shown_experiments
from grader.sheets.hidden import (
    hidden_sheet,
    questions,
    shown_questions,
    shown_sheet,
    with_slip,
)


class Asking:
    """Asks the answers of a submission what is hidden, and what students can ask.

    Args:
        section: The section.
        cells: The cells as they count.
        settings: Limits.
        budget: The time of the submission.
        seed: Where the probes come from, in place of the course seed.
    """

    def __init__(
        self,
        section: Section,
        cells: Sequence[Cell],
        settings: Settings,
        budget: Budget,
        seed: str | None,
    ) -> None:
        self._section, self._cells, self._settings = section, cells, settings
        self._budget, self._seed = budget, seed
        self._is_open = section.name in settings.open
        self._lines = {
            (number, line.strip())
            for cell in cells
            if cell.runs
            for number, line in enumerate(cell.source.splitlines(), 1)
        }
        # The exercises whose verdict rests on nothing below them.
        self._alone: set[str] = set()

    def mark(self, guest: Guest, name: str, ran: Ran) -> None:
        """Put the hidden probes of an exercise, and keep the verdict.

        Args:
            guest: Has run the cells up to the test of the exercise.
            name: The exercise.
            ran: Gets the verdict, and what was asked.

        Raises:
            GuestTimeout: The answer does not come in time.
            GuestDied: The answer ended the guest.
        """
        sheet = hidden_sheet(self._section, name, self._seed)
        asked = questions(self._section, name, self._seed)
        seconds = self._budget.for_answer(self._longest(sheet))
        observations = self._observed(guest, asked, seconds)
        ran.asked[name] = sheet, tuple(observations)
        source = self._source(name)
        verdict = judge(sheet, observations, reveal=False, source=source)
        why_absent = self._why_absent(sheet, observations, ran)
        if why_absent:
            verdict = replace(verdict, message=why_absent, diagnosis=None, gap=None)
        ran.verdicts[name] = verdict
        if verdict.state != "passed" and not why_absent:
            own = verdict
            verdict = blame(
                *(self._section, sheet, observations, verdict, ran.verdicts, guest, source),
                seconds=self._budget.left(),
            )
            if verdict is own:
                self._alone.add(name)
            ran.verdicts[name] = with_slip(
                self._section, name, observations, verdict, self._seed, source
            )

    def to_be_told(self, verdicts: dict[str, Verdict]) -> set[str]:
        """Return the exercises of which more can be told; what is closed is taken out of the rest.

        Args:
            verdicts: On hidden probes, by exercise.
        """
        if self._is_open:
            verdicts.update({name: closed(verdict) for name, verdict in verdicts.items()})
        return {
            name
            for name, verdict in verdicts.items()
            if is_to_be_told(verdict, self._is_open, alone=name in self._alone)
        }

    def tell(self, guest: Guest, name: str, ran: Ran) -> None:
        """Put what students can ask, and say it in the verdict.

        Args:
            guest: Has run the cells up to the test of the exercise, and seen no hidden probe.
            name: The exercise.
            ran: Has the verdict on hidden probes, and gets the other and what was tried.

        Raises:
            GuestTimeout: The answer does not come in time.
            GuestDied: The answer ended the guest.
        """
        sheet = shown_sheet(self._section, name)
        observations = self._told(guest, sheet, shown_questions(self._section, name))
        verdict, source, experiments = ran.verdicts[name], self._source(name), None
        alone, is_open = name in self._alone, self._is_open
        try:
            # Elsewhere nothing is said that rests on them.
            if alone or is_open:
                experiments = self._experiments(guest, name)
        except (GuestTimeout, GuestDied):
            # What visible probes have shown is told all the same.
            ran.verdicts[name] = told(verdict, sheet, observations, None, is_open, source)
            raise
        if experiments and alone:
            ran.experiments[name] = experiments
            if not is_open:
                verdict = self._tried(*ran.asked[name], experiments, source)
        ran.verdicts[name] = told(verdict, sheet, observations, experiments, is_open, source)

    def _experiments(self, guest: Guest, name: str) -> Experiments | None:
        sheet = shown_experiments(self._section, name)
        if sheet is None:
            return None
        asked = experiment_questions(self._section, name)
        return Experiments(sheet, self._told(guest, sheet, asked))

    def _tried(
        self,
        sheet: Sheet,
        observations: Sequence[Observation],
        experiments: Experiments,
        source: str,
    ) -> Verdict:
        """Return the verdict on hidden probes, with what is said of it tried on experiments."""
        experiment = lambda: experiments
        verdict = judge(sheet, observations, False, source=source, experiment=experiment)
        return with_slip(
            *(self._section, sheet.exercise, observations, verdict, self._seed, source),
            experiment,
        )

    def _source(self, name: str) -> str:
        """Return the student's cell with the answer to an exercise."""
        cell_name = exercises(self._section)[name].answer_cell
        return next((c.source for c in self._cells if c.name == cell_name), "")

    def _longest(self, sheet: Sheet) -> float:
        """Return how many seconds an answer may take for all that a sheet asks."""
        # Only an exercise that asks for more time than is usual may go beyond the course's limit.
        longest = sheet.seconds if sheet.seconds > Sheet.seconds else 0.0
        return max(self._settings.exercise, longest)

    def _told(self, guest: Guest, sheet: Sheet, asked: Sequence[Question]) -> list[Observation]:
        """Return what an answer does with what students can ask, which nothing waits for."""
        return self._observed(guest, asked, min(self._longest(sheet), self._budget.left()))

    def _observed(
        self, guest: Guest, asked: Sequence[Question], seconds: float
    ) -> list[Observation]:
        return [self._honest(seen) for seen in guest.observe_each(asked, seconds)]

    def _honest(self, observation: Observation) -> Observation:
        """Drop the line of an error unless it really is a line of the notebook."""
        error = observation.raised
        if error and (error.line, error.source) not in self._lines:
            return replace(observation, raised=replace(error, source="", line=0))
        return observation

    def _why_absent(self, sheet: Sheet, observations: Sequence[Observation], ran: Ran) -> str:
        """Say why there is no answer of that name, where there is none."""
        missing = f"name {sheet.answer!r} is not defined"
        error = observations[0].raised
        if not error or error.type != "NameError" or error.message != missing:
            return ""
        cell = exercises(self._section)[sheet.exercise].answer_cell
        return absence(sheet.answer, cell, self._cells, ran.outputs, ran.refused)
