"""Answers to section 04 with several mistakes at once, or in styles that are seldom seen."""

from __future__ import annotations

from tests.answers import Answer


def _right(exercise: str, style: str, code: str) -> Answer:
    return Answer(exercise, style, code)


def _wrong(exercise: str, style: str, formula: str, *causes: str) -> Answer:
    return Answer(exercise, style, _code(exercise, formula), causes)


_FIRST_LINES = {
    "mse_loss": "def mse_loss(y_true, y_pred):\n",
    "mse_gradient": "def mse_gradient(y_true, y_pred):\n",
    "bce_loss": "def bce_loss(y_true, y_pred, eps=1e-12):\n    p = np.clip(y_pred, eps, 1 - eps)\n",
    "bce_gradient": "def bce_gradient(y_true, y_pred, eps=1e-12):\n"
    "    p = np.clip(y_pred, eps, 1 - eps)\n",
    "bce_sigmoid_gradient": "def bce_sigmoid_gradient(y_true, z):\n",
}


def _code(exercise: str, formula: str) -> str:
    return f"{_FIRST_LINES[exercise]}    return {formula}\n"


RIGHT = [
    _right(
        "mse_loss",
        "second moments",
        _code(
            "mse_loss",
            "np.mean(np.square(y_pred)) - 2 * np.mean(y_pred * y_true) + np.mean(np.square(y_true))",
        ),
    ),
    _right(
        "mse_loss",
        "variance and mean",
        _code("mse_loss", "np.var(y_pred - y_true) + np.mean(y_pred - y_true) ** 2"),
    ),
    _right(
        "mse_gradient",
        "a full array of the factor",
        _code(
            "mse_gradient",
            "np.full(np.shape(y_pred), 2 / np.size(y_pred)) * np.subtract(y_pred, y_true)",
        ),
    ),
    _right(
        "mse_gradient",
        "twice the share of each",
        _code(
            "mse_gradient",
            "(y_pred - y_true) / np.size(y_pred) - (y_true - y_pred) / np.size(y_pred)",
        ),
    ),
    _right(
        "bce_loss",
        "logarithm of the probability of the label",
        _code("bce_loss", "-np.log(np.where(np.asarray(y_true) == 1, p, 1 - p)).mean()"),
    ),
    _right(
        "bce_loss",
        "logarithm of a power",
        _code("bce_loss", "-np.sum(np.log(p**y_true * (1 - p) ** (1 - y_true))) / np.size(p)"),
    ),
    _right(
        "bce_gradient",
        "by cases",
        _code(
            "bce_gradient", "np.where(np.asarray(y_true) == 1, -1 / p, 1 / (1 - p)) / np.size(p)"
        ),
    ),
    _right(
        "bce_gradient",
        "difference of shares",
        _code("bce_gradient", "((1 - y_true) / (1 - p) - y_true / p) / np.prod(np.shape(p))"),
    ),
    _right(
        "bce_sigmoid_gradient",
        "by cases",
        _code(
            "bce_sigmoid_gradient",
            "np.where(np.asarray(y_true) == 1, -sigmoid(-np.asarray(z, dtype=float)), sigmoid(z)) / np.size(z)",
        ),
    ),
    _right(
        "bce_sigmoid_gradient",
        "by tanh",
        _code(
            "bce_sigmoid_gradient", "(0.5 * np.tanh(np.asarray(z) / 2) + 0.5 - y_true) / np.size(z)"
        ),
    ),
]

WRONG = [
    _wrong("mse_loss", "largest error", "np.max((y_pred - y_true) ** 2)", "largest"),
    _wrong("mse_loss", "median", "np.median((y_pred - y_true) ** 2)", "median"),
    _wrong("mse_loss", "root of the sum", "np.sqrt(np.sum((y_pred - y_true) ** 2))", "norm"),
    _wrong(
        "mse_loss",
        "sum of absolute errors",
        "np.sum(np.abs(y_pred - y_true))",
        "absolute-error+missing-mean",
    ),
    _wrong("mse_loss", "negative", "-np.mean((y_pred - y_true) ** 2)", "sign"),
    _wrong("mse_loss", "predictions alone", "np.mean(y_pred**2)", "one-slip"),
    _wrong(
        "mse_loss",
        "first column alone",
        "np.mean((y_pred[:, 0] - y_true[:, 0]) ** 2)",
        "first-column",
    ),
    _wrong(
        "mse_loss",
        "one entry fewer",
        "np.sum((y_pred - y_true) ** 2) / (y_pred.size + 1)",
        "one-entry-more",
    ),
    _wrong(
        "mse_loss",
        "rounded predictions",
        "np.mean((np.round(y_pred) - y_true) ** 2)",
        "rounded-predictions",
    ),
    _wrong(
        "mse_gradient",
        "mean of the errors in each entry",
        "np.full(np.shape(y_pred), 2 * np.mean(y_pred - y_true))",
        "mean-everywhere",
    ),
    _wrong("mse_gradient", "sign, no two and no mean", "y_true - y_pred", "sign-mean-and-two"),
    _wrong("mse_gradient", "predictions alone", "2 * y_pred / np.size(y_pred)", "forgot-label"),
    _wrong("mse_gradient", "half", "(y_pred - y_true) / (2 * np.size(y_pred))", "divided-by-two"),
    _wrong(
        "mse_gradient",
        "absolute errors",
        "2 * np.abs(y_pred - y_true) / np.size(y_pred)",
        "no-sign",
    ),
    _wrong("mse_gradient", "cubed", "2 * (y_pred - y_true) ** 3 / np.size(y_pred)", "cubed"),
    _wrong(
        "mse_gradient",
        "a list",
        "[2 * (p - t) / np.size(y_pred) for p, t in zip(np.ravel(y_pred), np.ravel(y_true))]",
        "list-for-array",
    ),
    _wrong(
        "mse_gradient", "rows and no two", "(y_pred - y_true) / len(y_pred)", "rows-only-and-two"
    ),
    _wrong(
        "bce_loss",
        "plus and sum",
        "np.sum(y_true * np.log(p) + (1 - y_true) * np.log(1 - p))",
        "sign-missing-mean",
    ),
    _wrong(
        "bce_loss",
        "labels in the logarithm",
        "-np.mean(p * np.log(y_true + eps) + (1 - p) * np.log(1 - y_true + eps))",
        "labels-in-logarithms",
    ),
    _wrong(
        "bce_loss",
        "logarithm of the mean",
        "-np.log(np.mean(np.where(np.asarray(y_true) == 1, p, 1 - p)))",
        "log-of-mean",
    ),
    _wrong(
        "bce_loss",
        "one minus the probability",
        "1 - np.mean(np.where(np.asarray(y_true) == 1, p, 1 - p))",
        "mean-wrongness",
    ),
    _wrong(
        "bce_loss",
        "log1p",
        "-np.mean(y_true * np.log1p(p) + (1 - y_true) * np.log1p(-p))",
        "one-slip",
    ),
    _wrong(
        "bce_loss",
        "second term without its one",
        "-np.mean(y_true * np.log(p) + (1 - y_true) * np.log(p))",
        "same-logarithm",
    ),
    _wrong(
        "bce_loss", "per sample", "-(y_true * np.log(p) + (1 - y_true) * np.log(1 - p))", "no-mean"
    ),
    _wrong(
        "bce_loss",
        "base 2 and sum",
        "-np.sum(y_true * np.log2(p) + (1 - y_true) * np.log2(1 - p))",
        "log2+missing-mean",
    ),
    _wrong(
        "bce_gradient",
        "sum in the denominator",
        "(p - y_true) / (p + (1 - p)) / np.size(p)",
        "with-respect-to-z",
    ),
    _wrong("bce_gradient", "p squared below", "(p - y_true) / p**2 / np.size(p)", "one-slip"),
    _wrong(
        "bce_gradient",
        "one factor below",
        "(p - y_true) / p / np.size(p)",
        "first-denominator-only",
    ),
    _wrong(
        "bce_gradient",
        "other factor below",
        "(p - y_true) / (1 - p) / np.size(p)",
        "second-denominator-only",
    ),
    _wrong(
        "bce_gradient",
        "sign and rows",
        "(y_true - p) / (p * (1 - p)) / len(p)",
        "rows-only-and-sign",
    ),
    _wrong(
        "bce_gradient",
        "two and no mean",
        "2 * (p - y_true) / (p * (1 - p))",
        "missing-mean-extra-two",
    ),
    _wrong(
        "bce_gradient",
        "labels and predictions exchanged in the numerator's terms",
        "(-(1 - y_true) / p + y_true / (1 - p)) / np.size(p)",
        "labels-swapped",
    ),
    _wrong("bce_gradient", "flat", "np.ravel((p - y_true) / (p * (1 - p)) / np.size(p))", "flat"),
    _wrong("bce_sigmoid_gradient", "no sigmoid and no mean", "z - y_true", "no-sigmoid-no-mean"),
    _wrong("bce_sigmoid_gradient", "sum", "np.sum(sigmoid(z) - y_true) / np.size(z)", "summed"),
    _wrong("bce_sigmoid_gradient", "tanh", "(np.tanh(z) - y_true) / np.size(z)", "tanh"),
    _wrong(
        "bce_sigmoid_gradient",
        "sigmoid twice",
        "(sigmoid(sigmoid(z)) - y_true) / np.size(z)",
        "sigmoid-twice",
    ),
    _wrong(
        "bce_sigmoid_gradient",
        "squared errors",
        "(sigmoid(z) - y_true) ** 2 / np.size(z)",
        "errors-squared",
    ),
    _wrong(
        "bce_sigmoid_gradient",
        "absolute errors",
        "np.abs(sigmoid(z) - y_true) / np.size(z)",
        "no-sign",
    ),
    _wrong(
        "bce_sigmoid_gradient",
        "labels times",
        "y_true * (sigmoid(z) - 1) / np.size(z)",
        "only-ones",
    ),
    _wrong("bce_sigmoid_gradient", "flat", "np.ravel(sigmoid(z) - y_true) / np.size(z)", "flat"),
]
