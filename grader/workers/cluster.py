"""Workers on other machines: the same items, given to a Dask cluster.

A Dask worker that does not fit (`elsewhere`) is left out, and named. One that
ends costs no submission: what it had is given to the others. Whoever reaches a
scheduler runs code on its workers and sees the course seed, so beyond one
machine all of it is TLS.
"""

from __future__ import annotations

import ipaddress
import secrets
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from queue import Empty, SimpleQueue
from typing import Any
from urllib.parse import urlsplit

from grader.course import Course
from grader.errors import GraderError
from grader.results import Submission
from grader.workers.elsewhere import ask, differences, facts, mark_there
from grader.workers.queue import Queue
from grader.workers.work import Item, PutAside, Result, failed

# How often it is asked which Dask workers there are.
LOOK_SECONDS = 1.0
# A cluster that has lost all that fit may take to have others.
WAIT_SECONDS = 60.0
# The result of a submission may take to be sent.
SEND_SECONDS = 60.0
# How often a submission is begun whose Dask workers end.
TRIES = 3


class NoCluster(GraderError):
    """There is no cluster to mark on: it cannot be reached or trusted, or no worker of it fits."""


class Cluster:
    """Dask workers that mark submissions, in place of a `Pool`. Use it in a ``with`` statement.

    Args:
        address: Of the scheduler: ``tls://host:port``, on this machine also ``tcp://``.
        course: The course.
        tell: Called with a sentence for each Dask worker that is left out.

    Raises:
        NoCluster: No scheduler can be reached there, or only without TLS.
    """

    def __init__(self, address: str, course: Course, tell: Callable[[str], None]) -> None:
        if not _is_private(address):
            raise NoCluster(
                f"--cluster {address}: whoever reaches a scheduler runs code on its workers and "
                "sees the course seed, so it is to be tls://host:port (on this machine also tcp://)"
            )
        try:
            from distributed import Client
        except ImportError as error:
            raise NoCluster("--cluster needs Dask: pip install -e '.[cluster]'") from error
        try:
            self._client: Any = Client(address)
        except (OSError, TypeError, ValueError) as error:  # also where files of TLS are missing
            raise NoCluster(
                f"no scheduler can be reached at {address}: {error}. Does one run there, and does "
                "Dask's configuration name the files for TLS? docs/several-machines.md says how"
            ) from error
        self._address, self._course, self._tell = address, course, tell
        self._queue = Queue()
        # How many items each Dask worker has at a time; none where it is left out.
        self._slots: dict[str, int] = {}
        self._busy: dict[Any, tuple[Item, str]] = {}
        self._done: SimpleQueue[Any] = SimpleQueue()
        self._lost: Counter[Submission] = Counter()
        self._looked = self._had_some = 0.0

    def run(self, items: Iterable[Item]) -> Iterator[Result]:
        """Begin, and return the results as they come; each item has one.

        Raises:
            NoCluster: No Dask worker fits, or none is left.
            GraderError: Something is wrong with the machine or the course.
        """
        items = iter(items)
        first = next(items, None)
        if not first:
            return iter(())
        self._queue, self._first = Queue(chain([first], items)), first
        self._look()
        if not any(self._slots.values()):
            raise NoCluster(
                f"no worker at {self._address} can mark: start some from the same commit, with the "
                "same course.toml, that see the folder of submissions; "
                "docs/several-machines.md says how"
            )
        self._give()
        return self._results()

    def _results(self) -> Iterator[Result]:
        while self._busy or self._queue:
            came = self._came()
            results = [came] if came else []
            if time.monotonic() > self._looked + LOOK_SECONDS:
                results += self._look()
            self._give()
            yield from results

    def _look(self) -> list[Result]:
        """Ask new Dask workers whether they fit; return the results of what cannot be marked."""
        try:
            there = self._client.nthreads()
            new = [address for address in there if address not in self._slots]
            question = (ask, self._course, self._first)
            asked = self._client.run(*question, workers=new, on_error="return") if new else {}
        except OSError as error:
            raise NoCluster(f"the scheduler at {self._address} is gone: {error}") from error
        for address in new:
            why = self._unfit(address, asked.get(address))
            self._slots[address] = 0 if why else there[address]
            if why:
                self._tell(f"{address} gets no work: {why}")
        for address in self._slots.keys() - there.keys():
            del self._slots[address]
        self._looked = time.monotonic()
        if any(self._slots.values()) or not self._had_some:
            self._had_some = self._looked
        elif self._looked > self._had_some + WAIT_SECONDS:
            raise NoCluster(f"no worker that fits is left at {self._address}: start some")
        gone = [future for future, (_, address) in self._busy.items() if address not in there]
        return [result for future in gone if (result := self._begin_anew(future))]

    def _unfit(self, address: str, theirs: object) -> str:
        """Return why a Dask worker gets no work; nothing where it does."""
        if not _is_private(address):
            return "it is reached without TLS"
        if isinstance(theirs, str):
            return theirs
        if not isinstance(theirs, dict):
            return f"it does not run this code ({type(theirs).__name__}: {theirs})"
        return differences(theirs, facts(self._course, self._first))

    def _give(self) -> None:
        at_work = Counter(address for _, address in self._busy.values())
        for address, slots in self._slots.items():
            for _ in range(slots - at_work[address]):
                if not self._queue:
                    return
                item = self._queue.take()
                arguments = (mark_there, self._course, item, facts(self._course, item))
                key = f"descent-{secrets.token_hex(8)}"
                future = self._client.submit(*arguments, key=key, workers=[address])
                self._busy[future] = item, address
                future.add_done_callback(self._done.put)

    def _came(self) -> Result | None:
        """Wait until something is done, or it is time to look; return what came of it."""
        try:
            future = self._done.get(timeout=LOOK_SECONDS)
        except Empty:
            return None
        if future not in self._busy:  # it was lost, and begun anew
            return None
        try:
            there = future.status in ("finished", "error")
            message = future.result(timeout=SEND_SECONDS) if there else None
        except TimeoutError:  # what a Dask worker has done is gone when it ends
            message = None
        except Exception as error:
            message = failed(self._busy[future][0], f"{type(error).__name__}: {error}")
        if message is None:
            return self._begin_anew(future)
        del self._busy[future]
        if isinstance(message, GraderError):
            raise message
        if isinstance(message, PutAside):
            self._queue.put_aside(message)
        return message if isinstance(message, Result) else None

    def _begin_anew(self, future: Any) -> Result | None:
        item, _ = self._busy.pop(future)
        future.cancel()
        self._looked = 0.0  # to be told at once where the scheduler itself is gone
        self._lost[item.submission] += 1
        if self._lost[item.submission] == TRIES:
            return failed(item, f"{TRIES} Dask workers ended, each while it marked this")
        self._queue.again(item)
        return None

    def __enter__(self) -> Cluster:
        return self

    def __exit__(self, *_: object) -> None:
        self._client.close()


def _is_private(address: str) -> bool:
    """Return whether nobody on the way to an address reads along, or takes its place."""
    parts = urlsplit(address)
    if parts.scheme != "tcp":
        return parts.scheme == "tls"
    try:
        return ipaddress.ip_address(parts.hostname or "").is_loopback
    except ValueError:
        return parts.hostname == "localhost"
