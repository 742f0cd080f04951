"""Lessons as they run, in a guest."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from grader.guest.outside.host import Guest, Zygote
from tests.notebooks.cells import MARKS, Cell, chosen, every_section, release, role, source

SECONDS = 60.0


@pytest.fixture(scope="module")
def zygote() -> Iterator[Zygote]:
    """One zygote for all lessons."""
    with Zygote() as started:
        yield started


def _run(guest: Guest, cell: Cell, code: str = "") -> list[str]:
    """Run a cell and return what went wrong: errors, and whatever came on stderr."""
    outputs = guest.run(code or cell["source"], SECONDS)
    return [
        f"{cell['id']}: {output.get('ename', 'stderr')}: {output.get('evalue', output.get('text'))}"
        for output in outputs
        if output["output_type"] == "error" or output.get("name") == "stderr"
    ]


@pytest.mark.lessons
@every_section
def test_the_released_notebook_runs_up_to_the_first_exercise_that_is_not_answered(
    section: str, zygote: Zygote
) -> None:
    cells = [cell for cell in release(section) if cell["cell_type"] == "code"]
    first = next(n for n, cell in enumerate(cells) if role(cell) == "test")
    with zygote.guest() as guest:
        for cell in cells[: first + 1]:
            assert _run(guest, cell) == []


@pytest.mark.lessons
@every_section
def test_without_answers_every_check_says_so_and_nothing_else_goes_wrong(
    section: str, zygote: Zygote
) -> None:
    with zygote.guest() as guest:
        for cell in chosen(release(section), "given", "answer", "test"):
            wrong = _run(guest, cell)
            if role(cell) == "answer":
                wrong = [text for text in wrong if ": NotImplementedError: " not in text]
            assert wrong == []


@pytest.mark.lessons
@every_section
def test_the_released_notebook_runs_to_its_end_with_answers_in_place(
    section: str, zygote: Zygote
) -> None:
    answers = {
        cell["id"]: MARKS.sub("", cell["source"]) for cell in chosen(source(section), "answer")
    }
    with zygote.guest() as guest:
        for cell in release(section):
            if cell["cell_type"] == "code":
                assert _run(guest, cell, answers.get(cell["id"], "")) == []
