"""The manners of code and prose."""

from __future__ import annotations

import ast
import re

from tests.notebooks.cells import chosen, every_notebook, source

BRITISH = re.compile(
    r"\b(colour|neighbour|behaviour|favour|honour|grey|centre|fibre|labell|modell|travell|cancell"
    r"|learnt|whilst|afterwards|towards|for ever\b|judgement|programme|sceptic"
    r"|(analy|standardi|normali|initiali|optimi|minimi|maximi|generali|summari|visuali|organi"
    r"|recogni|reali|regulari)s(e|es|ed|ing|ation)\b)",
    re.IGNORECASE,
)
EMOJI = re.compile("[\U0001f000-\U0001faff\u2600-\u27bf\u2b00-\u2bff\ufe0f]")


@every_notebook
def test_no_cell_calls_plt_show_or_touches_the_global_generator(section: str) -> None:
    own = {"default_rng", "RandomState", "Generator"}
    for cell in source(section):
        if cell["cell_type"] != "code":
            continue
        for node in ast.walk(ast.parse(cell["source"])):
            if isinstance(node, ast.Attribute):
                text = ast.unparse(node)
                assert text != "plt.show", cell["id"]
                drawn = re.fullmatch(r"(?:np|numpy)\.random\.(\w+)", text)
                assert drawn is None or drawn[1] in own, f"{cell['id']}: {text}"
            if isinstance(node, (ast.Import, ast.ImportFrom)):
                names = [alias.name for alias in node.names]
                assert "random" not in [*names, getattr(node, "module", "")], cell["id"]


@every_notebook
def test_no_cell_has_emoji_and_words_are_spelled_the_american_way(section: str) -> None:
    for cell in source(section):
        assert not EMOJI.search(cell["source"]), cell["id"]
        assert not (found := BRITISH.search(cell["source"])), f"{cell['id']}: {found}"


@every_notebook
def test_the_prose_makes_no_exclamations(section: str) -> None:
    for cell in chosen(source(section), "prose"):
        text = re.sub(r"\$\$.*?\$\$|\$[^$]*\$|`[^`]*`", "", cell["source"], flags=re.DOTALL)
        assert not re.search(r"\w!(\s|$)", text), cell["id"]
