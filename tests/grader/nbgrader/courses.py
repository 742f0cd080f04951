"""Courses that are worked through with nbgrader's own commands, in an environment not activated."""

from __future__ import annotations

import base64
import json
import shutil
import sqlite3
from copy import deepcopy
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import nbformat
import numpy as np

from grader.demo.classroom import Notebook
from grader.nbgrader.gradebook import default_db_url
from tests.grader.classes import (
    Clone,
    Cohort,
    Ran,
    add_section,
    add_tiny_section,
    cell,
    code,
    graded_as,
    insert,
    name_of,
    place,
    prose,
    slim,
    tree,
)
from tests.here import answered, mistaken, unfinished

SECTION = "03_forward_pass"
BY_HAND = "08_by_hand"
TINY = "09_tiny"
EVIL = "window.stolen = document.cookie"
SCRIPT = f"<script>{EVIL}</script><img src=x onerror='{EVIL}'><a href='javascript:{EVIL}'>x</a>"
PASTED = "A sketch of $z = w^2$: ![sketch](attachment:a.png)"
PNG = base64.b64encode(b"\x89PNG\r\n\x1a\n and so on").decode()


@dataclass
class Course:
    """A course that was worked through: what each command said."""

    clone: Clone
    activated: bool = False
    said: dict[str, Ran] = field(default_factory=dict)
    found: dict[str, Any] = field(default_factory=dict)

    @property
    def cohort(self) -> Cohort:
        """Its class."""
        return Cohort(self.clone.root)

    def run(self, name: str, *arguments: object) -> Ran:
        """Run a command of nbgrader's and keep what it said under a name."""
        self.said[name] = self.clone.nbgrader(*arguments, activated=self.activated)
        return self.said[name]

    def scores(self, section: str = SECTION) -> dict[str, dict[str, float | None]]:
        """What the gradebook has: for each student the score of each test."""
        return {name: item["scores"] for name, item in self.book(section).items()}

    def book(self, section: str) -> dict[str, dict[str, Any]]:
        """What nbgrader reads in the gradebook."""
        from nbgrader.api import Gradebook

        with Gradebook(default_db_url(self.clone.root)) as opened:
            return {
                item.student.id: {
                    "scores": {g.name: g.auto_score for n in item.notebooks for g in n.grades},
                    "open": {
                        g.name for n in item.notebooks for g in n.grades if g.needs_manual_grade
                    },
                    "comments": {
                        c.name: c.comment for n in item.notebooks for c in n.comments if c.comment
                    },
                    "penalty": item.late_submission_penalty,
                    "score": item.score,
                    "max_score": item.max_score,
                }
                for item in opened.assignment_submissions(section)
            }

    def page(self, student: str, section: str = SECTION) -> str:
        """A feedback page of nbgrader's."""
        return (self.clone.root / "feedback" / student / section / f"{section}.html").read_text()

    def notebook(self, student: str, section: str = SECTION) -> Any:
        """An autograded notebook."""
        path = self.clone.root / "autograded" / student / section / f"{section}.ipynb"
        return nbformat.read(path, as_version=4)


# The courses


def the_class() -> dict[str, Notebook | str]:
    """Submissions that nbgrader can read, honest and otherwise; all but the first are short."""
    chance = np.random.default_rng(4)
    right = slim(answered(SECTION))
    empty = {name_of(c): "pass" for c in right["cells"]}
    forged, doubled, deleted = (slim(answered(SECTION, a)) for a in (empty, None, None))
    for item in forged["cells"]:
        if name_of(item).startswith("test_"):
            item["source"] = "float(100)"
            item["metadata"]["nbgrader"]["points"] = 100
            item["metadata"]["tags"] = ["skip-execution"]
    doubled["cells"].append({**cell(doubled, "test_forward"), "source": "100", "id": "twin"})
    del deleted["cells"][place(deleted, "test_count_params")]
    shows = (
        f"from IPython.display import HTML, Javascript, display\nprint({SCRIPT!r})\n"
        f"display(HTML({SCRIPT!r}), Javascript({EVIL!r}))\nraise ValueError({SCRIPT!r})"
    )
    evil = slim(answered(SECTION, {"count_params": shows}))
    insert(evil, "layer_forward", shows)
    evil["cells"].insert(0, prose(SCRIPT))
    failing = f"def count_params(layer_sizes):\n    raise ValueError({SCRIPT!r})"
    other = slim(answered(SECTION, {"count_params": failing}))
    other["metadata"]["kernelspec"] = {"name": "julia", "display_name": "Julia", "language": "x"}
    # As other programs write it, with what nbformat would refuse.
    foreign = slim(answered(SECTION))
    foreign["metadata"]["x"] = float("nan")
    for item in foreign["cells"]:
        item["source"] = item["source"].replace("\n", "\r\n")
    foreign["cells"].insert(0, prose(PASTED, attachments={"a.png": {"image/png": PNG}}))
    twice = slim(unfinished(SECTION, np.random.default_rng(4)))
    twice["cells"] += slim(answered(SECTION))["cells"]
    return {
        "right": answered(SECTION),
        "foreign": "\ufeff" + json.dumps(foreign),
        "twice": twice,
        "mistaken": slim(mistaken(SECTION, chance, 3)),
        "unfinished": slim(unfinished(SECTION, chance)),
        "warns": insert(deepcopy(right), "forward", "import sys; print('!', file=sys.stderr)"),
        "exits": insert(deepcopy(right), "forward", "import os\nos._exit(0)"),
        "forged": forged,
        "doubled": doubled,
        "deleted": deleted,
        "evil": evil,
        "other": other,
    }


def hand_in(cohort: Cohort, made: dict[str, Notebook | str], section: str = SECTION) -> None:
    for student, notebook in made.items():
        cohort.hand_in(student, notebook, section)


def work_through(clone: Clone, elsewhere: Path) -> Course:
    """A term as nbgrader's documentation has it, and the same class by ``descent grade``."""
    course = Course(clone)
    course.found["release"] = tree(clone.root / "release")
    hand_in(course.cohort, the_class())
    course.run("autograde", "autograde", SECTION)
    course.found["first scores"] = course.scores()
    course.found["records"] = records(clone.root)
    course.run("feedback", "generate_feedback", SECTION)
    course.run("export", "export")
    course.run("generate", "generate_assignment", SECTION)
    course.found["release again"] = tree(clone.root / "release")
    course.run(
        "not executed", "autograde", SECTION, "--student", "right", "--no-execute", "--force"
    )
    course.found["not executed"] = course.book(SECTION)["right"]
    course.found["formgrader"] = json.loads(clone.python(FORMGRADER).fine().stdout.split("@@")[1])

    other = Cohort(elsewhere)
    hand_in(other, the_class())
    report = elsewhere / "marks.json"
    course.said["descent"] = clone.descent("grade", other.submitted, "--json", report).fine()
    course.found["records of descent"] = records(elsewhere)
    rows = json.loads(report.read_text())["submissions"]
    course.found["rows"] = {row["student"]: row for row in rows}
    return course


# As the formgrader's page does when somebody clicks on "Autograde".
FORMGRADER = f"""
import json
from nbgrader.apps import NbGrader
from nbgrader.apps.api import NbGraderAPI
from nbgrader.coursedir import CourseDirectory

app = NbGrader()
app.load_config_file()
api = NbGraderAPI(CourseDirectory(config=app.config), config=app.config)
done = api.autograde({SECTION!r}, "mistaken", force=True)
listed = [a["name"] for a in api.get_assignments()]
print("@@" + json.dumps([done["success"], done.get("error"), listed]) + "@@")
"""


def work_late(clone: Clone) -> Course:
    """A course with a deadline, a penalty, a limit for cells, and a submission that is none."""
    course = Course(clone)
    add_tiny_section(clone.root, TINY, "double", "x + x", "x * x")
    (clone.root / "late.py").write_text(LATE)
    with (clone.root / "nbgrader_config.py").open("a") as file:
        file.write("c.Execute.timeout = 2\nc.AssignLatePenalties.plugin_class = 'late.HalfOff'\n")
    course.run("generate", "generate_assignment", TINY)
    path = clone.root / "release" / TINY / f"{TINY}.ipynb"
    blank = json.loads(path.read_text())
    course.found["blank"] = blank
    right = json.loads(path.read_text())
    cell(right, "double")["source"] = "def double(x):\n    return 2 * x"
    loops = json.loads(json.dumps(right))
    insert(loops, "double", "while True:\n    pass")
    hand_in(
        course.cohort,
        {"in time": right, "late": right, "loops": loops, "not JSON": "{", "blank": blank},
        TINY,
    )
    for student, day in (("in time", 1), ("late", 4), ("loops", 4)):
        stamp = course.cohort.folder(student, TINY) / "timestamp.txt"
        stamp.write_text(f"2027-01-0{day} 12:00:00 UTC")
    course.clone.python(PREPARE).fine()
    course.run("autograde", "autograde", TINY)
    course.found["records"] = records(clone.root)
    course.found["book"] = course.book(TINY)

    # As if the mark had been given under other rules.
    with sqlite3.connect(clone.root / "gradebook.db") as connection:
        given_then = "set score = 1, rules = '1-x' where student = 'in time'"
        connection.execute(f"update graded_descent_mark {given_then}")
        of_the_student = (
            "select n.id from submitted_notebook n join submitted_assignment a "
            "on n.assignment_id = a.id where a.student_id = 'in time'"
        )
        connection.execute(
            f"update grade set auto_score = 1 where notebook_id in ({of_the_student})"
        )
    again = ("autograde", TINY, "--student", "in time", "--force")
    for name, options in (("kept", ()), ("regraded", ("--Execute.regrade=True",))):
        course.run(name, *again, *options)
        course.found[name] = (
            course.scores(TINY)["in time"],
            records(clone.root)["in time", "double"],
        )

    work_with_policy(course)

    # What students do with the Validate button.
    for name, notebook in (("right", right), ("wrong", blank)):
        (clone.root / f"{name}.ipynb").write_text(json.dumps(notebook))
    course.run("validate", "validate", "right.ipynb", "wrong.ipynb")
    return course


def work_with_policy(course: Course) -> None:
    """The same class under the policy of ``course.toml``, by both commands."""
    clone = course.clone
    config = clone.root / "nbgrader_config.py"
    config.write_text(config.read_text().replace("'late.HalfOff'", "LatePolicy"))
    config.write_text("from grader.nbgrader.steps import LatePolicy\n" + config.read_text())
    with (clone.root / "course.toml").open("a") as file:
        file.write(POLICY)
    other = clone.root / "by-descent"
    other.mkdir()
    shutil.copy(clone.root / "gradebook.db", other)
    with sqlite3.connect(other / "gradebook.db") as connection:
        connection.execute("update submitted_notebook set late_submission_penalty = 0.5")
    course.run("with policy", "autograde", TINY, "--force")
    grade = ("grade", course.cohort.submitted, "--course", other)
    course.said["with policy by descent"] = clone.descent(*grade)
    course.found["charged"] = charged(clone.root), charged(other)
    course.run("feedback", "generate_feedback", TINY)
    course.found["pages"] = {
        root: {
            student: (root / "feedback" / student / TINY / f"{TINY}.html").read_text()
            for student in ("late", "loops", "in time")
        }
        for root in (clone.root, other)
    }


def charged(root: Path) -> dict[str, tuple[float | None, str | None]]:
    """What each submission was charged, and the extension of its student."""
    with sqlite3.connect(root / "gradebook.db") as connection:
        found = connection.execute(
            "select a.student_id, n.late_submission_penalty, a.extension "
            "from submitted_notebook n join submitted_assignment a on n.assignment_id = a.id"
        )
        return {student: (penalty, extension) for student, penalty, extension in found}


POLICY = f"""
[late]
policy = "per day"
percent = 10
[late.extensions."in time"]
{TINY} = 2
[late.extensions.loops]
{TINY} = 1
"""


def records(root: Path) -> dict[tuple[str, str], dict[str, Any]]:
    """What is recorded of each mark, by student and exercise."""
    with sqlite3.connect(root / "gradebook.db") as connection:
        connection.row_factory = sqlite3.Row
        found = connection.execute("select * from graded_descent_mark")
        return {(item["student"], item["exercise"]): dict(item) for item in found}


LATE = """
from nbgrader.plugins import BasePlugin


class HalfOff(BasePlugin):
    def late_submission_penalty(self, student_id, score, total_seconds_late):
        return score / 2
"""

PREPARE = f"""
from nbgrader.api import Gradebook
from grader.build.checks import write_checks
from grader.course import Course

write_checks(Course.here().section({TINY!r}))
with Gradebook("sqlite:///gradebook.db") as book:
    book.update_or_create_assignment({TINY!r}, duedate="2027-01-02 00:00:00 UTC")
"""


def work_by_hand(clone: Clone) -> Course:
    """A section with what ours have not: an essay that a person marks, and a test of asserts."""
    course = Course(clone)
    tested = (
        "assert triple(2) == 6\n### BEGIN HIDDEN TESTS\n"
        "assert triple(-1) == -3, 'a hidden case'\n### END HIDDEN TESTS"
    )
    cells = [
        prose("# Triples\n\n![three of each](figures/triple.png) and ![pasted](attachment:a.png)"),
        code("start = 1", metadata=graded_as("given_start", "given")),
        code(
            "def triple(x):\n    ### BEGIN SOLUTION\n    return 3 * x\n    ### END SOLUTION",
            metadata=graded_as("triple", "answer"),
        ),
        code(tested, metadata=graded_as("test_triple", "test", 2)),
        prose("Explain it.\n", metadata=graded_as("essay", "by hand", 3)),
    ]
    cells[0]["attachments"] = {"a.png": {"image/png": PNG}}
    add_section(clone.root, BY_HAND, cells)
    figure = clone.root / "source" / BY_HAND / "figures" / "triple.png"
    figure.parent.mkdir()
    figure.write_bytes(base64.b64decode(PNG))
    course.run("generate", "generate_assignment", BY_HAND)
    path = clone.root / "release" / BY_HAND / f"{BY_HAND}.ipynb"
    for student, answer in (("right", "3 * x"), ("wrong", "abs(3 * x)"), ("none", "")):
        notebook = json.loads(path.read_text())
        if answer:
            cell(notebook, "triple")["source"] = f"def triple(x):\n    return {answer}"
        notebook["cells"][0].pop("attachments")  # as where a notebook went through Colab
        cell(notebook, "essay")["source"] = f"My own words, {student}."
        course.cohort.hand_in(student, notebook, BY_HAND)
    course.run("autograde", "autograde", BY_HAND)
    course.run("feedback", "generate_feedback", BY_HAND)
    return course


def work_stock(clone: Clone) -> Course:
    """The same release graded by nbgrader with its defaults."""
    # By itself, nbgrader finds alembic only where the environment is activated.
    course = Course(clone, activated=True)
    (clone.root / "nbgrader_config.py").unlink()
    shutil.rmtree(clone.root / "release")
    made = the_class()
    made["right"] = slim(answered(SECTION))
    hand_in(course.cohort, {name: made[name] for name in ("right", "mistaken", "unfinished")})
    course.run("generate", "generate_assignment", SECTION)
    course.run("autograde", "autograde", SECTION)
    return course


# The same marks everywhere


def rows_of(term: Course) -> dict[str, dict[str, Any]]:
    """The rows of ``descent grade`` for the same class, by student."""
    rows: dict[str, dict[str, Any]] = term.found["rows"]
    return rows
