"""What the code of a wrong answer has that is odd, told where nothing else explains the answer.

Each statement is one of the code alone, and true of whatever code has that: whether it is the
reason, nobody has seen.
"""

from __future__ import annotations

from descent.diagnosis.asked import asked_in
from descent.diagnosis.code import answer_in
from descent.diagnosis.odd_formulas import FORMULAS
from descent.diagnosis.odd_steps import STEPS, never_read_at_all
from descent.judging.evidence import Evidence, Statement
from descent.judging.sheets import Sheet

# Of more, each would be a guess.
_MOST = 2


def oddities(sheet: Sheet, source: str) -> list[Statement]:
    """Return what is odd in the code that an exercise asks for, two statements at most.

    Args:
        sheet: The exercise.
        source: The code of the answer's cell; ``""`` where it is not known.
    """
    tree = answer_in(source, sheet.answer)
    try:
        functions = [*asked_in(sheet, tree)]
        told = [
            sentence
            for asked in functions
            for look in (*FORMULAS, *STEPS)
            for sentence in look(asked)
        ] or [sentence for asked in functions for sentence in never_read_at_all(asked)]
    except RecursionError:
        return []
    return [Statement(text, (Evidence.CODE,)) for text in dict.fromkeys(told[:_MOST])]
