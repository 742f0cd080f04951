"""A generator without a seed: what passed once is another answer in the next run."""

from __future__ import annotations

from descent.diagnosis.code import meets
from descent.judging.sheets import Sheet


def seedless(sheet: Sheet, source: str) -> str:
    """Say that an answer makes a generator without a seed; nothing where its code has none.

    Args:
        sheet: The exercise.
        source: The code of the answer's cell; ``""`` where it is not known.
    """
    if not meets("seedless()", source, sheet.answer):
        return ""
    return (
        "A generator is made without a seed, so each run draws other numbers. Give it a fixed one: "
        "then what is graded is what passed here."
    )
