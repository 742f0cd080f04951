"""The whole of ``descent build``: the steps in their order, and the comparison of what is there."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory

from grader.build import manifest
from grader.build.checks import write_checks
from grader.build.lessons import write_lesson, write_ungraded
from grader.build.sameness import differences
from grader.build.solutions import write_solution
from grader.course import Course, Section, Ungraded
from grader.errors import GraderError
from grader.nbgrader.registry import generate
from grader.sheets.source_cells import require_sound

# Notebooks are executed by kernels of their own, so threads are enough here.
WORKERS = 2


class BuildFails(GraderError):
    """Some sections cannot be built; the message has why for each of them."""


def build(
    course: Course,
    names: Sequence[str] = (),
    force: bool = False,
    say: Callable[[str], None] = print,
) -> list[str]:
    """Generate what is stale of some sections of a course, or of all, and return their names.

    Raises:
        BuildFails: A source cannot be used. All others were tried, and what
            came of them is recorded; nothing of a section that failed is.
    """
    all_kinds = {
        section: _stale_kinds(section, force) for section in course.choose_notebooks(names)
    }
    tasks = {section: kinds for section, kinds in all_kinds.items() if kinds}
    failures: dict[Section, str] = {}
    _try_each("", dict.fromkeys(tasks, ("",)), failures, require_sound, lambda _: None)
    with TemporaryDirectory() as folder:
        outputs = Path(folder)
        # Solutions run the checks, so these come first.
        _try_each("checks", tasks, failures, write_checks, say)
        _try_each("lesson", tasks, failures, lambda section: _lesson(section, outputs), say)
        _try_each(
            "solution",
            tasks,
            failures,
            lambda section: write_solution(section, outputs / "solutions"),
            say,
        )
        fine = {section: kinds for section, kinds in tasks.items() if section not in failures}
        for section, kinds in fine.items():
            for path in (path for kind in kinds for path in manifest.generated(section, kind)):
                _put(outputs / path.relative_to(course.root), path)
    for path in [] if names else manifest.strays(course):
        say(f"removed    {path.relative_to(course.root)}")
        path.unlink()
    manifest.record(course, fine)
    if failures:
        raise BuildFails("\n".join(failures[each] for each in tasks if each in failures))
    return [section.name for section in tasks]


def _stale_kinds(section: Section, force: bool) -> tuple[str, ...]:
    kinds = manifest.kinds(section)
    return tuple(kind for kind in kinds if force or manifest.why_stale(section, kind))


def _try_each(
    kind: str,
    tasks: Mapping[Section, Sequence[str]],
    failures: dict[Section, str],
    make: Callable[[Section], object],
    say: Callable[[str], None],
) -> None:
    """Make the outputs of one kind, and note which sections fail and why."""
    sections = [each for each in tasks if kind in tasks[each] and each not in failures]
    # Only the solutions are made in other processes; what nbgrader and the checks do is not
    # made for threads.
    with ThreadPoolExecutor(WORKERS if kind == "solution" else 1) as pool:
        jobs = [pool.submit(make, section) for section in sections]
        for section, job in zip(sections, jobs, strict=True):
            try:
                job.result()
            except GraderError as error:
                failures[section] = f"{section}: {error}"
                say(f"{'failed':10} {section}")
            else:
                say(f"{kind:10} {section}")


def _lesson(section: Section, folder: Path) -> None:
    around = manifest.neighbors(section)
    if isinstance(section, Ungraded):
        write_ungraded(section, folder / "notebooks", around)
        return
    generate([section], folder / "release", f"sqlite:///{folder / 'gradebook.db'}")
    write_lesson(section.name, folder / "release", folder / "notebooks", around)


def check(course: Course, names: Sequence[str] = (), execute: bool = False) -> list[str]:
    """Return what is stale, a sentence each, without changing anything.

    Args:
        course: The course.
        names: Which sections; all without any.
        execute: Whether everything is generated anew elsewhere and compared,
            numbers in texts with tolerance, pictures not at all.
    """
    sections, root = course.choose_notebooks(names), course.root
    problems = manifest.stale(sections)
    if not names:
        strays = manifest.strays(course)
        problems += [f"{path.relative_to(root)} belongs to no section" for path in strays]
    if execute and not problems:
        with TemporaryDirectory() as folder:
            other = Course(Path(folder) / "course")
            _copy_sources(root, other.root)
            build(other, names, force=True, say=lambda _: None)
            for section in sections:
                for path in manifest.generated(section):
                    problems += differences(path, other.root / path.relative_to(root), root)
    return problems


def _put(source: Path, path: Path) -> None:
    # The checks are written in place by their own step.
    if source.is_file():
        path.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, path)


def _copy_sources(root: Path, other: Path) -> None:
    for folder in ("source", "grader", "descent"):
        shutil.copytree(root / folder, other / folder)
    shutil.copy(root / "course.toml", other)
