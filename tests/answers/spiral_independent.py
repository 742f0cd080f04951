"""Answers to section 06 that were written without a look at its known mistakes."""

from __future__ import annotations

from tests.answers import Answer


def _right(exercise: str, style: str, code: str) -> Answer:
    return Answer(exercise, style, code)


def _wrong(exercise: str, style: str, code: str, *causes: str) -> Answer:
    return Answer(exercise, style, code, causes)


def _changed(code: str, *edits: str) -> str:
    for old, new in zip(edits[::2], edits[1::2], strict=True):
        assert code.count(old) == 1, (old, code)
        code = code.replace(old, new)
    return code


_STD = """
def standardize(X):
    mu = np.mean(X, axis=0)
    std = np.std(X, axis=0)
    std = np.where(np.ptp(X, axis=0) == 0, 1, std)
    X_norm = (X - mu) / std
    X_norm[:, np.ptp(X, axis=0) == 0] = 0
    return X_norm, mu, std
"""

_ACC = "def accuracy(y_true, y_prob, threshold=0.5):\n    return {}"

_GRID = """
def decision_grid(X, step=0.1, margin=0.5):
    x_min, x_max = X[:, 0].min() - margin, X[:, 0].max() + margin
    y_min, y_max = X[:, 1].min() - margin, X[:, 1].max() + margin
    xx, yy = np.meshgrid(np.arange(x_min, x_max, step), np.arange(y_min, y_max, step))
    grid = np.c_[xx.ravel(), yy.ravel()]
    return grid, xx, yy
"""

_TRAIN = """
def train_spiral(X, y):
    net = NeuralNetworkScratch([2, 24, 1], rng=np.random.default_rng(0))
    net.train(X, y, epochs=2500, lr=3.0)
    return net
"""

RIGHT = [
    _right("standardize", "plain", _STD),
    _right(
        "standardize",
        "column by column",
        """
def standardize(X):
    m, n = X.shape
    out, mu, std = np.zeros((m, n)), np.zeros(n), np.ones(n)
    for j in range(n):
        column = X[:, j].astype(float)
        mu[j] = column.mean()
        if column.max() > column.min():
            std[j] = np.sqrt(np.sum((column - mu[j]) ** 2) / m)
            out[:, j] = (column - mu[j]) / std[j]
    return out, mu, std
""",
    ),
    _right(
        "standardize",
        "small std counts as zero",
        """
def standardize(X):
    mu, std = X.mean(axis=0), X.std(axis=0)
    flat = std < 1e-12
    std = np.where(flat, 1.0, std)
    return np.where(flat, 0.0, (X - mu) / std), mu, std
""",
    ),
    _right(
        "standardize",
        "rows kept",
        """
def standardize(X):
    mu = X.mean(axis=0, keepdims=True)
    std = X.std(axis=0, keepdims=True)
    same = np.all(X == X[:1], axis=0, keepdims=True)
    std = np.where(same, 1.0, std)
    return (X - mu) / std * ~same, mu, std
""",
    ),
    _right(
        "standardize",
        "zero reported",
        """
def standardize(X):
    mu, std = np.mean(X, axis=0), np.std(X, axis=0)
    std = np.where(np.isclose(std, 0), 0, std)
    safe = np.where(std == 0, 1, std)
    X_norm = (X - mu) / safe
    X_norm[:, std == 0] = 0.0
    return X_norm, mu, std
""",
    ),
    _right(
        "standardize",
        "variance and masks",
        """
def standardize(X):
    X = np.array(X, dtype=float)
    mu = X.sum(axis=0) / len(X)
    centered = X - mu
    var = (centered**2).sum(axis=0) / len(X)
    moves = X.max(0) != X.min(0)
    Z = np.zeros_like(X)
    Z[:, moves] = centered[:, moves] / np.sqrt(var[moves])
    return Z, mu, np.where(moves, np.sqrt(var), 1)
""",
    ),
    _right(
        "standardize",
        "divide with where",
        """
def standardize(X):
    mu = X.mean(0)
    std = X.std(0)
    std[np.ptp(X, axis=0) == 0] = 0.0
    X_norm = np.divide(X - mu, std, out=np.zeros(X.shape), where=std > 0)
    return X_norm, mu, std
""",
    ),
    _right(
        "standardize",
        "moments",
        """
def standardize(X):
    X = np.asarray(X, float)
    mu = np.einsum("ij->j", X) / X.shape[0]
    std = np.sqrt(np.einsum("ij,ij->j", X - mu, X - mu) / X.shape[0])
    const = (X == X[0]).all(axis=0)
    std[const] = 1
    Z = (X - mu) / std
    Z[:, const] = 0
    return [Z, mu, std]
""",
    ),
    _right(
        "standardize",
        "nan to zero",
        """
def standardize(X):
    mu, std = X.mean(axis=0), X.std(axis=0)
    std = np.where(X.max(axis=0) - X.min(axis=0) > 0, std, 0)
    with np.errstate(all="ignore"):
        Z = (X - mu) / std
    return np.where(std > 0, Z, 0), mu, std
""",
    ),
    _right(
        "standardize",
        "helper",
        """
def _column(c):
    if len(set(c.tolist())) == 1:
        return np.zeros(len(c)), c[0], 1.0
    return (c - np.average(c)) / np.std(c), np.average(c), np.std(c)

def standardize(X):
    Z, mu, std = zip(*(_column(X[:, j]) for j in range(X.shape[1])))
    return np.array(Z).T, np.array(mu), np.array(std)
""",
    ),
    _right("accuracy", "plain", _ACC.format("np.mean((y_prob > threshold) == y_true)")),
    _right(
        "accuracy",
        "astype",
        _ACC.format("((y_prob > threshold).astype(int) == y_true).sum() / len(y_true)"),
    ),
    _right(
        "accuracy",
        "one minus the errors",
        _ACC.format("1 - np.mean(np.abs((y_prob > threshold) * 1 - y_true))"),
    ),
    _right(
        "accuracy",
        "counts",
        """
def accuracy(y_true, y_prob, threshold=0.5):
    hits = 0
    for t, p in zip(np.ravel(y_true), np.ravel(y_prob)):
        if (p > threshold and t == 1) or (p <= threshold and t == 0):
            hits += 1
    return hits / np.size(y_true)
""",
    ),
    _right("accuracy", "xor", _ACC.format("1 - np.logical_xor(y_prob > threshold, y_true).mean()")),
    _right(
        "accuracy",
        "where",
        _ACC.format("np.average(np.where(y_prob > threshold, 1, 0).flatten() == y_true.flatten())"),
    ),
    _right(
        "accuracy",
        "true positives and negatives",
        """
def accuracy(y_true, y_prob, threshold=0.5):
    positive = y_prob > threshold
    tp = np.sum(positive & (y_true == 1))
    tn = np.sum(~positive & (y_true == 0))
    return float(tp + tn) / y_true.shape[0]
""",
    ),
    _right(
        "accuracy",
        "count_nonzero",
        _ACC.format(
            "np.count_nonzero(np.equal(np.greater(y_prob, threshold), y_true > 0.5)) / y_prob.size"
        ),
    ),
    _right(
        "accuracy",
        "dot product of signs",
        """
def accuracy(y_true, y_prob, threshold=0.5):
    t = 2.0 * y_true - 1
    p = np.where(y_prob > threshold, 1.0, -1.0)
    return (1 + (t * p).mean()) / 2
""",
    ),
    _right(
        "accuracy",
        "fraction",
        """
from fractions import Fraction

def accuracy(y_true, y_prob, threshold=0.5):
    same = [bool(p[0] > threshold) == bool(t[0]) for t, p in zip(y_true, y_prob)]
    return float(Fraction(sum(same), len(same)))
""",
    ),
    _right("decision_grid", "plain", _GRID),
    _right(
        "decision_grid",
        "stack",
        _changed(
            _GRID, "np.c_[xx.ravel(), yy.ravel()]", "np.stack([xx, yy], axis=-1).reshape(-1, 2)"
        ),
    ),
    _right(
        "decision_grid",
        "transposed array",
        _changed(
            _GRID, "np.c_[xx.ravel(), yy.ravel()]", "np.array([xx.flatten(), yy.flatten()]).T"
        ),
    ),
    _right(
        "decision_grid",
        "axes in a comprehension",
        """
def decision_grid(X, step=0.1, margin=0.5):
    axes = [np.arange(c.min() - margin, c.max() + margin, step) for c in X.T]
    xx, yy = np.meshgrid(*axes)
    return np.column_stack((xx.flat, yy.flat)), xx, yy
""",
    ),
    _right(
        "decision_grid",
        "loops",
        """
def decision_grid(X, step=0.1, margin=0.5):
    xs = np.arange(min(X[:, 0]) - margin, max(X[:, 0]) + margin, step)
    ys = np.arange(min(X[:, 1]) - margin, max(X[:, 1]) + margin, step)
    points = [(x, y) for y in ys for x in xs]
    grid = np.array(points)
    return grid, grid[:, 0].reshape(len(ys), len(xs)), grid[:, 1].reshape(len(ys), len(xs))
""",
    ),
    _right(
        "decision_grid",
        "tile and repeat",
        """
def decision_grid(X, step=0.1, margin=0.5):
    (x0, y0), (x1, y1) = np.min(X, axis=0) - margin, np.max(X, axis=0) + margin
    xs, ys = np.arange(x0, x1, step), np.arange(y0, y1, step)
    xx, yy = np.tile(xs, (ys.size, 1)), np.repeat(ys[:, None], xs.size, axis=1)
    return np.hstack([xx.reshape(-1, 1), yy.reshape(-1, 1)]), xx, yy
""",
    ),
    _right(
        "decision_grid",
        "ij and turned",
        """
def decision_grid(X, step=0.1, margin=0.5):
    lo, hi = X.min(0) - margin, X.max(0) + margin
    a, b = np.meshgrid(np.arange(lo[0], hi[0], step), np.arange(lo[1], hi[1], step), indexing="ij")
    xx, yy = a.T, b.T
    return np.vstack([xx.ravel(), yy.ravel()]).T, xx, yy
""",
    ),
    _right(
        "decision_grid",
        "broadcast_arrays",
        """
def decision_grid(X, step=0.1, margin=0.5):
    def axis(k):
        return np.arange(X[:, k].min() - margin, X[:, k].max() + margin, step)
    xx, yy = np.broadcast_arrays(axis(0)[None, :], axis(1)[:, None])
    return np.dstack([xx, yy]).reshape(-1, 2), xx.copy(), yy.copy()
""",
    ),
    _right(
        "decision_grid",
        "counted steps",
        """
import math

def decision_grid(X, step=0.1, margin=0.5):
    def axis(column):
        low, high = column.min() - margin, column.max() + margin
        return low + step * np.arange(math.ceil((high - low) / step))
    xx, yy = np.meshgrid(axis(X[:, 0]), axis(X[:, 1]))
    grid = np.empty((xx.size, 2))
    grid[:, 0], grid[:, 1] = xx.ravel(), yy.ravel()
    return [grid, xx, yy]
""",
    ),
    _right(
        "decision_grid",
        "mgrid",
        """
def decision_grid(X, step=0.1, margin=0.5):
    x0, y0 = X.min(axis=0) - margin
    x1, y1 = X.max(axis=0) + margin
    yy, xx = np.mgrid[y0:y1:step, x0:x1:step]
    return np.c_[xx.ravel(), yy.ravel()], xx, yy
""",
    ),
    _right(
        "decision_grid",
        "grid first",
        """
def decision_grid(X, step=0.1, margin=0.5):
    lo, hi = X.min(axis=0) - margin, X.max(axis=0) + margin
    xs, ys = (np.arange(a, b, step) for a, b in zip(lo, hi))
    grid = np.empty((len(ys), len(xs), 2))
    grid[..., 0] = xs
    grid[..., 1] = ys[:, np.newaxis]
    return grid.reshape(-1, 2), grid[..., 0], grid[..., 1]
""",
    ),
    _right("train_spiral", "one wide layer", _TRAIN),
    _right(
        "train_spiral",
        "nearest neighbors",
        """
class _Neighbors:
    def __init__(self, X, y, k=9):
        self.X, self.y, self.k = X, np.ravel(y), k

    def predict(self, X):
        squares = (X**2).sum(1)[:, None] - 2 * X @ self.X.T + (self.X**2).sum(1)
        nearest = np.argpartition(squares, self.k, axis=1)[:, : self.k]
        return self.y[nearest].mean(axis=1)

def train_spiral(X, y):
    return _Neighbors(X, y)
""",
    ),
    _right(
        "train_spiral",
        "kernel average, labels",
        """
def train_spiral(X, y):
    class Model:
        def predict(self, Z):
            d = ((Z[:, None, :] - X[None]) ** 2).sum(axis=2)
            w = np.exp(-d / 0.05)
            return (w @ y / (w.sum(axis=1, keepdims=True) + 1e-300) > 0.5).astype(int)
    return Model()
""",
    ),
    _right(
        "standardize",
        "a tiny number added to the standard deviation",
        "def standardize(X):\n    mu, std = X.mean(axis=0), X.std(axis=0)\n    return (X - mu) / (std + 1e-8), mu, std",
    ),
]

WRONG = [
    _wrong(
        "standardize",
        "whole array",
        "def standardize(X):\n    return (X - X.mean()) / X.std(), X.mean(), X.std()",
        "one-for-all-columns",
    ),
    _wrong(
        "standardize",
        "rows",
        "def standardize(X):\n    mu = X.mean(axis=1, keepdims=True)\n    std = X.std(axis=1, keepdims=True)\n    return (X - mu) / std, mu, std",
        "per-row-transposed",
    ),
    _wrong(
        "standardize",
        "ddof",
        _changed(_STD, "np.std(X, axis=0)", "np.std(X, axis=0, ddof=1)"),
        "sample-std",
    ),
    _wrong(
        "standardize",
        "variance",
        _changed(_STD, "np.std(X, axis=0)", "np.var(X, axis=0)"),
        "variance-returned",
    ),
    _wrong(
        "standardize",
        "constant columns forgotten",
        "def standardize(X):\n    mu, std = X.mean(axis=0), X.std(axis=0)\n    return (X - mu) / std, mu, std",
        "no-equal-columns",
    ),
    _wrong(
        "standardize",
        "std == 0",
        "def standardize(X):\n    mu, std = X.mean(axis=0), X.std(axis=0)\n    std[std == 0] = 1\n    return (X - mu) / std, mu, std",
        "compares-std-with-zero",
    ),
    _wrong(
        "standardize",
        "min-max",
        "def standardize(X):\n    lo, hi = X.min(axis=0), X.max(axis=0)\n    return (X - lo) / np.where(hi > lo, hi - lo, 1), lo, hi - lo",
        "min-max",
    ),
    _wrong(
        "standardize", "not centered", _changed(_STD, "(X - mu) / std", "X / std"), "scaled-only"
    ),
    _wrong(
        "standardize", "not scaled", _changed(_STD, "(X - mu) / std", "X - mu"), "centered-only"
    ),
    _wrong(
        "standardize", "precedence", _changed(_STD, "(X - mu) / std", "X - mu / std"), "precedence"
    ),
    _wrong("standardize", "added", _changed(_STD, "(X - mu) / std", "(X + mu) / std")),
    _wrong(
        "standardize",
        "multiplied",
        _changed(_STD, "(X - mu) / std", "(X - mu) * std"),
        "multiplied",
    ),
    _wrong(
        "standardize",
        "X only",
        _changed(_STD, "return X_norm, mu, std", "return X_norm"),
        "samples-only",
    ),
    _wrong(
        "standardize",
        "std and mu exchanged",
        _changed(_STD, "return X_norm, mu, std", "return X_norm, std, mu"),
        "mu-and-std-exchanged",
    ),
    _wrong(
        "standardize",
        "in place",
        "def standardize(X):\n    mu, std = X.mean(axis=0), X.std(axis=0)\n    std[np.ptp(X, axis=0) == 0] = 1\n    X -= mu\n    X /= std\n    X[:, np.ptp(X, axis=0) < 1e-9] = 0\n    return X, mu, std",
        "modified-floats-only",
    ),
    _wrong(
        "standardize",
        "median",
        _changed(_STD, "np.mean(X, axis=0)", "np.median(X, axis=0)"),
        "median",
    ),
    _wrong(
        "standardize",
        "returns the new mean and std",
        _changed(
            _STD, "return X_norm, mu, std", "return X_norm, X_norm.mean(axis=0), X_norm.std(axis=0)"
        ),
        "statistics-of-the-result",
    ),
    _wrong(
        "standardize",
        "constant columns left as they are",
        _changed(
            _STD,
            "X_norm[:, np.ptp(X, axis=0) == 0] = 0",
            "X_norm[:, np.ptp(X, axis=0) == 0] = X[:, np.ptp(X, axis=0) == 0]",
        ),
        "equal-left-alone",
    ),
    _wrong(
        "standardize",
        "constant columns dropped",
        "def standardize(X):\n    X = X[:, np.ptp(X, axis=0) > 0]\n    mu, std = X.mean(axis=0), X.std(axis=0)\n    return (X - mu) / std, mu, std",
        "equal-dropped",
    ),
    _wrong(
        "standardize",
        "z-scores of the mean difference, divided by max",
        _changed(_STD, "np.std(X, axis=0)", "np.max(np.abs(X - mu), axis=0)"),
    ),
    _wrong("accuracy", ">=", _ACC.format("np.mean((y_prob >= threshold) == y_true)"), "at-least"),
    _wrong(
        "accuracy", "round", _ACC.format("np.mean(np.round(y_prob) == y_true)"), "threshold-ignored"
    ),
    _wrong(
        "accuracy",
        "threshold fixed",
        _ACC.format("np.mean((y_prob > 0.5) == y_true)"),
        "threshold-ignored",
    ),
    _wrong(
        "accuracy",
        "percent",
        _ACC.format("100 * np.mean((y_prob > threshold) == y_true)"),
        "percent",
    ),
    _wrong("accuracy", "count", _ACC.format("np.sum((y_prob > threshold) == y_true)"), "count"),
    _wrong(
        "accuracy",
        "error rate",
        _ACC.format("np.mean((y_prob > threshold) != y_true)"),
        "error-rate",
    ),
    _wrong(
        "accuracy",
        "less",
        _ACC.format("np.mean((y_prob < threshold) == y_true)"),
        "below-threshold",
    ),
    _wrong("accuracy", "no threshold", _ACC.format("np.mean(y_prob == y_true)"), "no-threshold"),
    _wrong(
        "accuracy",
        "one minus the absolute error",
        _ACC.format("1 - np.mean(np.abs(y_true - y_prob))"),
        "one-minus-error",
    ),
    _wrong(
        "accuracy",
        "arguments exchanged",
        _ACC.format("np.mean((y_true > threshold) == y_prob)"),
        "no-threshold",
    ),
    _wrong(
        "accuracy",
        "precision",
        "def accuracy(y_true, y_prob, threshold=0.5):\n    p = y_prob > threshold\n    return np.sum(p & (y_true == 1)) / max(1, np.sum(p))",
        "precision",
    ),
    _wrong(
        "accuracy",
        "recall",
        "def accuracy(y_true, y_prob, threshold=0.5):\n    p = y_prob > threshold\n    return np.sum(p & (y_true == 1)) / max(1, np.sum(y_true == 1))",
        "recall",
    ),
    _wrong(
        "accuracy", "share of ones", _ACC.format("np.mean(y_prob > threshold)"), "share-of-ones"
    ),
    _wrong(
        "accuracy",
        "broadcast",
        _ACC.format("np.mean((y_prob > threshold) == y_true.ravel())"),
        "broadcast",
    ),
    _wrong("accuracy", "all", _ACC.format("np.all((y_prob > threshold) == y_true)"), "all"),
    _wrong("accuracy", "per sample", _ACC.format("(y_prob > threshold) == y_true"), "no-mean"),
    _wrong(
        "accuracy",
        "axis 1",
        _ACC.format("np.mean((y_prob > threshold) == y_true, axis=1)"),
        "per-row",
    ),
    _wrong(
        "accuracy",
        "whole-number division",
        _ACC.format("np.sum((y_prob > threshold) == y_true) // len(y_true)"),
        "all",
    ),
    _wrong(
        "accuracy",
        "returns in the loop",
        "def accuracy(y_true, y_prob, threshold=0.5):\n    hits = 0\n    for t, p in zip(y_true, y_prob):\n        if (p > threshold) == t:\n            hits += 1\n        return hits / len(y_true)",
        "return-in-loop",
    ),
    _wrong(
        "accuracy",
        "in place",
        "def accuracy(y_true, y_prob, threshold=0.5):\n    y_prob[:] = y_prob > threshold\n    return np.mean(y_prob == y_true)",
        "modified",
    ),
    _wrong(
        "accuracy",
        "rounded to two digits",
        _ACC.format("round(float(np.mean((y_prob > threshold) == y_true)), 2)"),
        "rounded",
    ),
    _wrong(
        "accuracy",
        "r squared",
        _ACC.format("1 - np.sum((y_true - y_prob) ** 2) / np.sum((y_true - np.mean(y_true)) ** 2)"),
    ),
    _wrong(
        "decision_grid",
        "no margin",
        _changed(
            _GRID,
            "X[:, 0].min() - margin, X[:, 0].max() + margin",
            "X[:, 0].min(), X[:, 0].max()",
            "X[:, 1].min() - margin, X[:, 1].max() + margin",
            "X[:, 1].min(), X[:, 1].max()",
        ),
        "no-margin",
    ),
    _wrong(
        "decision_grid",
        "margin with the wrong sign",
        _changed(
            _GRID,
            "X[:, 0].min() - margin, X[:, 0].max() + margin",
            "X[:, 0].min() + margin, X[:, 0].max() - margin",
            "X[:, 1].min() - margin, X[:, 1].max() + margin",
            "X[:, 1].min() + margin, X[:, 1].max() - margin",
        ),
        "margin-inwards",
    ),
    _wrong(
        "decision_grid",
        "margin fixed",
        _changed(_GRID, "    x_min", "    margin = 0.5\n    x_min"),
        "margin-ignored",
    ),
    _wrong(
        "decision_grid",
        "step fixed",
        _changed(_GRID, "    x_min", "    step = 0.1\n    x_min"),
        "step-ignored",
    ),
    _wrong(
        "decision_grid",
        "linspace",
        "def decision_grid(X, step=0.1, margin=0.5):\n    x = np.linspace(X[:, 0].min() - margin, X[:, 0].max() + margin, 100)\n    y = np.linspace(X[:, 1].min() - margin, X[:, 1].max() + margin, 100)\n    xx, yy = np.meshgrid(x, y)\n    return np.c_[xx.ravel(), yy.ravel()], xx, yy",
        "same-length",
    ),
    _wrong(
        "decision_grid",
        "end included",
        _changed(
            _GRID,
            "np.arange(x_min, x_max, step)",
            "np.arange(x_min, x_max + step, step)",
            "np.arange(y_min, y_max, step)",
            "np.arange(y_min, y_max + step, step)",
        ),
        "one-point-too-many",
    ),
    _wrong(
        "decision_grid",
        "grid as rows",
        _changed(_GRID, "np.c_[xx.ravel(), yy.ravel()]", "np.array([xx.ravel(), yy.ravel()])"),
        "grid-transposed",
    ),
    _wrong(
        "decision_grid",
        "ij",
        _changed(
            _GRID, "np.arange(y_min, y_max, step))", 'np.arange(y_min, y_max, step), indexing="ij")'
        ),
        "ij-order",
    ),
    _wrong(
        "decision_grid",
        "columns of the grid exchanged",
        _changed(_GRID, "np.c_[xx.ravel(), yy.ravel()]", "np.c_[yy.ravel(), xx.ravel()]"),
        "grid-coordinates-exchanged",
    ),
    _wrong(
        "decision_grid",
        "xx and yy exchanged",
        _changed(_GRID, "return grid, xx, yy", "return grid, yy, xx"),
        "xx-and-yy-exchanged",
    ),
    _wrong(
        "decision_grid",
        "order of the results",
        _changed(_GRID, "return grid, xx, yy", "return xx, yy, grid"),
        "order-of-results",
    ),
    _wrong(
        "decision_grid",
        "grid only",
        _changed(_GRID, "return grid, xx, yy", "return grid"),
        "grid-only",
    ),
    _wrong(
        "decision_grid",
        "same range for both",
        _changed(
            _GRID,
            "y_min, y_max = X[:, 1].min() - margin, X[:, 1].max() + margin",
            "y_min, y_max = x_min, x_max",
        ),
        "first-column-twice",
    ),
    _wrong(
        "decision_grid",
        "overall range",
        _changed(
            _GRID,
            "x_min, x_max = X[:, 0].min() - margin, X[:, 0].max() + margin",
            "x_min, x_max = X.min() - margin, X.max() + margin",
            "y_min, y_max = X[:, 1].min() - margin, X[:, 1].max() + margin",
            "y_min, y_max = X.min() - margin, X.max() + margin",
        ),
        "whole-table",
    ),
    _wrong(
        "decision_grid",
        "rows for columns",
        _changed(
            _GRID,
            "X[:, 0].min() - margin, X[:, 0].max() + margin",
            "X[0].min() - margin, X[0].max() + margin",
            "X[:, 1].min() - margin, X[:, 1].max() + margin",
            "X[1].min() - margin, X[1].max() + margin",
        ),
        "per-row",
    ),
    _wrong(
        "decision_grid",
        "Fortran order",
        _changed(_GRID, "np.c_[xx.ravel(), yy.ravel()]", 'np.c_[xx.ravel("F"), yy.ravel("F")]'),
        "grid-by-columns",
    ),
    _wrong(
        "decision_grid",
        "reshaped, not stacked",
        _changed(_GRID, "np.c_[xx.ravel(), yy.ravel()]", "np.array([xx, yy]).reshape(-1, 2)"),
        "grid-scrambled",
    ),
    _wrong(
        "decision_grid",
        "xx and yy as axes",
        "def decision_grid(X, step=0.1, margin=0.5):\n    lo, hi = X.min(axis=0) - margin, X.max(axis=0) + margin\n    x, y = np.arange(lo[0], hi[0], step), np.arange(lo[1], hi[1], step)\n    xx, yy = np.meshgrid(x, y)\n    return np.c_[xx.ravel(), yy.ravel()], x, y",
        "one-axis",
    ),
    _wrong(
        "decision_grid",
        "margin on one side",
        _changed(
            _GRID,
            "X[:, 0].max() + margin",
            "X[:, 0].max()",
            "X[:, 1].max() + margin",
            "X[:, 1].max()",
        ),
        "margin-below-only",
    ),
    _wrong(
        "decision_grid",
        "step and margin exchanged",
        _changed(_GRID, "step=0.1, margin=0.5", "margin=0.5, step=0.1"),
        "arguments-exchanged",
    ),
    _wrong(
        "decision_grid",
        "rounded",
        _changed(
            _GRID,
            "return grid, xx, yy",
            "return np.round(grid, 2), np.round(xx, 2), np.round(yy, 2)",
        ),
        "rounded",
    ),
    _wrong(
        "decision_grid",
        "margin times range",
        _changed(_GRID, "    x_min", "    margin = margin * np.ptp(X)\n    x_min"),
    ),
    _wrong("train_spiral", "returns nothing", _changed(_TRAIN, "    return net\n", "")),
    _wrong(
        "train_spiral",
        "returns the losses",
        _changed(
            _TRAIN,
            "    net.train(X, y, epochs=2500, lr=3.0)\n    return net\n",
            "    return net.train(X, y, epochs=10, lr=3.0)\n",
        ),
        "returns-losses",
    ),
    _wrong(
        "train_spiral",
        "returns predictions",
        _changed(_TRAIN, "epochs=2500", "epochs=10", "return net", "return net.predict(X)"),
        "returns-predictions",
    ),
    _wrong(
        "train_spiral",
        "returns a function",
        _changed(_TRAIN, "epochs=2500", "epochs=10", "return net", "return net.predict"),
        "returns-method",
    ),
    _wrong(
        "train_spiral",
        "not trained",
        _changed(_TRAIN, "    net.train(X, y, epochs=2500, lr=3.0)\n", ""),
        "inaccurate",
    ),
    _wrong(
        "train_spiral",
        "linear",
        _changed(_TRAIN, "[2, 24, 1]", "[2, 1]", "epochs=2500", "epochs=200"),
        "inaccurate",
    ),
    _wrong(
        "train_spiral",
        "too few epochs",
        _changed(_TRAIN, "epochs=2500", "epochs=100"),
        "inaccurate",
    ),
    _wrong(
        "train_spiral",
        "tiny learning rate",
        _changed(_TRAIN, "epochs=2500, lr=3.0", "epochs=300, lr=0.001"),
        "inaccurate",
    ),
    _wrong(
        "train_spiral",
        "labels turned",
        _changed(_TRAIN, "net.train(X, y, epochs=2500", "net.train(X, 1 - y, epochs=2500"),
        "inaccurate",
    ),
    _wrong(
        "train_spiral",
        "labels shuffled",
        _changed(
            _TRAIN,
            "net.train(X, y, epochs=2500",
            "net.train(X, np.random.default_rng(0).permutation(y), epochs=200",
        ),
        "inaccurate",
    ),
    _wrong(
        "train_spiral",
        "wrong input size",
        _changed(_TRAIN, "[2, 24, 1]", "[300, 24, 1]"),
        "shapes-do-not-fit",
    ),
    _wrong(
        "train_spiral",
        "huge learning rate",
        _changed(_TRAIN, "epochs=2500, lr=3.0", "epochs=200, lr=5000.0"),
        "inaccurate",
    ),
    _wrong(
        "train_spiral",
        "two outputs",
        _changed(_TRAIN, "[2, 24, 1]", "[2, 24, 2]", "epochs=2500", "epochs=50"),
    ),
    _wrong(
        "train_spiral",
        "predict gives the class of the training points",
        """
class _Memory:
    def __init__(self, y):
        self.y = y

    def predict(self, X):
        return self.y

def train_spiral(X, y):
    return _Memory(y)
""",
    ),
    _wrong(
        "train_spiral",
        "always one",
        """
class _One:
    def predict(self, X):
        return np.ones((len(X), 1))

def train_spiral(X, y):
    return _One()
""",
        "inaccurate",
    ),
]
