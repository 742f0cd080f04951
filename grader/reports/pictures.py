"""Pictures on a page: held by the page itself, and shown where they are pictures."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import unquote

from grader.course import Section
from grader.errors import BadSource
from grader.marking.release import released
from grader.reports.tame import Allowance

# Of a photograph that a telephone takes.
_LARGEST = 16 << 20
# Of a file of the course: each page of a class has it again.
_LARGEST_OF_A_LESSON = 1 << 20

_BEGINNINGS = {
    "image/png": (b"\x89PNG\r\n\x1a\n",),
    "image/jpeg": (b"\xff\xd8\xff",),
    "image/gif": (b"GIF87a", b"GIF89a"),
    "image/webp": (b"RIFF",),
}


@dataclass
class Pictures:
    """Which pictures one text may show.

    Attributes:
        attachments: What was pasted into it, by name: the base64 of each form, by its type.
        allowance: What is left of the page's.
        section: The section whose lesson's pictures it may show as well.
    """

    attachments: Mapping[str, Mapping[str, str]]
    allowance: Allowance
    section: Section | None = None
    _read: dict[str, str] = field(default_factory=dict)

    def uri(self, url: str) -> str | None:
        """Return a picture as an address that holds it.

        Args:
            url: Its address as the text has it.

        Returns:
            Nothing where there is no such picture, or no room for it; None where it is neither
            pasted nor one of the lesson.
        """
        pasted = url.startswith("attachment:")
        if url not in self._read:
            if pasted:
                forms = self.attachments.get(unquote(url.removeprefix("attachment:")), {})
                self._read[url] = data_uri(forms)
            else:
                self._read[url] = of_the_lesson(self.section, url) if self.section else ""
        found = self._read[url]
        if not found:
            return "" if pasted else None
        room = self.allowance
        fits = room.takes(pictures=len(found)) if pasted else room.takes(lesson=len(found))
        return found * fits


def data_uri(forms: Mapping[str, object]) -> str:
    """Return a picture as an address that holds it; nothing where it is none, or too large.

    Args:
        forms: The base64 of each form that it has, by its type.
    """
    for kind, beginnings in _BEGINNINGS.items():
        claim = forms.get(kind)
        if not isinstance(claim, str) or len(claim) > _LARGEST:
            continue
        try:
            data = base64.b64decode(claim, validate=False)
        except (binascii.Error, ValueError):
            continue
        if data.startswith(beginnings) and (kind != "image/webp" or data[8:12] == b"WEBP"):
            return f"data:{kind};base64,{base64.b64encode(data).decode()}"
    return ""


def of_the_lesson(section: Section, url: str) -> str:
    """Return a picture beside a section's notebook as an address that holds it.

    Nothing where the released lesson does not name it, whatever a student writes; where it lies
    elsewhere, is too large, or is no PNG, JPEG, GIF or WebP.

    Args:
        section: The section.
        url: Where it lies, from the folder of the notebook, as ``figures/x.png``.
    """
    name = unquote(url)
    folder = section.source.parent.resolve()
    try:
        path = (folder / name).resolve()
        if not (path.is_relative_to(folder) and path.is_file()):
            return ""
        if not _is_named(section, url, name) or path.stat().st_size > _LARGEST_OF_A_LESSON:
            return ""
        data = base64.b64encode(path.read_bytes()).decode()
    except (OSError, ValueError):  # such as a name that is too long for a file
        return ""
    return data_uri(dict.fromkeys(_BEGINNINGS, data))


def _is_named(section: Section, *names: str) -> bool:
    try:
        prose = [item.source for item in released(section) if item.role == "prose"]
    except BadSource:
        return False
    return any(name in text for text in prose for name in names)
