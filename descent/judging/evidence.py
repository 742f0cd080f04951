"""How it is known that what is said of an answer is so."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from descent.judging.sentences import joined


class Evidence(StrEnum):
    """A way in which a statement was verified."""

    EXPERIMENT = "by experiment"
    """It holds for all that was asked, and that was more than what decides."""

    ALL = "accounts for all"
    """It gives just what came, wherever what decides was asked."""

    CODE = "seen in code"
    """The student's own code has it."""

    ERROR = "read from the error"
    """It follows from the type and the text of an error that was raised."""

    DIFFERENCE = "plain difference"
    """It says what was expected and what came, and no more."""


@dataclass(frozen=True)
class Statement:
    """A sentence or more that is told, and how it was verified.

    Attributes:
        text: What is told.
        evidence: In which ways it was verified, in one at least.

    Raises:
        ValueError: There is no evidence: nothing is said that was not tried.
    """

    text: str
    evidence: tuple[Evidence, ...]

    def __post_init__(self) -> None:
        if not self.evidence:
            raise ValueError(f"nothing shows that this is so: {self.text!r}")


def in_code(text: str) -> Statement:
    """Return a statement that is seen in the student's own code."""
    return Statement(text, (Evidence.CODE,))


def message_of(statements: Iterable[Statement]) -> str:
    """Return statements as one text."""
    return joined([statement.text for statement in statements])
