"""What the code of a wrong answer has that is odd, told where nothing else explains the answer.

Each statement is one of the code alone, and true of whatever code has that: whether it is the
reason, nobody has seen.
"""

from __future__ import annotations

import ast
import re

from descent.diagnosis.asked import asked_in
from descent.diagnosis.causes.arguments import NO_EFFECT
from descent.diagnosis.code import answer_in
from descent.diagnosis.odd_formulas import FORMULAS
from descent.diagnosis.odd_steps import STEPS, never_read, never_read_at_all
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


def of_arguments(cause: str, told: str, sheet: Sheet, source: str) -> list[Statement]:
    """Return what the code does with an argument, beside what says of numbers alone what comes.

    Args:
        cause: The id of the cause.
        told: What is said of it.
        sheet: The exercise.
        source: The code of the answer's cell.
    """
    tree = answer_in(source, sheet.answer)
    unused = cause.startswith(NO_EFFECT)
    functions = [*asked_in(sheet, tree)] if unused or cause in ("by-sign", "only-some") else []
    if unused:
        said = [sentence for asked in functions for sentence in never_read_at_all(asked)]
    elif cause == "by-sign":
        said = [sentence for asked in functions for sentence in never_read(asked)]
    else:
        said = [
            f"The first line of {asked.code.name} has `{name}={ast.unparse(preset)}`."
            for name in re.findall(r"where (\w+) is left at its default", told)
            for asked in functions
            for preset in asked.preset(name)
        ]
    return [Statement(text, (Evidence.CODE,)) for text in dict.fromkeys(said[:1])]
