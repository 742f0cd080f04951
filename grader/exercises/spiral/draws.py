"""What the exercises of this section have in common: cases, and how mistakes are written."""

from __future__ import annotations

import textwrap
from collections.abc import Callable
from dataclasses import replace

from grader.exercise import UNTOUCHED, Mistake, rewrite

WHOLE = "whole numbers"
ONE_SAMPLE = "one sample"

# A quarter of a point.
KEPT = replace(UNTOUCHED, share=0.25)


def variants(header: str) -> Callable[[str, str, str], Mistake]:
    """Return a function that makes a mistake of an id, a sentence, and the body under a header."""

    def mistake(id: str, sentence: str, body: str) -> Mistake:
        lines = textwrap.indent(textwrap.dedent(body).strip("\n"), "    ")
        return rewrite(id, sentence, f"{header}\n{lines}\n")

    return mistake
