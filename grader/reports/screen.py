"""What an instructor sees in the terminal of a graded class."""

from __future__ import annotations

import statistics
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from grader.marking.passed_over import PassedOver
from grader.marking.steady import Comparison
from grader.results import Change, Marked, Status, Submission

# So many of each kind of line fit on a screen.
ROWS = 10
FILE_WIDTH = 10_000


def summary(rows: Iterable[Marked], console: Console | None = None) -> None:
    """Print what fits on a screen: how each assignment came out, and what needs a look.

    A class of few rows has them all.
    """
    console = console or _console()
    points: defaultdict[str, list[float]] = defaultdict(list)
    most: dict[str, float] = {}
    statuses: Counter[Status] = Counter()
    first: list[Marked] = []
    look: list[Marked] = []
    seconds, looked, unchanged = 0.0, 0, 0
    isolations = set()
    for row in rows:
        assignment = row.submission.assignment
        points[assignment].append(row.score)
        most[assignment] = row.max_score
        statuses[row.status] += 1
        if not row.unchanged:
            seconds += row.seconds
        unchanged += row.unchanged
        isolations.add(row.isolation)
        if len(first) <= ROWS:
            first.append(row)
        if row.status != "graded" or row.notes:
            looked += 1
            look += [row] if len(look) < ROWS else []
    if len(first) <= ROWS:
        _rows(console, first)
    else:
        _assignments(console, points, most)
        if look:
            first_of = f", of which the first {len(look)} are" if looked > len(look) else ""
            print_line(console, f"need a look: {looked}{first_of}:")
            _rows(console, look)
    print_line(
        console,
        f"{statuses.total()} submissions, {statuses['graded']} graded; {seconds:.1f} s of marking",
    )
    others = [f"{count} {status}" for status, count in statuses.items() if status != "graded"]
    if others:
        print_line(console, ", ".join(others))
    if unchanged:
        print_line(
            console,
            "1 has not changed since it was graded: its marks stand (--force marks it again)"
            if unchanged == 1
            else f"{unchanged} have not changed since they were graded: their marks stand "
            "(--force marks them again)",
        )
    for isolation in sorted(isolations - {""}):
        print_line(console, isolation)


def _console() -> Console:
    console = Console()
    # A file or a pipe has no width: lines are whole there, so that they can be searched.
    return console if console.is_terminal else Console(width=FILE_WIDTH)


def _assignments(
    console: Console, points: Mapping[str, list[float]], most: Mapping[str, float]
) -> None:
    grid = Table("assignment", box=None, pad_edge=False)
    for column in ("submissions", "mean", "median", "of"):
        grid.add_column(column, justify="right")
    for assignment in sorted(points)[:ROWS]:
        scores = points[assignment]
        numbers = (statistics.mean(scores), statistics.median(scores), most[assignment])
        cells = (assignment, str(len(scores)), *(f"{number:.4g}" for number in numbers))
        grid.add_row(*(escape(printable(cell)) for cell in cells))
    console.print(grid)
    if len(points) > ROWS:
        print_line(console, f"and {len(points) - ROWS} assignments more")


def _rows(console: Console, rows: Sequence[Marked]) -> None:
    # Where a terminal is narrow, notes are cut and nothing else.
    grid = Table(box=None, pad_edge=False, expand=console.is_terminal)
    for column in ("student", "assignment", "status"):
        grid.add_column(column, no_wrap=True)
    grid.add_column("points", justify="right", no_wrap=True)
    grid.add_column("notes", no_wrap=True, overflow="ellipsis", ratio=1)
    for row in rows:
        of = row.submission
        marks = f"{row.score:g} / {row.max_score:g}"
        texts = (of.student, of.assignment, row.status, marks, "; ".join(row.notes).split("\n")[0])
        grid.add_row(*(escape(printable(text)) for text in texts))
    console.print(grid)


def kept(rows: Sequence[Marked], console: Console | None = None) -> None:
    """List the marks of before that were kept, a line for each; of many only the first."""
    changes = [(row.submission, change) for row in rows for change in row.kept]
    if not changes:
        return
    console = console or Console()
    print_line(
        console,
        f"kept: {len(changes)} marks of unchanged notebooks that were given under other rules or "
        "another seed (--regrade overwrites them)",
    )
    for of, change in changes[:ROWS]:
        print_line(
            console,
            f"  {_mark(of, change)}: {change.old.score:g}, today's would be "
            f"{change.new.score:g}: {change.reason}",
        )
    if len(changes) > ROWS:
        print_line(console, f"  and {len(changes) - ROWS} more: see the notes in --json or --csv")


def comparison(result: Comparison, console: Console | None = None) -> None:
    """List the marks that would change, a line for each, and count those that would not."""
    console = console or Console()
    for of, change in result.changes:
        old, new = change.old, change.new
        most = "" if old.max_score == new.max_score else f" of {old.max_score:g}"
        line = f"{_mark(of, change)}: {old.score:g}{most}, now {new.score:g} of {new.max_score:g}"
        remark = " (kept unless --regrade)" if change.kept else ""
        print_line(console, f"{line}{remark}: {change.reason}")
    for row in result.failed:
        of = row.submission
        print_line(
            console, f"{of.student}, {of.assignment}: not compared: {'; '.join(row.notes[:2])}"
        )
    print_line(
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
            print_line(console, f"PASSED OVER {item.path}: {item.why}")
        else:
            by_reason.setdefault(item.why, []).append(str(item.path))
    for why, paths in by_reason.items():
        more = f" and {len(paths) - 1} more" if len(paths) > 1 else ""
        print_line(console, f"passed over {paths[0]}{more}: {why}")


def _mark(of: Submission, change: Change) -> str:
    return f"{of.student}, {of.assignment}, {change.new.exercise}"


def print_line(console: Console, text: str) -> None:
    """Print a line as it is, whatever it holds."""
    # Whole lines, so that they can be searched.
    console.print(printable(text), markup=False, highlight=False, soft_wrap=True)


def printable(text: str) -> str:
    """Return text with whatever could steer a terminal, or break a line, made visible."""
    safe = text.encode("utf-8", "replace").decode("utf-8")
    return "".join(c if c.isprintable() else repr(c)[1:-1] for c in safe)
