"""A new seed: written into course.toml, and over none that marks may rest on."""

from __future__ import annotations

import sqlite3
import tomllib
from pathlib import Path

import pytest

from grader.course import EXAMPLE_SEED, Course
from grader.errors import BadSettings
from grader.nbgrader.gradebook import default_db_url
from grader.seed import SeedInUse, new_seed
from tests.here import ROOT


@pytest.fixture
def course(tmp_path: Path) -> Course:
    text = (ROOT / "course.toml").read_text()
    lines = [line for line in text.splitlines() if not line.startswith("seed")]
    lines.insert(3, f'seed = "{EXAMPLE_SEED}"')
    (tmp_path / "course.toml").write_text("\n".join(lines) + "\n")
    return Course(tmp_path)


def settings(course: Course) -> dict[str, object]:
    return tomllib.loads((course.root / "course.toml").read_text())


def marked_under(course: Course, fingerprint: str) -> str:
    """A gradebook with one mark under a seed, as far as that is looked at."""
    with sqlite3.connect(course.root / "gradebook.db") as connection:
        connection.execute("CREATE TABLE graded_descent_mark (seed TEXT)")
        connection.execute("INSERT INTO graded_descent_mark VALUES (?)", (fingerprint,))
    return default_db_url(course.root)


def test_the_seed_is_new_and_all_else_stays(course: Course) -> None:
    before = settings(course)
    comments = (course.root / "course.toml").read_text().count("#")
    new_seed(course, default_db_url(course.root))
    after = settings(course)
    assert len(str(after.pop("seed"))) == 32 and before.pop("seed") == EXAMPLE_SEED
    assert after == before
    assert (course.root / "course.toml").read_text().count("#") == comments
    assert not (course.root / "gradebook.db").exists()


def test_two_are_not_alike(course: Course, tmp_path: Path) -> None:
    url = default_db_url(course.root)
    new_seed(course, url)
    first = settings(course)["seed"]
    new_seed(course, url, force=True)
    assert settings(course)["seed"] != first


def test_one_that_marks_rest_on_is_not_overwritten(course: Course) -> None:
    url = marked_under(course, course.settings.seed_fingerprint)
    with pytest.raises(SeedInUse, match="1 marks in .* rest on the seed"):
        new_seed(course, url)
    assert settings(course)["seed"] == EXAMPLE_SEED
    new_seed(course, url, force=True)
    assert settings(course)["seed"] != EXAMPLE_SEED


def test_marks_under_another_seed_are_no_reason(course: Course) -> None:
    new_seed(course, marked_under(course, "another"))
    assert settings(course)["seed"] != EXAMPLE_SEED


def test_one_of_somebodys_own_is_not_overwritten(tmp_path: Path) -> None:
    (tmp_path / "course.toml").write_text('seed = "autumn"\n')
    with pytest.raises(SeedInUse, match="a gradebook elsewhere may rest on it"):
        new_seed(Course(tmp_path), default_db_url(tmp_path))


def test_what_is_written_in_another_way_is_left_to_a_person(tmp_path: Path) -> None:
    (tmp_path / "course.toml").write_text(f'"seed" = "{EXAMPLE_SEED}"\n')
    with pytest.raises(BadSettings, match="change it by hand"):
        new_seed(Course(tmp_path), default_db_url(tmp_path))
