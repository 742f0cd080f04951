"""What is kept of sheets: for nobody else's eyes, and never in the way of what is so now."""

from __future__ import annotations

import stat
from pathlib import Path

import numpy as np
import pytest

from descent.probing.probes import Observation
from grader.course import Course, Settings
from grader.sheets import kept, made_of
from tests.grader.classes import SECTION
from tests.here import COURSE

SEEN = [[Observation({"result": np.array([[0.1], [1 / 3]])}), Observation()], [Observation()] * 2]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(Course, "kept", tmp_path / ".sheets")
    made_of.made_of.cache_clear()
    return tmp_path / ".sheets"


class Maker:
    """Makes a value, and counts how often."""

    def __init__(self, value: object = SEEN) -> None:
        self.value, self.count = value, 0

    def __call__(self) -> object:
        self.count += 1
        return self.value


def get(make: Maker, exercise: str = "neuron") -> object:
    return kept.kept(COURSE.section(SECTION), exercise, "mistakes", make)


def test_it_is_made_once_and_comes_back_to_the_bit(folder: Path) -> None:
    make = Maker()
    assert get(make) is SEEN
    again = get(make)
    assert make.count == 1
    assert again[0][0].shown["result"].tobytes() == SEEN[0][0].shown["result"].tobytes()
    assert again[1] == SEEN[1]


def test_only_its_owner_may_read_it(folder: Path) -> None:
    get(Maker())
    (file,) = folder.iterdir()
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


@pytest.mark.parametrize("content", [b"", b"\0" * 8, b"\xff" * 100, b"\0\0\0\x05\0\0\0\0[1, 2"])
def test_a_damaged_file_is_made_again(folder: Path, content: bytes) -> None:
    make = Maker()
    get(make)
    (file,) = folder.iterdir()
    file.write_bytes(content)
    get(make)
    get(make)
    assert make.count == 2


def test_another_seed_makes_another_file_and_the_old_one_goes(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make = Maker()
    get(make)
    get(make, "sigmoid")
    before = {path.name for path in folder.iterdir()}
    monkeypatch.setattr(Course, "settings", Settings("another"))
    made_of.made_of.cache_clear()
    get(make)
    after = {path.name for path in folder.iterdir()}
    assert make.count == 3 and len(before) == len(after) == 2 and len(before & after) == 1


def test_where_nothing_can_be_written_it_is_made_each_time(folder: Path) -> None:
    folder.write_text("a file where a folder belongs")
    make = Maker()
    get(make)
    get(make)
    assert make.count == 2


def test_who_waits_is_told_before_it_is_made(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[int] = []
    make = Maker()
    monkeypatch.setattr(kept, "announce", lambda: told.append(make.count))
    get(make)
    get(make)
    assert told == [0]
