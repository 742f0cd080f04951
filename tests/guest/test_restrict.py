"""What a guest may not do, tried for real: as root, as a plain user, with less kernel."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from grader.guest.inside import landlock
from tests.guest.harness import BEST, FLOORS, VIEWS, Machine, harness, on, refusals

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="restrictions are Linux's")


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

    pid = zygote
    while below := text(f"{pid}/task/{pid}/children").split():
        pid = int(below[0])
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
    # Not dumpable, so of nobody but root, unless the zygote has to look at what is stored.
    assert seen["owner"] == (0 if machine.view else int(status["Uid"].split()[0]))
    assert seen["gone"]


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
        assert names["seccomp"].restrict(threads=True, writing=True, bounded=True)
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
