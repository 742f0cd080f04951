"""Marks as data for other programs: JSON and CSV, as the contract has them."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from grader.files import write_whole
from grader.results import Change, Marked

# A cell that begins with one of these is a formula to a spreadsheet.
_FORMULA = ("=", "+", "-", "@", "\t", "\n")


def as_data(rows: Sequence[Marked]) -> dict[str, Any]:
    """Return the marks in the form of the contract's JSON, with what each rests on."""
    return {"submissions": [_row(row) for row in rows]}


def _row(row: Marked) -> dict[str, Any]:
    kept = {change.old.exercise: change for change in row.kept}
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
                "kept": _kept(kept.get(item.exercise)),
            }
            for item in row.scores
        ],
    }


def _kept(change: Change | None) -> dict[str, Any] | None:
    """Return which mark of today a kept one stands for, and why they differ."""
    return {"today": change.new.score, "reason": change.reason} if change else None


def write_json(rows: Sequence[Marked], path: Path) -> None:
    """Write the contract's JSON."""
    write_whole(path, json.dumps(as_data(rows), indent=2, allow_nan=False) + "\n")


def write_csv(rows: Sequence[Marked], path: Path) -> None:
    """Write a table with a line for each submission, and one for each of its exercises."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
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
        first = [_safe(of.student), _safe(of.assignment), row.status]
        notes = _safe("; ".join(row.notes))
        writer.writerow([*first, "", f"{row.score:g}", f"{row.max_score:g}", "", notes])
        for item in row.scores:
            points = [f"{item.score:g}", f"{item.max_score:g}"]
            told = [item.diagnosis or "", _safe(item.message)]
            writer.writerow([*first, item.exercise, *points, *told])
    write_whole(path, text.getvalue())


def _safe(text: str) -> str:
    """Return text that a spreadsheet takes for text, with what no file can hold replaced."""
    text = text.encode("utf-8", "replace").decode("utf-8")
    # A bare carriage return is not quoted, and would begin a line of its own.
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return "'" + text if text.startswith(_FORMULA) else text
