"""A student's earlier answers, called from code of ours: each call is a question to the guest."""

from __future__ import annotations

import pickle
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from descent.probing.probes import (
    Observation,
    Probe,
    ask,
    call,
    look,
    make,
    observe,
    put,
    script,
    take,
)
from descent.probing.values import Raised, Rng, Value, plain
from grader.guest.outside.claims import room_for
from grader.guest.outside.host import Guest, GuestError

# How much the guest may be asked for one exercise: the same is said of an answer, however busy
# the machine is. No exercise was seen to need more than 1,300.
MAX_ASKED = 4000
# How long that may take, for answers that are slow: other exercises wait.
SECONDS = 20.0
# A probe that needs more calls than this is left out, such as one that trains for long.
MAX_CALLS = 120

# Stands for what a probe gives that was left out.
LEFT_OUT = Observation()

_Remote = Callable[..., Any]


class StudentAnswers:
    """The student's answers in the guest, asked for one result at a time.

    Attributes:
        calls: How often they were called for the last probe.
        lost: Where a call cost the guest, the reason; all further calls fail.
    """

    def __init__(self, guest: Guest, seconds: float, right: Mapping[str, Any]) -> None:
        """Ask a guest.

        Args:
            guest: Where the student's answers are.
            seconds: How long all questions may take, and ``SECONDS`` at most.
            right: The right answers, by name: what the student's give may not be much larger,
                since code of ours goes on with it.
        """
        self.calls = 0
        self.lost: GuestError | None = None
        self._guest, self._right = guest, right
        self._deadline = time.monotonic() + min(seconds, SECONDS)
        self._cache: dict[bytes, Observation] = {}

    def observe(self, probe: Probe, answer: object) -> Observation:
        """Put a probe to an answer of ours that calls them; leave it out if it calls too often.

        Raises:
            GuestError: A call cost the guest.
        """
        self.calls = 0
        observation = observe(probe, answer)
        if self.lost:
            raise self.lost
        return LEFT_OUT if self.calls > MAX_CALLS else observation

    def late(self) -> bool:
        """Return whether enough has been asked: what came last may be cut short."""
        return len(self._cache) >= MAX_ASKED or time.monotonic() > self._deadline

    def function(self, name: str) -> _Remote:
        """Return a function that calls the student's of that name."""

        def remote(*args: Value, **kwargs: Value) -> Any:
            keywords = {key: plain(item) for key, item in kwargs.items()}
            observation = self._ask(name, call(*map(plain, args), **keywords))
            if observation.raised:
                raise _alike(observation.raised)
            return observation.shown["result"]

        return remote

    def batches(self, name: str) -> _Remote:
        """Return a function that calls the student's with a generator like the one given."""

        def remote(X: Value, y: Value, batch_size: int, rng: Any) -> Iterator[Any]:
            fresh = Rng("Generator", int(rng.uniform() * (1 << 31)))
            observation = self._ask(
                name, Probe((take(len(X) + 2, plain(X), plain(y), batch_size, fresh),))
            )
            if observation.raised:
                raise _alike(observation.raised)
            return iter(observation.shown["result"])

        return remote

    def method(self, name: str) -> _Remote:
        """Return a method of a network that calls the student's ``forward`` or ``backward``."""
        return {"forward": self._forward, "backward": self._backward}[name]()

    def _forward(self) -> _Remote:
        """Return a method that runs the student's forward, and keeps its cache."""

        def forward(net: Any, X: Value) -> Any:
            observation = self._network(net, ask("net.forward", plain(X), show="output"))
            vars(net).pop("cache", None)
            if "cache" in observation.shown:
                net.cache = observation.shown["cache"]
            if "output" not in observation.shown and observation.raised:
                raise _alike(observation.raised)
            return observation.shown["output"]

        return forward

    def _backward(self) -> _Remote:
        """Return a method that runs the student's forward and then their backward."""

        def backward(net: Any, X: Value, y: Value) -> Any:
            steps = (
                ask("net.forward", plain(X)),
                ask("net.backward", plain(X), plain(y), show="grads"),
            )
            observation = self._network(net, *steps)
            if "grads" not in observation.shown and observation.raised:
                raise _alike(observation.raised)
            net.grads = observation.shown["grads"]
            return net.grads

        return backward

    def _network(self, net: Any, *steps: Any) -> Observation:
        network = make("net", plain(net.layer_sizes), rng=Rng("Generator", 0))
        params = put("net.params", **plain(net.params))
        return self._ask(
            type(net).__name__, script(network, params, *steps, look("net.cache", show="cache"))
        )

    def _ask(self, name: str, probe: Probe) -> Observation:
        if self.lost:
            raise self.lost
        if self.late():
            raise TimeoutError(f"{name} is too slow to say")
        self.calls += 1
        if self.calls > MAX_CALLS:
            raise TimeoutError("this would take too long")
        # Known mistakes mostly ask for what the right answer has asked for already.
        key = pickle.dumps((name, probe))
        if key not in self._cache:
            room = room_for(probe, observe(probe, self._right[name]))
            try:
                remaining = self._deadline - time.monotonic()
                self._cache[key] = self._guest.observe(name, probe, remaining, room)
            except GuestError as error:
                self.lost = error
                raise
        return _copy(self._cache[key])


def _copy(observation: Observation) -> Observation:
    values: dict[str, Value] = {name: plain(value) for name, value in observation.shown.items()}
    return replace(observation, shown=values)


def _alike(raised: Raised) -> Exception:
    """Return an exception that looks like one of the student's."""
    error: Exception = type(raised.type, (Exception,), {})(raised.message)
    return error
