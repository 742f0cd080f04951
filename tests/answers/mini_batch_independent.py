"""Answers to section 07 that were written without a look at its known mistakes."""

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


_UPD = "def updates_per_epoch(m, batch_size):\n    return {}"

_CUT = """
def minibatches(X, y, batch_size, rng):
    m = X.shape[0]
    idx = rng.permutation(m)
    for start in range(0, m, batch_size):
        rows = idx[start : start + batch_size]
        yield X[rows], y[rows]
"""

_LIST = """
def minibatches(X, y, batch_size, rng):
    m = X.shape[0]
    idx = rng.permutation(m)
    X_s, y_s = X[idx], y[idx]
    batches = []
    for k in range(0, m, batch_size):
        batches.append((X_s[k : k + batch_size], y_s[k : k + batch_size]))
    return batches
"""

_NET = """
class NeuralNetworkMiniBatch(NeuralNetworkScratch):
    def train_minibatch(self, X, y, epochs=500, lr=0.5, batch_size=32):
        self.losses = []
        for epoch in range(epochs):
            batch_losses = []
            for Xb, yb in minibatches(X, y, batch_size, self.rng):
                out = self.forward(Xb)
                batch_losses.append(np.mean((out - yb) ** 2))
                grads = self.backward(Xb, yb)
                for name in self.params:
                    self.params[name] = self.params[name] - lr * grads["d" + name]
            self.losses.append(np.mean(batch_losses))
        return self.losses
"""

_MOM = """
def momentum_step(w, dw, v, lr, beta=0.9):
    v = {}
    w = {}
    return w, v
"""

RIGHT = [
    _right(
        "updates_per_epoch", "ceil", "import math\n\n" + _UPD.format("math.ceil(m / batch_size)")
    ),
    _right("updates_per_epoch", "np.ceil", _UPD.format("int(np.ceil(m / batch_size))")),
    _right("updates_per_epoch", "minus minus", _UPD.format("-(-m // batch_size)")),
    _right(
        "updates_per_epoch",
        "plus batch_size - 1",
        _UPD.format("(m + batch_size - 1) // batch_size"),
    ),
    _right("updates_per_epoch", "range", _UPD.format("len(range(0, m, batch_size))")),
    _right(
        "updates_per_epoch",
        "divmod",
        "def updates_per_epoch(m, batch_size):\n    full, rest = divmod(m, batch_size)\n    return full + (rest > 0)",
    ),
    _right(
        "updates_per_epoch",
        "recursion",
        "def updates_per_epoch(m, batch_size):\n    return 0 if m <= 0 else 1 + updates_per_epoch(m - batch_size, batch_size)",
    ),
    _right(
        "updates_per_epoch",
        "loop",
        "def updates_per_epoch(m, batch_size):\n    count, seen = 0, 0\n    while seen < m:\n        seen += batch_size\n        count += 1\n    return count",
    ),
    _right("updates_per_epoch", "minus one", _UPD.format("1 + (m - 1) // batch_size")),
    _right(
        "updates_per_epoch",
        "numpy integer",
        _UPD.format("np.int64(m // batch_size + bool(m % batch_size))"),
    ),
    _right("minibatches", "generator", _CUT),
    _right("minibatches", "list", _LIST),
    _right(
        "minibatches",
        "permuted row numbers",
        _changed(_CUT, "rng.permutation(m)", "rng.permuted(np.arange(m))"),
    ),
    _right(
        "minibatches",
        "a choice of all row numbers",
        _changed(_CUT, "rng.permutation(m)", "rng.choice(m, m, replace=False)"),
    ),
    _right(
        "minibatches",
        "ranks of draws",
        _changed(_CUT, "rng.permutation(m)", "rng.random(m).argsort()"),
    ),
    _right(
        "minibatches",
        "a generator of its own",
        _changed(_CUT, "rng.permutation(m)", "rng.spawn(1)[0].permutation(m)"),
    ),
    _right(
        "minibatches",
        "drawn from what is left",
        """
def minibatches(X, y, batch_size, rng):
    left = list(range(len(X)))
    batches = []
    while left:
        taken = [left.pop(rng.integers(len(left))) for _ in range(min(batch_size, len(left)))]
        batches.append((X[taken], y[taken]))
    return batches
""",
    ),
    _right(
        "minibatches",
        "array_split by places",
        """
def minibatches(X, y, batch_size, rng):
    order = rng.permutation(len(X))
    places = list(range(batch_size, len(X), batch_size))
    return [(X[rows], y[rows]) for rows in np.split(order, places)]
""",
    ),
    _right(
        "minibatches",
        "shuffle of row numbers",
        """
def minibatches(X, y, batch_size, rng):
    rows = np.arange(len(y))
    rng.shuffle(rows)
    while rows.size:
        now, rows = rows[:batch_size], rows[batch_size:]
        yield X[now], y[now]
""",
    ),
    _right(
        "minibatches",
        "stacked and shuffled together",
        """
def minibatches(X, y, batch_size, rng):
    table = np.hstack([X, y]).copy()
    rng.shuffle(table)
    for k in range(0, len(table), batch_size):
        part = table[k : k + batch_size]
        yield part[:, :-1], part[:, -1:]
""",
    ),
    _right(
        "minibatches",
        "sorted by random numbers",
        """
def minibatches(X, y, batch_size, rng):
    order = np.argsort(rng.uniform(size=X.shape[0]))
    count = -(-X.shape[0] // batch_size)
    return [(X[order[i * batch_size : (i + 1) * batch_size]], y[order[i * batch_size : (i + 1) * batch_size]]) for i in range(count)]
""",
    ),
    _right(
        "minibatches",
        "take",
        """
def minibatches(X, y, batch_size, rng):
    order = rng.permutation(np.arange(len(X)))
    for start in np.arange(0, len(X), batch_size):
        rows = order[start : min(start + batch_size, len(X))]
        yield np.take(X, rows, axis=0), np.take(y, rows, axis=0)
""",
    ),
    _right(
        "minibatches",
        "lists as pairs",
        """
def minibatches(X, y, batch_size, rng):
    order = list(rng.permutation(len(X)))
    out = []
    while order:
        rows = [order.pop() for _ in range(min(batch_size, len(order)))]
        out.append([X[rows], y[rows]])
    return out
""",
    ),
    _right(
        "minibatches",
        "tuple of tuples, full batches then the rest",
        """
def minibatches(X, y, batch_size, rng):
    p = rng.permutation(X.shape[0])
    full = len(p) // batch_size
    parts = [p[i * batch_size : (i + 1) * batch_size] for i in range(full)]
    if len(p) % batch_size:
        parts.append(p[full * batch_size :])
    return tuple((X[r, :], y[r, :]) for r in parts)
""",
    ),
    _right(
        "minibatches",
        "iterator class",
        """
class _Batches:
    def __init__(self, X, y, size, rng):
        self.X, self.y, self.size = X, y, size
        self.order = rng.permutation(len(X))
        self.at = 0

    def __iter__(self):
        return self

    def __next__(self):
        if self.at >= len(self.order):
            raise StopIteration
        rows = self.order[self.at : self.at + self.size]
        self.at += self.size
        return self.X[rows], self.y[rows]

def minibatches(X, y, batch_size, rng):
    return _Batches(X, y, batch_size, rng)
""",
    ),
    _right(
        "minibatches",
        "enumerate in the shuffled order",
        """
def minibatches(X, y, batch_size, rng):
    Xb, yb = [], []
    for i in rng.permutation(len(X)):
        Xb.append(X[i])
        yb.append(y[i])
        if len(Xb) == batch_size:
            yield np.array(Xb), np.array(yb)
            Xb, yb = [], []
    if Xb:
        yield np.array(Xb), np.array(yb)
""",
    ),
    _right("train_minibatch", "plain", _NET),
    _right(
        "train_minibatch",
        "own batches",
        """
class NeuralNetworkMiniBatch(NeuralNetworkScratch):
    def train_minibatch(self, X, y, epochs=500, lr=0.5, batch_size=32):
        history = []
        m = X.shape[0]
        for _ in range(epochs):
            perm = self.rng.permutation(m)
            total, count = 0.0, 0
            for s in range(0, m, batch_size):
                i = perm[s : s + batch_size]
                total += mse_loss(y[i], self.forward(X[i]))
                count += 1
                for k, g in self.backward(X[i], y[i]).items():
                    self.params[k[1:]] = self.params[k[1:]] - lr * g
            history.append(total / count)
        self.losses = history
        return history
""",
    ),
    _right(
        "train_minibatch",
        "in place updates",
        _changed(
            _NET,
            'self.params[name] = self.params[name] - lr * grads["d" + name]',
            'self.params[name] -= lr * grads["d" + name]',
        ),
    ),
    _right(
        "train_minibatch",
        "global generator",
        _changed(
            _NET,
            "minibatches(X, y, batch_size, self.rng)",
            "minibatches(X, y, batch_size, np.random)",
        ),
    ),
    _right(
        "train_minibatch",
        "array of losses",
        """
class NeuralNetworkMiniBatch(NeuralNetworkScratch):
    def _step(self, X, y, lr):
        loss = ((self.forward(X) - y) ** 2).mean()
        grads = self.backward(X, y)
        for l in range(1, self.L + 1):
            for kind in "Wb":
                self.params[kind + str(l)] = self.params[kind + str(l)] - lr * grads["d" + kind + str(l)]
        return loss

    def train_minibatch(self, X, y, epochs=500, lr=0.5, batch_size=32):
        self.losses = np.array([
            np.average([self._step(a, b, lr) for a, b in minibatches(X, y, batch_size, self.rng)])
            for _ in range(epochs)
        ])
        return self.losses
""",
    ),
    _right(
        "train_minibatch",
        "by train of the parent",
        """
class NeuralNetworkMiniBatch(NeuralNetworkScratch):
    def train_minibatch(self, X, y, epochs=500, lr=0.5, batch_size=32):
        losses = []
        for _ in range(epochs):
            now = [self.train(a, b, epochs=1, lr=lr)[0] for a, b in minibatches(X, y, batch_size, self.rng)]
            losses.append(sum(now) / len(now))
        self.losses = losses
        return losses
""",
    ),
    _right(
        "train_minibatch",
        "super and a dict of new params",
        """
class NeuralNetworkMiniBatch(NeuralNetworkScratch):
    def train_minibatch(self, X, y, epochs=500, lr=0.5, batch_size=32):
        self.losses = [0.0] * epochs
        for e in range(epochs):
            batches = list(minibatches(X, y, batch_size, self.rng))
            for a, b in batches:
                prediction = super().forward(a)
                self.losses[e] += float(np.square(b - prediction).mean()) / len(batches)
                g = super().backward(a, b)
                self.params = {k: p - lr * g[f"d{k}"] for k, p in self.params.items()}
        return self.losses
""",
    ),
    _right(
        "train_minibatch",
        "prints, extra argument",
        _changed(
            _NET,
            "batch_size=32)",
            "batch_size=32, verbose=True)",
            "            self.losses.append(np.mean(batch_losses))\n",
            "            self.losses.append(np.mean(batch_losses))\n            if verbose:\n                print(epoch, self.losses[-1])\n",
        ),
    ),
    _right(
        "train_minibatch",
        "own generator kept as an attribute",
        """
class NeuralNetworkMiniBatch(NeuralNetworkScratch):
    def train_minibatch(self, X, y, epochs=500, lr=0.5, batch_size=32):
        self.losses = []
        rows = np.arange(len(X))
        while len(self.losses) < epochs:
            self.rng.shuffle(rows)
            cuts = range(batch_size, len(X), batch_size)
            losses = []
            for part in np.split(rows, list(cuts)):
                error = self.forward(X[part]) - y[part]
                losses.append(float(np.mean(error * error)))
                for name, grad in self.backward(X[part], y[part]).items():
                    self.params[name.lstrip("d")] = self.params[name.lstrip("d")] - grad * lr
            self.losses.append(float(np.mean(losses)))
        return self.losses
""",
    ),
    _right(
        "train_minibatch",
        "loss by norm, tuple",
        _changed(
            _NET,
            "np.mean((out - yb) ** 2)",
            "np.linalg.norm(out - yb) ** 2 / len(yb)",
            "        return self.losses",
            "        return tuple(self.losses)",
        ),
    ),
    _right("momentum_step", "plain", _MOM.format("beta * v - lr * dw", "w + v")),
    _right(
        "momentum_step",
        "new names",
        "def momentum_step(w, dw, v, lr, beta=0.9):\n    v_new = beta * v - lr * dw\n    return w + v_new, v_new",
    ),
    _right(
        "momentum_step",
        "np.multiply",
        "def momentum_step(w, dw, v, lr, beta=0.9):\n    nv = np.subtract(np.multiply(beta, v), np.multiply(lr, dw))\n    return np.add(w, nv), nv",
    ),
    _right(
        "momentum_step",
        "minus",
        "def momentum_step(w, dw, v, lr, beta=0.9):\n    step = lr * dw - beta * v\n    return w - step, -step",
    ),
    _right(
        "momentum_step",
        "copies",
        "def momentum_step(w, dw, v, lr, beta=0.9):\n    v = np.array(v, dtype=float)\n    v *= beta\n    v -= lr * np.asarray(dw)\n    w = np.array(w, dtype=float)\n    w += v\n    return w, v",
    ),
    _right(
        "momentum_step",
        "list",
        "def momentum_step(w, dw, v, lr, beta=0.9):\n    v = beta * v + (-lr) * dw\n    return [w + v, v]",
    ),
    _right(
        "momentum_step",
        "lambda",
        "momentum_step = lambda w, dw, v, lr, beta=0.9: (w + beta * v - lr * dw, beta * v - lr * dw)",
    ),
    _right(
        "momentum_step",
        "loop",
        """
def momentum_step(w, dw, v, lr, beta=0.9):
    def one(wi, gi, vi):
        vi = beta * vi - lr * gi
        return wi + vi, vi
    new = [one(*item) for item in zip(np.ravel(w).tolist(), np.ravel(dw).tolist(), np.ravel(v).tolist())]
    return tuple(np.array(part).reshape(np.shape(w)) for part in zip(*new))
""",
    ),
    _right(
        "momentum_step",
        "einsum of coefficients",
        "def momentum_step(w, dw, v, lr, beta=0.9):\n    v = np.tensordot([beta, -lr], np.array([v, dw], dtype=float), axes=1)\n    return w + v, v",
    ),
    _right(
        "momentum_step",
        "keyword-only inner step",
        "def momentum_step(w, dw, v, lr, beta=0.9):\n    def velocity(*, old, gradient):\n        return old * beta - gradient * lr\n    v = velocity(old=v, gradient=dw)\n    w = w + v\n    return w, v",
    ),
]

WRONG = [
    _wrong("updates_per_epoch", "floor", _UPD.format("m // batch_size"), "rest-dropped"),
    _wrong("updates_per_epoch", "float", _UPD.format("m / batch_size"), "not-rounded"),
    _wrong("updates_per_epoch", "np.ceil", _UPD.format("np.ceil(m / batch_size)"), "float-for-int"),
    _wrong(
        "updates_per_epoch",
        "floats all the way",
        "def updates_per_epoch(m, batch_size):\n    full = (m - m % batch_size) / batch_size\n    return full + 1 if m % batch_size else full",
        "float-for-int",
    ),
    _wrong(
        "updates_per_epoch", "round", _UPD.format("round(m / batch_size)"), "rounded-to-nearest"
    ),
    _wrong("updates_per_epoch", "plus one", _UPD.format("m // batch_size + 1"), "always-one-more"),
    _wrong("updates_per_epoch", "rest", _UPD.format("m % batch_size"), "rest-counted-alone"),
    _wrong(
        "updates_per_epoch",
        "floor plus rest",
        _UPD.format("m // batch_size + m % batch_size"),
        "rest-added",
    ),
    _wrong("updates_per_epoch", "turned", _UPD.format("-(-batch_size // m)"), "upside-down"),
    _wrong("updates_per_epoch", "product", _UPD.format("m * batch_size"), "product"),
    _wrong("updates_per_epoch", "m", _UPD.format("m"), "update-per-sample"),
    _wrong("updates_per_epoch", "batch_size", _UPD.format("batch_size"), "batch-size-returned"),
    _wrong("updates_per_epoch", "one", _UPD.format("1"), "one-update"),
    _wrong("updates_per_epoch", "32 fixed", _UPD.format("-(-m // 32)"), "batch-size-fixed"),
    _wrong(
        "updates_per_epoch",
        "at least one",
        _UPD.format("max(1, m // batch_size)"),
        "rest-dropped-at-least-one",
    ),
    _wrong(
        "updates_per_epoch",
        "ceil of whole-number division",
        "import math\n\n" + _UPD.format("math.ceil(m // batch_size)"),
        "rest-dropped",
    ),
    _wrong("updates_per_epoch", "difference", _UPD.format("m - batch_size"), "difference"),
    _wrong(
        "updates_per_epoch",
        "printed",
        "def updates_per_epoch(m, batch_size):\n    print(-(-m // batch_size))",
    ),
    _wrong(
        "updates_per_epoch",
        "a list of sizes",
        _UPD.format("[min(batch_size, m - k) for k in range(0, m, batch_size)]"),
        "several-for-one",
    ),
    _wrong(
        "updates_per_epoch",
        "m for batches that exceed it",
        _UPD.format("0 if batch_size > m else -(-m // batch_size)"),
        "rest-only-beyond-first",
    ),
    _wrong(
        "minibatches",
        "not shuffled",
        _changed(_CUT, "rng.permutation(m)", "np.arange(m)"),
        "not-shuffled",
    ),
    _wrong(
        "minibatches",
        "X alone shuffled",
        _changed(_CUT, "yield X[rows], y[rows]", "yield X[rows], y[start : start + batch_size]"),
        "y-not-shuffled",
    ),
    _wrong(
        "minibatches",
        "y alone shuffled",
        _changed(_CUT, "yield X[rows], y[rows]", "yield X[start : start + batch_size], y[rows]"),
        "X-not-shuffled",
    ),
    _wrong(
        "minibatches",
        "shuffled apart",
        _changed(_LIST, "X_s, y_s = X[idx], y[idx]", "X_s, y_s = X[idx], y[rng.permutation(m)]"),
        "separate-orders",
    ),
    _wrong(
        "minibatches",
        "rest dropped",
        _changed(_CUT, "range(0, m, batch_size)", "range(0, m - batch_size + 1, batch_size)"),
        "last-batch-dropped",
    ),
    _wrong(
        "minibatches",
        "rest dropped by count",
        "def minibatches(X, y, batch_size, rng):\n    idx = rng.permutation(len(X))\n    for k in range(len(X) // batch_size):\n        rows = idx[k * batch_size : (k + 1) * batch_size]\n        yield X[rows], y[rows]",
        "last-batch-dropped",
    ),
    _wrong(
        "minibatches",
        "empty batch",
        "def minibatches(X, y, batch_size, rng):\n    idx = rng.permutation(len(X))\n    for k in range(len(X) // batch_size + 1):\n        rows = idx[k * batch_size : (k + 1) * batch_size]\n        yield X[rows], y[rows]",
        "empty-last-batch",
    ),
    _wrong(
        "minibatches",
        "with replacement",
        _changed(_CUT, "rng.permutation(m)", "(rng.uniform(size=m) * m).astype(int)"),
        "samples-repeated",
    ),
    _wrong(
        "minibatches",
        "own generator",
        _changed(_CUT, "rng.permutation(m)", "np.random.permutation(m)"),
        "other-randomness",
    ),
    _wrong(
        "minibatches",
        "seed fixed",
        _changed(_CUT, "rng.permutation(m)", "np.random.default_rng(0).permutation(m)"),
        "own-generator",
    ),
    _wrong(
        "minibatches",
        "in place",
        "def minibatches(X, y, batch_size, rng):\n    table = np.hstack([X, y])\n    rng.shuffle(table)\n    X[:], y[:] = table[:, :-1], table[:, -1:]\n    for k in range(0, len(X), batch_size):\n        yield X[k : k + batch_size].copy(), y[k : k + batch_size].copy()",
        "shuffled-in-place",
    ),
    _wrong(
        "minibatches",
        "y flat",
        _changed(_CUT, "yield X[rows], y[rows]", "yield X[rows], y[rows].ravel()"),
        "y-flattened",
    ),
    _wrong(
        "minibatches",
        "X alone",
        _changed(_CUT, "yield X[rows], y[rows]", "yield X[rows]"),
        "X-only",
    ),
    _wrong(
        "minibatches",
        "one batch only",
        _changed(_LIST, "    return batches", "        return batches"),
        "returned-in-loop",
    ),
    _wrong(
        "minibatches",
        "number of batches for their size",
        "def minibatches(X, y, batch_size, rng):\n    idx = rng.permutation(len(X))\n    return [(X[r], y[r]) for r in np.array_split(idx, batch_size)]",
        "number-of-batches",
    ),
    _wrong(
        "minibatches",
        "equal parts",
        "def minibatches(X, y, batch_size, rng):\n    idx = rng.permutation(len(X))\n    return [(X[r], y[r]) for r in np.array_split(idx, -(-len(X) // batch_size))]",
        "batches-evened-out",
    ),
    _wrong(
        "minibatches",
        "overlapping",
        _changed(_CUT, "range(0, m, batch_size)", "range(0, m, max(1, batch_size // 2))"),
        "batch-sizes",
    ),
    _wrong(
        "minibatches",
        "batches shuffled, not samples",
        "def minibatches(X, y, batch_size, rng):\n    starts = np.arange(0, len(X), batch_size)\n    for s in rng.permutation(starts):\n        yield X[s : s + batch_size], y[s : s + batch_size]",
        "batches-shuffled",
    ),
    _wrong(
        "minibatches",
        "off by one",
        _changed(_CUT, "start + batch_size]", "start + batch_size - 1]"),
        "one-sample-short",
    ),
    _wrong(
        "minibatches",
        "columns",
        _changed(_CUT, "yield X[rows], y[rows]", "yield X[:, :batch_size], y[:batch_size]"),
        "unequal-rows",
    ),
    _wrong(
        "minibatches",
        "one column too few",
        _changed(_CUT, "yield X[rows], y[rows]", "yield X[rows, :-1], y[rows]"),
        "row-length",
    ),
    _wrong(
        "minibatches",
        "y first",
        _changed(_CUT, "yield X[rows], y[rows]", "yield y[rows], X[rows]"),
        "y-first",
    ),
    _wrong(
        "minibatches",
        "shuffled inside each batch",
        _changed(
            _CUT,
            "idx = rng.permutation(m)",
            "idx = np.arange(m)",
            "idx[start : start + batch_size]",
            "rng.permutation(idx[start : start + batch_size])",
        ),
        "shuffled-within-batches",
    ),
    _wrong(
        "minibatches",
        "row numbers",
        _changed(_CUT, "yield X[rows], y[rows]", "yield rows, rows"),
        "X-axes",
    ),
    _wrong(
        "minibatches",
        "random batch forever",
        "def minibatches(X, y, batch_size, rng):\n    while True:\n        rows = rng.permutation(len(X))[:batch_size]\n        yield X[rows], y[rows]",
        "endless",
    ),
    _wrong(
        "minibatches",
        "new draw for each batch",
        "def minibatches(X, y, batch_size, rng):\n    for start in range(0, len(X), batch_size):\n        rows = rng.permutation(len(X))[start : start + batch_size]\n        yield X[rows], y[rows]",
        "drawn-anew-and-cut",
    ),
    _wrong(
        "minibatches",
        "rest dropped and y flat",
        _changed(
            _CUT,
            "range(0, m, batch_size)",
            "range(0, m - batch_size + 1, batch_size)",
            "y[rows]",
            "y[rows].ravel()",
        ),
        "y-axes",
    ),
    _wrong(
        "train_minibatch",
        "shuffled once",
        _changed(
            _NET,
            "        for epoch in range(epochs):\n",
            "        batches = list(minibatches(X, y, batch_size, self.rng))\n        for epoch in range(epochs):\n",
            "minibatches(X, y, batch_size, self.rng):\n                out",
            "batches:\n                out",
        ),
        "shuffled-once",
    ),
    _wrong(
        "train_minibatch",
        "not shuffled",
        _changed(
            _NET,
            "for Xb, yb in minibatches(X, y, batch_size, self.rng):\n",
            "for s in range(0, len(X), batch_size):\n                Xb, yb = X[s : s + batch_size], y[s : s + batch_size]\n",
        ),
        "stored-order",
    ),
    _wrong(
        "train_minibatch",
        "seed in the loop",
        _changed(
            _NET,
            "minibatches(X, y, batch_size, self.rng)",
            "minibatches(X, y, batch_size, np.random.default_rng(0))",
        ),
        "same-seed-each-epoch",
    ),
    _wrong(
        "train_minibatch",
        "loss of the last batch",
        _changed(_NET, "np.mean(batch_losses)", "batch_losses[-1]"),
        "loss-of-last-batch",
    ),
    _wrong(
        "train_minibatch",
        "loss on everything after the epoch",
        _changed(_NET, "np.mean(batch_losses)", "np.mean((self.forward(X) - y) ** 2)"),
        "loss-of-all-after-epoch",
    ),
    _wrong(
        "train_minibatch",
        "loss on everything before the epoch",
        _changed(
            _NET,
            "            batch_losses = []\n",
            "            batch_losses = []\n            whole = np.mean((self.forward(X) - y) ** 2)\n",
            "np.mean(batch_losses)",
            "whole",
        ),
        "loss-of-all-before-epoch",
    ),
    _wrong(
        "train_minibatch",
        "loss after the update",
        _changed(
            _NET,
            "                batch_losses.append(np.mean((out - yb) ** 2))\n",
            "",
            "            self.losses.append(np",
            "                batch_losses.append(np.mean((self.forward(Xb) - yb) ** 2))\n            self.losses.append(np",
        ),
        "loss-after-update",
    ),
    _wrong(
        "train_minibatch",
        "weighted by size",
        _changed(
            _NET,
            "np.mean((out - yb) ** 2)",
            "np.sum((out - yb) ** 2) / len(X)",
            "np.mean(batch_losses)",
            "np.sum(batch_losses)",
        ),
        "losses-weighted",
    ),
    _wrong(
        "train_minibatch",
        "sum over batches",
        _changed(_NET, "np.mean(batch_losses)", "np.sum(batch_losses)"),
        "losses-added-up",
    ),
    _wrong(
        "train_minibatch",
        "sum over samples",
        _changed(_NET, "np.mean((out - yb) ** 2)", "np.sum((out - yb) ** 2)"),
        "loss-summed",
    ),
    _wrong(
        "train_minibatch",
        "every batch loss",
        _changed(
            _NET, "self.losses.append(np.mean(batch_losses))", "self.losses.extend(batch_losses)"
        ),
        "loss-of-each-batch",
    ),
    _wrong(
        "train_minibatch",
        "one update an epoch",
        _changed(
            _NET,
            '                for name in self.params:\n                    self.params[name] = self.params[name] - lr * grads["d" + name]\n',
            '            for name in self.params:\n                self.params[name] = self.params[name] - lr * grads["d" + name]\n',
        ),
        "update-once-an-epoch",
    ),
    _wrong(
        "train_minibatch",
        "gradients on everything",
        _changed(
            _NET,
            "grads = self.backward(Xb, yb)",
            "self.forward(X)\n                grads = self.backward(X, y)",
        ),
        "whole-set-gradient",
    ),
    _wrong("train_minibatch", "uphill", _changed(_NET, "- lr *", "+ lr *"), "ascent"),
    _wrong(
        "train_minibatch",
        "no learning rate",
        _changed(_NET, "- lr * grads", "- grads"),
        "lr-ignored",
    ),
    _wrong(
        "train_minibatch",
        "biases forgotten",
        _changed(
            _NET,
            "                for name in self.params:\n",
            '                for name in ("W%d" % (l + 1) for l in range(self.L)):\n',
        ),
        "weights-only",
    ),
    _wrong(
        "train_minibatch",
        "forward on everything",
        _changed(_NET, "self.forward(Xb)", "self.forward(X)"),
        "forward-on-all",
    ),
    _wrong(
        "train_minibatch",
        "returns nothing",
        _changed(_NET, "        return self.losses\n", ""),
        "returns-nothing",
    ),
    _wrong(
        "train_minibatch",
        "losses not kept",
        _changed(
            _NET,
            "        self.losses = []",
            "        losses = []",
            "self.losses.append",
            "losses.append",
            "return self.losses",
            "return losses",
        ),
        "losses-attribute-missing",
    ),
    _wrong(
        "train_minibatch",
        "batch size fixed",
        _changed(
            _NET, "minibatches(X, y, batch_size, self.rng)", "minibatches(X, y, 32, self.rng)"
        ),
        "batch-size-ignored",
    ),
    _wrong(
        "train_minibatch",
        "lr divided by the batch size",
        _changed(_NET, "- lr * grads", "- lr / batch_size * grads"),
        "lr-divided-by-batch-size",
    ),
    _wrong(
        "train_minibatch",
        "rest dropped",
        _changed(
            _NET,
            "                out = self",
            "                if len(Xb) < batch_size:\n                    continue\n                out = self",
        ),
        "last-batch-dropped-or-all",
    ),
    _wrong(
        "train_minibatch",
        "return in the loop",
        _changed(_NET, "        return self.losses", "            return self.losses"),
        "return-in-loop",
    ),
    _wrong(
        "train_minibatch",
        "shuffles its arguments",
        _changed(
            _NET,
            "for Xb, yb in minibatches(X, y, batch_size, self.rng):\n",
            "for s in range(0, len(X), batch_size):\n                if s == 0:\n                    p = self.rng.permutation(len(X))\n                    X[:], y[:] = X[p], y[p]\n                Xb, yb = X[s : s + batch_size], y[s : s + batch_size]\n",
        ),
        "shuffles-the-caller",
    ),
    _wrong(
        "train_minibatch",
        "not in the class",
        _changed(
            _NET,
            "class NeuralNetworkMiniBatch(NeuralNetworkScratch):\n    def train_minibatch",
            "class NeuralNetworkMiniBatch(NeuralNetworkScratch):\n    pass\n\nif True:\n    def train_minibatch",
        ),
        "no-train_minibatch",
    ),
    _wrong(
        "train_minibatch",
        "starts with new weights",
        _changed(
            _NET,
            "        self.losses = []\n",
            "        self.losses = []\n        self.params = init_params(self.layer_sizes, np.random.default_rng(0))\n",
        ),
        "starts-anew",
    ),
    _wrong(
        "train_minibatch",
        "one update an epoch and the last batch's loss",
        _changed(
            _NET,
            '                for name in self.params:\n                    self.params[name] = self.params[name] - lr * grads["d" + name]\n',
            '            for name in self.params:\n                self.params[name] = self.params[name] - lr * grads["d" + name]\n',
            "np.mean(batch_losses)",
            "batch_losses[-1]",
        ),
        "update-once-an-epoch",
    ),
    _wrong(
        "train_minibatch",
        "samples and labels shuffled apart",
        _changed(
            _NET,
            "for Xb, yb in minibatches(X, y, batch_size, self.rng):\n",
            "p, q = self.rng.permutation(len(X)), self.rng.permutation(len(X))\n            for s in range(0, len(X), batch_size):\n                Xb, yb = X[p[s : s + batch_size]], y[q[s : s + batch_size]]\n",
        ),
        "shuffled-separately",
    ),
    _wrong("momentum_step", "plus lr dw", _MOM.format("beta * v + lr * dw", "w + v"), "uphill"),
    _wrong(
        "momentum_step",
        "other convention",
        _MOM.format("beta * v + lr * dw", "w - v"),
        "other-sign-convention",
    ),
    _wrong(
        "momentum_step",
        "moving average",
        _MOM.format("beta * v + (1 - beta) * dw", "w - lr * v"),
        "average-of-gradients",
    ),
    _wrong(
        "momentum_step",
        "moving average with minus",
        _MOM.format("beta * v - (1 - beta) * lr * dw", "w + v"),
        "one-minus-beta",
    ),
    _wrong(
        "momentum_step",
        "lr outside",
        _MOM.format("beta * v + dw", "w - lr * v"),
        "velocity-of-gradients",
    ),
    _wrong(
        "momentum_step",
        "old velocity",
        "def momentum_step(w, dw, v, lr, beta=0.9):\n    new_w = w + v\n    new_v = beta * v - lr * dw\n    return new_w, new_v",
        "old-velocity",
    ),
    _wrong(
        "momentum_step",
        "minus v",
        _MOM.format("beta * v - lr * dw", "w - v"),
        "velocity-subtracted",
    ),
    _wrong("momentum_step", "no beta", _MOM.format("v - lr * dw", "w + v"), "beta-missing"),
    _wrong("momentum_step", "beta fixed", _MOM.format("0.9 * v - lr * dw", "w + v"), "beta-fixed"),
    _wrong("momentum_step", "no lr", _MOM.format("beta * v - dw", "w + v"), "lr-ignored"),
    _wrong(
        "momentum_step",
        "beta on the gradient too",
        _MOM.format("beta * (v - lr * dw)", "w + v"),
        "beta-on-both",
    ),
    _wrong(
        "momentum_step",
        "order turned",
        "def momentum_step(w, dw, v, lr, beta=0.9):\n    v = beta * v - lr * dw\n    return v, w + v",
        "exchanged",
    ),
    _wrong(
        "momentum_step",
        "w alone",
        "def momentum_step(w, dw, v, lr, beta=0.9):\n    return w + beta * v - lr * dw",
        "velocity-not-returned",
    ),
    _wrong(
        "momentum_step",
        "plain descent",
        "def momentum_step(w, dw, v, lr, beta=0.9):\n    return w - lr * dw, v",
        "old-velocity-returned",
    ),
    _wrong(
        "momentum_step",
        "in place",
        "def momentum_step(w, dw, v, lr, beta=0.9):\n    v *= beta\n    v -= lr * dw\n    w += v\n    return w, v",
        "in-place",
    ),
    _wrong(
        "momentum_step",
        "Nesterov",
        "def momentum_step(w, dw, v, lr, beta=0.9):\n    new_v = beta * v - lr * dw\n    return w - beta * v + (1 + beta) * new_v, new_v",
        "look-ahead",
    ),
    _wrong(
        "momentum_step",
        "gradient applied twice",
        "def momentum_step(w, dw, v, lr, beta=0.9):\n    v = beta * v - lr * dw\n    return w + v - lr * dw, v",
        "plain-step-twice",
    ),
    _wrong(
        "momentum_step",
        "1 - beta for beta",
        _MOM.format("(1 - beta) * v - lr * dw", "w + v"),
        "one-minus-beta-kept",
    ),
    _wrong(
        "momentum_step",
        "velocity not returned new",
        "def momentum_step(w, dw, v, lr, beta=0.9):\n    return w + beta * v - lr * dw, v",
        "old-velocity-returned",
    ),
    _wrong(
        "momentum_step",
        "global velocity",
        "_v = 0\n\ndef momentum_step(w, dw, v, lr, beta=0.9):\n    global _v\n    _v = beta * _v - lr * np.mean(dw)\n    return w + _v, _v + 0 * v",
    ),
    _wrong(
        "momentum_step",
        "squared gradient",
        _MOM.format("beta * v + (1 - beta) * dw**2", "w - lr * dw / (np.sqrt(v) + 1e-8)"),
        "squared-gradients",
    ),
    _wrong(
        "momentum_step",
        "beta 0.99 as default",
        "def momentum_step(w, dw, v, lr, beta=0.99):\n    v = beta * v - lr * dw\n    return w + v, v",
        "only-some",
    ),
]
