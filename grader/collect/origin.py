"""Whose file of a download it is, and when it was handed in, as its platform tells it."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import UTC, datetime

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DATE = re.compile(
    r"(?:(?P<month>[A-Za-z]{3})[a-z]* (?P<day>\d\d?)"
    r"|(?P<day2>\d\d?) (?P<month2>[A-Za-z]{3})[a-z]*),?"
    r" (?P<year>\d{4}),? (?P<hour>\d\d?):?(?P<minute>\d\d)(?: ?(?P<half>[AaPp])\.?[Mm]\.?)?"
)


@dataclass(frozen=True)
class Origin:
    """Whose file of a download it is.

    Attributes:
        platform: Whose names these are.
        key: Tells this person from all others of the download.
        number: The number by which the platform knows the person.
        ids: What may be the person's id or address, the likeliest first.
        name: The person's name, in any order and perhaps with the id before it.
        id: The id where there is no list of students.
        time: When it was handed in, if that is told.
        order: Grows from one file of a person to the next, where there is such a number.
        not_work: Why it is nobody's work, where the platform itself has written it.
    """

    platform: str
    key: str
    number: str = ""
    ids: tuple[str, ...] = ()
    name: str = ""
    id: str = ""
    time: datetime | None = None
    order: int = 0
    not_work: str = ""


def slug(name: str) -> str:
    """Return a name that can be that of a student's folder."""
    name = unicodedata.normalize("NFC", name)  # macOS takes accents apart
    kept = "".join(letter if letter.isalnum() or letter in "._@+" else "-" for letter in name)
    return re.sub("-+", "-", kept).strip("-.")


def local_time(text: str, form: str) -> datetime | None:
    """Return a time as a platform writes it, without a zone: by the clock of this machine."""
    try:
        return datetime.strptime(text, form).astimezone(UTC)
    except (ValueError, OverflowError, OSError):
        return None


def english_date(text: str) -> datetime | None:
    """Return a time as Brightspace writes it in English: ``Jan 1, 2024 1200 PM``."""
    match = _DATE.fullmatch(" ".join(text.split()))
    month = (match["month"] or match["month2"]).lower() if match else ""
    if not match or month not in _MONTHS:
        return None
    hour = int(match["hour"])
    if match["half"]:
        hour = hour % 12 + 12 * (match["half"] in "Pp")
    day = match["day"] or match["day2"]
    number = _MONTHS.index(month) + 1
    return local_time(f"{match['year']}-{number}-{day} {hour}:{match['minute']}", "%Y-%m-%d %H:%M")
