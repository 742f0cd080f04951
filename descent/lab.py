"""``descent lab``: JupyterLab on a copy of the notebooks that its owner may spoil."""

from __future__ import annotations

import argparse
import importlib.util
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from descent.errors import DescentError

LESSONS = Path(__file__).resolve().parent.parent / "notebooks"


class NoLab(DescentError):
    """JupyterLab, or something for it to open, is not there."""


def main(arguments: Sequence[str]) -> int:
    """Open JupyterLab and return its exit status."""
    parser = argparse.ArgumentParser(
        prog="descent lab", description="Open JupyterLab on the notebooks of the course."
    )
    parser.add_argument(
        "folder",
        nargs="?",
        type=Path,
        default=Path("my-notebooks"),
        help="your working copy; made if it is not there (default: my-notebooks)",
    )
    parser.add_argument(
        "options", nargs=argparse.REMAINDER, help="further options go to jupyter lab"
    )
    args = parser.parse_args(arguments)
    if importlib.util.find_spec("jupyterlab") is None:
        raise NoLab("JupyterLab is not installed here: run pip install jupyterlab")
    for name in copy_lessons(LESSONS, args.folder):
        print(f"new in {args.folder}: {name}")
    command = [sys.executable, "-m", "jupyterlab", str(args.folder), *args.options]
    process = subprocess.Popen(command)
    while True:
        try:
            return process.wait()
        except KeyboardInterrupt:
            # Ctrl-C reaches JupyterLab too, which asks and then ends by itself.
            continue


def copy_lessons(lessons: Path, folder: Path) -> list[str]:
    """Copy the notebooks that a folder lacks, and return their names. Nothing is overwritten.

    Raises:
        NoLab: There are no notebooks to copy, nor any in the folder.
    """
    if not lessons.is_dir() and not folder.is_dir():
        raise NoLab(
            f"there are no notebooks in {folder}: name the folder that has them, "
            "as in descent lab FOLDER"
        )
    folder.mkdir(parents=True, exist_ok=True)
    copied = []
    for lesson in sorted(lessons.glob("*.ipynb")):
        if not (folder / lesson.name).exists():
            shutil.copyfile(lesson, folder / lesson.name)
            copied.append(lesson.name)
    return copied
