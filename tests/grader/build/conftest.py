"""A course of two sections, built once; all tests that use it belong to one process."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.grader.build.tiny import FIRST, SECOND
from tests.grader.classes import Clone, Ran, add_tiny_section, tree
from tests.grader.conftest import CloneIt


@pytest.fixture(scope="session")
def clone(clone_it: CloneIt) -> Clone:
    """A course of two sections of its own, of which nothing was generated yet."""
    copied = clone_it([])
    add_tiny_section(copied.root, FIRST, "double", "x + x", "x * x")
    add_tiny_section(copied.root, SECOND, "halve", "x / 2", "x // 2")
    (copied.root / "build.json").unlink()
    return copied


@pytest.fixture(scope="session")
def built(clone: Clone) -> Ran:
    return clone.descent("build").fine()


@pytest.fixture
def root(clone: Clone, built: Ran) -> Iterator[Path]:
    """The clone as it was built; whatever a test does to its files is undone."""
    before = tree(clone.root)
    yield clone.root
    for name, data in tree(clone.root).items():
        if name not in before:
            (clone.root / name).unlink()
        elif data != before[name]:
            (clone.root / name).write_bytes(before[name])
    for name in before:
        if not (clone.root / name).exists():
            (clone.root / name).write_bytes(before[name])


@pytest.fixture(scope="session")
def packed(clone: Clone, built: Ran) -> Iterator[zipfile.ZipFile]:
    ran = clone.descent("build", "--bundle", FIRST).fine()
    path = Path(ran.stdout.strip())
    assert path == clone.root / "dist" / "graded-descent-students.zip"
    data = io.BytesIO(path.read_bytes())
    path.unlink()
    path.parent.rmdir()
    with zipfile.ZipFile(data) as opened:
        yield opened


@pytest.fixture(scope="session")
def wheel(packed: zipfile.ZipFile) -> Iterator[zipfile.ZipFile]:
    (name,) = (name for name in packed.namelist() if name.endswith(".whl"))
    with zipfile.ZipFile(io.BytesIO(packed.read(name))) as opened:
        yield opened
