"""Answers to section 01 as students write them."""

from __future__ import annotations

from tests.answers import Answer


def _sigmoid(style: str, code: str, *causes: str) -> Answer:
    return Answer("sigmoid", style, code, causes)


def _derivative(style: str, code: str, *causes: str) -> Answer:
    return Answer("sigmoid_derivative", style, code, causes)


def _neuron(style: str, code: str, *causes: str) -> Answer:
    return Answer("neuron", style, code, causes)


def _gradients(style: str, code: str, *causes: str) -> Answer:
    return Answer("neuron_gradients", style, code, causes)


def _train(style: str, code: str, *causes: str) -> Answer:
    return Answer("train_neuron", style, code, causes)


def _separable(style: str, code: str, *causes: str) -> Answer:
    return Answer("separable", style, code, causes)


RIGHT = [
    _sigmoid(
        "the plain formula, with its warnings",
        """
def sigmoid(z):
    return 1 / (1 + np.exp(-z))
""",
    ),
    _sigmoid(
        "by tanh",
        """
def sigmoid(z):
    return (np.tanh(z / 2) + 1) / 2
""",
    ),
    _sigmoid(
        "by logaddexp",
        """
sigmoid = lambda z: np.exp(-np.logaddexp(0, -np.asarray(z, dtype=float)))
""",
    ),
    _sigmoid(
        "where on the two overflowing forms",
        """
def sigmoid(z):
    z = np.asarray(z)
    return np.where(z >= 0, 1 / (1 + np.exp(-z)), np.exp(z) / (1 + np.exp(z)))
""",
    ),
    _sigmoid(
        "clipped far out",
        """
def sigmoid(z):
    z = np.clip(z, -500, 500)
    return 1.0 / (1.0 + np.exp(-z))
""",
    ),
    _sigmoid(
        "masks",
        """
def sigmoid(z):
    z = np.array(z, dtype=np.float64)
    out = np.empty_like(z)
    pos = z >= 0
    out[pos] = 1 / (1 + np.exp(-z[pos]))
    ez = np.exp(z[~pos])
    out[~pos] = ez / (1 + ez)
    return out
""",
    ),
    _sigmoid(
        "the math module under vectorize",
        """
import math

def one(t):
    if t >= 0:
        return 1 / (1 + math.exp(-t))
    return math.exp(t) / (1 + math.exp(t))

def sigmoid(z):
    return np.vectorize(one, otypes=[float])(z)
""",
    ),
    _sigmoid(
        "recursion over the axes",
        """
def sigmoid(z):
    if np.ndim(z) == 0:
        return 1 - 1 / (1 + np.exp(float(z))) if z < 0 else 1 / (1 + np.exp(-float(z)))
    return np.array([sigmoid(part) for part in z])
""",
    ),
    _derivative(
        "a minus its square",
        """
def sigmoid_derivative(a):
    return a - a ** 2
""",
    ),
    _derivative(
        "a parabola around one half",
        """
def sigmoid_derivative(a):
    return 0.25 - np.square(np.subtract(a, 0.5))
""",
    ),
    _derivative(
        "through the sigmoid of -z",
        """
def sigmoid_derivative(a):
    other = 1.0 - np.asarray(a, dtype=float)
    return np.multiply(other, a)
""",
    ),
    _derivative(
        "entry by entry",
        """
def sigmoid_derivative(a):
    out = np.zeros(np.shape(a))
    for i in np.ndindex(out.shape):
        out[i] = np.asarray(a)[i] * (1 - np.asarray(a)[i])
    return out
""",
    ),
    _neuron(
        "np.dot",
        """
def neuron(X, w, b):
    z = np.dot(X, w) + b
    return sigmoid(z)
""",
    ),
    _neuron(
        "einsum",
        """
def neuron(X, w, b):
    return sigmoid(np.einsum("ij,jk->ik", X, w) + b)
""",
    ),
    _neuron(
        "two loops",
        """
def neuron(X, w, b):
    out = np.zeros((X.shape[0], 1))
    for i in range(X.shape[0]):
        z = b[0, 0]
        for j in range(X.shape[1]):
            z = z + X[i, j] * w[j, 0]
        out[i, 0] = 1 / (1 + np.exp(-z))
    return out
""",
    ),
    _neuron(
        "a column of ones for the bias",
        """
def neuron(X, w, b):
    ones = np.ones((len(X), 1))
    return sigmoid(np.hstack([X, ones]) @ np.vstack([w, b]))
""",
    ),
    _neuron(
        "columns as samples, turned back",
        """
def neuron(X, w, b):
    return sigmoid(w.T @ X.T + b).T
""",
    ),
    _neuron(
        "products summed",
        """
def neuron(X, w, b):
    return sigmoid((X * w.ravel()).sum(axis=1).reshape(-1, 1) + b.item())
""",
    ),
    _gradients(
        "sample by sample",
        """
def neuron_gradients(X, y, a):
    m, n = X.shape
    dw, db = np.zeros((n, 1)), np.zeros((1, 1))
    for i in range(m):
        delta = 2 * (a[i, 0] - y[i, 0]) * a[i, 0] * (1 - a[i, 0])
        for j in range(n):
            dw[j, 0] += X[i, j] * delta / m
        db[0, 0] += delta / m
    return dw, db
""",
    ),
    _gradients(
        "means of products",
        """
def neuron_gradients(X, y, a):
    delta = 2 * (a - y) * a * (1 - a)
    dw = np.mean(X * delta, axis=0).reshape(-1, 1)
    db = np.array([[np.mean(delta)]])
    return dw, db
""",
    ),
    _gradients(
        "einsum, in a list",
        """
def neuron_gradients(X, y, a):
    d = (a - y) * sigmoid_derivative(a)
    return [np.einsum("ij,ik->jk", X, d) * 2 / len(X), 2 * d.mean(axis=0, keepdims=True)]
""",
    ),
    _gradients(
        "a column of ones for the bias",
        """
def neuron_gradients(X, y, a):
    A = np.c_[X, np.ones(len(X))]
    g = -2 / len(y) * A.T.dot((y - a) * (a - a ** 2))
    return g[:-1], g[-1:]
""",
    ),
    _gradients(
        "helpers, and the constants last",
        """
def dloss(y, a):
    return 2 * (a - y) / y.size

def neuron_gradients(X, y, a):
    dz = dloss(y, a) * sigmoid_derivative(a)
    return (dz.T @ X).T, dz.sum().reshape(1, 1)
""",
    ),
    _train(
        "copies, then in place",
        """
def train_neuron(X, y, w, b, epochs=1000, lr=1.0):
    w = w.astype(float)
    b = np.array(b, dtype=float)
    losses = np.zeros(epochs)
    for k in range(epochs):
        a = neuron(X, w, b)
        losses[k] = np.mean(np.square(y - a))
        dw, db = neuron_gradients(X, y, a)
        w -= lr * dw
        b -= lr * db
    return w, b, losses
""",
    ),
    _train(
        "nothing but this function",
        """
def train_neuron(X, y, w, b, epochs=1000, lr=1.0):
    losses = []
    n_samples = X.shape[0]
    while len(losses) < epochs:
        a = 1 / (1 + np.exp(-(X @ w + b)))
        error = a - y
        losses.append(float((error ** 2).sum() / n_samples))
        dz = 2 * error * a * (1 - a) / n_samples
        w = w - lr * X.T @ dz
        b = b - lr * dz.sum()
    return w, b, losses
""",
    ),
    _train(
        "recursion",
        """
def train_neuron(X, y, w, b, epochs=1000, lr=1.0):
    if epochs == 0:
        return w, b, []
    a = neuron(X, w, b)
    dw, db = neuron_gradients(X, y, a)
    w2, b2, rest = train_neuron(X, y, w - lr * dw, b - lr * db, epochs - 1, lr)
    return w2, b2, [((a - y) ** 2).mean()] + rest
""",
    ),
    _train(
        "all parameters in one vector, losses in a tuple",
        """
def train_neuron(X, y, w, b, epochs=1000, lr=1.0):
    theta = np.vstack([w, b])
    losses = ()
    for _ in range(epochs):
        a = neuron(X, theta[:-1], theta[-1:])
        losses += (np.linalg.norm(a - y) ** 2 / len(y),)
        theta = theta - lr * np.vstack(neuron_gradients(X, y, a))
    return theta[:-1], theta[-1:], losses
""",
    ),
    _separable(
        "entries set one by one",
        """
separable = {"AND": None, "OR": None, "NAND": None, "XOR": None}
separable["XOR"] = False
for gate in ("AND", "OR", "NAND"):
    separable[gate] = True
""",
    ),
    _separable(
        "ones and zeros",
        """
separable = dict(XOR=0, NAND=1, OR=1, AND=1)
""",
    ),
    _separable(
        "measured by training",
        """
separable = {}
for gate in ("AND", "OR", "NAND", "XOR"):
    X, y = make_gate(gate)
    w, b, _ = train_neuron(X, y, np.zeros((2, 1)), np.zeros((1, 1)), epochs=2000)
    separable[gate] = np.all((neuron(X, w, b) > 0.5) == y)
""",
    ),
    Answer(
        "sigmoid",
        "frompyfunc",
        """
import math

sigmoid = np.frompyfunc(lambda t: 1 / (1 + math.exp(-t)) if t > -700 else 0.0, 1, 1)
""",
    ),
    Answer(
        "neuron",
        "an object for each answer",
        """
def neuron(X, w, b):
    answers = np.empty((len(X), 1), dtype=object)
    for i, row in enumerate(X):
        answers[i, 0] = float(sigmoid(row @ w[:, 0] + b[0, 0]))
    return answers
""",
    ),
]

WRONG = [
    _sigmoid(
        "exponent without its minus",
        """
def sigmoid(z):
    e = np.exp(z)
    return 1.0 / (e + 1.0)
""",
        "exponent-sign",
    ),
    _sigmoid(
        "e to the z over one plus itself",
        """
def sigmoid(z):
    ez = np.exp(np.asarray(z, dtype=float))
    return ez / (ez + 1)
""",
        "overflow",
    ),
    _sigmoid(
        "branches of where the wrong way round",
        """
def sigmoid(z):
    z = np.asarray(z)
    return 1.0 * np.where(z >= 0, np.exp(z) / (1 + np.exp(z)), 1 / (1 + np.exp(-z)))
""",
        "overflow",
    ),
    _sigmoid(
        "forgets the brackets",
        """
def sigmoid(z):
    return 1/1+np.exp(-z)
""",
        "no-reciprocal",
    ),
    _sigmoid(
        "an if, as for numbers",
        """
def sigmoid(z):
    if z < 0:
        return np.exp(z) / (1 + np.exp(z))
    else:
        return 1 / (1 + np.exp(-z))
""",
        "if-on-array",
    ),
    _sigmoid(
        "math.exp",
        """
from math import exp

def sigmoid(z):
    return 1 / (1 + exp(-z))
""",
        "math-module",
    ),
    _sigmoid(
        "integer buffer",
        """
def sigmoid(z):
    z = np.array(z)
    result = np.empty_like(z)
    big = z >= 0
    result[big] = 1 / (1 + np.exp(-z[big]))
    result[~big] = np.exp(z[~big]) / (1 + np.exp(z[~big]))
    return result
""",
        "integer-buffer",
    ),
    _sigmoid(
        "cut off at ten",
        """
def sigmoid(z):
    return 1 / (1 + np.exp(-np.clip(z, -10, 10)))
""",
        "only-some",
    ),
    _sigmoid(
        "softmax",
        """
def sigmoid(z):
    e = np.exp(z - np.max(z))
    return e / e.sum()
""",
        "softmax",
    ),
    _sigmoid(
        "ones",
        """
def sigmoid(z):
    return np.ones(np.shape(z))
""",
        "constant",
    ),
    _sigmoid(
        "only two axes",
        """
def sigmoid(z):
    out = np.zeros(z.shape)
    for i in range(z.shape[0]):
        for j in range(z.shape[1]):
            out[i, j] = 1 / (1 + np.exp(-z[i, j]))
    return out
""",
    ),
    _derivative(
        "treats a as z",
        """
def sigmoid_derivative(a):
    s = 1 / (1 + np.exp(-a))
    return s * (1 - s)
""",
        "taken-at-z",
    ),
    _derivative(
        "treats a as z, other form",
        """
def sigmoid_derivative(a):
    return np.exp(-a) / (1 + np.exp(-a)) ** 2
""",
        "taken-at-z",
    ),
    _derivative(
        "turned difference",
        """
def sigmoid_derivative(a):
    return a * a - a
""",
        "sign",
    ),
    _derivative(
        "tanh's",
        """
def sigmoid_derivative(a):
    return (1 - a) * (1 + a)
""",
        "tanh-derivative",
    ),
    _derivative(
        "numerical derivative at a",
        """
def sigmoid_derivative(a):
    h = 1e-5
    return (sigmoid(a + h) - sigmoid(a - h)) / (2 * h)
""",
        "taken-at-z",
    ),
    _derivative(
        "the argument itself changed",
        """
def sigmoid_derivative(a):
    a *= 1 - a
    return a
""",
        "in-place",
    ),
    _neuron(
        "forgets the bias",
        """
def neuron(X, w, b):
    return sigmoid(np.dot(X, w))
""",
        "no-bias",
    ),
    _neuron(
        "bias outside",
        """
def neuron(X, w, b):
    a = sigmoid(X @ w)
    return a + b
""",
        "bias-after-sigmoid",
    ),
    _neuron(
        "squeezed",
        """
def neuron(X, w, b):
    return np.squeeze(sigmoid(X @ w + b))
""",
        "flat",
        "missing-axis",
    ),
    _neuron(
        "flat weights",
        """
def neuron(X, w, b):
    z = X @ w[:, 0] + b
    return sigmoid(z)
""",
        "row-for-column",
        "transposed",
    ),
    _neuron(
        "columns as samples",
        """
def neuron(X, w, b):
    return sigmoid(np.dot(w.T, X) + b)
""",
        "w-transposed-before-x",
        "w-transposed-before-x-dot",
    ),
    _neuron(
        "labels instead of activations",
        """
def neuron(X, w, b):
    a = sigmoid(X @ w + b)
    return np.where(a > 0.5, 1, 0)
""",
        "step",
    ),
    _neuron(
        "the sum over everything",
        """
def neuron(X, w, b):
    return sigmoid(np.sum(X * w.ravel(), keepdims=True) + b)
""",
        "summed-over-samples",
    ),
    _neuron(
        "first weight for all",
        """
def neuron(X, w, b):
    return sigmoid(X[:, :1] * w[0] + b)
""",
        "first-feature-only",
    ),
    _gradients(
        "no mean",
        """
def neuron_gradients(X, y, a):
    delta = 2 * (a - y) * a * (1 - a)
    return X.T @ delta, delta.sum(axis=0, keepdims=True)
""",
        "missing-mean",
    ),
    _gradients(
        "half the loss",
        """
def neuron_gradients(X, y, a):
    d = (a - y) * a * (1 - a)
    return np.mean(X * d, axis=0)[:, None], np.mean(d, axis=0, keepdims=True)
""",
        "missing-two",
    ),
    _gradients(
        "chain stops early",
        """
def neuron_gradients(X, y, a):
    d = 2 * (a - y) / X.shape[0]
    return X.T.dot(d), d.sum().reshape(1, 1)
""",
        "no-sigmoid-slope",
    ),
    _gradients(
        "logistic regression from memory",
        """
def neuron_gradients(X, y, a):
    m = X.shape[0]
    dz = a - y
    dw = np.dot(X.T, dz) / m
    db = np.sum(dz, axis=0, keepdims=True) / m
    return dw, db
""",
        "cross-entropy",
    ),
    _gradients(
        "label minus answer, loops",
        """
def neuron_gradients(X, y, a):
    m, n = X.shape
    dw = np.zeros((n, 1))
    db = np.zeros((1, 1))
    for i in range(m):
        d = 2 / m * (y[i] - a[i]) * a[i] * (1 - a[i])
        dw += (X[i] * d).reshape(n, 1)
        db += d
    return dw, db
""",
        "sign",
    ),
    _gradients(
        "bias averaged once more",
        """
def neuron_gradients(X, y, a):
    delta = 2 / len(y) * (a - y) * sigmoid_derivative(a)
    return X.T @ delta, delta.mean(axis=0, keepdims=True)
""",
        "db-mean",
    ),
    _gradients(
        "bias a number",
        """
def neuron_gradients(X, y, a):
    delta = 2 / len(y) * (a - y) * sigmoid_derivative(a)
    return X.T @ delta, float(delta.sum())
""",
        "db-scalar",
        "missing-axis",
    ),
    _gradients(
        "weights in a row, bias flat",
        """
def neuron_gradients(X, y, a):
    d = 2 * (a - y) * a * (1 - a) / len(a)
    return d.T @ X, d.sum(axis=0)
""",
        "dw-row",
        "transposed",
        "db-flat",
        "missing-axis",
    ),
    _gradients(
        "weights not averaged, bias not summed",
        """
def neuron_gradients(X, y, a):
    d = 2 * (a - y) * a * (1 - a)
    return X.T @ d, d / len(a)
""",
        "missing-mean",
        "dw-missing-mean",
        "db-not-summed",
        "sum-missing",
    ),
    _gradients(
        "derivative taken at the sigmoid of a",
        """
def neuron_gradients(X, y, a):
    s = sigmoid(a)
    d = 2 * (a - y) * s * (1 - s) / len(y)
    return X.T @ d, np.sum(d, keepdims=True)
""",
        "derivative-at-a-as-z",
    ),
    _gradients(
        "flat labels",
        """
def neuron_gradients(X, y, a):
    y = y.flatten()
    m = len(y)
    d = 2 * (a - y) * sigmoid_derivative(a) / m
    return X.T @ d, np.sum(d, axis=0, keepdims=True)
""",
        "flattened-samples",
        "broadcast",
    ),
    _gradients(
        "X the wrong way",
        """
def neuron_gradients(X, y, a):
    d = 2 * (a - y) * a * (1 - a) / len(y)
    return np.dot(X, d), np.sum(d, axis=0, keepdims=True)
""",
        "dw-x-not-transposed",
        "dw-x-not-transposed-dot",
    ),
    _gradients(
        "zeros",
        """
def neuron_gradients(X, y, a):
    return np.zeros((X.shape[1], 1)), np.zeros((1, 1))
""",
        "zero",
        "constant",
        "db-zero",
    ),
    _gradients(
        "exchanged",
        """
def neuron_gradients(X, y, a):
    d = 2 * (a - y) * a * (1 - a) / len(y)
    return np.sum(d, axis=0, keepdims=True), X.T @ d
""",
        "exchanged",
    ),
    _train(
        "in place",
        """
def train_neuron(X, y, w, b, epochs=1000, lr=1.0):
    losses = []
    for i in range(epochs):
        a = neuron(X, w, b)
        losses.append(np.mean((y - a) ** 2))
        dw, db = neuron_gradients(X, y, a)
        w -= dw * lr
        b -= db * lr
    return w, b, losses
""",
        "in-place",
    ),
    _train(
        "in place, after a conversion that copies nothing",
        """
def train_neuron(X, y, w, b, epochs=1000, lr=1.0):
    w, b = np.asarray(w, dtype=float), np.asarray(b, dtype=float)
    losses = []
    for i in range(epochs):
        a = neuron(X, w, b)
        losses.append(np.mean((y - a) ** 2))
        dw, db = neuron_gradients(X, y, a)
        w -= dw * lr
        b -= db * lr
    return w, b, losses
""",
        "in-place",
        "in-place-floats",
    ),
    _train(
        "adds the gradient",
        """
def train_neuron(X, y, w, b, epochs=1000, lr=1.0):
    losses = []
    for _ in range(epochs):
        a = neuron(X, w, b)
        losses.append(((a - y) ** 2).mean())
        grads = neuron_gradients(X, y, a)
        w, b = w + lr * grads[0], b + lr * grads[1]
    return w, b, losses
""",
        "uphill",
    ),
    _train(
        "no learning rate",
        """
def train_neuron(X, y, w, b, epochs=1000, lr=1.0):
    losses = []
    for _ in range(epochs):
        a = neuron(X, w, b)
        losses.append(((a - y) ** 2).mean())
        grads = neuron_gradients(X, y, a)
        w, b = w - grads[0], b - grads[1]
    return w, b, losses
""",
        "lr-ignored",
    ),
    _train(
        "loss at the end of the epoch",
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
    _train(
        "answers outside the loop",
        """
def train_neuron(X, y, w, b, epochs=1000, lr=1.0):
    a = neuron(X, w, b)
    losses = []
    for _ in range(epochs):
        losses.append(np.mean((a - y) ** 2))
        dw, db = neuron_gradients(X, y, a)
        w = w - lr * dw
        b = b - lr * db
    return w, b, losses
""",
        "activations-once",
    ),
    _train(
        "return too deep",
        """
def train_neuron(X, y, w, b, epochs=1000, lr=1.0):
    losses = []
    for _ in range(epochs):
        a = neuron(X, w, b)
        losses.append(np.mean((a - y) ** 2))
        dw, db = neuron_gradients(X, y, a)
        w = w - lr * dw
        b = b - lr * db
        return w, b, losses
""",
        "one-update",
    ),
    _train(
        "range from one",
        """
def train_neuron(X, y, w, b, epochs=1000, lr=1.0):
    losses = []
    for epoch in range(1, epochs):
        a = neuron(X, w, b)
        losses.append(np.mean((a - y) ** 2))
        dw, db = neuron_gradients(X, y, a)
        w = w - lr * dw
        b = b - lr * db
    return w, b, losses
""",
        "one-epoch-less",
    ),
    _train(
        "sums of squares",
        """
def train_neuron(X, y, w, b, epochs=1000, lr=1.0):
    losses = []
    for epoch in range(epochs):
        a = neuron(X, w, b)
        losses.append(float(((y - a).T @ (y - a)).item()))
        dw, db = neuron_gradients(X, y, a)
        w = w - lr * dw
        b = b - lr * db
    return w, b, losses
""",
        "loss-summed",
    ),
    _train(
        "a sample at a time",
        """
def train_neuron(X, y, w, b, epochs=1000, lr=1.0):
    losses = []
    for epoch in range(epochs):
        losses.append(np.mean((neuron(X, w, b) - y) ** 2))
        for x_row, label in zip(X, y):
            x_row, label = x_row.reshape(1, -1), label.reshape(1, 1)
            a = neuron(x_row, w, b)
            dw, db = neuron_gradients(x_row, label, a)
            w, b = w - lr * dw, b - lr * db
    return w, b, losses
""",
        "one-sample-at-a-time",
    ),
    _train(
        "one more loss at the end",
        """
def train_neuron(X, y, w, b, epochs=1000, lr=1.0):
    mse = lambda: np.mean((neuron(X, w, b) - y) ** 2)
    losses = [mse()]
    for epoch in range(epochs):
        dw, db = neuron_gradients(X, y, neuron(X, w, b))
        w, b = w - lr * dw, b - lr * db
        losses.append(mse())
    return w, b, losses
""",
        "last-loss-too",
        "one-too-many",
    ),
    _train(
        "no bias update",
        """
def train_neuron(X, y, w, b, epochs=1000, lr=1.0):
    losses = []
    for epoch in range(epochs):
        a = neuron(X, w, b)
        losses.append(np.mean((a - y) ** 2))
        dw, _ = neuron_gradients(X, y, a)
        w = w - lr * dw
    return w, b, losses
""",
        "b-not-updated",
    ),
    _train(
        "stops after three epochs",
        """
def train_neuron(X, y, w, b, epochs=1000, lr=1.0):
    losses = []
    for epoch in range(min(epochs, 3)):
        a = neuron(X, w, b)
        losses.append(np.mean((a - y) ** 2))
        dw, db = neuron_gradients(X, y, a)
        w, b = w - lr * dw, b - lr * db
    return w, b, losses
""",
    ),
    _train(
        "a learning rate that shrinks",
        """
def train_neuron(X, y, w, b, epochs=1000, lr=1.0):
    losses = []
    for epoch in range(epochs):
        a = neuron(X, w, b)
        losses.append(np.mean((a - y) ** 2))
        dw, db = neuron_gradients(X, y, a)
        w, b = w - lr * dw, b - lr * db
        lr = lr * 0.9
    return w, b, losses
""",
    ),
    _separable(
        "believes in XOR",
        """
separable = dict.fromkeys(["AND", "OR", "NAND", "XOR"], True)
""",
        "look-again-at-xor",
    ),
    _separable(
        "doubts NAND",
        """
separable = {"AND": 1, "OR": 1, "NAND": 0, "XOR": 0}
""",
        "look-again-at-nand",
    ),
    _separable(
        "all turned round",
        """
separable = {"AND": False, "OR": False, "NAND": False, "XOR": True}
""",
        "all-turned",
    ),
    _separable(
        "unfinished",
        """
separable = {"AND": True, "OR": True, "NAND": None, "XOR": None}
""",
        "unfinished-2",
    ),
    _separable(
        "words",
        """
separable = {"AND": "yes", "OR": "yes", "NAND": "yes", "XOR": "no"}
""",
    ),
    Answer(
        "sigmoid",
        "for arrays: two masks",
        """
def sigmoid(z):
    a = np.empty(z.shape)
    a[z >= 0] = 1 / (1 + np.exp(-z[z >= 0]))
    a[z < 0] = np.exp(z[z < 0]) / (1 + np.exp(z[z < 0]))
    return a
""",
        ("number-for-array",),
    ),
    Answer(
        "sigmoid_derivative",
        "for arrays: a loop over the rows",
        """
def sigmoid_derivative(a):
    slopes = []
    for row in a:
        slopes.append(row * (1 - row))
    return np.array(slopes)
""",
        ("number-for-array",),
    ),
    Answer(
        "train_neuron",
        "weights in place, in copies of their own sort",
        """
def train_neuron(X, y, w, b, epochs=1000, lr=1.0):
    w, b = np.array(w), np.array(b)
    losses = []
    for _ in range(epochs):
        a = neuron(X, w, b)
        losses.append(float(np.mean((a - y) ** 2)))
        dw, db = neuron_gradients(X, y, a)
        np.subtract(w, lr * dw, out=w)
        np.subtract(b, lr * db, out=b)
    return w, b, losses
""",
        ("whole-numbers-refuse", "copy-of-whole-numbers"),
    ),
]
