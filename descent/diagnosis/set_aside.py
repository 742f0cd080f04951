"""What is left of a wrong answer without what some criteria ask: explained where nothing else is.

Many an answer has a mistake that is known, and treats predictions of exactly 0, or a column of
equal values, in a way of its own besides.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from descent.diagnosis.causes.cases import Cause
from descent.diagnosis.likeness import MOST_CAUSES
from descent.diagnosis.some_questions import ways_to_set_aside, without
from descent.diagnosis.wrong_answer import ARGUMENTS, Explained, WrongAnswer, is_open
from descent.judging.compare import same_behavior
from descent.judging.sheets import Criterion, ids_of

Explain = Callable[[WrongAnswer], Explained]


def set_aside(answer: WrongAnswer, explained: Explained, explain: Explain) -> Explained:
    """Explain what is left of an answer without what some criteria ask, where nothing says why.

    Args:
        answer: The answer.
        explained: What is explained of it so far.
        explain: Returns what explains all of what is left of an answer; nothing if
            something is open.
    """
    known = explained.known
    if not all(one.cause.id.startswith("no-effect") for one in known):
        return explained
    # That a default is another one tells all.
    if any("left at its default" in cause.sentence for cause in explained.causes):
        return explained
    aside, rest, found = _without_some_criteria(answer, explain)
    if not found.tried:
        return explained
    what = _quoted(aside) if len(aside) <= MOST_CAUSES else "what else is asked"
    gap = f"As for {what}, there may be more to it: check again once this is right."
    *tried, last = found.tried
    cause = replace(last.cause, sentence=f"{last.cause.sentence} {gap}")
    if cause.blind:
        cause = replace(cause, blind=f"{cause.blind} {gap}")
    besides = () if tried else known
    parts = frozenset({ARGUMENTS, *rest.by_part})
    return explained.ended(*tried, replace(last, cause=cause), *besides, parts=parts)


def _without_some_criteria(
    answer: WrongAnswer, explain: Explain
) -> tuple[Sequence[Criterion], WrongAnswer, Explained]:
    """Return what is set aside, the rest of an answer, and what is explained of all of the rest."""
    ids = {*ids_of(answer.sheet.mistakes)}
    ways: list[tuple[Sequence[Criterion], WrongAnswer, Explained]] = []
    for number, aside in enumerate(ways_to_set_aside(answer.sheet)):
        rest = without(answer, aside)
        found = explain(rest) if rest else Explained()
        if rest and found.tried and not _is_right_there(answer, aside, found):
            ways.append((aside, rest, found))
            if number and _is_plain(found) and found.ids <= ids:
                return ways[-1]
        elif rest and not number:
            # What all of them leave open, some would.
            break
    # A known mistake says more than that all is a multiple of what it should be, one of which two
    # things are told may be one too many, and the less is set aside, the better.
    rank = lambda way: (not way[2].ids <= ids, not _is_plain(way[2]), way is ways[0])
    return min(ways, key=rank, default=((), answer, Explained()))


def _is_right_there(answer: WrongAnswer, aside: Sequence[Criterion], found: Explained) -> bool:
    """Return whether an answer is right in what is set aside, where a mistake is not.

    Then it is not so that an argument has no part, if the mistake says that.
    """
    sheet = answer.sheet
    groups = {group for criterion in aside for group in criterion.groups}
    found_here = [mistake for mistake in sheet.mistakes if mistake.id in found.ids]
    mistakes = [mistake for mistake in found_here if "argument" in mistake.sentence]
    return any(
        probe.group in groups
        and same_behavior(right, came, sheet.returns)
        and not all(
            same_behavior(right, mistake.observations[number], sheet.returns)
            for mistake in mistakes
        )
        for number, (probe, right, came) in enumerate(
            zip(sheet.probes, sheet.expected, answer.observations, strict=True)
        )
    )


def _is_plain(found: Explained) -> bool:
    return not any("Two things" in cause.sentence for cause in found.causes)


def tells_of_elsewhere(cause: Cause) -> bool:
    """Return whether a cause may be one of all questions, those that are set aside among them."""
    sentence = re.sub("once this is right", "", cause.sentence)
    elsewhere = re.search(r"\b(right|whatever|each time)\b", sentence, re.IGNORECASE)
    return is_open(cause.id) or cause.id.startswith("no-effect") or bool(elsewhere)


def _quoted(criteria: Sequence[Criterion]) -> str:
    return " and ".join(f'"{criterion.name}"' for criterion in criteria)
