"""The instructor's commands, in one parser. What each of them decides stands in the rooms."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from grader.course import Course
from grader.errors import NoCourse
from grader.workers import server

# The commands that mark.
_MARKING = ("grade", "demo")


def main(arguments: Sequence[str]) -> int:
    """Run one of the commands and return its exit status.

    Raises:
        DescentError: Something is not as the command needs it; the message
            says what to do.
    """
    if arguments and arguments[0] in _MARKING:
        server.start()
    args = _parser().parse_args(arguments)
    course = Course.here()
    if not (course.root / "source").is_dir():
        raise NoCourse(f"{course.root} is no clone of the repository: there is no source/ in it")
    status: int = args.run(args, course)
    return status


def _parser() -> argparse.ArgumentParser:
    # They import what takes a second, while the server of the workers does so too.
    from grader.commands import authoring, grading, marks, upkeep

    parser = argparse.ArgumentParser(prog="descent")
    commands = parser.add_subparsers(required=True)
    for group in (authoring, grading, marks, upkeep):
        group.add(commands)
    return parser
