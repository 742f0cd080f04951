"""The whole of ``descent build``: the steps in their order, and the comparison of what is there."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory

from grader.build import manifest
from grader.build.checks import write_checks
from grader.build.lessons import write_lesson
from grader.build.sameness import differences
from grader.build.solutions import write_solution
from grader.course import ROOT, sections, settings, source_of
from grader.nbgrader.registry import generate

# Notebooks are executed by kernels of their own, so threads are enough here.
WORKERS = 2


def build(
    chosen: Sequence[str] = (),
    root: Path = ROOT,
    force: bool = False,
    say: Callable[[str], None] = print,
) -> list[str]:
    """Generate what is stale of some sections, or of all, and return their names.

    Raises:
        GraderError: A source cannot be used; nothing of its section is
            recorded as built.
    """
    names = _checked(chosen, root)
    wanted = [name for name in names if force or manifest.stale([name], root)]
    for name in wanted:
        say(f"checks     {name}")
        write_checks(name, root)
    if wanted:
        _generate(wanted, root, say)
    for path in [] if chosen else manifest.strays(sections(root), root):
        say(f"removed    {path.relative_to(root)}")
        path.unlink()
    manifest.record(wanted, root)
    return wanted


def _generate(wanted: Sequence[str], root: Path, say: Callable[[str], None]) -> None:
    with TemporaryDirectory() as folder:
        made = Path(folder)
        say(f"release    {', '.join(wanted)}")
        generate(wanted, made / "release", f"sqlite:///{made / 'gradebook.db'}", root)
        for name in wanted:
            say(f"notebooks  {name}")
            write_lesson(name, made / "release", made / "notebooks", _around(name, root))
        address = settings(root).address
        with ThreadPoolExecutor(WORKERS) as pool:
            jobs = [
                pool.submit(
                    write_solution, name, source_of(name, root), made / "solutions", address
                )
                for name in wanted
            ]
            for name, job in zip(wanted, jobs, strict=True):
                job.result()
                say(f"solutions  {name}")
        for name in wanted:
            for path in manifest.generated(name, root):
                _put(made / path.relative_to(root), path)


def check(chosen: Sequence[str] = (), root: Path = ROOT, execute: bool = False) -> list[str]:
    """Return what is stale, a sentence each, without changing anything.

    Args:
        chosen: Which sections; all without any.
        root: The course.
        execute: Whether everything is generated anew elsewhere and compared,
            numbers in texts with tolerance, pictures not at all.
    """
    names = _checked(chosen, root)
    found = manifest.stale(names, root)
    if not chosen:
        strays = manifest.strays(names, root)
        found += [f"{path.relative_to(root)} belongs to no section" for path in strays]
    if execute and not found:
        with TemporaryDirectory() as folder:
            other = Path(folder) / "course"
            _copy_sources(root, other)
            build(names, other, force=True, say=lambda _: None)
            for name in names:
                for path in manifest.generated(name, root):
                    found += differences(path, other / path.relative_to(root), root)
    return found


def _checked(chosen: Sequence[str], root: Path) -> Sequence[str]:
    for name in chosen:
        source_of(name, root)
    return chosen or sections(root)


def _around(name: str, root: Path) -> tuple[str, str]:
    names = ("", *sections(root), "")
    place = names.index(name)
    return names[place - 1], names[place + 1]


def _put(made: Path, path: Path) -> None:
    # The checks are written in place by their own step.
    if made.is_file():
        path.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(made, path)


def _copy_sources(root: Path, other: Path) -> None:
    for folder in ("source", "grader", "descent"):
        shutil.copytree(root / folder, other / folder)
    shutil.copy(root / "course.toml", other)
