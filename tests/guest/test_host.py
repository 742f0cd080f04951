"""The grader's side of guests: deadlines, deaths, and what is gone afterwards."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path
from typing import Any

import pytest

from descent.probing.probes import call
from grader.guest.both.policy import Limits
from grader.guest.outside.host import Guest, GuestDied, GuestTimeout, Zygote
from tests.guest.answering import SECONDS, asked, errors, guest_of
from tests.guest.processes import below, process_of


def test_a_deadline_ends_the_guest(zygote: Zygote) -> None:
    begun = time.monotonic()
    with guest_of(zygote) as guest:
        with pytest.raises(GuestTimeout):
            guest.run("while True: pass", 0.3)
        assert time.monotonic() - begun < 5
    assert gone(guest)


@pytest.mark.parametrize("code", ["9 ** 9 ** 9", "import ctypes; ctypes.CDLL(None).pause()"])
def test_a_deadline_needs_no_help_from_the_guest(zygote: Zygote, code: str) -> None:
    with zygote.guest() as guest, pytest.raises(GuestTimeout):
        guest.run(code, 0.3)
    assert gone(guest)


def test_a_probe_has_its_deadline(zygote: Zygote) -> None:
    with guest_of(zygote, "def answer():\n    while True: pass") as guest:
        with pytest.raises(GuestTimeout):
            asked(guest, "answer", call(), 0.3)
    assert gone(guest)


@pytest.mark.parametrize(
    "code",
    [
        "import os; os._exit(0)",
        "import os; os.kill(os.getpid(), 9)",
        "import ctypes; ctypes.string_at(0)",
        "import os; os.closerange(3, 256)",
    ],
)
def test_a_death_is_told(zygote: Zygote, code: str) -> None:
    with zygote.guest() as guest:
        with pytest.raises(GuestDied):
            guest.run(code, SECONDS)
        with pytest.raises(GuestDied):
            guest.run("1", SECONDS)
    assert gone(guest)


def test_a_guest_is_gone_after_its_use(zygote: Zygote) -> None:
    with guest_of(zygote) as guest:
        guest.run("open('own', 'w').write('x' * 1000)", SECONDS)
        assert not gone(guest)
    assert gone(guest)
    assert not os.path.lexists(guest.scratch)


def test_a_guest_that_fails_in_the_middle_is_gone(zygote: Zygote) -> None:
    with pytest.raises(KeyError):
        with zygote.guest() as guest:
            raise KeyError
    assert gone(guest) and not os.path.lexists(guest.scratch)


def gone(guest: Guest) -> bool:
    return process_of(guest) is None


# The zygote.


def test_guests_share_nothing(zygote: Zygote) -> None:
    with guest_of(zygote, "import numpy as np; np.left = 5; mine = 1") as one:
        with guest_of(zygote, "import numpy as np") as other:
            assert errors(other.run("np.left", SECONDS))[0].startswith("AttributeError")
            assert errors(other.run("mine", SECONDS))[0].startswith("NameError")
            assert one.scratch != other.scratch and process_of(one) != process_of(other)
            for pid in (process_of(one), os.getpid()):
                said = other.run(f"import os; os.kill({pid}, 9)", SECONDS)
                assert errors(said)[0].startswith(("PermissionError", "ProcessLookupError"))
        assert not errors(one.run("mine", SECONDS))


def test_guests_draw_different_numbers(zygote: Zygote) -> None:
    drawn = set()
    for _ in range(3):
        with guest_of(zygote, "import random, numpy as np") as guest:
            drawn.add(str(guest.run("random.random(), np.random.rand()", SECONDS)))
    assert len(drawn) == 3


def test_a_zygote_that_was_killed_is_started_again() -> None:
    with Zygote() as zygote:
        assert zygote._process is not None
        first = zygote._process.pid
        with guest_of(zygote) as guest:
            zygote._process.kill()
            zygote._process.wait()
            with pytest.raises((GuestDied, GuestTimeout)):
                for _ in range(50):
                    asked(guest, "add", call(1), 2.0)
                    time.sleep(0.05)
        with guest_of(zygote) as guest:
            assert asked(guest, "add", call(1)).shown == {"result": 2}
        assert zygote._process.pid != first


def patient(start: Any, patch: pytest.MonkeyPatch) -> Any:
    """The new one may take its time."""

    def started(self: Zygote) -> None:
        patch.setattr("grader.guest.outside.host.FORK_SECONDS", 20.0)
        start(self)

    return started


def test_a_zygote_that_was_stopped_is_replaced(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("grader.guest.outside.host.FORK_SECONDS", 0.5)
    with Zygote() as zygote:
        assert zygote._process is not None
        for process, _ in below(zygote._process.pid):
            os.kill(process, signal.SIGSTOP)
        monkeypatch.setattr(Zygote, "start", patient(Zygote.start, monkeypatch))
        with guest_of(zygote) as guest:
            assert asked(guest, "add", call(1)).shown == {"result": 2}


def test_nothing_is_left_of_a_zygote(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with Zygote() as zygote:
        assert zygote._process is not None
        pid = zygote._process.pid
        with guest_of(zygote) as guest:
            inner = process_of(guest)
            assert inner
    for process in (pid, inner):
        with pytest.raises(ProcessLookupError):
            os.kill(process, 0)
    assert os.listdir(tmp_path) == []


def test_a_guest_dies_with_its_zygote() -> None:
    zygote = Zygote()
    zygote.start()
    guest = zygote.guest()
    process = process_of(guest)
    zygote.close()
    for _ in range(100):
        if not os.path.exists(f"/proc/{process}"):
            break
        time.sleep(0.05)
    assert process and not os.path.exists(f"/proc/{process}")
    guest.connection.close()


def test_limits_are_those_that_are_set() -> None:
    limits = Limits(memory=256 << 20, file_size=1 << 20, open_files=40, output=20_000)
    with Zygote(limits) as zygote, guest_of(zygote, "import numpy as np") as guest:
        assert errors(guest.run("np.ones(1 << 26)", SECONDS))
        assert not errors(guest.run("np.ones(1 << 20)", SECONDS))
        assert errors(guest.run("open('x', 'wb').write(bytes(2 << 20))", SECONDS))
        assert errors(guest.run("held = [open('/dev/null') for _ in range(60)]", SECONDS))
        told = str(guest.run("print('x' * 40_000); print('y')", SECONDS))
        assert "dropped: too long" in told and 10_000 < told.count("x") <= 20_010


def test_memory_of_a_guest_of_its_own_is_small(zygote: Zygote) -> None:
    with guest_of(zygote, "import numpy as np") as guest:
        text = Path(f"/proc/{process_of(guest)}/smaps_rollup")
        try:
            found = text.read_text()
        except OSError:
            pytest.skip("this user may not look at the guest")
    own = sum(int(found.split(name)[1].split()[0]) for name in ("Private_Dirty:", "Private_Clean:"))
    assert own < 60 << 10, f"{own} kB"
