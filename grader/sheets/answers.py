"""Answers as students write them: right ones in many styles, and wrong ones.

They stand in ``answers.md``, an entry each::

    ## right: einsum
    ## wrong: flat labels -> broadcast
    ## wrong: two rows at once -> broadcast, flat

with the answer cell as ``python``. After the arrow stand the diagnoses that are true of
a wrong answer: one of them must be given. A paragraph ``Also true: only-some.`` names
what may be said of it but need not be. A heading of the first level says
where the answers under it come from.

Exercises that share an answer cell have one ``answers.md``, in a folder that is named
like the cell. An answer there is for all of them unless it names some::

    ## wrong network_train, network_backward: one layer short
"""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from grader.course import Section
from grader.sheets.exercise import exercises, folder_of
from grader.sheets.worksheet import Entry, read_entries, refuse

_HEADING = re.compile(
    r"(?P<kind>right|wrong)(?P<names>(?: \w+(?:, \w+)*)?): (?P<style>.+?)(?: -> (?P<causes>.+))?"
)
_ALSO = re.compile(r"Also true: (?P<causes>.+)\.")


@dataclass(frozen=True)
class Answer:
    """One answer.

    Attributes:
        exercise: What it answers.
        style: What it is like, in a few words.
        code: The answer cell.
        right: Whether it is right.
        causes: The diagnoses one of which a wrong answer must get; none where
            nobody could tell.
        also_true: Other diagnoses that are true of it.
        origin: Where it comes from.
        place: The file and the line where it is written.
    """

    exercise: str
    style: str
    code: str
    right: bool
    causes: tuple[str, ...] = ()
    also_true: tuple[str, ...] = ()
    origin: str = ""
    place: str = ""

    def __str__(self) -> str:
        return f"{self.exercise}: {self.style}"


def answers(section: Section, name: str) -> tuple[Answer, ...]:
    """Return the right and wrong answers of an exercise.

    Raises:
        BadExercise: An entry is not understood, stands there twice, or is for no exercise.
    """
    entries = exercises(section)
    cell = entries[name].answer_cell
    sharing = [other for other, entry in entries.items() if entry.answer_cell == cell]
    places = {name: [name]} if len(sharing) == 1 else {name: [name], cell: sharing}
    matching: list[Answer] = []
    for folder, names in places.items():
        path = folder_of(section) / folder / "answers.md"
        if path.is_file():
            matching += [
                answer for answer in read_answers(path, tuple(names)) if answer.exercise == name
            ]
    return tuple(matching)


@functools.cache
def read_answers(path: Path, names: tuple[str, ...]) -> tuple[Answer, ...]:
    """Return the answers of a worksheet.

    Args:
        path: The worksheet.
        names: The exercises that it is for.

    Raises:
        BadExercise: An entry is not understood, or stands there twice.
    """
    answer_by_code: dict[tuple[str, str], Answer] = {}
    for entry in read_entries(path):
        for answer in _answers(entry, names):
            earlier = answer_by_code.setdefault((answer.exercise, answer.code), answer)
            if earlier is not answer:
                refuse(entry.place, f"this answer stands at {earlier.place} already")
    return tuple(answer_by_code.values())


def _answers(entry: Entry, names: Sequence[str]) -> list[Answer]:
    heading = _HEADING.fullmatch(entry.heading)
    if not heading:
        refuse(entry.place, "this must be like 'right: style' or 'wrong: style -> cause, cause'")
    if [block.language for block in entry.fenced] != ["python"]:
        refuse(entry.place, "an answer has one fenced block, python")
    exercises_of_answer = heading["names"].strip().split(", ") if heading["names"] else names
    for name in exercises_of_answer:
        if name not in names:
            refuse(entry.place, f"{name!r} is none of the exercises here: {', '.join(names)}")
    right = heading["kind"] == "right"
    causes = _split(heading["causes"])
    also = _also_true(entry)
    if right and (causes or also):
        refuse(entry.place, "a right answer has no causes")
    code = entry.fenced[0].text
    return [
        Answer(name, heading["style"], code, right, causes, also, entry.part, entry.place)
        for name in exercises_of_answer
    ]


def _also_true(entry: Entry) -> tuple[str, ...]:
    causes: tuple[str, ...] = ()
    for paragraph in entry.paragraphs:
        also = _ALSO.fullmatch(paragraph.text)
        if not also:
            refuse(paragraph.place, "beside the code there is only 'Also true: cause, cause.'")
        causes += _split(also["causes"])
    return causes


def _split(causes: str | None) -> tuple[str, ...]:
    return tuple(causes.split(", ")) if causes else ()
