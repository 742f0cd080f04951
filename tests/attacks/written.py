"""All that is made of a row is written, and has the form that it should have."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

from rich.console import Console

from grader.reports import formulas
from grader.reports.autograded import autograded
from grader.reports.class_page import _script, write_class_page
from grader.reports.pages import feedback
from grader.reports.report import as_data, write_csv, write_json
from grader.reports.screen import summary
from grader.results import Marked
from tests.here import COURSE


def everything_written(marked: Marked, results: Path) -> Iterator[str]:
    """Write all that is made of a row, check its form, and yield its texts."""
    if marked.cells:
        text = autograded(marked, COURSE.section(marked.submission.assignment))
        json.loads(text, parse_constant=_no_number)
        yield text
    for text in (
        feedback(marked),
        write_class_page([marked], COURSE, results).read_text(encoding="utf-8"),
    ):
        _Page(text)
        yield text
    write_json([marked], results / "marks.json")
    text = (results / "marks.json").read_text(encoding="utf-8")
    assert json.loads(text, parse_constant=_no_number) == {"submissions": [as_data(marked)]}
    yield text
    write_csv([marked], results / "marks.csv")
    text = (results / "marks.csv").read_text(encoding="utf-8")
    _check_csv(text, len(marked.scores))
    yield text
    screen = io.StringIO()
    summary([marked], Console(file=screen, width=400))
    assert not set(screen.getvalue()) & set(map(chr, (*range(10), *range(11, 32), 127)))
    yield screen.getvalue()


def _no_number(name: str) -> None:
    raise AssertionError(f"{name} is no JSON: a browser could not read it")


def _check_csv(text: str, exercises: int) -> None:
    rows = list(csv.reader(io.StringIO(text)))
    assert len(rows) == 2 + exercises
    for row in rows:
        assert len(row) == 8
        assert not any(item.startswith(("=", "+", "-", "@", "\t", "\r", "\n")) for item in row), row


class _Page(HTMLParser):
    """A page of ours has no tags but ours, no script but the one that sorts, and refers to nothing
    outside."""

    TAGS = (
        *("html", "head", "meta", "title", "style", "body", "main", "h1", "h2", "h3", "p", "table"),
        *("thead", "tbody", "tr", "th", "td", "pre", "code", "section", "img", "div", "a", "span"),
        "mark",  # the line that a message names
        "em",  # "[no picture x]", in place of what cannot be drawn
        *("details", "summary", "script", "svg", "desc", "rect", "line", "text"),
        *("strong", "ul", "ol", "li", "br"),  # a paragraph of the lesson
        *formulas._TAGS,
    )
    ATTRIBUTES = (
        *("lang", "charset", "name", "content", "http-equiv", "class", "scope", "alt", "src"),
        *("href", "tabindex", "role", "aria-label", "id", "data-value"),
        *("viewbox", "x", "y", "x1", "x2", "y1", "y2", "width", "height", "text-anchor"),
        *formulas._ATTRIBUTES,
    )

    def __init__(self, text: str) -> None:
        super().__init__()
        assert "default-src 'none'" in text
        scripts = re.findall(r"<script.*?</script>", text, re.DOTALL | re.IGNORECASE)
        assert all(script == f"<script>{_script()}</script>" for script in scripts), scripts
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in self.TAGS, tag
        for name, value in attrs:
            # How the lines of a formula of the lesson are aligned.
            assert name in self.ATTRIBUTES or (tag, name) == ("mtd", "style"), (tag, name)
            if name == "src":
                assert value and value.startswith("data:image/png;base64,"), value
            if name == "href":
                assert value and value.startswith(
                    ("#exercise-", "class/", "feedback/", "http://", "https://")
                ), value
                assert ".." not in value.split("/") and "\\" not in value, value
