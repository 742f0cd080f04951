"""The network class: the backward pass for any depth."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from descent.probes import Probe, ask, look, put, script
from descent.sheets import Criterion
from descent.values import Value
from grader.exercise import UNTOUCHED, Begin, Exercise, Mistake, edit
from grader.exercises.backpropagation.draws import (
    labels,
    network,
    parameters,
    samples,
    whole,
)

DEEP = "more than two layers"


def _probes(begin: Begin) -> Iterator[Probe]:
    rng = begin("one layer")
    yield _case(rng, [3, 1], samples(rng, 5, 3), "one layer", "one layer")
    for name, sizes in (("two layers", [3, 4, 6]), ("two layers, other sizes", [2, 5, 7])):
        rng = begin(name)
        m, n, n_hidden = (int(size) for size in rng.permutation(sizes))
        yield _case(rng, [n, n_hidden, 1], samples(rng, m, n), "two layers", "two layers")
    for name, sizes, m, label in (
        ("three layers", [3, 4, 2, 1], 5, DEEP),
        ("four layers", [2, 3, 5, 4, 1], 6, DEEP),
        ("layers of one width", [3, 3, 3, 1], 4, ""),
    ):
        rng = begin(name)
        yield _case(rng, sizes, samples(rng, m, sizes[0]), "deep", label)
    rng = begin("one sample")
    yield _case(rng, [3, 4, 1], samples(rng, 1, 3), "edges", "one sample")
    rng = begin("one feature")
    yield _case(rng, [1, 4, 2, 1], samples(rng, 5, 1), "edges", "one feature")
    rng = begin("whole numbers")
    yield _case(rng, [2, 4, 1], whole(rng, 6, 2), "edges", "whole numbers", int)
    rng = begin("whole-number samples")
    yield _case(rng, [3, 2, 1], whole(rng, 5, 3), "edges", "whole numbers")
    rng = begin("whole-number labels")
    yield _case(rng, [2, 3, 1], samples(rng, 4, 2), "edges", "whole numbers", int)
    yield _again(begin("a second call"))
    rng = begin("grads")
    X, y = samples(rng, 4, 2), labels(rng, 4)
    steps = (*network(rng, [2, 3, 1]), ask("net.forward", X), ask("net.backward", X, y))
    yield script(*steps, look("net.grads", show="grads"), group="kept")


def _case(
    rng: np.random.Generator,
    sizes: list[int],
    X: Value,
    group: str,
    label: str,
    kind: type = float,
) -> Probe:
    """Return a probe with these samples and with labels of a kind, float or int."""
    y: Value = labels(rng, len(X)).astype(kind)
    return script(
        *network(rng, sizes),
        ask("net.forward", X),
        ask("net.backward", X, y, show="result"),
        group=group,
        label=label,
    )


def _again(rng: np.random.Generator) -> Probe:
    """Go backward twice, the second time with other samples and other parameters."""
    sizes = [2, 3, 1]
    first, second = samples(rng, 5, 2), samples(rng, 3, 2)
    return script(
        *network(rng, sizes),
        ask("net.forward", first),
        ask("net.backward", first, labels(rng, 5)),
        put("net.params", **parameters(rng, sizes)),
        ask("net.forward", second),
        ask("net.backward", second, labels(rng, 3), show="result"),
        group="edges",
        label="a second call, with new weights",
    )


_EMPTY = "self.grads = {}"
_DELTA = 'output_delta(y, self.cache[f"a{self.L}"])'
_OUT = 'self.cache[f"a{self.L}"]'
_LOOP = "for layer in range(self.L, 0, -1):"
_PREV = 'a_prev = self.cache[f"a{layer - 1}"]'
_DW = "a_prev.T @ delta\n"
_DB = "np.sum(delta, axis=0, keepdims=True)\n"
_BACK = '(delta @ self.params[f"W{layer}"].T) * sigmoid_derivative(a_prev)'
_KEEP_DW = f'self.grads[f"dW{{layer}}"] = {_DW}'
_KEEP_DB = f'self.grads[f"db{{layer}}"] = {_DB}'


def _output(id: str, sentence: str, expression: str) -> Mistake:
    """Return a variant with another delta of the output layer."""
    return edit(id, sentence, _DELTA, expression)


def _hidden(id: str, sentence: str, expression: str) -> Mistake:
    """Return a variant that hands another delta to the layer before."""
    return edit(id, sentence, _BACK, expression)


_START = (
    _output(
        "missing-mean",
        "Every gradient is too large by a factor m: the mean over the samples is missing. It "
        "belongs into the delta of the output layer.",
        f"len(X) * {_DELTA}",
    ),
    _output(
        "missing-two",
        "Every gradient is half of what it should be: the factor 2 of the square is missing in "
        "the delta of the output layer.",
        f"{_DELTA} / 2",
    ),
    _output(
        "missing-mean-and-two",
        "Every gradient lacks the factor 2 / m: the 2 of the square and the 1/m of the mean, "
        "which belong into the delta of the output layer.",
        f"len(X) / 2 * {_DELTA}",
    ),
    _output(
        "mean-twice",
        "Every gradient is divided by m once too often. The delta of the output layer holds the "
        "mean; after it dW and db are sums.",
        f"{_DELTA} / len(X)",
    ),
    _output(
        "sign",
        "Every gradient has the wrong sign: the error is activation minus label.",
        f"-{_DELTA}",
    ),
    _output(
        "zero",
        "Every gradient is zero. If you call output_delta, check the order of its arguments: the "
        "labels first, the activations second.",
        f"output_delta({_OUT}, y)",
    ),
    _output(
        "no-output-sigmoid",
        "The delta of the output layer misses the sigmoid: after 2 (a - y) / m comes the factor "
        "a (1 - a) of the output.",
        f"2 * ({_OUT} - y) / len(X)",
    ),
    _output(
        "cross-entropy",
        "You start from (a - y) / m, which is the delta for cross-entropy. For the squared error "
        "start from output_delta.",
        f"({_OUT} - y) / len(X)",
    ),
    _output(
        "error-for-delta",
        "You start from the bare error a - y. The delta of the output layer has two more factors: "
        "2 / m, and a (1 - a).",
        f"{_OUT} - y",
    ),
    _output(
        "no-output-sigmoid-no-mean",
        "You start from 2 (a - y). Missing are the mean over the samples, 1/m, and the step "
        "through the sigmoid of the output, a (1 - a).",
        f"2 * ({_OUT} - y)",
    ),
    _output(
        "output-sigmoid-twice",
        "The factor a (1 - a) of the output comes in twice: output_delta contains it already.",
        f"{_DELTA} * sigmoid_derivative({_OUT})",
    ),
    _output(
        "output-sigmoid-again",
        "You apply the sigmoid to the output, which has gone through it already.",
        f"output_delta(y, sigmoid({_OUT}))",
    ),
    _output(
        "z-for-output",
        "The delta of the output layer is made with the weighted sum z in place of the "
        "activation a.",
        'output_delta(y, self.cache[f"z{self.L}"])',
    ),
    _output(
        "error-squared",
        "The error is still squared in your delta of the output layer. The derivative of the "
        "square is 2 times the error itself.",
        f"2 * ({_OUT} - y) ** 2 * sigmoid_derivative({_OUT}) / len(X)",
    ),
    _output(
        "divided-by-features",
        "You divide by the number of features. The mean is over the samples: m is X.shape[0].",
        f"{_DELTA} * X.shape[0] / X.shape[1]",
    ),
    _output(
        "divided-by-layers",
        "You divide by the number of layers. The mean is over the samples: m is X.shape[0].",
        f"{_DELTA} * X.shape[0] / self.L",
    ),
)

_LAYERS = (
    edit(
        "mean-again-in-weights",
        "Every dW is divided by m once too often. The mean is in the delta of the output layer, "
        "which hands it on.",
        _DW,
        "a_prev.T @ delta / len(X)\n",
    ),
    edit(
        "mean-in-biases",
        "Every db is a mean over the samples, and should be a sum: the mean is in the delta "
        "already.",
        _DB,
        "np.mean(delta, axis=0, keepdims=True)\n",
    ),
    edit(
        "biases-not-summed",
        "Every db still has a row for each sample. A bias is used by all samples: add the rows of "
        "the delta up.",
        _DB,
        "delta\n",
    ),
    edit(
        "biases-flat",
        "Every db has lost an axis. keepdims=True in np.sum keeps it a row, like the bias.",
        _DB,
        "np.sum(delta, axis=0)\n",
    ),
    edit(
        "biases-wrong-axis",
        "Every db is summed along the neurons. Sum over the samples: axis=0.",
        _DB,
        "np.sum(delta, axis=1, keepdims=True)\n",
    ),
    edit(
        "biases-summed-too-far",
        "Every db is a single number, a sum over everything. Each neuron has a bias of its own: "
        "sum over the samples only, axis=0.",
        _DB,
        "np.sum(delta)\n",
    ),
    edit(
        "transposed",
        "Every dW is transposed. A gradient has the shape of its weights: turn the activations, "
        "not the delta.",
        _DW,
        "delta.T @ a_prev\n",
    ),
    edit(
        "activations-not-turned",
        "The product for dW does not fit: a_prev has a column for each neuron of the layer "
        "before, and delta a row for each sample. Turn the activations: a_prev.T.",
        _DW,
        "a_prev @ delta\n",
    ),
    edit(
        "activations-not-turned-dot",
        "The product of a_prev and delta for dW does not fit: (m, n_in) and (m, n_out). Turn the "
        "activations: a_prev.T.",
        _DW,
        "np.dot(a_prev, delta)\n",
    ),
    edit(
        "weights-not-summed",
        "dW is made entry by entry, and the shapes do not fit. Use the matrix product of the "
        "activations turned with the delta, which adds over the samples.",
        _DW,
        "a_prev * delta\n",
    ),
    edit(
        "own-activation",
        "dW is made with the activations of its own layer. What the weights of a layer were "
        "multiplied by are the activations of the layer before it.",
        _DW,
        'self.cache[f"a{layer}"].T @ delta\n',
    ),
    edit(
        "weighted-sums-for-activations",
        "dW is made with weighted sums z. The weights of a layer were multiplied by the "
        "activations of the layer before it.",
        _DW,
        '(self.cache[f"z{layer - 1}"] if layer > 1 else X).T @ delta\n',
    ),
    edit(
        "always-X",
        "Every dW is made with X. That is right for layer 1 only; the others see the activations "
        "of the layer before them.",
        _DW,
        "X.T @ delta\n",
    ),
    edit(
        "derivative-for-activation",
        "dW is made with the derivative of the sigmoid. It takes the activations of the layer "
        "before as they are; the derivative belongs to the delta that is handed on.",
        _DW,
        "(sigmoid_derivative(a_prev) if layer > 1 else X).T @ delta\n",
    ),
)

_WAY_BACK = (
    _hidden(
        "no-hidden-sigmoid",
        "On the way to the layer before, the sigmoid is left out: after delta times W turned "
        "comes, entry by entry, the factor a (1 - a) of that layer.",
        'delta @ self.params[f"W{layer}"].T',
    ),
    _hidden(
        "derivative-at-z",
        "On the way to the layer before, sigmoid_derivative gets weighted sums z. It wants the "
        "activations a of that layer.",
        '(delta @ self.params[f"W{layer}"].T) * sigmoid_derivative(self.cache[f"z{layer - 1}"])',
    ),
    _hidden(
        "derivative-of-own-layer",
        "The derivative of the sigmoid is taken at the wrong layer. The delta goes to the layer "
        "before, so take it at the activations of that layer.",
        '(delta * sigmoid_derivative(self.cache[f"a{layer}"])) @ self.params[f"W{layer}"].T',
    ),
    _hidden(
        "derivative-of-both-layers",
        "The derivative of the sigmoid of a layer comes in twice: it is in the delta that arrives "
        "there. On the way on, only the layer before adds its own.",
        '((delta * sigmoid_derivative(self.cache[f"a{layer}"])) @ self.params[f"W{layer}"].T)'
        " * sigmoid_derivative(a_prev)",
    ),
    _hidden(
        "derivative-at-output",
        "On the way back the derivative of the sigmoid is always taken at the output. Take it at "
        "the activations of the layer that the delta goes to.",
        f'(delta @ self.params[f"W{{layer}}"].T) * sigmoid_derivative({_OUT})',
    ),
    _hidden(
        "hidden-sigmoid-again",
        "On the way to the layer before, the sigmoid is applied to activations, which have gone "
        "through it already.",
        '(delta @ self.params[f"W{layer}"].T) * sigmoid_derivative(sigmoid(a_prev))',
    ),
    _hidden(
        "hidden-tanh",
        "1 - a**2 is the derivative of tanh. The hidden layers are sigmoids: a (1 - a).",
        '(delta @ self.params[f"W{layer}"].T) * (1 - a_prev**2)',
    ),
    _hidden(
        "hidden-relu",
        "On the way back you use the derivative of ReLU. The hidden layers are sigmoids: a (1 - "
        "a).",
        '(delta @ self.params[f"W{layer}"].T) * (self.cache[f"z{layer - 1}"] > 0)',
    ),
    _hidden(
        "activation-for-derivative",
        "On the way back you multiply by the activations in place of the derivative of the "
        "sigmoid, a (1 - a).",
        '(delta @ self.params[f"W{layer}"].T) * a_prev',
    ),
    _hidden(
        "weights-on-the-way-back",
        "The delta does not fit the weights that it goes back through. From layer l to layer l - "
        "1 it goes through the weights of layer l, and they are turned: W.T.",
        '(delta @ self.params[f"W{layer - 1}"].T) * sigmoid_derivative(a_prev)',
    ),
    _hidden(
        "weights-of-last-layer",
        "The delta always goes back through the weights of the last layer. Each layer has its own.",
        '(delta @ self.params[f"W{self.L}"].T) * sigmoid_derivative(a_prev)',
    ),
    _hidden(
        "product-does-not-fit",
        "In the step to the layer before, two arrays do not fit in a matrix product: the first "
        "has a column for each neuron there, the second a row for each sample. The derivative of "
        "the sigmoid is multiplied with *, not with @, and delta stands before W.T.",
        '(delta @ self.params[f"W{layer}"].T) @ sigmoid_derivative(a_prev)',
    ),
    _hidden(
        "sigmoid-for-derivative",
        "On the way to the layer before, you multiply by the sigmoid in place of its derivative, "
        "a (1 - a).",
        '(delta @ self.params[f"W{layer}"].T) * sigmoid(a_prev)',
    ),
    _hidden(
        "no-weights",
        "The delta goes back without the weights. A neuron of the layer before gets it through "
        "its weights: delta times W turned.",
        "np.sum(delta, axis=1, keepdims=True) * sigmoid_derivative(a_prev)",
    ),
    _hidden(
        "delta-stays",
        "The delta of the output layer is used for every layer. At the end of each round of the "
        "loop make the delta of the layer before.",
        "delta",
    ),
    _hidden(
        "mean-on-the-way",
        "The delta is divided by m again in each layer. The mean comes in once, at the output.",
        '(delta @ self.params[f"W{layer}"].T) * sigmoid_derivative(a_prev) / len(X)',
    ),
    _hidden(
        "two-on-the-way",
        "The factor 2 comes in again in each layer. It belongs to the squared error, at the "
        "output.",
        '2 * (delta @ self.params[f"W{layer}"].T) * sigmoid_derivative(a_prev)',
    ),
    _hidden(
        "sign-on-the-way",
        "The sign of the delta changes in each layer. Nothing on the way through the weights and "
        "the sigmoid turns it.",
        '-(delta @ self.params[f"W{layer}"].T) * sigmoid_derivative(a_prev)',
    ),
    edit(
        "restarts-from-output",
        "Each layer starts again from the delta of the output. The delta of a layer comes from "
        "the layer after it: update delta in each round of the loop.",
        _BACK,
        '(start @ self.params[f"W{layer}"].T) * sigmoid_derivative(a_prev)',
        f"delta = {_DELTA}",
        f"delta = start = {_DELTA}",
    ),
    edit(
        "handed-on-too-early",
        "The delta is handed on before dW and db of its own layer are made. First use it for this "
        "layer, then make that of the layer before.",
        f"            {_KEEP_DW}            {_KEEP_DB}"
        f"            if layer > 1:\n                delta = {_BACK}\n",
        f"            if layer > 1:\n                delta = {_BACK}\n"
        f"            {_KEEP_DW}            {_KEEP_DB}",
    ),
    edit(
        "first-layer-left-out",
        "The loop ends before layer 1. In Python range stops before its end: to reach layer 1, "
        "count down from self.L with range(self.L, 0, -1).",
        _LOOP,
        "for layer in range(self.L, 1, -1):",
    ),
    edit(
        "last-layer-left-out",
        "The loop begins one layer too early: the last layer, self.L, gets no gradients.",
        _LOOP,
        "for layer in range(self.L - 1, 0, -1):",
    ),
    edit(
        "forward-order",
        "The loop runs from the first layer to the last. Backward, it starts at the last layer "
        "and counts down: range(self.L, 0, -1).",
        _LOOP,
        "for layer in range(1, self.L + 1):",
    ),
    edit(
        "two-layers-only",
        "Your backward always handles two layers. The network may have any number: count down "
        "from self.L to 1.",
        _LOOP,
        "for layer in (2, 1):",
    ),
    edit(
        "hidden-derivative-first-layer-missing",
        "The delta that arrives at layer 1 misses the sigmoid of layer 1. Every hidden layer adds "
        "its factor a (1 - a), the first one too.",
        _BACK,
        '(delta @ self.params[f"W{layer}"].T) * (sigmoid_derivative(a_prev) if layer > 2 else 1)',
    ),
    edit(
        "slope-of-own-layer",
        "On the way to the layer before, the slope of the sigmoid is taken at the "
        "activations of the layer that you come from. Take it at those of the layer "
        "before, a_prev.",
        '@ self.params[f"W{layer}"].T) * sigmoid_derivative(a_prev)',
        '@ self.params[f"W{layer}"].T) * sigmoid_derivative(self.cache[f"a{layer}"])',
    ),
)

_STATE = (
    edit(
        "added-to-old",
        "Gradients of earlier calls are added to. Start each backward with a new dict.",
        _EMPTY,
        'self.grads = getattr(self, "grads", {})',
        f'self.grads[f"dW{{layer}}"] = {_DW}',
        f'self.grads[f"dW{{layer}}"] = self.grads.get(f"dW{{layer}}", 0) + {_DW}',
        f'self.grads[f"db{{layer}}"] = {_DB}',
        f'self.grads[f"db{{layer}}"] = self.grads.get(f"db{{layer}}", 0) + {_DB}',
    ),
    edit(
        "weights-of-the-start",
        "backward works with weights that were put aside when the network was made. Take them "
        "from self.params: they may have changed since.",
        "self.params = init_params(layer_sizes, self.rng)",
        "self.params = init_params(layer_sizes, self.rng)\n        self.start = dict(self.params)",
        'delta @ self.params[f"W{layer}"].T',
        'delta @ self.start[f"W{layer}"].T',
    ),
    edit(
        "returns-nothing",
        "backward does not return anything. Return the dict that you keep as self.grads.",
        "        return self.grads\n",
        "",
    ),
    edit(
        "grads-not-kept",
        "The gradients are returned, but not kept. Keep the same dict as self.grads.",
        "        return self.grads\n",
        "        grads, self.grads = self.grads, None\n        return grads\n",
    ),
    edit(
        "no-grads-attribute",
        "The gradients are returned, but the network has no attribute grads. Keep the same dict "
        "as self.grads.",
        "        return self.grads\n",
        "        grads = self.grads\n        del self.grads\n        return grads\n",
    ),
    edit(
        "names-without-d",
        "The keys of your gradients are those of the weights and biases. Gradients are called "
        "dW1, db1, and so on.",
        _KEEP_DW,
        f'self.grads[f"W{{layer}}"] = {_DW}',
        _KEEP_DB,
        f'self.grads[f"b{{layer}}"] = {_DB}',
    ),
    edit(
        "numbered-from-zero",
        "The numbers in the keys are one too small: the gradients of layer 1 are dW1 and db1.",
        _KEEP_DW,
        f'self.grads[f"dW{{layer - 1}}"] = {_DW}',
        _KEEP_DB,
        f'self.grads[f"db{{layer - 1}}"] = {_DB}',
    ),
    edit(
        "biases-left-out",
        "The gradients of the biases are missing: each layer has db beside dW.",
        _KEEP_DB,
        "pass\n",
    ),
    edit(
        "return-in-loop",
        "The return stands inside the loop, so only the last layer gets its gradients. Move it "
        "out.",
        "        return self.grads\n",
        "            return self.grads\n",
    ),
)

NETWORK_BACKWARD = Exercise(
    name="network_backward",
    answer="NeuralNetworkScratch",
    cell="network",
    probes=_probes,
    criteria=(
        Criterion("a network of one layer", 0.5, groups=("one layer",)),
        Criterion("the output layer of two", 0.75, groups=("two layers",), outputs=("d?2",)),
        Criterion("the hidden layer of two", 1, groups=("two layers",), outputs=("d?1",)),
        Criterion("networks with more layers", 1, groups=("deep",)),
        Criterion("one sample, one feature, whole numbers, a second call", 0.75, groups=("edges",)),
        Criterion("grads keeps the gradients", 0.5, groups=("kept",)),
        replace(UNTOUCHED, share=0.5),
    ),
    hints=(
        "Compare with backward_pass: what did it do for layer 2, and what for layer 1? The loop "
        "does it for any layer, from the last to the first.",
        "Before the loop make the delta of the output layer from y and the last activation in "
        "the cache. In each round: a_prev is the activation of the layer before; dW and db come "
        "from a_prev and delta; then, unless this is layer 1, replace delta by that of the layer "
        "before.",
        "The loop is `for layer in range(self.L, 0, -1):` and a_prev is "
        'self.cache[f"a{layer - 1}"]. dW is a_prev.T @ delta, db the column sums of delta. Then '
        'delta becomes delta @ self.params[f"W{layer}"].T, times sigmoid_derivative(a_prev). Keep '
        "the dict as self.grads and return it.",
    ),
    uses=("output_delta", "network_forward"),
    mistakes=(*_START, *_LAYERS, *_WAY_BACK, *_STATE),
)
