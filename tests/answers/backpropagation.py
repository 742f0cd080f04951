"""Answers to section 05, as students write them."""

from __future__ import annotations

from tests.answers import Answer


def _right(exercise: str, style: str, code: str) -> Answer:
    return Answer(exercise, style, code)


def _wrong(exercise: str, style: str, code: str, *causes: str) -> Answer:
    return Answer(exercise, style, code, causes)


_INIT = """
    def __init__(self, layer_sizes, rng=None):
        if rng is None:
            rng = np.random.RandomState(7)
        self.rng = rng
        self.layer_sizes = layer_sizes
        self.L = len(layer_sizes) - 1
        self.params = init_params(layer_sizes, rng)
"""

_FORWARD = """
    def forward(self, X):
        cache = dict(a0=X)
        for k in range(self.L):
            W, b = self.params["W%d" % (k + 1)], self.params["b%d" % (k + 1)]
            cache["z%d" % (k + 1)] = np.dot(cache["a%d" % k], W) + b
            cache["a%d" % (k + 1)] = sigmoid(cache["z%d" % (k + 1)])
        self.cache = cache
        return cache["a%d" % self.L]
"""

_PREDICT = """
    def predict(self, X):
        return self.forward(X)
"""

_BACKWARD = """
    def backward(self, X, y):
        m = len(X)
        a = self.cache["a%d" % self.L]
        dz = 2 * (a - y) * a * (1 - a) / m
        grads = {}
        for k in reversed(range(1, self.L + 1)):
            a_prev = self.cache["a%d" % (k - 1)]
            grads["dW%d" % k] = np.dot(a_prev.T, dz)
            grads["db%d" % k] = dz.sum(axis=0).reshape(1, -1)
            da = np.dot(dz, self.params["W%d" % k].T)
            dz = da * a_prev * (1 - a_prev)
        self.grads = grads
        return grads
"""

_TRAIN = """
    def train(self, X, y, epochs=1000, lr=1.0, verbose=False):
        losses = []
        for epoch in range(epochs):
            losses.append(mse_loss(y, self.forward(X)))
            self.backward(X, y)
            for k in range(1, self.L + 1):
                self.params["W%d" % k] -= lr * self.grads["dW%d" % k]
                self.params["b%d" % k] -= lr * self.grads["db%d" % k]
            if verbose and epoch % 100 == 0:
                print(epoch, losses[-1])
        self.losses = losses
        return losses
"""


def _class(
    init: str = _INIT,
    forward: str = _FORWARD,
    predict: str = _PREDICT,
    backward: str = _BACKWARD,
    train: str = _TRAIN,
    before: str = "",
) -> str:
    """Return a class put together of methods, some of them replaced."""
    return f"{before}\nclass NeuralNetworkScratch:{init}{forward}{predict}{backward}{train}"


def _with(method: str, old: str, new: str) -> str:
    """Return a method in which a piece of code, that stands there once, is another."""
    assert method.count(old) == 1, (old, method.count(old))
    return method.replace(old, new)


_ONE_HOT = """
def numerical_gradient(f, x, h=1e-5):
    g = np.empty_like(x)
    for i in range(x.size):
        e = np.zeros(x.size)
        e[i] = h
        e = e.reshape(x.shape)
        g.flat[i] = (f(x + e) - f(x - e)) / (2 * h)
    return g
"""

RIGHT = [
    _right("numerical_gradient", "a step array for every entry", _ONE_HOT),
    _right(
        "numerical_gradient",
        "in place, restored up to rounding",
        """
def numerical_gradient(f, x, h=1e-5):
    grad = np.zeros_like(x)
    it = np.nditer(x, flags=["multi_index"])
    while not it.finished:
        i = it.multi_index
        x[i] += h
        up = f(x)
        x[i] -= 2 * h
        down = f(x)
        x[i] += h
        grad[i] = (up - down) / (2 * h)
        it.iternext()
    return grad
""",
    ),
    _right(
        "numerical_gradient",
        "flat views and a list",
        """
def numerical_gradient(f, x, h=1e-5):
    slopes = []
    for i in range(x.size):
        ends = []
        for s in (h, -h):
            c = np.array(x)
            c.ravel()[i] += s
            ends.append(f(c))
        slopes.append(0.5 * (ends[0] - ends[1]) / h)
    return np.array(slopes).reshape(np.shape(x))
""",
    ),
    _right(
        "numerical_gradient",
        "recursion over the axes",
        """
def numerical_gradient(f, x, h=1e-5):
    if x.ndim == 0:
        return (f(x + h) - f(x - h)) / (2 * h)

    def fixed(k):
        def g(part):
            whole = x.copy()
            whole[k] = part
            return f(whole)
        return g

    return np.array([numerical_gradient(fixed(k), np.array(x[k]), h) for k in range(len(x))])
""",
    ),
    _right(
        "numerical_gradient",
        "a helper and ndenumerate",
        """
def _at(f, x, i, value):
    y = np.copy(x)
    y[i] = value
    return f(y)

def numerical_gradient(f, x, h=1e-5):
    out = np.zeros(x.shape)
    for i, v in np.ndenumerate(x):
        out[i] = _at(f, x, i, v + h) / (2 * h) - _at(f, x, i, v - h) / (2 * h)
    return out
""",
    ),
    _right(
        "output_delta",
        "a minus its square",
        """
def output_delta(y, a_out):
    return (a_out - y) * (a_out - a_out**2) / (0.5 * len(a_out))
""",
    ),
    _right(
        "output_delta",
        "loop over the samples in plain Python",
        """
def output_delta(y, a_out):
    m = len(y)
    rows = []
    for i in range(m):
        a, t = float(a_out[i, 0]), float(y[i, 0])
        rows.append([2.0 * (a - t) * a * (1.0 - a) / m])
    return np.array(rows)
""",
    ),
    _right(
        "output_delta",
        "a lambda with a mean gradient",
        """
output_delta = lambda y, a_out: np.divide(-2 * (y - a_out), y.size) * a_out * (1 - a_out)
""",
    ),
    _right(
        "output_delta",
        "two cases for the two labels",
        """
def output_delta(y, a_out):
    up = -2 * a_out * (1 - a_out) ** 2
    down = 2 * a_out**2 * (1 - a_out)
    return np.where(np.asarray(y) == 1, up, down) / y.shape[0]
""",
    ),
    _right(
        "backward_pass",
        "einsum, from z",
        """
def backward_pass(X, y, W2, cache):
    s1, s2 = sigmoid(cache["z1"]), sigmoid(cache["z2"])
    d2 = 2 / len(X) * (s2 - y) * s2 * (1 - s2)
    d1 = np.einsum("mk,hk->mh", d2, W2) * s1 * (1 - s1)
    return dict(
        dW1=np.einsum("mn,mh->nh", X, d1),
        db1=np.einsum("mh->h", d1)[None, :],
        dW2=np.einsum("mh,mk->hk", s1, d2),
        db2=np.einsum("mk->k", d2)[None, :],
    )
""",
    ),
    _right(
        "backward_pass",
        "loops over samples, features and neurons",
        """
def backward_pass(X, y, W2, cache):
    m, n = X.shape
    h = W2.shape[0]
    dW1, db1 = np.zeros((n, h)), np.zeros((1, h))
    dW2, db2 = np.zeros((h, 1)), np.zeros((1, 1))
    for i in range(m):
        a2 = cache["a2"][i, 0]
        d2 = 2 * (a2 - y[i, 0]) * a2 * (1 - a2) / m
        db2[0, 0] += d2
        for j in range(h):
            a1 = cache["a1"][i, j]
            dW2[j, 0] += a1 * d2
            d1 = d2 * W2[j, 0] * a1 * (1 - a1)
            db1[0, j] += d1
            for k in range(n):
                dW1[k, j] += X[i, k] * d1
    return {"dW1": dW1, "db1": db1, "dW2": dW2, "db2": db2}
""",
    ),
    _right(
        "backward_pass",
        "broadcasting, the mean taken at the end",
        """
def backward_pass(X, y, W2, cache):
    a1, a2 = cache["a1"], cache["a2"]
    m = X.shape[0]
    e2 = 2 * (a2 - y) * sigmoid_derivative(a2)
    e1 = e2 * W2.T * sigmoid_derivative(a1)
    grads = {}
    grads["db2"] = e2.mean(axis=0, keepdims=True)
    grads["dW2"] = np.dot(a1.T, e2) / m
    grads["db1"] = e1.mean(axis=0, keepdims=True)
    grads["dW1"] = np.dot(X.T, e1) / m
    return grads
""",
    ),
    _right(
        "backward_pass",
        "a column of ones for the biases, extra keys",
        """
def backward_pass(X, y, W2, cache):
    def layer(a_prev, delta):
        both = np.hstack([a_prev, np.ones((len(a_prev), 1))]).T @ delta
        return both[:-1], both[-1:]

    delta2 = output_delta(y, cache["a2"])
    da1 = delta2.dot(np.transpose(W2))
    delta1 = np.multiply(da1, sigmoid_derivative(cache["a1"]))
    out = {"delta1": delta1, "da1": da1}
    out["dW2"], out["db2"] = layer(cache["a1"], delta2)
    out["dW1"], out["db1"] = layer(X, delta1)
    return out
""",
    ),
    _right("network_forward", "old string formatting, np.dot", _class()),
    _right(
        "network_forward",
        "own drawing of the weights, last layer first",
        _class(
            init="""
    def __init__(self, layer_sizes, rng=None):
        self.layer_sizes = tuple(layer_sizes)
        self.L = len(self.layer_sizes) - 1
        self.rng = np.random.default_rng(2024) if rng is None else rng
        self.params = {}
        for l in range(self.L, 0, -1):
            shape = self.layer_sizes[l - 1], self.layer_sizes[l]
            self.params[f"b{l}"] = np.zeros((1, shape[1]))
            self.params[f"W{l}"] = self.rng.normal(0, (2 / shape[0]) ** 0.5, shape)
        self.cache, self.grads, self.losses = {}, {}, []
"""
        ),
    ),
    _right(
        "network_forward",
        "predict without the cache, recursion",
        _class(
            forward="""
    def _up_to(self, X, layer):
        if layer == 0:
            self.cache = {"a0": np.asarray(X, dtype=float)}
        else:
            a = self._up_to(X, layer - 1)
            z = a @ self.params[f"W{layer}"] + self.params[f"b{layer}"]
            self.cache[f"z{layer}"] = z
            self.cache[f"a{layer}"] = 1 / (1 + np.exp(-z))
        return self.cache[f"a{layer}"]

    def forward(self, X):
        return self._up_to(X, self.L)
""",
            predict="""
    def predict(self, X):
        for layer in range(1, self.L + 1):
            X = sigmoid(np.matmul(X, self.params[f"W{layer}"]) + self.params[f"b{layer}"])
        return X
""",
        ),
    ),
    _right("network_backward", "reversed range, one delta too many", _class()),
    _right(
        "network_backward",
        "all deltas first, then einsum",
        _class(
            backward="""
    def backward(self, X, y):
        deltas = {self.L: output_delta(y, self.cache[f"a{self.L}"])}
        for l in range(self.L - 1, 0, -1):
            a = self.cache[f"a{l}"]
            back = np.einsum("mk,jk->mj", deltas[l + 1], self.params[f"W{l + 1}"])
            deltas[l] = back * (a - a * a)
        self.grads = {}
        for l in range(1, self.L + 1):
            self.grads[f"dW{l}"] = np.einsum("mi,mj->ij", self.cache[f"a{l - 1}"], deltas[l])
            self.grads[f"db{l}"] = np.sum(deltas[l], axis=0, keepdims=True)
        return self.grads
"""
        ),
    ),
    _right(
        "network_backward",
        "sample by sample, added up",
        _class(
            backward="""
    def backward(self, X, y):
        total = {"d" + name: np.zeros_like(p) for name, p in self.params.items()}
        m = X.shape[0]
        for i in range(m):
            a = {l: self.cache[f"a{l}"][i] for l in range(self.L + 1)}
            d = 2 * (a[self.L] - y[i]) * a[self.L] * (1 - a[self.L])
            for l in range(self.L, 0, -1):
                total[f"dW{l}"] += np.outer(a[l - 1], d) / m
                total[f"db{l}"] += d / m
                d = (self.params[f"W{l}"] @ d) * a[l - 1] * (1 - a[l - 1])
        self.grads = total
        return dict(total)
"""
        ),
    ),
    _right(
        "network_backward",
        "derivative of the sigmoid from z",
        _class(
            backward="""
    def backward(self, X, y):
        slope = lambda l: sigmoid(self.cache[f"z{l}"]) * sigmoid(-self.cache[f"z{l}"])
        da = 2 / len(y) * (self.cache[f"a{self.L}"] - y)
        self.grads = {}
        l = self.L
        while l:
            dz = da * slope(l)
            self.grads.update({
                f"db{l}": np.ones((1, len(y))) @ dz,
                f"dW{l}": self.cache[f"a{l - 1}"].T @ dz,
            })
            da = dz @ self.params[f"W{l}"].T
            l -= 1
        return self.grads
"""
        ),
    ),
    _right("network_train", "in place, a list of its own", _class()),
    _right(
        "network_train",
        "an array of losses, helper for the step",
        _class(
            train="""
    def _step(self, lr):
        self.params = {k: p - lr * self.grads[f"d{k}"] for k, p in self.params.items()}

    def train(self, X, y, epochs=1000, lr=1.0, verbose=False):
        self.losses = np.zeros(epochs)
        for t in range(epochs):
            e = self.forward(X) - y
            self.losses[t] = (e * e).mean()
            self.backward(X, y)
            self._step(lr)
            if verbose and (epochs < 10 or t % (epochs // 10) == 0):
                print(f"{t}: {self.losses[t]:.4f}")
        return self.losses
"""
        ),
    ),
    _right(
        "network_train",
        "a while loop, losses as a tuple",
        _class(
            train="""
    def train(self, X, y, epochs=1000, lr=1.0, verbose=False):
        self.losses = ()
        while len(self.losses) < epochs:
            out = self.forward(X)
            self.losses += (float(np.sum((y - out) ** 2) / y.size),)
            g = self.backward(X, y)
            for name in list(self.params):
                self.params[name] = np.subtract(self.params[name], np.multiply(lr, g["d" + name]))
            if verbose:
                print(len(self.losses), self.losses[-1])
        return self.losses
"""
        ),
    ),
]

_NG, _OD, _BP = "numerical_gradient", "output_delta", "backward_pass"
_NF, _NB, _NT = "network_forward", "network_backward", "network_train"

_BACKWARD_PASS = """
def backward_pass(X, y, W2, cache):
    m = X.shape[0]
    A1, A2 = cache["a1"], cache["a2"]
    dZ2 = 2 * (A2 - y) * A2 * (1 - A2) / m
    dW2 = np.dot(A1.T, dZ2)
    db2 = np.sum(dZ2, axis=0, keepdims=True)
    dA1 = np.dot(dZ2, W2.T)
    dZ1 = dA1 * A1 * (1 - A1)
    dW1 = np.dot(X.T, dZ1)
    db1 = np.sum(dZ1, axis=0, keepdims=True)
    return {"dW1": dW1, "db1": db1, "dW2": dW2, "db2": db2}
"""


def _bp(style: str, old: str, new: str, *causes: str) -> Answer:
    return _wrong(_BP, style, _with(_BACKWARD_PASS, old, new), *causes)


def _ng(style: str, old: str, new: str, *causes: str) -> Answer:
    return _wrong(_NG, style, _with(_ONE_HOT, old, new), *causes)


def _od(style: str, expression: str, *causes: str) -> Answer:
    code = f"def output_delta(y, a_out):\n    m = len(y)\n    return {expression}\n"
    return _wrong(_OD, style, code, *causes)


def _nf(style: str, old: str, new: str, *causes: str) -> Answer:
    return _wrong(_NF, style, _class(forward=_with(_FORWARD, old, new)), *causes)


def _ni(style: str, old: str, new: str, *causes: str) -> Answer:
    return _wrong(_NF, style, _class(init=_with(_INIT, old, new)), *causes)


def _nb(style: str, old: str, new: str, *causes: str) -> Answer:
    return _wrong(_NB, style, _class(backward=_with(_BACKWARD, old, new)), *causes)


def _nt(style: str, old: str, new: str, *causes: str) -> Answer:
    return _wrong(_NT, style, _class(train=_with(_TRAIN, old, new)), *causes)


WRONG = [
    # numerical_gradient
    _ng(
        "forward difference",
        "(f(x + e) - f(x - e)) / (2 * h)",
        "(f(x + e) - f(x)) / h",
        "one-sided",
    ),
    _ng("two of h forgotten", "/ (2 * h)", "/ h", "missing-two", "extra-two"),
    _ng("no parentheses", "/ (2 * h)", "/ 2 * h", "missing-parentheses"),
    _ng("order exchanged", "f(x + e) - f(x - e)", "f(x - e) - f(x + e)", "exchanged", "sign"),
    _ng("h fixed inside", "g = np.empty_like(x)", "g = np.empty_like(x); h = 1e-5", "fixed-step"),
    _ng("flat result", "return g", "return g.flatten()", "flat", "missing-axis", "wrong-axes"),
    _wrong(
        _NG,
        "whole array moved",
        "def numerical_gradient(f, x, h=1e-5):\n    return (f(x + h) - f(x - h)) / (2 * h)\n",
        "all-at-once",
        "summed-too-far",
    ),
    _wrong(
        _NG,
        "plus h then minus h",
        """
def numerical_gradient(f, x, h=1e-5):
    g = np.zeros_like(x)
    for i in np.ndindex(x.shape):
        x[i] += h
        a = f(x)
        x[i] -= h
        b = f(x)
        g[i] = (a - b) / (2 * h)
    return g
""",
        "half-way",
    ),
    _wrong(
        _NG,
        "entry left moved, in place",
        """
def numerical_gradient(f, x, h=1e-5):
    g = np.zeros_like(x)
    for i in np.ndindex(x.shape):
        v = x[i]
        x[i] = v + h
        a = f(x)
        x[i] = v - h
        b = f(x)
        g[i] = (a - b) / (2 * h)
    return g
""",
        "not-restored",
    ),
    _wrong(
        _NG,
        "aliases of one array",
        """
def numerical_gradient(f, x, h=1e-5):
    g = np.zeros_like(x)
    for i in np.ndindex(x.shape):
        plus = x
        minus = x
        plus[i] += h
        minus[i] -= h
        g[i] = (f(plus) - f(minus)) / (2 * h)
    return g
""",
        "same-array",
        "zero",
        "constant",
    ),
    _wrong(
        _NG,
        "rows of a matrix only",
        """
def numerical_gradient(f, x, h=1e-5):
    g = np.zeros_like(x)
    for i in range(x.shape[0]):
        for j in range(x.shape[1]):
            up, down = x.copy(), x.copy()
            up[i, j] += h
            down[i, j] -= h
            g[i, j] = (f(up) - f(down)) / (2 * h)
    return g
""",
        "two-axes",
    ),
    _wrong(
        _NG,
        "zeros",
        "def numerical_gradient(f, x, h=1e-5):\n    return np.zeros_like(x)\n",
        "same-array",
        "zero",
        "constant",
    ),
    _wrong(
        _NG,
        "x itself",
        "def numerical_gradient(f, x, h=1e-5):\n    return x.copy()\n",
        "argument-returned",
    ),
    # output_delta
    _od("no mean", "2 * (a_out - y) * a_out * (1 - a_out)", "missing-mean"),
    _od("no two", "(a_out - y) * a_out * (1 - a_out) / m", "missing-two"),
    _od("label minus activation", "2 * (y - a_out) * a_out * (1 - a_out) / m", "sign"),
    _od("stops at the activation", "2 * (a_out - y) / m", "no-sigmoid"),
    _od("cross-entropy", "(a_out - y) / m", "cross-entropy"),
    _od("number of columns", "2 * (a_out - y) * a_out * (1 - a_out) / y.shape[1]", "missing-mean"),
    _od("z for a", "2 * (a_out - y) * sigmoid(a_out) * (1 - sigmoid(a_out)) / m", "sigmoid-again"),
    _od(
        "mean over samples",
        "np.mean(2 * (a_out - y) * a_out * (1 - a_out))",
        "mean-taken",
        "summed-too-far",
    ),
    _od("mse over everything", "np.sum((a_out - y) ** 2) / m", "loss"),
    _od("row", "(2 * (a_out - y) * a_out * (1 - a_out) / m).T", "transposed"),
    _od("zeros", "np.zeros((m, 1))", "constant", "zero", "zero"),
    _od("rounded", "np.round(2 * (a_out - y) * a_out * (1 - a_out) / m, 3)"),
    # backward_pass
    _bp("mean forgotten", " / m", "", "missing-mean"),
    _bp("two forgotten", "2 * (A2 - y)", "(A2 - y)", "missing-two"),
    _bp("error the wrong way", "(A2 - y)", "(y - A2)", "sign"),
    _bp("hidden sigmoid forgotten", "dA1 * A1 * (1 - A1)", "dA1", "no-hidden-sigmoid"),
    _bp(
        "hidden sigmoid at z",
        "dA1 * A1 * (1 - A1)",
        'dA1 * sigmoid_derivative(cache["z1"])',
        "derivative-at-z1",
    ),
    _bp("output sigmoid forgotten", " * A2 * (1 - A2)", "", "no-output-sigmoid"),
    _bp("W2 not turned", "W2.T", "W2", "W2-not-turned-dot", "W2-not-turned"),
    _bp(
        "db1 without keepdims",
        "np.sum(dZ1, axis=0, keepdims=True)",
        "np.sum(dZ1, axis=0)",
        "db1-flat",
        "missing-axis",
    ),
    _bp(
        "db2 as a number",
        "np.sum(dZ2, axis=0, keepdims=True)",
        "np.sum(dZ2)",
        "db2-number",
        "missing-axis",
    ),
    _bp("db1 is a mean", "np.sum(dZ1, axis=0", "np.mean(dZ1, axis=0", "db1-mean", "mean-twice"),
    _bp(
        "dW1 divided again",
        "np.dot(X.T, dZ1)",
        "np.dot(X.T, dZ1) / m",
        "dW1-mean-twice",
        "mean-twice",
    ),
    _bp("dW2 from X", "np.dot(A1.T, dZ2)", "np.dot(X.T, dZ2)", "dW2-from-X"),
    _bp("dW1 from a1", "np.dot(X.T, dZ1)", "np.dot(A1.T, dZ1)", "dW1-from-a1"),
    _bp("dW1 turned", "np.dot(X.T, dZ1)", "np.dot(dZ1.T, X)", "dW1-transposed", "transposed"),
    _bp(
        "a list of four",
        '{"dW1": dW1, "db1": db1, "dW2": dW2, "db2": db2}',
        "[dW1, db1, dW2, db2]",
        "tuple",
    ),
    _bp(
        "dW1 and dW2 exchanged",
        '"dW1": dW1, "db1": db1, "dW2": dW2',
        '"dW1": dW2, "db1": db1, "dW2": dW1',
        "layers-exchanged",
    ),
    _bp("db1 forgotten", '"db1": db1, ', ""),
    _bp("hidden derivative squared", "dA1 * A1 * (1 - A1)", "dA1 * (A1 * (1 - A1)) ** 2"),
    _bp("tanh in the hidden layer", "dA1 * A1 * (1 - A1)", "dA1 * (1 - A1 * A1)", "hidden-tanh"),
    _bp("cache overwritten", "A1, A2 = cache", 'cache["a1"] = cache["a1"] + 0.5; A1, A2 = cache'),
    _wrong(
        _BP,
        "zeros of the right shapes",
        """
def backward_pass(X, y, W2, cache):
    h = W2.shape[0]
    return {"dW1": np.zeros((X.shape[1], h)), "db1": np.zeros((1, h)),
            "dW2": np.zeros((h, 1)), "db2": np.zeros((1, 1))}
""",
        "zero",
        "constant",
    ),
    # the class: making it, forward, predict
    _ni(
        "L one too large",
        "len(layer_sizes) - 1",
        "len(layer_sizes)",
        "L-counts-input",
        "L-counts-input-attribute-only",
    ),
    _ni("a new generator always", "if rng is None:\n            rng", "rng", "rng-ignored"),
    _ni("unseeded", "np.random.RandomState(7)", "np.random.default_rng()", "rng-unseeded"),
    _ni("generator not kept", "        self.rng = rng\n", "", "no-rng-attribute"),
    _ni(
        "global seed",
        "init_params(layer_sizes, rng)",
        "(np.random.seed(42), init_params(layer_sizes, np.random))[1]",
        "rng-ignored",
        "weights-always-the-same",
    ),
    _ni(
        "None not handled",
        "        if rng is None:\n            rng = np.random.RandomState(7)\n",
        "",
        "none-passed-on",
    ),
    _ni(
        "sizes consumed",
        "self.params = init_params(layer_sizes, rng)",
        "self.params = init_params(layer_sizes, rng); layer_sizes.pop()",
    ),
    _nf("bias forgotten", " + b", "", "no-bias"),
    _nf(
        "last layer linear",
        '= sigmoid(cache["z%d" % (k + 1)])',
        '= sigmoid(cache["z%d" % (k + 1)]) if k < self.L - 1 else cache["z%d" % (k + 1)]',
        "linear-output",
    ),
    _nf(
        "a0 not kept",
        "        self.cache = cache\n",
        '        self.cache = {k: v for k, v in cache.items() if k != "a0"}\n',
        "cache-without-a0",
    ),
    _nf("cache not kept", "        self.cache = cache\n", "", "cache-local"),
    _nf(
        "cache returned",
        'return cache["a%d" % self.L]',
        'return cache["a%d" % self.L], cache',
        "returns-cache-too",
    ),
    _nf("one layer short", "range(self.L)", "range(self.L - 1)"),
    _nf("tanh", 'sigmoid(cache["z%d" % (k + 1)])', 'np.tanh(cache["z%d" % (k + 1)])', "tanh"),
    _wrong(
        _NF,
        "predict gives classes",
        _class(
            predict="\n    def predict(self, X):\n        return (self.forward(X) >= 0.5) * 1\n"
        ),
        "predict-rounds",
    ),
    _wrong(
        _NF,
        "predict gives nothing",
        _class(predict="\n    def predict(self, X):\n        self.forward(X)\n"),
        "predict-returns-nothing",
    ),
    _wrong(
        _NF,
        "half everywhere",
        _class(
            forward="""
    def forward(self, X):
        self.cache = {}
        return np.full((len(X), 1), 0.5)
"""
        ),
        "constant",
    ),
    # the class: backward
    _nb("mean forgotten", " / m", "", "missing-mean"),
    _nb(
        "mean in each layer",
        "np.dot(a_prev.T, dz)",
        "np.dot(a_prev.T, dz) / m",
        "mean-again-in-weights",
        "mean-twice",
    ),
    _nb("two forgotten", "2 * (a - y)", "(a - y)", "missing-two"),
    _nb("sign", "(a - y)", "(y - a)", "sign"),
    _nb("sigmoid of the output forgotten", " * a * (1 - a)", "", "no-output-sigmoid"),
    _nb(
        "sigmoid of hidden layers forgotten",
        "da * a_prev * (1 - a_prev)",
        "da",
        "no-hidden-sigmoid",
    ),
    _nb("biases flat", ".reshape(1, -1)", "", "biases-flat", "missing-axis"),
    _nb("biases averaged", "dz.sum(axis=0)", "dz.mean(axis=0)", "mean-in-biases", "mean-twice"),
    _nb(
        "stops before layer 1",
        "range(1, self.L + 1)",
        "range(2, self.L + 1)",
        "first-layer-left-out",
    ),
    _nb(
        "wrong weights",
        'self.params["W%d" % k].T',
        'self.params["W%d" % self.L].T',
    ),
    _nb("delta stays", "            dz = da * a_prev * (1 - a_prev)\n", ""),
    _nb("grads not kept", "        self.grads = grads\n", "", "no-grads-attribute"),
    _nb("nothing returned", "        return grads\n", "", "returns-nothing"),
    _nb(
        "activations of the layer itself",
        'a_prev = self.cache["a%d" % (k - 1)]',
        'a_prev = self.cache["a%d" % k]',
    ),
    _nb(
        "derivative at z",
        "da * a_prev * (1 - a_prev)",
        'da * sigmoid_derivative(self.cache.get("z%d" % (k - 1), X))',
        "derivative-at-z",
    ),
    _nb(
        "zeros",
        "        self.grads = grads\n",
        "        grads = {k: 0 * v for k, v in grads.items()}\n        self.grads = grads\n",
        "zero",
        "constant",
    ),
    # the class: train
    _nt("uphill with the weights", 'self.params["W%d" % k] -= lr', 'self.params["W%d" % k] += lr'),
    _nt(
        "biases left alone",
        '                self.params["b%d" % k] -= lr * self.grads["db%d" % k]\n',
        "",
        "weights-only",
    ),
    _nt("last layer left alone", "range(1, self.L + 1)", "range(1, self.L)", "last-layer-left-out"),
    _nt(
        "a rate of its own",
        "        losses = []\n",
        "        losses = []; lr = 1.0\n",
        "lr-ignored",
    ),
    _wrong(
        _NT,
        "loss after the step",
        _class(
            train="""
    def train(self, X, y, epochs=1000, lr=1.0, verbose=False):
        self.losses = []
        for epoch in range(epochs):
            self.forward(X)
            self.backward(X, y)
            for k in self.params:
                self.params[k] = self.params[k] - lr * self.grads["d" + k]
            self.losses.append(mse_loss(y, self.forward(X)))
        return self.losses
"""
        ),
        "loss-after-update",
        "one-late",
    ),
    _nt(
        "sum for mean",
        "mse_loss(y, self.forward(X))",
        "np.sum((self.forward(X) - y) ** 2)",
        "loss-summed",
        "missing-mean",
    ),
    _nt(
        "last loss returned",
        "        return losses\n",
        "        return losses[-1]\n",
        "last-loss",
    ),
    _nt("losses not kept", "        self.losses = losses\n", "", "no-losses-attribute"),
    _nt("nothing returned", "        return losses\n", "", "returns-nothing"),
    _nt(
        "verbose divides by zero",
        "epoch % 100 == 0",
        "epoch % (epochs // 5) == 0",
        "verbose-divides-by-zero",
    ),
    _nt("one epoch more", "range(epochs)", "range(epochs + 1)", "one-epoch-too-many"),
    _nt(
        "a new start",
        "        losses = []\n",
        "        losses = []\n        self.params = init_params(self.layer_sizes, self.rng)\n",
        "starts-anew",
    ),
    _nt("weights do not learn", 'lr * self.grads["dW%d" % k]', "0", "biases-only"),
    _nt(
        "losses of zero",
        "mse_loss(y, self.forward(X))",
        "0 * mse_loss(y, self.forward(X))",
        "zero",
        "constant",
    ),
]
