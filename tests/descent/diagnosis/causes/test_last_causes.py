"""What is tried last: silent where a result only looks like what it says."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from descent.diagnosis.causes.cases import Cause, pairs_of
from descent.diagnosis.explain import explain_at_last
from descent.diagnosis.wrong_answer import WrongAnswer
from descent.probing.probes import Probe, call, observe
from tests.descent import made_up

RNG = np.random.default_rng(8)
PROBES = [
    call(RNG.normal(size=(m, 3)), RNG.normal(size=(m, 3)), rate, share)
    for m, rate, share in ((4, 0.3, 0.6), (5, 0.45, 0.35), (7, 0.7, 0.8), (6, 0.2, 0.55))
]
Answer = Callable[..., Any]


def told(right: Answer, answer: Answer) -> Cause | None:
    sheet = made_up(right, PROBES, parameters=("X", "v", "rate", "share"))
    cases = WrongAnswer(sheet, [observe(probe, answer) for probe in PROBES]).by_part[""]
    assert pairs_of("", cases) and any(case.wrong for case in cases)
    return explain_at_last("dw", cases)


def moved(X: Any, v: Any, rate: float, share: float) -> Any:
    return share * v - rate * X


COMBINATIONS: list[tuple[Answer, str]] = [
    (
        lambda X, v, rate, share: share * v + (1 - share) * X,
        "dw is (1 - share) X + share v: the part of X is not what it should be.",
    ),
    (
        lambda X, v, rate, share: -rate * (share * v + (1 - share) * X),
        "dw is −rate (1 - share) X − rate share v.",
    ),
    (lambda X, v, rate, share: v - X, "dw is −X + v."),
    (lambda X, v, rate, share: 0.37 * v - X, "dw is −X + 0.37 v."),
    (
        lambda X, v, rate, share: share * v - 3 * rate * X,
        "dw is −3 rate X + share v: the part of X is not what it should be.",
    ),
]


def test_a_number_of_the_answer_is_not_told_of_a_hidden_probe() -> None:
    cause = told(moved, lambda X, v, rate, share: 0.37 * v - 3 * rate * X)
    assert cause and cause.wording(False) == (
        "dw is −c rate X + c v, with numbers c that are the same each time."
    )


@pytest.mark.parametrize(("answer", "sentence"), COMBINATIONS)
def test_what_each_input_counts_is_told(answer: Answer, sentence: str) -> None:
    cause = told(moved, answer)
    assert cause and cause.sentence == sentence


def squashed(X: Any, *_: Any) -> Any:
    return 1 / (1 + np.exp(-X))


def stepped(X: Any, step: float) -> Any:
    return np.tile(X.min() + step * np.arange(5), (4, 1))


# A right answer and a wrong one that is near to what a cause says, and is something else.
NEAR: dict[str, tuple[Answer, Answer]] = {
    "a table as large as an outer product": (
        lambda X, *_: X.T @ X[:, :1],
        lambda X, *_: np.sin(np.outer(X[:, :1], X)),
    ),
    "columns behind wrong ones": (
        lambda X, *_: np.cos(X[:, :2]),
        lambda X, *_: np.c_[np.cos(X[:, :2]) ** 3, np.zeros(len(X))],
    ),
    "an array of which no sum is right": (
        lambda X, *_: float(np.sum(X**2)),
        lambda X, *_: np.abs(X).sum(axis=0),
    ),
    "rows that add up to 1 and are no softmax": (
        squashed,
        lambda X, *_: squashed(X) / squashed(X).sum(axis=1, keepdims=True),
    ),
    "another factor in every entry": (
        lambda X, *_: np.sin(X) + 2,
        lambda X, *_: (np.sin(X) + 2) * (X + 3),
    ),
    "a combination with a part that is none": (moved, lambda X, v, rate, share: v + 0.1 * X**2),
    "a combination with a share that follows the samples": (
        moved,
        lambda X, v, rate, share: len(X) / 10 * v - X,
    ),
    "a combination that is right but for a default": (
        moved,
        lambda X, v, rate, share: moved(X, v, rate, share) * (1 if len(X) < 7 else 0.5),
    ),
    "fractions that lie above and below": (
        lambda X, *_: float(len(X)),
        lambda X, *_: len(X) + (0.4 if len(X) % 2 else -0.4),
    ),
    "whole numbers, some of them too large": (
        lambda X, *_: float(len(X)),
        lambda X, *_: float(len(X) + len(X) % 2),
    ),
    "something else on one side of zero": (
        lambda X, *_: np.sin(X) + 2,
        lambda X, *_: np.where(X < 0, np.cos(X) ** 3, np.sin(X) + 2),
    ),
    "entries that are large": (lambda X, *_: 2 * X, lambda X, *_: X[np.abs(X) > 0.8] ** 2),
    "what is right and something else besides": (
        lambda X, *_: np.sin(X),
        lambda X, *_: np.sin(X) + 0.1 * X**2,
    ),
    "entries that are off by different numbers": (
        lambda X, *_: np.sin(X),
        lambda X, v, rate, share: np.sin(X) + rate,
    ),
    "a function that is not plain": (lambda X, *_: np.sin(X), lambda X, *_: X**3 + 1),
    "a function of what is right that is not plain": (
        lambda X, *_: np.sin(X),
        lambda X, *_: np.sin(X) ** 3 + np.sin(X) ** 2,
    ),
    "a bound that differs from entry to entry": (
        lambda X, *_: np.sin(X),
        lambda X, *_: np.maximum(np.sin(X), np.cos(9 * X)),
    ),
    "a bound in one call alone": (
        lambda X, *_: np.sin(X),
        lambda X, *_: np.maximum(np.sin(X), 0.1) if len(X) == 7 else np.sin(X),
    ),
    "a single number that is no sum": (
        lambda X, *_: np.exp(X),
        lambda X, *_: float(np.exp(X).mean()),
    ),
    "the column in the middle": (
        lambda X, *_: np.cos(X),
        lambda X, *_: np.cos(X) * np.array([1, 0.3, 1]),
    ),
    "steps that are twice as long": (
        lambda X, *_: stepped(X, X.std()),
        lambda X, *_: stepped(X, 2 * X.std()),
    ),
}


@pytest.mark.parametrize("case", sorted(NEAR))
def test_nothing_is_said_of_what_only_looks_like_it(case: str) -> None:
    assert told(*NEAR[case]) is None


FUNCTIONS: list[tuple[Answer, Answer, str]] = [
    (
        np.sin,
        lambda X: np.sin(X) - 0.25,
        "dw is 0.25 less than it should be in every entry, each time.",
    ),
    (np.sin, lambda X: squashed(0.3 * X), "dw is the sigmoid of 0.3 X."),
    (np.sin, lambda X: np.abs(np.sin(X)), "dw is what it should be without its sign."),
    (squashed, lambda X: squashed(squashed(X)), "dw is the sigmoid of what it should be."),
    (
        np.sin,
        lambda X: np.clip(np.sin(X), -0.6, 0.4),
        "dw is never below −0.6 and never above 0.4: what should lie beyond is cut off there.",
    ),
    (
        np.tanh,
        lambda X: np.where(X < 0, 0.05 * X, np.tanh(X)),
        "Where X is negative, dw is 0.05 times X.",
    ),
    (
        lambda X: np.tanh(X) + 3,
        lambda X: (np.tanh(X) + 3) * np.where(X > 0, 0.5, 1),
        "Where X is positive, dw is 0.5 times what it should be.",
    ),
]


@pytest.mark.parametrize(("right", "answer", "sentence"), FUNCTIONS)
def test_a_plain_function_is_told(right: Answer, answer: Answer, sentence: str) -> None:
    cause = told(lambda X, *_: right(X), lambda X, *_: answer(X))
    assert cause and cause.sentence == sentence


def test_a_curve_that_is_stretched_both_ways_is_told_where_it_reaches_its_bound() -> None:
    def answer(X: Any, *_: Any) -> Any:
        return 1.4 * np.tanh(0.8 * X)

    far = [*PROBES, call(np.array([[900.0, -900.0, 0.3]]), np.ones((1, 3)), 0.2, 0.4)]
    assert told_of(far, lambda X, *_: np.tanh(X), answer) == "dw is 1.4 times tanh(0.8 X)."
    # Where it does not, what it is multiplied by is anybody's guess.
    assert told_of(PROBES, lambda X, *_: np.tanh(X), answer) == ""


def test_what_is_less_than_an_argument_is_told_by_its_name() -> None:
    def answer(X: Any, v: Any, rate: float, share: float) -> Any:
        return np.clip(np.sin(X), -10 * rate, 1 - share)

    cause = told(lambda X, *_: np.sin(X), answer)
    assert cause and cause.sentence.startswith("dw is never above 1 − share: ")
    assert cause.wording(False).startswith("dw is never above a bound: ")


def test_what_is_right_but_where_something_is_left_out_is_no_combination() -> None:
    def with_default(X: Any, v: Any, rate: float, share: float = 0.9) -> Any:
        return moved(X, v, rate, share)

    def other_default(X: Any, v: Any, rate: float, share: float = 0.8) -> Any:
        return moved(X, v, rate, share)

    probes = [*PROBES, call(RNG.normal(size=(3, 3)), RNG.normal(size=(3, 3)), 0.4)]
    sheet = made_up(with_default, probes, parameters=("X", "v", "rate", "share"))
    answer = WrongAnswer(sheet, [observe(probe, other_default) for probe in probes])
    assert explain_at_last("dw", answer.by_part[""]) is None


@pytest.mark.parametrize("kind", ["complex", "float16", "longdouble", "uint8", "bool"])
@pytest.mark.parametrize("right", [moved, lambda X, v, rate, share: float(np.floor(X.sum()))])
def test_numbers_of_any_kind_are_looked_at(right: Answer, kind: str) -> None:
    cause = told(right, lambda X, v, *rest: np.asarray(right(X, v, *rest) + 0.3).astype(kind))
    assert cause is None or not cause.sentence.startswith("dw is −")


def test_a_table_of_one_row_or_column_has_no_second_one() -> None:
    def grid(X: Any) -> Any:
        steps = np.linspace(X.min() - 0.5, X.max() + 0.5, 4)
        return np.tile(steps, (3, 1))

    for shape in ((1, 3), (4, 1)):
        probes = [call(RNG.normal(size=shape)) for _ in range(4)]
        sheet = made_up(grid, probes, parameters=("X",))
        observations = [observe(probe, lambda X: grid(X) * 1.5) for probe in probes]
        cases = WrongAnswer(sheet, observations).by_part[""]
        assert explain_at_last("xx", cases) is None


def varied(*, by: str = "", m: int = 5) -> list[Probe]:
    """Questions of which some differ in the rate alone, passed by position or by name."""
    X, v = RNG.normal(size=(m, 3)), RNG.normal(size=(m, 3))
    rates = [0.3, 0.5, 0.9]
    named = [call(X, v, share=0.4, rate=rate) for rate in rates]
    placed = [call(X, v, rate, 0.4) for rate in rates]
    return [*PROBES, *({"": [*named, *placed], "name": named, "position": placed}[by])]


def told_of(probes: list[Probe], right: Answer, answer: Answer) -> str:
    sheet = made_up(right, probes, parameters=("X", "v", "rate", "share"))
    cases = WrongAnswer(sheet, [observe(probe, answer) for probe in probes]).by_part[""]
    cause = explain_at_last("dw", cases)
    return cause.sentence if cause else ""


NO_RATE = "Where nothing but the rate that is passed{} was another, dw came out the same."


def test_an_argument_that_changes_nothing_is_told_in_the_way_in_which_it_was_passed() -> None:
    def answer(X: Any, v: Any, rate: float, share: float) -> Any:
        return share * np.sin(v) - 0.1 * X

    assert told_of(varied(), moved, answer) == NO_RATE.format("")
    assert told_of(varied(by="name"), moved, answer) == NO_RATE.format(" by name")
    assert told_of(varied(by="position"), moved, answer) == NO_RATE.format("")


@pytest.mark.parametrize(
    ("right", "answer"),
    [
        (moved, lambda X, v, rate, share: np.sin(v) - rate * X),
        # What comes is too little to be the same by more than chance.
        (moved, lambda X, v, rate, share: np.zeros_like(v)),
        # Where it is varied, another argument comes out unchanged; elsewhere it may count.
        (moved, lambda X, v, rate, share: v if len(X) == 5 else rate * np.sin(X)),
        # It has no effect where it should have none.
        (lambda X, v, rate, share: share * v, lambda X, v, rate, share: share * np.sin(v)),
        # Two right results that are single numbers are not enough.
        (
            lambda X, v, rate, share: float(np.round(X.sum() * (rate > 0.4), 3)),
            lambda X, v, rate, share: float(np.sin(X).sum()),
        ),
    ],
)
def test_nothing_is_said_of_an_argument_that_may_have_an_effect(
    right: Answer, answer: Answer
) -> None:
    assert "no effect" not in told_of(varied(), right, answer)


def test_all_numbers_in_a_row_but_the_first_are_right() -> None:
    probes = [call(RNG.normal(size=(m, n))) for m, n in ((5, 3), (4, 4), (6, 2))]
    assert told_of(
        probes, lambda X: X.mean(axis=0), lambda X: X.mean(axis=0) * (np.arange(X.shape[1]) > 0)
    ) == ("dw: all numbers are right but the first, which is 0.")
    assert (
        told_of(
            probes,
            lambda X: X.mean(axis=0),
            lambda X: X.mean(axis=0) * (np.arange(X.shape[1]) != 1),
        )
        == "Some entries of dw are right, and all others are 0."
    )


def test_evenly_spaced_numbers_of_whole_samples_are_looked_at() -> None:
    """A grid over whole numbers: their least is looked for, and whole numbers have no infinity."""
    probes = [call(RNG.integers(-5, 5, (4, 2)), rate) for rate in (0.1, 0.2, 0.4)]
    right = lambda X, rate: X.min() - rate + 0.3 * np.tile(np.arange(4.0), (3, 1))
    answer = lambda X, rate: X.min() - 1 + 0.3 * np.tile(np.arange(4.0), (3, 1))
    assert "no effect" not in told_of(probes, right, answer)


def test_results_without_entries_have_no_bound() -> None:
    probes = [call(RNG.normal(size=(m, 3))) for m in (4, 5)]
    # Empty arrays of another kind than what is asked for are wrong without a number in them.
    sheet = made_up(lambda X: X[:0], probes, parameters=("X",))
    cases = WrongAnswer(sheet, [observe(probe, lambda X: X[:0]) for probe in probes]).by_part[""]
    assert explain_at_last("dw", [replace(case, wrong=True) for case in cases]) is None


def test_a_sum_of_inputs_holds_for_single_numbers_too() -> None:
    numbers = call(0.7, 0.3, 0.4, 0.9)
    sheet = made_up(moved, [*PROBES, numbers], parameters=("X", "v", "rate", "share"))

    def sentence(answer: Answer) -> str:
        seen = [observe(probe, answer) for probe in sheet.probes]
        cause = explain_at_last("dw", WrongAnswer(sheet, seen).by_part[""])
        return cause.sentence if cause else ""

    assert sentence(lambda X, v, *_: v - X) == "dw is −X + v."
    table_alone = lambda X, *rest: rest[0] - X if np.ndim(X) else moved(X, *rest)
    assert not sentence(table_alone).startswith("dw is −X")


def squashed(z: Any) -> Any:
    return 1 / (1 + np.exp(-z))


def test_what_differs_where_a_neuron_is_saturated_is_no_other_function() -> None:
    """Nothing is known there of the weighted sum, and everywhere else it is the sigmoid."""
    right = lambda X, v, rate, share: squashed(15 * X * v)
    cause = told(right, lambda X, v, rate, share: np.maximum(right(X, v, rate, share), 1e-5))
    assert cause is None or cause.id != "function-of-sums"


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        (lambda z: squashed(2 * z), "dw is the sigmoid of 2 z, where z is the weighted sum."),
        (
            lambda z: 1 / (1 + 2.7**-z),
            "dw is the sigmoid of z with 2.7 in place of e, where z is the weighted sum.",
        ),
        (lambda z: np.maximum(z, 0.1 * z), "dw is the larger of z and 0.1 z, where z is"),
        (
            lambda z: np.exp(z) / np.exp(z).sum(),
            "dw is what softmax makes of the weighted sums: all numbers add up to 1.",
        ),
        (
            lambda z: np.exp(z) / np.exp(z).sum(axis=0),
            "dw is what softmax makes of the weighted sums: the numbers of each column add up",
        ),
    ],
)
def test_another_activation_is_told_of_the_weighted_sums(answer: Answer, sentence: str) -> None:
    sums = lambda X, v: (X + v)[::-1]
    cause = told(
        lambda X, v, rate, share: squashed(sums(X, v)),
        lambda X, v, rate, share: answer(sums(X, v)),
    )
    assert cause and cause.sentence.startswith(sentence)


def test_a_factor_of_what_is_added_up_over_the_samples_is_told() -> None:
    right = lambda X, v, rate, share: X + v
    cause = told(right, lambda X, v, rate, share: (X + v).mean(axis=0))
    assert cause and cause.sentence == (
        "dw is added up over the samples, but for a factor, and should have a row for each of "
        "them: expected shape (4, 3), got (3,)."
    )


def test_arrays_that_are_updated_together_are_not_told_to_have_no_effect_on_each_other() -> None:
    rng = np.random.default_rng(3)
    v = rng.normal(size=(4, 3))
    probes = [call(rng.normal(size=(4, 3)), v) for _ in range(3)]
    sheet = made_up(lambda X, v: v - X, probes, parameters=("X", "v"))
    seen = [observe(probe, lambda X, v: np.arctan(v) ** 3) for probe in probes]
    cases = WrongAnswer(sheet, seen).by_part[""]
    told_of = {name: explain_at_last(name, cases) for name in ("dw", "v")}
    assert told_of["dw"] and told_of["dw"].id == "no-effect-X"
    assert told_of["v"] is None


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        (
            lambda X, v, rate, share: X * np.exp(v[:, :1]),
            "dw has a row for each sample: expected shape (3, 1), got (4, 3). It is to be added up",
        ),
        (
            lambda X, v, rate, share: X.T @ (v[:, :1] - v[:, 1]),
            "dw has a column for each sample: expected shape (3, 1), got (3, 4). So it comes where",
        ),
    ],
)
def test_what_each_sample_has_to_do_with_a_gradient_is_told_by_its_shape(
    answer: Answer, sentence: str
) -> None:
    cause = told(lambda X, v, rate, share: X.T @ v[:, :1], answer)
    assert cause and cause.sentence.startswith(sentence)


def test_the_first_layer_of_several_is_told_by_its_own_parameters() -> None:
    rng = np.random.default_rng(6)
    probes = [
        call(
            rng.normal(size=(m, 3)), {"W1": rng.normal(size=(3, 2)), "b1": rng.normal(size=(1, 2))}
        )
        for m in (4, 5, 6)
    ]
    sums = lambda X, params: X @ params["W1"] + params["b1"]
    sheet = made_up(lambda *of: squashed(sums(*of)), probes, parameters=("X", "params"))
    seen = [observe(probe, lambda *of: sums(*of) * squashed(sums(*of))) for probe in probes]
    cases = WrongAnswer(sheet, seen).by_part[""]
    cause = explain_at_last("cache['a1']", cases)
    assert cause and cause.sentence == "cache['a1'] is (X @ W1 + b1) times its own sigmoid."
    other = explain_at_last("cache['a2']", cases)
    assert other is None or "W1" not in other.sentence
