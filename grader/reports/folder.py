"""What a course folder gets of each submission, where nbgrader looks for it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from grader.course import Section
from grader.files import write_whole
from grader.reports.autograded import autograded
from grader.reports.pages import feedback
from grader.results import Marked, Submission


@dataclass(frozen=True)
class Pages:
    """The texts of one submission.

    Attributes:
        notebook: The autograded notebook; nothing where none could be read.
        feedback: The page that its student reads.
    """

    notebook: str
    feedback: str


def pages_of(row: Marked, section: Section) -> Pages:
    """Return what is written of a submission to a section."""
    return Pages(autograded(row, section) if row.cells else "", feedback(row, section))


def write_pages(of: Submission, pages: Pages, course: Path) -> None:
    """Write what is to be read of a submission into the course folder.

    Raises:
        OSError: It cannot be written.
    """
    if pages.notebook:
        write_whole(_made(course / "autograded", of) / f"{of.assignment}.ipynb", pages.notebook)
    write_whole(_made(course / "feedback", of) / f"{of.assignment}.html", pages.feedback)


def _made(folder: Path, of: Submission) -> Path:
    path = folder / of.student / of.assignment
    path.mkdir(parents=True, exist_ok=True)
    return path
