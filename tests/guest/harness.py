"""A small harness that stands for the grader, to try for real what a guest may not do.

It is started with ``python -I``, as root or as a plain user: it forks a zygote, the zygote a guest,
the guest takes on its restrictions and runs a function of the tests. Where namespaces or Landlock
are to be missing, a seccomp filter in the harness refuses them, as a container does.
"""

from __future__ import annotations

import inspect
import json
import os
import shutil
import subprocess
import sys
import textwrap
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from grader.guest.inside import landlock

CLONE = Path(__file__).resolve().parents[2]
NOBODY = 65534

HARNESS = '''
import sys
sys.path[:0] = [{grader!r}, {clone!r}]
import json, os, signal, socket, time, traceback
from guest.both import kernel
from guest.escapes import trial
from guest.inside import landlock, loops, namespaces, restrict, seccomp
from guest.outside import bait
from tests.guest.refusing import refuse
del sys.path[:2]
spec = json.loads({spec!r})

refuse(spec["refused"])
if spec["abi"]:
    landlock.version = lambda: spec["abi"]

def run(name, *arguments):
    space = {{"__name__": "attack"}}
    exec(spec["source"], space)
    return space[name](*arguments)

def child(task):
    """Run a task in a fork; what it returns, through a pipe, and how it ended."""
    ours, theirs = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(ours)
        try:
            answer = {{"value": task(theirs)}}
        except BaseException as error:
            answer = {{"error": type(error).__name__, "text": traceback.format_exc()}}
        os.write(theirs, json.dumps(answer).encode())
        os._exit(0)
    os.close(theirs)
    data = b""
    while piece := os.read(ours, 1 << 16):
        data += piece
    os.close(ours)
    status = os.waitpid(pid, 0)[1]
    return (json.loads(data) if data else {{}}) | {{"status": status}}

def zygote(pipe):
    for name in spec["imports"]:
        __import__(name)
    loops.settle()
    ends = [end.detach() for end in socket.socketpair()] if spec["sockets"] else []
    entered = restrict.enter_zygote(policy.readable) if spec["restricted"] else []
    scratches = [policy.scratch] * spec["rounds"]
    if spec["apart"]:
        scratches = [os.path.join(policy.scratch, str(n)) for n in range(spec["rounds"])]
    def guest(pipe):
        policy = restrict.Policy(
            readable, scratches[len(rounds)], restrict.Limits(**spec["limits"]), (pipe, *ends))
        layers, start = entered, time.perf_counter()
        if spec["restricted"]:
            layers = layers + restrict.restrict(policy)
        seconds = time.perf_counter() - start
        result = run(spec["name"], policy, facts | {{"sockets": ends}})
        return {{"layers": layers, "result": result, "seconds": seconds}}
    rounds = []
    for _ in scratches:
        rounds.append(child(guest))
    return rounds

readable = restrict.default_readable(spec["descent"])
policy = restrict.Policy(readable, spec["scratch"], restrict.Limits(**spec["limits"]), ())
os.makedirs(policy.scratch, exist_ok=True)
with bait.Bait(spec["hidden"]) as baits:
    facts = baits.facts | {{"pipe": None, "clone": {clone!r}}}
    if spec["mode"] == "zygote":
        outcome = child(zygote)
        if spec["name"] == "all_probes":
            (only,) = outcome["value"]
            outcome["checked"] = baits.check(only["value"]["result"])
    else:
        outcome = run(spec["name"], policy, facts, globals())
print(json.dumps(outcome))
'''


@dataclass(frozen=True)
class Machine:
    """Who grades, and what the kernel refuses."""

    root: bool
    refused: tuple[str, ...] = ()
    opened: bool = False  # a Python that other users can read, as in most containers
    rights: bool = True  # without: root of a container that drops all capabilities

    def __str__(self) -> str:
        who = "root" if self.root else "plain user"
        if self.opened:
            who += " with an open Python"
        if not self.rights:
            who += " without rights"
        return ", ".join([who, *(f"no {name}" for name in self.refused)])

    @property
    def landlock(self) -> bool:
        return "landlock" not in self.refused

    @property
    def view(self) -> bool:
        return not {"namespaces", "mount"} & set(self.refused)


BEST = Machine(root=True), Machine(root=False)
FLOORS = tuple(
    replace(machine, refused=("namespaces",))
    for machine in (
        *BEST,
        Machine(root=True, opened=True),
        Machine(root=True, rights=False),
    )
)
BARE = tuple(replace(machine, refused=("namespaces", "landlock")) for machine in BEST)
VIEWS = tuple(replace(machine, refused=("landlock",)) for machine in BEST)


def on(*machines: Machine) -> Any:
    return pytest.mark.parametrize("machine", machines, ids=str)


def command(machine: Machine, folder: Path) -> list[str]:
    """How to start a Python as that user; skips where that is not to be had."""
    python = [sys.executable, "-I"]
    if machine.root and os.geteuid() != 0:
        pytest.skip("needs root")
    if os.geteuid() != 0 or (machine.root and machine.rights and not machine.opened):
        return python
    if not (machine.root and machine.rights) and not shutil.which("setpriv"):
        pytest.skip("needs setpriv, to become another user")
    if not machine.rights:
        return ["setpriv", "--bounding-set=-all", "--inh-caps=-all", *python]
    if not machine.root:
        become = ["setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups"]
        python = [*become, *python]
    closed = [path for path in (sys.prefix, sys.base_prefix, str(CLONE)) if _closed_by(path)]
    if not closed:
        return python
    if subprocess.run(["unshare", "-m", "true"], check=False, capture_output=True).returncode:
        pytest.skip(f"{closed[0]} is closed to others, and no mount namespace to open it in")
    # Copies of the closed folders' mounts, and an open empty folder over what closes them.
    script = ["set -e", f"mount -t tmpfs -o mode=755 tmpfs {folder}"]
    for number, path in enumerate(closed):
        script += [f"mkdir {folder}/{number}", f"mount --bind {path} {folder}/{number}"]
    script += [f"mount -t tmpfs -o mode=755 tmpfs {top}" for top in {*map(_closed_by, closed)}]
    for number, path in enumerate(closed):
        script += [f"mkdir -p {path}", f"mount --bind {folder}/{number} {path}"]
    return ["unshare", "-m", "sh", "-c", "; ".join([*script, 'exec "$@"']), "sh", *python]


def _closed_by(path: str) -> str:
    """The folder on the way that others may not enter."""
    for parent in reversed([Path(path), *Path(path).parents]):
        if not parent.stat().st_mode & 0o001:
            return str(parent)
    return ""


def harness(
    machine: Machine,
    folder: Path,
    function: Callable[..., Any],
    *,
    mode: str = "zygote",
    limits: dict[str, int] | None = None,
    imports: tuple[str, ...] = (),
    rounds: int = 1,
    restricted: bool = True,
    apart: bool = False,
    sockets: bool = False,
    abi: int = 0,
) -> Any:
    if machine.landlock and not landlock.version():
        pytest.skip("this kernel has no Landlock")
    own = folder / "scratch"
    if os.geteuid() == 0:
        os.chown(own, *(2 * (0 if machine.root else NOBODY,)))
    spec = {
        "source": textwrap.dedent(inspect.getsource(function)),
        "name": function.__name__,
        "descent": str(CLONE / "descent"),
        "scratch": str(own),
        "hidden": [str(CLONE / "grader"), str(CLONE / "source"), str(CLONE / "pyproject.toml")],
        "refused": machine.refused,
        "limits": limits or {},
        "imports": imports,
        "mode": mode,
        "rounds": rounds,
        "restricted": restricted,
        "apart": apart,
        "sockets": sockets,
        "abi": abi,
    }
    program = folder / "harness" / "harness.py"
    text = HARNESS.format(grader=str(CLONE / "grader"), clone=str(CLONE), spec=json.dumps(spec))
    program.write_text(text)
    done = subprocess.run(
        [*command(machine, folder / "mounts"), str(program)],
        cwd="/",
        env={"PATH": os.environ["PATH"], "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.stdout, done.stderr
    return json.loads(done.stdout)


def guest(machine: Machine, folder: Path, function: Callable[..., Any], **more: Any) -> Any:
    """What a function returns in a guest."""
    outcome = harness(machine, folder, function, **more)
    assert "value" in outcome, outcome
    (only,) = outcome["value"]
    assert "value" in only, only
    taken = only["value"]["layers"]
    assert {"rlimits", "seccomp"} <= set(taken)
    assert "uid" in taken or not machine.opened
    assert ("landlock" in taken) == machine.landlock
    if not machine.view:
        assert "mount" not in taken
    elif "mount" not in taken:
        pytest.skip("this machine refuses namespaces")
    return only["value"]["result"]


def refusals(machine: Machine, folder: Path, function: Callable[..., Any], **more: Any) -> None:
    """Every attempt in a table (name: what came of it) was refused."""
    through = {k: v for k, v in guest(machine, folder, function, **more).items() if v}
    assert not through
