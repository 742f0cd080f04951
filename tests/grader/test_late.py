"""What it costs to hand in late: the table in ``course.toml`` and what follows from it."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.course import Course
from grader.errors import BadSettings
from grader.late import DAY, HOUR, Extension, Late, late

PER_DAY = Late("per day", 10, grace=15, cut_off=3)


def read(text: str) -> Late:
    return late("course.toml", tomllib.loads(text))


@pytest.mark.parametrize(
    ("policy", "seconds", "left"),
    [
        (Late(), 100 * DAY, 8),
        (PER_DAY, 0, 8),
        (PER_DAY, 15 * 60, 8),
        (PER_DAY, 15 * 60 + 1, 7.2),
        (PER_DAY, DAY, 7.2),
        (PER_DAY, DAY + 1, 6.4),
        (PER_DAY, 3 * DAY, 5.6),
        (PER_DAY, 3 * DAY + 1, 0),
        (Late("per hour", 25), 1, 6),
        (Late("per hour", 25), HOUR + 1, 4),
        (Late("per hour", 25), 9 * HOUR, 0),
        (Late("cut-off"), 0, 8),
        (Late("cut-off"), 1, 0),
        (Late("cut-off", grace=60), 3600, 8),
        (Late("cut-off", grace=60), 3601, 0),
    ],
)
def test_what_is_left_of_eight_points(policy: Late, seconds: float, left: float) -> None:
    assert 8 - policy.penalty(8, seconds) == pytest.approx(left)


@pytest.mark.parametrize(
    ("policy", "seconds", "rule"),
    [
        (Late(), DAY, "Being late costs nothing"),
        (PER_DAY, 900, "The first 15 minutes cost nothing"),
        (PER_DAY, DAY, "10 % of the points for each day begun, and 1 did"),
        (PER_DAY, DAY + 1, "10 % of the points for each day begun, and 2 did"),
        (PER_DAY, 3 * DAY + 1, "What is more than 3 days late does not count"),
        (Late("per hour", 2.5), 1, "2.5 % of the points for each hour begun, and 1 did"),
        (Late("cut-off", grace=90), 5400, "The first 1 hour 30 minutes cost nothing"),
        (Late("cut-off", grace=90), 5401, "What is late does not count"),
    ],
)
def test_a_rule_is_said_that_costs_what_it_says(policy: Late, seconds: float, rule: str) -> None:
    assert policy.rule(seconds) == rule


@given(
    policy=st.builds(
        Late,
        st.sampled_from(["per day", "per hour"]),
        st.floats(0.1, 100),
        st.floats(0, 100),
        st.floats(1, 30),
    ),
    score=st.floats(0, 100),
    seconds=st.tuples(st.floats(0, 1e7), st.floats(0, 1e7)),
)
def test_later_is_never_cheaper_and_never_below_nothing(
    policy: Late, score: float, seconds: tuple[float, float]
) -> None:
    early, later = (policy.penalty(score, s) for s in sorted(seconds))
    assert 0 <= early <= later <= score


def test_the_table_is_read_with_its_extensions() -> None:
    text = "policy = 'per day'\npercent = 10\ngrace = 15\ncut_off = 7\n[extensions.ada]\n01_x = 2.5"
    assert read(text) == Late("per day", 10, 15, 7, (Extension("ada", "01_x", 2.5),))
    assert read(text).extension("ada", "01_x") == 2.5
    assert read(text).extension("ada", "02_x") is None is read(text).extension("bob", "01_x")
    assert read("") == Late()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("policy = 'weekly'", "per day, per hour"),
        ("policy = 'per day'", "percent"),
        ("policy = 'cut-off'\npercent = 5", "percent"),
        ("policy = 'per hour'\npercent = 101", "percent"),
        ("policy = 'per hour'\npercent = -1", "percent"),
        ("policy = 'per hour'\npercent = true", "percent"),
        ("policy = 'per hour'\npercent = nan", "percent"),
        ("grace = '5 minutes'", "grace"),
        ("cut_off = 3", "cut_off"),
        ("policy = 'per day'\npercent = 1\ngrace = 9000\ncut_off = 1", "grace"),
        ("penalty = 3", "no 'penalty'"),
        ("extensions = 3", "by student"),
        ("[extensions]\nada = 3", "by student"),
        ("[extensions.ada]\n01_x = -1", "ada"),
    ],
)
def test_a_table_that_cannot_be_is_refused_with_what_is_wrong(text: str, said: str) -> None:
    with pytest.raises(BadSettings, match=said) as caught:
        read(text)
    assert "course.toml" in str(caught.value)


def test_without_the_table_nothing_is_said(tmp_path: Path) -> None:
    (tmp_path / "course.toml").write_text('seed = "s"')
    assert Course(tmp_path).settings.late is None
    other = tmp_path / "other"
    other.mkdir()
    (other / "course.toml").write_text('seed = "s"\n[late]\npolicy = "cut-off"')
    assert Course(other).settings.late == Late("cut-off")
