"""Two known mistakes that are made at once, and together give just what came.

What each of them gives is known: its changes of what is right add up, or multiply.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from descent.diagnosis.causes.cases import Array, Case, Cause, Pair, pairs_of, telling
from descent.diagnosis.likeness import Likeness, calls_right, tell_all
from descent.diagnosis.wrong_answer import Explained, WrongAnswer
from descent.judging.compare import close
from descent.judging.sheets import KnownMistake
from descent.probing.values import Digest


def both(first: KnownMistake, second: KnownMistake) -> Cause:
    """Return two known mistakes as one cause that says both."""
    return Cause(f"{first.id}+{second.id}", f"{first.sentence} Besides: {second.sentence}")


def two_mistakes(answer: WrongAnswer, explained: Explained) -> Explained:
    """Something is open still, and two known mistakes together give just what came."""
    if answer.cut_short or not answer.open_parts(explained):
        return explained
    # One of the two may be that of an earlier answer, told otherwise.
    if explained.besides:
        return explained
    pair = _pair(answer)
    if pair is None:
        return explained
    first, second = pair
    tried = answer.holding(both(first, second), answer.by_part)
    return explained.ended(tried, parts=frozenset(answer.by_part))


def _pair(answer: WrongAnswer) -> tuple[KnownMistake, KnownMistake] | None:
    """Return the two known mistakes whose changes of what is right add up, or multiply, to this."""
    # What decides has to be read all, and is looked at before what mistakes give is.
    for part, cases in answer.by_part.items():
        deciding = [case for case in cases if not case.probe.again]
        if deciding and not pairs_of(part, deciding):
            return None
    by_part: dict[str, list[Case]] = {}
    for part, cases in answer.by_part.items():
        readable = [_readable(part, case, answer.likenesses) for case in cases]
        # Of experiments some are enough; of what decides, all.
        if not all(read or case.probe.again for read, case in zip(readable, cases, strict=True)):
            return None
        by_part[part] = list(itertools.compress(cases, readable))
    groups = {part: pairs_of(part, cases) for part, cases in by_part.items()}
    pairs = [pair for group in groups.values() for pair in group]
    # Results that are no numbers, or have another shape, add up to nothing.
    if not all(groups.values()) or any(p.right.shape != p.came.shape for p in pairs):
        return None
    if not telling(pairs, lambda pair: pair.came):
        return None
    right, came = (_flat([getattr(pair, side) for pair in pairs]) for side in ("right", "came"))
    mistakes, rows = [], []
    for like in answer.likenesses:
        row = None if calls_right(like.mistake) else _numbers_of(like, by_part, groups)
        if row is not None and not close(right, row).all():
            mistakes.append(like.mistake)
            rows.append(row)
    found = _together(right, came, np.array(rows)) if len(rows) > 1 else set()
    # Of two pairs that fit as well, neither is more likely.
    if len(found) != 1:
        return None
    ((one, other),) = found
    first, second = mistakes[one], mistakes[other]
    return None if tell_all(first.sentence, second.sentence) else (first, second)


def _readable(part: str, case: Case, likenesses: Sequence[Likeness]) -> bool:
    """Return whether the numbers that each known mistake gives are there."""
    return not any(isinstance(like.gives(part, case), Digest) for like in likenesses)


def _numbers_of(
    like: Likeness, by_part: Mapping[str, Sequence[Case]], groups: Mapping[str, Sequence[Pair]]
) -> Array | None:
    """Return all numbers that a mistake gives; None if it gives other shapes, or fails."""
    arrays: list[Array] = []
    for part, cases in by_part.items():
        theirs = [like.gives(part, case) for case in cases]
        pairs = pairs_of(part, [replace(c, came=t) for c, t in zip(cases, theirs, strict=True)])
        shapes = [pair.right.shape for pair in groups[part]]
        if not pairs or [pair.came.shape for pair in pairs] != shapes:
            return None
        arrays += [pair.came for pair in pairs]
    return _flat(arrays)


def _flat(arrays: Sequence[Array]) -> Array:
    return np.concatenate([np.ravel(array) for array in arrays])


def _together(right: Array, came: Array, theirs: Array) -> set[tuple[int, int]]:
    """Return the places of two rows whose changes of what is right together give what came."""
    if not (np.isfinite(came).all() and np.isfinite(theirs).all()):
        return set()
    place = int(np.argmax(np.abs(came - right)))
    # Whole numbers are sums of many things.
    whole = np.array_equal(came, np.round(came)) and np.array_equal(right, np.round(right))
    found = set()
    for combined in () if whole else (_added, _multiplied):
        column = theirs[:, place]
        there = combined(right[place], column[:, np.newaxis], column[np.newaxis])
        for one, other in np.argwhere(np.triu(close(came[place], there), 1)):
            if close(came, combined(right, theirs[one], theirs[other])).all():
                found.add((int(one), int(other)))
    return found


def _added(right: Array, one: Array, other: Array) -> Array:
    return np.asarray(one + other - right)


def _multiplied(right: Array, one: Array, other: Array) -> Array:
    nonzero = np.where(right == 0, 1.0, right)
    return np.where(right == 0, one + other, one * other / nonzero)
