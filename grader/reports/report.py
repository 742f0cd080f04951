"""Marks as data for other programs: JSON and CSV, as the contract has them."""

from __future__ import annotations

import csv
import json
import re
import textwrap
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from grader.files import whole
from grader.results import Change, Marked

# A cell that begins with one of these is a formula to a spreadsheet, blanks and quotes or not; so
# is what follows a semicolon, a tab or a new line, where one of them is taken for what separates.
_FORMULA = re.compile(r"(?:^|(?<=[;\t\n]))(?=[\s\"]*[=+\-@\uff1d\uff0b\uff0d\uff20])|^(?=[\t\n])")


def as_data(row: Marked) -> dict[str, Any]:
    """Return a submission in the form of the contract's JSON, with what each mark rests on."""
    changes = {change.old.exercise: change for change in row.kept}
    return {
        "student": row.submission.student,
        "assignment": row.submission.assignment,
        "status": row.status,
        "score": row.score,
        "max_score": row.max_score,
        "seconds": round(row.seconds, 3),
        "notes": row.notes,
        "exercises": [
            {
                "id": item.exercise,
                "score": item.score,
                "max_score": item.max_score,
                "diagnosis": item.diagnosis,
                "message": item.message,
                "basis": item.basis.as_data() if item.basis else None,
                "kept": _kept(changes.get(item.exercise)),
            }
            for item in row.scores
        ],
    }


def _kept(change: Change | None) -> dict[str, Any] | None:
    """Return which mark of today a kept one stands for, and why they differ."""
    return {"today": change.new.score, "reason": change.reason} if change else None


def write_json(rows: Iterable[Marked], path: Path) -> None:
    """Write the contract's JSON, row by row."""
    with whole(path) as file:
        file.write('{\n  "submissions": [')
        between = "\n"
        for row in rows:
            text = json.dumps(as_data(row), indent=2, allow_nan=False)
            file.write(between + textwrap.indent(text, "    "))
            between = ",\n"
        file.write("\n  ]\n}\n")


def write_csv(rows: Iterable[Marked], path: Path) -> None:
    """Write a table with a line for each submission, and one for each of its exercises."""
    with whole(path) as file:
        _write_table(rows, csv.writer(file, lineterminator="\n"))


def _write_table(rows: Iterable[Marked], writer: Any) -> None:
    writer.writerow(
        [
            "student",
            "assignment",
            "status",
            "exercise",
            "score",
            "max_score",
            "diagnosis",
            "message",
        ]
    )
    for row in rows:
        of = row.submission
        first = [safe(of.student), safe(of.assignment), row.status]
        notes = safe("; ".join(row.notes))
        writer.writerow([*first, "", f"{row.score:g}", f"{row.max_score:g}", "", notes])
        for item in row.scores:
            points = [f"{item.score:g}", f"{item.max_score:g}"]
            reason = [item.diagnosis or "", safe(item.message)]
            writer.writerow([*first, item.exercise, *points, *reason])


def safe(text: str) -> str:
    """Return text that a spreadsheet takes for text, with what no file can hold replaced."""
    text = text.encode("utf-8", "replace").decode("utf-8")
    # A bare carriage return is not quoted, and would begin a line of its own.
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _FORMULA.sub("'", text)
