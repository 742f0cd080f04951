"""The network class: how it is made, forward and predict."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from descent.probes import Probe, Step, ask, look, make, script
from descent.sheets import Criterion
from descent.values import Ref, Rng, Value
from grader.exercise import Begin, Exercise, edit
from grader.exercises.backpropagation.draws import KEPT, network, samples, whole


def _probes(begin: Begin) -> Iterator[Probe]:
    yield _made(begin("made"))
    yield _equal_and_different(begin("equal and other generators"))
    yield _without_rng(begin("without rng"))
    for name, sizes in (
        ("two layers", [2, 4, 1]),
        ("three layers", [4, 5, 3, 1]),
        ("four layers", [3, 2, 4, 2, 1]),
        ("one layer", [4, 1]),
        ("one sample", [3, 4, 1]),
        ("whole numbers", [2, 5, 1]),
    ):
        label = "" if name == "two layers" else name
        rng = begin(f"forward, {name}")
        forward = ask("net.forward", _inputs(rng, name, sizes[0]), show="output")
        yield script(*network(rng, sizes), forward, group="forward", label=label)
        rng = begin(f"cache, {name}")
        forward = ask("net.forward", _inputs(rng, name, sizes[0]))
        kept = look("net.cache", show="cache")
        yield script(*network(rng, sizes), forward, kept, group="cache", label=label)
    for name, sizes in (
        ("two layers", [3, 5, 1]),
        ("three layers", [2, 3, 4, 1]),
        ("whole numbers", [2, 3, 1]),
    ):
        rng = begin(f"predict, {name}")
        predict = ask("net.predict", _inputs(rng, name, sizes[0]), show="predict")
        yield script(*network(rng, sizes), predict, group="predict")


def _inputs(rng: np.random.Generator, name: str, n: int) -> Value:
    # More samples than any layer has neurons, so that axes cannot be confused.
    m = 1 if name == "one sample" else int(rng.integers(6, 10))
    return whole(rng, m, n) if name == "whole numbers" else samples(rng, m, n)


def _made(rng: np.random.Generator) -> Probe:
    sizes = [int(rng.integers(8, 11)), int(rng.integers(11, 14)), 3, 1]
    seed = int(rng.integers(1 << 31))
    return script(
        make("net", sizes, rng=Rng("Generator", seed)),
        look("net.layer_sizes", show="layer_sizes"),
        look("net.L", show="L"),
        look("net.params", show="result"),
        group="made",
    )


def _equal_and_different(rng: np.random.Generator) -> Probe:
    """Make two networks with equal generators and one with another, and compare.

    Nothing but the comparison is reported: how the weights are drawn is left to the answer.
    """
    sizes = [2, int(rng.integers(2, 5)), 1]
    seed = int(rng.integers(1 << 30))
    steps: list[Step] = []
    for name, number in (("first", seed), ("twin", seed), ("other", seed + 1)):
        steps += _drawn(make(name, sizes, rng=Rng("Generator", number)))
    return script(
        *steps,
        *_compared("first", "twin", "equal generators"),
        *_compared("first", "other", "other generators"),
        group="drawn",
    )


def _without_rng(rng: np.random.Generator) -> Probe:
    sizes = [3, int(rng.integers(2, 5)), 1]
    steps = (*_drawn(make("first", sizes)), *_drawn(make("twin", sizes)))
    return script(*steps, *_compared("first", "twin", "no generator"), group="drawn")


def _drawn(maker: Step) -> tuple[Step, Step, Step]:
    """Make a network, and keep its first weights and what its generator draws next."""
    name = maker.keep
    weights = ask(f"{name}.params.get", "W1", keep=f"W of {name}")
    return maker, weights, ask(f"{name}.rng.standard_normal", 3, keep=f"rng of {name}")


def _compared(one: str, two: str, what: str) -> tuple[Step, Step]:
    weights = ask(f"W of {one}.__eq__", Ref(f"W of {two}"), show=f"{what}, equal weights")
    drawn = ask(f"rng of {one}.__eq__", Ref(f"rng of {two}"), show=f"{what}, equal rng afterwards")
    return weights, drawn


_INIT = "self.params = init_params(layer_sizes, self.rng)"
_Z = 'z = a @ self.params[f"W{layer}"] + self.params[f"b{layer}"]'
_A = "            a = sigmoid(z)\n"
_START = 'self.cache = {"a0": a}'
_KEEP_Z = 'self.cache[f"z{layer}"] = z'
_KEEP_A = 'self.cache[f"a{layer}"] = a\n'
_RETURN = "        return a\n"
# Stands for a generator without a seed, and yet gives the same in every build.
_COUNT = """import itertools

_made = itertools.count()


class NeuralNetworkScratch:"""
_PREDICT = "return self.forward(X)"


NETWORK_FORWARD = Exercise(
    name="network_forward",
    answer="NeuralNetworkScratch",
    cell="network",
    probes=_probes,
    criteria=(
        Criterion(
            "layer_sizes, L, params and rng", 0.25, groups=("made", "drawn"), rule="fresh_network"
        ),
        Criterion("the output of forward", 0.75, groups=("forward",)),
        Criterion("the cache", 0.5, groups=("cache",)),
        Criterion("predict", 0.25, groups=("predict",)),
        KEPT,
    ),
    hints=(
        "In __init__ four attributes are set; the given init_params does the hard one. For "
        "forward, look back at forward_pass: which lines repeat, and what changes from one layer "
        "to the next?",
        "Start with a = X and a cache that holds it as a0. For layer 1 to self.L: take W and b "
        "of this layer from self.params, compute z and then a, and keep both in the cache. The a "
        "of one round is the input of the next.",
        "L is len(layer_sizes) - 1, and the loop is `for layer in range(1, self.L + 1):`. "
        'The keys are f"W{layer}", f"b{layer}", f"z{layer}" and f"a{layer}". forward returns the '
        "last a, and predict can return self.forward(X).",
    ),
    mistakes=(
        edit(
            "L-counts-input",
            "L counts the input as a layer. L is the number of layers with weights, one less than "
            "the number of entries in layer_sizes.",
            "self.L = len(layer_sizes) - 1",
            "self.L = len(layer_sizes)",
        ),
        edit(
            "L-counts-input-attribute-only",
            "L is one too large, although your loops are right: it is the number of layers with "
            "weights, len(layer_sizes) - 1.",
            "self.L = len(layer_sizes) - 1",
            "self.L = len(layer_sizes)",
            "for layer in range(1, self.L + 1):",
            "for layer in range(1, self.L):",
        ),
        edit(
            "L-hidden-only",
            "L counts the hidden layers only. The output layer has weights too: L is "
            "len(layer_sizes) - 1.",
            "self.L = len(layer_sizes) - 1",
            "self.L = len(layer_sizes) - 2",
        ),
        edit(
            "rng-ignored",
            "The generator that is passed is not used: your networks always start from the same "
            "weights. Only where rng is None make one with a fixed seed.",
            "np.random.default_rng(0) if rng is None else rng",
            "np.random.default_rng(0)",
        ),
        edit(
            "rng-not-kept",
            "init_params gets the generator that was passed, but the attribute rng holds another "
            "one. Keep the same generator as self.rng.",
            "self.rng = np.random.default_rng(0) if rng is None else rng",
            "rng = np.random.default_rng(0) if rng is None else rng\n"
            "        self.rng = np.random.default_rng(0)",
            _INIT,
            "self.params = init_params(layer_sizes, rng)",
        ),
        edit(
            "rng-unseeded",
            "Two networks made without rng start from different weights. Where rng is None, make "
            "a generator with a fixed seed, so that a run can be repeated.",
            "class NeuralNetworkScratch:",
            _COUNT,
            "np.random.default_rng(0) if rng is None else rng",
            "np.random.default_rng(next(_made)) if rng is None else rng",
        ),
        edit(
            "weights-from-elsewhere",
            "The weights do not come from rng: two networks made with equal generators differ. "
            "Pass self.rng on to init_params.",
            "class NeuralNetworkScratch:",
            _COUNT,
            _INIT,
            "self.params = init_params(layer_sizes, np.random.default_rng(next(_made)))",
        ),
        edit(
            "weights-always-the-same",
            "The weights are the same whatever rng is given, although rng is kept. Pass self.rng "
            "on to init_params, and set no seed of your own where one is given.",
            _INIT,
            "self.params = init_params(layer_sizes, np.random.default_rng(0))",
        ),
        edit(
            "no-rng-attribute",
            "The network has no attribute rng. Keep the generator: self.rng = rng, or one with a "
            "fixed seed where rng is None.",
            "self.rng = np.random.default_rng(0) if rng is None else rng",
            "rng = np.random.default_rng(0) if rng is None else rng",
            _INIT,
            "self.params = init_params(layer_sizes, rng)",
        ),
        edit(
            "none-passed-on",
            "Where rng is None, you pass None on to init_params, which needs a generator. Make "
            "one with a fixed seed first.",
            "np.random.default_rng(0) if rng is None else rng",
            "rng",
        ),
        edit(
            "same-generator-again",
            "Each weight matrix is drawn from the start of the generator again. Make the "
            "generator once, and draw all weights from it one after the other.",
            _INIT,
            "self.params = init_params(layer_sizes, self.rng)\n"
            "        for layer in range(1, self.L + 1):\n"
            "            start = np.random.default_rng(0)\n"
            '            weights = init_params(layer_sizes[layer - 1 :], start)["W1"]\n'
            '            self.params[f"W{layer}"] = weights',
        ),
        edit(
            "weights-zero",
            "All weights start at zero. Then the hidden neurons are all alike and stay so: draw "
            "the weights with init_params.",
            _INIT,
            "self.params = init_params(layer_sizes, self.rng)\n"
            "        self.params = {name: np.zeros_like(p) for name, p in self.params.items()}",
        ),
        edit(
            "weights-ones",
            "All weights start at one. Then the hidden neurons are all alike and stay so: draw "
            "the weights with init_params.",
            _INIT,
            "self.params = init_params(layer_sizes, self.rng)\n"
            "        for layer in range(1, self.L + 1):\n"
            '            self.params[f"W{layer}"] = np.ones_like(self.params[f"W{layer}"])',
        ),
        edit(
            "weights-transposed",
            "The weights in params are transposed: W has the shape (n_in, n_out), a column for "
            "each neuron of its layer.",
            _INIT,
            "self.params = init_params(layer_sizes, self.rng)\n"
            "        for layer in range(1, self.L + 1):\n"
            '            self.params[f"W{layer}"] = self.params[f"W{layer}"].T',
        ),
        edit(
            "biases-flat",
            "The biases in params are flat. They are rows of shape (1, n_out), as init_params "
            "makes them.",
            _INIT,
            "self.params = init_params(layer_sizes, self.rng)\n"
            "        for layer in range(1, self.L + 1):\n"
            '            self.params[f"b{layer}"] = self.params[f"b{layer}"].ravel()',
        ),
        edit(
            "params-copied",
            "forward works with weights that were put aside when the network was made. Take them "
            "from self.params at each call: they may have changed since.",
            _INIT,
            f"{_INIT}\n        self.start = dict(self.params)",
            _Z,
            'z = a @ self.start[f"W{layer}"] + self.start[f"b{layer}"]',
        ),
        edit(
            "no-bias",
            "The biases are missing: z is a @ W + b.",
            _Z,
            'z = a @ self.params[f"W{layer}"]',
        ),
        edit(
            "bias-subtracted",
            "The biases are subtracted. They are added: z is a @ W + b.",
            _Z,
            'z = a @ self.params[f"W{layer}"] - self.params[f"b{layer}"]',
        ),
        edit(
            "bias-of-first-layer",
            "The bias of layer 1 is added in every layer. Each layer has its own.",
            _Z,
            'z = a @ self.params[f"W{layer}"] + self.params["b1"]',
        ),
        edit(
            "always-from-X",
            "Every layer is fed with X. Layer 2 takes the activations of layer 1, layer 3 those "
            "of layer 2, and so on.",
            _Z,
            'z = X @ self.params[f"W{layer}"] + self.params[f"b{layer}"]',
        ),
        edit(
            "weighted-sums-passed-on",
            "The next layer is fed with the weighted sums z. It takes the activations, which have "
            "gone through the sigmoid.",
            _Z,
            'z = (a if layer == 1 else z) @ self.params[f"W{layer}"] + self.params[f"b{layer}"]',
        ),
        edit(
            "weights-turned",
            "The weights are turned, and the shapes do not fit. Forward they stand as they are: "
            "a @ W + b.",
            _Z,
            'z = a @ self.params[f"W{layer}"].T + self.params[f"b{layer}"]',
        ),
        edit(
            "factors-exchanged",
            "W @ a does not fit: rows are samples here, so the activations come first: a @ W + b.",
            _Z,
            'z = self.params[f"W{layer}"] @ a + self.params[f"b{layer}"]',
        ),
        edit(
            "linear-output",
            "The last layer has no sigmoid. All layers of this network have one, the output too.",
            _A,
            "            a = sigmoid(z) if layer < self.L else z\n",
        ),
        edit(
            "linear-hidden",
            "The hidden layers have no sigmoid. Without it several layers do no more than one.",
            _A,
            "            a = sigmoid(z) if layer == self.L else z\n",
        ),
        edit(
            "no-sigmoid",
            "There is no sigmoid in your layers: the activation is sigmoid(z).",
            _A,
            "            a = z\n",
        ),
        edit(
            "sigmoid-twice",
            "The sigmoid is applied twice in each layer. Once, to the weighted sums, is right.",
            _A,
            "            a = sigmoid(sigmoid(z))\n",
        ),
        edit(
            "tanh",
            "Your layers use tanh. This network has sigmoids.",
            _A,
            "            a = np.tanh(z)\n",
        ),
        edit(
            "tanh-hidden",
            "Your hidden layers use tanh. All layers of this network are sigmoids.",
            _A,
            "            a = sigmoid(z) if layer == self.L else np.tanh(z)\n",
        ),
        edit(
            "relu-hidden",
            "Your hidden layers use ReLU. All layers of this network are sigmoids.",
            _A,
            "            a = sigmoid(z) if layer == self.L else np.maximum(0, z)\n",
        ),
        edit(
            "derivative-for-sigmoid",
            "You call sigmoid_derivative in forward. Forward needs the sigmoid itself.",
            _A,
            "            a = sigmoid_derivative(sigmoid(z))\n",
        ),
        edit(
            "last-layer-left-out",
            "The loop stops before the last layer. range(1, n) ends at n - 1: to reach layer L it "
            "has to be range(1, self.L + 1).",
            "for layer in range(1, self.L + 1):",
            "for layer in range(1, self.L):",
        ),
        edit(
            "layers-from-zero",
            "Your loop starts at layer 0, which has no weights. The first layer with weights is "
            "layer 1, and the last one is self.L.",
            "for layer in range(1, self.L + 1):",
            "for layer in range(self.L):",
        ),
        edit(
            "two-layers-only",
            "Your forward always runs two layers. The network may have any number: loop from "
            "layer 1 to self.L.",
            "for layer in range(1, self.L + 1):",
            "for layer in (1, 2):",
        ),
        edit(
            "return-in-loop",
            "The return stands inside the loop, so only the first layer is run. Move it out.",
            _RETURN,
            "            return a\n",
        ),
        edit(
            "returns-weighted-sum",
            "forward returns the last weighted sum z. The output is the activation, sigmoid(z).",
            _RETURN,
            "        return z\n",
        ),
        edit(
            "returns-cache-too",
            "forward returns the output and the cache. In the class it returns the output alone; "
            "the cache is kept as self.cache.",
            _RETURN,
            "        return a, self.cache\n",
            _PREDICT,
            "return self.forward(X)[0]",
        ),
        edit(
            "forward-returns-nothing",
            "forward does not return anything. It keeps the cache and returns the output.",
            _RETURN,
            "        self.output = a\n",
            _PREDICT,
            "self.forward(X)\n        return self.output",
        ),
        edit(
            "output-flat",
            "The output is flat. It keeps the shape (m, 1).",
            _RETURN,
            "        return a.ravel()\n",
        ),
        edit(
            "output-rounded",
            "forward rounds the output to 0 or 1. It returns the activations as they are.",
            _RETURN,
            "        return (a > 0.5).astype(float)\n",
        ),
        edit(
            "cache-late-z",
            "In the cache, z holds activations: keep z before it goes through the sigmoid.",
            _KEEP_Z,
            'self.cache[f"z{layer}"] = a',
        ),
        edit(
            "cache-a-is-z",
            "In the cache, a holds weighted sums: keep a after the sigmoid.",
            _KEEP_A,
            'self.cache[f"a{layer}"] = z\n',
        ),
        edit(
            "cache-without-a0",
            "The cache has no a0. Layer 1 needs X in the backward pass just as layer 2 needs a1: "
            "keep X as a0.",
            _START,
            "self.cache = {}",
        ),
        edit(
            "cache-without-z",
            "The weighted sums z are missing from the cache. Keep z and a of every layer.",
            _KEEP_Z,
            "pass",
        ),
        edit(
            "cache-without-a",
            "The activations of the layers are missing from the cache. Keep z and a of every "
            "layer.",
            _KEEP_A,
            "self.cache.update()\n",
        ),
        edit(
            "cache-exchanged",
            "z and a have changed places in the cache: z is the weighted sum, a is its sigmoid.",
            _KEEP_Z,
            'self.cache[f"z{layer}"] = a',
            _KEEP_A,
            'self.cache[f"a{layer}"] = z\n',
        ),
        edit(
            "cache-off-by-one",
            "The layers in the cache are counted from zero: layer 1 has to keep z1 and a1, and "
            "a0 is X.",
            _KEEP_Z,
            'self.cache[f"z{layer - 1}"] = z',
            _KEEP_A,
            'self.cache[f"a{layer - 1}"] = a\n',
        ),
        edit(
            "cache-last-layer-only",
            "The cache is made anew in each round of the loop, so only the last layer stays in "
            "it. Make it once, before the loop.",
            _KEEP_Z,
            'self.cache = {"a0": X, f"z{layer}": z}',
        ),
        edit(
            "cache-local",
            "The cache is a local variable and is lost when forward ends. Keep it as self.cache.",
            _START,
            'cache = {"a0": a}',
            _KEEP_Z,
            'cache[f"z{layer}"] = z',
            _KEEP_A,
            'cache[f"a{layer}"] = a\n',
        ),
        edit(
            "predict-rounds",
            "predict rounds to 0 or 1. It gives the same output as forward, the probabilities.",
            _PREDICT,
            "return (self.forward(X) > 0.5).astype(int)",
        ),
        edit(
            "predict-returns-nothing",
            "predict does not return anything: return what forward gives.",
            _PREDICT,
            "self.forward(X)",
        ),
        edit(
            "predict-from-old-cache",
            "predict looks into the cache of an earlier forward. It has to run the network on "
            "the X that it gets.",
            _PREDICT,
            'return self.cache[f"a{self.L}"]',
        ),
        edit(
            "predict-flat",
            "The output of predict is flat. It has the shape of forward's output, (m, 1).",
            _PREDICT,
            "return self.forward(X).ravel()",
        ),
    ),
)
