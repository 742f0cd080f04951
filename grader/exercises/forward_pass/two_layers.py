"""``forward_pass``: a network with one hidden layer, and its cache."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

from descent.probes import Probe, call
from descent.sheets import Criterion
from grader.exercise import UNTOUCHED, Begin, Exercise, edit
from grader.exercises.forward_pass.draws import numbers, parameters, sizes, whole, wholes


def _probes(begin: Begin) -> Iterator[Probe]:
    for name in ("several outputs", "several other outputs"):
        rng = begin(name)
        m, n_in, n_hidden, n_out = sizes(rng, 4)
        yield call(numbers(rng, m, n_in), *parameters(rng, [n_in, n_hidden, n_out]).values())
    rng = begin("a single output")
    m, n_in, n_hidden = sizes(rng, 3)
    params = parameters(rng, [n_in, n_hidden, 1])
    yield call(numbers(rng, m, n_in), *params.values(), label="a single output")
    # Here everything fits everything, and only the numbers tell what was done.
    rng = begin("layers of the same size")
    n = int(rng.integers(3, 5))
    params = parameters(rng, [n, n, n])
    yield call(numbers(rng, n, n), *params.values(), label="layers of the same size")
    rng = begin("one sample")
    n_in, n_hidden, n_out = sizes(rng, 3)
    params = parameters(rng, [n_in, n_hidden, n_out])
    yield call(numbers(rng, 1, n_in), *params.values(), label="one sample")
    for name, draw in (("whole numbers, biases of floats", parameters), ("whole numbers", wholes)):
        rng = begin(name)
        m, n_in, n_hidden, n_out = sizes(rng, 4)
        params = {**draw(rng, [n_in, n_hidden, n_out]), "W1": whole(rng, n_in, n_hidden)}
        yield call(whole(rng, m, n_in), *params.values(), group="whole", label="whole numbers")


# A result that is no pair, or a cache that is no dict, fails what would stand in it.
CRITERIA = (
    Criterion("the output a2", 1.0, groups=("values",), outputs=("", "a2")),
    Criterion(
        "z1 and a1 in the cache", 0.75, groups=("values",), outputs=("", "cache", "cache??[az]1*")
    ),
    Criterion(
        "z2 and a2 in the cache", 0.75, groups=("values",), outputs=("", "cache", "cache??[az]2*")
    ),
    Criterion("whole numbers as input", 0.25, groups=("whole",)),
    dataclasses.replace(UNTOUCHED, share=0.25),
)

HINTS = (
    "The network is one layer after the other. What does the second layer take as its input?",
    (
        "Call layer_forward twice: first with X and the arrays of layer 1, then with the "
        "activations of layer 1 and the arrays of layer 2. Keep all four results."
    ),
    (
        "layer_forward(X, W1, b1) gives z1, a1; layer_forward(a1, W2, b2) gives z2, a2. The cache "
        "is a "
        'dict with the keys "z1", "a1", "z2", "a2"; return a2 and the cache.'
    ),
)

HIDDEN = "z1, a1 = layer_forward(X, W1, b1)"
OUTPUT = "z2, a2 = layer_forward(a1, W2, b2)"
CACHE = 'cache = {"z1": z1, "a1": a1, "z2": z2, "a2": a2}'
RETURN = "return a2, cache"

MISTAKES = (
    edit(
        "four-arrays",
        "You return the arrays one by one: what is asked is the output a2 and one dict that holds "
        "them.",
        RETURN,
        "return a2, z1, a1, z2",
    ),
    edit(
        "fed-with-z1",
        "The second layer gets z1: it should get a1, the activations of the hidden layer.",
        OUTPUT,
        "z2, a2 = layer_forward(z1, W2, b2)",
    ),
    edit(
        "fed-with-input",
        "The second layer gets X again: it should get a1, the activations of the hidden layer.",
        OUTPUT,
        "z2, a2 = layer_forward(X, W2, b2)",
    ),
    edit(
        "hidden-linear",
        "The hidden layer has no activation: a1 is just z1. Take the sigmoid there too.",
        HIDDEN,
        "z1 = a1 = X @ W1 + b1",
    ),
    edit(
        "output-linear",
        "The output layer has no activation: a2 is just z2. Take the sigmoid there too.",
        OUTPUT,
        "z2 = a2 = a1 @ W2 + b2",
    ),
    edit(
        "all-linear",
        "There is no activation in either layer: a1 and a2 are sigmoids of z1 and z2.",
        HIDDEN,
        "z1 = a1 = X @ W1 + b1",
        OUTPUT,
        "z2 = a2 = a1 @ W2 + b2",
    ),
    edit(
        "no-hidden-bias",
        "The bias b1 is missing in the hidden layer.",
        HIDDEN,
        "z1, a1 = layer_forward(X, W1, 0)",
    ),
    edit(
        "no-output-bias",
        "The bias b2 is missing in the output layer.",
        OUTPUT,
        "z2, a2 = layer_forward(a1, W2, 0)",
    ),
    edit(
        "no-biases",
        "Both biases are missing: b1 belongs to z1 and b2 to z2.",
        HIDDEN,
        "z1, a1 = layer_forward(X, W1, 0)",
        OUTPUT,
        "z2, a2 = layer_forward(a1, W2, 0)",
    ),
    edit(
        "biases-exchanged",
        "The biases are exchanged: b1 belongs to the hidden layer, b2 to the output.",
        HIDDEN,
        "z1, a1 = layer_forward(X, W1, b2)",
        OUTPUT,
        "z2, a2 = layer_forward(a1, W2, b1)",
    ),
    edit(
        "hidden-bias-twice",
        "The output layer gets b1: its own bias is b2.",
        OUTPUT,
        "z2, a2 = layer_forward(a1, W2, b1)",
    ),
    edit(
        "weights-exchanged",
        "The layers are exchanged: X goes through W1 and b1 first, then through W2 and b2.",
        HIDDEN,
        "z1, a1 = layer_forward(X, W2, b2)",
        OUTPUT,
        "z2, a2 = layer_forward(a1, W1, b1)",
    ),
    edit(
        "hidden-weights-twice",
        "The output layer uses W1 and b1 again: it has its own, W2 and b2.",
        OUTPUT,
        "z2, a2 = layer_forward(a1, W1, b1)",
    ),
    edit(
        "weights-transposed",
        "You transpose the weights: they are (n_in, n_hidden) and (n_hidden, n_out) already, "
        "and fit as they are.",
        HIDDEN,
        "z1, a1 = layer_forward(X, W1.T, b1)",
        OUTPUT,
        "z2, a2 = layer_forward(a1, W2.T, b2)",
    ),
    edit(
        "hidden-weights-transposed",
        "You transpose W1: it has a row for each input already, and X @ W1 fits as it is.",
        HIDDEN,
        "z1, a1 = layer_forward(X, W1.T, b1)",
    ),
    edit(
        "weights-first",
        "The product is the wrong way round: X comes first, since its rows are the samples, then "
        "W1.",
        HIDDEN,
        "z1 = W1 @ X + b1\n    a1 = sigmoid(z1)",
    ),
    edit(
        "books-orientation",
        "W.T @ X is the formula of books that keep samples in columns; here they are rows: X @ W1.",
        HIDDEN,
        "z1 = W1.T @ X + b1\n    a1 = sigmoid(z1)",
    ),
    edit(
        "layer-result-not-unpacked",
        "layer_forward returns two things, and you hand the pair to the next layer: "
        "unpack it first, z1, a1 = layer_forward(…).",
        HIDDEN,
        "a1 = z1 = layer_forward(X, W1, b1)",
    ),
    edit(
        "unpacked-in-wrong-order",
        "layer_forward returns z first and a second: you unpack it the other way round.",
        HIDDEN,
        "a1, z1 = layer_forward(X, W1, b1)",
        OUTPUT,
        "a2, z2 = layer_forward(a1, W2, b2)",
    ),
    edit(
        "hidden-unpacked-in-wrong-order",
        "In the hidden layer, z1 and a1 are exchanged: layer_forward returns z first and a second.",
        HIDDEN,
        "a1, z1 = layer_forward(X, W1, b1)",
    ),
    edit(
        "output-unpacked-in-wrong-order",
        "In the output layer, z2 and a2 are exchanged: layer_forward returns z first and a second.",
        OUTPUT,
        "a2, z2 = layer_forward(a1, W2, b2)",
    ),
    edit(
        "hidden-activated-twice",
        "The sigmoid is applied twice in the hidden layer: a1 already is what layer_forward made "
        "of z1.",
        OUTPUT,
        "z2, a2 = layer_forward(sigmoid(a1), W2, b2)",
    ),
    edit(
        "output-activated-twice",
        "The sigmoid is applied twice at the output: a2 already is the sigmoid of z2.",
        OUTPUT,
        f"{OUTPUT}\n    a2 = sigmoid(a2)",
    ),
    edit(
        "relu-hidden",
        "The hidden layer uses a ReLU: in this section every layer uses the sigmoid.",
        HIDDEN,
        f"{HIDDEN}\n    a1 = np.maximum(0, z1)",
    ),
    edit(
        "tanh-hidden",
        "The hidden layer uses tanh: in this section every layer uses the sigmoid.",
        HIDDEN,
        f"{HIDDEN}\n    a1 = np.tanh(z1)",
    ),
    edit(
        "tanh-everywhere",
        "Both layers use tanh: in this section they use the sigmoid.",
        HIDDEN,
        f"{HIDDEN}\n    a1 = np.tanh(z1)",
        OUTPUT,
        f"{OUTPUT}\n    a2 = np.tanh(z2)",
    ),
    edit(
        "softmax-output",
        "The output adds up to 1 in each row, which is a softmax: the output neurons take the "
        "sigmoid of their own z2.",
        OUTPUT,
        f"{OUTPUT}\n    a2 = np.exp(z2) / np.exp(z2).sum(axis=1, keepdims=True)",
    ),
    edit(
        "rounded",
        "The output is rounded to 0 or 1: return the activation itself, a number between them.",
        OUTPUT,
        f"{OUTPUT}\n    a2 = (a2 > 0.5).astype(float)",
    ),
    edit(
        "sign-in-exponent",
        "Your sigmoid has the wrong sign in its exponent: it is 1 / (1 + exp(-z)), "
        "or simply call layer_forward.",
        HIDDEN,
        f"{HIDDEN}\n    a1 = 1 / (1 + np.exp(z1))",
        OUTPUT,
        f"{OUTPUT}\n    a2 = 1 / (1 + np.exp(z2))",
    ),
    edit(
        "returns-z2",
        "You return z2 as the output: the answer of the network is a2, the activation.",
        RETURN,
        "return z2, cache",
    ),
    edit(
        "returns-a1",
        "You return a1, the hidden layer, as the output: the answer of the network is a2.",
        RETURN,
        "return a1, cache",
    ),
    edit(
        "exchanged",
        "The two results are exchanged: return a2 first, then the cache.",
        RETURN,
        "return cache, a2",
    ),
    edit(
        "output-only",
        "You return the output alone: the cache is asked for too, as the second of a pair.",
        RETURN,
        "return a2",
    ),
    edit(
        "cache-only",
        "You return the cache alone: the output a2 comes first, and the cache second.",
        RETURN,
        "return cache",
    ),
    edit(
        "output-twice",
        "You return the output twice: the second of the pair has to be the cache.",
        RETURN,
        "return a2, a2",
    ),
    edit(
        "cache-is-sequence",
        "Your cache is a plain sequence of arrays: make it a dict, in which each array has its "
        "name.",
        CACHE,
        "cache = (z1, a1, z2, a2)",
    ),
    edit(
        "capital-keys",
        "The keys of the cache have capital letters: they are z1, a1, z2 and a2.",
        CACHE,
        'cache = {"Z1": z1, "A1": a1, "Z2": z2, "A2": a2}',
    ),
    edit(
        "keys-from-zero",
        "The keys of the cache count from 0: the hidden layer is layer 1, the output layer 2.",
        CACHE,
        'cache = {"z0": z1, "a0": a1, "z1": z2, "a1": a2}',
    ),
    edit(
        "cache-z-and-a-exchanged",
        "In the cache, z and a are exchanged: z is the weighted sum, a its sigmoid.",
        CACHE,
        'cache = {"z1": a1, "a1": z1, "z2": a2, "a2": z2}',
    ),
    edit(
        "cache-layers-exchanged",
        "In the cache, the two layers are exchanged: z1 and a1 belong to the hidden layer.",
        CACHE,
        'cache = {"z1": z2, "a1": a2, "z2": z1, "a2": a1}',
    ),
    edit(
        "hidden-overwritten",
        "The cache holds the output layer twice: what the hidden layer gave is overwritten "
        "before it is stored. Use a name for each.",
        CACHE,
        'cache = {"z1": z2, "a1": a2, "z2": z2, "a2": a2}',
    ),
    edit(
        "a1-is-z1-in-cache",
        "The cache has z1 under the key a1: store the activation there.",
        CACHE,
        'cache = {"z1": z1, "a1": z1, "z2": z2, "a2": a2}',
    ),
    edit(
        "weights-overwritten",
        "The results are right, but your function writes into the weights of the caller: "
        "leave its arguments as they are.",
        RETURN,
        "W2 *= 1.5\n    return a2, cache",
    ),
    # What is merely missing comes last: more than one mistake leaves it out.
    edit(
        "cache-without-output",
        "a2 is missing from the cache: it belongs there, although you return it as well.",
        CACHE,
        'cache = {"z1": z1, "a1": a1, "z2": z2}',
    ),
    edit(
        "cache-without-sums",
        "The weighted sums z1 and z2 are missing from the cache.",
        CACHE,
        'cache = {"a1": a1, "a2": a2}',
    ),
    edit(
        "cache-without-activations",
        "The activations a1 and a2 are missing from the cache.",
        CACHE,
        'cache = {"z1": z1, "z2": z2}',
    ),
    edit(
        "cache-without-hidden",
        "The cache holds the output layer only: z1 and a1 belong there too.",
        CACHE,
        'cache = {"z2": z2, "a2": a2}',
    ),
    edit(
        "cache-of-parameters",
        "The cache holds the weights: it is meant for what the forward pass computes, z and a.",
        CACHE,
        'cache = {"W1": W1, "b1": b1, "W2": W2, "b2": b2}',
    ),
    edit(
        "cache-empty",
        "The cache is empty: put z1, a1, z2 and a2 in it.",
        CACHE,
        "cache = {}",
    ),
)

FORWARD_PASS = Exercise(
    "forward_pass",
    _probes,
    CRITERIA,
    HINTS,
    MISTAKES,
    returns=("a2", "cache"),
    uses=("layer_forward",),
)
