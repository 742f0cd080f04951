"""What comes of slips and of two mistakes at once, for what neither a bank nor a rule names."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from dataclasses import replace

from descent.diagnosis.foreseen import fingerprint, sealed, with_name, with_pairs_of
from descent.diagnosis.likeness import calls_right, tell_all
from descent.judging.sheets import Sheet
from descent.probing.probes import observe
from grader.errors import BadSource
from grader.sheets.exercise import Exercise
from grader.sheets.mistakes import Mistake, both
from grader.sheets.mutants import mutants
from grader.sheets.references import Reference

# Of so many mistakes that a bank begins with, pairs are tried: with all, it would be thousands.
FOREMOST = 44

# Of a class, whose methods train networks, each pair takes long.
FOREMOST_OF_CLASSES = 24

# Of two methods, so many mistakes of the earlier one with so many of the other.
FOREMOST_OF_EARLIER, FOREMOST_BESIDE = 12, 6


def with_foreseen(sheet: Sheet, entry: Exercise, of: Reference) -> Sheet:
    """Return a sheet that also knows what slips do, and pairs of its known mistakes.

    What more than one change does is said to be the first of them, slips before
    pairs; what a known mistake does is left to that one.
    """
    # A digest of what is right must not be shipped beside another: they are few.
    if entry.sealed:
        return sheet
    fingerprints = {
        fingerprint(sheet.expected, observations, sheet.returns)
        for observations in (sheet.expected, *(mistake.observations for mistake in sheet.mistakes))
    }
    texts: dict[str, str] = {}
    told: Iterator[tuple[str, str | tuple[int, int]]]
    told = itertools.chain(_slips(entry, of), _pairs(sheet, entry, of))
    for source, item in told:
        try:
            answer = of.variant(entry.answer_cell, source).get(entry.answer_name)
        except BadSource:
            continue
        observations = tuple(observe(probe, answer) for probe in sheet.probes)
        by = fingerprint(sheet.expected, observations, sheet.returns)
        if by and by not in fingerprints:
            fingerprints.add(by)
            digest, text = sealed(item, by)
            texts[digest] = text
    return replace(sheet, foreseen=texts)


def _slips(entry: Exercise, of: Reference) -> Iterator[tuple[str, str]]:
    for mutant in mutants(of.source(entry.answer_cell), entry.methods):
        if mutant.told:
            yield mutant.source, mutant.told


def _pairs(sheet: Sheet, entry: Exercise, of: Reference) -> Iterator[tuple[str, tuple[int, int]]]:
    source = of.source(entry.answer_cell)
    is_class = isinstance(of.answers()[entry.answer_name], type)
    foremost = FOREMOST_OF_CLASSES if is_class else FOREMOST
    candidates = [
        (number, mistake)
        for number, mistake in enumerate(entry.mistakes[:foremost])
        if mistake.hunks and not calls_right(sheet.mistakes[number])
    ]
    for (first, one), (second, other) in itertools.combinations(candidates, 2):
        variant = None if tell_all(one.sentence, other.sentence) else both(source, one, other)
        if variant is not None:
            yield variant, (first, second)


def with_earlier(sheet: Sheet, entries: Mapping[str, Exercise], of: Reference) -> Sheet:
    """Return a sheet that also knows what the right answer does upon earlier ones with a mistake.

    Args:
        sheet: The sheet of an exercise.
        entries: The exercises of its section, by name.
        of: The reference answers.
    """
    entry = entries[sheet.exercise]
    right = fingerprint(sheet.expected, sheet.expected, sheet.returns)
    texts = dict(sheet.foreseen)
    for earlier in (entries[name] for name in sheet.uses):
        for mistake in earlier.mistakes:
            answer = _upon(earlier, mistake, entry, of)
            observations = tuple(observe(probe, answer) for probe in sheet.probes)
            by = fingerprint(sheet.expected, observations, sheet.returns)
            if by and by != right:
                digest, text = sealed(mistake.id, with_name(by, earlier.name))
                texts.setdefault(digest, text)
        if earlier.answer_cell == entry.answer_cell:
            for item, by in _in_two_methods(sheet, earlier, entry, of):
                digest, text = sealed(item, with_pairs_of(by, earlier.name))
                texts.setdefault(digest, text)
    return replace(sheet, foreseen=texts)


def _in_two_methods(
    sheet: Sheet, earlier: Exercise, entry: Exercise, of: Reference
) -> Iterator[tuple[tuple[int, int], bytes]]:
    """Yield the places of a mistake of an earlier exercise and of an own one, and what comes."""
    source = of.source(entry.answer_cell)

    def seen(code: str) -> bytes:
        answer = of.variant(entry.answer_cell, code)[entry.answer_name]
        observations = tuple(observe(probe, answer) for probe in sheet.probes)
        return fingerprint(sheet.expected, observations, sheet.returns)

    known = {fingerprint(sheet.expected, sheet.expected, sheet.returns), b""}
    known |= {
        fingerprint(sheet.expected, mistake.observations, sheet.returns)
        for mistake in sheet.mistakes
    }
    own = [(n, mistake) for n, mistake in enumerate(entry.mistakes) if mistake.hunks]
    shown: list[tuple[int, Mistake]] = []
    for number, mistake in enumerate(earlier.mistakes):
        if len(shown) == FOREMOST_OF_EARLIER:
            break
        by = seen(mistake.apply(source)) if mistake.hunks else b""
        # What changes nothing here is no matter of this exercise.
        if by not in known:
            shown.append((number, mistake))
            known.add(by)
    for (first, one), (second, other) in itertools.product(shown, own[:FOREMOST_BESIDE]):
        variant = None if tell_all(one.sentence, other.sentence) else both(source, one, other)
        by = seen(variant) if variant is not None else b""
        if by not in known and not calls_right(sheet.mistakes[second]):
            known.add(by)
            yield (first, second), by


def _upon(earlier: Exercise, mistake: Mistake, entry: Exercise, of: Reference) -> object:
    """Return the right answer to an exercise that calls an earlier one with a mistake."""
    wrong = of.variant(earlier.answer_cell, mistake.apply(of.source(earlier.answer_cell)))
    if earlier.answer_cell == entry.answer_cell:
        return wrong[entry.answer_name]
    names = {earlier.answer_name: wrong[earlier.answer_name]}
    return of.variant(entry.answer_cell, of.source(entry.answer_cell), names)[entry.answer_name]
