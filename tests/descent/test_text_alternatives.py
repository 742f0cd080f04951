"""Every picture in ``solutions/`` says in words what it shows, also on the page it is exported to."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.descent.pages import Page

pytestmark = pytest.mark.lessons

SOLUTIONS = Path(__file__).resolve().parent.parent.parent / "solutions"
# A page to look things up has no pictures.
WITHOUT = {"00_notation"}
sections = pytest.mark.parametrize(
    "section", sorted({path.stem for path in SOLUTIONS.glob("*.ipynb")} - WITHOUT)
)

# What nbconvert says of a picture of which nothing is known.
NOTHING = "No description has been provided for this image"


def without_alternative(source: str) -> Iterator[str]:
    """Yield what is wrong with the alternative of each picture on a page that has no good one."""
    page = Page(source)
    for tag, attributes in page.elements:
        role = attributes.get("role")
        if tag not in ("img", "svg", "canvas", "object", "embed") and role != "img":
            continue
        if role == "presentation" or attributes.get("aria-hidden") == "true":
            continue
        alternative = attributes.get("alt" if tag == "img" else "aria-label")
        if alternative is None:
            yield f"<{tag}> has no alternative"
        elif not alternative.strip() or alternative.strip() == NOTHING:
            yield f"<{tag}> has an empty alternative"
        elif re.search(r"\.(png|svg|jpe?g|gif|webp)\b", alternative, re.IGNORECASE):
            yield f"the alternative is a file name: {alternative}"
        elif len(alternative.split()) < 8:
            yield f"the alternative says too little: {alternative}"


def outputs(section: str) -> Iterator[dict[str, Any]]:
    notebook = json.loads((SOLUTIONS / f"{section}.ipynb").read_text(encoding="utf-8"))
    for cell in notebook["cells"]:
        for output in cell.get("outputs", []):
            yield output.get("data", {})


@pytest.mark.parametrize(
    ("picture", "problem"),
    [
        ('<img src="a.png">', "no alternative"),
        ('<img src="a.png" alt="">', "empty alternative"),
        ('<img src="a.png" alt="  ">', "empty alternative"),
        (f'<img src="a.png" alt="{NOTHING}">', "empty alternative"),
        ('<img src="a.png" alt="spirals.png">', "file name"),
        ('<img src="a.png" alt="Figure">', "too little"),
        ("<svg></svg>", "no alternative"),
        ('<div role="img" aria-label=""></div>', "empty alternative"),
    ],
)
def test_a_picture_that_says_nothing_is_found(picture: str, problem: str) -> None:
    (found,) = without_alternative(f"<p>Some text {picture}</p>")
    assert problem in found


def test_a_picture_that_speaks_is_not_complained_about() -> None:
    said = "A line falls from one corner of the square to the other."
    assert not list(without_alternative(f'<img alt="{said}"><svg aria-label="{said}"></svg>'))


@sections
def test_outputs_of_a_solution_have_alternatives(section: str) -> None:
    pictures = 0
    for data in outputs(section):
        # An image by itself has no place for an alternative.
        assert not [kind for kind in data if kind.startswith("image/")]
        page = "".join(data.get("text/html", ""))
        assert not list(without_alternative(page))
        pictures += page.count("<figure")
    assert pictures


@sections
def test_an_exported_solution_has_alternatives(section: str) -> None:
    nbconvert = pytest.importorskip("nbconvert")
    page, _ = nbconvert.HTMLExporter().from_filename(str(SOLUTIONS / f"{section}.ipynb"))
    content = page[page.index("<body") : page.index("</body>")]
    assert not list(without_alternative(content))
    shown = sum("".join(data.get("text/html", "")).count("<img") for data in outputs(section))
    assert content.count("<img") >= shown > 0
