"""A choice of attacks on other machines: graded by a plain user, and where namespaces are refused."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.attacks.arena import ROOT, SECTION, Arena, Attack, released
from tests.guest.conftest import folder
from tests.guest.harness import BEST, FLOORS, Machine, command

__all__ = ["folder"]

# Those that the restrictions hold off, not the wire.
CHOSEN = {
    "test_reading": (
        *("reading by open", "reading by system calls", "reading by listed", "looking at proc"),
        *("looking at descriptors", "looking at memory of the grader"),
    ),
    "test_reaching_out": (
        *("changing by new files", "changing by links", "changing by modes and times"),
        *(
            "changing by the gradebook",
            "acting by signals",
            "acting by forks",
            "acting by programs",
        ),
        *("acting by calls of the kernel", "network by TCP", "reaching out when probed"),
    ),
    "test_bombs": (
        *("threads, in a cell", "large files, in a cell", "folders without rights, in a cell"),
        *("strange names of files, in a cell", "a pause in C, in a cell"),
    ),
    "test_two_runs": ("kept over a death in a file",),
}
LEFT = ("files", "start-up files", "a process")

PROGRAM = """
import sys
sys.path.insert(0, {root!r})
import struct
from grader.guest.both import calls, kernel
from grader.guest.inside import seccomp
if {refused!r}:
    # As a container's filter does.
    kernel.prctl(kernel.PR_SET_NO_NEW_PRIVS, 1)
    steps = [struct.pack("=HBBI", 0x20, 0, 0, 0)]
    table = "unshare:272:97 setns:308:268 mount:165:40 pivot_root:155:41 open_tree:428:428"
    for number in calls.numbers(table, kernel.MACHINE).values():
        steps += [struct.pack("=HBBI", 0x15, 0, 1, number), struct.pack("=HBBI", 6, 0, 0, 0x50001)]
    assert seccomp.install(b"".join([*steps, struct.pack("=HBBI", 6, 0, 0, 0x7FFF0000)]))
from tests.attacks.test_elsewhere import run
run()
"""


def chosen() -> Iterator[Attack]:
    """The attacks of the other modules that are tried here."""
    import importlib

    for module, names in CHOSEN.items():
        known = {a.name: a for a in importlib.import_module(f"tests.attacks.{module}").ATTACKS}
        yield from (known[name] for name in names)


def run() -> None:
    """In the other process: grade them all, and say what did not hold."""
    import tempfile
    import traceback

    import grader.marking.asking
    from grader.guest.outside.host import Zygote
    from tests.attacks.arena import quick_sheet
    from tests.attacks.test_covert import CHANNELS, leave_and_find

    grader.marking.asking.hidden_sheet = quick_sheet  # type: ignore[assignment]
    failed: dict[str, str] = {}
    with Zygote() as zygote, tempfile.TemporaryDirectory(prefix="gd-arena-") as name:
        arena = Arena(Path(name), zygote)
        arena.neighbor()
        with zygote.guest() as guest:
            layers = [*zygote.layers, *guest.layers]
        actions = [(a.name, lambda a=a: arena.hold(a)) for a in chosen()]
        actions += [
            (c.name, lambda c=c: leave_and_find(arena, c)) for c in CHANNELS if c.name in LEFT
        ]
        for what, action in actions:
            try:
                action()
            except BaseException:
                failed[what] = traceback.format_exc()[-2000:]
        arena.neighbor()
        arena.close()
    print(
        json.dumps({"uid": os.getuid(), "layers": layers, "failed": failed, "count": len(actions)})
    )


@pytest.mark.parametrize("machine", [BEST[1], *FLOORS[:2]], ids=str)
def test_they_hold_there_too(machine: Machine, folder: Path) -> None:
    released(SECTION)
    program = folder / "harness" / "attacks.py"
    program.write_text(PROGRAM.format(root=str(ROOT), refused=bool(machine.refused)))
    home = folder / "scratch"
    if os.geteuid() == 0 and not machine.root:
        os.chown(home, 65534, 65534)
    done = subprocess.run(
        [*command(machine, folder / "mounts"), str(program)],
        cwd=home,
        env={"PATH": os.environ["PATH"], "HOME": str(home), "OMP_NUM_THREADS": "1"},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.stdout, done.stderr[-3000:]
    found = json.loads(done.stdout.splitlines()[-1])
    assert (found["uid"] == 0) == machine.root or os.geteuid() != 0
    if machine.refused:
        assert "mount" not in found["layers"]
    elif "mount" not in found["layers"]:
        pytest.skip("this machine refuses namespaces")
    assert not found["failed"], "\n\n".join(f"{k}:\n{v}" for k, v in found["failed"].items())
    assert found["count"] == len(LEFT) + sum(map(len, CHOSEN.values()))
