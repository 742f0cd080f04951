"""One Chromium for all tests in a browser: the machine's own, as Debian installs it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.browser.lesson import EXPOSED
from tests.browser.sheet import Sheet
from tests.lab import Running, running

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
FLAGS = (
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-dev-shm-usage"),
    *("--disable-background-networking", "--disable-component-update", "--no-first-run"),
)

# Another process may have the machine for a while; nothing waits longer than it has to.
LAUNCH, PATIENCE = 120_000, 90_000


@pytest.fixture(scope="package")
def chromium() -> Iterator[Any]:
    """A browser that has started."""
    api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    if not CHROMIUM:
        pytest.skip("there is no chromium on the path")
    with api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS, timeout=LAUNCH)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def lab(chromium: Any, folder: Path) -> Iterator[Running]:
    """JupyterLab on the folder of a module; where there is no browser, it need not start."""
    home = folder.parent
    with running([str(folder)], home, home, options=[EXPOSED]) as started:
        started.wait_until_it_answers()
        yield started


class Watched:
    """A page, what went wrong in it, and what it asked for."""

    def __init__(self, browser: Any) -> None:
        self.context = browser.new_context(viewport={"width": 1280, "height": 900})
        self.context.set_default_timeout(PATIENCE)
        self.errors: list[str] = []
        self.asked: list[str] = []
        self.context.on("weberror", lambda error: self.errors.append(str(error.error)))
        self.context.on("request", lambda request: self.asked.append(request.url))
        self.page = self.context.new_page()

    def strangers(self, home: str) -> list[str]:
        """The addresses of other hosts that were asked for something."""
        known = (home, "data:", "blob:", "file:")
        return [url for url in self.asked if not url.startswith(known)]


@pytest.fixture
def watched(chromium: Any) -> Iterator[Watched]:
    """A page of its own, without errors to the end."""
    one = Watched(chromium)
    yield one
    one.context.close()
    assert one.errors == []


@pytest.fixture
def sheet(chromium: Any) -> Iterator[Sheet]:
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    made = Sheet(context.new_page())
    yield made
    context.close()
    assert made.errors == []
    outside = [url for url in made.asked if not url.startswith(("http://explorer.test", "blob:"))]
    assert [url for url in outside if not url.startswith("data:")] == []
