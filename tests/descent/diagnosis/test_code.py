"""What code has, as conditions ask for it: predicates, scopes, and code that cannot be read."""

from __future__ import annotations

import pytest

from descent.diagnosis.code import answer_in, line_in, meets

# A condition, code that meets it, and code of the same sort that does not.
CONDITIONS = [
    (
        "returns_in_loop()",
        "def f(x):\n    for row in x:\n        if row:\n            return row",
        "def f(x):\n    for row in x:\n        g = lambda: row\n    return row",
    ),
    (
        "breaks()",
        "for i in range(m):\n    if i:\n        break",
        "for i in range(m):\n    for j in range(m):\n        break",
    ),
    (
        "breaks_inside()",
        "for i in range(m):\n    while i:\n        if i:\n            break",
        "for i in range(m):\n    def f():\n        while i:\n            break\n    break",
    ),
    ("loops()", "def f(x):\n    while x:\n        x -= 1", "def f(x):\n    return x.sum()"),
    ("loops()", "def f(x): return [row for row in x]", "def f(x): return list(x)"),
    (
        "makes_in_loop()",
        "def f(x):\n    for row in x:\n        losses = []",
        "def f(x):\n    losses = []\n    for row in x:\n        row = row[0]",
    ),
    (
        'makes_in_loop("self.losses")',
        "for e in range(9):\n    self.losses = []",
        "for e in range(9):\n    batch = []\n    self.losses += batch",
    ),
    ('calls("np.exp")', "numpy.exp(-z)", "math.exp(-z)"),
    (
        'calls_in_loop("cut")',
        "for e in range(9):\n    for b in cut(X): pass",
        "batches = cut(X)\nfor b in batches: pass\nfor b in cut(X): pass",
    ),
    ('calls("math.")', "math.exp(-z)", "mathematics(-z)"),
    ('calls(".mean", "np.sum")', "(x - y).mean()", "mean(x - y)"),
    ('operates("@")', "z = X @ w", "z = X * w"),
    ('operates("-=")', "w -= lr * dw", "w = w - lr * dw"),
    ('operates(">=")', "y = p >= t", "y = p > t"),
    ('operates("or")', "s = slope or 0.01", "s = slope + 0.01"),
    ("divides_by(2)", "d = e / (2 * m)", "d = 2 * e / m"),
    ('divides_by("m")', "e /= m", "e *= m"),
    ('passes("keepdims", True)', "x.sum(0, keepdims=True)", "x.sum(0, keepdims=False)"),
    ("takes_axis(1)", "np.mean(x, 1)", "np.mean(x, 0)"),
    ("takes_axis()", "x.sum(axis=0)", "np.maximum(x, 0)"),
    ("takes_axis()", "np.max(x, 0)", "max(x, 0)"),
    ("has_number(1e-15)", "eps = 1e-15", "eps = 1e-12"),
    ("has_number(-1)", "x = -1", "x = y - 1"),
    ('quotes("W{")', 'p["W{layer}"] = w', 'p[f"W{layer}"] = w'),
    ('quotes("W")', 'p["W1"] = w', 'def f():\n    "The W of a layer."'),
    ('writes_into("z")', "z[z < 0] = 0", "y = z[z < 0]"),
    ("range_starts_at(1)", "for i in range(1, m): pass", "for i in range(m): pass"),
    ("range_ends_early()", "for i in range(m - 1): pass", "for i in range(m): pass"),
    ('ranges_to("self.L")', "range(1, self.L)", "range(1, self.L + 1)"),
    ("divides_then_multiplies()", "d = a / 2 * h", "d = a / (2 * h)"),
    ('adds("lr")', "w += lr * dw", "w += -lr * dw"),
    ('adds("lr")', "w = w + lr * dw / m", "w = w - (lr + 1) * dw"),
    ("takes_self()", "def f(self, z): return z", "class F:\n    def f(self, z): return z"),
    ("multiplies_by_one()", "s = a * 1 - a", "s = a * (1 - a)"),
    ("divides_by_row_sum()", "a = e / e.sum(axis=1, keepdims=True)", "a = e / e.sum(axis=0)"),
    (
        "divides_by_row_sum()",
        "total = np.sum(e, axis=-1).reshape(-1, 1)\na = e / total",
        "a = 1 / (1 + np.exp(-np.sum(x * w, axis=1)))",
    ),
    (
        "yields_behind_loop()",
        "def f(x):\n    for row in x:\n        part = row\n    yield part",
        "def f(x):\n    for row in x:\n        yield row",
    ),
    (
        'sets_in_loop("lr")',
        "for e in range(9):\n    lr *= 0.9",
        "lr = 0.9 * rate\nfor e in range(9):\n    w = w - lr",
    ),
    ('mentions(".T")', "d = X.T @ delta", "d = X @ delta"),
    ("returns_tuple()", "def f(x):\n    return x,", "def f(x):\n    return x"),
    ("seedless()", "rng = np.random.default_rng()", "rng = np.random.default_rng(4)"),
    ("seedless()", "r = numpy.random.RandomState()", "r = np.random.default_rng(seed=4)"),
    ("yields()", "def f(x):\n    yield from x", "def f(x):\n    return x"),
    ("not returns()", "def f(x):\n    print(x)", "def f(x):\n    return x"),
    ("not returns()", "def f(x):\n    pass", "def f(x):\n    return"),
    ('calls("f") and not loops()', "f(1)", "for i in x: f(i)"),
    (
        "train.returns_in_loop()",
        "class A:\n    def train(self):\n        for e in x:\n            return e",
        "class A:\n    def look(self):\n        for e in x:\n            return e",
    ),
]


@pytest.mark.parametrize(("condition", "having", "without"), CONDITIONS)
def test_a_condition_is_met_by_code_that_has_it(condition: str, having: str, without: str) -> None:
    assert meets(condition, having)
    assert not meets(condition, without)


@pytest.mark.parametrize(
    "source", ["", "def f(:", "x = (" * 5000, "x = 1\n" * 50_000, "\0"], ids=range(5)
)
def test_of_what_cannot_be_read_nothing_is_said(source: str) -> None:
    assert not meets("not loops()", source)


@pytest.mark.parametrize(
    "condition", ["", "loops", "no_such()", "calls(x)", "calls('a') + 1", "calls(name='a')", "(("]
)
def test_a_condition_that_is_not_understood_is_refused(condition: str) -> None:
    with pytest.raises(ValueError, match="is not understood"):
        meets(condition, "x = 1")


def test_only_what_an_answer_is_made_of_counts() -> None:
    cell = """
%matplotlib inline
def helper(z):
    return np.exp(z)

def sigmoid(z):
    for i in z: return i

def sigmoid(z):
    return helper(z)

def other(z):
    return z @ z

for i in range(3): print(sigmoid(i))
"""
    assert meets('calls("np.exp")', cell, "sigmoid")
    assert not meets('operates("@") or loops() or returns_in_loop()', cell, "sigmoid")
    assert meets('operates("@") and loops()', cell, "not there")
    assert len(answer_in(cell, "sigmoid").body) == 2


def test_a_line_is_read_without_what_it_introduces() -> None:
    for line in ("if z > 0:", "elif z > 0:", "return z > 0", "for i in range(3):", "z += 1"):
        assert line_in(line).body, line
    for line in ("else:", "z = (1 +", ""):
        assert not line_in(line).body, line
