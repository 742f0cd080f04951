"""What stands around the sections: what is needed, notation, sheets, minutes at each exercise."""

from __future__ import annotations

import re

import pytest

from grader.site.estimates import level, minutes
from tests.here import ROOT, sections
from tests.notebooks.cells import Cell, chosen, every_section, lesson, meta, prose, role, source
from tests.notebooks.contract import CONTRACT

BEFORE, NOTATION = "00_before_you_start", "00_notation"

# A page of A4 has room for so many lines of a sheet, most of them rows of tables.
LINES_ON_A_PAGE = 55


@pytest.mark.parametrize("name", [BEFORE, NOTATION])
def test_a_notebook_that_is_no_assignment_has_nothing_to_hand_in(name: str) -> None:
    cells = source(name)
    assert len({cell["id"] for cell in cells}) == len(cells)
    for cell in cells:
        assert role(cell) in ("prose", "demo") and not meta(cell), cell["id"]
    assert [cell["source"] for cell in lesson(name)[: len(cells)]] == [c["source"] for c in cells]


def test_ten_questions_are_asked_shown_and_repaired_in_this_order() -> None:
    cells = [cell["id"] for cell in source(BEFORE)]
    for number in range(1, 11):
        place = cells.index(f"question-{number}")
        kinds = [item.split("-")[0] for item in cells[place : cells.index(f"repair-{number}") + 1]]
        assert [kind for kind in kinds if kind != "slope"] == [
            "question",
            "predict",
            "before",
            "repair",
        ]
    assert not {"question-11", "repair-11"} & set(cells)


@every_section
def test_every_section_links_to_the_notation(section: str) -> None:
    assert f"]({NOTATION}.ipynb)" in prose(section)


@every_section
def test_points_minutes_and_level_stand_below_the_heading_of_each_exercise(section: str) -> None:
    points = [meta(cell)["points"] for cell in chosen(source(section), "test")]
    found = re.findall(r"^### Exercises? ([\d, and]+) · `\w+`\n\n\*(.*)\*$", prose(section), re.M)
    seen = []
    for numbers, said in found:
        mine = [points[int(n) - 1] for n in re.findall(r"\d+", numbers)]
        seen += mine
        total = sum(map(minutes, mine))
        assert re.findall(r"\d+", said) == [*map(str, mine), str(total)], said
        assert re.findall("easy|medium|hard", said) == list(map(level, mine)), said
        assert said.endswith("(an estimate).")
    assert seen == points


@every_section
def test_a_sheet_has_every_function_of_its_section_and_fits_on_a_page(section: str) -> None:
    sheet = (ROOT / "docs" / "sheets" / f"{section}.md").read_text(encoding="utf-8")
    assert len(sheet.splitlines()) <= LINES_ON_A_PAGE
    for one in CONTRACT[section]:
        assert f"`{one.answer}" in sheet
        for signature in one.signatures:
            assert signature.removeprefix("__init__") in sheet, signature


def test_there_is_a_sheet_for_each_section_and_no_other() -> None:
    assert [path.stem for path in sorted((ROOT / "docs" / "sheets").glob("*.md"))] == [*sections()]


def symbols(cell: Cell) -> set[str]:
    """The Greek letters and styled letters in the formulas of a cell."""
    formulas = re.findall(r"\$\$.+?\$\$|\$.+?\$", cell["source"], re.DOTALL)
    return set(re.findall(GREEK, " ".join(formulas)))


GREEK = (
    r"\\(?:sigma|delta|eta|mu|beta|theta|kappa|varepsilon|nabla|ell|odot|mathcal\{\w\})(?![a-z])"
)


@every_section
def test_letters_that_a_section_uses_are_in_the_notation(section: str) -> None:
    known = set().union(*(symbols(cell) for cell in source(NOTATION)))
    used = set().union(*(symbols(cell) for cell in chosen(source(section), "prose")))
    assert used and used <= known
