"""What a check says when it has no cause to name: both facts, and no guess."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from descent.judging import sentences
from descent.judging.compare import MISSING, Difference, difference
from descent.judging.criteria import parameter
from descent.probing.probes import ask, call, look, make, put, script, value
from descent.probing.values import Inert, Lent, Raised, Ref, Rng, seal
from tests import strategies
from tests.descent import examples, made_up, seen

SHEET = made_up(abs, [call(1.0), call(2.0, label="one sample")], parameters=("z",))


def told(right: Any, came: Any, part: str = "dW", reveal: bool = True, number: int = 0) -> str:
    gap = difference(part, right, came)
    assert gap is not None
    return sentences.precise(SHEET, number, gap, reveal)


def test_a_wrong_number_is_told_with_the_right_one() -> None:
    assert told(0.25, 0.5) == "dW: expected 0.25, got 0.5."


def test_the_first_wrong_entry_is_told_with_its_place_and_how_many_there_are() -> None:
    came = np.array([[1.0, 2], [5, 6]])
    assert told(np.array([[1.0, 2], [3, 4]]), came) == (
        "dW[1, 0]: expected 3, got 5 (1 more of 4 entries differ)."
    )


def test_a_wrong_shape_is_told_with_the_right_one() -> None:
    assert told(np.zeros((2, 1)), np.zeros(2)) == "dW: expected shape (2, 1), got shape (2,)."
    assert told(1.5, np.zeros((1, 1))) == "dW: expected a single number, got shape (1, 1)."
    assert told([1.0, 2.0], [1.0]) == "dW: expected 2 entries, got 1."


@pytest.mark.parametrize(
    ("right", "came", "said"),
    [
        (np.zeros(2), None, "expected an array of shape (2,), got None"),
        (1.5, "1.5", "expected a number, got a string"),
        (True, None, "expected a truth value, got None"),
        (1.5, (1.5,), "expected a number, got a tuple"),
        (1.5, Inert("the function f"), "expected a number, got the function f"),
        (np.zeros(2), np.array(["a", "b"]), "got an array of strings of shape (2,)"),
        ([1.0, 2.0], [1.0, None], "expected a list of numbers, but item 1 is None"),
        ((1.0, 2.0), (1.0,), "expected 2 values, got 1"),
        ((1.0, 2.0), [1.0, 2.0, 3.0], "expected 2 values, got 3"),
        ({"a": 1.0}, [1.0], "expected a dict, got a list"),
    ],
    ids=str,
)
def test_another_sort_of_thing_is_told(right: Any, came: Any, said: str) -> None:
    assert said in told(right, came)


def test_of_a_hidden_list_it_is_not_told_which_item_is_no_number() -> None:
    gap = difference("losses", [1.0, 2.0], [1.0, None])
    assert gap is not None
    assert sentences.precise(SHEET, 0, gap, False).endswith("not every item is a number.")


def test_what_is_expected_is_never_what_came() -> None:
    rights = [
        1.5,
        True,
        None,
        "a",
        [1.0],
        (1.0,),
        (1.0, 2.0),
        {"a": 1},
        np.zeros(2),
        np.zeros((1, 1)),
    ]
    cames = [*rights, [None], [1.0, "a"], np.array(["a", "b"]), np.zeros(3), Inert("x"), 1 << 200]
    compared = 0
    for right in rights:
        for came in cames:
            gap = difference("dW", right, came)
            said = sentences.precise(SHEET, 0, gap, True) if gap else ""
            both = re.fullmatch(r"dW\S*: expected (.*), got (.*?)( \(.*\))?\.", said)
            # A container of the right sort is compared part by part.
            if both and not (type(right) is type(came) and isinstance(right, (dict, tuple))):
                compared += 1
                assert both[1] != both[2], said
    assert compared > 50


@examples
@given(st.floats(-1e9, 1e9), st.floats(-1e9, 1e9))
def test_two_numbers_are_told_with_digits_enough_to_tell_them_apart(one: float, two: float) -> None:
    assume(difference("z", one, two) is not None)
    both = re.fullmatch(r"z: expected (.*), got (.*)\.", told(one, two, "z"))
    assert both is not None and both[1] != both[2]
    assert float(both[1]) == pytest.approx(one, rel=1e-5)


@examples
@given(st.floats(0.1, 9.9), st.floats(2e-6, 1e-4))
def test_a_table_tells_two_arrays_apart(number: float, gap: float) -> None:
    right = np.array([[number, 1.0]])
    came = right * np.array([1 + gap, 1])
    facts = sentences.facts(difference("z", right, came))
    assert [name for name, _ in facts] == ["expected", "got"]
    assert facts[0][1] != facts[1][1]


def test_the_case_is_told_where_it_has_a_name() -> None:
    assert told(0.25, 0.5, number=1) == "dW: expected 0.25, got 0.5 (on one sample)."


def test_a_part_without_a_name_is_called_the_result() -> None:
    assert told(0.25, 0.5, part="").startswith("the result: ")
    assert told(0.25, 0.5, part="[1]").startswith("the result[1]: ")
    assert told(0.25, 0.5, part="cache['z1']").startswith("cache['z1']: ")


def test_what_is_missing_is_told() -> None:
    assert "dW" in told(0.25, MISSING) and "missing" in told(0.25, MISSING)


def test_an_argument_that_is_changed_is_told_by_its_name() -> None:
    gap = Difference("argument", "X", np.zeros(2), np.ones(2))
    said = sentences.precise(SHEET, 0, gap, True)
    assert "changes its argument X" in said and "copy" in said
    names = [name for name, _ in sentences.facts(gap)]
    assert names == ["before the call", "after it"]


def test_an_argument_of_a_method_has_not_the_name_of_one_of_the_class() -> None:
    probe = script(make("net", [2, 1]), ask("net.train", np.zeros(2), np.ones(2)))
    assert parameter(SHEET, probe, "0:0") == "z"
    assert parameter(SHEET, probe, "1:1") == "the second argument of train"
    assert parameter(SHEET, probe, "99:7") == "an argument"
    assert parameter(SHEET, probe, "lr") == "lr"
    gap = Difference("argument", "the second argument of train", np.zeros(2), np.ones(2))
    assert "answer changes the second argument of train: after" in sentences.precise(
        SHEET, 0, gap, True
    )


def test_an_error_is_told_with_its_line_but_hidden_without_its_text() -> None:
    gap = Difference("raised", got=Raised("ValueError", "bad 17", 4, "return x @ w"))
    assert sentences.precise(SHEET, 0, gap, True) == (
        "answer stops with ValueError: bad 17 in line 4 (`return x @ w`)."
    )
    assert sentences.precise(SHEET, 0, gap, False) == (
        "answer stops with ValueError in line 4 (`return x @ w`)."
    )


@pytest.mark.parametrize(
    ("right", "came"),
    [
        (0.25, 177.5),
        (np.zeros(2), np.array([0.0, 177.5])),
        (np.zeros(2), np.zeros(177)),
        (np.zeros(2), np.zeros((177, 1))),
        ([1.0], [1.0] * 177),
        ((1.0,), (1.0,) * 177),
        (0.25, Inert("177")),
        (0.25, np.array(["177"])),
        ("a", "177"),
    ],
    ids=lambda item: type(item).__name__,
)
def test_of_a_hidden_probe_nothing_is_told_that_comes_from_the_answer(
    right: Any, came: Any
) -> None:
    assert "177" in told(right, came) or isinstance(came, np.ndarray)
    assert "177" not in told(right, came, reveal=False)


def test_a_sealed_value_is_told_to_be_wrong_and_nothing_more() -> None:
    gap = difference("", seal({"AND": True}), {"AND": False})
    assert gap is not None
    assert sentences.precise(SHEET, 0, gap, True) == "the result is not right yet."
    assert sentences.facts(gap) == []


def test_an_answer_that_is_not_there_is_spoken_of_kindly() -> None:
    said = sentences.not_attempted("neuron", seen(result=None))
    assert said == "There is no answer yet: neuron gives None so far."
    assert "gives ... so far" in sentences.not_attempted("neuron", seen(result=Inert("...")))


def test_sentences_begin_with_a_capital_where_they_begin_with_a_word() -> None:
    joined = sentences.joined(["dW is off.", "the result is off.", "there is one more."])
    assert joined == "dW is off. The result is off. There is one more."


@pytest.mark.parametrize(
    ("probe", "asked"),
    [
        (call(np.array([1.0, 2.5]), lr=0.5), "answer(z=[1., 2.5], lr=0.5)"),
        (call(np.zeros((5, 4))), "answer(z=an array of shape (5, 4))"),
        (call(1.0, 2.0), "answer(z=1, 2)"),
        (call(Rng("Generator", 5)), "answer(z=np.random.default_rng(5))"),
        (call(Rng("RandomState", 5)), "answer(z=np.random.RandomState(5))"),
        (call(Lent("linear", (2.0,)), Ref("net")), "answer(z=linear, net)"),
        (call([1, 2], {"W1": (1, "a")}), "answer(z=[1, 2], {'W1': (1, 'a')})"),
        (call([0] * 9), "answer(z=a list of 9 items)"),
        (
            script(make("net", [2]), ask("net.forward", 3.0, show="a"), look("net.L", "L")),
            "net.forward(3)",
        ),
        (script(make("net", [2]), put("net.params", W1=1)), "answer(z=[2])"),
        (
            script(make("net", [2]), ask("net.rng.random", keep="r"), ask("r.__eq__", Ref("r"))),
            "answer(z=[2])",
        ),
        (value(), ""),
    ],
)
def test_the_question_is_told_as_a_student_would_type_it(probe: Any, asked: str) -> None:
    assert sentences.asked(SHEET, probe) == asked


@examples
@given(strategies.results)
def test_everything_can_be_quoted_in_one_line(result: Any) -> None:
    assert isinstance(sentences.quote(result), str)
    if isinstance(result, (np.ndarray, float, int)):
        assert "\n" not in sentences.quote(result)
    if isinstance(result, (list, tuple)) and len(result) > 6:
        assert len(sentences.quote(result)) < 40
