"""What a student is told, as nbgrader's comments."""

from __future__ import annotations

import html

from grader.course import Section
from grader.nbgrader.texts import storable
from grader.results import Marked
from grader.sheets.exercise import exercises


def comments(row: Marked, section: Section) -> dict[str, str]:
    """Return what the student is told, by the answer cell that it belongs to."""
    texts_by_cell: dict[str, list[str]] = {}
    entries = exercises(section)
    for item in row.scores:
        entry = entries[item.exercise]
        several = sum(other.answer_cell == entry.answer_cell for other in entries.values()) > 1
        text = f"{item.exercise}: {item.message}" if several else item.message
        texts_by_cell.setdefault(entry.answer_cell, []).append(text)
    # nbgrader renders comments as Markdown, in which HTML of a student's would be alive.
    return {
        cell: html.escape(storable("\n\n".join(texts)), quote=False)
        for cell, texts in texts_by_cell.items()
    }
