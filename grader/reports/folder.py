"""What a course folder gets of each submission, where nbgrader looks for it."""

from __future__ import annotations

import html
from dataclasses import dataclass
from pathlib import Path

from grader.course import Section
from grader.files import write_whole
from grader.reports.autograded import autograded
from grader.reports.pages import LATENESS, feedback
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

    Where there is no notebook now, that of an earlier submission goes: its marks do not stand.

    Raises:
        OSError: It cannot be written.
    """
    notebook, page = _paths(of, course)
    if pages.notebook:
        _write(notebook, pages.notebook)
    else:
        notebook.unlink(missing_ok=True)
    _write(page, pages.feedback)


def add_lateness(of: Submission, sentence: str, course: Path) -> None:
    """Say on the feedback page of a submission what it costs that it is late.

    Raises:
        OSError: It cannot be written.
    """
    _, page = _paths(of, course)
    if page.is_file():
        text = page.read_text(encoding="utf-8")
        _write(page, text.replace(LATENESS, f"<p>{html.escape(sentence)}</p>", 1))


def has_pages(of: Submission, course: Path) -> bool:
    """Return whether both pages of a submission are in the course folder."""
    return all(path.is_file() for path in _paths(of, course))


def _paths(of: Submission, course: Path) -> tuple[Path, Path]:
    """Return where its autograded notebook and its feedback are."""
    notebook = course / "autograded" / of.student / of.assignment / f"{of.assignment}.ipynb"
    page = course / "feedback" / of.student / of.assignment / f"{of.assignment}.html"
    return notebook, page


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(path, text)
