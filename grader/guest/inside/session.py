"""A guest at work: it runs the cells of one submission and answers the grader's probes."""

from __future__ import annotations

import itertools
import socket
from collections.abc import Callable
from typing import Any

from descent.probing.probes import Observation, Probe, observe
from descent.probing.raised import describe
from descent.probing.values import Lent, Raised, Value, plain

from ..both import wire
from ..both.policy import Policy
from ..escapes import trial as probes
from .shell import GuestShell
from .unchanged import Generators, unchanged


class Session:
    """Serves one connection until the grader closes it.

    A probe is put to an answer as it stands when it comes. From a session that
    has been asked the grader takes no more outputs: so no cell can print what
    a probe has shown to a function.
    """

    def __init__(self, connection: socket.socket, shell: GuestShell, policy: Policy) -> None:
        self._connection, self._shell, self._policy = connection, shell, policy
        # As the last cell has left them; questions put them back.
        self._generators: Generators | None = None

    def serve(self) -> None:
        """Answer requests, one after the other: a cell, a probe."""
        for number in itertools.count(1):
            try:
                request = wire.receive(self._connection)
            except wire.WireClosed:
                return
            reply = getattr(self, "_" + request["do"])(request)
            wire.send(self._connection, {"number": number, **reply})

    def _cell(self, request: dict[str, Value]) -> dict[str, Value]:
        self._shell.outputs.muted = request["muted"]
        self._generators = None
        try:
            outputs = self._shell.run(request["source"])
        except BaseException as error:  # a cell may break the shell itself
            outputs = [
                {
                    "output_type": "error",
                    "ename": type(error).__name__,
                    "evalue": plain(str(error))[:1000],
                    "traceback": [],
                }
            ]
        return {"outputs": plain(outputs), "refused": plain(self._shell.refused)}

    def _probe(self, request: dict[str, Value]) -> dict[str, Value]:
        names, name = self._shell.user_ns, request["answer"]
        if name not in names:
            missing = Raised("NameError", f"name {name!r} is not defined")
            return {"observation": Observation(raised=missing)}
        # What is shown meanwhile would take its time and room.
        self._shell.outputs.muted = True
        loans = _Loans(self._connection)
        try:
            self._generators = self._generators or Generators()
            with unchanged(names, self._generators):
                observation = observe(Probe(request["steps"]), names[name], loans.lend)
        except BaseException as error:
            observation = Observation(raised=describe(error))
        finally:
            loans.open = False
            self._shell.outputs.muted = False
            self._shell.outputs.take()
        return {"observation": observation}

    def _attempt(self, request: dict[str, Value]) -> dict[str, Value]:
        return {"answers": probes.probe(self._policy, request["facts"])}


class _Loans:
    """Functions of the grader's, lent for one probe: each call of one goes over the wire."""

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection
        self.open = True

    def lend(self, lent: Lent) -> Callable[[Any], float]:
        """Return a function that asks the grader for the value of a lent function."""

        def f(x: Any) -> float:
            if not self.open:
                raise RuntimeError("this function was lent for one call only")
            wire.send(self._connection, {"call": lent, "x": plain(x)})
            return float(wire.receive(self._connection)["value"])

        return f
