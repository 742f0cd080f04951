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
from typing import Any

from descent.judging.verdict import Verdict
from grader.course import Section, Settings
from grader.guest.both.room import room_of
from grader.guest.outside.host import Guest, GuestDied, GuestTimeout, Zygote
from grader.marking.asking import Asking
from grader.marking.budget import FIRST, Attempt, Budget, TooSlow
from grader.marking.endings import CELLS, TESTS, Ending, ending
from grader.marking.one_run import one_run_will_do
from grader.marking.ran import Ran
from grader.marking.telling import veiled
from grader.results import Cell
from grader.sheets.exercise import exercises

# How many guests either run may take, because a cell or a test ended the one before. Each time
# costs a deadline.
MAX_STARTS = 4

# Bytes of output that are kept of one submission, as they are stored.
MAX_OUTPUTS = 16 << 20

GAVE_UP = "gave up: too much of the notebook does not finish"
NO_TIME = "cells of the student's own were passed over: there was no more time for them"
# Which cell it was could be chosen by what a probe has shown.
ONLY_ASKED = "a cell that is run again for the tests did not end there, and was passed over"


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
        self.section, self.cells, self.tests, self.budget = section, cells, tests, budget
        self.ran = Ran()
        self._asking = Asking(section, cells, settings, budget, seed)
        names = [cell.name.removeprefix("test_") for cell in cells]
        self._exercises = {
            number: name
            for number, (cell, name) in enumerate(zip(cells, names, strict=True))
            if cell.role == "test" and name in exercises(section)
        }
        self._output_bytes_left = MAX_OUTPUTS
        self._fatal: set[int] = set()
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
                self._have_patience()
                self._at, self._seconds = number, math.inf
                try:
                    self._asking.mark(guest, self._exercises[number], self.ran)
                except GuestTimeout:
                    # It may have more time than there is patience for now.
                    self._have_patience()
                    raise
            else:
                self._run(guest, number)
        return True

    def _tell(self, zygote: Zygote) -> None:
        """Ask what is not right what students can ask, in a guest that sees no hidden probe."""
        names = self._asking.to_be_told(self.ran.verdicts)
        open_ = [number for number, name in self._exercises.items() if name in names]
        if not open_ or self.budget.left() <= 0:
            return
        # Whatever this run comes upon is no matter of the submission's.
        ran, fatal = self.ran, set(self._fatal)
        self.ran = Ran()
        with zygote.guest() as guest, contextlib.suppress(GuestTimeout, GuestDied):
            for number in range(max(open_) + 1):
                if number in open_:
                    self._asking.tell(guest, self._exercises[number], ran)
                else:
                    self._run(guest, number)
        self.ran, self._fatal = ran, fatal

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

    def _lost(self, error: GuestTimeout | GuestDied) -> None:
        how = ending(error)
        name = self._exercises.get(self._at)
        if name:
            if name not in self.ran.verdicts:
                what = TESTS[how]
                message = f"{exercises(self.section)[name].answer_name} {what} when it is tested."
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
