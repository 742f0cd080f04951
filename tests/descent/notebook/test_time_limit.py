"""An answer that does not end is ended, and told where it was."""

from __future__ import annotations

import signal
import threading
from dataclasses import replace
from typing import Any

import pytest

from descent.judging import sheet_files
from descent.notebook.check import examine
from descent.notebook.time_limit import at_most

SOON = replace(sheet_files.load("sigmoid"), seconds=0.1)


def test_an_answer_that_does_not_end_is_ended_once() -> None:
    asked: list[Any] = []

    def sigmoid(z: Any) -> Any:
        asked.append(z)
        while True:
            pass

    found = examine(SOON, sigmoid)
    assert found.state == "error" and len(asked) == 1
    assert "stops with TimeoutError: it has not ended after 0.3 s in line" in found.message
    assert "Look for a loop whose end never comes." in found.message


def test_one_that_catches_the_end_is_ended_again() -> None:
    def sigmoid(z: Any) -> Any:
        for _ in range(2):
            try:
                while True:
                    pass
            except TimeoutError as error:
                caught = error
        raise caught

    assert examine(SOON, sigmoid).state == "error"


def test_the_clock_of_somebody_else_is_left_as_it_was() -> None:
    with at_most(60):
        assert signal.getitimer(signal.ITIMER_REAL)[0] > 50
    assert signal.getitimer(signal.ITIMER_REAL) == (0, 0)
    assert signal.getsignal(signal.SIGALRM) == signal.SIG_DFL


def test_outside_of_the_main_thread_there_is_no_limit() -> None:
    seen: list[float] = []

    def run() -> None:
        with at_most(60):
            seen.append(signal.getitimer(signal.ITIMER_REAL)[0])

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    assert seen == [0]


@pytest.mark.parametrize("seconds", [0.1])
def test_what_ends_in_time_gives_what_it_gives(seconds: float) -> None:
    with at_most(seconds):
        found = sum(range(10))
    assert found == 45
