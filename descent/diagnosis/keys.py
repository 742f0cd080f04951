"""Keys of a dict that a result lacks, or that are spelled otherwise."""

from __future__ import annotations

from dataclasses import replace

from descent.diagnosis.causes.names import as_spelled, missing_keys
from descent.diagnosis.wrong_answer import Explained, Tried, WrongAnswer
from descent.judging.compare import MISSING
from descent.judging.evidence import Evidence
from descent.probing.probes import Observation


def keys_missing(answer: WrongAnswer, explained: Explained) -> Explained:
    """Keys are missing from a dict, or the values stand under other names."""
    missing = absent(answer)
    if explained.causes and not missing - explained.parts:
        return explained
    cause = missing_keys(answer.sheet.expected, answer.observations, explained.parts)
    never = _never(answer, missing - explained.parts)
    # What never comes is no guess, however much is told already.
    if cause is None or not (explained.has_room_for(cause) or never):
        return explained
    if cause.id == "keys-missing" and not never:
        cause = cause.retold(_where(answer, missing - explained.parts).format)
    return explained.also(Tried(cause, (Evidence.DIFFERENCE,)), missing)


def _where(answer: WrongAnswer, parts: frozenset[str]) -> str:
    """Return where a text is true that tells of parts which are missing in some questions alone."""
    labels = {
        case.probe.label for part in parts for case in answer.by_part[part] if case.came is MISSING
    }
    return f"On {labels.pop()}, {{}}" if len(labels) == 1 and all(labels) else "At times, {}"


def _never(answer: WrongAnswer, parts: frozenset[str]) -> bool:
    return all(case.came is MISSING for part in parts for case in answer.by_part[part])


def absent(answer: WrongAnswer) -> frozenset[str]:
    """Return the parts of the result that are wrong by being absent."""
    return frozenset(
        part
        for part, cases in answer.by_part.items()
        if any(case.wrong and case.came is MISSING for case in cases)
    )


def as_spelled_in(right: Observation, came: Observation) -> Observation:
    """Return what came with its keys as they should be; the very same where they are."""
    shown = {name: as_spelled(right.shown.get(name), item) for name, item in came.shown.items()}
    same = all(shown[name] is item for name, item in came.shown.items())
    return came if same else replace(came, shown=shown)
