"""Answers to section 07 with several mistakes at once, or in styles that are seldom seen."""

from __future__ import annotations

from tests.answers import Answer


def _right(exercise: str, style: str, code: str) -> Answer:
    return Answer(exercise, style, code)


def _wrong(exercise: str, style: str, code: str, *causes: str) -> Answer:
    return Answer(exercise, style, code, causes)


_UPDATES = "def updates_per_epoch(m, batch_size):\n    return {}"
_STEP = "def momentum_step(w, dw, v, lr, beta=0.9):\n    {}"


def _cut(
    order: str = "rng.permutation(len(X))",
    starts: str = "range(0, len(X), batch_size)",
    rows: str = "order[s : s + batch_size]",
    batch: str = "X[rows], y[rows]",
) -> str:
    return f"""
def minibatches(X, y, batch_size, rng):
    order = {order}
    for s in {starts}:
        rows = {rows}
        yield {batch}
"""


def _net(
    before: str = "pass",
    cut: str = "minibatches(X, y, batch_size, self.rng)",
    forward: str = "self.forward(Xb)",
    loss: str = "np.mean((out - yb) ** 2)",
    step: str = "self.params[name] - lr * grads['d' + name]",
    note: str = "np.mean(batch)",
    result: str = "self.losses",
) -> str:
    return f"""
class NeuralNetworkMiniBatch(NeuralNetworkScratch):
    def train_minibatch(self, X, y, epochs=500, lr=0.5, batch_size=32):
        self.losses = []
        for epoch in range(epochs):
            batch = []
            {before}
            for Xb, yb in {cut}:
                out = {forward}
                batch.append({loss})
                grads = self.backward(Xb, yb)
                for name in self.params:
                    self.params[name] = {step}
            self.losses.append({note})
        return {result}
"""


RIGHT = [
    _right("updates_per_epoch", "starts counted", _UPDATES.format("len(range(0, m, batch_size))")),
    _right(
        "updates_per_epoch", "one less, then one more", _UPDATES.format("(m - 1) // batch_size + 1")
    ),
    _right(
        "updates_per_epoch",
        "truth as a number",
        _UPDATES.format("m // batch_size + bool(m % batch_size)"),
    ),
    _right(
        "minibatches",
        "argsort of uniform numbers",
        _cut(order="np.argsort(rng.uniform(size=len(X)))"),
    ),
    _right(
        "minibatches",
        "array_split at the ends",
        "def minibatches(X, y, batch_size, rng):\n    order = rng.permutation(len(X))\n    ends = range(batch_size, len(X), batch_size)\n    return [(X[rows], y[rows]) for rows in np.split(order, ends)]",
    ),
    _right(
        "minibatches",
        "one table",
        "def minibatches(X, y, batch_size, rng):\n    both = np.hstack([X, y])\n    both = both[rng.permutation(len(both))]\n    while len(both):\n        yield both[:batch_size, :-1], both[:batch_size, -1:]\n        both = both[batch_size:]",
    ),
    _right(
        "minibatches",
        "a shuffled list of rows",
        "def minibatches(X, y, batch_size, rng):\n    order = np.arange(len(X))\n    rng.shuffle(order)\n    return iter([(X[order[s : s + batch_size]], y[order[s : s + batch_size]]) for s in range(0, len(X), batch_size)])",
    ),
    _right("train_minibatch", "as short as can be", _net()),
    _right(
        "train_minibatch",
        "a running mean",
        _net(note="sum(batch) / len(batch)", result="list(self.losses)"),
    ),
    _right(
        "train_minibatch",
        "its own order from self.rng",
        "class NeuralNetworkMiniBatch(NeuralNetworkScratch):\n    def train_minibatch(self, X, y, epochs=500, lr=0.5, batch_size=32):\n        history = []\n        for _ in range(epochs):\n            order, total, count = self.rng.permutation(len(X)), 0.0, 0\n            while len(order):\n                rows, order = order[:batch_size], order[batch_size:]\n                total += np.mean((self.forward(X[rows]) - y[rows]) ** 2)\n                count += 1\n                for name, grad in self.backward(X[rows], y[rows]).items():\n                    self.params[name[1:]] = self.params[name[1:]] - lr * grad\n            history.append(total / count)\n        self.losses = history\n        return history",
    ),
    _right(
        "momentum_step",
        "as one sum",
        _STEP.format("return w + beta * v - lr * dw, beta * v - lr * dw"),
    ),
    _right(
        "momentum_step",
        "negated twice",
        _STEP.format("u = -beta * v + lr * dw\n    return w - u, -u"),
    ),
    _right(
        "momentum_step",
        "copies in place",
        _STEP.format(
            "v = np.array(v, dtype=float)\n    v *= beta\n    v -= lr * np.asarray(dw, dtype=float)\n    return np.add(w, v), v"
        ),
    ),
]

WRONG = [
    _wrong(
        "updates_per_epoch",
        "round half up",
        _UPDATES.format("int(m / batch_size + 0.5)"),
        "rounded-to-nearest",
    ),
    _wrong(
        "updates_per_epoch", "a float, rounded up", _UPDATES.format("np.ceil(m / batch_size) + 0.5")
    ),
    _wrong(
        "updates_per_epoch",
        "at most one rest",
        _UPDATES.format("m // batch_size + min(1, m // batch_size)"),
    ),
    _wrong(
        "updates_per_epoch",
        "one too few",
        _UPDATES.format("-(-m // batch_size) - 1"),
        "one-too-few",
    ),
    _wrong(
        "updates_per_epoch",
        "rest by size",
        _UPDATES.format("m // batch_size + m % batch_size / batch_size"),
        "not-rounded",
    ),
    _wrong(
        "updates_per_epoch",
        "larger by one batch size",
        _UPDATES.format("(m + batch_size) // batch_size"),
        "always-one-more",
    ),
    _wrong(
        "updates_per_epoch",
        "m plus one",
        _UPDATES.format("-(-(m + 1) // batch_size)"),
        "always-one-more",
    ),
    _wrong(
        "updates_per_epoch",
        "a text",
        _UPDATES.format("f'{-(-m // batch_size)} updates'"),
        "text-returned",
    ),
    _wrong(
        "minibatches",
        "first sample never",
        _cut(order="rng.permutation(len(X) - 1) + 1"),
        "samples-missing",
        "empty-batches",
    ),
    _wrong(
        "minibatches",
        "last sample never",
        _cut(order="rng.permutation(len(X) - 1)"),
        "one-sample-left-out",
    ),
    _wrong(
        "minibatches",
        "rows of X and y by two orders",
        _cut(batch="X[rows], y[rng.permutation(len(y))[s : s + batch_size]]"),
        "labels-lost",
    ),
    _wrong(
        "minibatches",
        "as stored, with y first",
        _cut(order="np.arange(len(X))", batch="y[rows], X[rows]"),
        "y-columns",
    ),
    _wrong(
        "minibatches",
        "reversed instead of shuffled",
        _cut(order="np.arange(len(X))[::-1]"),
        "order-reversed",
    ),
    _wrong(
        "minibatches",
        "sorted again",
        _cut(order="np.sort(rng.permutation(len(X)))"),
        "not-shuffled",
    ),
    _wrong(
        "minibatches",
        "global generator",
        _cut(order="np.random.permutation(len(X))"),
        "other-randomness",
    ),
    _wrong("minibatches", "lists of rows", _cut(batch="list(X[rows]), list(y[rows])"), "no-pairs"),
    _wrong(
        "minibatches",
        "rest dropped and as stored",
        _cut(order="np.arange(len(X))", starts="range(0, len(X) - batch_size + 1, batch_size)"),
        "last-batch-missing",
    ),
    _wrong("minibatches", "steps of one", _cut(starts="range(len(X))"), "step-of-one"),
    _wrong("minibatches", "dicts", _cut(batch="{'X': X[rows], 'y': y[rows]}"), "no-pairs"),
    _wrong("minibatches", "transposed batches", _cut(batch="X[rows].T, y[rows].T"), "y-columns"),
    _wrong(
        "train_minibatch",
        "uphill, and sums of losses",
        _net(step="self.params[name] + lr * grads['d' + name]", note="np.sum(batch)"),
        "ascent",
    ),
    _wrong(
        "train_minibatch", "first loss of each epoch", _net(note="batch[0]"), "loss-of-first-batch"
    ),
    _wrong(
        "train_minibatch", "smallest loss of each epoch", _net(note="min(batch)"), "smallest-loss"
    ),
    _wrong(
        "train_minibatch",
        "root of the loss",
        _net(loss="np.sqrt(np.mean((out - yb) ** 2))"),
        "loss-root",
    ),
    _wrong(
        "train_minibatch",
        "absolute errors",
        _net(loss="np.mean(np.abs(out - yb))"),
        "loss-absolute",
    ),
    _wrong("train_minibatch", "last epoch alone", _net(result="self.losses[-1]"), "last-loss"),
    _wrong(
        "train_minibatch",
        "a batch of one",
        _net(cut="minibatches(X, y, 1, self.rng)"),
        "batches-of-one",
    ),
    _wrong(
        "train_minibatch",
        "the full batch",
        _net(cut="minibatches(X, y, len(X), self.rng)"),
        "plain-training",
    ),
    _wrong(
        "train_minibatch",
        "momentum by mistake",
        _net(
            before="self.v = getattr(self, 'v', {k: 0 for k in self.params})",
            step="self.params[name] - lr * grads['d' + name] * 0.9",
        ),
    ),
    _wrong(
        "train_minibatch",
        "weights doubled",
        _net(step="self.params[name] * 2 - lr * grads['d' + name]"),
    ),
    _wrong("train_minibatch", "rate that decays", _net(before="lr = lr * 0.9")),
    _wrong(
        "train_minibatch", "losses halved", _net(loss="np.mean((out - yb) ** 2) / 2"), "loss-halved"
    ),
    _wrong(
        "momentum_step",
        "beta and lr exchanged",
        _STEP.format("v = lr * v - beta * dw\n    return w + v, v"),
        "lr-and-beta-exchanged",
    ),
    _wrong(
        "momentum_step",
        "velocity never used",
        _STEP.format("return w - lr * dw, beta * v - lr * dw"),
        "plain-step-only",
    ),
    _wrong(
        "momentum_step",
        "uphill, and w minus v",
        _STEP.format("v = beta * v + lr * dw\n    return w - v, -v"),
        "other-sign-convention",
    ),
    _wrong(
        "momentum_step",
        "no lr and no beta",
        _STEP.format("v = v - dw\n    return w + v, v"),
        "neither-lr-nor-beta",
    ),
    _wrong(
        "momentum_step",
        "lr on w only",
        _STEP.format("v = beta * v - dw\n    return w + lr * v, v"),
        "downhill-without-lr",
    ),
    _wrong(
        "momentum_step",
        "both results v",
        _STEP.format("v = beta * v - lr * dw\n    return v, v"),
        "velocity-for-parameter",
    ),
    _wrong(
        "momentum_step",
        "w updated twice",
        _STEP.format("v = beta * v - lr * dw\n    w = w + v\n    return w + v, v"),
        "moved-twice",
    ),
    _wrong(
        "momentum_step",
        "a dict",
        _STEP.format("v = beta * v - lr * dw\n    return {'w': w + v, 'v': v}"),
        "dict-returned",
    ),
    _wrong(
        "momentum_step",
        "a mean of the gradient",
        _STEP.format("v = beta * v - lr * np.mean(dw)\n    return w + v, v"),
        "mean-of-gradient",
    ),
    _wrong(
        "momentum_step",
        "beta squared",
        _STEP.format("v = beta**2 * v - lr * dw\n    return w + v, v"),
        "beta-squared",
    ),
]
