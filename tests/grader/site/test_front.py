"""Where a lesson's links lead, by the settings, and which documents get a page."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader.course import Course, Section
from grader.errors import BadSettings
from grader.site.documents import documents, page_of
from grader.site.front import links
from tests.here import ROOT


def course(folder: Path, site: str) -> Course:
    (folder / "course.toml").write_text(f'seed = "s"\n[site]\n{site}\n')
    return Course(folder)


def test_a_repository_gives_colab_and_binder(tmp_path: Path) -> None:
    of = course(tmp_path, 'repository = "https://github.com/ada/net"\nbranch = "term-2"')
    text = links(of, Section(of, "01_a"))
    assert "https://colab.research.google.com/github/ada/net/blob/term-2/notebooks/01_a" in text
    assert "https://mybinder.org/v2/gh/ada/net/term-2?urlpath=lab/tree/notebooks/01_a" in text


def test_without_one_the_notebook_alone_is_offered(tmp_path: Path) -> None:
    of = course(tmp_path, "")
    assert links(of, Section(of, "01_a")).count("<a ") == 1


@pytest.mark.parametrize("place", ["", "pyodide", "http://pc-1:8000/py/pyodide.mjs"])
def test_pyodide_is_at_an_address_or_in_a_folder(place: str, tmp_path: Path) -> None:
    line = f'pyodide = "{place}"' if place else ""
    assert course(tmp_path, line).settings.site.pyodide == place


@pytest.mark.parametrize(
    "wrong",
    [
        'repository = "javascript:alert(1)"',
        'repository = "https://github.com/a/b\\" onclick=\\"x"',
        'branch = "a b"',
        "branch = 3",
        'host = "x"',
        'pyodide = "https://example.org/other.mjs"',
        'pyodide = "../elsewhere"',
        'pyodide = "javascript:/pyodide.mjs"',
    ],
)
def test_what_cannot_be_a_link_is_refused(wrong: str, tmp_path: Path) -> None:
    with pytest.raises(BadSettings, match="course.toml"):
        assert course(tmp_path, wrong).settings


def test_links_of_a_document_lead_to_pages_or_to_the_repository() -> None:
    pages = documents(ROOT)
    text = (
        "[a](marks.md#x), [`b`](../grader/cli.py), [c](https://d2l.ai)\n\n```\n[d](marks.md)\n```"
    )
    place = ROOT / "docs" / "students.md"
    far = page_of(text, place, ROOT, pages, "https://github.com/ada/net/blob/main")
    assert far.startswith(
        "[a](marks.md#x), [`b`](https://github.com/ada/net/blob/main/grader/cli.py), "
        "[c](https://d2l.ai)"
    )
    assert page_of(text, place, ROOT, pages, "").startswith("[a](marks.md#x), `b`, ")
    assert "[d](marks.md)" in far


def test_every_document_has_a_page() -> None:
    assert {f"docs/{path.name}" for path in (ROOT / "docs").glob("*.md")} < documents(ROOT).keys()
