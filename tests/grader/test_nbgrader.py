"""nbgrader's own commands in a fresh clone, from an environment that is not activated.

Each takes seconds to start, so several courses are worked through at the same
time, once, and the tests look at what came of it.
"""

from __future__ import annotations

import base64
import csv
import json
import re
import shutil
import sqlite3
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from copy import deepcopy
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import nbformat
import numpy as np
import pytest

from grader.demo.classroom import Notebook, answered, mistaken, unfinished
from grader.nbgrader.gradebook import default_db_url
from grader.sheets.references import reference
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
from tests.grader.conftest import CloneIt

pytestmark = pytest.mark.classes

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
    for student, day in (("in time", 1), ("late", 4)):
        stamp = course.cohort.folder(student, TINY) / "timestamp.txt"
        stamp.write_text(f"2027-01-0{day} 12:00:00 UTC")
    course.clone.python(PREPARE).fine()
    course.run("autograde", "autograde", TINY)
    course.found["records"] = records(clone.root)

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

    # What students do with the Validate button.
    for name, notebook in (("right", right), ("wrong", blank)):
        (clone.root / f"{name}.ipynb").write_text(json.dumps(notebook))
    course.run("validate", "validate", "right.ipynb", "wrong.ipynb")
    return course


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
from grader.course import ROOT

write_checks({TINY!r}, ROOT)
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
        code("start = 1", metadata=graded_as("given_start", "given")),
        code(
            "def triple(x):\n    ### BEGIN SOLUTION\n    return 3 * x\n    ### END SOLUTION",
            metadata=graded_as("triple", "answer"),
        ),
        code(tested, metadata=graded_as("test_triple", "test", 2)),
        prose("Explain it.\n", metadata=graded_as("essay", "by hand", 3)),
    ]
    add_section(clone.root, BY_HAND, cells)
    course.run("generate", "generate_assignment", BY_HAND)
    path = clone.root / "release" / BY_HAND / f"{BY_HAND}.ipynb"
    for student, answer in (("right", "3 * x"), ("wrong", "abs(3 * x)"), ("none", "")):
        notebook = json.loads(path.read_text())
        if answer:
            cell(notebook, "triple")["source"] = f"def triple(x):\n    return {answer}"
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


@pytest.fixture(scope="module")
def courses(
    clone_it: CloneIt, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[str, Future[Course]]]:
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    work: dict[str, Callable[[], Course]] = {
        "term": lambda: work_through(clone_it([SECTION]), elsewhere),
        "stock": lambda: work_stock(clone_it([SECTION])),
        "late": lambda: work_late(clone_it([])),
        "by hand": lambda: work_by_hand(clone_it([])),
    }
    with ThreadPoolExecutor(2) as pool:
        yield {name: pool.submit(job) for name, job in work.items()}


@pytest.fixture(scope="module")
def term(courses: dict[str, Future[Course]]) -> Course:
    return courses["term"].result()


@pytest.fixture(scope="module")
def stock(courses: dict[str, Future[Course]]) -> Course:
    return courses["stock"].result()


@pytest.fixture(scope="module")
def late(courses: dict[str, Future[Course]]) -> Course:
    return courses["late"].result()


@pytest.fixture(scope="module")
def by_hand(courses: dict[str, Future[Course]]) -> Course:
    return courses["by hand"].result()


# A fresh clone


def test_a_fresh_clone_is_autograded_without_a_gradebook(term: Course) -> None:
    ran = term.said["autograde"]
    assert ran.status == 0, ran.said
    assert "Traceback" not in ran.said and "ERROR" not in ran.said
    assert term.found["first scores"].keys() == the_class().keys()


def test_generating_the_assignment_leaves_the_release_byte_for_byte(term: Course) -> None:
    assert term.said["generate"].status == 0, term.said["generate"].said
    assert term.found["release again"] == term.found["release"]


def test_alembic_is_found_though_nothing_is_activated(term: Course) -> None:
    path = shutil.which("alembic", path=_path_of(term))
    assert path is None
    assert (term.clone.root / "gradebook.db").is_file()


def _path_of(course: Course) -> str:
    found: str = course.clone.python("import os; print(os.environ['PATH'])").stdout.strip()
    assert str(Path(sys.executable).parent) not in found.split(":")
    return found


# The same marks everywhere


def rows_of(term: Course) -> dict[str, dict[str, Any]]:
    """The rows of ``descent grade`` for the same class, by student."""
    rows: dict[str, dict[str, Any]] = term.found["rows"]
    return rows


def side_by_side(one: dict[str, Any], other: dict[str, Any], names: tuple[str, str]) -> str:
    """A table of two sets of marks."""
    lines = [f"{'student':12} {'test':20} {names[0]:>16} {names[1]:>16}"]
    for student in sorted({*one, *other}):
        tests = sorted({*one.get(student, {}), *other.get(student, {})})
        for test in tests:
            marks = (scores.get(student, {}).get(test) for scores in (one, other))
            lines.append(f"{student:12} {test:20} " + " ".join(f"{mark!s:>16}" for mark in marks))
    return "\n".join(lines) + "\n"


def test_autograde_gives_the_marks_of_descent_grade(term: Course) -> None:
    ours = {
        student: {f"test_{e['id']}": e["score"] for e in row["exercises"]}
        for student, row in rows_of(term).items()
    }
    theirs = term.found["first scores"]
    table = side_by_side(theirs, ours, ("nbgrader", "descent grade"))
    sys.stdout.write(table)
    assert theirs == ours, table
    most = sum(reference(SECTION).points.values())
    assert sum(ours["right"].values()) == sum(ours["doubled"].values()) == most
    assert sum(ours["foreign"].values()) == sum(ours["twice"].values()) == most
    assert sum(ours["exits"].values()) == sum(ours["warns"].values()) == most
    assert 0 < sum(ours["mistaken"].values()) < most
    assert 0 < sum(ours["unfinished"].values()) < most
    assert sum(ours["forged"].values()) == 0


def test_stock_nbgrader_gives_honest_submissions_the_same_marks(
    term: Course, stock: Course
) -> None:
    assert stock.said["autograde"].status == 0, stock.said["autograde"].said
    theirs = stock.scores()
    ours = {name: term.found["first scores"][name] for name in theirs}
    table = side_by_side(theirs, ours, ("stock", "ours"))
    sys.stdout.write(table)
    assert theirs.keys() == {"right", "mistaken", "unfinished"}
    assert theirs == ours, table
    assert all(item["open"] == set() for item in stock.book(SECTION).values())


def test_nothing_waits_for_a_person_where_everything_was_marked(term: Course) -> None:
    for student, item in term.book(SECTION).items():
        if student != "right":  # which was not executed the second time
            assert item["open"] == set(), student


def test_comments_are_what_descent_grade_says(term: Course) -> None:
    book = term.book(SECTION)
    for student in ("mistaken", "unfinished", "deleted"):
        for exercise in rows_of(term)[student]["exercises"]:
            told = book[student]["comments"][exercise["id"]]
            assert _plain(told) == _plain(exercise["message"]), student


def _plain(text: str) -> str:
    from html import unescape

    return unescape(text).strip()


def test_the_formgrader_grades_as_the_command_does(term: Course) -> None:
    success, error, listed = term.found["formgrader"]
    assert success, error
    assert listed == [SECTION]
    assert term.scores()["mistaken"] == term.found["first scores"]["mistaken"]


def test_what_was_altered_is_told_in_one_line_without_other_noise(term: Course) -> None:
    said = term.said["autograde"].said
    warnings = [line for line in said.splitlines() if "WARNING" in line]
    about = {name: [w for w in warnings if f" {name}, " in w] for name in the_class()}
    assert about["right"] == about["mistaken"] == about["warns"] == about["foreign"] == []
    assert "altered and restored: test_count_params" in about["forged"][0]
    assert "more than once: test_forward" in about["doubled"][0]
    assert "deleted: test_count_params" in about["deleted"][0]
    assert "ended the process" in about["exits"][0]
    assert all(len(lines) <= 1 for lines in about.values()), about
    assert "checksum" not in said.lower()


# Autograded notebooks


def test_autograded_notebooks_keep_what_a_students_cells_put_out(term: Course) -> None:
    notebook = term.notebook("evil")
    nbformat.validate(notebook)
    shown = next(c for c in notebook.cells if c.source.startswith("from IPython.display"))
    kinds = [output.output_type for output in shown.outputs]
    assert kinds == ["stream", "display_data", "display_data", "error"]
    warned = term.notebook("warns").cells
    assert any("!\n" in o.get("text", "") for c in warned for o in c.get("outputs", ()))


def test_a_test_cell_has_its_output_from_the_grader_alone(term: Course) -> None:
    for student, scores in term.found["first scores"].items():
        if student in ("right", "mistaken"):  # which were graded once more
            continue
        cells = {name_of(c): c for c in term.notebook(student).cells}
        for name, score in scores.items():
            message, points = cells[name].outputs
            assert message.name == "stdout" and message.text.strip()
            assert points.data["text/plain"] == repr(score)
        assert cells["test_forward"].source == 'check("forward", forward)'
        assert cells["test_forward"].metadata.nbgrader.points == 4


def test_a_notebook_says_python_whatever_a_submission_says(term: Course) -> None:
    assert term.notebook("other").metadata.kernelspec.name == "python3"


# Feedback


class Live(HTMLParser):
    """What a browser would run of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.live: list[str] = []
        self.text = ""
        self._in_script = False
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._in_script = tag == "script"
        for name, text in attrs:
            scheme = re.sub(r"[\s\x00-\x20]", "", text or "").lower()
            if name.startswith("on") or scheme.startswith(("javascript:", "data:text/html")):
                self.live.append(f"{name}={text}")

    def handle_endtag(self, tag: str) -> None:
        self._in_script = False

    def handle_data(self, data: str) -> None:
        if self._in_script:
            self.live.append(data)
        else:
            self.text += data


def test_feedback_pages_are_made_for_everyone(term: Course) -> None:
    assert term.said["feedback"].status == 0, term.said["feedback"].said
    for student in the_class():
        assert "count_params" in term.page(student)


def test_feedback_shows_what_a_student_pasted(term: Course) -> None:
    page = term.page("foreign")
    assert f'<img alt="sketch" src="data:image/png;base64,{PNG}"' in page
    assert re.search(r"<math.*?<mi>z</mi>.*?</math>", page)


def test_feedback_shows_no_hidden_test(term: Course) -> None:
    for student in the_class():
        page = Live(term.page(student)).text
        for word in ("HIDDEN TESTS", "from grader", "import mark", f"mark({SECTION!r}", "SOLUTION"):
            assert word not in page, student
        assert f'mark("{SECTION}"' not in page


def test_feedback_runs_nothing_that_a_student_wrote(term: Course) -> None:
    for student in ("evil", "other"):
        found = Live(term.page(student))
        assert EVIL in found.text
        assert [part for part in found.live if "stolen" in part] == [], student


def test_feedback_draws_formulas_and_headings_without_another_host(term: Course) -> None:
    page = term.page("right")
    assert page.count("<math") > 50
    assert "<h2>" in page and "&lt;h2" not in page and "$$" not in Live(page).text
    assert (
        re.findall(r"""(?:src|srcset|data|import|url\()\s*=?\s*["']?(?:https?:)?//""", page) == []
    )
    assert len(page) < 2_000_000


def test_feedback_tells_the_message_and_the_points(term: Course) -> None:
    page = Live(term.page("mistaken")).text
    for exercise in rows_of(term)["mistaken"]["exercises"]:
        if exercise["score"] < exercise["max_score"]:
            first = exercise["message"].split(".")[0].split("`")[0][:40]
            assert first in page, exercise


def test_the_export_has_the_sums(term: Course) -> None:
    assert term.said["export"].status == 0, term.said["export"].said
    with (term.clone.root / "grades.csv").open(newline="") as file:
        lines = {line["student_id"]: line for line in csv.DictReader(file)}
    for student, scores in term.found["first scores"].items():
        assert float(lines[student]["score"]) == sum(scores.values())
        assert float(lines[student]["max_score"]) == 13


def test_what_is_not_executed_waits_for_a_person(term: Course) -> None:
    assert term.said["not executed"].status == 0, term.said["not executed"].said
    found = term.found["not executed"]
    assert set(found["scores"].values()) == {None}
    assert found["open"] == {f"test_{name}" for name in reference(SECTION).points}


# Deadlines, penalties, submissions that are none


def test_one_submission_that_is_none_does_not_keep_others_from_their_marks(late: Course) -> None:
    scores = late.scores(TINY)
    assert scores["in time"] == scores["late"] == scores["loops"] == {"test_double": 2.0}
    assert scores["blank"] == {"test_double": 0.0}


def test_a_limit_in_nbgraders_configuration_holds(late: Course) -> None:
    said = late.said["autograde"].said
    assert "loops, 09_tiny: cell 4 did not end within 2 s and was passed over" in said
    loops = late.notebook("loops", TINY).cells
    assert [o.ename for c in loops for o in c.get("outputs", ()) if o.output_type == "error"] == [
        "CellTimeoutError"
    ]


def test_a_late_submission_is_charged_by_nbgraders_plugin(late: Course) -> None:
    book = late.book(TINY)
    assert (book["late"]["penalty"], book["in time"]["penalty"]) == (1.0, 0.0)


def test_validate_tells_right_from_wrong(late: Course) -> None:
    said = late.said["validate"].stdout
    right, wrong = said.split("wrong.ipynb")[0], said
    assert "Success! Your notebook passes all the tests." in said
    assert "failed" in wrong and "double is not written yet" in wrong
    assert right.count("Success!") == said.count("Success!") == 1


def test_a_made_up_section_needs_two_places_only(late: Course) -> None:
    assert late.said["generate"].status == 0, late.said["generate"].said
    assert "NotImplementedError" in json.dumps(late.found["blank"])


# What a person marks, and tests of asserts


def test_an_essay_stays_and_waits_for_a_person(by_hand: Course) -> None:
    assert by_hand.said["autograde"].status == 0, by_hand.said["autograde"].said
    for student, item in by_hand.book(BY_HAND).items():
        assert item["open"] == {"essay"}, student
        assert item["scores"]["essay"] is None
        cells = {name_of(c): c for c in by_hand.notebook(student, BY_HAND).cells}
        assert cells["essay"].source == f"My own words, {student}."
        assert item["max_score"] == 5


def test_a_test_of_asserts_is_run_with_what_is_hidden_of_it(by_hand: Course) -> None:
    scores = {name: item["test_triple"] for name, item in by_hand.scores(BY_HAND).items()}
    assert scores == {"right": 2.0, "wrong": 0.0, "none": 0.0}


def test_feedback_on_a_test_of_asserts_does_not_show_what_is_hidden(by_hand: Course) -> None:
    assert by_hand.said["feedback"].status == 0, by_hand.said["feedback"].said
    for student in ("right", "wrong", "none"):
        page = Live(by_hand.page(student, BY_HAND)).text
        assert "My own words" in page
        assert "HIDDEN" not in page and "triple(-1)" not in page, student


def test_autograde_records_what_a_mark_rests_on(late: Course) -> None:
    found = {student: item for (student, _), item in late.found["records"].items()}
    assert {name: item["status"] for name, item in found.items()} == {
        **{"in time": "graded", "late": "graded", "loops": "timeout", "blank": "graded"}
    }
    assert {item["score"] for name, item in found.items() if name != "blank"} == {2.0}
    assert len({item["rules"] for item in found.values()}) == 1
    basis = late.notebook("late", TINY).metadata["graded_descent"]["marks"]["double"]
    assert {name: found["late"][name] for name in basis} == basis


def test_autograde_keeps_a_mark_given_under_other_rules_unless_told(late: Course) -> None:
    scores, record = late.found["kept"]
    assert scores == {"test_double": 1.0}
    assert (record["score"], record["rules"]) == (1.0, "1-x")
    assert "the mark of before is kept, 1 of 2; today's would be 2" in late.said["kept"].said
    scores, record = late.found["regraded"]
    assert scores == {"test_double": 2.0}
    assert (
        record["score"] == 2.0
        and record["rules"] == late.found["records"]["late", "double"]["rules"]
    )


def test_both_commands_record_the_same(term: Course) -> None:
    both = [term.found["records"], term.found["records of descent"]]
    for found in both:
        assert found["right", "forward"]["status"] == "graded"
        assert found["exits", "forward"]["status"] == "crashed"
        for item in found.values():
            del item["time"]
    assert both[0] == both[1]
