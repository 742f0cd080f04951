"""Marking one submission: run its cells in a guest, ask its answers, decide."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from descent.judge import Verdict, judge
from descent.probes import Observation
from descent.sheets import Sheet
from grader.alignment import Cell, aligned, released
from grader.basis import Basis
from grader.blame import blame
from grader.course import Settings
from grader.exercise import exercises
from grader.guest.host import Guest, GuestDied, GuestTimeout, Zygote
from grader.preparation import hidden_sheet, with_slip
from grader.references import reference
from grader.submissions import Missing, Submission, Unreadable, read_notebook

# How often the cells of a submission are run again because one of them, or a
# test, ended the guest. Each time costs a deadline.
MAX_STARTS = 4

# Characters of output that are kept of one submission.
MAX_OUTPUTS = 20 << 20


@dataclass(frozen=True)
class Score:
    """The mark of one exercise, why, and what it rests on."""

    exercise: str
    score: float
    max_score: float
    diagnosis: str | None
    message: str
    basis: Basis | None = None


@dataclass(frozen=True)
class Change:
    """A mark that is another one today than the one that stands.

    Attributes:
        old: The mark that stands in the gradebook.
        new: The mark of today.
        reason: What is different of what they rest on.
        kept: Whether the old one is not to be overwritten unless asked for.
    """

    old: Score
    new: Score
    reason: str
    kept: bool


@dataclass
class Marked:
    """A submission with its marks.

    Attributes:
        status: ``graded``, or what kept the submission from being graded:
            ``missing``, ``unreadable``, ``timeout``, ``crashed``, ``unknown``.
        scores: One for each exercise of the assignment.
        seconds: How long it took.
        notes: What an instructor should know.
        cells: The cells as they counted; none where nothing could be read.
        outputs: The outputs of the cells, by their place.
        isolation: How well the guest was locked in that ran it.
        kept: Marks of before that count in place of those of today.
    """

    submission: Submission
    status: str
    scores: list[Score]
    seconds: float = 0.0
    notes: list[str] = field(default_factory=list)
    cells: list[Cell] = field(default_factory=list)
    outputs: dict[int, list[dict[str, Any]]] = field(default_factory=dict)
    isolation: str = ""
    kept: list[Change] = field(default_factory=list)

    @property
    def score(self) -> float:
        """The points in all."""
        return round(sum(item.score for item in self.scores), 2)

    @property
    def max_score(self) -> float:
        """The points that could be had."""
        return sum(item.max_score for item in self.scores)


def mark(
    submission: Submission, zygote: Zygote, settings: Settings, all_cells: bool = False
) -> Marked:
    """Mark a submission. Whatever is wrong with it, the result says so."""
    begun = time.monotonic()
    try:
        submitted = read_notebook(submission)
    except Unreadable as error:
        status = "missing" if isinstance(error, Missing) else "unreadable"
        return nothing(submission, status, str(error))
    cells, notes = aligned(released(submission.assignment), submitted, all_cells)
    marked = mark_cells(submission, cells, zygote, settings)
    marked.notes[:0] = notes
    marked.seconds = time.monotonic() - begun
    return marked


def mark_cells(
    submission: Submission,
    cells: list[Cell],
    zygote: Zygote,
    settings: Settings,
    tests: Mapping[str, str] | None = None,
) -> Marked:
    """Run the cells of a submission and mark its exercises.

    Args:
        submission: Whose they are.
        cells: The cells as they count.
        zygote: Gives the guests.
        settings: Limits.
        tests: Sources of test cells, by grade_id, for those that belong to no
            exercise of the course: these are run in the guest as they are.
    """
    run = _Run(submission.assignment, cells, settings, tests or {})
    run.complete(zygote)
    scores = [
        _score(submission.assignment, name, run.verdicts.get(name))
        for name in exercises(submission.assignment)
    ]
    return Marked(
        submission,
        run.status,
        scores,
        notes=run.notes,
        cells=cells,
        outputs=run.outputs,
    )


def nothing(submission: Submission, status: str, why: str, points: bool = True) -> Marked:
    """Return the row of a submission that cannot be marked: zero everywhere, and why."""
    section = submission.assignment
    names = reference(section).points if points else {}
    scores = [Score(name, 0.0, most, None, why) for name, most in names.items()]
    return Marked(submission, status, scores, notes=[why])


def _score(section: str, name: str, verdict: Verdict | None) -> Score:
    points = reference(section).points[name]
    if verdict is None:
        return Score(name, 0.0, points, None, "This was not reached: the notebook did not finish.")
    score = round(verdict.share * points, 2)
    return Score(name, score, points, verdict.diagnosis, verdict.message)


class _Run:
    """The execution of one submission, over as many guests as it takes."""

    def __init__(
        self, section: str, cells: Sequence[Cell], settings: Settings, tests: Mapping[str, str]
    ) -> None:
        self.section, self.cells, self.settings, self.tests = section, cells, settings, tests
        self.status = "graded"
        self.notes: list[str] = []
        self.outputs: dict[int, list[dict[str, Any]]] = {}
        self.verdicts: dict[str, Verdict] = {}
        self._fatal: set[int] = set()
        self._at = 0
        self._lines = {
            (number, line.strip())
            for cell in cells
            if cell.runs
            for number, line in enumerate(cell.source.splitlines(), 1)
        }
        self._room = MAX_OUTPUTS

    def complete(self, zygote: Zygote) -> None:
        """Run the cells and mark the exercises.

        What ends a guest costs only itself: the others are run again in a new
        guest, without it.
        """
        deadline = time.monotonic() + self.settings.submission
        for _ in range(MAX_STARTS):
            with zygote.guest() as guest:
                try:
                    self._run(guest, deadline)
                    return
                except (GuestTimeout, GuestDied) as error:
                    self._lost(error)
            if time.monotonic() > deadline:
                break
        self.status = "timeout" if self.status == "graded" else self.status
        self.notes.append("gave up: too much of the notebook does not finish")

    def _run(self, guest: Guest, deadline: float) -> None:
        for number, cell in enumerate(self.cells):
            self._at = number
            if self._is_exercise(cell):
                guest.remember(cell.name, self.settings.cell)
            elif (cell.runs or cell.role == "test") and number not in self._fatal:
                left = deadline - time.monotonic()
                source = self.tests.get(cell.name, cell.source)
                outputs = guest.run(source, min(self.settings.cell, left))
                self._keep(number, outputs if source == cell.source else _veiled(outputs))
        # Only when every cell has had its say do the probes begin: what a function
        # keeps of a probe, no cell can print any more.
        for number, cell in enumerate(self.cells):
            self._at = number
            if self._is_exercise(cell) and self._exercise(cell) not in self.verdicts:
                self._mark(guest, cell, deadline - time.monotonic())

    def _keep(self, number: int, outputs: list[dict[str, Any]]) -> None:
        """Keep the outputs of a cell from the first time that it ran, as long as there is room."""
        if number in self.outputs:
            return
        self._room -= len(json.dumps(outputs, default=str))
        if self._room < 0:
            text = "[the outputs of this notebook are too long; the rest was dropped]"
            outputs = [{"output_type": "stream", "name": "stderr", "text": text}]
        self.outputs[number] = outputs

    def _is_exercise(self, cell: Cell) -> bool:
        return cell.role == "test" and self._exercise(cell) in exercises(self.section)

    def _exercise(self, cell: Cell) -> str:
        return cell.name.removeprefix("test_")

    def _mark(self, guest: Guest, cell: Cell, left: float) -> None:
        name = self._exercise(cell)
        sheet = hidden_sheet(self.section, name)
        # Only an exercise that asks for more time than is usual may go beyond the course's limit.
        longest = sheet.seconds if sheet.seconds > Sheet.seconds else 0.0
        deadline = time.monotonic() + min(max(self.settings.exercise, longest), left)
        seen = [
            self._honest(guest.observe(cell.name, sheet.answer, probe, deadline - time.monotonic()))
            for probe in sheet.probes
        ]
        verdict = judge(sheet, seen, reveal=False)
        undefined = self._undefined(sheet, seen)
        if undefined:
            verdict = replace(verdict, message=undefined, diagnosis=None)
        self.verdicts[name] = verdict
        if verdict.state != "passed" and not undefined:
            cell_name = exercises(self.section)[name].answer_cell
            source = next((c.source for c in self.cells if c.name == cell_name), "")
            blamed = blame(self.section, sheet, seen, verdict, self.verdicts, guest, source)
            self.verdicts[name] = with_slip(self.section, name, seen, blamed)

    def _honest(self, seen: Observation) -> Observation:
        """Drop the line of an error unless it really is a line of the notebook."""
        if seen.raised and (seen.raised.line, seen.raised.source) not in self._lines:
            return replace(seen, raised=replace(seen.raised, source="", line=0))
        return seen

    def _undefined(self, sheet: Sheet, seen: Sequence[Observation]) -> str:
        """Say why there is no answer of that name, where there is none."""
        missing = f"name {sheet.answer!r} is not defined"
        raised = seen[0].raised
        if not raised or raised.type != "NameError" or raised.message != missing:
            return ""
        cell = exercises(self.section)[sheet.exercise].answer_cell
        for number, outputs in self.outputs.items():
            errors = [o for o in outputs if o.get("output_type") == "error"]
            if self.cells[number].name == cell and errors:
                return (
                    f"There is no {sheet.answer}: its cell stops with "
                    f"{str(errors[0].get('ename'))[:60]}: {str(errors[0].get('evalue'))[:200]}"
                )
        return f"There is no {sheet.answer} in the notebook: the cell that defines it is missing."

    def _lost(self, error: GuestTimeout | GuestDied) -> None:
        cell = self.cells[self._at]
        late = isinstance(error, GuestTimeout)
        if self._is_exercise(cell):
            name = self._exercise(cell)
            if name in self.verdicts:
                return
            what = "takes too long" if late else "ends the process that runs it"
            message = f"{hidden_sheet(self.section, name).answer} {what} when it is tested."
            self.verdicts[name] = Verdict(name, "error", 0.0, {}, None, message)
            self.notes.append(f"test of {name}: {what}")
            return
        self._fatal.add(self._at)
        self.status = "timeout" if late else "crashed"
        what = f"did not end within {self.settings.cell:g} s" if late else "ended the process"
        self.notes.append(f"cell {self._at + 1} {what} and was passed over")
        self.outputs[self._at] = [
            {
                "output_type": "error",
                "ename": "CellTimeoutError" if late else "DeadKernelError",
                "evalue": f"this cell {what}",
                "traceback": [f"This cell {what}; the rest of the notebook was run without it."],
            }
        ]


def _veiled(outputs: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return what may be shown of a test that is partly hidden: its value, and that it failed."""
    told = "a test failed that is not shown in full"
    failed = {"output_type": "error", "ename": "TestFailed", "evalue": told, "traceback": [told]}
    kinds = [output.get("output_type") for output in outputs]
    values = [o for o, kind in zip(outputs, kinds, strict=True) if kind == "execute_result"]
    return [failed] if "error" in kinds else values
