"""Whose each file of a download is, by the names that learning platforms give.

docs/what-a-class-hands-in.md has the names of each platform, and where they are documented.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import PurePosixPath

from grader.collect.download import CannotRead, Download, File
from grader.collect.folders import by_folder
from grader.collect.gradescope import exported
from grader.collect.origin import Origin, english_date, local_time, slug

_MOODLE = re.compile(
    r"(?P<name>.+)_(?P<number>\d+)_assignsubmission_(?P<kind>[a-z]+)(?:_(?P<file>.*))?", re.DOTALL
)
_BLACKBOARD = re.compile(
    r"(?P<attempt>.+_(?P<user>[^_]+)_attempt_(?P<time>\d{4}(?:-\d\d){5}))(?:_(?P<file>.+)|\.txt)",
    re.DOTALL,
)
_BLACKBOARD_PERSON = re.compile(r"^Name: *(?P<name>.*) \((?P<user>[^()]*)\)[ \r]*$", re.MULTILINE)
_BRIGHTSPACE = re.compile(r"(?P<user>\d+)-\d+ - (?P<who>.+) - (?P<time>[^-]+)", re.DOTALL)
_CANVAS_FILE = r"_(?:(?P<number>\d\d+)_(?P<file>.+)|text\.html|link\.html)"
_CANVAS = re.compile(r"(?P<name>\w+?)(?:_LATE)?_(?P<user>\d+)" + _CANVAS_FILE, re.DOTALL)
_CANVAS_ANONYMOUS = re.compile(r"(?:LATE_)?(?P<user>anon_[^_]+)" + _CANVAS_FILE, re.DOTALL)


def origins(download: Download, sections: Sequence[str]) -> dict[PurePosixPath, list[Origin]]:
    """Return whose each file is; several for what a group handed in, none where nothing tells it.

    Args:
        download: The download.
        sections: The names of all assignments.
    """
    named = exported(download.files)
    people = _blackboard_people(download.files)
    for file in download.files:
        if file.path not in named and (origin := _by_name(file.path, people)):
            named[file.path] = [origin]
    rest = [file.path for file in download.files if file.path not in named]
    if any(origin.platform == "Brightspace" for who in named.values() for origin in who):
        what = "Brightspace's list of submissions"
        index = [path for path in rest if path.name == "index.html"]
        named |= {path: [Origin("Brightspace", "", not_work=what)] for path in index}
    for path, origin in by_folder(rest, sections).items():
        named.setdefault(path, [origin])
    return named


def _by_name(path: PurePosixPath, people: dict[str, tuple[str, str]]) -> Origin | None:
    for depth, part in enumerate(path.parts):
        if match := _MOODLE.fullmatch(part):
            # Its number is that of a participant in one assignment, and of nobody in a list.
            what = "" if match["kind"] == "file" else "what was typed into Moodle, and no file"
            name = match["name"]
            key = f"{name} {match['number']}"
            return Origin("Moodle", key, name=name, id=slug(name), not_work=what)
        if match := _BLACKBOARD.fullmatch(part):
            name, user = people.get(match["attempt"], ("", match["user"]))
            what = "" if match["file"] else "what Blackboard says of an attempt"
            when = local_time(match["time"], "%Y-%m-%d-%H-%M-%S")
            return Origin(
                *("Blackboard", user, "", (user,), name, slug(user)), time=when, not_work=what
            )
        if match := _BRIGHTSPACE.fullmatch(part):
            # Of a group, its name stands before that of who handed in.
            name = match["who"].rsplit(" - ", 1)[-1]
            when = english_date(match["time"])
            return Origin("Brightspace", match["user"], match["user"], (), name, slug(name), when)
        match = _CANVAS_ANONYMOUS.fullmatch(part) or _CANVAS.fullmatch(part)
        if match and depth < 2:  # it makes no folders
            fields = match.groupdict(default="")
            name, user = fields.get("name", ""), fields["user"]
            what = "" if fields["file"] else "what was typed into Canvas, and no file"
            own, number = slug(name or user), int(fields["number"] or 0)
            return Origin("Canvas", user, user, (), name, own, order=number, not_work=what)
    return None


def _blackboard_people(files: Iterable[File]) -> dict[str, tuple[str, str]]:
    """Return name and user name for each attempt that Blackboard has written a text about."""
    people = {}
    for file in files:
        match = _BLACKBOARD.fullmatch(file.path.name)
        if match and not match["file"]:
            try:
                text = file.read()[:100_000].decode("utf-8-sig", "replace")
            except CannotRead:
                continue
            if told := _BLACKBOARD_PERSON.search(text):
                people[match["attempt"]] = (told["name"].strip(), told["user"].strip())
    return people
