"""Answers to section 04 that were written without a look at its known mistakes."""

from __future__ import annotations

from tests.answers import Answer


def _right(exercise: str, style: str, code: str) -> Answer:
    return Answer(exercise, style, code)


def _wrong(exercise: str, style: str, code: str, *causes: str) -> Answer:
    return Answer(exercise, style, code, causes)


_MSE = "def mse_loss(y_true, y_pred):\n    return {}"
_MSE_G = "def mse_gradient(y_true, y_pred):\n    return {}"
_BCE = """
def bce_loss(y_true, y_pred, eps=1e-12):
    p = np.clip(y_pred, eps, 1 - eps)
    return {}
"""
_BCE_G = """
def bce_gradient(y_true, y_pred, eps=1e-12):
    p = np.clip(y_pred, eps, 1 - eps)
    return {}
"""
_BSG = "def bce_sigmoid_gradient(y_true, z):\n    return {}"

RIGHT = [
    _right("mse_loss", "average", _MSE.format("np.average(np.square(y_true - y_pred))")),
    _right("mse_loss", "norm", _MSE.format("np.linalg.norm(y_pred - y_true) ** 2 / y_pred.size")),
    _right(
        "mse_loss",
        "dot of the flat difference",
        """
def mse_loss(y_true, y_pred):
    d = np.ravel(y_pred - y_true)
    return d.dot(d) / d.size
""",
    ),
    _right(
        "mse_loss",
        "expanded",
        _MSE.format("np.mean(y_true * y_true - 2.0 * y_true * y_pred + y_pred * y_pred)"),
    ),
    _right(
        "mse_loss",
        "python loops",
        """
def mse_loss(y_true, y_pred):
    total, count = 0.0, 0
    for row_t, row_p in zip(y_true, y_pred):
        for t, p in zip(row_t, row_p):
            total += (float(p) - float(t)) ** 2
            count += 1
    return total / count
""",
    ),
    _right(
        "mse_loss",
        "einsum",
        """
def mse_loss(y_true, y_pred):
    d = y_pred - y_true
    return np.einsum("ij,ij->", d, d) / np.prod(d.shape)
""",
    ),
    _right(
        "mse_loss",
        "variance plus squared mean",
        """
def mse_loss(y_true, y_pred):
    d = y_true - y_pred
    return d.var() + d.mean() ** 2
""",
    ),
    _right(
        "mse_loss",
        "math.fsum",
        """
import math

def mse_loss(y_true, y_pred):
    squares = [v * v for v in np.subtract(y_true, y_pred).flat]
    return math.fsum(squares) / len(squares)
""",
    ),
    _right("mse_loss", "0-d array", _MSE.format("np.array(((y_true - y_pred) ** 2).mean())")),
    _right(
        "mse_loss",
        "mean of the rows' means",
        _MSE.format("np.mean(np.mean((y_true - y_pred) ** 2, axis=1), axis=0)"),
    ),
    _right(
        "mse_gradient", "size of y_true", _MSE_G.format("(y_pred - y_true) * 2.0 / y_true.size")
    ),
    _right(
        "mse_gradient", "minus", _MSE_G.format("-2 * (y_true - y_pred) / np.prod(y_pred.shape)")
    ),
    _right(
        "mse_gradient",
        "product of the shape",
        """
def mse_gradient(y_true, y_pred):
    m, k = y_true.shape
    return (2 / (m * k)) * (y_pred - y_true)
""",
    ),
    _right(
        "mse_gradient",
        "sum of two halves",
        """
def mse_gradient(y_true, y_pred):
    half = (y_pred - y_true) / len(y_pred.ravel())
    return half + half
""",
    ),
    _right(
        "mse_gradient",
        "loop",
        """
def mse_gradient(y_true, y_pred):
    grad = np.zeros(y_pred.shape)
    for i, j in np.ndindex(*y_pred.shape):
        grad[i, j] = 2 * (y_pred[i, j] - y_true[i, j]) / grad.size
    return grad
""",
    ),
    _right(
        "mse_gradient",
        "by the mean of a mask",
        """
def mse_gradient(y_true, y_pred):
    weights = np.full(np.shape(y_pred), 1 / np.size(y_pred))
    return 2 * weights * np.subtract(y_pred, y_true)
""",
    ),
    _right(
        "mse_gradient",
        "central difference, exact for squares",
        """
def mse_gradient(y_true, y_pred):
    h = 0.5
    up, down = (y_pred + h - y_true) ** 2, (y_pred - h - y_true) ** 2
    return (up - down) / (2 * h) / y_pred.size
""",
    ),
    _right(
        "mse_gradient",
        "lambda",
        "mse_gradient = lambda y_true, y_pred: 2 * (y_pred - y_true) / y_pred.size",
    ),
    _right(
        "mse_gradient",
        "np.divide",
        _MSE_G.format(
            "np.divide(np.multiply(2, y_pred - y_true), y_pred.shape[0] * y_pred.shape[1])"
        ),
    ),
    _right(
        "mse_gradient",
        "in place on a copy",
        """
def mse_gradient(y_true, y_pred):
    g = np.array(y_pred, dtype=float)
    g -= y_true
    g *= 2
    g /= g.size
    return g
""",
    ),
    _right(
        "bce_loss",
        "one sum",
        _BCE.format("-(y_true * np.log(p) + (1 - y_true) * np.log(1 - p)).sum() / p.size"),
    ),
    _right(
        "bce_loss",
        "where",
        _BCE.format("np.mean(np.where(y_true == 1, -np.log(p), -np.log(1 - p)))"),
    ),
    _right(
        "bce_loss",
        "probability of the truth",
        _BCE.format("-np.log(np.where(y_true > 0.5, p, 1 - p)).mean()"),
    ),
    _right(
        "bce_loss", "power", _BCE.format("-np.mean(np.log(p**y_true * (1 - p) ** (1 - y_true)))")
    ),
    _right(
        "bce_loss",
        "minimum and maximum",
        """
def bce_loss(y_true, y_pred, eps=1e-12):
    p = np.minimum(np.maximum(y_pred, eps), 1 - eps)
    losses = y_true * np.log(p) + (1.0 - y_true) * np.log1p(-p)
    return float(-losses.mean())
""",
    ),
    _right(
        "bce_loss",
        "loop with math.log",
        """
import math

def bce_loss(y_true, y_pred, eps=1e-12):
    losses = []
    for t, p in zip(np.ravel(y_true), np.ravel(y_pred)):
        p = min(max(p, eps), 1 - eps)
        losses.append(-math.log(p) if t == 1 else -math.log(1 - p))
    return sum(losses) / len(losses)
""",
    ),
    _right(
        "bce_loss",
        "mask on a copy",
        """
def bce_loss(y_true, y_pred, eps=1e-12):
    p = np.array(y_pred, dtype=float)
    p[p < eps] = eps
    p[p > 1 - eps] = 1 - eps
    ones = np.asarray(y_true) == 1
    return -(np.log(p[ones]).sum() + np.log(1 - p[~ones]).sum()) / p.size
""",
    ),
    _right(
        "bce_loss",
        "dot product",
        _BCE.format("-(np.vdot(y_true, np.log(p)) + np.vdot(1 - y_true, np.log(1 - p))) / p.size"),
    ),
    _right(
        "bce_loss",
        "log-odds",
        _BCE.format("np.mean(-np.log(1 - p) - y_true * np.log(p / (1 - p)))"),
    ),
    _right(
        "bce_loss",
        "base 2 and back",
        _BCE.format("-np.log(2) * np.mean(y_true * np.log2(p) + (1 - y_true) * np.log2(1 - p))"),
    ),
    _right(
        "bce_gradient",
        "two terms",
        _BCE_G.format("(-y_true / p + (1 - y_true) / (1 - p)) / p.size"),
    ),
    _right(
        "bce_gradient",
        "where",
        _BCE_G.format("np.where(y_true == 1, -1 / p, 1 / (1 - p)) / y_pred.size"),
    ),
    _right(
        "bce_gradient",
        "minus outside",
        _BCE_G.format("-(y_true / p - (1 - y_true) / (1 - p)) / np.prod(np.shape(p))"),
    ),
    _right(
        "bce_gradient", "sign", _BCE_G.format("(1 - 2 * y_true) / np.abs(1 - y_true - p) / p.size")
    ),
    _right(
        "bce_gradient",
        "mean by ones",
        _BCE_G.format("(p - y_true) / (p - p**2) * np.mean(np.eye(p.size)[0])"),
    ),
    _right(
        "bce_gradient",
        "loop",
        """
def bce_gradient(y_true, y_pred, eps=1e-12):
    out = np.empty(np.shape(y_pred))
    for i in np.ndindex(out.shape):
        p = min(1 - eps, max(eps, y_pred[i]))
        out[i] = (p - y_true[i]) / p / (1 - p) / out.size
    return out
""",
    ),
    _right(
        "bce_gradient",
        "masks",
        """
def bce_gradient(y_true, y_pred, eps=1e-12):
    p = np.clip(np.asarray(y_pred, float), eps, 1 - eps)
    g = np.empty_like(p)
    one = np.asarray(y_true) == 1
    g[one] = -1 / p[one]
    g[~one] = 1 / (1 - p[~one])
    return g / g.size
""",
    ),
    _right(
        "bce_gradient",
        "maximum and minimum",
        """
def bce_gradient(y_true, y_pred, eps=1e-12):
    p = np.maximum(eps, np.minimum(1 - eps, y_pred))
    per_entry = np.true_divide(1 - y_true, 1 - p) - np.true_divide(y_true, p)
    return np.true_divide(per_entry, per_entry.size)
""",
    ),
    _right(
        "bce_gradient",
        "size of both axes",
        _BCE_G.format("(p - y_true) / (y_true.shape[0] * y_true.shape[1] * p * (1 - p))"),
    ),
    _right(
        "bce_gradient",
        "helper function",
        """
def _clipped(p, eps):
    return np.clip(p, eps, 1.0 - eps)

def bce_gradient(y_true, y_pred, eps=1e-12):
    q = _clipped(y_pred, eps)
    n = q.size
    return np.multiply(q - y_true, np.reciprocal(n * q * (1 - q)))
""",
    ),
    _right(
        "bce_sigmoid_gradient", "divide", _BSG.format("np.divide(sigmoid(z) - y_true, y_true.size)")
    ),
    _right(
        "bce_sigmoid_gradient",
        "own sigmoid",
        _BSG.format("(0.5 * (1 + np.tanh(z / 2)) - y_true) / z.size"),
    ),
    _right(
        "bce_sigmoid_gradient",
        "where",
        _BSG.format("np.where(y_true == 1, -sigmoid(-z), sigmoid(z)) / z.size"),
    ),
    _right(
        "bce_sigmoid_gradient",
        "minus",
        "def bce_sigmoid_gradient(y_true, z):\n    a = sigmoid(z)\n    return -(y_true - a) / a.size",
    ),
    _right(
        "bce_sigmoid_gradient",
        "loop",
        """
def bce_sigmoid_gradient(y_true, z):
    g = np.zeros(z.shape)
    for i in range(z.shape[0]):
        for j in range(z.shape[1]):
            g[i, j] = (sigmoid(z[i, j]) - y_true[i, j]) / z.size
    return g
""",
    ),
    _right(
        "bce_sigmoid_gradient",
        "shape",
        "def bce_sigmoid_gradient(y_true, z):\n    m, k = np.shape(z)\n    return (sigmoid(z) - y_true) / m / k",
    ),
    _right(
        "bce_sigmoid_gradient",
        "clipped exponent",
        "def bce_sigmoid_gradient(y_true, z):\n    a = 1 / (1 + np.exp(-np.clip(z, -709, 709)))\n    return (a - y_true) / a.size",
    ),
    _right(
        "bce_sigmoid_gradient",
        "softplus' derivative",
        """
def bce_sigmoid_gradient(y_true, z):
    slope = np.exp(-np.logaddexp(0, -np.asarray(z, dtype=float)))
    return (slope - y_true) * (1 / slope.size)
""",
    ),
    _right(
        "bce_sigmoid_gradient",
        "overflow ignored",
        """
def bce_sigmoid_gradient(y_true, z):
    with np.errstate(all="ignore"):
        a = 1 / (1 + np.exp(-np.asarray(z, float)))
    return (a - y_true) / np.prod(z.shape)
""",
    ),
    _right(
        "bce_sigmoid_gradient",
        "weights",
        _BSG.format("np.subtract(sigmoid(z), y_true) * np.full(np.shape(z), 1.0 / np.size(z))"),
    ),
]

WRONG = [
    _wrong("mse_loss", "sum", _MSE.format("np.sum((y_pred - y_true) ** 2)"), "missing-mean"),
    _wrong("mse_loss", "half", _MSE.format("0.5 * np.mean((y_pred - y_true) ** 2)"), "half"),
    _wrong(
        "mse_loss",
        "half of the sum",
        _MSE.format("0.5 * np.sum((y_pred - y_true) ** 2)"),
        "missing-mean-and-two",
    ),
    _wrong("mse_loss", "root", _MSE.format("np.sqrt(np.mean((y_pred - y_true) ** 2))"), "root"),
    _wrong(
        "mse_loss", "absolute", _MSE.format("np.mean(np.abs(y_pred - y_true))"), "absolute-error"
    ),
    _wrong("mse_loss", "no square", _MSE.format("np.mean(y_pred - y_true)"), "not-squared"),
    _wrong(
        "mse_loss",
        "square of the mean",
        _MSE.format("np.mean(y_pred - y_true) ** 2"),
        "mean-before-square",
    ),
    _wrong(
        "mse_loss",
        "divided by rows",
        _MSE.format("np.sum((y_pred - y_true) ** 2) / len(y_true)"),
        "rows-only",
    ),
    _wrong(
        "mse_loss",
        "divided by columns",
        _MSE.format("np.sum((y_pred - y_true) ** 2) / y_true.shape[1]"),
        "missing-mean",
    ),
    _wrong(
        "mse_loss", "axis 0", _MSE.format("np.mean((y_pred - y_true) ** 2, axis=0)"), "per-column"
    ),
    _wrong("mse_loss", "axis 1", _MSE.format("np.mean((y_pred - y_true) ** 2, axis=1)"), "per-row"),
    _wrong(
        "mse_loss",
        "keepdims",
        _MSE.format("np.mean((y_pred - y_true) ** 2, keepdims=True)"),
        "wrong-axes",
    ),
    _wrong("mse_loss", "no mean", _MSE.format("(y_pred - y_true) ** 2"), "no-mean"),
    _wrong("mse_loss", "plus", _MSE.format("np.mean((y_pred + y_true) ** 2)"), "error-added"),
    _wrong(
        "mse_loss",
        "difference of squares",
        _MSE.format("np.mean(y_pred**2 - y_true**2)"),
        "difference-of-squares",
    ),
    _wrong("mse_loss", "caret", _MSE.format("np.mean((y_pred - y_true) ^ 2)"), "caret"),
    _wrong(
        "mse_loss",
        "times two",
        _MSE.format("np.mean((y_pred - y_true) * 2)"),
        "doubled-not-squared",
    ),
    _wrong("mse_loss", "variance", _MSE.format("np.var(y_pred - y_true)"), "variance"),
    _wrong(
        "mse_loss",
        "flat against column",
        _MSE.format("np.mean((y_pred - y_true.flatten()) ** 2)"),
        "broadcast",
    ),
    _wrong(
        "mse_loss",
        "m - 1",
        _MSE.format("np.sum((y_pred - y_true) ** 2) / (y_pred.size - 1)"),
        "sample-variance",
    ),
    _wrong(
        "mse_loss",
        "loop over rows, return inside",
        "def mse_loss(y_true, y_pred):\n    total = 0\n    for t, p in zip(y_true, y_pred):\n        total += np.sum((p - t) ** 2)\n        return total / y_true.size",
        "return-in-loop",
    ),
    _wrong(
        "mse_loss",
        "printed",
        "def mse_loss(y_true, y_pred):\n    print(np.mean((y_pred - y_true) ** 2))",
    ),
    _wrong(
        "mse_loss",
        "cross-entropy",
        _MSE.format("-np.mean(y_true * np.log(y_pred) + (1 - y_true) * np.log(1 - y_pred))"),
        "cross-entropy",
    ),
    _wrong(
        "mse_loss",
        "in place",
        "def mse_loss(y_true, y_pred):\n    y_pred -= y_true\n    return np.mean(y_pred**2)",
        "modified",
    ),
    _wrong("mse_gradient", "no mean", _MSE_G.format("2 * (y_pred - y_true)"), "missing-mean"),
    _wrong(
        "mse_gradient", "no two", _MSE_G.format("(y_pred - y_true) / y_true.size"), "missing-two"
    ),
    _wrong("mse_gradient", "neither", _MSE_G.format("y_pred - y_true"), "missing-mean-and-two"),
    _wrong("mse_gradient", "sign", _MSE_G.format("2 * (y_true - y_pred) / y_true.size"), "sign"),
    _wrong(
        "mse_gradient", "rows", _MSE_G.format("2 * (y_pred - y_true) / len(y_true)"), "rows-only"
    ),
    _wrong(
        "mse_gradient",
        "columns",
        _MSE_G.format("2 * (y_pred - y_true) / y_true.shape[1]"),
        "columns-only",
    ),
    _wrong("mse_gradient", "mean", _MSE_G.format("np.mean(2 * (y_pred - y_true))"), "summed"),
    _wrong(
        "mse_gradient",
        "mean over axis 0",
        _MSE_G.format("np.mean(2 * (y_pred - y_true), axis=0, keepdims=True)"),
        "per-column-kept",
    ),
    _wrong(
        "mse_gradient",
        "squared",
        _MSE_G.format("2 * (y_pred - y_true) ** 2 / y_true.size"),
        "still-squared",
    ),
    _wrong(
        "mse_gradient", "loss", _MSE_G.format("np.mean((y_pred - y_true) ** 2)"), "loss-returned"
    ),
    _wrong(
        "mse_gradient",
        "sign of the difference",
        _MSE_G.format("np.sign(y_pred - y_true) / y_true.size"),
        "absolute-error",
    ),
    _wrong(
        "mse_gradient",
        "sigmoid's slope too",
        _MSE_G.format("2 * (y_pred - y_true) * y_pred * (1 - y_pred) / y_true.size"),
        "with-respect-to-z",
    ),
    _wrong(
        "mse_gradient",
        "flat",
        _MSE_G.format("(2 * (y_pred - y_true) / y_true.size).ravel()"),
        "flat",
    ),
    _wrong(
        "mse_gradient", "sign and no mean", _MSE_G.format("-2 * (y_pred - y_true)"), "sign-and-mean"
    ),
    _wrong(
        "mse_gradient",
        "sign and no two",
        _MSE_G.format("(y_true - y_pred) / y_true.size"),
        "sign-and-two",
    ),
    _wrong(
        "mse_gradient",
        "turned",
        _MSE_G.format("(2 * (y_pred - y_true) / y_true.size).T"),
        "transposed",
    ),
    _wrong(
        "mse_gradient",
        "whole-number division",
        _MSE_G.format("2 * (y_pred - y_true) // y_true.size"),
        "whole-number-division",
    ),
    _wrong(
        "mse_gradient",
        "precedence",
        _MSE_G.format("2 * y_pred - y_true / y_true.size"),
        "parentheses",
    ),
    _wrong(
        "mse_gradient",
        "with respect to y_true, divided by rows",
        _MSE_G.format("-2 * (y_pred - y_true) / len(y_true)"),
        "sign-features-factor",
        "rows-only-and-sign",
    ),
    _wrong(
        "mse_gradient",
        "in place",
        "def mse_gradient(y_true, y_pred):\n    y_pred -= y_true\n    y_pred *= 2 / y_true.size\n    return y_pred",
        "whole-numbers-refuse",
    ),
    _wrong(
        "bce_loss",
        "no clip",
        "def bce_loss(y_true, y_pred, eps=1e-12):\n    return -np.mean(y_true * np.log(y_pred) + (1 - y_true) * np.log(1 - y_pred))",
        "not-clipped",
    ),
    _wrong(
        "bce_loss",
        "eps in the log",
        "def bce_loss(y_true, y_pred, eps=1e-12):\n    return -np.mean(y_true * np.log(y_pred + eps) + (1 - y_true) * np.log(1 - y_pred + eps))",
        "eps-added",
    ),
    _wrong(
        "bce_loss",
        "no minus",
        _BCE.format("np.mean(y_true * np.log(p) + (1 - y_true) * np.log(1 - p))"),
        "sign",
    ),
    _wrong(
        "bce_loss",
        "sum",
        _BCE.format("-np.sum(y_true * np.log(p) + (1 - y_true) * np.log(1 - p))"),
        "missing-mean",
    ),
    _wrong(
        "bce_loss",
        "rows",
        _BCE.format("-np.sum(y_true * np.log(p) + (1 - y_true) * np.log(1 - p)) / len(y_true)"),
        "rows-only",
    ),
    _wrong("bce_loss", "first term only", _BCE.format("-np.mean(y_true * np.log(p))"), "only-ones"),
    _wrong(
        "bce_loss",
        "second term only",
        _BCE.format("-np.mean((1 - y_true) * np.log(1 - p))"),
        "only-zeros",
    ),
    _wrong(
        "bce_loss",
        "minus between",
        _BCE.format("-np.mean(y_true * np.log(p) - (1 - y_true) * np.log(1 - p))"),
        "minus-between",
    ),
    _wrong(
        "bce_loss",
        "log2",
        _BCE.format("-np.mean(y_true * np.log2(p) + (1 - y_true) * np.log2(1 - p))"),
        "log2",
    ),
    _wrong(
        "bce_loss",
        "log10",
        _BCE.format("-np.mean(y_true * np.log10(p) + (1 - y_true) * np.log10(1 - p))"),
        "log10",
    ),
    _wrong(
        "bce_loss",
        "labels exchanged",
        _BCE.format("-np.mean((1 - y_true) * np.log(p) + y_true * np.log(1 - p))"),
        "labels-swapped",
    ),
    _wrong(
        "bce_loss",
        "arguments exchanged",
        "def bce_loss(y_true, y_pred, eps=1e-12):\n    t = np.clip(y_true, eps, 1 - eps)\n    return -np.mean(y_pred * np.log(t) + (1 - y_pred) * np.log(1 - t))",
        "arguments-exchanged",
    ),
    _wrong(
        "bce_loss",
        "eps fixed",
        "def bce_loss(y_true, y_pred, eps=1e-12):\n    p = np.clip(y_pred, 1e-7, 1 - 1e-7)\n    return -np.mean(y_true * np.log(p) + (1 - y_true) * np.log(1 - p))",
        "eps-own-larger",
    ),
    _wrong(
        "bce_loss",
        "clipped below only",
        "def bce_loss(y_true, y_pred, eps=1e-12):\n    p = np.maximum(y_pred, eps)\n    return -np.mean(y_true * np.log(p) + (1 - y_true) * np.log(1 - p))",
        "clipped-below-only",
    ),
    _wrong(
        "bce_loss",
        "nan_to_num",
        "def bce_loss(y_true, y_pred, eps=1e-12):\n    return np.mean(np.nan_to_num(-y_true * np.log(y_pred) - (1 - y_true) * np.log(1 - y_pred)))",
        "not-clipped-where",
    ),
    _wrong(
        "bce_loss",
        "log(1) - p",
        _BCE.format("-np.mean(y_true * np.log(p) + (1 - y_true) * (1 - np.log(p)))"),
        "one-minus-log",
    ),
    _wrong(
        "bce_loss",
        "axis 0",
        _BCE.format("-np.mean(y_true * np.log(p) + (1 - y_true) * np.log(1 - p), axis=0)"),
        "per-column",
    ),
    _wrong(
        "bce_loss",
        "in place clip",
        "def bce_loss(y_true, y_pred, eps=1e-12):\n    np.clip(y_pred, eps, 1 - eps, out=y_pred)\n    return -np.mean(y_true * np.log(y_pred) + (1 - y_true) * np.log(1 - y_pred))",
        "modified",
    ),
    _wrong(
        "bce_loss",
        "sigmoid first",
        "def bce_loss(y_true, y_pred, eps=1e-12):\n    p = np.clip(sigmoid(y_pred), eps, 1 - eps)\n    return -np.mean(y_true * np.log(p) + (1 - y_true) * np.log(1 - p))",
        "sigmoid-again",
    ),
    _wrong(
        "bce_loss",
        "half",
        _BCE.format("-0.5 * np.mean(y_true * np.log(p) + (1 - y_true) * np.log(1 - p))"),
        "half",
    ),
    _wrong(
        "bce_loss",
        "no minus and sum",
        _BCE.format("np.sum(y_true * np.log(p) + (1 - y_true) * np.log(1 - p))"),
        "sign-missing-mean",
    ),
    _wrong(
        "bce_loss",
        "mean of positives and of negatives",
        _BCE.format("-np.mean(np.log(p[y_true == 1])) - np.mean(np.log(1 - p[y_true == 0]))"),
        "each-class-averaged",
    ),
    _wrong(
        "bce_loss",
        "clip arguments turned",
        "def bce_loss(y_true, y_pred, eps=1e-12):\n    p = np.clip(y_pred, 1 - eps, eps)\n    return -np.mean(y_true * np.log(p) + (1 - y_true) * np.log(1 - p))",
        "bounds-exchanged",
    ),
    _wrong("bce_gradient", "a - y", _BCE_G.format("(p - y_true) / p.size"), "with-respect-to-z"),
    _wrong(
        "bce_gradient", "no mean", _BCE_G.format("(p - y_true) / (p * (1 - p))"), "missing-mean"
    ),
    _wrong("bce_gradient", "sign", _BCE_G.format("(y_true - p) / (p * (1 - p)) / p.size"), "sign"),
    _wrong(
        "bce_gradient",
        "times instead of over",
        _BCE_G.format("(p - y_true) * (p * (1 - p)) / p.size"),
        "multiplied",
    ),
    _wrong("bce_gradient", "first term only", _BCE_G.format("-(y_true / p) / p.size"), "only-ones"),
    _wrong(
        "bce_gradient",
        "second term only",
        _BCE_G.format("(1 - y_true) / (1 - p) / p.size"),
        "only-zeros",
    ),
    _wrong(
        "bce_gradient",
        "plus and minus",
        _BCE_G.format("(-y_true / p - (1 - y_true) / (1 - p)) / p.size"),
        "inner-derivative",
    ),
    _wrong(
        "bce_gradient",
        "both plus",
        _BCE_G.format("(y_true / p + (1 - y_true) / (1 - p)) / p.size"),
        "both-positive",
    ),
    _wrong(
        "bce_gradient",
        "rows",
        _BCE_G.format("(p - y_true) / (p * (1 - p)) / len(y_true)"),
        "rows-only",
    ),
    _wrong(
        "bce_gradient",
        "no clip",
        "def bce_gradient(y_true, y_pred, eps=1e-12):\n    return (y_pred - y_true) / (y_pred * (1 - y_pred)) / y_pred.size",
        "not-clipped",
    ),
    _wrong(
        "bce_gradient",
        "eps added",
        "def bce_gradient(y_true, y_pred, eps=1e-12):\n    return (y_pred - y_true) / (y_pred * (1 - y_pred) + eps) / y_pred.size",
        "eps-in-denominator",
    ),
    _wrong(
        "bce_gradient",
        "clip only below",
        "def bce_gradient(y_true, y_pred, eps=1e-12):\n    p = np.maximum(eps, y_pred)\n    return (p - y_true) / (p * (1 - p)) / p.size",
        "clipped-below-only",
    ),
    _wrong(
        "bce_gradient",
        "zero where clipped",
        _BCE_G.format(
            "np.where((y_pred < eps) | (y_pred > 1 - eps), 0, (p - y_true) / (p * (1 - p)) / p.size)"
        ),
        "zero-where-clipped",
    ),
    _wrong(
        "bce_gradient",
        "precedence",
        _BCE_G.format("(p - y_true) / p * (1 - p) / p.size"),
        "parentheses",
    ),
    _wrong(
        "bce_gradient",
        "two",
        _BCE_G.format("2 * (p - y_true) / (p * (1 - p)) / p.size"),
        "extra-two",
    ),
    _wrong(
        "bce_gradient", "mse's", _BCE_G.format("2 * (p - y_true) / p.size"), "squared-error-clipped"
    ),
    _wrong(
        "bce_gradient", "mean", _BCE_G.format("np.mean((p - y_true) / (p * (1 - p)))"), "summed"
    ),
    _wrong(
        "bce_gradient",
        "eps fixed",
        "def bce_gradient(y_true, y_pred, eps=1e-12):\n    p = np.clip(y_pred, 1e-15, 1 - 1e-15)\n    return (p - y_true) / (p * (1 - p)) / p.size",
        "eps-own-smaller",
    ),
    _wrong(
        "bce_gradient",
        "unclipped above the line",
        _BCE_G.format("(y_pred - y_true) / (p * (1 - p)) / p.size"),
        "numerator-not-clipped",
    ),
    _wrong(
        "bce_gradient",
        "in place",
        "def bce_gradient(y_true, y_pred, eps=1e-12):\n    y_pred[y_pred < eps] = eps\n    y_pred[y_pred > 1 - eps] = 1 - eps\n    return (y_pred - y_true) / (y_pred * (1 - y_pred)) / y_pred.size",
        "modified-by-mask",
    ),
    _wrong(
        "bce_gradient",
        "sign and no mean",
        _BCE_G.format("y_true / p - (1 - y_true) / (1 - p)"),
        "sign-and-mean",
    ),
    _wrong(
        "bce_gradient",
        "loop, last entry",
        "def bce_gradient(y_true, y_pred, eps=1e-12):\n    p = np.clip(y_pred, eps, 1 - eps)\n    g = np.zeros(p.shape)\n    for i in range(len(p)):\n        g = (p[i] - y_true[i]) / (p[i] * (1 - p[i])) / p.size\n    return g",
        "last-row-alone",
    ),
    _wrong("bce_sigmoid_gradient", "no mean", _BSG.format("sigmoid(z) - y_true"), "missing-mean"),
    _wrong("bce_sigmoid_gradient", "sign", _BSG.format("(y_true - sigmoid(z)) / z.size"), "sign"),
    _wrong(
        "bce_sigmoid_gradient", "no sigmoid", _BSG.format("(z - y_true) / z.size"), "no-sigmoid"
    ),
    _wrong(
        "bce_sigmoid_gradient",
        "slope too",
        _BSG.format("(sigmoid(z) - y_true) * sigmoid(z) * (1 - sigmoid(z)) / z.size"),
        "slope-kept",
    ),
    _wrong(
        "bce_sigmoid_gradient",
        "two",
        _BSG.format("2 * (sigmoid(z) - y_true) / z.size"),
        "extra-two",
    ),
    _wrong(
        "bce_sigmoid_gradient",
        "mse",
        _BSG.format("2 * (sigmoid(z) - y_true) * sigmoid(z) * (1 - sigmoid(z)) / z.size"),
        "squared-error",
    ),
    _wrong(
        "bce_sigmoid_gradient", "rows", _BSG.format("(sigmoid(z) - y_true) / len(z)"), "rows-only"
    ),
    _wrong(
        "bce_sigmoid_gradient",
        "columns",
        _BSG.format("(sigmoid(z) - y_true) / z.shape[1]"),
        "columns-only",
    ),
    _wrong(
        "bce_sigmoid_gradient",
        "chain with 0/0",
        "def bce_sigmoid_gradient(y_true, z):\n    a = sigmoid(z)\n    return bce_gradient(y_true, a, eps=0) * a * (1 - a)",
        "product-not-clipped",
    ),
    _wrong(
        "bce_sigmoid_gradient",
        "chain clipped",
        "def bce_sigmoid_gradient(y_true, z):\n    a = sigmoid(z)\n    return bce_gradient(y_true, a) * a * (1 - a)",
        "product",
    ),
    _wrong(
        "bce_sigmoid_gradient",
        "gradient for a",
        _BSG.format("bce_gradient(y_true, sigmoid(z))"),
        "with-respect-to-prediction-clipped",
    ),
    _wrong(
        "bce_sigmoid_gradient",
        "sigmoid of the slope",
        _BSG.format("(sigmoid(z) * (1 - sigmoid(z)) - y_true) / z.size"),
        "slope-for-prediction",
    ),
    _wrong(
        "bce_sigmoid_gradient",
        "sigmoid(-z)",
        _BSG.format("(sigmoid(-z) - y_true) / z.size"),
        "sigmoid-of-minus-z",
    ),
    _wrong("bce_sigmoid_gradient", "mean", _BSG.format("np.mean(sigmoid(z) - y_true)"), "summed"),
    _wrong(
        "bce_sigmoid_gradient",
        "mean axis 0",
        _BSG.format("np.mean(sigmoid(z) - y_true, axis=0, keepdims=True)"),
        "per-column-kept",
    ),
    _wrong(
        "bce_sigmoid_gradient",
        "naive exponential",
        "def bce_sigmoid_gradient(y_true, z):\n    a = np.exp(z) / (1 + np.exp(z))\n    return (a - y_true) / z.size",
        "exp-overflow",
    ),
    _wrong(
        "bce_sigmoid_gradient",
        "arguments exchanged",
        _BSG.format("(sigmoid(y_true) - z) / z.size"),
        "arguments-exchanged",
    ),
    _wrong(
        "bce_sigmoid_gradient",
        "sign and rows",
        _BSG.format("(y_true - sigmoid(z)) / len(z)"),
        "sign-features-factor",
        "rows-only-and-sign",
    ),
    _wrong(
        "bce_sigmoid_gradient",
        "labels",
        _BSG.format("((sigmoid(z) > 0.5) - y_true) / z.size"),
        "threshold",
    ),
    _wrong(
        "bce_sigmoid_gradient",
        "in place",
        "def bce_sigmoid_gradient(y_true, z):\n    z[:] = sigmoid(z)\n    z -= y_true\n    return z / z.size",
        "modified-step-by-step",
    ),
    _wrong(
        "bce_sigmoid_gradient",
        "matrix",
        _BSG.format("np.matrix((sigmoid(z) - y_true) / z.size)"),
        "matrix",
    ),
]
