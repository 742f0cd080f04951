"""A gradebook on a PostgreSQL server: the same marks, several graders, a connection that is lost."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime
from types import SimpleNamespace
from typing import Any

import pytest
from nbgrader.api import Gradebook as Opened

from grader import notebooks
from grader.late import Late
from grader.marking.steady import add_bases
from grader.nbgrader import lateness, records
from grader.nbgrader.gradebook import Gradebook, NoGradebook, Reader
from grader.nbgrader.removal import count_of, remove
from grader.nbgrader.revision import revise
from grader.nbgrader.submitted import add_submission
from grader.nbgrader.totals import totals
from grader.reports.folder import Pages
from grader.results import Marked, Score, Submission
from grader.rows import Rows
from grader.workers.work import Result
from grader.writing import BATCH, Writer
from tests.grader.classes import SECTION, Clone, Cohort, add_tiny_section, cell, name_of
from tests.grader.conftest import CloneIt
from tests.grader.nbgrader.courses import TINY
from tests.grader.nbgrader.server import PASSWORD, USER, Server, programs, running
from tests.here import COURSE, reference

pytestmark = [pytest.mark.postgres, pytest.mark.xdist_group("postgres")]

POINTS = reference(SECTION).points
ALL = sum(POINTS.values())
SECTIONS = {SECTION: COURSE.section(SECTION)}


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    bin = programs()
    if bin is None:
        pytest.skip("there is no PostgreSQL server (Debian: apt install postgresql)")
    pytest.importorskip("psycopg", reason="the extra postgres is not installed")
    with running(bin) as started:
        yield started


@pytest.fixture(scope="module")
def like_blank(server: Server) -> str:
    """A database that knows one assignment and no student; nbgrader takes seconds to make it."""
    with Gradebook(server.make("blank"), [COURSE.section(SECTION)]):
        pass
    return "blank"


@pytest.fixture
def db_url(server: Server, like_blank: str, request: pytest.FixtureRequest) -> str:
    return server.make(database_of(request), like=like_blank)


@pytest.fixture
def database(request: pytest.FixtureRequest) -> str:
    return database_of(request)


def database_of(request: pytest.FixtureRequest) -> str:
    return str(request.node.originalname)[-60:]


def of(cohort: Cohort, student: str) -> Submission:
    return Submission(cohort.submitted, student, SECTION)


def result(submission: Submission, message: str = "So.") -> Result:
    scores = [Score(name, most, most, None, message) for name, most in POINTS.items()]
    row = add_bases(Marked(submission, "graded", scores, fingerprint="x"), SECTIONS[SECTION])
    return Result(row, Pages("{}", "so"))


def points(cohort: Cohort, db_url: str, student: str) -> float:
    with Reader(db_url) as book:
        return sum(score.score for score in book.standing(of(cohort, student)).values())


def names(count: int) -> list[str]:
    return [f"student-{number:03d}" for number in range(count)]


# A connection that is lost


def test_a_lost_connection_is_made_anew(
    cohort: Cohort, db_url: str, server: Server, database: str
) -> None:
    rows = Rows([of(cohort, name) for name in names(BATCH + 2)])
    with Writer(cohort.course, db_url, SECTIONS, rows) as writer:
        writer.open()
        for number, name in enumerate(names(BATCH + 2)):
            assert writer.standing(of(cohort, name)) == {}
            if number in (1, BATCH - 1, BATCH + 1):
                assert server.end_connections(database)
            writer.put(result(of(cohort, name)))
        writer.finish()
    assert writer.problems == []
    assert {points(cohort, db_url, name) for name in names(BATCH + 2)} == {ALL}


def test_a_server_that_is_gone_costs_no_row_and_a_second_run_completes_it(
    cohort: Cohort, db_url: str, server: Server, database: str
) -> None:
    made = names(BATCH + 2)
    rows = Rows([of(cohort, name) for name in made])
    with Writer(cohort.course, db_url, SECTIONS, rows) as writer:
        writer.open()
        for number, name in enumerate(made):
            if number == BATCH:
                server.ask(f'ALTER DATABASE "{database}" ALLOW_CONNECTIONS false')
                server.end_connections(database)
            writer.put(result(of(cohort, name)))
        writer.finish()
    (problem,) = writer.problems
    assert "cannot write the gradebook postgresql+psycopg://postgres:***@127.0.0.1" in problem
    assert "its server cannot be reached: see that it runs" in problem and "\n" not in problem
    assert "p@ss" not in problem and PASSWORD not in problem
    assert [row.score for row in rows] == [ALL] * len(made), "every row is there"
    server.ask(f'ALTER DATABASE "{database}" ALLOW_CONNECTIONS true')
    assert [points(cohort, db_url, name) for name in made] == [ALL] * BATCH + [0, 0]
    with Writer(cohort.course, db_url, SECTIONS, rows) as writer:
        writer.open()
        for name in made:
            writer.put(result(of(cohort, name)))
        writer.finish()
    assert writer.problems == []
    assert [points(cohort, db_url, name) for name in made] == [ALL] * len(made)
    assert server.ask("SELECT count(*) FROM submitted_assignment", database) == [(len(made),)]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"port": 1}, "its server cannot be reached: see that it runs"),
        ({"password": "another"}, "password authentication failed"),
        ({"database": "none"}, 'database "none" does not exist'),
    ],
)
def test_what_cannot_be_opened_says_why_and_no_password(
    server: Server, change: dict[str, Any], said: str
) -> None:
    from sqlalchemy.engine import make_url

    url = make_url(server.url(USER)).set(**change).render_as_string(hide_password=False)
    with pytest.raises(NoGradebook) as caught:
        Reader(url)
    text = str(caught.value)
    assert said in text and "\n" not in text
    assert "another@" not in text and "p%40ss" not in text and PASSWORD not in text


def test_a_user_that_may_not_write_is_told_so(
    cohort: Cohort, db_url: str, server: Server, database: str
) -> None:
    server.ask(f"CREATE ROLE reader LOGIN PASSWORD '{PASSWORD}'")
    server.ask("GRANT SELECT ON ALL TABLES IN SCHEMA public TO reader", database)
    with Gradebook(server.url(database, "reader"), [SECTIONS[SECTION]]) as book:
        with pytest.raises(NoGradebook, match="its user may not do that"):
            book.write([result(of(cohort, "ada")).row])
    assert points(cohort, db_url, "ada") == 0


# What the database takes


def test_a_database_without_tables_has_no_marks(
    cohort: Cohort, server: Server, database: str
) -> None:
    with Reader(server.make(database)) as book:
        assert book.standing(of(cohort, "ada")) == {}
        with pytest.raises(NoGradebook, match="descent grade makes one"):
            assert book.connection


def test_texts_come_back_and_a_zero_byte_is_written_out(cohort: Cohort, db_url: str) -> None:
    message = "A \0 in `x`, π ≈ 3, \U0001f600 and \ud800."
    with Gradebook(db_url, [SECTIONS[SECTION]]) as book:
        book.write([result(of(cohort, "grace; drop table grade"), message).row])
        standing = book.standing(of(cohort, "grace; drop table grade"))
    assert standing["neuron"].message == "A \\x00 in `x`, π ≈ 3, \U0001f600 and \\ud800."


def test_a_name_that_is_too_long_costs_its_own_mark_alone(cohort: Cohort, db_url: str) -> None:
    long = "x" * 200
    rows = Rows([of(cohort, name) for name in ("ada", long, "grace")])
    with Writer(cohort.course, db_url, SECTIONS, rows) as writer:
        writer.open()
        for name in ("ada", long, "grace"):
            writer.put(result(of(cohort, name)))
        writer.finish()
    assert writer.problems == []
    assert [row.status for row in rows] == ["graded", "failed", "graded"]
    assert "too long" in " ".join(list(rows)[1].notes)
    assert points(cohort, db_url, "ada") == points(cohort, db_url, "grace") == ALL


def test_a_row_comes_back_whole(cohort: Cohort, db_url: str) -> None:
    (cohort.folder("ada") / "timestamp.txt").write_text("2027-03-01 12:00:00 UTC")
    row = replace(result(of(cohort, "ada")).row, notes=["a note"], seconds=0.1)
    with Gradebook(db_url, [SECTIONS[SECTION]]) as book:
        book.write([row])
    with Reader(db_url) as reader:
        before = reader.before(row.submission, reader.standing(row.submission))
    assert before is not None
    assert (before.scores, before.notes, before.seconds) == (row.scores, ["a note"], 0.1)


def test_a_student_who_is_forgotten_is_gone(cohort: Cohort, db_url: str) -> None:
    with Gradebook(db_url, [SECTIONS[SECTION]]) as book:
        book.write([result(of(cohort, name)).row for name in ("ada", "alan")])
    remove("ada", db_url)
    assert set(count_of("ada", db_url).values()) == {0}
    assert points(cohort, db_url, "alan") == ALL


def test_what_is_read_of_a_class_is_the_same_as_in_a_file(
    cohort: Cohort, db_url: str, known: str
) -> None:
    late, found = Late("per day", 10), []
    for url in (db_url, known):
        with Opened(url) as book:
            book.update_or_create_assignment(SECTION, duedate="2027-01-02 00:00:00 UTC")
        with Gradebook(url, [SECTIONS[SECTION]]) as gradebook:
            gradebook.write([result(of(cohort, name)).row for name in ("ada", "alan")])
        with Opened(url) as book:
            book.find_grade("test_neuron", SECTION, SECTION, "ada").manual_score = 0.5
            book.find_submission(SECTION, "ada").timestamp = datetime(2027, 1, 4, 12)
            book.db.commit()
            charge = lateness.charge(book.find_submission(SECTION, "ada"), late, book.db)
            book.db.commit()
        with Reader(url) as reader:
            assert reader.charge(of(cohort, "ada"), late) == charge
            assert reader.charge(of(cohort, "alan"), late) is None
            sums = totals(reader.connection)
            rows = list(records.graded(reader.connection, cohort.submitted))
            scores = [
                [(one.exercise, one.score, one.message) for one in row.scores] for row in rows
            ]
            found.append((sums, str(charge), scores, [row.submission for row in rows]))
    assert found[0] == found[1]
    assert charge and found[0][0].points == {
        ("ada", SECTION): charge.counted,
        ("alan", SECTION): ALL,
    }


def test_cells_that_change_keep_their_marks(
    cohort: Cohort, db_url: str, server: Server, database: str
) -> None:
    with Gradebook(db_url, [SECTIONS[SECTION]]) as book:
        book.write([result(of(cohort, "ada")).row])
    cells = notebooks.read(SECTIONS[SECTION].source)["cells"]
    fewer = [one for one in cells if name_of(one) != "test_neuron"]
    revise(db_url, SECTION, fewer)
    assert points(cohort, db_url, "ada") == ALL - POINTS["neuron"]
    assert (POINTS["neuron"],) in server.ask(
        "SELECT auto_score FROM graded_descent_former WHERE kind = 'Grade'", database
    )
    revise(db_url, SECTION, cells)
    assert points(cohort, db_url, "ada") == ALL


def test_graders_that_begin_at_once_make_it_once(
    cohort: Cohort, server: Server, database: str
) -> None:
    url, several = server.make(database), ("ada", "alan", "grace")

    def begins(_: int) -> None:
        with Gradebook(url, [SECTIONS[SECTION]]) as book:
            book.write([result(of(cohort, name)).row for name in several])

    with ThreadPoolExecutor(3) as pool:
        assert list(pool.map(begins, range(3))) == [None] * 3
    assert [points(cohort, url, name) for name in several] == [ALL] * 3
    assert server.ask("SELECT count(*) FROM submitted_assignment", database) == [(3,)]
    assert server.ask("SELECT count(*) FROM assignment", database) == [(1,)]


# A course, by all commands


STUDENTS = {"right": "2 * x", "wrong": "x * x", "late": "x + x", "none": ""}


def test_a_student_whom_several_graders_meet_at_once_is_made_once(
    db_url: str, server: Server, database: str
) -> None:
    course = SimpleNamespace(db_url=db_url, course_id="course")
    with ThreadPoolExecutor(4) as pool:
        met = [
            pool.submit(add_submission, course, SECTION, f"student-{number}")
            for number in range(5)
            for _ in range(4)
        ]
    assert [one.exception() for one in met] == [None] * len(met)
    made = server.ask("SELECT student_id FROM submitted_assignment ORDER BY 1", database)
    assert made == [(f"student-{number}",) for number in range(5)]


@pytest.fixture(scope="module")
def term(server: Server, clone_it: CloneIt) -> tuple[Clone, str]:
    """A course whose gradebook is a database that is still empty, and its class."""
    clone = clone_it([], settings='seed = "the tests\' own seed"\n')
    add_tiny_section(clone.root, TINY, "double", "x + x", "x * x")
    clone.python(BUILD).fine()
    path = clone.root / "release" / TINY / f"{TINY}.ipynb"
    for student, answer in STUDENTS.items():
        notebook = json.loads(path.read_text())
        if answer:
            cell(notebook, "double")["source"] = f"def double(x):\n    return {answer}"
        Cohort(clone.root).hand_in(student, notebook, TINY)
    url = server.make("term")
    with (clone.root / "nbgrader_config.py").open("a") as file:
        file.write(f"c.CourseDirectory.db_url = {url!r}\nc.CourseDirectory.course_id = 'ml'\n")
    return clone, url


BUILD = f"""
from pathlib import Path
from grader.build.checks import write_checks
from grader.course import Course
from grader.nbgrader.registry import generate

section = Course.here().section({TINY!r})
write_checks(section)
generate([section], Path("release"), "sqlite:///elsewhere.db")
"""

EXPECTED = {"right": 2.0, "wrong": 0.0, "late": 2.0, "none": 0.0}


def marks(server: Server) -> dict[str, float]:
    found = server.ask(
        "SELECT a.student_id, g.auto_score FROM grade g "
        "JOIN submitted_notebook n ON g.notebook_id = n.id "
        "JOIN submitted_assignment a ON n.assignment_id = a.id",
        "term",
    )
    assert len(found) == len(dict(found)), "each has one"
    return dict(found)


def test_a_term_with_all_commands(server: Server, term: tuple[Clone, str]) -> None:
    clone, url = term
    root = clone.root
    # Two graders begin at once, where there is no table yet.
    grade = ("grade", root / "submitted", "--db", url, "--force")
    with ThreadPoolExecutor(2) as pool:
        both = [
            pool.submit(clone.descent, *grade),
            pool.submit(clone.nbgrader, "autograde", TINY),
        ]
        for done in both:
            done.result().fine()
    assert marks(server) == EXPECTED
    assert not (root / "gradebook.db").exists()

    again = clone.descent(*grade[:-1], "--json", root / "marks.json").fine()
    assert PASSWORD not in again.said
    shutil.rmtree(root / "autograded")
    clone.nbgrader("autograde", TINY).fine()
    assert marks(server) == EXPECTED

    clone.nbgrader("db", "upgrade").fine()
    clone.nbgrader("db", "assignment", "add", TINY, "--duedate", "2027-03-01 12:00 UTC").fine()
    clone.nbgrader("generate_feedback", TINY).fine()
    clone.nbgrader("export").fine()
    assert "right" in (root / "grades.csv").read_text()
    clone.descent("report", "--db", url).fine()
    assert (root / "class.html").is_file()
    clone.descent("export", "--db", url, "--to", root / "marks.csv").fine()
    assert "right,,,,,2,2" in (root / "marks.csv").read_text().replace(".0", "")
    explained = clone.descent("explain", "wrong", TINY, "--db", url).fine()
    assert "The same as the mark that stands, 0" in explained.stdout
    clone.descent("forget", "none", "--db", url, "--course", root, "--yes").fine()
    assert set(marks(server)) == {"right", "wrong", "late"}
