"""A class without names: each student has a pseudonym, the same in each report of a course."""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from grader.results import Marked, Score

# A shorter name stands in many words.
_SHORTEST = 3


def pseudonym(seed: str, student: str) -> str:
    """Return what a student is called where no name is to be shown.

    Whoever knows the course seed can find out who it is, and nobody else.
    """
    message = b"pseudonym/" + student.encode("utf-8", "surrogateescape")
    return f"student-{hmac.digest(seed.encode(), message, hashlib.sha256).hex()[:10]}"


def without_names(rows: Sequence[Marked], seed: str) -> Iterator[Marked]:
    """Yield the rows of a class under pseudonyms, in an order that tells nothing of names.

    What is said of a submission may name others: they get their pseudonyms there as well.
    """
    names = [row.submission.student for row in rows]
    aliases = {name: pseudonym(seed, name) for name in names}
    long = sorted((name for name in aliases if len(name) >= _SHORTEST), key=len, reverse=True)
    pattern = re.compile(rf"(?<!\w)({'|'.join(map(re.escape, long))})(?!\w)" if long else r"(?!)")

    def veiled(text: str) -> str:
        return pattern.sub(lambda match: aliases[match[0]], text)

    def told(item: Score) -> Score:
        return replace(item, message=veiled(item.message))

    for place in sorted(range(len(names)), key=lambda place: (aliases[names[place]], place)):
        row = rows[place]
        of = replace(row.submission, student=aliases[row.submission.student])
        notes = [veiled(note) for note in row.notes]
        yield replace(row, submission=of, notes=notes, scores=[told(s) for s in row.scores])
