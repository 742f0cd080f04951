"""``check`` and ``hint`` as a student calls them."""

from __future__ import annotations

import functools
import importlib
from typing import Any

import numpy as np
import pytest

from descent.errors import NotPassed, UnknownExercise
from descent.judging import sheet_files
from descent.notebook.check import check, examine, hint
from tests.descent.notebook.conftest import ARRAYS, SHEETS, Net, square

# `descent.notebook.check` is the function; this is the module that it stands in.
checking = importlib.import_module("descent.notebook.check")

pytestmark = pytest.mark.usefixtures("exercises")


def renamed(function: Any, name: str) -> Any:
    """The function as if it had been defined under this name."""
    function.__name__ = name
    return function


def test_a_function_is_known_by_its_name() -> None:
    result = check(square)
    assert result.passed and [v.exercise for v in result.verdicts] == ["square"]


def test_an_answer_may_stand_behind_the_name_of_its_exercise() -> None:
    assert check("square", square).passed
    assert check("square", lambda x: x * x).passed
    assert check("square", np.square).passed
    assert check("square", functools.partial(lambda power, x: x**power, 2)).passed
    assert not check("square", lambda x: x).passed


def test_a_value_is_checked_by_name() -> None:
    assert check("gates", {"AND": np.True_, "XOR": 0}).passed
    assert not check("gates", {"AND": True, "XOR": True}).passed


def test_a_class_is_checked_on_all_its_exercises(capsys: pytest.CaptureFixture[str]) -> None:
    result = check(Net)
    assert [v.exercise for v in result.verdicts] == ["net_forward", "net_back"]
    assert result.passed
    shown = capsys.readouterr().out
    assert "net_forward: Passed" in shown and "net_back: Passed" in shown


def test_one_exercise_of_a_class_may_be_wrong() -> None:
    class Half(Net):
        def back(self, x: Any) -> Any:
            return x * self.scale

    result = check(renamed(Half, "Net"))
    assert [v.state for v in result.verdicts] == ["passed", "not yet"] and not result.passed
    assert check("net_forward", Half).passed


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((lambda x: x,), "no exercise can be told from '<lambda>'"),
        ((functools.partial(square),), "no exercise can be told from a partial"),
        (({"AND": True},), "no exercise can be told from a dict"),
        ((renamed(lambda x: x, "sqare"),), "no exercise can be told from 'sqare'"),
        (("sqare", square), "there is no exercise 'sqare'; there are square, quartic"),
        (("square",), r"write check\('square', answer\)"),
        ((square, "square"), "the name of the exercise comes first"),
    ],
)
def test_what_is_no_exercise_is_told_with_what_to_write(arguments: Any, said: str) -> None:
    with pytest.raises(UnknownExercise, match=said):
        check(*arguments)


def test_what_differs_is_told_with_both_facts(capsys: pytest.CaptureFixture[str]) -> None:
    result = check("square", lambda x: x**2 + np.sin(x))
    shown = capsys.readouterr().out
    assert result.message in shown and "Not yet" in shown
    x = ARRAYS[0].steps[0].args[0]
    assert f"expected {x[0] ** 2:.6g}, got {x[0] ** 2 + np.sin(x[0]):.6g}" in result.message


def test_a_known_mistake_is_told_its_sentence() -> None:
    result = check("square", lambda x: x + x)
    assert result.message == "You double." and result.verdicts[0].diagnosis == "You double"


def test_not_attempted_is_not_wrong(capsys: pytest.CaptureFixture[str]) -> None:
    def unwritten(x: Any) -> Any:
        raise NotImplementedError

    for nothing in (unwritten, lambda x: None, lambda x: ...):
        result = check("square", nothing)
        assert not result.passed and result.verdicts[0].state == "not attempted"
        shown = capsys.readouterr().out.lower()
        assert "not attempted yet" in shown
        assert "not written yet" in shown or "there is no answer yet" in shown
        assert "wrong" not in shown and "error" not in shown.replace("notimplementederror", "")


def test_the_students_own_error_is_told_with_their_line(capsys: pytest.CaptureFixture[str]) -> None:
    def broken(x: Any) -> Any:
        return x.squared()

    result = check("square", broken)
    assert result.verdicts[0].state == "error"
    assert "'numpy.ndarray' object has no attribute 'squared'" in result.message
    assert "`return x.squared()`" in capsys.readouterr().out


def test_a_generator_without_a_seed_is_told_beside_a_right_answer_and_costs_nothing() -> None:
    def seeded(x: Any) -> Any:
        return x**2 + 0 * np.random.default_rng(3).random(x.shape)

    def unseeded(x: Any) -> Any:
        return x**2 + 0 * np.random.default_rng().random(x.shape)

    told = [examine(SHEETS[0], answer) for answer in (seeded, unseeded)]
    assert [(verdict.state, verdict.share) for verdict in told] == [("passed", 1.0)] * 2
    assert told[0].message == "Right."
    assert told[1].message.startswith("Right. A generator is made without a seed,")


def test_an_overflow_that_costs_nothing_is_told_with_the_input_that_does_it() -> None:
    def careless(x: Any) -> Any:
        with np.errstate(over="warn"):
            np.exp(1000 * (np.asarray(x) > 1e6))
        return x**2

    def of_itself(x: Any) -> Any:
        np.exp(np.where(np.asarray(x) < -1.7, 1e4, 0.0))
        return x**2

    assert check("square", careless).message == "Right."
    least = f"{np.min(ARRAYS[0].steps[0].args[0]):g}"
    result = check("square", of_itself)
    assert result.passed
    assert result.message == f"Right. NumPy warned of an overflow at x = {least}."


def test_a_call_that_is_not_right_is_there_as_variables(capsys: pytest.CaptureFixture[str]) -> None:
    def broken(x: Any) -> Any:
        x[0] = 7
        return x.squared()

    case = check("square", broken).case
    assert "check('square', square).case" in capsys.readouterr().out
    assert case is not None and [*case] == ["x"] and case.code == "square(x)"
    with pytest.raises(AttributeError):
        broken(**case)
    # Each time in copies of its own.
    again = check("square", broken).case
    assert again is not None
    assert again["x"][0] == pytest.approx(ARRAYS[0].steps[0].args[0][0], rel=1e-9)
    assert repr(again).endswith("\nsquare(x)")
    assert check(square).case is None


def test_calls_of_a_class_are_there_as_lines_that_run() -> None:
    class Other(Net):
        def back(self, x: Any) -> Any:
            return 5 * x

    result = check("net_back", Other)
    case = result.case
    assert not result.passed and case is not None
    scope: dict[str, Any] = {"Net": Other, **case}
    exec(case.code, scope)
    assert "net = Net(" in case.code and "net.back(" in case.code


def test_what_an_answer_prints_is_not_in_the_way(capsys: pytest.CaptureFixture[str]) -> None:
    def chatty(x: Any) -> Any:
        print("computing")
        return x**2

    assert check("square", chatty).passed
    assert "computing" not in capsys.readouterr().out


def test_an_answer_that_modifies_its_argument_is_checked_on_fresh_ones_each_time() -> None:
    def in_place(x: Any) -> Any:
        x **= 2
        return x

    once, again = check("square", in_place), check("square", in_place)
    assert once.message == again.message and once.verdicts[0].met["values"]
    assert not once.passed and once.verdicts[0].share == pytest.approx(0.8)
    assert check(square).passed


def test_the_result_shows_itself_once() -> None:
    result = check(square)
    assert repr(result) == "<check of square: passed>"
    # IPython calls this in place of showing the value of a cell.
    assert result._ipython_display_() is None  # type: ignore[func-returns-value]


def test_examining_shows_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    assert examine(sheet_files.load("square"), square).state == "passed"
    assert capsys.readouterr().out == ""


def test_an_earlier_answer_that_is_not_right_is_pointed_out(
    capsys: pytest.CaptureFixture[str],
) -> None:
    notebook: dict[str, Any] = {}
    exec("def square(x): return x**3\ndef quartic(x): return square(x)**2", notebook)
    check(notebook["quartic"])
    assert "square, from above, does not pass its own check yet" in capsys.readouterr().out
    exec("def square(x): return x**2\ndef quartic(x): return square(x)**3", notebook)
    check(notebook["quartic"])
    assert "from above" not in capsys.readouterr().out


def test_an_earlier_answer_that_is_not_called_is_no_reason() -> None:
    notebook: dict[str, Any] = {}
    exec("def square(x): return x**3\ndef quartic(x): return x * x", notebook)
    assert "from above" not in check(notebook["quartic"]).message
    exec("def twice(x): return square(x)\ndef quartic(x): return twice(x)**2", notebook)
    assert "square, from above" in check(notebook["quartic"]).message


def test_an_earlier_exercise_of_the_same_class_is_called_by_its_own_name() -> None:
    notebook: dict[str, Any] = {}
    lines = ("def __init__(self, scale): pass", "def forward(self, x): return x", "back = forward")
    exec("class Net:\n" + "\n".join(f"    {line}" for line in lines), notebook)
    assert check("net_back", notebook["Net"]).message.endswith(
        " net_forward, from above, does not pass its own check yet. "
        "If net_back builds on it, repair that first."
    )


def test_what_may_be_the_reason_is_told_after_a_mistake_that_is_known(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    notebook: dict[str, Any] = {}
    exec("def square(x): return 2 * x\ndef quartic(x): return -square(x) ** 2", notebook)
    told = check(notebook["quartic"]).message
    assert told.endswith("If quartic calls it, repair that first.")
    monkeypatch.setenv("NBGRADER_EXECUTION", "validate")
    with pytest.raises(NotPassed) as caught:
        check(notebook["quartic"])
    assert str(caught.value) == told


def test_validating_raises_what_did_not_pass(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NBGRADER_EXECUTION", "validate")
    check(square)
    with pytest.raises(NotPassed, match=r"^You double\.$") as caught:
        check("square", lambda x: 2 * x)
    with pytest.raises(NotPassed, match="There is no answer yet"):
        check("square", lambda x: None)
    # nbgrader shows this in place of a traceback: one line.
    assert caught.value._render_traceback_() == ["You double."]


@pytest.mark.parametrize("execution", ["autograde", "formgrade", ""])
def test_nothing_is_raised_unless_a_notebook_is_validated(
    monkeypatch: pytest.MonkeyPatch, execution: str
) -> None:
    monkeypatch.setenv("NBGRADER_EXECUTION", execution)
    assert not check("square", lambda x: 2 * x).passed


def test_hints_are_told_one_after_the_other(capsys: pytest.CaptureFixture[str]) -> None:
    for told in ("a nudge", "more", "nearly", "nearly"):
        hint(square)
        assert told in capsys.readouterr().out
    hint(Net)
    assert "forward one" in capsys.readouterr().out
    hint("quartic")
    assert "There is none." in capsys.readouterr().out
    with pytest.raises(UnknownExercise):
        hint("sqare")
