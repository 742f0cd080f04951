"""The same class graded by stock nbgrader, `otter run` and `descent grade`, side by side.

Prints seconds and seconds of the processor, submissions a minute, the ratios, whether the marks of
stock nbgrader agree, the rate with one worker and with two, the first verdict, the memory of each
kind of process as the class grows, and what the worst of each kind of attack costs. Stock nbgrader
and otter run with their defaults; otter comes from PyPI, into an environment that is thrown away,
and marks with the checks that students have.

    python benchmarks/throughput.py [--students 4] [--scale 20] [--sections 01_perceptron ...]
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import venv
import zipfile
from collections.abc import Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks import hostile
from benchmarks.classes import answered_class, grade_command
from benchmarks.measured import BIN, ENVIRONMENT, KINDS, Cost, cost, machine
from grader.course import Course, Section
from grader.nbgrader.gradebook import default_db_url
from grader.nbgrader.registry import generate
from grader.sheets.exercise import exercises
from grader.sheets.references import reference

COURSE = Course.here()
OTTER = "otter-grader>=6"
Marks = dict[tuple[str, str], float]


def stock(course: Path, sections: Sequence[Section]) -> tuple[Cost, Marks]:
    """Autograde with nbgrader's defaults; return the cost and the marks."""
    (course / "nbgrader_config.py").write_text("c = get_config()\n")
    shutil.copytree(COURSE.root / "source", course / "source")
    generate(sections, course / "release", default_db_url(course))
    costs = [
        cost([BIN / "nbgrader", "autograde", section.name], course, ENVIRONMENT)
        for section in sections
    ]
    from nbgrader.api import Gradebook

    with Gradebook(default_db_url(course)) as book:
        marks = {
            (submission.student.id, assignment.name): submission.score
            for assignment in book.assignments
            for submission in assignment.submissions
        }
    return Cost(sum(c.seconds for c in costs), sum(c.processor for c in costs)), marks


def ours(course: Path, workers: int = 1, *more: str) -> tuple[Cost, Marks]:
    """Grade with the command line; return the cost and the marks."""
    spent = cost(grade_command(course, workers, *more), course, ENVIRONMENT)
    rows = json.loads((course / "marks.json").read_text())["submissions"]
    return spent, {(row["student"], row["assignment"]): row["score"] for row in rows}


def otter_environment(folder: Path) -> Path | None:
    """Return the ``otter`` of an environment made for it; None where it cannot be had."""
    venv.create(folder, with_pip=True)
    # The course's own requirements too: the notebooks import them.
    wanted = (OTTER, "numpy", "matplotlib", "ipykernel")
    command = [folder / "bin" / "pip", "install", "--quiet", *wanted]
    if subprocess.run(command, check=False, timeout=1200).returncode:
        return None
    return folder / "bin" / "otter"


def otter(program: Path, folder: Path, sections: Sequence[Section]) -> Cost:
    """Run otter on each submission, one after the other, as it is made to."""
    spent = Cost(0.0, 0.0)
    results = folder / "results"
    results.mkdir()
    path = f"{program.parent}{os.pathsep}{os.environ['PATH']}"
    for section in sections:
        package = folder / f"{section}.zip"
        with zipfile.ZipFile(package, "w") as archive:
            archive.writestr("otter_config.json", json.dumps({"show_stdout": False, "pdf": False}))
            for name in exercises(section):
                archive.writestr(f"tests/{name}.py", _otter_test(section, name))
        for notebook in sorted((folder / "submitted").glob(f"*/{section}/{section}.ipynb")):
            command = [program, "run", "-a", package, "-o", results, notebook]
            one = cost(command, folder, {**ENVIRONMENT, "PATH": path})
            spent = Cost(spent.seconds + one.seconds, spent.processor + one.processor)
    return spent


def _otter_test(section: Section, name: str) -> str:
    """Return a test of otter's that asks what the student's own check asks."""
    answer = exercises(section)[name].answer_name
    code = f">>> from descent import check\n>>> check({name!r}, {answer}).passed\nTrue"
    suite = {"cases": [{"code": code, "hidden": False}], "scored": True, "type": "doctest"}
    suite |= {"setup": "", "teardown": ""}
    test = {"name": name, "points": reference(section).points[name], "suites": [suite]}
    return f"OK_FORMAT = True\ntest = {test!r}\n"


def side_by_side(sections: Sequence[Section], students: int) -> None:
    """Grade one student's work and that of a class in each way; the difference is the rate."""
    costs: dict[str, list[Cost]] = {}
    with tempfile.TemporaryDirectory() as scratch:
        program = otter_environment(Path(scratch) / "otter")
        for count in (1, students):
            course = Path(scratch) / str(count)
            answered_class(course / "submitted", sections, count)
            graded = {}
            for what in ("stock", "all", "ours", "otter"):
                shutil.copytree(course / "submitted", course / what / "submitted")
            graded["stock nbgrader autograde"], theirs = stock(course / "stock", sections)
            everything = ours(course / "all", 1, "--all-cells")
            graded["descent grade --all-cells"] = everything[0]
            graded["descent grade"], marks = ours(course / "ours")
            if program:
                graded["otter run"] = otter(program, course / "otter", sections)
            for what, spent in graded.items():
                costs.setdefault(what, []).append(spent)
    few, many = len(sections), students * len(sections)
    print(f"| one core | {few} submissions, s | {many}, s | each, s | of the processor | ratio |")
    print("|---|---|---|---|---|---|")
    first, last = costs["stock nbgrader autograde"]
    for what, (start, whole) in costs.items():
        each = (whole.seconds - start.seconds) / (many - few)
        busy = (whole.processor - start.processor) / (many - few)
        ratio = (last.processor - first.processor) / (whole.processor - start.processor)
        times = f"{start.seconds:.1f} | {whole.seconds:.1f} | {each:.3f} | {busy:.3f}"
        print(f"| {what} | {times} | {ratio:.1f} |")
    if not program:
        print("\notter could not be installed, and is not compared")
    differ = [key for key in marks if {theirs[key], marks[key], everything[1][key]} != {marks[key]}]
    print(f"\nmarks that differ: {differ or 'none'} of {len(marks)}")


def at_scale(sections: Sequence[Section], students: int) -> None:
    """Print rate, start and memory of `descent grade`, for classes that grow, in turns."""
    print(
        "\n| submissions | workers | s | of the processor | a minute | "
        + ", ".join(KINDS)
        + " MB |"
    )
    print("|---|---|---|---|---|---|")
    sizes = {"one": (sections[:1], 1), "tenth": (sections, max(students // 10, 1))}
    sizes["all"] = (sections, students)
    for of_sections, count in sizes.values():
        number = len(of_sections) * count
        for workers in (1, 2):
            with tempfile.TemporaryDirectory() as folder:
                answered_class(Path(folder) / "submitted", of_sections, count)
                spent, _ = ours(Path(folder), workers)
            peaks = ", ".join(f"{spent.peaks.get(kind, 0.0):.0f}" for kind in KINDS)
            times = f"{spent.seconds:.1f} | {spent.processor:.1f}"
            rate = 60 * number / spent.seconds
            print(f"| {number} | {workers} | {times} | {rate:.0f} | {peaks} |", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--students", type=int, default=4)
    parser.add_argument("--scale", type=int, default=20, help="students of the largest class")
    parser.add_argument("--sections", nargs="+", default=[])
    args = parser.parse_args()
    sections = list(COURSE.choose(args.sections) if args.sections else COURSE.sections[:5])
    print(machine())
    at_scale(sections, args.scale)
    hostile.table()
    side_by_side(sections, args.students)


if __name__ == "__main__":
    main()
