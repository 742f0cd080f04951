"""The commands of who writes the course: ``descent build``, ``exercise``, ``site``."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from grader.build import bundle, manifest
from grader.build.build import build, check
from grader.commands.options import Commands, positive
from grader.course import Course
from grader.sheets import exercise_check
from grader.sheets.answers import answers
from grader.sheets.exercise_check import ExerciseCheck


def add(commands: Commands) -> None:
    """Add these commands to a parser."""
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

    command = commands.add_parser("exercise", help="check the folder of one exercise")
    command.add_argument("name", nargs="?", default="", help="such as neuron_gradients")
    command.add_argument(
        "--seeds",
        type=positive,
        default=1,
        help="with the hidden probes of how many courses (default: 1)",
    )
    command.set_defaults(run=_exercise)

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
    command.add_argument(
        "--playground", action="store_true", help="also notebooks that run in the browser"
    )
    command.set_defaults(run=_site)


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
        for sentence in (stale := manifest.stale([*course.ungraded, *sections])):
            print(sentence, file=sys.stderr)
        if stale:
            print("run descent build first", file=sys.stderr)
            return 1
        print(bundle.bundle(course, sections, course.root / "dist"))
        return 0
    names = build(course, args.section, force=args.force)
    print(f"built {', '.join(names)}" if names else "everything generated is up to date")
    return 0


def _exercise(args: argparse.Namespace, course: Course) -> int:
    section = exercise_check.find(args.name, course)
    exercise = ExerciseCheck(section, args.name, exercise_check.seeds(args.seeds))
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


def _site(args: argparse.Namespace, course: Course) -> int:
    # Sphinx takes a while to import, and other commands do not need it.
    from grader.site.site import site

    sections = course.choose(args.section)
    made = site(
        course,
        sections,
        args.into,
        answers=not args.without_answers,
        with_playground=args.playground,
    )
    print(made / "index.html")
    return 0
