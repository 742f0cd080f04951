"""General explanations of a wrong result, for what no known mistake foresees.

The causes stand in :mod:`descent.diagnosis.causes`. Here is the order in which they are
tried; the first that holds for every probe is said. What holds only for inputs
of one sort is said of these. What comes may be something simple of what went in and mean
nothing by that: so ``LAST_CAUSES`` are tried where nothing else explains a part.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from descent.diagnosis.causes.agreements import agreement
from descent.diagnosis.causes.arguments import no_effect
from descent.diagnosis.causes.by_entry import by_sign, entry_factor, one_for_all, picked
from descent.diagnosis.causes.cases import Case, Cause, Pair, pairs_of
from descent.diagnosis.causes.combinations import combination, not_cut, softmax, surplus
from descent.diagnosis.causes.deviations import bounded, offset, rounding_left
from descent.diagnosis.causes.factors import factor, quantities
from descent.diagnosis.causes.functions import function_of, function_of_right, function_of_sums
from descent.diagnosis.causes.kinds import other_kind
from descent.diagnosis.causes.layers import layer
from descent.diagnosis.causes.losses import loss_of
from descent.diagnosis.causes.numbers import (
    argument_returned,
    complement,
    constant,
    left_zero,
    shares,
)
from descent.diagnosis.causes.orders import gone_on, permuted, same_length, shifted
from descent.diagnosis.causes.partial import one_row, rounded, shifted_multiple, some_rows
from descent.diagnosis.causes.places import cut_to_whole, not_finite, some_entries
from descent.diagnosis.causes.quotients import quotient
from descent.diagnosis.causes.recorded import broken_off, last_everywhere, now_and_then
from descent.diagnosis.causes.shapes import blown_up, not_summed, reshaped, transposed
from descent.diagnosis.causes.sorts import some_cases, where_wrong
from descent.diagnosis.causes.sums import by_row, row_sums, samples_left
from descent.diagnosis.causes.tables import (
    added_up,
    more_columns,
    not_one_number,
    outer_product,
    some_columns,
    spacing,
)
from descent.judging.sentences import named

__all__ = [
    "GENERAL_CAUSES",
    "LAST_CAUSES",
    "Case",
    "Cause",
    "GeneralCause",
    "explain",
    "explain_at_last",
    "quantities",
]


@dataclass(frozen=True)
class GeneralCause:
    """One thing that may be wrong with a part of a result.

    Attributes:
        find: Takes the name of the part and the pairs of right and given numbers, and returns
            what is told; None where that is not so. The first line of its docstring says when
            it holds.
        example: A sentence that a student may be told.
    """

    find: Callable[[str, Sequence[Pair]], Cause | None]
    example: str

    @property
    def id(self) -> str:
        """What it is called."""
        return self.find.__name__


_SHAPES = (
    GeneralCause(
        transposed,
        "dw is transposed: expected shape (4, 2), got (2, 4), with the right numbers in it.",
    ),
    GeneralCause(
        reshaped,
        "the numbers of dw are right, but it misses an axis: expected shape (4, 2).",
    ),
    GeneralCause(
        blown_up,
        "dw has shape (4, 4) where (4, 1) is expected, and the right numbers only on its "
        "diagonal, as where a column of shape (4, 1) meets an array of 4 numbers that is no "
        "column, such as one of shape (4,), and every entry of the one is combined with every "
        "entry of the other.",
    ),
    GeneralCause(
        not_summed,
        "dw still has more than one row: expected shape (1, 3). Add the rows up.",
    ),
)

GENERAL_CAUSES = (
    *_SHAPES,
    GeneralCause(not_finite, "dw is NaN where X is large; every other number is right."),
    GeneralCause(constant, "dw is the same number whatever the arguments are."),
    GeneralCause(factor, "dw has the wrong sign: every entry is −1 times what it should be."),
    GeneralCause(complement, "dw is 1 minus what it should be."),
    GeneralCause(
        gone_on,
        "dw still has the entries of earlier calls in front: each call should start with a list"
        " of its own.",
    ),
    GeneralCause(
        same_length,
        "dw has the same shape each time, whatever is asked for.",
    ),
    GeneralCause(shifted, "dw lacks its first entry; the others are right."),
    GeneralCause(
        shifted_multiple,
        "dw starts one step late: each entry is to be noted before its update. Besides, "
        "dw is twice what it should be: there is a factor 2 too many.",
    ),
    GeneralCause(
        now_and_then,
        "dw has its first entry, and the next ones are missing. Note one each time.",
    ),
    GeneralCause(
        broken_off,
        "dw begins as it should and ends too early, as where a loop ends before all of its turns: "
        "every one of them is asked for.",
    ),
    GeneralCause(
        last_everywhere,
        "every entry of dw is the last one, as where one array is noted each time and changed "
        "afterwards. Note a number, or a copy.",
    ),
    GeneralCause(permuted, "dw has the right rows, but in another order."),
    GeneralCause(argument_returned, "dw is just the first argument, unchanged."),
    GeneralCause(
        cut_to_whole,
        "dw loses its decimals where whole numbers come in: an array of integers, or one made "
        "like it, keeps none. Compute with floats.",
    ),
    GeneralCause(
        rounded, "dw is what rounding to 2 digits makes of it. Return the numbers as they are."
    ),
    GeneralCause(some_entries, "dw is wrong where X is negative; every other number is right."),
    GeneralCause(
        some_rows,
        "dw: all rows are right but the last.",
    ),
    GeneralCause(
        one_row,
        "dw is the first row alone. All rows are asked for.",
    ),
)

LAST_CAUSES = (
    GeneralCause(
        agreement, "dw is what comes where every prediction is compared with every label."
    ),
    GeneralCause(quotient, "dw is (m + 1) / size rounded down."),
    GeneralCause(loss_of, "dw is half of the square of the sum of the absolute errors."),
    GeneralCause(
        outer_product,
        "dw has a row with all numbers of X in it, times something, for each number of something "
        "else: a product of every number with every other one. A matrix product adds up over the "
        "samples.",
    ),
    GeneralCause(more_columns, "dw has the right columns, and 1 more of zeros behind them."),
    GeneralCause(
        not_one_number,
        "dw is an array, and a single number is asked for: the sum of its entries.",
    ),
    GeneralCause(
        row_sums, "dw is added up over the samples, and should have a row for each of them."
    ),
    GeneralCause(
        samples_left,
        "dw has a row for each sample. Added up over the samples, it is what it should be.",
    ),
    GeneralCause(
        by_row,
        "dw has a number for each row, as where a loop goes as far as len(...), and should have "
        "one for each entry.",
    ),
    GeneralCause(
        softmax,
        "dw is what softmax makes of the weighted sums: the numbers of each row add up to 1. Here "
        "each number is the sigmoid of its own weighted sum.",
    ),
    GeneralCause(entry_factor, "Entry by entry, the factor X is missing in dw."),
    GeneralCause(
        one_for_all,
        "In dw, X (1 − X) of each entry is multiplied by one number that is the same for all: the "
        "sum of what every entry should be multiplied by for itself.",
    ),
    GeneralCause(combination, "dw is −X."),
    GeneralCause(
        not_cut,
        "dw has a fraction. Rounded down to a whole number, it is right.",
    ),
    GeneralCause(surplus, "In dw, 2 X comes beside what it should be."),
    GeneralCause(offset, "dw is off by the same number in every entry, each time."),
    GeneralCause(layer, "dw is tanh(X @ w − b)."),
    GeneralCause(function_of_right, "dw is the square of what it should be."),
    GeneralCause(function_of, "dw is 1 − tanh(X)²."),
    GeneralCause(function_of_sums, "dw is tanh(z), where z is the weighted sum."),
    GeneralCause(by_sign, "Where X is negative, dw is 1 minus what it should be."),
    GeneralCause(
        bounded,
        "dw is never below a bound: what should lie beyond is cut off there.",
    ),
    GeneralCause(
        rounding_left,
        "In a column of X whose numbers are all equal, dw is not 0, but what rounding leaves of X "
        "minus its mean, divided by a number that is tiny, too. Where a standard deviation is "
        "nearly 0, take 1 in its place.",
    ),
    GeneralCause(
        picked,
        "dw has as many entries as X has positive numbers, and should have one for every number "
        "in X.",
    ),
    GeneralCause(some_columns, "dw: all columns are right but the first, which is 0."),
    GeneralCause(
        spacing,
        "the numbers of dw lie the same distance apart each time, whatever is asked for.",
    ),
    GeneralCause(
        added_up,
        "dw is a single number, and nearly the sum of all the numbers that are asked for: each "
        "has a place of its own.",
    ),
    GeneralCause(left_zero, "Some entries of dw are right, and all others are 0."),
    GeneralCause(
        shares,
        "What comes for dw are shares of the samples, whole numbers divided by how many there are, "
        "as where each prediction is 0 or 1 and nothing in between.",
    ),
    GeneralCause(
        no_effect,
        "Where nothing but the rate that is passed was another, dw came out the same.",
    ),
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
    for general in GENERAL_CAUSES if pairs else ():
        cause = general.find(name, pairs)
        if cause and (whole or not _tells_where(cause)):
            return cause
    if not whole:
        return None
    where = where_wrong(cases)
    some = pairs_of(part, wrong) if where else []
    for general in _SHAPES if some else ():
        cause = general.find(name, some)
        if cause:
            blind = f"Where {where}, {cause.blind}" if cause.blind else ""
            return Cause(cause.id, f"Where {where}, {cause.sentence}", blind)
    return some_cases(name, cases)


def explain_at_last(part: str, cases: Sequence[Case]) -> Cause | None:
    """Return what comes in place of what is right, if it is something simple in every case.

    Args:
        part: As for :func:`explain`.
        cases: Likewise.
    """
    pairs = pairs_of(part, cases)
    name = named(part)
    # What has an imaginary part is told as such, and is not rounded or put in an order.
    if not pairs or any(pair.came.dtype.kind not in "iuf" for pair in pairs):
        return None
    found = (general.find(name, pairs) for general in LAST_CAUSES)
    return next((cause for cause in found if cause), None)


def _tells_where(cause: Cause) -> bool:
    return cause.id in ("only-some", "not-finite")
