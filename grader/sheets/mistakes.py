"""Known mistakes: a wrong variant of the answer each, and one sentence to the student.

In ``mistakes.md`` a mistake is a heading, its id; a paragraph, the sentence, which is
true of every answer that does the same, however it is written; and a ``diff`` of the
answer cell, or ``python`` that stands for the whole cell. What is to be said of code
stands in a paragraph of its own between the two: a condition, a colon, and what is told
in place of the sentence where the student's code meets it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

from descent.diagnosis.code import meets
from descent.judging.sheets import KnownMistake
from descent.probing.probes import Observation
from grader.sheets.worksheet import Block, Entry, read_entries, refuse


@dataclass(frozen=True)
class Hunk:
    """One place of an answer cell: lines that stand there, and those in their stead.

    Attributes:
        old: Lines that stand in the cell exactly once, in this order.
        new: What stands there in the variant.
        place: The file and the line where this is written.
    """

    old: tuple[str, ...]
    new: tuple[str, ...]
    place: str = ""


@dataclass(frozen=True)
class Mistake:
    """A known mistake.

    Attributes:
        id: A short name for those who grade, such as ``missing-mean``.
        sentence: What a good teaching assistant would say, in the words of
            the lesson.
        where: A condition on code (see :mod:`descent.diagnosis.code`), if there is one.
        of_code: What is told in place of the sentence, where the code meets it.
        hunks: The variant as changes of the reference's cell.
        code: Or the variant as a whole answer cell.
        place: The file and the line where it is written.
    """

    id: str
    sentence: str
    hunks: tuple[Hunk, ...] = ()
    code: str = ""
    place: str = ""
    where: str = ""
    of_code: str = ""

    def known(self, observations: tuple[Observation, ...]) -> KnownMistake:
        """Return it as a sheet has it, with what it does with each probe."""
        return KnownMistake(self.id, self.sentence, observations, self.where, self.of_code)

    def apply(self, source: str) -> str:
        """Return the variant of an answer cell.

        Raises:
            BadExercise: A hunk does not fit the cell.
        """
        if self.code:
            return self.code
        lines = source.split("\n")
        places = [(self._start(hunk, lines), hunk) for hunk in self.hunks]
        places.sort(key=lambda pair: pair[0])
        for (start, hunk), (after, later) in pairwise(places):
            if start + len(hunk.old) > after:
                refuse(later.place, f"mistake {self.id!r}: this overlaps {hunk.place}")
        for start, hunk in reversed(places):
            lines[start : start + len(hunk.old)] = hunk.new
        return "\n".join(lines)

    def changes(self, source: str) -> list[tuple[int, int, str]]:
        """Return what hunks change in the text of a cell: from where, to where, to what."""
        lines = source.split("\n")
        changes = []
        for hunk in self.hunks:
            start = sum(len(line) + 1 for line in lines[: self._start(hunk, lines)])
            for first, end, text in _narrowed("\n".join(hunk.old), "\n".join(hunk.new)):
                changes.append((start + first, start + end, text))
        return changes

    def _start(self, hunk: Hunk, lines: list[str]) -> int:
        size = len(hunk.old)
        starts = [n for n in range(len(lines)) if tuple(lines[n : n + size]) == hunk.old]
        if len(starts) != 1:
            refuse(
                hunk.place,
                f"mistake {self.id!r}: the lines with - and those without a sign must stand in "
                f"the answer cell exactly once, and stand there {len(starts)} times, "
                f"the first of them is {hunk.old[0]!r}",
            )
        return starts[0]


def _narrowed(old: str, new: str) -> list[tuple[int, int, str]]:
    """Return what changes in a text: from where, to where, to what."""
    first = _alike(old, new)
    rest, text = old[first:], new[first:]
    if rest and rest in text:
        # What is only enclosed in something may be changed by another mistake.
        before, _, behind = text.partition(rest)
        return [(at, at, more) for at, more in ((first, before), (len(old), behind)) if more]
    last = _alike(rest[::-1], text[::-1])
    return [(first, len(old) - last, text[: len(text) - last])]


def _alike(one: str, other: str) -> int:
    """Return with how many characters alike two texts begin."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((n for n, (a, b) in pairs if a != b), min(len(one), len(other)))


def both(source: str, one: Mistake, other: Mistake) -> str | None:
    """Return an answer cell with two mistakes, none of which is a whole cell.

    They may share a line, if they change different parts of it.

    Returns:
        The variant, or None where what they change overlaps.
    """
    changes = sorted(change for mistake in (one, other) for change in mistake.changes(source))
    if any(end > start for (_, end, _), (start, _, _) in pairwise(changes)):
        return None
    for start, end, new in reversed(changes):
        source = source[:start] + new + source[end:]
    return source


def read_mistakes(path: Path) -> tuple[Mistake, ...]:
    """Return the mistakes of a worksheet, in order.

    Raises:
        BadExercise: An entry is not understood, or an id or a sentence is taken twice.
    """
    mistakes: list[Mistake] = []
    for entry in read_entries(path):
        mistake = _mistake(entry)
        for earlier in mistakes:
            if mistake.id == earlier.id:
                refuse(entry.place, f"there is a mistake {mistake.id!r} above")
            if mistake.sentence == earlier.sentence:
                refuse(entry.place, f"{earlier.id!r}, above, says the same sentence")
        mistakes.append(mistake)
    return tuple(mistakes)


def _mistake(entry: Entry) -> Mistake:
    if not re.fullmatch(r"[\w-]+", entry.heading):
        refuse(entry.place, f"an id is letters, digits and hyphens, not {entry.heading!r}")
    languages = [block.language for block in entry.blocks]
    if languages[-1:] not in (["diff"], ["python"]) or languages[:-1] not in ([None], [None, None]):
        refuse(
            entry.place,
            f"mistake {entry.heading!r} must be one paragraph, the sentence, perhaps one of what "
            "is said of code, and after it one fenced block, a diff or python",
        )
    sentence, *of_code, change = entry.blocks
    if not sentence.text.endswith("."):
        refuse(sentence.place, "a sentence ends with a full stop")
    mistake = Mistake(entry.heading, sentence.text, place=entry.place)
    if of_code:
        where, told = _of_code(of_code[0])
        mistake = replace(mistake, where=where, of_code=told)
    if change.language == "python":
        return replace(mistake, code=change.text)
    return replace(mistake, hunks=_hunks(change))


def _of_code(block: Block) -> tuple[str, str]:
    """Return a condition on code, and what is told where it is met."""
    found = re.fullmatch(r"`([^`]+)`: (.+\.)", block.text)
    if not found:
        refuse(block.place, "what is said of code is a condition in backticks, a colon, a sentence")
    try:
        meets(found[1], "")
    except ValueError as error:
        refuse(block.place, str(error))
    return found[1], found[2]


def _hunks(diff: Block) -> tuple[Hunk, ...]:
    """Return the hunks of a diff; a line ``@@`` stands between two of them."""
    path, first = diff.place.rsplit(":", 1)
    hunks = []
    old: list[str] = []
    new: list[str] = []
    begin = int(first)
    lines = diff.text.splitlines()
    for number, line in enumerate([*lines, "@@"], int(first)):
        sign, rest = line[:1], line[1:]
        if line == "@@":
            if not old or old == new:
                refuse(f"{path}:{begin}", "a diff needs a line of the answer cell, and a change")
            hunks.append(Hunk(tuple(old), tuple(new), f"{path}:{begin}"))
            old, new, begin = [], [], number + 1
        elif sign in ("-", "+", " ", ""):  # editors strip the space of an empty line
            if sign != "+":
                old.append(rest)
            if sign != "-":
                new.append(rest)
        else:
            refuse(f"{path}:{number}", f"a line of a diff begins with -, + or a space: {line!r}")
    return tuple(hunks)
