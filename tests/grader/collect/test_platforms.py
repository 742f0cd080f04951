"""What each platform's download is laid out as, packed and unpacked."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from grader.collect.collecting import Collected, collect
from grader.collect.download import opened
from grader.roster import Roster
from tests.grader.classes import SECTION
from tests.grader.collect.shapes import FILE, PLATFORMS, packed, roster, unpacked, work
from tests.here import COURSE


def collected(download: Path, to: Path, students: Path | None = None, **more) -> Collected:
    known = Roster.read(students) if students else None
    return collect(opened(download), COURSE.sections, to, known, **more)


def lie(submitted: Path) -> dict[str, bytes]:
    return {
        path.relative_to(submitted).as_posix(): path.read_bytes()
        for path in submitted.rglob("*")
        if path.is_file() and path.name != "timestamp.txt"
    }


@pytest.mark.parametrize("pack", [packed, unpacked])
@pytest.mark.parametrize("platform", PLATFORMS)
def test_a_download_is_laid_out_for_nbgrader(platform, pack, tmp_path):
    download = pack(PLATFORMS[platform](), tmp_path / "download")
    to = tmp_path / "submitted"
    result = collected(download, to, roster(tmp_path))
    assert lie(to) == {
        f"ada/{SECTION}/{FILE}": work("ada"),
        f"bob/{SECTION}/{FILE}": work("bob"),
    }
    assert result.complete and not result.absent
    again = collected(download, to, roster(tmp_path))
    assert {placed.state for placed in again.placed} == {"unchanged"}


@pytest.mark.parametrize(
    ("platform", "ids"),
    [
        ("Moodle", {"Ada-Lovelace", "Bob-Müller"}),
        ("Canvas", {"lovelaceada", "müllerbob"}),
        ("Blackboard", {"ada", "bob_m"}),
        ("Brightspace", {"Ada-Lovelace", "bob-Bob-Müller"}),
        ("Gradescope", {"1815", "bob.m"}),
        ("GitHub Classroom", {"ada", "bob"}),
        ("nbgrader", {"ada", "bob"}),
        ("folders", {"ada", "bob"}),
        ("flat files", {"ada", "bob"}),
    ],
)
def test_without_a_list_the_platforms_names_count(platform, ids, tmp_path):
    download = unpacked(PLATFORMS[platform](), tmp_path / "download")
    result = collected(download, tmp_path / "submitted")
    assert {placed.student for placed in result.placed} == ids
    assert result.complete


@pytest.mark.parametrize(
    ("platform", "time"),
    [
        ("Blackboard", datetime(2024, 1, 2, 9, 30, 15).astimezone(UTC)),
        ("Brightspace", datetime(2024, 1, 2, 6, 30).astimezone(UTC)),
        ("Gradescope", datetime(2024, 1, 2, 9, 30, 15, tzinfo=UTC)),
    ],
)
def test_the_time_is_kept_where_a_platform_tells_it(platform, time, tmp_path):
    download = packed(PLATFORMS[platform](), tmp_path / "download.zip")
    collected(download, tmp_path / "submitted", roster(tmp_path))
    text = (tmp_path / "submitted" / "ada" / SECTION / "timestamp.txt").read_text()
    assert text == f"{time:%Y-%m-%d %H:%M:%S.%f} UTC\n"


@pytest.mark.parametrize("platform", ["Moodle", "Canvas", "GitHub Classroom"])
def test_no_time_is_made_up_where_none_is_told(platform, tmp_path):
    download = packed(PLATFORMS[platform](), tmp_path / "download.zip")
    collected(download, tmp_path / "submitted", roster(tmp_path))
    assert not list((tmp_path / "submitted").rglob("timestamp.txt"))


def test_a_group_of_gradescope_hands_in_for_each_of_its_members(tmp_path):
    shape = PLATFORMS["Gradescope"]()
    metadata = """\
submission_1001:
  :submitters:
  - {':name': Ada Lovelace, ':sid': '1815', ':email': ada.l@uni.example}
  - {':name': Bob Müller, ':sid': '1700', ':email': bob.m@uni.example}
"""
    shape["assignment_77_export/submission_metadata.yml"] = metadata.encode()
    del shape[f"assignment_77_export/submission_1002/hand in/{FILE}"]
    download = unpacked(shape, tmp_path / "download")
    collected(download, tmp_path / "submitted", roster(tmp_path))
    assert {*lie(tmp_path / "submitted").values()} == {work("ada")}
    assert len(lie(tmp_path / "submitted")) == 2


def test_a_gradescope_list_that_cannot_be_read_takes_nobody_for_another(tmp_path):
    shape = PLATFORMS["Gradescope"]()
    shape["assignment_77_export/submission_metadata.yml"] = b"submission_1001: [unclosed"
    download = unpacked(shape, tmp_path / "download")
    result = collected(download, tmp_path / "submitted", roster(tmp_path))
    assert not result.placed and not result.complete


def test_anonymous_work_of_canvas_is_told_apart(tmp_path):
    shape = {
        f"anon_Xy3Zq_990001_{FILE}": work("ada"),
        f"LATE_anon_Pq7Rs_990002_{FILE}": work("bob"),
    }
    download = unpacked(shape, tmp_path / "download")
    result = collected(download, tmp_path / "submitted")
    assert {placed.student for placed in result.placed} == {"anon_Xy3Zq", "anon_Pq7Rs"}
