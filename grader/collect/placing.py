"""Writing one notebook into nbgrader's layout: never over newer work, never through a link."""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath

from grader.collect.download import CannotRead, File, Left
from grader.files import write_whole
from grader.nbgrader.gradebook import handed_in
from grader.results import Submission

TIMESTAMP = "timestamp.txt"


@dataclass(frozen=True)
class Placed:
    """A notebook that lies where it belongs.

    Attributes:
        student: Whose it is.
        assignment: What it is to.
        source: Where it lies in the download.
        time: When it was handed in, if the platform tells it.
        state: ``new``, ``updated`` where older work was replaced, or ``unchanged``.
        remarks: What was not as it should be.
    """

    student: str
    assignment: str
    source: PurePosixPath
    time: datetime | None
    state: str
    remarks: tuple[str, ...] = ()


def place(
    student: str,
    assignment: str,
    file: File,
    time: datetime | None,
    submitted: Path,
    replace: bool = False,
    dry_run: bool = False,
) -> Placed | Left:
    """Write a notebook of a download to its place, unless newer work lies there.

    Args:
        student: Whose it is.
        assignment: What it is to.
        file: The notebook.
        time: When it was handed in, if that is known; kept as nbgrader's ``timestamp.txt``.
        submitted: Holds a folder for each student.
        replace: Whether to write it also where nothing tells which is newer.
        dry_run: Whether to write nothing.
    """
    of = Submission(submitted, student, assignment)
    target = of.path / f"{assignment}.ipynb"
    try:
        data = file.read()
        for path in (of.path.parent, of.path, target, of.path / TIMESTAMP):
            if path.is_symlink():
                return Left(file.path, f"{path} is a link, and links are not followed")
        state = "new"
        if target.exists():
            if target.read_bytes() == data:
                return Placed(student, assignment, file.path, time, "unchanged")
            before = handed_in(of)
            if before and time:
                if before.replace(tzinfo=UTC) >= time:
                    why = f"was handed in later ({before:%Y-%m-%d %H:%M} UTC) and is kept"
                    return Left(file.path, f"{target} {why}", is_work=False)
            elif not replace:
                why = "is other work, and nothing tells which is newer: --replace takes this one"
                return Left(file.path, f"{target} {why}")
            state = "updated"
        if not dry_run:
            of.path.mkdir(parents=True, exist_ok=True)
            _write(target, data)
            if time:
                write_whole(
                    of.path / TIMESTAMP, f"{time.astimezone(UTC):%Y-%m-%d %H:%M:%S.%f} UTC\n"
                )
            else:
                (of.path / TIMESTAMP).unlink(missing_ok=True)
    except CannotRead as error:
        return Left(file.path, f"it {error}")
    except OSError as error:
        return Left(file.path, f"{target} cannot be written: {error.strerror}")
    return Placed(student, assignment, file.path, time, state)


def _write(target: Path, data: bytes) -> None:
    partial = target.with_name(f".{target.name}.part")
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW
    partial.unlink(missing_ok=True)
    try:
        descriptor = os.open(
            partial, flags, stat.S_IRUSR | stat.S_IWUSR | stat.S_IRGRP | stat.S_IROTH
        )
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
        os.replace(partial, target)
    except BaseException:
        partial.unlink(missing_ok=True)
        raise
