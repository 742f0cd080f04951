"""What an error is called: the same in a notebook, in the grader and across the wire."""

from __future__ import annotations

import contextlib
import socket
from collections.abc import Callable

import numpy as np
import pytest
from IPython.core.error import StdinNotImplementedError

from descent.diagnosis.judge import judge
from descent.probing.probes import Observation, call
from descent.probing.raised import describe
from descent.probing.values import Raised
from grader.guest.both import wire
from grader.guest.outside.host import Guest, Zygote
from tests.here import exercises, hidden_sheet, reference

SECONDS = 20.0
SECTIONS = ("01_perceptron", "02_activations", "03_forward_pass", "04_loss_functions")


class Own(ValueError):
    """An error of a student's own."""


class Further(Own, KeyError):
    """One that has several bases."""


class Renaming(type):
    """Says that a class has another name and other bases."""

    __name__ = "0.25"

    def mro(cls) -> list[type]:
        return type.mro(cls)


class Renamed(ArithmeticError, metaclass=Renaming):
    """An error whose class could tell anything."""


def cause(error: BaseException) -> Callable[[], object]:
    def fail() -> object:
        raise error

    return fail


RAISING: dict[str, Callable[[], object]] = {
    "ValueError": lambda: np.ones(2) @ np.ones(3),
    "UFuncTypeError": lambda: np.add(np.ones(2, int), 0.5, out=np.ones(2, int)),
    "MemoryError": lambda: np.ones(1 << 50),
    "AxisError": lambda: np.sum(np.ones(2), axis=3),
    "LinAlgError": lambda: np.linalg.inv(np.zeros((2, 2))),
    "StdinNotImplementedError": cause(StdinNotImplementedError("nobody")),
    "ZeroDivisionError": lambda: 1 // 0,
}
UNKNOWN = {
    "ValueError": cause(Further("my own")),
    "ArithmeticError": cause(Renamed("my own")),
    "Exception": cause(type("0.5", (Exception,), {})("my own")),
    "BaseException": cause(type("0.75", (BaseException,), {})("my own")),
}


@pytest.mark.parametrize("cases", [RAISING, UNKNOWN], ids=["known", "unknown"])
def test_an_error_has_its_own_name_or_that_of_its_nearest_known_base(
    cases: dict[str, Callable[[], object]],
) -> None:
    for name, fail in cases.items():
        with pytest.raises(BaseException) as raised:  # noqa: PT011 (each another one)
            fail()
        assert describe(raised.value).type == name


def test_a_guest_can_say_no_other_name() -> None:
    """Whatever runs there may answer in place of :func:`descent.probing.probes.describe`."""
    ours, theirs = socket.socketpair()
    with ours, theirs, contextlib.closing(Zygote()) as zygote:
        guest = Guest(zygote, 0, ours, "")
        for claimed, counted in (("0.123", "Exception"), ("UFuncTypeError", "UFuncTypeError")):
            seen = Observation(raised=Raised(claimed, "text"))
            wire.send(theirs, {"number": guest.number + 1, "observation": seen})
            came = guest.observe("f", call(1), SECONDS)
            assert came.raised == Raised(counted, "text")


@pytest.mark.parametrize("section", SECTIONS)
def test_a_known_mistake_that_raises_is_told_alike_in_a_guest_and_here(section: str) -> None:
    told = 0
    of = reference(section)
    with Zygote() as zygote, zygote.guest() as guest:
        for name, entry in exercises(section).items():
            sheet = hidden_sheet(section, name).asked_first()
            place = [cell for cell, _ in of.cells].index(entry.answer_cell)
            for mistake, known in zip(entry.mistakes, sheet.mistakes, strict=True):
                if not any(seen.raised for seen in known.observations):
                    continue
                # The cells before it are run anew: an earlier mistake may have left something.
                sources = [source for _, source in of.cells[:place]]
                for source in (*sources, mistake.apply(of.source(entry.answer_cell))):
                    guest.run(source, SECONDS)
                seen = [guest.observe(entry.answer_name, probe, SECONDS) for probe in sheet.probes]
                assert [_name(one) for one in seen] == [_name(one) for one in known.observations]
                here = judge(sheet, known.observations, reveal=False)
                there = judge(sheet, seen, reveal=False)
                assert (there.diagnosis, there.share) == (here.diagnosis, here.share)
                assert there.diagnosis
                told += 1
    assert told > 5


def _name(seen: Observation) -> str:
    return seen.raised.type if seen.raised else ""
