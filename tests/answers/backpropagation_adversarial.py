"""Answers to section 05 with several mistakes at once, or in styles that are seldom seen."""

from __future__ import annotations

from tests.answers import Answer


def _right(exercise: str, style: str, code: str) -> Answer:
    return Answer(exercise, style, code)


def _wrong(exercise: str, style: str, code: str, *causes: str) -> Answer:
    return Answer(exercise, style, code, causes)


_DELTA = "def output_delta(y, a_out):\n    m = len(y)\n    return {}"


def _slopes(
    up: str = "x[i] + h",
    down: str = "x[i] - h",
    over: str = "(2 * h)",
    start: str = "np.zeros(x.shape)",
    keep: str = "slopes[i] =",
    result: str = "slopes",
) -> str:
    return f"""
def numerical_gradient(f, x, h=1e-5):
    slopes = {start}
    for i in np.ndindex(x.shape):
        plus, minus = x.copy(), x.copy()
        plus[i], minus[i] = {up}, {down}
        {keep} (f(plus) - f(minus)) / {over}
    return {result}
"""


def _pass(
    d2: str = "2 * (a2 - y) * a2 * (1 - a2) / m",
    d1: str = "d2 @ W2.T * a1 * (1 - a1)",
    dW1: str = "X.T @ d1",
    db1: str = "d1.sum(axis=0, keepdims=True)",
    dW2: str = "a1.T @ d2",
    db2: str = "d2.sum(axis=0, keepdims=True)",
    result: str = "dict(dW1=dW1, db1=db1, dW2=dW2, db2=db2)",
) -> str:
    return f"""
def backward_pass(X, y, W2, cache):
    a1, a2, m = cache["a1"], cache["a2"], len(y)
    d2 = {d2}
    d1 = {d1}
    dW1 = {dW1}
    db1 = {db1}
    dW2 = {dW2}
    db2 = {db2}
    return {result}
"""


def _net(
    L: str = "len(layer_sizes) - 1",
    activation: str = "sigmoid(z)",
    keep: str = "self.cache[f'z{l}'], self.cache[f'a{l}'] = z, a",
    output: str = "a",
    predict: str = "self.forward(X)",
    delta: str = "2 * (a - y) * a * (1 - a) / len(y)",
    layers: str = "range(self.L, 0, -1)",
    dW: str = "before.T @ d",
    db: str = "d.sum(axis=0, keepdims=True)",
    back: str = "d @ self.params[f'W{l}'].T * before * (1 - before)",
    loss: str = "np.mean((a - y) ** 2)",
    step: str = "self.params[n] - lr * self.grads['d' + n]",
    rounds: str = "range(epochs)",
    result: str = "self.losses",
) -> str:
    return f"""
class NeuralNetworkScratch:
    def __init__(self, layer_sizes, rng=None):
        self.layer_sizes, self.L = layer_sizes, {L}
        self.rng = np.random.default_rng(7) if rng is None else rng
        self.params = init_params(layer_sizes, self.rng)

    def forward(self, X):
        self.cache, a = {{"a0": X}}, X
        for l in range(1, self.L + 1):
            z = a @ self.params[f"W{{l}}"] + self.params[f"b{{l}}"]
            a = {activation}
            {keep}
        return {output}

    def predict(self, X):
        return {predict}

    def backward(self, X, y):
        self.grads, a = {{}}, self.cache[f"a{{self.L}}"]
        d = {delta}
        for l in {layers}:
            before = self.cache[f"a{{l - 1}}"]
            self.grads[f"dW{{l}}"] = {dW}
            self.grads[f"db{{l}}"] = {db}
            if l > 1:
                d = {back}
        return self.grads

    def train(self, X, y, epochs=1000, lr=1.0, verbose=False):
        self.losses = []
        for _ in {rounds}:
            a = self.forward(X)
            self.losses.append({loss})
            self.backward(X, y)
            for n in self.params:
                self.params[n] = {step}
        return {result}
"""


_RECURSIVE = """
class NeuralNetworkScratch:
    def __init__(self, layer_sizes, rng=None):
        self.layer_sizes = tuple(layer_sizes)
        self.rng = rng if rng is not None else np.random.RandomState(3)
        self.params = init_params(layer_sizes, self.rng)
        self.cache, self.grads, self.losses = {}, {}, []

    @property
    def L(self):
        return len(self.layer_sizes) - 1

    def _layer(self, a, l):
        self.cache[f"a{l}"] = a
        if l == self.L:
            return a
        z = np.dot(a, self.params[f"W{l + 1}"]) + self.params[f"b{l + 1}"]
        self.cache[f"z{l + 1}"] = z
        return self._layer(sigmoid(z), l + 1)

    def forward(self, X):
        self.cache = {}
        return self._layer(np.asarray(X), 0)

    predict = forward

    def _back(self, error, l):
        if l:
            a = self.cache[f"a{l}"]
            d = error * a * (1 - a)
            self.grads[f"dW{l}"] = np.einsum("mi,mj->ij", self.cache[f"a{l - 1}"], d)
            self.grads[f"db{l}"] = np.ones((1, len(d))) @ d
            self._back(np.dot(d, self.params[f"W{l}"].T), l - 1)

    def backward(self, X, y):
        self.grads = {}
        self._back(2 / len(y) * (self.cache[f"a{self.L}"] - y), self.L)
        return self.grads

    def train(self, X, y, epochs=1000, lr=1.0, verbose=False):
        self.losses = [self._epoch(X, y, lr) for _ in range(epochs)]
        return self.losses

    def _epoch(self, X, y, lr):
        loss = float(np.square(self.forward(X) - y).mean())
        grads = self.backward(X, y)
        self.params = {n: p - lr * grads["d" + n] for n, p in self.params.items()}
        return loss
"""

RIGHT = [
    _right(
        "numerical_gradient",
        "a matrix of steps",
        "def numerical_gradient(f, x, h=1e-5):\n    steps = np.eye(x.size).reshape((-1,) + x.shape) * h\n    return np.array([(f(x + s) - f(x - s)) / (2 * h) for s in steps]).reshape(x.shape)",
    ),
    _right("numerical_gradient", "copies", _slopes()),
    _right(
        "numerical_gradient", "divided by what lies between", _slopes(over="(plus[i] - minus[i])")
    ),
    _right(
        "output_delta",
        "slope as the derivative of a - a squared",
        _DELTA.format("(a_out - y) * (a_out - a_out**2) / (0.5 * m)"),
    ),
    _right(
        "output_delta",
        "sample by sample",
        _DELTA.format(
            "np.array([2 / m * (a - t) * a * (1 - a) for a, t in zip(a_out.ravel(), y.ravel())])[:, None]"
        ),
    ),
    _right("backward_pass", "as short as can be", _pass()),
    _right(
        "backward_pass",
        "W2 as a row",
        _pass(
            d1="d2 * W2.reshape(1, -1) * sigmoid_derivative(a1)",
            dW1="np.einsum('mi,mj->ij', X, d1)",
        ),
    ),
    _right(
        "backward_pass",
        "sums of outer products",
        _pass(
            dW1="sum(np.outer(x, d) for x, d in zip(X, d1))",
            dW2="sum(np.outer(a, d) for a, d in zip(a1, d2))",
        ),
    ),
    *(
        _right(name, style, code)
        for name in ("network_forward", "network_backward", "network_train")
        for style, code in (("as short as can be", _net()), ("recursion", _RECURSIVE))
    ),
]

WRONG = [
    _wrong(
        "numerical_gradient",
        "downhill, over h",
        _slopes(up="x[i] - h", down="x[i] + h", over="h"),
        "sign-extra-two",
    ),
    _wrong("numerical_gradient", "up only, over 2 h", _slopes(down="x[i]"), "half-way"),
    _wrong("numerical_gradient", "set to h", _slopes(up="h", down="-h"), "moved-from-zero"),
    _wrong("numerical_gradient", "no division", _slopes(over="1"), "not-divided"),
    _wrong("numerical_gradient", "divided by 2", _slopes(over="2"), "not-divided+missing-two"),
    _wrong(
        "numerical_gradient",
        "an array of whole numbers",
        _slopes(start="np.zeros(x.shape, dtype=int)"),
        "whole-numbers",
    ),
    _wrong(
        "numerical_gradient",
        "a flat list",
        _slopes(start="[]", keep="slopes +=", result="slopes").replace(
            "slopes += (f(plus) - f(minus)) / (2 * h)",
            "slopes.append((f(plus) - f(minus)) / (2 * h))",
        ),
        "list-for-array",
    ),
    _wrong("numerical_gradient", "steps added up", _slopes(keep="slopes +="), "all-at-once-filled"),
    _wrong(
        "output_delta",
        "slope at the label, no two",
        _DELTA.format("(a_out - y) * (1 - a_out) * y / m"),
    ),
    _wrong(
        "output_delta",
        "no two and sigmoid again",
        _DELTA.format("(a_out - y) * sigmoid(a_out) * (1 - sigmoid(a_out)) / m"),
        "sigmoid-again+missing-two",
    ),
    _wrong(
        "output_delta",
        "turned, no mean",
        _DELTA.format("2 * (y - a_out) * a_out * (1 - a_out)"),
        "sign-missing-mean",
    ),
    _wrong(
        "output_delta",
        "a row",
        _DELTA.format("(2 * (a_out - y) * a_out * (1 - a_out) / m).T"),
        "transposed",
    ),
    _wrong(
        "output_delta",
        "slope added",
        _DELTA.format("2 * (a_out - y) / m + a_out * (1 - a_out)"),
        "one-slip",
    ),
    _wrong(
        "output_delta",
        "one minus a missing, no mean",
        _DELTA.format("2 * (a_out - y) * a_out"),
        "activation-for-derivative+missing-mean",
    ),
    _wrong(
        "output_delta",
        "absolute error",
        _DELTA.format("2 * np.abs(a_out - y) * a_out * (1 - a_out) / m"),
        "size-of-error",
    ),
    _wrong(
        "output_delta",
        "divided by m - 1",
        _DELTA.format("2 * (a_out - y) * a_out * (1 - a_out) / max(1, m - 1)"),
        "one-sample-fewer",
    ),
    _wrong(
        "backward_pass",
        "no mean, db flat",
        _pass(d2="2 * (a2 - y) * a2 * (1 - a2)", db1="d1.sum(axis=0)", db2="d2.sum(axis=0)"),
        "missing-mean",
    ),
    _wrong(
        "backward_pass",
        "cross-entropy, hidden slope left out",
        _pass(d2="(a2 - y) / m", d1="d2 @ W2.T"),
        "cross-entropy",
    ),
    _wrong(
        "backward_pass",
        "dW1 and db1 of a2's slope",
        _pass(d1="d2 @ W2.T * a2 * (1 - a2)"),
        "derivative-at-a2",
    ),
    _wrong("backward_pass", "dW2 from X", _pass(dW2="X.T @ d2"), "dW2-from-X"),
    _wrong(
        "backward_pass",
        "db1 mean, db2 sum",
        _pass(db1="d1.mean(axis=0, keepdims=True)"),
        "db1-mean",
    ),
    _wrong(
        "backward_pass",
        "sign in dW2 and db2 alone",
        _pass(dW2="-a1.T @ d2", db2="-d2.sum(axis=0, keepdims=True)"),
        "sign",
    ),
    _wrong(
        "backward_pass",
        "hidden slope at X's product",
        _pass(d1="d2 @ W2.T * cache['z1'] * (1 - cache['z1'])"),
        "derivative-at-z1",
    ),
    _wrong(
        "backward_pass",
        "weights and biases exchanged in the dict",
        _pass(result="dict(dW1=dW2, db1=db2, dW2=dW1, db2=db1)"),
        "layers-exchanged",
    ),
    _wrong(
        "backward_pass",
        "no two, weights summed twice",
        _pass(d2="(a2 - y) * a2 * (1 - a2) / m", dW1="2 * X.T @ d1"),
        "missing-two",
    ),
    _wrong(
        "backward_pass",
        "turned gradients",
        _pass(dW1="(X.T @ d1).T", dW2="(a1.T @ d2).T"),
        "transposed",
    ),
    _wrong("network_forward", "one layer more", _net(L="len(layer_sizes)"), "L-counts-input"),
    _wrong("network_forward", "tanh", _net(activation="np.tanh(z)"), "tanh"),
    _wrong(
        "network_forward",
        "z and a exchanged in the cache",
        _net(keep="self.cache[f'z{l}'], self.cache[f'a{l}'] = a, z"),
        "cache-exchanged",
    ),
    _wrong(
        "network_forward", "only a kept", _net(keep="self.cache[f'a{l}'] = a"), "cache-without-z"
    ),
    _wrong(
        "network_forward",
        "predict gives truth values",
        _net(predict="self.forward(X) > 0.5"),
        "predict-rounds",
    ),
    _wrong("network_forward", "returns z", _net(output="z"), "returns-weighted-sum"),
    _wrong(
        "network_forward",
        "cache counted from 0",
        _net(keep="self.cache[f'z{l - 1}'], self.cache[f'a{l - 1}'] = z, a"),
        "cache-off-by-one",
    ),
    _wrong("network_forward", "flat output", _net(output="a.ravel()"), "output-flat"),
    _wrong(
        "network_backward",
        "no two and no mean",
        _net(delta="(a - y) * a * (1 - a)"),
        "missing-mean-and-two",
    ),
    _wrong(
        "network_backward",
        "turned, db mean",
        _net(delta="2 * (y - a) * a * (1 - a) / len(y)", db="d.mean(axis=0, keepdims=True)"),
        "sign",
    ),
    _wrong(
        "network_backward",
        "first layer left out",
        _net(layers="range(self.L, 1, -1)"),
        "first-layer-left-out",
    ),
    _wrong(
        "network_backward",
        "hidden slope of tanh",
        _net(back="d @ self.params[f'W{l}'].T * (1 - before**2)"),
        "hidden-tanh",
    ),
    _wrong(
        "network_backward",
        "no weights on the way back",
        _net(back="d.mean(axis=1, keepdims=True) * before * (1 - before)"),
        "no-weights",
    ),
    _wrong("network_backward", "dW turned", _net(dW="(before.T @ d).T"), "transposed"),
    _wrong(
        "network_backward",
        "db over the neurons, kept",
        _net(db="d.sum(axis=1, keepdims=True)"),
        "biases-wrong-axis",
    ),
    _wrong(
        "network_backward",
        "dW divided by m",
        _net(dW="before.T @ d / len(y)"),
        "mean-again-in-weights",
    ),
    _wrong(
        "network_train",
        "no two in the gradient, half the loss",
        _net(loss="np.mean((a - y) ** 2) / 2"),
        "loss-halved",
    ),
    _wrong(
        "network_train",
        "uphill and summed",
        _net(loss="np.sum((a - y) ** 2)", step="self.params[n] + lr * self.grads['d' + n]"),
        "ascent",
    ),
    _wrong(
        "network_train", "one epoch more", _net(rounds="range(epochs + 1)"), "one-epoch-too-many"
    ),
    _wrong(
        "network_train", "one epoch fewer", _net(rounds="range(1, epochs)"), "one-epoch-too-few"
    ),
    _wrong("network_train", "root", _net(loss="np.sqrt(np.mean((a - y) ** 2))"), "loss-root"),
    _wrong(
        "network_train",
        "params replaced by steps",
        _net(step="-lr * self.grads['d' + n]"),
        "replaced-by-step",
    ),
    _wrong(
        "network_train",
        "lr left out",
        _net(step="self.params[n] - self.grads['d' + n]"),
        "lr-ignored",
    ),
    _wrong("network_train", "last loss", _net(result="self.losses[-1:]"), "last-loss-in-list"),
    _wrong(
        "network_train",
        "weight decay",
        _net(step="0.99 * self.params[n] - lr * self.grads['d' + n]"),
        "parameters-shrink",
    ),
]
