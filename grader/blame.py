"""Whose fault it is: an answer, or an earlier one that it calls.

The reference answer is run in the grader with the student's earlier function
in place of the right one, called in the guest. Where that gives what the
student's answer gives, the answer is right and the earlier function is not.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from descent.compare import same_behavior
from descent.judge import Verdict
from descent.probes import Observation, call, observe
from descent.sheets import Sheet
from descent.values import Value, plain
from grader.exercise import exercises
from grader.guest.host import Guest, GuestError
from grader.references import reference

# How long one call may take, and after how long no further one is made: other exercises wait.
SECONDS = 5.0

# `observe` redirects the output of the whole process.
_observing = threading.Lock()


def blame(
    section: str,
    sheet: Sheet,
    seen: Sequence[Observation],
    verdict: Verdict,
    earlier: Mapping[str, Verdict],
    guest: Guest,
) -> Verdict:
    """Return the verdict, with an earlier answer named where that one is the reason."""
    if verdict.state == "not attempted":
        return verdict
    wrong = [name for name in sheet.uses if name in earlier and earlier[name].state != "passed"]
    for name in wrong:
        used = exercises(section)[name].answer_name
        if used == sheet.answer:
            told = (
                f"{verdict.message} It builds on {name}, which is not right yet: repair that first."
            )
            return replace(verdict, message=told)
        if _explains(section, sheet, seen, used, guest):
            told = (
                f"Your {sheet.answer} is right; {used}, which it calls, is not. Repair that first."
            )
            return replace(verdict, diagnosis=f"earlier:{name}", message=told)
    return verdict


def _explains(
    section: str, sheet: Sheet, seen: Sequence[Observation], used: str, guest: Guest
) -> bool:
    of = reference(section)
    cell = exercises(section)[sheet.exercise].answer_cell
    lost: list[GuestError] = []
    theirs = _remote(f"test_{sheet.exercise}", used, guest, lost)
    with _observing:
        answers = of.variant(cell, of.source(cell), {used: theirs})
        right = [observe(probe, answers[sheet.answer]) for probe in sheet.probes]
    if lost:
        raise lost[0]
    return all(
        same_behavior(one, other, sheet.returns, asked)
        for one, other, asked in zip(right, seen, sheet.expected, strict=True)
    )


def _remote(place: str, name: str, guest: Guest, lost: list[GuestError]) -> Callable[..., Any]:
    """Return a function that calls the student's function of that name in the guest.

    Where that costs the guest, it fails for good, and ``lost`` has the reason.
    """
    deadline = time.monotonic() + SECONDS

    def remote(*args: Value, **kwargs: Value) -> Any:
        probe = call(*map(plain, args), **{key: plain(item) for key, item in kwargs.items()})
        if lost:
            raise lost[0]
        if time.monotonic() > deadline:
            raise TimeoutError(f"{name} is too slow to say")
        try:
            seen = guest.observe(place, name, probe, SECONDS)
        except GuestError as error:
            lost.append(error)
            raise
        if seen.raised:
            raise RuntimeError(f"{name} fails: {seen.raised.type}")
        return seen.shown["result"]

    return remote
