"""A guest at work: it runs the cells of one submission and answers the grader's probes."""

from __future__ import annotations

import socket
from collections.abc import Callable
from typing import Any

from descent.probes import Observation, describe, observe
from descent.values import Lent, Raised, Value, plain

from . import probes, wire
from .policy import Policy
from .shell import GuestShell


class Session:
    """Serves one connection until the grader closes it.

    The grader has all cells run, and the names remembered wherever an exercise
    is to be marked, before it puts the first probe: so no cell can print what
    a probe has shown to a function.
    """

    def __init__(self, connection: socket.socket, shell: GuestShell, policy: Policy) -> None:
        self._connection, self._shell, self._policy = connection, shell, policy
        self._names: dict[str, dict[str, Any]] = {}

    def serve(self) -> None:
        """Answer requests, one after the other: a cell, names to remember, a probe."""
        while True:
            try:
                request = wire.receive(self._connection)
            except wire.WireClosed:
                return
            reply = getattr(self, "_" + request["do"])(request)
            wire.send(self._connection, {"number": request["number"], **reply})

    def _cell(self, request: dict[str, Value]) -> dict[str, Value]:
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

    def _remember(self, request: dict[str, Value]) -> dict[str, Value]:
        self._names[request["place"]] = dict(self._shell.user_ns)
        return {}

    def _probe(self, request: dict[str, Value]) -> dict[str, Value]:
        # The functions of the notebook look names up in this very dict.
        self._shell.user_ns.clear()
        self._shell.user_ns.update(self._names[request["place"]])
        name = request["answer"]
        if name not in self._shell.user_ns:
            missing = Raised("NameError", f"name {name!r} is not defined")
            return {"observation": Observation(raised=missing)}
        # What a function prints while it is probed would show the probe to the student.
        self._shell.outputs.muted = True
        loans = _Loans(self._connection)
        try:
            seen = observe(request["probe"], self._shell.user_ns[name], loans.lend)
        except BaseException as error:
            seen = Observation(raised=describe(error))
        finally:
            loans.open = False
            self._shell.outputs.muted = False
            self._shell.outputs.take()
        return {"observation": seen}

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
