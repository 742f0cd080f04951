"""General explanations of a wrong result, for what no known mistake foresees.

The causes stand in :mod:`descent.diagnosis.causes`. Here is the order in which they are
tried; the first that holds for every probe is said. What holds only for inputs
of one sort is said of these.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from descent.diagnosis.causes.cases import Case, Cause, Pair, pairs_of
from descent.diagnosis.causes.factors import factor, quantities
from descent.diagnosis.causes.kinds import other_kind
from descent.diagnosis.causes.numbers import argument_returned, complement, constant
from descent.diagnosis.causes.orders import gone_on, permuted, same_length, shifted
from descent.diagnosis.causes.partial import one_row, rounded, shifted_multiple, some_rows
from descent.diagnosis.causes.places import cut_to_whole, not_finite, some_cases, some_entries
from descent.diagnosis.causes.shapes import blown_up, not_summed, reshaped, transposed
from descent.judging.sentences import named

__all__ = ["EXPLANATIONS", "Case", "Cause", "explain", "quantities"]

_Explanation = Callable[[str, Sequence[Pair]], Cause | None]

_SHAPES: tuple[_Explanation, ...] = (transposed, reshaped, blown_up, not_summed)

EXPLANATIONS: tuple[_Explanation, ...] = (
    *_SHAPES,
    not_finite,
    constant,
    factor,
    complement,
    gone_on,
    same_length,
    shifted,
    shifted_multiple,
    permuted,
    argument_returned,
    cut_to_whole,
    rounded,
    some_entries,
    some_rows,
    one_row,
)


def explain(part: str, cases: Sequence[Case], whole: bool = True) -> Cause | None:
    """Return the first general explanation that is true of a part in every case.

    Args:
        part: The part of the result, ``""`` for the result as a whole.
        cases: What is right and what came, for each probe.
        whole: Whether these are all the cases there are; not where some were
            cut short by an error: then nothing is said of where else it is right.
    """
    wrong = [case for case in cases if case.wrong]
    if not wrong:
        return None
    name = named(part)
    kind = other_kind(name, cases)
    if kind:
        return kind
    pairs = pairs_of(part, cases)
    for explanation in EXPLANATIONS if pairs else ():
        cause = explanation(name, pairs)
        if cause and (whole or not _tells_where(cause)):
            return cause
    if not whole:
        return None
    label = wrong[0].probe.label
    place = some_cases(name, cases)
    if place and label and all(case.probe.label == label for case in wrong):
        some = pairs_of(part, wrong)
        for explanation in _SHAPES if some else ():
            cause = explanation(name, some)
            if cause:
                blind = f"On {label}, {cause.blind}" if cause.blind else ""
                return Cause(cause.id, f"On {label}, {cause.sentence}", blind)
    return place


def _tells_where(cause: Cause) -> bool:
    return cause.id in ("only-some", "not-finite")
