"""What lies in a folder of submissions and is graded nowhere: each named, with the reason."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath

from grader.results import Submission

# What programs leave behind by themselves: folders and files that nobody handed in on purpose.
BY_THEMSELVES = {
    "__MACOSX": "what macOS adds to a zip",
    ".DS_Store": "what macOS adds to a folder",
    "Thumbs.db": "what Windows adds to a folder",
    "desktop.ini": "what Windows adds to a folder",
    ".git": "the history of a repository",
    ".github": "settings of a repository",
    ".ipynb_checkpoints": "what Jupyter saves by itself",
    "__pycache__": "what Python saves by itself",
}
# What somebody may have handed in in place of a notebook.
WORK = (
    ".ipynb",
    ".py",
    ".html",
    ".htm",
    ".pdf",
    ".docx",
    ".zip",
    ".rar",
    ".7z",
    ".gz",
    ".tgz",
    ".tar",
)
# Folders of a submission that are looked into for notebooks that lie too deep.
_DEEPEST = 4


@dataclass(frozen=True)
class PassedOver:
    """Something that is not graded.

    Attributes:
        path: Where it lies in the folder of submissions.
        why: The reason, and what to do.
        is_work: Whether it may be somebody's work.
    """

    path: PurePath
    why: str
    is_work: bool


def by_itself(path: PurePath) -> str:
    """Return what a file or folder is that nobody handed in on purpose; ``""`` for all others."""
    known = [BY_THEMSELVES[part] for part in path.parts if part in BY_THEMSELVES]
    return known[0] if known else "what macOS adds to a file" * path.name.startswith("._")


def passed_over(folder: Path, submissions: Sequence[Submission]) -> Iterator[PassedOver]:
    """Yield what lies in a folder of submissions and is in none of those that are graded.

    Links are not followed; of folders that cannot be looked into, submissions have rows.

    Args:
        folder: Holds a folder for each student.
        submissions: All of the folder, of every assignment.
    """
    handed_in: dict[str, set[str]] = {}
    for of in submissions:
        handed_in.setdefault(of.student, set()).add(of.assignment)
    for name, is_folder in _entries(folder):
        path = PurePath(name)
        if what := by_itself(path):
            yield PassedOver(path, what, False)
        elif is_folder:
            yield from _of_student(folder, name, handed_in.get(name, set()))
        elif name not in handed_in:  # of a link there are rows
            why = "it lies beside the students' folders: descent collect lays out a download"
            yield PassedOver(path, why, _is_work(name))


def _of_student(folder: Path, student: str, assignments: set[str]) -> Iterator[PassedOver]:
    entries = _entries(folder / student)
    if not any(is_folder or name in assignments for name, is_folder in entries):
        yield PassedOver(PurePath(student), "it holds no folder of an assignment", False)
    for name, is_folder in entries:
        path = PurePath(student, name)
        if what := by_itself(path):
            yield PassedOver(path, what, False)
        elif is_folder and name in assignments:
            yield from _of_submission(folder, path)
        elif not is_folder and name not in assignments:
            why = (
                f"it lies in no folder of an assignment: {student}/<assignment>/<assignment>.ipynb"
            )
            yield PassedOver(path, why, _is_work(name))


def _of_submission(folder: Path, inside: PurePath, depth: int = 0) -> Iterator[PassedOver]:
    assignment = inside.parts[1]
    for name, is_folder in _entries(folder / inside):
        path = inside / name
        if what := by_itself(path):
            yield PassedOver(path, what, False)
        elif is_folder and depth < _DEEPEST:
            yield from _of_submission(folder, path, depth + 1)
        elif name.lower().endswith(".ipynb") and (depth or name != f"{assignment}.ipynb"):
            where = PurePath(*inside.parts[:2], f"{assignment}.ipynb")
            yield PassedOver(path, f"only {where} is graded", True)


def _is_work(name: str) -> bool:
    return name.lower().endswith(WORK)


def _entries(path: Path) -> list[tuple[str, bool]]:
    """Return the names in a folder, each with whether it is a folder; none if it is closed."""
    try:
        with os.scandir(path) as entries:
            return sorted((entry.name, entry.is_dir(follow_symlinks=False)) for entry in entries)
    except OSError:
        return []
