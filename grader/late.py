"""What it costs to hand in late, as the table ``[late]`` of ``course.toml`` has it."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from grader.errors import BadSettings

MINUTE, HOUR, DAY = 60.0, 3600.0, 86_400.0

_UNITS = {"per day": DAY, "per hour": HOUR}
_POLICIES = ("none", *_UNITS, "cut-off")


@dataclass(frozen=True)
class Extension:
    """More time for one student.

    Attributes:
        student: The id of the student.
        assignment: The assignment.
        days: How many days the due date is put off; may have a fraction.
    """

    student: str
    assignment: str
    days: float


@dataclass(frozen=True)
class Charge:
    """What a late submission lost.

    Attributes:
        due: When it was due, in UTC, without an extension.
        extension: How much more time its student had.
        seconds: How late it was after that.
        earned: The points before.
        penalty: What is taken off them.
        rule: By which rule, as the beginning of a sentence.
    """

    due: datetime
    extension: timedelta
    seconds: float
    earned: float
    penalty: float
    rule: str

    @property
    def counted(self) -> float:
        """The points that count, as in the gradebook."""
        return round(max(0.0, self.earned - self.penalty), 6)

    def __str__(self) -> str:
        more = f", put off by {_duration(self.extension.total_seconds())}" if self.extension else ""
        late = f"{_duration(self.seconds)} late" if self.seconds else "in time"
        lost = f"{self.penalty:g} of {self.earned:g} points" if self.penalty else "nothing"
        verb = "are" if self.penalty else "is"
        return (
            f"Handed in {late} (due {self.due:%Y-%m-%d %H:%M} UTC{more}). "
            f"{self.rule}: {lost} {verb} taken off, so {self.counted:g} count."
        )


@dataclass(frozen=True)
class Late:
    """What is taken off the points of a late submission.

    Attributes:
        policy: ``none``; ``per day`` or ``per hour``, a share for each one
            begun; ``cut-off``, nothing is left.
        percent: Of the points earned, what each day or hour takes.
        grace: Minutes after the due date that cost nothing. Who is later than
            that is late from the due date on.
        cut_off: Days after the due date after which nothing is left.
        extensions: More time for single students.
    """

    policy: str = "none"
    percent: float = 0.0
    grace: float = 0.0
    cut_off: float = math.inf
    extensions: tuple[Extension, ...] = ()

    def penalty(self, score: float, seconds: float) -> float:
        """Return what is taken off a score, from nothing to all of it.

        Args:
            score: The points earned.
            seconds: How late it was handed in, after the student's own due date.
        """
        if self.policy == "none" or seconds <= self.grace * MINUTE:
            return 0.0
        if self.policy == "cut-off" or seconds > self.cut_off * DAY:
            return score
        begun = math.ceil(seconds / _UNITS[self.policy])
        return min(score, round(score * self.percent / 100 * begun, 2))

    def rule(self, seconds: float) -> str:
        """Return by which rule a submission loses what it does, as the beginning of a sentence."""
        if self.policy == "none":
            return "Being late costs nothing"
        if seconds <= self.grace * MINUTE:
            return f"The first {_duration(self.grace * MINUTE)} cost nothing"
        if self.policy == "cut-off":
            return "What is late does not count"
        if seconds > self.cut_off * DAY:
            return f"What is more than {_duration(self.cut_off * DAY)} late does not count"
        begun = math.ceil(seconds / _UNITS[self.policy])
        unit = self.policy.removeprefix("per ")
        return f"{self.percent:g} % of the points for each {unit} begun, and {begun} did"

    def extension(self, student: str, assignment: str) -> float | None:
        """Return how many more days a student has; None where nothing is said of that."""
        for one in self.extensions:
            if (one.student, one.assignment) == (student, assignment):
                return one.days
        return None


def late(where: str, table: Mapping[str, Any]) -> Late:
    """Return what a table says.

    Args:
        where: The file, for messages.
        table: What stands in ``[late]``.

    Raises:
        BadSettings: A value is impossible, or two of them do not go together.
    """
    for name in table:
        if name not in Late.__dataclass_fields__:
            names = ", ".join(Late.__dataclass_fields__)
            raise BadSettings(f"{where}: [late] has no {name!r}; it has {names}")
    policy = table.get("policy", "none")
    if policy not in _POLICIES:
        raise BadSettings(
            f"{where}: the policy of [late] is one of {', '.join(_POLICIES)}, got {policy!r}"
        )
    numbers = {
        name: _number(where, name, table[name])
        for name in ("percent", "grace", "cut_off")
        if name in table
    }
    percent = numbers.get("percent", 0.0)
    if (policy in _UNITS) != (percent > 0) or percent > 100:
        raise BadSettings(
            f"{where}: percent of [late] is what each day or hour takes, above 0 and up to 100; "
            f"it belongs to the policies {' and '.join(_UNITS)}"
        )
    if "cut_off" in numbers and policy not in _UNITS:
        raise BadSettings(
            f"{where}: cut_off of [late] says after how many days a policy "
            f"{' or '.join(_UNITS)} leaves nothing; the policy is {policy!r}"
        )
    if policy in _UNITS and numbers.get("grace", 0) * MINUTE > numbers.get("cut_off", 1e9) * DAY:
        raise BadSettings(f"{where}: the grace of [late] (minutes) ends after its cut_off (days)")
    return Late(policy, **numbers, extensions=_extensions(where, table.get("extensions", {})))


def _extensions(where: str, table: Any) -> tuple[Extension, ...]:
    if not isinstance(table, dict) or not all(isinstance(one, dict) for one in table.values()):
        raise BadSettings(
            f"{where}: extensions are days by student and assignment, such as\n"
            "[late.extensions.ada]\n01_perceptron = 3"
        )
    return tuple(
        Extension(student, assignment, _number(where, f"extension of {student}", days))
        for student, of_student in table.items()
        for assignment, days in of_student.items()
    )


def _number(where: str, name: str, value: Any) -> float:
    is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
    if not is_number or not 0 <= value < 10_000:
        raise BadSettings(f"{where}: {name} of [late] must be a number from 0, got {value!r}")
    return float(value)


def _duration(seconds: float) -> str:
    """Return how long that is, in the two largest units that it has."""
    left, parts = round(seconds), []
    for name, length in (("day", 86_400), ("hour", 3600), ("minute", 60), ("second", 1)):
        count, left = divmod(left, length)
        if count:
            parts.append(f"{count} {name}{'' if count == 1 else 's'}")
    return " ".join(parts[:2]) or "less than a second"
