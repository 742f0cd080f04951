"""The playground: what is in it, whom it asks, and how it starts in a browser.

No further than to its kernel: that comes from a host which is not to be reached from here.
"""

from __future__ import annotations

import functools
import json
import threading
from collections.abc import Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from grader import notebooks
from grader.site.playground import CORE, LOCK, missing
from tests.browser.conftest import PATIENCE, Watched
from tests.here import COURSE

PYODIDE = "https://cdn.jsdelivr.net/pyodide/"


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture(scope="module")
def address(tried: Path) -> Iterator[str]:
    """The address of a server of the site."""
    with ThreadingHTTPServer(
        ("127.0.0.1", 0), functools.partial(_Quiet, directory=tried)
    ) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


def test_its_notebooks_are_those_of_students_and_install_the_course_of_the_site(
    tried: Path,
) -> None:
    section = COURSE.section("01_perceptron")
    shown = notebooks.read(tried / "playground" / "files" / "01_perceptron.ipynb")["cells"]
    released = notebooks.read(section.release)["cells"]
    changed = [
        (there["id"], here["source"])
        for there, here in zip(released, shown, strict=True)
        if there["source"] != here["source"]
    ]
    assert changed == [("install", "%pip install --quiet graded-descent")]
    wheels = json.loads((tried / "playground" / "pypi" / "all.json").read_text(encoding="utf-8"))
    assert {*wheels} == {"comm", "graded-descent"}


def test_it_says_first_whom_it_asks(tried: Path) -> None:
    lesson = (tried / "lessons" / "01_perceptron.html").read_text(encoding="utf-8")
    assert 'href="../docs/playground.html">Try it in the playground' in lesson
    assert "playground/lab" not in lesson
    door = (tried / "docs" / "playground.html").read_text(encoding="utf-8")
    said, link = "It asks another host, cdn.jsdelivr.net.", "../playground/lab/index.html?path="
    assert -1 < door.index(said) < door.index(link)


def test_it_starts_in_a_browser_and_asks_no_other_host(address: str, watched: Watched) -> None:
    # Whether or not that host can be reached, it is the only one that is asked.
    watched.context.route(f"{PYODIDE}**", lambda route: route.abort())
    watched.page.goto(f"{address}docs/playground.html")
    notebooks = watched.page.locator('a[href*="playground/"]')
    notebooks.filter(has_text="The perceptron").first.click()
    watched.page.get_by_role("heading", name="1 · The perceptron").wait_for()
    for _ in range(PATIENCE // 500):
        if watched.strangers(address):
            break
        watched.page.wait_for_timeout(500)
    watched.page.close()
    asked = watched.strangers(address)
    assert asked and all(url.startswith(PYODIDE) for url in asked), asked
    watched.errors.clear()  # the kernel could not start


def test_a_folder_of_pyodide_is_told_what_is_missing(tmp_path: Path) -> None:
    assert missing(tmp_path) == [*CORE]
    needs = {"ipython": ["six"], "jedi": [], "matplotlib": ["numpy", "six"], "micropip": []}
    packages = {
        name: {"file_name": f"{name}.whl", "depends": depends}
        for name, depends in {**needs, "numpy": [], "six": [], "pandas": ["numpy"]}.items()
    }
    (tmp_path / LOCK).write_text(json.dumps({"packages": packages}))
    (tmp_path / "numpy.whl").touch()
    assert {*missing(tmp_path)} == {
        *CORE[:-1],
        *("ipython.whl", "jedi.whl", "matplotlib.whl", "micropip.whl", "six.whl"),
    }
