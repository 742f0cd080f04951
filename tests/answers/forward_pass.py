"""Answers to the exercises of section 03, as students write them."""

from __future__ import annotations

from tests.answers import Answer

RIGHT = [
    Answer(
        "count_params",
        "zip and sum",
        """
def count_params(layer_sizes):
    return sum((n_in + 1) * n_out for n_in, n_out in zip(layer_sizes[:-1], layer_sizes[1:]))
""",
    ),
    Answer(
        "count_params",
        "recursion",
        """
def count_params(layer_sizes):
    if len(layer_sizes) < 2:
        return 0
    first, second, *_ = layer_sizes
    return second * (first + 1) + count_params(layer_sizes[1:])
""",
    ),
    Answer(
        "count_params",
        "NumPy dot product, returned as a NumPy integer",
        """
def count_params(layer_sizes):
    n = np.array(layer_sizes)
    return n[:-1] @ n[1:] + n[1:].sum()
""",
    ),
    Answer(
        "count_params",
        "counts the entries of real arrays",
        """
def count_params(layer_sizes):
    total = 0
    previous = layer_sizes[0]
    for size in layer_sizes[1:]:
        total += np.empty((previous, size)).size + np.empty((1, size)).size
        previous = size
    return total
""",
    ),
    Answer(
        "count_params",
        "while loop on a copy of the list, a lambda",
        """
weights = lambda a, b: a * b
def count_params(layer_sizes):
    left = list(layer_sizes)
    total = -left[0]
    while left:
        n = left.pop()
        total += n
        if left:
            total += weights(n, left[-1])
    return total
""",
    ),
    Answer(
        "init_params",
        "rng.normal, zip and enumerate",
        """
def init_params(layer_sizes, rng):
    params = {}
    for i, (n_in, n_out) in enumerate(zip(layer_sizes, layer_sizes[1:]), start=1):
        params["W" + str(i)] = rng.normal(0.0, np.sqrt(2.0 / n_in), size=(n_in, n_out))
        params["b" + str(i)] = np.zeros((1, n_out))
    return params
""",
    ),
    Answer(
        "init_params",
        "from the last layer to the first",
        """
def init_params(layer_sizes, rng):
    params = {}
    for l in reversed(range(1, len(layer_sizes))):
        shape = (layer_sizes[l - 1], layer_sizes[l])
        params["b%d" % l] = np.zeros_like(rng.standard_normal((1, shape[1])))
        params["W%d" % l] = np.sqrt(2 / shape[0]) * rng.standard_normal(shape)
    return params
""",
    ),
    Answer(
        "init_params",
        "one number at a time, as nested lists first",
        """
import math
def init_params(layer_sizes, rng):
    out = {}
    for l in range(len(layer_sizes) - 1):
        rows, cols = layer_sizes[l], layer_sizes[l + 1]
        s = math.sqrt(2) / math.sqrt(rows)
        out[f"W{l + 1}"] = np.array(
            [[s * float(rng.standard_normal()) for _ in range(cols)] for _ in range(rows)]
        )
        out[f"b{l + 1}"] = np.array([[0] * cols])
    return out
""",
    ),
    Answer(
        "init_params",
        "one long draw, cut into matrices",
        """
def init_params(layer_sizes, rng):
    pairs = list(zip(layer_sizes[:-1], layer_sizes[1:]))
    draws = rng.standard_normal(sum(a * b for a, b in pairs))
    params, at = {}, 0
    for l, (a, b) in enumerate(pairs, 1):
        params[f"W{l}"] = draws[at:at + a * b].reshape(a, b) * (2 / a) ** 0.5
        params[f"b{l}"] = np.full((1, b), 0.0)
        at += a * b
    return params
""",
    ),
    Answer(
        "init_params",
        "drawn transposed, with a helper and an extra key",
        """
def _layer(n_in, n_out, rng):
    return (rng.standard_normal((n_out, n_in)) / np.sqrt(n_in / 2)).T, np.zeros((1, n_out))
def init_params(layer_sizes, rng):
    params = {"L": len(layer_sizes) - 1}
    for l in range(1, len(layer_sizes)):
        params[f"W{l}"], params[f"b{l}"] = _layer(layer_sizes[l - 1], layer_sizes[l], rng)
    return params
""",
    ),
    Answer(
        "init_params",
        "Box and Muller from uniform draws",
        """
def init_params(layer_sizes, rng):
    params = {}
    for l in range(1, len(layer_sizes)):
        shape = layer_sizes[l - 1], layer_sizes[l]
        u, v = rng.uniform(size=shape), rng.uniform(size=shape)
        normal = np.sqrt(-2 * np.log(1 - u)) * np.cos(2 * np.pi * v)
        params[f"W{l}"] = normal * np.sqrt(2 / shape[0])
        params[f"b{l}"] = np.zeros((1, shape[1]))
    return params
""",
    ),
    Answer(
        "layer_forward",
        "np.dot and an own sigmoid",
        """
def layer_forward(a_prev, W, b):
    z = np.dot(a_prev, W) + b
    return z, 1 / (1 + np.exp(-z))
""",
    ),
    Answer(
        "layer_forward",
        "einsum, sigmoid by tanh",
        """
def layer_forward(a_prev, W, b):
    z = np.einsum("mi,ij->mj", a_prev, W) + b.ravel()
    return z, 0.5 * (1 + np.tanh(z / 2))
""",
    ),
    Answer(
        "layer_forward",
        "three loops with the math module",
        """
import math
def layer_forward(a_prev, W, b):
    m, n_in = a_prev.shape
    n_out = W.shape[1]
    z = np.zeros((m, n_out))
    a = np.zeros((m, n_out))
    for s in range(m):
        for j in range(n_out):
            total = b[0][j]
            for i in range(n_in):
                total += a_prev[s][i] * W[i][j]
            z[s][j] = total
            a[s][j] = 1 / (1 + math.exp(-total))
    return [z, a]
""",
    ),
    Answer(
        "layer_forward",
        "the books' orientation and back",
        """
def layer_forward(a_prev, W, b):
    z = (W.T @ a_prev.T + b.T).T
    a = sigmoid(z)
    return (z, a)
""",
    ),
    Answer(
        "layer_forward",
        "a column of ones for the bias",
        """
def layer_forward(a_prev, W, b):
    ones = np.ones((len(a_prev), 1))
    z = np.hstack([a_prev, ones]) @ np.vstack([W, b])
    return z, sigmoid(z)
""",
    ),
    Answer(
        "layer_forward",
        "in place on a float copy, a row at a time",
        """
def layer_forward(a_prev, W, b):
    z = np.array([row @ W for row in a_prev], dtype=float)
    z += b
    a = z.copy()
    np.negative(a, out=a)
    np.exp(a, out=a)
    a += 1
    return z, 1 / a
""",
    ),
    Answer(
        "forward_pass",
        "all written out",
        """
def forward_pass(X, W1, b1, W2, b2):
    cache = {}
    cache["z1"] = X @ W1 + b1
    cache["a1"] = sigmoid(cache["z1"])
    cache["z2"] = cache["a1"] @ W2 + b2
    cache["a2"] = sigmoid(cache["z2"])
    return cache["a2"], cache
""",
    ),
    Answer(
        "forward_pass",
        "a loop, dict(), an extra key",
        """
def forward_pass(X, W1, b1, W2, b2):
    a, cache = X, dict(a0=X)
    for k, (W, b) in enumerate([(W1, b1), (W2, b2)], 1):
        z, a = layer_forward(a, W, b)
        cache.update({f"z{k}": z, f"a{k}": a})
    return a, cache
""",
    ),
    Answer(
        "forward_pass",
        "np.matmul, exp form of the sigmoid, copies in the cache",
        """
def forward_pass(X, W1, b1, W2, b2):
    s = lambda t: np.exp(t) / (np.exp(t) + 1)
    z1 = np.add(np.matmul(X, W1), b1)
    a1 = s(z1)
    z2 = np.add(np.matmul(a1, W2), b2)
    a2 = s(z2)
    return a2.copy(), {"a2": a2, "z2": z2, "a1": a1, "z1": z1}
""",
    ),
    Answer(
        "forward_pass",
        "one sample at a time, then stacked",
        """
def forward_pass(X, W1, b1, W2, b2):
    rows = {"z1": [], "a1": [], "z2": [], "a2": []}
    for x in X:
        z1, a1 = layer_forward(x[None, :], W1, b1)
        z2, a2 = layer_forward(a1, W2, b2)
        for name, row in zip(rows, (z1, a1, z2, a2)):
            rows[name].append(row)
    cache = {name: np.vstack(found) for name, found in rows.items()}
    return cache["a2"], cache
""",
    ),
    Answer(
        "forward",
        "a while loop, own sigmoid",
        """
def forward(X, params):
    cache = {"a0": X}
    k = 1
    while f"W{k}" in params:
        cache[f"z{k}"] = cache[f"a{k - 1}"] @ params[f"W{k}"] + params[f"b{k}"]
        cache[f"a{k}"] = 1.0 / (1.0 + np.exp(-cache[f"z{k}"]))
        k += 1
    return cache[f"a{k - 1}"], cache
""",
    ),
    Answer(
        "forward",
        "recursion",
        """
def forward(X, params):
    def layer(k):
        if k == 0:
            return X, {"a0": X}
        a, cache = layer(k - 1)
        z, a = layer_forward(a, params["W" + str(k)], params["b" + str(k)])
        return a, {**cache, "z" + str(k): z, "a" + str(k): a}
    return layer(len(params) // 2)
""",
    ),
    Answer(
        "forward",
        "depth from the keys, a float copy of the input",
        """
def forward(X, params):
    numbers = sorted(int(key[1:]) for key in params if key.startswith("W"))
    a = np.array(X, dtype=float)
    zs, activations = [], [a]
    for n in numbers:
        z = np.dot(activations[-1], params[f"W{n}"])
        z = z + params[f"b{n}"]
        zs.append(z)
        activations.append(sigmoid(z))
    cache = {f"a{n}": value for n, value in enumerate(activations)}
    cache.update({f"z{n}": value for n, value in zip(numbers, zs)})
    return activations[-1], cache
""",
    ),
    Answer(
        "forward",
        "functools.reduce",
        """
from functools import reduce
def forward(X, params):
    L = sum(1 for key in params if key[0] == "b")
    cache = dict(a0=X)
    def step(a, l):
        cache[f"z{l}"], cache[f"a{l}"] = layer_forward(a, params[f"W{l}"], params[f"b{l}"])
        return cache[f"a{l}"]
    return reduce(step, range(1, L + 1), X), cache
""",
    ),
    Answer(
        "count_params",
        "NumPy's integers",
        """
def count_params(layer_sizes):
    sizes = np.array(layer_sizes)
    return np.sum((sizes[:-1] + 1) * sizes[1:])
""",
    ),
    Answer(
        "count_params",
        "an integer without axes",
        """
def count_params(layer_sizes):
    n = np.asarray(layer_sizes)
    return np.asarray(n[:-1] @ n[1:] + n[1:].sum())
""",
    ),
    Answer(
        "layer_forward",
        "in single precision at last",
        """
def layer_forward(a_prev, W, b):
    z = a_prev @ W + b
    return z, sigmoid(z).astype(np.float32)
""",
    ),
]

WRONG = [
    Answer(
        "count_params",
        "forgets the biases, with zip",
        """
def count_params(layer_sizes):
    return sum(a * b for a, b in zip(layer_sizes, layer_sizes[1:]))
""",
        ("no-biases",),
    ),
    Answer(
        "count_params",
        "a bias for every neuron, the input too",
        """
def count_params(layer_sizes):
    total = sum(layer_sizes)
    for a, b in zip(layer_sizes, layer_sizes[1:]):
        total = total + a * b
    return total
""",
        ("input-has-bias",),
    ),
    Answer(
        "count_params",
        "multiplies everything",
        """
def count_params(layer_sizes):
    product = 1
    for n in layer_sizes:
        product *= n
    return product
""",
        ("product-of-all",),
    ),
    Answer(
        "count_params",
        "hidden layers only, counted with the bias on the wrong side",
        """
def count_params(layer_sizes):
    count = 0
    for i in range(len(layer_sizes) - 1):
        count += layer_sizes[i] * layer_sizes[i + 1] + layer_sizes[i]
    return count
""",
        ("bias-per-input",),
    ),
    Answer(
        "count_params",
        "return indented too far",
        """
def count_params(layer_sizes):
    n = 0
    for i in range(len(layer_sizes) - 1):
        n += (layer_sizes[i] + 1) * layer_sizes[i + 1]
        return n
""",
        ("returned-early",),
    ),
    Answer(
        "count_params",
        "a constant read off the page",
        """
def count_params(layer_sizes):
    return 9
""",
        ("constant",),
    ),
    Answer(
        "count_params",
        "first and last size only",
        """
def count_params(layer_sizes):
    return layer_sizes[0] * layer_sizes[-1] + layer_sizes[-1]
""",
    ),
    Answer(
        "init_params",
        "standard normal, not scaled",
        """
def init_params(layer_sizes, rng):
    p = {}
    for i in range(len(layer_sizes) - 1):
        p["W%d" % (i + 1)] = rng.standard_normal(size=(layer_sizes[i], layer_sizes[i + 1]))
        p["b%d" % (i + 1)] = np.zeros((1, layer_sizes[i + 1]))
    return p
""",
        ("not-scaled",),
    ),
    Answer(
        "init_params",
        "not scaled, from the last layer to the first",
        """
def init_params(layer_sizes, rng):
    p = {}
    for i in range(len(layer_sizes) - 1, 0, -1):
        p[f"W{i}"] = rng.standard_normal((layer_sizes[i - 1], layer_sizes[i]))
        p[f"b{i}"] = np.zeros((1, layer_sizes[i]))
    return p
""",
    ),
    Answer(
        "init_params",
        "NumPy's global generator",
        """
def init_params(layer_sizes, rng):
    p = {}
    for i in range(1, len(layer_sizes)):
        n_in, n_out = layer_sizes[i - 1], layer_sizes[i]
        p[f"W{i}"] = np.sqrt(2 / n_in) * np.random.default_rng().standard_normal((n_in, n_out))
        p[f"b{i}"] = np.zeros((1, n_out))
    return p
""",
    ),
    Answer(
        "init_params",
        "biases without their row",
        """
def init_params(layer_sizes, rng):
    p = {}
    for i, (n_in, n_out) in enumerate(zip(layer_sizes, layer_sizes[1:])):
        p[f"W{i + 1}"] = rng.normal(scale=np.sqrt(2 / n_in), size=(n_in, n_out))
        p[f"b{i + 1}"] = np.zeros((n_out,))
    return p
""",
        ("flat-bias",),
    ),
    Answer(
        "init_params",
        "weights (n_out, n_in) as in other books",
        """
def init_params(layer_sizes, rng):
    p = {}
    for i in range(1, len(layer_sizes)):
        n_out, n_in = layer_sizes[i], layer_sizes[i - 1]
        p[f"W{i}"] = rng.standard_normal((n_out, n_in)) * np.sqrt(2.0 / n_in)
        p[f"b{i}"] = np.zeros((1, n_out))
    return p
""",
        ("weights-transposed",),
    ),
    Answer(
        "init_params",
        "Xavier for sigmoids",
        """
def init_params(layer_sizes, rng):
    p = {}
    for i in range(1, len(layer_sizes)):
        n_in, n_out = layer_sizes[i - 1], layer_sizes[i]
        p[f"W{i}"] = rng.standard_normal((n_in, n_out)) / np.sqrt(n_in)
        p[f"b{i}"] = np.zeros((1, n_out))
    return p
""",
        ("one-for-two",),
    ),
    Answer(
        "init_params",
        "one fixed seed for each layer",
        """
def init_params(layer_sizes, rng):
    p = {}
    for i in range(1, len(layer_sizes)):
        rng = np.random.RandomState(7)
        n_in, n_out = layer_sizes[i - 1], layer_sizes[i]
        p[f"W{i}"] = rng.standard_normal((n_in, n_out)) * np.sqrt(2 / n_in)
        p[f"b{i}"] = np.zeros((1, n_out))
    return p
""",
    ),
    Answer(
        "init_params",
        "biases drawn too, before the weights",
        """
def init_params(layer_sizes, rng):
    p = {}
    for i in range(1, len(layer_sizes)):
        n_in, n_out = layer_sizes[i - 1], layer_sizes[i]
        p[f"b{i}"] = rng.standard_normal((1, n_out)) * np.sqrt(2 / n_in)
        p[f"W{i}"] = rng.standard_normal((n_in, n_out)) * np.sqrt(2 / n_in)
    return p
""",
    ),
    Answer(
        "layer_forward",
        "forgets the bias",
        """
def layer_forward(a_prev, W, b):
    z = np.matmul(a_prev, W)
    a = sigmoid(z)
    return z, a
""",
        ("no-bias",),
    ),
    Answer(
        "layer_forward",
        "the wrong order of results",
        """
def layer_forward(a_prev, W, b):
    a = sigmoid(a_prev @ W + b)
    return a, a_prev @ W + b
""",
        ("exchanged",),
    ),
    Answer(
        "layer_forward",
        "elementwise",
        """
def layer_forward(a_prev, W, b):
    z = a_prev * W + b
    return z, sigmoid(z)
""",
        ("elementwise-product",),
    ),
    Answer(
        "layer_forward",
        "exponent with a plus",
        """
def layer_forward(a_prev, W, b):
    z = a_prev.dot(W) + b
    return z, 1 / (1 + np.exp(z))
""",
        ("complement",),
    ),
    Answer(
        "layer_forward",
        "z overwritten by the activation",
        """
def layer_forward(a_prev, W, b):
    z = a_prev @ W + b
    z = sigmoid(z)
    a = z
    return z, a
""",
        ("z-overwritten",),
    ),
    Answer(
        "layer_forward",
        "adds in place to whole numbers",
        """
def layer_forward(a_prev, W, b):
    z = np.dot(a_prev, W)
    z += b
    a = sigmoid(z)
    return z, a
""",
        ("added-in-place",),
    ),
    Answer(
        "layer_forward",
        "returns the bias in place of z, double",
        """
def layer_forward(a_prev, W, b):
    z = a_prev @ W + 2 * b
    return z, sigmoid(z)
""",
        ("bias-twice",),
    ),
    Answer(
        "layer_forward",
        "scales the weights first",
        """
def layer_forward(a_prev, W, b):
    z = a_prev @ (W / np.linalg.norm(W)) + b
    return z, sigmoid(z)
""",
    ),
    Answer(
        "forward_pass",
        "the second layer takes the weighted sum",
        """
def forward_pass(X, W1, b1, W2, b2):
    z1 = X @ W1 + b1
    a1 = sigmoid(z1)
    z2 = z1 @ W2 + b2
    a2 = sigmoid(z2)
    return a2, {"z1": z1, "a1": a1, "z2": z2, "a2": a2}
""",
        ("fed-with-z1",),
    ),
    Answer(
        "forward_pass",
        "no activation at the output",
        """
def forward_pass(X, W1, b1, W2, b2):
    z1, a1 = layer_forward(X, W1, b1)
    a2 = z2 = a1 @ W2 + b2
    cache = dict(z1=z1, a1=a1, z2=z2, a2=a2)
    return a2, cache
""",
        ("output-linear",),
    ),
    Answer(
        "forward_pass",
        "one pair of names for both layers",
        """
def forward_pass(X, W1, b1, W2, b2):
    z, a = layer_forward(X, W1, b1)
    z, a = layer_forward(a, W2, b2)
    cache = {"z1": z, "a1": a, "z2": z, "a2": a}
    return a, cache
""",
        ("hidden-overwritten",),
    ),
    Answer(
        "forward_pass",
        "only the output",
        """
def forward_pass(X, W1, b1, W2, b2):
    return sigmoid(sigmoid(X @ W1 + b1) @ W2 + b2)
""",
        ("output-only",),
    ),
    Answer(
        "forward_pass",
        "second bias forgotten",
        """
def forward_pass(X, W1, b1, W2, b2):
    z1 = X @ W1 + b1
    a1 = sigmoid(z1)
    z2 = a1 @ W2
    a2 = sigmoid(z2)
    cache = {"z1": z1, "a1": a1, "z2": z2, "a2": a2}
    return a2, cache
""",
        ("no-output-bias",),
    ),
    Answer(
        "forward_pass",
        "sums left out of the cache",
        """
def forward_pass(X, W1, b1, W2, b2):
    a1 = sigmoid(X @ W1 + b1)
    a2 = sigmoid(a1 @ W2 + b2)
    return a2, {"a1": a1, "a2": a2}
""",
        ("cache-without-sums",),
    ),
    Answer(
        "forward_pass",
        "hidden layer shifted by its mean",
        """
def forward_pass(X, W1, b1, W2, b2):
    z1, a1 = layer_forward(X, W1, b1)
    a1 = a1 - a1.mean()
    z2, a2 = layer_forward(a1, W2, b2)
    return a2, {"z1": z1, "a1": a1, "z2": z2, "a2": a2}
""",
    ),
    Answer(
        "forward",
        "range ends too early",
        """
def forward(X, params):
    n_layers = len(params) // 2
    cache, a = {"a0": X}, X
    for k in range(1, n_layers):
        z = a @ params[f"W{k}"] + params[f"b{k}"]
        a = sigmoid(z)
        cache[f"z{k}"], cache[f"a{k}"] = z, a
    return a, cache
""",
        ("last-layer-missing",),
    ),
    Answer(
        "forward",
        "the input is not in the cache",
        """
def forward(X, params):
    cache, a = {}, X
    for k in range(1, len(params) // 2 + 1):
        z, a = layer_forward(a, params[f"W{k}"], params[f"b{k}"])
        cache[f"z{k}"] = z
        cache[f"a{k}"] = a
    return a, cache
""",
        ("input-not-kept",),
    ),
    Answer(
        "forward",
        "always from X",
        """
def forward(X, params):
    cache = {"a0": X}
    for k in range(1, len(params) // 2 + 1):
        z, a = layer_forward(X, params[f"W{k}"], params[f"b{k}"])
        cache[f"z{k}"] = z
        cache[f"a{k}"] = a
    return a, cache
""",
        ("fed-with-input",),
    ),
    Answer(
        "forward",
        "two layers only",
        """
def forward(X, params):
    z1, a1 = layer_forward(X, params["W1"], params["b1"])
    z2, a2 = layer_forward(a1, params["W2"], params["b2"])
    return a2, {"a0": X, "z1": z1, "a1": a1, "z2": z2, "a2": a2}
""",
        ("always-two-layers",),
    ),
    Answer(
        "forward",
        "order of the dict taken for granted",
        """
def forward(X, params):
    entries = iter(params.values())
    cache, a, k = {"a0": X}, X, 0
    for W in entries:
        b = next(entries)
        k += 1
        z, a = layer_forward(a, W, b)
        cache[f"z{k}"], cache[f"a{k}"] = z, a
    return a, cache
""",
        ("order-of-the-dict",),
    ),
    Answer(
        "forward",
        "the last layer without a sigmoid",
        """
def forward(X, params):
    L = len(params) // 2
    cache, a = {"a0": X}, X
    for k in range(1, L + 1):
        z = a @ params[f"W{k}"] + params[f"b{k}"]
        if k < L:
            a = sigmoid(z)
        else:
            a = z
        cache[f"z{k}"], cache[f"a{k}"] = z, a
    return a, cache
""",
        ("output-linear",),
    ),
    Answer(
        "forward",
        "looks for layer 0",
        """
def forward(X, params):
    cache, a = {"a0": X}, X
    for k in range(len(params) // 2):
        z, a = layer_forward(a, params[f"W{k}"], params[f"b{k}"])
        cache[f"z{k + 1}"], cache[f"a{k + 1}"] = z, a
    return a, cache
""",
        ("no-such-key",),
    ),
    Answer(
        "forward",
        "an activation too many between the layers",
        """
def forward(X, params):
    cache, a = {"a0": X}, X
    for k in range(1, len(params) // 2 + 1):
        z, a = layer_forward(a, params[f"W{k}"], params[f"b{k}"])
        cache[f"z{k}"], cache[f"a{k}"] = z, a
        a = sigmoid(a)
    return a, cache
""",
        (),
    ),
    Answer(
        "forward",
        "hidden activations halved",
        """
def forward(X, params):
    L = len(params) // 2
    cache, a = {"a0": X}, X
    for k in range(1, L + 1):
        z, a = layer_forward(a, params[f"W{k}"], params[f"b{k}"])
        cache[f"z{k}"], cache[f"a{k}"] = z, a
        a = a / 2 if k < L else a
    return a, cache
""",
    ),
    Answer(
        "count_params",
        "a sum that starts at 0.0",
        """
def count_params(layer_sizes):
    total = 0.0
    for n_in, n_out in zip(layer_sizes[:-1], layer_sizes[1:]):
        total += (n_in + 1) * n_out
    return total
""",
        ("float-for-int",),
    ),
    Answer(
        "count_params",
        "the sizes of arrays of floats",
        """
def count_params(layer_sizes):
    sizes = np.array(layer_sizes, dtype=float)
    return np.dot(sizes[:-1], sizes[1:]) + sizes[1:].sum()
""",
        ("float-for-int",),
    ),
    Answer(
        "layer_forward",
        "a bias added in place",
        """
def layer_forward(a_prev, W, b):
    z = np.dot(a_prev, W)
    z += b
    return z, sigmoid(z)
""",
        ("added-in-place",),
    ),
]
