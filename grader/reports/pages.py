"""The page that a student reads. All text is escaped."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import jinja2
from markupsafe import Markup

from descent.notebook.boxes import as_html
from grader.course import Section
from grader.reports.listing import line_told, listing
from grader.reports.pictures import data_uri
from grader.reports.prose import inert_markdown
from grader.reports.tame import Allowance
from grader.results import Cell, Marked, Score
from grader.sheets.exercise import Exercise, exercises

# Characters of a student's own notes that a page shows, of an answer, and of an output. What all
# of them and their pictures may take together is an `Allowance`.
MAX_NOTES = MAX_SOURCE = MAX_OUTPUT = 20_000

# Where a feedback page gets what only the gradebook knows, once the marks are recorded.
LATENESS = "<!-- lateness -->"

_ANSI = re.compile(r"\x1b\[[0-9;]*m")


def feedback(row: Marked, section: Section | None = None) -> str:
    """Return the feedback page of a submission.

    Args:
        row: The submission.
        section: The section that it is to, which knows what to try next.
    """
    of = row.submission
    return template(
        "feedback"
    ).render(
        title=f"{of.assignment}, {of.student}",
        row=row,
        lateness=Markup(LATENESS),  # noqa: S704 (it is a constant)
        # How the grader failed is for those who repair it.
        notes=row.notes[:1] if row.status == "failed" else row.notes,
        parts=_parts(row, section),
    )


def _parts(row: Marked, section: Section | None) -> list[dict[str, Any]]:
    """Return what is shown of a notebook, in its order: answers, and the student's own notes."""
    entries: Mapping[str, Exercise] = exercises(section) if section else {}
    parts: list[dict[str, Any]] = []
    notes_left, allowance, of_lessons = MAX_NOTES, Allowance(), Allowance()
    by_cell: dict[str, list[Score]] = {}
    for item in row.scores:
        entry = entries.get(item.exercise)
        by_cell.setdefault(entry.answer_cell if entry else item.exercise, []).append(item)
    lesson: Cell | None = None
    for number, cell in enumerate(row.cells):
        outputs = row.outputs.get(number, [])
        if cell.role == "answer":
            about = by_cell.pop(cell.name, [])
            source = _beginning(cell.source, MAX_SOURCE)
            marked = next(filter(None, (line_told(one.message, source) for one in about)), 0)
            is_open = any(one.score < one.max_score for one in about)
            parts.append(
                {
                    "name": cell.name,
                    "about": [_about(one, entries.get(one.exercise)) for one in about],
                    "source": listing(source, marked),
                    "marked": marked,
                    "outputs": _outputs(outputs, allowance),
                    "lesson": _prose(lesson, of_lessons, section) if is_open and lesson else "",
                }
            )
        elif cell.role == "prose":
            lesson = cell
        elif cell.role == "free" and cell.cell_type == "markdown" and cell.source.strip():
            notes_left -= len(cell.source)
            if notes_left < 0:
                parts.append({"notes": "[the rest of your notes is too long to be shown here]"})
                break
            parts.append({"notes": _prose(cell, allowance, section)})
        elif cell.role in ("free", "demo"):
            figures = [one for one in _outputs(outputs, allowance) if one["picture"]]
            if figures:
                parts.append({"figures": figures})
    # Where a mark has no cell on the page, it is told all the same.
    for about in by_cell.values():
        parts.append({"about": [_about(one, None) for one in about]})
    return parts


def _about(item: Score, entry: Exercise | None) -> dict[str, Any]:
    # What is right, or only waits for an earlier answer, needs no hint.
    needs_one = item.score < item.max_score and not (item.diagnosis or "").startswith("earlier:")
    return {"item": item, "hint": entry.hints[0] if entry and entry.hints and needs_one else ""}


def _prose(cell: Cell, allowance: Allowance, section: Section | None) -> Markup:
    inert = inert_markdown(cell.source, cell.attachments, allowance, section)
    return Markup(inert)  # noqa: S704 (it is inert)


def _beginning(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[:most]}\n[the rest is too long to be shown here]"


def _outputs(outputs: Sequence[dict[str, Any]], allowance: Allowance) -> list[dict[str, str]]:
    parts: list[dict[str, str]] = []
    for output in outputs:
        data = output.get("data")
        data = data if isinstance(data, dict) else {}
        picture = data_uri({"image/png": data.get("image/png")})
        if output.get("output_type") == "stream":
            text = str(output.get("text", ""))
        elif output.get("output_type") == "error":
            text = f"{output.get('ename')}: {output.get('evalue')}"
        else:
            text = str(data.get("text/plain", ""))
        text = _beginning(_ANSI.sub("", text), MAX_OUTPUT)
        if not allowance.takes(text=len(text), pictures=len(picture)):
            return [*parts, {"picture": "", "text": "[the rest is too long to be shown here]"}]
        parts.append({"picture": picture, "text": text})
    return parts


@functools.cache
def template(name: str) -> jinja2.Template:
    """Return a template of this folder, which escapes what it is given."""
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(Path(__file__).with_name("templates")),
        autoescape=True,
        trim_blocks=True,
        undefined=jinja2.StrictUndefined,
    )
    environment.filters["code"] = lambda text: Markup(as_html(text))  # noqa: S704 (it is escaped)
    return environment.get_template(f"{name}.html.j2")
