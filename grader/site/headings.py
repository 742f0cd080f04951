"""Headings as everybody gets them: none left out, and formulas in those of tables as text.

Some programs take a heading of a table that is nothing but a formula for empty, since it is drawn.
"""

from __future__ import annotations

import html
import re
from xml.etree import ElementTree as ET

_HEADING = re.compile(r"^(#{1,6}) |^```.*?^```", re.MULTILINE | re.DOTALL)
_HEAD_OF_TABLE = re.compile(r"^\|.*\|[ \t]*$(?=\n\|[ \t:|-]+\|[ \t]*$)", re.MULTILINE)
_FORMULA = re.compile(r"\$([^$]+)\$")
_HATS = {"^": "\u0302", "¯": "\u0304", "\u0302": "\u0302"}


class InOrder:
    """The headings of a page, cell after cell, each at most one level below the one before."""

    def __init__(self) -> None:
        self._level = 0

    def mended(self, markdown: str) -> str:
        """Return the next cell with no level left out."""

        def one(found: re.Match[str]) -> str:
            if not found[1]:  # a block of code, where a # is no heading
                return found[0]
            self._level = min(len(found[1]), self._level + 1)
            return "#" * self._level + " "

        return _HEADING.sub(one, markdown)


def tables_with_text(markdown: str) -> str:
    """Return Markdown in which formulas in the headings of tables are HTML."""

    def row(found: re.Match[str]) -> str:
        return _FORMULA.sub(lambda formula: _as_text(formula[1]), found[0])

    return _HEAD_OF_TABLE.sub(row, markdown)


def _as_text(tex: str) -> str:
    from latex2mathml.converter import Converter

    return _html(Converter(display="inline").convert_to_element(tex))


def _html(part: ET.Element) -> str:
    inside = [_html(child) for child in part]
    text = html.escape(html.unescape(part.text or ""))
    match part.tag:
        case "mi":
            return f"<i>{text}</i>" if len(text) == 1 and text.isalpha() else text
        case "mo":
            return f" {text} " if text in "=+−-⋅&gt;" else text
        case "mspace":
            return "\u2009"
        case "msub":
            return f"{inside[0]}<sub>{inside[1]}</sub>"
        case "msup":
            return f"{inside[0]}<sup>{inside[1]}</sup>"
        case "mfrac":
            return f"{inside[0]}/{inside[1]}\u2009"
        case "mover":
            return f"{inside[0]}{_HATS.get(inside[1], inside[1])}"
        case _:
            return text + "".join(inside)
