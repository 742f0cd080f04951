"""Keys of a dict that a result lacks."""

from __future__ import annotations

from descent.diagnosis.causes.names import missing_keys
from descent.diagnosis.wrong_answer import Explained, Tried, WrongAnswer
from descent.judging.compare import MISSING
from descent.judging.evidence import Evidence


def keys_missing(answer: WrongAnswer, explained: Explained) -> Explained:
    """Keys are missing from a dict, or the values stand under other names."""
    missing = absent(answer)
    if explained.causes and not missing - explained.parts:
        return explained
    cause = missing_keys(answer.sheet.expected, answer.observations, explained.parts)
    # That is no guess, however much is told already.
    return explained.also(Tried(cause, (Evidence.DIFFERENCE,)), missing) if cause else explained


def absent(answer: WrongAnswer) -> frozenset[str]:
    """Return the parts of the result that are wrong by being absent."""
    return frozenset(
        part
        for part, cases in answer.by_part.items()
        if any(case.wrong and case.came is MISSING for case in cases)
    )
