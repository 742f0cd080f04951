"""The page on diagnosis has the lists of the code, and each general cause says its example."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from descent.diagnosis.causes.cases import pairs_of
from descent.diagnosis.explain import GENERAL_CAUSES, LAST_CAUSES, explain, explain_at_last
from descent.diagnosis.explainers import EXPLAINERS
from descent.diagnosis.wrong_answer import WrongAnswer, is_open
from descent.probing.probes import Probe, call, observe
from tests.descent import made_up

PAGE = Path(__file__).parents[3] / "docs" / "diagnosis.md"
RNG = np.random.default_rng(4)
TABLES = [call(RNG.normal(size=shape)) for shape in ((4, 3), (5, 3), (3, 3))]
TRIED = [*TABLES, replace(call(RNG.normal(size=(6, 3))), again="experiment")]
WHOLE = [*TABLES, call(np.arange(12).reshape(4, 3))]


def doubled(X: Any) -> Any:
    return 2 * X


def columns(X: Any) -> Any:
    return 3 * X[:, :2]


def sums(X: Any) -> Any:
    return X.sum(axis=0, keepdims=True)


def running(X: Any) -> Any:
    return [float(number) for number in np.cumsum(X.ravel())[: len(X) + 2]]


def gone_on() -> Callable[[Any], Any]:
    kept: list[float] = []

    def answer(X: Any) -> Any:
        kept.extend(running(X))
        return [*kept]

    return answer


def cut(X: Any) -> Any:
    return (0.7 * X).astype(X.dtype)


# For each general cause, a right answer, one that nothing before it explains, and the probes.
CASES: dict[str, tuple[Callable[[Any], Any], Callable[[Any], Any], Sequence[Probe]]] = {
    "transposed": (columns, lambda X: columns(X).T, TABLES),
    "reshaped": (columns, lambda X: columns(X).ravel(), TABLES),
    "blown_up": (lambda X: X[:, :1] - X[:, 1:2], lambda X: X[:, :1] - X[:, 1], TABLES),
    "not_summed": (sums, lambda X: X, TABLES),
    "not_finite": (doubled, lambda X: np.where(X > 0.8, np.nan, 2 * X), TABLES),
    "constant": (lambda X: X.mean(), lambda X: 0.25, TRIED),
    "factor": (doubled, lambda X: -2 * X, TABLES),
    "complement": (doubled, lambda X: 1 - 2 * X, TABLES),
    "gone_on": (running, gone_on(), TABLES),
    "same_length": (running, lambda X: [float(X.sum()) / n for n in range(1, 6)], TABLES),
    "shifted": (running, lambda X: running(X)[1:], TABLES),
    "shifted_multiple": (
        running,
        lambda X: [2 * number for number in [*running(X)[1:], 7]],
        TABLES,
    ),
    "now_and_then": (running, lambda X: running(X)[:1], TABLES),
    "broken_off": (
        running,
        lambda X: running(X)[: np.flatnonzero(np.abs(running(X)) > 0.3)[1] + 1],
        TABLES,
    ),
    "last_everywhere": (running, lambda X: running(X)[-1:] * len(running(X)), TABLES),
    "permuted": (doubled, lambda X: doubled(X)[::-1], TABLES),
    "argument_returned": (np.sin, lambda X: X, TABLES),
    "cut_to_whole": (lambda X: 0.7 * X, cut, WHOLE),
    "rounded": (doubled, lambda X: doubled(X).round(2), TABLES),
    "some_entries": (np.sin, lambda X: np.where(X < 0, np.cos(X), np.sin(X)), TABLES),
    "some_rows": (doubled, lambda X: np.vstack([doubled(X)[:-1], 5 + X[-1:]]), TABLES),
    "one_row": (doubled, lambda X: doubled(X)[0], TABLES),
}


def squashed(X: Any) -> Any:
    return 1 / (1 + np.exp(-X))


def softmax(X: Any) -> Any:
    return np.exp(X) / np.exp(X).sum(axis=1, keepdims=True)


def evenly(X: Any, step: float) -> Any:
    return np.tile(X.min() + step * np.arange(5), (4, 1))


# Questions of which two differ in one argument alone.
RATED = [
    call(X, rate)
    for table in TABLES
    for X in table.steps[0].args
    for rate in ((0.3, 0.7) if len(X) > 4 else (0.5,))
]

# A column of equal numbers whose mean is another one by a last bit.
EQUAL = [
    call(np.column_stack([np.full(m, number), np.arange(m) + 0.5]))
    for m, number in ((6, 0.49), (7, 0.09), (6, 3.4), (7, 2.3))
]


def standardized(X: Any, tiny: float = 0.0) -> Any:
    equal = np.ptp(X, axis=0) == 0
    result = (X - X.mean(axis=0)) / np.where(equal, 1, X.std(axis=0))
    return np.where(equal, (X - X.mean(axis=0)) / tiny if tiny else 0, result)


# For each of those that are tried last the same.
LAST: dict[str, tuple[Callable[..., Any], Callable[..., Any]]] = {
    "agreement": (
        lambda y_true, y_prob: np.mean((y_prob > 0.5) == y_true),
        lambda y_true, y_prob: np.mean((y_prob > 0.5).ravel() == y_true),
    ),
    "quotient": (lambda m, size: -(-m // size), lambda m, size: (m + 1) // size),
    "loss_of": (
        lambda y_true, y_pred: np.mean((y_pred - y_true) ** 2),
        lambda y_true, y_pred: np.abs(y_pred - y_true).sum() ** 2 / 2,
    ),
    "outer_product": (lambda X: X.T @ X[:, :1], lambda X: np.outer(X[:, :1], X)),
    "more_columns": (columns, lambda X: np.c_[columns(X), np.zeros(len(X))]),
    "not_one_number": (lambda X: X.sum(), lambda X: X.sum(axis=0)),
    "row_sums": (columns, lambda X: columns(X).sum(axis=0)),
    "samples_left": (lambda X: np.sin(X).sum(axis=0)[:, np.newaxis], np.sin),
    "by_row": (np.sin, lambda X: X.sum(axis=1) if X.ndim > 1 else np.sin(X)),
    "softmax": (squashed, softmax),
    "entry_factor": (lambda X: X * (X**2 + 1), lambda X: X**2 + 1),
    "one_for_all": (
        lambda X: X * (1 - X) * np.sin(3 * X),
        lambda X: X * (1 - X) * np.sin(3 * X).sum(),
    ),
    "combination": (np.sin, lambda X: -X),
    "not_cut": (lambda X: float(np.floor(90 * X[0, 0])), lambda X: float(90 * X[0, 0])),
    "by_sign": (np.sin, lambda X: np.where(X < 0, 1 - np.sin(X), np.sin(X))),
    "picked": (doubled, lambda X: doubled(X)[X > 0]),
    "some_columns": (doubled, lambda X: doubled(X) * [0, 1, 1]),
    "spacing": (lambda X: evenly(X, X.std()), lambda X: evenly(X, 0.5)),
    "added_up": (np.exp, lambda X: float(1.0001 * np.exp(X).sum())),
    "surplus": (np.sin, lambda X: np.sin(X) + 2 * X),
    "offset": (np.sin, lambda X: np.sin(X) + 0.1),
    "layer": (
        lambda X, w, b: squashed(X @ w + b),
        lambda X, w, b: np.tanh(X @ w - b),
    ),
    "function_of_right": (np.sin, lambda X: np.sin(X) ** 2),
    "function_of": (np.sin, lambda X: 1 - np.tanh(X) ** 2),
    "function_of_sums": (lambda X: squashed(X - X[::-1]), lambda X: np.tanh(X - X[::-1])),
    "bounded": (np.sin, lambda X: np.maximum(np.sin(X), 0.2)),
    "rounding_left": (standardized, lambda X: standardized(X, 1e-12)),
    "left_zero": (doubled, lambda X: np.where(np.sin(20 * X) > 0, doubled(X), 0)),
    "shares": (np.tanh, lambda X: np.round(np.abs(np.sin(9 * X)) * len(X)) / len(X)),
    "no_effect": (lambda X, rate: rate * X, lambda X, rate: np.sin(X)),
}


# Questions for those of which tables of numbers show nothing.
OF_ITS_OWN = {
    "agreement": [
        call(RNG.integers(0, 2, size=(m, 1)) * 1.0, RNG.uniform(size=(m, 1)))
        for m in (7, 9, 11, 13, 15, 17)
    ],
    "layer": [
        call(*(RNG.normal(size=shape) for shape in ((m, n), (n, 1), (1, 1))))
        for m, n in ((4, 3), (5, 2), (7, 3))
    ],
    "quotient": [
        call(m, size)
        for m, size in (
            (7, 2),
            (9, 3),
            (12, 5),
            (20, 6),
            (21, 7),
            (30, 4),
            (31, 4),
            (33, 7),
            (41, 9),
        )
    ],
    "loss_of": [call(*RNG.uniform(size=(2, m, n))) for m, n in ((4, 1), (3, 2), (6, 1))],
    "no_effect": RATED,
    "rounding_left": EQUAL,
    "by_row": [*TABLES, call(np.array([0.3, 1.2, -0.4]))],
}


PARAMETERS = {
    "quotient": ("m", "size"),
    "layer": ("X", "w", "b"),
    "agreement": ("y_true", "y_prob"),
    "loss_of": ("y_true", "y_pred"),
}


def first_line(function: Callable[..., object]) -> str:
    return (inspect.getdoc(function) or "").partition("\n")[0]


@pytest.mark.parametrize("number", range(len(GENERAL_CAUSES)), ids=[c.id for c in GENERAL_CAUSES])
def test_a_general_cause_says_its_example_where_none_before_it_holds(number: int) -> None:
    general = GENERAL_CAUSES[number]
    right, answer, probes = CASES[general.id]
    sheet = made_up(right, probes, parameters=("X",))
    cases = WrongAnswer(sheet, [observe(probe, answer) for probe in probes]).by_part[""]
    pairs = pairs_of("", cases)
    assert not any(before.find("dw", pairs) for before in GENERAL_CAUSES[:number])
    told = explain("dw", cases)
    assert told and told.wording(reveal=False) == general.example


@pytest.mark.parametrize("number", range(len(LAST_CAUSES)), ids=[c.id for c in LAST_CAUSES])
def test_a_cause_that_is_tried_last_says_its_example_where_nothing_else_holds(number: int) -> None:
    last = LAST_CAUSES[number]
    right, answer = LAST[last.id]
    probes = OF_ITS_OWN.get(last.id, TABLES)
    names = PARAMETERS.get(last.id, ("X", "rate"))
    sheet = made_up(right, probes, parameters=names)
    cases = WrongAnswer(sheet, [observe(probe, answer) for probe in probes]).by_part[""]
    first = explain("dw", cases)
    assert first is None or is_open(first.id)
    pairs = pairs_of("", cases)
    assert not any(before.find("dw", pairs) for before in LAST_CAUSES[:number])
    told = explain_at_last("dw", cases)
    assert told and told.wording(reveal=False) == last.example


def test_the_page_has_the_lists_of_explainers_and_of_general_causes_in_their_order() -> None:
    explainers = [
        f"| {n} | `{e.id}` | {first_line(e.explain)} | {e.example} |"
        for n, e in enumerate(EXPLAINERS, 1)
    ]
    causes = [
        f"| {n} | `{c.id}` | {first_line(c.find)} | {c.example} |"
        for some in (GENERAL_CAUSES, LAST_CAUSES)
        for n, c in enumerate(some, 1)
    ]
    lines = PAGE.read_text(encoding="utf-8").splitlines()
    rows = [line for line in lines if line.startswith("| ") and line[2].isdigit()]
    assert rows == [*explainers, *causes]
