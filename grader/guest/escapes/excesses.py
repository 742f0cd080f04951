"""More than a submission may use, one function each: see `escapes.trial`."""

from __future__ import annotations

import contextlib
import errno
import mmap
import os
import threading

from ..both.policy import Policy
from .attempts import Facts


def memory(policy: Policy, _: Facts) -> None:
    """Take more memory than is allowed."""
    mmap.mmap(-1, policy.limits.memory + (64 << 20)).close()


def file_size(policy: Policy, _: Facts) -> None:
    """Write a file larger than is allowed."""
    path = os.path.join(policy.scratch, "large")
    try:
        with open(path, "wb") as file:
            file.truncate(policy.limits.file_size + 1)
    finally:
        os.unlink(path)


def all_files(policy: Policy, _: Facts) -> bool:
    """Fill the disk with files of allowed size."""
    size = min(policy.limits.file_size, 16 << 20)
    names = [f"part{n}" for n in range(policy.limits.scratch // max(size, 1) + 1)]
    try:
        for name in names:
            with open(os.path.join(policy.scratch, name), "wb") as file:
                os.posix_fallocate(file.fileno(), 0, size)
    except OSError as error:
        # Where room cannot be reserved, the kernel knows no bound: the zygote watches.
        return error.errno != errno.ENOSPC
    finally:
        for name in names:
            with contextlib.suppress(OSError):
                os.unlink(os.path.join(policy.scratch, name))
    return True


def open_files(policy: Policy, _: Facts) -> None:
    """Open more files than are allowed."""
    descriptors: list[int] = []
    try:
        for _n in range(policy.limits.open_files + 1):
            descriptors.append(os.open(os.devnull, os.O_RDONLY))
    finally:
        for number in descriptors:
            os.close(number)


def threads(policy: Policy, _: Facts) -> None:
    """Start more threads than are allowed."""
    end = threading.Event()
    workers: list[threading.Thread] = []
    try:
        for _n in range(policy.limits.threads + 16):
            thread = threading.Thread(target=end.wait, daemon=True)
            thread.start()
            workers.append(thread)
    finally:
        end.set()
        for thread in workers:
            thread.join()


def processor(policy: Policy, _: Facts) -> bool:
    """Run for longer than is allowed."""
    import resource  # not on Windows

    most = resource.getrlimit(resource.RLIMIT_CPU)[1]
    return most == resource.RLIM_INFINITY or most > policy.limits.cpu_seconds


def scratch_is_closed(policy: Policy, _: Facts) -> bool:
    """Fail to write, rename and remove a file of its own (honest code must not)."""
    path = os.path.join(policy.scratch, "own")
    try:
        with open(path, "w") as file:
            file.write("mine")
        os.replace(path, path + "2")
        with open(path + "2") as file:
            unchanged = file.read() == "mine"
        os.unlink(path + "2")
        return not unchanged
    except OSError:
        return True
