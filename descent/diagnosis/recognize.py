"""The known mistakes that an answer shows, as a whole or in parts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from descent.diagnosis.causes.cases import Cause
from descent.diagnosis.causes.names import numbered_otherwise
from descent.diagnosis.likeness import holder_of, recognized_parts, speaks_of_all, wherever
from descent.diagnosis.upon_mistakes import is_in
from descent.diagnosis.wrong_answer import ARGUMENTS, Explained, WrongAnswer
from descent.judging.compare import MISSING, same_behavior
from descent.judging.sentences import listing, named
from descent.judging.sheets import KnownMistake, Sheet
from descent.probing.probes import Observation

# Of more, the names say nothing to anybody.
_MOST_NAMED = 4


def whole_mistake(answer: WrongAnswer, explained: Explained) -> Explained:
    """A known mistake does the same with every probe."""
    mistake = _whole_match(answer.sheet, answer.observations)
    return explained.ended(answer.holding(_cause_of(mistake))) if mistake else explained


def mistakes_in_parts(answer: WrongAnswer, explained: Explained) -> Explained:
    """A known mistake gives the same in some parts of the result."""
    if numbered_otherwise(answer.sheet.expected, answer.observations) or _are_other(answer):
        return explained
    for mistake, alike_parts in recognized_parts(answer.likenesses, answer.by_part):
        cause = _cause_in(answer, mistake, alike_parts)
        if explained.has_room_for(cause) and alike_parts - explained.parts:
            same = _changes(answer.observations) <= _changes(mistake.observations)
            tried = answer.holding(cause, alike_parts & answer.by_part.keys())
            parts = alike_parts | _lacking(answer, mistake)
            explained = explained.also(tried, parts | {ARGUMENTS} if same else parts)
    return explained


def _are_other(answer: WrongAnswer) -> bool:
    """Return whether mostly another number of results comes: that it fits once is chance."""
    others = answer.by_part.get("", ()) if answer.sheet.returns else ()
    return len(answer.by_part) > 1 and any(isinstance(case.came, (list, tuple)) for case in others)


def _lacking(answer: WrongAnswer, mistake: KnownMistake) -> set[str]:
    """Return the parts that are wrong just by being absent, wherever the mistake lacks them too."""
    like = answer.likeness_to(mistake)
    return {
        part
        for part, cases in answer.by_part.items()
        if any(case.wrong for case in cases)
        and all(
            case.came is MISSING and like.gives(part, case) is MISSING
            for case in cases
            if case.wrong
        )
    }


def _cause_in(answer: WrongAnswer, mistake: KnownMistake, shown: frozenset[str]) -> Cause:
    """Return a known mistake as the cause in some parts: of these alone it says something.

    That stands in front of a sentence where the mistake is not in another part that it makes
    wrong, unless the sentence names the parts that show it, and none of the others. Of many,
    those that do not show it are named.
    """
    like = answer.likeness_to(mistake)
    left = (like.spoils - shown - _lacking(answer, mistake)) & answer.by_part.keys()
    cases = answer.by_part
    others = [part for part in cases if part in left and not is_in(part, cases[part], like)]
    parts = [part for part in cases if part in shown]
    cause, said = _cause_of(mistake), mistake.sentence
    own = _names(parts, said) and not _names(others, said) and not speaks_of_all(mistake)
    front, few = "As for", parts
    if len(parts) > _MOST_NAMED:
        holders = {*map(holder_of, parts)}
        front, few = "But for", [part for part in others if holder_of(part) in holders]
    # What a question shows by a description of its own is no part that has a name.
    described = any(" " in part for part in few)
    # Parts of other things, such as losses beside parameters, nobody takes for what is meant.
    if own or not others or not few:
        return cause
    if described or len(few) > _MOST_NAMED:
        said = _of_some(said).replace("these gradients", "some gradients", 1)
        return replace(cause, sentence=f"As for a part of what is wrong: {said}")
    if front == "As for" and len(few) > 1:
        said = _of_some(said)
    of = listing([*map(named, few)])
    return replace(cause, sentence=f"{front} {of}: {wherever(said)}")


def _of_some(sentence: str) -> str:
    """Return a sentence of all gradients as one of those that are named before it."""
    sentence = re.sub(r"^Your gradients(, from dW1 to db2,)?", "these gradients", sentence)
    plural = {"is": "are", "has": "have", "lacks": "lack"}
    sentence = re.sub(r"^(Every gradient is half of what) it\b", r"\1 they", sentence)
    return re.sub(
        rf"^Every gradient ({'|'.join(plural)})\b",
        lambda found: f"these gradients {plural[found[1]]}",
        sentence,
    )


def _names(parts: Iterable[str], sentence: str) -> bool:
    """Return whether a sentence names one of these parts."""
    return any(re.search(rf"(?<!\w){re.escape(part)}(?!\w)", sentence) for part in parts)


def _cause_of(mistake: KnownMistake) -> Cause:
    return Cause(mistake.id, mistake.sentence)


def _whole_match(sheet: Sheet, observations: Sequence[Observation]) -> KnownMistake | None:
    """Return the known mistake that does the same with every probe."""
    values = any(
        not came.raised and not same_behavior(right, came, sheet.returns)
        for right, came in zip(sheet.expected, observations, strict=True)
    )
    # Wrong values beside them are evidence enough to take errors about shapes as alike.
    for alike_errors in (False, True) if values else (False,):
        for mistake in sheet.mistakes:
            if all(
                same_behavior(one, other, sheet.returns, right, alike_errors)
                for one, other, right in zip(
                    mistake.observations, observations, sheet.expected, strict=True
                )
            ):
                return mistake
    return None


def _changes(observations: Sequence[Observation]) -> set[str]:
    return {place for one in observations for place in one.changed}
