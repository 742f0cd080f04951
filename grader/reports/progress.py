"""What an instructor sees while a class is graded: how far it is, how fast, and what went wrong.

In a terminal this is a bar; elsewhere, as in a log, a plain line now and then.
"""

from __future__ import annotations

import contextlib
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from grader.reports.screen import print_line, printable
from grader.results import Marked, Status

# A log gets a line after a tenth of the class, and no more often than it can be read.
PARTS = 10
SECONDS = 5.0


@dataclass
class Tally:
    """How far the grading of a class is.

    Attributes:
        total: How many submissions there are.
        began: When it began, in seconds of some clock.
        statuses: How many rows there are of each status.
        unchanged: How many were graded before and have not changed.
        slowest: The row that took longest of those marked now.
    """

    total: int
    began: float
    statuses: Counter[Status] = field(default_factory=Counter)
    unchanged: int = 0
    slowest: Marked | None = None

    @property
    def done(self) -> int:
        """How many have their row."""
        return self.statuses.total()

    def add(self, row: Marked) -> None:
        """Count one row more."""
        self.statuses[row.status] += 1
        if row.unchanged:
            self.unchanged += 1
        elif self.slowest is None or row.seconds > self.slowest.seconds:
            self.slowest = row

    def said(self, now: float) -> str:
        """Return rate, time left, statuses and the slowest, in a line; of a single one its verdict.

        Args:
            now: The time, by the clock that ``began`` is of.
        """
        if self.total == 1 and self.slowest:
            return _verdict(self.slowest)
        elapsed, marked = now - self.began, self.done - self.unchanged
        parts = [f"{count} {status}" for status, count in self.statuses.most_common()]
        if self.unchanged:
            parts.append(f"{self.unchanged} of them unchanged")
        text = ", ".join(parts)
        if marked and elapsed > 0:
            text = f"{60 * marked / elapsed:.0f} a minute; {text}"
            if left := self.total - self.done:
                text = f"{_duration(left * elapsed / self.done)} left, {text}"
        if self.slowest:
            text += f"; slowest: {_named(self.slowest)} ({self.slowest.seconds:.0f} s)"
        return printable(text)


def _verdict(row: Marked) -> str:
    points = f", {row.score:g} of {row.max_score:g} points" if row.scores else ""
    return printable(f"{row.status}{points}: {_named(row)} ({row.seconds:.1f} s)")


def _named(row: Marked) -> str:
    return f"{row.submission.student}, {row.submission.assignment}"


@contextlib.contextmanager
def progress(
    total: int,
    quiet: bool = False,
    console: Console | None = None,
    clock: Callable[[], float] = time.monotonic,
) -> Iterator[Callable[[Marked], None]]:
    """Show on standard error how far it is; yield what to call with each row.

    Args:
        total: How many submissions there are.
        quiet: Whether to show nothing.
        console: Where to show it.
        clock: Seconds.
    """
    tally = Tally(total, clock())
    console = console or Console(stderr=True)
    if quiet:
        yield tally.add
    elif console.is_terminal:
        with _bar(tally, console, clock) as advance:
            yield advance
    else:
        yield _lines(tally, console, clock)


@contextlib.contextmanager
def _bar(
    tally: Tally, console: Console, clock: Callable[[], float]
) -> Iterator[Callable[[Marked], None]]:
    columns = (BarColumn(20), MofNCompleteColumn(), TextColumn("{task.fields[said]}", markup=False))
    with Progress("grading", *columns, console=console) as bar:
        task = bar.add_task("grading", total=tally.total, said="")

        def advance(row: Marked) -> None:
            tally.add(row)
            bar.update(task, advance=1, said=tally.said(clock()))

        yield advance


def _lines(tally: Tally, console: Console, clock: Callable[[], float]) -> Callable[[Marked], None]:
    last_count, last_time = 0, tally.began

    def advance(row: Marked) -> None:
        nonlocal last_count, last_time
        tally.add(row)
        now = clock()
        part = tally.done - last_count >= tally.total / PARTS and now - last_time >= SECONDS
        if part or tally.done == tally.total:
            last_count, last_time = tally.done, now
            print_line(console, f"{tally.done} of {tally.total}: {tally.said(now)}")

    return advance


def _duration(seconds: float) -> str:
    """Return a duration as people say it: to the second, the minute, or the tenth of an hour."""
    if seconds < 90:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 90 * 60 else f"{seconds / 3600:.1f} h"
