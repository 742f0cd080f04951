"""Who of a class somebody in a download is."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable

from grader.collect.origin import Origin
from grader.errors import GraderError
from grader.roster import Roster, Student


class Nobody(GraderError):
    """It cannot be told which student somebody is; the message says why."""


def student_id(origin: Origin, roster: Roster | None) -> str:
    """Return the id of the student that somebody in a download is.

    Args:
        origin: What the platform tells of the person.
        roster: The students of the class; without one, the platform's own name counts.

    Raises:
        Nobody: The list has nobody like that, or several.
    """
    if roster is None:
        if not origin.id:
            raise Nobody("nothing tells whose it is: --roster would say who there is")
        return origin.id
    who = origin.name or next(filter(None, origin.ids), "") or origin.key
    by_number = _with(roster, origin.number, lambda student: (student.lms_user_id,))
    by_id = next(filter(None, (_with(roster, text, _ids) for text in origin.ids)), [])
    by_name = next(
        filter(
            None, (_with(roster, text, _names, _letters) for text in (origin.name, *origin.ids))
        ),
        [],
    )
    told = [found for found in (by_number, by_id, by_name) if found]
    if not told:
        raise Nobody(f"the list of students has nobody like {who!r}")
    agreed = [student for student in told[0] if all(student in found for found in told)]
    if len(agreed) != 1:
        names = ", ".join(dict.fromkeys(student.id for found in told for student in found))
        raise Nobody(f"{who!r} may be any of {names}: hand it over to the right one by hand")
    return agreed[0].id


def _with(
    roster: Roster,
    text: str,
    forms: Callable[[Student], Iterable[str]],
    spelling: Callable[[str], str] = str.casefold,
) -> list[Student]:
    """Return the students of whom a text is one of some forms, as far as their spelling counts."""
    wanted = spelling(text)
    found = [s for s in roster if wanted in map(spelling, forms(s))] if wanted else []
    return found


def _ids(student: Student) -> tuple[str, ...]:
    return student.id, student.lms_user_id, student.email, student.email.split("@")[0]


def _names(student: Student) -> tuple[str, ...]:
    first, last, own = student.first_name, student.last_name, student.id
    names = [name for name in (first + last, last + first) if name]
    # Some platforms put the id before the name, or before the last name alone.
    return *names, *(own + name for name in (*names, last) if name)


def _letters(name: str) -> str:
    """Return the letters of a name alone, without accents, as platforms differ in the rest."""
    plain = unicodedata.normalize("NFKD", name).casefold()
    return "".join(letter for letter in plain if letter.isalnum())
