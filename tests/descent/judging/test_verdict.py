"""The verdict on an answer: what it earns, and what is said of it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from descent.diagnosis.judge import judge
from descent.judging.compare import ATOL
from descent.judging.sheets import Criterion, Sheet
from descent.judging.verdict import Verdict
from descent.probing.probes import Observation, Probe, call, look, make, observe, script
from descent.probing.values import Inert, Raised, plain
from tests import strategies
from tests.descent import examples, made_up, seen

UNTOUCHED = Criterion("arguments left as they were", rule="untouched", manner=True)


def verdict(sheet: Sheet, answer: object, reveal: bool = True) -> Verdict:
    return judge(sheet, [observe(probe, answer) for probe in sheet.probes], reveal)


def scaled(X: Any) -> Any:
    return X * 1.5


def tables(*shapes: tuple[int, int], **about: Any) -> list[Probe]:
    rng = np.random.default_rng(2)
    return [call(rng.normal(size=shape), **about) for shape in shapes]


FLOATS = tables((3, 2), (4, 3), (5, 2))
WHOLE = [call(np.array([[1, 2], [3, 5]]), group="whole", label="whole numbers")]
SHEET = made_up(
    scaled,
    [*FLOATS, *WHOLE],
    Criterion("values", 3.0, groups=("values",)),
    Criterion("whole numbers", 1.0, groups=("whole",)),
    replace(UNTOUCHED, share=1.0),
    parameters=("X",),
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
    assert "array of dtype object" in found.message and "astype(float)" in found.message
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


def layer(X: Any) -> tuple[Any, dict[str, Any]]:
    return X * 2.1, {"z1": X + 0.3, "a1": X - 0.4}


CACHE = made_up(
    layer,
    FLOATS,
    Criterion("output", outputs=("", "output")),
    Criterion("cache", outputs=("", "cache", "cache??[za]1*")),
    returns=("output", "cache"),
)


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
    assert "not written yet" in found.message


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


KNOWN = made_up(
    layer,
    FLOATS,
    returns=("output", "cache"),
    mistakes={
        "output-cubed": lambda X: (X**3, layer(X)[1]),
        "z-squared": lambda X: (X * 2.1, {"z1": X**2, "a1": X - 0.4}),
        "both": lambda X: (X**5, {"z1": X**5, "a1": X - 0.4}),
    },
)


@pytest.mark.parametrize("number", range(3))
def test_a_known_mistake_is_told_its_own_sentence_and_nothing_else(number: int) -> None:
    mistake = KNOWN.mistakes[number]
    found = judge(KNOWN, mistake.observations)
    assert found.diagnosis == mistake.id and found.message == mistake.sentence


def test_a_known_mistake_is_known_by_what_it_does_not_by_more_that_it_gives() -> None:
    found = verdict(KNOWN, lambda X: (X**3, {**layer(X)[1], "more": 1}))
    assert found.diagnosis == "output-cubed"


def test_two_known_mistakes_in_two_parts_are_both_told() -> None:
    found = verdict(KNOWN, lambda X: (X**3, {"z1": X**2, "a1": X - 0.4}))
    assert found.message == "output-cubed. z-squared."


def test_a_mistake_that_would_spoil_more_is_not_named_if_there_is_a_better_reason() -> None:
    # dw and db lack the mean together; here dw alone does, so the common cause is not it.
    def gradients(X: Any) -> Any:
        return X.mean(axis=0, keepdims=True).T, X.mean(axis=0, keepdims=True)

    sheet = made_up(
        gradients,
        FLOATS,
        returns=("dw", "db"),
        mistakes={"mean-missing-in-delta": lambda X: tuple(len(X) * g for g in gradients(X))},
    )
    found = verdict(sheet, lambda X: (len(X) * gradients(X)[0], gradients(X)[1]))
    assert found.diagnosis == "missing-mean" and "delta" not in found.message
    both = verdict(sheet, lambda X: tuple(len(X) * g for g in gradients(X)))
    assert both.diagnosis == "mean-missing-in-delta"


def test_beside_a_cause_what_it_does_not_explain_is_told_too() -> None:
    found = verdict(CACHE, lambda X: (np.sin(X), {"z1": -(X + 0.3), "a1": X - 0.4}))
    assert found.diagnosis == "sign"
    assert found.message.startswith("output[0, 0]: expected ")
    assert found.message.endswith(
        "cache['z1'] has the wrong sign: every entry is −1 times what it should be."
    )


def test_where_it_is_right_is_told_beside_what_differs() -> None:
    sheet = made_up(scaled, [*FLOATS, *WHOLE])
    found = verdict(sheet, lambda X: np.sin(X) if X.dtype.kind == "f" else X * 1.5)
    assert found.diagnosis is None
    assert re.fullmatch(
        r"The result\[0, 0\]: expected \S+, got \S+ \(5 more of 6 entries differ\)\. "
        r"The result is right on whole numbers, and nowhere else\.",
        found.message,
    )


def test_an_error_on_one_probe_is_told_before_what_is_known_of_the_others() -> None:
    def breaks_on_integers(X: Any) -> Any:
        return X * -1.5 if X.dtype.kind == "f" else X / undefined  # type: ignore[name-defined]  # noqa: F821

    sheet = made_up(scaled, [*WHOLE, *FLOATS])
    found = verdict(sheet, breaks_on_integers)
    assert found.message.startswith("answer stops with NameError")
    assert "wrong sign" in found.message and found.state == "not yet"


def test_nothing_is_said_of_elsewhere_where_an_error_was() -> None:
    def breaks_or_is_off(X: Any) -> Any:
        if X.dtype.kind != "f":
            return np.sin(X)
        return X * 1.5 if len(X) > 3 else X / undefined  # type: ignore[name-defined]  # noqa: F821

    assert "elsewhere" not in verdict(made_up(scaled, [*FLOATS, *WHOLE]), breaks_or_is_off).message


def test_methods_are_called_by_the_names_that_a_student_knows() -> None:
    class Net:
        def __init__(self, sizes: list[int]) -> None:
            self.sizes = sizes

    class Off(Net):
        def __init__(self, sizes: list[int]) -> None:
            self.sizes = [size + 1 for size in sizes]

    probe = script(make("net", [3, 1]), look("net.sizes", show="layer_sizes"))
    found = verdict(made_up(Net, [probe], parameters=("sizes",)), Off)
    assert found.message.startswith("layer_sizes[0]: expected 3, got 4")
    assert found.asked == "answer(sizes=[3, 1])"


RIGHTS = st.sampled_from(
    [
        1.5,
        3,
        True,
        None,
        "text",
        [0.5, 0.25, 0.125],
        [],
        np.zeros((3, 2)),
        np.ones(0),
        np.array([[True, False]]),
        np.arange(3),
        (np.ones((2, 1)), 0.5),
        {"W1": np.ones((2, 2)), "b1": np.zeros((1, 2))},
        {},
        (),
        (1.0, {"z1": np.ones((2, 1))}),
    ]
)


ANYTHING = st.one_of(strategies.results, RIGHTS)
CHANGES = st.dictionaries(st.sampled_from(["0:0", "0:x", "7:7", "²:²", ""]), ANYTHING, max_size=2)


@examples
@given(st.lists(RIGHTS, min_size=1, max_size=3), st.data(), st.booleans())
def test_there_is_a_verdict_on_whatever_comes(
    rights: list[Any], data: st.DataObject, reveal: bool
) -> None:
    came = data.draw(
        st.lists(
            st.one_of(
                st.builds(Observation, st.fixed_dictionaries({"result": ANYTHING}), CHANGES),
                st.builds(Observation, raised=strategies.raised),
                st.sampled_from(rights).map(lambda right: seen(result=right)),
            ),
            min_size=len(rights),
            max_size=len(rights),
        )
    )
    sheet = Sheet(
        exercise="answer",
        answer="answer",
        parameters=("X",),
        returns=("output", "cache"),
        criteria=(Criterion("values", 2.0), UNTOUCHED),
        probes=tuple(call(np.ones((2, 1))) for _ in rights),
        expected=tuple(seen(result=right) for right in rights),
        mistakes=(),
        hints=(),
    )
    found = judge(sheet, came, reveal)
    assert 0 <= found.share <= 1 and (found.share == 1) == (found.state == "passed")
    assert found.message and found.message[-1] in ".…)`"
    assert set(found.met) == {"values", UNTOUCHED.name}


def numbers_in(text: str) -> set[str]:
    return set(re.findall(r"\d+(?:\.\d+)?", text))


@examples
@given(
    st.one_of(strategies.results, st.floats(100, 1e6), st.integers(100, 10_000)),
    st.integers(100, 10_000),
)
def test_nothing_that_an_answer_gives_is_told_of_hidden_probes(came: Any, size: int) -> None:
    # An answer could carry the probe in its shape, in its numbers, and in the text of an error.
    sheet = made_up(scaled, FLOATS, parameters=("X",))
    for observation in (
        seen(result=plain(came)),
        seen(result=np.zeros((size, 1))),
        seen(result=[1.0] * (size % 50)),
        seen(result=Inert(f"secret {size}")),
        seen(result=f"secret {size}"),
        Observation(raised=Raised("ValueError", f"secret {size}", 0, "")),
        Observation({"result": np.zeros(2)}, {"0:0": np.full(3, float(size))}),
    ):
        found = judge(sheet, [observation] * len(FLOATS), reveal=False)
        assert found.difference is None and not found.asked
        assert "secret" not in found.message
        # Shapes of what is right, and its number of entries.
        assert numbers_in(found.message) <= {"1", "2", "3", "4", "5", "6", "12", "10", "0"}


def test_what_is_told_of_visible_probes_has_both_facts() -> None:
    found = verdict(SHEET, lambda X: np.where(np.sin(9 * X) > 0.1, X * 1.5, 0.25))
    assert found.difference is not None and found.difference.kind == "values"
    place = found.difference.index
    right, came = found.difference.expected[place], found.difference.got[place]
    assert f"expected {right:.6g}, got {came:.6g}" in found.message


@examples
@given(st.lists(st.floats(0.1, 5), min_size=2, max_size=5), st.data())
def test_shares_add_up(shares: list[float], data: st.DataObject) -> None:
    """Each criterion looks at a probe of its own, and some probes come out wrong."""
    right = data.draw(st.lists(st.booleans(), min_size=len(shares), max_size=len(shares)))
    assume(any(right))
    probes = [call(0.5 + n, group=str(n)) for n in range(len(shares))]
    criteria = [Criterion(str(n), share, groups=(str(n),)) for n, share in enumerate(shares)]
    sheet = made_up(np.sin, probes, *criteria)
    answers: Mapping[float, bool] = {0.5 + n: ok for n, ok in enumerate(right)}
    found = verdict(sheet, lambda x: np.sin(x) if answers[x] else np.cos(x))
    earned = sum(share for share, ok in zip(shares, right, strict=True) if ok)
    assert found.share == pytest.approx(earned / sum(shares))
    assert list(found.met.values()) == right
