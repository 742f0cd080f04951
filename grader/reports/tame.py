"""Text that the libraries of a page read in a bounded time, whatever it was made for.

Readers of HTML and Markdown take the square of a text's length, or worse, over
what is nested deeply or never closed. What is not tame is shown as plain text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

# A pasted picture is one long attribute; all else is shorter.
_LONGEST_HTML = 2 << 20
_MOST_TAGS, _MOST_ENTITIES = 4000, 10_000
_MOST_ATTRIBUTES = 100
_DEEPEST = 40
# As sloppy as one likes, since it is short.
_SHORT = 2000

_TAG = re.compile(
    r"<(?P<end>/?)(?P<name>[a-zA-Z][a-zA-Z0-9]{0,15})"
    r"(?P<attributes>(?:\s+[^\s\"'<>/=]{1,40}(?:\s*=\s*(?:\"[^\"]*\"|'[^']*'|[^\s\"'=<>`]+))?)*)"
    r"\s*/?>"
)
_MARKUP = re.compile(r"<[a-zA-Z/!?]")
_VOID = frozenset(("br", "hr", "img"))
_CLOSED_BY_ANOTHER = frozenset(("dd", "dt", "li", "p", "tbody", "td", "tfoot", "th", "thead", "tr"))

_LONGEST_MARKDOWN = 20_000
_MOST_BARS = 1000
_MOST_FORMULAS = 100
_FORMULA = re.compile(r"\\begin\{|\\\\\(|\\\\\[")

_LONGEST_CODE, _LONGEST_LINE = 20_000, 500

# Each code is cut off from the whole rest of a text.
_LONGEST_COLORED, _MOST_COPIED = 100_000, 100_000_000


@dataclass
class Allowance:
    """How much of what one student writes is put into one page.

    Attributes:
        text: Characters of all that is no picture.
        tags: Tags and entities of HTML.
        pictures: Characters of pasted pictures; each counts where it is shown.
        lesson: Characters of pictures of the lesson, which the page of everybody has.
    """

    text: int = 200_000
    tags: int = 15_000
    pictures: int = 16 << 20
    lesson: int = 4 << 20

    def takes(self, text: int = 0, tags: int = 0, pictures: int = 0, lesson: int = 0) -> bool:
        """Return whether there is still room for that; if so, it is taken."""
        remaining = (
            *(self.text - text, self.tags - tags),
            *(self.pictures - pictures, self.lesson - lesson),
        )
        if min(remaining) < 0:
            return False
        self.text, self.tags, self.pictures, self.lesson = remaining
        return True


def tame_html(text: str, tags: frozenset[str]) -> bool:
    """Return whether HTML is short, or closes in order what it opens, and nests little.

    Args:
        text: The HTML.
        tags: The tags that mean something; others are text.
    """
    if len(text) > _LONGEST_HTML:
        return False
    if text.count("<") > _MOST_TAGS or text.count("&") > _MOST_ENTITIES:
        return False
    if len(text) <= _SHORT:
        return True
    open_tags: list[str] = []
    count = 0
    for match in _TAG.finditer(text):
        count += 1
        name = match["name"].lower()
        if len(match["attributes"].split()) > _MOST_ATTRIBUTES:
            return False
        if name in tags and name not in _VOID and not _nests(open_tags, name, bool(match["end"])):
            return False
    # What is not read here may be read there, as a tag that never ends.
    return count == sum(1 for _ in _MARKUP.finditer(text))


def _nests(open_tags: list[str], name: str, end: bool) -> bool:
    """Open or close an element, and return whether that is in order."""
    if end:
        while open_tags and open_tags[-1] != name and open_tags[-1] in _CLOSED_BY_ANOTHER:
            open_tags.pop()
        return bool(open_tags) and open_tags.pop() == name
    if open_tags and open_tags[-1] == name and name in _CLOSED_BY_ANOTHER:
        return True
    open_tags.append(name)
    return len(open_tags) <= _DEEPEST


def tame_markdown(text: str) -> bool:
    """Return whether Markdown is of a usual length, with no more tables and formulas than usual."""
    return (
        len(text) <= _LONGEST_MARKDOWN
        and text.count("|") <= _MOST_BARS
        and sum(1 for _ in _FORMULA.finditer(text)) <= _MOST_FORMULAS
    )


def tame_code(source: str) -> bool:
    """Return whether code is of a usual length, in lines of a usual length."""
    return len(source) <= _LONGEST_CODE and max(map(len, source.split("\n"))) <= _LONGEST_LINE


def tame_colors(text: str) -> bool:
    """Return whether a text is of a usual length, and has few codes for colors, for that."""
    return len(text) <= _LONGEST_COLORED and text.count("\x1b") * len(text) <= _MOST_COPIED
