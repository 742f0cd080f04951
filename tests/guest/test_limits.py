"""Memory, files, threads, processor time: nobody gets more than the limits."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

import pytest

from tests.guest.harness import BEST, FLOORS, Machine, guest, harness, on

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="restrictions are Linux's")


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
        "core": resource.getrlimit(resource.RLIMIT_CORE)[1] > 1,
        "less": works(resource.setrlimit, resource.RLIMIT_CORE, (0, 0)),
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

    async def later():
        await asyncio.sleep(0.001)
        return await asyncio.to_thread(lambda: 5)

    try:
        with concurrent.futures.ThreadPoolExecutor(4) as pool:
            assert list(pool.map(str, range(3))) == ["0", "1", "2"]
        assert asyncio.run(later()) == 5
    except RuntimeError:
        return {"threads": 0}
    return {"threads": 4}


@on(*BEST, *FLOORS)
def test_there_are_threads_where_a_guest_numbers_its_own(machine: Machine, folder: Path) -> None:
    found = guest(machine, folder, a_few_threads)
    assert found["threads"] == (4 if machine.view else 0)
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
