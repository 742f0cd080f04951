"""The reference answer, and known mistakes, with a student's earlier answers below them.

Outcomes are those of the probes that this can be tried with: all, or all but the longest.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial

from descent.diagnosis.judge import judge
from descent.judging.compare import same_behavior
from descent.judging.sheets import KnownMistake, Sheet
from descent.judging.verdict import Verdict, marks
from descent.probing.probes import Observation, Probe
from grader.course import Section
from grader.marking.narrowing import Narrowing
from grader.marking.student_answers import LEFT_OUT, StudentAnswers
from grader.sheets.exercise import exercises
from grader.sheets.references import reference


@dataclass(frozen=True)
class _Outcome:
    """What the right answer gives with earlier answers below it.

    Attributes:
        observations: What it does with each probe.
        calls: How often it called the earlier answers for that.
    """

    observations: tuple[Observation, ...]
    calls: tuple[int, ...]

    @property
    def tried(self) -> list[int]:
        """The numbers of the probes that were not left out."""
        return [number for number, one in enumerate(self.observations) if one is not LEFT_OUT]


class Trial:
    """What a wrong answer does, against right and mistaken ones that call the same earlier answers.

    Args:
        section: The section.
        sheet: The exercise with its hidden probes.
        observations: What the student's answer did with them.
        below: The student's earlier answers.
    """

    def __init__(
        self,
        section: Section,
        sheet: Sheet,
        observations: Sequence[Observation],
        below: StudentAnswers,
    ) -> None:
        self._entries = exercises(section)
        self._entry = self._entries[sheet.exercise]
        self._of = reference(section)
        self._sheet, self._observations, self._below = sheet, observations, below
        self._outcomes: dict[tuple[str, ...], _Outcome | None] = {}

    def explained_by(self, group: tuple[str, ...]) -> bool:
        """Return whether the earlier answers of a group are the whole reason."""
        right = self._right(group)
        if right is None:
            return False
        if self._shuffles(group):
            return self._unmet(self._observations) <= self._unmet(right.observations)
        return 2 * len(right.tried) >= len(right.observations) and all(
            same_behavior(
                right.observations[n],
                self._observations[n],
                self._sheet.returns,
                self._sheet.expected[n],
            )
            for n in right.tried
        )

    def mostly_stopped(self, group: tuple[str, ...]) -> bool:
        """Return whether the right answer seldom gets past the earlier answers of a group.

        Then what the student's answer does of its own is not seen.
        """
        right = self._right(group)
        if right is None:
            return False
        return 2 * sum(right.observations[n].raised is not None for n in right.tried) > len(
            right.tried
        )

    def own_mistake(self, group: tuple[str, ...]) -> Verdict | None:
        """Return what is wrong beside the earlier answers of a group, if that can be told."""
        right = None if self._shuffles(group) else self._right(group)
        if right is None or any(one.raised for one in right.observations):
            return None
        observations = [self._observations[n] for n in right.tried]
        sheet = replace(
            self._sheet,
            probes=tuple(self._sheet.probes[n] for n in right.tried),
            expected=tuple(right.observations[n] for n in right.tried),
            mistakes=(),
        )
        narrowing = Narrowing(sheet, observations, [right.calls[n] for n in right.tried])
        sheet = replace(sheet, mistakes=self._mistakes(group, narrowing))
        verdict = judge(sheet, observations, reveal=False)
        return verdict if verdict.state != "passed" and verdict.diagnosis else None

    def _mistakes(self, group: tuple[str, ...], narrowing: Narrowing) -> tuple[KnownMistake, ...]:
        """Return the known mistakes that the answer may show, with the group below them."""
        mistakes = []
        for mistake in self._entry.mistakes:
            if self._below.late():
                break
            answer = self._answer(group, mistake.apply(self._source))
            observations = narrowing.alike(partial(self._observe, answer))
            if observations:
                mistakes.append(mistake.known(observations))
                # The first that does all the same is told, whatever others do.
                if narrowing.same(observations):
                    break
        return tuple(mistakes)

    def _observe(self, answer: object, probe: Probe) -> Observation | None:
        """Return what an answer does with a probe, if that does not take too long."""
        observation = self._below.observe(probe, answer)
        return None if observation is LEFT_OUT or self._below.late() else observation

    def _right(self, group: tuple[str, ...]) -> _Outcome | None:
        """Return what the right answer gives with a group below it; None if that is too slow."""
        if group not in self._outcomes:
            self._outcomes[group] = self._tried_with(group)
        return self._outcomes[group]

    def _tried_with(self, group: tuple[str, ...]) -> _Outcome | None:
        answer = self._answer(group, self._source)
        observations, calls = [], []
        for probe in self._sheet.probes:
            observations.append(self._below.observe(probe, answer))
            calls.append(self._below.calls)
        return None if self._below.late() else _Outcome(tuple(observations), tuple(calls))

    @property
    def _source(self) -> str:
        return self._of.source(self._entry.answer_cell)

    def _answer(self, group: tuple[str, ...], source: str) -> object:
        """Return what an answer cell defines, with the student's earlier answers below it."""
        entries = [self._entries[name] for name in group]
        functions = {
            entry.answer_name: (
                self._below.batches(entry.answer_name)
                if entry.shuffles
                else self._below.function(entry.answer_name)
            )
            for entry in entries
            if not entry.methods
        }
        names = self._of.variant(self._entry.answer_cell, source, functions)
        answer = names[self._sheet.answer]
        methods = {
            entry.methods[0]: self._below.method(entry.methods[0])
            for entry in entries
            if entry.methods
        }
        return type(answer.__name__, (answer,), methods) if methods else answer

    def _shuffles(self, group: tuple[str, ...]) -> bool:
        return any(self._entries[name].shuffles for name in group)

    def _unmet(self, observations: Sequence[Observation]) -> set[str]:
        """Return the criteria that an answer does not meet."""
        return {name for name, met in marks(self._sheet, observations).met.items() if not met}
