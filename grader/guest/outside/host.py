"""The grader's side of the guests: start the zygote, open guests, ask them, end them.

Everything that a guest replies is a claim. It is decoded by the wire, which
accepts plain values only, and never executed, unpickled or believed.
"""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any

import descent
from descent.judging.compare import as_numbers
from descent.judging.criteria import originals
from descent.probing.lent import lend
from descent.probing.probes import KNOWN_ERRORS, Observation, Probe
from descent.probing.values import Lent, Raised, Value
from grader.errors import GraderError
from grader.guest.both import wire
from grader.guest.inside.restrict import Limits
from grader.guest.outside.scratch import clear

START_SECONDS = 60.0
FORK_SECONDS = 20.0
MAX_LENT_SIZE = 10_000
MAX_REFUSED = 20

_BOOT = (
    "import sys; sys.path[:0] = {paths!r}; from guest.inside.zygote import main; "
    "sys.path[:] = [p for p in sys.path if p not in {paths!r}]; main({fd}, {descent!r})"
)


class GuestError(GraderError):
    """A guest did not do what was asked of it."""


class GuestTimeout(GuestError):
    """A guest did not answer in time, and was ended."""


class GuestDied(GuestError):
    """A guest ended, or broke its connection, before it answered."""


class NoZygote(GuestError):
    """The zygote does not start or does not answer."""


@dataclass
class Guest:
    """One submission's process. Use it in a ``with`` statement: leaving ends the process.

    Attributes:
        layers: The restrictions that it says it has taken on.
        refused: The lines that it says were not run of the last cell.
    """

    zygote: Zygote
    pid: int
    connection: socket.socket
    scratch: str
    layers: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()
    number: int = 0

    def run(self, source: str, seconds: float, muted: bool = False) -> list[dict[str, Any]]:
        """Run a cell and return its outputs, as claimed by the guest.

        Args:
            source: The cell.
            seconds: How long it may run.
            muted: Whether it need not send any outputs. What it sends is a claim all the same.

        Raises:
            GuestTimeout: It did not end in time.
            GuestDied: It ended the process.
        """
        reply = self._ask(
            {"do": "cell", "source": source, "muted": muted}, time.monotonic() + seconds
        )
        outputs = reply.get("outputs")
        if not isinstance(outputs, list):
            raise GuestDied("the guest's reply has no outputs")
        refused = reply.get("refused")
        lines = refused[:MAX_REFUSED] if isinstance(refused, list) else ()
        self.refused = tuple(line for line in lines if isinstance(line, str))
        return [output for output in outputs if isinstance(output, dict)]

    def observe(self, answer: str, probe: Probe, seconds: float) -> Observation:
        """Put a probe to the answer of that name, as it stands now.

        Raises:
            GuestTimeout: It did not end in time.
            GuestDied: It ended the process.
        """
        request = {"do": "probe", "answer": answer, "probe": probe}
        lent = [i for i in originals(probe).values() if isinstance(i, Lent)]
        reply = self._ask(request, time.monotonic() + seconds, lent)
        return _claimed(reply.get("observation"), probe)

    def attempt(self, facts: dict[str, Value], seconds: float) -> dict[str, bool]:
        """Have the guest try what a submission might, and return what it says was refused.

        Raises:
            GuestTimeout: It did not end in time.
            GuestDied: It ended the process.
        """
        reply = self._ask({"do": "attempt", "facts": facts}, time.monotonic() + seconds)
        answers = reply.get("answers")
        return {name: held is True for name, held in answers.items()} if answers else {}

    def _ask(
        self, request: dict[str, Value], deadline: float, lent: Sequence[Lent] = ()
    ) -> dict[str, Value]:
        self.number += 1
        try:
            wire.send(self.connection, {"number": self.number, **request}, deadline)
            while True:
                reply = wire.receive(self.connection, deadline)
                if not isinstance(reply, dict):
                    raise wire.WireError("the reply is no dict")
                if "call" not in reply:
                    break
                wire.send(self.connection, {"value": _lent_value(reply, lent)}, deadline)
        except wire.WireTimeout:
            raise GuestTimeout("no answer in time") from None
        except wire.WireError as error:
            raise GuestDied(self.zygote.why(self.pid) or str(error)) from None
        if reply.get("number") != self.number:
            raise GuestDied("the guest answers another question than the one asked")
        return reply

    def __enter__(self) -> Guest:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        tb: TracebackType | None,
    ) -> None:
        self.connection.close()
        self.zygote.end(self.pid)
        clear(self.scratch)


@dataclass
class Zygote:
    """The grader's hand on a zygote process. Use it in a ``with`` statement.

    Attributes:
        limits: What each guest may use.
        layers: The restrictions that the zygote has taken on at its start.
    """

    limits: Limits = field(default_factory=Limits)
    layers: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._control: socket.socket | None = None
        self._scratch = tempfile.mkdtemp(prefix="descent-")
        # A guest that gives up its user id still has to reach its own folder in there.
        os.chmod(self._scratch, 0o711)  # noqa: S103 (only those who know a name get in)
        self._usual: tuple[str, ...] | None = None

    def start(self) -> None:
        """Start the process and wait until it is warm.

        Raises:
            NoZygote: It does not come up.
        """
        ours, theirs = socket.socketpair()
        here = str(Path(__file__).resolve().parents[2])
        package = Path(descent.__file__).resolve().parent
        boot = _BOOT.format(
            paths=[here, str(package.parent)], fd=theirs.fileno(), descent=str(package)
        )
        home = os.path.join(self._scratch, "zygote")
        os.makedirs(home, exist_ok=True)
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-I", "-c", boot],
                env=_environment(home),
                cwd=home,
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
            )
        self._control = ours
        try:
            hello = wire.receive(ours, time.monotonic() + START_SECONDS)
        except wire.WireError as error:
            self._process.kill()
            said = (self._process.communicate()[1] or b"").decode(errors="replace").strip()
            self.close()
            raise NoZygote(f"the guest process does not start ({error}): {said[-2000:]}") from None
        self.layers = tuple(hello["layers"])

    def guest(self) -> Guest:
        """Fork a guest, with its restrictions in place.

        Raises:
            NoZygote: The zygote does not answer, also after a new start.
        """
        for attempt in range(2):
            if self._process is None or self._process.poll() is not None:
                self.start()
            try:
                return self._fork()
            except wire.WireError as error:
                self._stop()
                if attempt:
                    raise NoZygote(f"the zygote forks no guest: {error}") from None
        raise AssertionError("unreachable")

    def _fork(self) -> Guest:
        assert self._control is not None
        deadline = time.monotonic() + FORK_SECONDS
        scratch = tempfile.mkdtemp(dir=self._scratch)
        ours, theirs = socket.socketpair()
        request = {"do": "fork", "scratch": scratch, "limits": asdict(self.limits)}
        with theirs:
            wire.send(self._control, request, deadline)
            socket.send_fds(self._control, [b"+"], [theirs.fileno()])
        pid = int(wire.receive(self._control, deadline)["pid"])
        guest = Guest(self, pid, ours, scratch)
        try:
            hello = wire.receive(ours, deadline)
            if "failed" in hello:
                raise wire.WireError(f"it cannot take on its restrictions: {hello['failed']}")
            guest.layers = tuple(hello["layers"])
            self._usual = self._usual or guest.layers
            if guest.layers != self._usual:
                raise wire.WireError(f"it has other restrictions than {', '.join(self._usual)}")
        except wire.WireError:
            guest.__exit__(None, None, None)
            raise
        return guest

    def end(self, pid: int) -> None:
        """Kill a guest and wait until it is gone."""
        if self._control is None:
            return
        try:
            deadline = time.monotonic() + FORK_SECONDS
            wire.send(self._control, {"do": "end", "pid": pid}, deadline)
            wire.receive(self._control, deadline)
        except wire.WireError:
            # A zygote that does not answer goes, and its guests with it.
            self._stop()

    def why(self, pid: int) -> str:
        """Why the zygote has ended a guest; nothing where it has not, or does not answer."""
        if self._control is None:
            return ""
        try:
            deadline = time.monotonic() + FORK_SECONDS
            wire.send(self._control, {"do": "why", "pid": pid}, deadline)
            return str(wire.receive(self._control, deadline)["why"])
        except wire.WireError:
            self._stop()
            return ""

    def _stop(self) -> None:
        if self._control is not None:
            self._control.close()
        if self._process is not None:
            with contextlib.suppress(OSError):
                self._process.kill()
            self._process.communicate()
        self._process = self._control = None

    def close(self) -> None:
        """End the zygote and remove the scratch folders."""
        self._stop()
        clear(self._scratch)

    def __enter__(self) -> Zygote:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        tb: TracebackType | None,
    ) -> None:
        self.close()


def _environment(home: str) -> dict[str, str]:
    threads = ("OMP", "OPENBLAS", "MKL", "BLIS", "NUMEXPR", "VECLIB_MAXIMUM")
    return {
        "HOME": home,
        "TMPDIR": home,
        "MPLCONFIGDIR": home,
        "IPYTHONDIR": home,
        "PATH": "/usr/bin:/bin",
        "LANG": "C.UTF-8",
        "MPLBACKEND": "module://matplotlib_inline.backend_inline",
        "NBGRADER_EXECUTION": "autograde",
        # More threads than one make small arrays slower and results less repeatable.
        **{f"{name}_NUM_THREADS": "1" for name in threads},
    }


def _lent_value(reply: dict[str, Value], lent: Sequence[Lent]) -> float:
    """Return the value of a lent function at what the guest passes; NaN where it has none."""
    called, x = reply["call"], as_numbers(reply.get("x"))
    if not isinstance(called, Lent) or called not in lent:
        raise wire.WireError("only a function that is lent can be called")
    if x is None or x.size > MAX_LENT_SIZE:
        return float("nan")
    try:
        return float(lend(called)(x))
    except (TypeError, ValueError, KeyError, OverflowError):
        return float("nan")


def _claimed(seen: Value, probe: Probe) -> Observation:
    """Return an observation as a guest claims it, without what no probe could have shown."""
    if not isinstance(seen, Observation):
        raise GuestDied("the guest's reply is no observation")
    shown, changed, raised = seen.shown, seen.changed, seen.raised
    if not (isinstance(shown, dict) and isinstance(changed, dict)):
        raise GuestDied("the guest's observation is malformed")
    if raised is not None:
        if not isinstance(raised, Raised) or not all(
            isinstance(item, kind)
            for item, kind in zip(vars(raised).values(), (str, str, int, str), strict=True)
        ):
            raise GuestDied("the guest's error is malformed")
        # Any other name is made up, and could carry anything.
        if raised.type not in KNOWN_ERRORS:
            raised = Raised("Exception", raised.message, raised.line, raised.source)
    asked = {step.show or step.keep for step in probe.steps} - {""}
    return Observation(
        {name: item for name, item in shown.items() if name in asked},
        {place: item for place, item in changed.items() if place in originals(probe)},
        raised,
    )
