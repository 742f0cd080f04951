"""Guests without a process: what a cell or a probe does in them is scripted by a test.

They have the interface of `grader.guest.outside.host`. A cell does nothing, and answers are
functions of this process, but where the script says otherwise: it may print, take time, end the
guest, have a line refused. Time is a clock of their own that only the script moves.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from descent.probing.probes import Observation, Probe, observe
from descent.probing.values import Raised
from grader.guest.outside.host import GuestDied, GuestStored, GuestTimeout
from grader.guest.outside.questions import Question

Outputs = list[dict[str, Any]]


@dataclass
class Clock:
    """Stands for ``time.monotonic``."""

    now: float = 1000.0

    def __call__(self) -> float:
        return self.now


@dataclass(frozen=True)
class Asked:
    """What a guest was asked for: a cell to run, or a probe to put to an answer."""

    source: str = ""
    muted: bool = False
    answer: str = ""
    probe: Probe | None = None


@dataclass
class ScriptedGuest:
    """One guest, and all that it was asked for, in order."""

    script: Script
    asked: list[Asked] = field(default_factory=list)
    refused: tuple[str, ...] = ()
    layers: tuple[str, ...] = ()
    # What is left of the time that it was given for what it does now.
    left: float = 0.0
    ended: bool = False

    @property
    def cells(self) -> list[str]:
        """The cells that it was given."""
        return [one.source for one in self.asked if one.probe is None]

    def probed(self, answer: str) -> int:
        """Return how often an answer was asked."""
        return sum(one.answer == answer for one in self.asked)

    def run(self, source: str, seconds: float, muted: bool = False) -> Outputs:
        self._begin(Asked(source, muted), seconds)
        self.refused = ()
        shown = self.script.cells.get(source, silent)(self)
        return [] if muted else shown

    def observe(self, answer: str, probe: Probe, seconds: float, *_: Any, **__: Any) -> Observation:
        number = self.probed(answer)
        self._begin(Asked(answer=answer, probe=probe), seconds)
        self.script.probes.get((answer, number), silent)(self)
        if answer in self.script.claims:
            return self.script.claims[answer]
        if answer not in self.script.answers:
            return Observation(raised=Raised("NameError", f"name {answer!r} is not defined", 0, ""))
        return observe(probe, self.script.answers[answer])

    def observe_each(self, questions: Sequence[Question], seconds: float) -> list[Observation]:
        deadline = self.script.clock() + seconds
        return [
            self.observe(one.answer, one.probe, deadline - self.script.clock()) for one in questions
        ]

    def _begin(self, asked: Asked, seconds: float) -> None:
        if self.ended:
            raise GuestDied("it has ended")
        self.asked.append(asked)
        self.left = seconds

    def __enter__(self) -> ScriptedGuest:
        return self

    def __exit__(self, *_: object) -> None:
        self.ended = True


Act = Callable[[ScriptedGuest], Outputs]


@dataclass
class Script:
    """What happens in the guests of a submission; it takes the place of their zygote.

    Attributes:
        clock: Their time.
        answers: What the names of the notebook stand for.
        cells: What running a cell does, by its source.
        probes: What a probe does before it is answered, by the name of the answer and how many
            were put to it before, in the same guest.
        claims: What a guest claims to have seen of an answer, whatever it was asked.
        guests: The guests that there were.
    """

    clock: Clock
    answers: Mapping[str, object]
    cells: dict[str, Act] = field(default_factory=dict)
    probes: dict[tuple[str, int], Act] = field(default_factory=dict)
    claims: dict[str, Observation] = field(default_factory=dict)
    guests: list[ScriptedGuest] = field(default_factory=list)

    def guest(self) -> ScriptedGuest:
        self.guests.append(ScriptedGuest(self))
        return self.guests[-1]


def silent(guest: ScriptedGuest) -> Outputs:
    return []


def dies(guest: ScriptedGuest) -> Outputs:
    guest.ended = True
    raise GuestDied("it has ended")


def stores(guest: ScriptedGuest) -> Outputs:
    guest.ended = True
    raise GuestStored("more was stored than a guest may store")


def hangs(guest: ScriptedGuest) -> Outputs:
    return takes(float("inf"))(guest)


def takes(seconds: float) -> Act:
    """Take time, and end the guest where that is more than it was given."""

    def act(guest: ScriptedGuest) -> Outputs:
        late = seconds > guest.left
        # That a deadline has passed is noticed after it.
        guest.script.clock.now += max(guest.left, 0.0) + 0.001 if late else seconds
        if late:
            guest.ended = True
            raise GuestTimeout("no answer in time")
        return []

    return act


def prints(text: str) -> Act:
    return lambda guest: [{"output_type": "stream", "name": "stdout", "text": text}]


def refuses(*lines: str) -> Act:
    """Have lines refused, as `!ls` is."""

    def act(guest: ScriptedGuest) -> Outputs:
        guest.refused = lines
        return []

    return act


def once_asked(act: Act) -> Act:
    """Do that only in a guest that was asked something before."""
    return lambda guest: act(guest) if any(one.probe for one in guest.asked) else []
