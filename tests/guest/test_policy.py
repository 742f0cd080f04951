"""What a guest may read."""

from __future__ import annotations

import os
import shutil
import sys
import sysconfig
from pathlib import Path
from typing import Any

import pytest

from grader.guest.both import policy

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="restrictions are Linux's")


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    for name in ("descent", "grader", "source", ".venv/lib", "lib/site-packages", "bin"):
        (tmp_path / "usr" / "course" / name).mkdir(parents=True)
    (tmp_path / "usr" / "lib").mkdir()
    (tmp_path / "usr" / "link").symlink_to(tmp_path / "usr" / "course")
    (tmp_path / "usr" / "up").symlink_to(tmp_path)
    return tmp_path / "usr" / "course"


def readable(clone: Path, monkeypatch: pytest.MonkeyPatch, prefix: Path, purelib: Path) -> set[str]:
    for name in ("prefix", "exec_prefix", "base_prefix", "base_exec_prefix"):
        monkeypatch.setattr(sys, name, str(prefix))
    monkeypatch.setattr(sys, "path", [])
    monkeypatch.setattr(sysconfig, "get_path", lambda name: str(purelib))
    top = str(clone.parent.parent)
    trees = policy.default_readable(str(clone / "descent"))
    return {os.path.relpath(tree, top) for tree in trees if tree.startswith(top)}


def test_of_the_clone_only_descent_is_readable(clone: Path, monkeypatch: Any) -> None:
    usr = clone.parent
    around = readable(clone, monkeypatch, usr, usr / "lib")
    assert around == {"usr/lib", "usr/course/descent"}
    inside = readable(clone, monkeypatch, clone / ".venv", clone / ".venv" / "lib")
    assert inside == {"usr/course/.venv", "usr/course/descent"}
    same = readable(clone, monkeypatch, clone, clone / "lib" / "site-packages")
    assert same == {"usr/course/lib/site-packages", "usr/course/descent"}
    by_link = readable(clone, monkeypatch, usr / "link", usr / "lib")
    assert by_link == {"usr/lib", "usr/course/descent"}


def test_how_programs_are_configured_is_not_readable(clone: Path, monkeypatch: Any) -> None:
    """nbgrader's own configuration, with the password of a gradebook, may lie with Python."""
    venv = clone / ".venv"
    (venv / "etc" / "jupyter").mkdir(parents=True)
    (venv / "pip.conf").write_text("password")
    (venv / "pyvenv.cfg").write_text("")
    inside = readable(clone, monkeypatch, venv, venv / "lib")
    assert inside == {f"usr/course/{name}" for name in ("descent", ".venv/lib", ".venv/pyvenv.cfg")}


def test_a_course_elsewhere_can_be_named(clone: Path, monkeypatch: Any) -> None:
    readable(clone, monkeypatch, clone.parent, clone.parent / "lib")
    trees = policy.default_readable(str(clone / "descent"), str(clone.parent / "lib"))
    assert not [tree for tree in trees if tree.endswith("/usr/lib") and tree != "/usr/lib"]


def test_an_installed_package_keeps_its_neighbors(clone: Path, monkeypatch: Any) -> None:
    shutil.rmtree(clone / "grader")
    assert "usr" in readable(clone, monkeypatch, clone.parent, clone.parent / "lib")
