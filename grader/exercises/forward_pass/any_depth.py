"""``forward``: a network of any depth, and its cache."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

import numpy as np

from descent.probes import Probe, call
from descent.sheets import Criterion
from grader.exercise import UNTOUCHED, Begin, Exercise, edit, rewrite
from grader.exercises.forward_pass.draws import Array, numbers, parameters, sizes, whole, wholes


def _shuffled(rng: np.random.Generator, params: dict[str, Array]) -> dict[str, Array]:
    names = list(params)
    order = rng.permutation(len(names))
    if np.array_equal(order, np.arange(len(names))):
        order = order[::-1]
    return {names[k]: params[names[k]] for k in order}


def _probes(begin: Begin) -> Iterator[Probe]:
    rng = begin("one hidden layer")
    m, *layer_sizes = sizes(rng, 4)
    yield call(
        numbers(rng, m, layer_sizes[0]), parameters(rng, layer_sizes), label="one hidden layer"
    )
    rng = begin("two hidden layers")
    m, *layer_sizes = sizes(rng, 5)
    yield call(
        numbers(rng, m, layer_sizes[0]), parameters(rng, layer_sizes), label="two hidden layers"
    )
    # Here everything fits everything, and only the numbers tell what was done.
    rng = begin("layers of the same size")
    n = int(rng.integers(3, 5))
    yield call(numbers(rng, n, n), parameters(rng, [n, n, n, n]), label="layers of the same size")
    rng = begin("one sample")
    layer_sizes = sizes(rng, 3)
    yield call(numbers(rng, 1, layer_sizes[0]), parameters(rng, layer_sizes), label="one sample")
    for name, draw in (("whole samples", parameters), ("whole numbers", wholes)):
        rng = begin(name)
        m, *layer_sizes = sizes(rng, 4)
        yield call(
            whole(rng, m, layer_sizes[0]),
            draw(rng, layer_sizes),
            group="edge",
            label="whole numbers",
        )
    rng = begin("a single layer")
    m, n_in, n_out = sizes(rng, 3)
    yield call(
        numbers(rng, m, n_in),
        parameters(rng, [n_in, n_out]),
        group="edge",
        label="a network of a single layer",
    )
    rng = begin("parameters in another order")
    m, *layer_sizes = sizes(rng, 5)
    yield call(
        numbers(rng, m, layer_sizes[0]),
        _shuffled(rng, parameters(rng, layer_sizes)),
        group="edge",
        label="parameters in another order",
    )
    rng = begin("more than nine layers")
    layer_sizes = [int(size) for size in rng.integers(1, 3, size=12)]
    yield call(
        numbers(rng, 2, layer_sizes[0]),
        parameters(rng, layer_sizes),
        group="edge",
        label="a network of more than nine layers",
    )


# A result that is no pair, or a cache that is no dict, fails what would stand in it.
CRITERIA = (
    Criterion("the output", 1.25, groups=("values",), outputs=("", "output")),
    Criterion(
        "activations a0 to aL in the cache",
        1.0,
        groups=("values",),
        outputs=("", "cache", "cache??a*"),
    ),
    Criterion(
        "weighted sums z1 to zL in the cache",
        0.75,
        groups=("values",),
        outputs=("", "cache", "cache??z*"),
    ),
    Criterion(
        "one layer or more than nine, parameters in any order, whole numbers",
        0.5,
        groups=("edge",),
    ),
    dataclasses.replace(UNTOUCHED, share=0.5),
)

HINTS = (
    (
        "One name, a, can stand for the activation that the next layer takes. What is it before "
        "the loop, and how does each turn change it?"
    ),
    (
        "The number of layers L is half the number of entries of params. Loop from 1 to L; in "
        "each turn call layer_forward with the latest activation and the W and b of that layer, "
        "and store both results."
    ),
    (
        'Begin with a = X and a cache that holds it under "a0". For layer in range(1, L + 1): z, '
        'a come from layer_forward(a, params[f"W{layer}"], params[f"b{layer}"]); put them into '
        'the cache under f"z{layer}" and f"a{layer}". After the loop return a and the cache.'
    ),
)

DEPTH = "L = len(params) // 2"
BEFORE = 'cache = {"a0": X}'
LAYERS = "range(1, L + 1)"
W, B = 'params[f"W{layer}"]', 'params[f"b{layer}"]'
STEP = f"z, a = layer_forward(a, {W}, {B})"
KEEP_Z = '        cache[f"z{layer}"] = z\n'
KEEP_A = '        cache[f"a{layer}"] = a\n'
RETURN = "return a, cache"


def _by_hand(activation: str) -> str:
    return f"z = a @ {W} + {B}\n        {activation}"


MISTAKES = (
    edit(
        "fed-with-z",
        "Each layer gets the weighted sum z of the layer before: it should get the activation a.",
        STEP,
        f"z, a = layer_forward(z if layer > 1 else X, {W}, {B})",
    ),
    edit(
        "fed-with-input",
        "Every layer gets X: only layer 1 does; each further one gets the activation of the layer "
        "before.",
        STEP,
        f"z, a = layer_forward(X, {W}, {B})",
    ),
    edit(
        "output-linear",
        "The output layer has no activation: the last a is the sigmoid of the last z, "
        "as in every other layer.",
        STEP,
        f"{STEP}\n        a = z if layer == L else a",
    ),
    edit(
        "hidden-linear",
        "Only the output layer has an activation: each hidden layer takes the sigmoid too.",
        STEP,
        f"{STEP}\n        a = z if layer < L else a",
    ),
    edit(
        "all-linear",
        "No layer has an activation: in each of them, a is the sigmoid of z.",
        STEP,
        _by_hand("a = z"),
    ),
    edit(
        "no-bias",
        "The biases are missing: every layer adds its own b to the product.",
        STEP,
        f"z, a = layer_forward(a, {W}, 0)",
    ),
    edit(
        "first-bias-only",
        "Only layer 1 has its bias: every layer adds its own.",
        STEP,
        f"z, a = layer_forward(a, {W}, {B} if layer == 1 else 0)",
    ),
    edit(
        "last-layer-missing",
        "The output layer is left out: the loop has to include layer L, and range leaves its end "
        "out.",
        LAYERS,
        "range(1, L)",
    ),
    edit(
        "first-layer-missing",
        "Layer 1 is left out: X goes through the weights of layer 1 first.",
        LAYERS,
        "range(2, L + 1)",
    ),
    edit(
        "no-such-key",
        "Your function looks up a key that is not there: the params go from W1, b1 to WL, bL, "
        "with L half the number of entries (layer 0 has none), and a cache holds only what you "
        "put in it.",
        LAYERS,
        "range(L)",
    ),
    edit(
        "depth-not-whole",
        "range wants a whole number, and a division with / gives a float: divide with //.",
        DEPTH,
        "L = len(params) / 2",
    ),
    edit(
        "always-two-layers",
        "Your function always runs two layers: take the number of layers from params.",
        DEPTH,
        "L = 2",
    ),
    edit(
        "at-most-three-layers",
        "Your function runs at most three layers: the loop has to follow the number of params.",
        DEPTH,
        "L = min(3, len(params) // 2)",
    ),
    edit(
        "reversed",
        "The layers run from the last to the first: the forward pass starts at layer 1.",
        LAYERS,
        "range(L, 0, -1)",
    ),
    edit(
        "weights-transposed",
        "You transpose the weights: W of a layer is (n_in, n_out) already, and a @ W fits as it "
        "is.",
        STEP,
        f"z, a = layer_forward(a, {W}.T, {B})",
    ),
    edit(
        "weights-first",
        "The product is the wrong way round: the activation comes first, since its rows are "
        "the samples, then W.",
        STEP,
        f"z = {W} @ a + {B}\n        a = sigmoid(z)",
    ),
    edit(
        "books-orientation",
        "W.T @ a is the formula of books that keep samples in columns; here they are rows: a @ W "
        "+ b.",
        STEP,
        f"z = {W}.T @ a + {B}\n        a = sigmoid(z)",
    ),
    edit(
        "unpacked-in-wrong-order",
        "layer_forward returns z first and a second: you unpack it the other way round.",
        STEP,
        f"a, z = layer_forward(a, {W}, {B})",
    ),
    edit(
        "layer-result-not-unpacked",
        "layer_forward returns a pair, and you hand the pair on to the next layer: "
        "unpack it, z, a = layer_forward(…).",
        STEP,
        f"z = a = layer_forward(a, {W}, {B})",
    ),
    edit(
        "activated-twice",
        "The sigmoid is applied twice in each layer: layer_forward has taken it already.",
        STEP,
        f"{STEP}\n        a = sigmoid(a)",
    ),
    edit(
        "output-activated-twice",
        "The sigmoid is applied once more at the end: the last activation already is the output.",
        RETURN,
        "return sigmoid(a), cache",
    ),
    edit(
        "input-activated",
        "You take the sigmoid of X before layer 1: a0 is the input itself.",
        "a = X\n",
        "a = sigmoid(X)\n",
    ),
    edit(
        "input-and-a0-activated",
        "a0 is the sigmoid of X in your cache, and layer 1 gets it: a0 is the input as it came.",
        "a = X\n",
        "X = a = sigmoid(X)\n",
    ),
    edit(
        "tanh",
        "Your layers use tanh: in this section they use the sigmoid.",
        STEP,
        _by_hand("a = np.tanh(z)"),
    ),
    edit(
        "relu",
        "Your layers use the ReLU: in this section they use the sigmoid.",
        STEP,
        _by_hand("a = np.maximum(0, z)"),
    ),
    edit(
        "relu-hidden",
        "Your hidden layers use the ReLU: in this section every layer uses the sigmoid.",
        STEP,
        _by_hand("a = np.maximum(0, z) if layer < L else sigmoid(z)"),
    ),
    edit(
        "tanh-hidden",
        "Your hidden layers use tanh: in this section every layer uses the sigmoid.",
        STEP,
        _by_hand("a = np.tanh(z) if layer < L else sigmoid(z)"),
    ),
    edit(
        "sign-in-exponent",
        "Your sigmoid has the wrong sign in its exponent: it is 1 / (1 + exp(-z)), "
        "or simply call layer_forward.",
        STEP,
        _by_hand("a = 1 / (1 + np.exp(z))"),
    ),
    edit(
        "rounded",
        "The output is rounded to 0 or 1: return the last activation itself.",
        RETURN,
        "return (a > 0.5).astype(float), cache",
    ),
    edit(
        "returns-last-z",
        "You return the last weighted sum as the output: the answer is its activation.",
        RETURN,
        "return z, cache",
    ),
    edit(
        "returns-a1",
        'You return cache["a1"] as the output: the answer is the activation of the last layer, aL.',
        RETURN,
        'return cache["a1"], cache',
    ),
    edit(
        "exchanged",
        "The two results are exchanged: return the output first, then the cache.",
        RETURN,
        "return cache, a",
    ),
    edit(
        "output-only",
        "You return the output alone: the cache is asked for too, as the second of a pair.",
        RETURN,
        "return a",
    ),
    edit(
        "cache-only",
        "You return the cache alone: the output comes first, and the cache second.",
        RETURN,
        "return cache",
    ),
    edit(
        "output-twice",
        "You return the output twice: the second of the pair has to be the cache.",
        RETURN,
        "return a, a",
    ),
    edit(
        "returned-early",
        "Only layer 1 is run: the return has to stand behind the loop, not in it.",
        "    return a, cache",
        "        return a, cache",
    ),
    edit(
        "capital-keys",
        "The keys of the cache have capital letters: they are z1, a1, and so on.",
        KEEP_Z,
        KEEP_Z.replace("z{", "Z{"),
        KEEP_A,
        KEEP_A.replace("a{", "A{"),
    ),
    edit(
        "keys-from-zero",
        "The keys of the cache count from 0, and the first layer overwrites a0, the input: "
        "layer 1 belongs under z1 and a1.",
        KEEP_Z,
        KEEP_Z.replace("{layer}", "{layer - 1}"),
        KEEP_A,
        KEEP_A.replace("{layer}", "{layer - 1}"),
    ),
    edit(
        "keys-of-previous-layer",
        "The weighted sums in the cache count from 0, while the activations count from 1: "
        "z and a of a layer have the same number.",
        KEEP_Z,
        KEEP_Z.replace("{layer}", "{layer - 1}"),
    ),
    edit(
        "z-and-a-exchanged",
        "In the cache, z and a are exchanged: z is the weighted sum, a its sigmoid.",
        KEEP_Z,
        KEEP_Z.replace("= z", "= a"),
        KEEP_A,
        KEEP_A.replace("= a", "= z"),
    ),
    edit(
        "z-is-a-in-cache",
        "The cache has the activations under the keys of the weighted sums too: store z under z.",
        KEEP_Z,
        KEEP_Z.replace("= z", "= a"),
    ),
    edit(
        "a-is-z-in-cache",
        "The cache has the weighted sums under the keys of the activations too: store a under a.",
        KEEP_A,
        KEEP_A.replace("= a", "= z"),
    ),
    edit(
        "previous-a-kept",
        "The activations in the cache are one layer late: you store a before the layer is "
        "computed.",
        STEP,
        f"before = a\n        {STEP}",
        KEEP_A,
        KEEP_A.replace("= a", "= before"),
    ),
    edit(
        "input-overwritten",
        "a0 in your cache is the output: it has to be the input X, stored before the loop changes "
        "it.",
        RETURN,
        'cache["a0"] = a\n    return a, cache',
    ),
    edit(
        "cache-is-list",
        "Your cache is a list: make it a dict, in which each array has its name.",
        RETURN,
        "return a, list(cache.values())",
    ),
    rewrite(
        "params-emptied",
        "The numbers are right, but pop takes the parameters out of the caller's dict: "
        "read them by their key instead.",
        "def forward(X, params):\n"
        '    a, cache = X, {"a0": X}\n'
        "    for layer in range(1, len(params) // 2 + 1):\n"
        '        W, b = params.pop(f"W{layer}"), params.pop(f"b{layer}")\n'
        "        z, a = layer_forward(a, W, b)\n"
        '        cache[f"z{layer}"], cache[f"a{layer}"] = z, a\n'
        "    return a, cache\n",
    ),
    rewrite(
        "order-of-the-dict",
        "You take the parameters in the order in which they stand in the dict: "
        "they may stand in any order, so look each up by its key.",
        "def forward(X, params):\n"
        "    values = list(params.values())\n"
        '    a, cache = X, {"a0": X}\n'
        "    for layer in range(1, len(values) // 2 + 1):\n"
        "        z, a = layer_forward(a, values[2 * layer - 2], values[2 * layer - 1])\n"
        '        cache[f"z{layer}"], cache[f"a{layer}"] = z, a\n'
        "    return a, cache\n",
    ),
    rewrite(
        "sorted-as-text",
        'You sort the keys as text, and there "W10" comes before "W2": count through the layers '
        "with numbers instead.",
        "def forward(X, params):\n"
        '    weights = sorted(key for key in params if key[0] == "W")\n'
        '    biases = sorted(key for key in params if key[0] == "b")\n'
        '    a, cache = X, {"a0": X}\n'
        "    for layer, (W, b) in enumerate(zip(weights, biases), 1):\n"
        "        z, a = layer_forward(a, params[W], params[b])\n"
        '        cache[f"z{layer}"], cache[f"a{layer}"] = z, a\n'
        "    return a, cache\n",
    ),
    rewrite(
        "one-digit-layers",
        "You read only one digit of the layer's number from the key: with more than nine layers "
        "that is not enough. Half of len(params) is the number of layers.",
        "def forward(X, params):\n"
        "    L = max(int(key[1]) for key in params)\n"
        '    a, cache = X, {"a0": X}\n'
        "    for layer in range(1, L + 1):\n"
        '        z, a = layer_forward(a, params[f"W{layer}"], params[f"b{layer}"])\n'
        '        cache[f"z{layer}"], cache[f"a{layer}"] = z, a\n'
        "    return a, cache\n",
    ),
    rewrite(
        "at-least-two-layers",
        "Your function needs at least two layers: a network may also be a single layer, "
        "so let the loop do every layer.",
        "def forward(X, params):\n"
        '    z1, a = layer_forward(X, params["W1"], params["b1"])\n'
        '    z2, b = layer_forward(a, params["W2"], params["b2"])\n'
        '    cache = {"a0": X, "z1": z1, "a1": a, "z2": z2, "a2": b}\n'
        "    a = b\n"
        "    for layer in range(3, len(params) // 2 + 1):\n"
        '        z, a = layer_forward(a, params[f"W{layer}"], params[f"b{layer}"])\n'
        '        cache[f"z{layer}"], cache[f"a{layer}"] = z, a\n'
        "    return a, cache\n",
    ),
    # What is merely missing comes last: more than one mistake leaves it out.
    edit(
        "input-kept-as-x",
        'The input stands in the cache under "X": its key is "a0", like that of any other '
        "activation.",
        BEFORE,
        'cache = {"X": X}',
    ),
    edit(
        "input-not-kept",
        'a0 is missing from the cache: store the input X there before the loop, under "a0".',
        BEFORE,
        "cache = {}",
    ),
    edit(
        "sums-not-kept",
        "The weighted sums z are missing from the cache: store one for each layer.",
        KEEP_Z,
        "",
    ),
    edit(
        "activations-not-kept",
        "The activations of the layers are missing from the cache: store one for each layer, "
        "beside a0.",
        KEEP_A,
        "",
    ),
    edit(
        "key-without-number",
        'The cache has one "z" and one "a", which every layer overwrites: '
        'put the number of the layer into the key, f"z{layer}".',
        KEEP_Z,
        KEEP_Z.replace('f"z{layer}"', '"z"'),
        KEEP_A,
        KEEP_A.replace('f"a{layer}"', '"a"'),
    ),
    edit(
        "f-forgotten",
        'The keys of the cache are the text "z{layer}" itself: put an f before the quotes, '
        'f"z{layer}".',
        KEEP_Z,
        KEEP_Z.replace("f", ""),
        KEEP_A,
        KEEP_A.replace("f", ""),
    ),
    edit(
        "cache-emptied-each-turn",
        "Only the last layer is left in the cache: make the dict once, before the loop, "
        "and store z and a in it in every turn, inside the loop.",
        KEEP_Z,
        f'        cache = {{"a0": X}}\n{KEEP_Z}',
    ),
    edit(
        "cache-in-params",
        "The numbers are right, but you write the cache into the params of the caller: "
        "make a dict of its own for it.",
        BEFORE,
        'cache = params\n    cache["a0"] = X',
    ),
    edit(
        "pairs-in-cache",
        "Each entry of your cache is a pair (z, a) under the number of the layer: "
        "give each array a key of its own, such as z1 and a1.",
        KEEP_Z + KEEP_A,
        "        cache[layer] = (z, a)\n",
    ),
)

FORWARD = Exercise(
    "forward",
    _probes,
    CRITERIA,
    HINTS,
    MISTAKES,
    returns=("output", "cache"),
    uses=("layer_forward",),
)
