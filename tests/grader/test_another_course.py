"""A course in a folder of its own: built, marked and graded, and this one is left as it is."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from zipfile import ZipFile

import pytest

from descent.diagnosis.judge import judge
from descent.judging import sheet_files
from grader.build import manifest
from grader.build.build import build, check
from grader.course import Course
from grader.demo.classroom import answered
from grader.errors import NoCourse
from grader.grading import Job, grade
from grader.guest.outside.host import Zygote
from grader.marking.marking import mark
from grader.nbgrader.gradebook import Reader, default_db_url
from grader.sheets.exercise import exercises
from grader.sheets.exercise_check import ExerciseCheck
from grader.sheets.preparation import visible_sheet
from tests.grader.classes import (
    LIMITS,
    Cohort,
    add_tiny_folder,
    add_tiny_section,
    slim,
    tiny_cells,
    tree,
)
from tests.here import COURSE, ROOT

pytestmark = pytest.mark.classes

SECTION = "01_tiny"
WRONG = "def double(x):\n    return x * x\n"


def ours() -> dict[str, bytes]:
    """What is generated in this repository, and what it is generated from."""
    folders = ("source", "release", "notebooks", "solutions", "descent/checks")
    found = {f"{name}/{at}": data for name in folders for at, data in tree(ROOT / name).items()}
    return {**found, "build.json": (ROOT / "build.json").read_bytes()}


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    """A course of one section with an exercise of its own, built."""
    root = tmp_path_factory.mktemp("another")
    ignored = shutil.ignore_patterns("__pycache__", "checks")
    shutil.copytree(ROOT / "descent", root / "descent", ignore=ignored)
    (root / "course.toml").write_text(LIMITS)
    add_tiny_section(root, SECTION, "double", "x + x", "x * x")
    before = ours()
    made = Course(root)
    assert build(made, say=lambda _: None) == [SECTION]
    assert ours() == before
    return made


def test_all_that_is_generated_is_in_its_own_folder(course: Course) -> None:
    assert check(course) == []
    assert [path.name for path in course.checks.iterdir()] == [f"{SECTION}.zip"]
    assert sheet_files.answers(course.checks / f"{SECTION}.zip") == {"double": "double"}
    assert course.section(SECTION).release.is_file()
    solution = (course.root / "solutions" / f"{SECTION}.ipynb").read_text()
    assert "double: Passed. Right." in solution


ANSWERS = "## right: a product\n\n```python\ndef halve(x):\n    return 0.5 * x\n```\n"
SMALLER = """
from descent.judging.compare import Difference


def smaller(probe, right, came, options):
    if abs(came.shown["result"]) > options["most"] * abs(probe.steps[0].args[0]):
        return Difference("property", sentence="It is no half.", cause="too-large")
"""


def test_a_new_exercise_touches_its_folder_and_the_notebook_and_nothing_else(
    course: Course, tmp_path: Path
) -> None:
    shutil.copytree(course.root, tmp_path / "copy")
    other = Course(tmp_path / "copy")
    section = other.section(SECTION)
    before = tree(other.root)
    notebook = json.loads(section.source.read_text())
    for number, cell in enumerate(tiny_cells(SECTION, "halve", "x / 2")):
        notebook["cells"].append({**cell, "id": f"new-{number}"})
    section.source.write_text(json.dumps(notebook))
    folder = add_tiny_folder(other.root, SECTION, "halve", "x / 2", "x * 2")
    (folder / "answers.md").write_text(ANSWERS)
    (folder / "properties.py").write_text(SMALLER)
    entry = (folder / "exercise.py").read_text()
    asked = ', Criterion("a half", rule="smaller", options={"most": 0.51}))'
    (folder / "exercise.py").write_text(entry.replace(",)", asked))

    authored = {
        f"source/{SECTION}/{SECTION}.ipynb",
        *(
            f"{folder.relative_to(other.root)}/{name}"
            for name in ("exercise.py", "hints.md", "mistakes.md", "answers.md", "properties.py")
        ),
    }
    assert changed(before, tree(other.root)) == authored
    assert build(other, say=lambda _: None) == [SECTION]
    generated = {path.relative_to(other.root).as_posix() for path in manifest.generated(section)}
    assert changed(before, tree(other.root)) == authored | generated | {"build.json"}
    assert check(other) == []
    assert list(ExerciseCheck(section, "halve").problems()) == []
    sheet = visible_sheet(section, "halve")
    assert judge(sheet, sheet.mistakes[0].observations).met == {"numbers": False, "a half": False}
    checks = ZipFile(other.checks / f"{SECTION}.zip")
    assert checks.read("halve.py").decode() == SMALLER
    assert "halve: Passed. Right." in (other.root / "solutions" / f"{SECTION}.ipynb").read_text()


def changed(before: dict[str, bytes], after: dict[str, bytes]) -> set[str]:
    """The files that are others, or are new, or gone; compiled code apart."""
    names = {name for name in before | after if before.get(name) != after.get(name)}
    return {name for name in names if "__pycache__" not in name}


def test_a_submission_to_it_is_marked_by_its_own_exercise(
    course: Course, cohort: Cohort, zygote: Zygote
) -> None:
    section = course.section(SECTION)
    notebook = slim(answered(section, {"double": WRONG}))
    submission = cohort.hand_in("ada", notebook, SECTION)
    (score,) = mark(section, submission, zygote, course.settings).scores
    assert (score.exercise, score.max_score, score.diagnosis) == ("double", 2.0, "other")
    assert score.message == "That is another one."


def test_a_class_of_it_is_graded(course: Course, cohort: Cohort) -> None:
    section = course.section(SECTION)
    handed_in = [
        cohort.hand_in("ada", slim(answered(section)), SECTION),
        cohort.hand_in("alan", slim(answered(section, {"double": WRONG})), SECTION),
        cohort.hand_in("joan", "{}", "01_perceptron"),
    ]
    url = default_db_url(cohort.course)
    rows = grade(Job(handed_in, cohort.course, url, course.settings, of=course))
    assert [(row.status, row.score) for row in rows] == [
        ("graded", 2.0),
        ("graded", 0.0),
        ("unknown", 0.0),
    ]
    with Reader(url) as book:
        assert book.standing(handed_in[0])["double"].score == 2.0
    path = cohort.course / "autograded" / "ada" / SECTION / f"{SECTION}.ipynb"
    seed = json.loads(path.read_text())["metadata"]["graded_descent"]["seed"]
    assert seed == course.settings.seed_fingerprint != COURSE.settings.seed_fingerprint


def test_two_courses_do_not_share_what_was_read_of_one(course: Course, tmp_path: Path) -> None:
    shutil.copytree(course.root, tmp_path / "copy")
    other = Course(tmp_path / "copy")
    hints = other.section(SECTION).exercises / "double" / "hints.md"
    hints.write_text("1. Eins.\n2. Zwei.\n3. Drei.\n")
    assert exercises(course.section(SECTION))["double"].hints[0] == "One."
    assert exercises(other.section(SECTION))["double"].hints[0] == "Eins."
    with pytest.raises(NoCourse, match="there are 01_tiny"):
        other.section("01_perceptron")
