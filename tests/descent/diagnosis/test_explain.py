"""A cause that is there is named, and none is named that is not there.

Problems are drawn: a few probes with tables of different sizes, and for each a
right result of random numbers. A result is spoiled in a known way, or at random.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from descent.diagnosis.explain import Case, Cause, explain, quantities
from descent.judging.compare import MISSING, agree, close
from descent.probing.probes import Probe, ask, call, look, make, script
from descent.probing.values import Value
from tests.descent import examples

Array = np.ndarray[Any, Any]

PARAMETERS = ("X", "y")


@dataclass(frozen=True)
class Problem:
    """Right results for a few probes, and a generator for what spoils them."""

    probes: tuple[Probe, ...]
    rights: tuple[Any, ...]
    rng: np.random.Generator

    def cases(self, spoil: Callable[[Any, Probe, np.random.Generator], Any]) -> list[Case]:
        return [
            case(probe, right, spoil(right, probe, self.rng))
            for probe, right in zip(self.probes, self.rights, strict=True)
        ]


def case(probe: Probe, right: Value, came: Value) -> Case:
    return Case(probe, right, came, not agree(right, came), PARAMETERS)


def size(probe: Probe) -> tuple[int, int]:
    table = probe.steps[0].args[0]
    return table.shape[0], table.shape[1]


FORMS: dict[str, Callable[[int, int], tuple[int, ...] | None]] = {
    "column": lambda m, n: (m, 1),
    "table": lambda m, n: (m, n),
    "row": lambda m, n: (1, n),
    "gradient": lambda m, n: (n, 2),
    "number": lambda m, n: (),
    "losses": lambda m, n: None,
}
ARRAYS = ("column", "table", "row", "gradient")


@st.composite
def problems(draw: st.DrawFn, *forms: str) -> Problem:
    """Problems in which no number of samples comes twice, nor equals the one of features."""
    form = draw(st.sampled_from(forms))
    rows = draw(st.lists(st.integers(3, 9), min_size=3, max_size=5, unique=True))
    columns = [draw(st.sampled_from([n for n in range(2, 6) if n != m])) for m in rows]
    assume(len(set(columns)) > 1)
    rng = np.random.default_rng(draw(st.integers(0, 1 << 32)))
    probes, rights = [], []
    for m, n in zip(rows, columns, strict=True):
        probes.append(call(rng.normal(size=(m, n)), rng.normal(size=(m, 1))))
        shape = FORMS[form](m, n)
        right = rng.normal(size=m if shape is None else shape)
        rights.append(right.tolist() if shape is None or shape == () else right)
    return Problem(tuple(probes), tuple(rights), rng)


def times(factor: Callable[[int, int], float]) -> Callable[..., Any]:
    def spoil(right: Any, probe: Probe, rng: np.random.Generator) -> Any:
        spoiled = np.asarray(right) * factor(*size(probe))
        return spoiled.tolist() if isinstance(right, (list, float)) else spoiled

    return spoil


def blow_up(right: Array, probe: Probe, rng: np.random.Generator) -> Array:
    m = len(right)
    return np.where(np.eye(m, dtype=bool), right, rng.normal(size=(m, m)))


def leave_rows(right: Array, probe: Probe, rng: np.random.Generator) -> Array:
    rows = rng.normal(size=(size(probe)[0], right.shape[1]))
    rows[-1] = right[0] - rows[:-1].sum(axis=0)
    return rows


def exchange_rows(right: Array, probe: Probe, rng: np.random.Generator) -> Array:
    return np.roll(right, int(rng.integers(1, len(right))), axis=0)


def make_some_nan(right: Array, probe: Probe, rng: np.random.Generator) -> Array:
    came = right.copy()
    came.flat[rng.integers(right.size)] = np.nan
    return came


FACTORS: dict[str, Callable[[int, int], float]] = {
    "missing-mean": lambda m, n: m,
    "mean-twice": lambda m, n: 1 / m,
    "missing-two": lambda m, n: 1 / 2,
    "extra-two": lambda m, n: 2,
    "sign": lambda m, n: -1,
    "missing-mean-and-two": lambda m, n: m / 2,
    "missing-mean-extra-two": lambda m, n: 2 * m,
    "mean-twice-missing-two": lambda m, n: 1 / (2 * m),
    "sign-missing-mean": lambda m, n: -m,
    "sign-mean-twice": lambda m, n: -1 / m,
    "sign-missing-two": lambda m, n: -1 / 2,
    "sign-missing-mean-and-two": lambda m, n: -m / 2,
    "features-factor": lambda m, n: n,
    "features-divided": lambda m, n: 1 / n,
    "constant-factor": lambda m, n: 1.37,
    "zero": lambda m, n: 0,
}

# By the id of the cause: what it does to a result, and to which results it can happen.
EFFECTS: dict[str, tuple[Callable[..., Any], tuple[str, ...]]] = {
    **{
        id: (times(factor), (*ARRAYS, "number", "losses"))
        for id, factor in FACTORS.items()
        # Zeros are the same number whatever the arguments are, and that is said.
        if id != "zero"
    },
    "complement": (
        lambda r, p, g: (1 - np.asarray(r)).tolist() if type(r) is list else 1 - r,
        tuple(FORMS),
    ),
    "transposed": (lambda r, p, g: r.T, ARRAYS),
    "missing-axis": (lambda r, p, g: r.ravel(), ARRAYS),
    "wrong-axes": (lambda r, p, g: np.asarray(r)[np.newaxis], (*ARRAYS, "number")),
    "broadcast": (blow_up, ("column",)),
    "sum-missing": (leave_rows, ("row",)),
    "summed-too-far": (lambda r, p, g: float(r.sum()), ARRAYS),
    "row-order": (exchange_rows, ("column", "table")),
    "one-late": (lambda r, p, g: [*r[1:], g.normal()], ("losses",)),
    "one-early": (lambda r, p, g: [g.normal(), *r[:-1]], ("losses",)),
    "one-too-many": (lambda r, p, g: [*r, g.normal()], ("losses",)),
    "one-missing": (lambda r, p, g: r[:-1], ("losses",)),
    "argument-returned": (lambda r, p, g: p.steps[0].args[0].copy(), ("table",)),
    "constant": (lambda r, p, g: np.full_like(r, 0.37), (*ARRAYS, "number")),
    "not-finite": (make_some_nan, ("table", "column")),
}

LIKE_ANOTHER = {
    # A row of numbers that lost its axes, or its rows exchanged, is something else besides.
    ("summed-too-far", "mean"): "the mean of all the entries",
}


def effects(*but: str) -> st.SearchStrategy[tuple[str, Problem]]:
    """A cause, and a problem to which it can happen."""
    names = [name for name in EFFECTS if name not in but]
    return st.sampled_from(names).flatmap(
        lambda name: st.tuples(st.just(name), problems(*EFFECTS[name][1]))
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
    assert explain("dW", cases) is None


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


SORTS: dict[str, Callable[[Probe], bool]] = {
    "one sample": lambda p: size(p)[0] == 1,
    "one feature": lambda p: size(p)[1] == 1,
    "several samples with as many features each": lambda p: size(p)[0] == size(p)[1] > 1,
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
        place = re.sub(r".*\bon (.*?)(, and nowhere else)?\.", r"\1", cause.sentence)
        labels = {c.probe.label for c in cases}
        inside = (lambda p: p.label == place) if place in labels else SORTS[place]
        return all(inside(c.probe) == (c.wrong == bool(cause.id)) for c in cases)
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
    labels = data.draw(st.sampled_from([("",), ("the first", "the second", "the third")]))
    cases = []
    for _ in range(data.draw(st.integers(1, 6))):
        m, n = int(rng.integers(1, 5)), int(rng.integers(1, 4))
        shape = FORMS[form](m, n)
        assert shape is not None
        right = rng.choice(rights, shape)
        came = rng.choice(cames, data.draw(st.sampled_from([shape, shape, shape, shape[::-1]])))
        came = right if rng.random() < 0.2 else came
        probe = call(rng.choice([0.0, 1.0, 2.0], (m, n)), np.ones((m, 1)), label=rng.choice(labels))
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


@pytest.mark.parametrize("m", [2, 4])
def test_a_factor_that_may_be_two_things_is_told_as_a_number(m: int) -> None:
    # With as many samples in every probe, 2 or 4 is what it is, and nothing more.
    rng = np.random.default_rng(0)
    cases = []
    for _ in range(3):
        right = rng.normal(size=(3, 2))
        cases.append(case(call(rng.normal(size=(m, 3))), right, right * m))
    cause = explain("dW", cases)
    assert cause == Cause(
        "constant-factor",
        f"dW is {m} times what it should be, in every entry.",
        "dW is a constant multiple of what it should be, in every entry.",
    )


def test_the_mean_over_all_entries_is_told_from_that_over_samples() -> None:
    rng = np.random.default_rng(1)
    cases = []
    for m, n in ((3, 2), (4, 3), (5, 1)):
        right = float(rng.normal())
        cases.append(case(call(rng.normal(size=(m, n))), right, right * m * n))
    cause = explain("", cases)
    assert cause is not None and cause.id == "missing-mean"
    assert "6 times too large where there are 6 entries" in cause.sentence


def test_a_factor_is_told_with_the_numbers_of_the_first_probe_in_which_it_shows() -> None:
    rng = np.random.default_rng(1)
    cases = []
    for m in (1, 4, 6):
        right = rng.normal(size=(1, 3))
        cases.append(case(call(rng.normal(size=(m, 2))), right, right * m))
    cause = explain("db", cases)
    assert cause is not None
    assert cause.sentence.startswith("db is 4 times too large where there are 4 samples")


def labeled(*labels: str, wrong: Sequence[str]) -> list[Case]:
    rng = np.random.default_rng(3)
    cases = []
    for label in labels:
        right = rng.normal(size=(3, 2))
        came = rng.normal(size=(3, 2)) if label in wrong else right
        cases.append(case(call(rng.normal(size=(3, 4)), label=label), right, came))
    return cases


def test_where_it_is_wrong_is_told_by_what_the_probes_are_called() -> None:
    cause = explain("z", labeled("", "one sample", "whole numbers", wrong=["whole numbers"]))
    assert cause == Cause("only-some", "z is right elsewhere, but not on whole numbers.")


def test_where_it_happens_to_be_right_is_told_but_is_no_cause() -> None:
    cause = explain("z", labeled("", "one sample", "whole numbers", wrong=["", "whole numbers"]))
    assert cause == Cause("", "z is right on one sample, and nowhere else.")


def test_nothing_is_said_where_probes_of_one_name_are_both_right_and_wrong() -> None:
    cases = labeled("", "one sample", "one sample", wrong=["one sample"])
    assert explain("z", [*cases[:2], replace(cases[2], came=cases[2].right, wrong=False)]) is None


def test_nothing_is_said_of_elsewhere_if_some_probes_are_not_there() -> None:
    cases = labeled("", "one sample", "whole numbers", wrong=["whole numbers"])
    assert explain("z", cases, whole=False) is None


def sorts(tables: Sequence[Array], wrong: Callable[[Array], bool]) -> Cause | None:
    rng = np.random.default_rng(4)
    cases = []
    for table in tables:
        right = rng.normal(size=(3, 2))
        cases.append(case(call(table), right, rng.normal(size=(3, 2)) if wrong(table) else right))
    return explain("z", cases)


def test_inputs_of_one_sort_are_told_apart_without_a_name() -> None:
    rng = np.random.default_rng(5)
    floats = [rng.normal(size=shape) for shape in ((4, 3), (5, 2), (2, 2), (3, 3))]
    ints = [rng.integers(0, 5, shape) for shape in ((4, 3), (2, 5))]
    whole = sorts([*floats, *ints], lambda table: table.dtype.kind == "i")
    assert whole == Cause("only-some", "z is right elsewhere, but not on whole numbers.")
    square = sorts([*floats, *ints], lambda table: table.shape[0] != table.shape[1])
    assert square == Cause(
        "", "z is right on several samples with as many features each, and nowhere else."
    )
    flat = [rng.normal(size=3), rng.normal(size=4)]
    one_axis = sorts([*floats, *flat], lambda array: array.ndim == 1)
    assert one_axis == Cause("only-some", "z is right elsewhere, but not on arrays with one axis.")


def test_a_single_probe_of_a_sort_tells_nothing() -> None:
    rng = np.random.default_rng(5)
    tables = [rng.normal(size=shape) for shape in ((4, 3), (5, 2), (3, 3), (2, 4))]
    assert sorts(tables, lambda table: table.shape == (3, 3)) is None


def test_nothing_is_said_if_two_sorts_fit() -> None:
    rng = np.random.default_rng(5)
    tables = [rng.normal(size=(4, 3)), rng.normal(size=(5, 2))]
    squares = [rng.integers(0, 5, (3, 3)), rng.integers(0, 5, (2, 2))]
    assert sorts([*tables, *squares], lambda table: table.dtype.kind == "i") is None


def elementwise(
    inputs: Sequence[Array], wrong: Callable[[Array], Array], to: float = 0.7
) -> Cause | None:
    """The cause for a function of one input that is off by a bit, or NaN, where that is so."""
    cases = []
    for number, x in enumerate(inputs):
        right = np.cos(x) * (number + 2)
        cases.append(case(call(x), right, np.where(wrong(x), right + to, right)))
    return explain("a", cases)


inputs = st.integers(0, 1 << 32).map(
    lambda seed: [
        np.random.default_rng(seed).uniform(0.05, 5, shape)
        * np.random.default_rng(seed + 1).choice([-1, 1], shape)
        for shape in ((9,), (3, 4), (2, 3, 2))
    ]
)
REGIONS: dict[str, Callable[[Array], Array]] = {
    "where X is negative": lambda x: x < 0,
    "where X is positive": lambda x: x > 0,
    "where |X| is large": lambda x: np.abs(x) > 2.5,
    "where X is large": lambda x: x > 2.5,
    "where X is far below 0": lambda x: x < -2.5,
    "where X is near 0": lambda x: np.abs(x) < 0.9,
}


@examples
@given(inputs, st.sampled_from(sorted(REGIONS)), st.sampled_from([0.7, np.nan, np.inf]))
def test_the_region_in_which_entries_are_wrong_is_told(
    drawn: list[Array], region: str, to: float
) -> None:
    wrong = np.concatenate([REGIONS[region](x).ravel() for x in drawn])
    assume(5 < wrong.sum() < wrong.size - 5)
    x = np.concatenate([x.ravel() for x in drawn])
    # Other numbers lie as far out, on the other side, unless these belong to the region too.
    outer = np.abs(x) >= np.min(np.abs(x[wrong]))
    assume("large" not in region or "|" in region or (outer & (x < 0)).any())
    assume("far" not in region or (outer & (x > 0)).any())
    assume("|" not in region or ((x[wrong] > 0).any() and (x[wrong] < 0).any()))
    assume(region == "where X is negative" or not np.array_equal(x < 0, wrong))
    assume(region == "where X is positive" or not np.array_equal(x > 0, wrong))
    cause = elementwise(drawn, REGIONS[region], to)
    assert cause is not None and region in cause.told(False)
    assert cause.id == ("only-some" if to == 0.7 else "not-finite")
    assert ("NaN" in cause.sentence) == np.isnan(to)


def test_the_number_from_which_on_it_is_wrong_is_round_and_between_the_probes() -> None:
    x = np.concatenate([np.linspace(-9, 9, 31), np.array([-60.0, -14, 14.5, 90])])
    cause = elementwise([x, x[::-1]], lambda x: np.abs(x) > 10)
    assert cause == Cause(
        "only-some",
        "a is wrong where |X| is 10 or more; every other number is right.",
        "a is wrong where |X| is large; every other number is right.",
    )


@pytest.mark.parametrize(("digits", "told"), [(0, False), (1, True)])
def test_zeros_alone_are_not_told_as_rounded(digits: int, told: bool) -> None:
    # A part that is right by itself hides that everything else is zero.
    counted = case(call(np.ones((2, 1))), 1000, 1000)
    below_half = [np.linspace(0.11, 0.3 + number / 100, 5) for number in range(16)]
    cases = [
        case(call(np.ones((5, 2))), losses.tolist(), losses.round(digits).tolist())
        for losses in below_half
    ]
    cause = explain("losses", [counted, *cases])
    assert (cause is not None and cause.id == "rounded") is told


@pytest.mark.parametrize(
    ("values", "told"),
    [([0.0], "X is exactly 0"), ([1.0], "X is exactly 1"), ([0.0, 1.0], "X is exactly 0 or 1")],
)
def test_edges_are_told(values: list[float], told: str) -> None:
    x = np.concatenate([np.linspace(-3, 3, 29) + 0.01, np.repeat([0.0, 1.0], 4)])
    cause = elementwise([x, x + 0.0], lambda x: np.isin(x, values))
    assert cause is not None and cause.sentence.startswith(f"a is wrong where {told}")


@examples
@given(inputs, st.floats(0.1, 0.9), st.integers(0, 1000))
def test_no_region_is_told_where_wrong_entries_lie_anywhere(
    drawn: list[Array], share: float, seed: int
) -> None:
    rng = np.random.default_rng(seed)
    assert elementwise(drawn, lambda x: rng.random(x.shape) < share) is None


def test_few_entries_are_wrong_by_chance_in_a_region() -> None:
    assert elementwise([np.array([-1.0, 1, 2, 3])], lambda x: x < 0) is None


def test_nan_in_a_whole_result_is_told_by_what_its_probe_is_called() -> None:
    X = np.ones((3, 2))
    cases = [case(call(X), 0.5, 0.5), case(call(X, label="predictions of 0"), 0.25, np.nan)]
    cause = explain("", cases)
    assert cause == Cause(
        "not-finite",
        "the result is NaN on predictions of 0; every other number is right.",
        "the result is NaN on predictions of 0; every other number is right.",
    )


def test_where_nothing_is_right_nan_explains_nothing() -> None:
    cases = [case(call(np.ones((2, 2))), np.ones(2), np.array([np.nan, np.nan]))]
    assert explain("", cases) is None


def test_decimals_that_are_lost_where_whole_numbers_come_in_are_told() -> None:
    rng = np.random.default_rng(6)
    cases = []
    for table in (rng.normal(size=(3, 2)), rng.integers(1, 9, (4, 2)), rng.integers(1, 9, (2, 3))):
        right = table * 1.37
        came = right.astype(table.dtype)
        cases.append(case(call(table), right, came))
    cause = explain("z", cases)
    assert cause is not None and cause.id == "integers-kept"
    # Cut off everywhere, it is not the integers that do it.
    everywhere = [case(c.probe, c.right, np.trunc(c.right).astype(int)) for c in cases]
    assert explain("z", everywhere) is None


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


def test_on_inputs_of_one_name_a_wrong_shape_is_told_with_the_name() -> None:
    rng = np.random.default_rng(9)
    cases = []
    for label, m in (("", 4), ("one sample", 1), ("", 3)):
        right = rng.normal(size=(m, 2))
        cases.append(case(call(rng.normal(size=(m, 3)), label=label), right, np.squeeze(right)))
    cases[1] = case(cases[1].probe, cases[1].right, cases[1].right.reshape(2, 1))
    cause = explain("a", cases)
    assert cause is not None and cause.id == "transposed"
    assert cause.sentence.startswith("On one sample, a is transposed: expected shape (1, 2)")


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
    numbers = re.findall(r"\d+(?:\.\d+)?", cause.told(False))
    assert set(numbers) <= known, cause.told(False)


def test_an_unnamed_item_of_a_result_is_named_by_its_place() -> None:
    right = np.arange(6.0).reshape(3, 2) + 0.123
    cause = explain("[1]", [case(call(np.ones((3, 2))), right, -right)])
    assert cause is not None and cause.sentence.startswith("the result[1] has the wrong sign")


def test_quantities_are_those_of_the_last_call_that_gets_a_table() -> None:
    X = np.ones((4, 3))
    probe = script(make("net", [3, 1]), ask("net.forward", X), look("net.cache", show="cache"))
    assert quantities(probe) == {"samples": 4.0, "features": 3.0, "entries": 12.0}
    assert quantities(call([1, 2])) == {}
