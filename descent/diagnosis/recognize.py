"""The known mistakes that an answer shows, as a whole or in parts."""

from __future__ import annotations

from collections.abc import Sequence

from descent.diagnosis.causes.cases import Cause
from descent.diagnosis.likeness import recognized_parts
from descent.diagnosis.wrong_answer import ARGUMENTS, Explained, WrongAnswer
from descent.judging.compare import same_behavior
from descent.judging.sheets import KnownMistake, Sheet
from descent.probing.probes import Observation


def whole_mistake(answer: WrongAnswer, explained: Explained) -> Explained:
    """A known mistake does the same with every probe."""
    mistake = _recognized(answer.sheet, answer.seen)
    return explained.ended(_told(mistake)) if mistake else explained


def mistakes_in_parts(answer: WrongAnswer, explained: Explained) -> Explained:
    """A known mistake gives the same in some parts of the result."""
    for mistake, shown in recognized_parts(answer.likenesses, answer.by_part):
        cause = _told(mistake)
        if explained.has_room_for(cause) and shown - explained.parts:
            same = _changes(answer.seen) <= _changes(mistake.observations)
            explained = explained.also(cause, shown | {ARGUMENTS} if same else shown)
    return explained


def _told(mistake: KnownMistake) -> Cause:
    return Cause(mistake.id, mistake.sentence)


def _recognized(sheet: Sheet, seen: Sequence[Observation]) -> KnownMistake | None:
    """Return the known mistake that does the same with every probe."""
    values = any(
        not came.raised and not same_behavior(right, came, sheet.returns)
        for right, came in zip(sheet.expected, seen, strict=True)
    )
    # Wrong values beside them are evidence enough to take errors about shapes as alike.
    for alike_errors in (False, True) if values else (False,):
        for mistake in sheet.mistakes:
            if all(
                same_behavior(one, other, sheet.returns, right, alike_errors)
                for one, other, right in zip(
                    mistake.observations, seen, sheet.expected, strict=True
                )
            ):
                return mistake
    return None


def _changes(seen: Sequence[Observation]) -> set[str]:
    return {place for one in seen for place in one.changed}
