"""What would run on a page of feedback, and what it says."""

from __future__ import annotations

import re
from html.parser import HTMLParser


class Live(HTMLParser):
    """What a browser would run of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.live: list[str] = []
        self.text = ""
        self._in_script = False
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._in_script = tag == "script"
        for name, text in attrs:
            scheme = re.sub(r"[\s\x00-\x20]", "", text or "").lower()
            if name.startswith("on") or scheme.startswith(("javascript:", "data:text/html")):
                self.live.append(f"{name}={text}")

    def handle_endtag(self, tag: str) -> None:
        self._in_script = False

    def handle_data(self, data: str) -> None:
        if self._in_script:
            self.live.append(data)
        else:
            self.text += data
