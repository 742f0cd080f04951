"""Probes as they are put to guests, and which of them go at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from descent.judging.criteria import originals
from descent.judging.sheets import Sheet
from descent.probing.probes import Probe
from descent.probing.values import Lent
from grader.guest.both import wire
from grader.guest.outside.claims import LARGEST, Room, room_for

# Bytes of questions that may lie in wait: fewer than a connection takes without a reader.
AHEAD = 64 << 10


@dataclass(frozen=True)
class Question:
    """A probe as it is put to guests: written out once for all of them.

    Attributes:
        answer: The name of what is asked.
        probe: The probe. A guest is sent what it is to do, and no word of why.
        room: How large each thing may be that a guest says it has seen.
        frame: The message.
        lent: The functions that it lends.
    """

    answer: str
    probe: Probe
    room: Room
    frame: bytes
    lent: tuple[Lent, ...]

    @classmethod
    def of(cls, answer: str, probe: Probe, room: Room = LARGEST) -> Question:
        """Return a probe of the answer of that name as a question."""
        lent = tuple(i for i in originals(probe).values() if isinstance(i, Lent))
        frame = wire.pack({"do": "probe", "answer": answer, "steps": probe.steps})
        return cls(answer, probe, room, frame, lent)


def questions_of(sheet: Sheet) -> tuple[Question, ...]:
    """Return the probes of a sheet as guests are asked them.

    There is room for what is right, and for what known mistakes do, as far as they were asked.
    """
    return tuple(
        Question.of(
            sheet.answer,
            probe,
            room_for(
                probe,
                right,
                *(
                    mistake.observations[number]
                    for mistake in sheet.mistakes
                    if number < len(mistake.observations)
                ),
            ),
        )
        for number, (probe, right) in enumerate(zip(sheet.probes, sheet.expected, strict=True))
    )


def together(questions: Sequence[Question]) -> Iterator[list[Question]]:
    """Yield the questions that can be sent at once.

    A guest that calls what it is lent waits for a value, so that nothing else may be on its way.
    """
    group: list[Question] = []
    size = 0
    for question in questions:
        size += len(question.frame)
        if group and (question.lent or group[-1].lent or size > AHEAD):
            yield group
            group, size = [], len(question.frame)
        group.append(question)
    if group:
        yield group
