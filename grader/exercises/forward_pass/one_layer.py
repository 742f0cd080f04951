"""``layer_forward``: weighted sums and activations of one sigmoid layer."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

from descent.probes import Probe, call
from descent.sheets import Criterion
from grader.exercise import UNTOUCHED, Begin, Exercise, edit
from grader.exercises.forward_pass.draws import numbers, sizes, whole


def _probes(begin: Begin) -> Iterator[Probe]:
    for name in ("several neurons", "several other neurons"):
        rng = begin(name)
        m, n_in, n_out = sizes(rng, 3)
        yield call(numbers(rng, m, n_in), numbers(rng, n_in, n_out), numbers(rng, 1, n_out))
    # Here everything fits everything, and only the numbers tell what was done.
    rng = begin("square")
    n = int(rng.integers(3, 6))
    square = "as many samples as inputs and neurons"
    yield call(numbers(rng, n, n), numbers(rng, n, n), numbers(rng, 1, n), label=square)
    rng = begin("one sample")
    n_in, n_out = sizes(rng, 2)
    yield call(
        numbers(rng, 1, n_in), numbers(rng, n_in, n_out), numbers(rng, 1, n_out), label="one sample"
    )
    rng = begin("a single neuron")
    m, n_in = sizes(rng, 2)
    yield call(
        numbers(rng, m, n_in), numbers(rng, n_in, 1), numbers(rng, 1, 1), label="a single neuron"
    )
    for name, bias in (("whole numbers, a bias of floats", numbers), ("whole numbers", whole)):
        rng = begin(name)
        m, n_in, n_out = sizes(rng, 3)
        yield call(
            whole(rng, m, n_in),
            whole(rng, n_in, n_out),
            bias(rng, 1, n_out),
            group="whole",
            label="whole numbers",
        )


# A result that is no pair fails what would stand in it.
CRITERIA = (
    Criterion("the weighted sums z", 0.75, groups=("values",), outputs=("", "z")),
    Criterion("the activations a", 0.75, groups=("values",), outputs=("", "a")),
    Criterion("whole numbers as input", 0.25, groups=("whole",)),
    dataclasses.replace(UNTOUCHED, share=0.25),
)

HINTS = (
    (
        "One matrix product does all samples and all neurons at once. Which of the two matrices "
        "comes first, so that the inner sizes agree?"
    ),
    (
        "The weighted sums are the product of a_prev and W, plus b; the activations are the "
        "sigmoid of the weighted sums. Return both, in this order."
    ),
    "z is a_prev @ W with b added; a is sigmoid of z; the last line returns z, a.",
)

SUM = "z = a_prev @ W + b"
ACTIVATION = "a = sigmoid(z)"
RETURN = "return z, a"

MISTAKES = (
    edit(
        "no-bias",
        "The bias is missing from the weighted sum: add b to the product of a_prev and W.",
        SUM,
        "z = a_prev @ W",
    ),
    edit(
        "bias-subtracted",
        "You subtract the bias: it is added, z = a_prev W + b.",
        SUM,
        "z = a_prev @ W - b",
    ),
    edit(
        "bias-twice",
        "The bias is added twice: once belongs to the weighted sum, and that is all.",
        SUM,
        "z = a_prev @ W + b + b",
    ),
    edit(
        "bias-after-activation",
        "You add the bias after the sigmoid: it belongs inside, to the weighted sum z.",
        SUM,
        "z = a_prev @ W",
        ACTIVATION,
        "a = sigmoid(z) + b",
    ),
    edit(
        "z-without-bias",
        "The activations are right, but the z that you return lacks the bias: "
        "z is the whole of what the sigmoid gets.",
        SUM,
        "z = a_prev @ W",
        ACTIVATION,
        "a = sigmoid(z + b)",
    ),
    edit(
        "a-without-bias",
        "z is right, but you take the sigmoid of the product alone, before the bias: take it of z.",
        ACTIVATION,
        "a = sigmoid(a_prev @ W)",
    ),
    edit(
        "bias-on-every-weight",
        "You add the bias to the weights before the product, so it counts once for every input: "
        "add it after the product.",
        SUM,
        "z = a_prev @ (W + b)",
    ),
    edit(
        "biases-summed",
        "You add the sum of all biases to every neuron: each neuron has its own, "
        "and plain b already meets the right column.",
        SUM,
        "z = a_prev @ W + np.sum(b)",
    ),
    edit(
        "biases-averaged",
        "You add the mean of the biases to every neuron; each neuron has its own.",
        SUM,
        "z = a_prev @ W + np.mean(b)",
    ),
    edit(
        "first-bias-only",
        "You add the first bias to every neuron: add the whole row b, and each column gets its "
        "own.",
        SUM,
        "z = a_prev @ W + b[0, 0]",
    ),
    edit(
        "bias-column",
        "You turn the row of biases into a column: it no longer fits the product. Add b as it is.",
        SUM,
        "z = a_prev @ W + b.T",
    ),
    edit(
        "weights-transposed",
        "You transpose W: in this course it is (n_in, n_out) already, and a_prev @ W fits as it "
        "stands.",
        SUM,
        "z = a_prev @ W.T + b",
    ),
    edit(
        "weights-transposed-in-dot",
        "W.T in np.dot is one transpose too many: W has a row for each input already.",
        SUM,
        "z = np.dot(a_prev, W.T) + b",
    ),
    edit(
        "weights-first",
        "W @ a_prev is the wrong way round: the samples stand in rows, so a_prev comes first, "
        "then W.",
        SUM,
        "z = W @ a_prev + b",
    ),
    edit(
        "weights-first-in-dot",
        "In np.dot the order matters: a_prev comes first, since its rows are the samples.",
        SUM,
        "z = np.dot(W, a_prev) + b",
    ),
    edit(
        "books-orientation",
        "W.T @ a_prev is the formula of books that keep the samples in columns; here they are "
        "rows, and the product is a_prev @ W.",
        SUM,
        "z = W.T @ a_prev + b",
    ),
    edit(
        "samples-in-columns",
        "z and a are transposed: there should be a row for each sample and a column for each "
        "neuron.",
        SUM,
        "z = (a_prev @ W + b).T",
    ),
    edit(
        "elementwise-product",
        "a_prev * W multiplies entry by entry: the weighted sum needs the matrix product, with @.",
        SUM,
        "z = a_prev * W + b",
    ),
    edit(
        "mean-for-sum",
        "You divide by the number of inputs: a weighted sum is a sum, not a mean.",
        SUM,
        "z = a_prev @ W / W.shape[0] + b",
    ),
    edit(
        "summed-over-neurons",
        "You add up the neurons of the layer: each has a weighted sum of its own, a column of z.",
        SUM,
        "z = np.sum(a_prev @ W + b, axis=1, keepdims=True)",
    ),
    edit(
        "input-activated",
        "You take the sigmoid of a_prev before the product; a_prev is used as it comes, "
        "and the sigmoid is taken of z.",
        SUM,
        "z = sigmoid(a_prev) @ W + b",
    ),
    edit(
        "no-activation",
        "The activation is missing: you return the weighted sums twice, and a should be "
        "sigmoid(z).",
        ACTIVATION,
        "a = z",
    ),
    edit(
        "activated-twice",
        "The sigmoid is applied twice: a is sigmoid(z), once.",
        ACTIVATION,
        "a = sigmoid(sigmoid(z))",
    ),
    edit(
        "z-overwritten",
        "Your z is the activation as well: return the weighted sum as it is before the sigmoid, "
        "under a name of its own.",
        ACTIVATION,
        "a = z = sigmoid(z)",
    ),
    edit(
        "exchanged",
        "The two results are exchanged: return the weighted sums z first, then the activations a.",
        RETURN,
        "return a, z",
    ),
    edit(
        "a-only",
        "You return the activations alone: what is asked is the pair (z, a).",
        RETURN,
        "return a",
    ),
    edit(
        "z-only",
        "You return the weighted sums alone: what is asked is the pair (z, a).",
        RETURN,
        "return z",
    ),
    edit(
        "dict-returned",
        "You return a dict: what is asked is the pair (z, a); the cache comes in the next "
        "exercise.",
        RETURN,
        'return {"z": z, "a": a}',
    ),
    edit(
        "complement",
        "Your a is 1 minus the sigmoid of z: somewhere in the exponent the sign is turned round.",
        ACTIVATION,
        "a = sigmoid(-z)",
    ),
    edit(
        "brackets-forgotten",
        "1 / 1 + exp(-z) is computed as (1 / 1) + exp(-z): put brackets round the denominator, "
        "or call sigmoid.",
        ACTIVATION,
        "a = 1 / 1 + np.exp(-z)",
    ),
    edit(
        "derivative",
        "Your a is the derivative of the sigmoid, a (1 - a): that comes in section 5. "
        "Here take the sigmoid itself.",
        ACTIVATION,
        "a = sigmoid(z) * (1 - sigmoid(z))",
    ),
    edit(
        "tanh",
        "Your a is the tanh of z: the layers of this section use the sigmoid.",
        ACTIVATION,
        "a = np.tanh(z)",
    ),
    edit(
        "relu",
        "Your a is the ReLU of z: the layers of this section use the sigmoid.",
        ACTIVATION,
        "a = np.maximum(0, z)",
    ),
    edit(
        "softmax",
        "Your a adds up to 1 in each row, which is a softmax: every neuron takes the sigmoid "
        "of its own z.",
        ACTIVATION,
        "a = np.exp(z) / np.exp(z).sum(axis=1, keepdims=True)",
    ),
    edit(
        "step",
        "Your a is 0 or 1, the step of the old perceptron: return the sigmoid as it is, not a "
        "decision.",
        ACTIVATION,
        "a = (z > 0).astype(float)",
    ),
    edit(
        "truncated",
        "The weighted sums are cut to whole numbers: do not convert anything to int.",
        SUM,
        "z = (a_prev @ W + b).astype(int)",
    ),
    edit(
        "added-in-place",
        "z += b fails where the product is made of whole numbers: write z = z + b, "
        "which makes a new array.",
        SUM,
        "z = a_prev @ W\n    z += b",
    ),
    edit(
        "bias-overwritten",
        "b += … writes into the bias that the caller passed, and fails where the shapes differ: "
        "give the sum a name of its own.",
        SUM,
        "b += a_prev @ W\n    z = b",
    ),
    edit(
        "weights-overwritten",
        "The results are right, but your function writes into W, and the caller's weights are "
        "changed: work on a copy.",
        RETURN,
        "W *= 1.5\n    return z, a",
    ),
    edit(
        "one-row-missing",
        "You compute the first sample only: all rows of a_prev go through the layer at once.",
        SUM,
        "z = a_prev[:1] @ W + b",
    ),
    edit(
        "bias-multiplied",
        "You multiply by the biases. They are added: z = a_prev W + b.",
        "a_prev @ W + b",
        "a_prev @ W * b",
    ),
    edit(
        "z-is-the-exponential",
        "Your z is exp(-z), a step on the way to the sigmoid: an out=... or a name used "
        "twice overwrites the weighted sums. Keep them under a name of their own.",
        "return z, a",
        "return np.exp(-z), a",
    ),
)

LAYER_FORWARD = Exercise("layer_forward", _probes, CRITERIA, HINTS, MISTAKES, returns=("z", "a"))
