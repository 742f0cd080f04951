"""Every figure has a text alternative."""

from __future__ import annotations

import ast
import re

from tests.notebooks.cells import Cell, chosen, every_notebook, every_section, solution, source


def _calls(cell: Cell, name: str) -> list[ast.Call]:
    tree = ast.parse(cell["source"])
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    return [call for call in calls if ast.unparse(call.func).split(".")[-1] == name]


def _words(node: ast.expr) -> str:
    """The fixed part of a text in code."""
    parts = [n.value for n in ast.walk(node) if isinstance(n, ast.Constant)]
    return "".join(part for part in parts if isinstance(part, str))


def _says_something(alt: str) -> bool:
    return len(alt.split()) >= 8 and not re.search(r"\.(png|svg|jpe?g|gif)\b", alt)


@every_notebook
def test_every_figure_is_shown_with_a_text_alternative(section: str) -> None:
    for cell in chosen(source(section), "given", "demo", "free"):
        drawn = _calls(cell, "subplots") + _calls(cell, "figure")
        shown = _calls(cell, "show")
        assert bool(shown) >= bool(drawn), cell["id"]
        for call in ast.walk(ast.parse(cell["source"])):
            if not isinstance(call, ast.Call):
                continue
            alts = [k.value for k in call.keywords if k.arg == "alt"]
            if call in shown or ast.unparse(call.func) == "show":
                assert len(alts) == 1, cell["id"]
            for alt in alts:
                # A function that draws several figures hands its argument on.
                assert ast.unparse(alt) == "alt" or _says_something(_words(alt)), cell["id"]


@every_section
def test_every_picture_in_the_solutions_has_a_text_alternative(section: str) -> None:
    pictures = 0
    for cell in chosen(solution(section), "given", "demo", "free"):
        for output in cell["outputs"]:
            data = output.get("data", {})
            assert not any(kind.startswith("image/") for kind in data), cell["id"]
            html = "".join(data.get("text/html", ""))
            alts = re.findall(r'<img alt="([^"]*)"', html)
            assert len(alts) == html.count("<img"), cell["id"]
            assert all(_says_something(alt) for alt in alts), cell["id"]
            pictures += len(alts)
    assert pictures >= 5
