"""HTML as a reader meets it: its words, its styles, how legible its colors are."""

from __future__ import annotations

import re
from html.parser import HTMLParser

VOID = {"img", "br", "hr", "input", "meta", "link", "col", "source", "wbr"}
BLOCKS = {"div", "pre", "th", "td", "summary", "details", "figure", "figcaption", "li", "p"}


class Page(HTMLParser):
    """The elements of a page, and its text."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.text = ""
        self.open: list[str] = []
        self.stray: list[str] = []  # tags that close what is not open
        self.feed(source)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            if self.open and self.open[-1] == tag:
                self.open.pop()
            else:
                self.stray.append(tag)
        if tag in BLOCKS:
            self.text += "\n"

    def handle_data(self, data: str) -> None:
        if not self.open or self.open[-1] not in ("script", "style"):
            self.text += data

    def styles(self) -> list[dict[str, str]]:
        """Return the style of each element that has one, by property."""
        return [
            style(attributes["style"]) for _, attributes in self.elements if "style" in attributes
        ]


def style(text: str) -> dict[str, str]:
    pairs = (part.split(":", 1) for part in text.split(";") if ":" in part)
    return {name.strip(): value.strip() for name, value in pairs}


def words(text: str) -> list[str]:
    return [word for found in re.findall(r"[\w.\-]+", text) if (word := found.rstrip("."))]


def rgb(color: str) -> tuple[float, float, float]:
    """Return the red, green and blue of ``#RRGGBB``, from 0 to 1."""
    assert re.fullmatch("#[0-9A-Fa-f]{6}", color), color
    red, green, blue = (int(color[i : i + 2], 16) / 255 for i in (1, 3, 5))
    return red, green, blue


def luminance(color: str) -> float:
    """Return the relative luminance of a color, as WCAG 2.2 defines it."""
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in rgb(color)]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colors, from 1 to 21, as WCAG 2.2 defines it."""
    dark, light = sorted(map(luminance, (one, other)))
    return (light + 0.05) / (dark + 0.05)
