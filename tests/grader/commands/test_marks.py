"""The commands that read the marks that are there."""

from __future__ import annotations

import pytest

from descent.command import main
from grader.demo.classroom import answered
from grader.nbgrader.gradebook import Gradebook
from grader.reports.pseudonyms import pseudonym
from tests.grader.classes import SECTION, Cohort
from tests.grader.nbgrader.test_gradebook import by_hand, row
from tests.grader.nbgrader.test_records import based
from tests.here import COURSE, settings

pytestmark = pytest.mark.classes


def report(cohort: Cohort, *options: str) -> str:
    """The page of the class, and its tables."""
    assert main(["report", "--course", str(cohort.course), *options]) == 0
    paths = [cohort.course / "class.html", *(cohort.course / "class").glob("*.csv")]
    return "\n".join(path.read_text(encoding="utf-8") for path in paths)


def test_a_report_names_nobody_where_that_is_asked_for(
    cohort: Cohort, known: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with Gradebook(known, [COURSE.section(SECTION)]) as book:
        book.write([based(cohort, "grace", 0.5), based(cohort, "katherine")])
    assert "grace" in report(cohort) and "katherine" in report(cohort)
    veiled = report(cohort, "--pseudonyms")
    for student in ("grace", "katherine"):
        assert student not in veiled and pseudonym(settings().seed, student) in veiled
    assert "feedback/" not in veiled
    with pytest.raises(SystemExit) as left:
        main(["report", "--pseudonyms", "--roster", "students.csv"])
    assert left.value.code == 2 and "leave out --roster" in capsys.readouterr().err


def test_an_explanation_names_the_mark_of_a_person(
    cohort: Cohort, known: str, capsys: pytest.CaptureFixture[str]
) -> None:
    section = COURSE.section(SECTION)
    cohort.hand_in("ada", answered(section, {}))
    with Gradebook(known, [section]) as book:
        book.write([row(cohort)])
    by_hand(known, "neuron", 0.5)
    for exercise, told in (("neuron", 1), ("sigmoid", 0)):
        asked = ["explain", "ada", SECTION, exercise, "--course", str(cohort.course)]
        assert main(asked) == 0
        said = capsys.readouterr().out
        assert said.count("neuron: a person gave 0.5 by hand, and that is what counts.") == told
