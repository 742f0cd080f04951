"""The site in Chromium, opened from its folder: who reads it, and how."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from tests.browser.conftest import Watched
from tests.browser.test_pages import look
from tests.notebooks.cells import every_section

KINDS = (
    *("index", "search", "lessons/01_perceptron", "lessons/06_spiral", "docs/diagnosis"),
    *("docs/api", "docs/what-a-class-hands-in", "docs/mistakes-01_perceptron"),
    *("lessons/00_before_you_start", "lessons/00_notation", "docs/sheet-07_mini_batch"),
)
READY = "window.MathJax ? MathJax.startup.promise.then(() => true) : true"

every_kind = pytest.mark.parametrize("kind", KINDS)


def opened(watched: Watched, site: Path, kind: str) -> Any:
    watched.page.goto((site / f"{kind}.html").as_uri())
    watched.page.evaluate(READY)
    return watched.page


@pytest.mark.parametrize("theme", ["light", "dark"])
@every_kind
def test_axe_finds_nothing(kind: str, theme: str, whole: Path, watched: Watched) -> None:
    watched.page.emulate_media(color_scheme=theme)
    page = opened(watched, whole, kind)
    for button in page.locator("summary").all()[:6]:
        button.click()
    look(page)
    assert watched.strangers("file:") == []


@every_kind
def test_nothing_scrolls_sideways(kind: str, whole: Path, watched: Watched) -> None:
    page = opened(watched, whole, kind)
    # All tables, code and formulas, also those behind buttons.
    page.evaluate("document.querySelectorAll('details').forEach((fold) => { fold.open = true; })")
    for width in (1280, 800, 390, 320):
        page.set_viewport_size({"width": width, "height": 800})
        page.wait_for_timeout(300)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        wide = """() => [...document.querySelectorAll('article pre, article .table-wrapper, article figure')]
          .filter((part) => part.scrollWidth > part.clientWidth + 1).map((part) => part.outerHTML.slice(0, 200))"""
        assert page.evaluate(wide) == []


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


def test_an_explorer_moves(whole: Path, watched: Watched) -> None:
    page = opened(watched, whole, "lessons/01_perceptron")
    explorer = page.locator(".gd-explorer")
    before = explorer.locator(".gd-says").inner_text()
    slider = explorer.get_by_role("slider").first
    slider.focus()
    for _ in range(8):
        slider.press("ArrowLeft")
    assert explorer.locator(".gd-says").inner_text() != before


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


def test_a_printed_lesson_has_no_menu(whole: Path, watched: Watched) -> None:
    page = opened(watched, whole, "lessons/01_perceptron")
    page.emulate_media(media="print")
    assert not page.locator(".sidebar-drawer").is_visible()
    assert not page.locator("details.gd-answer").first.is_visible()
    assert page.locator("figure img").first.is_visible()
    assert len(page.pdf()) > 100_000
