"""The files of a site: links lead somewhere, headings are in order, nothing tells an answer."""

from __future__ import annotations

import re
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

from grader.site.site import site
from grader.site.sphinx_build import SiteFails
from tests.grader.site.test_lesson import answer_lines, lines_of
from tests.here import COURSE
from tests.pages.conftest import SECTIONS


class Page(HTMLParser):
    """What a page links to, and what can be linked to in it."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.links: list[str] = []
        self.ids: set[str] = set()
        self.headings: list[int] = []
        self.alternatives: list[str] = []
        self.loads: list[str] = []
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.ids.add(given.get("id", ""))
        if tag == "a" and "href" in given:
            self.links.append(given["href"])
        elif tag in ("img", "script", "link", "iframe"):
            self.loads += [given[name] for name in ("src", "href") if name in given]
        if tag == "img":
            self.alternatives.append(given.get("alt", ""))
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))


def pages_of(folder: Path) -> dict[Path, Page]:
    return {path: Page(path) for path in sorted(folder.rglob("*.html"))}


def test_every_link_and_every_file_is_there(whole: Path) -> None:
    pages, lost = pages_of(whole), []
    assert len(pages) > 25
    for path, page in pages.items():
        for link in page.links + page.loads:
            parts = urlsplit(link)
            if parts.scheme:
                continue
            target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
            known = pages.get(target)
            anchor = unquote(parts.fragment)
            if not target.exists() or (anchor and known and anchor not in known.ids):
                lost.append(f"{path.relative_to(whole)}: {link}")
    assert lost == []


def test_nothing_is_loaded_from_elsewhere(whole: Path) -> None:
    loads = [load for page in pages_of(whole).values() for load in page.loads]
    assert len(loads) > 100
    assert [load for load in loads if urlsplit(load).scheme not in ("", "data")] == []
    assert [load for load in loads if load.startswith("//")] == []


def test_headings_are_in_order_and_figures_have_alternatives(whole: Path) -> None:
    for path, page in pages_of(whole).items():
        assert page.headings.count(1) == 1, path
        steps = zip(page.headings, page.headings[1:], strict=False)
        assert all(below <= above + 1 for above, below in steps), path
        assert all(len(text) > 20 for text in page.alternatives), path


def test_no_formula_is_left_as_text(whole: Path) -> None:
    for path in pages_of(whole):
        text = path.read_text(encoding="utf-8")
        code = re.compile(r"<(script|style|pre|code)\b.*?</\1>", re.DOTALL)
        assert "$" not in re.sub("<[^>]+>", "", code.sub("", text)), path


def test_without_a_repository_nothing_leads_to_one(whole: Path) -> None:
    text = (whole / "lessons" / "01_perceptron.html").read_text(encoding="utf-8")
    assert "Download the notebook" in text
    assert "colab" not in text
    assert "mybinder" not in text


@pytest.mark.parametrize("section", SECTIONS)
def test_no_file_for_a_class_at_work_tells_an_answer(section: str, closed: Path) -> None:
    lines = answer_lines(section)
    assert lines
    files = [path for path in closed.rglob("*") if path.suffix in (".html", ".js", ".md", ".json")]
    assert len(files) > 20
    for path in files:
        text = path.read_text(encoding="utf-8")
        # The last hint of an exercise says nearly what the answer is, in a notebook too.
        bare = re.sub(r'<details class="gd-fold gd-hint">.*?</details>', "", text, flags=re.DOTALL)
        assert lines & lines_of(unescape(re.sub("<[^>]+>", "", bare))) == set(), path
    assert not list(closed.rglob("mistakes-*"))


def test_a_folder_of_somebody_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("mine")
    with pytest.raises(SiteFails, match="no earlier site"):
        site(COURSE, COURSE.sections, tmp_path)
    assert (tmp_path / "thesis.txt").read_text() == "mine"
