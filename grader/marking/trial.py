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
        seen: What it does with each probe.
        calls: How often it called the earlier answers for that.
    """

    seen: tuple[Observation, ...]
    calls: tuple[int, ...]

    @property
    def tried(self) -> list[int]:
        """The numbers of the probes that were not left out."""
        return [number for number, one in enumerate(self.seen) if one is not LEFT_OUT]


class Trial:
    """What a wrong answer does, against right and mistaken ones that call the same earlier answers.

    Args:
        section: The section.
        sheet: The exercise with its hidden probes.
        seen: What the student's answer did with them.
        below: The student's earlier answers.
    """

    def __init__(
        self, section: Section, sheet: Sheet, seen: Sequence[Observation], below: StudentAnswers
    ) -> None:
        self._known = exercises(section)
        self._entry = self._known[sheet.exercise]
        self._of = reference(section)
        self._sheet, self._seen, self._below = sheet, seen, below
        self._outcomes: dict[tuple[str, ...], _Outcome | None] = {}

    def explained_by(self, group: tuple[str, ...]) -> bool:
        """Return whether the earlier answers of a group are the whole reason."""
        right = self._right(group)
        if right is None:
            return False
        if self._shuffles(group):
            lost, as_right = (self._lost(seen) for seen in (self._seen, right.seen))
            return lost <= as_right
        return 2 * len(right.tried) >= len(right.seen) and all(
            same_behavior(
                right.seen[n], self._seen[n], self._sheet.returns, self._sheet.expected[n]
            )
            for n in right.tried
        )

    def own_mistake(self, group: tuple[str, ...]) -> Verdict | None:
        """Return what is wrong beside the earlier answers of a group, if that can be told."""
        right = None if self._shuffles(group) else self._right(group)
        if right is None or any(one.raised for one in right.seen):
            return None
        seen = [self._seen[n] for n in right.tried]
        sheet = replace(
            self._sheet,
            probes=tuple(self._sheet.probes[n] for n in right.tried),
            expected=tuple(right.seen[n] for n in right.tried),
            mistakes=(),
        )
        narrowing = Narrowing(sheet, seen, [right.calls[n] for n in right.tried])
        sheet = replace(sheet, mistakes=self._mistakes(group, narrowing))
        verdict = judge(sheet, seen, reveal=False)
        return verdict if verdict.state != "passed" and verdict.diagnosis else None

    def _mistakes(self, group: tuple[str, ...], narrowing: Narrowing) -> tuple[KnownMistake, ...]:
        """Return the known mistakes that the answer may show, with the group below them."""
        found = []
        for mistake in self._entry.mistakes:
            if self._below.late():
                break
            answer = self._answer(group, mistake.apply(self._source))
            seen = narrowing.alike(partial(self._observe, answer))
            if seen:
                found.append(KnownMistake(mistake.id, mistake.sentence, seen))
                # The first that does all the same is told, whatever others do.
                if narrowing.same(seen):
                    break
        return tuple(found)

    def _observe(self, answer: object, probe: Probe) -> Observation | None:
        """Return what an answer does with a probe, if that does not take too long."""
        seen = self._below.observe(probe, answer)
        return None if seen is LEFT_OUT or self._below.late() else seen

    def _right(self, group: tuple[str, ...]) -> _Outcome | None:
        """Return what the right answer gives with a group below it; None if that is too slow."""
        if group not in self._outcomes:
            self._outcomes[group] = self._tried_with(group)
        return self._outcomes[group]

    def _tried_with(self, group: tuple[str, ...]) -> _Outcome | None:
        answer = self._answer(group, self._source)
        seen, calls = [], []
        for probe in self._sheet.probes:
            seen.append(self._below.observe(probe, answer))
            calls.append(self._below.calls)
        return None if self._below.late() else _Outcome(tuple(seen), tuple(calls))

    @property
    def _source(self) -> str:
        return self._of.source(self._entry.answer_cell)

    def _answer(self, group: tuple[str, ...], source: str) -> object:
        """Return what an answer cell defines, with the student's earlier answers below it."""
        entries = [self._known[name] for name in group]
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
        return any(self._known[name].shuffles for name in group)

    def _lost(self, seen: Sequence[Observation]) -> set[str]:
        """Return the criteria that an answer does not meet."""
        return {name for name, met in marks(self._sheet, seen).met.items() if not met}
