"""What errors mean: true of every error of that kind, and of its line only what stands there.

Each error is a real one of Python or NumPy.
"""

from __future__ import annotations

import linecache
import re
import textwrap
from typing import Any

import numpy as np
import pytest

from descent.diagnosis.causes.errors import cause_of_error
from descent.probing.probes import Step, ask, call, look, make, observe, script
from descent.probing.raised import describe
from descent.probing.values import Raised

PROBE = call(np.ones((4, 3)), np.ones((3, 1)))


def stopped(body: str, **names: Any) -> tuple[Raised, str]:
    """The error of a cell that defines ``f(X, w)``, as a notebook has it, and the cell."""
    source = f"def f(X, w):\n{textwrap.indent(textwrap.dedent(body).strip(), '    ')}\n"
    name = f"<cell {hash(source)}>"
    linecache.cache[name] = (len(source), None, source.splitlines(True), name)
    import math

    namespace: dict[str, Any] = {"np": np, "math": math, **names}
    exec(compile(source, name, "exec"), namespace)
    try:
        namespace["f"](np.ones((4, 3)), np.ones((3, 1)))
    except Exception as error:
        return describe(error), source
    raise AssertionError("no error")


def told(body: str) -> tuple[str, str, str]:
    """What is said where the code is known and where it is not, with the id."""
    error, source = stopped(body)
    cause = cause_of_error(error, PROBE, source, "f")
    assert cause, error
    return cause.id, cause.wording(True), cause.wording(False)


# Lines that stop, what they are called, and what is said of the line alone.
LINES = [
    ("return [0.5][1.5]", "float-for-whole-number", ""),
    ("return [1, 2][len(X) / 2]", "float-for-whole-number", "`/` gives a float"),
    ("return np.zeros(len(X) / 2)", "float-for-whole-number", "`/` gives a float"),
    ("return np.zeros(2.5)", "float-for-whole-number", ""),
    ("return X.mean()[0]", "number-indexed", ""),
    ("return float(X.mean())[0]", "one-for-several", ""),
    ("return [1, 2, 3][0, 1]", "list-with-two-indices", ""),
    ("return [1, 2, 3]['a']", "index-not-whole", ""),
    ("return X[0.5]", "index-not-whole", ""),
    ("return X[len(X) / 2]", "index-not-whole", "`/` gives a float"),
    ("return [X[i + 1] for i in range(len(X))]", "index-too-large", "looks one place ahead"),
    ("for i in range(X.size):\n    X[i] += 1", "index-too-large", "X.flat[i] takes entry after"),
    ("for i in range(X.size):\n    w[i] += X.flat[i]", "index-too-large", ""),
    (
        "for i in range(len(X)):\n    w[i]",
        "index-too-large",
        "goes as far as len(X), and is a place",
    ),
    ("for i in range(len(X)):\n    X[i + 4]", "index-too-large", ""),
    (
        "Y = np.zeros_like(X)\nfor i in range(X.size):\n    Y[i] = 1",
        "index-too-large",
        "Y.flat[i] takes",
    ),
    ("return w[:, [2, 1]]", "index-too-large", "`w[:, [2, 1]]` picks columns; `w[[2, 1]]` picks"),
    ("return w[[2, 9]]", "index-too-large", ""),
    ("return w[:, [2, 1]] + w[:, [3]]", "index-too-large", ""),
    ("from math import exp\nreturn exp(X)", "one-number-function", "np.exp works on every entry"),
    ("return X[7]", "index-too-large", ""),
    ("return w.ravel().shape[1]", "index-too-large", "fewer axes"),
    ("return X[0][0][0][0]", "number-indexed", ""),
    ("return w.ravel()[0, 0]", "too-many-indices", ""),
    ("return X[np.array([True, False])]", "other-mask", ""),
    ("return {X.shape: 1}[0]", "no-such-key", ""),
    ("return {X[0].shape: X}[f'W{len(X)}']", "no-such-key", "The key is put together"),
    ("return {X[0].shape: X}['b'][f'W{len(X)}']", "no-such-key", ""),
    ("return {[1]: 2}", "no-key", ""),
    ("return (X > 0) - (X > 0)", "truth-values-subtracted", ""),
    ("return 1.0 ^ 2", "caret", ""),
    ("return X ^ 2", "caret", ""),
    ("return math.exp(X)", "one-number-function", "np.exp works on every entry"),
    ("return float(X)", "one-number-function", "`float` makes a single number"),
    ("return range(X)", "array-for-number", "range counts"),
    ("return np.zeros(3, 4)", "shape-not-a-pair", ""),
    ("return X.astype('foat')", "no-such-type", ""),
    ("return X.astype(np.uint8) * -1", "no-room-in-type", ""),
    ("return np.vstack([])", "nothing-put-together", ""),
    ("return zip(X, w) * 2.0", "no-numbers", ""),
    (
        "p = {'W1': X, 'b1': w}\nfor k in p:\n    X = X * k",
        "no-numbers",
        "`p.values()` gives what stands under them",
    ),
    ("k = 'W1'\nfor X in [X]:\n    X = X * k", "no-numbers", ""),
    ("p = {'W1': X, 'b1': w}\na, b, c = p", "other-number-of-values", "taking it apart, gives"),
    ("a, b, c = 1, 2", "other-number-of-values", ""),
    ("p = {'ab': X}\nfor k in p:\n    k['W']", "index-not-whole", "over a dict, or taking"),
    ("return X @ input", "number-in-product", "`input` is Python's own here"),
    ("return X @ 2.0", "number-in-product", ""),
    ("return np.stack([X, w])", "not-stacked", ""),
    ("return math.pow(X, 2)", "one-number-function", "np.power works on every entry"),
    ("Y = X[:2]\nfor i in range(len(X)):\n    X[i] += Y[i]", "index-too-large", "place in Y"),
    (
        "Y = [1]\nfor i in range(len(X)):\n    Y[0] += Y[i] + w[i + 1]",
        "index-too-large",
        "in Y here",
    ),
    (
        "p, q = {0: [1]}, {0: [2]}\nfor i in range(4):\n    p[0][i] + q[0][i + 1]",
        "index-too-large",
        "",
    ),
    ("V = 1 * X\nfor i in range(4):\n    X[i] = V[i + 1]", "index-too-large", "`V[i + 1]` looks"),
    ("V = [1, 2]\nfor i in range(4):\n    X[i] = V[i + 1]", "index-too-large", "`V[i + 1]` looks"),
    ("for i in range(len(X)):\n    X[i] = X[i + 1]", "index-too-large", "one place ahead"),
    ("return X @ X", "shapes-do-not-fit", ""),
    ("V = np.ones((5, 4))\nreturn X @ V", "shapes-do-not-fit", "With `V` first and `X` second"),
    ("p = {1: np.ones((5, 4))}\nreturn X.dot(p[1])", "shapes-do-not-fit", "With `p[1]` first"),
    ("return np.dot(X.T, w)", "shapes-do-not-fit", "Without a transposition they would fit"),
    ("return np.dot(w, np.transpose(X))", "shapes-do-not-fit", "With `X` first and `w` second"),
    (
        "return np.dot(w, X.T)",
        "shapes-do-not-fit",
        "they would fit: (4, 3), (3, 1). That gives shape (4, 1).",
    ),
    ("V = np.ones((4, 4))\nreturn X @ V", "shapes-do-not-fit", ""),
    ("dz = 1 * X\nreturn dz @ w.T @ dz", "shapes-do-not-fit", ""),
    ("dz = 1 * X\nreturn np.dot(dz, w.T)", "shapes-do-not-fit", ""),
    ("e = 2 * X\nreturn e @ X", "shapes-do-not-fit", "`*` multiplies them entry by entry"),
    ("e = np.ones((4, 1))\nreturn e @ X", "shapes-do-not-fit", "`e` and `X` both have 4 rows"),
    ("e = np.ones((4, 1))\nreturn np.dot(e, X.T)", "shapes-do-not-fit", "both have 4 rows"),
    ("e = np.ones((1, 2))\nreturn e @ np.ones((1, 3))", "shapes-do-not-fit", ""),
    ("e = np.ones((5, 1))\nreturn e @ X", "shapes-do-not-fit", ""),
    ("e = np.ones((4, 2))\nreturn X.T @ e + np.ones(5)", "shapes-do-not-fit", ""),
    ("V = np.ones((1, 1))\nreturn X @ w @ V @ X", "shapes-do-not-fit", ""),
    ("return np.ones((1, 3)) @ w @ X", "shapes-do-not-fit", ""),
    ("W = np.ones((4, 3))\nreturn W @ X", "shapes-do-not-fit", ""),
    ("return np.dot(w.T, X.T[:2])", "shapes-do-not-fit", ""),
    ("return X.values", "no-such-attribute", "`values` belongs to pandas"),
    ("return X.append(w)", "no-such-attribute", "`append` belongs to lists"),
    ("return X.weights", "no-such-attribute", ""),
    ("return 'W' - str(1)", "text-in-formula", ""),
    ("return 1 + 'W'", "text-in-formula", ""),
    ("return (X, w) ** 2", "tuple-in-formula", ""),
    ("return [1, 2] ** 2", "list-in-formula", ""),
    ("return round(X, 4)", "number-rounded", "`round(X, 4)` keeps 4 digits"),
    ("return [round(row) for row in X.tolist()]", "number-rounded", ""),
    ("return X + w", "shapes-do-not-fit", ""),
    ("return w * X", "shapes-do-not-fit", "product, `X @ w`, would fit: (4, 3), (3, 1)"),
    ("return 2 * X * (w + 1)", "shapes-do-not-fit", "A matrix product, `(2 * X) @ (w + 1)`, would"),
    ("return X * X.T", "shapes-do-not-fit", "With one of the two transposed they would fit"),
    ("v = np.ones((7, 2))\nreturn v * X", "shapes-do-not-fit", ""),
    ("v = w[0]\nreturn (w * v) + (X * v) + np.ones(9)", "shapes-do-not-fit", ""),
    ("e = np.zeros(len(X))\nreturn X + e", "shapes-do-not-fit", "np.zeros_like(X) is an array"),
    ("e = np.eye(X.size)[0]\nreturn X + e", "shapes-do-not-fit", "`np.eye(X.size)` is made for"),
    ("k = len(X)\ne = np.ones(k)\nreturn X - e", "shapes-do-not-fit", "`np.ones(k)` is made for"),
    (
        "v = w[:, 0].repeat(4)[:4]\nreturn 0.1 * v * X",
        "shapes-do-not-fit",
        "`X.T @ (0.1 * v)`, adds",
    ),
    ("return max(X[0], 1.0)", "truth-of-array", "`max` that does. `X[0]` is a row, as X has the"),
    ("e = np.zeros(len(w) + 4)\nreturn X + e", "shapes-do-not-fit", ""),
    ("return X.reshape(5, 5)", "reshaped-otherwise", ""),
    ("return np.vstack([X, w])", "not-put-together", ""),
    ("w[0] = X\nreturn w", "no-room-there", ""),
    ("return np.array([[1, 2], [3]])", "several-for-one-place", ""),
    ("n = np.arange(3)\nn += 0.5", "whole-numbers-refuse", "write into the array itself"),
    ("n = np.arange(3)\nnp.add(n, 0.5, out=n)", "whole-numbers-refuse", ""),
    ("if X > 0:\n    return X", "truth-of-array", "Here it is `if`"),
    ("return max(X, X)", "truth-of-array", "Here it is `max`"),
    ("return [X] == [X + 1]", "truth-of-array", ""),
    ("if X in [2 * X]:\n    return X", "truth-of-array", ""),
    ("if any(row > 0 for row in X):\n    return X", "truth-of-array", ""),
    ("return not X", "truth-of-array", "Here it is `not`"),
    ("return X(3)", "not-callable", "the name of a variable"),
    ("return (1 - X)(1 + X)", "not-callable", "operator is missing"),
    ("return X.shape(0)", "not-callable", "is no method"),
    ("return np.zeros[3]", "function-not-called", "not square brackets"),
    ("return 2 * math.exp", "function-not-called", ""),
    ("return zip(X, w)[0]", "not-indexed", ""),
    ("return [1.0] * 0.5", "list-in-formula", ""),
    ("return np.exponential(X)", "no-such-function", "np.random.exponential"),
    ("return np.norm(X)", "no-such-function", "np.linalg.norm"),
    ("return {'a': 1}.append(2)", "no-such-attribute", ""),
    ("return {'a': 1}.a", "no-such-attribute", "asked with brackets"),
    ("return [1, 2].shape", "no-such-attribute", "is no array"),
    ("return (2.5).ravel()", "no-such-attribute", "`2.5` is a single number here"),
    ("return (2.5).shape + (1).shape", "no-such-attribute", ""),
    ("y = [].append(1)\nreturn y + 1", "none-used", "`append` changes"),
    ("y = np.random.shuffle([1])\nreturn y + 1", "none-used", "`shuffle` changes what it gets"),
    (
        "def update(v):\n    return 2\ny = X.T.update(X) if 0 else None\nreturn y + 1",
        "none-used",
        "",
    ),
    ("def show(v):\n    print(v)\nshow(X)\nreturn None + 1", "none-used", ""),
    ("def show(v):\n    print(v)\nreturn show(X) + 1", "none-used", "`show` has no return"),
    ("return None + 1", "none-used", ""),
    ("z = weigths\nweights = 2", "undefined-name", "There is a `weights`"),
    ("return zzz", "undefined-name", ""),
    ("delta2 = 1\nreturn delta1", "undefined-name", ""),
    ("grad_b = 1\nreturn grad_w", "undefined-name", ""),
    ("hidden_sum = 1\nreturn hiden_sum", "undefined-name", "There is a `hidden_sum`"),
    ("for i in []:\n    s = 1\nreturn s", "unset-variable", "inside a loop"),
    ("s += 1\nreturn s", "unset-variable", "only ever changed"),
    ("a, b = 1, 2, 3", "other-number-of-values", ""),
    ("return np.ones(3).sum(axis=1)", "no-such-axis", ""),
    ("return 1 / 0", "division-by-zero", ""),
    ("return math.log(0)", "outside-domain", ""),
    ("return math.exp(1000)", "number-too-large", "Functions of math stop"),
    ("return 10.0 ** 400", "number-too-large", ""),
    ("return int(float('inf'))", "infinity-for-number", ""),
    ("return np.max(np.zeros(0))", "nothing-to-choose", ""),
    ("return f(X, w)", "endless-recursion", ""),
    ("return len(X, w)", "other-arguments", ""),
    ("(1, 2)[0] = 3", "not-to-be-written", ""),
]


@pytest.mark.parametrize(("body", "name", "of_line"), LINES, ids=[line[0] for line in LINES])
def test_an_error_is_told_by_its_kind_and_by_what_its_line_has(
    body: str, name: str, of_line: str
) -> None:
    known, with_code, without = told(body)
    assert known == name
    assert with_code.startswith(without)
    if of_line:
        assert of_line in with_code and of_line not in without
    elif name != "function-not-called":
        assert with_code == without


def test_a_function_that_is_passed_is_no_number_that_comes_in() -> None:
    error, source = stopped("return float(X.sum()).copy()")
    assert error.message == "'float' object has no attribute 'copy'"
    slope = cause_of_error(error, call(np.sum, np.ones(3)), source, "f")
    assert slope and slope.id == "no-such-attribute"
    assert "`float(X.sum())` is a single number here" in slope.wording(True)
    number = cause_of_error(error, call(np.sum, 2.5), source, "f")
    assert number and number.id == "number-for-array"


def test_a_method_that_calls_a_function_of_its_name_is_not_sent_to_itself() -> None:
    body = """
        class Net:
            def forward(self, X):
                return {}(X)
            def predict(self, X):
                return {}(X)
        return Net().predict(X)
    """
    itself = told(body.format("forward", "self.forward"))[1]
    assert "self.forward" not in itself and "write out here what it did" in itself
    assert told(body.format("np.exp", "forward"))[1].endswith("a method of Net: self.forward.")


def test_a_method_without_self_and_what_runs_too_late_are_seen_in_the_class() -> None:
    late = """
        class Net:
            def forward(X):
                return X
            def backward(self):
                return self.cache
            def run(self):
                self.cache = 1
        return Net().{}
    """
    assert told(late.format("forward(X)"))[1].endswith("of `forward` is to be self.")
    assert "self.cache is set in `run`: that has to" in told(late.format("backward()"))[1]


def test_what_stood_under_the_names_of_the_line_is_kept() -> None:
    error, _ = stopped("n, params = len(X), {'W1': w}\nreturn X[n] + params['b1']")
    assert error.names == {
        "X": "an array of shape (4, 3)",
        "n": "the whole number 4",
        "params": "a dict with the keys W1",
    }


def test_no_sentence_quotes_the_text_of_an_error() -> None:
    for body, _, _ in LINES:
        error, source = stopped(body)
        hidden = cause_of_error(error, PROBE, source, "f")
        assert hidden and not re.search(r"\(4, 3\)|\b400\b|zzz|weigths", hidden.wording(False))


class Net:
    """A network whose training keeps nothing, and whose generator is a number."""

    rng = 0

    def train(self) -> list[float]:
        return [0.5]


@pytest.mark.parametrize(
    ("step", "sentence"),
    [
        (look("net.losses", "losses"), "nothing that is called losses: keep it as self.losses."),
        (ask("net.params.get", "W1"), "nothing that is called params: keep it as self.params."),
        (ask("net.rng.standard_normal", 3), "nothing that is called standard_normal."),
        (ask("net.predict", 1), "The object has no method predict."),
    ],
)
def test_what_an_object_lacks_is_to_be_kept_or_written(step: Step, sentence: str) -> None:
    probe = script(make("net"), ask("net.train"), step)
    raised = observe(probe, Net).raised
    assert raised
    cause = cause_of_error(raised, probe)
    assert cause and cause.sentence.endswith(sentence)


def test_an_argument_that_is_passed_by_its_name_and_has_another_one_in_the_first_line() -> None:
    source = "def f(X, rate):\n    return X\n"
    own = Raised("TypeError", "f() got an unexpected keyword argument 'lr'")
    cause = cause_of_error(own, PROBE, source, "f")
    assert cause and "The first line of `f` has no `lr`" in cause.wording(True)
    assert "lr" not in cause.wording(False)
    # A call inside the answer is no matter of its first line.
    inner = Raised("TypeError", "f() got an unexpected keyword argument 'lr'", 2, "f(X, lr=1)")
    cause = cause_of_error(inner, PROBE, source, "f")
    assert cause and "first line" not in cause.wording(True)
