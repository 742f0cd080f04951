"""What lies upon a known mistake: a general cause between what that gives and what came.

Numbers are never ascribed to two causes unless both of them are seen: what one of them
gives is known, and the other one is looked for between that and what came.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from descent.diagnosis.causes.cases import Case, Cause, Pair, pairs_of
from descent.diagnosis.causes.factors import factor, quantities
from descent.diagnosis.causes.numbers import complement
from descent.diagnosis.causes.orders import shifted
from descent.diagnosis.causes.partial import one_row, rounded, some_rows
from descent.diagnosis.causes.places import cut_to_whole
from descent.diagnosis.causes.shapes import blown_up, not_summed, reshaped, transposed
from descent.diagnosis.likeness import (
    Likeness,
    calls_exchanged,
    calls_right,
    may_be_told_of,
    same_part,
    speaks_of_all,
    wherever,
)
from descent.judging.compare import MISSING, as_numbers, close
from descent.judging.sentences import named
from descent.judging.sheets import KnownMistake
from descent.probing.values import Digest, Value

# What is a mistake of its own beside another one.
_PLAIN_FACTORS = ("sign", "missing-mean", "mean-twice", "missing-two", "extra-two")

# What a sentence says of a factor. Of one that is told already, a second time would not be sure.
_SAID = {
    "sign": r"\bsign\b",
    **dict.fromkeys(("missing-two", "extra-two"), r"\bfactor 2\b|\b2 ?/ ?m\b"),
    **dict.fromkeys(
        ("missing-mean", "mean-twice"),
        r"\bmean\b|\b[12] ?/ ?m\b|\b(divi\w+|and) by (m\b|the number of)"
        # Where every sample meets every other, there are more numbers than samples.
        r"|\bevery other\b",
    ),
}

# General causes of another shape than the right one.
_OF_SHAPES = (transposed, reshaped, blown_up, not_summed)

# General causes that may stand beside a known mistake. Others leave too little of it to be seen.
_BESIDE = (
    *_OF_SHAPES,
    factor,
    complement,
    shifted,
    cut_to_whole,
    rounded,
    some_rows,
    one_row,
)


def _upon(cause: Cause, *, told: str = "", mistake: str = "") -> Cause:
    """Return what is left to be said beside a known mistake.

    Args:
        cause: What is left.
        told: What is said of the mistake here; nothing where it is told already.
        mistake: The id of a mistake that is told here.
    """
    before = f"{told} {_UPON}".lstrip()
    blind = f"{before} {_relative(cause.blind)}" if cause.blind else ""
    ids = f"{mistake}+{cause.id}" if mistake else cause.id
    return Cause(ids, f"{before} {_relative(cause.sentence)}", blind)


# What is told upon a mistake was found by holding what came against what the mistake gives.
_UPON = "Besides, compared with what that gives,"


def _relative(text: str) -> str:
    """Return a text of what is right as one of what a mistake gives."""
    text = re.sub(r"the numbers of (.+?) are right, but it (misses|has)\b", r"\1 \2", text)
    text = text.replace(", with the right numbers in it", "")
    text = text.replace(" Besides, ", " Besides, compared with that, ")
    # What the mistake itself lacks, of the mean say, its sentence need not tell.
    text = text.replace(": the mean over", ", as where the mean over")
    text = re.sub(r"is off by (\w+) things:", r"is as where \1 things are off:", text)
    return re.sub(
        r"once too often(, as if the mean were taken twice)?", "once more than there", text
    )


def upon_where_it_runs(cause: Cause) -> Cause:
    """Say that what is told upon a mistake is so where there is no error."""
    where = " Besides, where there is no error, "
    return cause.retold(lambda text: text.replace(" Besides, ", where, 1))


def mistake_and_cause(
    part: str,
    by_part: Mapping[str, Sequence[Case]],
    likenesses: Sequence[Likeness],
    ids: frozenset[str],
) -> Cause | None:
    """Return two causes at once: a known mistake, and a general cause on what it gives.

    Of two, only the one is said that has not been told already.

    Args:
        part: A part of the result that no known mistake gives as it is.
        by_part: What is right and what came, for each part.
        likenesses: How far the answer is like each known mistake.
        ids: The causes that are told already.
    """
    several: list[tuple[int, Likeness, Cause]] = []
    told = {one for several in ids for one in several.split("+")}
    # One that shows elsewhere is no further guess.
    for like in sorted(likenesses, key=lambda like: like.mistake.id not in told):
        mistake = like.mistake
        if part not in like.spoils or not like.may_be_seen or calls_right(mistake):
            continue
        if not may_be_told_of(mistake, [part], by_part):
            continue
        other = _beside(part, by_part[part], like, told=mistake.id in told)
        if other is None or _says(mistake, other.id) or _is_of_few(like, part, by_part):
            continue
        # Both of them are told of another part: what has that id is not told again.
        if f"{mistake.id}+{other.id}" in ids:
            return _upon(other, told=mistake.sentence, mistake=mistake.id)
        if mistake.id in told:
            return _upon(other)
        factors = len(_plain_factors(other.id))
        if factors < 2:
            return _with(like, other, part, by_part, ids)
        several.append((factors, like, other))
    # Of several things beside a mistake, the fewest.
    fewest = min(several, key=lambda found: found[0], default=None)
    return _with(*fewest[1:], part, by_part, ids) if fewest else None


def _is_of_few(like: Likeness, part: str, by_part: Mapping[str, Sequence[Case]]) -> bool:
    """Return whether a sentence speaks of all gradients, and less than half of them have it."""
    if not speaks_of_all(like.mistake):
        return False
    spoiled = like.spoils & by_part.keys()
    there = [p for p in spoiled if p == part or is_in(p, by_part[p], like)]
    return 2 * len(there) < len(spoiled)


def _with(
    like: Likeness,
    other: Cause,
    part: str,
    by_part: Mapping[str, Sequence[Case]],
    ids: frozenset[str],
) -> Cause:
    """Return a known mistake and what is left beside it as one cause."""
    elsewhere = {p for p in like.spoils if p in by_part} - {part}
    # Where it is not in all that is wrong, it has to be said which part it is of.
    alone = any(ids) or not all(is_in(p, by_part[p], like) for p in elsewhere)
    # What the mistake alone gives does not come.
    sentence = re.sub(r"^(What comes(?: out)? is) ", r"\1 made from ", like.mistake.sentence)
    sentence = f"As for {named(part)}: {wherever(sentence)}" if alone else sentence
    if other.id in ids:
        return Cause(like.mistake.id, sentence)
    return _upon(other, told=sentence, mistake=like.mistake.id)


def _says(mistake: KnownMistake, id: str) -> bool:
    """Return whether a sentence says of a factor, or of one of several, that it is off.

    Or that something is one minus what it should be: that twice is what is right.
    """
    if id == "complement":
        return bool(re.search(r"\b1 minus\b| of [-−]z\b", mistake.sentence))
    return any(re.search(_SAID[one], mistake.sentence) for one in _plain_factors(id))


def _plain_factors(id: str) -> list[str]:
    """Return the factors that the id of a cause is made of; none where it is something else."""
    found = [one for one in _PLAIN_FACTORS if one in id]
    if "missing-mean-and-two" in id:
        found.append("missing-two")
    rest = functools.reduce(lambda text, one: text.replace(one, ""), (*found, "-and-two"), id)
    return found if not rest.strip("-") else []


def is_in(part: str, cases: Sequence[Case], like: Likeness) -> bool:
    """Return whether a mistake is in a part of what came, as it is or beside a general cause."""
    same = all(same_part(like.gives(part, case), case.came) for case in cases)
    return same or _beside(part, cases, like) is not None


def _beside(
    part: str, cases: Sequence[Case], like: Likeness, *, told: bool = False
) -> Cause | None:
    """Return the general cause that lies between what a mistake gives and what came.

    Args:
        part: A part of the result.
        cases: What is right and what came there.
        like: How far the answer is like the mistake.
        told: Whether the mistake shows in another part, and is told of that.
    """
    spoiled, seen, reshapes = [], False, False
    for case in cases:
        theirs = like.gives(part, case)
        # Neither is there where the mistake would show, and what is right comes.
        if theirs is MISSING or not (case.wrong or same_part(theirs, case.right)):
            return None
        # What is known by its digest has no numbers to look at.
        if isinstance(theirs, Digest):
            continue
        seen = seen or not same_part(theirs, case.right)
        reshapes = reshapes or _shape(theirs) != _shape(case.right)
        spoiled.append(replace(case, right=theirs, wrong=not same_part(theirs, case.came)))
    # Where the mistake changes nothing, it is not there to be seen.
    pairs = pairs_of(part, spoiled) if seen else []
    # Of a single question both would be a guess.
    for general in _BESIDE if len(pairs) > 1 else ():
        cause = general(named(part), pairs)
        # What has two names already is a third thing beside a mistake that shows nowhere else.
        if cause is None or ("+" in cause.id and not told):
            continue
        # Where the mistake makes another shape, a third one is no shape beside it.
        if general in _OF_SHAPES and reshapes:
            continue
        # Of a single number a mistake cannot be seen any more.
        if cause.id == "summed-too-far":
            continue
        # What a mistake divides by the number of samples is not divided once more.
        if cause.id == "rows-not-averaged":
            continue
        # What is 0 or 1 alone could come of anything that was rounded.
        if general is rounded and all(np.isin(pair.came, (0, 1)).all() for pair in pairs):
            continue
        # A piece of one part is no exchange of two.
        if general in (some_rows, one_row) and calls_exchanged(like.mistake):
            continue
        # Rows that are right say nothing of a mistake.
        if general is some_rows and not _shows(pairs_of(part, cases), pairs):
            continue
        if general is not factor:
            return cause
        # Of a mistake that is a factor itself, with another factor, neither would be sure.
        several = len(_plain_factors(cause.id)) - 1
        # Of few sizes, several things that are off together could be many.
        sizes = {quantities(pair.probe).get("samples") for pair in pairs if pair.wrong}
        if several >= 0 and len(sizes) > several and not _multiple(part, cases, like):
            return cause
    return None


def _shape(value: Value) -> tuple[int, ...] | None:
    """Return the shape of numbers; None where it is something else."""
    numbers = as_numbers(value, sequence=True)
    return None if numbers is None else numbers.shape


def _shows(rights: Sequence[Pair], spoiled: Sequence[Pair]) -> bool:
    """Return whether somewhere just that came which a mistake gives, and which is not right."""
    return len(rights) == len(spoiled) and any(
        right.right.shape == wrong.right.shape == wrong.came.shape
        and bool((close(wrong.came, wrong.right) & ~close(right.right, wrong.right)).any())
        for right, wrong in zip(rights, spoiled, strict=True)
    )


def _multiple(part: str, cases: Sequence[Case], like: Likeness) -> bool:
    """Return whether a mistake makes a multiple of a part."""
    theirs = [
        replace(case, came=theirs)
        for case in cases
        if case.wrong and not isinstance(theirs := like.gives(part, case), Digest)
    ]
    pairs = [] if any(case.came is MISSING for case in theirs) else pairs_of(part, theirs)
    own = factor(named(part), pairs) if pairs else None
    return own is not None and own.id != "constant-factor"
