"""A page with explorers on it, as JupyterLab would show them."""

from typing import Any

import pytest

from tests.browser.examples import EXAMPLES

every_explorer = pytest.mark.parametrize("name", list(EXAMPLES))

# As JupyterLab sets them in its two themes.
THEMES = {
    "light": "--jp-layout-color0:#fff; --jp-content-font-color1:rgba(0,0,0,.87)",
    "dark": "--jp-layout-color0:#111; --jp-content-font-color1:#fff; --jp-border-color1:#616161",
}
PAGE = """<!doctype html><html lang="en" style="{style}; background: var(--jp-layout-color0, #fff)">
<head><title>An explorer</title></head>
<body><main><h1 style="color: var(--jp-content-font-color1)">An explorer</h1>
<div id="place">{inside}</div></main></body></html>"""

MOUNT = """async ([code, data, values]) => {
  const source = URL.createObjectURL(new Blob([code], { type: "text/javascript" }));
  const explorer = (await import(source)).default;
  const listeners = {};
  window.kept = { data, values };
  window.saved = [];
  window.model = {
    get: (name) => window.kept[name],
    set(name, value) {
      window.kept[name] = value;
      for (const act of listeners[`change:${name}`] || []) act();
    },
    on: (event, act) => (listeners[event] ||= []).push(act),
    off: (event, act) => { listeners[event] = listeners[event].filter((other) => other !== act); },
    save_changes: () => window.saved.push(structuredClone(window.kept.values)),
    listeners: () => Object.values(listeners).flat().length,
  };
  window.end = explorer.render({ model: window.model, el: document.getElementById("place") });
}"""


class Sheet:
    """A page with one explorer on it."""

    def __init__(self, page: Any) -> None:
        self.page = page
        self.errors: list[str] = []
        self.asked: list[str] = []
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("request", lambda request: self.asked.append(request.url))

    def show(self, inside: str, theme: str = "light") -> None:
        """Open a page with this inside."""
        text = PAGE.format(style=THEMES.get(theme, ""), inside=inside)
        self.page.route("http://explorer.test/", lambda route: route.fulfill(body=text))
        self.page.goto("http://explorer.test/")

    def mount(self, explorer: Any, theme: str = "light", **values: Any) -> None:
        """Open a page and mount an explorer as anywidget does."""
        self.show("", theme)
        start = {**explorer.values, **values}
        self.page.evaluate(MOUNT, [explorer.module(), explorer.data, start])
        self.says.wait_for()
        self.page.wait_for_timeout(50)

    @property
    def says(self) -> Any:
        return self.page.locator(".gd-says")

    def slider(self, label: str, within: str = "") -> Any:
        place = self.page.get_by_role("group", name=within, exact=True) if within else self.page
        return place.get_by_role("slider", name=label, exact=True)

    def press(self, label: str) -> None:
        self.page.get_by_role("button", name=label, exact=True).click()

    def choose(self, label: str) -> None:
        self.page.get_by_role("radio", name=label, exact=True).check()

    def saved(self) -> dict[str, Any]:
        found: dict[str, Any] = self.page.evaluate("window.saved.at(-1)")
        return found
