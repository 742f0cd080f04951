"""Answers to section 05 that were written without a look at its known mistakes."""

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


_NUM = """
def numerical_gradient(f, x, h=1e-5):
    grad = np.zeros_like(x)
    for i in np.ndindex(x.shape):
        old = x[i]
        x[i] = old + h
        plus = f(x)
        x[i] = old - h
        minus = f(x)
        x[i] = old
        grad[i] = (plus - minus) / (2 * h)
    return grad
"""

_DELTA = "def output_delta(y, a_out):\n    return {}"

_PASS = """
def backward_pass(X, y, W2, cache):
    m = X.shape[0]
    a1, a2 = cache["a1"], cache["a2"]
    dz2 = 2 * (a2 - y) / m * a2 * (1 - a2)
    dW2 = a1.T @ dz2
    db2 = np.sum(dz2, axis=0, keepdims=True)
    da1 = dz2 @ W2.T
    dz1 = da1 * a1 * (1 - a1)
    dW1 = X.T @ dz1
    db1 = np.sum(dz1, axis=0, keepdims=True)
    return {"dW1": dW1, "db1": db1, "dW2": dW2, "db2": db2}
"""

_NET = """
class NeuralNetworkScratch:
    def __init__(self, layer_sizes, rng=None):
        self.layer_sizes = layer_sizes
        self.L = len(layer_sizes) - 1
        self.rng = rng if rng is not None else np.random.default_rng(1)
        self.params = init_params(layer_sizes, self.rng)

    def forward(self, X):
        self.cache = {"a0": X}
        for l in range(1, self.L + 1):
            z = self.cache[f"a{l - 1}"] @ self.params[f"W{l}"] + self.params[f"b{l}"]
            self.cache[f"z{l}"] = z
            self.cache[f"a{l}"] = sigmoid(z)
        return self.cache[f"a{self.L}"]

    def predict(self, X):
        return self.forward(X)

    def backward(self, X, y):
        m = len(y)
        self.grads = {}
        a = self.cache[f"a{self.L}"]
        dz = 2 / m * (a - y) * a * (1 - a)
        for l in range(self.L, 0, -1):
            a_prev = self.cache[f"a{l - 1}"]
            self.grads[f"dW{l}"] = a_prev.T @ dz
            self.grads[f"db{l}"] = dz.sum(axis=0, keepdims=True)
            if l > 1:
                dz = dz @ self.params[f"W{l}"].T * a_prev * (1 - a_prev)
        return self.grads

    def train(self, X, y, epochs=1000, lr=1.0, verbose=False):
        self.losses = []
        for epoch in range(epochs):
            output = self.forward(X)
            loss = np.mean((output - y) ** 2)
            self.losses.append(loss)
            grads = self.backward(X, y)
            for l in range(1, self.L + 1):
                self.params[f"W{l}"] = self.params[f"W{l}"] - lr * grads[f"dW{l}"]
                self.params[f"b{l}"] = self.params[f"b{l}"] - lr * grads[f"db{l}"]
            if verbose:
                print(epoch, loss)
        return self.losses
"""


def _net(*edits: str) -> str:
    return _changed(_NET, *edits)


_FUNCTIONAL = """
class NeuralNetworkScratch:
    def __init__(self, layer_sizes, rng=None):
        if rng is None:
            rng = np.random.RandomState(3)
        self.layer_sizes, self.rng = tuple(layer_sizes), rng
        self.L = len(self.layer_sizes[1:])
        self.params = {}
        for l, (i, o) in enumerate(zip(layer_sizes, layer_sizes[1:]), 1):
            self.params["W%d" % l] = rng.normal(0, (2 / i) ** 0.5, size=(i, o))
            self.params["b%d" % l] = np.zeros((1, o))

    def _run(self, X):
        cache, a = {"a0": np.asarray(X, dtype=float)}, np.asarray(X, dtype=float)
        for l in range(1, self.L + 1):
            z = np.dot(a, self.params["W%d" % l]) + self.params["b%d" % l]
            a = np.exp(-np.logaddexp(0, -z))
            cache.update({"z%d" % l: z, "a%d" % l: a})
        return cache

    def forward(self, X):
        self.cache = self._run(X)
        return self.cache["a%d" % self.L]

    def predict(self, X):
        return self._run(X)["a%d" % self.L]

    def backward(self, X, y):
        cache, L = self._run(X), self.L
        slope = {l: cache["a%d" % l] * (1 - cache["a%d" % l]) for l in range(1, L + 1)}
        deltas = {L: 2 * (cache["a%d" % L] - y) * slope[L] / X.shape[0]}
        for l in range(L - 1, 0, -1):
            deltas[l] = np.einsum("mj,ij->mi", deltas[l + 1], self.params["W%d" % (l + 1)]) * slope[l]
        self.grads = {}
        for l, delta in deltas.items():
            self.grads["dW%d" % l] = np.einsum("mi,mj->ij", cache["a%d" % (l - 1)], delta)
            self.grads["db%d" % l] = np.ones((1, len(X))) @ delta
        return dict(self.grads)

    def train(self, X, y, epochs=1000, lr=1.0, verbose=False):
        self.losses = list(self._losses(X, y, epochs, lr))
        if verbose and self.losses:
            print(self.losses[-1])
        return tuple(self.losses)

    def _losses(self, X, y, epochs, lr):
        for _ in range(epochs):
            error = self.forward(X) - y
            for name, grad in self.backward(X, y).items():
                self.params[name[1:]] = self.params[name[1:]] - lr * grad
            yield float((error * error).sum() / len(error))
"""

_LOOPS = """
class NeuralNetworkScratch(object):
    def __init__(self, layer_sizes, rng=None):
        self.layer_sizes = list(layer_sizes)
        self.L = len(layer_sizes) - 1
        self.rng = np.random.default_rng(7) if rng is None else rng
        self.params = init_params(self.layer_sizes, self.rng)
        self.cache, self.grads, self.losses = {}, {}, []

    def forward(self, X):
        self.cache = {"a0": X}
        for l in range(self.L):
            a = self.cache["a" + str(l)]
            W, b = self.params["W" + str(l + 1)], self.params["b" + str(l + 1)]
            z = np.zeros((a.shape[0], W.shape[1]))
            for j in range(W.shape[1]):
                z[:, j] = a.dot(W[:, j]) + b[0, j]
            self.cache["z" + str(l + 1)] = z
            self.cache["a" + str(l + 1)] = sigmoid(z)
        return self.cache["a" + str(self.L)]

    def predict(self, X):
        a = X
        for l in range(1, self.L + 1):
            a = sigmoid(a @ self.params["W" + str(l)] + self.params["b" + str(l)])
        return a

    def backward(self, X, y):
        grads = {"d" + name: np.zeros(np.shape(p)) for name, p in self.params.items()}
        for i in range(len(X)):
            delta = None
            for l in reversed(range(1, self.L + 1)):
                a = self.cache["a" + str(l)][i]
                if delta is None:
                    delta = 2 * (a - y[i]) * a * (1 - a)
                else:
                    delta = self.params["W" + str(l + 1)] @ delta * a * (1 - a)
                grads["dW" + str(l)] += np.outer(self.cache["a" + str(l - 1)][i], delta) / len(X)
                grads["db" + str(l)] += delta / len(X)
        self.grads = grads
        return grads

    def train(self, X, y, epochs=1000, lr=1.0, verbose=False):
        self.losses = []
        epoch = 0
        while epoch < epochs:
            self.losses += [mse_loss(y, self.forward(X))]
            self.backward(X, y)
            self.params.update({n: self.params[n] - lr * self.grads["d" + n] for n in self.params})
            epoch += 1
            if verbose and epoch % max(1, epochs // 5) == 0:
                print("epoch", epoch, self.losses[-1])
        return np.array(self.losses)
"""

_SPLIT = """
class _Base:
    def __init__(self, layer_sizes, rng=None):
        self.layer_sizes = layer_sizes
        self.rng = rng or np.random.default_rng(0)
        self.params = init_params(layer_sizes, self.rng)

    @property
    def L(self):
        return len(self.layer_sizes) - 1

    def predict(self, X):
        return self.forward(X)


class NeuralNetworkScratch(_Base):
    def forward(self, X):
        def layer(a, l):
            self.cache[f"z{l}"] = a @ self.params[f"W{l}"] + self.params[f"b{l}"]
            self.cache[f"a{l}"] = sigmoid(self.cache[f"z{l}"])
            return self.cache[f"a{l}"] if l == self.L else layer(self.cache[f"a{l}"], l + 1)
        self.cache = {"a0": X}
        return layer(X, 1)

    def backward(self, X, y):
        self.grads = {}
        def step(l, delta):
            if l == 0:
                return
            a = self.cache[f"a{l - 1}"]
            self.grads.update({f"db{l}": delta.sum(0)[None, :], f"dW{l}": a.T @ delta})
            step(l - 1, delta @ self.params[f"W{l}"].T * (a - a**2))
        step(self.L, output_delta(y, self.cache[f"a{self.L}"]))
        return self.grads

    def train(self, X, y, epochs=1000, lr=1.0, verbose=False):
        def one_epoch():
            loss = mse_loss(y, self.forward(X))
            for name, grad in self.backward(X, y).items():
                self.params[name[1:]] = self.params[name[1:]] - lr * grad
            return loss
        self.losses = [one_epoch() for _ in range(epochs)]
        if verbose:
            print("\\n".join(f"{k}: {loss:.4f}" for k, loss in enumerate(self.losses)))
        return self.losses
"""

_STYLES = [
    ("plain", _NET),
    ("functional", _FUNCTIONAL),
    ("loops", _LOOPS),
    ("inherited and recursive", _SPLIT),
    (
        "copy of the sizes as an array",
        _net("self.layer_sizes = layer_sizes", "self.layer_sizes = np.array(layer_sizes)"),
    ),
    (
        "cache as local",
        _net(
            'self.cache = {"a0": X}',
            "self.cache = cache = {}\n        cache['a0'] = np.array(X, dtype=float)",
        ),
    ),
    (
        "params copied before training",
        _net(
            "        self.losses = []\n",
            "        self.losses = []\n        self.params = dict(self.params)\n",
        ),
    ),
    (
        "grads made anew each time",
        _net("self.grads = {}", "self.grads = dict()", "m = len(y)", "m = float(X.shape[0])"),
    ),
    (
        "errors with the sign turned twice",
        _net(
            "2 / m * (a - y) * a * (1 - a)",
            "-(2 / m) * (y - a) * (a - a * a)",
            'self.params[f"W{l}"] - lr',
            'self.params[f"W{l}"] + -lr',
        ),
    ),
    (
        "mean at the end",
        _net(
            "2 / m * (a - y)",
            "2 * (a - y)",
            "a_prev.T @ dz",
            "np.dot(a_prev.T, dz) / m",
            "dz.sum(axis=0, keepdims=True)",
            "np.mean(dz, axis=0, keepdims=True)",
        ),
    ),
]

RIGHT = [
    _right("numerical_gradient", "in place and back", _NUM),
    _right(
        "numerical_gradient",
        "unit vectors",
        """
def numerical_gradient(f, x, h=1e-5):
    grad = np.empty(x.size)
    for k, e in enumerate(np.eye(x.size)):
        step = h * e.reshape(x.shape)
        grad[k] = (f(x + step) - f(x - step)) / 2 / h
    return grad.reshape(x.shape)
""",
    ),
    _right(
        "numerical_gradient",
        "nditer",
        """
def numerical_gradient(f, x, h=1e-5):
    grad = np.zeros(np.shape(x))
    it = np.nditer(x, flags=["multi_index"])
    while not it.finished:
        ix = it.multi_index
        up, down = x.copy(), x.copy()
        up[ix] += h
        down[ix] -= h
        grad[ix] = (f(up) - f(down)) / (2.0 * h)
        it.iternext()
    return grad
""",
    ),
    _right(
        "numerical_gradient",
        "flat view",
        """
def numerical_gradient(f, x, h=1e-5):
    x = np.array(x, dtype=float)
    flat, grad = x.reshape(-1), []
    for k in range(flat.size):
        keep = flat[k]
        values = []
        for s in (1, -1):
            flat[k] = keep + s * h
            values.append(float(f(x)))
        flat[k] = keep
        grad.append((values[0] - values[1]) / (h + h))
    return np.array(grad).reshape(x.shape)
""",
    ),
    _right(
        "numerical_gradient",
        "comprehension",
        """
def numerical_gradient(f, x, h=1e-5):
    def at(i, s):
        moved = x.copy()
        moved[i] += s
        return f(moved)
    return np.array([(at(i, h) - at(i, -h)) / (2 * h) for i in np.ndindex(*x.shape)]).reshape(x.shape)
""",
    ),
    _right(
        "numerical_gradient",
        "added and taken away",
        """
def numerical_gradient(f, x, h=1e-5):
    grad = np.zeros(x.shape)
    for i, _ in np.ndenumerate(x.copy()):
        x[i] += h
        up = f(x)
        x[i] -= 2 * h
        down = f(x)
        x[i] += h
        grad[i] = 0.5 * (up - down) / h
    return grad
""",
    ),
    _right(
        "numerical_gradient",
        "two one-sided slopes averaged",
        """
def numerical_gradient(f, x, h=1e-5):
    here = f(x)
    grad = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        e = np.zeros(x.shape)
        e[i] = h
        forward = (f(x + e) - here) / h
        backward = (here - f(x - e)) / h
        grad[i] = (forward + backward) / 2
    return grad
""",
    ),
    _right(
        "numerical_gradient",
        "unravel_index",
        """
def numerical_gradient(f, x, h=1e-5):
    g = np.zeros_like(x, dtype=float)
    for k in range(np.size(x)):
        place = np.unravel_index(k, x.shape)
        plus, minus = np.copy(x), np.copy(x)
        plus[place] = x[place] + h
        minus[place] = x[place] - h
        g[place] = (f(plus) - f(minus)) / (plus[place] - minus[place])
    return g
""",
    ),
    _right(
        "numerical_gradient",
        "np.vectorize over places",
        """
def numerical_gradient(f, x, h=1e-5):
    places = np.arange(x.size).reshape(x.shape)
    def one(k):
        step = np.where(places == k, h, 0.0)
        return (f(x + step) - f(x - step)) / (2 * h)
    return np.vectorize(one, otypes=[float])(places)
""",
    ),
    _right(
        "numerical_gradient",
        "put and restored in finally",
        """
def numerical_gradient(f, x, h=1e-5):
    out = np.full(x.shape, np.nan)
    original = x.copy()
    try:
        for i in np.ndindex(x.shape):
            x[i] = original[i] - h
            low = f(x)
            x[i] = original[i] + h
            out[i] = (f(x) - low) / (2 * h)
            x[i] = original[i]
    finally:
        x[...] = original
    return out
""",
    ),
    _right(
        "output_delta",
        "written out",
        _DELTA.format("2 * (a_out - y) * a_out * (1 - a_out) / len(y)"),
    ),
    _right(
        "output_delta",
        "mean of size",
        _DELTA.format("2 * (a_out - y) / y.size * sigmoid_derivative(a_out)"),
    ),
    _right(
        "output_delta", "minus", _DELTA.format("-2 / y.shape[0] * (y - a_out) * (a_out - a_out**2)")
    ),
    _right(
        "output_delta",
        "chain",
        """
def output_delta(y, a_out):
    dL_da = 2 * (a_out - y) / a_out.shape[0]
    da_dz = sigmoid_derivative(a_out)
    return np.multiply(dL_da, da_dz)
""",
    ),
    _right(
        "output_delta",
        "expanded",
        _DELTA.format("2 / len(a_out) * (a_out**2 - a_out**3 - y * a_out + y * a_out**2)"),
    ),
    _right(
        "output_delta",
        "loop",
        """
def output_delta(y, a_out):
    m = len(y)
    return np.array([[2 * (a - t) * a * (1 - a) / m] for a, t in zip(a_out[:, 0], y[:, 0])])
""",
    ),
    _right(
        "output_delta",
        "lambda",
        "output_delta = lambda y, a_out: (a_out - y) * (a_out * (1.0 - a_out)) * (2.0 / y.shape[0])",
    ),
    _right(
        "output_delta",
        "diagonal",
        """
def output_delta(y, a_out):
    slopes = np.diag((a_out * (1 - a_out)).ravel())
    return slopes @ (a_out - y) * 2 / len(y)
""",
    ),
    _right(
        "output_delta",
        "einsum",
        _DELTA.format(
            'np.einsum("ij,ij,ij->ij", 2 * (a_out - y), a_out, 1 - a_out) / np.shape(y)[0]'
        ),
    ),
    _right(
        "output_delta",
        "in place on a copy",
        """
def output_delta(y, a_out):
    d = np.asarray(a_out, dtype=float) - y
    d *= a_out
    d *= 1 - a_out
    d /= 0.5 * d.size
    return d
""",
    ),
    _right("backward_pass", "plain", _PASS),
    _right(
        "backward_pass",
        "output_delta",
        _changed(_PASS, "2 * (a2 - y) / m * a2 * (1 - a2)", "output_delta(y, a2)"),
    ),
    _right(
        "backward_pass",
        "mean at the end",
        """
def backward_pass(X, y, W2, cache):
    a1, a2, m = cache["a1"], cache["a2"], len(y)
    d2 = (a2 - y) * sigmoid_derivative(a2)
    d1 = d2.dot(W2.T) * sigmoid_derivative(a1)
    grads = {"dW2": a1.T.dot(d2), "db2": d2.sum(0, keepdims=True), "dW1": X.T.dot(d1), "db1": d1.sum(0, keepdims=True)}
    return {k: 2 * g / m for k, g in grads.items()}
""",
    ),
    _right(
        "backward_pass",
        "sample by sample",
        """
def backward_pass(X, y, W2, cache):
    m, h = cache["a1"].shape
    g = dict(dW1=np.zeros((X.shape[1], h)), db1=np.zeros((1, h)), dW2=np.zeros((h, 1)), db2=np.zeros((1, 1)))
    for i in range(m):
        a1, a2 = cache["a1"][i], cache["a2"][i, 0]
        d2 = 2 * (a2 - y[i, 0]) * a2 * (1 - a2) / m
        d1 = W2[:, 0] * d2 * a1 * (1 - a1)
        g["dW2"][:, 0] += a1 * d2
        g["db2"] += d2
        g["dW1"] += np.outer(X[i], d1)
        g["db1"][0] += d1
    return g
""",
    ),
    _right(
        "backward_pass",
        "einsum",
        """
def backward_pass(X, y, W2, cache):
    a1, a2 = cache["a1"], cache["a2"]
    d2 = 2 * (a2 - y) * a2 * (1 - a2) / y.shape[0]
    d1 = np.einsum("mo,ho,mh->mh", d2, W2, a1 - a1**2)
    return {
        "dW1": np.einsum("mi,mh->ih", X, d1),
        "db1": np.einsum("mh->h", d1)[None, :],
        "dW2": np.einsum("mh,mo->ho", a1, d2),
        "db2": np.einsum("mo->o", d2)[None, :],
    }
""",
    ),
    _right(
        "backward_pass",
        "slope from z",
        """
def backward_pass(X, y, W2, cache):
    s = lambda z: sigmoid(z) * (1 - sigmoid(z))
    d2 = 2 / len(X) * (cache["a2"] - y) * s(cache["z2"])
    d1 = d2 @ W2.T * s(cache["z1"])
    ones = np.ones((1, len(X)))
    return dict(dW2=cache["a1"].T @ d2, db2=ones @ d2, dW1=X.T @ d1, db1=ones @ d1)
""",
    ),
    _right(
        "backward_pass",
        "ones column",
        """
def backward_pass(X, y, W2, cache):
    one = np.ones((X.shape[0], 1))
    d2 = output_delta(y, cache["a2"])
    d1 = (d2 @ W2.T) * sigmoid_derivative(cache["a1"])
    g2 = np.hstack([cache["a1"], one]).T @ d2
    g1 = np.hstack([X, one]).T @ d1
    return {"dW1": g1[:-1], "db1": g1[-1:], "dW2": g2[:-1], "db2": g2[-1:]}
""",
    ),
    _right(
        "backward_pass",
        "more in the dict",
        _changed(_PASS, '"db2": db2}', '"db2": db2, "dz1": dz1, "dz2": dz2}'),
    ),
    _right(
        "backward_pass",
        "columns inside",
        """
def backward_pass(X, y, W2, cache):
    A1, A2, Y = cache["a1"].T, cache["a2"].T, y.T
    m = Y.shape[1]
    dZ2 = (A2 - Y) * A2 * (1 - A2)
    dZ1 = np.dot(W2, dZ2) * A1 * (1 - A1)
    k = 2 / m
    return {
        "dW2": k * np.dot(A1, dZ2.T),
        "db2": k * np.sum(dZ2, axis=1, keepdims=True).T,
        "dW1": k * np.dot(X.T, dZ1.T),
        "db1": k * np.sum(dZ1, axis=1, keepdims=True).T,
    }
""",
    ),
    _right(
        "backward_pass",
        "loop over layers",
        """
def backward_pass(X, y, W2, cache):
    grads, delta = {}, output_delta(y, cache["a2"])
    for l, a_prev, W in ((2, cache["a1"], W2), (1, X, None)):
        grads[f"dW{l}"] = a_prev.T @ delta
        grads[f"db{l}"] = delta.sum(axis=0).reshape(1, -1)
        if W is not None:
            delta = (delta @ W.T) * sigmoid_derivative(a_prev)
    return grads
""",
    ),
    *(_right("network_forward", style, code) for style, code in _STYLES),
    *(_right("network_backward", style, code) for style, code in _STYLES),
    *(_right("network_train", style, code) for style, code in _STYLES),
]

_LOOP = "        for l in range(self.L, 0, -1):"

WRONG = [
    _wrong(
        "numerical_gradient",
        "one-sided",
        _changed(
            _NUM,
            "        x[i] = old - h\n        minus = f(x)\n",
            "",
            "(plus - minus) / (2 * h)",
            "(plus - f(x)) / h",
        ),
        "one-sided",
    ),
    _wrong(
        "numerical_gradient",
        "one-sided over 2h",
        _changed(
            _NUM,
            "        x[i] = old - h\n        minus = f(x)\n",
            "",
            "(plus - minus)",
            "(plus - f(x))",
        ),
        "half-way",
    ),
    _wrong("numerical_gradient", "over h", _changed(_NUM, "(2 * h)", "h"), "missing-two"),
    _wrong(
        "numerical_gradient",
        "precedence",
        _changed(_NUM, "(2 * h)", "2 * h"),
        "missing-parentheses",
    ),
    _wrong(
        "numerical_gradient", "sign", _changed(_NUM, "plus - minus", "minus - plus"), "exchanged"
    ),
    _wrong(
        "numerical_gradient",
        "plus in place of minus",
        _changed(_NUM, "plus - minus", "plus + minus"),
        "added",
    ),
    _wrong(
        "numerical_gradient",
        "whole array moved",
        "def numerical_gradient(f, x, h=1e-5):\n    return (f(x + h) - f(x - h)) / (2 * h)",
        "all-at-once",
    ),
    _wrong(
        "numerical_gradient",
        "whole array moved, full shape",
        "def numerical_gradient(f, x, h=1e-5):\n    return np.full(x.shape, (f(x + h) - f(x - h)) / (2 * h))",
        "all-at-once-filled",
    ),
    _wrong(
        "numerical_gradient",
        "not restored",
        _changed(_NUM, "        x[i] = old\n", ""),
        "not-restored",
    ),
    _wrong(
        "numerical_gradient",
        "h fixed",
        _changed(_NUM, "    grad = np", "    h = 1e-3\n    grad = np"),
    ),
    _wrong(
        "numerical_gradient",
        "rows only",
        _changed(_NUM, "np.ndindex(x.shape)", "range(len(x))"),
        "whole-rows",
    ),
    _wrong(
        "numerical_gradient",
        "alias",
        """
def numerical_gradient(f, x, h=1e-5):
    grad = np.zeros_like(x)
    for i in np.ndindex(x.shape):
        plus, minus = x, x
        plus[i] += h
        minus[i] -= h
        grad[i] = (f(plus) - f(minus)) / (2 * h)
    return grad
""",
        "same-array",
    ),
    _wrong(
        "numerical_gradient",
        "moved by h and back by h",
        _changed(_NUM, "x[i] = old - h", "x[i] -= h"),
        "half-way",
    ),
    _wrong(
        "numerical_gradient",
        "flat result",
        _changed(_NUM, "return grad", "return grad.ravel()"),
        "flat",
    ),
    _wrong(
        "numerical_gradient",
        "returns in the loop",
        _changed(_NUM, "    return grad", "        return grad"),
        "return-in-loop",
    ),
    _wrong(
        "numerical_gradient",
        "last difference",
        _changed(_NUM, "grad[i] =", "grad ="),
        "last-slope-only",
    ),
    _wrong(
        "numerical_gradient",
        "relative step",
        _changed(
            _NUM, "x[i] = old + h", "x[i] = old * (1 + h)", "x[i] = old - h", "x[i] = old * (1 - h)"
        ),
        "relative-step",
    ),
    _wrong(
        "numerical_gradient",
        "two h",
        _changed(_NUM, "old + h", "old + 2 * h", "old - h", "old - 2 * h"),
        "step-doubled",
    ),
    _wrong(
        "numerical_gradient",
        "summed",
        _changed(_NUM, "return grad", "return grad.sum()"),
        "all-at-once",
    ),
    _wrong(
        "numerical_gradient",
        "np.gradient",
        "def numerical_gradient(f, x, h=1e-5):\n    return np.gradient(x, h)",
        "np-gradient",
    ),
    _wrong(
        "output_delta",
        "no mean",
        _DELTA.format("2 * (a_out - y) * a_out * (1 - a_out)"),
        "missing-mean",
    ),
    _wrong(
        "output_delta",
        "no two",
        _DELTA.format("(a_out - y) * a_out * (1 - a_out) / len(y)"),
        "missing-two",
    ),
    _wrong("output_delta", "no slope", _DELTA.format("2 * (a_out - y) / len(y)"), "no-sigmoid"),
    _wrong("output_delta", "cross-entropy", _DELTA.format("(a_out - y) / len(y)"), "cross-entropy"),
    _wrong("output_delta", "plain error", _DELTA.format("a_out - y"), "error"),
    _wrong(
        "output_delta",
        "sign",
        _DELTA.format("2 * (y - a_out) * a_out * (1 - a_out) / len(y)"),
        "sign",
    ),
    _wrong(
        "output_delta",
        "sigmoid again",
        _DELTA.format("2 * (a_out - y) * sigmoid_derivative(sigmoid(a_out)) / len(y)"),
        "sigmoid-again",
    ),
    _wrong(
        "output_delta",
        "squared",
        _DELTA.format("2 * (a_out - y) ** 2 * a_out * (1 - a_out) / len(y)"),
        "square-kept",
    ),
    _wrong(
        "output_delta",
        "mean",
        _DELTA.format("np.mean(2 * (a_out - y) * a_out * (1 - a_out))"),
        "mean-taken",
    ),
    _wrong(
        "output_delta",
        "mean kept",
        _DELTA.format("np.mean(2 * (a_out - y) * a_out * (1 - a_out), axis=0, keepdims=True)"),
        "summed",
    ),
    _wrong(
        "output_delta",
        "flat",
        _DELTA.format("2 * (a_out - y).ravel() * (a_out * (1 - a_out)).ravel() / len(y)"),
        "flat",
    ),
    _wrong(
        "output_delta",
        "broadcast",
        _DELTA.format("2 * (a_out - y.ravel()) * a_out * (1 - a_out) / len(y)"),
        "broadcast",
    ),
    _wrong(
        "output_delta",
        "matrix product",
        _DELTA.format("2 * (a_out - y).T @ (a_out * (1 - a_out)) / len(y)"),
        "summed",
    ),
    _wrong(
        "output_delta",
        "slope by y",
        _DELTA.format("2 * (a_out - y) * y * (1 - y) / len(y)"),
        "zero",
    ),
    _wrong(
        "output_delta",
        "tanh's slope",
        _DELTA.format("2 * (a_out - y) * (1 - a_out**2) / len(y)"),
        "tanh",
    ),
    _wrong(
        "output_delta",
        "size of the columns",
        _DELTA.format("2 * (a_out - y) * a_out * (1 - a_out) / y.shape[1]"),
        "missing-mean",
    ),
    _wrong(
        "output_delta",
        "no two, no mean",
        _DELTA.format("(a_out - y) * a_out * (1 - a_out)"),
        "missing-mean-and-two",
    ),
    _wrong(
        "output_delta",
        "sign and no two",
        _DELTA.format("(y - a_out) * a_out * (1 - a_out) / len(y)"),
        "sign-missing-two",
    ),
    _wrong(
        "output_delta",
        "1 - a forgotten",
        _DELTA.format("2 * (a_out - y) * a_out / len(y)"),
        "activation-for-derivative",
    ),
    _wrong(
        "output_delta",
        "in place",
        "def output_delta(y, a_out):\n    slope = a_out * (1 - a_out)\n    a_out -= y\n    return 2 * a_out * slope / len(y)",
        "argument-changed",
    ),
    _wrong("backward_pass", "no mean", _changed(_PASS, " / m *", " *"), "missing-mean"),
    _wrong(
        "backward_pass",
        "mean twice",
        _changed(_PASS, "a1.T @ dz2", "a1.T @ dz2 / m", "X.T @ dz1", "X.T @ dz1 / m"),
        "mean-twice-weights",
    ),
    _wrong("backward_pass", "no two", _changed(_PASS, "2 * (a2 - y)", "(a2 - y)"), "missing-two"),
    _wrong(
        "backward_pass",
        "cross-entropy",
        _changed(_PASS, "2 * (a2 - y) / m * a2 * (1 - a2)", "(a2 - y) / m"),
        "cross-entropy",
    ),
    _wrong(
        "backward_pass",
        "no hidden slope",
        _changed(_PASS, "da1 * a1 * (1 - a1)", "da1"),
        "no-hidden-sigmoid",
    ),
    _wrong(
        "backward_pass",
        "hidden slope at z1",
        _changed(_PASS, "da1 * a1 * (1 - a1)", 'da1 * sigmoid_derivative(cache["z1"])'),
        "derivative-at-z1",
    ),
    _wrong(
        "backward_pass",
        "hidden slope of the output",
        _changed(_PASS, "da1 * a1 * (1 - a1)", "da1 * a2 * (1 - a2)"),
        "derivative-at-a2",
    ),
    _wrong(
        "backward_pass",
        "hidden slope of tanh",
        _changed(_PASS, "da1 * a1 * (1 - a1)", "da1 * (1 - a1**2)"),
        "hidden-tanh",
    ),
    _wrong(
        "backward_pass", "W2 not turned", _changed(_PASS, "dz2 @ W2.T", "dz2 @ W2"), "W2-not-turned"
    ),
    _wrong(
        "backward_pass",
        "W2 left out",
        _changed(_PASS, "dz2 @ W2.T", "dz2 * np.ones_like(W2.T)"),
        "no-W2",
    ),
    _wrong(
        "backward_pass",
        "error back without the slope of the output",
        _changed(_PASS, "dz2 @ W2.T", "(2 * (a2 - y) / m) @ W2.T"),
        "hidden-without-output-derivative",
    ),
    _wrong(
        "backward_pass", "dW1 from a1", _changed(_PASS, "X.T @ dz1", "a1.T @ dz1"), "dW1-from-a1"
    ),
    _wrong(
        "backward_pass",
        "dW2 from z1",
        _changed(_PASS, "a1.T @ dz2", 'cache["z1"].T @ dz2'),
        "dW2-from-z1",
    ),
    _wrong(
        "backward_pass",
        "db1 flat",
        _changed(_PASS, "np.sum(dz1, axis=0, keepdims=True)", "np.sum(dz1, axis=0)"),
        "db1-flat",
    ),
    _wrong(
        "backward_pass",
        "db over the wrong axis",
        _changed(_PASS, "np.sum(dz1, axis=0, keepdims=True)", "np.sum(dz1, axis=1, keepdims=True)"),
        "db1-wrong-axis",
    ),
    _wrong(
        "backward_pass",
        "db1 summed altogether",
        _changed(_PASS, "np.sum(dz1, axis=0, keepdims=True)", "np.sum(dz1)"),
        "db1-number",
    ),
    _wrong(
        "backward_pass",
        "db by mean",
        _changed(
            _PASS,
            "np.sum(dz1, axis=0, keepdims=True)",
            "np.mean(dz1, axis=0, keepdims=True)",
            "np.sum(dz2, axis=0, keepdims=True)",
            "np.mean(dz2, axis=0, keepdims=True)",
        ),
        "mean-twice-biases",
    ),
    _wrong("backward_pass", "sign", _changed(_PASS, "(a2 - y)", "(y - a2)"), "sign"),
    _wrong(
        "backward_pass",
        "sign in the hidden layer only",
        _changed(_PASS, "da1 * a1 * (1 - a1)", "da1 * a1 * (a1 - 1)"),
        "hidden-sign",
    ),
    _wrong(
        "backward_pass", "dW2 turned", _changed(_PASS, "a1.T @ dz2", "dz2.T @ a1"), "dW2-transposed"
    ),
    _wrong(
        "backward_pass",
        "keys without d",
        _changed(
            _PASS,
            '"dW1": dW1, "db1": db1, "dW2": dW2, "db2": db2',
            '"W1": dW1, "b1": db1, "W2": dW2, "b2": db2',
        ),
        "names-without-d",
    ),
    _wrong(
        "backward_pass",
        "a tuple",
        _changed(_PASS, '{"dW1": dW1, "db1": db1, "dW2": dW2, "db2": db2}', "dW1, db1, dW2, db2"),
        "tuple",
    ),
    _wrong(
        "backward_pass",
        "db1 and db2 exchanged",
        _changed(_PASS, '"db1": db1', '"db1": db2', '"db2": db2', '"db2": db1'),
        "exchanged-parts",
    ),
    _wrong(
        "backward_pass",
        "gradient of X",
        _changed(_PASS, "X.T @ dz1", "X.T @ da1"),
        "dW1-no-hidden-sigmoid",
    ),
    _wrong(
        "backward_pass",
        "cache changed",
        _changed(
            _PASS,
            "    dz2 = 2 * (a2 - y) / m * a2 * (1 - a2)",
            "    s2 = a2 * (1 - a2)\n    a2 -= y\n    dz2 = 2 * a2 / m * s2",
        ),
        "argument-changed",
    ),
    _wrong(
        "backward_pass",
        "last sample only",
        """
def backward_pass(X, y, W2, cache):
    for i in range(len(X)):
        a1, a2 = cache["a1"][i : i + 1], cache["a2"][i : i + 1]
        dz2 = 2 * (a2 - y[i]) * a2 * (1 - a2) / len(X)
        dz1 = dz2 @ W2.T * a1 * (1 - a1)
        grads = {"dW1": X[i : i + 1].T @ dz1, "db1": dz1, "dW2": a1.T @ dz2, "db2": dz2}
    return grads
""",
        "last-sample-only",
    ),
    _wrong(
        "backward_pass",
        "no mean and hidden slope missing",
        _changed(_PASS, " / m *", " *", "da1 * a1 * (1 - a1)", "da1"),
        "missing-mean",
    ),
    _wrong(
        "backward_pass",
        "db flat and keys of db in capitals",
        _changed(
            _PASS,
            '"db1": db1',
            '"dB1": db1',
            "np.sum(dz2, axis=0, keepdims=True)",
            "np.sum(dz2, axis=0)",
        ),
        "db2-flat",
    ),
    _wrong(
        "backward_pass",
        "m is the number of features",
        _changed(_PASS, "X.shape[0]", "X.shape[1]"),
        "divided-by-features",
    ),
    _wrong(
        "network_forward",
        "layer_sizes missing",
        _net("        self.layer_sizes = layer_sizes\n", ""),
        "no-layer_sizes",
    ),
    _wrong(
        "network_forward",
        "L counts the input",
        _net(
            "len(layer_sizes) - 1",
            "len(layer_sizes)",
            "range(1, self.L + 1):\n            z",
            "range(1, self.L):\n            z",
            'return self.cache[f"a{self.L}"]',
            'return self.cache[f"a{self.L - 1}"]',
        ),
        "L-counts-input-attribute-only",
    ),
    _wrong(
        "network_forward",
        "no cache",
        _net(
            'self.cache = {"a0": X}',
            'cache = {"a0": X}',
            'self.cache[f"a{l - 1}"] @',
            'cache[f"a{l - 1}"] @',
            'self.cache[f"z{l}"] = z',
            'cache[f"z{l}"] = z',
            'self.cache[f"a{l}"] = sigmoid(z)',
            'cache[f"a{l}"] = sigmoid(z)',
            'return self.cache[f"a{self.L}"]',
            'return cache[f"a{self.L}"]',
        ),
        "cache-local",
    ),
    _wrong(
        "network_forward",
        "no a0",
        _net(
            'self.cache = {"a0": X}',
            "self.cache, a = {}, X",
            'self.cache[f"a{l - 1}"] @',
            "a @",
            'self.cache[f"a{l}"] = sigmoid(z)',
            'self.cache[f"a{l}"] = a = sigmoid(z)',
        ),
        "cache-without-a0",
    ),
    _wrong(
        "network_forward",
        "weights kept beside params",
        _net(
            "self.params = init_params(layer_sizes, self.rng)",
            "self.params = init_params(layer_sizes, self.rng)\n        self.W = [self.params[f'W{l}'] for l in range(1, self.L + 1)]",
            'self.params[f"W{l}"] + self.params[f"b{l}"]',
            'self.W[l - 1] + self.params[f"b{l}"]',
        ),
    ),
    _wrong(
        "network_forward",
        "rng unseeded",
        _net("np.random.default_rng(1)", "np.random.default_rng()"),
        "rng-unseeded",
    ),
    _wrong(
        "network_forward",
        "rng not kept",
        _net(
            "self.rng = rng if rng is not None else np.random.default_rng(1)",
            "rng = rng if rng is not None else np.random.default_rng(1)",
            "init_params(layer_sizes, self.rng)",
            "init_params(layer_sizes, rng)",
        ),
        "no-rng-attribute",
    ),
    _wrong(
        "network_forward",
        "rng ignored",
        _net("rng if rng is not None else np.random.default_rng(1)", "np.random.default_rng(1)"),
        "rng-ignored",
    ),
    _wrong(
        "network_forward",
        "predict gives labels",
        _net(
            "        return self.forward(X)", "        return (self.forward(X) > 0.5).astype(int)"
        ),
        "predict-rounds",
    ),
    _wrong(
        "network_forward",
        "predict flat",
        _net("        return self.forward(X)", "        return self.forward(X).ravel()"),
        "predict-flat",
    ),
    _wrong(
        "network_forward",
        "predict returns nothing",
        _net("        return self.forward(X)", "        self.forward(X)"),
        "predict-returns-nothing",
    ),
    _wrong(
        "network_forward",
        "no output sigmoid",
        _net("= sigmoid(z)", "= sigmoid(z) if l < self.L else z"),
        "linear-output",
    ),
    _wrong(
        "network_forward",
        "relu inside",
        _net("= sigmoid(z)", "= np.maximum(0, z) if l < self.L else sigmoid(z)"),
        "relu-hidden",
    ),
    _wrong(
        "network_forward",
        "X in every layer",
        _net('self.cache[f"a{l - 1}"] @', "X @"),
        "always-from-X",
    ),
    _wrong(
        "network_forward",
        "z goes on",
        _net('self.cache[f"a{l - 1}"] @', '(self.cache[f"z{l - 1}"] if l > 1 else X) @'),
        "weighted-sums-passed-on",
    ),
    _wrong("network_forward", "no bias", _net(' + self.params[f"b{l}"]', ""), "no-bias"),
    _wrong(
        "network_forward",
        "returns output and cache",
        _net('return self.cache[f"a{self.L}"]', 'return self.cache[f"a{self.L}"], self.cache'),
        "returns-cache-too",
    ),
    _wrong(
        "network_forward",
        "cache in the class, never emptied",
        _net(
            "class NeuralNetworkScratch:\n",
            "class NeuralNetworkScratch:\n    cache = {}\n\n",
            'self.cache = {"a0": X}',
            'self.cache.setdefault("a0", X)',
        ),
        "shapes-do-not-fit",
    ),
    _wrong(
        "network_forward",
        "params as a list",
        _net(
            "self.params = init_params(layer_sizes, self.rng)",
            "self.params = list(init_params(layer_sizes, self.rng).values())",
            'self.params[f"W{l}"] + self.params[f"b{l}"]',
            "self.params[2 * l - 2] + self.params[2 * l - 1]",
        ),
    ),
    _wrong(
        "network_forward",
        "two layers only",
        _net(
            "        for l in range(1, self.L + 1):\n            z",
            "        for l in (1, 2):\n            z",
            'return self.cache[f"a{self.L}"]',
            'return self.cache["a2"]',
        ),
        "two-layers-only",
    ),
    _wrong(
        "network_forward",
        "unscaled weights",
        _net(
            "self.params = init_params(layer_sizes, self.rng)",
            'self.params = {}\n        for l in range(1, self.L + 1):\n            self.params[f"W{l}"] = self.rng.standard_normal((layer_sizes[l - 1], layer_sizes[l]))\n            self.params[f"b{l}"] = np.zeros((1, layer_sizes[l]))',
        ),
        "other-spread",
    ),
    _wrong(
        "network_forward",
        "self forgotten",
        _net("    def forward(self, X):", "    def forward(X):"),
        "other-arguments",
    ),
    _wrong(
        "network_forward",
        "no L and predict rounded",
        _net(
            "        return self.forward(X)",
            "        return np.round(self.forward(X))",
            "self.layer_sizes = layer_sizes",
            "self.sizes = layer_sizes",
        ),
        "no-layer_sizes",
        "zero",
        "rounded",
    ),
    _wrong("network_backward", "no mean", _net("2 / m * (a", "2 * (a"), "missing-mean"),
    _wrong("network_backward", "no two", _net("2 / m * (a", "1 / m * (a"), "missing-two"),
    _wrong("network_backward", "sign", _net("(a - y)", "(y - a)"), "sign"),
    _wrong(
        "network_backward",
        "cross-entropy",
        _net("2 / m * (a - y) * a * (1 - a)", "(a - y) / m"),
        "cross-entropy",
    ),
    _wrong(
        "network_backward",
        "divided in each layer",
        _net(
            "a_prev.T @ dz",
            "a_prev.T @ dz / m",
            "dz.sum(axis=0, keepdims=True)",
            "dz.sum(axis=0, keepdims=True) / m",
        ),
        "mean-twice",
    ),
    _wrong(
        "network_backward",
        "weights not turned",
        _net('self.params[f"W{l}"].T', 'self.params[f"W{l}"]'),
        "weights-on-the-way-back",
    ),
    _wrong(
        "network_backward",
        "weights of the layer before",
        _net('dz @ self.params[f"W{l}"].T', 'dz @ self.params[f"W{l - 1}"].T'),
        "weights-on-the-way-back",
    ),
    _wrong(
        "network_backward",
        "no hidden slope",
        _net(".T * a_prev * (1 - a_prev)", ".T"),
        "no-hidden-sigmoid",
    ),
    _wrong(
        "network_backward",
        "slope at z",
        _net(".T * a_prev * (1 - a_prev)", '.T * sigmoid_derivative(self.cache[f"z{l - 1}"])'),
        "derivative-at-z",
    ),
    _wrong(
        "network_backward",
        "slope of this layer",
        _net(".T * a_prev * (1 - a_prev)", '.T * self.cache[f"a{l}"] * (1 - self.cache[f"a{l}"])'),
        "slope-of-own-layer",
    ),
    _wrong(
        "network_backward",
        "delta not handed on",
        _net("                dz = dz @", "                dz1 = dz @"),
        "forward-order",
    ),
    _wrong(
        "network_backward",
        "last layer missing",
        _net("range(self.L, 0, -1)", "range(self.L, 1, -1)"),
        "first-layer-left-out",
    ),
    _wrong(
        "network_backward",
        "from the front",
        _net("range(self.L, 0, -1)", "range(1, self.L + 1)"),
        "forward-order",
    ),
    _wrong(
        "network_backward",
        "db flat",
        _net("dz.sum(axis=0, keepdims=True)", "dz.sum(axis=0)"),
        "biases-flat",
    ),
    _wrong(
        "network_backward",
        "db axis 1",
        _net("dz.sum(axis=0, keepdims=True)", "dz.sum(axis=1, keepdims=True)"),
        "biases-wrong-axis",
    ),
    _wrong(
        "network_backward",
        "db mean",
        _net("dz.sum(axis=0, keepdims=True)", "dz.mean(axis=0, keepdims=True)"),
        "mean-in-biases",
    ),
    _wrong(
        "network_backward",
        "grads not kept",
        _net(
            "self.grads = {}",
            "grads = {}",
            'self.grads[f"dW{l}"] =',
            'grads[f"dW{l}"] =',
            'self.grads[f"db{l}"] =',
            'grads[f"db{l}"] =',
            "return self.grads",
            "return grads",
        ),
        "no-grads-attribute",
    ),
    _wrong(
        "network_backward",
        "nothing returned",
        _net("        return self.grads\n", ""),
        "returns-nothing",
    ),
    _wrong(
        "network_backward",
        "keys without d",
        _net(
            'self.grads[f"dW{l}"]',
            'self.grads[f"W{l}"]',
            'self.grads[f"db{l}"]',
            'self.grads[f"b{l}"]',
        ),
        "names-without-d",
    ),
    _wrong("network_backward", "X in every layer", _net("a_prev.T @ dz", "X.T @ dz"), "always-X"),
    _wrong(
        "network_backward",
        "own activation",
        _net("a_prev.T @ dz", 'self.cache[f"a{l}"].T @ dz'),
        "own-activation",
    ),
    _wrong(
        "network_backward",
        "two layers only",
        _net(_LOOP, "        for l in (2, 1):"),
        "two-layers-only",
    ),
    _wrong(
        "network_backward",
        "updates the weights meanwhile",
        _net(
            "            if l > 1:\n",
            '            self.params[f"W{l}"] = self.params[f"W{l}"] - 0.1 * self.grads[f"dW{l}"]\n            if l > 1:\n',
        ),
    ),
    _wrong(
        "network_backward",
        "forward with y",
        _net(
            "        m = len(y)\n",
            "        m = len(y)\n        y = self.forward(y if y.shape == X.shape else X) * 0 + y.mean()\n",
        ),
    ),
    _wrong(
        "network_backward",
        "no hidden slope and no mean",
        _net(".T * a_prev * (1 - a_prev)", ".T", "2 / m * (a", "2 * (a"),
        "missing-mean",
    ),
    _wrong(
        "network_train",
        "loss after",
        _net(
            "            loss = np.mean((output - y) ** 2)\n            self.losses.append(loss)\n",
            "",
            "            if verbose:",
            "            loss = np.mean((self.forward(X) - y) ** 2)\n            self.losses.append(loss)\n            if verbose:",
        ),
        "loss-after-update",
    ),
    _wrong(
        "network_train",
        "uphill",
        _net(
            'self.params[f"W{l}"] - lr',
            'self.params[f"W{l}"] + lr',
            'self.params[f"b{l}"] - lr',
            'self.params[f"b{l}"] + lr',
        ),
        "ascent",
    ),
    _wrong(
        "network_train",
        "biases forgotten",
        _net(
            '                self.params[f"b{l}"] = self.params[f"b{l}"] - lr * grads[f"db{l}"]\n',
            "",
        ),
        "weights-only",
    ),
    _wrong(
        "network_train",
        "last layer forgotten",
        _net(
            "            for l in range(1, self.L + 1):\n                self.params",
            "            for l in range(1, self.L):\n                self.params",
        ),
        "last-layer-left-out",
    ),
    _wrong(
        "network_train",
        "lr ignored",
        _net("self.losses = []\n        for", "self.losses = []\n        lr = 0.5\n        for"),
        "lr-fixed",
    ),
    _wrong(
        "network_train",
        "epochs ignored",
        _net("for epoch in range(epochs)", "for epoch in range(100)"),
    ),
    _wrong(
        "network_train",
        "verbose divides by zero",
        _net("            if verbose:", "            if verbose and epoch % (epochs // 10) == 0:"),
        "verbose-divides-by-zero",
    ),
    _wrong(
        "network_train",
        "verbose name error",
        _net("print(epoch, loss)", "print(i, loss)"),
        "undefined-name",
    ),
    _wrong(
        "network_train",
        "sum of squares",
        _net("np.mean((output - y) ** 2)", "np.sum((output - y) ** 2)"),
        "loss-summed",
    ),
    _wrong(
        "network_train",
        "half",
        _net("np.mean((output - y) ** 2)", "0.5 * np.mean((output - y) ** 2)"),
        "loss-halved",
    ),
    _wrong(
        "network_train",
        "mean of the error",
        _net("np.mean((output - y) ** 2)", "np.mean(output - y) ** 2"),
        "mean-before-square",
    ),
    _wrong(
        "network_train",
        "cross-entropy",
        _net(
            "np.mean((output - y) ** 2)",
            "-np.mean(y * np.log(output) + (1 - y) * np.log(1 - output))",
        ),
        "cross-entropy-noted",
    ),
    _wrong(
        "network_train",
        "losses not returned",
        _net("        return self.losses", "        pass"),
        "returns-nothing",
    ),
    _wrong(
        "network_train",
        "last loss returned",
        _net("return self.losses", "return self.losses[-1]"),
        "last-loss",
    ),
    _wrong(
        "network_train",
        "losses not kept",
        _net(
            "self.losses = []",
            "losses = []",
            "self.losses.append",
            "losses.append",
            "return self.losses",
            "return losses",
        ),
        "no-losses-attribute",
    ),
    _wrong(
        "network_train",
        "losses go on",
        _net("        self.losses = []\n", "        self.losses = getattr(self, 'losses', [])\n"),
        "losses-never-emptied",
    ),
    _wrong(
        "network_train",
        "gradients once",
        _net(
            "        for epoch in range(epochs):\n            output = self.forward(X)",
            "        self.forward(X)\n        grads = self.backward(X, y)\n        for epoch in range(epochs):\n            output = self.forward(X)",
            "            grads = self.backward(X, y)\n            for l",
            "            for l",
        ),
        "backward-once",
    ),
    _wrong(
        "network_train",
        "no forward in the loop",
        _net(
            "        for epoch in range(epochs):\n            output = self.forward(X)",
            "        output = self.forward(X)\n        for epoch in range(epochs):",
        ),
        "forward-once",
    ),
    _wrong(
        "network_train",
        "return in the loop",
        _net("        return self.losses", "            return self.losses"),
        "return-in-loop",
    ),
    _wrong(
        "network_train",
        "early stop",
        _net(
            "            grads = self.backward(X, y)",
            "            if epoch and self.losses[-2] - loss < 1e-3:\n                break\n            grads = self.backward(X, y)",
        ),
    ),
    _wrong(
        "network_train",
        "one sample at a time",
        _net(
            '            grads = self.backward(X, y)\n            for l in range(1, self.L + 1):\n                self.params[f"W{l}"] = self.params[f"W{l}"] - lr * grads[f"dW{l}"]\n                self.params[f"b{l}"] = self.params[f"b{l}"] - lr * grads[f"db{l}"]\n',
            "            for i in range(len(X)):\n                self.forward(X[i : i + 1])\n                grads = self.backward(X[i : i + 1], y[i : i + 1])\n                for name in self.params:\n                    self.params[name] = self.params[name] - lr * grads['d' + name]\n",
        ),
        "every-sample",
    ),
    _wrong(
        "network_train",
        "new weights at the start",
        _net(
            "        self.losses = []\n",
            "        self.losses = []\n        self.params = init_params(self.layer_sizes, np.random.default_rng(0))\n",
        ),
    ),
    _wrong(
        "network_train",
        "updates local names",
        _net(
            'self.params[f"W{l}"] = self.params[f"W{l}"]',
            'W = self.params[f"W{l}"]',
            'self.params[f"b{l}"] = self.params[f"b{l}"]',
            'b = self.params[f"b{l}"]',
        ),
        "no-update",
    ),
    _wrong(
        "network_train",
        "lr over m",
        _net(
            '- lr * grads[f"dW{l}"]',
            '- lr / len(X) * grads[f"dW{l}"]',
            '- lr * grads[f"db{l}"]',
            '- lr / len(X) * grads[f"db{l}"]',
        ),
        "lr-divided-by-m",
    ),
    _wrong(
        "network_train",
        "stale gradients of the epoch before",
        _net(
            "        self.losses = []\n",
            "        self.losses = []\n        self.forward(X)\n        grads = self.backward(X, y)\n",
            "            grads = self.backward(X, y)\n            for l",
            "            new = self.backward(X, y)\n            for l",
            "            if verbose:",
            "            grads = new\n            if verbose:",
        ),
        "gradients-of-last-epoch",
    ),
    _wrong(
        "network_train",
        "sum of squares after the update",
        _net(
            "            loss = np.mean((output - y) ** 2)\n            self.losses.append(loss)\n",
            "",
            "            if verbose:",
            "            loss = np.sum((self.forward(X) - y) ** 2)\n            self.losses.append(loss)\n            if verbose:",
        ),
        "loss-after-update+missing-mean",
    ),
    _wrong(
        "network_train",
        "biases forgotten and half the loss",
        _net(
            '                self.params[f"b{l}"] = self.params[f"b{l}"] - lr * grads[f"db{l}"]\n',
            "",
            "np.mean((output - y) ** 2)",
            "0.5 * np.mean((output - y) ** 2)",
        ),
        "weights-only",
    ),
]
