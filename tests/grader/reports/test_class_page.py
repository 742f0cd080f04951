"""The class at a glance: its numbers, its tables, and that it stays small."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import numpy as np
import pytest

from grader.reports.aggregate import aggregate, correlation, to_teach
from grader.reports.class_page import LISTED, LOOK, write_class_page
from grader.reports.examples import anonymous, example
from grader.results import Marked, Score, Submission
from grader.roster import Roster, Student
from tests.grader.classes import SECTION, code, graded_as
from tests.grader.reports.test_pages import Elements, assert_inert
from tests.here import COURSE

pytestmark = pytest.mark.classes

NAMES = ("sigmoid", "sigmoid_derivative", "neuron", "neuron_gradients", "train_neuron", "separable")
MOST = (2.0, 1.0, 2.0, 3.0, 3.0, 1.0)


def row(
    student: str,
    shares: tuple[float, ...],
    diagnosis: str | None = "missing-mean",
    behavior: str = "",
    status: str = "graded",
    **more: object,
) -> Marked:
    scores = [
        Score(
            *(name, share * most, most, None if share == 1 else diagnosis),
            message="Right." if share == 1 else f"Look at {name}.",
            behavior="" if share == 1 else behavior,
        )
        for name, most, share in zip(NAMES, MOST, shares, strict=True)
    ]
    of = Submission(Path("submitted"), student, SECTION)
    return Marked(of, status, scores, **more)  # type: ignore[arg-type]


ALL = (1.0,) * 6
HALF = (1.0, 1.0, 0.5, 0.5, 0.0, 1.0)


def table(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / "class" / f"{name}.csv").open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


# The numbers


def test_the_median_of_an_even_number_lies_between_the_middle_two(tmp_path: Path) -> None:
    page = write_class_page([row("ada", ALL), row("bob", HALF)], COURSE, tmp_path)
    assert '<td class="points">9.25</td><td class="points">12</td>' in page.read_text()


def test_the_discrimination_is_the_correlation_with_the_rest() -> None:
    rng = np.random.default_rng(8)
    shares = rng.integers(0, 2, (50, 6)).astype(float)
    found = aggregate([row(f"s{n}", tuple(one)) for n, one in enumerate(shares)], COURSE)
    points = shares * np.array(MOST)
    for at, item in enumerate(found.sections[SECTION].items):
        rest = points.sum(axis=1) - points[:, at]
        right = shares[:, at] == 1
        # The point-biserial correlation, by its own formula.
        by_hand = (rest[right].mean() - rest[~right].mean()) / rest.std()
        by_hand *= np.sqrt(right.mean() * (1 - right.mean()))
        assert item.discrimination == pytest.approx(by_hand)
        assert item.difficulty == pytest.approx(shares[:, at].mean())
        assert item.solved == right.sum()


def test_where_nothing_varies_nothing_is_said_of_discrimination() -> None:
    found = aggregate([row("a", ALL), row("b", ALL)], COURSE)
    assert {item.discrimination for item in found.sections[SECTION].items} == {None}
    assert correlation(np.array([1.0]), np.array([2.0])) is None


def test_every_submission_is_in_one_tenth() -> None:
    shares = [(share,) * 6 for share in (0.0, 0.1, 0.3, 0.95, 1.0, 1.0)]
    found = aggregate([row(f"s{n}", one) for n, one in enumerate(shares)], COURSE)
    assert found.sections[SECTION].counts == [1, 1, 0, 1, 0, 0, 0, 0, 0, 3]


def test_mistakes_are_ranked_by_the_points_that_they_cost() -> None:
    rows = [row("a", HALF), row("b", HALF), row("c", (0.0, *ALL[1:]), "sign")]
    found = aggregate(rows, COURSE)
    ranked = [(one.exercise, one.cause, one.count, one.lost) for one in found.mistakes]
    assert ranked == [
        ("train_neuron", "missing-mean", 2, 6.0),
        ("neuron_gradients", "missing-mean", 2, 3.0),
        ("neuron", "missing-mean", 2, 2.0),
        ("sigmoid", "sign", 1, 2.0),
    ]


def test_answers_that_nothing_explains_are_grouped_by_what_they_do() -> None:
    shares = (0.0, *ALL[1:])
    rows = [row(name, shares, None, done) for name, done in zip("abcd", "xyxx", strict=True)]
    found = aggregate(rows, COURSE)
    assert [(one.cause, one.count) for one in found.unexplained] == [("x", 3), ("y", 1)]
    assert found.mistakes == []


def test_what_an_earlier_answer_costs_is_taught_where_it_is_lost() -> None:
    rows = [row(name, (0.5, 1, 1, 1, 0, 1), "earlier:sigmoid") for name in "abc"]
    for one in rows:
        one.scores[0] = Score("sigmoid", 1.0, 2.0, "sign", "Look at the sign.")
    (first, *rest) = to_teach(aggregate(rows, COURSE))
    assert first[1].exercise == "sigmoid" and first[3] and first[3].cause == "sign"
    assert rest == []


# The page and its tables


def test_who_is_on_the_roster_and_handed_nothing_in_is_named(tmp_path: Path) -> None:
    rows = [row("ada", ALL), row("bob", (0.0,) * 6, status="missing")]
    roster = Roster((Student("ada"), Student("bob"), Student("zoe")))
    page = write_class_page(rows, COURSE, tmp_path, roster).read_text()
    assert "bob, zoe" in Elements(page).text
    assert [line["student"] for line in table(tmp_path, "missing")] == ["bob", "zoe"]


def test_the_page_says_what_was_altered_and_what_was_slow(tmp_path: Path) -> None:
    rows = [row("ada", ALL, seconds=0.5), row("bob", HALF, seconds=9.25, notes=["altered: x"])]
    text = Elements(write_class_page(rows, COURSE, tmp_path).read_text()).text
    assert "altered: x" in text and text.index("9.25") < text.index("0.50")


def test_where_not_all_stand_on_the_page_the_rest_is_counted(tmp_path: Path) -> None:
    def text(altered: int) -> str:
        rows = (row(f"student-{n}", HALF, notes=["altered"]) for n in range(altered))
        return Elements(write_class_page(rows, COURSE, tmp_path).read_text()).text

    assert "more: students.csv" not in text(LOOK)
    assert "and 3 more: students.csv" in text(LOOK + 3)


def test_each_chart_has_a_text_and_a_table(tmp_path: Path) -> None:
    page = write_class_page([row("ada", ALL), row("bob", HALF)], COURSE, tmp_path).read_text()
    found = assert_inert(page, of_class=True)
    charts = [attributes for tag, attributes in found.tags if tag == "svg"]
    assert len(charts) == 2
    for attributes in charts:
        assert attributes["role"] == "img" and "%" in (attributes["aria-label"] or "")
    assert "2 submissions by tenths of 12 points" in page and "The same as a table" in page


def test_the_tables_have_everyone_and_everything(tmp_path: Path) -> None:
    write_class_page([row("ada", ALL), row("=bob", HALF)], COURSE, tmp_path)
    assert [line["student"] for line in table(tmp_path, "students")] == ["ada", "'=bob"]
    assert [line["score"] for line in table(tmp_path, "students")] == ["12", "6.5"]
    assert [line["exercise"] for line in table(tmp_path, "exercises")] == list(NAMES)
    assert table(tmp_path, "sections")[0]["mean"] == "9.25"
    assert {line["cause"] for line in table(tmp_path, "mistakes")} == {"missing-mean"}


def test_a_large_class_makes_no_larger_page(tmp_path: Path) -> None:
    def size(count: int) -> int:
        rows = (row(f"student-{n}", HALF, notes=["altered"]) for n in range(count))
        return len(write_class_page(rows, COURSE, tmp_path).read_text())

    assert size(LISTED) > size(10 * LISTED)
    assert len(table(tmp_path, "students")) == 10 * LISTED


def test_a_class_without_submissions_has_a_page(tmp_path: Path) -> None:
    assert "0 submissions" in Elements(write_class_page([], COURSE, tmp_path).read_text()).text


# Examples


def test_an_example_has_no_comment_no_docstring_and_no_long_text() -> None:
    source = (
        'def sigmoid(z):\n    """By Ada Lovelace."""\n    # Ada was here\n'
        '    print("written by Ada Lovelace, 1843")\n    return 1 / (1 + np.exp(z))'
    )
    shown = anonymous(source)
    assert "Ada" not in shown and "return 1 / (1 + np.exp(z))" in shown
    assert anonymous("def (") == "" == anonymous("x = 1\n" * 4000)


@pytest.mark.parametrize(("student", "shown"), [("ada", True), ("sigm", False)])
def test_an_example_comes_from_the_autograded_notebook(
    student: str, shown: bool, tmp_path: Path
) -> None:
    cell = code("def sigmoid(z):\n    return z  # mine", metadata=graded_as("sigmoid", "answer"))
    path = tmp_path / "autograded" / student / SECTION / f"{SECTION}.ipynb"
    path.parent.mkdir(parents=True)
    path.write_text(json.dumps({"cells": [cell], "metadata": {}, "nbformat": 4}))
    (group,) = aggregate([row(student, (0.0, *ALL[1:]))], COURSE).mistakes
    text = example(group, COURSE.section(SECTION), tmp_path)
    assert text == ("def sigmoid(z):\n    return z" if shown else "")
