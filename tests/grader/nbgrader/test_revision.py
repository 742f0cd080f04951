"""A section that changes after it was graded: the gradebook follows, and no mark is lost."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from grader.course import Course
from grader.nbgrader.gradebook import Gradebook, Reader, default_db_url
from grader.results import Marked, Score, Submission
from tests.grader.classes import LIMITS, add_tiny_section, graded_as, name_of

pytestmark = pytest.mark.classes

SECTION = "01_tiny"
ADA = Submission(Path("submitted"), "ada", SECTION)


@dataclass
class Term:
    """A course whose section changes, and its gradebook."""

    folder: Path
    number: int = 0

    @property
    def db_url(self) -> str:
        return default_db_url(self.folder)

    def course(self, change: Callable[[list[Any]], None]) -> Course:
        """The course with another section: what is read of a source is remembered by its folder."""
        root = self.folder / f"course {self.number}"
        self.number += 1
        add_tiny_section(root, SECTION, "double", "x + x", "x * x")
        (root / "course.toml").write_text(LIMITS)
        path = root / "source" / SECTION / f"{SECTION}.ipynb"
        notebook = json.loads(path.read_text())
        change(notebook["cells"])
        path.write_text(json.dumps(notebook))
        folder = root / "grader" / "exercises" / "tiny"
        tests = [name for name in map(name_of, notebook["cells"]) if name.startswith("test_")]
        for name in {test.removeprefix("test_") for test in tests} - {"double"}:
            shutil.copytree(folder / "double", folder / name)
        if "test_double" not in tests:
            shutil.rmtree(folder / "double")
        return Course(root)

    def opened(self, change: Callable[[list[Any]], None] = lambda cells: None) -> Gradebook:
        """The gradebook as grading opens it."""
        return Gradebook(self.db_url, [self.course(change).section(SECTION)])

    def seen(self) -> dict[str, tuple[float | None, float]]:
        """The marks of ada and what could be had, as nbgrader has them."""
        from nbgrader.api import Gradebook as Nbgrader

        with Nbgrader(self.db_url) as book:
            (notebook,) = book.find_submission(SECTION, "ada").notebooks
            return {grade.name: (grade.score, grade.max_score) for grade in notebook.grades}


@pytest.fixture
def term(tmp_path: Path, blank_term: Path) -> Term:
    shutil.copy(blank_term, tmp_path / "gradebook.db")
    return Term(tmp_path)


@pytest.fixture(scope="module")
def blank_term(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A gradebook in which ada has one point of two for `double`, and a comment by hand."""
    from nbgrader.api import Gradebook as Nbgrader

    term = Term(tmp_path_factory.mktemp("term"))
    with term.opened() as book:
        book.write([Marked(ADA, "graded", [Score("double", 1.0, 2.0, "other", "So.")])])
    with Nbgrader(term.db_url) as opened:
        opened.find_comment("double", SECTION, SECTION, "ada").manual_comment = "Nice."
        opened.db.commit()
    return term.folder / "gradebook.db"


def doubled(cells: list[Any]) -> None:
    """Four points for a test."""
    cells[4]["metadata"] = graded_as("test_double", "test", 4)


def renamed(cells: list[Any]) -> None:
    """`twice` for `double`."""
    cells[3]["metadata"] = graded_as("twice", "answer")
    cells[4]["metadata"] = graded_as("test_twice", "test", 2)
    for cell in cells:
        cell["source"] = cell["source"].replace("double", "twice")


def added(cells: list[Any]) -> None:
    """A second exercise."""
    answer, test = json.loads(json.dumps(cells[3:5]).replace("double", "halve"))
    cells += [answer | {"id": "halve"}, test | {"id": "test-halve"}]


def test_an_exercise_is_added(term: Term, caplog: pytest.LogCaptureFixture) -> None:
    with term.opened(added) as book:
        assert book.standing(ADA)["double"].score == 1.0
        assert term.seen() == {"test_double": (1.0, 2.0), "test_halve": (0.0, 2.0)}
        both = [Score("double", 1.0, 2.0, None, ""), Score("halve", 2.0, 2.0, None, "")]
        book.write([Marked(ADA, "graded", both)])
    assert term.seen() == {"test_double": (1.0, 2.0), "test_halve": (2.0, 2.0)}
    assert "01_tiny: halve is new in it. Where it is an earlier one under" in caplog.text


def test_points_change(term: Term, caplog: pytest.LogCaptureFixture) -> None:
    with term.opened(doubled) as book:
        score = book.standing(ADA)["double"]
    assert (score.score, score.max_score) == (2.0, 4.0)
    assert term.seen() == {"test_double": (2.0, 4.0)}
    assert "double has 4 points, 2 before. Marks keep their share" in caplog.text


def test_a_mark_by_hand_is_flagged_when_points_change(
    term: Term, caplog: pytest.LogCaptureFixture
) -> None:
    from nbgrader.api import Gradebook as Nbgrader

    with Nbgrader(term.db_url) as opened:
        opened.find_grade("test_double", SECTION, SECTION, "ada").manual_score = 1.5
        opened.db.commit()
    term.opened(doubled).close()
    assert term.seen() == {"test_double": (1.5, 4.0)}
    with Nbgrader(term.db_url) as opened:
        assert opened.find_grade("test_double", SECTION, SECTION, "ada").needs_manual_grade
    assert "1 marks given by hand stay" in caplog.text


def test_a_renamed_exercise_comes_back_with_marks_and_comments(
    term: Term, caplog: pytest.LogCaptureFixture
) -> None:
    from nbgrader.api import Gradebook as Nbgrader

    term.opened(renamed).close()
    assert term.seen() == {"test_twice": (0.0, 2.0)}
    assert "double is no longer in it. Its marks of 1 submissions count no more" in caplog.text
    with term.opened() as book:
        assert book.standing(ADA)["double"].score == 1.0
    assert term.seen() == {"test_double": (1.0, 2.0)}
    assert "double is new in it, and 1 marks of before came back" in caplog.text
    with Nbgrader(term.db_url) as opened:
        comment = opened.find_comment("double", SECTION, SECTION, "ada")
        assert comment.manual_comment == "Nice."


def test_it_comes_back_in_the_points_of_now(term: Term) -> None:
    term.opened(renamed).close()
    term.opened(doubled).close()
    assert term.seen() == {"test_double": (2.0, 4.0)}


def test_what_marks_rest_on_stays_recorded_meanwhile(term: Term) -> None:
    with Reader(term.db_url) as before:
        assert before.standing(ADA)["double"].message == ""
    with term.opened(renamed) as book:
        book.write([Marked(ADA, "graded", [Score("twice", 0.0, 2.0, None, "Not there.")])])
    term.opened().close()
    assert term.seen() == {"test_double": (1.0, 2.0)}


def test_a_given_cell_may_come(term: Term) -> None:
    def another(cells: list[Any]) -> None:
        cells[2]["metadata"] = graded_as("given_numbers", "given")
        added(cells)

    with term.opened(another) as book:
        assert book.standing(ADA)["double"].score == 1.0
