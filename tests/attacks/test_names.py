"""Names and outputs that would run as script, steer a terminal, or become a formula."""

from __future__ import annotations

import io
import json
import os
import shutil
import warnings
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from grader.files import write_whole
from grader.grading import Job, grade
from grader.marking.submissions import find_submissions
from grader.nbgrader.comments import comments
from grader.nbgrader.gradebook import Gradebook, default_db_url
from grader.reports.autograded import autograded
from grader.reports.class_page import write_class_page
from grader.reports.progress import progress
from grader.reports.report import write_csv, write_json
from grader.reports.screen import summary
from grader.results import Marked, Submission
from tests.attacks.arena import (
    GROWTH,
    SECTION,
    Arena,
    Attack,
    attacks,
    cell,
    full,
    released,
)
from tests.attacks.processes import growth_below
from tests.here import COURSE, answered

SCRIPT = "<script>alert(1)</script><img src=x onerror=alert(1)>"

# Folders of students. Nothing but a slash and a zero byte cannot be in them.
FOLDERS = {
    "script": "<script>alert(1)<",
    "an attribute": '"onmouseover="alert(1)',
    "an image": "<img src=x onerror=alert(1)>",
    "the end of a title": "<%title><svg onload=alert(1)>",
    "a template": "{{ 7 * 7 }}{% raw %}",
    "a newline": "a\nb",
    "a newline and a formula": "\n=1+1",
    "a formula": "=HYPERLINK(1)",
    "a sum": "+1",
    "a minus": "-1",
    "an at": "@SUM(1)",
    "a tab": "\t=1",
    "a return": "\r=1",
    "commas and quotes": '","","12","12',
    "semicolons": ";12;12",
    "terminal escapes": "\x1b]0;x\x07\x1b[2J\x1b[31mred",
    "markup of the terminal": "[red]x[bold][link=http:x]",
    "an option": "--db=x",
    "a dot in front": ".hidden",
    "dots": "...",
    "spaces": "  ",
    "a long name": "m" * 255,
    "no text": os.fsdecode(b"m\xff\xfe"),
    "other directions": "\u202egnp.exe\u2066",
    "letters that look alike": "\u0430d\u0430",
    "zero width": "a\u200bb\ufeff",
    "control characters": "a\x01\x7f\x85\u2028b",
    "a percent": "%2e%2e%2fhonest",
    "a backslash": "..\\honest",
    "a path of a URL": "javascript:alert(1)",
    "SQL": "'; DROP TABLE grade; --",
    "a format": "{0.__class__}%s%n$HOME`true`$(true)",
    "a number": "0",
    "null": "None",
    "a device": "CON",
    "a home": "~root",
}


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gradebook]:
    released(SECTION)
    path = tmp_path_factory.mktemp("book") / "gradebook.db"
    with Gradebook(f"sqlite:///{path}", [COURSE.section(SECTION)]) as opened:
        yield opened


def check_everywhere(marked: Marked, book: Gradebook, folder: Path) -> None:
    """A row can be written to the gradebook, and the other row of its batch with it."""
    honest = Marked(Submission(folder, "honest", SECTION), "graded", list(marked.scores))
    book.write([marked, honest])
    screen = io.StringIO()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            "grader.reports.progress.Console", lambda **_: Console(file=screen, width=200)
        )
        with progress(1) as done:
            done(marked)
    screen.seek(0)
    assert "\x1b]" not in screen.getvalue() and "\x07" not in screen.getvalue()


@pytest.mark.parametrize("what", FOLDERS)
def test_a_name_is_only_a_name(arena: Arena, book: Gradebook, what: str, tmp_path: Path) -> None:
    attack = Attack(what, f"Is called by {what}.", base="half", student=FOLDERS[what])
    marked = arena.hold(attack, pages=True)
    check_everywhere(marked, book, tmp_path)


# What a student's text becomes: on our pages, in a notebook, in a comment of nbgrader's.
TEXTS = {
    "script": SCRIPT,
    "the end of a text": "</pre></code></td></textarea></script>" + SCRIPT,
    "entities": "&lt;script&gt;alert(1)&lt;/script&gt;",
    "a template": "{{ 7 * 7 }}{% for %}",
    "terminal escapes": "\x1b]0;x\x07\x1b[2J\x1b[31mred\x1b]8;;http://x\x07",
    "a link of a terminal": "\x1b]8;;javascript:alert(1)\x1b\\x",
    "zero": "a\0b",
    "no text": "\ud800",
    "other directions": "\u202e x",
    "a formula": "=1+1",
    "a long line": "x" * 100_000,
    "many lines": "x\n" * 50_000,
}


def raising(text: str) -> dict[str, str]:
    return {"mse_loss": f"raise ValueError({text!r})"}


@pytest.mark.parametrize(
    "what",
    TEXTS,
)
def test_a_text_is_only_a_text(arena: Arena, book: Gradebook, what: str, tmp_path: Path) -> None:
    """The text of an error of an answer cell is told: in the message, the page, the gradebook."""
    attack = Attack(
        what,
        f"Raises, prints and shows {what}.",
        f"import sys\nprint({TEXTS[what]!r})\nprint({TEXTS[what]!r}, file=sys.stderr)\n{TEXTS[what]!r}",
        answers=raising(TEXTS[what]),
        base="right",
        earns=full(SECTION) - 2,
    )
    marked = arena.hold(attack, pages=True)
    assert "stops with ValueError" in marked.scores[0].message
    check_everywhere(marked, book, tmp_path)


LINES = {
    "script": f"return 1 / 0  # {SCRIPT}",
    "the end of a tag": "return 1 / 0  # --></code>\"'><svg onload=alert(1)>",
    "Markdown": "return 1 / 0  # `](javascript:alert(1)) ![x](http://x) <http://x>",
    "terminal escapes": "return 1 / 0  # \x1b[2J",
}


@pytest.mark.parametrize("what", LINES)
def test_a_line_is_only_a_line(arena: Arena, book: Gradebook, what: str, tmp_path: Path) -> None:
    """The line of an error is told."""
    code = f"def mse_loss(y_true, y_pred):\n    {LINES[what]}"
    marked = arena.hold(
        Attack(what, f"Stops at {what}.", answers={"mse_loss": code}, base="right", earns=10.0),
        pages=True,
    )
    assert "stops with ZeroDivisionError" in marked.scores[0].message
    check_everywhere(marked, book, tmp_path)


DISPLAYS = {
    "HTML": {"text/html": SCRIPT},
    "JavaScript": {"application/javascript": "alert(1)"},
    "SVG": {"image/svg+xml": "<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"},
    "Markdown": {"text/markdown": f"[x](javascript:alert(1)) {SCRIPT}"},
    "LaTeX": {"text/latex": "$\\href{javascript:alert(1)}{x}$</script>" + SCRIPT},
    "an image that is HTML": {"image/png": '"><script>alert(1)</script>'},
    "an image that is none": {"image/png": "PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg=="},
    "a JPEG": {"image/jpeg": '"onload="alert(1)'},
    "a PDF": {"application/pdf": "JVBERi0="},
    "a widget": {"application/vnd.jupyter.widget-view+json": {"model_id": SCRIPT}},
    "JSON": {"application/json": {SCRIPT: [SCRIPT, {"a": SCRIPT}]}},
    "a kind that is HTML": {SCRIPT: SCRIPT},
    "a kind of its own": {"application/x-own": SCRIPT, "text/x-own": SCRIPT},
    "a text that is HTML": {"text/plain": SCRIPT},
    "a stream that is HTML": {"text/plain": "</pre>" + SCRIPT},
}

SHOWING = tuple(
    Attack(
        name,
        f"Shows {name} where a page would run it.",
        answers={
            "mse_loss": "from IPython.display import publish_display_data\n"
            f"publish_display_data({data!r}, {{{SCRIPT!r}: {{'isolated': True}}}})\n"
            "def mse_loss(y_true, y_pred):\n    return np.mean((y_pred - y_true) ** 2)"
        },
        base="right",
    )
    for name, data in DISPLAYS.items()
)
ATTACKS = SHOWING


@attacks(*SHOWING)
def test_an_output_does_not_run_on_our_pages(arena: Arena, attack: Attack) -> None:
    arena.hold(attack, pages=True)


class _Alive(HTMLParser):
    """What could run in a page, apart from what is in the page of an empty notebook."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("script", "iframe", "object", "embed", "form", "base", "svg", "link", "meta"):
            self.found.append(f"{tag} {attrs}")
        for name, value in attrs:
            if name.startswith("on") or (value or "").strip().lower().startswith("javascript:"):
                self.found.append(f"{tag} {name}={value}")


def test_nothing_runs_in_a_feedback_page_of_nbgrader(arena: Arena, tmp_path: Path) -> None:
    """All of the above in one notebook, through nbconvert as our configuration sets it."""
    from nbconvert.exporters import HTMLExporter
    from traitlets.config import Config

    from grader.nbgrader.setup import configure

    config = Config()
    configure(config)
    assert config.HTMLExporter.sanitize_html
    texts = [text for text in TEXTS.values() if len(text) < 1000]
    cells = [
        *(cell(f"display({data!r}, raw=True)") for data in DISPLAYS.values()),
        *(cell(f"print({text!r})\nraise ValueError({text!r})") for text in texts),
        *(cell(text, kind) for text in (*texts, *LINES.values()) for kind in ("markdown", "raw")),
        cell("![x](attachment:x.html)", "markdown", attachments={"x.html": {"text/html": SCRIPT}}),
        cell("x", "markdown", attachments={'x" onerror="alert(1)': {"image/png": "x"}}),
        cell("<script>alert(1)</script>", "markdown"),
        cell("[x](javascript:alert(1)) <a href='javascript:alert(1)'>x</a>", "markdown"),
        cell("<svg onload=alert(1)><math href='javascript:x'>", "markdown"),
    ]
    attack = Attack(
        "everything",
        "Is full of scripts.",
        base="right",
        change=lambda made: made | {"cells": made["cells"][:1] + cells},
        earns=0,
    )
    path = tmp_path / "everything.ipynb"
    write_whole(path, autograded(arena.hold(attack, pages=True), COURSE.section(SECTION)))
    empty = tmp_path / "empty.ipynb"
    empty.write_text(json.dumps({"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}))
    exporter = HTMLExporter(config=config)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of outputs that it leaves out
        pages = [exporter.from_filename(str(name))[0] for name in (empty, path)]
    plain, full_of_scripts = (_Alive(page).found for page in pages)
    assert full_of_scripts == plain


def test_comments_of_nbgrader_have_no_life(arena: Arena) -> None:
    """nbgrader renders a comment as Markdown."""
    from nbconvert.filters import markdown2html

    for text in (*LINES.values(), "return 1 / 0  # ![x](http://example.org/x.png)"):
        code = f"def mse_loss(y_true, y_pred):\n    {text}"
        marked = arena.hold(
            Attack("line", "Stops.", answers={"mse_loss": code}, base="right", earns=10.0)
        )
        page = markdown2html(comments(marked, COURSE.section(SECTION))["mse_loss"])
        assert not _Alive(page).found, page
        assert "<img" not in page and "<a " not in page, page


def _large(path: Path) -> None:
    with open(path, "wb") as file:
        file.truncate(1 << 29)


@pytest.mark.parametrize(
    "make",
    [
        _large,
        os.mkfifo,
        lambda path: path.mkdir(),
        lambda path: path.symlink_to("/dev/zero"),
        lambda path: path.write_bytes(b"\xff" * 100),
        lambda path: path.write_text("9" * 100),
        lambda path: path.write_text("0001-01-01 00:00:00 UTC+14:00"),
    ],
    ids=["large", "pipe", "folder", "link", "bytes", "number", "early"],
)
def test_a_timestamp_is_read_with_care(
    arena: Arena, book: Gradebook, tmp_path: Path, make: Callable[[Path], Any]
) -> None:
    place = tmp_path / "mallory" / SECTION
    place.mkdir(parents=True)
    (place / f"{SECTION}.ipynb").write_text(json.dumps(answered(SECTION)))
    make(place / "timestamp.txt")
    marked = arena.mark_folder(Submission(tmp_path, "mallory", SECTION))
    assert marked.score == full(SECTION)
    with growth_below(GROWTH):
        check_everywhere(marked, book, tmp_path)


def test_a_class_is_graded_around_whatever_lies_in_the_folder(
    arena: Arena, book: Gradebook, tmp_path: Path
) -> None:
    """``descent grade`` itself: every submission has its row, and the honest ones their marks."""
    folder = tmp_path / "submitted"
    honest = ("aaa", "mmm", "zzz")
    notebook: dict[str, Any] = answered(SECTION)
    for student in (*honest, *(name for name in FOLDERS.values() if len(name) < 9)):
        place = folder / student / SECTION
        place.mkdir(parents=True)
        (place / f"{SECTION}.ipynb").write_text(json.dumps(notebook))
    (folder / "bbb").mkdir()
    (folder / "bbb" / SECTION).symlink_to(f"../aaa/{SECTION}")
    (folder / "bbb" / "04_loss").mkdir()
    (folder / "bbb" / "not an assignment").mkdir()
    (folder / "ccc").symlink_to("aaa")
    (folder / "ddd" / SECTION / f"{SECTION}.ipynb").mkdir(parents=True)
    os.mkfifo(folder / "eee")
    (folder / "file").write_text("file")
    (folder / "fff" / SECTION).mkdir(parents=True)
    os.mkfifo(folder / "fff" / SECTION / f"{SECTION}.ipynb")
    (folder / "ggg" / SECTION).mkdir(parents=True)
    bad = answered(SECTION, {"mse_loss": "print('\\ud800')\nraise ValueError('\\0')"})
    (folder / "ggg" / SECTION / f"{SECTION}.ipynb").write_text(json.dumps(bad))
    submissions = find_submissions(folder)
    shutil.copyfile(book.db_url.removeprefix("sqlite:///"), tmp_path / "gradebook.db")
    rows = grade(Job(submissions, tmp_path, default_db_url(tmp_path), arena.settings))
    found = {(row.submission.student, row.submission.assignment): row for row in rows}
    assert len(rows) == len(submissions) == len(found)
    for student in honest:
        assert found[student, SECTION].score == full(SECTION)
    assert found["bbb", SECTION].status == found["ddd", SECTION].status == "unreadable"
    assert found["fff", SECTION].status == "unreadable"
    assert found["bbb", "04_loss"].status == "unknown"
    assert found["ggg", SECTION].score == full(SECTION) - 2
    write_json(rows, tmp_path / "marks.json")
    write_csv(rows, tmp_path / "marks.csv")
    write_class_page(rows, COURSE, tmp_path)
    summary(rows, Console(file=io.StringIO()))
