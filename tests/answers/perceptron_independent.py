"""Answers to section 01 that were written without a look at its known mistakes."""

from __future__ import annotations

from tests.answers import Answer


def _right(exercise: str, style: str, code: str) -> Answer:
    return Answer(exercise, style, code)


def _wrong(exercise: str, style: str, code: str, *causes: str) -> Answer:
    return Answer(exercise, style, code, causes)


RIGHT = [
    _right(
        "sigmoid", "by tanh", "def sigmoid(z):\n    return 0.5 * (1 + np.tanh(np.asarray(z) / 2))"
    ),
    _right(
        "sigmoid",
        "clipped exponent",
        """
def sigmoid(z):
    return 1 / (1 + np.exp(-np.clip(z, -700, 700)))
""",
    ),
    _right(
        "sigmoid",
        "overflow ignored",
        """
def sigmoid(z):
    with np.errstate(over="ignore"):
        return 1.0 / (1.0 + np.exp(-np.asarray(z, dtype=np.float64)))
""",
    ),
    _right(
        "sigmoid",
        "boolean masks",
        """
def sigmoid(z):
    z = np.array(z, dtype=float)
    out = np.empty_like(z)
    pos = z >= 0
    out[pos] = 1 / (1 + np.exp(-z[pos]))
    ez = np.exp(z[~pos])
    out[~pos] = ez / (1 + ez)
    return out
""",
    ),
    _right(
        "sigmoid",
        "vectorized scalar function with math",
        """
import math

def _one(t):
    t = float(t)
    if t < 0:
        return math.exp(t) / (1 + math.exp(t))
    return 1 / (1 + math.exp(-t))

def sigmoid(z):
    return np.vectorize(_one, otypes=[float])(z)
""",
    ),
    _right(
        "sigmoid",
        "logaddexp",
        "sigmoid = lambda z: np.exp(-np.logaddexp(0, -np.asarray(z, dtype=float)))",
    ),
    _right(
        "sigmoid", "reciprocal", "def sigmoid(z):\n    return np.reciprocal(1 + np.exp(-1.0 * z))"
    ),
    _right(
        "sigmoid",
        "loop over nditer",
        """
def sigmoid(z):
    flat = np.ravel(np.asarray(z, dtype=float))
    out = []
    for value in flat:
        if value > 30:
            out.append(1 / (1 + np.exp(-value)))
        elif value < -700:
            out.append(0.0)
        else:
            out.append(np.exp(value) / (np.exp(value) + 1))
    return np.array(out).reshape(np.shape(z))
""",
    ),
    _right(
        "sigmoid",
        "one minus for the negative side, in place on a copy",
        """
def sigmoid(z):
    s = np.array(np.abs(z), dtype=float)
    np.negative(s, out=s)
    np.exp(s, out=s)
    small = s / (1 + s)
    return np.where(np.asarray(z) < 0, small, 1 - small)
""",
    ),
    _right(
        "sigmoid",
        "a class with __call__",
        """
class _Sigmoid:
    def __call__(self, z):
        return 1 / (1 + np.exp(-np.asarray(z, dtype="float64")))

sigmoid = _Sigmoid()
""",
    ),
    _right(
        "sigmoid",
        "power of e",
        "def sigmoid(z):\n    return (1 + np.power(np.e, np.multiply(-1.0, z))) ** -1.0",
    ),
    _right("sigmoid_derivative", "difference", "def sigmoid_derivative(a):\n    return a - a**2"),
    _right(
        "sigmoid_derivative",
        "numpy functions",
        "def sigmoid_derivative(a):\n    return np.multiply(a, np.subtract(1, a))",
    ),
    _right("sigmoid_derivative", "lambda", "sigmoid_derivative = lambda a: (1 - a) * a"),
    _right(
        "sigmoid_derivative",
        "completed square",
        "def sigmoid_derivative(a):\n    return 0.25 - (np.asarray(a) - 0.5) ** 2",
    ),
    _right(
        "sigmoid_derivative",
        "loop",
        """
def sigmoid_derivative(a):
    a = np.asarray(a, dtype=float)
    result = np.zeros(a.shape)
    for i in np.ndindex(a.shape):
        result[i] = a[i] * (1.0 - a[i])
    return result
""",
    ),
    _right(
        "sigmoid_derivative",
        "np.square",
        "def sigmoid_derivative(a):\n    return np.asarray(a) - np.square(a)",
    ),
    _right(
        "sigmoid_derivative",
        "augmented assignment on a copy",
        """
def sigmoid_derivative(a):
    result = np.array(a, dtype=float)
    result *= 1 - result
    return result
""",
    ),
    _right(
        "sigmoid_derivative",
        "einsum with ellipsis",
        """
def sigmoid_derivative(a):
    return np.einsum("...,...->...", np.asarray(a, float), 1 - np.asarray(a, float))
""",
    ),
    _right(
        "sigmoid_derivative",
        "recursion over the rows",
        """
def sigmoid_derivative(a):
    if np.ndim(a) == 0:
        return float(a) * (1 - float(a))
    return np.array([sigmoid_derivative(row) for row in a])
""",
    ),
    _right(
        "sigmoid_derivative",
        "default argument",
        "def sigmoid_derivative(a, one=1.0):\n    p, q = a, one - a\n    return p * q",
    ),
    _right("neuron", "np.dot", "def neuron(X, w, b):\n    return sigmoid(np.dot(X, w) + b)"),
    _right(
        "neuron",
        "own sigmoid by tanh",
        "def neuron(X, w, b):\n    return 0.5 + 0.5 * np.tanh((X @ w + b) / 2)",
    ),
    _right(
        "neuron",
        "bias as a weight",
        """
def neuron(X, w, b):
    X1 = np.hstack([X, np.ones((X.shape[0], 1))])
    return sigmoid(X1 @ np.vstack([w, b]))
""",
    ),
    _right(
        "neuron",
        "sum of a product",
        """
def neuron(X, w, b):
    return sigmoid((X * w.T).sum(axis=1, keepdims=True) + b)
""",
    ),
    _right(
        "neuron",
        "einsum",
        'def neuron(X, w, b):\n    return sigmoid(np.einsum("mn,nk->mk", X, w) + b)',
    ),
    _right(
        "neuron",
        "python loops",
        """
def neuron(X, w, b):
    out = np.zeros((len(X), 1))
    for i in range(len(X)):
        total = b[0, 0]
        for j in range(len(w)):
            total += X[i, j] * w[j, 0]
        out[i, 0] = sigmoid(total)
    return out
""",
    ),
    _right(
        "neuron",
        "transposed and back",
        "def neuron(X, w, b):\n    return sigmoid(w.T @ X.T + b).T",
    ),
    _right(
        "neuron",
        "flattened and reshaped",
        """
def neuron(X, w, b):
    z = X @ w.ravel() + b.item()
    return sigmoid(z).reshape(-1, 1)
""",
    ),
    _right(
        "neuron",
        "list comprehension",
        """
def neuron(X, w, b):
    return np.array([[float(sigmoid(row @ w[:, 0] + b[0, 0]))] for row in X])
""",
    ),
    _right(
        "neuron",
        "tensordot",
        "def neuron(X, w, b):\n    return sigmoid(np.tensordot(X, w, axes=1) + b)",
    ),
    _right(
        "neuron",
        "columns added one by one",
        """
def neuron(X, w, b):
    z = np.tile(b.astype(float), (X.shape[0], 1))
    for j, column in enumerate(X.T):
        z += column[:, None] * w[j]
    return sigmoid(z)
""",
    ),
    _right(
        "neuron_gradients",
        "a (1 - a) written out",
        """
def neuron_gradients(X, y, a):
    m = X.shape[0]
    d = (2 / m) * (a - y) * a * (1 - a)
    return X.T.dot(d), d.sum(axis=0, keepdims=True)
""",
    ),
    _right(
        "neuron_gradients",
        "mean of the bias",
        """
def neuron_gradients(X, y, a):
    g = 2 * (a - y) * sigmoid_derivative(a)
    return np.dot(X.T, g) / len(X), np.mean(g, axis=0).reshape(1, 1)
""",
    ),
    _right(
        "neuron_gradients",
        "mean over samples",
        """
def neuron_gradients(X, y, a):
    per_sample = -2 * (y - a) * (a - a**2)
    dw = np.mean(X * per_sample, axis=0)[:, np.newaxis]
    db = np.array([[per_sample.mean()]])
    return dw, db
""",
    ),
    _right(
        "neuron_gradients",
        "loop over samples",
        """
def neuron_gradients(X, y, a):
    m, n = X.shape
    dw = np.zeros((n, 1))
    db = np.zeros((1, 1))
    for xi, yi, ai in zip(X, y[:, 0], a[:, 0]):
        e = 2 * (ai - yi) * ai * (1 - ai)
        dw += (e * xi).reshape(n, 1)
        db += e
    return dw / m, db / m
""",
    ),
    _right(
        "neuron_gradients",
        "einsum",
        """
def neuron_gradients(X, y, a):
    delta = (a - y) * a * (1 - a)
    dw = 2 * np.einsum("mn,mk->nk", X, delta) / X.shape[0]
    db = 2 * np.einsum("mk->k", delta)[None] / X.shape[0]
    return dw, db
""",
    ),
    _right(
        "neuron_gradients",
        "ones column",
        """
def neuron_gradients(X, y, a):
    ones = np.ones((len(X), 1))
    g = np.hstack([X, ones]).T @ ((a - y) * a * (1 - a)) * 2 / len(X)
    return g[:-1], g[-1:]
""",
    ),
    _right(
        "neuron_gradients",
        "a list of two",
        """
def neuron_gradients(X, y, a):
    dz = np.divide(2 * (a - y) * sigmoid_derivative(a), y.size)
    return [X.T @ dz, dz.sum(keepdims=True)]
""",
    ),
    _right(
        "neuron_gradients",
        "chain rule in steps",
        """
def neuron_gradients(X, y, a):
    m = y.shape[0]
    dL_da = 2 * (a - y) / m
    da_dz = a * (1 - a)
    dL_dz = dL_da * da_dz
    dz_dw = X
    return dz_dw.T @ dL_dz, np.ones((1, m)) @ dL_dz
""",
    ),
    _right(
        "neuron_gradients",
        "inner function and namedtuple",
        """
from collections import namedtuple

Gradients = namedtuple("Gradients", "dw db")

def neuron_gradients(X, y, a):
    def mean(v):
        return v.sum(axis=0) / v.shape[0]
    g = (a - y) * 2 * a * (1 - a)
    return Gradients(mean(X * g).reshape(-1, 1), mean(g).reshape(1, 1))
""",
    ),
    _right(
        "neuron_gradients",
        "features one by one",
        """
def neuron_gradients(X, y, a):
    err = (a - y).ravel()
    slope = (a * (1 - a)).ravel()
    dw = [[2 * np.mean(err * slope * X[:, j])] for j in range(X.shape[1])]
    return np.array(dw), np.full((1, 1), 2 * np.mean(err * slope))
""",
    ),
    _right(
        "train_neuron",
        "everything inside",
        """
def train_neuron(X, y, w, b, epochs=1000, lr=1.0):
    w, b = w.astype(float), b.astype(float)
    losses = np.zeros(epochs)
    for t in range(epochs):
        a = 1 / (1 + np.exp(-(X @ w + b)))
        err = a - y
        losses[t] = (err**2).mean()
        g = 2 * err * a * (1 - a) / len(X)
        w -= lr * X.T @ g
        b -= lr * g.sum()
    return w, b, losses
""",
    ),
    _right(
        "train_neuron",
        "while and a tuple of losses",
        """
def train_neuron(X, y, w, b, epochs=1000, lr=1.0):
    history = ()
    i = 0
    while i < epochs:
        a = neuron(X, w, b)
        history += (float(np.sum((y - a) ** 2) / y.shape[0]),)
        grads = neuron_gradients(X, y, a)
        w, b = w - lr * grads[0], b - lr * grads[1]
        i += 1
    return w, b, history
""",
    ),
    _right(
        "train_neuron",
        "copies first, then in place",
        """
import copy

def train_neuron(X, y, w, b, epochs=1000, lr=1.0):
    w = copy.deepcopy(np.asarray(w, dtype=float))
    b = copy.deepcopy(np.asarray(b, dtype=float))
    losses = []
    for _ in range(epochs):
        a = neuron(X, w, b)
        dw, db = neuron_gradients(X, y, a)
        losses += [np.square(a - y).mean()]
        w -= dw * lr
        b -= db * lr
    return w, b, losses
""",
    ),
    _right(
        "train_neuron",
        "recursion by a generator",
        """
def _steps(X, y, w, b, lr):
    while True:
        a = neuron(X, w, b)
        yield w, b, np.mean((a - y) ** 2)
        dw, db = neuron_gradients(X, y, a)
        w, b = w - lr * dw, b - lr * db

def train_neuron(X, y, w, b, epochs=1000, lr=1.0):
    steps = _steps(X, y, w, b, lr)
    losses = [next(steps)[2] for _ in range(epochs)]
    w, b, _ = next(steps)
    return w, b, losses
""",
    ),
    _right(
        "train_neuron",
        "theta with the bias in it",
        """
def train_neuron(X, y, w, b, epochs=1000, lr=1.0):
    theta = np.concatenate([w, b], axis=0)
    A = np.c_[X, np.ones(len(X))]
    losses = []
    for epoch in range(1, epochs + 1):
        a = sigmoid(A @ theta)
        losses.append(np.mean((a - y) ** 2))
        theta = theta - lr * A.T @ (2 * (a - y) * a * (1 - a)) / len(X)
    return theta[:-1], theta[-1:], losses
""",
    ),
    _right(
        "train_neuron",
        "keyword calls, a list returned",
        """
def train_neuron(X, y, w, b, epochs=1000, lr=1.0):
    losses = [None] * epochs
    for k in range(epochs):
        a = neuron(X=X, w=w, b=b)
        losses[k] = ((a - y) ** 2).sum() / len(y)
        dw, db = neuron_gradients(X=X, y=y, a=a)
        w = np.subtract(w, np.multiply(lr, dw))
        b = np.subtract(b, np.multiply(lr, db))
    return [w, b, losses]
""",
    ),
    _right(
        "train_neuron",
        "predictions kept, losses afterwards",
        """
def train_neuron(X, y, w, b, epochs=1000, lr=1.0):
    outputs = []
    for _ in range(epochs):
        outputs.append(neuron(X, w, b))
        dw, db = neuron_gradients(X, y, outputs[-1])
        w = w + (-lr) * dw
        b = b + (-lr) * db
    return w, b, [float(np.mean((out - y) ** 2)) for out in outputs]
""",
    ),
    _right(
        "train_neuron",
        "dict of parameters",
        """
def train_neuron(X, y, w, b, epochs=1000, lr=1.0):
    p = {"w": w, "b": b}
    losses = []
    for _ in range(int(epochs)):
        a = neuron(X, p["w"], p["b"])
        loss = np.linalg.norm(a - y) ** 2 / len(y)
        losses.append(loss)
        g = dict(zip("wb", neuron_gradients(X, y, a)))
        p = {k: p[k] - lr * g[k] for k in p}
    return p["w"], p["b"], losses
""",
    ),
    _right(
        "train_neuron",
        "prints on the way",
        """
def train_neuron(X, y, w, b, epochs=1000, lr=1.0):
    losses = []
    for epoch in range(epochs):
        a = neuron(X, w, b)
        loss = np.average((a - y) ** 2)
        losses.append(loss)
        if epoch % 100 == 0:
            print(epoch, loss)
        dw, db = neuron_gradients(X, y, a)
        w, b = w - lr * dw, b - lr * db
    return w, b, losses
""",
    ),
    _right(
        "train_neuron",
        "samples in columns inside",
        """
def train_neuron(X, y, w, b, epochs=1000, lr=1.0):
    XT, t, wr = X.T, y.T, w.T.copy()
    losses = []
    for _ in range(epochs):
        a = sigmoid(wr @ XT + b)
        d = 2 * (a - t) * a * (1 - a) / XT.shape[1]
        losses.append(float(((a - t) ** 2).mean()))
        wr = wr - lr * d @ XT.T
        b = b - lr * d.sum(axis=1, keepdims=True)
    return wr.T, b, losses
""",
    ),
    _right("separable", "zeros and ones", 'separable = {"AND": 1, "OR": 1, "NAND": 1, "XOR": 0}'),
    _right(
        "separable",
        "numpy booleans, another order",
        """
separable = dict(XOR=np.bool_(False), NAND=np.bool_(True), OR=np.bool_(True), AND=np.bool_(True))
""",
    ),
    _right(
        "separable",
        "by a loop",
        'separable = {gate: gate != "XOR" for gate in ("AND", "OR", "NAND", "XOR")}',
    ),
    _right(
        "separable",
        "filled in one by one",
        """
separable = {}
separable["AND"] = separable["OR"] = separable["NAND"] = True
separable["XOR"] = not separable["AND"]
""",
    ),
    _right(
        "separable",
        "floats",
        'separable = dict(zip(["AND", "OR", "NAND", "XOR"], np.array([1.0, 1.0, 1.0, 0.0])))',
    ),
    _right(
        "separable",
        "an extra gate",
        """
separable = {"AND": True, "OR": True, "NAND": True, "XOR": False, "NOR": True}
""",
    ),
    _right(
        "separable",
        "found by training",
        """
separable = {}
for name in ("AND", "OR", "NAND", "XOR"):
    gate_X, gate_y = make_gate(name)
    w, b, losses = train_neuron(gate_X, gate_y, np.zeros((2, 1)), np.zeros((1, 1)), 500, 5.0)
    separable[name] = np.all((neuron(gate_X, w, b) > 0.5) == gate_y)
""",
    ),
    _right(
        "separable",
        "update of the stub",
        """
separable = {"AND": None, "OR": None, "NAND": None, "XOR": None}
separable.update({key: True for key in separable})
separable["XOR"] = False
""",
    ),
    _right(
        "separable",
        "comparisons",
        'separable = {"AND": 2 > 1, "OR": bool("x"), "NAND": not 0, "XOR": None is not None}',
    ),
    _right(
        "separable",
        "0-d arrays",
        'separable = {k: np.array(k != "XOR") for k in ["XOR", "OR", "AND", "NAND"]}',
    ),
]

WRONG = [
    _wrong(
        "sigmoid",
        "exp(z) without minus",
        "def sigmoid(z):\n    return 1 / (1 + np.exp(z))",
        "exponent-sign",
    ),
    _wrong("sigmoid", "tanh", "def sigmoid(z):\n    return np.tanh(z)", "tanh"),
    _wrong(
        "sigmoid",
        "operator precedence",
        "def sigmoid(z):\n    return 1 / 1 + np.exp(-np.clip(z, -500, 500))",
        "no-reciprocal-clipped",
    ),
    _wrong(
        "sigmoid",
        "e^z/(1+e^z)",
        "def sigmoid(z):\n    return np.exp(z) / (1 + np.exp(z))",
        "overflow",
    ),
    _wrong(
        "sigmoid",
        "math.exp",
        "import math\n\ndef sigmoid(z):\n    return 1 / (1 + math.exp(-z))",
        "math-module",
    ),
    _wrong(
        "sigmoid",
        "clip at 10",
        "def sigmoid(z):\n    return 1 / (1 + np.exp(-np.clip(z, -10, 10)))",
        "only-some",
    ),
    _wrong(
        "sigmoid",
        "rounded to four digits",
        "def sigmoid(z):\n    return np.round(1 / (1 + np.exp(-np.clip(z, -500, 500))), 4)",
        "rounded",
    ),
    _wrong(
        "sigmoid",
        "prints",
        "def sigmoid(z):\n    print(1 / (1 + np.exp(-np.asarray(z, dtype=float))))",
    ),
    _wrong(
        "sigmoid",
        "returns the exponential alone",
        "def sigmoid(z):\n    e = np.exp(-np.clip(z, -500, 500))\n    return e",
        "exponential-alone-clipped",
    ),
    _wrong(
        "sigmoid",
        "derivative",
        """
def sigmoid(z):
    s = 1 / (1 + np.exp(-np.clip(z, -500, 500)))
    return s * (1 - s)
""",
        "derivative",
    ),
    _wrong(
        "sigmoid", "softplus", "def sigmoid(z):\n    return np.logaddexp(0, z)", "softplus-any-size"
    ),
    _wrong(
        "sigmoid",
        "step",
        "def sigmoid(z):\n    return np.where(np.asarray(z) >= 0, 1.0, 0.0)",
        "step-from-zero",
    ),
    _wrong(
        "sigmoid",
        "loop that forgets the shape",
        """
def sigmoid(z):
    return np.array([1 / (1 + np.exp(-v)) for v in np.ravel(np.clip(z, -700, 700))])
""",
        "wrong-axes",
    ),
    _wrong(
        "sigmoid",
        "returns a list of lists",
        """
def sigmoid(z):
    return (1 / (1 + np.exp(-np.clip(z, -700, 700)))).tolist()
""",
        "list-for-array",
    ),
    _wrong(
        "sigmoid",
        "branches exchanged",
        """
def sigmoid(z):
    z = np.asarray(z, dtype=float)
    return np.where(z >= 0, np.exp(-np.abs(z)) / (1 + np.exp(-np.abs(z))), 1 / (1 + np.exp(-np.abs(z))))
""".replace("np.exp(-np.abs(z))", "e").replace(
            "    return", "    e = np.exp(-np.abs(z))\n    return"
        ),
        "exponent-sign",
    ),
    _wrong(
        "sigmoid",
        "base 2",
        "def sigmoid(z):\n    return 1 / (1 + 2.0 ** (-np.clip(z, -700, 700)))",
        "other-base",
    ),
    _wrong(
        "sigmoid",
        "1 - exp",
        "def sigmoid(z):\n    return 1 / (1 - np.exp(-np.clip(z, -700, 700)))",
        "minus-in-denominator",
    ),
    _wrong(
        "sigmoid",
        "integer array filled",
        """
def sigmoid(z):
    z = np.asarray(z)
    out = np.zeros_like(z)
    e = np.exp(-np.abs(z))
    out[z >= 0] = (1 / (1 + e))[z >= 0]
    out[z < 0] = (e / (1 + e))[z < 0]
    return out
""",
        "integer-buffer",
    ),
    _wrong(
        "sigmoid",
        "softmax",
        "def sigmoid(z):\n    e = np.exp(z - np.max(z))\n    return e / e.sum()",
        "softmax",
    ),
    _wrong(
        "sigmoid",
        "nan_to_num",
        "def sigmoid(z):\n    return np.nan_to_num(np.exp(z) / (1 + np.exp(z)))",
        "only-some",
    ),
    _wrong(
        "sigmoid_derivative",
        "sigmoid again",
        "def sigmoid_derivative(a):\n    return sigmoid(a) * (1 - sigmoid(a))",
        "taken-at-z",
    ),
    _wrong(
        "sigmoid_derivative",
        "sigmoid for the first only",
        "def sigmoid_derivative(a):\n    s = sigmoid(a)\n    return a * (1 - s)",
        "mixed-a-and-z",
    ),
    _wrong(
        "sigmoid_derivative",
        "tanh's",
        "def sigmoid_derivative(a):\n    return 1 - a**2",
        "tanh-derivative",
    ),
    _wrong(
        "sigmoid_derivative",
        "a (a - 1)",
        "def sigmoid_derivative(a):\n    return a * (a - 1)",
        "sign",
    ),
    _wrong(
        "sigmoid_derivative",
        "a (1 + a)",
        "def sigmoid_derivative(a):\n    return a * (1 + a)",
        "plus",
    ),
    _wrong(
        "sigmoid_derivative",
        "parentheses",
        "def sigmoid_derivative(a):\n    return a * 1 - a",
        "no-brackets",
    ),
    _wrong(
        "sigmoid_derivative",
        "1 - a",
        "def sigmoid_derivative(a):\n    return 1 - a",
        "factor-a-missing",
    ),
    _wrong(
        "sigmoid_derivative",
        "a",
        "def sigmoid_derivative(a):\n    return a",
        "factor-one-minus-a-missing",
    ),
    _wrong(
        "sigmoid_derivative",
        "matrix product",
        "def sigmoid_derivative(a):\n    return np.dot(a, (1 - a).T) if np.ndim(a) else a * (1 - a)",
        "matrix-product-transposed",
    ),
    _wrong(
        "sigmoid_derivative",
        "squared",
        "def sigmoid_derivative(a):\n    return a**2 * (1 - a)",
        "first-factor-squared",
    ),
    _wrong(
        "sigmoid_derivative",
        "(1 - a)^2",
        "def sigmoid_derivative(a):\n    return a * (1 - a) ** 2",
        "last-factor-squared",
    ),
    _wrong(
        "sigmoid_derivative",
        "logit",
        "def sigmoid_derivative(a):\n    return np.exp(-a) / (1 + np.exp(-a)) ** 2",
        "taken-at-z",
    ),
    _wrong(
        "sigmoid_derivative",
        "in place",
        "def sigmoid_derivative(a):\n    a *= 1 - a\n    return a",
        "in-place",
    ),
    _wrong(
        "sigmoid_derivative",
        "reciprocal",
        "def sigmoid_derivative(a):\n    return 1 / (a * (1 - a))",
        "reciprocal",
    ),
    _wrong(
        "sigmoid_derivative",
        "mean",
        "def sigmoid_derivative(a):\n    return np.mean(a * (1 - a))",
        "averaged",
    ),
    _wrong("sigmoid_derivative", "printed", "def sigmoid_derivative(a):\n    print(a * (1 - a))"),
    _wrong(
        "sigmoid_derivative",
        "relu's",
        "def sigmoid_derivative(a):\n    return np.where(np.asarray(a) > 0, 1, 0)",
        "relu-derivative",
    ),
    _wrong(
        "sigmoid_derivative",
        "half",
        "def sigmoid_derivative(a):\n    return 0.5 * a * (1 - a)",
        "half",
    ),
    _wrong("neuron", "no sigmoid", "def neuron(X, w, b):\n    return X @ w + b", "no-activation"),
    _wrong("neuron", "no bias", "def neuron(X, w, b):\n    return sigmoid(X @ w)", "no-bias"),
    _wrong(
        "neuron",
        "bias outside",
        "def neuron(X, w, b):\n    return sigmoid(X @ w) + b",
        "bias-after-sigmoid",
    ),
    _wrong(
        "neuron",
        "bias subtracted",
        "def neuron(X, w, b):\n    return sigmoid(X @ w - b)",
        "bias-subtracted",
    ),
    _wrong(
        "neuron",
        "transposed w",
        "def neuron(X, w, b):\n    return sigmoid(X @ w.T + b)",
        "w-transposed",
    ),
    _wrong(
        "neuron",
        "w.T X",
        "def neuron(X, w, b):\n    return sigmoid(w.T @ X.T + b)",
        "row-for-column",
    ),
    _wrong(
        "neuron",
        "w @ X",
        "def neuron(X, w, b):\n    return sigmoid(np.dot(w, X) + b)",
        "w-before-x-dot",
    ),
    _wrong(
        "neuron",
        "elementwise",
        "def neuron(X, w, b):\n    return sigmoid(X * w + b)",
        "elementwise-product",
    ),
    _wrong(
        "neuron",
        "elementwise with w.T",
        "def neuron(X, w, b):\n    return sigmoid(X * w.T + b)",
        "not-summed",
    ),
    _wrong(
        "neuron", "flat", "def neuron(X, w, b):\n    return sigmoid(X @ w + b).flatten()", "flat"
    ),
    _wrong(
        "neuron",
        "flat w and (1,1) bias",
        "def neuron(X, w, b):\n    return sigmoid(X @ w.ravel() + b)",
        "row-for-column",
    ),
    _wrong(
        "neuron",
        "step",
        "def neuron(X, w, b):\n    return np.where(X @ w + b > 0, 1.0, 0.0)",
        "step",
    ),
    _wrong(
        "neuron",
        "rounded",
        "def neuron(X, w, b):\n    return np.round(sigmoid(X @ w + b))",
        "step",
    ),
    _wrong("neuron", "tanh", "def neuron(X, w, b):\n    return np.tanh(X @ w + b)", "tanh"),
    _wrong(
        "neuron",
        "sum of everything",
        "def neuron(X, w, b):\n    return sigmoid(np.sum(X * w.T) + b)",
        "summed-over-samples",
    ),
    _wrong(
        "neuron",
        "loop returns in the first pass",
        """
def neuron(X, w, b):
    out = np.zeros((X.shape[0], 1))
    for i in range(X.shape[0]):
        out[i] = sigmoid(X[i] @ w + b)
        return out
""",
        "first-row-only",
    ),
    _wrong(
        "neuron",
        "loop off by one",
        """
def neuron(X, w, b):
    out = np.zeros((X.shape[0], 1))
    for i in range(X.shape[0] - 1):
        out[i] = sigmoid(X[i] @ w + b)
    return out
""",
        "last-row-left-out",
    ),
    _wrong(
        "neuron",
        "bias added per weight",
        """
def neuron(X, w, b):
    out = []
    for x in X:
        z = 0
        for xi, wi in zip(x, w):
            z += xi * wi + b
        out.append(sigmoid(z))
    return np.array(out).reshape(-1, 1)
""",
        "bias-for-each-feature",
    ),
    _wrong(
        "neuron",
        "sigmoid's derivative",
        "def neuron(X, w, b):\n    a = sigmoid(X @ w + b)\n    return sigmoid_derivative(a)",
        "derivative",
    ),
    _wrong(
        "neuron",
        "returns z and a",
        "def neuron(X, w, b):\n    z = X @ w + b\n    return z, sigmoid(z)",
        "several-for-one",
    ),
    _wrong(
        "neuron",
        "matrix",
        "def neuron(X, w, b):\n    return np.matrix(sigmoid(X @ w + b))",
        "matrix",
    ),
    _wrong(
        "neuron",
        "sigmoid twice",
        "def neuron(X, w, b):\n    return sigmoid(sigmoid(X @ w + b))",
        "sigmoid-twice",
    ),
    _wrong(
        "neuron_gradients",
        "no mean",
        """
def neuron_gradients(X, y, a):
    delta = 2 * (a - y) * a * (1 - a)
    return X.T @ delta, np.sum(delta, axis=0, keepdims=True)
""",
        "missing-mean",
    ),
    _wrong(
        "neuron_gradients",
        "mean in dw only",
        """
def neuron_gradients(X, y, a):
    delta = 2 * (a - y) * a * (1 - a)
    return X.T @ delta / len(X), np.sum(delta, axis=0, keepdims=True)
""",
        "db-missing-mean",
    ),
    _wrong(
        "neuron_gradients",
        "cross-entropy",
        """
def neuron_gradients(X, y, a):
    m = X.shape[0]
    return X.T @ (a - y) / m, np.sum(a - y, axis=0, keepdims=True) / m
""",
        "cross-entropy",
    ),
    _wrong(
        "neuron_gradients",
        "no sigmoid derivative",
        """
def neuron_gradients(X, y, a):
    m = X.shape[0]
    d = 2 * (a - y) / m
    return X.T @ d, d.sum(axis=0, keepdims=True)
""",
        "no-sigmoid-slope",
    ),
    _wrong(
        "neuron_gradients",
        "sign",
        """
def neuron_gradients(X, y, a):
    m = X.shape[0]
    d = 2 * (y - a) * a * (1 - a) / m
    return X.T @ d, d.sum(axis=0, keepdims=True)
""",
        "sign",
    ),
    _wrong(
        "neuron_gradients",
        "no two",
        """
def neuron_gradients(X, y, a):
    m = X.shape[0]
    d = (a - y) * a * (1 - a) / m
    return X.T @ d, d.sum(axis=0, keepdims=True)
""",
        "missing-two",
    ),
    _wrong(
        "neuron_gradients",
        "db flat",
        """
def neuron_gradients(X, y, a):
    d = 2 * (a - y) * a * (1 - a) / len(y)
    return X.T @ d, np.sum(d, axis=0)
""",
        "db-flat",
    ),
    _wrong(
        "neuron_gradients",
        "db a number",
        """
def neuron_gradients(X, y, a):
    d = 2 * (a - y) * a * (1 - a) / len(y)
    return X.T @ d, np.sum(d)
""",
        "db-scalar",
    ),
    _wrong(
        "neuron_gradients",
        "dw a row",
        """
def neuron_gradients(X, y, a):
    d = 2 * (a - y) * a * (1 - a) / len(y)
    return d.T @ X, np.sum(d, keepdims=True)
""",
        "dw-row",
    ),
    _wrong(
        "neuron_gradients",
        "derivative of a sigmoid of a",
        """
def neuron_gradients(X, y, a):
    s = sigmoid(a)
    d = 2 * (a - y) * s * (1 - s) / len(y)
    return X.T @ d, np.sum(d, keepdims=True)
""",
        "derivative-at-a-as-z",
    ),
    _wrong(
        "neuron_gradients",
        "db is mean of the mean",
        """
def neuron_gradients(X, y, a):
    m = len(y)
    d = 2 * (a - y) * a * (1 - a) / m
    return X.T @ d, np.mean(d, axis=0, keepdims=True)
""",
        "db-mean",
    ),
    _wrong(
        "neuron_gradients",
        "divided by features",
        """
def neuron_gradients(X, y, a):
    n = X.shape[1]
    d = 2 * (a - y) * a * (1 - a) / n
    return X.T @ d, np.sum(d, keepdims=True)
""",
        "divided-by-features",
    ),
    _wrong(
        "neuron_gradients",
        "order exchanged",
        """
def neuron_gradients(X, y, a):
    d = 2 * (a - y) * a * (1 - a) / len(y)
    dw = X.T @ d
    db = np.sum(d, axis=0, keepdims=True)
    return db, dw
""",
        "exchanged",
    ),
    _wrong(
        "neuron_gradients",
        "error squared",
        """
def neuron_gradients(X, y, a):
    d = 2 * (a - y) ** 2 * a * (1 - a) / len(y)
    return X.T @ d, np.sum(d, axis=0, keepdims=True)
""",
        "two-times-square",
    ),
    _wrong(
        "neuron_gradients",
        "flattened arrays broadcast",
        """
def neuron_gradients(X, y, a):
    d = 2 * (a - y.ravel()) * a * (1 - a) / len(y)
    return X.T @ d, np.sum(d, axis=0, keepdims=True)
""",
        "flattened-samples",
    ),
    _wrong(
        "neuron_gradients",
        "loop that keeps the last sample",
        """
def neuron_gradients(X, y, a):
    m, n = X.shape
    for i in range(m):
        d = 2 * (a[i] - y[i]) * a[i] * (1 - a[i]) / m
        dw = (X[i] * d).reshape(n, 1)
        db = d.reshape(1, 1)
    return dw, db
""",
        "last-sample-only",
    ),
    _wrong(
        "neuron_gradients",
        "loop without the mean and without the two",
        """
def neuron_gradients(X, y, a):
    m, n = X.shape
    dw = np.zeros((n, 1))
    db = np.zeros((1, 1))
    for i in range(m):
        d = (a[i] - y[i]) * a[i] * (1 - a[i])
        dw += (X[i] * d).reshape(n, 1)
        db += d
    return dw, db
""",
        "missing-mean-and-two",
    ),
    _wrong(
        "neuron_gradients",
        "db without the sigmoid's derivative, dw without the two",
        """
def neuron_gradients(X, y, a):
    m = len(y)
    dw = X.T @ ((a - y) * a * (1 - a)) / m
    db = np.sum(2 * (a - y), axis=0, keepdims=True) / m
    return dw, db
""",
        "db-no-slope",
    ),
    _wrong(
        "neuron_gradients",
        "no sum for db",
        """
def neuron_gradients(X, y, a):
    d = 2 * (a - y) * a * (1 - a) / len(y)
    return X.T @ d, d
""",
        "db-not-summed",
    ),
    _wrong(
        "neuron_gradients",
        "X not transposed",
        """
def neuron_gradients(X, y, a):
    d = 2 * (a - y) * a * (1 - a) / len(y)
    return X @ d, np.sum(d, axis=0, keepdims=True)
""",
        "dw-x-not-transposed",
    ),
    _wrong(
        "neuron_gradients",
        "a dict",
        """
def neuron_gradients(X, y, a):
    d = 2 * (a - y) * a * (1 - a) / len(y)
    return {"dw": X.T @ d, "db": np.sum(d, axis=0, keepdims=True)}
""",
        "dict",
    ),
    _wrong(
        "neuron_gradients",
        "a changed",
        """
def neuron_gradients(X, y, a):
    m = len(y)
    slope = a * (1 - a)
    a -= y
    d = 2 * a * slope / m
    return X.T @ d, np.sum(d, axis=0, keepdims=True)
""",
        "argument-changed",
    ),
    _wrong(
        "neuron_gradients",
        "learning rate in it",
        """
def neuron_gradients(X, y, a, lr=0.1):
    d = 2 * (a - y) * a * (1 - a) / len(y)
    return lr * X.T @ d, lr * np.sum(d, axis=0, keepdims=True)
""",
        "constant-factor",
    ),
    _wrong(
        "neuron_gradients",
        "wrong sign and no mean",
        """
def neuron_gradients(X, y, a):
    d = -2 * (a - y) * a * (1 - a)
    return X.T @ d, np.sum(d, axis=0, keepdims=True)
""",
        "sign-missing-mean",
    ),
    _wrong(
        "train_neuron",
        "loss after the update",
        """
def train_neuron(X, y, w, b, epochs=1000, lr=1.0):
    losses = []
    for _ in range(epochs):
        dw, db = neuron_gradients(X, y, neuron(X, w, b))
        w = w - lr * dw
        b = b - lr * db
        losses.append(np.mean((neuron(X, w, b) - y) ** 2))
    return w, b, losses
""",
        "loss-after-update",
    ),
    _wrong(
        "train_neuron",
        "in place",
        """
def train_neuron(X, y, w, b, epochs=1000, lr=1.0):
    losses = []
    for _ in range(epochs):
        a = neuron(X, w, b)
        losses.append(np.mean((a - y) ** 2))
        dw, db = neuron_gradients(X, y, a)
        w -= lr * dw
        b -= lr * db
    return w, b, losses
""",
        "in-place",
    ),
    _wrong(
        "train_neuron",
        "ascent",
        """
def train_neuron(X, y, w, b, epochs=1000, lr=1.0):
    losses = []
    for _ in range(epochs):
        a = neuron(X, w, b)
        losses.append(np.mean((a - y) ** 2))
        dw, db = neuron_gradients(X, y, a)
        w = w + lr * dw
        b = b + lr * db
    return w, b, losses
""",
        "uphill",
    ),
    _wrong(
        "train_neuron",
        "bias forgotten",
        """
def train_neuron(X, y, w, b, epochs=1000, lr=1.0):
    losses = []
    for _ in range(epochs):
        a = neuron(X, w, b)
        losses.append(np.mean((a - y) ** 2))
        dw, _ = neuron_gradients(X, y, a)
        w = w - lr * dw
    return w, b, losses
""",
        "b-not-updated",
    ),
    _wrong(
        "train_neuron",
        "forward outside the loop",
        """
def train_neuron(X, y, w, b, epochs=1000, lr=1.0):
    losses = []
    a = neuron(X, w, b)
    for _ in range(epochs):
        losses.append(np.mean((a - y) ** 2))
        dw, db = neuron_gradients(X, y, a)
        w = w - lr * dw
        b = b - lr * db
    return w, b, losses
""",
        "activations-once",
    ),
    _wrong(
        "train_neuron",
        "gradients outside the loop",
        """
def train_neuron(X, y, w, b, epochs=1000, lr=1.0):
    losses = []
    dw, db = neuron_gradients(X, y, neuron(X, w, b))
    for _ in range(epochs):
        a = neuron(X, w, b)
        losses.append(np.mean((a - y) ** 2))
        w = w - lr * dw
        b = b - lr * db
    return w, b, losses
""",
        "gradient-once",
    ),
    _wrong(
        "train_neuron",
        "only the last loss",
        """
def train_neuron(X, y, w, b, epochs=1000, lr=1.0):
    for _ in range(epochs):
        a = neuron(X, w, b)
        loss = np.mean((a - y) ** 2)
        dw, db = neuron_gradients(X, y, a)
        w = w - lr * dw
        b = b - lr * db
    return w, b, loss
""",
        "only-last-loss",
    ),
    _wrong(
        "train_neuron",
        "losses without return of w",
        """
def train_neuron(X, y, w, b, epochs=1000, lr=1.0):
    losses = []
    for _ in range(epochs):
        a = neuron(X, w, b)
        losses.append(np.mean((a - y) ** 2))
        dw, db = neuron_gradients(X, y, a)
        w = w - lr * dw
        b = b - lr * db
    return losses
""",
        "losses-alone",
    ),
    _wrong(
        "train_neuron",
        "starts anew",
        """
def train_neuron(X, y, w, b, epochs=1000, lr=1.0):
    w = np.zeros((X.shape[1], 1))
    b = np.zeros((1, 1))
    losses = []
    for _ in range(epochs):
        a = neuron(X, w, b)
        losses.append(np.mean((a - y) ** 2))
        dw, db = neuron_gradients(X, y, a)
        w = w - lr * dw
        b = b - lr * db
    return w, b, losses
""",
        "starts-from-zero",
    ),
    _wrong(
        "train_neuron",
        "learning rate fixed",
        """
def train_neuron(X, y, w, b, epochs=1000, lr=1.0):
    lr = 0.1
    losses = []
    for _ in range(epochs):
        a = neuron(X, w, b)
        losses.append(np.mean((a - y) ** 2))
        dw, db = neuron_gradients(X, y, a)
        w = w - lr * dw
        b = b - lr * db
    return w, b, losses
""",
        "lr-fixed",
    ),
    _wrong(
        "train_neuron",
        "epochs fixed",
        """
def train_neuron(X, y, w, b, epochs=1000, lr=1.0):
    losses = []
    for _ in range(1000):
        a = neuron(X, w, b)
        losses.append(np.mean((a - y) ** 2))
        dw, db = neuron_gradients(X, y, a)
        w = w - lr * dw
        b = b - lr * db
    return w, b, losses
""",
        "same-length",
    ),
    _wrong(
        "train_neuron",
        "sum for mean",
        """
def train_neuron(X, y, w, b, epochs=1000, lr=1.0):
    losses = []
    for _ in range(epochs):
        a = neuron(X, w, b)
        losses.append(np.sum((a - y) ** 2))
        dw, db = neuron_gradients(X, y, a)
        w = w - lr * dw
        b = b - lr * db
    return w, b, losses
""",
        "loss-summed",
    ),
    _wrong(
        "train_neuron",
        "absolute error",
        """
def train_neuron(X, y, w, b, epochs=1000, lr=1.0):
    losses = []
    for _ in range(epochs):
        a = neuron(X, w, b)
        losses.append(np.mean(np.abs(a - y)))
        dw, db = neuron_gradients(X, y, a)
        w = w - lr * dw
        b = b - lr * db
    return w, b, losses
""",
        "loss-absolute",
    ),
    _wrong(
        "train_neuron",
        "sample by sample",
        """
def train_neuron(X, y, w, b, epochs=1000, lr=1.0):
    losses = []
    for _ in range(epochs):
        losses.append(np.mean((neuron(X, w, b) - y) ** 2))
        for i in range(len(X)):
            xi, yi = X[i : i + 1], y[i : i + 1]
            dw, db = neuron_gradients(xi, yi, neuron(xi, w, b))
            w = w - lr * dw
            b = b - lr * db
    return w, b, losses
""",
        "one-sample-at-a-time",
    ),
    _wrong(
        "train_neuron",
        "stops early",
        """
def train_neuron(X, y, w, b, epochs=1000, lr=1.0):
    losses = []
    for epoch in range(epochs):
        a = neuron(X, w, b)
        losses.append(np.mean((a - y) ** 2))
        if epoch > 0 and losses[-2] - losses[-1] < 1e-2:
            break
        dw, db = neuron_gradients(X, y, a)
        w = w - lr * dw
        b = b - lr * db
    return w, b, losses
""",
    ),
    _wrong(
        "train_neuron",
        "return inside the loop",
        """
def train_neuron(X, y, w, b, epochs=1000, lr=1.0):
    losses = []
    for epoch in range(epochs):
        a = neuron(X, w, b)
        losses.append(np.mean((a - y) ** 2))
        dw, db = neuron_gradients(X, y, a)
        w = w - lr * dw
        b = b - lr * db
        return w, b, losses
""",
        "one-update",
    ),
    _wrong(
        "train_neuron",
        "gradients exchanged",
        """
def train_neuron(X, y, w, b, epochs=1000, lr=1.0):
    losses = []
    for epoch in range(epochs):
        a = neuron(X, w, b)
        losses.append(np.mean((a - y) ** 2))
        db, dw = neuron_gradients(X, y, a)
        w = w - lr * dw
        b = b - lr * db
    return w, b, losses
""",
        "gradients-exchanged",
    ),
    _wrong(
        "train_neuron",
        "cross-entropy as the loss",
        """
def train_neuron(X, y, w, b, epochs=1000, lr=1.0):
    losses = []
    for epoch in range(epochs):
        a = neuron(X, w, b)
        losses.append(-np.mean(y * np.log(a) + (1 - y) * np.log(1 - a)))
        dw, db = neuron_gradients(X, y, a)
        w = w - lr * dw
        b = b - lr * db
    return w, b, losses
""",
        "loss-cross-entropy",
    ),
    _wrong(
        "train_neuron",
        "learning rate divided by m again",
        """
def train_neuron(X, y, w, b, epochs=1000, lr=1.0):
    losses = []
    for epoch in range(epochs):
        a = neuron(X, w, b)
        losses.append(np.mean((a - y) ** 2))
        dw, db = neuron_gradients(X, y, a)
        w = w - lr / len(X) * dw
        b = b - lr / len(X) * db
    return w, b, losses
""",
        "mean-twice",
    ),
    _wrong(
        "train_neuron",
        "losses every tenth epoch",
        """
def train_neuron(X, y, w, b, epochs=1000, lr=1.0):
    losses = []
    for epoch in range(epochs):
        a = neuron(X, w, b)
        if epoch % 10 == 0:
            losses.append(np.mean((a - y) ** 2))
        dw, db = neuron_gradients(X, y, a)
        w = w - lr * dw
        b = b - lr * db
    return w, b, losses
""",
        "losses-now-and-then",
    ),
    _wrong(
        "train_neuron",
        "no learning rate",
        """
def train_neuron(X, y, w, b, epochs=1000, lr=1.0):
    losses = []
    for epoch in range(epochs):
        a = neuron(X, w, b)
        losses.append(np.mean((a - y) ** 2))
        dw, db = neuron_gradients(X, y, a)
        w = w - dw
        b = b - db
    return w, b, losses
""",
        "lr-ignored",
    ),
    _wrong(
        "train_neuron",
        "sum for mean and the loss after the update",
        """
def train_neuron(X, y, w, b, epochs=1000, lr=1.0):
    losses = []
    for epoch in range(epochs):
        a = neuron(X, w, b)
        dw, db = neuron_gradients(X, y, a)
        w = w - lr * dw
        b = b - lr * db
        losses.append(np.sum((neuron(X, w, b) - y) ** 2))
    return w, b, losses
""",
        "one-late+missing-mean",
    ),
    _wrong(
        "train_neuron",
        "one epoch too many",
        """
def train_neuron(X, y, w, b, epochs=1000, lr=1.0):
    losses = []
    for epoch in range(epochs + 1):
        a = neuron(X, w, b)
        losses.append(np.mean((a - y) ** 2))
        dw, db = neuron_gradients(X, y, a)
        w = w - lr * dw
        b = b - lr * db
    return w, b, losses
""",
        "one-epoch-more",
    ),
    _wrong(
        "train_neuron",
        "decaying learning rate",
        """
def train_neuron(X, y, w, b, epochs=1000, lr=1.0):
    losses = []
    for epoch in range(epochs):
        a = neuron(X, w, b)
        losses.append(np.mean((a - y) ** 2))
        dw, db = neuron_gradients(X, y, a)
        w = w - lr * dw
        b = b - lr * db
        lr = lr * 0.99
    return w, b, losses
""",
    ),
    _wrong(
        "separable",
        "all of them",
        'separable = {"AND": True, "OR": True, "NAND": True, "XOR": True}',
        "look-again-at-xor",
    ),
    _wrong(
        "separable",
        "the other way round",
        'separable = {"AND": False, "OR": False, "NAND": False, "XOR": True}',
        "all-turned",
    ),
    _wrong(
        "separable",
        "NAND too",
        'separable = {"AND": True, "OR": True, "NAND": False, "XOR": False}',
        "look-again-at-nand",
    ),
    _wrong(
        "separable",
        "strings",
        'separable = {"AND": "True", "OR": "True", "NAND": "True", "XOR": "False"}',
        "texts",
    ),
    _wrong(
        "separable",
        "yes and no",
        'separable = {"AND": "yes", "OR": "yes", "NAND": "yes", "XOR": "no"}',
        "text-returned",
    ),
    _wrong(
        "separable",
        "lower case",
        'separable = {"and": True, "or": True, "nand": True, "xor": False}',
        "keys-spelled-otherwise",
    ),
    _wrong("separable", "a list", "separable = [True, True, True, False]", "dict-asked"),
    _wrong("separable", "a set of names", 'separable = {"AND", "OR", "NAND"}', "dict-asked"),
    _wrong(
        "separable",
        "XOR forgotten",
        'separable = {"AND": True, "OR": True, "NAND": True}',
        "unfinished-3",
        "keys-missing",
    ),
    _wrong(
        "separable",
        "XOR left as None",
        'separable = {"AND": True, "OR": True, "NAND": True, "XOR": None}',
        "unfinished-3",
    ),
    _wrong(
        "separable",
        "only AND",
        'separable = {"AND": True, "OR": False, "NAND": False, "XOR": False}',
        "look-again-at-or-nand",
    ),
    _wrong(
        "separable",
        "only OR",
        'separable = {"AND": False, "OR": True, "NAND": False, "XOR": False}',
        "look-again-at-and-nand",
    ),
    _wrong(
        "separable",
        "truth tables",
        'separable = {"AND": [0, 0, 0, 1], "OR": [0, 1, 1, 1], "NAND": [1, 1, 1, 0], "XOR": [0, 1, 1, 0]}',
    ),
    _wrong(
        "separable",
        "AND not",
        'separable = {"AND": False, "OR": True, "NAND": True, "XOR": False}',
        "look-again-at-and",
    ),
    _wrong(
        "separable",
        "a function",
        'def separable(gate):\n    return gate != "XOR"',
        "dict-asked",
    ),
    _wrong(
        "separable",
        "none",
        'separable = {"AND": False, "OR": False, "NAND": False, "XOR": False}',
        "look-again-at-and-or-nand",
    ),
    _wrong(
        "separable",
        "a learned accuracy",
        'separable = {"AND": 1.0, "OR": 1.0, "NAND": 1.0, "XOR": 0.75}',
    ),
]
