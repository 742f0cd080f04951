"""What is said of lines that a guest did not run, since they would have started programs.

The guest says what was refused. That is a claim: what is told quotes the
student's own cell, and nothing where the cell has no such line.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from descent.judging.sentences import listing

SHOWN_LINES, SHOWN_CELLS, WIDTH = 3, 10, 80


def asked_for(source: str, claims: Iterable[str]) -> list[str]:
    """Return the lines of a cell that asked for what was refused, in the order of the claims."""
    lines = [" ".join(line.split()) for line in source.replace("\\\n", " ").splitlines()]
    bare_lines = [_squeezed(line) for line in lines]
    requests = [_line_with(lines, bare_lines, claim.split("\n")[0]) for claim in claims]
    return list(dict.fromkeys(filter(None, requests)))


def _line_with(lines: Sequence[str], bare_lines: Sequence[str], claim: str) -> str:
    # As written; of an automatic magic or a call, without the sign.
    for text in (_squeezed(claim), _squeezed(claim.lstrip("%!"))):
        for line, bare_line in zip(lines, bare_lines, strict=True):
            if text and text in bare_line:
                return line
    return ""


def _squeezed(text: str) -> str:
    return "".join(text.split())


def refusal_notes(sources: Sequence[str], refused: Mapping[int, Sequence[str]]) -> list[str]:
    """Return a note for each cell of which something was not run.

    Args:
        sources: Of all cells.
        refused: What the guest says was refused, by the place of the cell.
    """
    notes = []
    for number, claims in sorted(refused.items()):
        lines = asked_for(sources[number], claims)
        quotes = [f"`{line[:WIDTH]}`" for line in lines[:SHOWN_LINES]]
        if len(lines) > SHOWN_LINES:
            quotes.append(f"{len(lines) - SHOWN_LINES} more")
        what = listing(quotes) or "a program"
        were = "was" if len(quotes) < 2 else "were"
        why = "a notebook that is graded starts no programs"
        notes.append(f"cell {number + 1}: {what} {were} not run: {why}")
    more = len(notes) - SHOWN_CELLS
    return notes[:SHOWN_CELLS] + ([f"the same in {more} more cells"] if more > 0 else [])
