"""What the tests of the guest share."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from grader.guest.outside.host import Zygote


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder for scratch, reached by everyone."""
    with tempfile.TemporaryDirectory(prefix="descent-test-", ignore_cleanup_errors=True) as name:
        Path(name).chmod(0o711)
        for part in ("scratch", "harness", "mounts"):
            (Path(name) / part).mkdir()
        if os.geteuid() == 0:
            (Path(name) / "harness").chmod(0o755)
        yield Path(name)


@pytest.fixture(scope="session")
def zygote() -> Iterator[Zygote]:
    """One zygote for all tests: whatever a guest does, it serves the next one."""
    with Zygote() as started:
        yield started
