"""No criterion is met by a constant, or by a table of what the visible probes ask."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from descent.judging import sheet_files
from descent.judging.sheets import Sheet
from descent.judging.verdict import marks
from descent.probing.probes import Observation, Probe, observe
from descent.probing.values import Sealed
from tests.here import COURSE, exercises, hidden_sheet, reference, sections

ALL = [(section, name) for section in sections() for name in exercises(section)]

every_exercise = pytest.mark.parametrize(("section", "name"), ALL, ids=[name for _, name in ALL])


def filled(value: Any, number: float) -> Any:
    """The same shapes, keys and lengths, with one number everywhere."""
    if isinstance(value, dict):
        return {key: filled(item, number) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return type(value)(filled(item, number) for item in value)
    if isinstance(value, np.ndarray):
        return np.full_like(value, number) if value.dtype.kind in "biuf" else value
    return type(value)(number) if isinstance(value, (bool, int, float)) else number


def shown(sheet: Sheet) -> Sheet:
    return sheet_files.load_from(COURSE.checks / f"{section_of(sheet)}.zip", sheet.exercise)


def section_of(sheet: Sheet) -> str:
    return next(section for section, name in ALL if name == sheet.exercise)


@functools.cache
def rights_of(section: str, name: str) -> tuple[Observation, ...]:
    """What the reference does with the hidden probes."""
    sheet = hidden_sheet(section, name)
    # What is right here is an accuracy, for which a network would have to be trained.
    if name == "train_spiral":
        return sheet.expected
    answer = reference(section).answers()[sheet.answer]
    return tuple(observe(probe, answer) for probe in sheet.probes)


def share(sheet: Sheet, does: Callable[[Probe, Observation], Observation]) -> float:
    """What an answer earns that does this with each hidden probe; it may look at what is right."""
    rights = rights_of(section_of(sheet), sheet.exercise)
    seen = [does(probe, right) for probe, right in zip(sheet.probes, rights, strict=True)]
    return marks(sheet, seen).share


@every_exercise
def test_what_is_right_earns_all(section: str, name: str) -> None:
    if name != "train_spiral":
        assert share(hidden_sheet(section, name), lambda probe, right: right) == 1


@every_exercise
@pytest.mark.parametrize("number", [0, 1, -1, 0.5])
def test_one_number_of_the_right_shape_earns_nothing(
    section: str, name: str, number: float
) -> None:
    def does(probe: Probe, right: Observation) -> Observation:
        return Observation({key: filled(value, number) for key, value in right.shown.items()})

    assert share(hidden_sheet(section, name), does) == 0


@every_exercise
@pytest.mark.parametrize("constant", [0, 1, 0.0, True, None, "", (), [], {}], ids=repr)
def test_a_constant_earns_nothing(section: str, name: str, constant: Any) -> None:
    sheet = hidden_sheet(section, name)
    assert share(sheet, lambda probe, right: Observation(dict.fromkeys(right.shown, constant))) == 0


@every_exercise
def test_a_visible_result_earns_nothing(section: str, name: str) -> None:
    sheet = hidden_sheet(section, name)
    for first in shown(sheet).expected:
        if not any(isinstance(value, Sealed) for value in first.shown.values()):
            does = Observation({**dict.fromkeys(sheet.expected[0].shown), **first.shown})
            assert share(sheet, lambda probe, right, does=does: does) == 0  # type: ignore[misc]


@every_exercise
@pytest.mark.parametrize("by", ["question", "name"])
def test_a_table_of_the_visible_probes_earns_nothing(section: str, name: str, by: str) -> None:
    def key(probe: Probe) -> str:
        with np.printoptions(precision=17, threshold=10**6):
            return probe.name if by == "name" else repr(probe.steps)

    sheet = hidden_sheet(section, name)
    visible = shown(sheet)
    table = {
        key(probe): right for probe, right in zip(visible.probes, visible.expected, strict=True)
    }
    nothing = Observation()
    assert share(sheet, lambda probe, right: table.get(key(probe), nothing)) == 0


# What is compared


class Agrees(float):
    """A number that says that it is equal to everything."""

    def __eq__(self, other: object) -> bool:
        return True

    def __ne__(self, other: object) -> bool:
        return False

    __hash__ = float.__hash__


class AlwaysClose(np.ndarray):  # type: ignore[type-arg]
    """An array that says so of each of its entries, whatever is done with it."""

    def __array_ufunc__(self, *_: Any, **__: Any) -> Any:
        return np.True_

    def __array_function__(self, *_: Any, **__: Any) -> Any:
        return True

    def __eq__(self, other: object) -> Any:
        return np.True_

    __hash__ = None  # type: ignore[assignment]


class AnyKey(dict):  # type: ignore[type-arg]
    """A dict that has whatever is asked for."""

    def __contains__(self, key: object) -> bool:
        return True

    def __getitem__(self, key: object) -> Any:
        return Agrees(0)

    def __eq__(self, other: object) -> bool:
        return True

    __hash__ = None  # type: ignore[assignment]


LIARS = (Agrees(0), np.zeros(3).view(AlwaysClose), AnyKey(), [Agrees(0)], {"a": Agrees(0)})


@every_exercise
def test_what_says_that_it_is_equal_is_not_believed(section: str, name: str) -> None:
    sheet = hidden_sheet(section, name)
    for liar in LIARS:
        # A class gives a liar for an object; a value is one itself.
        answer = liar if sheet.probes[0].steps[0].do == "get" else lambda *_, liar=liar, **__: liar
        assert marks(sheet, [observe(probe, answer) for probe in sheet.probes]).share == 0
