"""Notebooks that are not as they were released."""

from __future__ import annotations

import os
from collections.abc import Callable

from grader.marking.alignment import aligned
from grader.marking.notebook_file import plain_cell
from tests.attacks.altering import each, kind, meta, named, nested, only, tagged, with_cells
from tests.attacks.arena import SECTION, Arena, Attack, Notebook, attacks, cell, full, released
from tests.here import released as released_cells

FULL = full(SECTION)
POINTS = {"output_type": "execute_result", "execution_count": 1, "metadata": {}}
FORGED = [POINTS | {"data": {"text/plain": "12.0"}}]


# Of the tests: they are the course's, whatever stands in the file.
TESTS: dict[str, Callable[[Notebook], Notebook]] = {
    "tests that say points": each("test", lambda c: c | {"source": "12.0"}),
    "tests that print nothing": each("test", lambda c: c | {"source": ""}),
    "tests of another exercise": each("test", lambda c: c | {"source": 'check("sigmoid", 1)'}),
    "forged outputs": each("test", lambda c: c | {"outputs": FORGED, "execution_count": 1}),
    "deleted tests": each("test", lambda c: None),
    "tests of markdown": each("test", lambda c: c | {"cell_type": "markdown"}),
    "raw tests": each("test", lambda c: c | {"cell_type": "raw"}),
    "tests in front": with_cells(
        lambda cells: [*only("test")(cells), *(c for c in cells if kind(c) != "test")]
    ),
    "tests twice": with_cells(
        lambda cells: [c for c in cells for _ in range(1 + (kind(c) == "test"))]
    ),
    "tests a hundred times": with_cells(lambda cells: [*cells, *only("test")(cells) * 100]),
    "tests backwards": with_cells(lambda cells: [*cells[:-20], *cells[:-21:-1]]),
    "more points": each("test", meta(points=1000)),
    "negative points": each("test", meta(points=-1)),
    "points that are no number": each("test", meta(points=float("nan"))),
    "tests that are no tests": each("test", meta(grade=False, solution=True)),
    "tests of a task": each("test", meta(task=True, grade=True, solution=False)),
    "tests that are not locked": each("test", meta(locked=False, checksum="")),
    "tests of another name": each("test", meta(grade_id="test_nothing")),
    "tests all of one name": each("test", meta(grade_id="test_mse_loss")),
    "a name that is a list": each("test", meta(grade_id=["test_mse_loss"])),
    "no nbgrader": each("test", lambda c: c | {"metadata": {}}),
    "nbgrader that is a text": each("test", lambda c: c | {"metadata": {"nbgrader": "x"}}),
    "tests that are skipped": each("test", tagged("skip-execution", "remove-cell", "remove_cell")),
    "tests that may fail": each("test", tagged("raises-exception")),
    "tests that are demonstrations": each("test", tagged("demo", "solution-only")),
    "ids of one's own": each("test", lambda c: c | {"id": "own"}),
    "tests without anything": each("test", lambda c: {"cell_type": "code", "source": ""}),
    "answers that are tests": each("answer", meta(grade=True, locked=True, points=12)),
    "another kernel": lambda made: (
        made
        | {"metadata": {"kernelspec": {"name": "bash", "display_name": "x", "language": "bash"}}}
    ),
    "a kernel that is a command": lambda made: (
        made | {"metadata": {"kernelspec": {"name": "../../x", "argv": ["sh", "-c", "true"]}}}
    ),
    "another language": lambda made: made | {"metadata": {"language_info": {"name": "javascript"}}},
    "metadata that is a list": lambda made: made | {"metadata": [1]},
    "no metadata": lambda made: {k: v for k, v in made.items() if k != "metadata"},
    "points in the metadata": lambda made: (
        made | {"metadata": {"graded_descent": {"scores": {"mse_loss": 12}}, "score": 12}}
    ),
    "given code that is changed": with_cells(
        lambda cells: [
            c | {"source": "def sigmoid(z): raise SystemExit\nloot = print"}
            if "given" in c["id"] and c["cell_type"] == "code"
            else c
            for c in cells
        ]
    ),
    "given code that is gone": with_cells(
        lambda cells: [c for c in cells if "given" not in c["id"]]
    ),
    "every id the same": with_cells(lambda cells: [c | {"id": "same"} for c in named(cells)]),
    "no ids": with_cells(lambda cells: [{k: c[k] for k in c if k != "id"} for c in named(cells)]),
    "ids of wrong types": with_cells(
        lambda cells: [c | {"id": n} for n, c in enumerate(named(cells))]
    ),
    "sources nested deep": with_cells(lambda cells: [cell("") | {"source": nested(900)}, *cells]),
    "nothing but answers": with_cells(only("answer")),
    "a later minor format": lambda made: made | {"nbformat_minor": 99},
    "an earlier minor format": lambda made: made | {"nbformat_minor": 0},
    "a format that is a fraction": lambda made: made | {"nbformat": 4.0},
    "sources in lines": with_cells(
        lambda cells: [c | {"source": c["source"].splitlines(True)} for c in cells]
    ),
    "wrong types of what does not count": with_cells(
        lambda cells: [
            c | {"outputs": 5, "execution_count": "x", "attachments": [1]} for c in cells
        ]
    ),
    "more keys": with_cells(lambda cells: [c | {"score": 12, "__class__": "x"} for c in cells]),
    "attachments": with_cells(
        lambda cells: [
            cell("![x](attachment:x)", "markdown", attachments={"x": {"text/html": "<script>"}}),
            *cells,
        ]
    ),
    "attachments that JSON does not have": with_cells(
        lambda cells: [cell("x", "markdown", attachments={"x": {"y": [None, {"z": 1}]}}), *cells]
    ),
    "cells of no kind": with_cells(lambda cells: [cell("x", "evil"), *cells]),
    "a cell of 1.9 MB": with_cells(lambda cells: [cell("#" * 1_900_000), *cells]),
    "a cell of characters that are none": with_cells(
        lambda cells: [cell("x = '\ud800\udfff\0'"), cell("\udcff", "markdown"), *cells]
    ),
    "code that is no Python": with_cells(
        lambda cells: (
            [
                cell(text)
                for text in ("def", "\t x", "]", "\0", "%%", "!", "?", "# -*- coding: x -*-")
            ]
            + cells
        )
    ),
    "sources of numbers": with_cells(lambda cells: [cell("") | {"source": 5}, *cells]),
    "sources of nothing": with_cells(lambda cells: [cell("") | {"source": None}, *cells]),
    "sources of a dict": with_cells(lambda cells: [cell("") | {"source": {"a": 1}}, *cells]),
    "sources of a nested list": with_cells(
        lambda cells: [cell("") | {"source": [[1], "x"]}, *cells]
    ),
}

# A right answer in an unusual place counts all the same.
PLACES: dict[str, Callable[[Notebook], Notebook]] = {
    "answers of markdown": each("answer", lambda c: c | {"cell_type": "markdown"}),
    "answers twice": with_cells(
        lambda cells: [c for c in cells for _ in range(1 + (kind(c) == "answer"))]
    ),
    "answers in free cells": with_cells(
        lambda cells: [
            x
            for c in cells
            for x in (
                [cell(c["source"]), c | {"source": "# above"}] if kind(c) == "answer" else [c]
            )
        ]
    ),
    "answers of the first copy": with_cells(
        lambda cells: [*cells, *(c | {"source": "loot = 1"} for c in only("answer")(cells))]
    ),
}


# Half of the answers are right: so nothing may be gained, and nothing lost.
ALTERED = tuple(
    Attack(name, f"Has {name}.", base="half", change=change) for name, change in TESTS.items()
) + tuple(
    Attack(name, f"Has {name}.", base="right", change=change) for name, change in PLACES.items()
)
ATTACKS = ALTERED


@attacks(*ALTERED)
def test_of_a_submission_only_answers_and_free_cells_count(arena: Arena, attack: Attack) -> None:
    arena.hold(attack)


def test_an_instructor_is_told_in_one_line_what_was_altered(arena: Arena) -> None:
    change = with_cells(
        lambda cells: [
            c | {"source": "12.0"} if c["id"] == "test-mse-loss" else c
            for c in [*cells, next(c for c in cells if c["id"] == "answer-bce-loss")]
            if c["id"] != "test-bce-loss"
        ]
    )
    marked = arena.hold(Attack("altered", "Alters.", base="right", change=change))
    assert marked.notes == [
        "altered and restored: test_mse_loss",
        "deleted: test_bce_loss",
        "more than once: bce_loss",
        "the most finished copy counts: bce_loss (2 of 2)",
    ]
    assert not arena.hold(Attack("honest", "Is honest.", base="right")).notes


def test_copies_of_a_cell_take_no_more_time_than_cells() -> None:
    released(SECTION)
    own = plain_cell({"cell_type": "markdown"})
    copy = plain_cell({"cell_type": "markdown", "id": "title"})
    seconds = []
    for cells in ([own] * 20_000, [own] * 10_000 + [copy] * 10_000):
        begun = os.times().user
        aligned(released_cells(SECTION), cells)
        seconds.append(os.times().user - begun)
    assert seconds[1] < 5 * seconds[0] + 0.2, seconds
