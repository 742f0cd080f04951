"""The whole of ``descent build``: the steps in their order, and the comparison of what is there."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory

from grader.build import manifest
from grader.build.checks import write_checks
from grader.build.lessons import write_lesson
from grader.build.sameness import differences
from grader.build.solutions import write_solution
from grader.course import ROOT, sections, settings, source_of
from grader.errors import GraderError
from grader.nbgrader.registry import generate

# Notebooks are executed by kernels of their own, so threads are enough here.
WORKERS = 2


class BuildFails(GraderError):
    """Some sections cannot be built; the message has why for each of them."""


def build(
    chosen: Sequence[str] = (),
    root: Path = ROOT,
    force: bool = False,
    say: Callable[[str], None] = print,
) -> list[str]:
    """Generate what is stale of some sections, or of all, and return their names.

    Raises:
        BuildFails: A source cannot be used. All others were tried, and what
            came of them is recorded; nothing of a section that failed is.
    """
    names = _checked(chosen, root)
    wanted = {name: _stale_kinds(name, root, force) for name in names}
    wanted = {name: kinds for name, kinds in wanted.items() if kinds}
    failures: dict[str, str] = {}
    with TemporaryDirectory() as folder:
        made = Path(folder)
        # Solutions run the checks, so these come first.
        _try_each("checks", wanted, failures, lambda name: write_checks(name, root), say)
        _try_each("lesson", wanted, failures, lambda name: _lesson(name, made, root), say)
        _try_each("solution", wanted, failures, lambda name: _solution(name, made, root), say)
        fine = {name: kinds for name, kinds in wanted.items() if name not in failures}
        for name, kinds in fine.items():
            for path in (path for kind in kinds for path in manifest.generated(name, root, kind)):
                _put(made / path.relative_to(root), path)
    for path in [] if chosen else manifest.strays(sections(root), root):
        say(f"removed    {path.relative_to(root)}")
        path.unlink()
    manifest.record(fine, root)
    if failures:
        raise BuildFails("\n".join(failures[name] for name in wanted if name in failures))
    return list(wanted)


def _stale_kinds(name: str, root: Path, force: bool) -> tuple[str, ...]:
    return tuple(kind for kind in manifest.KINDS if force or manifest.why_stale(name, kind, root))


def _try_each(
    kind: str,
    wanted: Mapping[str, Sequence[str]],
    failures: dict[str, str],
    make: Callable[[str], object],
    say: Callable[[str], None],
) -> None:
    """Make the outputs of one kind, and note which sections fail and why."""
    names = [name for name in wanted if kind in wanted[name] and name not in failures]
    # Only the solutions are made in other processes; what nbgrader and the checks do is not
    # made for threads.
    with ThreadPoolExecutor(WORKERS if kind == "solution" else 1) as pool:
        jobs = [pool.submit(make, name) for name in names]
        for name, job in zip(names, jobs, strict=True):
            try:
                job.result()
            except GraderError as error:
                failures[name] = f"{name}: {error}"
                say(f"{'failed':10} {name}")
            else:
                say(f"{kind:10} {name}")


def _lesson(name: str, made: Path, root: Path) -> None:
    generate([name], made / "release", f"sqlite:///{made / 'gradebook.db'}", root)
    write_lesson(name, made / "release", made / "notebooks", manifest.neighbors(name, root))


def _solution(name: str, made: Path, root: Path) -> None:
    write_solution(name, source_of(name, root), made / "solutions", settings(root).address)


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


def _put(made: Path, path: Path) -> None:
    # The checks are written in place by their own step.
    if made.is_file():
        path.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(made, path)


def _copy_sources(root: Path, other: Path) -> None:
    for folder in ("source", "grader", "descent"):
        shutil.copytree(root / folder, other / folder)
    shutil.copy(root / "course.toml", other)
