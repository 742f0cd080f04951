"""Answers to section 03 that were written without a look at its known mistakes."""

from __future__ import annotations

from tests.answers import Answer


def _right(exercise: str, style: str, code: str) -> Answer:
    return Answer(exercise, style, code)


def _wrong(exercise: str, style: str, code: str, *causes: str) -> Answer:
    return Answer(exercise, style, code, causes)


_COUNT = "def count_params(layer_sizes):\n    return {}"

_INIT = """
def init_params(layer_sizes, rng):
    params = {{}}
    for i in range(1, len(layer_sizes)):
        n_in, n_out = layer_sizes[i - 1], layer_sizes[i]
        params[f"W{{i}}"] = {}
        params[f"b{{i}}"] = np.zeros((1, n_out))
    return params
"""
_NORMAL = "rng.standard_normal((n_in, n_out)) * np.sqrt(2 / n_in)"

_LAYER = """
def layer_forward(a_prev, W, b):
    z = {}
    a = {}
    return {}
"""

_PASS = """
def forward_pass(X, W1, b1, W2, b2):
    z1 = X @ W1 + b1
    a1 = sigmoid(z1)
    z2 = a1 @ W2 + b2
    a2 = sigmoid(z2)
    cache = {"z1": z1, "a1": a1, "z2": z2, "a2": a2}
    return a2, cache
"""

_FORWARD = """
def forward(X, params):
    L = len(params) // 2
    cache = {"a0": X}
    a = X
    for l in range(1, L + 1):
        z = a @ params[f"W{l}"] + params[f"b{l}"]
        a = sigmoid(z)
        cache[f"z{l}"] = z
        cache[f"a{l}"] = a
    return a, cache
"""


def _changed(code: str, *edits: str) -> str:
    for old, new in zip(edits[::2], edits[1::2], strict=True):
        assert code.count(old) == 1, (old, code)
        code = code.replace(old, new)
    return code


RIGHT = [
    _right(
        "count_params",
        "zip",
        _COUNT.format("sum((i + 1) * o for i, o in zip(layer_sizes[:-1], layer_sizes[1:]))"),
    ),
    _right(
        "count_params",
        "recursion",
        """
def count_params(layer_sizes):
    if len(layer_sizes) < 2:
        return 0
    n_in, n_out, *rest = layer_sizes
    return (n_in + 1) * n_out + count_params([n_out, *rest])
""",
    ),
    _right(
        "count_params",
        "numpy",
        """
def count_params(layer_sizes):
    n = np.array(layer_sizes)
    return int(np.dot(n[:-1], n[1:]) + n[1:].sum())
""",
    ),
    _right(
        "count_params",
        "by making them",
        """
def count_params(layer_sizes):
    arrays = []
    for i, o in zip(layer_sizes, layer_sizes[1:]):
        arrays += [np.zeros((i, o)), np.zeros((1, o))]
    return sum(a.size for a in arrays)
""",
    ),
    _right(
        "count_params",
        "while",
        """
def count_params(layer_sizes):
    n, l = 0, len(layer_sizes) - 1
    while l > 0:
        n = n + layer_sizes[l] * (layer_sizes[l - 1] + 1)
        l -= 1
    return n
""",
    ),
    _right(
        "count_params",
        "numpy integer",
        _COUNT.format(
            "np.sum([a * b + b for a, b in zip(layer_sizes, layer_sizes[1:])], dtype=int)"
        ),
    ),
    _right(
        "count_params",
        "reduce",
        """
from functools import reduce

def count_params(layer_sizes):
    step = lambda state, n: (state[0] + state[1] * n + n, n)
    return reduce(step, layer_sizes[1:], (0, layer_sizes[0]))[0]
""",
    ),
    _right(
        "count_params",
        "two sums",
        """
def count_params(layer_sizes):
    weights = [layer_sizes[k] * layer_sizes[k + 1] for k in range(len(layer_sizes) - 1)]
    biases = list(layer_sizes)[1:]
    return sum(weights) + sum(biases)
""",
    ),
    _right(
        "count_params",
        "enumerate",
        """
def count_params(layer_sizes):
    total = 0
    for k, n in enumerate(layer_sizes):
        if k:
            total += n + n * layer_sizes[k - 1]
    return total
""",
    ),
    _right(
        "count_params",
        "pairwise",
        "import itertools\n\n"
        + _COUNT.format("sum(o + i * o for i, o in itertools.pairwise(layer_sizes))"),
    ),
    _right(
        "init_params", "normal", _INIT.format("rng.normal(0, np.sqrt(2 / n_in), (n_in, n_out))")
    ),
    _right(
        "init_params",
        "scale by keyword",
        _INIT.format("rng.normal(scale=(2 / n_in) ** 0.5, size=(n_in, n_out))"),
    ),
    _right(
        "init_params",
        "divided",
        _INIT.format("rng.standard_normal((n_in, n_out)) / np.sqrt(n_in / 2)"),
    ),
    _right(
        "init_params",
        "one number at a time",
        _INIT.format(
            "np.array([[rng.standard_normal() * (2 / n_in) ** 0.5 for _ in range(n_out)] for _ in range(n_in)])"
        ),
    ),
    _right(
        "init_params",
        "flat, then reshaped",
        _INIT.format(
            "np.reshape(rng.standard_normal(n_in * n_out) * 2**0.5 / n_in**0.5, (n_in, n_out))"
        ),
    ),
    _right(
        "init_params",
        "transposed draw",
        _INIT.format("(rng.standard_normal((n_out, n_in)) * np.sqrt(2.0 / n_in)).T"),
    ),
    _right(
        "init_params",
        "all at once",
        """
def init_params(layer_sizes, rng):
    pairs = list(zip(layer_sizes, layer_sizes[1:]))
    draws = rng.standard_normal(sum(i * o for i, o in pairs))
    params, at = {}, 0
    for k, (i, o) in enumerate(pairs, start=1):
        params["W" + str(k)] = draws[at : at + i * o].reshape(i, o) * np.sqrt(2 / i)
        params["b" + str(k)] = np.zeros((1, o))
        at += i * o
    return params
""",
    ),
    _right(
        "init_params",
        "backward, biases first",
        """
def init_params(layer_sizes, rng):
    L = len(layer_sizes) - 1
    params = {f"b{l}": np.full((1, layer_sizes[l]), 0.0) for l in range(1, L + 1)}
    for l in reversed(range(1, L + 1)):
        shape = (layer_sizes[l - 1], layer_sizes[l])
        params["W%d" % l] = rng.normal(0.0, 1.0, shape) * np.sqrt(2 / shape[0])
    return params
""",
    ),
    _right(
        "init_params",
        "Box-Muller",
        _INIT.format(
            "np.sqrt(-4 / n_in * np.log1p(-rng.uniform(size=(n_in, n_out)))) * np.cos(2 * np.pi * rng.uniform(size=(n_in, n_out)))"
        ),
    ),
    _right(
        "init_params",
        "integer zeros for the biases",
        _INIT.format(_NORMAL).replace("np.zeros((1, n_out))", "np.zeros((1, n_out), dtype=int)"),
    ),
    _right(
        "init_params",
        "variance",
        _INIT.format("rng.normal(0, 1, size=(n_in, n_out)) * (lambda var: np.sqrt(var))(2 / n_in)"),
    ),
    _right(
        "layer_forward",
        "np.dot",
        _LAYER.format("np.dot(a_prev, W) + b", "1 / (1 + np.exp(-z))", "z, a"),
    ),
    _right(
        "layer_forward",
        "einsum",
        _LAYER.format('np.einsum("ij,jk->ik", a_prev, W) + b', "sigmoid(z)", "(z, a)"),
    ),
    _right(
        "layer_forward",
        "loops",
        """
def layer_forward(a_prev, W, b):
    m, n_out = len(a_prev), W.shape[1]
    z = np.zeros((m, n_out))
    for i in range(m):
        for j in range(n_out):
            z[i, j] = b[0, j] + sum(a_prev[i, k] * W[k, j] for k in range(W.shape[0]))
    return z, sigmoid(z)
""",
    ),
    _right(
        "layer_forward", "turned", _LAYER.format("(W.T @ a_prev.T + b.T).T", "sigmoid(z)", "z, a")
    ),
    _right(
        "layer_forward",
        "bias as a row of W",
        _LAYER.format(
            "np.c_[a_prev, np.ones(len(a_prev))] @ np.r_[W, b]",
            "0.5 * np.tanh(0.5 * z) + 0.5",
            "z, a",
        ),
    ),
    _right(
        "layer_forward",
        "column by column",
        """
def layer_forward(a_prev, W, b):
    columns = [a_prev @ W[:, j] + b[0, j] for j in range(W.shape[1])]
    z = np.stack(columns, axis=1)
    return [z, sigmoid(z)]
""",
    ),
    _right(
        "layer_forward",
        "broadcast product",
        _LAYER.format("(a_prev[:, :, None] * W[None]).sum(axis=1) + b", "sigmoid(z)", "z, a"),
    ),
    _right(
        "layer_forward",
        "matmul and add",
        _LAYER.format("np.add(np.matmul(a_prev, W), b)", "np.exp(z) / (1 + np.exp(z))", "z, a"),
    ),
    _right(
        "layer_forward",
        "in place on its own array",
        """
def layer_forward(a_prev, W, b):
    z = np.asarray(a_prev, dtype=float) @ W
    z += b
    return z, sigmoid(z.copy())
""",
    ),
    _right(
        "layer_forward",
        "row by row",
        """
def layer_forward(a_prev, W, b):
    z = np.vstack([row[None, :] @ W + b for row in a_prev])
    a = np.vstack([sigmoid(row) for row in z])
    return z, a
""",
    ),
    _right(
        "forward_pass",
        "loop over layers",
        """
def forward_pass(X, W1, b1, W2, b2):
    cache, a = {}, X
    for k, (W, b) in enumerate([(W1, b1), (W2, b2)], 1):
        cache[f"z{k}"], cache[f"a{k}"] = layer_forward(a, W, b)
        a = cache[f"a{k}"]
    return cache["a2"], cache
""",
    ),
    _right("forward_pass", "plain", _PASS),
    _right(
        "forward_pass",
        "dict(...)",
        _changed(
            _PASS, '{"z1": z1, "a1": a1, "z2": z2, "a2": a2}', "dict(a2=a2, a1=a1, z2=z2, z1=z1)"
        ),
    ),
    _right(
        "forward_pass",
        "more in the cache",
        _changed(_PASS, '"a2": a2}', '"a2": a2, "a0": X, "X": X, "W1": W1}'),
    ),
    _right(
        "forward_pass",
        "locals",
        """
def forward_pass(X, W1, b1, W2, b2):
    z1, a1 = layer_forward(X, W1, b1)
    z2, a2 = layer_forward(a1, W2, b2)
    return a2, {name: value for name, value in locals().items() if name in ("z1", "a1", "z2", "a2")}
""",
    ),
    _right(
        "forward_pass",
        "einsum",
        """
def forward_pass(X, W1, b1, W2, b2):
    z1 = np.einsum("mi,ih->mh", X, W1) + b1
    a1 = 1 / (1 + np.exp(-z1))
    z2 = np.einsum("mh,ho->mo", a1, W2) + b2
    a2 = 1 / (1 + np.exp(-z2))
    return a2, {"z1": z1, "a1": a1, "z2": z2, "a2": a2}
""",
    ),
    _right(
        "forward_pass",
        "sample by sample",
        """
def forward_pass(X, W1, b1, W2, b2):
    cache = {"z1": [], "a1": [], "z2": [], "a2": []}
    for x in X:
        h = sigmoid(x @ W1 + b1[0])
        out = sigmoid(h @ W2 + b2[0])
        for key, row in zip(cache, (x @ W1 + b1[0], h, h @ W2 + b2[0], out)):
            cache[key].append(row)
    cache = {key: np.array(rows) for key, rows in cache.items()}
    return cache["a2"], cache
""",
    ),
    _right(
        "forward_pass",
        "samples in columns inside",
        """
def forward_pass(X, W1, b1, W2, b2):
    z1 = W1.T @ X.T + b1.T
    a1 = sigmoid(z1)
    z2 = W2.T @ a1 + b2.T
    a2 = sigmoid(z2)
    return a2.T, {"z1": z1.T, "a1": a1.T, "z2": z2.T, "a2": a2.T}
""",
    ),
    _right(
        "forward_pass",
        "an ordered dict, copies",
        """
from collections import OrderedDict

def forward_pass(X, W1, b1, W2, b2):
    cache = OrderedDict()
    cache["z1"] = np.dot(X, W1) + b1
    cache["a1"] = sigmoid(cache["z1"]).copy()
    cache["z2"] = np.dot(cache["a1"], W2) + b2
    cache["a2"] = sigmoid(cache["z2"])
    return cache["a2"].copy(), cache
""",
    ),
    _right(
        "forward_pass",
        "zip of names",
        """
def forward_pass(X, W1, b1, W2, b2):
    first = layer_forward(X, W1, b1)
    second = layer_forward(first[1], W2, b2)
    return second[-1], dict(zip(["z1", "a1", "z2", "a2"], first + second))
""",
    ),
    _right(
        "forward_pass",
        "walrus",
        """
def forward_pass(X, W1, b1, W2, b2):
    a2 = sigmoid(z2 := (a1 := sigmoid(z1 := X.dot(W1) + b1)).dot(W2) + b2)
    return a2, {"z1": z1, "z2": z2, "a1": a1, "a2": a2}
""",
    ),
    _right("forward", "plain", _FORWARD),
    _right(
        "forward",
        "counted by names",
        _changed(_FORWARD, "len(params) // 2", 'sum(key.startswith("W") for key in params)'),
    ),
    _right(
        "forward",
        "from the cache",
        """
def forward(X, params):
    cache = {"a0": X}
    i = 1
    while f"W{i}" in params:
        cache["z" + str(i)] = cache["a" + str(i - 1)] @ params["W" + str(i)] + params["b" + str(i)]
        cache["a" + str(i)] = sigmoid(cache["z" + str(i)])
        i = i + 1
    return cache["a" + str(i - 1)], cache
""",
    ),
    _right(
        "forward",
        "recursion",
        """
def forward(X, params, layer=1):
    if f"W{layer}" not in params:
        return X, {f"a{layer - 1}": X}
    z, a = layer_forward(X, params[f"W{layer}"], params[f"b{layer}"])
    output, rest = forward(a, params, layer + 1)
    return output, {f"a{layer - 1}": X, f"z{layer}": z, **rest}
""",
    ),
    _right(
        "forward",
        "largest number",
        _changed(_FORWARD, "len(params) // 2", "max(int(k[1:]) for k in params)"),
    ),
    _right(
        "forward", "copy of X in the cache", _changed(_FORWARD, '{"a0": X}', '{"a0": np.array(X)}')
    ),
    _right(
        "forward",
        "sorted keys",
        """
def forward(X, params):
    names = sorted((k for k in params if k[0] == "W"), key=lambda k: int(k[1:]))
    cache, a = {"a0": X}, X
    for name in names:
        number = name[1:]
        z = np.dot(a, params[name]) + params["b" + number]
        a = 1.0 / (1.0 + np.exp(-z))
        cache.update({"z" + number: z, "a" + number: a})
    return a, cache
""",
    ),
    _right(
        "forward",
        "a list returned, extra keys",
        """
def forward(X, params):
    cache = dict(params)
    cache["a0"] = a = X
    for l in range(1, len(params) // 2 + 1):
        cache["z%i" % l], a = layer_forward(a, params["W%i" % l], params["b%i" % l])
        cache["a%i" % l] = a
    return [a, cache]
""",
    ),
    _right(
        "forward",
        "accumulate",
        """
import itertools

def forward(X, params):
    numbers = range(1, len(params) // 2 + 1)
    layers = [(params[f"W{l}"], params[f"b{l}"]) for l in numbers]
    steps = list(itertools.accumulate(layers, lambda za, Wb: layer_forward(za[1], *Wb), initial=(None, X)))
    cache = {"a0": X}
    for l in numbers:
        cache[f"z{l}"], cache[f"a{l}"] = steps[l]
    return steps[-1][1], cache
""",
    ),
    _right(
        "forward",
        "loops over neurons",
        """
def forward(X, params):
    cache = {"a0": X}
    for l in range(1, len(params) // 2 + 1):
        W, b, a = params[f"W{l}"], params[f"b{l}"], cache[f"a{l - 1}"]
        z = np.empty((a.shape[0], W.shape[1]))
        for j in range(W.shape[1]):
            z[:, j] = (a * W[:, j]).sum(axis=1) + b[0, j]
        cache[f"z{l}"], cache[f"a{l}"] = z, sigmoid(z)
    return cache[f"a{len(params) // 2}"], cache
""",
    ),
]

WRONG = [
    _wrong(
        "count_params",
        "weights alone",
        _COUNT.format("sum(i * o for i, o in zip(layer_sizes, layer_sizes[1:]))"),
        "no-biases",
    ),
    _wrong("count_params", "neurons", _COUNT.format("sum(layer_sizes)"), "neurons-counted"),
    _wrong(
        "count_params",
        "biases for the input",
        _COUNT.format(
            "sum(i * o for i, o in zip(layer_sizes, layer_sizes[1:])) + sum(layer_sizes)"
        ),
        "input-has-bias",
    ),
    _wrong(
        "count_params",
        "one bias a layer",
        _COUNT.format("sum(i * o + 1 for i, o in zip(layer_sizes, layer_sizes[1:]))"),
        "bias-per-layer",
    ),
    _wrong(
        "count_params",
        "bias of the layer before",
        _COUNT.format("sum(i * o + i for i, o in zip(layer_sizes, layer_sizes[1:]))"),
        "bias-per-input",
    ),
    _wrong("count_params", "product", _COUNT.format("int(np.prod(layer_sizes))"), "product-of-all"),
    _wrong(
        "count_params",
        "last layer missing",
        """
def count_params(layer_sizes):
    total = 0
    for i in range(len(layer_sizes) - 2):
        total += layer_sizes[i] * layer_sizes[i + 1] + layer_sizes[i + 1]
    return total
""",
        "last-layer-missing",
    ),
    _wrong(
        "count_params",
        "index out of range",
        """
def count_params(layer_sizes):
    total = 0
    for i in range(len(layer_sizes)):
        total += layer_sizes[i] * layer_sizes[i + 1] + layer_sizes[i + 1]
    return total
""",
        "index-too-large",
    ),
    _wrong(
        "count_params",
        "returns in the loop",
        """
def count_params(layer_sizes):
    total = 0
    for i in range(1, len(layer_sizes)):
        total += layer_sizes[i - 1] * layer_sizes[i] + layer_sizes[i]
        return total
""",
        "returned-early",
    ),
    _wrong(
        "count_params",
        "total overwritten",
        """
def count_params(layer_sizes):
    total = 0
    for i in range(1, len(layer_sizes)):
        total = layer_sizes[i - 1] * layer_sizes[i] + layer_sizes[i]
    return total
""",
        "overwritten",
    ),
    _wrong(
        "count_params",
        "only the first two",
        _COUNT.format("layer_sizes[0] * layer_sizes[1] + layer_sizes[1]"),
        "returned-early",
    ),
    _wrong(
        "count_params",
        "three layers",
        _COUNT.format(
            "(layer_sizes[0] + 1) * layer_sizes[1] + (layer_sizes[1] + 1) * layer_sizes[2]"
        ),
    ),
    _wrong(
        "count_params",
        "sum in place of product",
        _COUNT.format("sum(i + o for i, o in zip(layer_sizes, layer_sizes[1:]))"),
        "added-sizes-without-bias",
    ),
    _wrong(
        "count_params",
        "plus one both ways",
        _COUNT.format("sum((i + 1) * (o + 1) for i, o in zip(layer_sizes, layer_sizes[1:]))"),
        "one-more-on-both-sides",
    ),
    _wrong(
        "count_params",
        "number of arrays",
        _COUNT.format("2 * (len(layer_sizes) - 1)"),
        "arrays-counted",
    ),
    _wrong(
        "count_params",
        "a tuple",
        _COUNT.format(
            "sum(i * o for i, o in zip(layer_sizes, layer_sizes[1:])), sum(layer_sizes[1:])"
        ),
        "several-for-one",
    ),
    _wrong(
        "count_params",
        "with pop",
        """
def count_params(layer_sizes):
    total = 0
    n_in = layer_sizes.pop(0)
    while layer_sizes:
        n_out = layer_sizes.pop(0)
        total += n_in * n_out + n_out
        n_in = n_out
    return total
""",
        "argument-changed",
    ),
    _wrong(
        "count_params",
        "printed",
        "def count_params(layer_sizes):\n    print(sum(i * o + o for i, o in zip(layer_sizes, layer_sizes[1:])))",
    ),
    _wrong(
        "count_params",
        "text",
        _COUNT.format("str(sum(i * o + o for i, o in zip(layer_sizes, layer_sizes[1:])))"),
        "text-returned",
    ),
    _wrong(
        "init_params",
        "not scaled",
        _INIT.format("rng.standard_normal((n_in, n_out))"),
        "not-scaled",
    ),
    _wrong(
        "init_params",
        "Xavier",
        _INIT.format("rng.standard_normal((n_in, n_out)) * np.sqrt(1 / n_in)"),
        "one-for-two",
    ),
    _wrong(
        "init_params",
        "Glorot",
        _INIT.format("rng.standard_normal((n_in, n_out)) * np.sqrt(2 / (n_in + n_out))"),
        "glorot",
    ),
    _wrong(
        "init_params",
        "no root",
        _INIT.format("rng.standard_normal((n_in, n_out)) * 2 / n_in"),
        "no-square-root",
    ),
    _wrong(
        "init_params",
        "n_out",
        _INIT.format("rng.standard_normal((n_in, n_out)) * np.sqrt(2 / n_out)"),
        "scaled-by-n-out",
    ),
    _wrong(
        "init_params",
        "0.01",
        _INIT.format("rng.standard_normal((n_in, n_out)) * 0.01"),
        "tiny-weights",
    ),
    _wrong(
        "init_params",
        "uniform",
        _INIT.format("rng.uniform(-1, 1, (n_in, n_out)) * np.sqrt(2 / n_in)"),
        "uniform",
    ),
    _wrong(
        "init_params",
        "uniform from 0",
        _INIT.format("rng.uniform(size=(n_in, n_out)) * np.sqrt(2 / n_in)"),
        "positive-uniform",
    ),
    _wrong(
        "init_params",
        "np.random",
        _INIT.format("np.random.randn(n_in, n_out) * np.sqrt(2 / n_in)"),
        "other-randomness",
    ),
    _wrong(
        "init_params",
        "own seed",
        _INIT.format(
            "np.random.default_rng(42).standard_normal((n_in, n_out)) * np.sqrt(2 / n_in)"
        ),
        "own-generator",
    ),
    _wrong(
        "init_params",
        "global seed",
        "np.random.seed(0)\n"
        + _INIT.format("np.random.randn(n_in, n_out) * np.sqrt(2 / n_in)").replace(
            "    params = {}", "    np.random.seed(0)\n    params = {}"
        ),
        "rng-ignored",
    ),
    _wrong("init_params", "zeros", _INIT.format("np.zeros((n_in, n_out))"), "zero-weights"),
    _wrong(
        "init_params",
        "ones",
        _INIT.format("np.ones((n_in, n_out)) * np.sqrt(2 / n_in)"),
        "equal-weights",
    ),
    _wrong(
        "init_params",
        "shape turned",
        _INIT.format("rng.standard_normal((n_out, n_in)) * np.sqrt(2 / n_in)"),
        "weights-transposed",
    ),
    _wrong(
        "init_params",
        "bias column",
        _INIT.format(_NORMAL).replace("np.zeros((1, n_out))", "np.zeros((n_out, 1))"),
        "column-bias",
    ),
    _wrong(
        "init_params",
        "bias flat",
        _INIT.format(_NORMAL).replace("np.zeros((1, n_out))", "np.zeros(n_out)"),
        "flat-bias",
    ),
    _wrong(
        "init_params",
        "bias drawn",
        _INIT.format(_NORMAL).replace("np.zeros((1, n_out))", "rng.standard_normal((1, n_out))"),
        "bias-random",
    ),
    _wrong(
        "init_params",
        "bias 0.01",
        _INIT.format(_NORMAL).replace("np.zeros((1, n_out))", "np.full((1, n_out), 0.01)"),
        "bias-not-zero",
    ),
    _wrong(
        "init_params",
        "counted from zero",
        _INIT.format(_NORMAL).replace("{i}", "{i - 1}"),
        "counted-from-zero",
    ),
    _wrong(
        "init_params",
        "last layer missing",
        _INIT.format(_NORMAL).replace(
            "range(1, len(layer_sizes))", "range(1, len(layer_sizes) - 1)"
        ),
        "last-layer-missing",
    ),
    _wrong(
        "init_params",
        "tuple keys",
        _INIT.format(_NORMAL).replace('f"W{i}"', '("W", i)').replace('f"b{i}"', '("b", i)'),
        "keys-spelled-otherwise",
    ),
    _wrong(
        "init_params",
        "lists of arrays",
        """
def init_params(layer_sizes, rng):
    weights, biases = [], []
    for i, o in zip(layer_sizes, layer_sizes[1:]):
        weights.append(rng.standard_normal((i, o)) * np.sqrt(2 / i))
        biases.append(np.zeros((1, o)))
    return weights, biases
""",
        "dict-asked",
    ),
    _wrong(
        "init_params",
        "lower case keys",
        _INIT.format(_NORMAL).replace('f"W{i}"', 'f"w{i}"'),
        "small-letters",
    ),
    _wrong(
        "init_params",
        "whole-number division",
        _INIT.format("rng.standard_normal((n_in, n_out)) * np.sqrt(2 // n_in)"),
        "whole-number-division",
    ),
    _wrong(
        "init_params",
        "scale of the first layer for all",
        """
def init_params(layer_sizes, rng):
    params = {}
    scale = np.sqrt(2 / layer_sizes[0])
    for i in range(1, len(layer_sizes)):
        params[f"W{i}"] = rng.standard_normal((layer_sizes[i - 1], layer_sizes[i])) * scale
        params[f"b{i}"] = np.zeros((1, layer_sizes[i]))
    return params
""",
        "scaled-by-input-layer",
    ),
    _wrong(
        "init_params",
        "one row repeated",
        _INIT.format("np.tile(rng.standard_normal(n_out), (n_in, 1)) * np.sqrt(2 / n_in)"),
        "draws-repeated",
    ),
    _wrong(
        "init_params",
        "variance as scale",
        _INIT.format("rng.normal(0, 2 / n_in, (n_in, n_out))"),
        "no-square-root",
    ),
    _wrong(
        "init_params",
        "absolute values",
        _INIT.format("np.abs(rng.standard_normal((n_in, n_out))) * np.sqrt(2 / n_in)"),
        "absolute-weights",
    ),
    _wrong(
        "init_params",
        "Glorot and bias flat",
        _INIT.format("rng.standard_normal((n_in, n_out)) * np.sqrt(2 / (n_in + n_out))").replace(
            "np.zeros((1, n_out))", "np.zeros(n_out)"
        ),
        "glorot",
    ),
    _wrong(
        "layer_forward",
        "order turned",
        _LAYER.format("a_prev @ W + b", "sigmoid(z)", "a, z"),
        "exchanged",
    ),
    _wrong("layer_forward", "a only", _LAYER.format("a_prev @ W + b", "sigmoid(z)", "a"), "a-only"),
    _wrong(
        "layer_forward", "no bias", _LAYER.format("a_prev @ W", "sigmoid(z)", "z, a"), "no-bias"
    ),
    _wrong(
        "layer_forward",
        "W.T",
        _LAYER.format("a_prev @ W.T + b", "sigmoid(z)", "z, a"),
        "weights-transposed",
    ),
    _wrong(
        "layer_forward",
        "W first",
        _LAYER.format("W @ a_prev + b", "sigmoid(z)", "z, a"),
        "weights-first",
    ),
    _wrong(
        "layer_forward",
        "columns",
        _LAYER.format("W.T @ a_prev.T + b.T", "sigmoid(z)", "z, a"),
        "samples-in-columns",
    ),
    _wrong(
        "layer_forward", "no sigmoid", _LAYER.format("a_prev @ W + b", "z", "z, a"), "no-activation"
    ),
    _wrong(
        "layer_forward",
        "z overwritten",
        "def layer_forward(a_prev, W, b):\n    z = a_prev @ W + b\n    z = sigmoid(z)\n    return z, z",
        "z-overwritten",
    ),
    _wrong(
        "layer_forward",
        "bias after the sigmoid",
        _LAYER.format("a_prev @ W", "sigmoid(z) + b", "z, a"),
        "bias-after-activation",
    ),
    _wrong(
        "layer_forward",
        "z without bias",
        _LAYER.format("a_prev @ W", "sigmoid(z + b)", "z, a"),
        "z-without-bias",
    ),
    _wrong(
        "layer_forward", "relu", _LAYER.format("a_prev @ W + b", "np.maximum(0, z)", "z, a"), "relu"
    ),
    _wrong("layer_forward", "tanh", _LAYER.format("a_prev @ W + b", "np.tanh(z)", "z, a"), "tanh"),
    _wrong(
        "layer_forward",
        "bias subtracted",
        _LAYER.format("a_prev @ W - b", "sigmoid(z)", "z, a"),
        "bias-subtracted",
    ),
    _wrong(
        "layer_forward",
        "dict",
        _LAYER.format("a_prev @ W + b", "sigmoid(z)", '{"z": z, "a": a}'),
        "dict-returned",
    ),
    _wrong(
        "layer_forward",
        "softmax",
        _LAYER.format("a_prev @ W + b", "np.exp(z) / np.exp(z).sum(axis=1, keepdims=True)", "z, a"),
        "softmax",
    ),
    _wrong(
        "layer_forward",
        "bias multiplied",
        _LAYER.format("a_prev @ W * b", "sigmoid(z)", "z, a"),
        "bias-multiplied",
    ),
    _wrong(
        "layer_forward",
        "sum of b",
        _LAYER.format("a_prev @ W + b.sum()", "sigmoid(z)", "z, a"),
        "biases-summed",
    ),
    _wrong(
        "layer_forward",
        "in place",
        "def layer_forward(a_prev, W, b):\n    z = a_prev @ W\n    b += z.mean(axis=0, keepdims=True) * 0 + 1\n    b -= 1\n    z = z + b + 1\n    b += 1\n    return z - 1, sigmoid(z - 1)",
        "argument-changed",
        "whole-numbers-refuse",
    ),
    _wrong(
        "layer_forward",
        "sigmoid in place of z",
        "def layer_forward(a_prev, W, b):\n    z = a_prev @ W + b\n    a = np.exp(-z, out=z)\n    return z, 1 / (1 + a)",
        "z-is-the-exponential",
    ),
    _wrong(
        "layer_forward",
        "first sample only",
        _LAYER.format("a_prev[0] @ W + b", "sigmoid(z)", "z, a"),
        "one-row-missing",
    ),
    _wrong(
        "layer_forward",
        "rounded",
        _LAYER.format("np.round(a_prev @ W + b, 3)", "np.round(sigmoid(z), 3)", "z, a"),
        "rounded",
    ),
    _wrong(
        "layer_forward",
        "sigmoid twice, z without bias",
        _LAYER.format("a_prev @ W", "sigmoid(sigmoid(z + b))", "z, a"),
        "activated-twice",
    ),
    _wrong(
        "forward_pass",
        "second layer takes X",
        _changed(_PASS, "a1 @ W2", "X @ W2"),
        "fed-with-input",
    ),
    _wrong(
        "forward_pass",
        "second layer takes z1",
        _changed(_PASS, "a1 @ W2", "z1 @ W2"),
        "fed-with-z1",
    ),
    _wrong(
        "forward_pass",
        "no sigmoid at the output",
        _changed(_PASS, "sigmoid(z2)", "z2"),
        "output-linear",
    ),
    _wrong(
        "forward_pass",
        "no sigmoid in the hidden layer",
        _changed(_PASS, "sigmoid(z1)", "z1"),
        "hidden-linear",
    ),
    _wrong("forward_pass", "b1 twice", _changed(_PASS, "W2 + b2", "W2 + b1"), "hidden-bias-twice"),
    _wrong("forward_pass", "no b2", _changed(_PASS, "W2 + b2", "W2"), "no-output-bias"),
    _wrong(
        "forward_pass", "no biases", _changed(_PASS, "W2 + b2", "W2", "W1 + b1", "W1"), "no-biases"
    ),
    _wrong(
        "forward_pass",
        "capital keys",
        _changed(
            _PASS,
            '"z1": z1, "a1": a1, "z2": z2, "a2": a2',
            '"Z1": z1, "A1": a1, "Z2": z2, "A2": a2',
        ),
        "capital-keys",
    ),
    _wrong(
        "forward_pass",
        "z in place of a",
        _changed(_PASS, '"a1": a1', '"a1": z1'),
        "a1-is-z1-in-cache",
    ),
    _wrong(
        "forward_pass",
        "cache without z",
        _changed(_PASS, '"z1": z1, "a1": a1, "z2": z2, "a2": a2', '"a1": a1, "a2": a2'),
        "cache-without-sums",
    ),
    _wrong(
        "forward_pass", "no cache", _changed(_PASS, "return a2, cache", "return a2"), "output-only"
    ),
    _wrong(
        "forward_pass",
        "cache first",
        _changed(_PASS, "return a2, cache", "return cache, a2"),
        "exchanged",
    ),
    _wrong(
        "forward_pass",
        "cache as a tuple",
        _changed(_PASS, '{"z1": z1, "a1": a1, "z2": z2, "a2": a2}', "(z1, a1, z2, a2)"),
        "cache-is-sequence",
    ),
    _wrong(
        "forward_pass",
        "returns z2",
        _changed(_PASS, "return a2, cache", "return z2, cache"),
        "returns-z2",
    ),
    _wrong(
        "forward_pass", "W2 turned", _changed(_PASS, "a1 @ W2", "a1 @ W2.T"), "shapes-do-not-fit"
    ),
    _wrong(
        "forward_pass",
        "relu in the hidden layer",
        _changed(_PASS, "sigmoid(z1)", "np.maximum(0, z1)"),
        "relu-hidden",
    ),
    _wrong(
        "forward_pass",
        "tanh in the hidden layer",
        _changed(_PASS, "sigmoid(z1)", "np.tanh(z1)"),
        "tanh-hidden",
    ),
    _wrong(
        "forward_pass",
        "softmax at the output",
        _changed(_PASS, "sigmoid(z2)", "np.exp(z2) / np.sum(np.exp(z2), axis=1, keepdims=True)"),
        "softmax-output",
    ),
    _wrong(
        "forward_pass",
        "output flat",
        _changed(_PASS, "return a2, cache", "return a2.ravel(), cache"),
        "missing-axis",
    ),
    _wrong(
        "forward_pass",
        "layer_forward unpacked the wrong way",
        """
def forward_pass(X, W1, b1, W2, b2):
    a1, z1 = layer_forward(X, W1, b1)
    a2, z2 = layer_forward(a1, W2, b2)
    return a2, {"z1": z1, "a1": a1, "z2": z2, "a2": a2}
""",
        "unpacked-in-wrong-order",
    ),
    _wrong(
        "forward_pass",
        "z2 overwritten",
        _changed(_PASS, "a2 = sigmoid(z2)", "z2 = sigmoid(z2)\n    a2 = z2"),
        "other-part",
    ),
    _wrong(
        "forward_pass",
        "labels",
        _changed(_PASS, "return a2, cache", "return (a2 > 0.5).astype(int), cache"),
        "rounded",
    ),
    _wrong(
        "forward_pass",
        "no b2 and keys with a dash",
        _changed(
            _PASS,
            "W2 + b2",
            "W2",
            '"z1": z1, "a1": a1, "z2": z2, "a2": a2',
            '"z_1": z1, "a_1": a1, "z_2": z2, "a_2": a2',
        ),
        "no-output-bias",
    ),
    _wrong(
        "forward",
        "always two layers",
        """
def forward(X, params):
    z1, a1 = layer_forward(X, params["W1"], params["b1"])
    z2, a2 = layer_forward(a1, params["W2"], params["b2"])
    return a2, {"a0": X, "z1": z1, "a1": a1, "z2": z2, "a2": a2}
""",
        "always-two-layers",
    ),
    _wrong(
        "forward",
        "X in every layer",
        _changed(_FORWARD, "a @ params", "X @ params"),
        "fed-with-input",
    ),
    _wrong(
        "forward",
        "one layer too few",
        _changed(_FORWARD, "range(1, L + 1)", "range(1, L)"),
        "last-layer-missing",
    ),
    _wrong(
        "forward",
        "one layer too many",
        _changed(_FORWARD, "range(1, L + 1)", "range(1, L + 2)"),
        "no-such-key",
    ),
    _wrong(
        "forward",
        "L without the half",
        _changed(_FORWARD, "len(params) // 2", "len(params)"),
        "no-such-key",
    ),
    _wrong(
        "forward",
        "L by true division",
        _changed(_FORWARD, "len(params) // 2", "len(params) / 2"),
        "depth-not-whole",
    ),
    _wrong(
        "forward", "from zero", _changed(_FORWARD, "range(1, L + 1)", "range(L)"), "no-such-key"
    ),
    _wrong("forward", "no a0", _changed(_FORWARD, '{"a0": X}', "{}"), "input-not-kept"),
    _wrong(
        "forward",
        "order of the dict",
        """
def forward(X, params):
    cache, a, l = {"a0": X}, X, 0
    names = [name for name in params if name.startswith("W")]
    for name in names:
        l += 1
        z = a @ params[name] + params["b" + name[1:]]
        a = sigmoid(z)
        cache[f"z{l}"], cache[f"a{l}"] = z, a
    return a, cache
""",
        "shapes-do-not-fit",
        "order-of-the-dict",
    ),
    _wrong(
        "forward",
        "pairs of the dict",
        """
def forward(X, params):
    values = list(params.values())
    cache, a = {"a0": X}, X
    for l in range(len(values) // 2):
        z = a @ values[2 * l] + values[2 * l + 1]
        a = sigmoid(z)
        cache[f"z{l + 1}"], cache[f"a{l + 1}"] = z, a
    return a, cache
""",
        "order-of-the-dict",
    ),
    _wrong(
        "forward",
        "keys shifted",
        _changed(
            _FORWARD, 'cache[f"z{l}"]', 'cache[f"z{l - 1}"]', 'cache[f"a{l}"]', 'cache[f"a{l - 1}"]'
        ),
        "keys-from-zero",
    ),
    _wrong(
        "forward",
        "no output sigmoid",
        _changed(_FORWARD, "a = sigmoid(z)", "a = sigmoid(z) if l < L else z"),
        "output-linear",
    ),
    _wrong(
        "forward",
        "relu in hidden layers",
        _changed(_FORWARD, "a = sigmoid(z)", "a = np.maximum(0, z) if l < L else sigmoid(z)"),
        "relu-hidden",
    ),
    _wrong(
        "forward",
        "z goes on",
        _changed(_FORWARD, "z = a @ params", "z = (a if l == 1 else z) @ params"),
        "fed-with-z",
    ),
    _wrong(
        "forward",
        "b1 everywhere",
        _changed(_FORWARD, 'params[f"b{l}"]', 'params["b1"]'),
        "shapes-do-not-fit",
    ),
    _wrong("forward", "no biases", _changed(_FORWARD, ' + params[f"b{l}"]', ""), "no-bias"),
    _wrong(
        "forward",
        "returns the cache alone",
        _changed(_FORWARD, "return a, cache", "return cache"),
        "cache-only",
    ),
    _wrong(
        "forward",
        "returns a1",
        _changed(_FORWARD, "return a, cache", 'return cache["a1"], cache'),
        "returns-a1",
    ),
    _wrong(
        "forward",
        "cache of the last layer",
        _changed(
            _FORWARD,
            'cache[f"z{l}"] = z\n        cache[f"a{l}"] = a',
            'cache = {"a0": X, f"z{l}": z, f"a{l}": a}',
        ),
        "cache-emptied-each-turn",
    ),
    _wrong(
        "forward",
        "return in the loop",
        _changed(_FORWARD, "    return a, cache", "        return a, cache"),
        "returned-early",
    ),
    _wrong(
        "forward",
        "params grow",
        _changed(_FORWARD, '{"a0": X}', "params", "    a = X\n", '    params["a0"] = a = X\n'),
        "cache-in-params",
    ),
    _wrong(
        "forward",
        "params emptied",
        """
def forward(X, params):
    cache, a, l = {"a0": X}, X, 1
    while params:
        z, a = layer_forward(a, params.pop(f"W{l}"), params.pop(f"b{l}"))
        cache[f"z{l}"], cache[f"a{l}"] = z, a
        l += 1
    return a, cache
""",
        "params-emptied",
    ),
    _wrong(
        "forward",
        "turned weights",
        _changed(_FORWARD, 'params[f"W{l}"]', 'params[f"W{l}"].T'),
        "weights-transposed",
    ),
    _wrong(
        "forward",
        "no a0 and no output sigmoid",
        _changed(_FORWARD, '{"a0": X}', "{}", "a = sigmoid(z)", "a = sigmoid(z) if l < L else z"),
        "output-linear",
    ),
    _wrong(
        "forward",
        "cache as lists",
        """
def forward(X, params):
    cache = {"z": [], "a": [X]}
    for l in range(1, len(params) // 2 + 1):
        z, a = layer_forward(cache["a"][-1], params[f"W{l}"], params[f"b{l}"])
        cache["z"].append(z)
        cache["a"].append(a)
    return cache["a"][-1], cache
""",
        "keys-missing",
    ),
]
