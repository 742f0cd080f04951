"""What a command costs: seconds, seconds of the processor, and memory, of it and of all it starts.

On a machine that others use too, seconds of the processor compare better than seconds.
"""

from __future__ import annotations

import os
import platform
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import psutil

BIN = Path(sys.executable).parent
ENVIRONMENT = {
    **os.environ,
    "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}",
    "PYTHONPATH": str(Path(__file__).resolve().parent.parent),
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
}
EVERY = 0.05
KINDS = ("writer", "worker", "zygote or guest")


def machine() -> str:
    """Return what it was measured on, and how busy that was, as the first line of a table."""
    load = f", {os.getloadavg()[0]:.1f} waiting" if hasattr(os, "getloadavg") else ""
    python = platform.python_version()
    return f"{platform.machine()}, {os.cpu_count()} cores{load}, Python {python}\n"


@dataclass
class Cost:
    """What a command cost.

    Attributes:
        seconds: By the clock.
        processor: Of all its processes.
        peaks: The most memory of any process of a kind, in MB.
    """

    seconds: float
    processor: float
    peaks: dict[str, float] = field(default_factory=dict)


@dataclass
class _Seen:
    """A process when it was last seen; what its children took that it has waited for is apart."""

    parent: int
    own: float
    children: float
    at: int


def cost(command: Sequence[str | Path], folder: Path, environment: dict[str, str]) -> Cost:
    """Run a command to its end and return its cost.

    Raises:
        RuntimeError: It could not do what it was to do.
    """
    begun = time.perf_counter()
    with subprocess.Popen(
        command, cwd=folder, env=environment,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    ) as process:  # fmt: skip
        seen: dict[int, _Seen] = {}
        peaks: dict[str, float] = {}
        look = 0
        while process.poll() is None:
            look += 1
            _look(process.pid, look, seen, peaks)
            time.sleep(EVERY)
    seconds = time.perf_counter() - begun
    # 1 says that something of the class could not be graded.
    if process.returncode not in (0, 1):
        raise RuntimeError(f"{command[0]} ended with status {process.returncode}")
    return Cost(seconds, _processor(seen), peaks)


def _look(root: int, look: int, seen: dict[int, _Seen], peaks: dict[str, float]) -> None:
    try:
        processes = [psutil.Process(root), *psutil.Process(root).children(recursive=True)]
    except psutil.Error:
        return
    for process in processes:
        try:
            with process.oneshot():
                times, memory = process.cpu_times(), process.memory_info().rss / 1e6
                parent, kind = process.ppid(), _kind(process, root)
        except psutil.Error:
            continue
        own = times.user + times.system
        children = times.children_user + times.children_system
        seen[process.pid] = _Seen(parent, own, children, look)
        peaks[kind] = max(peaks.get(kind, 0.0), memory)


def _kind(process: psutil.Process, root: int) -> str:
    command = " ".join(process.cmdline())
    if process.pid == root:
        return "writer"
    if "zygote" in command:
        return "zygote or guest"
    return "worker" if "forkserver" in command else "other"


def _processor(seen: dict[int, _Seen]) -> float:
    total = sum(process.own + process.children for process in seen.values())
    for process in seen.values():
        parent = seen.get(process.parent)
        # Its parent has lived on and waited for it: what it took is among that one's children.
        if parent and parent.at > process.at:
            total -= process.own + process.children
    return total
