"""The backward pass of the two-layer network."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from descent.probes import Probe, call
from descent.sheets import Criterion
from descent.values import Value
from grader.exercise import UNTOUCHED, Begin, Exercise, Mistake, edit, rewrite
from grader.exercises.backpropagation.draws import labels, parameters, samples, whole


def _probes(begin: Begin) -> Iterator[Probe]:
    for name, sizes in (("small", [3, 4, 5]), ("larger", [2, 4, 7])):
        rng = begin(name)
        m, n, n_hidden = (int(size) for size in rng.permutation(sizes))
        yield _case(rng, samples(rng, m, n), n_hidden)
    for label, m, n, n_hidden in (
        ("one sample", 1, 3, 2),
        ("one feature", 5, 1, 3),
        ("one hidden neuron", 4, 3, 1),
    ):
        rng = begin(label)
        yield _case(rng, samples(rng, m, n), n_hidden, group="edges", label=label)
    rng = begin("whole numbers")
    yield _case(rng, whole(rng, 6, 2), 3, int, group="edges", label="whole numbers")
    rng = begin("whole-number samples")
    yield _case(rng, whole(rng, 5, 3), 2, group="edges", label="whole numbers")
    rng = begin("whole-number labels")
    yield _case(rng, samples(rng, 4, 2), 3, int, group="edges", label="whole numbers")


def _case(
    rng: np.random.Generator,
    X: Value,
    n_hidden: int,
    kind: type = float,
    group: str = "values",
    label: str = "",
) -> Probe:
    """Return a probe with these samples and with labels of a kind, float or int."""
    m, n = X.shape
    params = parameters(rng, [n, n_hidden, 1])
    z1 = X @ params["W1"] + params["b1"]
    a1 = 1 / (1 + np.exp(-z1))
    z2 = a1 @ params["W2"] + params["b2"]
    cache = {"z1": z1, "a1": a1, "z2": z2, "a2": 1 / (1 + np.exp(-z2))}
    order = [str(key) for key in rng.permutation(list(cache))]
    y: Value = labels(rng, m).astype(kind)
    return call(X, y, params["W2"], {key: cache[key] for key in order}, group=group, label=label)


_DELTA2 = "output_delta(y, a2)"
_DW2 = "dW2 = a1.T @ delta2"
_DB2 = "db2 = np.sum(delta2, axis=0, keepdims=True)"
_DELTA1 = "(delta2 @ W2.T) * sigmoid_derivative(a1)"
_DW1 = "dW1 = X.T @ delta1"
_DB1 = "db1 = np.sum(delta1, axis=0, keepdims=True)"
_RESULT = '{"dW1": dW1, "db1": db1, "dW2": dW2, "db2": db2}'


def _output(id: str, sentence: str, expression: str) -> Mistake:
    """Return a variant with another delta of the output layer."""
    return edit(id, sentence, _DELTA2, expression)


def _hidden(id: str, sentence: str, expression: str) -> Mistake:
    """Return a variant with another delta of the hidden layer."""
    return edit(id, sentence, _DELTA1, expression)


_EVERYWHERE = (
    _output(
        "missing-mean",
        "Your gradients, from dW1 to db2, are too large by a factor m: the mean over the "
        "samples is missing. It belongs into the output delta, as 1/m.",
        "len(y) * output_delta(y, a2)",
    ),
    _output(
        "missing-two",
        "Your gradients, from dW1 to db2, are half of what they should be: the factor 2 of "
        "the square is missing in the output delta.",
        "output_delta(y, a2) / 2",
    ),
    _output(
        "missing-mean-and-two",
        "Your gradients, from dW1 to db2, lack the factor 2 / m: the 2 of the square and the "
        "1/m of the mean. Both belong into the output delta.",
        "len(y) / 2 * output_delta(y, a2)",
    ),
    _output(
        "mean-twice",
        "Your gradients, from dW1 to db2, are divided by m once too often. The output delta "
        "holds the mean already; after it dW and db are sums.",
        "output_delta(y, a2) / len(y)",
    ),
    _output(
        "sign",
        "Your gradients, from dW1 to db2, have the wrong sign: the error is activation minus "
        "label, a2 - y.",
        "-output_delta(y, a2)",
    ),
    _output(
        "no-output-sigmoid",
        "The output delta misses the sigmoid: after 2 (a2 - y) / m there is one more step back, "
        "times a2 (1 - a2). Everything before it, dW2 and dW1 too, inherits this.",
        "2 * (a2 - y) / len(y)",
    ),
    _output(
        "cross-entropy",
        "You start from (a2 - y) / m, the output delta of cross-entropy. For the squared error "
        "start from output_delta(y, a2); dW2, db2, dW1 and db1 follow from it.",
        "(a2 - y) / len(y)",
    ),
    _output(
        "error-for-delta",
        "You start from the bare error a2 - y. The output delta has two more factors, 2 / m and "
        "a2 (1 - a2); without them every gradient from dW2 to db1 is off.",
        "a2 - y",
    ),
    _output(
        "no-output-sigmoid-no-mean",
        "You start from 2 (a2 - y). Missing are the mean over the samples, 1/m, and the step "
        "through the output's sigmoid, a2 (1 - a2); dW2, db2, dW1 and db1 all need them.",
        "2 * (a2 - y)",
    ),
    _output(
        "output-sigmoid-twice",
        "The factor a2 (1 - a2) comes in twice: output_delta contains it already. dW2, db2, dW1 "
        "and db1 all inherit the extra one.",
        "output_delta(y, a2) * sigmoid_derivative(a2)",
    ),
    _output(
        "output-sigmoid-again",
        "You apply the sigmoid to a2, which has gone through it already. a2 is the output itself: "
        "take the delta at a2, and dW2, db2, dW1 and db1 come out right.",
        "output_delta(y, sigmoid(a2))",
    ),
    _output(
        "derivative-at-z2",
        "sigmoid_derivative wants the activation a2, and you give it the weighted sum z2. The "
        "output delta, and with it dW2, db2, dW1 and db1, is off.",
        '2 * (a2 - y) * sigmoid_derivative(cache["z2"]) / len(y)',
    ),
    _output(
        "z2-for-output",
        "You compare the weighted sum z2 with the labels. The output of the network is a2, the "
        "sigmoid of z2; dW2, db2, dW1 and db1 all depend on it.",
        'output_delta(y, cache["z2"])',
    ),
    _output(
        "error-squared",
        "The error is still squared in your output delta. The derivative of the square is 2 times "
        "the error itself; dW2, db2, dW1 and db1 all need its sign.",
        "2 * (a2 - y) ** 2 * sigmoid_derivative(a2) / len(y)",
    ),
    _output(
        "divided-by-features",
        "You divide by the number of features, X.shape[1]. The mean is over the samples: m is "
        "X.shape[0]. All gradients from dW1 to db2 have this factor.",
        "output_delta(y, a2) * X.shape[0] / X.shape[1]",
    ),
    _output(
        "divided-by-hidden",
        "You divide by the number of hidden neurons, a1.shape[1]. The mean is over the samples: m "
        "is y.shape[0]. All gradients from dW1 to db2 have this factor.",
        "output_delta(y, a2) * a1.shape[0] / a1.shape[1]",
    ),
    _output(
        "zero",
        "You have gradients that are zero everywhere. If you call output_delta, check the order "
        "of its arguments: the labels first, the activations second.",
        "output_delta(a2, y)",
    ),
    edit(
        "mean-twice-weights",
        "dW1 and dW2 are divided by m once too often. The mean is in the output delta already: "
        "leave the products as they are.",
        _DW2,
        "dW2 = a1.T @ delta2 / len(y)",
        _DW1,
        "dW1 = X.T @ delta1 / len(y)",
    ),
    edit(
        "mean-twice-biases",
        "db1 and db2 are means over the samples, and should be sums: the mean is in the output "
        "delta already.",
        _DB2,
        "db2 = np.mean(delta2, axis=0, keepdims=True)",
        _DB1,
        "db1 = np.mean(delta1, axis=0, keepdims=True)",
    ),
    edit(
        "biases-not-summed",
        "db1 and db2 still have a row for every sample. A bias is used by all samples, so add "
        "the rows of the delta up.",
        _DB2,
        "db2 = delta2",
        _DB1,
        "db1 = delta1",
    ),
    edit(
        "biases-flat",
        "db1 and db2 hold the right numbers, but have lost an axis. keepdims=True in np.sum keeps "
        "them as rows, like the biases.",
        _DB2,
        "db2 = np.sum(delta2, axis=0)",
        _DB1,
        "db1 = np.sum(delta1, axis=0)",
    ),
    edit(
        "biases-wrong-axis",
        "db1 and db2 are summed along the neurons, which leaves a column of samples. Sum over the "
        "samples: axis=0.",
        _DB2,
        "db2 = np.sum(delta2, axis=1, keepdims=True)",
        _DB1,
        "db1 = np.sum(delta1, axis=1, keepdims=True)",
    ),
    edit(
        "biases-summed-too-far",
        "db1 and db2 are sums over everything. Each neuron has a bias of its own: sum over the "
        "samples only, axis=0, and keep the axes.",
        _DB2,
        "db2 = np.sum(delta2)",
        _DB1,
        "db1 = np.sum(delta1)",
    ),
    edit(
        "transposed",
        "dW1 and dW2 are transposed. A gradient has the shape of its weights: a row for each "
        "neuron of the layer before, so the activations are turned, not the delta.",
        _DW2,
        "dW2 = delta2.T @ a1",
        _DW1,
        "dW1 = delta1.T @ X",
    ),
    rewrite(
        "last-sample-only",
        "Your gradients are those of the last sample alone: a loop sets them anew in each"
        " turn. Add the share of each sample to what there is already.",
        """
def backward_pass(X, y, W2, cache):
    for i in range(len(X)):
        a1, a2 = cache['a1'][i : i + 1], cache['a2'][i : i + 1]
        delta2 = 2 * (a2 - y[i]) * a2 * (1 - a2) / len(X)
        delta1 = delta2 @ W2.T * a1 * (1 - a1)
        grads = {'dW1': X[i : i + 1].T @ delta1, 'db1': delta1, 'dW2': a1.T @ delta2, 'db2': delta2}
    return grads
""",
    ),
)

_OUTPUT_LAYER = (
    edit(
        "dW2-mean-twice",
        "dW2 is divided by m once too often: the output delta holds the mean already.",
        _DW2,
        "dW2 = a1.T @ delta2 / len(y)",
    ),
    edit(
        "dW2-from-z1",
        "dW2 is made with z1. The output layer is fed with the activations a1, so these are what "
        "its weights were multiplied by.",
        _DW2,
        'dW2 = cache["z1"].T @ delta2',
    ),
    edit(
        "dW2-from-X",
        "dW2 is made with X. The output layer does not see X, it sees the activations a1 of the "
        "hidden layer.",
        _DW2,
        "dW2 = X.T @ delta2",
    ),
    edit(
        "dW2-from-derivative",
        "dW2 is made with a1 (1 - a1). The local derivative of a1 @ W2 with respect to W2 is a1 "
        "itself; the derivative of the hidden sigmoid comes later, in delta1.",
        _DW2,
        "dW2 = sigmoid_derivative(a1).T @ delta2",
    ),
    edit(
        "dW2-transposed",
        "dW2 is transposed: W2 has shape (n_hidden, 1), so its gradient has too. Turn a1, not the "
        "delta.",
        _DW2,
        "dW2 = delta2.T @ a1",
    ),
    edit(
        "dW2-not-summed",
        "dW2 still has a row for every sample: a1 and the delta were multiplied entry by entry. "
        "Use the matrix product of a1 turned with the delta, which adds over the samples.",
        _DW2,
        "dW2 = a1 * delta2",
    ),
    edit(
        "db2-flat",
        "db2 has lost an axis: keepdims=True in np.sum keeps the shape (1, 1).",
        _DB2,
        "db2 = np.sum(delta2, axis=0)",
    ),
    edit(
        "db2-number",
        "db2 is a bare number. It has the shape of b2, (1, 1): sum over axis 0 with keepdims=True.",
        _DB2,
        "db2 = np.sum(delta2)",
    ),
    edit(
        "db2-mean",
        "db2 is a mean over the samples, and should be a sum: the mean is in the output delta "
        "already.",
        _DB2,
        "db2 = np.mean(delta2, axis=0, keepdims=True)",
    ),
    edit(
        "db2-not-summed",
        "db2 still has a row for every sample: add them up.",
        _DB2,
        "db2 = delta2",
    ),
)

_HIDDEN_LAYER = (
    _hidden(
        "no-hidden-sigmoid",
        "dW1 and db1 miss the sigmoid of the hidden layer: delta1 is delta2 times W2 turned, and "
        "then, entry by entry, times a1 (1 - a1).",
        "delta2 @ W2.T",
    ),
    _hidden(
        "derivative-at-z1",
        "For dW1 and db1, sigmoid_derivative gets the weighted sums z1. It wants the activations "
        "a1: the derivative is a1 (1 - a1).",
        '(delta2 @ W2.T) * sigmoid_derivative(cache["z1"])',
    ),
    _hidden(
        "derivative-at-a2",
        "For dW1 and db1, you take the derivative of the sigmoid at the output a2. delta1 belongs "
        "to the hidden layer: take it at a1.",
        "(delta2 @ W2.T) * sigmoid_derivative(a2)",
    ),
    _hidden(
        "hidden-sigmoid-again",
        "For dW1 and db1, you apply the sigmoid to a1, which has gone through it already. The "
        "derivative is a1 (1 - a1).",
        "(delta2 @ W2.T) * sigmoid_derivative(sigmoid(a1))",
    ),
    _hidden(
        "hidden-tanh",
        "For dW1 and db1, 1 - a1**2 is the derivative of tanh. The hidden layer is a sigmoid: "
        "a1 (1 - a1).",
        "(delta2 @ W2.T) * (1 - a1**2)",
    ),
    _hidden(
        "hidden-relu",
        "For dW1 and db1, you use the derivative of ReLU. The hidden layer is a sigmoid: "
        "a1 (1 - a1).",
        '(delta2 @ W2.T) * (cache["z1"] > 0)',
    ),
    _hidden(
        "hidden-zero",
        "dW1 and db1 are zero. A common reason: the derivative of the hidden sigmoid is taken at "
        "the labels, where it is zero. Take it at a1.",
        "(delta2 @ W2.T) * sigmoid_derivative(y)",
    ),
    _hidden(
        "activation-for-derivative",
        "For dW1 and db1, you multiply by a1 in place of the derivative of the sigmoid, "
        "a1 (1 - a1).",
        "(delta2 @ W2.T) * a1",
    ),
    _hidden(
        "no-W2",
        "dW1 and db1 do not know W2: the delta comes back to a hidden neuron through its weight. "
        "delta1 starts with delta2 times W2 turned.",
        "delta2 * sigmoid_derivative(a1)",
    ),
    _hidden(
        "W2-summed",
        "For dW1 and db1, you add the weights of W2 up. Each hidden neuron gets the delta back "
        "through its own weight only: delta2 times W2 turned.",
        "delta2 * np.sum(W2) * sigmoid_derivative(a1)",
    ),
    _hidden(
        "W2-size",
        "For dW1 and db1, the sign of the weights in W2 is lost. A hidden neuron with a negative "
        "weight has to move the other way.",
        "(delta2 @ np.abs(W2).T) * sigmoid_derivative(a1)",
    ),
    _hidden(
        "hidden-gets-output-derivative-too",
        "For dW1 and db1, the factor a2 (1 - a2) comes in a second time. It is in delta2 already.",
        "((delta2 * sigmoid_derivative(a2)) @ W2.T) * sigmoid_derivative(a1)",
    ),
    _hidden(
        "hidden-without-output-derivative",
        "For dW1 and db1, you send the gradient of the activation a2 back, not the delta of the "
        "output layer: the factor a2 (1 - a2) is missing on this way.",
        "((2 * (a2 - y) / len(y)) @ W2.T) * sigmoid_derivative(a1)",
    ),
    _hidden(
        "hidden-from-error",
        "For dW1 and db1, you send the bare error a2 - y back. What goes back through W2 is the "
        "delta of the output layer, delta2.",
        "((a2 - y) @ W2.T) * sigmoid_derivative(a1)",
    ),
    _hidden(
        "hidden-mean-again",
        "dW1 and db1 are divided by m once too often: delta2 holds the mean, and hands it on.",
        "(delta2 @ W2.T) * sigmoid_derivative(a1) / len(y)",
    ),
    _hidden(
        "hidden-mean-lost",
        "dW1 and db1 lack the mean over the samples, while dW2 and db2 have it. Send delta2 back "
        "as it is, with its factor 1/m.",
        "(delta2 @ W2.T) * sigmoid_derivative(a1) * len(y)",
    ),
    _hidden(
        "hidden-two-again",
        "dW1 and db1 are twice what they should be: the factor 2 of the square comes in once, in "
        "the output delta.",
        "2 * (delta2 @ W2.T) * sigmoid_derivative(a1)",
    ),
    _hidden(
        "hidden-sign",
        "dW1 and db1 have the wrong sign, while dW2 and db2 are right: nothing changes the sign "
        "on the way through W2.",
        "-(delta2 @ W2.T) * sigmoid_derivative(a1)",
    ),
    _hidden(
        "delta2-used-twice",
        "For dW1 and db1, you use the delta of the output layer. The hidden layer has a delta of "
        "its own: delta2 times W2 turned, times a1 (1 - a1).",
        "delta2",
    ),
    _hidden(
        "W2-not-turned",
        "delta2 @ W2 does not fit: delta2 has shape (m, 1) and W2 has (n_hidden, 1). Going back, "
        "the weights are turned: W2.T.",
        "(delta2 @ W2) * sigmoid_derivative(a1)",
    ),
    _hidden(
        "W2-not-turned-dot",
        "The product of delta2 and W2 does not fit: their shapes are (m, 1) and (n_hidden, 1). "
        "Going back, the weights are turned: W2.T.",
        "np.dot(delta2, W2) * sigmoid_derivative(a1)",
    ),
    _hidden(
        "product-does-not-fit",
        "Two arrays do not fit in a matrix product: the first has a column for each hidden "
        "neuron, the second a row for each sample. For dW2 turn a1, which gives a1.T; in delta1 "
        "the derivative of the sigmoid is multiplied with *, and delta2 stands before W2.T.",
        "(delta2 @ W2.T) @ sigmoid_derivative(a1)",
    ),
    _hidden(
        "sigmoid-for-derivative",
        "For dW1 and db1, you multiply by the sigmoid in place of its derivative, a1 (1 - a1).",
        "(delta2 @ W2.T) * sigmoid(a1)",
    ),
    edit(
        "a1-not-turned-dot",
        "The product of a1 and the delta for dW2 does not fit: (m, n_hidden) and (m, 1). Turn "
        "a1: a1.T.",
        _DW2,
        "dW2 = np.dot(a1, delta2)",
    ),
    edit(
        "X-not-turned",
        "The product of X with an array of m rows does not fit: X has a column for each feature. "
        "For dW1 turn it: X.T.",
        _DW1,
        "dW1 = X @ delta1",
    ),
    edit(
        "X-not-turned-dot",
        "The product of X and the delta for dW1 does not fit: (m, n) and (m, n_hidden). Turn X: "
        "X.T.",
        _DW1,
        "dW1 = np.dot(X, delta1)",
    ),
    edit(
        "dW1-mean-twice",
        "dW1 is divided by m once too often: delta1 has the mean from the output delta already.",
        _DW1,
        "dW1 = X.T @ delta1 / len(y)",
    ),
    edit(
        "dW1-from-a1",
        "dW1 is made with a1. The hidden layer is fed with X, so X is what its weights were "
        "multiplied by.",
        _DW1,
        "dW1 = a1.T @ delta1",
    ),
    edit(
        "dW1-from-delta2",
        "dW1 is made with delta2, the delta of the output layer. The hidden layer has its own, "
        "delta1.",
        _DW1,
        "dW1 = X.T @ delta2",
    ),
    edit(
        "dW1-transposed",
        "dW1 is transposed: W1 has shape (n, n_hidden), so its gradient has too. Turn X, not the "
        "delta.",
        _DW1,
        "dW1 = delta1.T @ X",
    ),
    edit(
        "db1-from-delta2",
        "db1 is made with delta2, the delta of the output layer. The biases of the hidden layer "
        "take the column sums of delta1.",
        _DB1,
        "db1 = np.sum(delta2, axis=0, keepdims=True)",
    ),
    edit(
        "db1-mean",
        "db1 is a mean over the samples, and should be a sum: the mean is in the output delta "
        "already.",
        _DB1,
        "db1 = np.mean(delta1, axis=0, keepdims=True)",
    ),
    edit(
        "db1-not-summed",
        "db1 still has a row for every sample: add them up.",
        _DB1,
        "db1 = delta1",
    ),
    edit(
        "db1-flat",
        "db1 has lost an axis: keepdims=True in np.sum keeps the shape (1, n_hidden).",
        _DB1,
        "db1 = np.sum(delta1, axis=0)",
    ),
    edit(
        "db1-wrong-axis",
        "db1 is summed along the hidden neurons. Each of them has a bias of its own: sum over the "
        "samples, axis=0.",
        _DB1,
        "db1 = np.sum(delta1, axis=1, keepdims=True)",
    ),
    edit(
        "db1-number",
        "db1 is a single number: a sum over everything. Each hidden neuron has a bias of its own: "
        "sum over the samples only, axis=0.",
        _DB1,
        "db1 = np.sum(delta1)",
    ),
    edit(
        "dW1-no-hidden-sigmoid",
        "dW1 is made with the delta before the sigmoid of the hidden layer. db1 has it: "
        "use the same delta1, with its factor a1 (1 - a1), for both.",
        "dW1 = X.T @ delta1",
        "dW1 = X.T @ (delta2 @ W2.T)",
    ),
    edit(
        "db1-no-hidden-sigmoid",
        "db1 is made with the delta before the sigmoid of the hidden layer. dW1 has it: "
        "use the same delta1, with its factor a1 (1 - a1), for both.",
        "db1 = np.sum(delta1,",
        "db1 = np.sum(delta2 @ W2.T,",
    ),
)

_RESULTS = (
    edit(
        "layers-exchanged",
        "The gradients of the two layers have changed places in the dict: dW1 and db1 belong to "
        "the hidden layer, dW2 and db2 to the output layer.",
        _RESULT,
        '{"dW1": dW2, "db1": db2, "dW2": dW1, "db2": db1}',
    ),
    edit(
        "names-without-d",
        "The keys of the dict are those of the weights and biases. Gradients are called dW1, db1, "
        "dW2 and db2.",
        _RESULT,
        '{"W1": dW1, "b1": db1, "W2": dW2, "b2": db2}',
    ),
    edit(
        "tuple",
        "Your gradients come as a tuple or list. Return a dict with the keys dW1, db1, dW2 and "
        "db2.",
        _RESULT,
        "(dW1, db1, dW2, db2)",
    ),
)

BACKWARD_PASS = Exercise(
    name="backward_pass",
    probes=_probes,
    criteria=(
        Criterion("dW2 and db2", 1.25, groups=("values",), outputs=("dW2", "db2")),
        Criterion("dW1 and db1", 2.25, groups=("values",), outputs=("dW1", "db1")),
        Criterion(
            "one sample, one feature, one hidden neuron, whole numbers", 1, groups=("edges",)
        ),
        replace(UNTOUCHED, share=0.5),
    ),
    hints=(
        "Go backward through the graph of the two layers, one array at a time: which delta can "
        "you compute first, and with what you already have?",
        "Start with delta2 from output_delta. It gives dW2 and db2. Send it back through W2 and "
        "through the sigmoid of the hidden layer to get delta1, which gives dW1 and db1 in the "
        "same way. Let the shapes tell you what to turn.",
        "dW2 is a1.T @ delta2, and db2 is np.sum(delta2, axis=0, keepdims=True). delta1 is "
        "delta2 @ W2.T, times sigmoid_derivative(a1) entry by entry. For dW1 and db1 do the same "
        "with X in place of a1 and delta1 in place of delta2.",
    ),
    uses=("output_delta",),
    mistakes=(*_EVERYWHERE, *_OUTPUT_LAYER, *_HIDDEN_LAYER, *_RESULTS),
)
