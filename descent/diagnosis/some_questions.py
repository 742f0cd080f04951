"""A wrong answer as some of the questions show it, without those that something else spoils."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import replace
from functools import partial

import numpy as np

from descent.diagnosis.causes.cases import Case, names_of, pairs_of, telling
from descent.diagnosis.causes.factors import off_by_one_thing, quantities
from descent.diagnosis.foreseen import fingerprint
from descent.diagnosis.likeness import same_part
from descent.diagnosis.wrong_answer import WrongAnswer
from descent.judging.compare import ATOL, MISSING, as_numbers, parts, same_behavior
from descent.judging.sheets import Criterion, KnownMistake, Sheet
from descent.probing.probes import Observation
from descent.probing.values import Digest, Value

# So many results have to show what is explained without the others.
_FEWEST = 3

# Without what more criteria ask, little is left of an answer.
_MOST_ASIDE = 2

# Each way to set criteria aside takes as long as to explain an answer.
_MOST_WAYS = 6


def only(answer: WrongAnswer, mask: Sequence[bool]) -> WrongAnswer | None:
    """Return what an answer does with some of the questions, if that is wrong; None if it is not.

    Args:
        answer: The answer.
        mask: For each question, whether it is looked at.
    """
    sheet = answer.sheet
    expected, rest = (
        tuple(itertools.compress(all_of, mask)) for all_of in (sheet.expected, answer.observations)
    )

    def wrong(results: Sequence[Observation]) -> bool:
        return not all(map(partial(same_behavior, returns=sheet.returns), expected, results))

    if all(mask) or not wrong(rest):
        return None
    mistakes = (
        replace(mistake, observations=tuple(itertools.compress(mistake.observations, mask)))
        for mistake in sheet.mistakes
    )
    some = replace(
        sheet,
        probes=tuple(itertools.compress(sheet.probes, mask)),
        expected=expected,
        mistakes=tuple(mistake for mistake in mistakes if wrong(mistake.observations)),
        foreseen={},
    )
    return WrongAnswer(some, rest)


def ways_to_set_aside(sheet: Sheet) -> Iterator[tuple[Criterion, ...]]:
    """Yield what may be set aside of what a sheet asks: all but its first criterion, one, or two.

    What cannot be explained without any of them cannot be without one: so all come first.
    """
    later = tuple(c for c in sheet.criteria if c.groups)[1:]
    if not later:
        return
    yield later
    ways = (
        aside
        for count in range(1, _MOST_ASIDE + 1)
        for aside in itertools.combinations(later, count)
    )
    yield from (aside for aside in itertools.islice(ways, _MOST_WAYS) if aside != later)


def without(answer: WrongAnswer, aside: Sequence[Criterion]) -> WrongAnswer | None:
    """Return what is left of a wrong answer without what some criteria ask; None if too little is.

    What the first criterion asks always stays, and no error is in what is left. Of known
    mistakes, those stay that may be seen in it.
    """
    first = next(c for c in answer.sheet.criteria if c.groups)
    groups = _groups(aside) - _groups([first])
    rest = only(answer, [probe.group not in groups for probe in answer.sheet.probes])
    if rest is None or rest.cut_short or not shows_enough(rest):
        return None
    return _told_apart(_of_the_likely(rest))


def _of_the_likely(answer: WrongAnswer) -> WrongAnswer:
    """Return an answer beside the known mistakes that give its first wrong result of some part.

    Where none does, those that give it but for one thing, such as a sign. The others are hardly
    ever what is left, and to look for them in it takes long.
    """
    sheet, places = answer.sheet, names_of(answer.sheet.probes)
    first = {
        part: next(case for case in cases if case.wrong)
        for part, cases in answer.by_part.items()
        if any(case.wrong for case in cases)
    }

    def some(fits: Callable[[Value, Case], bool]) -> tuple[KnownMistake, ...]:
        return tuple(mistake for mistake in sheet.mistakes if any(gives(mistake, fits)))

    def gives(mistake: KnownMistake, fits: Callable[[Value, Case], bool]) -> Iterator[bool]:
        for part, case in first.items():
            place = places.index(case.name)
            got = parts(sheet.expected[place], mistake.observations[place], sheet.returns)
            yield any(name == part and fits(theirs, case) for name, _, theirs in got)

    likely = some(lambda theirs, case: same_part(theirs, case.came)) or some(_but_for_one_thing)
    return replace(answer, sheet=replace(sheet, mistakes=likely))


def _but_for_one_thing(theirs: Value, case: Case) -> bool:
    """Return whether one thing may lie between what a mistake gives and what came."""
    # What is known by its digest has no numbers to look at.
    if theirs is MISSING or isinstance(theirs, Digest):
        return False
    return any(map(off_by_one_thing, pairs_of("", [replace(case, right=theirs)])))


def _told_apart(answer: WrongAnswer) -> WrongAnswer:
    """Return an answer beside known mistakes no two of which do the same; the first of them.

    One of which two things are told shows one of them at most in what is left.
    """
    sheet = answer.sheet
    by_print: dict[bytes, KnownMistake] = {}
    plain_first = sorted(sheet.mistakes, key=lambda mistake: "Two things" in mistake.sentence)
    for number, mistake in enumerate(plain_first):
        does = fingerprint(sheet.expected, mistake.observations, sheet.returns)
        by_print.setdefault(does or bytes([number]), mistake)
    return replace(answer, sheet=replace(sheet, mistakes=tuple(by_print.values())))


def _groups(criteria: Sequence[Criterion]) -> set[str]:
    return {group for criterion in criteria for group in criterion.groups}


def of_one_sample(answer: WrongAnswer) -> bool:
    """Return whether each question has a single sample: sums and means are the same there."""
    return {quantities(probe).get("samples") for probe in answer.sheet.probes} == {1.0}


def gives_one_number(answer: WrongAnswer, parts: Collection[str]) -> bool:
    """Return whether wherever parts are wrong, one and the same number comes each time."""
    cases = [case for part in parts for case in answer.by_part.get(part, ()) if case.wrong]
    numbers = [as_numbers(case.came) for case in cases]
    known = [one.ravel() for one in numbers if one is not None and one.size]
    return len(known) > 1 and bool(np.all(np.concatenate(known) == known[0][0]))


def shows_enough(answer: WrongAnswer) -> bool:
    """Return whether enough is wrong not to be what a mistake gives by chance."""
    wrong = {part: [c for c in cases if c.wrong] for part, cases in answer.by_part.items()}
    pairs = [pair for part, cases in wrong.items() for pair in pairs_of(part, cases)]
    # Next to nothing comes of many things.
    enough = telling(pairs, lambda pair: pair.came[np.abs(pair.came) > ATOL])
    return sum(map(len, wrong.values())) >= _FEWEST and enough
