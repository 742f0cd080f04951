"""Answers as students write them: right ones in many styles, and wrong ones.

Each module is named after a section's module of exercises and has ``RIGHT``
and ``WRONG``: lists of :class:`Answer`.
"""

from __future__ import annotations

import importlib
from dataclasses import dataclass


@dataclass(frozen=True)
class Answer:
    """One answer: for which exercise, in a few words what it is, and the answer cell."""

    exercise: str
    style: str
    code: str
    # For a wrong answer: the diagnoses that are true of it; none where nobody could tell.
    causes: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"{self.exercise}: {self.style}"


def pool(section: str) -> tuple[list[Answer], list[Answer]]:
    """Return the right and the wrong answers of a section."""
    module = importlib.import_module("tests.answers." + section.split("_", 1)[-1])
    return module.RIGHT, module.WRONG
