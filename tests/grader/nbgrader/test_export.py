"""Marks for learning platforms: each in its format, and in all the totals of the gradebook."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from grader.nbgrader.export import BadExport, Export, export
from grader.nbgrader.gradebook import Gradebook, NoGradebook, default_db_url
from grader.nbgrader.tables import NoAssignment
from grader.reports.platforms import FORMATS
from grader.results import Marked, Score, Submission
from grader.roster import Roster, Student
from tests.grader.classes import SECTION, Cohort
from tests.here import COURSE, reference

pytestmark = pytest.mark.classes

POINTS = reference(SECTION).points
SHARES = {"ada": 1.0, "bob": 0.5, "cleo": 0.25, "=dora": 0.75}

# Which column of a line says whose it is, and how many lines are above the first.
KEYS = {
    "csv": ("id", 0),
    "canvas": ("SIS Login ID", 1),
    "blackboard": ("Username", 0),
    "brightspace": ("Username", 0),
}


@pytest.fixture
def graded(known: str, cohort: Cohort) -> str:
    """A gradebook with a mark by hand, and with somebody who was late."""
    with Gradebook(known, [COURSE.section(SECTION)]) as book:
        for student, share in SHARES.items():
            marks = [Score(name, share * most, most, None, "So.") for name, most in POINTS.items()]
            book.write([Marked(Submission(cohort.submitted, student, SECTION), "graded", marks)])
    from nbgrader.api import Gradebook as Nbgrader

    with Nbgrader(known) as opened:
        opened.find_grade("test_neuron", SECTION, SECTION, "bob").manual_score = 0.1
        opened.find_submission_notebook(SECTION, SECTION, "cleo").late_submission_penalty = 0.6
        opened.find_submission_notebook(SECTION, SECTION, "=dora").late_submission_penalty = 99
        opened.db.commit()
    return known


@pytest.fixture
def what(graded: str, tmp_path: Path) -> Export:
    people = (
        Student("ada", "Ada", "Lovelace", "Ada@example.org", "101"),
        Student("bob", "Bób", "O'Neill, jr", "bob@example.org", "102"),
        Student("eve", "Eve", "@SUM(A1)", "eve@example.org", "105"),
    )
    return Export(graded, "csv", tmp_path / "out.csv", Roster(people))


def nbgraders(db_url: str, folder: Path) -> dict[str, float]:
    """The totals that ``nbgrader export`` writes."""
    from nbgrader.api import Gradebook as Nbgrader
    from nbgrader.plugins.export import CsvExportPlugin

    with Nbgrader(db_url) as opened:
        CsvExportPlugin(to=str(folder / "theirs.csv")).export(opened)
    lines = csv.DictReader((folder / "theirs.csv").open(newline=""))
    return {line["student_id"]: float(line["score"]) for line in lines}


def lines_of(what: Export) -> list[dict[str, str]]:
    (path,), _ = export(what)
    return list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"), newline="")))


@pytest.mark.parametrize("name", KEYS)
def test_every_format_has_the_totals_of_the_gradebook(
    name: str, what: Export, tmp_path: Path
) -> None:
    key, above = KEYS[name]
    lines = lines_of(replace(what, format=name))[above:]
    (column,) = (header for header in lines[0] if header.startswith(SECTION))
    found = {line[key].lstrip("'"): line[column] for line in lines}
    expected = nbgraders(what.db_url, tmp_path)
    assert expected["bob"] == pytest.approx(sum(POINTS.values()) / 2 - POINTS["neuron"] / 2 + 0.1)
    assert {one: float(points) for one, points in found.items() if points} == expected
    assert found["eve"] == "" and set(found) == {*SHARES, "eve"}


def test_moodle_tells_students_by_email_and_number(what: Export) -> None:
    lines = lines_of(replace(what, format="moodle"))
    assert list(lines[0]) == ["First name", "Last name", "ID number", "Email address", SECTION]
    ada = next(line for line in lines if line["ID number"] == "101")
    assert ada["Email address"] == "Ada@example.org"
    assert float(ada[SECTION]) == sum(POINTS.values())


def test_canvas_has_its_columns_and_the_points_possible(what: Export) -> None:
    (path,), _ = export(
        replace(what, format="canvas", columns={SECTION: "Week 1 (42)"}, zeros=True)
    )
    header, possible, first, *_ = csv.reader(path.open(newline="", encoding="utf-8"))
    assert header == ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", "Week 1 (42)"]
    most = f"{sum(POINTS.values()):g}"
    assert possible == ["Points Possible", "", "", "", "", most]
    assert first == ["Lovelace, Ada", "101", "", "ada", "", most]
    assert [line["Week 1 (42)"] for line in lines_of(replace(what, format="canvas",
            columns={SECTION: "Week 1 (42)"}, zeros=True)) if line["ID"] == "105"] == ["0"]  # fmt: skip


def test_brightspace_has_an_end_of_line_and_the_kind_of_item(what: Export) -> None:
    lines = lines_of(replace(what, format="brightspace"))
    assert f"{SECTION} Points Grade <Numeric MaxPoints:{sum(POINTS.values()):g}>" in lines[0]
    assert {line["End-of-Line Indicator"] for line in lines} == {"#"}


def test_blackboard_quotes_every_field(what: Export) -> None:
    (path,), _ = export(replace(what, format="blackboard"))
    first = path.read_text(encoding="utf-8").splitlines()[0]
    assert first == f'"Last Name","First Name","Username","Student ID","{SECTION}"'


@pytest.mark.parametrize("name", [name for name in FORMATS if name != "gradescope"])
def test_no_field_is_a_formula(name: str, what: Export) -> None:
    (path,), _ = export(replace(what, format=name))
    fields = [field for line in csv.reader(path.open(newline="")) for field in line]
    assert any(field.startswith("'") for field in fields)
    assert not [field for field in fields if field.startswith(("=", "+", "-", "@"))]


def test_gradescope_gives_each_submission_its_mark(what: Export, tmp_path: Path) -> None:
    (path,), remarks = export(replace(what, format="gradescope", to=tmp_path / "zips"))
    assert path.name == f"gradescope-{SECTION}.zip"
    assert any("cleo" in remark and "email" in remark for remark in remarks)
    home = tmp_path / "autograder"
    (home / "results").mkdir(parents=True)
    with zipfile.ZipFile(path) as archive:
        archive.extractall(home / "source")
        assert all(info.external_attr >> 16 & 0o111 for info in archive.infolist())

    def run(email: str) -> dict[str, Any] | None:
        users = {"users": [{"email": email, "id": 1, "name": "A"}]}
        (home / "submission_metadata.json").write_text(json.dumps(users))
        results = home / "results" / "results.json"
        results.unlink(missing_ok=True)
        script = (home / "source" / "run_autograder").read_text()
        source = script.replace("/autograder/", f"{home}/")
        subprocess.run([sys.executable, "-c", source], check=False, capture_output=True)
        return json.loads(results.read_text()) if results.exists() else None

    mark = run("ada@Example.org")
    assert mark and mark["score"] == nbgraders(what.db_url, tmp_path)["ada"]
    assert run("nobody@example.org") is None


def test_who_is_not_on_the_roster_is_told_and_not_lost(what: Export) -> None:
    _, remarks = export(what)
    assert remarks == ["not on the roster, but graded: =dora, cleo"]
    _, remarks = export(replace(what, format="canvas"))
    assert "canvas wants an lms_user_id, which a roster can give: =dora, cleo" in remarks


def test_two_students_with_one_email_are_told(what: Export) -> None:
    twins = Roster((Student("ada", email="x@y.org"), Student("bob", email="X@y.org")))
    _, remarks = export(replace(what, format="moodle", roster=twins))
    assert any("this email" in remark and "ada, bob" in remark for remark in remarks)


def test_without_a_roster_the_gradebook_says_who_there_is(what: Export) -> None:
    assert {line["id"].lstrip("'") for line in lines_of(replace(what, roster=None))} == set(SHARES)


def test_what_is_not_there_is_told(what: Export, tmp_path: Path) -> None:
    with pytest.raises(NoAssignment, match="01_perceptron"):
        export(replace(what, assignments=["99_x"]))
    with pytest.raises(BadExport, match="99_x"):
        export(replace(what, columns={"99_x": "Week 99"}))
    with pytest.raises(NoGradebook, match="no gradebook"):
        export(replace(what, db_url=default_db_url(tmp_path / "nowhere")))
    (tmp_path / "file").write_text("")
    with pytest.raises(BadExport, match="cannot write"):
        export(replace(what, to=tmp_path / "file" / "marks.csv"))
