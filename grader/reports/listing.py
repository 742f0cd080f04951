"""Code of a student's on a page: in colors, with the line marked that a message speaks of."""

from __future__ import annotations

import html
import re

from markupsafe import Markup
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer

from grader.reports.tame import tame_code

# Made once: to make one takes as long as to use it.
_LEXER, _FORMATTER = PythonLexer(stripnl=False, ensurenl=False), HtmlFormatter(nowrap=True)

_LINE = re.compile(r"\bin line (\d{1,5}) \(`(.*?)`\)")


def listing(source: str, marked: int = 0) -> Markup:
    """Return code as HTML, in which all of it is text.

    Args:
        source: The code.
        marked: The number of the line to mark, from 1; 0 for none.
    """
    text = html.escape(source)
    if tame_code(source):
        text = highlight(source, _LEXER, _FORMATTER)
        # It ends a last line that has no end.
        text = text if source.endswith(("\n", "\r")) else text.removesuffix("\n")
    lines = text.split("\n")
    if 0 < marked <= len(lines):
        lines[marked - 1] = f"<mark>{lines[marked - 1]}</mark>"
    return Markup("\n".join(lines))  # noqa: S704 (pygments escapes, and so does html)


def line_told(message: str, source: str) -> int:
    """Return the line of a cell that a message names; 0 where it names none that is there.

    What may be told of a line is decided where messages are made; nothing else is looked at.
    """
    lines = source.split("\n")
    for number, quoted in _LINE.findall(message):
        at = int(number)
        if 0 < at <= len(lines) and lines[at - 1].strip().replace("`", "'") == quoted:
            return at
    return 0
