"""What a guest may not do, tried for real: as root, as a plain user, with less kernel.

Each test starts a small harness with ``python -I``, which stands for the grader:
it forks a zygote, the zygote a guest, the guest takes on its restrictions and
runs one of the functions below. Where namespaces or Landlock are to be missing,
a seccomp filter in the harness refuses them, as a container does.
"""

from __future__ import annotations

import inspect
import json
import os
import shutil
import signal
import subprocess
import sys
import sysconfig
import tempfile
import textwrap
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from grader.guest.both import calls, kernel, policy
from grader.guest.escapes.trial import ATTEMPTS
from grader.guest.inside import landlock, seccomp
from grader.guest.outside import scratch
from grader.guest.outside.levels import BEYOND_THE_FLOOR, ESSENTIAL, FLOOR, LEVELS, Report, assess

CLONE = Path(__file__).resolve().parents[2]
NOBODY = 65534

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="restrictions are Linux's")

HARNESS = '''
import sys
sys.path[:0] = [{grader!r}]
import json, os, signal, struct, time, traceback
from guest.both import calls, kernel
from guest.escapes import trial
from guest.inside import landlock, namespaces, restrict, seccomp
from guest.outside import bait
sys.path.remove({grader!r})
spec = json.loads({spec!r})

def refuse(table, code):
    """As a container's filter does."""
    kernel.prctl(kernel.PR_SET_NO_NEW_PRIVS, 1)
    step = struct.Struct("=HBBI").pack
    steps = step(0x20, 0, 0, 0)
    for number in calls.numbers(table, kernel.MACHINE).values():
        steps += step(0x15, 0, 1, number) + step(6, 0, 0, 0x50000 | code)
    assert seccomp.install(steps + step(6, 0, 0, 0x7FFF0000))

if "namespaces" in spec["refused"]:
    refuse("unshare:272:97 setns:308:268 mount:165:40 pivot_root:155:41 open_tree:428:428", 1)
if "mount" in spec["refused"]:
    refuse("mount:165:40", 1)
if spec["abi"]:
    landlock.version = lambda: spec["abi"]
if "landlock" in spec["refused"]:
    refuse("landlock_create_ruleset:444:444", 38)

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
    entered = restrict.enter_zygote(policy.readable) if spec["restricted"] else []
    scratches = [policy.scratch] * spec["rounds"]
    if spec["apart"]:
        scratches = [os.path.join(policy.scratch, str(n)) for n in range(spec["rounds"])]
    def guest(pipe):
        policy = restrict.Policy(
            readable, scratches[len(rounds)], restrict.Limits(**spec["limits"]), (pipe,))
        layers, start = entered, time.perf_counter()
        if spec["restricted"]:
            layers = layers + restrict.restrict(policy)
        seconds = time.perf_counter() - start
        result = run(spec["name"], policy, facts)
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


# What is probed before a class is graded.


def all_probes(policy, facts):
    from guest.escapes import trial

    return trial.probe(policy, facts)


def assessed(machine: Machine, folder: Path, abi: int = 0) -> tuple[Report, dict[str, bool]]:
    outcome = harness(machine, folder, all_probes, abi=abi)
    checked = outcome["checked"]
    layers = outcome["value"][0]["value"]["layers"]
    if machine.view and "mount" not in layers:
        pytest.skip("this machine refuses namespaces")
    return assess(checked, layers), checked


@on(*BEST)
def test_every_promise_holds_with_all_layers(machine: Machine, folder: Path) -> None:
    report, checked = assessed(machine, folder)
    open_ones = {name for name, held in checked.items() if not held}
    assert not open_ones
    assert report.level == "full"
    assert set(checked) == set(ATTEMPTS)


@on(*FLOORS)
def test_the_floor_is_reached_where_namespaces_are_refused(machine: Machine, folder: Path) -> None:
    report, checked = assessed(machine, folder)
    assert {name for name, held in checked.items() if not held} <= set(BEYOND_THE_FLOOR)
    assert report.level == FLOOR and report.enough
    assert "namespaces" in " ".join(report.missing)


@pytest.mark.parametrize("abi", range(1, 7))
@on(*FLOORS[:2])
def test_the_floor_is_reached_with_an_older_landlock(
    machine: Machine, folder: Path, abi: int
) -> None:
    """Seccomp stops what Landlock learned later: truncate, ports, signals."""
    if landlock.version() < abi:
        pytest.skip("this kernel's Landlock is older")
    assert assessed(machine, folder, abi)[0].level == FLOOR


@on(Machine(root=False, refused=("mount",)))
def test_namespaces_are_entered_as_a_whole_or_not(machine: Machine, folder: Path) -> None:
    """As with AppArmor's restriction: a user namespace in which nothing is allowed."""
    report, _ = assessed(machine, folder)
    assert report.level == FLOOR
    assert not {"user", "net", "mount"} & set(report.layers)


@on(*VIEWS)
def test_a_view_of_the_files_holds_without_landlock(machine: Machine, folder: Path) -> None:
    _, checked = assessed(machine, folder)
    assert {name for name, held in checked.items() if not held} == set()


@on(*BARE)
def test_without_both_nothing_can_be_changed_still(machine: Machine, folder: Path) -> None:
    report, checked = assessed(machine, folder)
    assert report.level == "partial" and not report.enough
    assert not checked["read"] and not checked["scratch_is_closed"]
    assert "Landlock" in " ".join(report.missing)


def test_a_plain_process_is_no_level(folder: Path) -> None:
    machine = Machine(root=os.geteuid() == 0)
    checked = harness(machine, folder, all_probes, restricted=False)["checked"]
    assert set(checked) == set(ATTEMPTS)
    assert {name for name, held in checked.items() if held} <= {
        "become_root",  # a plain user cannot anyway
        "kill",  # what the descriptor has killed before
        "scratch_is_closed",  # no attempt: that it can be written
    }
    assert assess(checked).level == "none"
    assert not assess(checked).enough


# What the probes leave out: more ways, and ways around.


def every_other_call(policy, facts):
    """All system calls that are not on the list, with no arguments."""
    import ctypes

    from guest.both import calls, kernel

    tables = [text for name, text in vars(calls).items() if name.isupper() and name != "PIVOT_ROOT"]
    allowed = {n for text in tables for n in calls.numbers(text, kernel.MACHINE).values()}
    libc = ctypes.CDLL(None, use_errno=True)
    through = {}
    # On x86-64 two calls are a trampoline's of the kernel, which kills other callers.
    for number in set(range(600)) - allowed - {335, 336}:
        ctypes.set_errno(0)
        result = libc.syscall(ctypes.c_long(number), *[ctypes.c_long(0)] * 6)
        wanted = 38 if number >= 424 else 1
        through[str(number)] = result != -1 or ctypes.get_errno() != wanted
    return through


@on(*BEST, *FLOORS)
def test_a_call_that_is_not_listed_is_refused(machine: Machine, folder: Path) -> None:
    refusals(machine, folder, every_other_call)


def calls_with_other_arguments(policy, facts):
    import ctypes
    import fcntl
    import os
    import signal
    import socket

    libc = ctypes.CDLL(None, use_errno=True)

    def through(*arguments):
        return libc.syscall(*map(ctypes.c_long, arguments)) != -1

    def works(function, *arguments):
        try:
            function(*arguments)
        except OSError:
            return False
        return True

    from guest.both import calls, kernel

    nr = calls.numbers(calls.CHECKED, kernel.MACHINE)
    left, right = socket.socketpair()
    readable = os.open(os.__file__, os.O_RDONLY)
    parent, own = os.getppid(), os.getpid()
    found = {
        "fork": through(nr["clone"], signal.SIGCHLD, 0, 0, 0, 0),
        "vfork": through(nr["clone"], 0x4100 | signal.SIGCHLD, 0, 0, 0, 0),
        "new user namespace": through(nr["clone"], 0x10000000 | signal.SIGCHLD, 0, 0, 0, 0),
        "thread in a namespace": through(nr["clone"], 0x3D0F00 | 0x20000000, 0, 0, 0, 0),
        "upper half of the flags": through(nr["clone"], 0x3D0F00 | 1 << 32, 0, 0, 0, 0),
        "kill everyone": works(os.kill, -1, 0),
        "kill the group": works(os.kill, 0, 0),
        "kill the parent": works(os.kill, parent, 0),
        "kill init": works(os.kill, 1, 0) and own != 1,
        "kill a thread of the parent": through(nr["tgkill"], parent, parent, 0),
        "signal by owner": works(fcntl.fcntl, left, fcntl.F_SETOWN, parent),
        "which signal": works(fcntl.fcntl, left, 10, signal.SIGKILL),
        "lease": works(fcntl.fcntl, readable, fcntl.F_SETLEASE, fcntl.F_RDLCK),
        "watch": works(fcntl.fcntl, readable, fcntl.F_NOTIFY, 1),
        "pipe size": works(fcntl.fcntl, os.pipe()[0], 1031, 1 << 20),
        "owner by ioctl": through(nr["ioctl"], left.fileno(), 0x8901, 0),
        "file flags": works(fcntl.ioctl, readable, 0x40086602, b"\0" * 8),
        "type into a terminal": works(fcntl.ioctl, readable, 0x5412, b"x"),
        "no death signal": through(nr["prctl"], 1, 0, 0, 0, 0),
        "dumpable": through(nr["prctl"], 4, 1, 0, 0, 0),
        "subreaper": through(nr["prctl"], 36, 1, 0, 0, 0),
        "limits of the parent": through(nr["prlimit64"], parent, 7, 0, 0),
        "empty a readable file": works(os.open, os.__file__, os.O_RDONLY | os.O_TRUNC),
        "datagrams": works(socket.socketpair, socket.AF_UNIX, socket.SOCK_DGRAM),
        "packets": works(socket.socketpair, socket.AF_UNIX, socket.SOCK_SEQPACKET),
        "tipc": works(socket.socketpair, 30, socket.SOCK_STREAM),
        "send a descriptor": works(socket.send_fds, left, [b"x"], [1]),
        "out of band": works(left.send, b"x", socket.MSG_OOB),
        "receive out of band": works(right.recv, 1, socket.MSG_OOB),
        "process of the other end": works(left.getsockopt, socket.SOL_SOCKET, 77),
        "send to an address": works(left.sendto, b"x", "/tmp/socket"),
        "keep a process id": hasattr(os, "pidfd_open") and works(os.pidfd_open, parent),
        "memory without a file": works(os.memfd_create, "x"),
    }
    ctypes.set_errno(0)
    found["an address that ends in zeros"] = (
        through(nr["sendto"], left.fileno(), 0, 0, 0, 1 << 33, 16) or ctypes.get_errno() != 1
    )
    assert works(os.kill, own, 0) and works(left.send, b"x") and right.recv(1) == b"x"
    return found


@on(*BEST, *FLOORS)
def test_a_listed_call_does_only_what_it_is_for(machine: Machine, folder: Path) -> None:
    refusals(machine, folder, calls_with_other_arguments)


def call_of_another_kind(policy, facts):
    """getpid by its number in the x32 instruction set."""
    import ctypes

    return ctypes.CDLL(None).syscall(ctypes.c_long(0x40000000 + 39))


def call_of_32_bits(policy, facts):
    """getpid by machine code for 32-bit programs: int 0x80."""
    import ctypes
    import mmap

    code = mmap.mmap(-1, 4096, prot=7)
    code.write(bytes.fromhex("b814000000cd80c3"))  # mov eax, 20; int 0x80; ret
    address = ctypes.addressof(ctypes.c_char.from_buffer(code))
    return ctypes.CFUNCTYPE(ctypes.c_int)(address)()


@pytest.mark.skipif(kernel.MACHINE != "x86_64", reason="a matter of x86-64")
@pytest.mark.parametrize("attack", [call_of_another_kind, call_of_32_bits])
@on(*BEST, *FLOORS)
def test_another_instruction_set_kills(
    machine: Machine, folder: Path, attack: Callable[..., Any]
) -> None:
    (only,) = harness(machine, folder, attack)["value"]
    assert os.WTERMSIG(only["status"]) in (signal.SIGSYS, signal.SIGSEGV), only
    assert "value" not in only


def ways_out(policy, facts):
    """Paths that lead out of the scratch folder, and what was left open."""
    import glob
    import os
    import stat

    secret, clone = facts["file"], facts["clone"]

    def opens(path, flags=os.O_RDONLY):
        try:
            os.close(os.open(path, flags))
        except OSError:
            return False
        return True

    def works(function, *arguments):
        try:
            function(*arguments)
        except OSError:
            return False
        return True

    os.chmod("/dev/null", 0o600)
    up = os.path.relpath(secret)
    kinds = {}
    for number in range(1024):
        try:
            kinds[number] = stat.S_IFMT(os.fstat(number).st_mode)
        except OSError:
            continue
    pipes = [n for n, kind in kinds.items() if kind == stat.S_IFIFO]
    devices = [n for n, kind in kinds.items() if kind == stat.S_IFCHR]
    found = {
        "..": opens(up),
        "/proc/self/root": opens("/proc/self/root" + secret),
        "/proc/self/cwd": opens("/proc/self/cwd/" + up),
        "/dev/fd": works(os.listdir, "/dev/fd"),
        "temporary": opens(os.path.dirname(policy.scratch), os.O_TMPFILE | os.O_RDWR),
        "beside": opens(policy.scratch + "-2", os.O_CREAT | os.O_WRONLY),
        "root": opens("/x", os.O_CREAT | os.O_WRONLY),
        "scratch itself": works(os.rename, policy.scratch, policy.scratch + "-2"),
        "devices": any(map(opens, ["/dev/kmsg", "/dev/mem", "/dev/tty", "/dev/ptmx", "/dev/vda"])),
        "homes": bool(glob.glob("/home/*/*") + glob.glob("/root/.*")),
        "other descriptors": len(kinds) - len(pipes) - len(devices),
        "other pipes": len(pipes) - 1,
        "devices that are open": sorted(devices) != [0, 1, 2],
        "mode of a device": os.stat("/dev/null").st_mode & 0o777 != 0o666,
    }
    for name in ("grader", "source", "tests", "pyproject.toml", "README.md", "course.toml", ".git"):
        found[name] = opens(os.path.join(clone, name))
    found["descent"] = not opens(os.path.join(clone, "descent", "__init__.py"))
    return found


@on(*BEST, *FLOORS)
def test_nothing_leads_out_of_the_scratch_folder(machine: Machine, folder: Path) -> None:
    refusals(machine, folder, ways_out)


def writes_into_the_view(policy, facts):
    import os

    found = {}
    for path in ("/x", "/usr/x", os.path.join(os.path.dirname(os.__file__), "x")):
        try:
            os.close(os.open(path, os.O_CREAT | os.O_WRONLY))
            found[path] = True
        except OSError:
            continue
    return found


@on(*VIEWS)
def test_the_view_itself_is_closed(machine: Machine, folder: Path) -> None:
    refusals(machine, folder, writes_into_the_view)


# Limits.


def too_much(policy, facts):
    import mmap
    import os
    import resource
    import threading
    import time

    limit = policy.limits.memory

    def works(function, *arguments):
        try:
            function(*arguments)
        except (OSError, MemoryError, ValueError, RuntimeError):
            return False
        return True

    def write(name, size):
        with open(name, "wb", buffering=0) as file:
            while size > 0:
                size -= file.write(b"x" * min(size, 1 << 20))

    def many_files(count):
        for number in range(count):
            write(f"part{number}", policy.limits.file_size)

    def many_open():
        opened = []
        try:
            for _ in range(policy.limits.open_files):
                opened.append(os.open("/dev/null", os.O_RDONLY))
        finally:
            for number in opened:
                os.close(number)

    def many_threads():
        started = []
        threading.stack_size(32768)
        try:
            for _ in range(20_000):
                started.append(threading.Thread(target=time.sleep, args=(0.5,), daemon=True))
                started[-1].start()
        finally:
            started.pop()
            many.append(len(started))
            for thread in started:
                thread.join()

    many = []
    found = {
        "one block": works(bytearray, limit + (1 << 20)),
        "shared": works(mmap.mmap, -1, limit + (1 << 20)),
        "many blocks": works(lambda: [bytearray(8 << 20) for _ in range(limit // (8 << 20) + 1)]),
        "large file": works(write, "large", policy.limits.file_size + 1),
        "grown file": works(os.truncate, "large", 1 << 40),
        "open files": works(many_open),
        "raise memory": works(resource.setrlimit, resource.RLIMIT_AS, (-1, -1)),
        "raise time": works(resource.setrlimit, resource.RLIMIT_CPU, (-1, -1)),
        "core": resource.getrlimit(resource.RLIMIT_CORE)[1] != 0,
        "priority": works(os.setpriority, os.PRIO_PROCESS, 0, -5),
    }
    os.unlink("large")
    assert works(bytearray, limit // 2) and works(write, "small", policy.limits.file_size)
    found["scratch"] = works(many_files, 5)
    found["threads"] = works(many_threads) or many[0] > policy.limits.threads + 100
    return found


@on(*BEST, *FLOORS)
def test_nobody_gets_more_than_the_limits(machine: Machine, folder: Path) -> None:
    limits = {"memory": 192 << 20, "file_size": 1 << 20, "scratch": 4 << 20, "open_files": 40}
    found = guest(machine, folder, too_much, limits=limits)
    through = {name for name, value in found.items() if value}
    # Without a view the kernel knows no bound on all files together.
    assert through <= (set() if machine.view else {"scratch"})


def a_few_threads(policy, facts):
    import asyncio
    import concurrent.futures
    import os

    async def later():
        await asyncio.sleep(0.001)
        return await asyncio.to_thread(lambda: 5)

    try:
        with concurrent.futures.ThreadPoolExecutor(4) as pool:
            assert list(pool.map(str, range(3))) == ["0", "1", "2"]
        assert asyncio.run(later()) == 5
    except RuntimeError:
        return {"threads": 0, "root": os.geteuid() == 0}
    return {"threads": 4, "root": os.geteuid() == 0}


@on(*BEST, *FLOORS)
def test_there_are_threads_where_somebody_counts_them(machine: Machine, folder: Path) -> None:
    found = guest(machine, folder, a_few_threads)
    assert found["threads"] == (0 if found["root"] else 4)
    assert not (found["root"] and machine.view)
    assert guest(machine, folder, a_few_threads, limits={"threads": 0})["threads"] == 0


def forever(policy, facts):
    import signal

    signal.signal(signal.SIGXCPU, signal.SIG_IGN)
    while True:
        pass


@on(BEST[0], FLOORS[1])
def test_processor_time_ends_in_a_kill(machine: Machine, folder: Path) -> None:
    (only,) = harness(machine, folder, forever, limits={"cpu_seconds": 1})["value"]
    assert os.WTERMSIG(only["status"]) == signal.SIGKILL


# What is left at the floor, where guests write into a real folder.


def makes_a_mess(policy, facts):
    import os

    for name in (b"\xff\n", b"-rf", b"descent-1"):
        open(name, "wb").close()
    os.mkdir("closed")
    os.mkdir("closed/below")
    os.mkdir("no rights", 0)
    for _number in range(3000):
        os.mkdir("deep")
        os.chdir("deep")
    with open("at the bottom", "w") as file:
        file.write("x" * 10_000)
    return {}


@on(*FLOORS)
def test_scratch_is_measured_and_cleared(machine: Machine, folder: Path) -> None:
    refusals(machine, folder, makes_a_mess)
    place = folder / "scratch"
    assert scratch.stored(str(place)) > 100 * scratch.PAGE
    assert scratch.stored(str(place), 5 * scratch.PAGE) >= 5 * scratch.PAGE
    scratch.clear(str(place))
    assert not place.exists()
    scratch.clear(str(place))


# Seen from outside.


def guest_seen_from_outside(policy, facts, names):
    """What the kernel says of a guest at work, and what is left when its zygote goes."""
    import os
    import time

    restrict = names["restrict"]
    if os.geteuid() == 0 and names["kernel"].capabilities():
        os.setgroups([4])
    hears, tells = os.pipe()
    waits, _never = os.pipe()
    zygote = os.fork()
    if zygote == 0:
        restrict.enter_zygote(policy.readable)
        if os.fork() == 0:
            restrict.restrict(
                restrict.Policy(policy.readable, policy.scratch, policy.limits, (tells, waits))
            )
            os.write(tells, b"ready")
            os.read(waits, 1)
        os.wait()
        os._exit(0)
    os.read(hears, 5)

    def text(path):
        with open(f"/proc/{path}") as file:
            return file.read()

    (pid,) = map(int, text(f"{zygote}/task/{zygote}/children").split())
    status = dict(line.split(":\t", 1) for line in text(f"{pid}/status").splitlines())
    environment = os.stat(f"/proc/{pid}/environ").st_uid
    os.kill(zygote, 9)
    os.waitpid(zygote, 0)
    gone = False
    for _ in range(100):
        try:
            gone = text(f"{pid}/stat").rsplit(")", 1)[1].split()[0] == "Z"
        except OSError:
            gone = True
        if gone:
            break
        time.sleep(0.02)
    return {"status": status, "gone": gone, "owner": environment}


@on(*BEST, *FLOORS)
def test_a_guest_has_no_rights_and_dies_with_its_zygote(machine: Machine, folder: Path) -> None:
    seen = harness(machine, folder, guest_seen_from_outside, mode="outside")
    status = {name: text.strip() for name, text in seen["status"].items()}
    for name in ("CapEff", "CapPrm", "CapInh", "CapAmb"):
        assert int(status[name], 16) == 0, name
    if machine.root:
        assert int(status["CapBnd"], 16) == 0
    if machine.root and status["Uid"].split()[0] != "0":
        assert set(status["Uid"].split() + status["Gid"].split()) == {status["Uid"].split()[0]}
        assert status["Groups"] == ""
    assert status["NoNewPrivs"] == "1"
    assert status["Seccomp"] == "2"
    assert seen["owner"] == 0  # not dumpable: of nobody but root
    assert seen["gone"]


def leaves_something(policy, facts):
    import os

    found = os.listdir(".")
    open("left", "w").close()
    os.makedirs("folder/below")
    return {"found": found}


@on(*BEST)
def test_the_next_guest_finds_an_empty_scratch_folder(machine: Machine, folder: Path) -> None:
    rounds = harness(machine, folder, leaves_something, rounds=2)["value"]
    if "mount" not in rounds[0]["value"]["layers"]:
        pytest.skip("this machine refuses namespaces")
    assert [one["value"]["result"]["found"] for one in rounds] == [[], []]
    assert list((folder / "scratch").iterdir()) == []


def looks_around(policy, facts):
    import os

    above = os.path.dirname(policy.scratch)
    return {"found": [os.listdir(above), os.listdir(os.path.dirname(above))]}


@on(*VIEWS)
def test_nor_does_it_find_where_others_were(machine: Machine, folder: Path) -> None:
    rounds = harness(machine, folder, looks_around, rounds=6, apart=True)["value"]
    if "mount" not in rounds[0]["value"]["layers"]:
        pytest.skip("this machine refuses namespaces")
    found = [one["value"]["result"]["found"] for one in rounds]
    assert found == [[[str(number)], ["scratch"]] for number in range(6)]


def nothing(policy, facts):
    return {}


@on(*BEST, *FLOORS)
def test_the_restrictions_take_little_time(machine: Machine, folder: Path) -> None:
    rounds = harness(machine, folder, nothing, rounds=5)["value"]
    assert min(one["value"]["seconds"] for one in rounds) < 0.02


# Honest work goes on.


def honest_work(policy, facts):
    import asyncio
    import os
    import pathlib
    import shutil
    import tempfile
    import time
    import zoneinfo

    import matplotlib.pyplot as plt
    import numpy as np

    np.save("array.npy", np.eye(3))
    assert np.load("array.npy", mmap_mode="r")[2, 2] == 1
    assert np.allclose(np.linalg.svd(np.eye(50))[1], 1)
    figure, axes = plt.subplots(layout="constrained")
    axes.set_title("$x_1^2$")
    axes.plot([0, 1])
    figure.savefig("figure.png")
    figure.savefig("figure.pdf")
    with tempfile.NamedTemporaryFile("w+") as file:
        file.write("x")
    with tempfile.TemporaryDirectory() as name:
        pathlib.Path(name, "a").touch()
        pathlib.Path(name, "a").touch()
        os.rename(os.path.join(name, "a"), "moved")
    shutil.copy("array.npy", "copy.npy")
    shutil.make_archive("all", "zip", ".")

    async def later():
        await asyncio.sleep(0.001)
        return 5

    assert asyncio.run(later()) == 5
    import decimal  # not yet imported
    import sqlite3
    import unittest

    with sqlite3.connect("data.db") as database:
        database.execute("create table t (x)")
    assert str(zoneinfo.ZoneInfo("Europe/Paris")) and time.localtime()
    assert os.path.expanduser("~") == policy.scratch == os.getcwd()
    assert decimal and unittest and os.cpu_count() and os.urandom(3)
    os.write(1, b"into nothing")
    with open(os.devnull, "w") as null:
        null.write("x")
    try:
        os.system("true")
        __import__("subprocess").run(["true"])
    except PermissionError as error:
        return {"escape": str(error) == "", "files": len(os.listdir(".")) < 7}


@on(*BEST, *FLOORS)
def test_honest_work_goes_on(machine: Machine, folder: Path) -> None:
    refusals(machine, folder, honest_work, imports=("numpy", "matplotlib.pyplot"))


# One layer at a time: each is a wall of its own.


def only_landlock(policy, facts, names):
    def alone(pipe):
        names["kernel"].prctl(names["kernel"].PR_SET_NO_NEW_PRIVS, 1)
        assert names["landlock"].restrict(policy.readable, policy.scratch)
        return names["trial"].probe(policy, facts)

    return names["child"](alone)["value"]


@on(*BEST)
def test_landlock_alone(machine: Machine, folder: Path) -> None:
    held = harness(machine, folder, only_landlock, mode="outside")
    files = "read list_folder read_hidden create write truncate remove rename link symlink"
    more = "pipe_file system change_python shared_memory spawn look_into"
    for name in (*files.split(), *more.split()):
        assert held[name], name
    assert not held["fork"] and not held["memory"]
    if landlock.version() >= 6:
        assert held["kill"] and held["abstract"] and held["tcp"] and held["signal_by_descriptor"]


def only_seccomp(policy, facts, names):
    def alone(pipe):
        names["kernel"].prctl(names["kernel"].PR_SET_NO_NEW_PRIVS, 1)
        assert names["seccomp"].restrict(threads=True, writing=True)
        return names["trial"].probe(policy, facts)

    return names["child"](alone)["value"]


@on(*BEST)
def test_seccomp_alone(machine: Machine, folder: Path) -> None:
    held = harness(machine, folder, only_seccomp, mode="outside")
    network = "tcp udp listen unix abstract datagram"
    processes = "kill signal_parent signal_by_descriptor trace slow_down fork spawn execute"
    paths = "namespace chmod utime xattr link symlink pipe_file become_root"
    for name in (*network.split(), *processes.split(), *paths.split()):
        assert held[name], name
    assert not held["read"] and not held["write"]


def only_namespaces(policy, facts, names):
    def alone(pipe):
        if not names["namespaces"].enter(policy.readable):
            return {}
        names["namespaces"].split(policy.scratch, policy.limits.scratch, None)
        names["kernel"].drop_capabilities()
        return names["trial"].probe(policy, facts)

    return names["child"](alone)["value"]


@on(*BEST)
def test_namespaces_alone(machine: Machine, folder: Path) -> None:
    held = harness(machine, folder, only_namespaces, mode="outside")
    if not held:
        pytest.skip("this machine refuses namespaces")
    files = "read list_folder ask_whether_there read_hidden create write truncate chmod utime"
    network = "remove tcp udp unix abstract datagram"
    for name in (*files.split(), *network.split(), "system", "change_python", "all_files"):
        assert held[name], name
    assert not held["fork"] and not held["memory"]


def late_threads(policy, facts, names):
    import threading

    threading.Thread(target=names["time"].sleep, args=(5,), daemon=True).start()
    try:
        names["namespaces"].enter(policy.readable)
    except RuntimeError as error:
        return str(error)


def test_a_zygote_with_threads_is_told(folder: Path) -> None:
    machine = Machine(root=os.geteuid() == 0)
    assert "threads" in harness(machine, folder, late_threads, mode="outside")


# What is readable, and the tables.


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


def test_a_course_elsewhere_can_be_named(clone: Path, monkeypatch: Any) -> None:
    readable(clone, monkeypatch, clone.parent, clone.parent / "lib")
    trees = policy.default_readable(str(clone / "descent"), str(clone.parent / "lib"))
    assert not [tree for tree in trees if tree.endswith("/usr/lib") and tree != "/usr/lib"]


def test_an_installed_package_keeps_its_neighbors(clone: Path, monkeypatch: Any) -> None:
    shutil.rmtree(clone / "grader")
    assert "usr" in readable(clone, monkeypatch, clone.parent, clone.parent / "lib")


@pytest.mark.parametrize("machine", seccomp.AUDIT_ARCH)
def test_the_numbers_are_those_of_the_kernel_headers(machine: str) -> None:
    tables = [text for name, text in vars(calls).items() if name.isupper()]
    ours = {k: v for text in tables for k, v in calls.numbers(text, machine).items()}
    options = ("-D__BITS_PER_LONG=64", "-D__ARCH_WANT_RENAMEAT")
    source = "asm/unistd_64.h" if machine == "x86_64" else "asm-generic/unistd.h"
    more = ["-D__ARCH_WANT_NEW_STAT", "-D__ARCH_WANT_SET_GET_RLIMIT", "-D__ARCH_WANT_STAT64"]
    compiler = shutil.which("gcc") or shutil.which("cc")
    if not compiler:
        pytest.skip("needs a C compiler and the kernel's headers")
    text = f"#include <{source}>\n" + "".join(f"WANTED {n} __NR_{n}\n" for n in ours)
    done = subprocess.run(
        [compiler, "-E", "-P", *options, *more, "-"],
        input=text,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        pytest.skip("needs the kernel's headers")
    theirs = dict(line.split()[1:3] for line in done.stdout.splitlines() if "WANTED" in line)
    known = {name: int(number) for name, number in theirs.items() if number.isdigit()}
    assert len(known) > 90
    assert {name: ours[name] for name in known} == known


def test_levels() -> None:
    everything = dict.fromkeys(ATTEMPTS, True)
    assert assess(everything, ["mount", "landlock", "seccomp"]).level == "full"
    floor = assess(everything | {"ask_whether_there": False}, ["landlock", "seccomp"])
    assert floor.level == FLOOR and floor.enough
    assert "not refused: ask whether a file is there" in floor.missing
    assert {*BEYOND_THE_FLOOR, *ESSENTIAL} < set(ATTEMPTS)
    assert assess(everything | {"read": False}).level == "partial"
    assert assess(everything | {"fork": False}).level == "none"
    assert assess({}).level == "none" and assess({}).missing == ("nothing was probed",)
    assert [assess({}).enough, floor.enough] == [False, True]
    assert str(floor) == "isolation: kernel (landlock, seccomp)"
    assert LEVELS.index(FLOOR) == 2
