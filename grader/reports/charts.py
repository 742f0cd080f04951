"""Charts as SVG: told by length and by numbers, not by color, and with a text for those who listen.

Each stands beside a table with the same numbers.
"""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup, escape

_WIDTH, _BAR, _GAP = 640, 22, 8
_LABEL = 190


def columns(labels: Sequence[str], counts: Sequence[int], title: str, said: str) -> Markup:
    """Return a chart of columns, with each count above its column.

    Args:
        labels: What each column is.
        counts: How high each is.
        title: What is shown.
        said: The same in a sentence.
    """
    height, base, width = 200, 170, _WIDTH / max(len(labels), 1)
    most = max([*counts, 1])
    parts = []
    for at, (label, count) in enumerate(zip(labels, counts, strict=True)):
        tall, left = 140 * count / most, at * width
        parts.append(
            f'<rect class="bar" x="{left + 4:.1f}" y="{base - tall:.1f}" '
            f'width="{width - 8:.1f}" height="{tall:.1f}"/>'
            f'<text x="{left + width / 2:.1f}" y="{base - tall - 5:.1f}" '
            f'text-anchor="middle">{count}</text>'
            f'<text x="{left + width / 2:.1f}" y="{base + 18}" text-anchor="middle">'
            f"{escape(label)}</text>"
        )
    parts.append(f'<line class="axis" x1="0" x2="{_WIDTH}" y1="{base}" y2="{base}"/>')
    return _svg(height, parts, title, said)


def bars(rows: Sequence[tuple[str, float, str]], title: str, said: str) -> Markup:
    """Return a chart of bars below each other, with a text after each.

    Args:
        rows: For each bar its name, its length from 0 to 1, and the text.
        title: What is shown.
        said: The same in a sentence.
    """
    parts = []
    room = _WIDTH - _LABEL - 70
    for at, (label, share, text) in enumerate(rows):
        top, long = at * (_BAR + _GAP), room * min(max(share, 0.0), 1.0)
        middle = top + _BAR / 2 + 5
        parts.append(
            f'<text x="{_LABEL - 8}" y="{middle}" text-anchor="end">{escape(label)}</text>'
            f'<rect class="frame" x="{_LABEL}" y="{top}" width="{room}" height="{_BAR}"/>'
            f'<rect class="bar" x="{_LABEL}" y="{top}" width="{long:.1f}" height="{_BAR}"/>'
            f'<text x="{_LABEL + room + 8}" y="{middle}">{escape(text)}</text>'
        )
    return _svg(len(rows) * (_BAR + _GAP), parts, title, said)


def _svg(height: float, parts: Sequence[str], title: str, said: str) -> Markup:
    name = escape(f"{title}. {said}")
    return Markup(  # noqa: S704 (each text in it is escaped)
        f'<svg class="chart" role="img" aria-label="{name}" viewBox="0 0 {_WIDTH} {height:g}">'
        f"<title>{escape(title)}</title><desc>{escape(said)}</desc>{''.join(parts)}</svg>"
    )
