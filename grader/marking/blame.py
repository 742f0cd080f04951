"""Whose fault it is: an answer, or an earlier one that it calls.

The reference answer is run in the grader with the student's earlier function
in place of the right one, called in the guest. Where that gives what the
student's answer gives, the answer is right and the earlier function is not.
Otherwise the answer is judged as if the earlier function were meant to be as
it is: what is still wrong then, is a mistake of its own.
"""

from __future__ import annotations

import ast
import pickle
import re
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from descent.diagnosis.judge import judge
from descent.judging.compare import same_behavior
from descent.judging.sheets import KnownMistake, Sheet
from descent.judging.verdict import Verdict
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
from grader.course import Section
from grader.guest.outside.host import Guest, GuestError
from grader.sheets.exercise import Exercise, exercises
from grader.sheets.references import Reference, reference

# How much the guest may be asked for one exercise: the same is said of an answer, however busy
# the machine is. network_train was seen to need 3,500.
MAX_ASKED = 4000
# How long that may take, for answers that are slow: other exercises wait.
SECONDS = 20.0
# A probe that needs more calls than this is left out, such as one that trains for long.
MAX_CALLS = 120

# Stands for what a probe gives that was left out.
LEFT_OUT = Observation()

_Remote = Callable[..., Any]


def blame(
    section: Section,
    sheet: Sheet,
    seen: Sequence[Observation],
    verdict: Verdict,
    earlier: Mapping[str, Verdict],
    guest: Guest,
    source: str = "",
    seconds: float = SECONDS,
) -> Verdict:
    """Return the verdict, with an earlier answer named where that one is the reason.

    Args:
        section: The section.
        sheet: The exercise with its hidden probes.
        seen: What the student's answer did with them.
        verdict: What is to be said of that, were all earlier answers right.
        earlier: The verdicts on the exercises before.
        guest: Where the student's functions are, as they stand at the test of this exercise.
        source: The student's cell. An earlier answer that it does not mention
            is not blamed; without a source, every one is taken to be called.
        seconds: How long it may take at most.
    """
    known = exercises(section)
    wrong = [
        name
        for name in sheet.uses
        if name in earlier
        and earlier[name].state != "passed"
        and _mentions(source, known[name].answer_name)
    ]
    if not wrong:
        return verdict
    if verdict.state == "not attempted":
        return _waiting(sheet, verdict, earlier, wrong, source, known)
    trial = _Trial(section, sheet, seen, guest, min(seconds, SECONDS))
    groups = [(name,) for name in wrong] + ([tuple(wrong)] if len(wrong) > 1 else [])
    for group in groups:
        if trial.explained_by(group):
            return replace(
                verdict, diagnosis=f"earlier:{group[0]}", message=_told(sheet, group, known)
            )
    for group in groups:
        own = trial.own_mistake(group)
        if own:
            told = f"{own.message} {_too(group, known)}"
            return replace(verdict, diagnosis=own.diagnosis, message=told)
    told = f"{verdict.message} {_too(wrong, known)}"
    return replace(verdict, message=told)


def _mentions(source: str, name: str) -> bool:
    return not source or bool(re.search(rf"\b{re.escape(name)}\b", source))


def _waiting(
    sheet: Sheet,
    verdict: Verdict,
    earlier: Mapping[str, Verdict],
    wrong: Sequence[str],
    source: str,
    known: Mapping[str, Exercise],
) -> Verdict:
    """Say of an answer that is written what it waits for."""
    empty = [name for name in wrong if earlier[name].state == "not attempted"]
    if not empty or not _written(source):
        return verdict
    used = _called(empty[0], known)
    told = f"{sheet.answer} cannot be tried yet: {used}, which it calls, gives no result so far."
    return replace(verdict, message=told)


def _written(source: str) -> bool:
    """Return whether a cell returns something, and is no longer as it was released."""
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    returns = any(isinstance(n, ast.Return) and n.value is not None for n in ast.walk(tree))
    return returns and "NotImplementedError" not in source


def _called(exercise: str, known: Mapping[str, Exercise]) -> str:
    """Return what a student calls the answer of an exercise."""
    entry = known[exercise]
    return entry.methods[0] if entry.methods else entry.answer_name


def _told(sheet: Sheet, group: Sequence[str], known: Mapping[str, Exercise]) -> str:
    names = " and ".join(_called(name, known) for name in group)
    own = _called(sheet.exercise, known)
    first, *more = group
    if known[first].shuffles and not more:
        return (
            f"{names}, which {own} calls, is not right, and that alone costs these marks. Repair "
            "that first."
        )
    builds = "builds on" if known[first].methods else "calls"
    are, those = ("are", "those") if more else ("is", "that")
    return f"Your {own} is right; {names}, which it {builds}, {are} not. Repair {those} first."


def _too(group: Sequence[str], known: Mapping[str, Exercise]) -> str:
    names = " and ".join(_called(name, known) for name in group)
    verb, those = ("is", "that") if len(group) == 1 else ("are", "those")
    return f"Besides, {names}, on which it builds, {verb} not right yet: repair {those} first."


class _Trial:
    """The reference answer with the student's earlier answers below it.

    Outcomes are those of the probes that this can be tried with: all, or all but the longest.
    """

    def __init__(
        self,
        section: Section,
        sheet: Sheet,
        seen: Sequence[Observation],
        guest: Guest,
        seconds: float,
    ) -> None:
        self.known = exercises(section)
        self.entry = self.known[sheet.exercise]
        self.of: Reference = reference(section)
        self.sheet, self.seen = sheet, seen
        self.asked = _Asked(guest, seconds)

    def explained_by(self, group: tuple[str, ...]) -> bool:
        """Return whether the earlier answers of a group are the whole reason."""
        right = self._outcome(group)
        if right is None:
            return False
        if any(self.known[name].shuffles for name in group):
            return self._costs_as_much(right)
        tried = self._tried(right)
        return 2 * len(tried) >= len(right) and all(
            same_behavior(right[n], self.seen[n], self.sheet.returns, self.sheet.expected[n])
            for n in tried
        )

    def own_mistake(self, group: tuple[str, ...]) -> Verdict | None:
        """Return what is wrong beside the earlier answers of a group, if that can be told."""
        if any(self.known[name].shuffles for name in group):
            return None
        right = self._outcome(group)
        if right is None or any(one.raised for one in right):
            return None
        tried = self._tried(right)
        mistakes = []
        for mistake in self.entry.mistakes:
            other = self._outcome(group, mistake.apply(self.of.source(self.entry.answer_cell)))
            if other is None:
                break
            if set(tried) <= set(self._tried(other)):
                seen = tuple(other[n] for n in tried)
                mistakes.append(KnownMistake(mistake.id, mistake.sentence, seen))
        sheet = replace(
            self.sheet,
            probes=tuple(self.sheet.probes[n] for n in tried),
            expected=tuple(right[n] for n in tried),
            mistakes=tuple(mistakes),
        )
        verdict = judge(sheet, [self.seen[n] for n in tried], reveal=False)
        return verdict if verdict.state != "passed" and verdict.diagnosis else None

    def _outcome(self, group: tuple[str, ...], source: str = "") -> list[Observation] | None:
        """Return what an answer cell gives with the student's earlier answers; None if too slow."""
        if self.asked.late():
            return None
        cell = self.entry.answer_cell
        functions = {
            self.known[name].answer_name: self._function(name)
            for name in group
            if not self.known[name].methods
        }
        answers = self.of.variant(cell, source or self.of.source(cell), functions)
        answer = answers[self.sheet.answer]
        asked_for = [self.known[name].methods[0] for name in group if self.known[name].methods]
        methods = {method: getattr(self.asked, method) for method in asked_for}
        if methods:
            answer = type(answer.__name__, (answer,), methods)
        outcome = [self.asked.all_of(probe, answer) for probe in self.sheet.probes]
        if self.asked.lost:
            raise self.asked.lost
        return None if self.asked.late() else outcome

    def _tried(self, outcome: Sequence[Observation]) -> list[int]:
        return [number for number, one in enumerate(outcome) if one is not LEFT_OUT]

    def _function(self, name: str) -> _Remote:
        entry = self.known[name]
        ask_for = self.asked.batches if entry.shuffles else self.asked.function
        return ask_for(entry.answer_name)

    def _costs_as_much(self, right: Sequence[Observation]) -> bool:
        lost = [
            {name for name, met in judge(self.sheet, one, reveal=False).met.items() if not met}
            for one in (self.seen, right)
        ]
        return lost[0] <= lost[1]


class _Asked:
    """The student's answers in the guest, asked for one result at a time.

    Where that costs the guest, ``lost`` has the reason, and all further calls fail.
    """

    def __init__(self, guest: Guest, seconds: float) -> None:
        self.guest = guest
        self.deadline = time.monotonic() + seconds
        self.lost: GuestError | None = None
        self._cache: dict[bytes, Observation] = {}
        self._calls = 0

    def all_of(self, probe: Probe, answer: object) -> Observation:
        """Put a probe to an answer of ours, or leave it out where it asks too often."""
        self._calls = 0
        seen = observe(probe, answer)
        return LEFT_OUT if self._calls > MAX_CALLS else seen

    def late(self) -> bool:
        return len(self._cache) >= MAX_ASKED or time.monotonic() > self.deadline

    def function(self, name: str) -> _Remote:
        """Return a function that calls the student's of that name."""

        def remote(*args: Value, **kwargs: Value) -> Any:
            given = {key: plain(item) for key, item in kwargs.items()}
            seen = self._observe(name, call(*map(plain, args), **given))
            if seen.raised:
                raise _alike(seen.raised)
            return seen.shown["result"]

        return remote

    def batches(self, name: str) -> _Remote:
        """Return a function that calls the student's with a generator like the one given."""

        def remote(X: Value, y: Value, batch_size: int, rng: Any) -> Iterator[Any]:
            fresh = Rng("Generator", int(rng.uniform() * (1 << 31)))
            seen = self._observe(
                name, Probe((take(len(X) + 2, plain(X), plain(y), batch_size, fresh),))
            )
            if seen.raised:
                raise _alike(seen.raised)
            return iter(seen.shown["result"])

        return remote

    @property
    def forward(self) -> _Remote:
        """A method that runs the student's forward, and keeps its cache."""

        def forward(net: Any, X: Value) -> Any:
            seen = self._network(net, ask("net.forward", plain(X), show="output"))
            vars(net).pop("cache", None)
            if "cache" in seen.shown:
                net.cache = seen.shown["cache"]
            if "output" not in seen.shown and seen.raised:
                raise _alike(seen.raised)
            return seen.shown["output"]

        return forward

    @property
    def backward(self) -> _Remote:
        """A method that runs the student's forward and then their backward."""

        def backward(net: Any, X: Value, y: Value) -> Any:
            steps = (
                ask("net.forward", plain(X)),
                ask("net.backward", plain(X), plain(y), show="grads"),
            )
            seen = self._network(net, *steps)
            if "grads" not in seen.shown and seen.raised:
                raise _alike(seen.raised)
            net.grads = seen.shown["grads"]
            return net.grads

        return backward

    def _network(self, net: Any, *steps: Any) -> Observation:
        made = make("net", plain(net.layer_sizes), rng=Rng("Generator", 0))
        params = put("net.params", **plain(net.params))
        return self._observe(
            type(net).__name__, script(made, params, *steps, look("net.cache", show="cache"))
        )

    def _observe(self, name: str, probe: Probe) -> Observation:
        if self.lost:
            raise self.lost
        if self.late():
            raise TimeoutError(f"{name} is too slow to say")
        self._calls += 1
        if self._calls > MAX_CALLS:
            raise TimeoutError("this would take too long")
        # Known mistakes mostly ask for what the right answer has asked for already.
        key = pickle.dumps((name, probe))
        if key not in self._cache:
            try:
                self._cache[key] = self.guest.observe(name, probe, self.deadline - time.monotonic())
            except GuestError as error:
                self.lost = error
                raise
        return _copied(self._cache[key])


def _copied(seen: Observation) -> Observation:
    shown: dict[str, Value] = {name: plain(value) for name, value in seen.shown.items()}
    return replace(seen, shown=shown)


def _alike(raised: Raised) -> Exception:
    """Return an exception that looks like one of the student's."""
    error: Exception = type(raised.type, (Exception,), {})(raised.message)
    return error
