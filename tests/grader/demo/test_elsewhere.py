"""Where Linux's means are missing: our own submissions are graded, and it is said how."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from descent.command import main
from grader.demo import demo
from grader.demo.classroom import answered
from grader.guest.outside import boot, host
from grader.guest.outside.host import NoZygote, Zygote
from grader.guest.outside.isolation import Unsandboxed
from grader.guest.outside.levels import LEVELS, Report, locked_in
from grader.results import Marked
from grader.rows import Rows
from grader.workers import work
from tests.grader.classes import SECTION, Cohort, insert, slim
from tests.here import COURSE, points_of, settings


@pytest.fixture
def no_fork(monkeypatch: pytest.MonkeyPatch) -> None:
    """A system such as Windows."""
    monkeypatch.delattr(os, "fork")


@pytest.fixture
def other_system(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Guests that take this for a system that is not Linux, such as macOS."""
    pretended = (
        "import types; from guest.inside import restrict; "
        "restrict.sys = types.SimpleNamespace(platform='darwin'); main("
    )
    assert boot._BOOT.count("main(") == 1
    monkeypatch.setattr(boot, "_BOOT", boot._BOOT.replace("main(", pretended))
    work._warm.cache_clear()
    work._begun.cache_clear()
    yield
    work._warm.cache_clear()
    work._begun.cache_clear()


@pytest.mark.usefixtures("no_fork")
@pytest.mark.parametrize("command", ["demo", "doctor", "grade"])
def test_where_nothing_can_be_forked_it_is_said_what_to_do(
    command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = [] if command == "doctor" else [str(tmp_path / "class")]
    assert main([command, *folder]) == 2
    said = capsys.readouterr().err
    assert said.startswith(f"descent {command}: submissions run in processes that are forked")
    assert "WSL" in said and "container" in said
    assert not (tmp_path / "class").exists()


@pytest.mark.usefixtures("no_fork")
def test_no_zygote_is_started_there() -> None:
    with pytest.raises(NoZygote, match="WSL"):
        Zygote().start()


def test_one_that_does_not_start_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(boot, "_BOOT", "raise SystemExit('no such module')")
    with pytest.raises(NoZygote, match="does not start .*no such module"):
        Zygote().start()


def test_one_that_takes_too_long_to_start_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(boot, "_BOOT", "import time\ntime.sleep(60)")
    monkeypatch.setattr(host, "START_SECONDS", 0.5)
    with pytest.raises(NoZygote, match=r"within 0\.5 s: this machine .* Try again"):
        Zygote().start()


@pytest.mark.classes
@pytest.mark.usefixtures("other_system")
def test_the_same_deadlines_hold_without_isolation(cohort: Cohort) -> None:
    endless = insert(slim(answered(COURSE.section(SECTION))), "sigmoid", "while True:\n    pass")
    of = cohort.hand_in("ada", endless)
    limits = replace(settings(), cell=1.0)
    item = work.Item(of, COURSE.section(SECTION), limits, allow_unsandboxed=True)
    result: Any = work.work(item)
    assert (result.row.status, result.row.score) == ("timeout", points_of(SECTION))
    assert result.row.isolation == "isolation: none (no layer)"
    with pytest.raises(Unsandboxed):
        work.work(replace(item, allow_unsandboxed=False))


@pytest.mark.parametrize("level", LEVELS)
def test_a_line_of_a_report_says_whether_the_floor_is_reached(level: str) -> None:
    report = Report(level, ("landlock",))
    assert locked_in(str(report)) == report.enough


@pytest.mark.parametrize(("level", "told"), [("none", True), ("partial", True), ("full", False)])
def test_the_demo_says_how_its_class_was_run(
    level: str,
    told: bool,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def graded(job: Any, on_row: Any) -> Rows:
        assert job.allow_unsandboxed
        rows = Rows(job.submissions)
        for of in job.submissions:
            row = Marked(of, "graded", [], isolation=str(Report(level, ())))
            rows.put(row)
        return rows

    monkeypatch.setattr(demo, "grade", graded)
    monkeypatch.setattr(demo, "write_class_page", lambda *_, **__: "class.html")
    monkeypatch.setattr(demo, "export", lambda what: ([what.to], []))
    monkeypatch.setattr(Marked, "max_score", 1.0)
    assert demo.demo(COURSE, tmp_path / "class", 1, students=1) == 0
    assert (demo.NOT_LOCKED_IN in capsys.readouterr().out) == told
