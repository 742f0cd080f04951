"""A pool of processes, each for one work item at a time.

A process that dies, or does not come back in time, costs its own item only:
that is told, and another process takes its place. What a process leaves behind
is cleared away when the pool closes.
"""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess

from grader.errors import GraderError
from grader.guest.outside.scratch import clear
from grader.sheets import kept
from grader.workers import server
from grader.workers.queue import Queue
from grader.workers.work import Item, PutAside, Result, failed, work

# A process may take to begin with an item: it imports what it needs.
START_SECONDS = 120.0
# Beyond what a submission may take of the guest's time: reading, causes and pages.
OWN_SECONDS = 60.0
# What is made once for a whole class, such as what slips do in a section, may take.
MAKING_SECONDS = 600.0
# Address space beyond what a process has when it starts. The largest notebook that is read, with as
# many outputs as are kept, takes three quarters of it; those of a class usually a quarter.
MEMORY = 512 << 20


@dataclass(frozen=True)
class _Begins:
    """Sent by a process that begins with an item, or with something for the whole class.

    Attributes:
        seconds: How long from now on it may take.
    """

    seconds: float


@dataclass
class _Worker:
    """One process, its end of the wire, and what it is at."""

    process: BaseProcess
    connection: Connection
    item: Item | None = None
    deadline: float = float("inf")

    def give(self, item: Item) -> None:
        self.item = item
        self.deadline = time.monotonic() + START_SECONDS
        # One that is gone already is noticed when it is listened to.
        with contextlib.suppress(OSError):
            self.connection.send(item)

    def end(self) -> None:
        self.process.kill()
        self.process.join()
        self.connection.close()


class Pool:
    """Processes that mark submissions. Use it in a ``with`` statement.

    Args:
        count: How many at a time.
        does: What each of them does with an item.
    """

    def __init__(self, count: int, does: Callable[[Item], Result | PutAside] = work) -> None:
        self.count, self._does = count, does
        self._context = server.start()
        self._scratch = tempfile.mkdtemp(prefix="descent-workers-")
        # A guest that gives up its user id still has to reach its own folder in there.
        os.chmod(self._scratch, 0o711)  # noqa: S103 (only those who know a name get in)
        self._workers: list[_Worker] = []
        self._queue = Queue()

    def run(self, items: Iterable[Item]) -> Iterator[Result]:
        """Begin, and return the results as they come; each item has one.

        Raises:
            GraderError: Something is wrong with the machine or the course.
        """
        self._queue = Queue(items)
        for worker in self._workers:
            self._go_on(worker)
        while len(self._workers) < self.count and self._queue:
            self._start().give(self._queue.take())
        return self._results()

    def one(self, item: Item) -> Result | PutAside:
        """Do one item now, and return what came of it, also where it is slow.

        Raises:
            GraderError: Something is wrong with the machine or the course.
        """
        worker = self._workers[0] if self._workers else self._start()
        worker.give(item)
        while True:
            _ready([worker])
            if message := self._receive(worker):
                return message

    def _results(self) -> Iterator[Result]:
        while busy := [worker for worker in self._workers if worker.item]:
            for worker in _ready(busy):
                message = self._receive(worker)
                if not message:
                    continue
                if isinstance(message, PutAside):
                    self._queue.put_aside(message)
                self._go_on(worker)
                if isinstance(message, Result):
                    yield message

    def _go_on(self, worker: _Worker) -> None:
        worker.item = None
        if self._queue:
            # One that was lost is replaced.
            worker = worker if worker in self._workers else self._start()
            worker.give(self._queue.take())

    def _start(self) -> _Worker:
        ours, theirs = self._context.Pipe()
        arguments = (theirs, self._scratch, self._does, OWN_SECONDS)
        process = self._context.Process(target=_serve, args=arguments, daemon=True)
        process.start()
        theirs.close()
        self._workers.append(_Worker(process, ours))
        return self._workers[-1]

    def _receive(self, worker: _Worker) -> Result | PutAside | None:
        """Return what came of the item that a worker is at; None where it only begins with it."""
        assert worker.item
        if not worker.connection.poll():
            return self._lost(worker, "its marking did not end in time, and was ended")
        try:
            message = worker.connection.recv()
        except (EOFError, OSError):
            return self._lost(worker, "the process that marked it ended")
        if isinstance(message, _Begins):
            worker.deadline = time.monotonic() + message.seconds
            return None
        if isinstance(message, GraderError):
            worker.item = None
            raise message
        assert isinstance(message, (Result, PutAside))
        return message

    def _lost(self, worker: _Worker, why: str) -> Result:
        assert worker.item
        self._workers.remove(worker)
        worker.end()
        return failed(worker.item, why)

    def __enter__(self) -> Pool:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End all processes, and clear away what they have left."""
        for worker in self._workers:
            worker.end()
        self._workers = []
        clear(self._scratch)


def _ready(busy: Sequence[_Worker]) -> list[_Worker]:
    """Wait until some have said something, are gone, or are too late."""
    remaining = min(worker.deadline for worker in busy) - time.monotonic()
    ready = wait([worker.connection for worker in busy], timeout=max(remaining, 0))
    now = time.monotonic()
    return [w for w in busy if w.connection in ready or w.deadline <= now]


def _serve(
    connection: Connection,
    scratch: str,
    does: Callable[[Item], Result | PutAside],
    own_seconds: float,
) -> None:
    """Work on what comes in, until the other side is gone."""
    # The whole ends when its first process does, which hears of it.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    tempfile.tempdir = scratch
    kept.announce = lambda: connection.send(_Begins(MAKING_SECONDS))
    _limit_memory()
    # The other side may be gone, or go at any time.
    with contextlib.suppress(EOFError, BrokenPipeError, ConnectionResetError):
        while True:
            item = connection.recv()
            connection.send(_Begins(item.settings.submission + own_seconds))
            try:
                reply: Result | PutAside | GraderError = does(item)
            except GraderError as error:
                reply = error
            connection.send(reply)


def _limit_memory() -> None:
    if sys.platform != "linux":
        return
    import resource

    with open("/proc/self/statm") as file:
        address_space = int(file.read().split()[0]) * resource.getpagesize()
    # Its guests have limits of their own, which may be higher.
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (address_space + MEMORY, hard))
