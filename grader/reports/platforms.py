"""The marks of a class as learning platforms import them, each in its own documented format.

docs/instructors.md names the page of each platform that a format is taken from.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from grader.reports.report import safe
from grader.roster import Student

# A spreadsheet takes it for what it is.
_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")


@dataclass(frozen=True)
class Totals:
    """The points of a class.

    Attributes:
        most: The points that can be had, by assignment.
        students: The students, each with a line.
        points: By student and assignment, what was earned less what it cost to
            be late; nothing where nothing was handed in.
    """

    most: Mapping[str, float]
    students: Sequence[Student]
    points: Mapping[tuple[str, str], float]

    def of(self, student: Student) -> list[str]:
        """Return the points of a student in each assignment; ``""`` where there are none."""
        found = (self.points.get((student.id, name)) for name in self.most)
        return ["" if points is None else number(points) for points in found]


@dataclass(frozen=True)
class Format:
    """How a platform wants marks.

    Attributes:
        write: Takes the marks and the name of each column, and returns the file.
        lacks: Takes a student and says what the platform needs and the roster
            does not tell; nothing where all is there.
    """

    write: Callable[[Totals, Mapping[str, str]], bytes]
    lacks: Callable[[Student], str] = lambda student: ""


def number(points: float) -> str:
    """Return points in as few digits as tell them."""
    return f"{points:.10g}"


def _plain(totals: Totals, columns: Mapping[str, str]) -> bytes:
    header = ["id", "first_name", "last_name", "email", "lms_user_id"]
    lines = [[*header, *(columns[name] for name in totals.most), "total"]]
    for one in totals.students:
        person = [one.id, one.first_name, one.last_name, one.email, one.lms_user_id]
        total = sum(totals.points.get((one.id, name), 0.0) for name in totals.most)
        lines.append([*person, *totals.of(one), number(total)])
    return as_csv(lines)


def _canvas(totals: Totals, columns: Mapping[str, str]) -> bytes:
    header = ["Student", "ID", "SIS User ID", "SIS Login ID", "Section"]
    lines = [[*header, *(columns[name] for name in totals.most)]]
    lines.append(["Points Possible", "", "", "", "", *map(number, totals.most.values())])
    for one in totals.students:
        name = ", ".join(part for part in (one.last_name, one.first_name) if part)
        lines.append([name or one.id, one.lms_user_id, "", one.id, "", *totals.of(one)])
    return as_csv(lines)


def _beside(
    people: Sequence[list[str]], header: list[str], totals: Totals, columns: Mapping[str, str]
) -> list[list[str]]:
    """Return a table of the points of each student, beside what a platform knows them by."""
    lines = [[*header, *(columns[name] for name in totals.most)]]
    for one, person in zip(totals.students, people, strict=True):
        lines.append([*person, *totals.of(one)])
    return lines


def _moodle(totals: Totals, columns: Mapping[str, str]) -> bytes:
    header = ["First name", "Last name", "ID number", "Email address"]
    people = [
        [one.first_name, one.last_name, one.lms_user_id, one.email] for one in totals.students
    ]
    return as_csv(_beside(people, header, totals, columns))


def _blackboard(totals: Totals, columns: Mapping[str, str]) -> bytes:
    header = ["Last Name", "First Name", "Username", "Student ID"]
    people = [[one.last_name, one.first_name, one.id, one.lms_user_id] for one in totals.students]
    return as_csv(_beside(people, header, totals, columns), csv.QUOTE_ALL)


def _brightspace(totals: Totals, columns: Mapping[str, str]) -> bytes:
    items = [
        f"{columns[name]} Points Grade <Numeric MaxPoints:{number(most)}>"
        for name, most in totals.most.items()
    ]
    lines = [["OrgDefinedId", "Username", *items, "End-of-Line Indicator"]]
    for one in totals.students:
        lines.append([one.lms_user_id, one.id, *totals.of(one), "#"])
    return as_csv(lines)


_SETUP = "#!/usr/bin/env bash\n# Nothing is to be installed: the marks are in marks.json.\n"
_RUN = '''\
#!/usr/bin/env python3
"""Give a submission the mark that the course gave it, without running it."""

import json
import sys

with open("/autograder/source/marks.json", encoding="utf-8") as file:
    marks = json.load(file)
with open("/autograder/submission_metadata.json", encoding="utf-8") as file:
    users = json.load(file)["users"]
found = [marks[user["email"].lower()] for user in users if user["email"].lower() in marks]
if not found:
    sys.exit("the course has no mark for this address")
with open("/autograder/results/results.json", "w", encoding="utf-8") as file:
    json.dump(found[0], file)
'''


def _gradescope(totals: Totals, columns: Mapping[str, str]) -> bytes:
    """Return an autograder for one assignment, which looks up the marks that are in it."""
    ((name, most),) = totals.most.items()
    marks: dict[str, dict[str, Any]] = {}
    for one in totals.students:
        points = totals.points.get((one.id, name))
        if one.email and points is not None:
            output = f"{columns[name]}: {number(points)} of {number(most)} points"
            marks[one.email.lower()] = {"score": points, "output": output}
    file = io.BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        text = json.dumps(marks, indent=1, sort_keys=True)
        for member, content in (
            ("setup.sh", _SETUP),
            ("run_autograder", _RUN),
            ("marks.json", text),
        ):
            # The same marks give the same file, whatever the time of day.
            info = ZipInfo(member)
            info.external_attr = 0o755 << 16
            archive.writestr(info, content, ZIP_DEFLATED)
    return file.getvalue()


def as_csv(lines: Sequence[Sequence[str]], quoting: int = csv.QUOTE_MINIMAL) -> bytes:
    """Return a table as CSV in UTF-8, in which no field is a formula."""
    file = io.StringIO(newline="")
    writer = csv.writer(file, lineterminator="\n", quoting=quoting)  # type: ignore[arg-type]
    for line in lines:
        writer.writerow([f if _NUMBER.fullmatch(f) else safe(f) for f in line])
    return file.getvalue().encode("utf-8")


def _nothing_to_tell_by(student: Student) -> str:
    return "" if student.email or student.lms_user_id else "an email or an lms_user_id"


FORMATS = {
    "csv": Format(_plain),
    "canvas": Format(_canvas, lambda one: "" if one.lms_user_id else "an lms_user_id"),
    "moodle": Format(_moodle, _nothing_to_tell_by),
    "blackboard": Format(_blackboard),
    "brightspace": Format(_brightspace),
    "gradescope": Format(_gradescope, lambda one: "" if one.email else "an email"),
}
