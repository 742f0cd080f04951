"""``diagnose``: why a training does not succeed, and what the evidence says; never graded."""

from __future__ import annotations

import functools
import tomllib
from importlib import resources
from typing import NotRequired, TypedDict

from descent.notebook.boxes import Note, present


class Cause(TypedDict):
    """What may be wrong with a training.

    Attributes:
        evidence: The piece of evidence that would give it away.
        expects: What that would show.
    """

    evidence: str
    expects: str


class Case(TypedDict):
    """A training that does not succeed.

    Attributes:
        right: Its cause.
        because: What shows that.
        shows: By pieces of evidence, what is unusual about them here.
    """

    right: str
    because: str
    shows: NotRequired[dict[str, str]]


class Ward(TypedDict):
    """All that is known of the trainings.

    Attributes:
        usual: By pieces of evidence, what each shows where nothing is wrong with it.
        causes: The causes by name.
        cases: The trainings by name.
    """

    usual: dict[str, str]
    causes: dict[str, Cause]
    cases: dict[str, Case]


@functools.cache
def ward() -> Ward:
    """Return all that is known of the trainings."""
    path = resources.files("descent.notebook").joinpath("sick_trainings.toml")
    found: Ward = tomllib.loads(path.read_text(encoding="utf-8"))  # type: ignore[assignment]
    return found


def diagnose(case: str, cause: object = None) -> None:
    """Say whether a training fails for a cause, and if not, which evidence speaks against it.

    It counts for nothing.

    Args:
        case: ``"case 1"`` to ``"case 8"``.
        cause: One of the eight causes; of anything else is said how to name one.

    Raises:
        ValueError: There is no such case.
    """
    known = ward()
    if case not in known["cases"]:
        raise ValueError(f"there is no case {case!r}; there are {', '.join(known['cases'])}")
    found, title = known["cases"][case], case.capitalize()
    claimed = str(cause).strip().casefold()
    if claimed == found["right"]:
        note = Note(f"{title}: that is it", found["because"], 0)
    elif claimed in known["causes"]:
        note = Note(f"{title}: not that", _against(found, known["causes"][claimed]), 0)
    else:
        text = f'Write one of the causes behind it: `diagnose("{case}", "…")`.'
        if cause is not None and cause is not ...:
            text = f"{cause!r} is none of the causes. They are: {', '.join(known['causes'])}."
        note = Note(title, text, 0)
    present(note)


def _against(case: Case, claimed: Cause) -> str:
    """Say what speaks against a cause, and what was overlooked."""
    known, evidence = ward(), claimed["evidence"]
    shows = {**known["usual"], **case.get("shows", {})}[evidence]
    overlooked = known["causes"][case["right"]]["evidence"]
    return (
        f"{claimed['expects']} {shows}\n"
        f"You have looked at {evidence}. What was overlooked: {overlooked}."
    )
