"""The commands around a class: ``descent doctor``, ``seed``, ``forget``, ``demo``."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from grader.commands.options import (
    Commands,
    gradebook_options,
    positive,
    pseudonyms_option,
    say_if_public,
)
from grader.course import Course
from grader.demo.demo import CLASS, demo
from grader.forget import forget, kept_of
from grader.guest.outside.host import Zygote
from grader.guest.outside.isolation import isolation
from grader.guest.outside.levels import FLOOR
from grader.nbgrader.configured import gradebook_of
from grader.seed import new_seed


def add(commands: Commands) -> None:
    """Add these commands to a parser."""
    command = commands.add_parser("doctor", help="say how well this machine isolates guests")
    command.set_defaults(run=_doctor)

    command = commands.add_parser("seed", help="write a new seed into course.toml")
    gradebook_options(command, "(default: the clone)")
    command.add_argument(
        "--force", action="store_true", help="overwrite also a seed that marks may rest on"
    )
    command.set_defaults(run=_seed)

    command = commands.add_parser("forget", help="remove all that is kept of a student")
    command.add_argument("student", help="the id, as folders and gradebook have it")
    gradebook_options(command, "(default: the clone)")
    command.add_argument("--yes", action="store_true", help="do not ask first")
    command.set_defaults(run=_forget)

    command = commands.add_parser("demo", help="see a whole class graded")
    command.add_argument(
        "folder",
        nargs="?",
        type=Path,
        default=Path("demo-class"),
        help="where (default: demo-class)",
    )
    command.add_argument("--workers", type=positive, default=os.cpu_count() or 1)
    command.add_argument(
        "--students",
        type=positive,
        default=len(CLASS),
        metavar="NUMBER",
        help="how many, each with one submission (default: %(default)s)",
    )
    pseudonyms_option(command, "the page, the table and the JSON of the class")
    command.set_defaults(
        run=lambda args, course: demo(
            course, args.folder, args.workers, args.pseudonyms, args.students
        )
    )


def _doctor(args: argparse.Namespace, course: Course) -> int:
    with Zygote(course.settings.guest) as zygote:
        report = isolation(zygote, course.hidden)
    print(report)
    print(f"the floor for grading is {FLOOR!r}: {'reached' if report.enough else 'not reached'}")
    for sentence in report.missing:
        print(f"  - {sentence}")
    say_if_public(course)
    return 0 if report.enough else 1


def _seed(args: argparse.Namespace, course: Course) -> int:
    path = new_seed(course, args.db or gradebook_of(args.course or course.root), args.force)
    print(f"{path} has a new seed. Keep it: the same seed gives the same hidden tests")
    return 0


def _forget(args: argparse.Namespace, course: Course) -> int:
    folder = args.course or course.root
    kept_of_student = kept_of(args.student, folder, args.db or gradebook_of(folder))
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
