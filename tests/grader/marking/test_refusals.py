"""What is said of lines that would have started programs."""

from __future__ import annotations

from textwrap import dedent

import pytest

from grader.marking.refusals import asked_for, refusal_notes

CELL = dedent("""\
    tools = false = "ls"
    if tools:
        x = !ls
    !pip install one \\
        two
    get_ipython().system("pwd")
    """)


@pytest.mark.parametrize(
    ("claim", "line"),
    [
        ("!ls", "x = !ls"),
        ("!pip install one     two", "!pip install one two"),
        ("!pwd", 'get_ipython().system("pwd")'),
        ("%%bash\nls", ""),
        ("12 points for ada", ""),
        ("!", "x = !ls"),
        ("", ""),
    ],
)
def test_a_claim_is_told_in_a_line_of_the_cell(claim: str, line: str) -> None:
    assert asked_for(CELL, [claim, claim]) == [line] * bool(line)


def test_each_cell_has_one_note() -> None:
    lines = [f"!run {n}" for n in range(5)]
    sources = ["\n".join(lines), "x = 1", "!ls", "!a\n!b"]
    refused = {0: lines, 1: ["!made up"], 2: ["!ls"], 3: ["!a", "!b"]}
    why = "not run: a notebook that is graded starts no programs"
    assert refusal_notes(sources, refused) == [
        f"cell 1: `!run 0`, `!run 1`, `!run 2` and 2 more were {why}",
        f"cell 2: a program was {why}",
        f"cell 3: `!ls` was {why}",
        f"cell 4: `!a` and `!b` were {why}",
    ]


def test_notes_are_bounded() -> None:
    sources = ["!" + "x" * 10_000] * 1000
    notes = refusal_notes(sources, {n: [source] for n, source in enumerate(sources)})
    assert notes[10:] == ["the same in 990 more cells"]
    assert max(map(len, notes)) < 200
