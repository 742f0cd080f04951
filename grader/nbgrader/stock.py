"""Marks where nbgrader runs a notebook by itself, in one kernel, without our configuration.

That is the unsandboxed path: honest submissions get the marks that they get
elsewhere, but a student's code could reach this one.
"""

from __future__ import annotations

from descent.diagnosis.judge import judge
from descent.probing.probes import observe
from grader.course import Course
from grader.sheets.hidden import hidden_sheet
from grader.sheets.references import reference


def mark(section: str, exercise: str, answer: object) -> float:
    """Mark an answer with the hidden probes, as the last line of a test cell.

    Returns:
        Points, a built-in float: nbgrader takes it for the score. What the
        student is told is printed.
    """
    of = Course.here().section(section)
    sheet = hidden_sheet(of, exercise)
    verdict = judge(sheet, [observe(probe, answer) for probe in sheet.probes], reveal=False)
    print(verdict.message)
    return round(verdict.share * reference(of).points[exercise], 2)
