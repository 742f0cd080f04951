"""How a check shows itself: a calm box in a notebook, the same words in a terminal."""

from __future__ import annotations

import html
import re
import sys
from dataclasses import dataclass

from descent import sentences
from descent.judge import Verdict
from descent.sheets import Sheet

_STATES = {
    "passed": ("Passed", "#0B6E4F"),
    "not yet": ("Not yet", "#8A4B00"),
    "error": ("Error in your code", "#A3182B"),
    "not attempted": ("Not attempted yet", "#4F5B66"),
}

_CODE = re.compile(r"`([^`]+)`")

# Colors are set for both of text and ground, so that the box is legible in a dark theme too.
_FRAME = (
    "border-left: 4px solid {color}; background: #F7F7F5; color: #1E1E1E; "
    "padding: 0.6em 1em; margin: 0.4em 0; font-family: sans-serif; line-height: 1.45"
)


@dataclass(frozen=True)
class Box:
    """The result of a check, to be shown."""

    sheet: Sheet
    verdict: Verdict
    blame: str = ""

    def __repr__(self) -> str:
        title, _ = _STATES[self.verdict.state]
        lines = [f"{self.verdict.exercise}: {title}. {self._sentence()}"]
        if self.verdict.state not in ("passed", "not attempted"):
            lines += [f"  {row[0]}: {row[1]}" for row in self._rows()]
            lines += [f"  {row[0]}: {'met' if row[1] else 'not yet'}" for row in self._criteria()]
            lines += [f"  A hint: hint({self.verdict.exercise!r})"]
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        title, color = _STATES[self.verdict.state]
        name = html.escape(self.verdict.exercise)
        parts = [
            f'<div role="status" style="{_FRAME.format(color=color)}">'
            f'<strong style="color: {color}">{title}</strong> &middot; <code>{name}</code>'
            f"<div>{as_html(self._sentence())}</div>"
        ]
        if self.verdict.state not in ("passed", "not attempted"):
            parts.append(_table(self._rows()))
            criteria = [(name, "met" if met else "not yet") for name, met in self._criteria()]
            if len(criteria) > 1:
                parts.append(_table(criteria))
            call = html.escape(f"hint({self.verdict.exercise!r})")
            parts.append(f'<div style="color: #4F5B66">A hint: <code>{call}</code></div>')
        return "".join(parts) + "</div>"

    def _sentence(self) -> str:
        return " ".join(filter(None, (self.verdict.message, self.blame)))

    def _rows(self) -> list[tuple[str, str]]:
        rows = sentences.facts(self.verdict.difference)
        return [("asked", self.verdict.asked), *rows] if rows else []

    def _criteria(self) -> list[tuple[str, bool]]:
        total = sum(c.share for c in self.sheet.criteria)
        return [
            (f"{c.name} ({c.share / total:.0%})", self.verdict.met[c.name])
            for c in self.sheet.criteria
        ]


@dataclass(frozen=True)
class Note:
    """A hint, to be shown."""

    title: str
    text: str
    left: int

    def __repr__(self) -> str:
        return f"{self.title}: {self.text}"

    def _repr_html_(self) -> str:
        return (
            f'<div role="note" style="{_FRAME.format(color="#0072B2")}">'
            f"<strong>{html.escape(self.title)}</strong>"
            f'<div style="white-space: pre-wrap">{as_html(self.text)}</div></div>'
        )


def as_html(text: str) -> str:
    """Return a text as HTML, with what stands between backticks as code."""
    return _CODE.sub(r"<code>\1</code>", html.escape(text))


def present(thing: Box | Note) -> None:
    """Show a box: as HTML where there is a notebook, as text elsewhere."""
    if "IPython" in sys.modules:
        from IPython.core.getipython import get_ipython

        if get_ipython() is not None:
            from IPython.display import display

            display(thing)
            return
    print(thing)


def _table(rows: list[tuple[str, str]]) -> str:
    if not rows:
        return ""
    cells = "".join(
        '<tr><th scope="row" style="text-align: left; font-weight: normal; padding-right: 1em">'
        f"{html.escape(name)}</th>"
        f'<td style="text-align: left"><code>{html.escape(text)}</code></td></tr>'
        for name, text in rows
    )
    return f'<table style="margin: 0.4em 0; color: inherit">{cells}</table>'
