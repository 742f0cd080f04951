"""The instructor's commands: ``descent build``, ``descent grade``, ``descent demo``."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path, PurePath
from typing import Any

from grader import cli_marks, grading
from grader.build import bundle, manifest
from grader.build.build import build, check
from grader.collect.collecting import collect
from grader.collect.download import opened
from grader.collect.told import told
from grader.course import EXAMPLE_SEED, Course
from grader.demo.demo import demo
from grader.errors import NoCourse
from grader.forget import forget, kept_of
from grader.grading import Job, Unfinished
from grader.guest.outside.host import Zygote, require_fork
from grader.guest.outside.isolation import isolation
from grader.guest.outside.levels import FLOOR
from grader.marking.passed_over import PassedOver, passed_over
from grader.marking.submissions import find_submissions, require_known
from grader.nbgrader.gradebook import NoGradebook, default_db_url
from grader.reports import report
from grader.reports.progress import progress
from grader.reports.pseudonyms import without_names
from grader.reports.screen import comparison, kept, passed, printable, summary
from grader.roster import Roster
from grader.seed import PUBLIC, new_seed
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

    _add_collect(commands)
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
    command.add_argument(
        "--cluster",
        default="",
        metavar="ADDRESS",
        help="mark on the workers of a Dask scheduler, at tls://host:port",
    )
    command.add_argument("--json", type=Path, metavar="FILE", help="write the marks as JSON")
    command.add_argument("--csv", type=Path, metavar="FILE", help="write the marks as CSV")
    _gradebook_options(command, "(default: the folder of SUBMITTED)")
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
    _pseudonyms_option(command, "--json and --csv")
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

    _add_course_commands(commands)
    return parser


def _add_course_commands(commands: Any) -> None:
    command = commands.add_parser("seed", help="write a new seed into course.toml")
    _gradebook_options(command, "(default: the clone)")
    command.add_argument(
        "--force", action="store_true", help="overwrite also a seed that marks may rest on"
    )
    command.set_defaults(run=_seed)

    command = commands.add_parser("forget", help="remove all that is kept of a student")
    command.add_argument("student", help="the id, as folders and gradebook have it")
    _gradebook_options(command, "(default: the clone)")
    command.add_argument("--yes", action="store_true", help="do not ask first")
    command.set_defaults(run=_forget)

    command = commands.add_parser("site", help="make web pages of the course")
    command.add_argument("section", nargs="*", help="which lessons (default: all)")
    command.add_argument(
        "--into", type=Path, default=Path("site"), metavar="FOLDER", help="where (default: site)"
    )
    command.add_argument(
        "--without-answers",
        action="store_true",
        help="for a class at work: no answers, and nothing that was computed with them",
    )
    command.set_defaults(run=_site)

    command = commands.add_parser("demo", help="see a whole class graded")
    command.add_argument(
        "folder",
        nargs="?",
        type=Path,
        default=Path("demo-class"),
        help="where (default: demo-class)",
    )
    command.add_argument("--workers", type=_positive, default=os.cpu_count() or 1)
    _pseudonyms_option(command, "the page, the table and the JSON of the class")
    command.set_defaults(
        run=lambda args, course: demo(course, args.folder, args.workers, args.pseudonyms)
    )


def _gradebook_options(command: argparse.ArgumentParser, default: str) -> None:
    command.add_argument(
        "--course",
        type=Path,
        metavar="FOLDER",
        help=f"has gradebook.db, autograded/ and feedback/ {default}",
    )
    command.add_argument("--db", metavar="URL", help="another gradebook, as nbgrader's db_url")


def _pseudonyms_option(command: argparse.ArgumentParser, where: str) -> None:
    command.add_argument(
        "--pseudonyms", action="store_true", help=f"show pseudonyms in place of names in {where}"
    )


def _add_collect(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
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
        db_url=args.db or default_db_url(folder),
        settings=course.settings,
        workers=args.workers,
        all_cells=args.all_cells,
        allow_unsandboxed=args.allow_unsandboxed,
        regrade=args.regrade,
        force=args.force,
        of=course,
        cluster=args.cluster,
        tell=(lambda _: None) if args.quiet else _warn,
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
        _say_if_public(course)
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


def _seed(args: argparse.Namespace, course: Course) -> int:
    path = new_seed(course, args.db or default_db_url(args.course or course.root), args.force)
    print(f"{path} has a new seed. Keep it: the same seed gives the same hidden tests")
    return 0


def _forget(args: argparse.Namespace, course: Course) -> int:
    folder = args.course or course.root
    kept_of_student = kept_of(args.student, folder, args.db or default_db_url(folder))
    lines = "".join(f"  {line}\n" for line in kept_of_student.sentences())
    if not args.yes:
        print(f"This is kept of {args.student}, and would be removed for good:\n{lines}", end="")
        answer = input("Remove it? [y/N] ") if sys.stdin.isatty() else ""
        if answer.strip().lower() not in ("y", "yes"):
            print("nothing was removed; --yes removes it without asking", file=sys.stderr)
            return 1
    forget(kept_of_student)
    print(f"removed of {args.student}:\n{lines}", end="")
    for path in kept_of_student.named_in:
        print(f"{path} names {args.student} as well: write it anew, or remove it")
    return 0


def _warn(sentence: str) -> None:
    print(printable(sentence), file=sys.stderr)


def _say_if_public(course: Course) -> None:
    if course.settings.seed == EXAMPLE_SEED:
        print(PUBLIC, file=sys.stderr)


def _doctor(args: argparse.Namespace, course: Course) -> int:
    with Zygote(course.settings.guest) as zygote:
        report = isolation(zygote, course.hidden)
    print(report)
    print(f"the floor for grading is {FLOOR!r}: {'reached' if report.enough else 'not reached'}")
    for sentence in report.missing:
        print(f"  - {sentence}")
    _say_if_public(course)
    return 0 if report.enough else 1


def _site(args: argparse.Namespace, course: Course) -> int:
    # Sphinx takes a while to import, and other commands do not need it.
    from grader.site.site import site

    sections = course.choose(args.section)
    print(site(course, sections, args.into, answers=not args.without_answers) / "index.html")
    return 0


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("must be 1 or more")
    return number
