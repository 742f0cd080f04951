"""What is odd in the code of a wrong answer, told where nothing else explains it."""

from __future__ import annotations

import re
import textwrap
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from descent.diagnosis.judge import judge
from descent.diagnosis.oddities import oddities, of_arguments
from descent.judging.evidence import Evidence
from descent.judging.sheets import Sheet
from descent.probing.probes import ask, call, make, observe, script
from descent.probing.values import Lent, Rng
from tests.descent import made_up

RNG = np.random.default_rng(3)
TABLE, LABELS = RNG.normal(size=(4, 3)), RNG.normal(size=(4, 1))


def sheet_of(answer: str, parameters: tuple[str, ...], *args: Any) -> Sheet:
    return made_up(lambda *_: 0.3, [call(*args)], exercise=answer, parameters=parameters)


SLOPE = sheet_of("slope", ("f", "x", "h"), Lent("cubic", (0.1, 0.7)), TABLE, 0.1)
TRAIN = sheet_of("train_it", ("X", "y", "w", "lr"), TABLE, LABELS, TABLE[0], 0.1)
DELTA = sheet_of("delta", ("y", "cache", "W"), LABELS, {"a1": LABELS}, TABLE)
BACKWARD = sheet_of("backward_it", ("y", "a"), LABELS, LABELS)
GRID = sheet_of("grid", ("X", "margin"), TABLE, 0.5)

UNUSED = re.compile(r"never uses (it|them)\.$").search

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
    "replaced": (
        TRAIN,
        "w, k = np.zeros(3), 0; return w - lr * X.T @ y",
        "w, k = w.ravel(), 0; return w - lr * X.T @ y",
        "`w, k = np.zeros(3), 0` gives w another value before the one that is passed is used.",
    ),
    "columns": (
        TRAIN,
        "m = X.shape[1]; return w - lr * y / m",
        "m = X.shape[0]; return w - lr * y / m",
        "`m = X.shape[1]` counts the columns of X. Each sample is a row here: there are "
        "X.shape[0] of them.",
    ),
    "columns-by-another-name": (
        TRAIN,
        "T, Y = X, y; m = Y.shape[1]; return T @ w - lr / m",
        "T, Y = X, y; m = Y.shape[0]; return T @ w - lr / m",
        "`m = Y.shape[1]` counts the columns of Y. Each sample is a row here: there are "
        "Y.shape[0] of them.",
    ),
    "columns-of-what-is-not-turned": (
        TRAIN,
        "m = X.shape[1]; return w - lr * y / m",
        "X = X.T; m = X.shape[1]; return w - lr * y / m",
        "`m = X.shape[1]` counts the columns of X. Each sample is a row here: there are "
        "X.shape[0] of them.",
    ),
    "rate-in-gradient": (
        BACKWARD,
        "return self.eta * (a - y)",
        "return self.beta * (a - y)",
        "`self.eta` stands in backward_it. A gradient has no learning rate in it: that belongs "
        "to the step along the gradient.",
    ),
    "labels-never-read": (
        TRAIN,
        "return w - lr * X.mean()",
        "return w - lr * X.T @ y",
        "`y` is an argument of train_it, and its code never uses it.",
    ),
    "slope-of-tanh": (
        BACKWARD,
        "return (a - y) * (1 - np.power(a, 2))",
        "return (a - y) * (a - np.power(a, 2))",
        "`1 - np.power(a, 2)` is the slope of tanh, where a is what tanh gives. The slope of the "
        "sigmoid is a (1 - a).",
    ),
    "times-itself-turned": (
        BACKWARD,
        "return np.dot(y - a, (y - a).T)",
        "return np.dot((y - a).T, y - a)",
        "`np.dot(y - a, (y - a).T)` is, of a column, a table of all products of two of its "
        "numbers. With the transposed one in front, the squares add up to one number.",
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
        "return y * lr.choice(4, 3)",
        "return y * lr.choice(4, 3, replace=False)",
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
        "return y - sigmoid(cache['a1'])",
        "return y - sigmoid(cache['z1'])",
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


def odd_in(sheet: Sheet, code: str) -> list[str]:
    """What is odd but for arrays that are never used, as in most of these lines."""
    return [one.text for one in oddities(sheet, code) if "`lr`" in one.text or not UNUSED(one.text)]


@pytest.mark.parametrize("oddity", LINES)
def test_what_is_odd_is_told_of_code_that_has_it_alone(oddity: str) -> None:
    sheet, odd, plain, told = LINES[oddity]
    assert told in [one.text for one in oddities(sheet, cell(sheet, odd))]
    assert odd_in(sheet, cell(sheet, plain)) == []


def test_an_array_that_is_never_used_is_told_where_nothing_else_is_odd() -> None:
    (two,) = oddities(TRAIN, cell(TRAIN, "return lr * X"))
    assert two.text == "`y` and `w` are arguments of train_it, and its code never uses them."
    (one,) = oddities(TRAIN, cell(TRAIN, "return lr * X @ w"))
    assert one.text == "`y` is an argument of train_it, and its code never uses it."
    other = "m = X.shape[1]; return lr * X @ w / m"
    assert not any(UNUSED(one.text) for one in oddities(TRAIN, cell(TRAIN, other)))
    assert odd_in(TRAIN, cell(TRAIN, "return eval('lr * X * y * w')")) == []
    # One that is passed by its name, and is called otherwise in the first line.
    by_name = made_up(
        lambda *_: 0.3, [call(TABLE, rate=0.1)], exercise="f", parameters=("X", "rate")
    )
    assert oddities(by_name, "def f(X, lr):\n    return lr * X\n") == []
    # A method may have kept it.
    method = "class Net:\n    def train_it(self, X, y, w, lr):\n        return lr * X\n"
    assert oddities(TRAIN, method) == []


def test_a_number_that_may_be_an_array_is_no_setting() -> None:
    code = "def grid(X, margin):\n    return 2 / 3 * margin\n"
    mixed = made_up(lambda *_: 0.3, [call(TABLE, 0.5), call(TABLE, TABLE)], exercise="grid")
    assert oddities(GRID, code) and not odd_in(mixed, code)


LEAKY = made_up(
    lambda X, slope=0.01: np.where(X > 0, 1.0, slope),
    [call(RNG.normal(size=(m, 3)), slope=0.1 * m) for m in (4, 5, 6)],
    exercise="leaky",
    parameters=("X", "slope"),
)


@pytest.mark.parametrize(("by", "uses"), [("0.3", False), ("0.3 + 0 * slope", True)])
def test_that_an_argument_is_never_used_is_told_where_a_number_comes_by_sign(
    by: str, uses: bool
) -> None:
    source = f"def leaky(X, slope=0.01):\n    return np.where(X > 0, 1.0, {by})\n"
    scope: dict[str, Any] = {"np": np}
    exec(source, scope)
    seen = [observe(probe, scope["leaky"]) for probe in LEAKY.probes]
    comes = "Where X is negative, the result is 0.3 each time."
    never = " `slope` is an argument of leaky, and its code never uses it."
    assert judge(LEAKY, seen, source=source).message == comes + never * (not uses)
    assert "never" not in judge(LEAKY, seen, reveal=False, source=source).message


def test_another_default_is_told_where_an_answer_is_wrong_without_the_argument() -> None:
    told = "The result came out right elsewhere, but not where slope is left at its default."
    source = "def leaky(X, slope=0.2):\n    return X * slope\n"
    (said,) = of_arguments("only-some", told, LEAKY, source)
    assert said.text == "The first line of leaky has `slope=0.2`."
    assert not of_arguments("only-some", told, LEAKY, "def leaky(X, slope): return X")
    elsewhere = told.replace("slope is left at its default", "there is one sample")
    assert not of_arguments("only-some", elsewhere, LEAKY, source)


def test_a_draw_is_odd_in_a_method_though_its_object_is_made_with_a_generator() -> None:
    code = "class Net:\n    def train(self, X):\n        return X[np.random.randint(len(X))]\n"
    made = make("net", Rng("Generator", 3))
    net = type("Net", (), {"__init__": lambda self, rng: None, "train": lambda self, X: X})
    trained = made_up(net, [script(made, ask("net.train", TABLE, show="out"))], exercise="Net")
    assert oddities(trained, code)[0].text.startswith("`np.random.randint` draws at random")
    drawn = made_up(lambda *_: 0.3, [call(TABLE, Rng("Generator", 3))], exercise="train")
    assert oddities(drawn, code.replace("self, X", "X, rng")) == []


def test_a_slope_of_tanh_is_seen_in_what_is_called_and_not_where_tanh_is_asked_for() -> None:
    code = "def slope(a):\n    return 1 - a**2\n\n" + cell(BACKWARD, "return (a - y) * slope(a)")
    assert "`1 - a ** 2` is the slope of tanh" in oddities(BACKWARD, code)[0].text
    asked = sheet_of("tanh_derivative", ("a",), TABLE)
    assert oddities(asked, cell(asked, "return 1 - a**2")) == []


def test_an_update_after_each_sample_is_seen_in_its_loops() -> None:
    code = """
    def train_it(X, y, w, lr):
        for _ in range(9):
            for k in range(len(X)):
                w = w - lr * X[k] * (X[k] @ w - y[k])
        return w
    """
    (told,) = oddities(TRAIN, textwrap.dedent(code))
    assert told.text.startswith("w gets a new value in a loop inside another loop.")
    assert told.evidence == (Evidence.CODE,)
    one = "def train_it(X, y, w, lr):\n    for _ in range(9): w = w - lr * X[0] * y\n    return w\n"
    assert odd_in(TRAIN, one) == []
    # A rate is not updated, and of batches there are several in an epoch.
    line = "w = w - lr * X[k] * (X[k] @ w - y[k])"
    rate = code.replace(line, "lr = 0.9 * lr + X[k] * y[k] * w")
    assert odd_in(TRAIN, textwrap.dedent(rate)) == []
    assert odd_in(TRAIN, textwrap.dedent(code.replace("w, lr", "w, lr, batch_size"))) == []
    # What does not depend on w is one update, added up.
    added = code.replace(line, "w = w - lr * X[k] * y[k]")
    assert odd_in(TRAIN, textwrap.dedent(added)) == []


def test_an_update_of_what_is_made_of_an_argument_is_seen_too() -> None:
    code = """
    def train_it(X, y, w, lr):
        ws = w[:, 0]
        for _ in range(9):
            for x, t in zip(X, y):
                error = x @ ws - t
                for i in range(len(ws)):
                    ws[i] = ws[i] - lr * error * x[i]
        return ws.reshape(-1, 1)
    """
    (told,) = odd_in(TRAIN, textwrap.dedent(code))
    assert told.startswith("ws gets a new value in a loop inside another loop.")
    # All entries of one update, one after the other.
    once = code.replace("for x, t in zip(X, y):", "if True:")
    assert odd_in(TRAIN, textwrap.dedent(once)) == []


def test_only_what_is_returned_is_an_update() -> None:
    code = """
    def train_it(X, y, w, lr):
        for _ in range(9):
            for _ in range(2):
                lr = 0.9 * lr
            w = w - lr * X.T @ y
        return w
    """
    assert odd_in(TRAIN, textwrap.dedent(code)) == []


def test_what_is_divided_by_a_standard_deviation_is_not_nearly_0() -> None:
    odd = odd_in(GRID, cell(GRID, "return margin * X / X.std(axis=0) + 1e-15"))
    assert not any("is nearly 0" in text for text in odd)


def test_a_derivative_of_ones_own_may_take_a_weighted_sum() -> None:
    own = "\ndef sigmoid_derivative(z):\n    return np.cosh(z / 2) ** -2 / 4\n"
    given = cell(DELTA, "return y * sigmoid_derivative(cache['z1'])")
    assert odd_in(DELTA, given) and not odd_in(DELTA, given + own)


def test_an_update_behind_the_batches_is_seen_in_its_loops() -> None:
    code = """
    def train_it(X, y, w, lr):
        for _ in range(9):
            for rows in range(0, len(X), batch_size):
                grads = net.backward(X[rows], y[rows])
            net.params["W"] = net.params["W"] - lr * grads["W"]
        return net
    """
    (told,) = oddities(TRAIN, textwrap.dedent(code))
    assert told.text == (
        "`net.params['W'] = net.params['W'] - lr * grads['W']` stands behind the inner loop: there "
        "is one update for all of its turns."
    )
    samples = code.replace("range(0, len(X), batch_size)", "range(len(X))")
    assert odd_in(TRAIN, textwrap.dedent(samples)) == []
    line = '        net.params["W"] ='
    inside = textwrap.dedent(code).replace(line, f"    {line}")
    assert odd_in(TRAIN, inside) == []


def test_another_default_than_is_asked_for_is_told() -> None:
    sheet = replace(
        sheet_of("shrink", ("X", "rate"), TABLE, 0.5), defaults={"shrink": {"rate": 0.01}}
    )
    code = "def shrink(X, rate=0.1):\n    return X / np.sqrt(rate)\n"
    (told,) = oddities(sheet, code)
    assert told.text == "By default, in the first line of shrink, rate is 0.1, and should be 0.01."
    assert oddities(sheet, code.replace("0.1", "1e-2")) == []


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
