"""The commands that take a class in and mark it: ``descent collect``, ``grade``."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path, PurePath

from grader import grading
from grader.collect.collecting import collect
from grader.collect.download import opened
from grader.collect.told import told
from grader.commands.options import (
    Commands,
    gradebook_options,
    positive,
    pseudonyms_option,
    say_if_public,
)
from grader.course import Course
from grader.grading import Job, Unfinished
from grader.guest.outside.host import require_fork
from grader.marking.passed_over import PassedOver, passed_over
from grader.marking.submissions import find_submissions, require_known
from grader.nbgrader.configured import gradebook_of
from grader.nbgrader.gradebook import NoGradebook
from grader.reports import report
from grader.reports.progress import progress
from grader.reports.pseudonyms import without_names
from grader.reports.screen import comparison, kept, passed, printable, summary
from grader.roster import Roster


def add(commands: Commands) -> None:
    """Add these commands to a parser."""
    command = commands.add_parser("collect", help="lay out what a learning platform gives")
    command.add_argument("download", type=Path, help="a zip or a folder, as it was downloaded")
    command.add_argument(
        "--roster", type=Path, metavar="FILE", help="the students, with nbgrader's columns (CSV)"
    )
    command.add_argument(
        "--assignment", default="", metavar="NAME", help="take work on this one alone"
    )
    command.add_argument(
        "--to",
        type=Path,
        default=Path("submitted"),
        metavar="FOLDER",
        help="gets <student>/<assignment>/<assignment>.ipynb (default: submitted)",
    )
    command.add_argument(
        "--replace", action="store_true", help="also where nothing tells which work is newer"
    )
    command.add_argument("--dry-run", action="store_true", help="write nothing; say what would be")
    command.set_defaults(run=_collect)

    command = commands.add_parser("grade", help="grade a folder of submissions")
    command.add_argument(
        "submitted", type=Path, help="holds <student>/<assignment>/<assignment>.ipynb"
    )
    command.add_argument(
        "--assignment", nargs="+", action="extend", default=[], metavar="NAME", help="only these"
    )
    command.add_argument(
        "--workers", type=positive, default=os.cpu_count() or 1, help="how many at a time"
    )
    command.add_argument(
        "--cluster",
        default="",
        metavar="ADDRESS",
        help="mark on the workers of a Dask scheduler, at tls://host:port",
    )
    command.add_argument("--json", type=Path, metavar="FILE", help="write the marks as JSON")
    command.add_argument("--csv", type=Path, metavar="FILE", help="write the marks as CSV")
    gradebook_options(command, "(default: the folder of SUBMITTED)")
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
    command.add_argument(
        "--force", action="store_true", help="mark again also what has not changed"
    )
    command.add_argument(
        "--quiet", action="store_true", help="print nothing but errors; the status tells the rest"
    )
    pseudonyms_option(command, "--json and --csv")
    command.set_defaults(run=_grade, refuse=command.error)


def _collect(args: argparse.Namespace, course: Course) -> int:
    if args.assignment:
        course.section(args.assignment)
    collected = collect(
        opened(args.download),
        course.sections,
        args.to,
        Roster.read(args.roster) if args.roster else None,
        args.assignment,
        args.replace,
        args.dry_run,
    )
    for line in told(collected, args.dry_run):
        print(printable(line))
    return 0 if collected.complete else 1


def _grade(args: argparse.Namespace, course: Course) -> int:
    if args.compare and (args.regrade or args.json or args.csv):
        args.refuse("--compare writes nothing: leave out --regrade, --json and --csv")
    require_fork()
    # Workers elsewhere know nothing of the folder that this one is called in.
    submitted = args.submitted.absolute() if args.cluster else args.submitted
    submissions = find_submissions(submitted, args.assignment)
    require_known(submissions, args.submitted, course, args.assignment)
    not_graded = list(passed_over(args.submitted, submissions))
    folder = args.course or args.submitted.resolve().parent
    job = Job(
        submissions=submissions,
        course=folder,
        db_url=args.db or gradebook_of(folder),
        settings=course.settings,
        workers=args.workers,
        all_cells=args.all_cells,
        allow_unsandboxed=args.allow_unsandboxed,
        regrade=args.regrade,
        force=args.force,
        cluster=args.cluster,
        tell=(lambda _: None) if args.quiet else _warn,
        of=course,
    )
    if args.compare:
        with progress(len(submissions), args.quiet) as advance:
            result = grading.compare(job, advance)
        comparison(result)
        passed(not_graded)
        return 1 if result.failed or any(item.is_work for item in not_graded) else 0
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise NoGradebook(f"cannot make {folder}: {error.strerror}") from error
    problems, stopped = [], False
    try:
        with progress(len(submissions), args.quiet) as advance:
            rows = grading.grade(job, advance)
    except Unfinished as error:
        rows, stopped = error.rows, error.interrupted
        problems.append(str(error))
    for path, write in ((args.json, report.write_json), (args.csv, report.write_csv)):
        try:
            if path:
                named = not args.pseudonyms
                write(rows if named else without_names(rows, course.settings.seed), path)
        except OSError as error:
            problems.append(f"cannot write {path}: {error.strerror}")
    if not args.quiet:
        summary(rows)
        kept(rows)
        say_if_public(course)
    names = ", ".join(map(str, course.sections))
    for row in rows:
        if row.status == "unknown":
            path = PurePath(row.submission.student, row.submission.assignment)
            not_graded.append(PassedOver(path, f"the course has no such one: it has {names}", True))
    passed([item for item in not_graded if item.is_work or not args.quiet])
    for sentence in problems:
        print(f"descent grade: {sentence}", file=sys.stderr)
    if stopped:
        return 130
    not_done = problems or any(row.status == "failed" for row in rows)
    return 1 if not_done or any(item.is_work for item in not_graded) else 0


def _warn(sentence: str) -> None:
    print(printable(sentence), file=sys.stderr)
