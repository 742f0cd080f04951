"""What an answer waits for that is written, and gives nothing because an earlier one is not."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from dataclasses import replace

from descent.judging.evidence import Evidence, Statement
from descent.judging.verdict import Verdict
from grader.marking.sources import parsed
from grader.sheets.exercise import Exercise


def waiting(verdict: Verdict, answer: str, empty: Sequence[Exercise], source: str) -> Verdict:
    """Return the verdict on an answer that gives nothing, with what it waits for if it is written.

    Args:
        verdict: That it was not attempted.
        answer: What the notebook calls it.
        empty: Earlier exercises that it may call and that were not attempted.
        source: The student's cell.
    """
    if not empty or not _written(source):
        return verdict
    earlier = empty[0].name_in_messages
    message = f"{answer} cannot be tried yet: {earlier}, which it calls, gives no result so far."
    said = Statement(message, (Evidence.EXPERIMENT,))
    return replace(verdict, message=message, statements=(said,))


def _written(source: str) -> bool:
    """Return whether a cell returns something, and is no longer as it was released."""
    if "NotImplementedError" in source:
        return False
    tree = parsed(source)
    nodes = ast.walk(tree) if tree else ()
    return any(isinstance(n, ast.Return) and n.value is not None for n in nodes)
