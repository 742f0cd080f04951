"""How a check shows itself: a calm box in a notebook, the same words in a terminal.

A box takes the colors of text and ground from the page that it stands on, so
that it is legible in a light and in a dark theme. Where it sets one of the two,
it sets the other too.
"""

from __future__ import annotations

import html
import re
import sys
from dataclasses import dataclass

from descent.judging import sentences
from descent.judging.sheets import Sheet
from descent.judging.verdict import Verdict
from descent.notebook import pictures
from descent.notebook.pictures import Pair

# What a state is called, its sign, and a color on which white is legible.
STATES = {
    "passed": ("Passed", "✓", "#0B7F5B"),
    "not yet": ("Not yet", "→", "#A35A00"),
    "error": ("Error in your code", "!", "#CC2E44"),
    "not attempted": ("Not attempted yet", "○", "#66727D"),
}
HINT = "#0072B2"
MARKED = pictures.DIFFERENT

_CODE = re.compile(r"`([^`]+)`")

_FRAME = (
    "border: 1px solid rgba(128, 128, 128, 0.4); border-left: 5px solid {color}; "
    "padding: 0.6em 1em; margin: 0.4em 0; line-height: 1.5; overflow-wrap: anywhere"
)
_BADGE = (
    "display: inline-block; padding: 0 0.6em; border-radius: 0.3em; font-weight: bold; "
    "background-color: {color}; color: #FFFFFF"
)
_BUTTON = (
    "cursor: pointer; width: fit-content; padding: 0.1em 0.8em; "
    "border: 1px solid currentColor; border-radius: 0.3em"
)
_CELL = "text-align: left; vertical-align: top; padding: 0.1em 1.2em 0.1em 0"

# A text in a table is cut after so many characters.
_LONG = 400

# A text in three parts: up to what is marked, that, and the rest.
_Pieces = tuple[str, str, str]


@dataclass(frozen=True)
class Box:
    """The result of a check, to be shown.

    Attributes:
        sheet: The exercise.
        verdict: The result.
        points: What the exercise counts, where that is known.
        hint: What stands behind the button: what is written on it, and the hint.
        progress: How far the notebook is.
    """

    sheet: Sheet
    verdict: Verdict
    points: float | None = None
    hint: tuple[str, str] | None = None
    progress: str = ""

    def __repr__(self) -> str:
        title, _, _ = STATES[self.verdict.state]
        lines = [f"{self.verdict.exercise}: {title}. {self.verdict.message}"]
        for label, (before, entry, after) in self._rows():
            lines.append(f"  {label}: {before}{_marked(entry)}{after}")
        picture = self._picture()
        if picture:
            lines += [f"  {line}" for line in pictures.as_text(picture, self._titles())]
        lines += [f"  {text}" for text in filter(None, [self._counts()])]
        lines += [f"  {name}: {mark}" for name, mark in self._criteria()]
        if self._open():
            lines.append(f"  A hint: {self._call()}")
        if self.progress:
            lines.append(f"  Progress: {self.progress}.")
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        title, sign, color = STATES[self.verdict.state]
        picture = self._picture()
        criteria = [
            (name, f"{'✓' if mark == 'met' else '–'} {mark}") for name, mark in self._criteria()
        ]
        parts = [
            f'<div role="status" style="{_FRAME.format(color=color)}">',
            _heading(f"{sign} {title}", color, self.verdict.exercise),
            f"<div>{as_html(self.verdict.message)}</div>",
            _table([(label, _code(*pieces)) for label, pieces in self._rows()]),
            pictures.as_html(picture, self._titles()) if picture else "",
            _line(self._counts()),
            _table([(name, html.escape(mark)) for name, mark in criteria], long_names=True),
            self._button(),
            _line(f"Progress: {self.progress}." if self.progress else ""),
            "</div>",
        ]
        return "".join(parts)

    def _open(self) -> bool:
        return self.verdict.state not in ("passed", "not attempted")

    def _call(self) -> str:
        return f"hint({self.verdict.exercise!r})"

    def _rows(self) -> list[tuple[str, _Pieces]]:
        """Return what was asked, expected and got, with the first difference marked in it."""
        if not self._open():
            return []
        rows = [("asked", self.verdict.asked)] if self.verdict.asked else []
        if self.verdict.asked:
            check = f"check({self.verdict.exercise!r}, {self.sheet.answer}).case"
            rows.append(("as variables", check))
        both, difference = self._pair(), self.verdict.difference
        if both is None or difference is None or not both.first:
            facts = [text for _, text in sentences.facts(difference)]
            rows += zip(self._titles(), facts, strict=False)
            return [(label, (_short(text), "", "")) for label, text in rows]
        table = [(label, (_short(text), "", "")) for label, text in rows]
        if both.small:
            arrays = both.expected, both.got
            entries = sentences.apart(*(array[both.first] for array in arrays))
            for label, array, entry in zip(self._titles(), arrays, entries, strict=True):
                table.append((label, pictures.written(array, both.first, entry)))
        sentence = pictures.first_difference(both, difference.part, self._names())
        return [*table, ("first difference", (sentence, "", ""))]

    def _names(self) -> tuple[str, str]:
        difference = self.verdict.difference
        if difference and difference.kind == "argument":
            return "before the call", "after it"
        return "expected", "got"

    def _titles(self) -> tuple[str, str]:
        """Return the names of what was expected and what came, with what it is called."""
        one, other = self._names()
        difference = self.verdict.difference
        part = difference.part if difference else ""
        if difference and difference.kind == "argument":
            return f"{part} {one}", f"{part} {other}"
        return f"{one} {part}".rstrip(), f"{other} {part}".rstrip()

    def _pair(self) -> Pair | None:
        """Return the arrays that differ, as strictly compared as the criterion did."""
        difference = self.verdict.difference
        if difference is None or difference.kind not in ("values", "argument"):
            return None
        return pictures.pair(difference.expected, difference.got, difference.rtol, difference.atol)

    def _picture(self) -> Pair | None:
        both = self._pair()
        return both if both and not both.small else None

    def _counts(self) -> str:
        """Say what the exercise counts, and how much of it is earned."""
        if self.points is None:
            return f"Earned so far: {self.verdict.share:.0%}." if self._open() else ""
        if self.verdict.state == "not attempted":
            return f"Counts {_points(self.points)}."
        earned = number(self.verdict.share * self.points)
        return f"Earned so far: {earned} of {_points(self.points)}."

    def _criteria(self) -> list[tuple[str, str]]:
        """Return what is asked, with its share, and whether it is met."""
        if not self._open():
            return []
        total = sum(c.share for c in self.sheet.criteria)
        others = [c.name for c in self.sheet.criteria if not c.manner]
        matter = any(self.verdict.met[name] for name in others)
        once = f"counts once {'this' if len(others) == 1 else 'one of these'} is met: "
        rows = []
        for c in self.sheet.criteria:
            share = c.share / total
            worth = f"{share:.0%}" if self.points is None else _points(share * self.points)
            open_yet = "not yet" if matter or not c.manner else once + ", ".join(others)
            rows.append((f"{c.name} ({worth})", "met" if self.verdict.met[c.name] else open_yet))
        return rows

    def _button(self) -> str:
        if not self._open():
            return ""
        call = f"<code>{html.escape(self._call())}</code>"
        if self.hint is None:
            return f"<div>A hint: {call}</div>"
        title, text = self.hint
        return _folded(
            title,
            f'<div style="white-space: pre-wrap; margin: 0.3em 0">{as_html(text)}</div>'
            f"<div>All of them, one by one: {call}</div>",
        )


@dataclass(frozen=True)
class Note:
    """A hint, to be shown, and those before it, to be unfolded."""

    title: str
    text: str
    left: int
    earlier: tuple[str, ...] = ()

    def __repr__(self) -> str:
        return f"{self.title}: {self.text}"

    def _repr_html_(self) -> str:
        return (
            f'<div role="note" style="{_FRAME.format(color=HINT)}">{_heading(self.title, HINT)}'
            f'<div style="white-space: pre-wrap">{as_html(self.text)}</div>{self._earlier()}</div>'
        )

    def _earlier(self) -> str:
        if not self.earlier:
            return ""
        texts = "".join(f"<li>{as_html(text)}</li>" for text in self.earlier)
        return _folded("Earlier hints", f'<ol style="margin: 0.3em 0">{texts}</ol>')


def as_html(text: str) -> str:
    """Return a text as HTML, with what stands between backticks as code."""
    return _CODE.sub(r"<code>\1</code>", html.escape(text))


def number(value: float) -> str:
    """Return points as they are written: with two decimals at most."""
    return f"{round(value, 2):g}"


def has_buttons() -> bool:
    """Return whether what is shown is likely to appear as HTML: in a kernel, not in a terminal."""
    if "IPython" not in sys.modules:
        return False
    from IPython.core.getipython import get_ipython

    return hasattr(get_ipython(), "kernel")


def present(thing: Box | Note) -> None:
    """Show a box: as HTML where there is a notebook, as text elsewhere."""
    if "IPython" in sys.modules:
        from IPython.core.getipython import get_ipython

        if get_ipython() is not None:
            from IPython.display import display

            display(thing)
            return
    print(thing)


def _points(value: float) -> str:
    return f"{number(value)} point{'' if round(value, 2) == 1 else 's'}"


def _short(text: str) -> str:
    return text if len(text) <= _LONG else f"{text[: _LONG - 1]}…"


def _marked(entry: str) -> str:
    return f"»{entry}«" if entry else ""


def _heading(title: str, color: str, name: str = "") -> str:
    code = f" <code>{html.escape(name)}</code>" if name else ""
    return (
        f'<div><span style="{_BADGE.format(color=color)}">{html.escape(title)}</span>{code}</div>'
    )


def _folded(title: str, content: str) -> str:
    return (
        f'<details style="margin: 0.4em 0"><summary style="{_BUTTON}">{html.escape(title)}'
        f"</summary>{content}</details>"
    )


def _line(text: str) -> str:
    return f"<div>{html.escape(text)}</div>" if text else ""


def _code(before: str, entry: str, after: str) -> str:
    ground, ink = MARKED
    style = f"font-weight: bold; background-color: {ground}; color: {ink}"
    middle = f'<strong style="{style}">{html.escape(_marked(entry))}</strong>' if entry else ""
    return f"<code>{html.escape(before)}{middle}{html.escape(after)}</code>"


_WRAPS = ("normal", "nowrap")
# Characters of an item that stays on its line beside a long name.
_SHORT = 40


def _table(rows: list[tuple[str, str]], long_names: bool = False) -> str:
    if not rows:
        return ""
    # What is short stays on its line: what may break anywhere would else leave it no room.
    wraps, unbroken = (f"{_CELL}; font-weight: normal; white-space: {w}" for w in _WRAPS)
    cells = "".join(
        f'<tr style="background: none"><th scope="row" '
        f'style="{wraps if long_names else unbroken}">{html.escape(name)}</th>'
        f'<td style="{unbroken if long_names and len(item) < _SHORT else wraps}">{item}</td></tr>'
        for name, item in rows
    )
    return (
        '<table style="margin: 0.4em 0; border: none; table-layout: auto; font-size: inherit">'
        f"{cells}</table>"
    )
