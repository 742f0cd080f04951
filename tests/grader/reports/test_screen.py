"""What an instructor sees of a graded class: it fits on a screen, and nothing in it steers one."""

from __future__ import annotations

import io

import pytest
from rich.console import Console

from grader.reports.screen import ROWS, printable, summary
from grader.results import Marked
from tests.grader.reports.test_report import row

SCREEN = 40


def shown(rows: list[Marked]) -> str:
    text = io.StringIO()
    summary(rows, Console(file=text, width=200, force_terminal=False))
    return text.getvalue()


def test_of_a_few_rows_all_are_shown() -> None:
    found = shown([row("ada"), row("grace", status="timeout", notes=["cell 3 did not end"])])
    assert "ada" in found and "grace" in found and "cell 3 did not end" in found
    assert "3.5 / 4" in found and "2 submissions, 1 graded" in found
    assert "1 timeout" in found


def test_of_a_large_class_each_assignment_and_what_needs_a_look_is_shown() -> None:
    many = [row(f"student {n}") for n in range(5 * ROWS)]
    found = shown([*many, *(row(f"hedy {n}", status="crashed") for n in range(2 * ROWS))])
    assert "hedy 0" in found and "student 7" not in found
    assert f"need a look: {2 * ROWS}, of which the first {ROWS} are" in found
    assert f"{7 * ROWS} submissions, {5 * ROWS} graded" in found
    (line,) = [line.split() for line in found.splitlines() if line.startswith("01_perceptron ")]
    assert line[1:] == [str(7 * ROWS), "3.5", "3.5", "4"]
    assert len(found.splitlines()) < SCREEN


def test_marks_that_stand_are_counted() -> None:
    rows = [row("ada"), row("grace")]
    rows[1].unchanged, rows[1].seconds = True, 100.0
    found = shown(rows)
    assert "1 have not changed" not in found and "1 has not changed since it was graded" in found
    assert "100" not in found


def test_where_a_terminal_is_narrow_notes_are_cut_and_nothing_else() -> None:
    text = io.StringIO()
    rows = [row("grace.hopper", status="unreadable", notes=["a long note " * 20])]
    summary(rows, Console(file=text, width=70, force_terminal=True, color_system=None))
    line = text.getvalue().splitlines()[1]
    assert line.startswith("grace.hopper  01_perceptron  unreadable  3.5 / 4  a long note")
    assert line.endswith("\u2026") and len(line) <= 70


def test_in_a_file_lines_are_whole(capsys: pytest.CaptureFixture[str]) -> None:
    note = "a long note " * 20
    summary([row("grace.hopper", status="unreadable", notes=[note])])
    line = capsys.readouterr().out.splitlines()[1]
    assert line.startswith("grace.hopper  01_perceptron  unreadable  3.5 / 4  ") and note in line


@pytest.mark.parametrize("evil", ["\x1b[2J", "\x1b]0;x\x07", "a\nb", "a\rb", "\x9b2J", "\u202ea"])
def test_no_name_steers_the_terminal(evil: str) -> None:
    found = shown([row(f"x{evil}y", notes=[f"x{evil}y"])])
    assert evil not in found
    assert printable(evil).isprintable()


def test_names_are_no_markup() -> None:
    assert "[red]ada[/red]" in shown([row("[red]ada[/red]")])
    assert "[/nonsense]" in shown([row("[/nonsense]")])
