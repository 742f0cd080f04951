"""One zygote and one course for all attacks."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

import grader.marking.asking
from grader.guest.outside.host import Zygote
from tests.attacks.arena import Arena, quick_sheet


@pytest.fixture(scope="session")
def zygote() -> Iterator[Zygote]:
    if sys.platform != "linux":
        pytest.skip("guests are locked in on Linux only")
    with Zygote() as started:
        yield started


@pytest.fixture(scope="session")
def session_arena(zygote: Zygote) -> Iterator[Arena]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(grader.marking.asking, "hidden_sheet", quick_sheet)
        # Not below pytest's own folders, which are closed to others: what guards it is the guest.
        fast = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
        with tempfile.TemporaryDirectory(prefix="gd-arena-", dir=fast) as folder:
            arena = Arena(Path(folder), zygote)
            arena.neighbor()
            yield arena
            arena.neighbor()
            arena.close()


@pytest.fixture
def arena(session_arena: Arena) -> Arena:
    return session_arena
