"""What all explorers share: how one is shown, and how Python is tied to it."""

from __future__ import annotations

import html
import json
import math
from pathlib import Path
from typing import Any

import numpy as np

from descent.figures import COLORS

_HERE = Path(__file__).parent

_STILL = (
    "It moves where scripts run: in a notebook that you have run yourself, in an exported page."
)

# Lends the explorer a model that nobody else listens to, and finds its place: the element before
# the script. Where a front end runs scripts without saying which, it is the first place still free.
_MOUNT = """\
const model = {
  get: (name) => kept[name], set: (name, value) => { kept[name] = value; },
  on() {}, off() {}, save_changes() {},
};
const free = '[data-explorer="SCRIPT"]:not([data-moves])';
const before = document.currentScript && document.currentScript.previousElementSibling;
function mount(tries) {
  const place = before && before.matches(free) ? before : document.querySelector(free);
  if (place) { place.dataset.moves = "yes"; render({ model, el: place }); }
  else if (tries) setTimeout(mount, 100, tries - 1);
}
mount(50);
"""


class Explorer:
    """Something to move, which answers in the browser.

    In a notebook it shows itself as HTML that brings all it needs: it works without a network, in
    a notebook that is opened again without a kernel, and in an exported page. Elsewhere
    it is a line of text.

    A subclass says which script draws it, what it is called, what can be seen in it, and which
    figure of its lesson says the same.
    """

    script = ""
    common: tuple[str, ...] = ("shared",)
    title = ""
    shows = ""
    figure = ""

    def __init__(self, data: dict[str, Any], **values: Any) -> None:
        self.data = plain({"title": self.title, **data})
        self.values = plain(values)

    def __repr__(self) -> str:
        return f"[Explorer: {self._words()}]"

    def _repr_html_(self) -> str:
        text = html.escape(self._words())
        state = f"{{ data: {as_json(self.data)}, values: {as_json(self.values)} }}"
        mount = f"const kept = {state};\n{_MOUNT.replace('SCRIPT', self.script)}"
        return (
            f'<div data-explorer="{self.script}"><p><em>{text}</em></p></div>\n'
            f"<script>(() => {{\n{self._program()}\n{mount}}})();</script>"
        )

    def _words(self) -> str:
        instead = f"{self.figure} says the same." if self.figure else ""
        return " ".join(filter(None, (f"{self.title}.", self.shows, _STILL, instead)))

    def module(self) -> str:
        """Return its script as the module with ``render`` that anywidget asks for."""
        return f"{self._program()}\nexport default {{ render }};\n"

    def _program(self) -> str:
        return program(*self.common, self.script)

    def widget(self) -> Any:
        """Return the explorer as an anywidget, for whoever wants its numbers in Python.

        Its trait ``values`` is a dict of what the controls say; assign a dict to move them.

        Raises:
            ModuleNotFoundError: anywidget is not installed.
        """
        try:
            import anywidget
            import traitlets
        except ModuleNotFoundError as error:
            raise ModuleNotFoundError(
                "this needs anywidget (pip install anywidget); without it the explorer moves all "
                "the same, only Python does not hear of it",
                name=error.name,
            ) from None

        text, module = repr(self), self.module()

        class Widget(anywidget.AnyWidget):
            _esm = module
            data = traitlets.Dict().tag(sync=True)
            values = traitlets.Dict().tag(sync=True)

            def __repr__(self) -> str:
                return text

        return Widget(data=self.data, values=self.values)


def program(*scripts: str) -> str:
    """Return scripts that lie beside this file as one, after the colors and the style."""
    style = json.dumps((_HERE / "shared.css").read_text(encoding="utf-8"))
    texts = [(_HERE / f"{script}.js").read_text(encoding="utf-8") for script in scripts]
    lines = [f"const COLORS = {json.dumps(COLORS)};", f"const STYLE = {style};", *texts]
    return "\n".join(lines)


def plain(thing: Any) -> Any:
    """Return arrays as lists and numbers with six digits; what is no number becomes None."""
    if isinstance(thing, dict):
        return {str(key): plain(value) for key, value in thing.items()}
    if isinstance(thing, np.ndarray):
        return plain(thing.tolist())
    if isinstance(thing, (list, tuple)):
        return [plain(item) for item in thing]
    if isinstance(thing, np.generic):
        return plain(thing.item())
    if isinstance(thing, float):
        return float(f"{thing:.6g}") if math.isfinite(thing) else None
    return thing


def as_json(thing: Any) -> str:
    """Return JSON that may stand in a script: nothing in it can end the script."""
    return json.dumps(thing, separators=(",", ":"), ensure_ascii=True).replace("<", "\\u003c")
