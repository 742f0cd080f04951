"""Why a mark is as it is: seen again, and for a student with questions drawn afresh."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from grader.guest.outside.host import Zygote
from grader.marking.explanation import Again, Explained, chosen
from grader.marking.marking import mark
from grader.marking.submissions import Missing
from grader.reports.explained import lines
from grader.results import Score
from tests.grader.classes import SECTION, Cohort
from tests.grader.marking.marked import hidden_numbers, numbers_of, only
from tests.here import COURSE, settings, visible_sheet

pytestmark = pytest.mark.classes

# Falls where the sigmoid climbs; and whole numbers are cut.
WRONG = "def sigmoid(z):\n    return 1 / (1 + np.exp(z))"
ODD = "def sigmoid(z):\n    return 1 / (1 + np.exp(-z)) + 0.1 * (np.abs(z) < 20) * np.cos(z)"

ExplainIt = Callable[..., Again]


@pytest.fixture
def again(cohort: Cohort, zygote: Zygote) -> ExplainIt:
    def again(source: str | None) -> Again:
        notebook = only(sigmoid=source) if source else None
        of = cohort.hand_in("ada", notebook)
        return Again(COURSE.section(SECTION), of, zygote, "isolation: full")

    return again


def text_of(explained: Explained, for_student: bool = False) -> str:
    return "\n".join(lines(explained, for_student))


def test_the_marks_are_those_of_grading(again: ExplainIt, zygote: Zygote) -> None:
    run_again = again(WRONG)
    marked = mark(COURSE.section(SECTION), run_again.of, zygote, settings())
    found = run_again.explain(chosen(COURSE.section(SECTION), ""), {})
    assert [(one.exercise, one.score, one.message, one.diagnosis) for one in found.exercises] == [
        (one.exercise, one.score, one.message, one.diagnosis) for one in marked.scores
    ]


def test_each_criterion_says_what_was_asked_what_was_right_and_what_came(again: ExplainIt) -> None:
    found = again(WRONG).explain(["sigmoid"], {})
    (one,) = found.exercises
    assert sum(each.points for each in one.criteria) == pytest.approx(one.max_score)
    assert sum(each.points for each in one.criteria if each.met) == pytest.approx(one.score)
    assert [name for name, _ in one.found] == ["known-mistake"]
    text = text_of(found)
    for word in ("NOT met", "sigmoid(z=", "expected", "got", "exponent-sign", "known-mistake"):
        assert word in text
    assert COURSE.settings.seed_fingerprint in text and one.basis.rules.version in text
    assert settings().seed not in text


def test_another_mark_than_the_one_that_stands_is_explained(again: ExplainIt) -> None:
    run_again = again(WRONG)
    (now,) = run_again.explain(["sigmoid"], {}).exercises
    same = Score("sigmoid", now.score, now.max_score, None, "", now.basis)
    other = Score("sigmoid", 1.5, 2.0, None, "")
    found = run_again.explain(["sigmoid"], {"sigmoid": same})
    assert found.exercises[0].why_other == ""
    assert "The same as the mark that stands, 0 of 2." in text_of(found)
    found = run_again.explain(["sigmoid"], {"sigmoid": other})
    assert "The mark that stands is 1.5; that of today is another" in text_of(found)


@pytest.mark.parametrize("source", [WRONG, ODD])
def test_a_student_sees_an_example_and_nothing_hidden(source: str, again: ExplainIt) -> None:
    run_again = again(source)
    (hidden,) = run_again.explain(["sigmoid"], {}).exercises
    (shown,) = run_again.explain_afresh(["sigmoid"]).exercises
    assert (shown.score, shown.diagnosis) == (hidden.score, hidden.diagnosis)
    assert [each.met for each in shown.criteria] == [each.met for each in hidden.criteria]
    text = text_of(run_again.explain_afresh(["sigmoid"]), for_student=True)
    assert "expected" in text and "sigmoid(z=" in text and "drawn for this page" in text
    assert "wrong on" not in text.replace("wrong on none", "") and "(1 points)" not in text
    # What the check in the notebook asks as well is no secret.
    secret = hidden_numbers("sigmoid") - numbers_of(visible_sheet(SECTION, "sigmoid"))
    assert len(secret) > 20 and [number for number in secret if number in text] == []
    assert COURSE.settings.seed_fingerprint not in text and "Cause" not in text


def test_an_answer_that_is_right_needs_no_question(again: ExplainIt) -> None:
    text = text_of(again(WRONG).explain_afresh(["separable"]), for_student=True)
    assert "separable: 1 of 1" in text or "separable: 0 of 1" in text
    found = again("def sigmoid(z):\n    return 1 / (1 + np.exp(-z))").explain(["sigmoid"], {})
    assert found.exercises[0].score == 2.0 and found.exercises[0].found == ()


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("def sigmoid(z):\n    return first[0]", "first-difference"),
        (
            "kept = {}\ndef sigmoid(z):\n    a = 1 / (1 + np.exp(-np.asarray(z)))\n"
            "    buffer = kept.setdefault(a.shape, np.empty(a.shape))\n    buffer[...] = a\n"
            "    return buffer",
            "asked-again",
        ),
        (
            "def sigmoid(z):\n    e = np.exp(-np.abs(z))\n"
            "    return np.where(z >= 0, 1 / (1 + e), e / (1 - e))",
            "foreseen",
        ),
    ],
)
def test_what_found_a_cause_is_told(source: str, found: str, again: ExplainIt) -> None:
    (one,) = again(source).explain(["sigmoid"], {}).exercises
    assert one.diagnosis and found in [name for name, _ in one.found]


def test_what_cannot_be_asked_is_said(again: ExplainIt) -> None:
    found = again("def sigmoid(z):\n    while True:\n        pass").explain(["sigmoid"], {})
    (one,) = found.exercises
    assert one.criteria == () and "takes too long" in one.message
    assert "No question could be asked" in text_of(found)


def test_a_submission_that_is_not_there_is_said(again: ExplainIt) -> None:
    with pytest.raises(Missing):
        again(None)
