"""The pages and boxes that are ours, looked at by axe in a light and in a dark theme."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from descent.notebook.boxes import Note
from grader.marking.marking import unmarked
from grader.reports.class_page import write_class_page
from grader.reports.pages import feedback
from grader.results import Marked, Submission
from tests.browser.conftest import Watched
from tests.browser.sheet import PAGE, THEMES
from tests.descent.test_check_boxes import CASES, EXTRAS, box
from tests.grader.classes import SECTION
from tests.grader.reports.test_pages import row
from tests.here import COURSE

both_themes = pytest.mark.parametrize("theme", list(THEMES))


def rows() -> list[Marked]:
    """A class: some points, and submissions without any."""
    told = "In `delta` the mean over the samples is missing: divide by m."
    unknown = Submission(Path("submitted"), "grace", "essay")
    missing = Submission(Path("submitted"), "alan", SECTION)
    return [
        row(told, "ada"),
        row(told, "barbara"),
        unmarked(missing, "missing", "There is no notebook.", COURSE.section(missing.assignment)),
        unmarked(unknown, "unknown", "There is no such section."),
    ]


def look(page: Any) -> None:
    """Hold that axe finds nothing on a page, and had something to look at."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    found = axe.Axe().run(page)
    assert found.response["passes"], "axe looked at nothing"
    assert found.violations_count == 0, found.generate_report()


def show(watched: Watched, inside: str, theme: str) -> Any:
    """Show something on a page as JupyterLab colors it."""
    page = watched.page
    text = PAGE.format(style=THEMES[theme], inside=inside)
    style = "color: var(--jp-content-font-color1)"
    page.set_content(text.replace("<main>", f"<main style='{style}'>"))
    return page


@both_themes
def test_the_feedback_page(theme: str, watched: Watched, tmp_path: Path) -> None:
    watched.page.emulate_media(color_scheme=theme)
    page = tmp_path / "feedback.html"
    page.write_text(feedback(rows()[0]), encoding="utf-8")
    watched.page.goto(page.as_uri())
    assert watched.page.get_by_role("heading", level=1).inner_text().startswith(SECTION)
    look(watched.page)
    assert watched.strangers("file:") == []


@both_themes
def test_the_page_of_the_class(theme: str, watched: Watched, tmp_path: Path) -> None:
    watched.page.emulate_media(color_scheme=theme)
    watched.page.goto(write_class_page(rows(), COURSE, tmp_path).as_uri())
    assert watched.page.get_by_role("link", name="ada").first.is_visible()
    look(watched.page)
    assert watched.strangers("file:") == []


@both_themes
def test_every_kind_of_box(theme: str, watched: Watched) -> None:
    inside = "".join(box(case, **EXTRAS)._repr_html_() for case in CASES)
    inside += Note("Hint 2 of 3", "Look at `z`.", 1, ("Think.",))._repr_html_()
    page = show(watched, inside, theme)
    for button in page.locator("summary").all():
        button.click()
    assert page.get_by_text("Look at z").first.is_visible()
    look(page)


@pytest.mark.parametrize("width", [1280, 800, 420])
def test_no_box_is_wider_than_the_page(width: int, watched: Watched) -> None:
    page = show(watched, "".join(box(case, **EXTRAS)._repr_html_() for case in CASES), "light")
    page.set_viewport_size({"width": width, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= width
