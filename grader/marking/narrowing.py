"""Which known mistakes an answer may show, told by as few probes as will do.

To see what a known mistake does on top of a student's earlier answers takes many
questions to the guest. Most mistakes are unlike an answer on the first probe or
two: no explainer could name them, whatever they do with the others.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import replace

from descent.diagnosis.causes.cases import Case, names_of, pairs_of
from descent.diagnosis.causes.errors import of_its_sort
from descent.diagnosis.causes.factors import off_by_one_thing
from descent.diagnosis.likeness import same_part
from descent.diagnosis.open_parts import MOSTLY
from descent.diagnosis.wrong_answer import WrongAnswer
from descent.judging.compare import MISSING, parts, same_behavior
from descent.judging.criteria import is_right
from descent.judging.sheets import Sheet
from descent.probing.probes import Observation, Probe
from descent.probing.values import Value

# Stands among the parts of a result for all that an answer does, errors included.
_WHOLE = "(whole)"


class Narrowing:
    """A wrong answer, against which known mistakes are held probe by probe.

    Attributes:
        sheet: The exercise.
    """

    def __init__(
        self, sheet: Sheet, observations: Sequence[Observation], costs: Sequence[int]
    ) -> None:
        """Hold known mistakes against an answer.

        Args:
            sheet: The exercise.
            observations: What the answer did with each probe.
            costs: How long each probe takes, in any unit.
        """
        self.sheet, self._observations, self._costs = sheet, observations, costs
        names = names_of(sheet.probes)
        self._cases: list[dict[str, Case]] = [{} for _ in names]
        self._wrong: Counter[str] = Counter()
        for part, cases in WrongAnswer(sheet, observations).by_part.items():
            self._wrong[part] = sum(case.wrong for case in cases)
            for case in cases:
                self._cases[names.index(case.name)][part] = case

    def alike(
        self, observe: Callable[[Probe], Observation | None]
    ) -> tuple[Observation, ...] | None:
        """Return what a mistake does with each probe; None as soon as it is none of the answer's.

        Args:
            observe: Says what the mistake does with a probe; None where that cannot be told.
        """
        open_ = {part for part, count in self._wrong.items() if count} | {_WHOLE}
        special: defaultdict[str, list[str]] = defaultdict(list)
        observations: dict[int, Observation] = {}
        while len(observations) < len(self._cases):
            number = min(
                (n for n in range(len(self._cases)) if n not in observations),
                key=lambda n: self._order(n, open_),
            )
            theirs = observe(self.sheet.probes[number])
            if theirs is None:
                return None
            observations[number] = theirs
            for part in self._unlike(number, theirs):
                special[part].append(self.sheet.probes[number].label)
                if not self._mostly(part, special[part]):
                    open_.discard(part)
            if not open_:
                return None
        return tuple(observations[number] for number in range(len(observations)))

    def same(self, theirs: Sequence[Observation]) -> bool:
        """Return whether a mistake does with every probe what the answer does."""
        return all(
            same_behavior(one, came, self.sheet.returns, right)
            for one, came, right in zip(
                theirs, self._observations, self.sheet.expected, strict=True
            )
        )

    def _order(self, number: int, open_: set[str]) -> tuple[bool, bool, int, int]:
        """Put those probes first that tell most of what is open, and cost least."""
        signs = sum(case.wrong and part in open_ for part, case in self._cases[number].items())
        special = bool(self.sheet.probes[number].label)
        return signs == 0, special, -signs, self._costs[number]

    def _unlike(self, number: int, theirs: Observation) -> list[str]:
        """Return the parts in which a mistake does not do what the answer does with a probe."""
        sheet, right, came = self.sheet, self.sheet.expected[number], self._observations[number]
        values = {part: got for part, _, got in parts(right, theirs, sheet.returns)}
        unlike = [
            part
            for part, case in self._cases[number].items()
            if not self._may_show(part, case, values.get(part, MISSING))
        ]
        # What an answer does that refuses a sort of input is told from the other probes.
        refusal = came.raised and of_its_sort(came.raised, sheet.probes[number])
        whole = refusal or same_behavior(theirs, came, sheet.returns, right, alike_errors=True)
        return unlike if whole else [*unlike, _WHOLE]

    def _may_show(self, part: str, case: Case, theirs: Value) -> bool:
        """Return whether a part may be what a mistake gives, perhaps with a factor besides."""
        if not case.wrong:
            return is_right(self.sheet, case.probe, part, case.right, theirs)
        if same_part(theirs, case.came):
            return True
        pairs = [] if theirs is MISSING else pairs_of(part, [replace(case, right=theirs)])
        return bool(pairs) and off_by_one_thing(pairs[0])

    def _mostly(self, part: str, special: Sequence[str]) -> bool:
        """Return whether a mistake may be told that is unlike the answer in special cases alone."""
        if part == _WHOLE or not all(special):
            return False
        return MOSTLY * len(set(special)) <= self._wrong[part] - len(special)
