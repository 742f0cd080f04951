"""JupyterLab itself: it starts, and nothing of it is left."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import psutil
import pytest

from tests.descent.lab.lessons import FIRST, ROOT
from tests.lab import START_SECONDS, running

pytestmark = pytest.mark.lab


def catches(process: psutil.Process, number: int) -> bool:
    status = Path(f"/proc/{process.pid}/status").read_text()
    return bool(int(status.split("SigCgt:")[1].split()[0], 16) >> (number - 1) & 1)


def all_gone(processes: Sequence[psutil.Process]) -> bool:
    _, alive = psutil.wait_procs(processes, timeout=60)
    return not [one for one in alive if one.status() != psutil.STATUS_ZOMBIE]


posix = pytest.mark.skipif(os.name != "posix", reason="signals and terminals of POSIX")


@posix
@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGHUP"])
def test_one_signal_ends_jupyterlab_and_its_kernels(
    tmp_path: Path, folder: Path, name: str
) -> None:
    with running([str(folder)], tmp_path, tmp_path) as started:
        started.wait_until_it_answers()
        session = {"path": f"{FIRST}.ipynb", "name": f"{FIRST}.ipynb", "type": "notebook"}
        started.get("/api/sessions", {**session, "kernel": {"name": "python3"}})
        config = started.page_config()
        everyone = started.all_processes()
        assert len(everyone) >= 2, "JupyterLab and a kernel"
        os.kill(started.process.pid, getattr(signal, name))
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


@pytest.mark.skipif(not Path("/proc/self/status").is_file(), reason="says which signals are caught")
@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGHUP"])
def test_it_can_be_ended_while_it_starts(tmp_path: Path, folder: Path, name: str) -> None:
    with running([str(folder)], tmp_path, tmp_path) as started:
        everyone = started.all_processes()
        while not catches(everyone[0], signal.SIGTERM):
            assert started.process.poll() is None
            time.sleep(0.02)
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
        p.name for p in (ROOT / "source").iterdir() if p.is_dir()
    )
    assert (clone / "gradebook.db").is_file()
