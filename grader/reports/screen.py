"""What an instructor sees in the terminal: a progress bar with time left, a table of marks."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Sequence

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from grader.marking.passed_over import PassedOver
from grader.marking.steady import Comparison
from grader.results import Change, Marked, Submission

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

        def advance(row: Marked) -> None:
            last = escape(printable(f"{row.submission.student}, {row.submission.assignment}"))
            bar.update(task, advance=1, last=last)

        yield advance


def table(rows: Sequence[Marked], console: Console | None = None) -> None:
    """Print the marks, or for a large class only what needs a look, and a summary."""
    console = console or Console()
    selection = [row for row in rows if len(rows) <= ROWS or row.status != "graded"][:ROWS]
    grid = Table("student", "assignment", "status", box=None, pad_edge=False)
    grid.add_column("points", justify="right")
    grid.add_column("notes")
    for row in selection:
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


def kept(rows: Sequence[Marked], console: Console | None = None) -> None:
    """List the marks of before that were kept, a line for each; of many only the first."""
    changes = [(row.submission, change) for row in rows for change in row.kept]
    if not changes:
        return
    console = console or Console()
    _line(
        console,
        f"kept: {len(changes)} marks of unchanged notebooks that were given under other rules or "
        "another seed (--regrade overwrites them)",
    )
    for of, change in changes[:ROWS]:
        _line(
            console,
            f"  {_mark(of, change)}: {change.old.score:g}, today's would be "
            f"{change.new.score:g}: {change.reason}",
        )
    if len(changes) > ROWS:
        _line(console, f"  and {len(changes) - ROWS} more: see the notes in --json or --csv")


def comparison(result: Comparison, console: Console | None = None) -> None:
    """List the marks that would change, a line for each, and count those that would not."""
    console = console or Console()
    for of, change in result.changes:
        old, new = change.old, change.new
        most = "" if old.max_score == new.max_score else f" of {old.max_score:g}"
        line = f"{_mark(of, change)}: {old.score:g}{most}, now {new.score:g} of {new.max_score:g}"
        remark = " (kept unless --regrade)" if change.kept else ""
        _line(console, f"{line}{remark}: {change.reason}")
    for row in result.failed:
        of = row.submission
        _line(console, f"{of.student}, {of.assignment}: not compared: {'; '.join(row.notes[:2])}")
    _line(
        console,
        f"{len(result.changes)} marks would change, {result.same} would not; "
        f"{result.new} have no mark yet. Nothing was written.",
    )


def passed(items: Sequence[PassedOver], console: Console | None = None) -> None:
    """List what was passed over: somebody's work one by one, the rest by its reason."""
    console = console or Console()
    by_reason: dict[str, list[str]] = {}
    for item in items:
        if item.is_work:
            _line(console, f"PASSED OVER {item.path}: {item.why}")
        else:
            by_reason.setdefault(item.why, []).append(str(item.path))
    for why, paths in by_reason.items():
        more = f" and {len(paths) - 1} more" if len(paths) > 1 else ""
        _line(console, f"passed over {paths[0]}{more}: {why}")


def _mark(of: Submission, change: Change) -> str:
    return f"{of.student}, {of.assignment}, {change.new.exercise}"


def _line(console: Console, text: str) -> None:
    # Whole lines, so that they can be searched.
    console.print(printable(text), markup=False, highlight=False, soft_wrap=True)


def printable(text: str) -> str:
    """Return text with whatever could steer a terminal, or break a line, made visible."""
    safe = text.encode("utf-8", "replace").decode("utf-8")
    return "".join(c if c.isprintable() else repr(c)[1:-1] for c in safe)
