"""What students write, as HTML that is drawn without a network and in which nothing runs."""

from __future__ import annotations

import base64
import json
import re
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree as ET

import numpy as np
import pytest

from descent.judging.sheet_files import load
from descent.notebook.boxes import Box
from descent.notebook.check import examine
from grader.course import Course, Section
from grader.reports.formulas import mathml
from grader.reports.prose import inert_html, inert_markdown
from grader.reports.tame import Allowance
from tests.grader.classes import SECTION
from tests.here import sections, source_of


class Page(HTMLParser):
    """The tags, attributes and text of some HTML."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str, str]] = []
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [(tag, name, value or "") for name, value in attrs]

    def handle_data(self, data: str) -> None:
        self.text += data


def prose(section: str) -> list[str]:
    """The prose of a lesson, by cells."""
    cells = json.loads(source_of(section).read_text())["cells"]
    return ["".join(c["source"]) for c in cells if c["cell_type"] == "markdown"]


@pytest.mark.parametrize("section", sections())
def test_every_formula_of_a_lesson_is_drawn(section: str) -> None:
    texts, allowance = prose(section), Allowance()
    text, page = "".join(texts), "".join(inert_markdown(t, None, allowance) for t in texts)
    formulas = re.findall(r"<math .*?</math>", page, re.DOTALL)
    assert len(formulas) >= text.count("$$") / 2 > 0
    for formula in formulas:
        drawn = "".join(ET.fromstring(formula).itertext())
        # What is left of TeX would be a command, a column or a space between rows.
        assert not re.search(r"[\\&]|\dpt", drawn), drawn
    found = Page(page)
    assert "$" not in found.text
    assert {"h2", "p", "li"} <= set(found.tags)
    assert "<p>" not in found.text


def test_rows_of_a_formula_are_aligned_at_their_signs() -> None:
    root = ET.fromstring(
        mathml(r"\begin{aligned} a &= b + c \\[4pt] &= d \end{aligned}", block=True)
    )
    assert root.get("display") == "block"
    rows = [["".join(cell.itertext()) for cell in row] for row in root.iter("mtr")]
    assert rows == [["a", "=b+c"], ["", "=d"]]
    styles = [cell.get("style") for cell in root.iter("mtd")]
    assert styles == ["text-align: right", "text-align: left"] * 2


@pytest.mark.parametrize("tex", [r"\frac", "", "{" * 3000, r"\nosuchthing x", "x" * 5000])
def test_what_is_no_formula_is_shown_as_it_is_written(tex: str) -> None:
    page = Page(mathml(tex))
    assert page.tags == ["code"]
    assert page.text == f"${tex}$"


@pytest.mark.parametrize(
    "tex",
    [
        r"\href{javascript:alert(1)}{x}",
        r"\style{background: url(//example.org)}{x}",
        r"\class{score}{x}",
        r"\text{<script>alert(1)</script>}",
        r"\text{&lt;script&gt;alert(1)&lt;/script&gt;}",
        r"\def\a{xx}\def\b{\a\a}\b",
        "<img src=x onerror=alert(1)>",
    ],
)
def test_a_formula_has_no_life(tex: str) -> None:
    page = Page(inert_markdown(f"${tex}$ and\n\n$${tex}$$"))
    assert not {"script", "img", "a"} & set(page.tags)
    for _, name, value in page.attributes:
        assert name in ("display", "stretchy", "mathvariant"), (name, value)


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "<img src='http://example.org/x.png'>",
        "![x](http://example.org/x.png)",
        "![x](//example.org/x.png)",
        "<a href='javascript:alert(1)'>x</a>",
        "[x](data:text/html,<script>alert(1)</script>)",
        "<math href='javascript:alert(1)'><mi>x</mi></math>",
        "<svg onload=alert(1)>",
        "<div style='background-image: url(http://example.org/x.png)'>x</div>",
        "<input class='score' id='test_neuron' value='2'>",
        "<div class='nbgrader_cell comment' id='test_neuron'>x</div>",
        "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    ],
)
@pytest.mark.parametrize("make", [inert_html, inert_markdown])
def test_nothing_of_a_students_runs_asks_another_host_or_poses_as_a_control(
    make: type, text: str
) -> None:
    page = Page(make(text))
    assert not {"script", "svg", "math", "iframe", "input", "object"} & set(page.tags)
    for tag, name, value in page.attributes:
        assert (tag, name) not in (("img", "src"), ("a", "href"))
        assert name not in ("id", "class") and not name.startswith("on")
        assert "url" not in value


def test_pictures_that_are_in_the_page_are_kept() -> None:
    picture = "<img alt='A line.' src='data:image/png;base64,aGk='>"
    page = Page(inert_html(f"<figure>{picture}<figcaption>So</figcaption></figure>"))
    assert page.tags == ["figure", "img", "figcaption"]
    assert ("img", "src", "data:image/png;base64,aGk=") in page.attributes
    assert ("img", "alt", "A line.") in page.attributes


PNG = base64.b64encode(b"\x89PNG\r\n\x1a\n and so on").decode()
JPEG = base64.b64encode(b"\xff\xd8\xff and so on").decode()
WEBP = base64.b64encode(b"RIFF\0\0\0\0WEBPVP8 ").decode()
EVIL = base64.b64encode(b"<svg onload=alert(1)>").decode()


@pytest.mark.parametrize(
    ("forms", "shown"),
    [
        ({"image/png": PNG}, f"data:image/png;base64,{PNG}"),
        ({"image/png": PNG[:8] + "\n" + PNG[8:]}, f"data:image/png;base64,{PNG}"),
        ({"image/jpeg": JPEG}, f"data:image/jpeg;base64,{JPEG}"),
        ({"image/webp": WEBP}, f"data:image/webp;base64,{WEBP}"),
        ({"image/svg+xml": EVIL, "image/png": PNG}, f"data:image/png;base64,{PNG}"),
        ({"image/svg+xml": EVIL}, ""),
        ({"image/png": EVIL}, ""),
        ({"text/html": EVIL}, ""),
        ({"image/png": "x'><script>alert(1)</script>"}, ""),
        ({"image/png": "A" * (20 << 20)}, ""),
        ({}, ""),
    ],
    ids=range(11),
)
def test_pasted_pictures_are_shown_where_they_are_pictures(
    forms: dict[str, str], shown: str
) -> None:
    text = "A sketch of $z = w^2$:\n\n![a *sketch* & <b>](attachment:my%20sketch.png) and more"
    page = Page(inert_markdown(text, {"my sketch.png": forms}))
    sources = [value for tag, name, value in page.attributes if name == "src"]
    assert sources == ([shown] if shown else [])
    assert {*page.tags} <= {"p", "img", "em", "math", "mrow", "msup", "mi", "mo", "mn"}
    assert "math" in page.tags and "and more" in page.text
    alt = [value for tag, name, value in page.attributes if name == "alt"]
    assert (alt == ["a sketch & "]) if shown else ("[no picture a sketch & ]" in page.text)


def test_a_picture_that_is_gone_costs_its_text_nothing() -> None:
    page = Page(inert_markdown("**so** $x$ ![s](attachment:s.png)"))
    assert {"strong", "math"} <= {*page.tags} and "[no picture s]" in page.text


@pytest.fixture
def section(tmp_path: Path) -> Section:
    """A section whose lesson shows pictures that lie beside its notebook, and others."""
    section = Section(Course(tmp_path), SECTION)
    figures = section.source.parent / "figures"
    figures.mkdir(parents=True)
    data = base64.b64decode(PNG)
    for name in ("a plot.png", "größe.png", "unnamed.png"):
        (figures / name).write_bytes(data)
    (figures / "large.png").write_bytes(data + bytes(2 << 20))
    (figures / "script.png").write_bytes(b"<svg onload=alert(1)>")
    (section.source.parent.parent / "other.png").write_bytes(data)
    (figures / "away.png").symlink_to(section.source.parent.parent / "other.png")
    section.release.parent.mkdir(parents=True)
    cells = [{"cell_type": "markdown", "id": "a", "metadata": {}, "source": LESSON}]
    section.release.write_text(json.dumps({"cells": cells, "nbformat": 4, "metadata": {}}))
    return section


LESSON = """\
![a plot](figures/a%20plot.png) and <img alt="sizes" src='figures/größe.png' width="40%">

<p><img src="figures/a plot.png" alt="again"></p>

![](figures/large.png) ![](figures/script.png) ![](figures/away.png) ![](../other.png)
![](/etc/passwd) ![](figures/gone.png) ![](.) ![](https://example.org/figures/a%20plot.png)
"""


def test_pictures_beside_the_lesson_are_held_by_the_page(section: Section) -> None:
    page = Page(inert_markdown(LESSON, section=section))
    uri = f"data:image/png;base64,{PNG}"
    assert [value for _, name, value in page.attributes if name == "src"] == [uri] * 3
    alts = [value for _, name, value in page.attributes if name == "alt"]
    assert alts[:3] == ["a plot", "sizes", "again"]
    assert ("img", "width", "40%") in page.attributes
    assert "src" not in inert_markdown(LESSON)


def test_a_student_gets_no_file_that_the_lesson_does_not_show(section: Section) -> None:
    for name in ("figures/unnamed.png", "figures/../figures/unnamed.png", "x" * 5000):
        assert "src" not in inert_markdown(f"![x]({name}) <img src='{name}'>", section=section)


def test_pictures_of_a_lesson_are_shown_while_there_is_room_for_them(section: Section) -> None:
    room = Allowance(lesson=100)
    shown = [inert_markdown("![p](figures/a%20plot.png)", None, room, section) for _ in range(3)]
    assert ["src" in page for page in shown] == [True, True, False]
    assert "[no picture p]" in shown[2]


@pytest.mark.parametrize("url", ["figures/a plot.png", "attachment:a.png"])
def test_the_tag_of_a_picture_breaks_out_of_nothing(url: str, section: Section) -> None:
    img = f"<img src='{url}' alt='x onclick=alert(1) '>"
    for text in (f'<a title="{img}">q</a>', f'<a href="{img}">q</a>', f"<b {img}>q</b>", img):
        page = Page(inert_markdown(text, {"a.png": {"image/png": PNG}}, section=section))
        assert {name for _, name, _ in page.attributes} <= {"alt", "src", "title", "href"}


def test_highlighted_code_keeps_its_colors() -> None:
    page = Page(inert_markdown("```python\ndef f(): return 1\n```"))
    assert ("div", "class", "highlight") in page.attributes
    assert ("span", "class", "k") in page.attributes


def test_the_box_of_a_check_is_readable_where_it_must_be_inert() -> None:
    sheet = load("sigmoid")
    box = Box(sheet, examine(sheet, lambda z: np.tanh(z)), hint=("Hint 1 of 3", "Think."))
    page = Page(inert_html(box._repr_html_()))
    whole = Page(box._repr_html_())
    assert page.text == whole.text
    assert [tag for tag in page.tags if tag != "tbody"] == whole.tags
    assert ("div", "role", "status") in page.attributes


def test_what_is_inert_stays_as_it_is() -> None:
    page = inert_markdown("$x < 1$ & *so*")
    assert inert_html(page) == page
    assert "<math" in page
