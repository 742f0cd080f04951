"""``predict``: a guess before a run, answered at once and never graded."""

from __future__ import annotations

import functools
import tomllib
from importlib import resources
from typing import TypedDict

from descent.notebook.boxes import Note, present


class Question(TypedDict):
    """What is asked before a run.

    Attributes:
        question: The question.
        choices: What one may answer.
        right: Which of them it is.
        because: Why, in a sentence or two.
    """

    question: str
    choices: list[str]
    right: str
    because: str


@functools.cache
def questions() -> dict[str, Question]:
    """Return the questions of all sections by their names."""
    path = resources.files("descent.notebook").joinpath("predictions.toml")
    found: dict[str, Question] = tomllib.loads(path.read_text(encoding="utf-8"))
    return found


def predict(name: str, answer: object = None) -> None:
    """Ask a question of the lesson, or say whether an answer to it is right, and why.

    It counts for nothing. A wrong guess that one has made is worth more than a
    right sentence that one has read.

    Args:
        name: The name of the question.
        answer: One of the choices; without it, the question is shown.

    Raises:
        ValueError: There is no such question.
    """
    if name not in questions():
        raise ValueError(
            f"there is no question {name!r}: its name stands in the cell of the lesson"
        )
    asked = questions()[name]
    choices = ", ".join(f'"{choice}"' for choice in asked["choices"])
    how = f'Answer here before you run on: `predict("{name}", "…")` with one of {choices}.'
    given = str(answer).strip().casefold()
    if answer is None or answer is ...:
        note = Note("Predict", f"{asked['question']}\n{how}", 0)
    elif given == asked["right"].casefold():
        note = Note("As you said", f"{asked['because']} Run on and see.", 0)
    elif given in [choice.casefold() for choice in asked["choices"]]:
        right = f"It is: {asked['right']}. {asked['because']}"
        note = Note("A surprise", f"{right} Run on and see.", 0)
    else:
        note = Note("Predict", f"{answer!r} is none of the choices. {how}", 0)
    present(note)
