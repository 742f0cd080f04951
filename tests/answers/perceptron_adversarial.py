"""Answers to section 01 with several mistakes at once, or in styles that are seldom seen."""

from __future__ import annotations

from tests.answers import Answer


def _right(exercise: str, style: str, code: str) -> Answer:
    return Answer(exercise, style, code)


def _wrong(exercise: str, style: str, code: str, *causes: str) -> Answer:
    return Answer(exercise, style, code, causes)


_GRADS = "def neuron_gradients(X, y, a):\n    m = len(X)\n    {}\n    return {}"
_TRAIN = """
def train_neuron(X, y, w, b, epochs=1000, lr=1.0):
    losses = []
    for i in range({rounds}):
        a = {forward}
        losses.append({loss})
        dw, db = neuron_gradients(X, y, a)
        {update}
    return {result}
"""


def _train(
    rounds: str = "epochs",
    forward: str = "neuron(X, w, b)",
    loss: str = "np.mean((a - y) ** 2)",
    update: str = "w, b = w - lr * dw, b - lr * db",
    result: str = "w, b, losses",
) -> str:
    return _TRAIN.format(rounds=rounds, forward=forward, loss=loss, update=update, result=result)


RIGHT = [
    _right(
        "sigmoid",
        "logarithm first",
        "def sigmoid(z):\n    z = np.asarray(z, dtype=float)\n    return np.exp(np.minimum(z, 0) - np.log1p(np.exp(-np.abs(z))))",
    ),
    _right(
        "sigmoid",
        "frompyfunc",
        "def sigmoid(z):\n    def one(t):\n        e = np.exp(-abs(t))\n        return (1.0 if t >= 0 else e) / (1 + e)\n    return np.asarray(np.frompyfunc(one, 1, 1)(np.asarray(z, dtype=float)), dtype=float)",
    ),
    _right(
        "sigmoid",
        "a piece for each of three ranges",
        "def sigmoid(z):\n    z = np.asarray(z, dtype=float)\n    return np.select([z > 700, z < -700], [1.0, 0.0], 1 / (1 + np.exp(-np.clip(z, -700, 700))))",
    ),
    _right(
        "sigmoid_derivative",
        "quarter minus the square of the distance from one half",
        "def sigmoid_derivative(a):\n    return 0.25 - (a - 0.5) ** 2",
    ),
    _right(
        "sigmoid_derivative",
        "a generator of numbers",
        "def sigmoid_derivative(a):\n    a = np.asarray(a, dtype=float)\n    return np.fromiter((t - t * t for t in a.ravel()), float, a.size).reshape(a.shape)",
    ),
    _right(
        "neuron",
        "bias as a further feature",
        "def neuron(X, w, b):\n    return sigmoid(np.hstack([X, np.ones((len(X), 1))]) @ np.vstack([w, b]))",
    ),
    _right(
        "neuron",
        "feature by feature",
        "def neuron(X, w, b):\n    z = np.zeros((X.shape[0], 1)) + b\n    for j, weight in enumerate(w.ravel()):\n        z += weight * X[:, [j]]\n    return sigmoid(z)",
    ),
    _right(
        "neuron",
        "tensordot",
        "def neuron(X, w, b):\n    return sigmoid(np.add(np.tensordot(X, w, axes=(1, 0)), b))",
    ),
    _right(
        "neuron_gradients",
        "bias as a further feature",
        "def neuron_gradients(X, y, a):\n    both = np.hstack([X, np.ones((len(X), 1))])\n    g = both.T @ ((a - y) * a * (1 - a)) * (2 / len(X))\n    return g[:-1], g[-1:]",
    ),
    _right(
        "neuron_gradients",
        "average with weights",
        "def neuron_gradients(X, y, a):\n    d = 2 * (a - y) * sigmoid_derivative(a)\n    return np.average(X * d, axis=0)[:, None], np.average(d, axis=0)[None, :]",
    ),
    _right(
        "train_neuron",
        "the bias inside of the weights",
        "def train_neuron(X, y, w, b, epochs=1000, lr=1.0):\n    both, Z, losses = np.vstack([w, b]).astype(float), np.c_[X, np.ones(len(X))], []\n    while len(losses) < epochs:\n        a = sigmoid(Z @ both)\n        losses += [((a - y) ** 2).mean()]\n        both = both - lr * 2 * Z.T @ ((a - y) * a * (1 - a)) / len(X)\n    return both[:-1], both[-1:], losses",
    ),
    _right(
        "train_neuron",
        "an array of losses",
        "def train_neuron(X, y, w, b, epochs=1000, lr=1.0):\n    losses = np.empty(epochs)\n    for i in range(epochs):\n        a = neuron(X, w, b)\n        losses[i] = np.square(y - a).mean()\n        steps = neuron_gradients(X, y, a)\n        w, b = (p - lr * s for p, s in zip((w, b), steps))\n    return w, b, losses",
    ),
    _right(
        "separable", "numbers", 'separable = dict(zip(["XOR", "NAND", "OR", "AND"], [0, 1, 1, 1]))'
    ),
]

WRONG = [
    _wrong(
        "sigmoid",
        "exponent positive and no one",
        "def sigmoid(z):\n    return np.exp(z) / np.exp(-np.asarray(z, dtype=float))",
    ),
    _wrong(
        "sigmoid",
        "clipped to hundredths",
        "def sigmoid(z):\n    return np.clip(1 / (1 + np.exp(-np.clip(z, -500, 500))), 0.01, 0.99)",
        "only-some",
    ),
    _wrong(
        "sigmoid",
        "twice the exponent",
        "def sigmoid(z):\n    return 1 / (1 + np.exp(-2.0 * np.clip(z, -300, 300)))",
        "tanh-of-z",
    ),
    _wrong(
        "sigmoid",
        "half the tanh, not lifted",
        "def sigmoid(z):\n    return np.tanh(np.asarray(z) / 2) / 2",
        "centered",
    ),
    _wrong(
        "sigmoid",
        "tanh of z, lifted and halved",
        "def sigmoid(z):\n    return (np.tanh(z) + 1) / 2",
        "tanh-of-z",
    ),
    _wrong(
        "sigmoid",
        "absolute value inside",
        "def sigmoid(z):\n    return 1 / (1 + np.exp(-np.abs(z)))",
        "absolute-value",
    ),
    _wrong(
        "sigmoid",
        "cast to int",
        "def sigmoid(z):\n    z = np.asarray(z).astype(int)\n    return 1 / (1 + np.exp(-np.clip(z, -500, 500)))",
    ),
    _wrong(
        "sigmoid",
        "always a flat array",
        "def sigmoid(z):\n    z = np.ravel(z)\n    return 1 / (1 + np.exp(-np.clip(z, -500, 500)))",
        "wrong-axes",
    ),
    _wrong(
        "sigmoid_derivative",
        "of the sigmoid, with the minus of the exponent",
        "def sigmoid_derivative(a):\n    return -np.exp(-a) / (1 + np.exp(-a)) ** 2",
        "taken-at-z+sign",
    ),
    _wrong(
        "sigmoid_derivative", "a minus root", "def sigmoid_derivative(a):\n    return a - a**0.5"
    ),
    _wrong(
        "sigmoid_derivative",
        "doubled",
        "def sigmoid_derivative(a):\n    return 2 * a * (1 - a)",
        "extra-two",
    ),
    _wrong(
        "sigmoid_derivative",
        "one minus a minus a",
        "def sigmoid_derivative(a):\n    return 1 - 2 * a",
        "differentiated-again",
    ),
    _wrong(
        "sigmoid_derivative",
        "whole numbers",
        "def sigmoid_derivative(a):\n    return np.asarray(a * (1 - a)).astype(int)",
        "no-brackets",
    ),
    _wrong(
        "sigmoid_derivative",
        "a flat list",
        "def sigmoid_derivative(a):\n    return [t * (1 - t) for t in np.ravel(a)]",
        "list-for-array",
    ),
    _wrong(
        "neuron",
        "no bias and no sigmoid",
        "def neuron(X, w, b):\n    return X @ w",
        "no-bias-no-activation",
    ),
    _wrong(
        "neuron", "bias subtracted, tanh", "def neuron(X, w, b):\n    return np.tanh(X @ w - b)"
    ),
    _wrong(
        "neuron",
        "sigmoid of the input",
        "def neuron(X, w, b):\n    return sigmoid(X) @ w + b",
        "sigmoid-of-inputs",
    ),
    _wrong(
        "neuron",
        "first feature alone",
        "def neuron(X, w, b):\n    return sigmoid(X[:, :1] * w[0] + b)",
        "first-feature-only",
    ),
    _wrong(
        "neuron",
        "last feature forgotten",
        "def neuron(X, w, b):\n    return sigmoid(X[:, :-1] @ w[:-1] + b)",
        "last-feature-left-out",
    ),
    _wrong(
        "neuron",
        "weights changed on the way",
        "def neuron(X, w, b):\n    w *= 1.0\n    w += b\n    return sigmoid(X @ (w - b) + b)",
        "whole-numbers-refuse",
    ),
    _wrong(
        "neuron",
        "a list of numbers",
        "def neuron(X, w, b):\n    return [float(sigmoid(x @ w + b)[0, 0]) for x in X[:, None, :]]",
        "list-for-array",
    ),
    _wrong(
        "neuron",
        "the bias twice",
        "def neuron(X, w, b):\n    return sigmoid(X @ w + 2 * b)",
        "bias-twice",
    ),
    _wrong(
        "neuron_gradients",
        "sign, and slope left out",
        _GRADS.format("d = 2 * (y - a) / m", "X.T @ d, d.sum(axis=0, keepdims=True)"),
        "sign-no-sigmoid-slope",
    ),
    _wrong(
        "neuron_gradients",
        "no two, and db a number",
        _GRADS.format("d = (a - y) * a * (1 - a) / m", "X.T @ d, np.sum(d)"),
        "missing-two",
    ),
    _wrong(
        "neuron_gradients",
        "slope at y",
        _GRADS.format("d = 2 * (a - y) * y * (1 - y) / m", "X.T @ d, d.sum(axis=0, keepdims=True)"),
        "zero",
    ),
    _wrong(
        "neuron_gradients",
        "mean twice, order exchanged",
        _GRADS.format(
            "d = 2 * (a - y) * a * (1 - a) / m**2", "d.sum(axis=0, keepdims=True), X.T @ d"
        ),
        "exchanged+mean-twice",
    ),
    _wrong(
        "neuron_gradients",
        "absolute errors",
        _GRADS.format(
            "d = 2 * np.abs(a - y) * a * (1 - a) / m", "X.T @ d, d.sum(axis=0, keepdims=True)"
        ),
        "absolute-error",
    ),
    _wrong(
        "neuron_gradients",
        "dw without the inputs",
        _GRADS.format(
            "d = 2 * (a - y) * a * (1 - a) / m",
            "np.ones_like(X).T @ d, d.sum(axis=0, keepdims=True)",
        ),
        "dw-without-inputs",
    ),
    _wrong(
        "neuron_gradients",
        "slope of tanh and no mean",
        _GRADS.format("d = 2 * (a - y) * (1 - a**2)", "X.T @ d, d.sum(axis=0, keepdims=True)"),
        "tanh-slope+missing-mean",
    ),
    _wrong(
        "neuron_gradients",
        "the last sample dropped",
        _GRADS.format(
            "d = 2 * (a - y)[:-1] * (a * (1 - a))[:-1] / m",
            "X[:-1].T @ d, d.sum(axis=0, keepdims=True)",
        ),
        "last-sample-left-out",
    ),
    _wrong(
        "neuron_gradients",
        "divided by the labels that are 1",
        _GRADS.format(
            "d = 2 * (a - y) * a * (1 - a) / max(1, y.sum())",
            "X.T @ d, d.sum(axis=0, keepdims=True)",
        ),
        "divided-by-ones",
    ),
    _wrong(
        "neuron_gradients",
        "dw flat",
        _GRADS.format(
            "d = 2 * (a - y) * a * (1 - a) / m", "(X * d).sum(axis=0), d.sum(axis=0, keepdims=True)"
        ),
        "dw-flat",
    ),
    _wrong(
        "train_neuron",
        "b learns from dw",
        _train(update="w, b = w - lr * dw, b - lr * dw.sum()"),
        "b-with-dw",
    ),
    _wrong(
        "train_neuron",
        "uphill, with half the loss",
        _train(loss="np.mean((a - y) ** 2) / 2", update="w, b = w + lr * dw, b + lr * db"),
        "uphill",
    ),
    _wrong("train_neuron", "one epoch too few", _train(rounds="epochs - 1"), "one-epoch-less"),
    _wrong("train_neuron", "losses first", _train(result="losses, w, b"), "losses-first"),
    _wrong(
        "train_neuron",
        "losses as a column",
        _train(result="w, b, np.array(losses).reshape(-1, 1)"),
        "wrong-axes",
    ),
    _wrong(
        "train_neuron",
        "losses of rounded answers",
        _train(loss="np.mean((np.round(a) - y) ** 2)"),
        "loss-of-labels",
    ),
    _wrong("train_neuron", "no sigmoid", _train(forward="X @ w + b"), "activations-are-z"),
    _wrong(
        "train_neuron",
        "root of the loss",
        _train(loss="np.sqrt(np.mean((a - y) ** 2))"),
        "loss-root",
    ),
    _wrong(
        "train_neuron",
        "b forgotten, losses summed",
        _train(loss="np.sum((a - y) ** 2)", update="w = w - lr * dw"),
        "b-not-updated",
    ),
    _wrong(
        "train_neuron",
        "the step halved",
        _train(update="w, b = w - lr * dw / 2, b - lr * db / 2"),
        "half-step",
    ),
    _wrong(
        "separable",
        "None for no",
        'separable = {"AND": True, "OR": True, "NAND": True, "XOR": "no"}',
    ),
    _wrong("separable", "a lambda", "separable = lambda gate: gate != 'XOR'", "dict-asked"),
]
