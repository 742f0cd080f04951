"""Magics: each costs at most its own cell."""

from __future__ import annotations

from tests.attacks.altering import with_cells
from tests.attacks.arena import Arena, Attack, cell

MAGICS = {
    "%%bash\ntrue": "bash",
    "%%sh\ntrue": "sh",
    "%%script python3\n1": "script",
    "%%python3\n1": "python3",
    "!true": "`!true` was not run",
    "x = !true": "`!true` was not run",
    "!!true": "`!true` was not run",
    "%system true": "system",
    "%sx true": "sx",
    "%run x.py": "run",
    "%pip install x": "pip",
    "%conda install x": "conda",
    "get_ipython().system('true')": "`!true` was not run",
    "get_ipython().getoutput('true')": "`!true` was not run",
    "get_ipython().run_line_magic('run', 'x')": "run",
    "get_ipython().run_cell_magic('bash', '', 'true')": "bash",
    "input()": "input",
    "get_ipython().ask_exit()": "",
    "quit()": "",
    "%load_ext nothing": "nothing",
    "%matplotlib widget": "",
    "%pastebin 1": "",
    "%debug": "",
    "%pdb on": "",
    "%autoreload 2": "",
    "%store x": "",
    "%reset -f": "",
    "%xdel nothing": "",
    "%cd /": "",
    "%%writefile x.py\nx": "",
    "%%html\n<script>alert(1)</script>": "",
    "%%javascript\nalert(1)": "",
    "%%latex\nx": "",
    "%%svg\n<svg onload=alert(1)>": "",
    "%edit": "edit",
    "%config InlineBackend.figure_formats = ['svg']": "",
    "%gui tk": "",
    "%prun 1": "",
    "%%capture\nprint(1)": "",
    "%lsmagic": "",
    "%alias x true": "",
    "%rehashx": "",
    "%logstart": "",
    "%history -g": "",
    "%killbgscripts": "",
    "%colors linux": "",
    "?print": "",
    "print??": "",
}


def test_a_magic_costs_at_most_its_own_cell(arena: Arena) -> None:
    """All of them in one notebook, one cell for each."""
    change = with_cells(lambda cells: [*map(cell, MAGICS), *cells])
    marked = arena.hold(Attack("magics", "Runs magics.", base="right", change=change), pages=True)
    assert [note.split(":")[0] for note in marked.notes] == [
        *(f"cell {number}" for number in range(1, 11)),
        "the same in 7 more cells",
    ]
    silent = [
        magic
        for number, (magic, said) in enumerate(MAGICS.items())
        if said not in str(marked.outputs[number])
    ]
    assert not silent
