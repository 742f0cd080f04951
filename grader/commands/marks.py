"""The commands that read marks that are there: ``descent explain``, ``report``, ``export``."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable
from pathlib import Path

from grader.commands.options import Commands, gradebook_options, pseudonyms_option
from grader.course import Course
from grader.guest.outside.host import Zygote
from grader.guest.outside.isolation import isolation, require
from grader.marking.explanation import Again, chosen
from grader.marking.submissions import Missing
from grader.nbgrader import records
from grader.nbgrader.configured import gradebook_of
from grader.nbgrader.export import Export, export
from grader.nbgrader.gradebook import Reader
from grader.reports import explained
from grader.reports.class_page import write_class_page
from grader.reports.platforms import FORMATS
from grader.reports.pseudonyms import without_names
from grader.reports.screen import printable
from grader.results import Marked, Submission
from grader.roster import Roster

_HERE = "(default: the folder that one is in)"


def add(commands: Commands) -> None:
    """Add these commands to a parser."""
    command = commands.add_parser("explain", help="why a mark is as it is: run and asked again")
    command.add_argument("student")
    command.add_argument("assignment")
    command.add_argument("exercise", nargs="?", default="", help="only this one")
    command.add_argument(
        "--submitted",
        type=Path,
        metavar="FOLDER",
        help="holds <student>/<assignment>/<assignment>.ipynb (default: submitted/)",
    )
    command.add_argument(
        "--for-student",
        action="store_true",
        help="with questions drawn afresh, so that nothing hidden is shown",
    )
    command.add_argument(
        "--allow-unsandboxed",
        action="store_true",
        help="run it also where student code cannot be locked in as it should be",
    )
    gradebook_options(command, _HERE, Path())
    command.set_defaults(run=_explain)

    command = commands.add_parser("report", help="the class on one page, and as tables")
    command.add_argument("--roster", type=Path, metavar="FILE", help="students.csv, as nbgrader's")
    gradebook_options(command, _HERE, Path())
    pseudonyms_option(command, "the page and its tables")
    command.set_defaults(run=_report, refuse=command.error)

    command = commands.add_parser("export", help="marks for a learning platform")
    command.add_argument("--format", choices=FORMATS, default="csv", help="whose (default: csv)")
    command.add_argument("--roster", type=Path, metavar="FILE", help="students.csv, as nbgrader's")
    command.add_argument(
        "--assignment", nargs="+", action="extend", default=[], metavar="NAME", help="only these"
    )
    command.add_argument(
        "--column",
        type=_column,
        nargs="+",
        action="extend",
        default=[],
        metavar="NAME=HEADER",
        help="what the platform calls an assignment",
    )
    command.add_argument(
        "--zeros", action="store_true", help="a zero, not an empty field, where nothing came"
    )
    command.add_argument(
        "--to", type=Path, metavar="PATH", help="the file, or for gradescope the folder"
    )
    gradebook_options(command, _HERE, Path())
    command.set_defaults(run=_export)


def _explain(args: argparse.Namespace, course: Course) -> int:
    section = course.section(args.assignment)
    names = chosen(section, args.exercise)
    of = Submission(args.submitted or args.course / "submitted", args.student, section.name)
    if not of.path.is_dir():
        raise Missing(
            f"there is no {of.path}: name a student whose submission is there, as its folder has "
            "the name, and the folder of submissions with --submitted"
        )
    with Reader(args.db or gradebook_of(args.course)) as book:
        standing = book.standing(of)
        by_hand = book.by_hand(of)
        charge = book.charge(of, course.settings.late)
    with Zygote(course.settings.guest) as zygote:
        level = isolation(zygote, course.hidden)
        require(level, args.allow_unsandboxed)
        again = Again(section, of, zygote, str(level))
        found = again.explain_afresh(names) if args.for_student else again.explain(names, standing)
    for line in explained.lines(found, args.for_student):
        print(line)
    for name in names:
        if name in by_hand:
            print(f"{name}: a person gave {by_hand[name]:g} by hand, and that is what counts.")
    if charge:
        print(charge)
    return 0


def _report(args: argparse.Namespace, course: Course) -> int:
    if args.roster and args.pseudonyms:
        args.refuse("--pseudonyms: leave out --roster, which names who has not handed in")
    roster = Roster.read(args.roster) if args.roster else None
    with Reader(args.db or gradebook_of(args.course)) as book:
        rows: Iterable[Marked] = records.graded(book.connection, args.course / "submitted")
        if args.pseudonyms:
            rows = without_names(list(rows), course.settings.seed)
        page = write_class_page(rows, course, args.course, roster, links=not args.pseudonyms)
    print(page)
    return 0


def _export(args: argparse.Namespace, course: Course) -> int:
    here = Path() if args.format == "gradescope" else Path(f"marks-{args.format}.csv")
    paths, remarks = export(
        Export(
            db_url=args.db or gradebook_of(args.course),
            format=args.format,
            to=args.to or here,
            roster=Roster.read(args.roster) if args.roster else None,
            assignments=args.assignment,
            columns=dict(args.column),
            zeros=args.zeros,
        )
    )
    for remark in remarks:
        print(printable(remark), file=sys.stderr)
    for path in paths:
        print(path)
    return 0


def _column(text: str) -> tuple[str, str]:
    name, mark, header = text.partition("=")
    if not (name and mark and header):
        raise argparse.ArgumentTypeError("must be NAME=HEADER, such as '01_perceptron=Week 1 (42)'")
    return name, header
