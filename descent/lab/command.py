"""``descent lab``: JupyterLab on a copy of the notebooks that its owner may spoil."""

from __future__ import annotations

import argparse
import importlib.util
from collections.abc import Sequence
from pathlib import Path

from descent.lab import jupyter
from descent.lab.copies import LESSONS, NoLab, Standing, copy_lessons, reset, standings
from descent.notebook.boxes import number

_EPILOG = """\
What stands after -- goes to JupyterLab, as in: descent lab -- --no-browser --port 9999
Ctrl-C ends it."""


def main(arguments: Sequence[str]) -> int:
    """Open JupyterLab and return its exit status."""
    ours, extra = _split(arguments)
    parser = argparse.ArgumentParser(
        prog="descent lab",
        usage="descent lab [FOLDER] [--reset SECTION | --instructor] [-- OPTION ...]",
        description="Open JupyterLab on the notebooks of the course, where you left off.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "folder",
        metavar="FOLDER",
        nargs="?",
        type=Path,
        help="your working copy; made if it is not there (default: my-notebooks)",
    )
    group = parser.add_mutually_exclusive_group()
    group.add_argument(
        "--reset",
        metavar="SECTION",
        help="put a fresh notebook of this section in place, keep the old one beside it, and stop",
    )
    group.add_argument(
        "--instructor",
        action="store_true",
        help="open the course itself with nbgrader's pages, instead of a copy",
    )
    args = parser.parse_args(ours)
    if args.instructor:
        if args.folder:
            parser.error("--instructor opens the course itself: it takes no folder")
        return _instructor(extra)
    folder = args.folder or Path("my-notebooks")
    if args.reset is not None:
        if extra:
            parser.error("--reset opens no JupyterLab: nothing can follow --")
        return _reset(args.reset, folder)
    return _student(folder, extra)


def _split(arguments: Sequence[str]) -> tuple[list[str], list[str]]:
    """Return our arguments, and what stands after ``--``."""
    args = list(arguments)
    if "--" not in args:
        return args, []
    place = args.index("--")
    return args[:place], args[place + 1 :]


def _student(folder: Path, extra: Sequence[str]) -> int:
    if importlib.util.find_spec("jupyterlab") is None:
        raise NoLab("JupyterLab is not installed here: run pip install jupyterlab")
    jupyter.refuse_root(extra)
    for name in copy_lessons(LESSONS, folder):
        print(f"new in {folder}: {name}")
    overview = standings(folder)
    if not overview:
        raise NoLab(
            f"{folder} has no notebook of the course: name the folder that has them, "
            "as in descent lab FOLDER"
        )
    print(_table(overview), flush=True)
    ahead = next((one for one in overview if not one.finished), None)
    if ahead:
        print(f"\nNext: {ahead.section}. JupyterLab opens on it; Ctrl-C here ends JupyterLab.")
    else:
        print("\nAll done. JupyterLab opens on the last section; Ctrl-C here ends JupyterLab.")
    place = (ahead or overview[-1]).notebook.relative_to(folder)
    return jupyter.run(folder, f"/lab/tree/{place.as_posix()}", extra)


def _table(overview: Sequence[Standing]) -> str:
    """Return how far each section is, as text."""
    rows = [("section", "points so far", "in all")]
    for one in overview:
        if one.total is None:
            rows.append((one.section, "not readable", ""))
        else:
            rows.append((one.section, number(one.earned), number(one.total)))
    whole = [one for one in overview if one.total is not None]
    earned, total = sum(one.earned for one in whole), sum(one.total or 0.0 for one in whole)
    rows.append(("all", number(earned), number(total)))
    wide = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = [f"{a:{wide[0]}}  {b:>{wide[1]}}  {c:>{wide[2]}}" for a, b, c in rows]
    lines.append("Points so far are what the checks in your notebooks last said.")
    lines += [
        f"{one.notebook} is not readable as a notebook; "
        f"descent lab --reset {one.section} puts a fresh one in its place"
        for one in overview
        if one.total is None
    ]
    return "\n".join(lines)


def _reset(section: str, folder: Path) -> int:
    notebook, backup = reset(section, LESSONS, folder)
    print(f"{notebook} is fresh." + (f" The old one is kept as {backup.name}." if backup else ""))
    print("If it is open in JupyterLab, close it there and open it again.")
    return 0


def _instructor(extra: Sequence[str]) -> int:
    for package in ("grader", "nbgrader", "jupyterlab"):
        if importlib.util.find_spec(package) is None:
            if package == "grader":
                raise NoLab("--instructor works in a clone of the repository: " + _INSTALL)
            raise NoLab(f"--instructor needs the package {package}: " + _INSTALL)
    jupyter.refuse_root(extra)
    root: Path = importlib.import_module("grader.course").Course.here().root
    importlib.import_module("grader.nbgrader.registry").find_alembic()
    print(f"The course in {root}, with nbgrader's pages in the menu Nbgrader.")
    print("Ctrl-C here ends JupyterLab.")
    # nbgrader reads the course's configuration from the folder in which it is started.
    return jupyter.run(root, "/lab", extra, inside=True)


_INSTALL = "run pip install -e '.[instructor]' in the clone"
