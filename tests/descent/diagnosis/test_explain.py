"""A cause that is there is named, none that is not there, and what is said is true."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from descent.diagnosis.causes.sorts import sorts_of
from descent.diagnosis.explain import Case, Cause, explain
from descent.judging.compare import MISSING, close
from descent.probing.probes import Probe, call
from tests.descent import examples
from tests.descent.diagnosis.problems import (
    ARRAYS,
    EFFECTS,
    FACTORS,
    FORMS,
    Array,
    Problem,
    case,
    effects,
    leave_rows,
    problems,
    size,
    times,
)


@examples
@given(effects())
def test_a_true_cause_is_named(drawn: tuple[str, Problem]) -> None:
    id, problem = drawn
    cause = explain("dW", problem.cases(EFFECTS[id][0]))
    assert cause is not None and cause.id == id
    assert "dW" in cause.sentence and cause.sentence.endswith((".", ":"))


@pytest.mark.parametrize("id", EFFECTS)
def test_each_cause_is_named_on_each_form_of_result(id: str) -> None:
    spoil, forms = EFFECTS[id]
    for form in forms:
        rng = np.random.default_rng([5, *form.encode()])
        probes = [call(rng.normal(size=s), np.ones((s[0], 1))) for s in ((5, 2), (3, 4), (7, 3))]
        shapes = [FORMS[form](*size(probe)) for probe in probes]
        rights = [
            rng.normal(size=len(p.steps[0].args[0])).tolist()
            if shape is None
            else rng.normal(size=shape) + 0.0
            for p, shape in zip(probes, shapes, strict=True)
        ]
        cause = explain("", Problem(tuple(probes), tuple(rights), rng).cases(spoil))
        assert cause is not None and cause.id == id, form


@examples
@given(effects())
def test_a_cause_that_does_not_hold_for_one_of_the_probes_is_not_named(
    drawn: tuple[str, Problem],
) -> None:
    id, problem = drawn
    cases = problem.cases(EFFECTS[id][0])
    noise = problem.rng.normal(size=np.shape(cases[1].came))
    cases[1] = case(cases[1].probe, cases[1].right, noise.tolist() if noise.ndim < 2 else noise)
    if isinstance(cases[0].right, np.ndarray):
        cases[1] = replace(cases[1], came=noise)
    cause = explain("dW", cases)
    # That a shape, or a number of rows, is wrong shows in every case all the same; it is not said.
    assert cause is None


@examples
@given(effects("row-order", "not-finite", "constant"))
def test_a_cause_that_would_show_where_the_answer_is_right_is_not_named(
    drawn: tuple[str, Problem],
) -> None:
    id, problem = drawn
    cases = problem.cases(EFFECTS[id][0])
    cases[1] = case(cases[1].probe, cases[1].right, cases[1].right)
    cause = explain("dW", cases)
    # Ratios of 2, 1 and 2.5 are those of 12, 6 and 15 entries to six: that does hold where it is
    # right.
    assert cause is None or cause.id == "fixed-size"


@examples
@given(problems("column", "row", "gradient"), st.sampled_from(["missing-mean", "mean-twice"]))
def test_with_one_sample_a_missing_mean_cannot_show(problem: Problem, id: str) -> None:
    rng = problem.rng
    alone = call(rng.normal(size=(1, 3)), np.ones((1, 1)), label="one sample")
    right = rng.normal(size=(1, 3))
    cases = [*problem.cases(times(FACTORS[id])), case(alone, right, right)]
    cause = explain("dW", cases)
    assert cause is not None and cause.id == id


OUTER: dict[str, tuple[Callable[[Array], Array], tuple[str, ...]]] = {
    "transposed": (lambda a: a.T, ARRAYS),
    "missing-axis": (np.ravel, ARRAYS),
    "wrong-axes": (lambda a: a[np.newaxis], ARRAYS),
}


@examples
@given(st.data(), st.sampled_from(sorted(OUTER)), st.sampled_from(sorted(set(FACTORS) - {"zero"})))
def test_two_causes_at_once_are_both_named(data: st.DataObject, shape: str, factor: str) -> None:
    problem = data.draw(problems(*OUTER[shape][1]))
    spoil = times(FACTORS[factor])
    cause = explain("dW", problem.cases(lambda r, p, g: OUTER[shape][0](spoil(r, p, g))))
    assert cause is not None and cause.id == f"{shape}+{factor}"


@examples
@given(problems("row"), st.sampled_from(["missing-two", "sign", "sign-missing-mean"]))
def test_rows_that_are_not_summed_and_a_factor_are_both_named(
    problem: Problem, factor: str
) -> None:
    spoil = times(FACTORS[factor])
    cause = explain("db", problem.cases(lambda r, p, g: leave_rows(spoil(r, p, g), p, g)))
    assert cause is not None and cause.id == f"sum-missing+{factor}"


def noise_like(right: Any, rng: np.random.Generator) -> Any:
    noise = rng.normal(size=np.shape(right))
    return noise.tolist() if isinstance(right, (list, float)) else noise


@examples
@given(problems(*FORMS), st.data())
def test_no_cause_is_named_for_random_numbers(problem: Problem, data: st.DataObject) -> None:
    wrong = data.draw(
        st.lists(st.booleans(), min_size=len(problem.probes), max_size=len(problem.probes))
    )
    assume(any(wrong))
    flags = iter(wrong)
    cases = problem.cases(lambda r, p, g: noise_like(r, g) if next(flags) else r)
    assert explain("dW", cases) is None


@examples
@given(problems(*FORMS), st.floats(0.05, 0.95))
def test_no_cause_is_named_where_random_entries_are_wrong(problem: Problem, share: float) -> None:
    def spoil(right: Any, probe: Probe, rng: np.random.Generator) -> Any:
        came = np.where(
            rng.random(np.shape(right)) < share, rng.normal(size=np.shape(right)), right
        )
        return came.tolist() if isinstance(right, (list, float)) else came

    cases = problem.cases(spoil)
    assume(any(one.wrong for one in cases))
    assert explain("dW", cases) is None


@examples
@given(problems(*FORMS), st.sampled_from(["column", "table", "row", "gradient", "number"]))
def test_no_cause_is_named_for_random_numbers_in_another_shape(problem: Problem, form: str) -> None:
    def spoil(right: Any, probe: Probe, rng: np.random.Generator) -> Any:
        shape = FORMS[form](*size(probe))
        assume(shape is not None and shape != np.shape(right))
        return rng.normal(size=shape) + 0.0 if shape else float(rng.normal())

    assert explain("dW", problem.cases(spoil)) is None


# What each cause says of a pair of numbers, right and given: to be held against what was named.
Test = Callable[[Array, Array, Probe], bool]


def equal(one: Any, other: Any) -> bool:
    one, other = np.asarray(one, dtype=float), np.asarray(other, dtype=float)
    return one.shape == other.shape and bool(close(one, other).all())


SAYS: dict[str, Test] = {
    "sign": lambda r, c, p: equal(-r, c),
    "zero": lambda r, c, p: equal(0 * r, c),
    "missing-two": lambda r, c, p: equal(r / 2, c),
    "extra-two": lambda r, c, p: equal(r * 2, c),
    "complement": lambda r, c, p: equal(1 - r, c),
    "missing-mean": lambda r, c, p: equal(r * size(p)[0], c) or equal(r * np.prod(size(p)), c),
    "mean-twice": lambda r, c, p: equal(r / size(p)[0], c) or equal(r / np.prod(size(p)), c),
    "features-factor": lambda r, c, p: equal(r * size(p)[1], c),
    "features-divided": lambda r, c, p: equal(r / size(p)[1], c),
    "transposed": lambda r, c, p: equal(r.T, c),
    "missing-axis": lambda r, c, p: equal(r.ravel(), c.ravel()),
    "wrong-axes": lambda r, c, p: equal(r.ravel(), c.ravel()),
    "summed-too-far": lambda r, c, p: (
        c.size == 1
        and (equal(np.ravel(r.sum()), c.ravel()) or equal(np.ravel(r.mean()), c.ravel()))
    ),
    "sum-missing": lambda r, c, p: (
        equal(r, c.sum(axis=0, keepdims=True)) or equal(r, c.mean(axis=0, keepdims=True))
    ),
    "broadcast": lambda r, c, p: equal(r.ravel(), np.diag(c)),
    "argument-returned": lambda r, c, p: any(equal(item, c) for item in p.steps[0].args),
    "row-order": lambda r, c, p: equal(np.sort(r, axis=None), np.sort(c, axis=None)),
    "integers-kept": lambda r, c, p: equal(np.trunc(r), c),
}


def is_true(cause: Cause, cases: Sequence[Case]) -> bool:
    """Whether what a cause says is so in every case in which the answer is wrong."""
    pairs = [
        (np.asarray(c.right, dtype=float), np.asarray(c.came, dtype=float), c.probe) for c in cases
    ]
    if cause.id == "constant":
        return all(equal(np.ravel(came)[:1], np.ravel(pairs[0][1])[:1]) for _, came, _ in pairs)
    if cause.id == "constant-factor":
        factor = float(re.findall(r"is (\S+) times", cause.sentence)[0])
        return all(np.allclose(right * factor, came, rtol=1e-4) for right, came, _ in pairs)
    if cause.id in ("only-some", ""):
        place = re.sub(r".*\bwhere (.*?)(, and nowhere else)?\.", r"\1", cause.sentence)
        return all(
            (place in sorts_of(c.probe, c.parameters)) == (c.wrong == bool(cause.id)) for c in cases
        )
    return all(SAYS[cause.id](*pair) for pair, c in zip(pairs, cases, strict=True) if c.wrong)


few_numbers = st.sampled_from(
    [
        [0, 1],
        [0.0, 1.0],
        [-1.0, 0.0, 1.0],
        [1.0, 2.0, 4.0],
        [0.0, 0.5, 1.0],
        [False, True],
        [1, 2, 3, 4, 6, 8],
        [0.25, 0.5],
    ]
)


@examples
@given(st.data(), few_numbers, few_numbers, st.sampled_from(sorted(set(FORMS) - {"losses"})))
def test_what_is_said_of_everyday_numbers_is_true_of_them(
    data: st.DataObject, rights: list[Any], cames: list[Any], form: str
) -> None:
    rng = np.random.default_rng(data.draw(st.integers(0, 1 << 32)))
    cases = []
    for _ in range(data.draw(st.integers(1, 6))):
        m, n = int(rng.integers(1, 5)), int(rng.integers(1, 4))
        shape = FORMS[form](m, n)
        assert shape is not None
        right = rng.choice(rights, shape)
        came = rng.choice(cames, data.draw(st.sampled_from([shape, shape, shape, shape[::-1]])))
        came = right if rng.random() < 0.2 else came
        probe = call(rng.choice([0.0, 1.0, 2.0], (m, n)), np.ones((m, 1)))
        probe = replace(probe, again=rng.choice(["", "experiment"]))
        cases.append(case(probe, right, came))
    cause = explain("", cases)
    if cause:
        assert is_true(cause, cases), cause.sentence


def test_a_few_ones_and_zeros_are_no_evidence() -> None:
    ones, zeros = np.ones((2, 1)), np.zeros((2, 1))
    X = np.full((2, 2), 0.3)
    assert explain("", [case(call(X), ones, zeros), case(call(X), zeros, ones)]) is None
    assert explain("", [case(call(X), 5, 10)]) is None
    assert explain("", [case(call(X), 0.731, 2 * 0.731)]) is None


def test_numbers_that_nearly_are_the_same_are_no_evidence() -> None:
    # As the last layers of a deep network give them: any number is a multiple of them.
    right = np.full((4, 1), 0.52) + np.arange(4).reshape(4, 1) * 1e-9
    assert explain("", [case(call(np.ones((4, 2))), right, right * 1.524)]) is None


def test_where_nothing_is_right_nan_explains_nothing() -> None:
    cases = [case(call(np.ones((2, 2))), np.ones(2), np.array([np.nan, np.nan]))]
    assert explain("", cases) is None


def test_a_list_that_goes_on_from_call_to_call_is_told() -> None:
    rng = np.random.default_rng(7)
    kept: list[float] = []
    cases = []
    for epochs in (3, 2, 4):
        right = rng.normal(size=epochs).tolist()
        kept += right
        cases.append(case(call(rng.normal(size=(3, 2))), right, list(kept)))
    cause = explain("losses", cases)
    assert cause is not None and cause.id == "only-first-call"


def test_constants_that_are_right_for_one_input_are_told_as_such() -> None:
    rng = np.random.default_rng(8)
    rights = [rng.normal(size=(3, 1)) for _ in range(4)]
    cases = [case(call(rng.normal(size=(3, 2))), right, rights[2]) for right in rights]
    cause = explain("a", cases)
    assert cause is not None and cause.id == "constant"
    assert "right for one input only" in cause.sentence


def test_a_list_with_one_entry_is_not_called_a_number() -> None:
    lists = [[0.5, 0.3, 0.1], [0.7, 0.2, 0.4, 0.6]]
    one, number = (
        explain(
            "losses", [case(call(right), right, keep(float(np.mean(right)))) for right in lists]
        )
        for keep in (lambda mean: [mean], lambda mean: mean)
    )
    rest = ", the mean of all the entries that it should have."
    assert one is not None and one.sentence == f"losses has a single entry{rest}"
    # What stands in no list is another kind of thing.
    assert number is None or "single entry" not in number.sentence


def test_where_an_entry_too_many_stands_is_not_said() -> None:
    # The losses before each epoch and the last one after it, or one at the start and those after.
    lists = [[0.5, 0.3, 0.1], [0.7, 0.2, 0.4, 0.6]]
    cause = explain("losses", [case(call(right), right, [*right, 0.05]) for right in lists])
    assert cause is not None and cause.sentence == "losses has one entry too many."


def test_what_is_not_there_has_no_cause() -> None:
    assert explain("a", [case(call(np.ones((3, 2))), np.array([1.0, 2.0, 3.0]), MISSING)]) is None


def test_where_all_is_right_there_is_no_cause() -> None:
    right = np.ones(3)
    assert explain("a", [case(call(right), right, right)]) is None


@examples
@given(effects())
def test_where_probes_are_hidden_no_number_of_the_answer_is_told(
    drawn: tuple[str, Problem],
) -> None:
    id, problem = drawn
    cases = problem.cases(EFFECTS[id][0])
    cause = explain("dW", cases)
    assert cause is not None
    # What may be told are shapes of what is right, and the numbers of samples and features.
    sizes = [np.shape(c.right) for c in cases] + [size(c.probe) for c in cases]
    known = {str(n) for shape in sizes for n in shape} | {"1", "2"}
    numbers = re.findall(r"\d+(?:\.\d+)?", cause.wording(False))
    assert set(numbers) <= known, cause.wording(False)


def test_an_unnamed_item_of_a_result_is_named_by_its_place() -> None:
    right = np.arange(6.0).reshape(3, 2) + 0.123
    cause = explain("[1]", [case(call(np.ones((3, 2))), right, -right)])
    assert cause is not None and cause.sentence.startswith("the result[1] has the wrong sign")
