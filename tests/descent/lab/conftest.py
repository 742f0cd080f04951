"""What the tests of the lab share: lessons, a student's folder, what would have been opened."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from descent.lab import command as lab
from descent.lab import jupyter
from descent.lab.copies import copy_lessons
from tests.descent.lab.lessons import FIRST, SECOND, lesson


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


@pytest.fixture
def opened(lessons: Path, monkeypatch: pytest.MonkeyPatch) -> list[tuple[Any, ...]]:
    """What JupyterLab would be opened on, where these are the lessons of the course."""
    monkeypatch.setattr(lab, "LESSONS", lessons)
    calls: list[tuple[Any, ...]] = []
    monkeypatch.setattr(jupyter, "run", lambda *args, **kwargs: calls.append(args) or 0)
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    return calls
