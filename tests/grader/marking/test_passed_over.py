"""What is graded nowhere is named, and somebody's work is told from the rest."""

from __future__ import annotations

import pytest

from grader.errors import NoCourse
from grader.marking.passed_over import PassedOver, passed_over
from grader.marking.submissions import NoSubmissions, find_submissions, require_known
from tests.grader.classes import SECTION, Cohort
from tests.here import COURSE

FILE = f"{SECTION}.ipynb"


def named(cohort: Cohort) -> dict[str, PassedOver]:
    found = find_submissions(cohort.submitted)
    return {str(item.path): item for item in passed_over(cohort.submitted, found)}


@pytest.mark.parametrize(
    ("path", "why"),
    [
        ("ada.ipynb", "beside the students' folders"),
        ("submissions.zip", "beside the students' folders"),
        (f"ada/{FILE}", "in no folder of an assignment"),
        ("ada/answers.py", "in no folder of an assignment"),
        (f"ada/{SECTION}/01_perceptron (1).ipynb", f"only ada/{SECTION}/{FILE} is graded"),
        (f"ada/{SECTION}/{SECTION}/{FILE}", f"only ada/{SECTION}/{FILE} is graded"),
    ],
)
def test_work_that_is_graded_nowhere_is_named(path: str, why: str, cohort: Cohort) -> None:
    cohort.hand_in("ada", "{}")
    target = cohort.submitted / path
    target.parent.mkdir(exist_ok=True, parents=True)
    target.write_text("{}")
    assert named(cohort).keys() == {path}
    assert why in named(cohort)[path].why
    assert named(cohort)[path].is_work


@pytest.mark.parametrize(
    "path",
    [
        "notes.txt",
        "__MACOSX/ada/._x",
        ".git/HEAD",
        ".DS_Store",
        "ada/.DS_Store",
        "ada/.ipynb_checkpoints/x.ipynb",
        f"ada/{SECTION}/.ipynb_checkpoints/01_perceptron-checkpoint.ipynb",
        "ada/grade.txt",
    ],
)
def test_what_nobody_handed_in_is_named_and_is_no_work(path: str, cohort: Cohort) -> None:
    cohort.hand_in("ada", "{}")
    target = cohort.submitted / path
    target.parent.mkdir(exist_ok=True, parents=True)
    target.write_text("x")
    (item,) = named(cohort).values()
    assert path.startswith(str(item.path)) and not item.is_work
    assert find_submissions(cohort.submitted) == [cohort.hand_in("ada", None)]


def test_a_student_without_an_assignment_is_named(cohort: Cohort) -> None:
    cohort.hand_in("ada", "{}")
    (cohort.submitted / "bob").mkdir()
    assert named(cohort)["bob"].why == "it holds no folder of an assignment"


def test_what_a_submission_brings_along_is_not_passed_over(cohort: Cohort) -> None:
    cohort.hand_in("ada", "{}")
    for name in ("data.csv", "timestamp.txt", "helper.py"):
        (cohort.folder("ada") / name).write_text("x")
    assert named(cohort) == {}


def known(cohort: Cohort, *assignments: str, inside: str = ".") -> None:
    folder = cohort.submitted / inside
    require_known(find_submissions(folder, assignments), folder, COURSE, assignments)


def test_a_wrong_assignment_is_an_error_that_lists_the_right_ones(cohort: Cohort) -> None:
    cohort.hand_in("ada", "{}")
    with pytest.raises(NoCourse, match=f"no section 'perceptron'.*{SECTION}"):
        known(cohort, "perceptron")
    with pytest.raises(NoSubmissions, match=f"nobody .* 02_activations; there is {SECTION}"):
        known(cohort, "02_activations")
    known(cohort, SECTION)


def test_a_wrong_folder_is_an_error_that_names_the_right_one(cohort: Cohort) -> None:
    cohort.hand_in("ada", "{}")
    with pytest.raises(NoSubmissions, match=r"submited is not a folder.*; there is submitted in"):
        known(cohort, inside="../submited")
    with pytest.raises(NoSubmissions, match=r"work of one student: name the folder above, .*sub"):
        known(cohort, inside="ada")
    with pytest.raises(NoSubmissions, match=f"holds work on ada, and the course has {SECTION}"):
        known(cohort, inside="..")
    for name in ("source", "autograded", "benchmarks", "binder", "descent", "docs"):
        (cohort.course / name).mkdir()
    with pytest.raises(NoSubmissions, match=r"is a course.*there is submitted, "):
        known(cohort, inside="..")
