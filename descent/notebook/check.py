"""``check`` and ``hint``: what a student calls after writing an answer."""

from __future__ import annotations

import contextlib
import functools
import gc
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from descent.diagnosis.experiments import Experiments, asking
from descent.diagnosis.judge import judge
from descent.errors import NotPassed, UnknownExercise
from descent.judging import sheet_files
from descent.judging.sheets import Sheet
from descent.judging.verdict import Verdict
from descent.notebook import progress
from descent.notebook.boxes import Box, Note, has_buttons, present
from descent.notebook.case import Case, case_of
from descent.notebook.earlier import earlier_in_notebook
from descent.notebook.overflow import warned
from descent.notebook.seedless import seedless
from descent.notebook.sources import source_of
from descent.notebook.time_limit import in_time, is_endless
from descent.probing.probes import Observation, Probe

_UNSET: Any = object()


class CheckResult:
    """What a check found; ``passed`` says whether all was right.

    ``case`` has the first call that is not right, as variables to run it with.
    """

    def __init__(self, verdicts: Sequence[Verdict], answer: object) -> None:
        self.verdicts = tuple(verdicts)
        self._answer = answer

    @property
    def passed(self) -> bool:
        """Whether everything that was asked is met."""
        return all(verdict.state == "passed" for verdict in self.verdicts)

    @property
    def case(self) -> Case | None:
        """The first call that is not right, as variables; None if all is right."""
        for verdict in self.verdicts:
            if verdict.probe:
                return case_of(sheet_files.load(verdict.exercise), verdict.probe, self._answer)
        return None

    @property
    def message(self) -> str:
        """What the student is told."""
        return " ".join(verdict.message for verdict in self.verdicts)

    def __repr__(self) -> str:
        return f"<check of {', '.join(v.exercise for v in self.verdicts)}: " + (
            "passed>" if self.passed else "not passed>"
        )

    def _ipython_display_(self) -> None:
        # The box is shown already: as the value of a cell it would show twice.
        return


def check(exercise: str | Callable[..., Any], answer: object = _UNSET) -> CheckResult:
    """Check an answer with the visible tests and show what was found.

    Args:
        exercise: The answer itself, a function or class whose name tells the
            exercise: ``check(neuron)``. Or the name of the exercise, followed
            by the answer: ``check("separable", separable)``.
        answer: The answer, where the first argument is a name.

    Returns:
        What was found, which is also shown.

    Raises:
        UnknownExercise: No exercise is meant by these arguments.
        NotPassed: The answer is not right, while nbgrader validates a
            notebook (and only then).
    """
    names, answer = _exercises_and_answer(exercise, answer)
    verdicts = []
    for name in names:
        sheet = sheet_files.load(name)
        verdict = examine(sheet, answer)
        verdicts.append(verdict)
        _remember(verdict)
        present(_box(sheet, verdict, last=name == names[-1]))
    result = CheckResult(verdicts, answer)
    if os.environ.get("NBGRADER_EXECUTION") == "validate" and not result.passed:
        raise NotPassed(result.message)
    return result


@contextlib.contextmanager
def _without_a_search_for_garbage() -> Iterator[None]:
    """Put the search for garbage off: a check keeps what it makes to its end, a lot of it."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


@_without_a_search_for_garbage()
def examine(sheet: Sheet, answer: object) -> Verdict:
    """Put the probes of a sheet to an answer and judge what it does, without showing it."""
    observations: list[Observation] = []
    overflowing: list[Probe] = []
    for probe in sheet.probes:
        seen: list[Probe] = []
        note = functools.partial(seen.append, probe)
        observations.append(in_time(sheet, probe, answer, observations, note))
        overflowing += seen[:1]
    source = source_of(answer)
    verdict = judge(
        *(sheet, observations),
        earlier=earlier_in_notebook(answer),
        source=source,
        experiment=lambda: _experiments(sheet, answer, observations),
    )
    if verdict.state == "passed":
        # What costs nothing is told all the same.
        more = [warned(sheet, overflowing, answer), seedless(sheet, source)]
        return replace(verdict, message=" ".join(filter(None, [verdict.message, *more])))
    return verdict


def _experiments(
    sheet: Sheet, answer: object, observations: Sequence[Observation]
) -> Experiments | None:
    """Ask a wrong answer more, unless it does not end."""
    if any(map(is_endless, observations)):
        return None
    more: list[Observation] = []

    def ask(probe: Probe) -> Observation:
        more.append(in_time(sheet, probe, answer, more))
        return more[-1]

    return asking(sheet_files.load_experiments(sheet.exercise), ask)


def _box(sheet: Sheet, verdict: Verdict, last: bool) -> Box:
    """Return the box of a verdict, with points and progress where someone sits at the notebook."""
    offer = _offer(sheet, verdict)
    if not progress.interactive():
        return Box(sheet, verdict, hint=offer)
    progress.note(verdict)
    worth = progress.points_of(sheet.exercise)
    so_far = progress.line(sheet.exercise) if last else ""
    return Box(sheet, verdict, worth, offer, so_far)


def _exercises_and_answer(exercise: object, answer: object) -> tuple[tuple[str, ...], object]:
    """Return the exercises that are meant, and the answer."""
    if isinstance(exercise, str):
        if answer is _UNSET:
            raise UnknownExercise(
                f"check({exercise!r}) has no answer to look at: write check({exercise!r}, answer)"
            )
        return (exercise,), answer
    if answer is not _UNSET:
        raise UnknownExercise('the name of the exercise comes first: check("neuron", my_neuron)')
    return _exercises_of(exercise), exercise


def _exercises_of(answer: object) -> tuple[str, ...]:
    name = getattr(answer, "__name__", None)
    names = sheet_files.of_answer(name) if isinstance(name, str) else ()
    if not names:
        what = f"{name!r}" if name else f"a {type(answer).__name__}"
        raise UnknownExercise(
            f"no exercise can be told from {what}: give its name first, "
            'as in check("neuron", my_neuron)'
        )
    return names


# How many hints of an exercise have been told, and whose last check named a mistake.
_hint_counts: dict[str, int] = {}
_mistaken: set[str] = set()


def _remember(verdict: Verdict) -> None:
    """Keep that a check named a mistake, so that the next hint can point to it."""
    _mistaken.discard(verdict.exercise)
    if verdict.state != "passed" and (verdict.diagnosis or verdict.besides):
        _mistaken.add(verdict.exercise)


def _offer(sheet: Sheet, verdict: Verdict) -> tuple[str, str] | None:
    """Return the next hint for the button of a box: its title and its text."""
    number, count = _hint_counts.get(sheet.exercise, 0), len(sheet.hints)
    if verdict.state in ("passed", "not attempted") or number >= count or not has_buttons():
        return None
    return f"Hint {number + 1} of {count}", sheet.hints[number]


def hint(exercise: str | Callable[..., Any]) -> None:
    """Show the next hint for an exercise, from a nudge to nearly the answer.

    After a check that named a mistake, the hint says that this comes first.

    Args:
        exercise: The name of the exercise, or its answer.

    Raises:
        UnknownExercise: No exercise is meant by this argument.
    """
    names = (exercise,) if isinstance(exercise, str) else _exercises_of(exercise)
    # Of a class with several exercises, one whose mistake is known, or else with hints left.
    mistaken = [name for name in names if name in _mistaken]
    unfinished = [
        name for name in names if _hint_counts.get(name, 0) < len(sheet_files.load(name).hints)
    ]
    name = (mistaken or unfinished or [*names])[0 if mistaken or unfinished else -1]
    sheet = sheet_files.load(name)
    count, number = len(sheet.hints), _hint_counts.get(name, 0)
    text = sheet.hints[min(number, count - 1)] if count else "There is none."
    title = (
        f"Hint {number + 1} of {count} for {name}" if number < count else f"Last hint for {name}"
    )
    _hint_counts[name] = min(number + 1, count)
    if name in _mistaken:
        # What the check has named stands in its box, and is not a hint.
        _mistaken.remove(name)
        text = f"Begin with what the last check named.\n\n{text}"
    earlier = sheet.hints[: min(number, count - 1)]
    present(Note(title, text, count - _hint_counts[name], earlier))
