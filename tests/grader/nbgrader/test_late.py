"""A course with a deadline, a penalty of its own and submissions that are none; what marks rest on."""

from __future__ import annotations

import json

import pytest

from tests.grader.nbgrader.courses import TINY, Course

# All of them look at courses that are worked through once.
pytestmark = [pytest.mark.classes, pytest.mark.xdist_group("nbgrader")]


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
    book = late.found["book"]
    assert (book["late"]["penalty"], book["in time"]["penalty"]) == (1.0, 0.0)


def test_both_commands_charge_what_the_course_says(late: Course) -> None:
    assert late.said["with policy"].status == 1, "a submission is no notebook"
    by_nbgrader, by_descent = late.found["charged"]
    # Due on the 2nd at midnight: the third day has begun on the 4th at noon.
    assert by_descent["late"] == (0.6, None)
    assert by_descent["loops"][0] == 0.4 and by_descent["loops"][1]
    assert by_descent["in time"][0] is None and by_descent["in time"][1]
    assert by_descent["blank"] == (None, None)
    assert {name: by_nbgrader[name] for name in by_nbgrader if name in by_descent} == {
        name: by_descent[name] for name in by_nbgrader if name in by_descent
    }
    assert {"late", "loops", "in time", "blank"} <= set(by_nbgrader)


def test_pages_of_both_say_what_was_taken_off_and_why(late: Course) -> None:
    due, rule = "due 2027-01-02 00:00 UTC", "10 % of the points for each day begun"
    for pages in late.found["pages"].values():
        assert (
            f"Handed in 2 days 12 hours late ({due}). {rule}, and 3 did: "
            "0.6 of 2 points are taken off, so 1.4 count."
        ) in pages["late"]
        assert (
            f"Handed in 1 day 12 hours late ({due}, put off by 1 day). {rule}, and 2 did: "
            "0.4 of 2 points are taken off, so 1.6 count."
        ) in pages["loops"]
        assert "Handed in" not in pages["in time"]


def test_validate_tells_right_from_wrong(late: Course) -> None:
    said = late.said["validate"].stdout
    right, wrong = said.split("wrong.ipynb")[0], said
    assert "Success! Your notebook passes all the tests." in said
    assert "failed" in wrong and "double is not written yet" in wrong
    assert right.count("Success!") == said.count("Success!") == 1


def test_a_made_up_section_needs_two_places_only(late: Course) -> None:
    assert late.said["generate"].status == 0, late.said["generate"].said
    assert "NotImplementedError" in json.dumps(late.found["blank"])


def test_autograde_records_what_a_mark_rests_on(late: Course) -> None:
    found = {student: item for (student, _), item in late.found["records"].items()}
    assert {name: item["status"] for name, item in found.items()} == {
        **{"in time": "graded", "late": "graded", "loops": "timeout", "blank": "graded"},
        "not JSON": "unreadable",
    }
    assert {item["score"] for name, item in found.items() if name not in ("blank", "not JSON")} == {
        2.0
    }
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
