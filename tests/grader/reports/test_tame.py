"""What is handed to the libraries of a page, and what is shown as it is written."""

from __future__ import annotations

import pytest

from grader.reports.prose import inert_code, inert_colors, inert_html, inert_markdown
from grader.reports.tame import Allowance

ROW = "<tr>\n<th>{n}</th>" + "<td>0.5</td>" * 8 + "</tr>\n"
TABLE = (
    '<div>\n<style scoped>\n    .frame td { vertical-align: top; }\n</style>\n<table border="1" '
    f'class="dataframe"><tbody>{"".join(ROW.format(n=n) for n in range(60))}</tbody></table></div>'
)
SLOPPY = "<p>one<p>two <b>three</b><br>" + "<ul><li>a<li>b</ul>" * 200


@pytest.mark.parametrize("text", [TABLE, SLOPPY, "1 < 2 & 3", "<p>a <b><i>b</b></i>"], ids=len)
def test_usual_html_stays_html(text: str) -> None:
    page = inert_html(text)
    assert not page.startswith("<pre>")
    assert "<td>" in page or text is not TABLE


@pytest.mark.parametrize(
    "text",
    [
        "<ul><li>" * 300,
        "<b a=1>" * 300 + "<p>" * 300,
        "<p>x</p>" * 3000,
        "<p " + "a " * 1200 + ">",
        f"<{'p' * 3000}>",
        "<!--" * 600,
        "&" * 20_000,
    ],
    ids=lambda text: text[:9],
)
def test_html_that_takes_long_is_shown_as_it_is_written(text: str) -> None:
    page = inert_html(text)
    assert page.startswith("<pre>") and "<" not in page[5:-6]


@pytest.mark.parametrize("text", [r"\begin{a}" * 200, "|a|\n|-|\n" * 400, "x" * 30_000])
def test_markdown_that_takes_long_is_shown_as_it_is_written(text: str) -> None:
    assert inert_markdown(text).startswith("<pre>")


def test_colors_are_shown_unless_there_are_too_many() -> None:
    one = "\x1b[31mred\x1b[0m <b>"
    assert "ansi-red-fg" in inert_colors(one, Allowance()) and "<b>" not in inert_colors(
        one, Allowance()
    )
    many = inert_colors(one * 4000, Allowance())
    assert "ansi" not in many and "\x1b" not in many and many.startswith("red &lt;b&gt;")
    assert many.endswith("[the rest is too long to be shown here]")


def test_code_is_colored_unless_its_lines_are_long() -> None:
    assert '<span class="k">return</span>' in inert_code("return 1", Allowance())
    assert "<span" not in inert_code("a." * 300 + "<b>", Allowance())


def test_a_page_has_an_end() -> None:
    allowance = Allowance(text=1000)
    assert "<strong>" in inert_markdown("**a**" + "x" * 900, None, allowance)
    page = inert_markdown("**b**" + "x" * 900, None, allowance)
    assert page == "<pre>\n[the rest is too long to be shown here]</pre>"
