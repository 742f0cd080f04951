"""Running one submission: its cells for what they show, and again to ask its answers.

One guest runs all cells, is asked nothing, and gives outputs and status.
Another runs them again and is asked on the way, each answer where its test
stands, so that what a later cell rebinds or changes in place costs nothing.
Nothing that a guest shows counts any more once it has been asked. Where one
run gives the same for sure, one will do. A third guest is asked visible probes
and experiments alone, where words are wanted for what a hidden one has found.
"""

from __future__ import annotations

import contextlib
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from descent.diagnosis.experiments import Experiments
from descent.diagnosis.judge import judge
from descent.judging.sheets import Sheet
from descent.judging.verdict import Verdict
from descent.probing.probes import Observation
from grader.course import Section, Settings
from grader.guest.both.room import room_of
from grader.guest.outside.host import Guest, GuestDied, GuestTimeout, Zygote
from grader.guest.outside.questions import Question
from grader.marking.absent import absence
from grader.marking.blame import blame
from grader.marking.budget import FIRST, Attempt, Budget, TooSlow
from grader.marking.endings import CELLS, TESTS, Ending, ending
from grader.marking.one_run import one_run_will_do
from grader.marking.telling import closed, is_to_be_told, told, veiled
from grader.results import Cell, Status
from grader.sheets.exercise import exercises
from grader.sheets.experiments import experiment_questions, shown_experiments
from grader.sheets.hidden import (
    hidden_sheet,
    questions,
    shown_questions,
    shown_sheet,
    with_slip,
)

# How many guests either run may take, because a cell or a test ended the one before. Each time
# costs a deadline.
MAX_STARTS = 4

# Bytes of output that are kept of one submission, as they are stored.
MAX_OUTPUTS = 16 << 20

GAVE_UP = "gave up: too much of the notebook does not finish"
NO_TIME = "cells of the student's own were passed over: there was no more time for them"
# Which cell it was could be chosen by what a probe has shown.
ONLY_ASKED = "a cell that is run again for the tests did not end there, and was passed over"


@dataclass
class Ran:
    """What came of running a submission.

    Attributes:
        status: ``graded``, ``timeout`` or ``crashed``.
        notes: What an instructor should know.
        outputs: The outputs of the cells, by their place.
        verdicts: What is to be said of the exercises that were reached.
        refused: The lines that a guest would not run, by the place of their cell.
        asked: What the answers did that could be asked, each with its sheet.
        experiments: What wrong answers did that were asked more.
    """

    status: Status = "graded"
    notes: list[str] = field(default_factory=list)
    outputs: dict[int, list[dict[str, Any]]] = field(default_factory=dict)
    verdicts: dict[str, Verdict] = field(default_factory=dict)
    refused: dict[int, tuple[str, ...]] = field(default_factory=dict)
    asked: dict[str, tuple[Sheet, tuple[Observation, ...]]] = field(default_factory=dict)
    experiments: dict[str, Experiments] = field(default_factory=dict)


def run(
    section: Section,
    cells: Sequence[Cell],
    zygote: Zygote,
    settings: Settings,
    tests: Mapping[str, str],
    attempt: Attempt = FIRST,
    seed: str | None = None,
) -> Ran:
    """Run the cells of a submission and ask its answers.

    What ends a guest costs only itself: the others are run again in a new
    guest, without it.

    Args:
        section: The section.
        cells: The cells as they count.
        zygote: Gives the guests.
        settings: Limits. Both runs share the time of the submission; the first
            begins no cell where the second could not have what it needs.
        tests: Sources of test cells, by grade_id, that are run in place of their own.
        attempt: How long there is patience, and which cells are known to end a guest.
        seed: Where the probes come from, in place of the course seed.

    Raises:
        TooSlow: It takes longer than there is patience.
    """
    runs = _Runs(section, cells, settings, tests, Budget(settings, attempt.patience), seed)
    for number, how in attempt.fatal.items():
        runs.ended(number, how)
    return runs.complete(zygote)


class _Runs:
    """The runs of one submission, over as many guests as it takes."""

    def __init__(
        self,
        section: Section,
        cells: Sequence[Cell],
        settings: Settings,
        tests: Mapping[str, str],
        budget: Budget,
        seed: str | None,
    ) -> None:
        self.section, self.cells, self.settings, self.tests = section, cells, settings, tests
        self.budget, self.seed = budget, seed
        self.ran = Ran()
        names = [cell.name.removeprefix("test_") for cell in cells]
        self._exercises = {
            number: name
            for number, (cell, name) in enumerate(zip(cells, names, strict=True))
            if cell.role == "test" and name in exercises(section)
        }
        self._lines = {
            (number, line.strip())
            for cell in cells
            if cell.runs
            for number, line in enumerate(cell.source.splitlines(), 1)
        }
        self._output_bytes_left = MAX_OUTPUTS
        self._fatal: set[int] = set()
        # The exercises whose verdict rests on nothing below them.
        self._alone: set[str] = set()
        # Of these, those that ended the first run, which may be told.
        self._ended: dict[int, Ending] = {}
        self._at = 0
        # How long that what is at it may take.
        self._seconds = math.inf
        # The outputs of the cells before this one count in the run that goes on.
        self._shown = 0

    def complete(self, zygote: Zygote) -> Ran:
        """Run the cells, and run them again to ask the answers."""
        if one_run_will_do(self.cells, self._exercises):
            self._shown = min(self._exercises)
        else:
            self._shown = len(self.cells)
            self._over_guests(zygote, self._show)
            self._shown = 0
        self._over_guests(zygote, self._ask)
        self._tell(zygote)
        return self.ran

    def _over_guests(self, zygote: Zygote, work: Callable[[Guest], bool]) -> None:
        for _ in range(MAX_STARTS):
            with zygote.guest() as guest:
                try:
                    if work(guest):
                        return
                    break
                except (GuestTimeout, GuestDied) as error:
                    # What had less time than it may have is not to blame.
                    short = isinstance(error, GuestTimeout) and self._seconds < self.budget.cell
                    if self.budget.left() < 0 or (short and self._at < self._shown):
                        break
                    if short:
                        self._pass_over(self._at)
                    else:
                        self._lost(error)
        if self.ran.status == "graded":
            self.ran.status = "timeout"
        self._note(GAVE_UP)

    def _show(self, guest: Guest) -> bool:
        """Run all cells; return whether there was time for that, and is for the second run."""
        start = self.budget.spent()
        again, last = 0.0, max(self._exercises, default=-1)
        for number in range(len(self.cells)):
            if number <= last:
                again = self.budget.spent() - start
            if self.budget.for_cells() < again:
                return False
            self._run(guest, number)
        return True

    def _ask(self, guest: Guest) -> bool:
        """Run the cells up to the last exercise that has no verdict yet, and ask for these."""
        open_ = [n for n, name in self._exercises.items() if name not in self.ran.verdicts]
        for number in range(max(open_, default=-1) + 1):
            if number in open_:
                self._at, self._seconds = number, math.inf
                self._mark(guest, self._exercises[number])
            else:
                self._run(guest, number)
        return True

    def _tell(self, zygote: Zygote) -> None:
        """Ask what is not right what students can ask, in a guest that sees no hidden probe."""
        verdicts, is_open = self.ran.verdicts, self.section.name in self.settings.open
        if is_open:
            verdicts.update({name: closed(verdict) for name, verdict in verdicts.items()})
        open_ = [
            number
            for number, name in self._exercises.items()
            if name in verdicts
            and is_to_be_told(verdicts[name], is_open, alone=name in self._alone)
        ]
        if not open_ or self.budget.left() <= 0:
            return
        # Whatever this run comes upon is no matter of the submission's.
        ran, fatal = self.ran, set(self._fatal)
        self.ran = Ran(verdicts=verdicts)
        with zygote.guest() as guest, contextlib.suppress(GuestTimeout, GuestDied):
            for number in range(max(open_) + 1):
                if number not in open_:
                    self._run(guest, number)
                    continue
                name = self._exercises[number]
                sheet = shown_sheet(self.section, name)
                observations = self._observed(guest, sheet, shown_questions(self.section, name))
                verdict, source, experiments = verdicts[name], self._source(name), None
                alone = name in self._alone
                try:
                    # Elsewhere nothing is said that rests on them.
                    if alone or is_open:
                        experiments = self._experiments(guest, name)
                except (GuestTimeout, GuestDied):
                    # What visible probes have shown is told all the same.
                    verdicts[name] = told(verdict, sheet, observations, None, is_open, source)
                    raise
                if experiments and alone:
                    ran.experiments[name] = experiments
                    if not is_open:
                        verdict = self._tried(*ran.asked[name], experiments, source)
                verdicts[name] = told(verdict, sheet, observations, experiments, is_open, source)
        self.ran, self._fatal = ran, fatal

    def _experiments(self, guest: Guest, name: str) -> Experiments | None:
        sheet = shown_experiments(self.section, name)
        if sheet is None:
            return None
        asked = experiment_questions(self.section, name)
        return Experiments(sheet, self._observed(guest, sheet, asked))

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
            *(self.section, sheet.exercise, observations, verdict, self.seed, source),
            experiment,
        )

    def _run(self, guest: Guest, number: int) -> None:
        cell = self.cells[number]
        if number in self._exercises or number in self._fatal:
            return
        if not (cell.runs or cell.role == "test"):
            return
        self._have_patience()
        self._at = number
        remaining = self.budget.for_cells() if cell.role == "free" else self.budget.left()
        if remaining < 0:
            self._pass_over(number)
            return
        source = self.tests.get(cell.name, cell.source)
        self._seconds = min(self.budget.cell, remaining)
        outputs = guest.run(source, self._seconds, muted=number >= self._shown)
        if number < self._shown:
            self._keep(number, outputs if source == cell.source else veiled(outputs))
            if guest.refused:
                self.ran.refused[number] = guest.refused

    def _pass_over(self, number: int) -> None:
        self._fatal.add(number)
        self._note(NO_TIME)

    def _have_patience(self) -> None:
        if not self.budget.patient():
            raise TooSlow(self._ended)

    def _keep(self, number: int, outputs: list[dict[str, Any]]) -> None:
        """Keep the outputs of a cell from the first time that it ran, as long as there is room."""
        if number in self.ran.outputs:
            return
        self._output_bytes_left -= sum(map(room_of, outputs))
        if self._output_bytes_left < 0:
            text = "[the outputs of this notebook are too long; the rest was dropped]"
            outputs = [{"output_type": "stream", "name": "stderr", "text": text}]
        self.ran.outputs[number] = outputs

    def _mark(self, guest: Guest, name: str) -> None:
        self._have_patience()
        sheet = hidden_sheet(self.section, name, self.seed)
        observations = self._observed(guest, sheet, questions(self.section, name, self.seed))
        self.ran.asked[name] = sheet, tuple(observations)
        source = self._source(name)
        verdict = judge(sheet, observations, reveal=False, source=source)
        why_absent = self._why_absent(sheet, observations)
        if why_absent:
            verdict = replace(verdict, message=why_absent, diagnosis=None, gap=None)
        self.ran.verdicts[name] = verdict
        if verdict.state != "passed" and not why_absent:
            own = verdict
            verdict = blame(
                *(self.section, sheet, observations, verdict, self.ran.verdicts, guest, source),
                seconds=self.budget.left(),
            )
            if verdict is own:
                self._alone.add(name)
            self.ran.verdicts[name] = with_slip(
                self.section, name, observations, verdict, self.seed, source
            )

    def _source(self, name: str) -> str:
        """Return the student's cell with the answer to an exercise."""
        cell_name = exercises(self.section)[name].answer_cell
        return next((c.source for c in self.cells if c.name == cell_name), "")

    def _observed(self, guest: Guest, sheet: Sheet, asked: Sequence[Question]) -> list[Observation]:
        """Return what an answer does with the probes of a sheet."""
        # Only an exercise that asks for more time than is usual may go beyond the course's limit.
        longest = sheet.seconds if sheet.seconds > Sheet.seconds else 0.0
        seconds = min(max(self.settings.exercise, longest), self.budget.left())
        return [self._honest(seen) for seen in guest.observe_each(asked, seconds)]

    def _honest(self, observation: Observation) -> Observation:
        """Drop the line of an error unless it really is a line of the notebook."""
        error = observation.raised
        if error and (error.line, error.source) not in self._lines:
            return replace(observation, raised=replace(error, source="", line=0))
        return observation

    def _why_absent(self, sheet: Sheet, observations: Sequence[Observation]) -> str:
        """Say why there is no answer of that name, where there is none."""
        missing = f"name {sheet.answer!r} is not defined"
        error = observations[0].raised
        if not error or error.type != "NameError" or error.message != missing:
            return ""
        cell = exercises(self.section)[sheet.exercise].answer_cell
        return absence(sheet.answer, cell, self.cells, self.ran.outputs, self.ran.refused)

    def _lost(self, error: GuestTimeout | GuestDied) -> None:
        how = ending(error)
        name = self._exercises.get(self._at)
        if name:
            if name not in self.ran.verdicts:
                what = TESTS[how]
                message = f"{hidden_sheet(self.section, name).answer} {what} when it is tested."
                self.ran.verdicts[name] = Verdict(name, "error", 0.0, {}, None, message)
                self._note(f"test of {name}: {what}")
            return
        if self._at < self._shown:
            self.ended(self._at, how)
        else:
            self._fatal.add(self._at)
            self._note(ONLY_ASKED)

    def ended(self, number: int, how: Ending) -> None:
        """Learn that a cell ends the first run, and how."""
        late = how == "late"
        self._fatal.add(number)
        self._ended[number] = how
        self.ran.status = "timeout" if late else "crashed"
        what = CELLS[how].format(self.budget.cell)
        self._note(f"cell {number + 1} {what} and was passed over")
        self.ran.outputs[number] = [
            {
                "output_type": "error",
                "ename": "CellTimeoutError" if late else "DeadKernelError",
                "evalue": f"this cell {what}",
                "traceback": [f"This cell {what}; the rest of the notebook was run without it."],
            }
        ]

    def _note(self, text: str) -> None:
        if text not in self.ran.notes:
            self.ran.notes.append(text)
