"""Links in `nbgrader autograde`: none is followed, and no page shows what is behind one."""

from __future__ import annotations

import os

import pytest

from tests.grader.classes import SECTION, Cohort, released, slim, tree
from tests.grader.conftest import CloneIt

pytestmark = pytest.mark.classes

FILE = f"{SECTION}.ipynb"


def test_no_link_to_the_course_reaches_a_mark_or_a_page(clone_it: CloneIt) -> None:
    clone = clone_it([SECTION])
    cohort = Cohort(clone.root)
    source = clone.root / "source" / SECTION / FILE
    cohort.hand_in("honest", slim(released()))
    (cohort.folder("honest") / "notes.txt").symlink_to(source)
    os.link(source, cohort.folder("honest") / "more.txt")
    (cohort.folder("soft") / FILE).symlink_to(source)
    os.link(source, cohort.folder("hard") / FILE)
    (cohort.submitted / "folder").symlink_to(source.parent.parent)
    os.link(cohort.folder("honest") / FILE, cohort.folder("twin") / FILE)
    ran = clone.nbgrader("autograde", SECTION)
    for one, other in (("honest", "twin"), ("twin", "honest")):
        assert f"{one}, {SECTION}: it is one file with that of {other} (a hard link)" in ran.said
    assert "hard link to source/" in ran.said and "notes.txt is left out" in ran.said
    clone.nbgrader("generate_feedback", SECTION).fine()
    for folder in ("autograded", "feedback"):
        files = tree(clone.root / folder)
        assert {name.split("/")[0] for name in files} == {"honest", "twin"}
        assert not any(b"BEGIN SOLUTION" in data for data in files.values())
    assert b"BEGIN SOLUTION" in source.read_bytes()
