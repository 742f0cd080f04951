"""A limit of time for what a check asks: a loop that does not end would hold the notebook."""

from __future__ import annotations

import contextlib
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Sequence

from descent.judging.sheets import Sheet
from descent.probing.probes import Observation, Probe, observe

# A notebook may be on a machine that is slow: so many times what a probe may take is waited for.
_PATIENCE = 3

# An answer that catches it once is told again, so many seconds later.
_AGAIN = 1.0


@contextlib.contextmanager
def at_most(seconds: float) -> Iterator[None]:
    """Raise a ``TimeoutError`` in what takes longer, where a clock can interrupt it.

    That is in the main thread, where notebooks run, and neither on Windows nor in a browser.
    """
    in_main = threading.current_thread() is threading.main_thread()
    if not in_main or not hasattr(signal, "setitimer") or sys.platform == "emscripten":
        yield
        return

    def stop(*_: object) -> None:
        raise TimeoutError(f"it has not ended after {seconds:g} s")

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds, _AGAIN)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def in_time(
    sheet: Sheet,
    probe: Probe,
    answer: object,
    before: Sequence[Observation],
    on_overflow: Callable[[], None] | None = None,
) -> Observation:
    """Put a probe to an answer. One that has not ended is not asked again: it would take as long.

    Args:
        sheet: The exercise.
        probe: The question.
        answer: A function, class or value of the student's.
        before: What it did with the questions before this one.
        on_overflow: Called where NumPy would warn of an overflow.
    """
    if before and is_endless(before[-1]):
        return before[-1]
    with at_most(_PATIENCE * sheet.seconds):
        return observe(probe, answer, on_overflow=on_overflow)


def is_endless(seen: Observation) -> bool:
    """Return whether an answer was ended because it took too long."""
    return seen.raised is not None and seen.raised.type == "TimeoutError"
