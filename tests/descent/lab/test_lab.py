"""``descent lab``: copies that may be spoiled, how far one is, and JupyterLab on the next section."""

from __future__ import annotations

import importlib.util
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import psutil
import pytest

from descent.command import main
from descent.lab import command as lab
from descent.lab import copies, jupyter
from descent.lab.copies import NoLab, copy_lessons, reset, standings
from descent.notebook import progress
from tests.lab import START_SECONDS, running

pytestmark = pytest.mark.lab

FIRST, SECOND = "01_perceptron", "02_activations"
ROOT = Path(__file__).resolve().parents[3]


def lesson(points: dict[str, float]) -> str:
    """Return a notebook whose test cells have these points."""
    cells = [
        {
            "cell_type": "code",
            "id": name,
            "execution_count": None,
            "outputs": [],
            "source": f'check("{name}", {name})',
            "metadata": {"nbgrader": {"grade": True, "grade_id": f"test_{name}", "points": worth}},
        }
        for name, worth in points.items()
    ]
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    notebook = {"cells": cells, "metadata": {"kernelspec": kernel}}
    return json.dumps({**notebook, "nbformat": 4, "nbformat_minor": 5})


@pytest.fixture
def lessons(tmp_path: Path) -> Path:
    """Two fresh lessons."""
    folder = tmp_path / "lessons"
    folder.mkdir()
    (folder / f"{FIRST}.ipynb").write_text(lesson({"sigmoid": 2, "neuron": 2}))
    (folder / f"{SECOND}.ipynb").write_text(lesson({"tanh": 1}))
    return folder


@pytest.fixture
def folder(tmp_path: Path, lessons: Path) -> Path:
    """A student's copies of them."""
    copy_lessons(lessons, tmp_path / "mine")
    return tmp_path / "mine"


def note(folder: Path, exercise: str, share: float) -> None:
    with (folder / ".descent" / progress.FILE).open("a") as file:
        entry = {"exercise": exercise, "passed": share == 1, "share": share}
        file.write(json.dumps(entry) + "\n")


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Any, ...]]:
    """What JupyterLab would be opened on."""
    calls: list[tuple[Any, ...]] = []
    monkeypatch.setattr(jupyter, "run", lambda *args, **kwargs: calls.append(args) or 0)
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    return calls


# Copies


def test_every_lesson_is_copied_and_nothing_is_overwritten(tmp_path: Path, lessons: Path) -> None:
    mine = tmp_path / "deep" / "mine"
    assert copy_lessons(lessons, mine) == [f"{FIRST}.ipynb", f"{SECOND}.ipynb"]
    (mine / f"{FIRST}.ipynb").write_text("spoiled")
    (mine / f"{SECOND}.ipynb").unlink()
    assert copy_lessons(lessons, mine) == [f"{SECOND}.ipynb"]
    assert (mine / f"{FIRST}.ipynb").read_text() == "spoiled"
    assert copy_lessons(lessons, mine) == []


def test_a_dangling_link_is_not_written_through(tmp_path: Path, lessons: Path) -> None:
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / f"{FIRST}.ipynb").symlink_to(tmp_path / "elsewhere.ipynb")
    assert copy_lessons(lessons, mine) == [f"{SECOND}.ipynb"]
    assert not (tmp_path / "elsewhere.ipynb").exists()


def test_without_lessons_the_folder_has_to_be_there(tmp_path: Path) -> None:
    with pytest.raises(NoLab, match="no notebooks in"):
        copy_lessons(tmp_path / "nothing", tmp_path / "mine")
    assert not (tmp_path / "mine").exists()
    (tmp_path / "mine").mkdir()
    assert copy_lessons(tmp_path / "nothing", tmp_path / "mine") == []


def test_a_file_in_place_of_the_folder_is_said(tmp_path: Path, lessons: Path) -> None:
    (tmp_path / "mine").write_text("a file")
    with pytest.raises(NoLab, match="not a folder"):
        copy_lessons(lessons, tmp_path / "mine")


# Reset


def test_reset_gives_a_fresh_notebook_and_keeps_every_old_one(lessons: Path, folder: Path) -> None:
    notebook = folder / f"{FIRST}.ipynb"
    fresh = notebook.read_text()
    for number in (1, 2):
        notebook.write_text(f"spoiled {number}")
        assert reset(FIRST, lessons, folder) == (
            notebook,
            folder / f"{FIRST}-before-reset-{number}.ipynb",
        )
        assert notebook.read_text() == fresh
    kept = sorted(folder.glob("*-before-reset-*"))
    assert [path.read_text() for path in kept] == ["spoiled 1", "spoiled 2"]


def test_reset_puts_back_what_was_deleted(lessons: Path, folder: Path) -> None:
    (folder / f"{FIRST}.ipynb").unlink()
    assert reset(FIRST, lessons, folder) == (folder / f"{FIRST}.ipynb", None)
    assert (folder / f"{FIRST}.ipynb").is_file()


@pytest.mark.parametrize("name", [FIRST, f"{FIRST}.ipynb", "01"])
def test_a_section_may_be_named_in_short(lessons: Path, folder: Path, name: str) -> None:
    assert reset(name, lessons, folder)[0].name == f"{FIRST}.ipynb"


@pytest.mark.parametrize("name", ["", "03_forward_pass", "0", "../lessons/01_perceptron", "*"])
def test_reset_of_what_is_no_section_changes_nothing(
    lessons: Path, folder: Path, name: str
) -> None:
    before = sorted(folder.rglob("*"))
    with pytest.raises(NoLab, match=f"there are {FIRST}, {SECOND}"):
        reset(name, lessons, folder)
    assert sorted(folder.rglob("*")) == before


def test_reset_takes_back_the_points_of_that_section_alone(lessons: Path, folder: Path) -> None:
    note(folder, "sigmoid", 1.0)
    note(folder, "tanh", 1.0)
    reset(FIRST, lessons, folder)
    assert [one.earned for one in standings(folder)] == [0.0, 1.0]


def test_reset_needs_a_folder_and_fresh_notebooks(tmp_path: Path, lessons: Path) -> None:
    with pytest.raises(NoLab, match="no folder"):
        reset(FIRST, lessons, tmp_path / "mine")
    with pytest.raises(NoLab, match="no fresh notebooks"):
        reset(FIRST, tmp_path / "nothing", tmp_path)


def test_reset_says_where_the_old_one_is_and_stops(
    lessons: Path,
    folder: Path,
    opened: list[Any],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(lab, "LESSONS", lessons)
    assert main(["lab", str(folder), "--reset", FIRST]) == 0
    assert f"kept as {FIRST}-before-reset-1.ipynb" in capsys.readouterr().out
    assert not opened


# How far one is


def test_points_so_far_are_what_the_last_checks_said(folder: Path) -> None:
    note(folder, "neuron", 1.0)
    note(folder, "sigmoid", 1.0)
    note(folder, "neuron", 0.25)
    first, second = standings(folder)
    assert (first.earned, first.total, first.finished) == (2.5, 4.0, False)
    assert (second.earned, second.total, second.finished) == (0.0, 1.0, False)


def test_the_first_section_with_points_left_is_opened(
    lessons: Path,
    folder: Path,
    opened: list[Any],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(lab, "LESSONS", lessons)
    note(folder, "sigmoid", 1.0)
    note(folder, "neuron", 0.5)
    assert main(["lab", str(folder)]) == 0
    note(folder, "neuron", 1.0)
    main(["lab", str(folder)])
    note(folder, "tanh", 1.0)
    main(["lab", str(folder), "--", "--port", "9999"])
    addresses = [f"/lab/tree/{name}.ipynb" for name in (FIRST, SECOND, SECOND)]
    assert [(root, start) for root, start, _ in opened] == [(folder, one) for one in addresses]
    assert opened[-1][-1] == ["--port", "9999"]
    said = capsys.readouterr().out
    rows = [line.split() for line in said.splitlines() if line.startswith((FIRST, SECOND, "all"))]
    assert rows[:3] == [[FIRST, "3", "4"], [SECOND, "0", "1"], ["all", "3", "5"]]
    assert f"Next: {FIRST}" in said and f"Next: {SECOND}" in said and "All done." in said


def test_a_notebook_that_cannot_be_read_is_said_with_the_way_out(
    lessons: Path,
    folder: Path,
    opened: list[Any],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(lab, "LESSONS", lessons)
    (folder / f"{FIRST}.ipynb").write_text('{"cells": [{}')
    assert main(["lab", str(folder)]) == 0
    said = capsys.readouterr().out
    assert f"descent lab --reset {FIRST}" in said
    assert opened[0][1] == f"/lab/tree/{FIRST}.ipynb"


def test_lines_of_the_file_that_mean_nothing_are_passed_over(folder: Path) -> None:
    note(folder, "sigmoid", 1.0)
    with (folder / ".descent" / progress.FILE).open("ab") as file:
        file.write(b'\xff\n[]\n{"exercise": 3, "passed": 1, "share": 1}\n{"share": "x"}\n')
        file.write(b'{"exercise": "tanh", "passed": true, "share": NaN}\n{"exercise": "tanh", "pas')
    assert progress.results(folder) == {"sigmoid": progress.Result(True, 1.0)}


# What is typed


@pytest.mark.parametrize(
    "arguments",
    [
        ["--reset"],
        ["--port", "9999"],
        ["a", "b"],
        ["--instructor", "mine"],
        ["--instructor", "--reset", FIRST],
        ["--reset", FIRST, "--", "--no-browser"],
    ],
)
def test_what_makes_no_sense_is_refused_with_the_usage(
    arguments: list[str], opened: list[Any], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["lab", *arguments])
    assert ended.value.code == 2 and not opened
    assert "usage: descent lab" in capsys.readouterr().err


def test_root_is_told_what_to_type(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    assert main(["lab", str(tmp_path / "mine")]) == 2
    assert "-- --allow-root" in capsys.readouterr().err
    assert not (tmp_path / "mine").exists()


def test_a_folder_without_a_notebook_of_the_course_is_said(
    tmp_path: Path,
    opened: list[Any],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(lab, "LESSONS", tmp_path / "nothing")
    assert main(["lab", str(tmp_path)]) == 2
    assert "has no notebook of the course" in capsys.readouterr().err and not opened


def test_the_lessons_of_the_clone_are_those_that_are_copied() -> None:
    assert ROOT / "notebooks" == copies.LESSONS == lab.LESSONS


# JupyterLab itself


def is_jupyterlab(process: psutil.Process) -> bool:
    try:
        return "jupyterlab" in process.cmdline()
    except psutil.Error:  # a process of the start that is gone already
        return False


def all_gone(processes: Sequence[psutil.Process]) -> bool:
    _, alive = psutil.wait_procs(processes, timeout=60)
    return not [one for one in alive if one.status() != psutil.STATUS_ZOMBIE]


posix = pytest.mark.skipif(os.name != "posix", reason="signals and terminals of POSIX")


@posix
def test_one_interrupt_ends_jupyterlab_and_its_kernels(tmp_path: Path, folder: Path) -> None:
    with running([str(folder)], tmp_path, tmp_path) as started:
        started.wait_until_it_answers()
        session = {"path": f"{FIRST}.ipynb", "name": f"{FIRST}.ipynb", "type": "notebook"}
        started.get("/api/sessions", {**session, "kernel": {"name": "python3"}})
        config = started.page_config()
        everyone = started.all_processes()
        assert len(everyone) >= 3, "descent, JupyterLab and a kernel"
        os.kill(started.process.pid, signal.SIGINT)
        assert started.process.wait(60) == 0
        assert all_gone(everyone)
    assert "@jupyterlab/apputils-extension:announcements" in config["disabledExtensions"]
    # What an instructor works with is out of the way; the Validate button is not.
    assert "@jupyter/nbgrader:formgrader" in config["disabledExtensions"]
    assert "@jupyter/nbgrader:validate-assignment" not in config["disabledExtensions"]
    # The lessons of the clone have come along.
    assert (folder / "07_mini_batch.ipynb").is_file()


@posix
def test_ctrl_c_in_a_terminal_asks_nothing(tmp_path: Path, folder: Path) -> None:
    import pty

    ours, theirs = pty.openpty()
    try:
        with running([str(folder)], tmp_path, tmp_path, theirs) as started:
            started.wait_until_it_answers()
            everyone = started.all_processes()
            os.write(ours, b"\x03")
            assert started.process.wait(60) == 0
            assert all_gone(everyone)
            said = os.read(ours, 1 << 16).decode()
    finally:
        os.close(ours)
        os.close(theirs)
    assert f"/lab/tree/{FIRST}.ipynb" in said or "Next:" in said
    assert "Shut down" not in said and "Traceback" not in said
    # The table of points stays in sight: nbgrader has nothing to say about a student's folder.
    assert "nbgrader_config" not in said


@posix
@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGHUP"])
def test_it_can_be_ended_while_it_starts(tmp_path: Path, folder: Path, name: str) -> None:
    with running([str(folder)], tmp_path, tmp_path) as started:
        while not any(map(is_jupyterlab, started.all_processes())):
            assert started.process.poll() is None
            time.sleep(0.02)
        everyone = started.all_processes()
        os.kill(started.process.pid, getattr(signal, name))
        assert started.process.wait(60) == 0
        assert all_gone(everyone)


@posix
def test_a_module_of_the_students_does_not_shadow_another(tmp_path: Path, folder: Path) -> None:
    elsewhere = tmp_path / "cwd"
    elsewhere.mkdir()
    code = "import sys; from descent.command import main; sys.exit(main(sys.argv[1:]))"
    (elsewhere / "tornado.py").write_text("raise SystemExit(7)\n")
    done = subprocess.run(
        [sys.executable, "-P", "-c", code, "lab", str(folder), "--", "--version", "--allow-root"],
        cwd=elsewhere,
        capture_output=True,
        text=True,
        check=False,
        timeout=START_SECONDS,
    )
    assert done.returncode == 0, done.stderr


@posix
def test_the_instructor_gets_the_course_and_nbgraders_pages(tmp_path: Path) -> None:
    pytest.importorskip("nbgrader")
    clone = tmp_path / "clone"
    for part in ("descent", "grader", "source"):
        shutil.copytree(ROOT / part, clone / part, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copyfile(ROOT / "nbgrader_config.py", clone / "nbgrader_config.py")
    with running(["--instructor"], clone, tmp_path) as started:
        started.wait_until_it_answers()
        config = started.page_config()
        status = json.loads(started.get("/formgrader/api/status"))
        assignments = json.loads(started.get("/formgrader/api/assignments"))
        everyone = started.all_processes()
        os.kill(started.process.pid, signal.SIGINT)
        assert started.process.wait(60) == 0
        assert all_gone(everyone)
    assert "@jupyter/nbgrader" in [one["name"] for one in config["federated_extensions"]]
    assert config["disabledExtensions"] == ["@jupyterlab/apputils-extension:announcements"]
    assert Path(config["serverRoot"]).name == "clone"
    assert status["status"]
    # The gradebook is made with alembic, which is not on the path of an environment at rest.
    assert [one["name"] for one in assignments] == sorted(
        p.name for p in (ROOT / "source").iterdir()
    )
    assert (clone / "gradebook.db").is_file()


def test_without_a_clone_the_instructor_is_told_what_is_missing(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    found = importlib.util.find_spec
    for missing, said in (("grader", "a clone of the repository"), ("nbgrader", "nbgrader")):
        monkeypatch.setattr(importlib.util, "find_spec", _without(missing, found))
        assert main(["lab", "--instructor"]) == 2
        assert said in capsys.readouterr().err


def _without(missing: str, found: Any) -> Any:
    return lambda name: None if name == missing else found(name)
