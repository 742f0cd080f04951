"""The instructor's commands, in one parser. What each of them decides stands in the rooms."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from importlib import import_module

from grader.course import Course
from grader.errors import NoCourse
from grader.workers import server

# The commands that mark.
_MARKING = ("grade", "demo")

# The commands of each module: the others are not imported, which takes its time.
_COMMANDS = {
    "authoring": ("build", "exercise", "site"),
    "grading": ("collect", "grade"),
    "marks": ("explain", "report", "export"),
    "upkeep": ("doctor", "seed", "forget", "demo"),
}


def main(arguments: Sequence[str]) -> int:
    """Run one of the commands and return its exit status.

    Raises:
        DescentError: Something is not as the command needs it; the message
            says what to do.
    """
    if arguments and arguments[0] in _MARKING:
        server.start()
    args = _parser(arguments[:1]).parse_args(arguments)
    course = Course.here()
    if not (course.root / "source").is_dir():
        raise NoCourse(f"{course.root} is no clone of the repository: there is no source/ in it")
    status: int = args.run(args, course)
    return status


def _parser(wanted: Sequence[str]) -> argparse.ArgumentParser:
    """Return a parser of what stands in the module of a wanted command; of all if there is none."""
    parser = argparse.ArgumentParser(prog="descent")
    commands = parser.add_subparsers(required=True)
    modules = [name for name, names in _COMMANDS.items() if {*wanted} & {*names}]
    for name in modules or _COMMANDS:
        # While it imports, the server of the workers does so too.
        import_module(f"grader.commands.{name}").add(commands)
    return parser
