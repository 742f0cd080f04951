"""Where the time of one submission goes, and the memory of its guest.

Prints the steps of marking, the overhead over the bare execution of cells and tests, for cells of
several costs, and what a guest holds, as graded and with all cells.

    python benchmarks/steps.py [--sections 01_perceptron ...]
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import os
import platform
import re
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import psutil

from benchmarks.classes import answered_class
from descent.probing.probes import observe
from grader.course import Course, Section
from grader.demo.classroom import answered
from grader.guest.outside.host import Zygote
from grader.marking.alignment import aligned
from grader.marking.marking import mark
from grader.marking.release import released
from grader.marking.submissions import find_submissions, read_notebook
from grader.results import Submission
from grader.sheets.exercise import exercises
from grader.sheets.hidden import hidden_sheet

COURSE = Course.here()


def where_time_goes(sections: list[Section]) -> None:
    """Print the steps of marking, in one process that is warm, a line each section."""
    print(
        "\n| section | cells ms | tests ms | guest ms | rest ms | bare cells ms | bare tests ms |"
    )
    print("|---|---|---|---|---|---|---|")
    with TemporaryDirectory() as folder, Zygote() as zygote:
        answered_class(Path(folder), sections, 1)
        for submission in find_submissions(Path(folder)):
            print(line(submission, zygote))


def section_of(submission: Submission) -> Section:
    return COURSE.section(submission.assignment)


def line(submission: Submission, zygote: Zygote) -> str:
    limits = COURSE.settings
    mark(section_of(submission), submission, zygote, limits)
    runs = [timed(submission, zygote, limits) for _ in range(5)]
    total, cells, tests, guest = (sorted(run[n] for run in runs)[2] for n in range(4))
    bare = [bare_seconds(submission) for _ in range(5)]
    bare_cells, bare_tests = (sorted(run[n] for run in bare)[2] for n in range(2))
    rest = total - cells - tests - guest
    numbers = (cells, tests, guest, rest, bare_cells, bare_tests)
    return f"| {submission.assignment} | " + " | ".join(f"{1000 * n:.0f}" for n in numbers) + " |"


def timed(submission: Submission, zygote: Zygote, limits: Any) -> tuple[float, ...]:
    """Mark once, with the calls to the guest timed from outside."""
    from grader.guest.outside import host

    spent = {"run": 0.0, "observe_each": 0.0}
    originals = {name: getattr(host.Guest, name) for name in spent}

    def watched(name: str) -> Any:
        def call(*args: Any, **named: Any) -> Any:
            begun = time.perf_counter()
            try:
                return originals[name](*args, **named)
            finally:
                spent[name] += time.perf_counter() - begun

        return call

    begun = time.perf_counter()
    with zygote.guest():
        pass
    guest = time.perf_counter() - begun
    for name in spent:
        setattr(host.Guest, name, watched(name))
    begun = time.perf_counter()
    mark(section_of(submission), submission, zygote, limits)
    total = time.perf_counter() - begun
    for name, original in originals.items():
        setattr(host.Guest, name, original)
    return total, spent["run"], spent["observe_each"], guest


def bare_seconds(submission: Submission) -> tuple[float, float]:
    """Execute the cells that count, and put the probes, in this very process and nothing else."""
    section = section_of(submission)
    cells, _ = aligned(released(section), read_notebook(submission, section_of(submission).course))
    names: dict[str, Any] = {"__name__": "bare"}
    begun = time.perf_counter()
    for cell in cells:
        if cell.runs:
            exec(compile(cell.source, "cell", "exec"), names)
    middle = time.perf_counter()
    for name in exercises(section):
        sheet = hidden_sheet(section, name)
        for probe in sheet.probes:
            observe(probe, names[sheet.answer])
    return middle - begun, time.perf_counter() - middle


def by_cost() -> None:
    """Print the overhead for cells of several costs."""
    print("\n| section 01 and a cell of ms | bare cells and tests ms | marked ms | overhead ms |")
    print("|---|---|---|---|")
    section = COURSE.sections[0]
    with TemporaryDirectory() as folder, Zygote() as zygote:
        for cost in (0, 50, 200, 1000):
            notebook = answered(section)
            source = f"import time\nend = time.perf_counter() + {cost / 1000}\n"
            source += "while time.perf_counter() < end:\n    pass"
            cell = {"cell_type": "code", "id": "burn", "metadata": {}, "source": source}
            notebook["cells"].append(cell | {"outputs": [], "execution_count": None})
            place = Path(folder) / f"cost-{cost}" / section.name
            place.mkdir(parents=True)
            (place / f"{section}.ipynb").write_text(json.dumps(notebook))
            submission = Submission(Path(folder), f"cost-{cost}", section.name)
            limits = dataclasses.replace(COURSE.settings, cell=60.0)
            mark(section, submission, zygote, limits)
            bare = sorted(sum(bare_seconds(submission)) for _ in range(5))[2]
            seconds = sorted(marked_seconds(submission, zygote, limits) for _ in range(5))[2]
            numbers = (bare, seconds, seconds - bare)
            print(f"| {cost} | " + " | ".join(f"{1000 * n:.0f}" for n in numbers) + " |")


def marked_seconds(submission: Submission, zygote: Zygote, limits: Any) -> float:
    begun = time.perf_counter()
    mark(section_of(submission), submission, zygote, limits)
    return time.perf_counter() - begun


def memory(sections: list[Section]) -> None:
    """Print what a guest holds of its own after it has run a notebook, as graded and whole."""
    print("\n| section | a guest's own memory as graded, MB | with all cells, MB |")
    print("|---|---|---|")
    with TemporaryDirectory() as folder, Zygote() as zygote:
        answered_class(Path(folder), sections, 1)
        for submission in find_submissions(Path(folder)):
            graded, whole = (own_memory(submission, zygote, cells) for cells in (False, True))
            print(f"| {submission.assignment} | {graded:.0f} | {whole:.0f} |")


def own_memory(submission: Submission, zygote: Zygote, all_cells: bool) -> float:
    release, notebook = (
        released(section_of(submission)),
        read_notebook(submission, section_of(submission).course),
    )
    cells, _ = aligned(release, notebook, all_cells)
    with zygote.guest() as guest:
        for cell in cells:
            if cell.runs:
                guest.run(cell.source, 120.0)
        rollup = (_outside(guest.pid) / "smaps_rollup").read_text()
    return sum(int(line.split()[1]) for line in rollup.splitlines() if "Private" in line) / 1024


def _outside(pid: int) -> Path:
    """Return the folder of a guest, which knows its number in a namespace of its own."""
    for process in psutil.Process().children(recursive=True):
        folder = Path("/proc") / str(process.pid)
        numbers = re.search(r"^NSpid:(.*)$", (folder / "status").read_text(), re.MULTILINE)
        if numbers and numbers[1].split()[-1] == str(pid) and not process.children():
            return folder
    raise ProcessLookupError(f"no guest {pid}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sections", nargs="+", default=[])
    args = parser.parse_args()
    sections = list(COURSE.choose(args.sections) if args.sections else COURSE.sections[:5])
    print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}\n")
    where_time_goes(sections)
    by_cost()
    memory(sections)


if __name__ == "__main__":
    main()
