"""How long one submission may keep the grader waiting for its guests: one budget for all of it."""

from __future__ import annotations

import math
import time
from collections.abc import Mapping
from dataclasses import dataclass, field

from grader.course import Settings
from grader.errors import GraderError
from grader.marking.endings import Ending
from grader.sheets import kept


@dataclass(frozen=True)
class Attempt:
    """What is different where a submission is not run for the first time, and until the end.

    Attributes:
        patience: Seconds after which a slow submission is to wait for all others.
        fatal: The cells that are known to have ended a guest, and how. They are
            not run again.
    """

    patience: float = math.inf
    fatal: Mapping[int, Ending] = field(default_factory=dict)


FIRST = Attempt()


class TooSlow(GraderError):
    """A submission takes longer than there is patience for now.

    Attributes:
        fatal: The cells that have ended a guest, and how.
    """

    def __init__(self, fatal: Mapping[int, Ending]) -> None:
        super().__init__("slow: to be marked when all others are")
        self.fatal = dict(fatal)


class Budget:
    """The seconds of one submission, which begin to pass when this is made.

    Args:
        settings: Limits.
        patience: Seconds after which a slow submission is to wait for all others.
    """

    def __init__(self, settings: Settings, patience: float = math.inf) -> None:
        self._begun, self._made = time.monotonic(), kept.seconds()
        self._submission, self._patience = settings.submission, patience
        # Cells that the course does not ask for cannot use this up.
        self.marking = min(settings.marking, settings.submission / 4)
        # A cell may run twice, and may not use up what the others need.
        self.cell = min(settings.cell, (settings.submission - self.marking) / 2)

    def spent(self) -> float:
        """Return the seconds that have passed, but for what was made for the whole class."""
        return time.monotonic() - self._begun - (kept.seconds() - self._made)

    def left(self) -> float:
        """Return the seconds that are left."""
        return self._submission - self.spent()

    def for_cells(self) -> float:
        """Return the seconds that are left to cells that the course does not ask for."""
        return self.left() - self.marking

    def for_answer(self, seconds: float) -> float:
        """Return how long an answer may take now, which may take so many seconds in all."""
        # When its time is over, patience is over for sure.
        return min(seconds, self.left(), self._patience - self.spent() + 0.05)

    def patient(self) -> bool:
        """Return whether to go on now."""
        return self.spent() < self._patience
