"""Whether a class may grow: the same mix of submissions, graded as classes of several sizes.

Prints a line for each size: the rate beyond the start, memory of each kind of process, seconds that
the gradebook takes of the one process that writes, and disk. Submissions come in turns from a pool
of right answers, wrong ones and broken notebooks, so that each size has the same mix.

    python benchmarks/growth.py [--sizes 100 1000 10000] [--workers 2] [--sections NAME ...]
"""

from __future__ import annotations

import argparse
import dataclasses
import itertools
import json
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.measured import ENVIRONMENT, KINDS, cost, machine
from grader import grading
from grader.course import Course, Section
from grader.demo.classroom import answered, mistaken, unfinished
from grader.grading import Job
from grader.marking.submissions import find_submissions
from grader.nbgrader.gradebook import Gradebook, default_db_url
from grader.results import Marked
from grader.sheets.answers import answers
from grader.sheets.exercise import exercises

COURSE = Course.here()
# What is measured is a process of its own, as `descent grade` is.
GRADE = "import sys; from benchmarks.growth import grade; grade(*sys.argv[1:])"
KINDS_OF_SUBMISSION = 10
# Small classes are graded five times, or as often as it takes to mark that many.
ENOUGH = 500


def pool(section: Section) -> Iterator[str | None]:
    """Yield what is handed in to a section: texts of files, None where there is none."""
    rng = np.random.default_rng(7)
    every = [answer for name in exercises(section) for answer in answers(section, name)]
    for right in (True, False):
        some = [answer for answer in every if answer.right is right]
        for _ in range(3):
            answer = some[int(rng.integers(len(some)))]
            cell = exercises(section)[answer.exercise].answer_cell
            yield json.dumps(answered(section, {cell: answer.code}))
    yield json.dumps(mistaken(section, rng, 2))
    yield json.dumps(unfinished(section, rng))
    first = next(iter(exercises(section).values())).answer_cell
    yield json.dumps(answered(section, {first: "def broken(:\n    pass"}))
    yield '{"cells": [this is not a notebook'


def write_class(folder: Path, sections: Sequence[Section], size: int) -> None:
    """Write a class of that many submissions, sections in turns."""
    pools = {section.name: list(pool(section)) for section in sections}
    kinds = range(KINDS_OF_SUBMISSION)
    in_turns = itertools.cycle((pools[s.name][kind], s.name) for kind in kinds for s in sections)
    for number, (text, name) in enumerate(itertools.islice(in_turns, size)):
        place = folder / f"student-{number:06d}" / name
        place.mkdir(parents=True)
        if text is not None:
            (place / f"{name}.ipynb").write_text(text)


def grade(folder: str, workers: str, cycle: str) -> None:
    """Grade the class of a folder and write the times into it: this is what is measured."""
    course, spent, write = Path(folder), 0.0, Gradebook.write

    def timed(book: Gradebook, *batch: Any) -> None:
        nonlocal spent
        begun = time.perf_counter()
        write(book, *batch)
        spent += time.perf_counter() - begun

    setattr(Gradebook, "write", timed)  # noqa: B010 (a type checker minds the other way)
    times: list[float] = []
    statuses: dict[str, int] = {}

    def on_row(row: Marked) -> None:
        times.append(time.perf_counter())
        statuses[row.status] = statuses.get(row.status, 0) + 1

    submissions = find_submissions(course / "submitted")
    begun = time.perf_counter()
    job = Job(submissions, course, default_db_url(course), COURSE.settings, workers=int(workers))
    grading.grade(job, on_row)
    # Of the first turn of the pool, each worker makes sheets that it then has.
    skipped = min(int(cycle), len(times) // 2)
    beyond = (times[-1] - times[skipped - 1]) / (len(times) - skipped)
    figures = {
        "seconds": time.perf_counter() - begun,
        "first": times[0] - begun,
        "beyond": beyond,
        "gradebook": spent,
        "statuses": statuses,
    }
    (course / "figures.json").write_text(json.dumps(figures))


@dataclasses.dataclass
class Grown:
    """What one class cost.

    Attributes:
        seconds: By the clock, all in all.
        first: Until the first verdict.
        beyond: A submission, beyond the first turn of the pool.
        processor: A submission, of all processes.
        gradebook: What writing into the gradebook took.
        peaks: The most memory of a process of each kind, in MB.
        statuses: How many submissions came out how.
        book: The size of the gradebook, in bytes.
        pages: That of autograded notebooks and feedback.
    """

    seconds: float
    first: float
    beyond: float
    processor: float
    gradebook: float
    peaks: dict[str, float]
    statuses: dict[str, int]
    book: int
    pages: int


def grown(sections: Sequence[Section], size: int, workers: int) -> Grown:
    """Grade a class of that size in a folder of its own."""
    with tempfile.TemporaryDirectory() as scratch:
        course = Path(scratch)
        write_class(course / "submitted", sections, size)
        cycle = KINDS_OF_SUBMISSION * len(sections)
        command = [sys.executable, "-c", GRADE, str(course), str(workers), str(cycle)]
        spent = cost(command, course, ENVIRONMENT)
        if not (course / "figures.json").is_file():
            raise RuntimeError(f"a class of {size} was not graded to its end: try descent demo")
        figures = json.loads((course / "figures.json").read_text())
        return Grown(
            **figures,
            processor=spent.processor / size,
            peaks=spent.peaks,
            book=(course / "gradebook.db").stat().st_size,
            pages=sum(_bytes(course / name) for name in ("autograded", "feedback")),
        )


def _bytes(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def table(sections: Sequence[Section], sizes: Sequence[int], workers: int) -> None:
    """Print a line for each size."""
    names = ", ".join(KINDS)
    print(
        "| submissions | runs | s | first verdict, s | a minute beyond the start | of the smallest "
        f"| processor, ms each | {names} MB | gradebook, s | ms each | gradebook, MB | pages, MB |"
    )
    print("|" + "---|" * 12)
    smallest: float | None = None
    for size in sizes:
        runs = [grown(sections, size, workers) for _ in range(min(5, max(1, ENOUGH // size)))]
        one = sorted(runs, key=lambda run: run.beyond)[len(runs) // 2]
        beyond = statistics.median(run.beyond for run in runs)
        smallest = smallest or beyond
        peaks = ", ".join(f"{one.peaks.get(kind, 0.0):.0f}" for kind in KINDS)
        print(
            f"| {size} | {len(runs)} | {one.seconds:.1f} | {one.first:.1f} | {60 / beyond:.0f} | "
            f"{smallest / beyond:.0%} | {1000 * one.processor:.0f} | {peaks} | "
            f"{one.gradebook:.2f} | {1000 * one.gradebook / size:.1f} | {one.book / 1e6:.1f} | "
            f"{one.pages / 1e6:.1f} |",
            flush=True,
        )
        print(f"  {one.statuses}", file=sys.stderr)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", nargs="+", type=int, default=[100, 1000, 10_000])
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--sections", nargs="+", default=[])
    args = parser.parse_args()
    sections = list(COURSE.choose(args.sections) if args.sections else COURSE.sections[:5])
    print(machine())
    table(sections, args.sizes, args.workers)


if __name__ == "__main__":
    main()
