"""The grader's side of the guests: start the zygote, open guests, ask them, end them.

Everything that a guest replies is a claim. It is decoded by the wire, which
accepts plain values only, and never executed, unpickled or believed.
"""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from descent.probing.probes import Observation, Probe
from descent.probing.values import Lent, Value
from grader.errors import GraderError
from grader.guest.both import wire
from grader.guest.inside.restrict import Limits
from grader.guest.outside.boot import NO_FORK, can_fork, command, environment, lend_fonts
from grader.guest.outside.claims import (
    LARGEST,
    BadClaim,
    Room,
    lent_value,
    lines_of,
    observation_of,
    outputs_of,
)
from grader.guest.outside.questions import Question, together
from grader.guest.outside.scratch import clear

START_SECONDS = 60.0
FORK_SECONDS = 20.0
# Bytes of what a guest says besides arrays, and besides outputs.
MAX_HEADER = 4 << 20


class GuestError(GraderError):
    """A guest did not do what was asked of it."""


class GuestTimeout(GuestError):
    """A guest did not answer in time, and was ended."""


class GuestDied(GuestError):
    """A guest ended, or broke its connection, before it answered."""


class GuestStored(GuestDied):
    """A guest was ended because it stored more than it may."""


class NoZygote(GuestError):
    """The zygote does not start or does not answer."""


def require_fork() -> None:
    """Do nothing where guests can be forked.

    Raises:
        NoZygote: They cannot; the message says what to do.
    """
    if not can_fork():
        raise NoZygote(NO_FORK)


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
        request = {"do": "cell", "source": source, "muted": muted}
        most = 2 * self.zygote.limits.output + MAX_HEADER
        reply = self._ask(request, time.monotonic() + seconds, most)
        self.refused = lines_of(reply.get("refused"))
        try:
            return outputs_of(reply.get("outputs"), self.zygote.limits.output)
        except BadClaim as error:
            raise GuestDied(str(error)) from None

    def observe(
        self, answer: str, probe: Probe, seconds: float, room: Room = LARGEST
    ) -> Observation:
        """Put a probe to the answer of that name, as it stands now.

        Args:
            answer: The name.
            probe: The question.
            seconds: How long it may take.
            room: How large each thing may be that the guest says it has seen.

        Raises:
            GuestTimeout: It did not end in time.
            GuestDied: It ended the process.
        """
        return self.observe_each([Question.of(answer, probe, room)], seconds)[0]

    def observe_each(self, questions: Sequence[Question], seconds: float) -> list[Observation]:
        """Put questions, one after the other.

        Those that lend nothing are sent together: a guest that looks ahead sees arguments.

        Args:
            questions: The questions.
            seconds: How long all of them may take.

        Raises:
            GuestTimeout: It did not end in time.
            GuestDied: It ended the process.
        """
        deadline = time.monotonic() + seconds
        observations = []
        for sent in together(questions):
            self._send(b"".join(question.frame for question in sent), deadline)
            for question in sent:
                claim = self._reply(deadline, question.lent).get("observation")
                try:
                    observations.append(observation_of(claim, question.probe, question.room))
                except BadClaim as error:
                    raise GuestDied(str(error)) from None
        return observations

    def attempt(self, facts: dict[str, Value], seconds: float) -> dict[str, bool]:
        """Have the guest try what a submission might, and return what it says was refused.

        Raises:
            GuestTimeout: It did not end in time.
            GuestDied: It ended the process.
        """
        reply = self._ask({"do": "attempt", "facts": facts}, time.monotonic() + seconds)
        answers = reply.get("answers")
        return {name: answer is True for name, answer in answers.items()} if answers else {}

    def _ask(
        self, request: dict[str, Value], deadline: float, most: int = MAX_HEADER
    ) -> dict[str, Value]:
        self._send(wire.pack(request), deadline)
        return self._reply(deadline, most=most)

    def _send(self, frames: bytes, deadline: float) -> None:
        with self._on_the_wire():
            wire.send_frames(self.connection, frames, deadline)

    def _reply(
        self, deadline: float, lent: Sequence[Lent] = (), most: int = MAX_HEADER
    ) -> dict[str, Value]:
        # Either side counts the questions, so that each is written out once for all guests.
        self.number += 1
        with self._on_the_wire():
            while True:
                reply = wire.receive(self.connection, deadline, most)
                if not isinstance(reply, dict):
                    raise wire.WireError("the reply is no dict")
                if "call" not in reply:
                    break
                wire.send(self.connection, {"value": lent_value(reply, lent)}, deadline)
        number = reply.get("number")
        # An array would answer the comparison with an array.
        if type(number) is not int or number != self.number:
            raise GuestDied("the guest answers another question than the one asked")
        return reply

    @contextlib.contextmanager
    def _on_the_wire(self) -> Iterator[None]:
        try:
            yield
        except wire.WireTimeout:
            raise GuestTimeout("no answer in time") from None
        except (wire.WireError, BadClaim) as error:
            if why := self.zygote.why(self.pid):
                raise GuestStored(why) from None
            raise GuestDied(str(error)) from None

    def __enter__(self) -> Guest:
        return self

    def __exit__(self, *_: object) -> None:
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

    def begin(self) -> None:
        """Start the process, which takes its time to warm up.

        Raises:
            NoZygote: This system cannot fork.
        """
        require_fork()
        ours, theirs = socket.socketpair()
        home = os.path.join(self._scratch, "zygote")
        os.makedirs(home, exist_ok=True)
        lend_fonts(home)
        with theirs:
            self._process = subprocess.Popen(
                command(theirs.fileno()),
                env=environment(home),
                cwd=home,
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
            )
        self._control = ours

    def start(self) -> None:
        """Start the process if it is not there, and wait until it is warm.

        Raises:
            NoZygote: It does not come up, or this system cannot fork.
        """
        if self._process is None or self._process.poll() is not None:
            self.begin()
        assert self._process and self._control
        try:
            hello = wire.receive(self._control, time.monotonic() + START_SECONDS)
        except wire.WireError as error:
            self._process.kill()
            text = (self._process.communicate()[1] or b"").decode(errors="replace").strip()
            self._process = None
            self.close()
            if isinstance(error, wire.WireTimeout):
                raise NoZygote(
                    f"the guest process does not start within {START_SECONDS:g} s: this machine "
                    "has too much else to do, or too little memory. Try again when it has less"
                ) from None
            raise NoZygote(f"the guest process does not start ({error}): {text[-2000:]}") from None
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

    def __exit__(self, *_: object) -> None:
        self.close()
