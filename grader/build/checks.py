"""Step 1: what the checks of a section know, written to ``descent/checks``."""

from __future__ import annotations

from pathlib import Path

from descent.judging import sheet_files
from grader.course import Section
from grader.sheets.exercise import exercises
from grader.sheets.experiments import experiment_sheet
from grader.sheets.preparation import visible_sheet
from grader.sheets.shipped import shipped


def write_checks(section: Section) -> Path:
    """Write the visible sheets and experiments of a section into its course; return the file."""
    names = exercises(section)
    visible_sheets = [shipped(visible_sheet(section, name)) for name in names]
    experiments = [sheet for name in names if (sheet := experiment_sheet(section, name))]
    return sheet_files.write(visible_sheets, section.name, section.course.checks, experiments)
