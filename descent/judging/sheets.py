"""Answer sheets: everything that a check has to know about an exercise, as data.

A sheet holds the probes, what the right answer does with each, what each known
mistake does, and the sentences to say. The grader makes one with hidden probes;
``descent build`` makes one with visible probes, which :mod:`descent.judging.sheet_files`
writes and finds. Neither holds an answer. The code of properties that serve one
exercise alone goes with its sheet.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from descent.judging.properties import PROPERTIES, Property, properties_in
from descent.probing.probes import Observation, Probe
from descent.probing.values import Value


@dataclass(frozen=True)
class Criterion:
    """One thing that is asked of an answer, and its share of the points.

    Attributes:
        name: What is asked, in a few words for the student.
        share: Its weight among the criteria of the exercise.
        groups: The groups of probes it is judged on; all without any.
        outputs: Patterns (as in ``fnmatch``) of the parts of the result it is
            judged on; all without any.
        rule: ``"close"`` to the right values, arguments left ``"untouched"``, or the
            name of a property: of one in ``descent.judging.properties``, or of the
            exercise's own.
        options: What the rule needs to know, such as tolerances.
        manner: Whether it asks how the result is reached rather than what it
            is. It counts only beside a criterion that is met and asks what.
    """

    name: str
    share: float = 1.0
    groups: tuple[str, ...] = ()
    outputs: tuple[str, ...] = ()
    rule: str = "close"
    options: Mapping[str, Value] = field(default_factory=dict)
    manner: bool = False


@dataclass(frozen=True)
class KnownMistake:
    """A known mistake: what it does with each probe, and what to tell the student.

    Attributes:
        id: A short name for those who grade.
        sentence: What the student is told; true of whatever does the same.
        observations: What it does with each probe.
        where: A condition on code (see :mod:`descent.diagnosis.code`), if there is one.
        of_code: What is told in place of the sentence, where the code meets it.
    """

    id: str
    sentence: str
    observations: Sequence[Observation]
    where: str = ""
    of_code: str = ""


def ids_of(mistakes: Sequence[KnownMistake]) -> Sequence[str]:
    """Return the ids of known mistakes, without reading those whose id is known beforehand."""
    known: Sequence[str] = getattr(mistakes, "ids", ())
    return known or [mistake.id for mistake in mistakes]


@dataclass(frozen=True)
class Sheet:
    """What a check knows about one exercise.

    Attributes:
        exercise: Its name in the contract.
        answer: What the notebook calls the answer.
        parameters: The names of the answer's parameters, for messages.
        returns: Names for the items of a tuple that is returned.
        criteria: What is asked.
        probes: The questions; those that ask again come last.
        expected: What the right answer does with each of them.
        mistakes: What known mistakes do with each that asks first.
        hints: From a nudge to nearly the answer.
        uses: Earlier exercises of the notebook that the answer may call.
        seconds: How long one probe may take.
        foreseen: What slips and pairs of mistakes do, and what to say of each, as
            :mod:`descent.diagnosis.foreseen` seals it.
        own_properties: The module of the properties that serve this exercise alone,
            as source; ``""`` if there are none.
        defaults: What arguments are that are not passed, for each function and method.
    """

    exercise: str
    answer: str
    parameters: tuple[str, ...]
    returns: tuple[str, ...]
    criteria: tuple[Criterion, ...]
    probes: tuple[Probe, ...]
    expected: tuple[Observation, ...]
    mistakes: Sequence[KnownMistake]
    hints: tuple[str, ...]
    uses: tuple[str, ...] = ()
    seconds: float = 10.0
    foreseen: Mapping[str, str] = field(default_factory=dict)
    own_properties: str = ""
    defaults: Mapping[str, Mapping[str, Value]] = field(default_factory=dict)

    def property_of(self, criterion: Criterion) -> Property:
        """Return the property that a criterion asks for."""
        own = properties_in(self.own_properties, self.exercise)
        return own.get(criterion.rule) or PROPERTIES[criterion.rule]

    def asked_first(self) -> Sheet:
        """Return the sheet without the probes that ask again."""
        count = sum(not probe.again for probe in self.probes)
        return replace(self, probes=self.probes[:count], expected=self.expected[:count])
