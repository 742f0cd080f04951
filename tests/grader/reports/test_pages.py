"""The HTML pages: all that a student writes is text there, and no hidden number is in them."""

from __future__ import annotations

import base64
import dataclasses
import hashlib
import os
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from grader.guest.outside.claims import outputs_of
from grader.marking.marking import unmarked
from grader.reports.class_page import _script, write_class_page
from grader.reports.folder import pages_of, write_pages
from grader.reports.formulas import _TAGS as FORMULAS
from grader.reports.pages import feedback
from grader.results import Cell, Marked, Score, Submission
from tests.grader.classes import SECTION, code, insert, prose
from tests.grader.conftest import MarkIt
from tests.grader.marking.marked import LEAKS, hidden_numbers, only
from tests.here import COURSE, answered, points_of, settings

pytestmark = pytest.mark.classes

EVIL = "<script>alert('owned')</script>"
SVG = "<svg onload=alert('owned')>"
QUOTES = "\"'><img src=x onerror=alert('owned')>{{ 7 * 7 }}{% raw %}"


class Elements(HTMLParser):
    """What a browser would make of a page: its elements and attributes, and its text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data


_TEXT = (
    "h1",
    "h2",
    "h3",
    "p",
    "code",
    "pre",
    "em",
    "ol",
    "ul",
    "li",
    "mark",
    "strong",
    "dl",
    "dt",
    "dd",
)
_PAGE = (
    "html",
    "head",
    "meta",
    "title",
    "style",
    "body",
    "main",
    "section",
    "div",
    "a",
    "img",
    "span",
)
_TABLE = ("table", "thead", "tbody", "tr", "th", "td", "caption")
_FOLDED = ("details", "summary")
_CHART = ("svg", "desc", "rect", "text", "line")


def assert_inert(page: str, of_class: bool = False) -> Elements:
    """Hold that nothing on a page can run, load or send anything but the script that is ours."""
    found = Elements(page)
    allowed = {*_TEXT, *_PAGE, *_TABLE, *_FOLDED, *FORMULAS}
    if of_class:
        allowed |= {*_CHART, "script"}
        assert [attributes for tag, attributes in found.tags if tag == "script"] == [{}]
        assert page.count(_script()) == 1
    for tag, attributes in found.tags:
        assert tag in allowed, tag
        for name, text in attributes.items():
            assert not name.startswith("on") and name not in ("srcdoc", "formaction"), name
            if name == "src":
                assert (text or "").startswith("data:image/png;base64,")
            if name == "href":
                assert (text or "").startswith(("feedback/", "class/", "#")), text
    (policy,) = (a for t, a in found.tags if a.get("http-equiv") == "Content-Security-Policy")
    content = policy["content"] or ""
    assert content.startswith("default-src 'none'")
    if of_class:
        digest = base64.b64encode(hashlib.sha256(_script().encode()).digest()).decode()
        assert content.split("script-src ")[1] == f"'sha256-{digest}'"
    else:
        assert "script" not in content
    assert "unsafe-eval" not in content and "*" not in content and "http" not in content
    return found


def outputs(text: str) -> list[dict[str, Any]]:
    """One output of every kind, with that text wherever text can be."""
    rich = {"text/html": text, "text/plain": text, "image/svg+xml": text, "text/markdown": text}
    claims: Any = [
        {"output_type": "stream", "name": "stdout", "text": text},
        {"output_type": "stream", "name": text, "text": text},
        {"output_type": "error", "ename": text, "evalue": text, "traceback": [text]},
        {"output_type": "execute_result", "data": rich, "metadata": {}, "execution_count": 1},
        {"output_type": "display_data", "data": {"image/png": text}, "metadata": {}},
        {"output_type": "display_data", "data": {"application/javascript": text}},
        {"output_type": text, "data": text},
        {},
    ]
    return outputs_of(claims, 1 << 30)


def row(text: str, student: str = "ada") -> Marked:
    """A submission with that text wherever a student's text can come from."""
    marks = [Score("sigmoid", 1.0, 2.0, "earlier", text), Score("neuron", 2.0, 2.0, None, text)]
    cells = [
        Cell("answer", "sigmoid", text, "code", True),
        Cell("answer", text, text, "markdown", False),
        Cell("free", "", "free " + text, "code", True),
    ]
    shown = dict.fromkeys(range(3), outputs(text))
    of = Submission(Path("submitted"), student, SECTION)
    return Marked(
        of, "graded", marks, notes=[text], cells=cells, outputs=shown, isolation="isolation: full"
    )


# Escaping


@pytest.mark.parametrize(
    "evil", [EVIL, SVG, QUOTES, "</pre></code></title>" + EVIL, "\x1b]0;x\x07"]
)
def test_text_of_a_student_is_text_on_the_feedback_page(evil: str, tmp_path: Path) -> None:
    page = feedback(row(evil, "<b>ada</b>"))
    found = assert_inert(page)
    assert evil in found.text
    assert "<b>ada</b>" in found.text


@pytest.mark.parametrize("evil", [EVIL, SVG, QUOTES, "javascript:alert(1)", "../../../etc", "a\nb"])
def test_text_of_a_student_is_text_on_the_class_page(evil: str, tmp_path: Path) -> None:
    name = evil.replace("/", "|")
    rows = [row(evil, name), row("fine", "grace")]
    page = write_class_page(rows, COURSE, tmp_path).read_text()
    found = assert_inert(page, of_class=True)
    assert evil in found.text and name in found.text


def test_a_page_of_a_notebook_full_of_script_is_inert(mark_it: MarkIt, tmp_path: Path) -> None:
    shows = (
        "from IPython.display import HTML, Javascript, SVG, display\n"
        f"print({EVIL!r})\n"
        f"display(HTML({EVIL!r}), Javascript('alert(1)'), SVG({f'<svg>{EVIL}</svg>'!r}))\n"
        f"class R:\n    def _repr_html_(self):\n        return {EVIL!r}\n"
        "display(R())\n"
        f"raise type({EVIL!r}, (Exception,), {{}})({EVIL!r})"
    )
    notebook = only(separable=shows, sigmoid=f"def sigmoid(z):\n    raise ValueError({EVIL!r})")
    insert(notebook, "neuron", shows)
    notebook["cells"].insert(0, prose(EVIL))
    marked = mark_it(notebook)
    found = assert_inert(feedback(marked))
    assert "alert('owned')" in found.text
    assert_inert(write_class_page([marked], COURSE, tmp_path).read_text(), of_class=True)


def test_a_name_that_is_not_utf8_gets_its_page_and_its_link(tmp_path: Path) -> None:
    name = os.fsdecode(b"caf\xe9")
    of = row("fine", name)
    write_pages(of.submission, pages_of(of, COURSE.section(SECTION)), tmp_path)
    assert (tmp_path / "feedback" / name / SECTION / f"{SECTION}.html").is_file()
    assert_inert(write_class_page([row("fine", name)], COURSE, tmp_path).read_text(), True)


# What the pages say


def test_the_feedback_page_has_points_messages_answers_and_outputs(
    mark_it: MarkIt, tmp_path: Path
) -> None:
    marked = mark_it(
        only(sigmoid="def sigmoid(z):\n    return 1 / (1 + np.exp(z))\nprint('printed here')")
    )
    text = Elements(feedback(marked)).text
    assert f"{marked.score:g} of {marked.max_score:g} points" in text
    for score in marked.scores:
        assert score.message in text
    assert "return 1 / (1 + np.exp(z))" in text and "printed here" in text


def test_a_figure_of_an_answer_is_on_the_page_with_a_text(mark_it: MarkIt, tmp_path: Path) -> None:
    draws = "separable = None\nplt.plot([1, 2])\nplt.show()"
    page = feedback(mark_it(only(separable=draws)))
    found = assert_inert(page)
    (image,) = [attributes for tag, attributes in found.tags if tag == "img"]
    data = base64.b64decode((image["src"] or "").split(",")[1])
    assert data.startswith(b"\x89PNG") and "separable" in (image["alt"] or "")


def test_a_submission_that_could_not_be_read_has_a_page_that_says_why(tmp_path: Path) -> None:
    lost = unmarked(
        Submission(Path("x"), "ada", SECTION), "unreadable", "it is a link", COURSE.section(SECTION)
    )
    text = Elements(feedback(lost)).text
    assert f"0 of {points_of(SECTION):g} points" in text
    assert "unreadable" in text and "it is a link" in text


def test_the_class_page_has_a_row_for_everyone_and_links_to_feedback(tmp_path: Path) -> None:
    rows = [row("So.", name) for name in ("ada", "a b&c", "x'y")]
    for item in rows:
        write_pages(item.submission, pages_of(item, COURSE.section(SECTION)), tmp_path)
    lost = unmarked(
        Submission(Path("x"), "hedy", SECTION), "missing", "is missing", COURSE.section(SECTION)
    )
    write_pages(lost.submission, pages_of(lost, COURSE.section(SECTION)), tmp_path)
    unknown = unmarked(Submission(Path("x"), "joan", "09_x"), "unknown", "no such")
    page = write_class_page([*rows, lost, unknown], COURSE, tmp_path).read_text()
    found = assert_inert(page, of_class=True)
    for name in ("ada", "a b&c", "x'y", "hedy", "missing", "joan", "unknown"):
        assert name in found.text, name
    assert "Mean 2.2 of 4 points" in found.text
    assert COURSE.settings.seed_fingerprint in found.text and "isolation: full" in found.text
    from urllib.parse import unquote

    links = [a["href"] or "" for tag, a in found.tags if tag == "a"]
    assert len({link for link in links if link.startswith("feedback/")}) == 4
    assert all((tmp_path / unquote(link)).is_file() for link in links)


def test_the_class_page_counts_the_causes(tmp_path: Path) -> None:
    rows = [row("Look at the sign.", name) for name in ("ada", "grace", "hedy")]
    text = Elements(write_class_page(rows, COURSE, tmp_path).read_text()).text
    assert re.search(r"sigmoid\s*Look at the sign\.\s*3", text)


def test_text_in_color_is_text_without_codes(tmp_path: Path) -> None:
    colored = dataclasses.replace(row("plain"), outputs={0: outputs("\x1b[0;31mred\x1b[0m")})
    page = feedback(colored)
    assert "red" in page and "\x1b" not in page


def test_an_endless_output_is_cut(tmp_path: Path) -> None:
    endless = dataclasses.replace(row("plain"), outputs={0: outputs("x" * 2_000_000)})
    assert 10_000 < len(feedback(endless)) < 500_000


# A student's own notes


def with_notes(*sources: str, **forms: str) -> Marked:
    attachments = {"a.png": {"image/png": forms["png"]}} if forms else {}
    notes = [Cell("free", "", s, "markdown", False, "", attachments) for s in sources]
    return dataclasses.replace(row("plain"), cells=notes)


def test_notes_are_on_the_page_with_their_formulas_and_pasted_pictures(tmp_path: Path) -> None:
    png = base64.b64encode(b"\x89PNG\r\n\x1a\n and so on").decode()
    marked = with_notes("# Mine\n\n$x^2$ is ![a sketch](attachment:a.png)", png=png)
    found = Elements(feedback(marked))
    tags = [tag for tag, _ in found.tags]
    assert "math" in tags and "script" not in tags
    (image,) = [attributes for tag, attributes in found.tags if tag == "img"]
    assert image == {"alt": "a sketch", "src": f"data:image/png;base64,{png}"}
    assert "Your notes" in found.text and "Mine" in found.text


@pytest.mark.parametrize("evil", [EVIL, SVG, QUOTES, "[x](javascript:alert(1))"])
def test_notes_are_inert(evil: str, tmp_path: Path) -> None:
    marked = with_notes(f"{evil}\n\n![{evil}](attachment:a.png)", png=EVIL)
    found = assert_inert(feedback(marked))
    assert not [tag for tag, _ in found.tags if tag in ("script", "svg")]


def test_endless_notes_are_cut(tmp_path: Path) -> None:
    page = feedback(with_notes(*["word " * 1000] * 100))
    assert len(page) < 50_000 and "too long to be shown here" in page


# Nothing hidden


@pytest.mark.parametrize("leak", ["an error", "a global", "its result", "a display"])
def test_no_number_of_a_hidden_probe_is_on_a_page(
    leak: str, mark_it: MarkIt, tmp_path: Path
) -> None:
    lines = "\n    ".join(LEAKS[leak].split("; "))
    notebook = only(sigmoid=f"seen = []\ndef sigmoid(z):\n    {lines}")
    notebook["cells"].append(code("print(seen)", id="last"))
    marked = mark_it(notebook)
    pages = feedback(marked)
    pages += write_class_page([marked], COURSE, tmp_path).read_text()
    assert marked.score < marked.max_score
    assert [number for number in hidden_numbers("sigmoid") if number in pages] == []


def test_neither_the_seed_nor_a_hidden_test_is_on_a_page(mark_it: MarkIt, tmp_path: Path) -> None:
    marked = mark_it(answered(SECTION))
    pages = feedback(marked)
    pages += write_class_page([marked], COURSE, tmp_path).read_text()
    assert settings().seed not in pages
    assert "HIDDEN" not in pages and "from grader" not in pages and "SOLUTION" not in pages
