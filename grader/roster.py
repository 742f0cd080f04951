"""The students of a class, from a file with the columns that nbgrader imports."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from grader.errors import GraderError

# As `nbgrader db student import` names them; what is in other columns is not read.
COLUMNS = ("id", "first_name", "last_name", "email", "lms_user_id")
SEPARATORS = ",;\t"


class BadRoster(GraderError):
    """The list of students cannot be read, or contradicts itself."""


@dataclass(frozen=True)
class Student:
    """One student; what the list does not say is ``""``.

    Attributes:
        id: The name of the student's folder and in the gradebook.
        first_name: The first name.
        last_name: The last name.
        email: The address.
        lms_user_id: The number by which a learning platform knows the student.
    """

    id: str
    first_name: str = ""
    last_name: str = ""
    email: str = ""
    lms_user_id: str = ""

    @property
    def name(self) -> str:
        """First and last name, as far as they are known."""
        return f"{self.first_name} {self.last_name}".strip()


@dataclass(frozen=True)
class Roster:
    """The students of a class, in the order of the list; no two have the same id."""

    students: tuple[Student, ...]

    def __iter__(self) -> Iterator[Student]:
        return iter(self.students)

    def __len__(self) -> int:
        return len(self.students)

    @classmethod
    def read(cls, path: Path) -> Roster:
        """Read a list of students, as nbgrader's ``students.csv`` or a spreadsheet program has it.

        Separated by commas, semicolons or tabs, whichever the first line has; upper
        and lower case in the names of columns, a byte order mark, blanks around
        fields and empty lines do not matter.

        Args:
            path: A CSV file in UTF-8, or in UTF-16 with a byte order mark.

        Raises:
            BadRoster: It cannot be read, has no column ``id``, or a line in it
                cannot be; the message has the line.
        """
        lines = _lines(path)
        number, header = next(lines, (1, []))
        columns = _columns(header, f"{path}, line {number}")
        students: dict[str, Student] = {}
        lines_by_id: dict[str, int] = {}
        for number, fields in lines:
            where = f"{path}, line {number}"
            if len(fields) > len(header) and any(fields[len(header) :]):
                raise BadRoster(
                    f"{where} has {len(fields)} fields, and the first line names {len(header)}: "
                    "put quotes around a field that holds the separator"
                )
            student = Student(
                **{name: fields[at] for name, at in columns.items() if at < len(fields)}
            )
            _require_folder_name(student.id, where)
            # Folders of these two would be one where upper and lower case are the same.
            key = student.id.casefold()
            if key in students:
                raise BadRoster(
                    f"{where}: the id {student.id!r} stands in line {lines_by_id[key]} already: "
                    "each student needs one of their own"
                )
            students[key] = student
            lines_by_id[key] = number
        if not students:
            raise BadRoster(f"{path} names no students: each has a line below the first")
        return cls(tuple(students.values()))


def _lines(path: Path) -> Iterator[tuple[int, list[str]]]:
    """Yield the lines that hold anything, each with its number and its fields."""
    text = _text(path)
    first = next((line for line in text.splitlines() if line.strip()), "")
    # The separator is what divides the first line into the columns that are known.
    separator = max(SEPARATORS, key=lambda mark: len(_known(first.split(mark))))
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        for fields in reader:
            if any(field.strip() for field in fields):
                yield reader.line_num, [" ".join(field.split()) for field in fields]
    except csv.Error as error:
        raise BadRoster(f"{path}, line {reader.line_num} is no CSV: {error}") from None


def _text(path: Path) -> str:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise BadRoster(f"cannot read the list of students {path}: {error.strerror}") from None
    is_utf16 = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    try:
        return data.decode("utf-16" if is_utf16 else "utf-8-sig")
    except UnicodeDecodeError as error:
        line = 1 + data.count(b"\n", 0, error.start)
        raise BadRoster(
            f"{path}, line {line} is not UTF-8: save it as “CSV UTF-8”, so that names with "
            "accents are those that were meant"
        ) from None


def _known(header: Sequence[str]) -> dict[str, int]:
    """Return where each known column stands, as often as it is named the last of them."""
    names = [field.strip().strip('"').casefold() for field in header]
    names = ["_".join(name.replace("-", " ").split()) for name in names]
    return {name: at for at, name in enumerate(names) if name in COLUMNS}


def _columns(header: Sequence[str], where: str) -> dict[str, int]:
    columns = _known(header)
    if "id" not in columns:
        raise BadRoster(
            f"{where} has no column id: the first line names the columns, of which "
            f"{', '.join(COLUMNS)} are read, as nbgrader imports them"
        )
    for name, at in columns.items():
        if name in _known(header[:at]):
            raise BadRoster(f"{where} names the column {name} twice")
    return columns


def _require_folder_name(student_id: str, where: str) -> None:
    if not student_id:
        raise BadRoster(f"{where} has no id: it is the name of the student's folder")
    if student_id.startswith(".") or any(
        letter in "/\\" or not letter.isprintable() for letter in student_id
    ):
        raise BadRoster(
            f"{where}: the id {student_id!r} cannot be the name of a folder: it may not begin "
            "with a dot, and not hold a slash, a backslash or a control character"
        )
