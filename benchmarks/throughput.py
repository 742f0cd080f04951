"""The same class graded by stock nbgrader and by `descent grade`, side by side in one run.

Prints submissions a minute and core, beyond the start of either and with it, the ratios, and
whether the marks agree, submission by submission; then where the time of `descent grade` goes, its
overhead over the bare execution of cells and tests, for cells of several costs, and its memory.
Stock nbgrader runs with its defaults on the same released notebooks; `descent grade` runs with one
worker.

    python benchmarks/throughput.py [--students 4] [--sections 01_perceptron ...]
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import os
import platform
import shutil
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np

from descent.probing.probes import observe
from grader.course import Course, Section
from grader.demo.classroom import STUDENTS, answered, mistaken
from grader.grading import Job, grade
from grader.guest.outside.host import Zygote
from grader.marking.alignment import aligned
from grader.marking.marking import mark
from grader.marking.release import released
from grader.marking.submissions import find_submissions, read_notebook
from grader.nbgrader.gradebook import default_db_url
from grader.nbgrader.registry import generate
from grader.results import Submission
from grader.sheets.exercise import exercises
from grader.sheets.hidden import hidden_sheet

BIN = Path(sys.executable).parent
ENVIRONMENT = {
    **os.environ,
    "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}",
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
}
COURSE = Course.here()
Marks = dict[tuple[str, str], float]


def make_class(folder: Path, sections: list[Section], students: int) -> None:
    """Half of the class right, half with one known mistake."""
    rng = np.random.default_rng(7)
    for number, student in enumerate(STUDENTS[:students]):
        for section in sections:
            notebook = mistaken(section, rng) if number % 2 else answered(section)
            place = folder / student / section.name
            place.mkdir(parents=True)
            (place / f"{section}.ipynb").write_text(json.dumps(notebook))


def stock(course: Path, sections: list[Section]) -> tuple[float, Marks]:
    """Autograde with nbgrader's defaults; return seconds and marks."""
    (course / "nbgrader_config.py").write_text("c = get_config()\n")
    shutil.copytree(COURSE.root / "source", course / "source")
    os.environ["PATH"] = ENVIRONMENT["PATH"]
    generate(sections, course / "release", default_db_url(course))
    begun = time.perf_counter()
    for section in sections:
        subprocess.run(
            [BIN / "nbgrader", "autograde", section.name],
            cwd=course, env=ENVIRONMENT, check=True, capture_output=True,
        )  # fmt: skip
    return time.perf_counter() - begun, marks_of(course)


def ours(course: Path, all_cells: bool) -> tuple[float, Marks]:
    """Grade with the command line, one worker; return seconds and marks."""
    begun = time.perf_counter()
    command = [BIN / "descent", "grade", course / "submitted", "--workers", "1"]
    command += ["--json", course / "marks.json", *(["--all-cells"] if all_cells else [])]
    subprocess.run(command, env=ENVIRONMENT, check=True, capture_output=True)
    seconds = time.perf_counter() - begun
    rows = json.loads((course / "marks.json").read_text())["submissions"]
    return seconds, {(row["student"], row["assignment"]): row["score"] for row in rows}


def marks_of(course: Path) -> Marks:
    from nbgrader.api import Gradebook

    with Gradebook(default_db_url(course)) as book:
        return {
            (submission.student.id, assignment.name): submission.score
            for assignment in book.assignments
            for submission in assignment.submissions
        }


def compare(sections: list[Section], students: int) -> None:
    """Grade one student's work and that of a class, each in each way.

    What the class takes longer is spent on submissions, and the rest on the start.
    """
    seconds: dict[str, list[float]] = {}
    for count in (1, students):
        with TemporaryDirectory() as folder:
            places = {what: Path(folder) / what for what in ("stock", "all", "ours")}
            make_class(places["stock"] / "submitted", sections, count)
            for what in ("all", "ours"):
                shutil.copytree(places["stock"] / "submitted", places[what] / "submitted")
            graded = {
                "stock nbgrader autograde": stock(places["stock"], sections),
                "descent grade, all cells executed": ours(places["all"], all_cells=True),
                "descent grade": ours(places["ours"], all_cells=False),
            }
        for what, (spent, _) in graded.items():
            seconds.setdefault(what, []).append(spent)
    few, many = len(sections), students * len(sections)
    print(f"| one core | {few} submissions, s | {many}, s | ratio | each, s | a minute | ratio |")
    print("|---|---|---|---|---|---|---|")
    theirs = seconds["stock nbgrader autograde"]
    for what, (start, whole) in seconds.items():
        each = (whole - start) / (many - few)
        ratio = (theirs[1] - theirs[0]) / (whole - start)
        print(
            f"| {what} | {start:.1f} | {whole:.1f} | {theirs[1] / whole:.1f} "
            f"| {each:.3f} | {60 / each:.0f} | {ratio:.1f} |"
        )
    stock_marks, all_marks, our_marks = (marks for _, marks in graded.values())
    differ = [key for key in stock_marks if abs(stock_marks[key] - our_marks[key]) > 1e-9]
    differ += [key for key in our_marks if our_marks[key] != all_marks[key]]
    print(f"\nmarks that differ: {differ or 'none'} of {len(our_marks)}")


def where_time_goes(sections: list[Section]) -> None:
    """Print the steps of marking, in one process that is warm, a line each section."""
    print(
        "\n| section | cells ms | tests ms | guest ms | rest ms | bare cells ms | bare tests ms |"
    )
    print("|---|---|---|---|---|---|---|")
    with TemporaryDirectory() as folder, Zygote() as zygote:
        make_class(Path(folder), sections, 1)
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

    spent = {"run": 0.0, "observe": 0.0}
    originals = {name: getattr(host.Guest, name) for name in spent}

    def watched(name: str) -> Any:
        def call(*args: Any) -> Any:
            begun = time.perf_counter()
            try:
                return originals[name](*args)
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
    return total, spent["run"], spent["observe"], guest


def bare_seconds(submission: Submission) -> tuple[float, float]:
    """Execute the cells that count, and put the probes, in this very process and nothing else."""
    section = section_of(submission)
    cells, _ = aligned(released(section), read_notebook(submission, section.course))
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
        make_class(Path(folder), sections, 1)
        for submission in find_submissions(Path(folder)):
            graded, whole = (own_memory(submission, zygote, cells) for cells in (False, True))
            print(f"| {submission.assignment} | {graded:.0f} | {whole:.0f} |")


def own_memory(submission: Submission, zygote: Zygote, all_cells: bool) -> float:
    section = section_of(submission)
    release, notebook = released(section), read_notebook(submission, section.course)
    cells, _ = aligned(release, notebook, all_cells)
    with zygote.guest() as guest:
        for cell in cells:
            if cell.runs:
                guest.run(cell.source, 120.0)
        rollup = Path(f"/proc/{guest.pid}/smaps_rollup").read_text()
    return sum(int(line.split()[1]) for line in rollup.splitlines() if "Private" in line) / 1024


def at_scale(sections: list[Section], count: int) -> None:
    """Print the throughput of `descent grade` for a class, gradebook and files included."""
    with TemporaryDirectory() as folder:
        course = Path(folder)
        make_class(course / "submitted", sections, count)
        found = find_submissions(course / "submitted")
        job = Job(found, course, default_db_url(course), COURSE.settings)
        grade(dataclasses.replace(job, submissions=found[:1]))
        begun = time.perf_counter()
        grade(job)
        seconds = time.perf_counter() - begun
    print(f"\n{len(found)} submissions, zygote and gradebook open included: {seconds:.1f} s, ")
    print(f"{60 * len(found) / seconds:.0f} a minute and core")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--students", type=int, default=4)
    parser.add_argument("--sections", nargs="+", default=[])
    args = parser.parse_args()
    sections = list(COURSE.choose(args.sections) if args.sections else COURSE.sections[:5])
    print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}\n")
    compare(sections, args.students)
    at_scale(sections, len(STUDENTS))
    where_time_goes(sections)
    by_cost()
    memory(sections)


if __name__ == "__main__":
    main()
