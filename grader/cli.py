"""The instructor's commands: ``descent build``, ``descent grade``, ``descent demo``."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from grader import cli_marks, grading
from grader.build import bundle, manifest
from grader.build.build import build, check
from grader.course import Course
from grader.demo.demo import demo
from grader.errors import NoCourse
from grader.grading import Job
from grader.guest.outside.host import Zygote
from grader.guest.outside.isolation import isolation
from grader.guest.outside.levels import FLOOR
from grader.marking.submissions import find_submissions
from grader.nbgrader.gradebook import default_db_url
from grader.reports import report
from grader.reports.screen import comparison, kept, progress, table
from grader.sheets import exercise_check
from grader.sheets.answers import answers
from grader.sheets.exercise_check import ExerciseCheck


def main(arguments: Sequence[str]) -> int:
    """Run one of the commands and return its exit status.

    Raises:
        DescentError: Something is not as the command needs it; the message
            says what to do.
    """
    args = _parser().parse_args(arguments)
    course = Course.here()
    if not (course.root / "source").is_dir():
        raise NoCourse(f"{course.root} is no clone of the repository: there is no source/ in it")
    status: int = args.run(args, course)
    return status


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="descent")
    commands = parser.add_subparsers(required=True)

    command = commands.add_parser("build", help="generate what is stale from source/")
    command.add_argument("section", nargs="*", help="which sections (default: all)")
    command.add_argument("--check", action="store_true", help="change nothing; exit 1 if stale")
    command.add_argument(
        "--execute", action="store_true", help="with --check: generate anew elsewhere and compare"
    )
    command.add_argument("--force", action="store_true", help="generate also what is not stale")
    command.add_argument(
        "--bundle", action="store_true", help="pack what students get into dist/, then stop"
    )
    command.set_defaults(run=_build)

    command = commands.add_parser("grade", help="grade a folder of submissions")
    command.add_argument(
        "submitted", type=Path, help="holds <student>/<assignment>/<assignment>.ipynb"
    )
    command.add_argument(
        "--assignment", nargs="+", action="extend", default=[], metavar="NAME", help="only these"
    )
    command.add_argument(
        "--workers", type=_positive, default=os.cpu_count() or 1, help="how many at a time"
    )
    command.add_argument("--json", type=Path, metavar="FILE", help="write the marks as JSON")
    command.add_argument("--csv", type=Path, metavar="FILE", help="write the marks as CSV")
    command.add_argument(
        "--course",
        type=Path,
        metavar="FOLDER",
        help="gets gradebook.db, autograded/ and feedback/ (default: the folder of SUBMITTED)",
    )
    command.add_argument("--db", metavar="URL", help="another gradebook, as nbgrader's db_url")
    command.add_argument(
        "--all-cells", action="store_true", help="execute also cells that only demonstrate"
    )
    command.add_argument(
        "--allow-unsandboxed",
        action="store_true",
        help="grade also where student code cannot be locked in as it should be",
    )
    command.add_argument(
        "--compare",
        action="store_true",
        help="write nothing; list the marks that would change, and why",
    )
    command.add_argument(
        "--regrade",
        action="store_true",
        help="overwrite also marks of unchanged notebooks given under other rules or another seed",
    )
    command.set_defaults(run=_grade, refuse=command.error)

    cli_marks.add(commands)

    command = commands.add_parser("exercise", help="check the folder of one exercise")
    command.add_argument("name", nargs="?", default="", help="such as neuron_gradients")
    command.add_argument(
        "--seeds",
        type=_positive,
        default=1,
        choices=range(1, len(exercise_check.SEEDS) + 1),
        help="with the hidden probes of how many courses (default: 1)",
    )
    command.set_defaults(run=_exercise)

    command = commands.add_parser("doctor", help="say how well this machine isolates guests")
    command.set_defaults(run=_doctor)

    command = commands.add_parser("demo", help="see a whole class graded")
    command.add_argument(
        "folder",
        nargs="?",
        type=Path,
        default=Path("demo-class"),
        help="where (default: demo-class)",
    )
    command.add_argument("--workers", type=_positive, default=os.cpu_count() or 1)
    command.set_defaults(run=lambda args, course: demo(course, args.folder, args.workers))
    return parser


def _build(args: argparse.Namespace, course: Course) -> int:
    if args.check:
        problems = check(course, args.section, execute=args.execute)
        for sentence in problems:
            print(sentence, file=sys.stderr)
        if problems:
            print("run descent build, and commit what it changes", file=sys.stderr)
        else:
            print("everything generated is up to date")
        return 1 if problems else 0
    if args.bundle:
        sections = course.choose(args.section)
        for sentence in (stale := manifest.stale(sections)):
            print(sentence, file=sys.stderr)
        if stale:
            print("run descent build first", file=sys.stderr)
            return 1
        print(bundle.bundle(course, sections, course.root / "dist"))
        return 0
    names = build(course, args.section, force=args.force)
    print(f"built {', '.join(names)}" if names else "everything generated is up to date")
    return 0


def _grade(args: argparse.Namespace, course: Course) -> int:
    if args.compare and (args.regrade or args.json or args.csv):
        args.refuse("--compare writes nothing: leave out --regrade, --json and --csv")
    submissions = find_submissions(args.submitted, args.assignment)
    folder = args.course or args.submitted.resolve().parent
    job = Job(
        submissions=submissions,
        course=folder,
        db_url=args.db or default_db_url(folder),
        settings=course.settings,
        workers=args.workers,
        all_cells=args.all_cells,
        allow_unsandboxed=args.allow_unsandboxed,
        regrade=args.regrade,
        of=course,
    )
    if args.compare:
        with progress(len(submissions)) as advance:
            result = grading.compare(job, advance)
        comparison(result)
        return 1 if result.failed else 0
    folder.mkdir(parents=True, exist_ok=True)
    with progress(len(submissions)) as advance:
        rows = grading.grade(job, advance)
    if args.json:
        report.write_json(rows, args.json)
    if args.csv:
        report.write_csv(rows, args.csv)
    table(rows)
    kept(rows)
    return 1 if any(row.status == "failed" for row in rows) else 0


def _exercise(args: argparse.Namespace, course: Course) -> int:
    section = exercise_check.find(args.name, course)
    exercise = ExerciseCheck(section, args.name, exercise_check.SEEDS[: args.seeds])
    problems = list(exercise.problems())
    for problem in problems:
        print(problem)
    right_and_wrong = answers(section, args.name)
    right = sum(answer.right for answer in right_and_wrong)
    print(
        f"{args.name} ({section}): {len(exercise.entry.mistakes)} known mistakes, {right} right "
        f"and {len(right_and_wrong) - right} wrong answers, {len(problems) or 'no'} "
        f"{'problem' if len(problems) == 1 else 'problems'}"
    )
    return 1 if problems else 0


def _doctor(args: argparse.Namespace, course: Course) -> int:
    with Zygote(course.settings.guest) as zygote:
        report = isolation(zygote, course.hidden)
    print(report)
    print(f"the floor for grading is {FLOOR!r}: {'reached' if report.enough else 'not reached'}")
    for sentence in report.missing:
        print(f"  - {sentence}")
    return 0 if report.enough else 1


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("must be 1 or more")
    return number
