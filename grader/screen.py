"""What an instructor sees in the terminal: a progress bar with time left, a table of marks."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Sequence

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from grader.marking import Marked

# More rows than these say less than their sum does.
ROWS = 60


@contextlib.contextmanager
def progress(total: int) -> Iterator[Callable[[Marked], None]]:
    """Show a progress bar on standard error; yield what to call with each row."""
    columns = (
        TextColumn("grading"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        TextColumn("{task.fields[last]}"),
    )
    with Progress(*columns, console=Console(stderr=True)) as bar:
        task = bar.add_task("grading", total=total, last="")

        def done(row: Marked) -> None:
            last = escape(printable(f"{row.submission.student}, {row.submission.assignment}"))
            bar.update(task, advance=1, last=last)

        yield done


def table(rows: Sequence[Marked], console: Console | None = None) -> None:
    """Print the marks, or for a large class only what needs a look, and a summary."""
    console = console or Console()
    shown = [row for row in rows if len(rows) <= ROWS or row.status != "graded"][:ROWS]
    grid = Table("student", "assignment", "status", box=None, pad_edge=False)
    grid.add_column("points", justify="right")
    grid.add_column("notes")
    for row in shown:
        of = row.submission
        points = f"{row.score:g} / {row.max_score:g}"
        texts = (of.student, of.assignment, row.status, points, "; ".join(row.notes).split("\n")[0])
        grid.add_row(*(escape(printable(text)) for text in texts))
    console.print(grid)
    graded = sum(row.status == "graded" for row in rows)
    spent = sum(row.seconds for row in rows)
    console.print(f"{len(rows)} submissions, {graded} graded; {spent:.1f} s of marking")
    for isolation in sorted({row.isolation for row in rows if row.isolation}):
        console.print(isolation, highlight=False)


def printable(text: str) -> str:
    """Return text with whatever could steer a terminal, or break a line, made visible."""
    safe = text.encode("utf-8", "replace").decode("utf-8")
    return "".join(c if c.isprintable() else repr(c)[1:-1] for c in safe)
