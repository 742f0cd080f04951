"""How far the grading of a class is: a bar in a terminal, plain lines in a log."""

from __future__ import annotations

import io

from rich.console import Console

from grader.reports.progress import PARTS, SECONDS, progress
from tests.grader.reports.test_report import row


class Clock:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def told(total: int, each: float, *, quiet: bool = False, terminal: bool = False) -> str:
    """What is shown of a class, where every submission takes the same time."""
    text, clock = io.StringIO(), Clock()
    console = Console(file=text, width=300, force_terminal=terminal, color_system=None)
    with progress(total, quiet, console, clock) as advance:
        for number in range(total):
            clock.now += each
            mine = row(f"s{number}", status="timeout" if number == 3 else "graded")
            mine.seconds = 48.0 if number == 3 else each
            advance(mine)
    return text.getvalue()


def test_a_log_gets_a_plain_line_for_each_tenth() -> None:
    lines = told(200, SECONDS / 10).splitlines()
    assert len(lines) == PARTS
    assert lines[4] == (
        "100 of 200: 50 s left, 120 a minute; 99 graded, 1 timeout; "
        "slowest: s3, 01_perceptron (48 s)"
    )
    assert lines[-1].startswith("200 of 200: 120 a minute; 199 graded, 1 timeout")
    assert not any("\x1b" in line for line in lines)


def test_a_log_of_a_fast_class_is_short() -> None:
    lines = told(200, SECONDS / 1000).splitlines()
    assert len(lines) == 1 and lines[0].startswith("200 of 200")


def test_of_a_single_submission_the_verdict_is_told() -> None:
    """Its points are there long before they are written: a gradebook takes its time to be made."""
    mine = row("s0")
    points = f"{mine.score:g} of {mine.max_score:g} points"
    assert told(1, 0.3) == f"1 of 1: graded, {points}: s0, 01_perceptron (0.3 s)\n"


def test_hours_are_told_as_hours() -> None:
    assert "2.8 h left" in told(240, 60.0).splitlines()[2]


def test_a_terminal_has_a_bar() -> None:
    found = told(20, 1.0, terminal=True)
    assert "\x1b" in found and "20/20" in found and "60 a minute" in found


def test_quiet_is_quiet() -> None:
    assert told(20, 1.0, quiet=True) == told(20, 1.0, quiet=True, terminal=True) == ""


def test_what_has_not_changed_is_no_part_of_the_rate() -> None:
    text, clock = io.StringIO(), Clock()
    with progress(4, console=Console(file=text, width=300), clock=clock) as advance:
        for number in range(4):
            clock.now += 1.0
            mine = row(f"s{number}")
            mine.unchanged = number < 2
            advance(mine)
    assert "4 of 4: 30 a minute; 4 graded, 2 of them unchanged" in text.getvalue()
