"""What the causes are told from: pairs of right and given numbers, one for each probe."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from descent.judging.compare import MISSING, as_numbers, close
from descent.probing.probes import Probe, Step
from descent.probing.values import Value

Array = np.ndarray[Any, Any]


@dataclass(frozen=True)
class Case:
    """One part of a result for one probe: what is right and what came.

    Attributes:
        probe: The probe.
        right: What is right.
        came: What came.
        wrong: Whether that is wrong.
        parameters: The names of the answer's parameters.
        name: What the probe is called in its sheet, as :func:`names_of` has it.
    """

    probe: Probe
    right: Value
    came: Value
    wrong: bool
    parameters: tuple[str, ...] = ()
    name: str = ""


def names_of(probes: Sequence[Probe]) -> list[str]:
    """Return what each probe of a sheet is called: its name, or its place where it has none."""
    return [probe.name or f"#{number}" for number, probe in enumerate(probes)]


@dataclass(frozen=True)
class Cause:
    """Why a part of a result is wrong: an id for people who grade, a sentence for the student.

    Without an id, it is where the part is wrong, not why. ``blind`` is what is
    said in its place where the probes are hidden: a number that comes from the
    answer could carry one of theirs. Where the code has the number ``literal``, ``coded``
    may be said. What has no id may be ``about`` something that code can show.
    """

    id: str
    sentence: str
    blind: str = ""
    literal: float | None = None
    coded: str = ""
    about: str = ""

    def wording(self, reveal: bool) -> str:
        """Return what may be said."""
        return self.sentence if reveal else self.blind or self.sentence

    def retold(self, how: Callable[[str], str]) -> Cause:
        """Return the same cause with each of its texts in other words."""
        blind, coded = (text and how(text) for text in (self.blind, self.coded))
        return replace(self, sentence=how(self.sentence), blind=blind, coded=coded)


@dataclass(frozen=True)
class Pair:
    """A case whose right and given results both are numbers, and what the answer was given."""

    right: Array
    came: Array
    wrong: bool
    probe: Probe
    inputs: Mapping[str, Value] = field(default_factory=dict)
    positions: tuple[Value, ...] = ()
    parameters: tuple[str, ...] = ()


def pairs_of(part: str, cases: Sequence[Case]) -> list[Pair]:
    """Return the pairs of a part's cases; none if something in them is not numbers."""
    pairs = []
    for case in cases:
        # A list of numbers is an array where a list is asked for, and nowhere else.
        sequence = isinstance(case.right, list)
        right = as_numbers(case.right, sequence=sequence)
        came = None if case.came is MISSING else as_numbers(case.came, sequence=sequence)
        if right is None or came is None:
            return []
        # Truth values are 0 and 1, but cannot be subtracted.
        came = came.astype(float) if came.dtype.kind == "b" else came
        step = _call_of(part, case.probe)
        inputs = inputs_of(step, case.parameters)
        pairs.append(
            Pair(
                *(right.astype(float), came, case.wrong, case.probe, inputs, step.args),
                case.parameters,
            )
        )
    return pairs


def inputs_of(step: Step, parameters: Sequence[str]) -> dict[str, Value]:
    """Return what a call passes, by name as far as the names are known."""
    # The parameters are those of the answer itself, not of its methods.
    names = parameters if not step.target else ()
    return dict(zip(names, step.args, strict=False)) | dict(step.kwargs)


def entrywise(pairs: Sequence[Pair]) -> Iterator[tuple[str, list[Array]]]:
    """Yield the inputs that have an entry for each entry of the result, in every probe."""
    for name in pairs[0].inputs:
        arrays = [as_numbers(pair.inputs.get(name)) for pair in pairs]
        found = [
            x
            for x, pair in zip(arrays, pairs, strict=True)
            if x is not None and x.dtype.kind != "c" and x.shape == pair.right.shape
        ]
        if len(found) == len(pairs):
            yield name, found


def _call_of(part: str, probe: Probe) -> Step:
    """Return the call that a part of the result comes from."""
    root = part.split("[", maxsplit=1)[0]
    places = [n for n, step in enumerate(probe.steps) if step.show == root]
    return last_call(probe, places[0] if places else len(probe.steps) - 1)


def last_call(probe: Probe, until: int = -1) -> Step:
    """Return the last call of a probe up to a step; that step if nothing is called."""
    steps = probe.steps[: until + 1] if until >= 0 else probe.steps
    calls = [step for step in steps if step.do in ("call", "take")]
    return (calls or steps)[-1]


def near(right: Array, came: Array) -> bool:
    """Return whether two arrays agree, shapes included."""
    return right.shape == came.shape and bool(close(right, came).all())


def holds(pairs: Sequence[Pair], effect: Callable[[Pair], Array | None]) -> bool:
    """Return whether an effect on what is right gives what came, for every probe.

    Where the answer was right, the effect must leave what is right alone.
    """
    for pair in pairs:
        outcome = effect(pair)
        if outcome is None or not near(outcome, pair.came if pair.wrong else pair.right):
            return False
    return bool(pairs)


# What is seen has to be as improbable as this power of one half, if another cause is at work.
_BITS = 12


def telling(
    pairs: Sequence[Pair], numbers_of: Callable[[Pair], Array] = lambda pair: pair.right
) -> bool:
    """Return whether the wrong pairs have numbers enough to rule out that a cause fits by chance.

    Two numbers with decimals do; of zeros and ones it takes a dozen, and a
    result of which all numbers are the same counts as one.
    """
    bits = itertools.accumulate(_bits(np.abs(numbers_of(p)).ravel()) for p in pairs if p.wrong)
    # The first results mostly do: what comes after them is not looked at.
    return any(sum_so_far >= _BITS for sum_so_far in bits)


def _bits(numbers: Array) -> float:
    numbers = np.sort(numbers[np.isfinite(numbers)])
    # Halves and thirds are as common as whole numbers.
    common = np.abs(numbers * 12 - np.round(numbers * 12)) <= 1e-9
    bits = np.log2(2 + numbers[common])
    if numbers.size and numbers[0] == numbers[-1]:
        bits = bits[:1]
    # Numbers that nearly are the same count as one, such as what saturated neurons give.
    others = numbers[~common]
    distinct = np.count_nonzero(np.diff(others, prepend=-1.0) > 1e-4 * others)
    return float(np.sum(bits)) + (_BITS - 2) * distinct


def first_wrong(
    pairs: Sequence[Pair], condition: Callable[[Pair], bool] = lambda _: True
) -> Pair | None:
    """Return the first wrong pair that shows something, for a sentence."""
    return next((pair for pair in pairs if pair.wrong and condition(pair)), None)


def tables(probe: Probe) -> list[Array]:
    """Return the arrays with two axes among the arguments of the last call that has any."""
    for step in reversed(probe.steps):
        arrays = [
            item
            for item in (*step.args, *step.kwargs.values())
            if isinstance(item, np.ndarray) and item.ndim == 2
        ]
        if arrays and step.do in ("call", "take"):
            return arrays
    return []
