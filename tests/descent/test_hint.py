"""The hints of an exercise, and how they point to a mistake that a check has named."""

from __future__ import annotations

import importlib
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from descent.errors import UnknownExercise
from descent.judging import sheet_files
from descent.judging.sheets import Criterion, KnownMistake, Sheet
from descent.notebook.check import check, hint
from descent.probing.probes import call, observe

# `descent.notebook.check` is the function; this is the module that it stands in.
checking = importlib.import_module("descent.notebook.check")


def square(x: Any) -> Any:
    return x**2


def doubled(x: Any) -> Any:
    return 2 * x


def negative(x: Any) -> Any:
    return -(x**2)


def odd(x: Any) -> Any:
    return np.sin(x)


def _sheet(exercise: str, answer: str = "square") -> Sheet:
    rng = np.random.default_rng(5)
    probes = tuple(call(rng.normal(size=shape)) for shape in ((4,), (2, 3), (5, 2)))
    return Sheet(
        exercise=exercise,
        answer=answer,
        parameters=("x",),
        returns=(),
        criteria=(Criterion("values"),),
        probes=probes,
        expected=tuple(observe(probe, square) for probe in probes),
        mistakes=(
            KnownMistake("doubled", "You double.", tuple(observe(p, doubled) for p in probes)),
            KnownMistake("sign", "The sign.", tuple(observe(p, negative) for p in probes)),
        ),
        hints=(f"{exercise}: nudge", f"{exercise}: method", f"{exercise}: nearly"),
    )


@pytest.fixture(autouse=True)
def shown(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Exercises of our own, nothing told yet; gives what is shown."""
    known = {
        "square": _sheet("square"),
        "cube": _sheet("cube", "square"),
        "later": replace(_sheet("later", "later"), uses=("square",)),
    }
    boxes: list[Any] = []
    monkeypatch.setattr(checking, "_hint_counts", {})
    monkeypatch.setattr(checking, "_mistaken", set())
    monkeypatch.setattr(checking, "present", boxes.append)
    monkeypatch.setattr(sheet_files, "load", known.__getitem__)
    monkeypatch.setattr(
        sheet_files, "of_answer", lambda name: ("square", "cube") if name == "square" else ()
    )
    return boxes


# What a hint says before it of a mistake that the check has named.
FIRST = "Begin with what the last check named.\n\n"


def texts(shown: list[Any]) -> list[str]:
    return [note.text for note in shown if hasattr(note, "text")]


def test_hints_go_on_where_they_left_off_and_the_last_one_stays(shown: list[Any]) -> None:
    for _ in range(4):
        hint("square")
    assert texts(shown) == [
        "square: nudge",
        "square: method",
        "square: nearly",
        "square: nearly",
    ]
    titles = [note.title for note in shown]
    assert titles[0] == "Hint 1 of 3 for square" and titles[3] == "Last hint for square"
    assert [note.left for note in shown] == [2, 1, 0, 0]


def test_a_function_and_its_name_continue_each_other(shown: list[Any]) -> None:
    hint(square)
    hint("square")
    assert texts(shown) == ["square: nudge", "square: method"]


def test_the_exercises_of_one_answer_follow_each_other(shown: list[Any]) -> None:
    for _ in range(7):
        hint(square)
    assert texts(shown)[2:5] == ["square: nearly", "cube: nudge", "cube: method"]
    assert texts(shown)[6] == "cube: nearly"


def test_a_named_mistake_is_pointed_to_once_and_not_repeated(shown: list[Any]) -> None:
    check("square", doubled)
    hint("square")
    hint("square")
    assert texts(shown) == [f"{FIRST}square: nudge", "square: method"]


def test_the_first_hint_after_a_check_whose_box_offers_one_is_the_first(
    shown: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checking, "has_buttons", lambda: True)
    check("square", odd)
    assert shown[-1].hint == ("Hint 1 of 3", "square: nudge")
    hint("square")
    check("square", odd)
    assert shown[-1].hint == ("Hint 2 of 3", "square: method")
    assert texts(shown) == ["square: nudge"]


def test_it_is_the_last_check_that_counts(shown: list[Any]) -> None:
    check("square", doubled)
    check("square", square)
    hint("square")
    check("square", doubled)
    check("square", odd)
    hint("square")
    assert texts(shown) == ["square: nudge", "square: method"]


def test_a_mistake_is_pointed_to_after_the_last_hint_too(shown: list[Any]) -> None:
    for _ in range(3):
        hint("square")
    check("square", doubled)
    hint("square")
    assert texts(shown)[-1] == f"{FIRST}square: nearly"


def test_of_several_exercises_the_mistaken_one_comes_first(shown: list[Any]) -> None:
    check("cube", doubled)
    hint(square)
    hint(square)
    assert texts(shown) == [f"{FIRST}cube: nudge", "square: nudge"]


def test_an_earlier_answer_that_is_wrong_is_pointed_to(shown: list[Any]) -> None:
    notebook: dict[str, Any] = {"square": odd}
    exec("def later(x): return 2 * square(x)", notebook)
    check("later", notebook["later"])
    hint("later")
    assert texts(shown) == [f"{FIRST}later: nudge"]


def test_there_is_no_hint_for_what_is_no_exercise() -> None:
    with pytest.raises(UnknownExercise):
        hint(odd)
