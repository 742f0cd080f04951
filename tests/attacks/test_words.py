"""Two guests at the same time: no word gets from one to the other, on any kind of machine."""

from __future__ import annotations

import functools
import json
import subprocess
import tempfile
from pathlib import Path
from typing import Any

import pytest

from grader.guest.both import kernel
from tests.attacks.counters import COUNTERS
from tests.attacks.words import FILES, Word
from tests.guest.harness import BEST, CLONE, FLOORS, Machine, command, on

pytestmark = pytest.mark.skipif(kernel.MACHINE != "x86_64", reason="calls by their numbers there")

WORDS = FILES + COUNTERS
PROGRAM = Path(__file__).with_name("two_guests.py")
#: As whom it is really possible to say these words where nothing is restricted.
FREE = BEST[0]


@functools.cache
def tried(machine: Machine) -> dict[str, Any]:
    """What came of all words there."""
    with tempfile.TemporaryDirectory(prefix="descent-test-") as folder:
        Path(folder).chmod(0o711)
        mounts = Path(folder) / "mounts"
        mounts.mkdir()
        done = subprocess.run(
            [
                *command(machine, mounts),
                *(str(PROGRAM), str(CLONE), json.dumps(machine.refused)),
                json.dumps(machine == FREE),
            ],
            cwd="/",
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )
    assert done.stdout, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    if machine.view and "mount" not in found["layers"]:
        pytest.skip("this machine refuses namespaces")
    return found


@pytest.mark.parametrize("word", WORDS, ids=str)
@on(*BEST, *FLOORS[:3])
def test_no_word_is_heard(machine: Machine, word: Word) -> None:
    came = tried(machine)["guests"][word.name]
    if word.remains and not machine.view:
        pytest.skip("docs/security.md says that this remains at the floor")
    assert not came["heard"], came["said"]


@pytest.mark.parametrize("word", [word for word in WORDS if word.free], ids=str)
def test_it_would_be_heard_where_nothing_is_restricted(word: Word) -> None:
    came = tried(FREE)["free"][word.name]
    assert came["heard"], came["said"]
