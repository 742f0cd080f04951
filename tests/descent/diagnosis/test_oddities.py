"""What is odd in the code of a wrong answer, told where nothing else explains it."""

from __future__ import annotations

import textwrap
from typing import Any

import numpy as np
import pytest

from descent.diagnosis.judge import judge
from descent.diagnosis.oddities import oddities
from descent.judging.evidence import Evidence
from descent.judging.sheets import Sheet
from descent.probing.probes import call, observe
from descent.probing.values import Lent
from tests.descent import made_up

RNG = np.random.default_rng(3)
TABLE, LABELS = RNG.normal(size=(4, 3)), RNG.normal(size=(4, 1))


def sheet_of(answer: str, parameters: tuple[str, ...], *args: Any) -> Sheet:
    return made_up(lambda *_: 0.3, [call(*args)], exercise=answer, parameters=parameters)


SLOPE = sheet_of("slope", ("f", "x", "h"), Lent("cubic", (0.1, 0.7)), TABLE, 0.1)
TRAIN = sheet_of("train_it", ("X", "y", "w", "lr"), TABLE, LABELS, TABLE[0], 0.1)
DELTA = sheet_of("delta", ("y", "cache", "W"), LABELS, {"a1": LABELS}, TABLE)
GRID = sheet_of("grid", ("X", "margin"), TABLE, 0.5)

# A line of an answer that is odd, the same without that, and what is said of it.
LINES: dict[str, tuple[Sheet, str, str, str]] = {
    "precedence": (
        SLOPE,
        "return (f(x) - f(-x)) / 2 * h",
        "return (f(x) - f(-x)) / (2 * h)",
        "`(f(x) - f(-x)) / 2 * h` is divided by 2, and then multiplied by h: to divide by both, "
        "write / (2 * h).",
    ),
    "difference": (
        SLOPE,
        "return f(x) - f(-x) / h",
        "return (f(x) - f(-x)) / h",
        "In `f(x) - f(-x) / h` only `f(-x)` is divided: a difference that is divided needs "
        "parentheses.",
    ),
    "moves-all": (
        SLOPE,
        "return (f(x + h) - f(x)) / h",
        "return [(f(x + h) - f(x)) / h for _ in x]",
        "`x + h` moves every entry at once, and there is no loop that would move one after "
        "another.",
    ),
    "row-alone": (
        SLOPE,
        "for k, r in enumerate(x): x[k] = g(f, r) / h",
        "for k, r in enumerate(x): x[k] = g(f, x, k) / h",
        "`g(f, r)` is about r, a row of the array that is passed, alone: f is to be asked about "
        "the whole array.",
    ),
    "draws": (
        SLOPE,
        "k = np.random.randint(3); return h",
        "k = np.argmax(x); return h",
        "`np.random.randint` draws at random, and nothing here is to depend on chance.",
    ),
    "never-read": (
        TRAIN,
        "return w - X.T @ y",
        "return w - lr * X.T @ y",
        "`lr` is an argument of train_it, and its code never uses it.",
    ),
    "columns": (
        TRAIN,
        "m = X.shape[1]; return w - lr / m",
        "m = X.shape[0]; return w - lr / m",
        "`m = X.shape[1]` counts the columns of X. Each sample is a row here: there are "
        "X.shape[0] of them.",
    ),
    "labels-alone": (
        TRAIN,
        "return fit(X, y[lr.permutation(4)])",
        "return fit(X[lr.permutation(4)], y[lr.permutation(4)])",
        "`y[lr.permutation(4)]` puts the labels in another order, and X stays in its own: each "
        "row of X has to keep its row of y.",
    ),
    "choice": (
        TRAIN,
        "return lr.choice(4, 3)",
        "return lr.choice(4, 3, replace=False)",
        "`lr.choice` draws with replacement here: the same may come twice, and something else "
        "never.",
    ),
    "first-label": (
        DELTA,
        "return cache['a1'] - y[0]",
        "return cache['a1'] - y",
        "`y[0]` is the label of the first sample alone.",
    ),
    "sigmoid-again": (
        DELTA,
        "return sigmoid(cache['a1'])",
        "return sigmoid(cache['z1'])",
        "`sigmoid(cache['a1'])` applies the sigmoid to an activation, which is the sigmoid of a "
        "weighted sum already.",
    ),
    "sigmoid-of-its-own-again": (
        DELTA,
        "a = cache['a1']; return s(a)\ndef s(v):\n    return 1 / (1 + np.exp(-v))",
        "a = cache['z1']; return s(a)\ndef s(v):\n    return 1 / (1 + np.exp(-v))",
        "`s(a)` applies the sigmoid to an activation, which is the sigmoid of a weighted sum "
        "already.",
    ),
    "slope-of-sum": (
        DELTA,
        "z = cache['z1']; return y * sigmoid_derivative(z)",
        "z = cache['a1']; return y * sigmoid_derivative(z)",
        "`sigmoid_derivative(z)` gets a weighted sum: sigmoid_derivative takes the activation.",
    ),
    "slope-without-factor": (
        DELTA,
        "return y * s(cache['a1'])\ndef s(v):\n    return 1 * (1 - v)",
        "return y * s(cache['a1'])\ndef s(v):\n    return v * (1 - v)",
        "`s(cache['a1'])` is 1 - a of an activation a: the slope of the sigmoid is a (1 - a).",
    ),
    "half-slope": (
        DELTA,
        "return y * (1 - cache['a1'])",
        "return y * cache['a1'] * (1 - cache['a1'])",
        "`y * (1 - cache['a1'])` has the factor 1 - cache['a1'], and not cache['a1']: the slope "
        "of the sigmoid is a (1 - a).",
    ),
    "other-value": (
        DELTA,
        "W -= 0.1 * y; return y @ W",
        "V = W - 0.1 * y; return y @ V",
        "`W -= 0.1 * y` gives W another value: what follows no longer has the W that is passed.",
    ),
    "share": (
        GRID,
        "return X.min() * (1 - margin)",
        "return X.min() - margin",
        "In `X.min() * (1 - margin)` margin is a share of a coordinate. It is to be a distance: "
        "subtract it, or add it, as it is.",
    ),
    "tiny": (
        GRID,
        "return margin / (np.std(X, axis=0) + 1e-15)",
        "return margin / np.std(X, axis=0)",
        "`np.std(X, axis=0) + 1e-15` is nearly 0 where the standard deviation is, and so is no "
        "number to divide by: take 1 in its place there.",
    ),
}


def cell(sheet: Sheet, line: str) -> str:
    return f"def {sheet.answer}({', '.join(sheet.parameters)}):\n    {line}\n"


@pytest.mark.parametrize("oddity", LINES)
def test_what_is_odd_is_told_of_code_that_has_it_alone(oddity: str) -> None:
    sheet, odd, plain, told = LINES[oddity]
    assert told in [one.text for one in oddities(sheet, cell(sheet, odd))]
    assert oddities(sheet, cell(sheet, plain)) == []


def test_a_number_that_may_be_an_array_is_no_setting() -> None:
    code = "def grid(X, margin):\n    return 2 / 3 * margin\n"
    mixed = made_up(lambda *_: 0.3, [call(TABLE, 0.5), call(TABLE, TABLE)], exercise="grid")
    assert oddities(GRID, code) and not oddities(mixed, code)


def test_an_update_after_each_sample_is_seen_in_its_loops() -> None:
    code = """
    def train_it(X, y, w, lr):
        for _ in range(9):
            for k in range(len(X)):
                w = w - lr * X[k]
        return w
    """
    (told,) = oddities(TRAIN, textwrap.dedent(code))
    assert told.text.startswith("w gets a new value in a loop inside another loop.")
    assert told.evidence == (Evidence.CODE,)
    one = "def train_it(X, y, w, lr):\n    for _ in range(9): w = w - lr * X[0]\n    return w\n"
    assert oddities(TRAIN, one) == []


def test_a_derivative_of_ones_own_may_take_a_weighted_sum() -> None:
    own = "\ndef sigmoid_derivative(z):\n    return np.cosh(z / 2) ** -2 / 4\n"
    given = cell(DELTA, "return y * sigmoid_derivative(cache['z1'])")
    assert oddities(DELTA, given) and not oddities(DELTA, given + own)


def test_an_update_behind_the_batches_is_seen_in_its_loops() -> None:
    code = """
    def train_it(X, y, w, lr):
        for _ in range(9):
            for rows in range(len(X)):
                grads = net.backward(X[rows], y[rows])
            net.params["W"] = net.params["W"] - lr * grads["W"]
        return net
    """
    (told,) = oddities(TRAIN, textwrap.dedent(code))
    assert told.text == (
        "`net.params['W'] = net.params['W'] - lr * grads['W']` stands behind the inner loop: there "
        "is one update for all of its turns."
    )
    line = '        net.params["W"] ='
    inside = textwrap.dedent(code).replace(line, f"    {line}")
    assert oddities(TRAIN, inside) == []


def test_one_turn_more_is_told_of_epochs_alone() -> None:
    sheet = sheet_of("train_it", ("X", "epochs", "depth"), TABLE, 3, 2)
    loop = "for _ in range({} + 1): X = X / depth / epochs\n    return X"
    (told,) = oddities(sheet, cell(sheet, loop.format("epochs")))
    assert told.text == "`range(epochs + 1)` has one turn more than epochs."
    assert oddities(sheet, cell(sheet, loop.format("depth"))) == []


def test_it_is_told_only_where_nothing_else_is_and_only_of_what_a_student_sees() -> None:
    probes = [call(RNG.normal(size=(m, 3)), 0.5 / m) for m in (4, 5, 6)]
    sheet = made_up(lambda X, rate: rate * X, probes, exercise="f", parameters=("X", "rate"))

    def message(line: str, reveal: bool) -> str:
        source, scope = f"def f(X, rate):\n    return {line}\n", {"np": np}
        exec(source, scope)
        return judge(
            sheet, [observe(probe, scope["f"]) for probe in probes], reveal, source=source
        ).message

    odd = "`rate` is an argument of f, and its code never uses it."
    unexplained = "np.sin(9 * X**3 + np.cos(X))"
    assert message(unexplained, True).endswith(odd)
    assert odd not in message(unexplained, False)
    assert odd not in message("-X", True)
