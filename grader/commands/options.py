"""Options that several commands have, and what several of them say."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TypeAlias

from grader.course import EXAMPLE_SEED, Course
from grader.seed import PUBLIC

# What `argparse.ArgumentParser.add_subparsers` gives.
Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"


def gradebook_options(
    command: argparse.ArgumentParser, default: str, folder: Path | None = None
) -> None:
    """Ask for the folder of a class, or for another gradebook.

    Args:
        command: Gets the options.
        default: Which folder it is by default, in words.
        folder: That folder, where it is always the same.
    """
    command.add_argument(
        "--course",
        type=Path,
        default=folder,
        metavar="FOLDER",
        help=f"has gradebook.db, autograded/ and feedback/ {default}",
    )
    command.add_argument("--db", metavar="URL", help="another gradebook, as nbgrader's db_url")


def pseudonyms_option(command: argparse.ArgumentParser, where: str) -> None:
    """Offer to show pseudonyms."""
    command.add_argument(
        "--pseudonyms", action="store_true", help=f"show pseudonyms in place of names in {where}"
    )


def say_if_public(course: Course) -> None:
    """Say so where the seed is that of the repository, which everybody knows."""
    if course.settings.seed == EXAMPLE_SEED:
        print(PUBLIC, file=sys.stderr)


def positive(text: str) -> int:
    """Return a whole number from 1."""
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("must be 1 or more")
    return number
