"""Explorers in a real browser: moved by hand, looked at by axe, on a page that is ours alone.

No Jupyter is needed. anywidget asks a module for one function, ``render({ model, el })``, and gives
it a model with ``get``, ``set``, ``on``, ``off`` and ``save_changes``: the page has such a model.
"""

from pathlib import Path
from typing import Any

import pytest

from descent.explorers import player
from tests.browser.examples import EXAMPLES
from tests.browser.sheet import THEMES, Sheet, every_explorer


@every_explorer
def test_every_slider_moves_by_keyboard_and_says_what_it_says(name: str, sheet: Sheet) -> None:
    sheet.mount(EXAMPLES[name]())
    sliders = sheet.page.get_by_role("slider")
    assert sliders.count() >= 1
    for n in range(sliders.count()):
        slider = sliders.nth(n)
        slider.focus()
        sheet.page.keyboard.press("Home")
        before, said = (
            slider.get_attribute("aria-valuetext"),
            sheet.page.locator("main").inner_text(),
        )
        picture = sheet.page.locator(".gd-plots").inner_html()
        sheet.page.keyboard.press("ArrowRight")
        assert slider.get_attribute("aria-valuetext") != before
        assert sheet.page.locator("main").inner_text() != said
        sheet.page.keyboard.press("End")
        assert sheet.page.locator(".gd-plots").inner_html() != picture
        assert slider.evaluate("slider => document.activeElement === slider")


@every_explorer
def test_every_slider_moves_by_mouse(name: str, sheet: Sheet) -> None:
    sheet.mount(EXAMPLES[name]())
    sliders = sheet.page.get_by_role("slider")
    for n in range(sliders.count()):
        box = sliders.nth(n).bounding_box()
        middle = box["y"] + box["height"] / 2
        sheet.page.mouse.move(box["x"] + 10, middle)
        sheet.page.mouse.down()
        low = float(sliders.nth(n).input_value())
        sheet.page.mouse.move(box["x"] + box["width"] - 10, middle, steps=4)
        sheet.page.mouse.up()
        assert float(sliders.nth(n).input_value()) > low
        assert sheet.saved() is not None


@every_explorer
def test_all_controls_are_reached_with_tab_in_the_order_of_the_page(
    name: str, sheet: Sheet
) -> None:
    sheet.mount(EXAMPLES[name]())
    seen = []
    for _ in range(40):
        sheet.page.keyboard.press("Tab")
        found = sheet.page.evaluate(
            "() => { const e = document.activeElement; return e === document.body ? null :"
            "[e.tagName, e.type, Math.round(e.getBoundingClientRect().top)]; }"
        )
        if found is None:
            break
        seen.append(found)
    kinds = [kind for _, kind, _ in seen]
    assert kinds.count("range") == sheet.page.get_by_role("slider").count()
    assert kinds.count("button") == sheet.page.get_by_role("button").count()
    assert kinds.count("radio") == sheet.page.locator("fieldset:has(> .gd-options)").count()


@every_explorer
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing(name: str, theme: str, sheet: Sheet) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    sheet.mount(EXAMPLES[name](), theme)
    assert sheet.page.locator(".gd-explorer").get_attribute("data-theme") == theme
    results = axe.Axe().run(sheet.page)
    assert results.violations_count == 0, results.generate_report()


@every_explorer
def test_controls_and_pictures_have_names(name: str, sheet: Sheet) -> None:
    sheet.mount(EXAMPLES[name]())
    group = sheet.page.locator(".gd-explorer")
    assert group.get_attribute("role") == "group"
    title = sheet.page.locator(f"[id='{group.get_attribute('aria-labelledby')}']")
    assert title.inner_text() == EXAMPLES[name]().title
    pictures = sheet.page.get_by_role("img")
    pictures.first.wait_for()
    assert pictures.count() >= 1
    for n in range(pictures.count()):
        assert len(pictures.nth(n).get_attribute("aria-label").split()) >= 8
    assert sheet.says.get_attribute("aria-live") == "polite"
    assert sheet.says.inner_text().strip()


def move_away(slider: Any, before: str) -> None:
    """Move a slider by keys to a place where it did not stand: near its low end, or at it."""
    slider.press("Home")
    slider.press("ArrowRight")
    if slider.get_attribute("aria-valuetext") == before:
        slider.press("Home")


@every_explorer
def test_the_values_reach_python_and_python_moves_the_controls(name: str, sheet: Sheet) -> None:
    explorer = EXAMPLES[name]()
    sheet.mount(explorer)
    slider = sheet.page.get_by_role("slider").first
    move_away(slider, slider.get_attribute("aria-valuetext"))
    saved = sheet.saved()
    assert set(saved) == set(explorer.values)
    assert saved != explorer.values
    moved = sheet.page.locator(".gd-plots").inner_html()
    sheet.page.evaluate("values => window.model.set('values', values)", explorer.values)
    assert sheet.page.locator(".gd-plots").inner_html() != moved
    sheet.page.evaluate("window.end()")
    assert sheet.page.evaluate("window.model.listeners()") == 0


@every_explorer
def test_html_mounts_itself_without_a_model_of_python(name: str, sheet: Sheet) -> None:
    sheet.show(EXAMPLES[name]()._repr_html_())
    sheet.says.wait_for()
    slider = sheet.page.get_by_role("slider").first
    before = slider.get_attribute("aria-valuetext")
    slider.press("ArrowLeft")
    slider.press("ArrowDown")
    move_away(slider, before)
    assert slider.get_attribute("aria-valuetext") != before


def test_several_explorers_on_a_page_leave_each_other_alone(sheet: Sheet) -> None:
    line = EXAMPLES["neuron_line"]()._repr_html_()
    sheet.show(line + EXAMPLES["batch_grid"]()._repr_html_() + line)
    groups = sheet.page.locator(".gd-explorer")
    assert groups.count() == 3
    groups.nth(0).get_by_role("radio", name="XOR").check()
    assert groups.nth(2).get_by_role("radio", name="AND", exact=True).is_checked()
    ids = sheet.page.evaluate("[...document.querySelectorAll('[id]')].map(e => e.id)")
    assert len(ids) == len(set(ids))


@every_explorer
def test_without_scripts_there_is_a_line_of_text(name: str, chromium: Any) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.set_content(EXAMPLES[name]()._repr_html_())
    text = page.locator("body").inner_text()
    context.close()
    assert text.endswith("says the same.")


@every_explorer
@pytest.mark.parametrize("width", [1280, 800, 420])
def test_nothing_is_wider_than_the_page(name: str, width: int, sheet: Sheet) -> None:
    sheet.page.set_viewport_size({"width": width, "height": 800})
    sheet.mount(EXAMPLES[name]())
    assert sheet.page.evaluate("document.documentElement.scrollWidth") <= width


def test_jupyterlab_is_asked_to_leave_the_arrow_keys_but_not_its_shortcuts(sheet: Sheet) -> None:
    sheet.mount(EXAMPLES["neuron_line"]())
    slider = sheet.slider("Bias b")
    slider.focus()
    # JupyterLab listens on the document, while the key is on its way down.
    sheet.page.evaluate("""document.addEventListener("keydown", (event) => {
      window.left = event.target.hasAttribute("data-lm-suppress-shortcuts");
    }, true)""")
    for key, left in (("ArrowDown", True), ("d", True), ("Control+b", False), ("ArrowUp", True)):
        sheet.page.keyboard.press(key)
        assert sheet.page.evaluate("window.left") is left
    sheet.page.keyboard.press("Shift+Enter")
    assert sheet.page.evaluate("window.left") is False


# What turns dark while an explorer is looked at: JupyterLab, the site, a page without a theme.
TURN_DARK = {
    "JupyterLab": f"""() => {{
      document.documentElement.style.cssText = "{THEMES["dark"]}";
      document.body.dataset.jpThemeLight = "false";
    }}""",
    "the site": """() => {
      document.documentElement.style.cssText =
        "--color-background-primary: #131416; --color-foreground-primary: #cfd0d0";
      document.body.dataset.theme = "dark";
    }""",
    "a theme of the whole document": """() => {
      document.documentElement.style.setProperty("--jp-layout-color0", "#111");
    }""",
}


@pytest.mark.parametrize("where", list(TURN_DARK))
def test_a_dark_theme_that_comes_later_is_followed(where: str, sheet: Sheet) -> None:
    sheet.mount(EXAMPLES["neuron_line"](), "" if where == "the site" else "light")
    group = sheet.page.locator(".gd-explorer")
    assert group.get_attribute("data-theme") == "light"
    sheet.page.evaluate(TURN_DARK[where])
    sheet.page.locator(".gd-explorer[data-theme=dark]").wait_for()


def test_where_the_page_has_no_theme_that_of_the_system_is_followed(sheet: Sheet) -> None:
    sheet.mount(EXAMPLES["neuron_line"](), "")
    for theme in ("dark", "light"):
        sheet.page.emulate_media(color_scheme=theme)
        sheet.page.locator(f".gd-explorer[data-theme={theme}]").wait_for()


def test_an_explorer_that_was_out_of_the_page_has_the_theme_of_now(sheet: Sheet) -> None:
    sheet.mount(EXAMPLES["neuron_line"](), "light")
    place = "document.getElementById('place')"
    sheet.page.evaluate(f"window.out = {place}; window.out.remove()")
    sheet.page.evaluate(TURN_DARK["JupyterLab"])
    sheet.page.evaluate("document.querySelector('main').append(window.out)")
    sheet.page.locator(".gd-explorer[data-theme=dark]").wait_for()


def test_an_explorer_that_was_out_for_less_than_a_picture_has_it_too(sheet: Sheet) -> None:
    sheet.mount(EXAMPLES["neuron_line"](), "light")
    turn = TURN_DARK["JupyterLab"]
    sheet.page.evaluate(
        f"""async () => {{
            const out = document.getElementById("place");
            out.remove();
            ({turn})();
            await new Promise((done) => queueMicrotask(() => queueMicrotask(done)));
            document.querySelector("main").append(out);
        }}"""
    )
    sheet.page.locator(".gd-explorer[data-theme=dark]").wait_for(timeout=5000)


def test_the_examples_are_all_the_explorers_there_are() -> None:
    scripts = {path.stem for path in (Path(player.__code__.co_filename).parent).glob("*.js")}
    # Both trainings have one, and what is common to several is no explorer.
    assert scripts - {"shared", "live", "wire", "training"} == set(EXAMPLES) - {
        "spiral_training",
        "batch_training",
    }
