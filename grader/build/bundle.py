"""``descent build --bundle``: what students get, in one file."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from grader.course import Course, Section
from grader.errors import GraderError

# A fixed time, so that the same contents give the same file.
MOMENT = (2020, 1, 1, 0, 0, 0)

_README = """\
Graded Descent
==============

1. Install what the notebooks import, in an environment of your own:

       pip install {wheel} jupyterlab

2. Open the notebooks:

       jupyter lab

3. Write your answers where a cell says YOUR CODE HERE, run the check below
   each, and hand the notebook in as your instructor asks.
"""


class NoWheel(GraderError):
    """The wheel for students cannot be made."""


def bundle(course: Course, sections: Sequence[Section], into: Path) -> Path:
    """Pack the released notebooks of some sections and the wheel, and return the file.

    A section links to the ungraded notebooks, so that each has them beside it.

    Args:
        course: The course, of which the wheel is made.
        sections: Sections of it.
        into: The folder of the file.

    Raises:
        NoWheel: The wheel cannot be built.
    """
    into.mkdir(parents=True, exist_ok=True)
    path = into / "graded-descent-students.zip"
    with TemporaryDirectory() as folder:
        student_wheel = wheel(Path(folder), course.root)
        files = {
            f"{section}/{each}.ipynb": each.release.read_bytes()
            for section in sections
            for each in (*course.ungraded, section)
        }
        files[student_wheel.name] = student_wheel.read_bytes()
        files["README.txt"] = _README.format(wheel=student_wheel.name).encode()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in sorted(files.items()):
            archive.writestr(zipfile.ZipInfo(name, MOMENT), data, zipfile.ZIP_DEFLATED)
    return path


def wheel(folder: Path, root: Path) -> Path:
    """Build the wheel that students get, and return it.

    Args:
        folder: Gets it.
        root: The folder of the course.

    Raises:
        NoWheel: It cannot be built.
    """
    # The backend is called by itself: pip would fetch it anew from the network.
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    process = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    wheels = list(folder.glob("*.whl"))
    if process.returncode or not wheels:
        raise NoWheel(f"the wheel cannot be built: {process.stderr.strip()[-1000:]}")
    return wheels[0]
