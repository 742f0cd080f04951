"""Headings of pages and of tables."""

from __future__ import annotations

import pytest

from grader.site.headings import InOrder, tables_with_text


def test_no_level_is_left_out() -> None:
    page = InOrder()
    cells = ["# Title", "### Too deep\n\ntext", "## Second", "### Third", "##### Fifth"]
    mended = [page.mended(cell).split(" ")[0] for cell in cells]
    assert mended == ["#", "##", "##", "###", "####"]


def test_a_comment_in_code_is_no_heading() -> None:
    text = "# Title\n\n```python\n### a comment\n```"
    assert InOrder().mended(text) == text


@pytest.mark.parametrize(
    ("tex", "text"),
    [
        ("x_1", "<i>x</i><sub>1</sub>"),
        (r"(a - y)^2", "(<i>a</i> − <i>y</i>)<sup>2</sup>"),
        (r"\hat y_i", "<i>y</i>\u0302<sub><i>i</i></sub>"),
        (r"\frac{2}{m}", "2/<i>m</i>\u2009"),
        (r"p > 0.5", "<i>p</i> &gt; 0.5"),
    ],
)
def test_a_formula_in_the_heading_of_a_table_is_text(tex: str, text: str) -> None:
    table = f"| ${tex}$ | b |\n|---|---|\n| ${tex}$ | 1 |"
    assert tables_with_text(table) == f"| {text} | b |\n|---|---|\n| ${tex}$ | 1 |"


def test_a_line_with_bars_that_is_no_table_stays() -> None:
    assert tables_with_text("| $a$ | is not\n\nsaid") == "| $a$ | is not\n\nsaid"
