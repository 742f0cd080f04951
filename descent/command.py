"""The ``descent`` command: what students need, and the grader's commands where there is a clone."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Sequence

from descent.errors import DescentError

_COMMANDS = {
    "lab": "open JupyterLab on the notebooks",
    "build": "generate release/, notebooks/, solutions/ and the checks from source/",
    "collect": "lay out what a learning platform gives as submissions to be graded",
    "grade": "grade a folder of submissions",
    "explain": "say why a mark is as it is: run and asked again",
    "report": "the class on one page, and as tables",
    "export": "marks for a learning platform",
    "exercise": "check one exercise: its reference, its known mistakes, its answers",
    "site": "make web pages of the lessons and documents",
    "demo": "see a whole class graded, on this machine",
    "seed": "write a new seed into course.toml: hidden tests come from it",
    "forget": "remove all that is kept of a student",
    "doctor": "say how well this machine can isolate the code of submissions",
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit status."""
    args = list(sys.argv[1:] if arguments is None else arguments)
    if not args or args[0] in ("-h", "--help"):
        print(_usage())
        return 0
    if args[0] == "--version":
        from descent import __version__

        print(f"graded-descent {__version__}")
        return 0
    if args[0] not in _COMMANDS:
        print(f"descent: there is no command {args[0]!r}\n\n{_usage()}", file=sys.stderr)
        return 2
    try:
        if args[0] == "lab":
            from descent.lab import command as lab

            return lab.main(args[1:])
        return _grader(args)
    except DescentError as error:
        # Names of folders are in it, which are a student's.
        text = "".join(c if c.isprintable() or c == "\n" else ascii(c)[1:-1] for c in str(error))
        print(f"descent {args[0]}: {text}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print(f"descent {args[0]}: stopped", file=sys.stderr)
        return 130


def _grader(args: list[str]) -> int:
    try:
        # By its name: students have `descent` alone.
        cli = importlib.import_module("grader.cli")
    except ModuleNotFoundError as error:
        if error.name == "grader":
            what = (
                "works in a clone of the repository: clone it, then run "
                "pip install -e '.[instructor]' there"
            )
        else:
            what = (
                f"needs the package {error.name}: run pip install -e '.[instructor]' in the clone"
            )
        print(f"descent {args[0]}: {what}", file=sys.stderr)
        return 2
    status: int = cli.main(args)
    return status


def _usage() -> str:
    lines = [f"  {name:8} {text}" for name, text in _COMMANDS.items()]
    return (
        "usage: descent COMMAND [options]\n\n"
        + "\n".join(lines)
        + ("\n\ndescent COMMAND --help says more about one of them.")
    )


if __name__ == "__main__":
    sys.exit(main())
