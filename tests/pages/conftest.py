"""The site, built once with answers and once without, and a browser to look at it."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader.site.site import site
from tests.browser.conftest import chromium, watched
from tests.here import COURSE

__all__ = ["chromium", "watched"]

# Two lessons are enough to look at: with a film and with nearly all other kinds of cells.
SECTIONS = ("01_perceptron", "06_spiral")


def build(
    folder: Path, *sections: str, answers: bool = True, with_playground: bool = False
) -> Path:
    for needed in ("sphinx", "myst_nb", "furo", "mathjax"):
        pytest.importorskip(needed, reason="the extra `site` is not installed")
    chosen = COURSE.choose(sections)
    return site(COURSE, chosen, folder, answers=answers, with_playground=with_playground)


@pytest.fixture(scope="session")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site with all lessons and with answers."""
    return build(tmp_path_factory.mktemp("whole") / "site", answers=True)


@pytest.fixture(scope="session")
def tried(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site with a playground."""
    pytest.importorskip("jupyterlite_core", reason="the extra `playground` is not installed")
    return build(tmp_path_factory.mktemp("tried") / "site", "01_perceptron", with_playground=True)


@pytest.fixture(scope="session")
def closed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site for a class at work."""
    return build(tmp_path_factory.mktemp("closed") / "site", *SECTIONS, answers=False)
