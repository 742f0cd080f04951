"""Arrays side by side: what was expected, what came, and where they differ.

A picture is text: a letter for each entry, from a for the smallest to j for the
largest numbers, which nobody takes for their values, and a cross where two arrays
differ. A few that lie far beyond the others are only said to do so. In a notebook the
letters stand on colored ground; without colors nothing is lost.
"""

from __future__ import annotations

import html
from dataclasses import dataclass
from typing import Any

import numpy as np

from descent.judging.compare import ATOL, RTOL, as_numbers, close
from descent.judging.sentences import apart
from descent.probing.values import Value

Array = np.ndarray[Any, Any]

# Arrays with more entries than this are drawn, others are written out.
FEW = 12
ROWS, COLUMNS = 12, 16
# As text, pictures stand side by side where they fit into a terminal.
WIDTH = 76

# What is drawn of each level, of what lies beyond the lowest and the highest, and of NaN.
LETTERS = "abcdefghij"
BELOW, ABOVE, NO_NUMBER = "−", "+", "?"

# What lies so many times farther apart than nine in ten of the numbers do is left out of the range.
_FAR = 4

# The ground of each letter, from light to dark, and the ink that is legible on it.
LEVELS = (
    ("#F7FBFF", "#1E1E1E"),
    ("#E3EEF8", "#1E1E1E"),
    ("#CFE1F2", "#1E1E1E"),
    ("#B5D4E9", "#1E1E1E"),
    ("#93C3DF", "#1E1E1E"),
    ("#6DAED5", "#1E1E1E"),
    ("#2C73AF", "#FFFFFF"),
    ("#1B5E9E", "#FFFFFF"),
    ("#0A4A90", "#FFFFFF"),
    ("#08306B", "#FFFFFF"),
)
ALIKE = ("#F2F2EF", "#4F4F4F")
DIFFERENT = ("#FFE08A", "#1E1E1E")


@dataclass(frozen=True)
class Pair:
    """Two arrays of one shape that differ.

    Attributes:
        expected: What is right.
        got: What came.
        wrong: Where they differ.
        first: The first entry that does, in reading order.
    """

    expected: Array
    got: Array
    wrong: np.ndarray[Any, np.dtype[np.bool_]]
    first: tuple[int, ...]

    @property
    def small(self) -> bool:
        """Whether the arrays are written out rather than drawn."""
        return self.wrong.size <= FEW or "c" in (self.expected.dtype.kind, self.got.dtype.kind)


@dataclass(frozen=True)
class _Cell:
    text: str
    first: bool
    colors: tuple[str, str]


def pair(expected: Value, got: Value, rtol: float = RTOL, atol: float = ATOL) -> Pair | None:
    """Return two arrays of numbers, or sequences, as a pair; None if they do not differ so."""
    right, came = (as_numbers(value, sequence=True) for value in (expected, got))
    if right is None or came is None or right.shape != came.shape:
        return None
    wrong = ~close(right, came, rtol, atol)
    if not wrong.any():
        return None
    return Pair(right, came, wrong, tuple(int(i) for i in np.argwhere(wrong)[0]))


def written(numbers: Array, first: tuple[int, ...], entry: str) -> tuple[str, str, str]:
    """Return a small array as text in three parts: up to the first difference, it, what follows.

    Args:
        numbers: The array.
        first: Where the first difference is.
        entry: What is written there.
    """
    texts = np.array([_number(item) for item in numbers.ravel().tolist()], dtype=object)
    texts = texts.reshape(numbers.shape)
    texts[first] = "\0"
    before, _, after = _nested(texts.tolist()).partition("\0")
    return before, entry, after


def first_difference(both: Pair, part: str, names: tuple[str, str]) -> str:
    """Say where the first difference is, and how many there are.

    Args:
        both: The arrays.
        part: What they are called.
        names: What each of the two is.
    """
    right, came = apart(both.expected[both.first], both.got[both.first])
    place = ", ".join(map(str, both.first))
    count, size = int(both.wrong.sum()), both.wrong.size
    many = f"; {count} of {size} entries differ" if size > 1 else ""
    return f"{part}[{place}]: {names[0]} {right}, {names[1]} {came}{many}"


def as_text(both: Pair, titles: tuple[str, str]) -> list[str]:
    """Return the picture as lines of text."""
    blocks = [
        [f"{title}:", *("".join(map(_written_cell, row)) for row in rows)]
        for title, rows in _panels(both, titles)
    ]
    widths = [max(map(len, block)) + 3 for block in blocks]
    if sum(widths) <= WIDTH:
        lines = [
            "".join(text.ljust(width) for text, width in zip(row, widths, strict=True)).rstrip()
            for row in zip(*blocks, strict=True)
        ]
    else:
        lines = [text for block in blocks for text in block]
    return [*lines, caption(both)]


def as_html(both: Pair, titles: tuple[str, str]) -> str:
    """Return the picture as HTML that needs neither scripts nor style sheets."""
    panels = []
    for title, rows in _panels(both, titles):
        grid = "\n".join("".join(map(_span, row)) for row in rows)
        panels.append(
            '<div style="display: inline-block; vertical-align: top; margin: 0.2em 1.5em 0.4em 0">'
            f'<div>{html.escape(title)}</div><pre style="margin: 0; padding: 0; background: none; '
            f'font-family: monospace; line-height: 1.5">{grid}</pre></div>'
        )
    alternative = html.escape(f"{titles[0]}, {titles[1]}, and where they differ. {caption(both)}")
    return (
        f'<div role="img" aria-label="{alternative}">{"".join(panels)}</div>'
        f"<div>{html.escape(caption(both))}</div>"
    )


def caption(both: Pair) -> str:
    """Say what letters and crosses mean, and which part of the arrays is drawn."""
    low, high = _range(both)
    shape = " × ".join(map(str, both.wrong.shape))
    sentence = f"{shape} numbers, from a, {_number(low)}, to j, {_number(high)}; × differs"
    numbers = _finite(both)
    if (numbers < low).any():
        sentence += f", {BELOW} is smaller than that"
    if (numbers > high).any():
        sentence += f", {ABOVE} is larger than that"
    if not all(np.isfinite(item).all() for item in (both.expected, both.got)):
        sentence += f", {NO_NUMBER} is no finite number"
    rows = _window(both)
    count = sum(map(len, rows))
    if count < both.wrong.size:
        last = np.unravel_index(rows[-1][-1], both.wrong.shape)
        start = np.unravel_index(rows[0][0], both.wrong.shape)
        corners = [f"[{', '.join(str(int(i)) for i in place)}]" for place in (start, last)]
        sentence += f"; drawn from {corners[0]} to {corners[1]}"
    return sentence + "."


def _panels(both: Pair, titles: tuple[str, str]) -> list[tuple[str, list[list[_Cell]]]]:
    """Return the pictures with their titles, as rows of cells."""
    low, high = _range(both)
    rows = _window(both)
    first = int(np.ravel_multi_index(both.first, both.wrong.shape))
    wrong = both.wrong.ravel()

    def letter(values: Array, place: int) -> _Cell:
        value = float(values[place])
        if not np.isfinite(value):
            return _Cell(NO_NUMBER, place == first, ALIKE)
        if value < low:
            return _Cell(BELOW, place == first, LEVELS[0])
        if value > high:
            return _Cell(ABOVE, place == first, LEVELS[-1])
        level = _level(value, low, high)
        return _Cell(LETTERS[level], place == first, LEVELS[level])

    def cross(place: int) -> _Cell:
        if wrong[place]:
            return _Cell("×", place == first, DIFFERENT)
        return _Cell("·", False, ALIKE)

    right, came = both.expected.ravel(), both.got.ravel()
    return [
        (titles[0], [[letter(right, place) for place in row] for row in rows]),
        (titles[1], [[letter(came, place) for place in row] for row in rows]),
        ("where they differ", [[cross(place) for place in row] for row in rows]),
    ]


def _window(both: Pair) -> list[list[int]]:
    """Return the entries that are drawn, row by row, by their places in reading order.

    A single row or column of numbers is broken into rows.
    """
    size, shape = both.wrong.size, both.wrong.shape
    first = int(np.ravel_multi_index(both.first, shape))
    width = COLUMNS if size == max(shape) else shape[-1]
    top = _start(first // width, -(-size // width), ROWS)
    left = _start(first % width, width, COLUMNS)
    rows = [range(row * width, min((row + 1) * width, size)) for row in range(top, top + ROWS)]
    return [list(row[left : left + COLUMNS]) for row in rows if row]


def _start(place: int, size: int, room: int) -> int:
    """Return where a part begins that has room for so many, and holds a place."""
    return 0 if place < room else min(place - room // 2, size - room)


def _level(value: float, low: float, high: float) -> int:
    """Return 0 to 9 for a number from low to high."""
    # Halved: the difference of two large numbers need not be a number.
    span = high / 2 - low / 2
    return min(int(10 * ((value / 2 - low / 2) / span)), 9) if span > 0 else 0


def _range(both: Pair) -> tuple[float, float]:
    """Return the numbers between which there are letters: all, but for a few that lie far off."""
    numbers = _finite(both)
    if not numbers.size:
        return 0.0, 0.0
    low, high = float(numbers[0]), float(numbers[-1])
    few = numbers.size // 20
    inner = numbers[few : numbers.size - few]
    first, last = float(inner[0]), float(inner[-1])
    span = last / 2 - first / 2
    if first < last and high / 2 - low / 2 > _FAR * span:
        near = numbers[(numbers / 2 >= first / 2 - span) & (numbers / 2 <= last / 2 + span)]
        return float(near[0]), float(near[-1])
    return low, high


def _finite(both: Pair) -> Array:
    numbers = np.sort(np.concatenate([both.expected.ravel(), both.got.ravel()]).astype(float))
    return np.asarray(numbers[np.isfinite(numbers)])


def _written_cell(cell: _Cell) -> str:
    return f"»{cell.text}«" if cell.first else f" {cell.text} "


def _span(cell: _Cell) -> str:
    ground, ink = cell.colors
    bold = "; font-weight: bold" if cell.first else ""
    style = f"background-color: {ground}; color: {ink}; padding: 0.23em 0{bold}"
    return f'<span style="{style}">{_written_cell(cell)}</span>'


def _number(item: Any) -> str:
    return f"{item:.6g}" if isinstance(item, (int, float)) else str(item)


def _nested(texts: Any) -> str:
    return f"[{', '.join(map(_nested, texts))}]" if isinstance(texts, list) else str(texts)
