"""nbgrader's `autograde` in a fresh clone: the same marks as ours, and what it writes."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from typing import Any

import nbformat
import pytest

from tests.grader.classes import name_of
from tests.grader.nbgrader.courses import SECTION, Course, rows_of, the_class
from tests.here import reference

# All of them look at courses that are worked through once.
pytestmark = [pytest.mark.classes, pytest.mark.xdist_group("nbgrader")]


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
            message, *_, points = cells[name].outputs
            assert message.name == "stdout" and message.text.strip()
            assert points.data["text/plain"] == repr(score)
        assert cells["test_forward"].source == 'check("forward", forward)'
        assert cells["test_forward"].metadata.nbgrader.points == 4


def test_a_notebook_says_python_whatever_a_submission_says(term: Course) -> None:
    assert term.notebook("other").metadata.kernelspec.name == "python3"


def test_both_commands_record_the_same(term: Course) -> None:
    both = [term.found["records"], term.found["records of descent"]]
    for found in both:
        assert found["right", "forward"]["status"] == "graded"
        assert found["exits", "forward"]["status"] == "crashed"
        for item in found.values():
            del item["time"]
    assert both[0] == both[1]
