"""What a guest stores is bounded at any moment, also where the kernel does not bound it.

A program stands for the grader, as the user who grades and with what the kernel
refuses there. It runs each attack in a guest, and looks all the time at how much
less room its file system has.
"""

from __future__ import annotations

import functools
import json
import subprocess
import tempfile
from pathlib import Path
from typing import Any

import pytest

from tests.guest.harness import BEST, CLONE, FLOORS, Machine, command, on

MB = 1 << 20
LIMIT = 64 * MB

# A guest that writes takes a moment to be seen, longer on a machine that is busy.
LATE = 2 * LIMIT

GIVEN = """
import mmap, os, threading, time
block = bytes(1 << 20)
def large(name, size=15):
    file = os.open(name, os.O_CREAT | os.O_RDWR, 0o600)
    for _ in range(size): os.write(file, block)
    return file
"""

#: What comes after the last line may run on while the grader thinks that it waits.
AFTER_ITS_REPLY = """
import gc
from guest.both import wire
(session,) = (o for o in gc.get_objects() if type(o).__name__ == "Session")
wire.send(session._connection, {"number": NUMBER, "outputs": [], "refused": []})
"""

ATTACKS = {
    "many files": "for n in range(200): os.close(large(f'f{n}'))",
    "open files": "held = [large(f'f{n}') for n in range(100)]",
    "files without a name": """
held = []
for n in range(100):
    held.append(large("f"))
    os.unlink("f")
""",
    "files that never had one": """
held = []
for n in range(100):
    held.append(os.open(".", os.O_TMPFILE | os.O_RDWR, 0o600))
    for _ in range(15): os.write(held[-1], block)
""",
    "files that are replaced": """
held = [large("first")]
for n in range(100):
    held.append(large("f"))
    os.replace("f", "first")
""",
    "files that are only mapped": """
held = []
for n in range(100):
    file = large("f")
    held.append(mmap.mmap(file, 4096))
    os.close(file); os.unlink("f")
""",
    "pages written by a map": """
held = []
for n in range(100):
    file = os.open(f"f{n}", os.O_CREAT | os.O_RDWR, 0o600)
    os.ftruncate(file, 15 << 20)
    with mmap.mmap(file, 15 << 20) as pages:
        for at in range(0, 15 << 20, 4096): pages[at] = 1
    os.close(file)
""",
    "room that is reserved": """
for n in range(100):
    file = os.open(f"f{n}", os.O_CREAT | os.O_RDWR, 0o600)
    os.posix_fallocate(file, 0, 15 << 20)
    os.close(file)
""",
    "folders that cannot be listed": """
for n in range(30):
    os.mkdir(f"d{n}", 0o300)
    for m in range(6): os.close(large(f"d{n}/f{m}"))
""",
    "below a path that is too long": """
for _ in range(20):
    os.mkdir("d" * 255); os.chdir("d" * 255)
for n in range(100): os.close(large(f"f{n}"))
""",
    "names that change": """
os.mkdir("a")
name, other = "a", "b"
for n in range(100):
    os.close(large(f"{name}/f{n}"))
    for _ in range(50):
        os.rename(name, other)
        name, other = other, name
""",
    "many small files": "for n in range(20_000): os.close(os.open(f'f{n}', os.O_CREAT | os.O_WRONLY))",
    "between two cells": AFTER_ITS_REPLY + "for n in range(200): os.close(large(f'f{n}'))",
    "in a thread": """
def write():
    for n in range(200): os.close(large(f"f{n}"))
threading.Thread(target=write, daemon=True).start()
""",
    "while it is stopped": """
import signal
signal.setitimer(signal.ITIMER_REAL, 0.001, 0.001)
signal.signal(signal.SIGALRM, lambda *_: None)
for n in range(200): os.close(large(f"f{n}"))
""",
}

PROGRAM = '''
import json, os, sys, tempfile, threading, time
clone, refused, attacks, given = json.loads(sys.argv[1])
sys.path[:0] = [os.path.join(clone, "grader"), clone]
from tests.guest.refusing import refuse
refuse(refused)
del sys.path[0]
from grader.guest.outside.host import GuestError, Zygote

class Used(threading.Thread):
    """The most that was used of the file system in which guests write, beyond what was before."""
    def __init__(self, folder):
        super().__init__(daemon=True)
        self.folder, self.most, self.going = folder, 0, True
        self.before = self.now()
        self.start()
    def now(self):
        system = os.statvfs(self.folder)
        return (system.f_blocks - system.f_bfree) * system.f_frsize
    def run(self):
        while self.going:
            self.most = max(self.most, self.now() - self.before)
            time.sleep(0.001)

found = {"attacks": {}}
with Zygote() as zygote:
    found["layers"] = zygote.layers
    for name, code in attacks.items():
        with zygote.guest() as guest:
            guest.run(given, 10)
            used, ended = Used(guest.scratch), ""
            try:
                guest.run(code.replace("NUMBER", str(guest.number + 1)), 10)
                time.sleep(0.7)
                guest.run("1", 10)
            except GuestError as error:
                ended = f"{type(error).__name__}: {error}"
            used.going = False
        found["attacks"][name] = {"most": used.most, "ended": ended}
        time.sleep(0.05)
    with zygote.guest() as guest:
        outputs = guest.run(given + "os.close(large('f')); os.unlink('f'); os.listdir('.')", 10)
        time.sleep(0.5)
        found["honest"] = str(guest.run("1", 10)) and str(outputs)
print(json.dumps(found))
'''


@functools.cache
def tried(machine: Machine) -> dict[str, Any]:
    """What came of all attacks there, in a file system that nobody else writes to."""
    with tempfile.TemporaryDirectory(prefix="descent-test-") as folder:
        Path(folder).chmod(0o711)
        places = [Path(folder) / name for name in ("mounts", "scratch")]
        for place in places:
            place.mkdir()
        given = json.dumps([str(CLONE), machine.refused, ATTACKS, GIVEN])
        own = f'mount -t tmpfs -o mode=777 tmpfs {places[1]}; exec "$@"'
        done = subprocess.run(
            [
                *("unshare", "-m", "sh", "-c", own, "sh"),
                *(*command(machine, places[0]), "-c", PROGRAM, given),
            ],
            env={"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "TMPDIR": str(places[1])},
            cwd="/",
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )
    if "unshare" in done.stderr or "mount" in done.stderr:
        pytest.skip("needs a file system of its own to look at")
    assert done.stdout, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    if machine.view and "mount" not in found["layers"]:
        pytest.skip("this machine refuses namespaces")
    return found


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda name: name.replace(" ", "-"))
@on(*BEST, *FLOORS)
def test_what_is_stored_is_bounded(machine: Machine, attack: str) -> None:
    came = tried(machine)["attacks"][attack]
    assert came["most"] < (MB if machine.view else LIMIT + LATE), came


@on(*BEST, *FLOORS)
def test_who_stores_little_goes_on(machine: Machine) -> None:
    assert "[" in tried(machine)["honest"]


@on(*FLOORS)
def test_why_it_was_ended_is_told(machine: Machine) -> None:
    ended = tried(machine)["attacks"]["many files"]["ended"]
    assert ended == "GuestStored: more was stored than a guest may store"
