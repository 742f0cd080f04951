"""The verdict on an answer: what it earns, and what is said of it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from descent.diagnosis.judge import judge
from descent.judging.compare import ATOL
from descent.judging.sheets import Criterion
from descent.probing.probes import Observation, Probe, call, look
from descent.probing.values import Raised
from tests.descent import made_up, seen
from tests.descent.judging.made_up_sheets import (
    CACHE,
    FLOATS,
    SHEET,
    UNTOUCHED,
    layer,
    scaled,
    tables,
    verdict,
)


def test_a_right_answer_earns_everything() -> None:
    found = verdict(SHEET, scaled)
    assert (found.state, found.share, found.diagnosis) == ("passed", 1.0, None)
    assert found.met == {"values": True, "whole numbers": True, UNTOUCHED.name: True}
    assert found.difference is None


def test_each_criterion_earns_its_share() -> None:
    def only_floats(X: Any) -> Any:
        return X * 1.5 if X.dtype.kind == "f" else X

    found = verdict(SHEET, only_floats)
    assert found.met == {"values": True, "whole numbers": False, UNTOUCHED.name: True}
    assert found.share == pytest.approx(4 / 5)


def test_manner_counts_only_beside_something_that_is_right() -> None:
    found = verdict(SHEET, lambda X: X.sum())
    assert not any(found.met.values()) and found.share == 0


def test_a_modified_argument_costs_the_share_of_manner() -> None:
    def in_place(X: Any) -> Any:
        result = X * 1.5
        X[0, 0] = 7
        return result

    found = verdict(SHEET, in_place)
    assert found.share == pytest.approx(4 / 5) and found.diagnosis == "argument-changed"
    assert found.message.startswith("answer changes its argument X")


def test_an_error_alone_changes_no_argument() -> None:
    def stops(X: Any) -> Any:
        return scaled(X) if X.dtype.kind == "f" else X.no_such_attribute

    found = verdict(SHEET, stops)
    assert found.met == {"values": True, "whole numbers": False, UNTOUCHED.name: True}
    assert not any(verdict(SHEET, lambda X: X.no_such_attribute).met.values())


def test_what_is_changed_before_an_error_is_changed() -> None:
    def stops_late(X: Any) -> Any:
        if X.dtype.kind == "f":
            return scaled(X)
        X[0, 0] = 7
        return X.no_such_attribute

    found = verdict(SHEET, stops_late)
    assert found.met == {"values": True, "whole numbers": False, UNTOUCHED.name: False}


def test_rounding_of_an_argument_may_be_allowed() -> None:
    def nudge(X: Any) -> Any:
        result = X * 1.5
        X *= 1 + 1e-8
        return result

    criteria = Criterion("values"), replace(UNTOUCHED, options={"rtol": 1e-6})
    assert verdict(made_up(scaled, FLOATS, *criteria), nudge).state == "passed"
    assert verdict(made_up(scaled, FLOATS, Criterion("values"), UNTOUCHED), nudge).share < 1


def test_a_criterion_may_have_a_tolerance_of_its_own() -> None:
    def rough(X: Any) -> Any:
        return X * 1.5004

    lenient = made_up(scaled, FLOATS, Criterion("values", options={"rtol": 1e-3}))
    assert verdict(lenient, rough).state == "passed"
    assert verdict(made_up(scaled, FLOATS), rough).state == "not yet"
    gap = verdict(lenient, lambda X: X * 1.6).difference
    assert gap and (gap.rtol, gap.atol) == (1e-3, ATOL)


@pytest.mark.parametrize("sort", [int, np.int64, np.uint8, np.array])
def test_an_int_may_be_python_s_or_numpy_s(sort: Any) -> None:
    assert verdict(COUNT, lambda X: sort(X.size)).state == "passed"


@pytest.mark.parametrize("sort", [float, np.float64, lambda n: np.array(float(n))])
def test_a_float_of_the_same_value_is_no_int(sort: Any) -> None:
    found = verdict(COUNT, lambda X: sort(X.size))
    assert found.met == {"values": True, "an int": False} and found.share == 0.75
    assert found.diagnosis == "float-for-int" and "such as 17.0" in found.message


def test_a_wrong_float_is_told_why_it_is_wrong_and_earns_nothing_for_its_sort() -> None:
    for wrong in (lambda X: X.size * 2.0, lambda X: X.size * 2):
        found = verdict(COUNT, wrong)
        assert found.share == 0 and found.diagnosis != "float-for-int", found.message


COUNT = made_up(
    lambda X: X.size,
    tables((3, 2), (4, 3), (5, 2)),
    Criterion("values", 3.0),
    Criterion("an int", rule="integer", manner=True),
)


by_one = np.frompyfunc(lambda number: 1.5 * number, 1, 1)


def test_single_numbers_in_an_array_are_as_right_as_their_values() -> None:
    assert by_one(FLOATS[0].steps[0].args[0]).dtype == object
    assert verdict(SHEET, by_one).state == "passed"
    assert verdict(SHEET, lambda X: (X * 1.5).astype(np.float32)).state == "passed"
    assert verdict(SHEET, lambda X: by_one(X) + 1e-3).share == 0


def test_what_numpy_cannot_do_with_single_numbers_is_told() -> None:
    found = verdict(SHEET, lambda X: np.log(np.exp(by_one(X))))
    assert "of dtype object" in found.message and "astype(float)" in found.message
    gaps = verdict(SHEET, lambda X: np.array([X, None], dtype=object))
    assert gaps.diagnosis == "object-array" and "not every one is a number" in gaps.message


NUMBERS = made_up(
    lambda z: np.maximum(0, z),
    [
        *(call(probe.steps[0].args[0]) for probe in FLOATS),
        *(call(z, group="single", label="a single number") for z in (1.5, -0.5, 2)),
    ],
    Criterion("values", 3.0, groups=("values",)),
    Criterion("a single number", groups=("values", "single")),
    UNTOUCHED,
    mistakes={"least-of-both": lambda z: np.minimum(0, z), "nothing-left": lambda z: 0 * z},
)


def mask(z: Any) -> Any:
    out = z.copy()
    out[out < 0] = 0
    return out


def test_an_answer_for_arrays_alone_is_told_so_and_keeps_the_rest() -> None:
    found = verdict(NUMBERS, mask)
    assert found.met == {"values": True, "a single number": False, UNTOUCHED.name: True}
    assert found.diagnosis == "number-for-array" and "(on a single number)" in found.message


def test_a_mistake_is_recognized_in_an_answer_for_arrays_alone() -> None:
    found = verdict(NUMBERS, lambda z: z.astype(float) * (z < 0))
    assert found.diagnosis == "least-of-both"
    assert "least-of-both." in found.message and "(on a single number)" in found.message


def test_no_mistake_is_recognized_where_the_arrays_are_right() -> None:
    only_numbers = made_up(
        lambda z: np.maximum(0, z),
        NUMBERS.probes,
        mistakes={"a-row": lambda z: np.maximum(0, np.atleast_1d(z))},
    )
    assert verdict(only_numbers, mask).diagnosis == "number-for-array"


def test_criteria_may_ask_for_parts_of_a_result() -> None:
    wrong_cache = verdict(CACHE, lambda X: (X * 2.1, {"z1": X + 0.3, "a1": X}))
    assert wrong_cache.met == {"output": True, "cache": False} and wrong_cache.share == 0.5
    wrong_output = verdict(CACHE, lambda X: (X, layer(X)[1]))
    assert wrong_output.met == {"output": False, "cache": True}


@pytest.mark.parametrize("result", [None, 3.0, (1.0,), {"output": 1.0}, "text"])
def test_without_the_container_nothing_in_it_is_there(result: Any) -> None:
    def sometimes(X: Any) -> Any:
        return (X, {}) if len(X) == 3 else result

    assert verdict(CACHE, sometimes).share == 0


def test_a_missing_part_is_named() -> None:
    found = verdict(CACHE, lambda X: (X * 2.1, {"a1": X - 0.4}))
    assert "z1" in found.message and "missing" in found.message


@pytest.mark.parametrize(
    "nothing",
    [
        lambda X: None,
        lambda X: ...,
        lambda X: {"z1": None, "a1": None},
    ],
)
def test_what_gives_nothing_is_not_attempted(nothing: Any) -> None:
    found = verdict(CACHE, nothing)
    assert (found.state, found.share, found.diagnosis) == ("not attempted", 0.0, None)
    assert not any(found.met.values())
    assert "There is no answer yet" in found.message or "not written yet" in found.message


def test_what_raises_not_implemented_is_not_attempted() -> None:
    def unfinished(X: Any) -> Any:
        raise NotImplementedError

    found = verdict(SHEET, unfinished)
    assert found.state == "not attempted" and "NotImplementedError" in found.message


def test_a_value_that_still_is_none_is_not_attempted() -> None:
    sheet = made_up({"AND": True}, [Probe(call().steps[:0] + (look("", "result"),))])
    assert judge(sheet, [seen(result={"AND": None})]).state == "not attempted"
    assert judge(sheet, [seen(result={"AND": False})]).state == "not yet"


def test_an_answer_that_is_begun_is_attempted() -> None:
    def begun(X: Any) -> Any:
        if X.dtype.kind == "f":
            return X * 1.5
        raise NotImplementedError

    found = verdict(SHEET, begun)
    assert found.state != "not attempted" and found.share > 0


def test_none_is_an_attempt_where_none_is_right() -> None:
    assert verdict(made_up(lambda X: None, FLOATS), lambda X: None).state == "passed"


def test_the_students_own_error_is_told_with_its_line() -> None:
    def breaks(X: Any) -> Any:
        return X / undefined  # type: ignore[name-defined]  # noqa: F821

    found = verdict(SHEET, breaks)
    assert found.state == "error" and found.share == 0
    assert "NameError: name 'undefined' is not defined" in found.message
    assert "`return X / undefined" in found.message


def test_an_error_where_an_error_is_right_is_no_error() -> None:
    right = Observation(raised=Raised("ValueError", "no"))
    sheet = replace(made_up(scaled, FLOATS[:1]), expected=(right,))
    assert judge(sheet, [Observation(raised=Raised("ValueError", "other"))]).state == "passed"
