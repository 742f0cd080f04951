"""The site in Chromium, opened from its folder: who reads it, and how."""

from __future__ import annotations

import os
import re
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from matplotlib.image import imread

from grader.site.documents import documents
from tests.browser.conftest import Watched
from tests.browser.test_pages import look
from tests.here import COURSE, sections, ungraded
from tests.notebooks.cells import every_section
from tests.pages.conftest import SECTIONS

PAGES = (
    *("index", "search", "docs/api", "docs/changes"),
    *(f"lessons/{notebook}" for notebook in (*ungraded(), *sections())),
    *(f"docs/{name}" for name in documents(COURSE.root).values()),
    *(f"docs/mistakes-{section}" for section in sections()),
)
# One of each kind of page.
KINDS = (
    *("index", "search", "lessons/01_perceptron", "docs/security", "docs/api"),
    *("docs/mistakes-05_backpropagation", "docs/sheet-05_backpropagation"),
)
READY = "window.MathJax ? MathJax.startup.promise.then(() => true) : true"
UNFOLD = "document.querySelectorAll('details').forEach((fold) => { fold.open = true; })"
DRAWN = "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done())))"
WIDER = """() => [...document.querySelectorAll('article pre, article .table-wrapper, article figure')]
  .filter((part) => part.scrollWidth > part.clientWidth + 1).map((part) => part.outerHTML.slice(0, 200))"""
# 320 pixels are what is left of 1280 at 400 %.
WIDTHS = (1280, 800, 390, 320)

every_page = pytest.mark.parametrize("name", PAGES)


def opened(watched: Watched, site: Path, name: str) -> Any:
    watched.page.goto((site / f"{name}.html").as_uri())
    watched.page.evaluate(READY)
    return watched.page


def can_be_read_by_all(watched: Watched, site: Path, name: str) -> None:
    """Hold that a page scrolls nowhere sideways, and that axe finds nothing in both themes."""
    page = opened(watched, site, name)
    # All tables, code and formulas, also those behind buttons.
    page.evaluate(UNFOLD)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        page.evaluate(DRAWN)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert page.evaluate(WIDER) == [], width
    page.set_viewport_size({"width": WIDTHS[0], "height": 900})
    for theme in ("light", "dark"):
        # A color that is still on its way to another is neither: the page is opened in its theme.
        page.emulate_media(color_scheme=theme, reduced_motion="reduce")
        page = opened(watched, site, name)
        page.evaluate(UNFOLD)
        page.evaluate(DRAWN)
        look(page)
    assert watched.strangers("file:") == []


@pytest.mark.parametrize("name", KINDS)
def test_each_kind_of_page_is_light_or_dark_as_asked(
    name: str, whole: Path, tmp_path: Path, watched: Watched
) -> None:
    """Leaves pictures to look at: in the folder SCREENSHOTS, if there is one in the environment."""
    folder = Path(os.environ.get("SCREENSHOTS", tmp_path))
    page = opened(watched, whole, name)
    for theme, width in product(("light", "dark"), WIDTHS[:3]):
        page.emulate_media(color_scheme=theme, reduced_motion="reduce")
        page.set_viewport_size({"width": width, "height": 1500})
        page.evaluate(DRAWN)
        file = folder / f"{name.replace('/', '-')}-{theme}-{width}.png"
        page.screenshot(path=file)
        brightness = float(np.median(imread(file)[..., :3]))
        assert brightness > 0.9 if theme == "light" else brightness < 0.2, file.name


def test_no_page_is_left_out(whole: Path) -> None:
    there = {page.relative_to(whole).with_suffix("").as_posix() for page in whole.rglob("*.html")}
    assert there == {*PAGES}


@every_page
def test_every_page_can_be_read_by_all(name: str, whole: Path, watched: Watched) -> None:
    can_be_read_by_all(watched, whole, name)


@pytest.mark.parametrize("section", SECTIONS)
def test_a_lesson_without_answers_can_be_read_by_all(
    section: str, closed: Path, watched: Watched
) -> None:
    can_be_read_by_all(watched, closed, f"lessons/{section}")


def test_the_page_before_the_playground_can_be_read_by_all(tried: Path, watched: Watched) -> None:
    can_be_read_by_all(watched, tried, "docs/playground")


@every_section
def test_a_sheet_is_printed_on_one_page(section: str, whole: Path, watched: Watched) -> None:
    printed = opened(watched, whole, f"docs/sheet-{section}").pdf(format="A4")
    assert len(re.findall(rb"/Type\s*/Page\b", printed)) == 1


def test_formulas_are_drawn_and_there_for_a_screen_reader(whole: Path, watched: Watched) -> None:
    page = opened(watched, whole, "lessons/01_perceptron")
    drawn = page.locator("mjx-container > svg").count()
    assert drawn > 50
    assert drawn == page.locator("mjx-assistive-mml > math").count()
    assert page.locator("[data-mjx-error], mjx-container [data-mml-node=merror]").count() == 0
    assert page.locator("mjx-container[tabindex]").count() == 0


@every_section
def test_an_explorer_moves_in_each_lesson(section: str, whole: Path, watched: Watched) -> None:
    page = opened(watched, whole, f"lessons/{section}")
    explorer = page.locator(".gd-explorer").first
    plots, slider = explorer.locator(".gd-plots"), explorer.get_by_role("slider").first
    slider.press("Home")
    drawn, said = plots.inner_html(), explorer.inner_text()
    slider.press("End")
    assert plots.inner_html() != drawn
    assert explorer.inner_text() != said


def test_explorers_follow_the_theme_of_an_open_lesson(whole: Path, watched: Watched) -> None:
    page = opened(watched, whole, "lessons/01_perceptron")
    grounds = "getComputedStyle(document.querySelector('{}')).backgroundColor".format
    for theme in ("dark", "light", "dark"):
        if page.locator("body").get_attribute("data-theme") == "light":
            page.locator(".theme-toggle:visible").click()  # on to what the system has
        page.locator(".theme-toggle:visible").click()
        assert page.locator("body").get_attribute("data-theme") == theme
        page.locator(f".gd-explorer[data-theme={theme}]").first.wait_for()
        assert page.evaluate(grounds(".gd-explorer")) == page.evaluate(grounds("body"))
    page.reload()
    page.locator(".gd-explorer[data-theme=dark]").first.wait_for()


def test_answers_and_hints_open_by_keyboard(whole: Path, watched: Watched) -> None:
    page = opened(watched, whole, "lessons/01_perceptron")
    answer = page.locator("details.gd-answer").first
    code = answer.locator("pre").first
    assert not code.is_visible()
    answer.locator("summary").focus()
    page.keyboard.press("Enter")
    assert code.is_visible()


def test_the_menu_of_a_narrow_page_opens_and_closes_by_keyboard(
    whole: Path, watched: Watched
) -> None:
    page = opened(watched, whole, "lessons/01_perceptron")
    page.set_viewport_size({"width": 390, "height": 800})
    link = page.locator(".sidebar-tree").get_by_role("link", name="6 · The spiral", exact=True)
    assert not link.is_visible()
    menu = page.get_by_role("button", name="All pages")
    menu.focus()
    page.keyboard.press("Enter")
    assert menu.get_attribute("aria-expanded") == "true"
    assert link.is_visible()
    page.keyboard.press("Escape")
    assert menu.get_attribute("aria-expanded") == "false"
    link.wait_for(state="hidden")


def test_search_finds_a_lesson(whole: Path, watched: Watched) -> None:
    page = watched.page
    page.goto((whole / "search.html").as_uri() + "?q=momentum")
    page.locator("#search-results li a").first.wait_for()
    found = page.locator("#search-results li a").all_inner_texts()
    assert any("momentum" in title for title in found)
    assert watched.strangers("file:") == []


def test_a_printed_lesson_has_no_menu_and_no_controls(whole: Path, watched: Watched) -> None:
    page = opened(watched, whole, "lessons/01_perceptron")
    page.emulate_media(media="print")
    assert not page.locator(".sidebar-drawer").is_visible()
    for left_out in ("details.gd-answer", ".skip-to-content", ".gd-explorer input[type=range]"):
        assert not page.locator(left_out).first.is_visible(), left_out
    assert page.locator("figure img").first.is_visible()
    # A line of no width is a hair in a PDF, and makes formulas bold.
    stroke = "getComputedStyle(document.querySelector('mjx-container > svg > g')).stroke"
    assert page.evaluate(stroke) == "none"
    assert len(page.pdf()) > 100_000
