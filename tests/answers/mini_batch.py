"""Answers to section 07 as students write them."""

from __future__ import annotations

from tests.answers import Answer


def _updates(style: str, code: str, *causes: str) -> Answer:
    return Answer("updates_per_epoch", style, code, causes)


def _batches(style: str, code: str, *causes: str) -> Answer:
    return Answer("minibatches", style, code, causes)


def _train(style: str, code: str, *causes: str) -> Answer:
    return Answer("train_minibatch", style, code, causes)


def _momentum(style: str, code: str, *causes: str) -> Answer:
    return Answer("momentum_step", style, code, causes)


RIGHT = [
    _updates(
        "np.ceil",
        """
def updates_per_epoch(m, batch_size):
    return int(np.ceil(m / batch_size))
""",
    ),
    _updates(
        "the floor of the negative",
        """
def updates_per_epoch(m, batch_size):
    return -(-m // batch_size)
""",
    ),
    _updates(
        "counting the starts",
        """
updates_per_epoch = lambda m, batch_size: len(range(0, m, batch_size))
""",
    ),
    _updates(
        "one less, one more",
        """
def updates_per_epoch(m, batch_size):
    return (m - 1) // batch_size + 1
""",
    ),
    _updates(
        "recursion",
        """
def updates_per_epoch(m, batch_size):
    return 0 if m <= 0 else 1 + updates_per_epoch(m - batch_size, batch_size)
""",
    ),
    _updates(
        "divmod and a truth value",
        """
def updates_per_epoch(m, batch_size):
    full, rest = divmod(m, batch_size)
    return full + bool(rest)
""",
    ),
    _updates(
        "a while loop",
        """
def updates_per_epoch(m, batch_size):
    count = 0
    while m > 0:
        m -= batch_size
        count += 1
    return count
""",
    ),
    _updates(
        "math.ceil, a whole number in an array",
        """
import math

def updates_per_epoch(m, batch_size):
    return np.array(math.ceil(m / batch_size))
""",
    ),
    _batches(
        "a list of pairs",
        """
def minibatches(X, y, batch_size, rng):
    idx = rng.permutation(X.shape[0])
    result = []
    for start in range(0, X.shape[0], batch_size):
        end = min(start + batch_size, X.shape[0])
        result.append((X[idx[start:end]], y[idx[start:end]]))
    return result
""",
    ),
    _batches(
        "shuffled copies, then slices",
        """
def minibatches(X, y, batch_size, rng):
    perm = rng.permutation(len(y))
    X_shuf, y_shuf = X[perm], y[perm]
    for k in range(0, len(y), batch_size):
        yield X_shuf[k:k + batch_size], y_shuf[k:k + batch_size]
""",
    ),
    _batches(
        "rng.shuffle on row numbers",
        """
def minibatches(X, y, batch_size, rng):
    idx = np.arange(len(X))
    rng.shuffle(idx)
    n_batches = updates_per_epoch(len(X), batch_size)
    for k in range(n_batches):
        rows = idx[k * batch_size:(k + 1) * batch_size]
        yield X[rows], y[rows]
""",
    ),
    _batches(
        "a Python list shuffled",
        """
def minibatches(X, y, batch_size, rng):
    rows = list(range(len(X)))
    rng.shuffle(rows)
    while rows:
        now, rows = rows[:batch_size], rows[batch_size:]
        yield X[now, :], y[now, :]
""",
    ),
    _batches(
        "sorted by random numbers",
        """
def minibatches(X, y, batch_size, rng):
    order = np.argsort(rng.uniform(size=len(X)))
    starts = range(0, len(X), batch_size)
    return zip((X[order[s:s + batch_size]] for s in starts),
               (y[order[s:s + batch_size]] for s in starts))
""",
    ),
    _batches(
        "X and y glued together and shuffled",
        """
def minibatches(X, y, batch_size, rng):
    both = np.hstack([X, y])
    rng.shuffle(both)
    for k in range(0, len(both), batch_size):
        part = both[k:k + batch_size]
        yield [part[:, :-1], part[:, -1:]]
""",
    ),
    _batches(
        "np.array_split at the right places",
        """
def minibatches(X, y, batch_size, rng):
    order = rng.permutation(len(X))
    cuts = np.arange(batch_size, len(X), batch_size)
    return tuple((np.take(X, part, axis=0), np.take(y, part, axis=0))
                 for part in np.array_split(order, cuts))
""",
    ),
    _batches(
        "the row numbers permuted twice, filled sample by sample",
        """
def minibatches(X, y, batch_size, rng):
    m = len(X)
    order = rng.permutation(rng.permutation(m))
    xs, ys = [], []
    for k in order:
        xs.append(X[k])
        ys.append(y[k])
        if len(xs) == batch_size:
            yield np.array(xs), np.array(ys)
            xs, ys = [], []
    if xs:
        yield np.stack(xs), np.stack(ys)
""",
    ),
    _batches(
        "Fisher and Yates by hand, on floats",
        """
def minibatches(X, y, batch_size, rng):
    X, y = np.array(X, dtype=float), np.array(y, dtype=float)
    for i in range(len(X) - 1, 0, -1):
        j = int(rng.uniform(0, i + 1))
        X[[i, j]], y[[i, j]] = X[[j, i]], y[[j, i]]
    return [(X[k:k + batch_size].copy(), y[k:k + batch_size].copy())
            for k in range(0, len(X), batch_size)]
""",
    ),
    _train(
        "the loop of a textbook, indices drawn in the method",
        """
class NeuralNetworkMiniBatch(NeuralNetworkScratch):
    def train_minibatch(self, X, y, epochs=500, lr=0.5, batch_size=32):
        m = X.shape[0]
        self.losses = []
        for epoch in range(epochs):
            indices = self.rng.permutation(m)
            total, n = 0.0, 0
            for start in range(0, m, batch_size):
                rows = indices[start:start + batch_size]
                out = self.forward(X[rows])
                total += np.mean((out - y[rows]) ** 2)
                n += 1
                self.backward(X[rows], y[rows])
                for l in range(1, self.L + 1):
                    self.params[f"W{l}"] -= lr * self.grads[f"dW{l}"]
                    self.params[f"b{l}"] -= lr * self.grads[f"db{l}"]
            self.losses.append(total / n)
        return self.losses
""",
    ),
    _train(
        "train on each batch for one epoch",
        """
class NeuralNetworkMiniBatch(NeuralNetworkScratch):
    def train_minibatch(self, X, y, epochs=500, lr=0.5, batch_size=32):
        history = []
        for _ in range(epochs):
            history.append(np.mean([self.train(a, b, epochs=1, lr=lr)[0]
                                    for a, b in minibatches(X, y, batch_size, self.rng)]))
        self.losses = history
        return history
""",
    ),
    _train(
        "NumPy's global generator, an array of losses",
        """
class NeuralNetworkMiniBatch(NeuralNetworkScratch):
    def train_minibatch(self, X, y, epochs=500, lr=0.5, batch_size=32):
        losses = np.zeros(epochs)
        for epoch in range(epochs):
            order = np.random.permutation(len(X))
            Xs, ys = X[order], y[order]
            batch = []
            for k in range(0, len(X), batch_size):
                Xb, yb = Xs[k:k + batch_size], ys[k:k + batch_size]
                batch.append(mse_loss(yb, self.predict(Xb)))
                for name, grad in self.backward(Xb, yb).items():
                    self.params[name[1:]] = self.params[name[1:]] - lr * grad
            losses[epoch] = sum(batch) / len(batch)
        self.losses = losses.tolist()
        return losses
""",
    ),
    _train(
        "helper methods and a generator of its own",
        """
class NeuralNetworkMiniBatch(NeuralNetworkScratch):
    def __init__(self, layer_sizes, rng=None):
        super().__init__(layer_sizes, rng)
        self.shuffler = np.random.default_rng()

    def _step(self, Xb, yb, lr):
        error = self.forward(Xb) - yb
        grads = self.backward(Xb, yb)
        self.params.update({k: v - lr * grads["d" + k] for k, v in self.params.items()})
        return float(np.dot(error.ravel(), error.ravel()) / error.size)

    def _epoch(self, X, y, lr, batch_size):
        rows = list(range(len(X)))
        self.shuffler.shuffle(rows)
        cuts = [rows[k:k + batch_size] for k in range(0, len(rows), batch_size)]
        return np.average([self._step(X[cut], y[cut], lr) for cut in cuts])

    def train_minibatch(self, X, y, epochs=500, lr=0.5, batch_size=32):
        self.losses = [self._epoch(X, y, lr, batch_size) for _ in range(epochs)]
        return self.losses
""",
    ),
    _train(
        "gradients worked out anew, a running mean of the losses",
        """
class NeuralNetworkMiniBatch(NeuralNetworkScratch):
    def train_minibatch(self, X, y, epochs=500, lr=0.5, batch_size=32):
        self.losses = []
        while len(self.losses) < epochs:
            mean = 0.0
            for k, (Xb, yb) in enumerate(minibatches(X, y, batch_size, self.rng), start=1):
                out = self.forward(Xb)
                mean += (((out - yb) ** 2).mean() - mean) / k
                delta = 2 / len(Xb) * (out - yb) * out * (1 - out)
                steps = {}
                for l in range(self.L, 0, -1):
                    a = self.cache[f"a{l - 1}"]
                    steps[f"W{l}"] = np.einsum("mi,mj->ij", a, delta)
                    steps[f"b{l}"] = delta.sum(axis=0).reshape(1, -1)
                    delta = np.dot(delta, self.params[f"W{l}"].T) * a * (1 - a)
                for name in steps:
                    self.params[name] = self.params[name] + (-lr) * steps[name]
            self.losses += [mean]
        return tuple(self.losses)
""",
    ),
    _momentum(
        "one line each",
        """
def momentum_step(w, dw, v, lr, beta=0.9):
    v = beta * v - lr * dw
    w = w + v
    return w, v
""",
    ),
    _momentum(
        "one expression",
        """
momentum_step = lambda w, dw, v, lr, beta=0.9: (w + beta * v - lr * dw, beta * v - lr * dw)
""",
    ),
    _momentum(
        "copies changed in place",
        """
def momentum_step(w, dw, v, lr, beta=0.9):
    new_v = np.array(v, dtype=float)
    new_v *= beta
    new_v -= lr * np.asarray(dw)
    new_w = np.array(w, dtype=float)
    new_w += new_v
    return new_w, new_v
""",
    ),
    _momentum(
        "velocity uphill and subtracted, turned around at the end",
        """
def momentum_step(w, dw, v, lr, beta=0.9):
    up = np.add(np.multiply(beta, np.negative(v)), np.multiply(lr, dw))
    return [np.subtract(w, up), -up]
""",
    ),
    _momentum(
        "entry by entry",
        """
def momentum_step(w, dw, v, lr, beta=0.9):
    new_w, new_v = np.zeros(np.shape(w)), np.zeros(np.shape(w))
    for i in np.ndindex(new_w.shape):
        new_v[i] = beta * np.asarray(v)[i] - lr * np.asarray(dw)[i]
        new_w[i] = np.asarray(w)[i] + new_v[i]
    return new_w, new_v
""",
    ),
    _momentum(
        "as the change of an average",
        """
def momentum_step(w, dw, v, lr, beta=0.9):
    step = v - ((1 - beta) * v + lr * dw)
    return w - (-step), step
""",
    ),
]

_CLASS = """
class NeuralNetworkMiniBatch(NeuralNetworkScratch):
    def train_minibatch(self, X, y, epochs=500, lr=0.5, batch_size=32):
"""

WRONG = [
    _updates(
        "int of the quotient",
        """
def updates_per_epoch(m, batch_size):
    return int(m / batch_size)
""",
        "rest-dropped",
    ),
    _updates(
        "the ceiling of a floor",
        """
def updates_per_epoch(m, batch_size):
    return int(np.ceil(m // batch_size))
""",
        "rest-dropped",
    ),
    _updates(
        "int and one",
        """
def updates_per_epoch(m, batch_size):
    return int(m / batch_size) + 1
""",
        "always-one-more",
    ),
    _updates(
        "np.round",
        """
def updates_per_epoch(m, batch_size):
    return int(np.round(m / batch_size))
""",
        "rounded-to-nearest",
    ),
    _updates(
        "a true division",
        """
updates_per_epoch = lambda m, batch_size: m / batch_size
""",
        "not-rounded",
    ),
    _updates(
        "the ceiling upside down",
        """
def updates_per_epoch(m, batch_size):
    return int(np.ceil(batch_size / m))
""",
        "upside-down",
    ),
    _batches(
        "plain slices",
        """
def minibatches(X, y, batch_size, rng):
    return [(X[k:k + batch_size], y[k:k + batch_size]) for k in range(0, len(X), batch_size)]
""",
        "not-shuffled",
    ),
    _batches(
        "full batches only",
        """
def minibatches(X, y, batch_size, rng):
    idx = np.arange(len(X))
    rng.shuffle(idx)
    for k in range(len(X) // batch_size):
        rows = idx[k * batch_size:(k + 1) * batch_size]
        yield X[rows], y[rows]
""",
        "last-batch-dropped",
    ),
    _batches(
        "one batch more than there is",
        """
def minibatches(X, y, batch_size, rng):
    idx = rng.permutation(len(X))
    for k in range(len(X) // batch_size + 1):
        rows = idx[k * batch_size:(k + 1) * batch_size]
        yield X[rows], y[rows]
""",
        "empty-last-batch",
    ),
    _batches(
        "two calls of permutation on the arrays",
        """
def minibatches(X, y, batch_size, rng):
    Xs = rng.permutation(X)
    ys = rng.permutation(y)
    for k in range(0, len(X), batch_size):
        yield Xs[k:k + batch_size], ys[k:k + batch_size]
""",
        "separate-orders",
    ),
    _batches(
        "shuffle on the arrays themselves",
        """
def minibatches(X, y, batch_size, rng):
    rng.shuffle(X)
    rng.shuffle(y)
    out = []
    for k in range(0, len(X), batch_size):
        out.append((X[k:k + batch_size].copy(), y[k:k + batch_size].copy()))
    return out
""",
        "rng-shuffle-on-arrays",
    ),
    _batches(
        "the order of shuffle taken as its value",
        """
def minibatches(X, y, batch_size, rng):
    idx = list(range(len(X)))
    idx = rng.shuffle(idx)
    for k in range(0, len(X), batch_size):
        yield X[idx[k:k + batch_size]], y[idx[k:k + batch_size]]
""",
        "shuffle-returns-nothing",
    ),
    _batches(
        "NumPy's global generator",
        """
def minibatches(X, y, batch_size, rng):
    idx = np.random.permutation(len(X))
    for k in range(0, len(X), batch_size):
        yield X[idx[k:k + batch_size]], y[idx[k:k + batch_size]]
""",
        "other-randomness",
    ),
    _batches(
        "a generator of its own with a seed",
        """
def minibatches(X, y, batch_size, rng):
    rng = np.random.RandomState(7)
    idx = rng.permutation(len(X))
    for k in range(0, len(X), batch_size):
        yield X[idx[k:k + batch_size]], y[idx[k:k + batch_size]]
""",
        "rng-not-used",
    ),
    _batches(
        "y left in its order, X sorted by random numbers",
        """
def minibatches(X, y, batch_size, rng):
    X = X[np.argsort(rng.uniform(size=len(X)))]
    for k in range(0, len(X), batch_size):
        yield X[k:k + batch_size], y[k:k + batch_size]
""",
        "y-not-shuffled",
    ),
    _batches(
        "whole arrays in one batch",
        """
def minibatches(X, y, batch_size, rng):
    idx = np.argsort(rng.normal(size=len(X)))
    return [(X[idx], y[idx])]
""",
        "one-batch",
    ),
    _batches(
        "a batch drawn at random, as often as needed",
        """
def minibatches(X, y, batch_size, rng):
    for _ in range(-(-len(X) // batch_size)):
        rows = rng.permutation(len(X))[:batch_size]
        yield X[rows], y[rows]
""",
        "last-batch-too-large",
        "samples-repeated",
        "drawn-anew",
    ),
    _batches(
        "labels flattened",
        """
def minibatches(X, y, batch_size, rng):
    idx = rng.permutation(len(X))
    y = y.ravel()
    for k in range(0, len(X), batch_size):
        yield X[idx[k:k + batch_size]], y[idx[k:k + batch_size]]
""",
        "y-flattened",
    ),
    _batches(
        "never ends",
        """
def minibatches(X, y, batch_size, rng):
    while True:
        idx = rng.permutation(len(X))
        for k in range(0, len(X), batch_size):
            yield X[idx[k:k + batch_size]], y[idx[k:k + batch_size]]
""",
        "endless",
    ),
    _batches(
        "the batches drawn in a random order, not the samples",
        """
def minibatches(X, y, batch_size, rng):
    parts = [(X[k:k + batch_size], y[k:k + batch_size]) for k in range(0, len(X), batch_size)]
    for k in np.argsort(rng.uniform(size=len(parts))):
        yield parts[k]
""",
        "smaller-batch-first",
        "neighbors-together",
    ),
    _batches(
        "the last sample forgotten",
        """
def minibatches(X, y, batch_size, rng):
    idx = rng.permutation(len(X))[:-1]
    for k in range(0, len(idx), batch_size):
        yield X[idx[k:k + batch_size]], y[idx[k:k + batch_size]]
""",
        "samples-missing",
        "last-batch-missing",
    ),
    _batches(
        "only the arguments",
        """
def minibatches(X, y, batch_size, rng):
    return [X, y]
""",
        "no-pairs",
    ),
    _train(
        "batches as they are stored",
        _CLASS
        + """
        self.losses = []
        for _ in range(epochs):
            batch = []
            for k in range(0, len(X), batch_size):
                Xb, yb = X[k:k + batch_size], y[k:k + batch_size]
                batch.append(mse_loss(yb, self.forward(Xb)))
                self.backward(Xb, yb)
                for name in self.params:
                    self.params[name] = self.params[name] - lr * self.grads["d" + name]
            self.losses.append(np.mean(batch))
        return self.losses
""",
        "stored-order",
    ),
    _train(
        "shuffled once by row numbers, before the loop",
        _CLASS
        + """
        self.losses = []
        order = np.argsort(self.rng.uniform(size=len(X)))
        X, y = X[order], y[order]
        for _ in range(epochs):
            batch = []
            for k in range(0, len(X), batch_size):
                Xb, yb = X[k:k + batch_size], y[k:k + batch_size]
                batch.append(mse_loss(yb, self.forward(Xb)))
                self.backward(Xb, yb)
                for name in self.params:
                    self.params[name] = self.params[name] - lr * self.grads["d" + name]
            self.losses.append(np.mean(batch))
        return self.losses
""",
        "same-batches",
    ),
    _train(
        "only the last loss of the epoch, another way to shuffle",
        _CLASS
        + """
        self.losses = []
        for _ in range(epochs):
            rows = np.argsort(self.rng.uniform(size=len(X)))
            for k in range(0, len(X), batch_size):
                b = rows[k:k + batch_size]
                loss = mse_loss(y[b], self.forward(X[b]))
                self.backward(X[b], y[b])
                for name in self.params:
                    self.params[name] = self.params[name] - lr * self.grads["d" + name]
            self.losses.append(loss)
        return self.losses
""",
        "losses-noted-wrongly",
    ),
    _train(
        "losses weighted by the sizes of the batches",
        _CLASS
        + """
        self.losses = []
        for _ in range(epochs):
            total = 0
            for a, b in minibatches(X, y, batch_size, self.rng):
                total += np.sum((self.forward(a) - b) ** 2)
                g = self.backward(a, b)
                for name in self.params:
                    self.params[name] = self.params[name] - lr * g["d" + name]
            self.losses.append(total / len(X))
        return self.losses
""",
        "losses-weighted",
    ),
    _train(
        "the update outside of the inner loop",
        _CLASS
        + """
        self.losses = []
        for _ in range(epochs):
            batch = []
            for a, b in minibatches(X, y, batch_size, self.rng):
                batch.append(mse_loss(b, self.forward(a)))
                g = self.backward(a, b)
            for name in self.params:
                self.params[name] = self.params[name] - lr * g["d" + name]
            self.losses.append(np.mean(batch))
        return self.losses
""",
        "update-once-an-epoch",
    ),
    _train(
        "just train",
        _CLASS
        + """
        return self.train(X, y, epochs=epochs, lr=lr)
""",
        "plain-training",
    ),
    _train(
        "train on each batch, whose losses take the place of ours",
        _CLASS
        + """
        self.losses = []
        for _ in range(epochs):
            batch = []
            for a, b in minibatches(X, y, batch_size, self.rng):
                self.train(a, b, epochs=1, lr=lr)
                batch.append(self.losses[0])
            self.losses.append(np.mean(batch))
        return self.losses
""",
        "losses-overwritten-by-train",
    ),
    _train(
        "the rest of the samples left out",
        _CLASS
        + """
        self.losses = []
        for _ in range(epochs):
            p = np.argsort(self.rng.normal(size=len(X)))
            batch = []
            for k in range(max(1, len(X) // batch_size)):
                rows = p[k * batch_size:(k + 1) * batch_size]
                batch.append(mse_loss(y[rows], self.forward(X[rows])))
                self.backward(X[rows], y[rows])
                for name in self.params:
                    self.params[name] = self.params[name] - lr * self.grads["d" + name]
            self.losses.append(sum(batch) / len(batch))
        return self.losses
""",
        "last-batch-dropped",
    ),
    _train(
        "the mean taken again, in the step",
        _CLASS
        + """
        self.losses = []
        for _ in range(epochs):
            batch = []
            for a, b in minibatches(X, y, batch_size, self.rng):
                batch.append(mse_loss(b, self.forward(a)))
                g = self.backward(a, b)
                for name in self.params:
                    self.params[name] = self.params[name] - (lr / a.shape[0]) * g["d" + name]
            self.losses.append(np.mean(batch))
        return self.losses
""",
        "lr-divided-by-batch",
    ),
    _train(
        "biases forgotten",
        _CLASS
        + """
        self.losses = []
        for _ in range(epochs):
            batch = []
            for a, b in minibatches(X, y, batch_size, self.rng):
                batch.append(mse_loss(b, self.forward(a)))
                g = self.backward(a, b)
                for l in range(1, self.L + 1):
                    self.params[f"W{l}"] = self.params[f"W{l}"] - lr * g[f"dW{l}"]
            self.losses.append(np.mean(batch))
        return self.losses
""",
        "weights-only",
    ),
    _train(
        "losses added up and never divided, nothing returned",
        _CLASS
        + """
        self.losses = []
        for _ in range(epochs):
            total = 0
            for a, b in minibatches(X, y, batch_size, self.rng):
                total += mse_loss(b, self.forward(a))
                g = self.backward(a, b)
                for name in self.params:
                    self.params[name] = self.params[name] - lr * g["d" + name]
            self.losses.append(total)
        return self.losses
""",
        "losses-added-up",
    ),
    _train(
        "labels one row too far",
        _CLASS
        + """
        self.losses = []
        for _ in range(epochs):
            batch = []
            y_moved = np.roll(y, 1, axis=0)
            for a, b in minibatches(X, y_moved, batch_size, self.rng):
                batch.append(mse_loss(b, self.forward(a)))
                g = self.backward(a, b)
                for name in self.params:
                    self.params[name] = self.params[name] - lr * g["d" + name]
            self.losses.append(np.mean(batch))
        return self.losses
""",
        "labels-lost",
    ),
    _momentum(
        "the old velocity moves w",
        """
def momentum_step(w, dw, v, lr, beta=0.9):
    w = w + v
    v = beta * v - lr * dw
    return w, v
""",
        "old-velocity",
    ),
    _momentum(
        "the form of a library",
        """
def momentum_step(w, dw, v, lr, beta=0.9):
    v = beta * v + dw
    return w - lr * v, v
""",
        "velocity-of-gradients",
    ),
    _momentum(
        "an exponential average",
        """
def momentum_step(w, dw, v, lr, beta=0.9):
    v = beta * v + (1 - beta) * dw
    w = w - lr * v
    return w, v
""",
        "average-of-gradients",
    ),
    _momentum(
        "in place",
        """
def momentum_step(w, dw, v, lr, beta=0.9):
    v *= beta
    v -= lr * dw
    w += v
    return w, v
""",
        "in-place",
    ),
    _momentum(
        "velocity uphill, subtracted",
        """
def momentum_step(w, dw, v, lr, beta=0.9):
    velocity = beta * v + lr * dw
    return w - velocity, velocity
""",
        "other-sign-convention",
    ),
    _momentum(
        "plus where minus should be",
        """
def momentum_step(w, dw, v, lr, beta=0.9):
    v_new = beta * v + lr * dw
    return w + v_new, v_new
""",
        "uphill",
    ),
    _momentum(
        "the plain step",
        """
def momentum_step(w, dw, v, lr, beta=0.9):
    return w - lr * dw, v
""",
        "plain-step-only",
        "old-velocity-returned",
    ),
    _momentum(
        "beta in the place of 1 - beta",
        """
def momentum_step(w, dw, v, lr, beta=0.9):
    v = (1 - beta) * v - lr * dw
    return w + v, v
""",
        "one-minus-beta-kept",
    ),
    _momentum(
        "0.9 written out",
        """
def momentum_step(w, dw, v, lr, beta=0.9):
    v = 0.9 * v - lr * dw
    return w + v, v
""",
        "beta-fixed",
    ),
    _momentum(
        "v first",
        """
def momentum_step(w, dw, v, lr, beta=0.9):
    v = beta * v - lr * dw
    return v, w + v
""",
        "exchanged",
    ),
    _momentum(
        "whole numbers cut",
        """
def momentum_step(w, dw, v, lr, beta=0.9):
    w, v = np.array(w), np.array(v)
    v[...] = beta * v - lr * dw
    w[...] = w + v
    return w, v
""",
        "fractions-cut",
    ),
]
