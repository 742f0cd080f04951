"""A lesson laid out for reading, with answers and without."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from grader import notebooks
from grader.site.estimates import estimate, level
from grader.site.lesson import Lesson, answer_names
from tests.here import COURSE, ROOT, sections

every_section = pytest.mark.parametrize("section", sections())


def page(section: str, into: Path, answers: bool) -> list[dict[str, Any]]:
    """The cells of the page of a section."""
    others = frozenset().union(*map(answer_names, COURSE.sections))
    chosen = COURSE.section(section)
    Lesson(chosen, answers).write(into, into / "figures", others - answer_names(chosen), "")
    return list(notebooks.read(into / f"{section}.ipynb")["cells"])


def answer_lines(section: str) -> set[str]:
    """Lines that stand in an answer and not in what students get."""
    solution = notebooks.read(ROOT / "solutions" / f"{section}.ipynb")["cells"]
    released = notebooks.read(COURSE.section(section).release)["cells"]
    right, given = (
        {line for cell in cells for line in lines_of(cell["source"])}
        for cells in (solution, released)
    )
    return {line for line in right - given if len(line) > 12}


def lines_of(text: str) -> set[str]:
    """The lines of a text, without the space around them."""
    return {line.strip() for line in text.splitlines()}


@every_section
def test_a_page_has_every_figure_as_a_file_with_its_alternative(
    section: str, tmp_path: Path
) -> None:
    cells = page(section, tmp_path, answers=True)
    solution = (ROOT / "solutions" / f"{section}.ipynb").read_text(encoding="utf-8")
    html = "".join(str(cell.get("outputs", "")) for cell in cells)
    figures = list((tmp_path / "figures" / section).glob("*.png"))
    assert len(figures) == solution.count(r"src=\"data:image/png") == html.count("<img alt=")
    assert all(f"figures/{section}/{file.name}" in html for file in figures)
    assert html.count("<figure><a href=") == html.count("<figure>")


@every_section
def test_answers_stand_behind_buttons(section: str, tmp_path: Path) -> None:
    depth, shown, folded = 0, "", ""
    for cell in page(section, tmp_path, answers=True):
        depth += cell["source"].count("<details") - cell["source"].count("</details>")
        if depth:
            folded += "\n" + cell["source"]
        else:
            shown += "\n" + cell["source"]
    assert depth == 0
    lines = answer_lines(section)
    assert lines
    assert lines & lines_of(shown) == set()
    assert lines - lines_of(folded) == set()


@every_section
def test_without_answers_there_is_none(section: str, tmp_path: Path) -> None:
    cells = page(section, tmp_path, answers=False)
    text = "\n".join(cell["source"] for cell in cells)
    # The last hint of an exercise says nearly what the answer is, in a notebook too.
    bare = re.sub(r'<details class="gd-fold gd-hint">.*?</details>', "", text, flags=re.DOTALL)
    assert answer_lines(section) & lines_of(bare) == set()
    assert text.count("Hint 1 for") == len(Lesson(COURSE.section(section), True).estimate.points)


def test_without_answers_no_output_comes_from_one(tmp_path: Path) -> None:
    cells = page("01_perceptron", tmp_path, answers=False)
    outputs = [str(cell["outputs"]) for cell in cells if cell.get("outputs")]
    # The step by hand and the explorer use no answer; the trained neuron does.
    assert any("x1 x2      z  a" in output for output in outputs)
    assert any('data-explorer="neuron_line"' in output for output in outputs)
    assert not any("AND: loss of the first epoch" in output for output in outputs)


def test_given_code_that_repeats_an_answer_is_not_told(tmp_path: Path) -> None:
    text = "\n".join(c["source"] for c in page("02_activations", tmp_path, answers=False))
    assert "Given here: sigmoid" in text
    assert "def sigmoid(" not in text


def test_estimates_follow_their_rule() -> None:
    words = {"cell_type": "markdown", "source": "word " * 1200 + "$$ x $$", "metadata": {}}
    graded = {"nbgrader": {"grade": True, "points": 3}}
    test = {"cell_type": "code", "source": "", "metadata": graded, "outputs": []}
    figure = {"cell_type": "code", "source": "", "metadata": {}, "outputs": [
        {"output_type": "display_data", "data": {"text/html": "<figure>"}}] * 5}  # fmt: skip
    asks = estimate({"cells": [words, test, figure]})
    assert (asks.reading, asks.writing, asks.levels) == (15, 15, "1 medium")
    assert [level(points) for points in (1, 2, 3, 4)] == ["easy", "medium", "medium", "hard"]
