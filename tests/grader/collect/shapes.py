"""Downloads of each platform's shape, made by hand from its documentation.

docs/what-a-class-hands-in.md cites the pages and programs that these names are from.
"""

from __future__ import annotations

import functools
import json
import zipfile
from pathlib import Path

from tests.grader.classes import SECTION, code, released, slim

ROSTER = """\
id,first_name,last_name,email,lms_user_id
ada,Ada,Lovelace,ada.l@uni.example,1815
bob,Bob,Müller,bob.m@uni.example,1700
"""
FILE = f"{SECTION}.ipynb"

Shape = dict[str, bytes]


@functools.cache
def work(whose: str, section: str = SECTION) -> bytes:
    """A student's notebook, small, and unlike that of any other."""
    notebook = slim(released(section))
    notebook["cells"].append(code(f"# {whose}"))
    return json.dumps(notebook).encode()


def moodle() -> Shape:
    return {
        f"Ada Lovelace_31415_assignsubmission_file/{FILE}": work("ada"),
        "Bob Müller_27182_assignsubmission_file_/01_perceptron (1).ipynb": work("bob"),
        "Bob Müller_27182_assignsubmission_onlinetext/onlinetext.html": b"<p>I am late.</p>",
    }


def moodle_flat() -> Shape:
    return {
        f"Ada Lovelace_31415_assignsubmission_file_{FILE}": work("ada"),
        "Bob Müller_27182_assignsubmission_file_my own name.ipynb": work("bob"),
    }


def canvas() -> Shape:
    return {
        f"lovelaceada_1815_990001_{FILE}": work("ada, early"),
        "lovelaceada_1815_990007_01_perceptron-1.ipynb": work("ada"),
        "müllerbob_LATE_1700_990003_Untitled.ipynb": work("bob"),
        "müllerbob_LATE_1700_text.html": b"<p>sorry</p>",
    }


def blackboard() -> Shape:
    early, late = "2024-01-01-12-00-00", "2024-01-02-09-30-15"
    told = (
        "Name: {} ({})\nAssignment: Perceptron\nDate Submitted: {}\nCurrent Grade: Needs Grading\n"
    )
    return {
        f"Perceptron_ada_attempt_{early}.txt": told.format("Ada Lovelace", "ada", early).encode(),
        f"Perceptron_ada_attempt_{early}_{FILE}": work("ada, early"),
        f"Perceptron_ada_attempt_{late}.txt": told.format("Ada Lovelace", "ada", late).encode(),
        f"Perceptron_ada_attempt_{late}_{FILE}": work("ada"),
        f"Perceptron_bob_m_attempt_{late}.txt": told.format("Bob Müller", "bob_m", late).encode(),
        f"Perceptron_bob_m_attempt_{late}_01_perceptron-Copy1.ipynb": work("bob"),
    }


def brightspace() -> Shape:
    return {
        f"1815-70001 - Ada Lovelace - Jan 1, 2024 1200 PM/{FILE}": work("ada, early"),
        f"1815-70001 - Ada Lovelace - Jan 2, 2024 630 AM/{FILE}": work("ada"),
        f"9-70001 - bob Bob Müller - 05 March 2024 612 PM/homework/{FILE}": work("bob"),
        "index.html": b"<html>Perceptron</html>",
    }


def gradescope() -> Shape:
    metadata = """\
submission_1001:
  :submitters:
  - :name: Ada Lovelace
    :sid: '1815'
    :email: ada.l@uni.example
  :created_at: 2024-01-02 09:30:15.000000000 Z
  :score: 3.0
  :results: !ruby/hash:ActiveSupport::HashWithIndifferentAccess
    tests: []
submission_1002:
  :submitters:
  - :name: Bob Müller
    :sid:
    :email: bob.m@uni.example
  :created_at: 2024-01-02 10:00:00.000000000 Z
"""
    return {
        "assignment_77_export/submission_metadata.yml": metadata.encode(),
        f"assignment_77_export/submission_1001/{FILE}": work("ada"),
        f"assignment_77_export/submission_1002/hand in/{FILE}": work("bob"),
    }


def github() -> Shape:
    return {
        f"perceptron-submissions/perceptron-ada/{FILE}": work("ada"),
        "perceptron-submissions/perceptron-ada/README.md": b"# Perceptron",
        "perceptron-submissions/perceptron-ada/.git/HEAD": b"ref: refs/heads/main",
        f"perceptron-submissions/perceptron-bob/{SECTION}/{FILE}": work("bob"),
    }


def laid_out() -> Shape:
    return {
        f"ada/{SECTION}/{FILE}": work("ada"),
        f"bob/{SECTION}/{SECTION}/{FILE}": work("bob"),
        f"bob/{SECTION}/.ipynb_checkpoints/01_perceptron-checkpoint.ipynb": work("bob, before"),
    }


def folders() -> Shape:
    return {
        f"ada/{FILE}": work("ada"),
        f"bob/{FILE}": work("bob"),
        f"__MACOSX/bob/._{FILE}": b"\x00",
        "bob/.DS_Store": b"\x00",
    }


def flat() -> Shape:
    return {f"ada_{FILE}": work("ada"), "01_perceptron_bob (1).ipynb": work("bob")}


PLATFORMS = {
    "Moodle": moodle,
    "Moodle, without folders": moodle_flat,
    "Canvas": canvas,
    "Blackboard": blackboard,
    "Brightspace": brightspace,
    "Gradescope": gradescope,
    "GitHub Classroom": github,
    "nbgrader": laid_out,
    "folders": folders,
    "flat files": flat,
}


def unpacked(shape: Shape, folder: Path) -> Path:
    """Write a download as a folder."""
    for name, data in shape.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return folder


def packed(shape: Shape, path: Path) -> Path:
    """Write a download as a zip."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in shape.items():
            archive.writestr(name, data)
    return path


def roster(folder: Path, text: str = ROSTER) -> Path:
    """Write the list of students."""
    path = folder / "students.csv"
    path.write_text(text, encoding="utf-8")
    return path
