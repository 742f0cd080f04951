"""What is said of a download that was collected: what was taken for whom, what was left and why."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC

from grader.collect.collecting import Collected
from grader.collect.placing import Placed


def told(collected: Collected, dry_run: bool = False) -> Iterator[str]:
    """Yield lines for a terminal, what needs a look last.

    Args:
        collected: What became of the download.
        dry_run: Whether nothing was written.
    """
    for placed in collected.placed:
        yield _line(placed, "would take" if dry_run else "took")
    by_reason: dict[str, list[str]] = {}
    for item in collected.left:
        if not item.is_work:
            by_reason.setdefault(item.why, []).append(str(item.path))
    for why, paths in by_reason.items():
        yield f"left {paths[0]}: {why}" if len(paths) == 1 else f"left {len(paths)} files: {why}"
    for item in collected.left:
        if item.is_work:
            yield f"LEFT {item.path}: {item.why}"
    if collected.absent:
        absent = collected.absent
        yield f"nothing taken from {len(absent)} on the list: {', '.join(absent)}"
    yield _summary(collected, dry_run)


def _line(placed: Placed, verb: str) -> str:
    if placed.state == "unchanged":
        line = f"had {placed.assignment} of {placed.student} already: {placed.source}"
    else:
        line = f"{verb} {placed.assignment} for {placed.student} from {placed.source}"
    when = [f"handed in {placed.time.astimezone(UTC):%Y-%m-%d %H:%M} UTC"] if placed.time else []
    what = ["in place of older work"] if placed.state == "updated" else []
    remarks = "; ".join([*when, *what, *placed.remarks])
    return f"{line} ({remarks})" if remarks else line


def _summary(collected: Collected, dry_run: bool) -> str:
    states = [placed.state for placed in collected.placed]
    students = len({placed.student for placed in collected.placed})
    counts = ", ".join(f"{states.count(state)} {state}" for state in dict.fromkeys(states))
    work = sum(item.is_work for item in collected.left)
    written = "; nothing was written" if dry_run else ""
    return (
        f"{len(states)} notebooks of {students} students{f' ({counts})' if counts else ''}; "
        f"{work or 'nothing'} left that may be somebody's work{written}"
    )
