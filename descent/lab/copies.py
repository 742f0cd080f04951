"""A student's own copies of the notebooks: made, made anew, and how far each of them is."""

from __future__ import annotations

import contextlib
import os
import shutil
from dataclasses import dataclass
from pathlib import Path

from descent.errors import DescentError
from descent.judging import sheet_files
from descent.notebook import progress

LESSONS = Path(__file__).resolve().parent.parent.parent / "notebooks"


class NoLab(DescentError):
    """JupyterLab, or something for it to open, is not there."""


@dataclass(frozen=True)
class Standing:
    """How far a section is.

    Attributes:
        section: Its name.
        notebook: The student's copy.
        earned: The points that the last visible checks add up to.
        total: The points in all; None if the copy cannot be read.
        finished: Whether there is nothing left to earn.
    """

    section: str
    notebook: Path
    earned: float
    total: float | None
    finished: bool


def copy_lessons(lessons: Path, folder: Path) -> list[str]:
    """Copy the notebooks that a folder lacks, and return their names. Nothing is overwritten.

    The folder also gets a place in which checks note their results.

    Raises:
        NoLab: There are no notebooks to copy, nor any in the folder, or the
            folder cannot be written to.
    """
    if not lessons.is_dir() and not folder.is_dir():
        raise NoLab(
            f"there are no notebooks in {folder}: name the folder that has them, "
            "as in descent lab FOLDER"
        )
    names = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for lesson in sorted(lessons.glob("*.ipynb")):
            if not os.path.lexists(folder / lesson.name):
                _put(lesson, folder / lesson.name)
                names.append(lesson.name)
    except FileExistsError as error:
        raise NoLab(f"{folder} is not a folder") from error
    except OSError as error:
        raise NoLab(f"cannot copy notebooks into {folder}: {error.strerror}") from error
    # Points are a courtesy: where they cannot be noted, there is still something to open.
    with contextlib.suppress(OSError):
        (folder / progress.FOLDER).mkdir(exist_ok=True)
    return names


def reset(section: str, lessons: Path, folder: Path) -> tuple[Path, Path | None]:
    """Put a fresh notebook in the place of a copy.

    Args:
        section: The section, or the number at the beginning of its name.
        lessons: Where the fresh ones are.
        folder: Where the copies are.

    Returns:
        The copy, and the old one under its new name, if there was one.

    Raises:
        NoLab: There is no such section, nothing fresh, or no such folder.
    """
    sections = [lesson.stem for lesson in sorted(lessons.glob("*.ipynb"))]
    if not sections:
        raise NoLab("there are no fresh notebooks here: --reset works in a clone of the repository")
    name = section.removesuffix(".ipynb")
    matches = [one for one in sections if name and (one == name or one.startswith(f"{name}_"))]
    if len(matches) != 1:
        raise NoLab(f"there is no section {section!r}; there are {', '.join(sections)}")
    if not folder.is_dir():
        raise NoLab(f"there is no folder {folder}; descent lab makes it")
    notebook = folder / f"{matches[0]}.ipynb"
    try:
        backup = _keep(notebook) if os.path.lexists(notebook) else None
        _put(lessons / notebook.name, notebook)
    except OSError as error:
        raise NoLab(f"cannot reset {notebook}: {error.strerror}") from error
    progress.forget(sheet_files.sections().get(matches[0], ()), folder)
    return notebook, backup


def standings(folder: Path) -> list[Standing]:
    """Return how far each section is of which there is a notebook in a folder."""
    results = progress.results(folder)
    overview = []
    for section in sheet_files.sections():
        notebook = folder / f"{section}.ipynb"
        if not notebook.is_file():
            continue
        worth = progress.points(notebook)
        earned, total = progress.earned_of(worth or {}, results)
        finished = worth is not None and earned >= total - 1e-6
        overview.append(
            Standing(section, notebook, earned, None if worth is None else total, finished)
        )
    return overview


def _put(source: Path, target: Path) -> None:
    """Copy a file to a place where there is none, or leave nothing there."""
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        shutil.copyfile(source, part)
        os.replace(part, target)
    finally:
        part.unlink(missing_ok=True)


def _keep(notebook: Path) -> Path:
    """Rename a notebook to a name that is free and says what it is, and return that."""
    number = 1
    while True:
        backup = notebook.with_name(f"{notebook.stem}-before-reset-{number}{notebook.suffix}")
        try:
            # Taken first, so that nothing of that name is replaced.
            backup.touch(exist_ok=False)
        except FileExistsError:
            number += 1
            continue
        os.replace(notebook, backup)
        return backup
