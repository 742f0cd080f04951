"""The class at a glance: one page that needs no network, and all of it as CSV.

Its size does not grow with the class: single students stand on it where there
are few of them, and in the tables in any case.
"""

from __future__ import annotations

import base64
import functools
import hashlib
import heapq
import statistics
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

from markupsafe import Markup

from grader.course import Course
from grader.files import write_whole
from grader.reports import charts
from grader.reports.aggregate import BINS, Group, Item, Marks, aggregate, to_teach
from grader.reports.class_tables import write_tables
from grader.reports.examples import example
from grader.reports.pages import template
from grader.results import Marked
from grader.roster import Roster

# How many students, mistakes, and submissions to look at stand on the page.
LISTED, RANKED, LOOK, SLOW = 200, 15, 60, 10


def write_class_page(
    rows: Iterable[Marked],
    of: Course,
    course: Path,
    roster: Roster | None = None,
    links: bool = True,
) -> Path:
    """Write the page of a class and its tables, and return the path of the page.

    Args:
        rows: The submissions.
        of: The course whose sections they are to.
        course: The folder of the class.
        roster: Who is in the class, if that is known.
        links: Whether each student leads to a feedback page; not where they have pseudonyms.
    """
    found = aggregate(rows, of, roster)
    write_tables(found, course / "class")
    all_rows = list(found.rows)
    look = _to_look_at(all_rows)
    page = template("class").render(
        title="The class",
        script=_script(),
        hash=_hash(),
        count=len(all_rows),
        students=len({row.submission.student for row in all_rows}),
        fingerprint=of.settings.seed_fingerprint,
        isolation=_isolation(all_rows),
        teach=to_teach(found),
        sections=[_section(marks) for marks in found.sections.values()],
        roster=len(roster) if roster else 0,
        mistakes=_groups(found.mistakes, of, course),
        more_mistakes=max(0, len(found.mistakes) - RANKED),
        unexplained=_groups(found.unexplained, of, course),
        more_unexplained=max(0, len(found.unexplained) - RANKED),
        look=look[:LOOK],
        more_look=max(0, len(look) - LOOK),
        slow=heapq.nlargest(SLOW, all_rows, key=lambda row: row.seconds),
        unknown=found.unknown[:LOOK],
        more_unknown=max(0, len(found.unknown) - LOOK),
        link=_link if links else None,
    )
    return write_whole(course / "class.html", page)


def _section(marks: Marks) -> dict[str, Any]:
    items, counts = marks.items, marks.counts
    return {
        "name": marks.section,
        "marks": marks,
        "mean": float(marks.scores.mean()),
        "median": statistics.median(map(float, marks.scores)),
        "full": sum(row.score >= row.max_score for row in marks.rows),
        "exercises": items,
        "tenths": list(zip(_tenths(), counts, strict=True)),
        "distribution": charts.columns(
            _tenths(),
            counts,
            f"Marks in {marks.section}",
            f"{len(marks.rows)} submissions by tenths of {marks.most:g} points: "
            + ", ".join(
                f"{count} in {name}" for name, count in zip(_tenths(), counts, strict=True)
            ),
        ),
        "success": _success(marks.section, items),
        "listed": marks.rows if len(marks.rows) <= LISTED else [],
        "missing": marks.missing[:LISTED],
    }


def _success(section: str, items: Sequence[Item]) -> Markup:
    rows = [
        (one.exercise.replace("_", " "), one.difficulty, f"{one.difficulty:.0%}") for one in items
    ]
    said = ", ".join(f"{name} {text}" for name, _, text in rows)
    return charts.bars(rows, f"Share of the points by exercise in {section}", said)


def _tenths() -> list[str]:
    return [f"{10 * n}–{10 * n + 10} %" for n in range(BINS)]


def _groups(groups: Sequence[Group], of: Course, course: Path) -> list[dict[str, Any]]:
    return [
        {"of": group, "example": example(group, of.section(group.section), course)}
        for group in groups[:RANKED]
    ]


def _to_look_at(rows: Sequence[Marked]) -> list[Marked]:
    return [row for row in rows if row.scores and (row.notes or row.status != "graded")]


def _isolation(rows: Sequence[Marked]) -> str:
    for row in rows:
        for level in (row.isolation, *(item.basis.isolation for item in row.scores if item.basis)):
            if level:
                return level
    return "isolation: none"


def _link(row: Marked) -> str:
    of = row.submission
    return quote(f"feedback/{of.student}/{of.assignment}/{of.assignment}.html", errors="replace")


@functools.cache
def _script() -> Markup:
    return Markup(Path(__file__).with_name("sort.js").read_text(encoding="utf-8"))  # noqa: S704


def _hash() -> str:
    """Return what lets this script run in the page, and no other."""
    digest = hashlib.sha256(_script().encode()).digest()
    return f"sha256-{base64.b64encode(digest).decode()}"
